//! An export as a stream of UTF-8 bytes: unpacked where it is compressed, decoded where it says another encoding.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes looked at for a mark of compression or of encoding.
const HEAD_BYTES: usize = 512;
/// Bytes decoded at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// Opens an export. `read` counts the bytes taken from the disk, for whoever waits.
pub(crate) fn open(path: &Path, read: &Arc<AtomicU64>) -> io::Result<Box<dyn Read + Send>> {
    let counted = Counted {
        file: File::open(path)?,
        read: Arc::clone(read),
    };
    let mut raw = BufReader::with_capacity(CHUNK_BYTES, counted);
    if raw.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return decoded(BufReader::with_capacity(
            CHUNK_BYTES,
            MultiGzDecoder::new(raw),
        ));
    }
    decoded(raw)
}

/// The stream itself where it is UTF-8 (or says nothing), otherwise decoded.
fn decoded(mut raw: BufReader<impl Read + Send + 'static>) -> io::Result<Box<dyn Read + Send>> {
    let head = raw.fill_buf()?;
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    let (encoding, mark) = match Encoding::for_bom(head) {
        Some((encoding, length)) => (encoding, length),
        None => (declared(head), 0),
    };
    raw.consume(mark);
    if encoding == UTF_8 {
        // Not decoded here: whoever reads a text sees whether it is, and says so of that text alone.
        return Ok(Box::new(raw));
    }
    Ok(Box::new(Decoded {
        raw,
        decoder: encoding.new_decoder_without_bom_handling(),
        out: Vec::new(),
        at: 0,
        ended: false,
    }))
}

/// The encoding an XML declaration names; UTF-8 where it names none that is known.
fn declared(head: &[u8]) -> &'static Encoding {
    let line = head.split(|b| *b == b'>').next().unwrap_or_default();
    let Some(at) = memchr::memmem::find(line, b"encoding=") else {
        return UTF_8;
    };
    let label = line.get(at + 10..).unwrap_or_default();
    let label = label
        .split(|b| matches!(b, b'"' | b'\''))
        .next()
        .unwrap_or_default();
    match Encoding::for_label(label) {
        // Whoever writes this declaration in single bytes does not write UTF-16.
        Some(encoding) if encoding.is_ascii_compatible() => encoding,
        _ => UTF_8,
    }
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        let more = u64::try_from(count).unwrap_or(0);
        self.read.fetch_add(more, Ordering::Relaxed);
        Ok(count)
    }
}

struct Decoded<R> {
    raw: BufReader<R>,
    decoder: Decoder,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.out.len() && !self.ended {
            let input = self.raw.fill_buf()?;
            let last = input.is_empty();
            self.out.resize(CHUNK_BYTES * 3 + 16, 0);
            let (result, taken, written, _) =
                self.decoder.decode_to_utf8(input, &mut self.out, last);
            self.raw.consume(taken);
            self.out.truncate(written);
            self.at = 0;
            self.ended = last && result == CoderResult::InputEmpty;
        }
        let rest = self.out.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}
