//! Small patterns over words, the form most rules keep their lists in.
//!
//! One pattern a line. A token is a lower-case word, alternatives divided by `|`, each with `*` for any ending;
//! `_` is any word, `^` a capitalised one, `#` one beginning with a digit; a final `?` makes a token optional. `_` does not
//! lead a pattern. A match never leaves its sentence.

use super::hashes::{Ready, hash};
use super::lang::Lang;
use super::words::Word;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug)]
enum Atom {
    /// A word and its hash.
    Exact(&'static str, u64),
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
const PREFIX_KEY: usize = 3;
/// Bits of a sieve.
const SIEVE_BITS: usize = 8_192;

/// A list of patterns.
#[derive(Debug)]
pub(crate) struct Phrases {
    patterns: Vec<Vec<Token>>,
    /// By the hash of the word.
    by_word: HashMap<u64, Vec<usize>, Ready>,
    /// By the first bytes of the prefix.
    by_prefix: HashMap<u64, Vec<(&'static str, usize)>, Ready>,
    by_shape: Vec<usize>,
    /// Keys of the two tables above: most words of a text lead no pattern, which is seen here.
    sieve: Sieve,
}

/// Says of a key for sure that it was never put in.
#[derive(Debug)]
struct Sieve(Box<[u64; SIEVE_BITS / 64]>);

impl Sieve {
    fn place(key: u64) -> (usize, u64) {
        let bit = usize::try_from(key % SIEVE_BITS as u64).unwrap_or_default();
        (bit / 64, 1 << (bit % 64))
    }

    fn add(&mut self, key: u64) {
        let (at, bit) = Sieve::place(key);
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= bit;
        }
    }

    fn may_hold(&self, key: u64) -> bool {
        let (at, bit) = Sieve::place(key);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }
}

/// What finds the prefixes of a word: its first bytes, spread.
pub(super) fn head(low: &str) -> u64 {
    let head = low.as_bytes().get(..PREFIX_KEY).unwrap_or_default();
    let packed = head
        .iter()
        .fold(0, |packed, byte| packed << 8 | u64::from(*byte));
    super::similar::mix(packed)
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
            by_word: HashMap::default(),
            by_prefix: HashMap::default(),
            by_shape: Vec::new(),
            sieve: Sieve(Box::new([0; SIEVE_BITS / 64])),
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
                    Atom::Exact(_, hash) => {
                        self.by_word.entry(*hash).or_default().push(number);
                        self.sieve.add(*hash);
                    }
                    Atom::Prefix(prefix) => {
                        let key = head(prefix);
                        let known = self.by_prefix.entry(key).or_default();
                        known.push((prefix, number));
                        self.sieve.add(key);
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
        let shaped = !self.by_shape.is_empty() && (word.cap || word.digit);
        let (whole, begun) = (
            self.sieve.may_hold(word.hash),
            self.sieve.may_hold(word.head),
        );
        if !(whole || begun || shaped) {
            return None;
        }
        let exact = whole.then(|| self.by_word.get(&word.hash));
        let exact = exact.flatten().into_iter().flatten().copied();
        let prefixed = begun.then(|| self.by_prefix.get(&word.head));
        let prefixed = prefixed
            .flatten()
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
                .map_or_else(|| Atom::Exact(atom, hash(atom)), Atom::Prefix),
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
        Atom::Exact(exact, hash) => word.hash == *hash && word.low == *exact,
        Atom::Prefix(prefix) => word.low.starts_with(prefix),
        Atom::Any => true,
        Atom::Capital => word.cap,
        Atom::Digits => word.digit,
    }
}
