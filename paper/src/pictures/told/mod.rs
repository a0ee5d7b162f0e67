//! What a picture's file says of itself: who made it and for whom, what it shows and where, on what terms, how it came about.
//!
//! Written by cameras, agencies and editors of pictures in three ways, of which the newer counts: XMP (ISO 16684-1), IPTC's
//! IIM 4.2, EXIF 3.0. Only what a newspaper says of a picture is read: no coordinates, no serial numbers, no names of
//! machines. It is text of strangers like any other, cut to one line and a length; and whatever of it cannot be read is as
//! if it were not there, since a picture is taken in for what it shows.

mod exif;
mod iim;
mod xmp;

use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};

/// Longest of the three that is read, bytes.
pub(super) const BYTES_MAX: usize = 256 * 1024;
/// Where IPTC keeps its digital source types; what counts is the last part.
const SOURCE_TYPES: &str = "cv.iptc.org/newscodes/digitalsourcetype/";

/// What a file says of itself; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Alt text (IPTC Photo Metadata, Alt Text).
    pub(super) alt: String,
    /// Description.
    pub(super) caption: String,
    /// Who made it, several parted by commas.
    pub(super) creator: String,
    /// Credit line.
    pub(super) credit: String,
    /// Copyright notice.
    pub(super) copyright: String,
    /// Rights usage terms.
    pub(super) terms: String,
    /// What it shows lies there: sublocation, city, country.
    pub(super) place: String,
    /// Digital source type, the last part of its address.
    pub(super) source_type: String,
}

/// The three blocks of a file, as they stand in it.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) xmp: Option<Vec<u8>>,
    pub(super) iim: Option<Vec<u8>>,
    pub(super) exif: Option<Vec<u8>>,
}

impl Blocks {
    /// What they say together.
    pub(super) fn read(&self) -> Told {
        let bounded = |block: &Option<Vec<u8>>, read: fn(&[u8]) -> Told| match block {
            Some(bytes) if bytes.len() <= BYTES_MAX => read(bytes),
            _ => Told::default(),
        };
        let all = [
            bounded(&self.xmp, xmp::read),
            bounded(&self.iim, iim::read),
            bounded(&self.exif, exif::read),
        ];
        let first = |field: fn(&Told) -> &String, chars_max: usize| {
            all.iter()
                .map(|told| line(field(told), chars_max))
                .find(|text| !text.is_empty())
                .unwrap_or_default()
        };
        Told {
            alt: first(|told| &told.alt, NOTE_CHARS_MAX),
            caption: first(|told| &told.caption, NOTE_CHARS_MAX),
            creator: first(|told| &told.creator, NAME_CHARS_MAX),
            credit: first(|told| &told.credit, NAME_CHARS_MAX),
            copyright: first(|told| &told.copyright, NAME_CHARS_MAX),
            terms: first(|told| &told.terms, NAME_CHARS_MAX),
            place: first(|told| &told.place, NAME_CHARS_MAX),
            source_type: source_type(&first(|told| &told.source_type, NAME_CHARS_MAX)),
        }
    }
}

impl Told {
    /// The credit as a newspaper prints it: who made it, and for whom where that is somebody else.
    pub(super) fn credit_line(&self) -> String {
        let (creator, credit) = (&self.creator, &self.credit);
        if credit.to_lowercase().contains(&creator.to_lowercase()) {
            return credit.clone();
        }
        if credit.is_empty() {
            return creator.clone();
        }
        line(&format!("{creator}/{credit}"), NAME_CHARS_MAX)
    }

    /// On what terms it is used: as said, else the copyright notice.
    pub(super) fn terms_line(&self) -> String {
        match self.terms.is_empty() {
            true => self.copyright.clone(),
            false => self.terms.clone(),
        }
    }
}

/// One line without control characters, cut where it is too long.
fn line(text: &str, chars_max: usize) -> String {
    let text = words::normal(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(chars_max).collect()
}

/// The last part of a digital source type's address; nothing of what is none.
fn source_type(address: &str) -> String {
    let word = address.rsplit_once(SOURCE_TYPES).map(|(_, word)| word);
    let word = word.filter(|word| {
        (1..=60).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic())
    });
    word.unwrap_or_default().to_owned()
}

/// Joined as a place is written: the smaller first.
fn place(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}
