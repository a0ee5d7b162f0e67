//! The containers open while a page is walked, and what each becomes when it closes.

use super::table::TableParts;
use crate::body::{Block, Inline, Picture};
use crate::plain;

/// A container.
#[derive(Debug)]
pub(super) enum Kind {
    Root,
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Item,
    Quote {
        pull: bool,
        cite: Vec<Inline>,
    },
    Cite,
    Aside {
        title: Vec<Inline>,
    },
    Figure {
        pictures: Vec<Picture>,
        caption: Vec<Inline>,
        credit: String,
    },
    Caption,
    Credit,
    Heading(u8),
    Table(TableParts),
    Row {
        cells: Vec<Cell>,
        in_head: bool,
    },
    Cell(Cell),
}

/// A cell of a table while its row is read.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) heads: bool,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) blocks: Vec<Block>,
}

/// A container and the blocks read in it so far.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) blocks: Vec<Block>,
    /// List items of a word processor, which writes them as paragraphs: level, ordered, text.
    pub(super) typed_items: Vec<(u8, bool, Vec<Inline>)>,
}

impl Frame {
    pub(super) fn new(kind: Kind) -> Frame {
        Frame {
            kind,
            blocks: Vec::new(),
            typed_items: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        self.gather_typed_items();
        match &mut self.kind {
            Kind::List { items, .. } => match (items.last_mut(), &block) {
                // A list written straight into a list belongs to the item before it.
                (Some(item), Block::List { .. }) => item.push(block),
                _ => items.push(vec![block]),
            },
            _ => self.blocks.push(block),
        }
    }

    /// Makes nested lists of the typed items gathered so far.
    pub(super) fn gather_typed_items(&mut self) {
        let typed = std::mem::take(&mut self.typed_items);
        if !typed.is_empty() {
            self.blocks.extend(nest_items(typed));
        }
    }
}

fn nest_items(typed: Vec<(u8, bool, Vec<Inline>)>) -> Vec<Block> {
    // Each open list with its level, outermost first.
    let mut open: Vec<(u8, bool, Vec<Vec<Block>>)> = Vec::new();
    let mut done = Vec::new();
    for (level, ordered, text) in typed {
        while let Some((open_level, open_ordered, _)) = open.last() {
            if *open_level < level || (*open_level == level && *open_ordered == ordered) {
                break;
            }
            close_list(&mut open, &mut done);
        }
        let item = vec![Block::Paragraph { text, lang: None }];
        match open.last_mut() {
            Some((open_level, _, items)) if *open_level == level => items.push(item),
            _ => open.push((level, ordered, vec![item])),
        }
    }
    while !open.is_empty() {
        close_list(&mut open, &mut done);
    }
    done
}

fn close_list(open: &mut Vec<(u8, bool, Vec<Vec<Block>>)>, done: &mut Vec<Block>) {
    if let Some((_, ordered, items)) = open.pop() {
        let list = Block::List { ordered, items };
        match open.last_mut().and_then(|(_, _, items)| items.last_mut()) {
            Some(item) => item.push(list),
            None => done.push(list),
        }
    }
}

/// The words of blocks as one run of text, lines divided by breaks; and what has no place in a line.
pub(super) fn as_lines(blocks: Vec<Block>) -> (Vec<Inline>, Vec<Block>) {
    let mut lines = Vec::new();
    let mut rest = Vec::new();
    gather_lines(blocks, &mut lines, &mut rest);
    let mut text = Vec::new();
    for line in lines {
        if !text.is_empty() {
            text.push(Inline::Break);
        }
        text.extend(line);
    }
    (text, rest)
}

fn gather_lines(blocks: Vec<Block>, lines: &mut Vec<Vec<Inline>>, rest: &mut Vec<Block>) {
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => lines.push(text),
            Block::List { items, .. } => items
                .into_iter()
                .for_each(|item| gather_lines(item, lines, rest)),
            Block::Quote { blocks, cite: line }
            | Block::Aside {
                blocks,
                title: line,
            } => {
                if !line.is_empty() {
                    lines.push(line);
                }
                gather_lines(blocks, lines, rest);
            }
            Block::Code { text, .. } => lines.extend(
                text.lines()
                    .map(|line| vec![Inline::Code { s: line.to_owned() }]),
            ),
            Block::Rule => {}
            other => rest.push(other),
        }
    }
}

/// What a figure becomes: its pictures, or whatever else it held, with its caption.
pub(super) fn figure(
    pictures: Vec<Picture>,
    caption: Vec<Inline>,
    credit: String,
    blocks: Vec<Block>,
) -> Vec<Block> {
    let mut all = pictures;
    let mut rest = Vec::new();
    for block in blocks {
        match block {
            Block::Figure(picture) => all.push(picture),
            Block::Gallery { pictures } => all.extend(pictures),
            other => rest.push(other),
        }
    }
    if !credit.is_empty() {
        for picture in all.iter_mut().filter(|picture| picture.credit.is_empty()) {
            picture.credit.clone_from(&credit);
        }
    }
    let mut loose = caption;
    if let [only] = all.as_mut_slice() {
        if plain(&only.caption).is_empty() {
            only.caption = std::mem::take(&mut loose);
        }
    } else if all.is_empty()
        && let [Block::Table { caption, .. }] = rest.as_mut_slice()
        && caption.is_empty()
    {
        *caption = std::mem::take(&mut loose);
    }
    let mut out = Vec::new();
    match all.len() {
        0 => {}
        1 => out.extend(all.into_iter().map(Block::Figure)),
        _ => out.push(Block::Gallery { pictures: all }),
    }
    out.extend(rest);
    if !loose.is_empty() {
        out.push(Block::Paragraph {
            text: loose,
            lang: None,
        });
    }
    out
}
