//! What a container becomes when it closes.

use super::frames::{Kind, as_lines, figure};
use super::walk::Walker;
use crate::body::{Block, Inline};
use crate::plain;

impl Walker<'_> {
    /// Closes the innermost container and gives its parent what it became.
    pub(super) fn close_frame(&mut self) {
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        frame.gather_typed_items();
        let blocks = frame.blocks;
        match frame.kind {
            Kind::Root => {}
            Kind::List { ordered, mut items } => {
                items.extend(blocks.into_iter().map(|block| vec![block]));
                self.push(Block::List { ordered, items });
            }
            Kind::Item => match self.frames.last_mut().map(|frame| &mut frame.kind) {
                Some(Kind::List { items, .. }) => items.push(blocks),
                _ => self.push_all(blocks),
            },
            Kind::Quote { pull: false, cite } => self.push(Block::Quote { blocks, cite }),
            Kind::Quote { pull: true, cite } => {
                let (text, rest) = as_lines(blocks);
                self.push(Block::Pull { text, cite });
                self.push_all(rest);
            }
            Kind::Aside { title } => self.push(Block::Aside { title, blocks }),
            Kind::Figure {
                pictures,
                caption,
                credit,
            } => self.push_all(figure(pictures, caption, credit, blocks)),
            Kind::Heading(level) => self.close_heading(level, blocks),
            Kind::Cite | Kind::Caption | Kind::Credit => self.close_line(&frame.kind, blocks),
            Kind::Table(parts) => {
                self.push_all(parts.finish());
                self.push_all(blocks);
            }
            Kind::Row { cells, in_head } => {
                if let Some(Kind::Table(parts)) =
                    self.frames.last_mut().map(|frame| &mut frame.kind)
                {
                    parts.row(cells, in_head);
                }
                self.push_all(blocks);
            }
            Kind::Cell(mut cell) => {
                cell.blocks = blocks;
                if let Some(Kind::Row { cells, .. }) =
                    self.frames.last_mut().map(|frame| &mut frame.kind)
                {
                    cells.push(cell);
                }
            }
        }
    }

    fn push_all(&mut self, blocks: Vec<Block>) {
        blocks.into_iter().for_each(|block| self.push(block));
    }

    fn close_heading(&mut self, level: u8, blocks: Vec<Block>) {
        let (text, rest) = as_lines(blocks);
        let words = plain(&text);
        let in_text = self
            .frames
            .iter()
            .all(|frame| !matches!(frame.kind, Kind::Aside { .. } | Kind::Quote { .. }));
        if !words.trim().is_empty() && in_text && !self.in_note {
            if !self.seen_text {
                self.opening_heading = Some(words.clone());
                self.seen_text = true;
            }
            if level == 1 && self.first_h1.is_none() {
                self.first_h1 = Some(words);
            }
        }
        match self.frames.last_mut() {
            Some(frame)
                if frame.blocks.is_empty()
                    && matches!(&frame.kind, Kind::Aside { title } if title.is_empty()) =>
            {
                frame.kind = Kind::Aside { title: text };
            }
            _ => self.push(Block::Crosshead {
                level: if level <= 2 { 2 } else { 3 },
                text,
            }),
        }
        self.push_all(rest);
    }

    /// A name, a caption or a credit goes to what it belongs to.
    fn close_line(&mut self, closed: &Kind, blocks: Vec<Block>) {
        let (text, rest) = as_lines(blocks);
        if let Kind::Credit = closed {
            let figures = self.frames.iter_mut().rev().map(|frame| &mut frame.kind);
            for kind in figures {
                if let Kind::Figure { credit, .. } = kind {
                    *credit = plain(&text);
                    break;
                }
            }
            return;
        }
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Quote { cite, .. }) => add_line(cite, text),
            Some(Kind::Figure { caption, .. }) => add_line(caption, text),
            Some(Kind::Table(parts)) => add_line(&mut parts.caption, text),
            _ => self.push(Block::Paragraph { text, lang: None }),
        }
        self.push_all(rest);
    }
}

fn add_line(line: &mut Vec<Inline>, more: Vec<Inline>) {
    if !line.is_empty() && !more.is_empty() {
        line.push(Inline::text(" "));
    }
    line.extend(more);
}
