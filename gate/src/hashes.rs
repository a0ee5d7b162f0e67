//! Hashes of words, taken once for each word of a text, by which lists and sets find it without reading it again.

use super::similar::{FNV_OFFSET, fnv, mix};
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// The hash of a word, or of another short piece of a text.
pub(crate) fn hash(piece: &str) -> u64 {
    mix(fnv(FNV_OFFSET, piece.as_bytes()))
}

/// Takes a key that is a hash already as it is. For tables made from our own lists, never from a text: who writes a text
/// could choose words that fall together.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Taken(u64);

/// For tables keyed by [`hash`].
pub(crate) type Ready = BuildHasherDefault<Taken>;

/// A list of words of ours, made at first use.
pub(crate) type Listed = LazyLock<HashSet<&'static str, Ready>>;

/// The words of a list.
pub(crate) fn listed(words: &'static str) -> HashSet<&'static str, Ready> {
    words.split_whitespace().collect()
}

impl Hasher for Taken {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(fnv(self.0, bytes));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A set of hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hashes(Vec<u64>);

impl FromIterator<u64> for Hashes {
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> Hashes {
        let mut hashes: Vec<u64> = hashes.into_iter().collect();
        hashes.sort_unstable();
        hashes.dedup();
        Hashes(hashes)
    }
}

impl Hashes {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    pub(crate) fn contains(&self, hash: u64) -> bool {
        self.0.binary_search(&hash).is_ok()
    }

    /// How many are in both.
    pub(crate) fn common(&self, other: &Hashes) -> usize {
        let (mut mine, mut theirs) = (self.0.iter(), other.0.iter());
        let (mut one, mut two) = (mine.next(), theirs.next());
        let mut count = 0;
        while let (Some(a), Some(b)) = (one, two) {
            if a <= b {
                one = mine.next();
            }
            if b <= a {
                two = theirs.next();
            }
            count += usize::from(a == b);
        }
        count
    }
}
