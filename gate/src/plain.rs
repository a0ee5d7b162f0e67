//! The passages of a body as rules read them: byte places, the words of quotations set apart.

use markup::{Body, PassageKind, Picture};
use std::ops::Range;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Headline,
    Kicker,
    Standfirst,
    Paragraph,
    Crosshead,
    Item,
    Quote,
    Pull,
    Caption,
    Row,
    BoxTitle,
    Code,
}

impl Role {
    /// Running text, in which sentences follow one another.
    pub(crate) fn running(self) -> bool {
        matches!(self, Role::Paragraph | Role::Item | Role::Quote)
    }

    fn of(kind: PassageKind) -> Role {
        match kind {
            PassageKind::Paragraph => Role::Paragraph,
            PassageKind::Crosshead => Role::Crosshead,
            PassageKind::Item => Role::Item,
            PassageKind::Quote => Role::Quote,
            PassageKind::Pull => Role::Pull,
            PassageKind::Row => Role::Row,
            PassageKind::BoxTitle => Role::BoxTitle,
            PassageKind::Caption => Role::Caption,
            PassageKind::Code => Role::Code,
        }
    }
}

/// A passage before it is divided into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plain {
    pub(crate) role: Role,
    pub(crate) text: String,
    /// Whose words, for a quotation set apart.
    pub(crate) cite: String,
    /// Byte ranges of links.
    pub(crate) links: Vec<Range<usize>>,
    /// Byte ranges of emphasised words, often titles of works.
    pub(crate) emphasis: Vec<Range<usize>>,
    /// Whether the passage stands in a box.
    pub(crate) aside: bool,
    /// The number of the block among those that bear text, from 1.
    pub(crate) number: usize,
}

impl Plain {
    /// A field of one line.
    pub(crate) fn field(role: Role, text: &str) -> Plain {
        Plain {
            role,
            text: text.to_owned(),
            cite: String::new(),
            links: Vec::new(),
            emphasis: Vec::new(),
            aside: false,
            number: 0,
        }
    }
}

/// The passages of a body in reading order.
pub(crate) fn passages(body: &Body) -> Vec<Plain> {
    let passages = body.passages().into_iter();
    passages
        .map(|passage| {
            let byte = |char: usize| {
                passage
                    .text
                    .char_indices()
                    .nth(char)
                    .map_or(passage.text.len(), |(at, _)| at)
            };
            Plain {
                role: Role::of(passage.kind),
                links: passage
                    .links
                    .iter()
                    .map(|link| byte(link.start)..byte(link.end))
                    .collect(),
                emphasis: passage
                    .emphasis
                    .iter()
                    .map(|(start, end)| byte(*start)..byte(*end))
                    .collect(),
                aside: passage.in_aside,
                number: usize::try_from(passage.number).unwrap_or(usize::MAX),
                cite: passage.cite,
                text: passage.text,
            }
        })
        .collect()
}

/// The pictures of a body in reading order, each with whether it stands in a gallery.
pub(crate) fn pictures(body: &Body) -> Vec<(&Picture, bool)> {
    let sets: Vec<&Picture> = body
        .blocks
        .iter()
        .filter_map(|block| match block {
            markup::Block::Gallery { pictures } => Some(pictures),
            _ => None,
        })
        .flatten()
        .collect();
    let in_set = |picture: &Picture| sets.iter().any(|other| std::ptr::eq(*other, picture));
    body.pictures()
        .into_iter()
        .map(|picture| (picture, in_set(picture)))
        .collect()
}
