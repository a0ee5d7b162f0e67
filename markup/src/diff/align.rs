//! Which part of the new text is which part of the old.

use super::tokens::{Unit, units};
use super::words::{COMPARISONS_MAX, compare, whole};
use super::{BlockDiff, Tag};
use crate::body::Body;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// Two parts with less in common, as a share of their words, are told as one taken away and one added.
const LIKENESS_MIN: f32 = 0.4;
/// Most pairs of parts looked at between two parts that did not change.
pub(crate) const PAIRS_MAX: usize = 2_500;
/// Most words looked at for it.
pub(crate) const WORDS_MAX: usize = 2_000_000;

/// What changed between two bodies: every part of both, in reading order.
pub fn words(old: &Body, new: &Body) -> Vec<BlockDiff> {
    let (old, new) = (units(old), units(new));
    let mut numbers: HashMap<&Unit, u32> = HashMap::new();
    let mut number = |unit| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(unit).or_insert(next)
    };
    let old_numbers: Vec<u32> = old.iter().map(&mut number).collect();
    let new_numbers: Vec<u32> = new.iter().map(&mut number).collect();
    let mut out = Diffs {
        old: &old,
        new: &new,
        list: Vec::new(),
        left: COMPARISONS_MAX,
    };
    // Where the next change begins in both texts.
    let (mut old_at, mut new_at) = (0, 0);
    for (old_index, new_index, len) in unchanged(&old_numbers, &new_numbers) {
        out.change(old_at..old_index, new_at..new_index);
        (0..len).for_each(|i| out.pair(old_index + i, new_index + i));
        (old_at, new_at) = (old_index + len, new_index + len);
    }
    out.change(old_at..old.len(), new_at..new.len());
    out.list
}

/// Stretches of parts that are the same: where in the old text, where in the new, how many. Of texts with more parts than
/// are worth comparing, what they begin with.
fn unchanged(old: &[u32], new: &[u32]) -> Vec<(usize, usize, usize)> {
    if old.len().saturating_mul(new.len()) > COMPARISONS_MAX {
        let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        return vec![(0, 0, start)];
    }
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    let equal = ops.into_iter().filter_map(|op| match op {
        DiffOp::Equal {
            old_index,
            new_index,
            len,
        } => Some((old_index, new_index, len)),
        _ => None,
    });
    equal.collect()
}

type Range = std::ops::Range<usize>;

struct Diffs<'a> {
    old: &'a [Unit],
    new: &'a [Unit],
    list: Vec<BlockDiff>,
    /// Comparisons of words the text has left.
    left: usize,
}

impl Diffs<'_> {
    /// Parts between two that did not change: like is set against like, the rest came or went.
    fn change(&mut self, old: Range, new: Range) {
        let (mut old_at, mut new_at) = (old.start, new.start);
        for (old_like, new_like) in self.likes(&old, &new) {
            (old_at..old_like).for_each(|at| self.gone(at));
            (new_at..new_like).for_each(|at| self.come(at));
            self.pair(old_like, new_like);
            (old_at, new_at) = (old_like + 1, new_like + 1);
        }
        (old_at..old.end).for_each(|at| self.gone(at));
        (new_at..new.end).for_each(|at| self.come(at));
    }

    fn pair(&mut self, old_at: usize, new_at: usize) {
        if let (Some(old), Some(new)) = (self.old.get(old_at), self.new.get(new_at)) {
            let runs = compare(&old.tokens, &new.tokens, &mut self.left);
            self.list.push(BlockDiff {
                part: new.part,
                was: (old.part != new.part).then_some(old.part),
                number: new_at + 1,
                runs,
            });
        }
    }

    fn gone(&mut self, at: usize) {
        self.alone(Tag::Del, self.old.get(at).cloned(), at);
    }

    fn come(&mut self, at: usize) {
        self.alone(Tag::Ins, self.new.get(at).cloned(), at);
    }

    fn alone(&mut self, tag: Tag, unit: Option<Unit>, at: usize) {
        if let Some(unit) = unit {
            self.list.push(BlockDiff {
                part: unit.part,
                was: None,
                number: at + 1,
                runs: whole(tag, &unit.tokens),
            });
        }
    }

    /// The pairs, in order, that make the sum of likenesses largest.
    fn likes(&self, old: &Range, new: &Range) -> Vec<(usize, usize)> {
        let (rows, columns) = (old.len(), new.len());
        let (old_bags, new_bags) = (bags(self.old, old), bags(self.new, new));
        let words = |bags: &[Bag<'_>]| bags.iter().map(|bag| bag.words.len()).sum::<usize>();
        let work = words(&old_bags)
            .saturating_mul(columns)
            .saturating_add(words(&new_bags).saturating_mul(rows));
        if rows.saturating_mul(columns) > PAIRS_MAX || work > WORDS_MAX {
            return Vec::new();
        }
        let likeness: Vec<Vec<f32>> = old_bags
            .iter()
            .map(|old| new_bags.iter().map(|new| old.likeness(new)).collect())
            .collect();
        best_pairs(&likeness, columns)
            .into_iter()
            .map(|(row, column)| (old.start + row, new.start + column))
            .collect()
    }
}

/// `best[row][column]` is the largest sum for the parts from there on.
pub(crate) fn best_pairs(likeness: &[Vec<f32>], columns: usize) -> Vec<(usize, usize)> {
    let rows = likeness.len();
    let mut best = vec![vec![0.0_f32; columns + 1]; rows + 1];
    let at = |best: &[Vec<f32>], row: usize, column: usize| {
        best.get(row)
            .and_then(|r| r.get(column))
            .copied()
            .unwrap_or(0.0)
    };
    let like = |row: usize, column: usize| {
        likeness
            .get(row)
            .and_then(|r| r.get(column))
            .copied()
            .unwrap_or(0.0)
    };
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let paired = match like(row, column) {
                share if share >= LIKENESS_MIN => share + at(&best, row + 1, column + 1),
                _ => 0.0,
            };
            let value = paired
                .max(at(&best, row + 1, column))
                .max(at(&best, row, column + 1));
            if let Some(cell) = best.get_mut(row).and_then(|r| r.get_mut(column)) {
                *cell = value;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let here = at(&best, row, column);
        let share = like(row, column);
        if share >= LIKENESS_MIN && here <= share + at(&best, row + 1, column + 1) {
            pairs.push((row, column));
            row += 1;
            column += 1;
        } else if here <= at(&best, row + 1, column) {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

fn bags<'u>(units: &'u [Unit], range: &Range) -> Vec<Bag<'u>> {
    let units = units.get(range.clone()).unwrap_or_default();
    units.iter().map(Bag::of).collect()
}

/// The words of a part in alphabetical order.
struct Bag<'a> {
    words: Vec<&'a str>,
    identity: &'a str,
}

impl<'a> Bag<'a> {
    fn of(unit: &'a Unit) -> Bag<'a> {
        let worded = unit
            .tokens
            .iter()
            .filter(|token| token.text.chars().any(char::is_alphanumeric));
        let mut words: Vec<&str> = worded.map(|token| token.text.as_str()).collect();
        words.sort_unstable();
        Bag {
            words,
            identity: &unit.identity,
        }
    }

    /// Twice the words in common by all words of both: 0 to 1. Another picture is never like.
    fn likeness(&self, other: &Bag<'_>) -> f32 {
        if self.words.len() + other.words.len() == 0 || self.identity != other.identity {
            return 0.0;
        }
        super::in_common(&self.words, &other.words)
    }
}
