//! Words of two texts set against each other.

use super::tokens::{self, Token};
use super::{Run, Tag};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// Most comparisons worth making for one text: beyond, with so little in common, a reader would see scattered shreds anyway.
pub(crate) const COMPARISONS_MAX: usize = 6_400_000;

/// What changed between two plain texts.
pub fn text(old: &str, new: &str) -> Vec<Run> {
    compare(&tokens::tokens(old), &tokens::tokens(new), &mut {
        COMPARISONS_MAX
    })
}

/// All of it with one fate.
pub(super) fn whole(tag: Tag, tokens: &[Token]) -> Vec<Run> {
    let mut out = Runs::default();
    for token in tokens {
        out.add(tag, token);
    }
    out.finish()
}

/// Compares two parts. `left` is how many comparisons the text they belong to has left.
pub(super) fn compare(old: &[Token], new: &[Token], left: &mut usize) -> Vec<Run> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (skip(old, start), skip(new, start));
    let end = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old_core, old_end) = old_rest
        .split_at_checked(old_rest.len() - end)
        .unwrap_or((old_rest, &[]));
    let new_core = new_rest.get(..new_rest.len() - end).unwrap_or(new_rest);
    let mut out = Runs::default();
    old.iter()
        .take(start)
        .for_each(|token| out.add(Tag::Same, token));
    core(old_core, new_core, left, &mut out);
    old_end.iter().for_each(|token| out.add(Tag::Same, token));
    out.finish()
}

fn skip(tokens: &[Token], from: usize) -> &[Token] {
    tokens.get(from..).unwrap_or_default()
}

fn core(old: &[Token], new: &[Token], left: &mut usize, out: &mut Runs) {
    let Some(rest) = left.checked_sub(old.len().saturating_mul(new.len())) else {
        old.iter().for_each(|token| out.add(Tag::Del, token));
        new.iter().for_each(|token| out.add(Tag::Ins, token));
        return;
    };
    *left = rest;
    // Numbers compare faster than words. The form of a word does not make it another word.
    let mut numbers: HashMap<(&str, bool), u32> = HashMap::new();
    let mut number = |token| {
        let Token { text, hidden, .. }: &Token = token;
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry((text, *hidden)).or_insert(next)
    };
    let old_numbers: Vec<u32> = old.iter().map(&mut number).collect();
    let new_numbers: Vec<u32> = new.iter().map(&mut number).collect();
    let range = |tokens, at: usize, len: usize| skip(tokens, at).get(..len).unwrap_or_default();
    for op in capture_diff_slices(Algorithm::Myers, &old_numbers, &new_numbers) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                for (old, new) in range(old, old_index, len)
                    .iter()
                    .zip(range(new, new_index, len))
                {
                    let same = old.form == new.form || new.is_space();
                    out.add(if same { Tag::Same } else { Tag::Marked }, new);
                }
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => {
                range(old, old_index, old_len)
                    .iter()
                    .for_each(|token| out.add(Tag::Del, token));
            }
            DiffOp::Insert {
                new_index, new_len, ..
            } => {
                range(new, new_index, new_len)
                    .iter()
                    .for_each(|token| out.add(Tag::Ins, token));
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                range(old, old_index, old_len)
                    .iter()
                    .for_each(|token| out.add(Tag::Del, token));
                range(new, new_index, new_len)
                    .iter()
                    .for_each(|token| out.add(Tag::Ins, token));
            }
        }
    }
}

/// Runs being gathered. A space between two changed words changes with them, so that a reader sees one phrase
/// taken away and one added, not a comb of both.
#[derive(Default)]
struct Runs {
    done: Vec<Run>,
    del: String,
    ins: String,
    /// Spaces in both texts after a change, until it is known what follows.
    gap: String,
}

impl Runs {
    fn add(&mut self, tag: Tag, token: &Token) {
        let changing = !self.del.is_empty() || !self.ins.is_empty();
        match tag {
            Tag::Same | Tag::Marked if token.hidden => {}
            Tag::Same if changing && token.is_space() && !token.text.contains('\n') => {
                self.gap.push_str(&token.text)
            }
            Tag::Same | Tag::Marked => {
                self.settle();
                self.push(tag, &token.text);
            }
            Tag::Del => {
                self.bridge();
                self.del.push_str(&token.text);
            }
            Tag::Ins => {
                self.bridge();
                self.ins.push_str(&token.text);
            }
        }
    }

    fn bridge(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        // A side with nothing on it yet has nothing to be bridged to.
        if !self.del.is_empty() && !self.ins.is_empty() {
            self.del.push_str(&gap);
            self.ins.push_str(&gap);
        } else if !gap.is_empty() {
            self.gap = gap;
            self.settle();
        }
    }

    fn settle(&mut self) {
        let (del, ins) = (std::mem::take(&mut self.del), std::mem::take(&mut self.ins));
        let gap = std::mem::take(&mut self.gap);
        for (tag, text) in [(Tag::Del, del), (Tag::Ins, ins), (Tag::Same, gap)] {
            self.push(tag, &text);
        }
    }

    fn push(&mut self, tag: Tag, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.done.last_mut() {
            Some(last) if last.tag == tag => last.text.push_str(text),
            _ => self.done.push(Run {
                tag,
                text: text.to_owned(),
            }),
        }
    }

    fn finish(mut self) -> Vec<Run> {
        self.settle();
        self.done
    }
}
