//! Takes words out of texts: pure, and safe to do twice.

use super::BLANK;
use crate::Fault;
use crate::articles::content::Content;
use crate::copy::Copy;
use crate::id::PictureId;
use crate::words;
use markup::{Block, Inline};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is to be blanked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Needles {
    pub(crate) words: Vec<String>,
    pub(crate) pictures: Vec<PictureId>,
    /// What stands in their place.
    #[serde(default = "blank")]
    pub(crate) instead: String,
}

fn blank() -> String {
    BLANK.to_owned()
}

impl Needles {
    /// Blanks a content; says in how many places.
    pub(crate) fn blank_content(&self, content: &mut Content) -> Result<u32, Fault> {
        blank_content(content, self)
    }

    /// Blanks a working copy; says in how many places.
    pub(crate) fn blank_copy(&self, copy: &mut Copy) -> Result<u32, Fault> {
        let mut blanked = blank_blocks(&mut copy.body.blocks, self);
        let mut head: Vec<_> = copy.picture.take().into_iter().collect();
        blanked += blank_pictures(&mut head, self);
        copy.picture = head.pop();
        let mut value = serde_json::to_value(&*copy)?;
        blanked += blank_value(&mut value, self);
        *copy = serde_json::from_value(value)?;
        Ok(blanked)
    }

    /// Blanks a text; says in how many places.
    pub(crate) fn blank_text(&self, text: &mut String) -> u32 {
        blank_text(text, self)
    }

    /// Blanks a JSON document, or whatever text it is; says in how many places.
    pub(crate) fn blank_document(&self, bytes: &mut Vec<u8>) -> Result<u32, Fault> {
        if !self.are_in(&String::from_utf8_lossy(bytes)) {
            return Ok(0);
        }
        let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else {
            let mut text = String::from_utf8_lossy(bytes).into_owned();
            let blanked = self.blank_text(&mut text);
            *bytes = text.into_bytes();
            return Ok(blanked);
        };
        let blanked = blank_value(&mut value, self);
        *bytes = serde_json::to_vec(&value)?;
        Ok(blanked)
    }

    /// Whether a text holds any of the words.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !matches(text, &self.words).is_empty()
    }

    /// The same words as an address spells them.
    pub(crate) fn as_in_addresses(&self) -> Needles {
        Needles {
            words: self
                .words
                .iter()
                .map(|word| crate::words::slug_of(word).replace('-', " "))
                .collect(),
            pictures: Vec::new(),
            instead: blank(),
        }
    }
}

/// Blanks a content; says in how many places.
fn blank_content(content: &mut Content, needles: &Needles) -> Result<u32, Fault> {
    let mut blanked = blank_blocks(&mut content.body.blocks, needles);
    let mut head: Vec<_> = content.picture.take().into_iter().collect();
    blanked += blank_pictures(&mut head, needles);
    content.picture = head.pop();
    let before = content.pictures.len();
    content.pictures.retain(|hash| !names(&hash.id, needles));
    blanked += u32::try_from(before - content.pictures.len()).unwrap_or(0);
    let mut value = serde_json::to_value(&*content)?;
    blanked += blank_value(&mut value, needles);
    *content = serde_json::from_value(value)?;
    Ok(blanked)
}

/// Blanks running text, also where a phrase is cut by emphasis or a link.
fn blank_blocks(blocks: &mut Vec<Block>, needles: &Needles) -> u32 {
    let mut blanked = 0;
    blocks.retain_mut(|block| match block {
        Block::Figure(picture) if names(&picture.file, needles) => {
            blanked += 1;
            false
        }
        Block::Embed { url, .. } if spells(url, needles) => {
            blanked += 1;
            false
        }
        _ => true,
    });
    for block in blocks {
        blanked += match block {
            Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => {
                blank_inlines(text, needles)
            }
            Block::List { items, .. } => items
                .iter_mut()
                .map(|item| blank_blocks(item, needles))
                .sum(),
            Block::Quote { blocks, cite } => {
                blank_blocks(blocks, needles) + blank_inlines(cite, needles)
            }
            Block::Pull { text, cite } => {
                blank_inlines(text, needles) + blank_inlines(cite, needles)
            }
            Block::Figure(picture) => blank_inlines(&mut picture.caption, needles),
            Block::Gallery { pictures } => blank_pictures(pictures, needles),
            Block::Table {
                caption,
                head,
                rows,
            } => {
                blank_inlines(caption, needles)
                    + head
                        .iter_mut()
                        .map(|cell| blank_inlines(cell, needles))
                        .sum::<u32>()
                    + rows
                        .iter_mut()
                        .flatten()
                        .map(|cell| blank_inlines(cell, needles))
                        .sum::<u32>()
            }
            Block::Aside { title, blocks } => {
                blank_inlines(title, needles) + blank_blocks(blocks, needles)
            }
            // Words of these that name somebody are blanked with all other strings.
            Block::Rule | Block::Code { .. } | Block::Embed { .. } | Block::Entry { .. } => 0,
        };
    }
    blanked
}

fn names(file: &str, needles: &Needles) -> bool {
    needles.pictures.iter().any(|id| id.to_string() == file)
}

fn blank_pictures(pictures: &mut Vec<markup::Picture>, needles: &Needles) -> u32 {
    let before = pictures.len();
    pictures.retain(|picture| !names(&picture.file, needles));
    let gone = u32::try_from(before - pictures.len()).unwrap_or(0);
    gone + pictures
        .iter_mut()
        .map(|picture| blank_inlines(&mut picture.caption, needles))
        .sum::<u32>()
}

/// A piece of a run in reading order.
enum Leaf<'a> {
    Text(&'a mut String),
    /// A line break: a space to whoever reads.
    Break,
}

/// The texts of a run in reading order, whatever marks are around them; notes are texts of their own.
fn leaves<'a>(
    text: &'a mut [Inline],
    all: &mut Vec<Leaf<'a>>,
    notes: &mut Vec<&'a mut Vec<Inline>>,
) {
    for inline in text {
        match inline {
            Inline::Text { s } | Inline::Code { s } => all.push(Leaf::Text(s)),
            Inline::Strong { text }
            | Inline::Emphasis { text }
            | Inline::Link { text, .. }
            | Inline::Lang { text, .. }
            | Inline::Sub { text }
            | Inline::Sup { text } => leaves(text, all, notes),
            Inline::Note { text } => notes.push(text),
            Inline::Break => all.push(Leaf::Break),
            Inline::SourceRef { .. } => {}
        }
    }
}

fn blank_inlines(text: &mut Vec<Inline>, needles: &Needles) -> u32 {
    let mut blanked = unlink(text, needles);
    let (mut parts, mut notes) = (Vec::new(), Vec::new());
    leaves(text, &mut parts, &mut notes);
    let whole: String = parts
        .iter()
        .map(|part| match part {
            Leaf::Text(text) => text.as_str(),
            Leaf::Break => " ",
        })
        .collect();
    let found = matches(&whole, &needles.words);
    let mut start = 0;
    for part in parts {
        let Leaf::Text(part) = part else {
            start += 1;
            continue;
        };
        let end = start + part.len();
        for (from, to) in found.iter().rev() {
            if *from < end && *to > start {
                let blank = if *from >= start {
                    needles.instead.as_str()
                } else {
                    ""
                };
                part.replace_range(from.max(&start) - start..to.min(&end) - start, blank);
            }
        }
        start = end;
    }
    blanked += count(found.len());
    blanked
        + notes
            .into_iter()
            .map(|note| blank_inlines(note, needles))
            .sum::<u32>()
}

/// Takes away links whose address spells a name; their words stay.
fn unlink(text: &mut Vec<Inline>, needles: &Needles) -> u32 {
    let mut blanked = 0;
    let mut out = Vec::with_capacity(text.len());
    for mut inline in std::mem::take(text) {
        match &mut inline {
            Inline::Strong { text }
            | Inline::Emphasis { text }
            | Inline::Lang { text, .. }
            | Inline::Sub { text }
            | Inline::Sup { text }
            | Inline::Note { text } => blanked += unlink(text, needles),
            Inline::Link { href, text } if spells(href, needles) => {
                blanked += 1 + unlink(text, needles);
                out.append(text);
                continue;
            }
            _ => {}
        }
        out.push(inline);
    }
    *text = out;
    blanked
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn blank_text(text: &mut String, needles: &Needles) -> u32 {
    let found = matches(text, &needles.words);
    for (from, to) in found.iter().rev() {
        text.replace_range(*from..*to, &needles.instead);
    }
    count(found.len())
}

/// Whether an address spells any of the words, as addresses do: without accents, with signs between.
fn spells(address: &str, needles: &Needles) -> bool {
    let spelt = words::slug_of(&percent_encoding::percent_decode_str(address).decode_utf8_lossy());
    let parts: Vec<&str> = spelt.split('-').collect();
    needles.words.iter().any(|needle| {
        let wanted = words::slug_of(needle);
        let wanted: Vec<&str> = wanted.split('-').filter(|part| !part.is_empty()).collect();
        !wanted.is_empty() && parts.windows(wanted.len()).any(|run| run == wanted)
    })
}

/// Members of our documents that hold dates, ids and words of ours: nobody can be named in them.
const NOT_PROSE: &[&str] = &[
    "t",
    "format",
    "class",
    "kind",
    "state",
    "language",
    "lang",
    "role",
    "at",
    "first_published",
    "modified",
    "date",
    "released",
    "article",
    "title",
    "id",
    "file",
    "sha256",
    "hash",
    "previous",
    "ai",
    "byline_reason",
    "embargo",
    "source_type",
    "number",
];

fn blank_value(value: &mut Value, needles: &Needles) -> u32 {
    match value {
        Value::String(text) => blank_text(text, needles),
        Value::Array(items) => items
            .iter_mut()
            .map(|item| blank_value(item, needles))
            .sum(),
        Value::Object(members) => members
            .iter_mut()
            .filter(|(name, _)| !NOT_PROSE.contains(&name.as_str()))
            .map(|(name, member)| match member {
                Value::String(address) if name == "url" || name == "href" => {
                    let named = spells(address, needles);
                    if named {
                        address.clear();
                    }
                    u32::from(named)
                }
                member => blank_value(member, needles),
            })
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// A character as it is compared, and the bytes it stands at.
struct Folded {
    sign: char,
    from: usize,
    to: usize,
}

/// A text as it is compared: lower case, one space for any white space, one apostrophe, one hyphen, nothing invisible.
/// Who types a name does not know how a paper has set it.
fn folded(text: &str) -> Vec<Folded> {
    let mut out: Vec<Folded> = Vec::with_capacity(text.len());
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        let sign = match c {
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => continue,
            c if c.is_whitespace() => ' ',
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2b9}' | '`' | '\u{b4}' => '\'',
            '\u{2010}'..='\u{2015}' => '-',
            c => c,
        };
        if sign == ' '
            && let Some(last) = out.last_mut()
            && last.sign == ' '
        {
            last.to = to;
            continue;
        }
        out.extend(sign.to_lowercase().map(|sign| Folded { sign, from, to }));
    }
    out
}

/// Where whole words of the text match a needle, without regard to case and setting; byte ranges, in order, not
/// overlapping.
fn matches(text: &str, needles: &[String]) -> Vec<(usize, usize)> {
    let signs = folded(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for needle in needles {
        let wanted: Vec<char> = folded(needle.trim())
            .iter()
            .map(|folded| folded.sign)
            .collect();
        if wanted.is_empty() {
            continue;
        }
        for (at, window) in signs.windows(wanted.len()).enumerate() {
            let same = window
                .iter()
                .zip(&wanted)
                .all(|(sign, wanted)| sign.sign == *wanted);
            if !same || !stands_alone(&signs, at, &wanted) {
                continue;
            }
            let range = (
                window.first().map_or(0, |sign| sign.from),
                window.last().map_or(0, |sign| sign.to),
            );
            if !found
                .iter()
                .any(|(from, to)| range.0 < *to && range.1 > *from)
            {
                found.push(range);
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether no letter goes on before or after a match.
fn stands_alone(signs: &[Folded], at: usize, wanted: &[char]) -> bool {
    let goes_on = |beside: Option<&Folded>, edge: Option<&char>| {
        beside.is_some_and(|sign| sign.sign.is_alphanumeric())
            && edge.is_some_and(|sign| sign.is_alphanumeric())
    };
    let before = at.checked_sub(1).and_then(|at| signs.get(at));
    !goes_on(before, wanted.first()) && !goes_on(signs.get(at + wanted.len()), wanted.last())
}
