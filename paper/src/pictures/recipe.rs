//! Which files are made of a picture, and what they are called: known from its row, before any of them is made.
//!
//! A name is made of the original's hash, the edition of the words written into the file, the width and the format. Same
//! name, same file: what is thrown away is made again under the name it had.

use super::Kept;
use crate::reading::facts::Rendition;
use sha2::{Digest, Sha256};

/// What the darkroom does, by name and version. To be raised whenever the same original would come out otherwise, so that
/// nobody is told that he has the new file already.
const RECIPE: &[u8] = b"colophon/rendition/1\0";
/// Widths pages offer, pixels: of cards on telephones, of cards on desks, of heads; those wider than the original are not made.
const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Widest file for other sites and for feeds, pixels. What they ask for is 1200.
const SHARED_WIDTH: u32 = 1200;
/// Longest side WebP can have, pixels (RFC 9649 §2.5).
const SIDE_MAX: u32 = 16_383;
/// Hexadecimal digits in the name of a file that is made.
const STEM_HEX: usize = 16;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// What pages show. Every browser in use takes it.
    WebP,
    /// What other sites, messengers and readers of feeds take without fail.
    Jpeg,
}

impl Format {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Format::WebP => "image/webp",
            Format::Jpeg => "image/jpeg",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Format::WebP => "webp",
            Format::Jpeg => "jpg",
        }
    }
}

/// A file that can be made of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Print {
    pub(super) name: String,
    pub(super) format: Format,
    /// Pixels.
    pub(super) width: u32,
    /// Pixels.
    pub(super) height: u32,
}

impl Print {
    /// Where it is had from, and its size.
    pub(super) fn rendition(&self, of: &Kept) -> Rendition {
        Rendition {
            path: format!("/media/{}/{}", of.id, self.name),
            width: self.width,
            height: self.height,
        }
    }
}

/// What pages offer of a picture, the narrowest first.
pub(super) fn offered(of: &Kept) -> Vec<Print> {
    let (widest, _) = fitted(of);
    let last = widest.min(WIDTHS.into_iter().max().unwrap_or(widest));
    WIDTHS
        .into_iter()
        .filter(|width| *width < last)
        .chain([last])
        .map(|width| print(of, Format::WebP, width))
        .collect()
}

/// What other sites and feeds get of a picture.
pub(super) fn shared(of: &Kept) -> Print {
    let (widest, _) = fitted(of);
    print(of, Format::Jpeg, widest.min(SHARED_WIDTH))
}

/// Every file that is made of a picture, those waited for first.
pub(super) fn all(of: &Kept) -> Vec<Print> {
    let mut all = offered(of);
    all.push(shared(of));
    all
}

/// What stands at a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// This file.
    Now(Print),
    /// It had this name once, and has another now.
    Once(Print),
}

/// The file of a picture that has, or had, a name. Names come from outside.
pub(super) fn named(of: &Kept, name: &str) -> Option<Named> {
    let all = all(of);
    if let Some(print) = all.iter().find(|print| print.name == name) {
        return Some(Named::Now(print.clone()));
    }
    let (stem, rest) = name.split_once('-')?;
    let (width, ending) = rest.split_once('.')?;
    let width: u32 = width.parse().ok()?;
    let former = (0..of.edition).any(|edition| self::stem(&of.sha256, edition) == stem);
    let same = |print: &&Print| print.width == width && print.format.ending() == ending;
    let print = all.iter().find(same).filter(|_| former)?;
    Some(Named::Once(print.clone()))
}

/// Whether a file of this name was made by a recipe: such a file can be made again.
pub(super) fn is_made(name: &str) -> bool {
    let Some((stem, rest)) = name.split_once('-') else {
        return false;
    };
    let width = [Format::WebP, Format::Jpeg]
        .into_iter()
        .find_map(|format| rest.strip_suffix(format.ending())?.strip_suffix('.'));
    super::is_hex(stem, STEM_HEX)
        && width.is_some_and(|width| {
            (1..=5).contains(&width.len()) && width.bytes().all(|b| b.is_ascii_digit())
        })
}

fn print(of: &Kept, format: Format, width: u32) -> Print {
    let (wide, high) = fitted(of);
    let height = u64::from(high) * u64::from(width) / u64::from(wide);
    let stem = stem(&of.sha256, of.edition);
    Print {
        name: format!("{stem}-{width}.{}", format.ending()),
        format,
        width,
        height: u32::try_from(height).unwrap_or(SIDE_MAX).max(1),
    }
}

/// Width and height of the original, in proportion, with no side longer than can be written; at least 1.
fn fitted(of: &Kept) -> (u32, u32) {
    let longest = of.width.max(of.height);
    let fit = |side: u32| {
        let side = match longest {
            0..=SIDE_MAX => side,
            _ => u32::try_from(u64::from(side) * u64::from(SIDE_MAX) / u64::from(longest))
                .unwrap_or(SIDE_MAX),
        };
        side.max(1)
    };
    (fit(of.width), fit(of.height))
}

fn stem(sha256: &str, edition: u32) -> String {
    let digest = Sha256::new()
        .chain_update(RECIPE)
        .chain_update(sha256)
        .chain_update(edition.to_be_bytes())
        .finalize();
    hex::encode(digest).chars().take(STEM_HEX).collect()
}
