//! Names: runs of capitalised words.

use super::hashes::{Listed, listed};
use super::lang::Lang;
use super::words::{Passage, Word};
use std::ops::Range;
use std::sync::LazyLock;

/// Words that join the parts of a name without a capital.
static JOINTS: Listed = LazyLock::new(|| {
    listed(
        " di de del della dei degli delle da dal dalla la lo van von der den el al bin ter ten du dos d of the ",
    )
});

/// Whether a capitalised word can be part of a name here: not just the first word of a sentence.
fn starts(passage: &Passage, at: usize, lang: Lang) -> bool {
    let Some(word) = passage.words.get(at) else {
        return false;
    };
    if !word.cap || word.stop || (lang == Lang::En && is_weekday_or_month(&word.low)) {
        return false;
    }
    !opening(passage, at) || capital(passage.words.get(at + 1))
}

/// Whether the word's capital may be due to its place: sentence, quotation or line begins with it.
pub(crate) fn opening(passage: &Passage, at: usize) -> bool {
    let Some(word) = passage.words.get(at) else {
        return true;
    };
    let gap = passage.gap(at);
    word.opens
        || gap.contains(['«', '“', '"', '‘', ':', '—', '–']) && !gap.ends_with(' ')
        || gap.contains(": ")
}

fn capital(word: Option<&Word>) -> bool {
    word.is_some_and(|word| word.cap)
}

fn is_weekday_or_month(low: &str) -> bool {
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july august \
        september october november december christmas easter "
        .split_whitespace()
        .any(|word| word == low)
}

/// The names of a passage: maximal runs of capitalised words, joined by particles and elisions.
pub(crate) fn names(passage: &Passage, lang: Lang) -> &[Range<usize>] {
    passage.names.get_or_init(|| find(passage, lang))
}

fn find(passage: &Passage, lang: Lang) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < passage.words.len() {
        if !starts(passage, at, lang) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        loop {
            let joined = passage.gap(end);
            let plain = matches!(joined, " " | "-" | "'" | "’" | "\u{a0}")
                || (joined == ". " && initial(passage, end - 1));
            if plain
                && capital(passage.words.get(end))
                && !passage.words.get(end).is_some_and(|word| word.opens)
            {
                end += 1;
            } else if plain
                && joint(passage.low(end))
                && capital(passage.words.get(end + 1))
                && matches!(passage.gap(end + 1), " " | "'" | "’" | "")
            {
                end += 2;
            } else {
                break;
            }
        }
        out.push(at..end);
        at = end;
    }
    out
}

fn initial(passage: &Passage, at: usize) -> bool {
    passage
        .words
        .get(at)
        .is_some_and(|word| word.cap && word.end - word.start <= 3)
}

fn joint(low: &str) -> bool {
    JOINTS.contains(low)
}
