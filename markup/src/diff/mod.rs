//! What changed between two texts, word by word.
//!
//! Blocks are aligned first, then words inside the blocks that changed. Everything a reader can see or follow
//! takes part: words, the form they have, where links lead, notes, references, pictures. No clock decides how
//! long it takes; where two texts have too little in common to be worth the work, they are told as one block
//! taken away and one added.

mod align;
mod tokens;
mod words;
mod write;

pub use align::words;
pub(crate) use align::{PAIRS_MAX, WORDS_MAX, best_pairs};
pub(crate) use words::COMPARISONS_MAX;
pub use words::text;
pub use write::{DiffLabels, html, runs_html};

use unicode_segmentation::UnicodeSegmentation;

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// In both texts.
    Same,
    /// In both texts, but important, stressed, linked or in another language in one of them only.
    Marked,
    /// Only in the old text.
    Del,
    /// Only in the new text.
    Ins,
}

/// A stretch of text with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What happened to it.
    pub tag: Tag,
    /// The characters, a line break as `\n`. Addresses of links stand in brackets where they changed.
    pub text: String,
}

/// What a part of a text is, as far as changes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A paragraph.
    Paragraph,
    /// A crosshead of level 2 or 3.
    Crosshead(u8),
    /// A paragraph of an item of a list.
    Item {
        /// In a numbered list.
        ordered: bool,
    },
    /// A paragraph of a quotation.
    Quote,
    /// A pull quote.
    Pull,
    /// Whose words were quoted.
    Cite,
    /// The heading of a box.
    BoxTitle,
    /// A row of a table, its cells divided by ` | `.
    Row {
        /// It names the columns.
        heads: bool,
    },
    /// The caption of a picture or table.
    Caption,
    /// A picture: its alternative text, credit and licence.
    Picture,
    /// Lines kept as typed.
    Code,
    /// A change of scene.
    Rule,
    /// Something of another site.
    Embed,
}

/// A part of a text and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockDiff {
    /// What it is; for what was taken away, what it was.
    pub part: Part,
    /// What it was, if it was something else.
    pub was: Option<Part>,
    /// Its place among the parts of the new text, from 1; for what was taken away, of the old text.
    pub number: usize,
    /// Its text.
    pub runs: Vec<Run>,
}

impl BlockDiff {
    /// Whether anything happened to it.
    pub fn is_changed(&self) -> bool {
        self.was.is_some() || self.runs.iter().any(|run| run.tag != Tag::Same)
    }
}

/// How many words were added and how many taken away.
pub fn count(diffs: &[BlockDiff]) -> (usize, usize) {
    let counts = diffs.iter().map(|diff| count_runs(&diff.runs));
    counts.fold((0, 0), |(added, gone), (more, fewer)| {
        (added + more, gone + fewer)
    })
}

/// The same of some runs.
pub fn count_runs(runs: &[Run]) -> (usize, usize) {
    let words = |tag| {
        runs.iter()
            .filter(|run| run.tag == tag)
            .map(|run| run.text.unicode_words().count())
            .sum()
    };
    (words(Tag::Ins), words(Tag::Del))
}

/// Twice the words two sorted lists have in common, by all words of both: 0 to 1. One of the lists has a word.
pub(crate) fn in_common<T: Ord>(one: &[T], other: &[T]) -> f32 {
    let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
    let mut common = 0_usize;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                a.next();
                b.next();
            }
        }
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share needs no more than three digits"
    )]
    let share = (2 * common) as f32 / (one.len() + other.len()) as f32;
    share
}
