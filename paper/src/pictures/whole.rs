//! Whether a file came whole. Decoders forgive: they paint what is missing of a cut JPEG grey.

use crate::Refusal;
use image::ImageFormat;

/// What a segment of a JPEG begins with (ITU-T T.81 §B.1.1.2).
const MARK: u8 = 0xff;
/// Start and end of the picture, the scan that follows a header, restarts within it.
const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;

/// Refuses a JPEG without an end. What stands behind the end is nobody's: telephones keep films there.
pub(super) fn must_be(name: &str, format: ImageFormat, bytes: &[u8]) -> Result<(), Refusal> {
    if format != ImageFormat::Jpeg || ends(bytes) {
        return Ok(());
    }
    Err(Refusal::PictureUnreadable {
        name: name.to_owned(),
        why: "it was cut off".to_owned(),
    })
}

/// Walks from segment to segment, and through scans, to the end.
fn ends(bytes: &[u8]) -> bool {
    let mut at = 0;
    loop {
        let Some(mark) = bytes
            .get(at..)
            .and_then(|rest| rest.iter().position(|b| *b == MARK))
        else {
            return false;
        };
        at += mark + 1;
        match bytes.get(at) {
            None => return false,
            Some(&END) => return true,
            // Padding before a mark, a mark that is data, and those without a length.
            Some(&MARK) => {}
            Some(&(0 | 1 | START | SCAN)) => at += 1,
            Some(kind) if RESTARTS.contains(kind) => at += 1,
            Some(_) => {
                let Some(&[high, low]) = bytes.get(at + 1..at + 3) else {
                    return false;
                };
                at += 1 + usize::from(u16::from_be_bytes([high, low]));
            }
        }
    }
}
