//! What the writer is told by whoever makes the page.

use crate::body::Picture;
use std::collections::BTreeMap;

/// How a body is written.
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// Who knows where pictures lie.
    pub pictures: &'a dyn PictureWriter,
    /// Words the page says around the text, in its language.
    pub labels: Labels<'a>,
    /// How many sources the article lists. A reference beyond them would lead nowhere and is not written.
    pub sources: u32,
    /// Put before the ids of references and notes where several bodies share a page; otherwise empty.
    pub id_prefix: &'a str,
    /// How the time of an entry of live coverage is told: RFC 3339 in, words out.
    pub entry_time: &'a dyn Fn(&str) -> String,
    /// `rel` of links to other sites, such as `sponsored`; empty for none.
    pub rel: &'a str,
}

/// Words said around the text, in the page's language.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// *Fonte*: said before the number of a source.
    pub source: &'a str,
    /// *Nota*: said before the letter of a note.
    pub note: &'a str,
    /// *Torna al punto del testo*: said before the letter on the way back from a note.
    pub back: &'a str,
    /// *Tabella*: said before the number of a table, for those who hear the page.
    pub table: &'a str,
    /// *Immagine intera*: the link to the picture in full size, if it has no alternative text.
    pub full_picture: &'a str,
}

impl Labels<'static> {
    /// Italian.
    pub const IT: Labels<'static> = Labels {
        source: "Fonte",
        note: "Nota",
        back: "Torna al testo, nota",
        table: "Tabella",
        full_picture: "Immagine intera",
    };
    /// English.
    pub const EN: Labels<'static> = Labels {
        source: "Source",
        note: "Note",
        back: "Back to the text, note",
        table: "Table",
        full_picture: "Full picture",
    };
}

/// Tells where a picture of the text lies and how large it is.
pub trait PictureWriter {
    /// `None` if the picture cannot be shown; its caption and credit then stand alone.
    fn show(&self, picture: &Picture) -> Option<Shown>;
}

/// A picture on a page. All strings are plain; the writer escapes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Address of the picture itself.
    pub src: String,
    /// Renditions, as `srcset` wants them; empty for none.
    pub srcset: String,
    /// As `sizes` wants it; empty for none.
    pub sizes: String,
    /// Width in pixels; 0 if not known.
    pub width: u32,
    /// Height in pixels; 0 if not known.
    pub height: u32,
    /// Address of the picture in full size; empty for no link.
    pub full: String,
}

/// Shows no picture.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPictures;

impl PictureWriter for NoPictures {
    fn show(&self, _: &Picture) -> Option<Shown> {
        None
    }
}

/// A body as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The blocks.
    pub html: String,
    /// The notes as an ordered list, empty if there are none.
    pub notes: String,
    /// For each source referred to, the ids of the references in reading order, for the way back.
    pub source_ids: BTreeMap<u32, Vec<String>>,
}
