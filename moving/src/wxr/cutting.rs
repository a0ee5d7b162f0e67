//! An export cut into its records: what stands directly in the channel, one piece at a time.
//!
//! It is no XML parser: exports are broken where a parser would stop. It knows the few marks by which records are told
//! apart, follows a quoted passage (CDATA) to its end, and where a passage has none, cuts at the next record. No entity, no
//! document type and no nesting is ever followed, so none can be a bomb.

use memchr::memmem;
use std::io::{self, Read};

/// Largest record, bytes: an article of this size would be refused anyway.
pub(crate) const RECORD_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Bytes kept of a record that is larger.
const HEAD_BYTES: usize = 8 * 1024;
/// Longest tag, bytes.
const TAG_BYTES_MAX: usize = 64 * 1024;
/// Bytes read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// A piece of the channel.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A record: the name of its element, and what stands in it.
    Record(String, Vec<u8>),
    /// One that is larger than is read: its name and how it begins.
    TooLarge(String, Vec<u8>),
    /// The file ends within one.
    CutOff(String, Vec<u8>),
    /// A document type, which is not read.
    Doctype,
}

/// What cuts.
pub(crate) struct Cutter<R> {
    from: R,
    window: Vec<u8>,
    at: usize,
    ended: bool,
}

/// Where a record ends.
enum End {
    /// What is in it ends here, what follows begins there.
    At(usize, usize),
    /// The file ends first.
    File,
    /// It is too large.
    Large,
}

impl<R: Read> Cutter<R> {
    pub(crate) fn new(from: R) -> Cutter<R> {
        Cutter {
            from,
            window: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    /// The next piece; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let Some(open) = self.next_mark()? else {
                return Ok(None);
            };
            self.have(open + 9)?;
            let rest = self.window.get(open..).unwrap_or_default();
            if rest.starts_with(b"<!--") {
                self.skip_past(b"-->", open + 4)?;
            } else if rest.starts_with(b"<![CDATA[") {
                self.skip_past(b"]]>", open + 9)?;
            } else if rest.starts_with(b"<?") {
                self.skip_past(b"?>", open + 2)?;
            } else if rest.starts_with(b"<!") {
                self.skip_doctype(open)?;
                return Ok(Some(Piece::Doctype));
            } else if rest.starts_with(b"</") {
                self.skip_past(b">", open + 2)?;
            } else if let Some((name, inside, empty)) = self.tag(open)? {
                self.at = inside;
                if !empty && !matches!(name.as_str(), "rss" | "channel" | "rdf:RDF") {
                    return self.record(name).map(Some);
                }
            } else {
                self.at = open + 1;
            }
        }
    }

    /// Goes to the next `<`, keeping nothing of what is before it.
    fn next_mark(&mut self) -> io::Result<Option<usize>> {
        loop {
            let rest = self.window.get(self.at..).unwrap_or_default();
            if let Some(open) = memchr::memchr(b'<', rest) {
                self.at += open;
                self.let_go();
                return Ok(Some(self.at));
            }
            self.at = self.window.len();
            self.let_go();
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// The record whose content begins here.
    fn record(&mut self, name: String) -> io::Result<Piece> {
        let from = self.at;
        match self.end_of(&name, from)? {
            End::At(end, next) => {
                self.at = next;
                let bytes = self.window.get(from..end).unwrap_or_default().to_vec();
                Ok(Piece::Record(name, bytes))
            }
            End::File => {
                let bytes = self.window.get(from..).unwrap_or_default().to_vec();
                self.at = self.window.len();
                Ok(Piece::CutOff(name, bytes))
            }
            End::Large => {
                let rest = self.window.get(from..).unwrap_or_default();
                let head = rest.get(..HEAD_BYTES).unwrap_or(rest).to_vec();
                self.at = self.window.len().saturating_sub(64).max(from);
                self.pass(&name)?;
                Ok(Piece::TooLarge(name, head))
            }
        }
    }

    fn end_of(&mut self, name: &str, from: usize) -> io::Result<End> {
        let close = format!("</{name}");
        let again = format!("<{name}");
        let mut at = from;
        // The element that was opened last: a quoted passage that is whole ends before the end of it.
        let mut field: Vec<u8> = Vec::new();
        loop {
            if at - from > RECORD_BYTES_MAX {
                return Ok(End::Large);
            }
            let open = match self.find_within(b"<", at, from)? {
                Some(open) => open,
                None if self.window.len() - from > RECORD_BYTES_MAX => return Ok(End::Large),
                None => return Ok(End::File),
            };
            self.have(open + close.len() + 1)?;
            self.have(open + 10)?;
            let rest = self.window.get(open..).unwrap_or_default();
            if rest.starts_with(b"<![CDATA[") {
                match self.quoted(name, open + 9, from, &field)? {
                    Quoted::Until(next) => at = next,
                    Quoted::Cut(end, next) => return Ok(End::At(end, next)),
                    Quoted::File => return Ok(End::File),
                    Quoted::Large => return Ok(End::Large),
                }
                continue;
            }
            if rest.starts_with(close.as_bytes()) && ends_name(rest.get(close.len())) {
                let end = self.find_within(b">", open, open)?;
                let next = end.map_or(self.window.len(), |end| end + 1);
                return Ok(End::At(open, next));
            }
            let begins_again =
                rest.starts_with(again.as_bytes()) && ends_name(rest.get(again.len()));
            if name == "item" && (begins_again || rest.starts_with(b"</channel")) {
                return Ok(End::At(open, open));
            }
            if rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
                field = name_of(rest.get(1..).unwrap_or_default()).to_vec();
            }
            at = open + 1;
        }
    }

    /// Where a quoted passage ends that begins here.
    fn quoted(
        &mut self,
        name: &str,
        begins: usize,
        from: usize,
        field: &[u8],
    ) -> io::Result<Quoted> {
        let end = self.find_within(b"]]>", begins, from)?;
        let until = end.unwrap_or(self.window.len());
        let cut = match name {
            "item" => self.next_item(begins, until),
            _ => None,
        };
        let Some(end) = end else {
            return Ok(match cut {
                Some((end, next)) => Quoted::Cut(end, next),
                None if self.window.len() - from > RECORD_BYTES_MAX => Quoted::Large,
                None => Quoted::File,
            });
        };
        let next = end + 3;
        if let Some((end, item)) = cut {
            self.have(next + 256)?;
            if !self.closes(next, field) {
                return Ok(Quoted::Cut(end, item));
            }
        }
        Ok(Quoted::Until(next))
    }

    /// The end of an item and the beginning of the next within a passage.
    fn next_item(&self, from: usize, until: usize) -> Option<(usize, usize)> {
        let within = self.window.get(from..until)?;
        memmem::find_iter(within, b"</item>").find_map(|at| {
            let after = within.get(at + 7..)?;
            let blank = after.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let next = after.get(blank..)?;
            next.starts_with(b"<item>")
                .then_some((from + at, from + at + 7 + blank))
        })
    }

    /// Whether the element that was opened ends here, or its passage goes on in another.
    fn closes(&self, at: usize, field: &[u8]) -> bool {
        let rest = self.window.get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let rest = rest.get(blank..).unwrap_or_default();
        rest.starts_with(b"<![CDATA[")
            || rest
                .strip_prefix(b"</")
                .is_some_and(|rest| name_of(rest) == field)
    }

    /// Passes over the rest of a record that is too large, keeping nothing.
    fn pass(&mut self, name: &str) -> io::Result<()> {
        let close = format!("</{name}>");
        loop {
            self.let_go();
            match memmem::find(
                self.window.get(self.at..).unwrap_or_default(),
                close.as_bytes(),
            ) {
                Some(end) => {
                    self.at += end + close.len();
                    return Ok(());
                }
                None => {
                    self.at = self.window.len().saturating_sub(close.len()).max(self.at);
                    if !self.more()? {
                        self.at = self.window.len();
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Passes over a document type, its inner part with it.
    fn skip_doctype(&mut self, from: usize) -> io::Result<()> {
        let mut at = from + 2;
        let (mut inside, mut quote) = (false, None);
        loop {
            self.have(at + 1)?;
            let Some(byte) = self.window.get(at).copied() else {
                self.at = self.window.len();
                return Ok(());
            };
            match (quote, byte) {
                (Some(mark), byte) if mark == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'[') => inside = true,
                (None, b']') => inside = false,
                (None, b'>') if !inside => {
                    self.at = at + 1;
                    return Ok(());
                }
                _ => {}
            }
            at += 1;
            if at - from > RECORD_BYTES_MAX {
                self.at = at;
                return Ok(());
            }
        }
    }

    /// Name of a tag, where its content begins, whether it has none.
    fn tag(&mut self, open: usize) -> io::Result<Option<(String, usize, bool)>> {
        let mut at = open + 1;
        let mut quote = None;
        loop {
            self.have(at + 1)?;
            let Some(byte) = self.window.get(at).copied() else {
                return Ok(None);
            };
            match (quote, byte) {
                (Some(mark), byte) if mark == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'>') => break,
                (None, b'<') => return Ok(None),
                _ => {}
            }
            at += 1;
            if at - open > TAG_BYTES_MAX {
                return Ok(None);
            }
        }
        let inside = self.window.get(open + 1..at).unwrap_or_default();
        let name = name_of(inside);
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            return Ok(None);
        }
        let name = String::from_utf8_lossy(name).into_owned();
        Ok(Some((name, at + 1, inside.ends_with(b"/"))))
    }

    fn skip_past(&mut self, mark: &[u8], from: usize) -> io::Result<()> {
        self.at = from;
        loop {
            match memmem::find(self.window.get(self.at..).unwrap_or_default(), mark) {
                Some(end) => {
                    self.at += end + mark.len();
                    return Ok(());
                }
                None => {
                    let keep = self.window.len().saturating_sub(mark.len());
                    self.at = keep.max(self.at);
                    self.let_go();
                    if !self.more()? {
                        self.at = self.window.len();
                        return Ok(());
                    }
                }
            }
        }
    }

    /// The place of a mark from a place on, reading on as needed until what began at `begun` is too large.
    fn find_within(&mut self, mark: &[u8], from: usize, begun: usize) -> io::Result<Option<usize>> {
        let mut at = from;
        loop {
            if let Some(found) = memmem::find(self.window.get(at..).unwrap_or_default(), mark) {
                return Ok(Some(at + found));
            }
            at = self.window.len().saturating_sub(mark.len() - 1).max(from);
            let large = self.window.len().saturating_sub(begun) > RECORD_BYTES_MAX;
            if large || !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Reads until so many bytes are there, or the end.
    fn have(&mut self, length: usize) -> io::Result<()> {
        while self.window.len() < length && self.more()? {}
        Ok(())
    }

    fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let had = self.window.len();
        self.window.resize(had + CHUNK_BYTES, 0);
        let mut filled = had;
        let outcome = loop {
            match self
                .from
                .read(self.window.get_mut(filled..).unwrap_or_default())
            {
                Ok(0) => break Ok(()),
                Ok(count) => {
                    filled += count;
                    break Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What was unpacked before a broken end is whole.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break Ok(()),
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.window.truncate(filled);
        self.ended = filled == had;
        outcome.map(|()| !self.ended)
    }

    /// Forgets what was cut off already.
    fn let_go(&mut self) {
        if self.at > CHUNK_BYTES * 4 {
            self.window.drain(..self.at);
            self.at = 0;
        }
    }
}

enum Quoted {
    /// It ends here, and the record goes on.
    Until(usize),
    /// It has no end of its own: the record ends here, the next begins there.
    Cut(usize, usize),
    File,
    Large,
}

fn name_of(bytes: &[u8]) -> &[u8] {
    let length = bytes
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.'))
        .count();
    bytes.get(..length).unwrap_or_default()
}

fn ends_name(byte: Option<&u8>) -> bool {
    byte.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
}
