//! The numbers by which a text refers to sources, given anew when the list they count in was put together.

use crate::body::{Block, Body, Inline, Picture};

impl Body {
    /// Gives every reference to a source the number this says in place of the one it has.
    pub fn renumber_sources(&mut self, number: &dyn Fn(u32) -> u32) {
        blocks(&mut self.blocks, number);
    }
}

fn blocks(all: &mut [Block], number: &dyn Fn(u32) -> u32) {
    for block in all {
        match block {
            Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => lines(text, number),
            Block::List { items, .. } => {
                for item in items {
                    blocks(item, number);
                }
            }
            Block::Quote { blocks: said, cite } => {
                blocks(said, number);
                lines(cite, number);
            }
            Block::Pull { text, cite } => {
                lines(text, number);
                lines(cite, number);
            }
            Block::Figure(picture) => caption(picture, number),
            Block::Gallery { pictures } => {
                for picture in pictures {
                    caption(picture, number);
                }
            }
            Block::Table {
                caption,
                head,
                rows,
            } => {
                lines(caption, number);
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    lines(cell, number);
                }
            }
            Block::Aside {
                title,
                blocks: beside,
            } => {
                lines(title, number);
                blocks(beside, number);
            }
            Block::Rule | Block::Code { .. } | Block::Embed { .. } | Block::Entry { .. } => {}
        }
    }
}

fn caption(picture: &mut Picture, number: &dyn Fn(u32) -> u32) {
    lines(&mut picture.caption, number);
}

fn lines(all: &mut [Inline], number: &dyn Fn(u32) -> u32) {
    for run in all {
        match run {
            Inline::SourceRef { n } => *n = number(*n),
            Inline::Strong { text }
            | Inline::Emphasis { text }
            | Inline::Link { text, .. }
            | Inline::Lang { text, .. }
            | Inline::Sub { text }
            | Inline::Sup { text }
            | Inline::Note { text } => lines(text, number),
            Inline::Text { .. } | Inline::Code { .. } | Inline::Break => {}
        }
    }
}
