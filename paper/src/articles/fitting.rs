//! Whether a change is as small as its class says.
//!
//! Readers are told of no typo and of no matter of style, so neither may change what is said: a figure, a name, a "not";
//! nor who says it, since when, for whose money: what stands around a text changes by a letter or two at most. Whoever means to change one of these has a class that tells readers: update, correction, clarification.

use super::content::{Class, Content};
use crate::copy::Source;
use crate::{Refusal, Result};
use serde::Serialize;
use serde_json::Value;
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
    let frame = frame_changed(before, after);
    let (before, after) = (Read::of(before), Read::of(after));
    let changed = frame
        .or_else(|| before.figure_changed(&after))
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

/// What stands around the text: words of ours, dates and pictures, which may not change at all; and names, which may by a
/// letter or two.
struct Around {
    fixed: Vec<String>,
    named: Vec<String>,
}

impl Around {
    fn of(content: &Content) -> Around {
        let mut around = Around {
            fixed: vec![
                word(&content.kind),
                word(&content.ai),
                word(&content.byline_reason),
            ],
            named: vec![content.rights.clone()],
        };
        let sponsor = content.sponsor.as_ref();
        around
            .named
            .push(sponsor.map(|by| by.name.clone()).unwrap_or_default());
        for dateline in [&content.dateline, &content.own_reporting] {
            let dateline = dateline.clone().unwrap_or_default();
            around.fixed.push(word(&dateline.date));
            around.named.push(dateline.place);
        }
        for credit in &content.byline {
            around.fixed.push(word(&credit.role));
            around.named.push(credit.name.clone());
        }
        for source in &content.sources {
            around.source(source);
        }
        for entry in content.body.entries() {
            around.fixed.extend([entry.at.to_owned(), word(&entry.key)]);
            around.named.push(entry.by.join(", "));
        }
        for picture in content.picture.iter().chain(content.body.pictures()) {
            around.fixed.push(picture.file.clone());
            let named = [&picture.credit, &picture.licence, &picture.source_type];
            around.named.extend(named.map(String::clone));
        }
        around
    }

    fn source(&mut self, source: &Source) {
        self.fixed.extend([
            word(&source.kind),
            word(&source.released),
            word(&source.state),
            word(&source.contract),
            word(&source.consent),
        ]);
        self.named.extend([source.name.clone(), source.url.clone()]);
    }
}

/// A value as its word, empty where there is none.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

/// The first thing around the text that is another now.
fn frame_changed(before: &Content, after: &Content) -> Option<String> {
    let (before, after) = (Around::of(before), Around::of(after));
    differing(&before.fixed, &after.fixed, |old, new| old == new)
        .or_else(|| differing(&before.named, &after.named, mended))
}

fn differing(old: &[String], new: &[String], same: fn(&str, &str) -> bool) -> Option<String> {
    let length = old.len().max(new.len());
    let at = |list: &[String], index: usize| list.get(index).cloned().unwrap_or_default();
    (0..length)
        .map(|index| (at(old, index), at(new, index)))
        .find(|(old, new)| !same(old, new))
        .map(|(old, new)| format!("{} → {}", or_nothing(&old), or_nothing(&new)))
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "…" } else { text }
}

/// A name that is the same but for a letter or two, none of them a figure.
fn mended(old: &str, new: &str) -> bool {
    let figures = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let near = || strsim::osa_distance(old, new) <= LETTERS_MAX && figures(old) == figures(new);
    old == new || (!old.is_empty() && !new.is_empty() && near())
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
        read.take(&content.kicker);
        read.take(&content.standfirst);
        for source in &content.sources {
            read.take(&source.note);
        }
        if content.ai.is_some() {
            read.take(&content.ai_note);
        }
        if let Some(picture) = &content.picture {
            read.take(&markup::plain(&picture.caption));
        }
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
