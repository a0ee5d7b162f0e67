//! Whether a change is as small as its class says.
//!
//! Readers are told of no typo and of no matter of style, so neither may change what is said: a figure, a name, a "not".
//! Whoever means to change one of these has a class that tells readers: update, correction, clarification.

use super::content::{Class, Content};
use crate::{Refusal, Result};
use std::collections::{BTreeMap, BTreeSet};
use unicode_segmentation::UnicodeSegmentation;

/// Words of up to so many letters may come, go and move in a typo.
const SMALL_WORD_CHARS: usize = 3;
/// Letters by which a mended word may differ from the wrong one.
const LETTERS_MAX: usize = 2;

/// Words that turn a sentence round.
const NEGATIONS: &[&str] = &[
    "non", "né", "mai", "senza", "niente", "nulla", "nessuno", "nessuna", "nessun", "neanche",
    "nemmeno", "neppure", "not", "no", "never", "none", "nobody", "nothing", "without", "neither",
    "nor", "cannot",
];

/// Refuses a typo or a matter of style that changes more than such a change may.
pub(crate) fn fits(class: Class, before: &Content, after: &Content) -> Result<()> {
    if !matches!(class, Class::Typo | Class::Style) {
        return Ok(());
    }
    let (before, after) = (Read::of(before), Read::of(after));
    let changed = before
        .figure_changed(&after)
        .or_else(|| before.negation_changed(&after))
        .or_else(|| before.name_changed(&after))
        .or_else(|| {
            (class == Class::Typo)
                .then(|| before.word_changed(&after))
                .flatten()
        });
    match changed {
        Some(words) => Err(Refusal::SaysMore { class, words }.into()),
        None => Ok(()),
    }
}

/// The words of a text, as far as this question needs them.
struct Read {
    /// In lower case, with how often each stands there.
    words: BTreeMap<String, usize>,
    /// Those with a capital that is not due to their place.
    names: BTreeSet<String>,
}

impl Read {
    fn of(content: &Content) -> Read {
        let mut read = Read {
            words: BTreeMap::new(),
            names: BTreeSet::new(),
        };
        read.take(&content.headline);
        read.take(&content.standfirst);
        read.take(&content.body.plain_text());
        read
    }

    fn take(&mut self, text: &str) {
        let mut opens = true;
        let mut end = 0;
        for (at, word) in text.unicode_word_indices() {
            let gap = text.get(end..at).unwrap_or_default();
            opens = opens
                || end == 0
                || gap.contains(['.', '!', '?', ':', '\n', '«', '“', '"', '—', '–']);
            let low = word.to_lowercase().replace('’', "'");
            if !opens && word.starts_with(char::is_uppercase) {
                self.names.insert(low.clone());
            }
            *self.words.entry(low).or_default() += 1;
            (opens, end) = (false, at + word.len());
        }
    }

    fn count(&self, word: &str) -> usize {
        self.words.get(word).copied().unwrap_or_default()
    }

    fn holds(&self, word: &str) -> bool {
        self.count(word) > 0
    }

    /// The words that stand here more often than in the other text.
    fn beyond<'a>(&'a self, other: &'a Read) -> impl Iterator<Item = &'a str> {
        self.words
            .iter()
            .filter(|(word, count)| **count > other.count(word))
            .map(|(word, _)| word.as_str())
    }

    fn figure_changed(&self, after: &Read) -> Option<String> {
        let figure = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
        told(
            self.beyond(after).find(figure),
            after.beyond(self).find(figure),
        )
    }

    fn negation_changed(&self, after: &Read) -> Option<String> {
        let turns = |word: &&str| NEGATIONS.contains(word) || word.ends_with("n't");
        told(
            self.beyond(after).find(turns),
            after.beyond(self).find(turns),
        )
    }

    fn name_changed(&self, after: &Read) -> Option<String> {
        let other = |one: &Read, two: &Read| {
            one.names
                .iter()
                .find(|name| !two.holds(name) && !two.beyond(one).any(|word| alike(word, name)))
                .cloned()
        };
        let (old, new) = (other(self, after), other(after, self));
        told(old.as_deref(), new.as_deref())
    }

    fn word_changed(&self, after: &Read) -> Option<String> {
        let other = |one: &Read, two: &Read| {
            one.beyond(two)
                .find(|word| {
                    word.chars().count() > SMALL_WORD_CHARS
                        && !two.holds(word)
                        && !two.beyond(one).any(|mended| alike(mended, word))
                })
                .map(str::to_owned)
        };
        let (old, new) = (other(self, after), other(after, self));
        told(old.as_deref(), new.as_deref())
    }
}

/// `sabato → domenica`, as far as there are both.
fn told(old: Option<&str>, new: Option<&str>) -> Option<String> {
    match (old, new) {
        (None, None) => None,
        (old, new) => Some(format!("{} → {}", old.unwrap_or("…"), new.unwrap_or("…"))),
    }
}

/// One is the other, mistyped; or a part of it, run together or torn apart.
fn alike(one: &str, other: &str) -> bool {
    let near = strsim::osa_distance(one, other) <= LETTERS_MAX;
    let part = |long: &str, short: &str| {
        short.chars().count() >= 2 && (long.starts_with(short) || long.ends_with(short))
    };
    near || part(one, other) || part(other, one)
}
