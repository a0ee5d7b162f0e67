//! Passages divided into words, sentences and quotations.

use super::hashes::{Listed, hash, listed};
use super::lang::{Lang, is_stop};
use super::phrases;
use super::plain::{Plain, Role};
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// A word of a passage.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// First byte in the passage.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Lower case, straight apostrophes, no English possessive.
    pub(crate) low: String,
    /// The hash of `low`.
    pub(crate) hash: u64,
    /// What finds the prefixes that lists have of it.
    pub(crate) head: u64,
    /// Carries no meaning of its own.
    pub(crate) stop: bool,
    /// Begins with a digit.
    pub(crate) digit: bool,
    /// Begins with a capital.
    pub(crate) cap: bool,
    /// Two letters or more, all capitals.
    pub(crate) caps: bool,
    /// Number of its sentence in the passage.
    pub(crate) sentence: usize,
    /// First of its sentence.
    pub(crate) opens: bool,
    /// Inside quotation marks or a block quotation.
    pub(crate) quoted: bool,
    /// Inside emphasis: a title of a work, a ship, a foreign word.
    pub(crate) emphasised: bool,
}

/// What stands between quotation marks.
#[derive(Debug, Clone)]
pub(crate) struct Quotation {
    /// Bytes, marks included.
    pub(crate) bytes: Range<usize>,
    /// Its words.
    pub(crate) words: Range<usize>,
}

/// A passage ready to be read by rules.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    pub(crate) field: &'static str,
    /// Number among the text-bearing blocks of the body, from 1.
    pub(crate) paragraph: Option<usize>,
    pub(crate) role: Role,
    pub(crate) aside: bool,
    pub(crate) text: String,
    pub(crate) words: Vec<Word>,
    /// Words of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    pub(crate) quotes: Vec<Quotation>,
    /// Whose words, for a quotation set apart.
    pub(crate) cite: String,
    /// Bytes of links.
    pub(crate) links: Vec<Range<usize>>,
    /// Its names, found at the first need.
    pub(crate) names: OnceCell<Vec<Range<usize>>>,
    /// Its verbs of saying outside quotation marks, found at the first need.
    pub(crate) saying: OnceCell<Vec<usize>>,
}

impl Passage {
    /// Divides a passage of the body.
    pub(crate) fn of_body(plain: Plain, lang: Lang) -> Passage {
        let paragraph = Some(plain.number);
        Passage::new("body", paragraph, plain, lang)
    }

    /// Divides a field.
    pub(crate) fn of_field(field: &'static str, role: Role, text: &str, lang: Lang) -> Passage {
        Passage::new(field, None, Plain::field(role, text), lang)
    }

    fn new(field: &'static str, paragraph: Option<usize>, plain: Plain, lang: Lang) -> Passage {
        let marks = quotations(&plain.text);
        let mut words = divided(&plain.text, lang);
        let ends = sentence_ends(&plain.text);
        let mut sentence = 0;
        let mut last = usize::MAX;
        for word in &mut words {
            while ends.get(sentence).is_some_and(|end| word.start >= *end) {
                sentence += 1;
            }
            word.sentence = sentence;
            word.opens = last != sentence;
            last = sentence;
            word.quoted =
                plain.role == Role::Quote || marks.iter().any(|mark| mark.contains(&word.start));
            word.emphasised = plain.emphasis.iter().any(|mark| mark.contains(&word.start));
        }
        renumber(&mut words);
        let sentences = sentences(&words);
        let quotes = marks
            .into_iter()
            .map(|bytes| {
                let first = words.partition_point(|word| word.start < bytes.start);
                let after = words.partition_point(|word| word.start < bytes.end);
                Quotation {
                    words: first..after,
                    bytes,
                }
            })
            .collect();
        Passage {
            field,
            paragraph,
            role: plain.role,
            aside: plain.aside,
            cite: plain.cite,
            text: plain.text,
            words,
            sentences,
            quotes,
            links: plain.links,
            names: OnceCell::new(),
            saying: OnceCell::new(),
        }
    }

    /// The characters from the first to the last of some words.
    pub(crate) fn slice(&self, words: &Range<usize>) -> &str {
        let bytes = self.bytes(words);
        self.text.get(bytes).unwrap_or_default()
    }

    /// The bytes of some words.
    pub(crate) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        match (
            self.words.get(words.start),
            words
                .end
                .checked_sub(1)
                .and_then(|last| self.words.get(last)),
        ) {
            (Some(first), Some(last)) if first.start <= last.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The words of the sentence a word stands in.
    pub(crate) fn sentence_of(&self, word: usize) -> Range<usize> {
        self.words
            .get(word)
            .and_then(|word| self.sentences.get(word.sentence))
            .cloned()
            .unwrap_or(0..0)
    }

    /// What stands between a word and the one before it.
    pub(crate) fn gap(&self, word: usize) -> &str {
        let before = word
            .checked_sub(1)
            .and_then(|at| self.words.get(at))
            .map_or(0, |word| word.end);
        let start = self
            .words
            .get(word)
            .map_or(self.text.len(), |word| word.start);
        self.text.get(before..start).unwrap_or_default()
    }

    /// The lower-case form of a word, empty past either end.
    pub(crate) fn low(&self, word: usize) -> &str {
        self.words.get(word).map_or("", |word| word.low.as_str())
    }
}

fn renumber(words: &mut [Word]) {
    let mut number = 0;
    let mut last = None;
    for word in words {
        if last.is_some_and(|last| last != word.sentence) {
            number += 1;
        }
        last = Some(word.sentence);
        word.sentence = number;
    }
}

fn sentences(words: &[Word]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match out.last_mut() {
            Some(last) if !word.opens => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// Italian words that lose their vowel before another word; `Sant'Erasmo` stays whole.
static ELIDED: Listed = LazyLock::new(|| {
    listed(
        " l un d dell all dall nell sull coll quest quell c s m t v n gl anch com dov quant tutt nient senz \
    mezz bell grand trent vent cinquant null qualcun nessun ciascun ",
    )
});

/// The words of a text by Unicode's rules (UAX #29), each with its first byte.
///
/// Between a space and a letter or digit of ASCII a word always ends, so each stretch between such places is divided by
/// itself: those of ASCII alone, nearly all, take a short way.
pub(crate) fn cut(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let stretches = std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let bytes = rest.as_bytes();
        let plain = bytes
            .iter()
            .position(|byte| !byte.is_ascii())
            .unwrap_or(bytes.len());
        let parts = |at: &usize| bytes[at - 1] == b' ' && bytes[*at].is_ascii_alphanumeric();
        // All that is plain as far as the word before the first other sign, else to the end of that word.
        let end = (1..plain)
            .rev()
            .find(parts)
            .filter(|_| plain < bytes.len())
            .or_else(|| (plain.max(1)..bytes.len()).find(parts))
            .unwrap_or(bytes.len());
        let begin = start;
        start += end;
        Some((begin, &rest[..end]))
    });
    stretches.flat_map(|(begin, stretch)| {
        stretch
            .unicode_word_indices()
            .map(move |(at, word)| (begin + at, word))
    })
}

fn divided(text: &str, lang: Lang) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 5);
    for (start, piece) in cut(text) {
        let apostrophe = piece.find(['\'', '’']);
        let split = apostrophe.and_then(|at| {
            let head = piece[..at].to_lowercase();
            let tail = at + piece[at..].chars().next().map_or(0, char::len_utf8);
            let elided = ELIDED.contains(head.as_str());
            (elided && tail < piece.len() && (lang == Lang::It || head == "d"))
                .then_some((at, tail))
        });
        match split {
            Some((at, tail)) => {
                out.push(word(start, &piece[..at], start + at, lang));
                out.push(word(
                    start + tail,
                    &piece[tail..],
                    start + piece.len(),
                    lang,
                ));
            }
            None => out.push(word(start, piece, start + piece.len(), lang)),
        }
    }
    out
}

fn word(start: usize, piece: &str, end: usize, lang: Lang) -> Word {
    let mut low = piece.to_lowercase();
    if low.contains('’') {
        low = low.replace('’', "'");
    }
    if let Some(rest) = low.strip_suffix("'s") {
        low.truncate(rest.len());
    }
    let cap = piece.chars().next().is_some_and(char::is_uppercase);
    let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
    let caps = letters >= 2 && !piece.chars().any(char::is_lowercase);
    Word {
        start,
        end,
        hash: hash(&low),
        head: phrases::head(&low),
        stop: is_stop(&low, lang),
        digit: low.starts_with(|c: char| c.is_ascii_digit()),
        low,
        cap,
        caps,
        sentence: 0,
        opens: false,
        quoted: false,
        emphasised: false,
    }
}

/// Byte ranges between quotation marks, marks included; outer ones only.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        match open {
            None => {
                let close = match c {
                    '«' => Some('»'),
                    '“' | '„' => Some('”'),
                    '"' => Some('"'),
                    '‘' if after.is_alphanumeric() && !before.is_alphanumeric() => Some('’'),
                    '\'' if after.is_alphabetic() && !before.is_alphanumeric() => Some('\''),
                    _ => None,
                };
                open = close.map(|close| (at, close));
            }
            Some((start, close)) => {
                let closes = c == close || (close == '”' && c == '“' && !after.is_alphanumeric());
                let apostrophe = matches!(close, '’' | '\'') && after.is_alphanumeric();
                if closes && !apostrophe {
                    out.push(start..at + c.len_utf8());
                    open = None;
                }
            }
        }
        before = c;
    }
    if let Some((start, close)) = open
        && !matches!(close, '’' | '\'')
    {
        out.push(start..text.len());
    }
    out
}

/// Shortened words whose stop ends no sentence.
static SHORT: Listed = LazyLock::new(|| {
    listed(
        " dott dr prof sig ing avv on sen arch art artt n nn pag p pp cfr ecc mr mrs ms st rev gen col capt \
    sgt lt gov sen rep no vol fig ca tel geom rag mons don ss etc vs jr sr inc ltd approx dept ",
    )
});

/// Bytes at which a sentence has ended, in order.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for (byte, c) in text.char_indices() {
        if c == '\n' {
            out.push(byte);
            continue;
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let rest = &text[byte + c.len_utf8()..];
        let rest = rest.trim_start_matches(['.', '!', '?', '…', '»', '”', '"', '’', '\'', ')']);
        if !rest.starts_with([' ', '\n', '\u{a0}']) {
            continue;
        }
        let space = text.len() - rest.len();
        let follows = rest.chars().find(|c| !c.is_whitespace());
        let begins = follows.is_some_and(|c| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '«' | '“' | '"' | '‘' | '—' | '–' | '(' | '[')
        });
        if begins && !(c == '.' && shortened(text, byte)) {
            out.push(space);
        }
    }
    out
}

/// Whether the stop at this byte belongs to a shortened word or an initial.
fn shortened(text: &str, stop: usize) -> bool {
    let before = &text[..stop];
    let word: &str = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    single || SHORT.contains(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cut_in_stretches_has_the_words_it_has_as_a_whole() {
        let texts = [
            "",
            " ",
            "Sant'Erasmo, l'altro ieri: 1.204 euro (22/11) e-mail a.b_c U.S.A.",
            "«Però» disse, perché è così — e poi? Sì: 3,5 °C, l’acqua all’1 % più 2.",
            "a \u{301}b e\u{301} c \u{200d}d 👩\u{200d}🚀 x 🇮🇹🇩🇪 y2 3é4 é 5",
            "Ünlü שלום 你好 world \u{a0}x\n\ty  z é",
        ];
        for text in texts {
            let whole: Vec<(usize, &str)> = text.unicode_word_indices().collect();
            assert_eq!(cut(text).collect::<Vec<_>>(), whole, "{text}");
        }
    }
}
