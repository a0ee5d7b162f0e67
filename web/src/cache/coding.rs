//! Codings of a page, and which of them a reader takes (RFC 9110 §12.5.3).

use brotli::enc::encode::{BrotliEncoderOperation, BrotliEncoderStateStruct};
use brotli::enc::interface::{PredictionModeContextMap, StaticCommand};
use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use brotli::{InputPair, InputReferenceMut};
use bytes::Bytes;
use http::HeaderMap;
use http::header::ACCEPT_ENCODING;
use libdeflater::{CompressionLvl, Compressor, Decompressor};

/// gzip's own middle: RFC 1952 streams at this level cost 0.1 ms for a page.
const GZIP_LEVEL: i32 = 6;
/// The most Brotli does (RFC 7932), for pages that stay, and by a dictionary: thirty milliseconds for a seventh less.
const BROTLI_QUALITY: i32 = 11;
/// Its window, as a power of two: longer than any page.
const BROTLI_WINDOW: i32 = 22;
/// Bytes Brotli works on at once.
const BROTLI_BUFFER: usize = 32 * 1024;
/// Bodies smaller than this are not worth compressing, bytes.
pub(crate) const COMPRESSED_BYTES_MIN: usize = 600;

/// How a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Brotli by a dictionary the reader has (RFC 9842 §4).
    Dcb,
    /// Zstandard by a dictionary the reader has (RFC 9842 §5).
    Dcz,
    Brotli,
    Gzip,
    Plain,
}

impl Coding {
    /// The best first.
    pub(crate) const ALL: [Coding; 5] = [
        Coding::Dcb,
        Coding::Dcz,
        Coding::Brotli,
        Coding::Gzip,
        Coding::Plain,
    ];

    /// Its name in `Content-Encoding`; `None` for the text itself.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Coding::Dcb => Some("dcb"),
            Coding::Dcz => Some("dcz"),
            Coding::Brotli => Some("br"),
            Coding::Gzip => Some("gzip"),
            Coding::Plain => None,
        }
    }

    /// What stands behind the validator of the text in that of this coding. By a dictionary it goes on with its name.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Coding::Dcb => "-dcb-",
            Coding::Dcz => "-dcz-",
            Coding::Brotli => "-br",
            Coding::Gzip => "-gzip",
            Coding::Plain => "",
        }
    }
}

/// What a reader takes, as weights from 0 to 1,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accepts {
    dcb: u16,
    dcz: u16,
    brotli: u16,
    gzip: u16,
    plain: u16,
}

impl Accepts {
    /// Reads `Accept-Encoding`. Who sends none gets the text itself; it is taken also where it is not named, but what is
    /// named is liked better.
    pub(crate) fn of(headers: &HeaderMap) -> Accepts {
        let (mut brotli, mut gzip, mut plain, mut any) = (None, None, None, None);
        // Whoever takes anything need not have a dictionary, so it has to be named.
        let (mut dcb, mut dcz) = (0, 0);
        let values = headers.get_all(ACCEPT_ENCODING).iter();
        for coding in values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
        {
            let mut parts = coding.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let weight = parts.find_map(weight).unwrap_or(1_000);
            if name.eq_ignore_ascii_case("dcb") {
                dcb = weight;
            } else if name.eq_ignore_ascii_case("dcz") {
                dcz = weight;
            } else if name.eq_ignore_ascii_case("br") {
                brotli = Some(weight);
            } else if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                gzip = Some(weight);
            } else if name.eq_ignore_ascii_case("identity") {
                plain = Some(weight);
            } else if name == "*" {
                any = Some(weight);
            }
        }
        Accepts {
            dcb,
            dcz,
            brotli: brotli.or(any).unwrap_or(0),
            gzip: gzip.or(any).unwrap_or(0),
            // Refused by name or by a star; an answer has to be something, so it is the last resort even then.
            plain: plain.or(any.filter(|weight| *weight == 0)).unwrap_or(1),
        }
    }

    /// The same of a reader who has no dictionary.
    pub(crate) fn without_dictionary(self) -> Accepts {
        Accepts {
            dcb: 0,
            dcz: 0,
            ..self
        }
    }

    /// How much a coding is liked; 0 where it is refused.
    pub(crate) fn likes(self, coding: Coding) -> u16 {
        match coding {
            Coding::Dcb => self.dcb,
            Coding::Dcz => self.dcz,
            Coding::Brotli => self.brotli,
            Coding::Gzip => self.gzip,
            Coding::Plain => self.plain,
        }
    }
}

/// The weight of `q=0.5`, in thousandths; `None` for another parameter or none at all.
fn weight(part: &str) -> Option<u16> {
    let value = part.strip_prefix("q=").or(part.strip_prefix("Q="))?.trim();
    let q = value
        .parse::<f32>()
        .ok()
        .filter(|q| (0.0..=1.0).contains(q))?;
    // Between 0 and 1,000 by the line above.
    Some((q * 1_000.0).ceil() as u16)
}

/// gzip; `None` where it comes out no smaller.
///
/// There is one level, though libdeflate's highest saves three bytes in a hundred: other bytes would be another page to whoever
/// holds a strong validator of these.
pub(crate) fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let level = CompressionLvl::new(GZIP_LEVEL).ok()?;
    let mut compressor = Compressor::new(level);
    let mut packed = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut packed).ok()?;
    // A copy of its own length: what is kept is paid for by the byte.
    let packed = packed.get(..length).filter(|_| length < bytes.len())?;
    Some(Bytes::copy_from_slice(packed))
}

/// The text of a gzip stream of ours, `length` bytes of it.
pub(crate) fn gunzip(packed: &[u8], length: usize) -> Option<Bytes> {
    let mut bytes = vec![0; length];
    let got = Decompressor::new()
        .gzip_decompress(packed, &mut bytes)
        .ok()?;
    (got == length).then(|| bytes.into())
}

/// Brotli, as small as it gets; `None` where it comes out no smaller.
pub(crate) fn brotli(bytes: &[u8]) -> Option<Bytes> {
    let mut packed = Vec::new();
    brotli_by(&[], bytes, &mut packed)?;
    (packed.len() < bytes.len()).then(|| Bytes::copy_from_slice(&packed))
}

/// Writes Brotli of a text, behind what is there already, for readers who have a dictionary (RFC 9841 §2); for all where that is
/// empty. `None` where the encoder gives up.
pub(crate) fn brotli_by(dictionary: &[u8], bytes: &[u8], packed: &mut Vec<u8>) -> Option<()> {
    let mut state = BrotliEncoderStateStruct::new(StandardAlloc::default());
    state.params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    if !dictionary.is_empty() {
        state.set_custom_dictionary(dictionary.len(), dictionary);
        // The encoder would do without the words every decoder knows, which lie behind the dictionary: a fifteenth of an English page.
        state.params.use_dictionary = true;
    }
    let mut ignored = |_: &mut PredictionModeContextMap<InputReferenceMut<'_>>,
                       _: &mut [StaticCommand],
                       _: InputPair<'_>,
                       _: &mut StandardAlloc| ();
    let (mut left, mut read) = (bytes.len(), 0);
    let mut buffer = vec![0; BROTLI_BUFFER];
    while !state.is_finished() {
        let (mut room, mut written) = (buffer.len(), 0);
        let goes_on = state.compress_stream(
            BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
            &mut left,
            bytes,
            &mut read,
            &mut room,
            &mut buffer,
            &mut written,
            &mut None,
            &mut ignored,
        );
        packed.extend_from_slice(buffer.get(..written).filter(|_| goes_on)?);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn what_a_reader_takes_is_read_with_its_weights() {
        // By a dictionary with Brotli and with Zstandard, Brotli, gzip, the text itself.
        for (said, wanted) in [
            (None, [0, 0, 0, 0, 1]),
            (Some(""), [0, 0, 0, 0, 1]),
            (Some("gzip"), [0, 0, 0, 1000, 1]),
            (Some("gzip, deflate, br, zstd"), [0, 0, 1000, 1000, 1]),
            (
                Some("gzip, br, zstd, dcb, dcz"),
                [1000, 1000, 1000, 1000, 1],
            ),
            (Some("DCB;q=0.5"), [500, 0, 0, 0, 1]),
            (Some("dcz, dcb;q=0.5"), [500, 1000, 0, 0, 1]),
            (Some("GZIP;q=0.5 , Br; q=0.25"), [0, 0, 250, 500, 1]),
            (Some("gzip;q=0"), [0, 0, 0, 0, 1]),
            (Some("*"), [0, 0, 1000, 1000, 1]),
            (Some("*;q=0"), [0, 0, 0, 0, 0]),
            (Some("br;q=0, *"), [0, 0, 0, 1000, 1]),
            (Some("identity, gzip;q=0.5"), [0, 0, 0, 500, 1000]),
            (Some("identity;q=0, *;q=0.1"), [0, 0, 100, 100, 0]),
            (Some("gzip;q=0.0001"), [0, 0, 0, 1, 1]),
            (Some("gzip;q=x"), [0, 0, 0, 1000, 1]),
            (Some("gzip;level=9;q=0.5"), [0, 0, 0, 500, 1]),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(said) = said {
                headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(said));
            }
            let got = Accepts::of(&headers);
            assert_eq!(
                Coding::ALL.map(|coding| got.likes(coding)),
                wanted,
                "{said:?}"
            );
        }
    }

    #[test]
    fn a_text_comes_back_out_of_each_coding_and_noise_is_left_alone() {
        let text = "The ferry sails again on Monday. ".repeat(80);
        let packed = gzip(text.as_bytes()).expect("smaller");
        assert_eq!(gunzip(&packed, text.len()).expect("whole"), text.as_bytes());
        let packed = brotli(text.as_bytes()).expect("smaller");
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_ref(), &mut back).expect("whole");
        assert_eq!(back, text.as_bytes());
        assert_eq!(gzip(b"x"), None);
        assert_eq!(brotli(b""), None);
    }
}
