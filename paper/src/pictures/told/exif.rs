//! EXIF: a TIFF without a picture, of whose first directory three texts are read.

use super::Told;

/// What a picture shows (EXIF 3.0, ImageDescription).
const DESCRIPTION: u16 = 0x010e;
/// Who made it (Artist).
const ARTIST: u16 = 0x013b;
/// Whose it is (Copyright): that of the photographer, a zero byte, that of the editor.
const COPYRIGHT: u16 = 0x8298;
/// The type of texts in one byte a sign, and of texts in UTF-8.
const TEXTS: [u16; 2] = [2, 129];
/// What cameras write there of their own accord, and says nothing of the picture.
const OF_CAMERAS: [&str; 4] = ["DIGITAL CAMERA", "SONY DSC", "DCIM", "Exif_JPEG"];
/// Most entries of a directory that are looked at.
const ENTRIES_MAX: usize = 256;

/// Numbers in the order of bytes the file chose.
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self.little {
            true => u16::from_le_bytes(two),
            false => u16::from_be_bytes(two),
        })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = match self.little {
            true => u32::from_le_bytes(four),
            false => u32::from_be_bytes(four),
        };
        usize::try_from(number).ok()
    }

    /// The text of an entry: in its last four bytes, or where they say.
    fn text(&self, entry: usize) -> Option<String> {
        let count = self.long(entry.checked_add(4)?)?;
        let value = entry.checked_add(8)?;
        let at = if count <= 4 { value } else { self.long(value)? };
        let text = self.bytes.get(at..at.checked_add(count)?)?;
        let texts = text
            .split(|byte| *byte == 0)
            .map(String::from_utf8_lossy)
            .filter(|text| !text.trim().is_empty());
        Some(texts.collect::<Vec<_>>().join(", "))
    }
}

/// Reads what can be read.
pub(super) fn read(bytes: &[u8]) -> Told {
    let mut told = Told::default();
    let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    let little = match bytes.get(..4) {
        Some(b"II*\0") => true,
        Some(b"MM\0*") => false,
        _ => return told,
    };
    let tiff = Tiff { bytes, little };
    let directory = tiff.long(4);
    let Some((directory, entries)) = directory.and_then(|at| Some((at, tiff.short(at)?))) else {
        return told;
    };
    for number in 0..usize::from(entries).min(ENTRIES_MAX) {
        let Some(entry) = directory.checked_add(2 + 12 * number) else {
            break;
        };
        let (Some(tag), Some(kind)) = (tiff.short(entry), tiff.short(entry.saturating_add(2)))
        else {
            break;
        };
        let into = match tag {
            DESCRIPTION => &mut told.caption,
            ARTIST => &mut told.creator,
            COPYRIGHT => &mut told.copyright,
            _ => continue,
        };
        if TEXTS.contains(&kind) {
            *into = tiff.text(entry).unwrap_or_default();
        }
    }
    if OF_CAMERAS.iter().any(|words| told.caption.contains(words)) {
        told.caption.clear();
    }
    told
}
