//! The text of a body as a row of numbered passages.
//!
//! A passage is one block as a reader meets it: a paragraph, a crosshead, a list item, a caption. The gate
//! points at passages, search indexes them, lengths are counted over them. Notes to the text and reference
//! numbers are left out of the words; references and links are told by where they stand. All places are
//! counted in characters (Unicode scalar values) of [`Passage::text`], from 0.

use crate::body::{Block, Body, Inline, Picture};
use unicode_segmentation::UnicodeSegmentation;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKind {
    /// A paragraph.
    Paragraph,
    /// A heading inside the text; its level is 2 or 3.
    Crosshead,
    /// A paragraph of a list item.
    Item,
    /// A paragraph of a quotation set apart.
    Quote,
    /// A pull quote.
    Pull,
    /// A row of a table, cells divided by tab characters.
    Row,
    /// The heading of a box.
    BoxTitle,
    /// The caption of a picture or a table.
    Caption,
    /// Lines kept as typed.
    Code,
}

/// A link inside a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageLink {
    /// Where it leads, as stored.
    pub href: String,
    /// What it says.
    pub text: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// One text-bearing block in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its place in the text, from 1.
    pub number: u32,
    /// What it is.
    pub kind: PassageKind,
    /// Which of [`Body::blocks`] it belongs to, from 0.
    pub block: usize,
    /// Inside a box beside the text.
    pub in_aside: bool,
    /// The words: notes and reference numbers left out, a line break is `\n`.
    pub text: String,
    /// For a quote or pull quote: whose words, if told.
    pub cite: String,
    /// Links in reading order.
    pub links: Vec<PassageLink>,
    /// Emphasised words (titles of works, foreign words): first character and one past the last.
    pub emphasis: Vec<(usize, usize)>,
    /// References to sources: the character before which each stands, and its number.
    pub source_refs: Vec<(usize, u32)>,
}

/// The plain words of a run of text: notes and reference numbers left out, a line break is `\n`.
pub fn plain(text: &[Inline]) -> String {
    let mut words = Words::default();
    words.read(text);
    words.text
}

impl Body {
    /// Every text-bearing block in reading order.
    pub fn passages(&self) -> Vec<Passage> {
        let mut walk = Walk::default();
        for (index, block) in self.blocks.iter().enumerate() {
            walk.block_index = index;
            walk.block(block, PassageKind::Paragraph);
        }
        walk.passages
    }

    /// The words of the whole text, one passage a line.
    pub fn plain_text(&self) -> String {
        let texts: Vec<String> = self.passages().into_iter().map(|p| p.text).collect();
        texts.join("\n")
    }

    /// How many words readers read, by Unicode's word boundaries; code and notes are not counted.
    pub fn word_count(&self) -> usize {
        self.passages()
            .iter()
            .filter(|p| p.kind != PassageKind::Code)
            .map(|p| p.text.unicode_words().count())
            .sum()
    }

    /// Every picture placed in the text, in reading order.
    pub fn pictures(&self) -> Vec<&Picture> {
        self.blocks.iter().flat_map(Block::pictures).collect()
    }

    /// Every picture placed in the text, in reading order, to be changed.
    pub fn pictures_mut(&mut self) -> Vec<&mut Picture> {
        self.blocks
            .iter_mut()
            .flat_map(Block::pictures_mut)
            .collect()
    }

    /// Every link in the passages, in reading order.
    pub fn links(&self) -> Vec<PassageLink> {
        self.passages().into_iter().flat_map(|p| p.links).collect()
    }

    /// Level (2 or 3) and words of every crosshead.
    pub fn headings(&self) -> Vec<(u8, String)> {
        let heading = |block: &Block| match block {
            Block::Crosshead { level, text } => Some((*level, plain(text))),
            _ => None,
        };
        self.blocks.iter().filter_map(heading).collect()
    }
}

impl Block {
    fn pictures(&self) -> Vec<&Picture> {
        match self {
            Block::Figure(picture) => vec![picture],
            Block::Gallery { pictures } => pictures.iter().collect(),
            Block::Aside { blocks, .. } | Block::Quote { blocks, .. } => {
                blocks.iter().flat_map(Block::pictures).collect()
            }
            Block::List { items, .. } => items.iter().flatten().flat_map(Block::pictures).collect(),
            _ => Vec::new(),
        }
    }

    fn pictures_mut(&mut self) -> Vec<&mut Picture> {
        match self {
            Block::Figure(picture) => vec![picture],
            Block::Gallery { pictures } => pictures.iter_mut().collect(),
            Block::Aside { blocks, .. } | Block::Quote { blocks, .. } => {
                blocks.iter_mut().flat_map(Block::pictures_mut).collect()
            }
            Block::List { items, .. } => items
                .iter_mut()
                .flatten()
                .flat_map(Block::pictures_mut)
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// The words of one passage while they are read.
#[derive(Default)]
struct Words {
    text: String,
    chars: usize,
    links: Vec<PassageLink>,
    emphasis: Vec<(usize, usize)>,
    source_refs: Vec<(usize, u32)>,
}

impl Words {
    fn push(&mut self, s: &str) {
        self.text.push_str(s);
        self.chars += s.chars().count();
    }

    fn read(&mut self, text: &[Inline]) {
        for inline in text {
            match inline {
                Inline::Text { s } | Inline::Code { s } => self.push(s),
                Inline::Strong { text }
                | Inline::Lang { text, .. }
                | Inline::Sub { text }
                | Inline::Sup { text } => self.read(text),
                Inline::Emphasis { text } => {
                    let start = self.chars;
                    self.read(text);
                    self.emphasis.push((start, self.chars));
                }
                Inline::Link { href, text } => self.link(href, text),
                Inline::Note { .. } => {}
                Inline::SourceRef { n } => self.source_refs.push((self.chars, *n)),
                Inline::Break => self.push("\n"),
            }
        }
    }

    fn link(&mut self, href: &str, text: &[Inline]) {
        let start = self.chars;
        let start_byte = self.text.len();
        self.read(text);
        self.links.push(PassageLink {
            href: href.to_owned(),
            text: self.text.get(start_byte..).unwrap_or_default().to_owned(),
            start,
            end: self.chars,
        });
    }
}

#[derive(Default)]
struct Walk {
    passages: Vec<Passage>,
    block_index: usize,
    in_aside: bool,
    cite: String,
}

impl Walk {
    fn add(&mut self, kind: PassageKind, words: Words) {
        if words.text.is_empty() && words.source_refs.is_empty() {
            return;
        }
        self.passages.push(Passage {
            number: u32::try_from(self.passages.len() + 1).unwrap_or(u32::MAX),
            kind,
            block: self.block_index,
            in_aside: self.in_aside,
            text: words.text,
            cite: self.cite.clone(),
            links: words.links,
            emphasis: words.emphasis,
            source_refs: words.source_refs,
        });
    }

    fn text(&mut self, kind: PassageKind, text: &[Inline]) {
        let mut words = Words::default();
        words.read(text);
        self.add(kind, words);
    }

    fn blocks(&mut self, blocks: &[Block], kind: PassageKind) {
        for block in blocks {
            self.block(block, kind);
        }
    }

    /// `kind` is what a paragraph counts as here.
    fn block(&mut self, block: &Block, kind: PassageKind) {
        match block {
            Block::Paragraph { text, .. } => self.text(kind, text),
            Block::Crosshead { text, .. } => self.text(PassageKind::Crosshead, text),
            Block::List { items, .. } => {
                let kind = match kind {
                    PassageKind::Paragraph => PassageKind::Item,
                    inside => inside,
                };
                for item in items {
                    self.blocks(item, kind);
                }
            }
            Block::Quote { blocks, cite } => {
                let outer = std::mem::replace(&mut self.cite, plain(cite));
                self.blocks(blocks, PassageKind::Quote);
                self.cite = outer;
            }
            Block::Pull { text, cite } => {
                let outer = std::mem::replace(&mut self.cite, plain(cite));
                self.text(PassageKind::Pull, text);
                self.cite = outer;
            }
            Block::Figure(picture) => self.text(PassageKind::Caption, &picture.caption),
            Block::Gallery { pictures } => {
                for picture in pictures {
                    self.text(PassageKind::Caption, &picture.caption);
                }
            }
            Block::Table {
                caption,
                head,
                rows,
            } => self.table(caption, head, rows),
            Block::Aside { title, blocks } => {
                let outer = std::mem::replace(&mut self.in_aside, true);
                self.text(PassageKind::BoxTitle, title);
                self.blocks(blocks, kind);
                self.in_aside = outer;
            }
            Block::Code { text, .. } => {
                let mut words = Words::default();
                words.push(text);
                self.add(PassageKind::Code, words);
            }
            Block::Entry { title, .. } => {
                let mut words = Words::default();
                words.push(title);
                self.add(PassageKind::Crosshead, words);
            }
            Block::Rule | Block::Embed { .. } => {}
        }
    }

    fn table(&mut self, caption: &[Inline], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.text(PassageKind::Caption, caption);
        for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            let mut words = Words::default();
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    words.push("\t");
                }
                words.read(cell);
            }
            if !words.text.trim().is_empty() {
                self.add(PassageKind::Row, words);
            }
        }
    }
}
