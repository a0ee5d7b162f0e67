//! Live coverage: a text whose parts are dated. Each begins with a [`Block::Entry`].

use crate::body::{Block, Body};
use crate::chars;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::TimeZone;

/// Most people an entry is signed by.
const SIGNERS_MAX: usize = 8;
/// Most characters of an entry's headline.
pub const ENTRY_TITLE_CHARS_MAX: usize = 200;

/// An entry as it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When, as RFC 3339 with offset.
    pub at: &'a str,
    /// Its headline; may be empty.
    pub title: &'a str,
    /// Who signs it.
    pub by: &'a [String],
    /// It is a key point.
    pub key: bool,
    /// Its text.
    pub blocks: &'a [Block],
}

impl Entry<'_> {
    /// What it is called by links: its headline, else the beginning of its text.
    pub fn name(&self) -> String {
        if !self.title.is_empty() {
            return self.title.to_owned();
        }
        const NAME_CHARS_MAX: usize = 120;
        let text = self.text();
        let first = text.lines().next().unwrap_or_default();
        if first.chars().count() <= NAME_CHARS_MAX {
            return first.to_owned();
        }
        let cut: String = first.chars().take(NAME_CHARS_MAX).collect();
        let whole = cut
            .rsplit_once(' ')
            .map_or(cut.as_str(), |(whole, _)| whole);
        format!("{whole}…")
    }

    /// The words of its text.
    pub fn text(&self) -> String {
        let body = Body {
            blocks: self.blocks.to_vec(),
            ..Body::default()
        };
        body.plain_text()
    }
}

impl Body {
    /// The entries of live coverage, in the order they stand in; none in any other text.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let starts: Vec<usize> = self
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| matches!(block, Block::Entry { .. }))
            .map(|(index, _)| index)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([self.blocks.len()]);
        starts
            .iter()
            .zip(ends)
            .filter_map(|(&start, end)| match self.blocks.get(start)? {
                Block::Entry { at, title, by, key } => Some(Entry {
                    at,
                    title,
                    by,
                    key: *key,
                    blocks: self.blocks.get(start + 1..end)?,
                }),
                _ => None,
            })
            .collect()
    }
}

/// The ids of entries on a page, by which links lead to them: made of their time, and different where two share it.
#[derive(Debug, Default)]
pub struct EntryIds {
    given: std::collections::BTreeSet<String>,
}

impl EntryIds {
    /// The id of the next entry, whose time is this.
    pub fn next(&mut self, at: &str) -> String {
        let digits: String = at.chars().take(19).filter(char::is_ascii_digit).collect();
        let mut id = format!("e{digits}");
        let mut n = 1;
        while !self.given.insert(id.clone()) {
            n += 1;
            id = format!("e{digits}-{n}");
        }
        id
    }
}

/// The canonical form of an entry; without a time it is no entry, and its headline a crosshead.
pub(crate) fn settled(at: &str, title: &str, by: &[String], key: bool) -> Option<Block> {
    let title = chars::line(title);
    let Some(at) = time(at) else {
        // What was taken for a time are words like the others.
        let words = chars::line(&format!("{at} {title}"));
        let text = vec![crate::Inline::text(words.clone())];
        return (!words.is_empty()).then_some(Block::Crosshead { level: 2, text });
    };
    let by = by
        .iter()
        .flat_map(|names| names.split(','))
        .map(chars::line)
        .filter(|name| !name.is_empty())
        .take(SIGNERS_MAX)
        .collect();
    Some(Block::Entry { at, title, by, key })
}

/// Day and time as written, for those who compare texts.
pub(crate) fn told(block: &Block) -> String {
    match block {
        Block::Entry { at, .. } => at.get(..16).unwrap_or(at).replace('T', " "),
        _ => String::new(),
    }
}

/// An instant of RFC 3339 with seconds and offset, or nothing. Fractions of a second are left out; the offset stays as written.
fn time(at: &str) -> Option<String> {
    let pieces = Pieces::parse(at.trim()).ok()?;
    let local = pieces.date().to_datetime(pieces.time()?);
    let offset = pieces.offset()?;
    let form = match offset {
        PiecesOffset::Zulu => "%Y-%m-%dT%H:%M:%SZ",
        _ => "%Y-%m-%dT%H:%M:%S%:z",
    };
    let zone = TimeZone::fixed(offset.to_numeric_offset());
    let at = local.to_zoned_datetime(zone).ok()?;
    jiff::fmt::strtime::format(form, &at).ok()
}
