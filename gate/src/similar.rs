//! Likeness of texts: runs of five words, a MinHash signature for finding candidates, the exact share for deciding.
//!
//! The hash is written out here and must never change: signatures are stored.

use super::hashes::Hashes;
use super::words::cut;
use std::collections::VecDeque;

/// Words in a run.
pub const RUN_WORDS: usize = 5;
/// Hashes in a signature.
pub const HASHES: usize = 64;
/// Bands a signature is divided into; two texts that share one are compared exactly.
pub const BANDS: usize = 16;
/// Hashes in a band.
const ROWS: usize = HASHES / BANDS;
/// One run in so many is kept as a mark of its text.
const SAMPLED: u64 = 32;
/// Runs of a text kept as marks.
const SAMPLE_MAX: usize = 96;

/// A text's MinHash signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature([u64; HASHES]);

impl Signature {
    /// One number per band. Texts of which nine tenths are alike share one nearly always, unrelated ones never.
    pub fn bands(&self) -> [i64; BANDS] {
        let mut out = [0; BANDS];
        for (band, rows) in out.iter_mut().zip(self.0.chunks_exact(ROWS)) {
            let mut hash = FNV_OFFSET;
            for row in rows {
                hash = fnv(hash, &row.to_be_bytes());
            }
            *band = i64::from_be_bytes(hash.to_be_bytes());
        }
        out
    }
}

/// The hashed runs of [`RUN_WORDS`] words of a plain text: what it is compared by, taken once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runs(Hashes);

impl Runs {
    /// The runs of a text.
    pub fn of(text: &str) -> Runs {
        Runs(runs(text, RUN_WORDS))
    }

    /// Their MinHash signature.
    pub fn signature(&self) -> Signature {
        let mut least = [u64::MAX; HASHES];
        let turns: [u64; HASHES] = std::array::from_fn(|number| mix(number as u64 + 1));
        for run in self.0.iter() {
            for (turn, slot) in turns.iter().zip(least.iter_mut()) {
                *slot = (*slot).min(mix(run ^ turn));
            }
        }
        Signature(least)
    }

    /// The numbers a text is found by: its bands, and a sample of its runs, the same runs of any text they stand in, by
    /// which a text is found that was copied whole into a longer one.
    pub fn marks(&self) -> Vec<i64> {
        let mut sample: Vec<u64> = self
            .0
            .iter()
            .map(mix)
            .filter(|run| run % SAMPLED == 0)
            .collect();
        sample.sort_unstable();
        sample.truncate(SAMPLE_MAX);
        let signed = |run: u64| i64::from_be_bytes(run.to_be_bytes());
        let mut marks = self.signature().bands().to_vec();
        marks.extend(sample.into_iter().map(signed));
        marks
    }

    /// How much two texts share: the greater of Jaccard's measure and of the part of the shorter that is in the longer,
    /// 0 to 1. A text too short to have a run of five words is like no other.
    pub fn share(&self, other: &Runs) -> f64 {
        let shorter = self.0.len().min(other.0.len());
        if shorter == 0 {
            return 0.0;
        }
        ratio(self.common(other), shorter)
    }

    /// Jaccard's measure alone, 0 to 1: a brief that stands whole in a longer text is not that text.
    pub fn alike(&self, other: &Runs) -> f64 {
        let common = self.common(other);
        ratio(common, self.0.len() + other.0.len() - common)
    }

    fn common(&self, other: &Runs) -> usize {
        self.0.common(&other.0)
    }
}

/// The part of `text` that is also in `of`, 0 to 1, by runs of `words` words.
pub fn contained(text: &str, of: &str, words: usize) -> f64 {
    let (text, of) = (runs(text, words), runs(of, words));
    if text.is_empty() {
        return 0.0;
    }
    ratio(text.common(&of), text.len())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words are far below 2^52"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Each run is hashed as its words come: as many hashes are under way at a time as a run has words.
fn runs(text: &str, length: usize) -> Hashes {
    let mut open: VecDeque<u64> = VecDeque::with_capacity(length + 1);
    let mut low = String::new();
    let mut done = Vec::with_capacity(text.len() / 6);
    for (_, word) in cut(text) {
        low.clear();
        lower(word, &mut low);
        low.push(' ');
        open.push_back(FNV_OFFSET);
        for hash in &mut open {
            *hash = fnv(*hash, low.as_bytes());
        }
        if open.len() == length {
            done.extend(open.pop_front());
        }
    }
    done.into_iter().collect()
}

/// A word in small letters, with straight apostrophes.
fn lower(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
    } else {
        out.push_str(&word.to_lowercase().replace('’', "'"));
    }
}

pub(super) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a.
pub(super) fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME)
    })
}

/// The finaliser of SplitMix64: spreads every bit over all others.
pub(super) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
