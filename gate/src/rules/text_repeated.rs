//! A passage that says again what an earlier one said.

use super::super::finding::Severity;
use super::super::hashes::{Hashes, hash};
use super::super::lang::{Both, Lang, first_chars, fold, root};
use super::super::phrases::{Lazy, Lists};
use super::super::plain::Role;
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::words::Passage;
use crate::copy::Kind;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "text.repeated",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un brano ridice con altre parole ciò che un altro ha già detto, di solito la chiusa l'attacco.",
        "A passage says again in other words what an earlier one said, usually the close the opening.",
    ),
    why: Both::new(
        "Chi è arrivato in fondo non impara nulla, e il testo pare riempito.",
        "Those who have read to the end learn nothing, and the text looks padded.",
    ),
    remedy: Both::new(
        "Togli uno dei due, o aggiungi al secondo un fatto nuovo.",
        "Take one of the two out, or add a new fact to the second.",
    ),
    source: "Journalistic practice; the model page's last paragraph",
    reads: Reads::Sentences,
    check,
};

/// Content words a passage needs to be compared.
const CONTENT_MIN: usize = 6;
/// Share of the later passage's content words that one earlier passage already has.
const SHARED: f64 = 0.5;
/// Share of its content words that appear nowhere before, at most.
const NOVEL: f64 = 0.45;
/// Repetitions shown at most: who has so many rewrites the whole.
const REPEATS_MAX: usize = 10;
/// Passages compared pairwise at most: beyond it the text is a book.
const UNITS_MAX: usize = 400;

/// A stretch of text and its content words.
struct Unit<'a> {
    passage: &'a Passage,
    words: Range<usize>,
    roots: Hashes,
    /// Numbers and names: a new one is a new fact.
    facts: Hashes,
}

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if matches!(
        text.kind(),
        Kind::Listing | Kind::Satire | Kind::Live | Kind::Letter
    ) {
        return;
    }
    let units: Vec<Unit<'_>> = text
        .running()
        .filter(|(_, passage)| !passage.aside)
        .flat_map(|(_, passage)| units(passage, text.lang))
        .take(UNITS_MAX)
        .collect();
    let mut seen: HashSet<u64> = HashSet::new();
    let mut facts: HashSet<u64> = HashSet::new();
    let mut told: Vec<&Unit<'_>> = Vec::new();
    let mut found = 0;
    for unit in &units {
        if found == REPEATS_MAX {
            return;
        }
        if let Some(earlier) = repeats(unit, &told, &seen, &facts) {
            report(desk, unit, earlier);
            found += 1;
        }
        seen.extend(unit.roots.iter());
        facts.extend(unit.facts.iter());
        told.push(unit);
    }
    if found == 0 {
        paragraphs(text, desk);
    }
}

/// The same for a paragraph that is not the last.
const LIKENESS_INSIDE: usize = 46;
/// Content words of a paragraph that is compared as a whole.
const PARAGRAPH_MIN: usize = 11;
/// Likeness, in hundredths, from which a last paragraph without a new fact says an earlier one again.
const LIKENESS: usize = 34;
/// Likeness of paragraphs that share no fact and do not sum up: by words alone, in hundredths.
const PLAIN: usize = 50;
/// Likeness by words below which facts in common, dates above all, prove nothing.
const COMMON_MIN: usize = 20;
/// What each fact in common, and a word that sums up, adds to the likeness, in hundredths.
const SIGN: usize = 8;

/// Whole paragraphs: other words hide a repetition from single sentences, but it brings no new number or name.
fn paragraphs(text: &Text<'_>, desk: &mut Desk<'_>) {
    let main = text
        .running()
        .filter(|(_, passage)| passage.role == Role::Paragraph && !passage.aside);
    let units: Vec<Unit<'_>> = main
        .map(|(_, passage)| coarse(passage))
        .take(UNITS_MAX)
        .collect();
    let mut known: HashSet<u64> = HashSet::new();
    for (index, unit) in units.iter().enumerate() {
        let earlier = units.get(..index).into_iter().flatten();
        let new_fact = unit.facts.iter().any(|fact| !known.contains(&fact));
        let said = unit.passage.words.iter().filter(|word| word.quoted).count() * 3
            > unit.passage.words.len();
        if !new_fact && !said && unit.roots.len() >= PARAGRAPH_MIN {
            let sums_up = usize::from(
                SUMMING
                    .get(text.lang)
                    .any(unit.passage.words.get(..SUMMING_WORDS).unwrap_or_default()),
            );
            let likeness = |other: &Unit<'_>| {
                let common = other.roots.common(&unit.roots) * 100 / unit.roots.len();
                if common < COMMON_MIN {
                    return 0;
                }
                let signs = other.facts.common(&unit.facts).min(2) + sums_up;
                if signs > 0 || common >= PLAIN {
                    common + SIGN * signs
                } else {
                    0
                }
            };
            let enough = if index + 1 == units.len() {
                LIKENESS
            } else {
                LIKENESS_INSIDE
            };
            let nearest = earlier
                .map(|other| (likeness(other), other))
                .max_by_key(|(likeness, _)| *likeness);
            if let Some((_, other)) = nearest.filter(|(likeness, _)| *likeness >= enough) {
                report(desk, unit, other);
                return;
            }
        }
        known.extend(unit.roots.iter().chain(unit.facts.iter()));
    }
}

/// Words at the head of a paragraph among which it says that it sums up.
const SUMMING_WORDS: usize = 12;

static SUMMING: Lazy = LazyLock::new(|| {
    Lists::new(
        "
        insomma|dunque|quindi
        in sintesi|conclusione|definitiva|breve|sostanza
        per riassumere|concludere",
        "
        in short|conclusion|sum|summary|brief
        so it is
        so|then|thus|overall|therefore",
    )
});

/// The first letters of each content word, facts apart: numbers, and capitals within a sentence.
fn coarse(passage: &Passage) -> Unit<'_> {
    let mut roots = Vec::new();
    let mut facts = Vec::new();
    for word in passage.words.iter().filter(|word| word.digit || !word.stop) {
        let folded = fold(&word.low);
        if word.digit {
            facts.push(hash(&folded));
            roots.push(hash(&folded));
            continue;
        }
        if folded.chars().count() < 4 {
            continue;
        }
        let root = hash(first_chars(&folded, 4));
        if word.cap && !word.opens {
            facts.push(root);
        }
        roots.push(root);
    }
    Unit {
        passage,
        words: 0..passage.words.len(),
        roots: roots.into_iter().collect(),
        facts: facts.into_iter().collect(),
    }
}

fn report(desk: &mut Desk<'_>, unit: &Unit<'_>, earlier: &Unit<'_>) {
    let (it, en) = both_quoted(unit.passage.slice(&unit.words));
    let (first_it, first_en) = both_quoted(earlier.passage.slice(&earlier.words));
    desk.find(
        vec![
            place(unit.passage, &unit.words),
            place(earlier.passage, &earlier.words),
        ],
        format!("{it} ridice ciò che c'è già in {first_it}."),
        format!("{en} says again what {first_en} says."),
    );
}

/// The sentences of a passage, and the passage as a whole when it has several.
fn units(passage: &Passage, lang: Lang) -> Vec<Unit<'_>> {
    passage
        .sentences
        .iter()
        .map(|sentence| unit(passage, sentence.clone(), lang))
        .collect()
}

fn unit(passage: &Passage, words: Range<usize>, lang: Lang) -> Unit<'_> {
    let mut roots = Vec::with_capacity(words.len());
    let mut facts = Vec::new();
    for word in passage.words.get(words.clone()).into_iter().flatten() {
        if word.stop || (word.low.chars().count() < 3 && !word.digit) {
            continue;
        }
        if word.digit || (word.cap && !word.opens) {
            facts.push(hash(&fold(&word.low)));
        }
        roots.push(hash(&root(&word.low, lang)));
    }
    Unit {
        passage,
        words,
        roots: roots.into_iter().collect(),
        facts: facts.into_iter().collect(),
    }
}

fn repeats<'a, 'b>(
    unit: &Unit<'_>,
    told: &[&'b Unit<'a>],
    seen: &HashSet<u64>,
    facts: &HashSet<u64>,
) -> Option<&'b Unit<'a>> {
    let size = unit.roots.len();
    if size < CONTENT_MIN
        || unit
            .passage
            .words
            .get(unit.words.start)
            .is_none_or(|word| word.quoted)
    {
        return None;
    }
    if unit.facts.iter().any(|fact| !facts.contains(&fact)) {
        return None;
    }
    let novel = unit
        .roots
        .iter()
        .filter(|root| !seen.contains(root))
        .count();
    if share(novel, size) > NOVEL {
        return None;
    }
    told.iter()
        .map(|earlier| (*earlier, earlier.roots.common(&unit.roots)))
        .max_by_key(|(_, common)| *common)
        .filter(|(_, common)| share(*common, size) >= SHARED)
        .map(|(earlier, _)| earlier)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words are far below 2^52"
)]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
