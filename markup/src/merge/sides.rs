//! What one person made of a text: the fate of each block, and what was put in between.

use crate::body::{Block, Body};
use crate::diff::{COMPARISONS_MAX, PAIRS_MAX, WORDS_MAX, best_pairs};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation;

/// What became of a block.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate<'a> {
    Same,
    Edited(&'a Block),
    Gone,
}

/// One person's text beside the one it was made from.
pub(super) struct Side<'a> {
    base: &'a [Block],
    blocks: &'a [Block],
    /// For each block of the base: which block of the text it is now.
    now: Vec<Option<usize>>,
}

impl<'a> Side<'a> {
    pub(super) fn of(base: &'a [Block], blocks: &'a [Block]) -> Side<'a> {
        let mut side = Side {
            base,
            blocks,
            now: vec![None; base.len()],
        };
        let (mut base_at, mut block_at) = (0, 0);
        for (base_index, index, len) in equal(base, blocks) {
            side.change(base_at..base_index, block_at..index);
            (0..len).for_each(|i| side.pair(base_index + i, index + i));
            (base_at, block_at) = (base_index + len, index + len);
        }
        side.change(base_at..base.len(), block_at..blocks.len());
        side
    }

    pub(super) fn fate(&self, at: usize) -> Fate<'a> {
        let was = self.base.get(at);
        match self.now.get(at).copied().flatten() {
            None => Fate::Gone,
            Some(now) => match self.blocks.get(now) {
                Some(block) if was != Some(block) => Fate::Edited(block),
                _ => Fate::Same,
            },
        }
    }

    /// What was put before block `at` of the base, or at the end. Where blocks before it were taken away, what was put in
    /// their place stands before them.
    pub(super) fn inserted(&self, at: usize) -> &'a [Block] {
        let from = match at.checked_sub(1) {
            None => 0,
            Some(before) => match self.now.get(before).copied().flatten() {
                None => return &[],
                Some(now) => now + 1,
            },
        };
        let next = self.now.get(at..).unwrap_or_default();
        let to = next.iter().flatten().next().copied();
        self.blocks
            .get(from..to.unwrap_or(self.blocks.len()))
            .unwrap_or_default()
    }

    fn pair(&mut self, base_at: usize, block_at: usize) {
        if let Some(now) = self.now.get_mut(base_at) {
            *now = Some(block_at);
        }
    }

    /// Blocks between two that did not change: like is what like became; of the rest, in order, what is of the same kind.
    fn change(&mut self, base: Range, blocks: Range) {
        let (mut base_at, mut block_at) = (base.start, blocks.start);
        for (base_like, like) in self.likes(&base, &blocks) {
            self.rest(base_at..base_like, block_at..like);
            self.pair(base_like, like);
            (base_at, block_at) = (base_like + 1, like + 1);
        }
        self.rest(base_at..base.end, block_at..blocks.end);
    }

    fn rest(&mut self, base: Range, blocks: Range) {
        let (mut base_at, mut block_at) = (base.start, blocks.start);
        while base_at < base.end && block_at < blocks.end {
            let alike = self
                .base
                .get(base_at)
                .zip(self.blocks.get(block_at))
                .is_some_and(|(was, is)| is_of_the_kind(was, is));
            if alike {
                self.pair(base_at, block_at);
                base_at += 1;
                block_at += 1;
            } else if base.end - base_at > blocks.end - block_at {
                base_at += 1;
            } else {
                block_at += 1;
            }
        }
    }

    fn likes(&self, base: &Range, blocks: &Range) -> Vec<(usize, usize)> {
        let (rows, columns) = (base.len(), blocks.len());
        if rows == 0 || columns == 0 || rows.saturating_mul(columns) > PAIRS_MAX {
            return Vec::new();
        }
        let bags = |all: &[Block], range: &Range| -> Vec<Bag> {
            let some = all.get(range.clone()).unwrap_or_default();
            some.iter().map(Bag::of).collect()
        };
        let (was, is) = (bags(self.base, base), bags(self.blocks, blocks));
        let words = |bags: &[Bag]| bags.iter().map(|bag| bag.words.len()).sum::<usize>();
        let work = words(&was)
            .saturating_mul(columns)
            .saturating_add(words(&is).saturating_mul(rows));
        if work > WORDS_MAX {
            return Vec::new();
        }
        let kinds = |row: usize, column: usize| {
            let was = self.base.get(base.start + row);
            let is = self.blocks.get(blocks.start + column);
            was.zip(is).is_some_and(|(was, is)| is_of_the_kind(was, is))
        };
        let likeness: Vec<Vec<f32>> = was
            .iter()
            .enumerate()
            .map(|(row, was)| {
                let row = |(column, is)| match kinds(row, column) {
                    true => was.likeness(is),
                    false => 0.0,
                };
                is.iter().enumerate().map(row).collect()
            })
            .collect();
        best_pairs(&likeness, columns)
            .into_iter()
            .map(|(row, column)| (base.start + row, blocks.start + column))
            .collect()
    }
}

type Range = std::ops::Range<usize>;

/// One can be what the other became: both paragraphs, both lists; a picture only if it is the same picture.
fn is_of_the_kind(was: &Block, is: &Block) -> bool {
    match (was, is) {
        (Block::Figure(was), Block::Figure(is)) => was.file == is.file,
        (Block::Embed { url: was, .. }, Block::Embed { url: is, .. }) => was == is,
        (Block::Entry { at: was, .. }, Block::Entry { at: is, .. }) => was == is,
        _ => std::mem::discriminant(was) == std::mem::discriminant(is),
    }
}

/// The words of a block in alphabetical order.
struct Bag {
    words: Vec<String>,
}

impl Bag {
    fn of(block: &Block) -> Bag {
        let alone = Body {
            blocks: vec![block.clone()],
            ..Body::default()
        };
        let text = match block {
            Block::Code { text, .. } => text.clone(),
            _ => alone.plain_text(),
        };
        let mut words: Vec<String> = text.unicode_words().map(str::to_owned).collect();
        words.sort_unstable();
        Bag { words }
    }

    /// Twice the words in common by all words of both: 0 to 1.
    fn likeness(&self, other: &Bag) -> f32 {
        if self.words.len() + other.words.len() == 0 {
            // Of the same kind and without words: a picture that has been given its first.
            return 1.0;
        }
        crate::diff::in_common(&self.words, &other.words)
    }
}

/// Numbers for things, the same for the same.
pub(super) fn numbers<T: std::hash::Hash + Eq>(old: &[T], new: &[T]) -> (Vec<u32>, Vec<u32>) {
    let mut known: HashMap<&T, u32> = HashMap::new();
    let mut number = |thing| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(thing).or_insert(next)
    };
    let old = old.iter().map(&mut number).collect();
    (old, new.iter().map(&mut number).collect())
}

/// Stretches that are the same: where in the old, where in the new, how many. Of texts with more than is worth comparing,
/// what they begin and end with.
fn equal(old: &[Block], new: &[Block]) -> Vec<(usize, usize, usize)> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let pairs = old.iter().rev().zip(new.iter().rev());
    let end = pairs.take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let mut stretches = vec![(0, 0, start)];
    if old_end.saturating_mul(new_end) <= COMPARISONS_MAX {
        let (old, new) = numbers(
            old.get(..old_end).unwrap_or_default(),
            new.get(..new_end).unwrap_or_default(),
        );
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                stretches.push((start + old_index, start + new_index, len));
            }
        }
    }
    stretches.push((start + old_end, start + new_end, end));
    stretches
}

/// What both put at one place: what is the same once, theirs before mine between. The same whoever is called mine, but for
/// the order.
pub(super) fn both<'a>(mine: &'a [Block], theirs: &'a [Block]) -> Vec<&'a Block> {
    if mine.is_empty() || theirs.is_empty() || mine == theirs {
        return if mine.is_empty() { theirs } else { mine }.iter().collect();
    }
    // Which of several longest rows in common is found depends on which side comes first: the same side always does.
    let turned = format!("{mine:?}") > format!("{theirs:?}");
    let (one, other) = if turned {
        (theirs, mine)
    } else {
        (mine, theirs)
    };
    let mut out = Vec::with_capacity(mine.len() + theirs.len());
    let (mut one_at, mut other_at) = (0, 0);
    let mut between = |one: &'a [Block], other: &'a [Block], same: &'a [Block]| {
        let (mine, theirs) = if turned { (other, one) } else { (one, other) };
        out.extend(theirs.iter().chain(mine).chain(same));
    };
    for (one_index, other_index, len) in equal(one, other) {
        between(
            one.get(one_at..one_index).unwrap_or_default(),
            other.get(other_at..other_index).unwrap_or_default(),
            one.get(one_index..one_index + len).unwrap_or_default(),
        );
        (one_at, other_at) = (one_index + len, other_index + len);
    }
    between(
        one.get(one_at..).unwrap_or_default(),
        other.get(other_at..).unwrap_or_default(),
        &[],
    );
    out
}
