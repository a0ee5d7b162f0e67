//! The one form a text is kept in, and the limits it is kept within.
//!
//! Two bodies that say the same are equal, byte for byte, once both are canonical; that is why a revision can be
//! hashed. [`Body::canonical`] never loses a word: what may not stand in a place is moved or made simpler.
//! [`Body::check`] is the door for JSON from outside.

use crate::address;
use crate::body::{Block, Body, Inline, Picture, VERSION};
use crate::chars;
use crate::entries;
use crate::runs::{self, Breaks, Leaf, Run};

/// Most blocks in a body, counting list items, table cells and pictures.
pub const BLOCKS_MAX: usize = 20_000;
/// Most characters in a body, all texts together.
pub const CHARS_MAX: usize = 1_000_000;
/// Deepest nesting of blocks: a list in a list in a quotation is 3.
pub const DEPTH_MAX: usize = 8;
/// Deepest nesting of marks and notes in JSON from outside; canonical text needs at most 12.
pub const INLINE_DEPTH_MAX: usize = 24;
/// Most columns of a table.
pub const COLUMNS_MAX: usize = 64;
/// Largest JSON text read as a body, in bytes.
pub const JSON_BYTES_MAX: usize = 16 << 20;

/// Why JSON from outside is not a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// Written by a later program.
    #[error("the text is of version {0}, this program knows version {VERSION}")]
    Version(u64),
    /// Not the JSON of a body.
    #[error("the text is not a body: {0}")]
    Form(String),
    /// More JSON than is read.
    #[error("the text is larger than {JSON_BYTES_MAX} bytes")]
    Large,
    /// Too many blocks.
    #[error("the text has more than {BLOCKS_MAX} blocks")]
    ManyBlocks,
    /// Too many characters.
    #[error("the text is longer than {CHARS_MAX} characters")]
    Long,
    /// Nested too deeply.
    #[error("the text is nested deeper than {DEPTH_MAX} blocks or {INLINE_DEPTH_MAX} marks")]
    Deep,
    /// A table too wide.
    #[error("a table has more than {COLUMNS_MAX} columns")]
    Wide,
}

impl TryFrom<serde_json::Value> for Body {
    type Error = BodyError;

    /// Reads the JSON of a body: known version, known words, within limits. Not yet canonical.
    fn try_from(value: serde_json::Value) -> Result<Body, BodyError> {
        match value.get("v").and_then(serde_json::Value::as_u64) {
            Some(v) if v == u64::from(VERSION) => {}
            Some(v) => return Err(BodyError::Version(v)),
            None => return Err(BodyError::Form("it has no version".to_owned())),
        }
        let body: Body =
            serde_json::from_value(value).map_err(|e| BodyError::Form(e.to_string()))?;
        body.check()?;
        Ok(body)
    }
}

impl Body {
    /// Reads JSON text as [`Body::try_from`] does.
    ///
    /// # Errors
    /// [`BodyError`] where it is no body, of another version, or beyond the limits.
    pub fn from_json(json: &str) -> Result<Body, BodyError> {
        if json.len() > JSON_BYTES_MAX {
            return Err(BodyError::Large);
        }
        let value: serde_json::Value =
            serde_json::from_str(json).map_err(|e| BodyError::Form(e.to_string()))?;
        Body::try_from(value)
    }

    /// Whether the body keeps within the limits of this module.
    ///
    /// # Errors
    /// [`BodyError`] naming the limit.
    pub fn check(&self) -> Result<(), BodyError> {
        if self.v != VERSION {
            return Err(BodyError::Version(u64::from(self.v)));
        }
        Tally::default().blocks(&self.blocks, 0)
    }

    /// The same text in canonical form. Idempotent.
    ///
    /// Strings are in NFC without control and direction-changing characters; white space is collapsed; marks
    /// are nested in one order; empty things are gone; links lead only where [`address::link`] allows; what may
    /// not stand inside a list, quotation or box has moved behind it or become a paragraph.
    #[must_use]
    pub fn canonical(self) -> Body {
        let mut settler = Settler::default();
        let mut blocks = Vec::new();
        for block in self.blocks {
            settler.block(block, Place::Text, 1, &mut blocks);
            blocks.append(&mut settler.hoisted);
        }
        Body {
            v: self.v,
            blocks: merge(blocks),
        }
    }
}

#[derive(Default)]
struct Tally {
    blocks: usize,
    chars: usize,
}

impl Tally {
    fn blocks(&mut self, blocks: &[Block], depth: usize) -> Result<(), BodyError> {
        if depth > DEPTH_MAX {
            return Err(BodyError::Deep);
        }
        self.count(blocks.len())?;
        blocks.iter().try_for_each(|block| self.block(block, depth))
    }

    fn count(&mut self, more: usize) -> Result<(), BodyError> {
        self.blocks += more;
        if self.blocks > BLOCKS_MAX {
            Err(BodyError::ManyBlocks)
        } else {
            Ok(())
        }
    }

    fn string(&mut self, s: &str) -> Result<(), BodyError> {
        self.chars += s.chars().count();
        if self.chars > CHARS_MAX {
            Err(BodyError::Long)
        } else {
            Ok(())
        }
    }

    fn block(&mut self, block: &Block, depth: usize) -> Result<(), BodyError> {
        match block {
            Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => self.text(text, 0),
            Block::List { items, .. } => {
                self.count(items.len())?;
                items
                    .iter()
                    .try_for_each(|item| self.blocks(item, depth + 1))
            }
            Block::Quote { blocks, cite: head }
            | Block::Aside {
                blocks,
                title: head,
            } => {
                self.text(head, 0)?;
                self.blocks(blocks, depth + 1)
            }
            Block::Pull { text, cite } => {
                self.text(text, 0)?;
                self.text(cite, 0)
            }
            Block::Figure(picture) => self.picture(picture),
            Block::Gallery { pictures } => pictures
                .iter()
                .try_for_each(|picture| self.picture(picture)),
            Block::Table {
                caption,
                head,
                rows,
            } => {
                self.text(caption, 0)?;
                self.row(head)?;
                rows.iter().try_for_each(|row| self.row(row))
            }
            Block::Rule => Ok(()),
            Block::Code { text, .. } => self.string(text),
            Block::Embed { url, title } => {
                self.string(url)?;
                self.string(title)
            }
            Block::Entry { at, title, by, .. } => {
                self.count(by.len())?;
                self.string(at)?;
                self.string(title)?;
                by.iter().try_for_each(|name| self.string(name))
            }
        }
    }

    fn row(&mut self, cells: &[Vec<Inline>]) -> Result<(), BodyError> {
        if cells.len() > COLUMNS_MAX {
            return Err(BodyError::Wide);
        }
        self.count(cells.len())?;
        cells.iter().try_for_each(|cell| self.text(cell, 0))
    }

    fn picture(&mut self, picture: &Picture) -> Result<(), BodyError> {
        self.count(1)?;
        for s in [
            &picture.file,
            &picture.alt,
            &picture.credit,
            &picture.licence,
            &picture.source_type,
        ] {
            self.string(s)?;
        }
        self.text(&picture.caption, 0)
    }

    fn text(&mut self, text: &[Inline], depth: usize) -> Result<(), BodyError> {
        if depth > INLINE_DEPTH_MAX {
            return Err(BodyError::Deep);
        }
        text.iter().try_for_each(|inline| match inline {
            Inline::Text { s } | Inline::Code { s } => self.string(s),
            Inline::Link { href: tag, text } | Inline::Lang { lang: tag, text } => {
                self.string(tag)?;
                self.text(text, depth + 1)
            }
            Inline::Strong { text }
            | Inline::Emphasis { text }
            | Inline::Sub { text }
            | Inline::Sup { text }
            | Inline::Note { text } => self.text(text, depth + 1),
            Inline::SourceRef { .. } | Inline::Break => Ok(()),
        })
    }
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the text itself: everything.
    Text,
    /// In a list item: paragraphs, lists, quotations, code.
    Item,
    /// In a quotation: paragraphs, lists, code.
    Quote,
    /// In a box: paragraphs, lists, quotations, tables, code.
    Aside,
}

#[derive(Default)]
struct Settler {
    /// Pictures and tables found where none may stand, to follow the block they stood in.
    hoisted: Vec<Block>,
}

impl Settler {
    fn block(&mut self, block: Block, place: Place, depth: usize, out: &mut Vec<Block>) {
        match block {
            Block::Paragraph { text, lang } => out.extend(paragraph(text, lang)),
            Block::Crosshead { level, text } => out.extend(crosshead(level, text, place)),
            Block::List { ordered, items } => self.list(ordered, items, place, depth, out),
            Block::Quote { blocks, cite } => self.quote(blocks, cite, place, depth, out),
            Block::Pull { text, cite } if place == Place::Text => out.extend(pull(text, cite)),
            Block::Pull { text, cite } => {
                let said = vec![Block::Paragraph { text, lang: None }];
                self.quote(said, cite, place, depth, out);
            }
            Block::Figure(picture) => self.pictures(vec![picture], place, out),
            Block::Gallery { pictures } => self.pictures(pictures, place, out),
            Block::Table {
                caption,
                head,
                rows,
            } => {
                let blocks = table(caption, head, rows);
                match place {
                    Place::Text | Place::Aside => out.extend(blocks),
                    Place::Item | Place::Quote => self.hoisted.extend(blocks),
                }
            }
            Block::Aside { title, blocks } => self.aside(title, blocks, place, depth, out),
            Block::Rule if place == Place::Text => out.push(Block::Rule),
            Block::Rule => {}
            Block::Code { text, lang } => out.extend(code(&text, lang)),
            Block::Embed { url, title } => out.extend(embed(&url, &title, place)),
            Block::Entry { at, title, by, key } if place == Place::Text => {
                out.extend(entries::settled(&at, &title, &by, key));
            }
            Block::Entry { title, .. } => {
                out.extend(crosshead(3, vec![Inline::text(title)], place));
            }
        }
    }

    fn blocks(&mut self, blocks: Vec<Block>, place: Place, depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        for block in blocks {
            self.block(block, place, depth, &mut out);
        }
        merge(out)
    }

    fn list(
        &mut self,
        ordered: bool,
        items: Vec<Vec<Block>>,
        place: Place,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        if depth >= DEPTH_MAX {
            for item in items {
                out.extend(self.blocks(item, place, depth));
            }
            return;
        }
        let items: Vec<Vec<Block>> = items
            .into_iter()
            .map(|item| self.blocks(item, Place::Item, depth + 1))
            .filter(|item| !item.is_empty())
            .collect();
        if !items.is_empty() {
            out.push(Block::List { ordered, items });
        }
    }

    fn quote(
        &mut self,
        blocks: Vec<Block>,
        cite: Vec<Inline>,
        place: Place,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        let cite = self::cite(cite);
        if place == Place::Quote || depth >= DEPTH_MAX {
            out.extend(self.blocks(blocks, place, depth));
            out.extend(paragraph(cite, None));
            return;
        }
        let blocks = self.blocks(blocks, Place::Quote, depth + 1);
        if blocks.is_empty() {
            out.extend(paragraph(cite, None));
        } else {
            out.push(Block::Quote { blocks, cite });
        }
    }

    fn aside(
        &mut self,
        title: Vec<Inline>,
        blocks: Vec<Block>,
        place: Place,
        depth: usize,
        out: &mut Vec<Block>,
    ) {
        if place != Place::Text {
            out.extend(crosshead(3, title, place));
            out.extend(self.blocks(blocks, place, depth));
            return;
        }
        let title = heading_text(title);
        let blocks = self.blocks(blocks, Place::Aside, depth + 1);
        if blocks.is_empty() {
            out.extend(paragraph(title, None));
        } else {
            out.push(Block::Aside { title, blocks });
        }
    }

    fn pictures(&mut self, pictures: Vec<Picture>, place: Place, out: &mut Vec<Block>) {
        let mut blocks = Vec::new();
        let mut kept = Vec::new();
        for picture in pictures {
            match settle_picture(picture) {
                Ok(picture) => kept.push(picture),
                Err(caption) => blocks.extend(paragraph(caption, None)),
            }
        }
        match (kept.pop(), kept.is_empty()) {
            (Some(only), true) => blocks.push(Block::Figure(only)),
            (Some(last), false) => {
                kept.push(last);
                blocks.push(Block::Gallery { pictures: kept });
            }
            (None, _) => {}
        }
        match place {
            Place::Text => out.extend(blocks),
            Place::Item | Place::Quote | Place::Aside => self.hoisted.extend(blocks),
        }
    }
}

/// Joins neighbouring lists of the same kind, and leaves one of several rules.
fn merge(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        follow(&mut out, block);
    }
    out
}

/// Puts a block of canonical text behind others, so that they stay canonical: a list goes on, a rule is not said twice.
pub(crate) fn follow(out: &mut Vec<Block>, block: Block) {
    match (out.last_mut(), block) {
        (Some(Block::Rule), Block::Rule) => {}
        (
            Some(Block::List { ordered: a, items }),
            Block::List {
                ordered: b,
                items: more,
            },
        ) if *a == b => {
            items.extend(more);
        }
        (_, block) => out.push(block),
    }
}

fn settled(text: Vec<Inline>, breaks: Breaks) -> Vec<Run> {
    runs::settle(runs::flatten(text), breaks)
}

fn one_line(text: Vec<Inline>) -> Vec<Inline> {
    runs::nest(settled(text, Breaks::Space))
}

/// Whose words, without the dash typed before the name.
fn cite(text: Vec<Inline>) -> Vec<Inline> {
    let mut runs = settled(text, Breaks::Space);
    while let Some(Run {
        leaf: Leaf::Text(s),
        ..
    }) = runs.first_mut()
        && let Some(bare) = s.strip_prefix(['—', '–', '―'])
    {
        *s = bare.to_owned();
        runs = runs::settle(runs, Breaks::Space);
    }
    runs::nest(runs)
}

/// A heading is important as a whole; marking it so again says nothing.
fn heading_text(text: Vec<Inline>) -> Vec<Inline> {
    let mut runs = runs::flatten(text);
    for run in &mut runs {
        run.marks.strong = false;
    }
    runs::nest(runs::settle(runs, Breaks::Space))
}

fn paragraph(text: Vec<Inline>, lang: Option<String>) -> Option<Block> {
    let text = match lang {
        Some(lang) => vec![Inline::Lang { lang, text }],
        None => text,
    };
    let (runs, lang) = runs::lift_lang(settled(text, Breaks::Keep));
    (!runs.is_empty()).then(|| Block::Paragraph {
        text: runs::nest(runs),
        lang,
    })
}

fn crosshead(level: u8, text: Vec<Inline>, place: Place) -> Option<Block> {
    let text = heading_text(text);
    if place != Place::Text {
        return paragraph(vec![Inline::Strong { text }], None);
    }
    (!text.is_empty()).then(|| Block::Crosshead {
        level: level.clamp(2, 3),
        text,
    })
}

fn pull(text: Vec<Inline>, cite: Vec<Inline>) -> Option<Block> {
    let text = runs::nest(settled(text, Breaks::Keep));
    let cite = self::cite(cite);
    if text.is_empty() {
        return paragraph(cite, None);
    }
    Some(Block::Pull { text, cite })
}

/// The picture, or its caption if there is no file to show.
fn settle_picture(picture: Picture) -> Result<Picture, Vec<Inline>> {
    let caption = one_line(picture.caption);
    let Some(file) = address::picture_file(&picture.file) else {
        return Err(caption);
    };
    let alt = chars::line(&picture.alt);
    let described_by_caption = picture.described_by_caption && alt.is_empty();
    let mut source_type = picture.source_type;
    source_type.retain(|c| c.is_ascii_alphanumeric());
    Ok(Picture {
        file,
        alt,
        described_by_caption,
        caption,
        credit: chars::line(&picture.credit),
        licence: chars::line(&picture.licence),
        source_type,
    })
}

/// The table, or its words if there is only one cell to tell.
fn table(caption: Vec<Inline>, head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>) -> Vec<Block> {
    let caption = one_line(caption);
    let mut head: Vec<Vec<Inline>> = head.into_iter().map(heading_text).collect();
    let cell = |text| runs::nest(settled(text, Breaks::Keep));
    let mut rows: Vec<Vec<Vec<Inline>>> = rows
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect())
        .collect();
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    if head.iter().all(Vec::is_empty) {
        head.clear();
    }
    let written = |cells: &[Vec<Inline>]| cells.iter().filter(|cell| !cell.is_empty()).count();
    if written(&head) + rows.iter().map(|row| written(row)).sum::<usize>() <= 1 {
        let cells = head.into_iter().chain(rows.into_iter().flatten());
        return std::iter::once(caption)
            .chain(cells)
            .filter_map(|text| paragraph(text, None))
            .collect();
    }
    if rows.is_empty() {
        rows.push(std::mem::take(&mut head));
    }
    let (head, rows) = even(head, rows);
    vec![Block::Table {
        caption,
        head,
        rows,
    }]
}

/// All rows with the same columns, none of them empty throughout.
fn even(
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
) -> (Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>) {
    let columns = rows
        .iter()
        .map(Vec::len)
        .chain([head.len()])
        .max()
        .unwrap_or(0);
    let filled = |row: &[Vec<Inline>], at: usize| row.get(at).is_some_and(|cell| !cell.is_empty());
    let used: Vec<bool> = (0..columns)
        .map(|at| filled(&head, at) || rows.iter().any(|row| filled(row, at)))
        .collect();
    let fit = |mut row: Vec<Vec<Inline>>| {
        row.resize_with(columns, Vec::new);
        let mut used = used.iter();
        row.retain(|_| used.next().copied().unwrap_or(false));
        row
    };
    let head = if head.is_empty() { head } else { fit(head) };
    (head, rows.into_iter().map(fit).collect())
}

fn code(text: &str, lang: Option<String>) -> Option<Block> {
    const LANG_CHARS_MAX: usize = 32;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#' | '.');
    let text = chars::lines(text);
    let lang =
        lang.filter(|lang| (1..=LANG_CHARS_MAX).contains(&lang.len()) && lang.chars().all(fits));
    (!text.is_empty()).then_some(Block::Code { text, lang })
}

fn embed(url: &str, title: &str, place: Place) -> Option<Block> {
    let title = chars::line(title);
    let Some(url) = address::absolute(url) else {
        return paragraph(vec![Inline::text(title)], None);
    };
    let title = match title.is_empty() {
        true => address::host(&url).unwrap_or_else(|| url.clone()),
        false => title,
    };
    if place != Place::Text {
        let text = vec![Inline::text(title)];
        return paragraph(vec![Inline::Link { href: url, text }], None);
    }
    Some(Block::Embed { url, title })
}
