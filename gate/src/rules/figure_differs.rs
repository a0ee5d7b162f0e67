//! A figure that differs between headline, standfirst, caption and body.

use super::super::finding::Severity;
use super::super::hashes::{Listed, listed};
use super::super::lang::{Both, Lang, stem};
use super::super::numbers::{Number, ONE, numbers};
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place};
use super::super::words::Passage;
use crate::copy::Kind;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "figure.differs",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "La stessa cosa ha un numero nel titolo, nel sommario o nella didascalia e un altro nel testo.",
        "The same thing has one figure in headline, standfirst or caption and another in the text.",
    ),
    why: Both::new("Uno dei due è sbagliato.", "One of the two is wrong."),
    remedy: Both::new(
        "Verifica la cifra e rendila uguale ovunque.",
        "Check the figure and make it the same everywhere.",
    ),
    source: "Journalistic practice; Trust Project: corrections",
    reads: Reads::Sentences,
    check,
};

/// Whether a number of the headline is one this rule reports, so that no other does.
pub(super) fn judges(text: &Text<'_>, number: &Number) -> bool {
    let mut body: Vec<Figure<'_>> = Vec::new();
    in_body(text, &mut body);
    let mut own = Vec::new();
    let numbers = numbers(&text.headline, text.lang);
    figures(&text.headline, &numbers, text.lang, &mut own);
    own.iter()
        .filter(|figure| figure.number.words == number.words)
        .any(|figure| differing(figure, body.iter(), &values(text)).is_some())
}

/// A number and the thing it counts.
struct Figure<'a> {
    passage: &'a Passage,
    number: Number,
    /// Stem of the thing, or a sign: `%`, `€`.
    thing: String,
    about: bool,
}

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if matches!(text.kind(), Kind::Listing | Kind::Satire) {
        return;
    }
    let captions = text
        .body
        .iter()
        .filter(|passage| passage.role == super::super::plain::Role::Caption);
    let fields: Vec<&Passage> = [
        &text.headline,
        &text.kicker,
        &text.standfirst,
        &text.caption,
    ]
    .into_iter()
    .chain(captions)
    .collect();
    let mut body: Vec<Figure<'_>> = Vec::new();
    in_body(text, &mut body);
    let values = values(text);
    let mut earlier: Vec<Figure<'_>> = Vec::new();
    for passage in fields {
        let mut own = Vec::new();
        let numbers = numbers(passage, text.lang);
        figures(passage, &numbers, text.lang, &mut own);
        for figure in own {
            let against = body.iter().chain(&earlier);
            if let Some(other) = differing(&figure, against, &values) {
                report(desk, &figure, other);
            }
            earlier.push(figure);
        }
    }
}

/// Every number of the body.
fn values(text: &Text<'_>) -> Vec<i64> {
    text.numbers
        .iter()
        .flatten()
        .map(|number| number.thousandths)
        .collect()
}

/// Figures of the body added up in pairs at most.
const PAIRED_MAX: usize = 40;
/// Words between a number and the thing it counts at most.
const REACH_WORDS: usize = 3;

fn in_body<'a>(text: &'a Text<'_>, out: &mut Vec<Figure<'a>>) {
    for (index, passage) in text.running() {
        let numbers = text.numbers.get(index).map_or(&[][..], Vec::as_slice);
        figures(passage, numbers, text.lang, out);
    }
}

fn figures<'a>(passage: &'a Passage, numbers: &[Number], lang: Lang, out: &mut Vec<Figure<'a>>) {
    for number in numbers {
        let Some(thing) = thing(passage, number, lang) else {
            continue;
        };
        let about = (number.words.start.saturating_sub(3)..number.words.start)
            .any(|at| approximate(passage.low(at)));
        out.push(Figure {
            passage,
            number: number.clone(),
            thing,
            about,
        });
    }
}

fn approximate(low: &str) -> bool {
    matches!(
        low,
        "quasi"
            | "circa"
            | "oltre"
            | "più"
            | "almeno"
            | "meno"
            | "intorno"
            | "fino"
            | "sfiora"
            | "sfiorano"
            | "supera"
            | "superano"
            | "poco"
            | "nearly"
            | "almost"
            | "about"
            | "around"
            | "over"
            | "more"
            | "under"
            | "some"
            | "least"
            | "up"
            | "roughly"
            | "fewer"
            | "less"
            | "below"
            | "above"
    )
}

/// What a number counts: a sign beside it, or the next word that carries meaning.
fn thing(passage: &Passage, number: &Number, lang: Lang) -> Option<String> {
    let before = passage.gap(number.words.start);
    let after = passage.gap(number.words.end);
    for sign in ["€", "£", "$"] {
        if before.ends_with(sign) || after.trim_start().starts_with(sign) {
            return Some(sign.to_owned());
        }
    }
    if after.trim_start().starts_with('%') {
        return Some("%".to_owned());
    }
    let sentence = passage.words.get(number.words.start)?.sentence;
    let mut preposition = false;
    if let Some(thing) = counted_before(passage, number, lang) {
        return Some(thing);
    }
    for at in number.words.end..number.words.end + REACH_WORDS {
        let word = passage
            .words
            .get(at)
            .filter(|word| word.sentence == sentence)?;
        if passage
            .gap(at)
            .contains([',', '.', ';', ':', '(', ')', '»', '”', '–', '—'])
        {
            return None;
        }
        match word.low.as_str() {
            "per" if passage.low(at + 1) == "cento" || passage.low(at + 1) == "cent" => {
                return Some("%".to_owned());
            }
            "percent" => return Some("%".to_owned()),
            "euro" | "euros" => return Some("€".to_owned()),
            "pounds" => return Some("£".to_owned()),
            "di" | "of" if !preposition => preposition = true,
            "i" | "gli" | "le" | "the" if at == number.words.end => {}
            low if is_month_or_clock(low) || (lang == Lang::En && low.ends_with("ed")) => {
                return None;
            }
            low if word.stop
                || low.starts_with(|c: char| c.is_ascii_digit())
                || low.chars().count() < 3 =>
            {
                return None;
            }
            low => return Some(stem(low, lang).into_owned()),
        }
    }
    None
}

/// "I feriti sono nove", "the votes against were eight": the thing stands before its number.
fn counted_before(passage: &Passage, number: &Number, lang: Lang) -> Option<String> {
    let mut at = number.words.start.checked_sub(1)?;
    if matches!(passage.low(at), "stati" | "state" | "in") {
        at = at.checked_sub(1)?;
    }
    if !matches!(
        passage.low(at),
        "sono" | "erano" | "saranno" | "were" | "are"
    ) || passage.gap(number.words.start).trim() != ""
    {
        return None;
    }
    let sentence = passage.words.get(at)?.sentence;
    let noun = (at.saturating_sub(2)..at).find(|at| {
        let article = at
            .checked_sub(1)
            .is_some_and(|before| matches!(passage.low(before), "i" | "gli" | "le" | "the"));
        article
            && passage
                .words
                .get(*at)
                .is_some_and(|word| word.sentence == sentence && !word.stop)
    })?;
    Some(stem(passage.low(noun), lang).into_owned())
}

static MONTHS_AND_CLOCKS: Listed = LazyLock::new(|| {
    listed(
        " gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre january february march \
        april may june july august september october november december am pm anni years year-old anno year ",
    )
});

fn is_month_or_clock(low: &str) -> bool {
    MONTHS_AND_CLOCKS.contains(low)
}

/// A round number for one near it: "400 times" above a text that counts 412.
fn rounded(short: i64, full: i64) -> bool {
    /// Hundreds at least are rounded; smaller numbers are counted.
    const ROUND: i64 = 100 * ONE;
    /// How far a round number may lie from the full one, in a hundred.
    const APART_PERCENT: i64 = 4;
    short % ROUND == 0
        && full % ROUND != 0
        && (full - short).abs().saturating_mul(100) <= full.saturating_mul(APART_PERCENT)
}

/// The figure of the body that counts the same thing and says otherwise, when none there agrees.
fn differing<'b>(
    figure: &Figure<'_>,
    against: impl Iterator<Item = &'b Figure<'b>>,
    body: &[i64],
) -> Option<&'b Figure<'b>> {
    let value = figure.number.thousandths;
    let same: Vec<&Figure<'_>> = against
        .filter(|other| other.thing == figure.thing)
        .collect();
    let agrees = |other: &&Figure<'_>| {
        let theirs = other.number.thousandths;
        let gap = (theirs - value).abs();
        gap == 0
            || rounded(value, theirs)
            || ((figure.about || other.about)
                && gap.saturating_mul(100) <= value.max(theirs).saturating_mul(12))
    };
    if same.is_empty() || same.iter().any(agrees) || (value > 10 * ONE && body.contains(&value)) {
        return None;
    }
    let whole: Vec<i64> = body.iter().copied().take(PAIRED_MAX).collect();
    let adds_up = whole.iter().enumerate().any(|(at, one)| {
        whole
            .iter()
            .skip(at + 1)
            .any(|other| one + other == value || (one - other).abs() == value)
    });
    if adds_up {
        return None;
    }
    let sum: i64 = same.iter().map(|other| other.number.thousandths).sum();
    let pair = same.iter().enumerate().any(|(at, one)| {
        same.iter().skip(at + 1).any(|other| {
            let (one, other) = (one.number.thousandths, other.number.thousandths);
            one + other == value || (one - other).abs() == value
        })
    });
    if sum == value
        || pair
        || (same.len() > 1 && matches!(figure.thing.as_str(), "€" | "£" | "$" | "%"))
    {
        return None;
    }
    (same.len() <= 2).then(|| same.first().copied()).flatten()
}

fn report(desk: &mut Desk<'_>, one: &Figure<'_>, other: &Figure<'_>) {
    let shown = |figure: &Figure<'_>| {
        let to = (figure.number.words.end + 1).min(figure.passage.words.len());
        figure
            .passage
            .slice(&(figure.number.words.start..to))
            .to_owned()
    };
    let (a, b) = (shown(one), shown(other));
    desk.find(
        vec![
            place(one.passage, &one.number.words),
            place(other.passage, &other.number.words),
        ],
        format!("«{a}» in un punto, «{b}» in un altro."),
        format!("“{a}” in one place, “{b}” in another."),
    );
}
