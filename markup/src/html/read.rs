//! The one normaliser: whatever HTML comes in, a body goes out.
//!
//! Pasted documents, imported posts, article files and (through comrak) Markdown all pass here. What the
//! vocabulary knows is kept, text inside unknown elements too, everything else is dropped and listed. The body
//! is built from text and checked addresses only, so nothing of the input can ever be markup again.

use super::dropped::Dropped;
use super::limits::{Limit, Limits};
use super::notes::Notes;
use super::parse::parse;
use super::walk::{Source, Walker};
use crate::body::{Block, Body};
use crate::{BodyError, plain};

/// A reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The text, in canonical form.
    pub body: Body,
    /// What was left out.
    pub dropped: Vec<Dropped>,
    /// The first heading of level 1, or else a heading the text begins with. It is in the body too, as a
    /// crosshead, until it is [taken](Read::take_heading).
    pub first_heading: Option<String>,
    /// The limit the reading ran into, if any: the body is then not the whole text.
    pub over: Option<Limit>,
}

impl Read {
    /// Takes the first heading out of the body, to be the headline.
    pub fn take_heading(&mut self) -> Option<String> {
        let heading = self.first_heading.take()?;
        let at = self.body.blocks.iter().position(
            |block| matches!(block, Block::Crosshead { text, .. } if plain(text) == heading),
        )?;
        self.body.blocks.remove(at);
        Some(heading)
    }
}

/// Reads HTML: a fragment or a whole page.
pub fn read(html: &str, limits: Limits) -> Read {
    read_from(html, limits, Source::of(html))
}

/// Reads HTML that our own Markdown adapter made.
pub(crate) fn read_markdown_html(html: &str, limits: Limits) -> Read {
    read_from(html, limits, Source::Markdown)
}

fn read_from(html: &str, limits: Limits, source: Source) -> Read {
    let (page, over) = parse(html, &limits);
    let notes = Notes::find(&page.tree);
    let mut walker = Walker::new(&page.tree, &notes, source, limits.chars);
    walker.walk(page.tree.root());
    let mut read = walker.finish();
    read.body = read.body.canonical();
    let checked = read.body.check().err().map(|error| match error {
        BodyError::Long => Limit::Chars,
        _ => Limit::Blocks,
    });
    read.over = over.or(read.over).or(checked);
    read.first_heading = read
        .first_heading
        .map(|s| crate::line(&s))
        .filter(|s| !s.is_empty());
    read
}
