//! The walk over a parsed page. It uses no recursion, so no input can overflow the stack.

use super::dropped::Drops;
use super::frames::{Frame, Kind};
use super::limits::Limit;
use super::notes::Notes;
use super::read::Read;
use crate::body::{Block, Body, Inline};
use crate::runs::{Leaf, Marks, Run};
use ego_tree::{NodeRef, Tree};
use scraper::Node;

/// Most containers open at once; deeper ones are read as plain blocks. Bounds the recursion over the body.
const FRAMES_MAX: usize = 40;
/// Most nodes looked at, notes read again for each reference included.
const VISITS_MAX: usize = 1_000_000;
/// Characters of an excerpt before it is shortened.
pub(super) const EXCERPT_READ_MAX: usize = 320;

/// Where the HTML comes from, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Made from Markdown: an image's title is its caption.
    Markdown,
    /// Pasted from a word processor, which writes its own language on every line.
    WordProcessor,
    Page,
}

impl Source {
    pub(super) fn of(html: &str) -> Source {
        let signs = [
            "mso-",
            "MsoNormal",
            "schemas-microsoft-com",
            "docs-internal-guid",
            "LibreOffice",
            "OpenOffice",
        ];
        match signs.iter().any(|sign| html.contains(sign)) {
            true => Source::WordProcessor,
            false => Source::Page,
        }
    }
}

/// What an open element has to undo when it closes.
#[derive(Debug, Default)]
pub(super) struct Opened {
    pub(super) block: bool,
    pub(super) frames: usize,
    pub(super) quotation: bool,
    pub(super) typed_item: bool,
}

pub(super) struct Walker<'a> {
    pub(super) tree: &'a Tree<Node>,
    pub(super) notes: &'a Notes,
    pub(super) source: Source,
    pub(super) in_note: bool,
    pub(super) chars_left: usize,
    pub(super) visits_left: usize,
    pub(super) frames: Vec<Frame>,
    pub(super) marks: Vec<Marks>,
    pub(super) opened: Vec<Opened>,
    /// The paragraph being read.
    pub(super) line: Vec<Run>,
    /// Pictures and embeds met in it, to follow it.
    pub(super) after: Vec<Block>,
    /// The paragraph is a word processor's list item: its level, and whether it is numbered.
    pub(super) typed_item: Option<(u8, bool)>,
    pub(super) drops: Drops,
    pub(super) over: Option<Limit>,
    pub(super) seen_text: bool,
    pub(super) first_h1: Option<String>,
    pub(super) opening_heading: Option<String>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        tree: &'a Tree<Node>,
        notes: &'a Notes,
        source: Source,
        chars: usize,
    ) -> Walker<'a> {
        Walker {
            tree,
            notes,
            source,
            in_note: false,
            chars_left: chars,
            visits_left: VISITS_MAX,
            frames: vec![Frame::new(Kind::Root)],
            marks: vec![Marks::default()],
            opened: Vec::new(),
            line: Vec::new(),
            after: Vec::new(),
            typed_item: None,
            drops: Drops::default(),
            over: None,
            seen_text: false,
            first_h1: None,
            opening_heading: None,
        }
    }

    /// Reads everything under a node.
    pub(super) fn walk(&mut self, root: NodeRef<'a, Node>) {
        let Some(mut node) = root.first_child() else {
            return;
        };
        loop {
            if self.visits_left == 0 {
                self.over = self.over.or(Some(Limit::Nodes));
            }
            self.visits_left = self.visits_left.saturating_sub(1);
            if self.visits_left > 0 && self.open(node) {
                if let Some(child) = node.first_child() {
                    node = child;
                    continue;
                }
                self.close();
            }
            loop {
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                match node.parent().filter(|parent| parent.id() != root.id()) {
                    Some(parent) => {
                        self.close();
                        node = parent;
                    }
                    None => {
                        self.flush();
                        return;
                    }
                }
            }
        }
    }

    /// What was read. The body is not yet canonical.
    pub(super) fn finish(mut self) -> Read {
        let blocks = self.take_blocks();
        Read {
            body: Body {
                blocks,
                ..Body::default()
            },
            dropped: self.drops.into_list(),
            first_heading: self.first_h1.or(self.opening_heading),
            over: self.over,
        }
    }

    pub(super) fn take_blocks(&mut self) -> Vec<Block> {
        self.flush();
        while self.frames.len() > 1 {
            self.close_frame();
        }
        let Some(mut root) = self.frames.pop() else {
            return Vec::new();
        };
        root.gather_typed_items();
        root.blocks
    }

    /// Takes in a node; true if its children are to be read and [`Walker::close`] called.
    pub(super) fn open(&mut self, node: NodeRef<'a, Node>) -> bool {
        match node.value() {
            Node::Text(text) => {
                self.text(text);
                false
            }
            Node::Element(element) => self.open_element(node, element),
            _ => false,
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let mut text = text;
        let chars = text.chars().count();
        if chars > self.chars_left {
            self.over = self.over.or(Some(Limit::Chars));
            let end = text
                .char_indices()
                .nth(self.chars_left)
                .map_or(text.len(), |(at, _)| at);
            text = text.get(..end).unwrap_or_default();
        }
        self.chars_left = self.chars_left.saturating_sub(chars);
        if !text.is_empty() {
            let marks = self.current_marks();
            self.line.push(Run::new(Leaf::Text(text.to_owned()), marks));
        }
    }

    pub(super) fn current_marks(&self) -> Marks {
        self.marks.last().cloned().unwrap_or_default()
    }

    pub(super) fn top(&self) -> &Kind {
        self.frames.last().map_or(&Kind::Root, |frame| &frame.kind)
    }

    pub(super) fn push_frame(&mut self, kind: Kind, opened: &mut Opened) {
        opened.block = true;
        if self.frames.len() < FRAMES_MAX {
            self.frames.push(Frame::new(kind));
            opened.frames += 1;
        } else {
            self.over = self.over.or(Some(Limit::Depth));
        }
    }

    pub(super) fn close(&mut self) {
        let Some(opened) = self.opened.pop() else {
            return;
        };
        if opened.quotation {
            self.text("”");
        }
        if opened.block || opened.typed_item {
            self.flush();
        }
        if opened.typed_item {
            self.typed_item = None;
        }
        for _ in 0..opened.frames {
            self.close_frame();
        }
        self.marks.pop();
    }

    /// Ends the paragraph being read. Two line breaks end one too, as authors without a paragraph key do.
    pub(super) fn flush(&mut self) {
        let paragraphs = paragraphs(std::mem::take(&mut self.line));
        let after = std::mem::take(&mut self.after);
        let alone = paragraphs.is_empty();
        if !alone
            && !self
                .frames
                .iter()
                .any(|frame| matches!(frame.kind, Kind::Heading(_)))
        {
            self.seen_text = true;
        }
        for text in paragraphs {
            match (self.typed_item, self.frames.last_mut()) {
                (Some((level, ordered)), Some(frame)) => {
                    frame.typed_items.push((level, ordered, text))
                }
                _ => self.push(Block::Paragraph { text, lang: None }),
            }
        }
        if alone && after.len() > 1 && after.iter().all(|block| matches!(block, Block::Figure(_))) {
            let figures = after.into_iter().filter_map(|block| match block {
                Block::Figure(picture) => Some(picture),
                _ => None,
            });
            self.push(Block::Gallery {
                pictures: figures.collect(),
            });
        } else {
            after.into_iter().for_each(|block| self.push(block));
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        if let Some(frame) = self.frames.last_mut() {
            frame.push(block);
        }
    }
}

/// Divides runs where two line breaks stand together; blank paragraphs are left out.
fn paragraphs(line: Vec<Run>) -> Vec<Vec<Inline>> {
    let mut out = Vec::new();
    let mut current: Vec<Run> = Vec::new();
    let mut breaks = 0;
    for run in line {
        match &run.leaf {
            Leaf::Break => breaks += 1,
            Leaf::Text(s) if s.trim().is_empty() => {}
            _ => {
                if breaks > 1 {
                    out.push(std::mem::take(&mut current));
                }
                breaks = 0;
            }
        }
        current.push(run);
    }
    out.push(current);
    let blank = |run: &Run| match &run.leaf {
        Leaf::Text(s) => s.trim().is_empty(),
        Leaf::Break => true,
        Leaf::Note(text) => text.is_empty(),
        Leaf::Code(s) => s.is_empty(),
        Leaf::Ref(_) => false,
    };
    out.retain(|paragraph: &Vec<Run>| !paragraph.iter().all(blank));
    out.into_iter()
        .map(|runs| crate::runs::nest(crate::runs::join(runs)))
        .collect()
}
