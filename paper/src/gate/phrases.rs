//! Small patterns over words, the form most rules keep their lists in.
//!
//! One pattern a line. A token is a lower-case word, alternatives divided by `|`, each with `*` for any ending;
//! `_` is any word, `^` a capitalised one, `#` one beginning with a digit; a final `?` makes a token optional. `_` does not
//! lead a pattern. A match never leaves its sentence.

use super::lang::Lang;
use super::words::Word;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug)]
enum Atom {
    Exact(&'static str),
    Prefix(&'static str),
    Any,
    Capital,
    Digits,
}

#[derive(Debug)]
struct Token {
    atoms: Vec<Atom>,
    optional: bool,
}

/// Bytes of a prefix that find it; every prefix in the lists is at least as long.
const PREFIX_KEY: usize = 2;

/// A list of patterns.
#[derive(Debug)]
pub(crate) struct Phrases {
    patterns: Vec<Vec<Token>>,
    by_word: HashMap<&'static str, Vec<usize>>,
    /// By the first two bytes of the prefix.
    by_prefix: HashMap<&'static [u8], Vec<(&'static str, usize)>>,
    by_shape: Vec<usize>,
}

/// A list for each language.
#[derive(Debug)]
pub(crate) struct Lists {
    it: Phrases,
    en: Phrases,
}

/// Lists made at first use.
pub(crate) type Lazy = LazyLock<Lists>;

impl Lists {
    pub(crate) fn new(it: &'static str, en: &'static str) -> Lists {
        Lists {
            it: Phrases::new(it),
            en: Phrases::new(en),
        }
    }

    pub(crate) fn get(&self, lang: Lang) -> &Phrases {
        match lang {
            Lang::It => &self.it,
            Lang::En => &self.en,
        }
    }
}

impl Phrases {
    pub(crate) fn new(lines: &'static str) -> Phrases {
        let mut out = Phrases {
            patterns: Vec::new(),
            by_word: HashMap::new(),
            by_prefix: HashMap::new(),
            by_shape: Vec::new(),
        };
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            out.add(line.split_whitespace().map(token).collect());
        }
        out
    }

    fn add(&mut self, pattern: Vec<Token>) {
        let number = self.patterns.len();
        for token in &pattern {
            for atom in &token.atoms {
                match atom {
                    Atom::Exact(word) => self.by_word.entry(word).or_default().push(number),
                    Atom::Prefix(prefix) => {
                        let key = prefix
                            .as_bytes()
                            .get(..PREFIX_KEY)
                            .unwrap_or(prefix.as_bytes());
                        self.by_prefix
                            .entry(key)
                            .or_default()
                            .push((prefix, number));
                    }
                    Atom::Any | Atom::Capital | Atom::Digits => self.by_shape.push(number),
                }
            }
            if !token.optional {
                break;
            }
        }
        self.patterns.push(pattern);
    }

    /// The longest match beginning at a word: one past its last word.
    pub(crate) fn at(&self, words: &[Word], at: usize) -> Option<usize> {
        let word = words.get(at)?;
        let shaped = word.cap || word.low.starts_with(|c: char| c.is_ascii_digit());
        let exact = self
            .by_word
            .get(word.low.as_str())
            .into_iter()
            .flatten()
            .copied();
        let prefixed = self
            .by_prefix
            .get(word.low.as_bytes().get(..PREFIX_KEY).unwrap_or_default())
            .into_iter()
            .flatten()
            .filter(|(prefix, _)| word.low.starts_with(prefix))
            .map(|(_, number)| *number);
        exact
            .chain(prefixed)
            .chain(
                shaped
                    .then_some(&self.by_shape)
                    .into_iter()
                    .flatten()
                    .copied(),
            )
            .filter_map(|number| self.patterns.get(number))
            .filter_map(|pattern| matched(pattern, words, at, word.sentence))
            .max()
    }

    /// Every match, leftmost and longest, none overlapping.
    pub(crate) fn find(&self, words: &[Word]) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.at(words, at) {
                Some(end) if end > at => {
                    out.push(at..end);
                    at = end;
                }
                _ => at += 1,
            }
        }
        out
    }

    /// Whether anything matches.
    pub(crate) fn any(&self, words: &[Word]) -> bool {
        (0..words.len()).any(|at| self.at(words, at).is_some())
    }
}

fn token(source: &'static str) -> Token {
    let (source, optional) = match source.strip_suffix('?') {
        Some(rest) => (rest, true),
        None => (source, false),
    };
    let atoms = source
        .split('|')
        .map(|atom| match atom {
            "_" => Atom::Any,
            "^" => Atom::Capital,
            "#" => Atom::Digits,
            _ => atom
                .strip_suffix('*')
                .map_or(Atom::Exact(atom), Atom::Prefix),
        })
        .collect();
    Token { atoms, optional }
}

fn matched(pattern: &[Token], words: &[Word], at: usize, sentence: usize) -> Option<usize> {
    let Some((token, rest)) = pattern.split_first() else {
        return Some(at);
    };
    let taken = words
        .get(at)
        .filter(|word| word.sentence == sentence && token.atoms.iter().any(|atom| fits(atom, word)))
        .and_then(|_| matched(rest, words, at + 1, sentence));
    let skipped = if token.optional {
        matched(rest, words, at, sentence)
    } else {
        None
    };
    taken.max(skipped)
}

fn fits(atom: &Atom, word: &Word) -> bool {
    match atom {
        Atom::Exact(exact) => word.low == *exact,
        Atom::Prefix(prefix) => word.low.starts_with(prefix),
        Atom::Any => true,
        Atom::Capital => word.cap,
        Atom::Digits => word.low.starts_with(|c: char| c.is_ascii_digit()),
    }
}
