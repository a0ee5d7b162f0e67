//! A passage that says again what an earlier one said.

use super::super::finding::Severity;
use super::super::lang::{Both, Lang, fold, is_stop, stem};
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
    roots: HashSet<String>,
    /// Numbers and names: a new one is a new fact.
    facts: HashSet<String>,
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
    let mut seen: HashSet<&str> = HashSet::new();
    let mut facts: HashSet<&str> = HashSet::new();
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
        seen.extend(unit.roots.iter().map(String::as_str));
        facts.extend(unit.facts.iter().map(String::as_str));
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
        .map(|(_, passage)| coarse(passage, text.lang))
        .take(UNITS_MAX)
        .collect();
    let mut known: HashSet<String> = HashSet::new();
    for (index, unit) in units.iter().enumerate() {
        let earlier = units.get(..index).into_iter().flatten();
        let new_fact = unit.facts.iter().any(|fact| !known.contains(fact));
        let said = unit.passage.words.iter().filter(|word| word.quoted).count() * 3
            > unit.passage.words.len();
        if !new_fact && !said && unit.roots.len() >= PARAGRAPH_MIN {
            let sums_up = usize::from(
                SUMMING
                    .get(text.lang)
                    .any(unit.passage.words.get(..SUMMING_WORDS).unwrap_or_default()),
            );
            let likeness = |other: &Unit<'_>| {
                let signs = other.facts.intersection(&unit.facts).count().min(2) + sums_up;
                let common = other.roots.intersection(&unit.roots).count() * 100 / unit.roots.len();
                if (signs > 0 && common >= COMMON_MIN) || common >= PLAIN {
                    common + SIGN * signs
                } else {
                    0
                }
            };
            if let Some(other) = earlier.max_by_key(|other| likeness(other)).filter(|other| {
                likeness(other)
                    >= if index + 1 == units.len() {
                        LIKENESS
                    } else {
                        LIKENESS_INSIDE
                    }
            }) {
                report(desk, unit, other);
                return;
            }
        }
        known.extend(unit.roots.iter().chain(&unit.facts).cloned());
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
fn coarse(passage: &Passage, lang: Lang) -> Unit<'_> {
    let mut roots = HashSet::new();
    let mut facts = HashSet::new();
    for word in &passage.words {
        let folded = fold(&word.low);
        let digit = folded.starts_with(|c: char| c.is_ascii_digit());
        if digit {
            facts.insert(folded.clone());
            roots.insert(folded);
            continue;
        }
        if is_stop(&word.low, lang) || folded.chars().count() < 4 {
            continue;
        }
        let root: String = folded.chars().take(4).collect();
        if word.cap && !word.opens {
            facts.insert(root.clone());
        }
        roots.insert(root);
    }
    Unit {
        passage,
        words: 0..passage.words.len(),
        roots,
        facts,
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
    let mut roots = HashSet::new();
    let mut facts = HashSet::new();
    for word in passage.words.get(words.clone()).into_iter().flatten() {
        let digit = word.low.starts_with(|c: char| c.is_ascii_digit());
        if is_stop(&word.low, lang) || (word.low.chars().count() < 3 && !digit) {
            continue;
        }
        if digit || (word.cap && !word.opens) {
            facts.insert(fold(&word.low));
        }
        roots.insert(stem(&word.low, lang).chars().take(6).collect());
    }
    Unit {
        passage,
        words,
        roots,
        facts,
    }
}

fn repeats<'a, 'b>(
    unit: &Unit<'_>,
    told: &[&'b Unit<'a>],
    seen: &HashSet<&str>,
    facts: &HashSet<&str>,
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
    if unit.facts.iter().any(|fact| !facts.contains(fact.as_str())) {
        return None;
    }
    let novel = unit
        .roots
        .iter()
        .filter(|root| !seen.contains(root.as_str()))
        .count();
    if share(novel, size) > NOVEL {
        return None;
    }
    told.iter()
        .map(|earlier| (*earlier, earlier.roots.intersection(&unit.roots).count()))
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
