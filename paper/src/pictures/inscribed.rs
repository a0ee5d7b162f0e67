//! What is written into the files readers get, besides pixels: whose the picture is, on what terms, how it came about, and
//! the colours it is in. Whoever passes a file on passes that on.

use super::Kept;
use quick_xml::escape::escape;

/// Largest colour profile that is passed on, bytes: those of cameras and telephones are smaller, those of printing presses,
/// whose colours no screen shows, are not.
const PROFILE_BYTES_MAX: usize = 32 * 1024;
/// Where a profile says which colours it is for, and what it says of a screen's (ICC.1:2022 §7.2.6).
const PROFILE_COLOURS: (std::ops::Range<usize>, &[u8]) = (16..20, b"RGB ");
/// Where IPTC keeps its digital source types.
const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// What is written into each file of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Inscription {
    /// XMP (ISO 16684-1); empty where nothing is known.
    xmp: String,
}

impl Inscription {
    /// The words of a picture, in IPTC's properties.
    pub(super) fn of(kept: &Kept) -> Inscription {
        let mut properties = String::new();
        let mut attribute = |name: &str, value: &str| {
            if !value.is_empty() {
                properties.push_str(&format!(" {name}=\"{}\"", escape(value)));
            }
        };
        attribute("photoshop:Credit", &kept.credit);
        let is_address = kept.licence.starts_with("https://");
        if is_address {
            attribute("xmpRights:WebStatement", &kept.licence);
        }
        if !kept.source_type.is_empty() {
            let address = format!("{SOURCE_TYPES}{}", kept.source_type);
            attribute("Iptc4xmpExt:DigitalSourceType", &address);
        }
        let mut elements = list("dc:creator", "Seq", "", &kept.creator);
        let spoken = " xml:lang=\"x-default\"";
        elements.push_str(&list("dc:rights", "Alt", spoken, &kept.copyright));
        if !is_address {
            elements.push_str(&list("xmpRights:UsageTerms", "Alt", spoken, &kept.licence));
        }
        if properties.is_empty() && elements.is_empty() {
            return Inscription::default();
        }
        Inscription {
            xmp: format!(
                "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
                 <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
                 xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" \
                 xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" \
                 xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"{properties}>{elements}\
                 </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
            ),
        }
    }

    /// A WebP with the words and the profile in it (RFC 9649 §2.7). One that is no WebP comes back as it is.
    pub(super) fn into_webp(
        &self,
        bytes: Vec<u8>,
        (width, height): (u32, u32),
        profile: Option<&[u8]>,
    ) -> Vec<u8> {
        let profile = profile.filter(|profile| is_of_a_screen(profile));
        let Some(chunks) = bytes.get(12..).filter(|_| self.says(profile)) else {
            return bytes;
        };
        // What libwebp wrote has a head of its own if it has a part that is transparent.
        let (head, pixels) = match chunks.get(..4) {
            Some(b"VP8X") => chunks.split_at(chunks.len().min(18)),
            _ => chunks.split_at(0),
        };
        let mut flags = head.get(8).copied().unwrap_or_default();
        if pixels.starts_with(b"VP8L") {
            // Whether a lossless one is transparent is said in its own first bytes (RFC 9649 §3.4).
            let alpha = pixels.get(12).copied().unwrap_or_default() & 0x10;
            flags |= alpha;
        }
        if profile.is_some() {
            flags |= 0x20;
        }
        if !self.xmp.is_empty() {
            flags |= 0x04;
        }
        let size = |side: u32| {
            let [a, b, c, _] = side.saturating_sub(1).to_le_bytes();
            [a, b, c]
        };
        let canvas = [&[flags, 0, 0, 0][..], &size(width), &size(height)].concat();
        let mut body = chunk(b"VP8X", &canvas);
        if let Some(profile) = profile {
            body.extend(chunk(b"ICCP", profile));
        }
        body.extend_from_slice(pixels);
        if !self.xmp.is_empty() {
            body.extend(chunk(b"XMP ", self.xmp.as_bytes()));
        }
        let length = length(body.len() + 4);
        [&b"RIFF"[..], &length, b"WEBP", &body].concat()
    }

    /// A JPEG with the words and the profile behind its first segment (XMP part 3 §1.1.3; ICC.1:2022 annex B.4).
    pub(super) fn into_jpeg(&self, bytes: &[u8], profile: Option<&[u8]>) -> Vec<u8> {
        let profile = profile.filter(|profile| is_of_a_screen(profile));
        // The start, and the segment that says it is a JFIF, which must be the first.
        let first = match bytes.get(2..6) {
            Some(&[0xff, 0xe0, high, low]) => 4 + usize::from(u16::from_be_bytes([high, low])),
            _ => 2,
        };
        let Some((start, rest)) = bytes.split_at_checked(first) else {
            return bytes.to_vec();
        };
        let mut out = start.to_vec();
        if !self.xmp.is_empty() {
            let body = [b"http://ns.adobe.com/xap/1.0/\0", self.xmp.as_bytes()].concat();
            out.extend(segment(0xe1, &body));
        }
        if let Some(profile) = profile {
            out.extend(segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", profile].concat()));
        }
        out.extend_from_slice(rest);
        out
    }

    fn says(&self, profile: Option<&[u8]>) -> bool {
        profile.is_some() || !self.xmp.is_empty()
    }
}

/// A property with one value in a list of RDF; nothing where there is none.
fn list(name: &str, kind: &str, attributes: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let value = escape(value);
    format!("<{name}><rdf:{kind}><rdf:li{attributes}>{value}</rdf:li></rdf:{kind}></{name}>")
}

fn is_of_a_screen(profile: &[u8]) -> bool {
    let (place, colours) = PROFILE_COLOURS;
    profile.len() <= PROFILE_BYTES_MAX && profile.get(place) == Some(colours)
}

/// A part of a RIFF: its kind, its length, itself, padded to be even.
fn chunk(kind: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let mut out = [&kind[..], &length(bytes.len()), bytes].concat();
    if !bytes.len().is_multiple_of(2) {
        out.push(0);
    }
    out
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// A segment of a JPEG; nothing of what is too long for one.
fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    match u16::try_from(body.len() + 2) {
        Ok(length) => [&[0xff, marker][..], &length.to_be_bytes(), body].concat(),
        Err(_) => Vec::new(),
    }
}
