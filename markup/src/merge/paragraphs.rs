//! One paragraph two people changed, put together word by word.

use super::sides::numbers;
use crate::body::{Block, Body, Inline};
use crate::diff::COMPARISONS_MAX;
use crate::runs::{self, Leaf, Marks, Run};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::mem::Discriminant;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The paragraph with the changes of both, if a word neither touched stands between any two changes of theirs, and if both
/// left its form as it was: its languages, links, notes, references and marks.
pub(super) fn merge(base: &Block, mine: &Block, theirs: &Block) -> Option<Block> {
    let (
        Block::Paragraph { text: base, lang },
        Block::Paragraph {
            text: mine,
            lang: my_lang,
        },
        Block::Paragraph {
            text: theirs,
            lang: their_lang,
        },
    ) = (base, mine, theirs)
    else {
        return None;
    };
    let (base, mine, theirs) = (flat(base), flat(mine), flat(theirs));
    let form = form(&base);
    if lang != my_lang
        || lang != their_lang
        || form != self::form(&mine)
        || form != self::form(&theirs)
    {
        return None;
    }
    let (base, mine, theirs) = (words(base), words(mine), words(theirs));
    let changes = in_order(&base, changes(&base, &mine)?, changes(&base, &theirs)?)?;
    let mut runs = Vec::with_capacity(base.len());
    let mut at = 0;
    for Change { was, is } in changes {
        runs.extend_from_slice(base.get(at..was.start).unwrap_or_default());
        runs.extend(is);
        at = was.end;
    }
    runs.extend_from_slice(base.get(at..).unwrap_or_default());
    let merged = Body {
        blocks: vec![Block::Paragraph {
            text: runs::nest(runs::join(runs)),
            lang: lang.clone(),
        }],
        ..Body::default()
    };
    let mut blocks = merged.canonical().blocks;
    let only = blocks.pop()?;
    blocks.is_empty().then_some(only)
}

fn flat(text: &[Inline]) -> Vec<Run> {
    runs::flatten(text.to_vec())
}

/// What a text is made of, apart from its words.
fn form(runs: &[Run]) -> Vec<(Marks, Discriminant<Leaf>)> {
    runs.iter()
        .map(|run| (run.marks.clone(), std::mem::discriminant(&run.leaf)))
        .collect()
}

/// Texts cut into words, signs and spaces.
fn words(runs: Vec<Run>) -> Vec<Run> {
    let mut out = Vec::new();
    for run in runs {
        match run.leaf {
            Leaf::Text(s) => {
                let word = |word: &str| Run::new(Leaf::Text(word.to_owned()), run.marks.clone());
                out.extend(s.split_word_bounds().map(word));
            }
            leaf => out.push(Run::new(leaf, run.marks)),
        }
    }
    out
}

#[derive(Debug, PartialEq, Eq)]
struct Change {
    /// Which words of the base.
    was: Range<usize>,
    /// What stands there now.
    is: Vec<Run>,
}

/// The changes of one side in order. `None` where there is more than is worth comparing.
fn changes(base: &[Run], side: &[Run]) -> Option<Vec<Change>> {
    if base.len().saturating_mul(side.len()) > COMPARISONS_MAX {
        return None;
    }
    let (base_numbers, numbers) = numbers(base, side);
    let mut changes: Vec<Change> = Vec::new();
    let (mut base_at, mut side_at) = (0, 0);
    let mut change = |was: Range<usize>, is: Range<usize>| {
        if !was.is_empty() || !is.is_empty() {
            let is = side.get(is).unwrap_or_default().to_vec();
            changes.push(Change { was, is });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &base_numbers, &numbers) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            change(base_at..old_index, side_at..new_index);
            (base_at, side_at) = (old_index + len, new_index + len);
        }
    }
    change(base_at..base.len(), side_at..side.len());
    Some(changes)
}

/// The changes of both, if they keep clear of each other. One both made is made once.
fn in_order(base: &[Run], mine: Vec<Change>, theirs: Vec<Change>) -> Option<Vec<Change>> {
    let clear = |a: &Change, b: &Change| {
        let between = match a.was.end <= b.was.start {
            true => a.was.end..b.was.start,
            false => b.was.end..a.was.start,
        };
        let between = base.get(between).unwrap_or_default();
        between.iter().any(is_word)
    };
    let mut theirs_alone = Vec::with_capacity(theirs.len());
    for their in theirs {
        if mine.contains(&their) {
            continue;
        }
        if !mine.iter().all(|my| clear(my, &their)) {
            return None;
        }
        theirs_alone.push(their);
    }
    let mut all = mine;
    all.extend(theirs_alone);
    all.sort_by_key(|change| change.was.start);
    Some(all)
}

fn is_word(run: &Run) -> bool {
    match &run.leaf {
        Leaf::Text(s) => s.chars().any(char::is_alphanumeric),
        _ => false,
    }
}
