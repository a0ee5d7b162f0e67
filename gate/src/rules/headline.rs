//! What the headline promises and the text must hold.

use super::super::finding::Severity;
use super::super::hashes::{Hashes, hash};
use super::super::lang::{Both, Lang, first_chars, fold, root, stem};
use super::super::names::names;
use super::super::numbers::{ONE, numbers};
use super::super::plain::Role;
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::words::{Passage, Word};
use crate::copy::Kind;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "headline.unsupported",
    severity: Severity::Warning,
    subject: "headline",
    what: Both::new(
        "Il titolo contiene un numero, un nome, una citazione o un'affermazione che il testo non contiene.",
        "The headline holds a number, a name, a quotation or a claim that the body does not hold.",
    ),
    why: Both::new(
        "Il titolo promette ciò che il testo deve mantenere.",
        "The headline promises what the text must keep.",
    ),
    remedy: Both::new(
        "Cambia il titolo, o porta il fatto nel testo.",
        "Change the headline, or carry the fact in the text.",
    ),
    source: "NewsGuard: deceptive headlines; Journalism Trust Initiative",
    reads: Reads::Sentences,
    check: unsupported,
};

/// Words that claim more than a fact: the text must hold them too, or a word of their family.
const BOLD: &[&[&str]] = &[
    &[
        "record", "primat", "massim", "mai", "highest", "lowest", "never",
    ],
    &["choc", "shock", "sconvol", "shoc"],
    &["truff", "raggir", "fraud", "scam", "swindl", "ingann"],
    &[
        "arrest", "manett", "cattur", "carcer", "custod", "domicil", "detain", "held",
    ],
    &[
        "mort", "muor", "uccis", "uccid", "deced", "vittim", "cadav", "dead", "die", "dies",
        "died", "kill", "death", "fatal", "deceas", "perd", "tragedi", "body",
    ],
    &["chius", "chiud", "clos", "shut", "cess", "stop"],
    &["ferit", "injur", "hurt", "wound", "ospedal", "hospital"],
    &[
        "licenzi", "esuber", "sack", "redundan", "layoff", "job", "post",
    ],
    &[
        "dimission",
        "dimett",
        "dimess",
        "lasci",
        "resign",
        "quit",
        "step",
        "leav",
        "left",
    ],
    &[
        "fallit",
        "falliment",
        "bankrupt",
        "insolv",
        "collaps",
        "administrat",
    ],
    &["raddopp", "doubl", "twice", "doppi"],
    &[
        "vietat", "divieto", "vieta", "ban", "banned", "proib", "prohibit", "forbid", "stop",
    ],
    &[
        "indagat",
        "indagin",
        "inchiest",
        "investigat",
        "inquir",
        "probe",
        "procur",
        "procura",
        "police",
        "avviso",
    ],
    &[
        "condann", "sentenz", "convict", "sentenc", "jail", "guilty", "colpevol", "prison",
    ],
];

fn unsupported(text: &Text<'_>, desk: &mut Desk<'_>) {
    let exempt = matches!(
        text.kind(),
        Kind::Satire | Kind::Opinion | Kind::Letter | Kind::Listing | Kind::Sponsored
    );
    if exempt
        || text
            .body
            .iter()
            .map(|passage| passage.words.len())
            .sum::<usize>()
            < 20
    {
        return;
    }
    for words in missing_numbers(text)
        .into_iter()
        .chain(missing_quotes(text))
        .chain(missing_names(text))
        .chain(missing_claims(text))
    {
        let (it, en) = both_quoted(text.headline.slice(&words));
        desk.find(
            vec![place(&text.headline, &words)],
            format!("Nel titolo c'è {it}, che il testo non contiene."),
            format!("The headline has {en}, which the text does not hold."),
        );
    }
}

/// Numbers up to three are as often shown as said.
const SMALL: i64 = 3 * ONE;

fn missing_numbers(text: &Text<'_>) -> Vec<Range<usize>> {
    let held: HashSet<i64> = text
        .numbers
        .iter()
        .flatten()
        .map(|number| number.thousandths)
        .collect();
    numbers(&text.headline, text.lang)
        .into_iter()
        .filter(|number| number.thousandths > SMALL && !held.contains(&number.thousandths))
        .filter(|number| {
            !rounded(text, number.thousandths, &number.words, &held)
                && !counted(text, number.thousandths)
                && !super::figure_differs::judges(text, number)
        })
        .map(|number| number.words)
        .collect()
}

/// "Quasi 300" for 297, "20 milioni" for 19.8: near enough, when said to be or when round.
fn rounded(text: &Text<'_>, value: i64, words: &Range<usize>, held: &HashSet<i64>) -> bool {
    let about = (words.start.saturating_sub(3)..words.start).any(|at| {
        matches!(
            text.headline.low(at),
            "quasi"
                | "circa"
                | "oltre"
                | "più"
                | "almeno"
                | "meno"
                | "sfiora"
                | "supera"
                | "intorno"
                | "fino"
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
                | "sfiorano"
                | "superano"
                | "passa"
        )
    });
    let near = |other: &i64| {
        let gap = (other - value).abs();
        gap.saturating_mul(100) <= value.saturating_mul(if about { 12 } else { 3 })
            && value >= 20 * ONE
    };
    held.iter().any(near) && (about || value % (10 * ONE) == 0)
}

/// A small number the text shows by listing: so many names or quotations, or sums of figures.
fn counted(text: &Text<'_>, value: i64) -> bool {
    let whole = value / ONE;
    let figures: Vec<i64> = text
        .numbers
        .iter()
        .flatten()
        .map(|number| number.thousandths)
        .take(40)
        .collect();
    let pair = figures.iter().enumerate().any(|(at, one)| {
        figures
            .iter()
            .skip(at + 1)
            .any(|other| one + other == value || (one - other).abs() == value)
    });
    let dozen = whole == 12
        && text.body.iter().any(|passage| {
            passage
                .words
                .iter()
                .any(|word| word.low == "dozen" || word.low == "dozzina")
        });
    let listed = whole <= 6
        && text
            .body
            .iter()
            .filter(|passage| passage.role == Role::Item || passage.role == Role::Crosshead)
            .count() as i64
            >= whole;
    pair || dozen || listed
}

fn body_words<'a>(text: &'a Text<'_>) -> impl Iterator<Item = &'a Word> {
    text.body.iter().flat_map(|passage| &passage.words)
}

fn missing_quotes(text: &Text<'_>) -> Vec<Range<usize>> {
    if text.headline.quotes.is_empty() {
        return Vec::new();
    }
    let stem = |word: &Word| hash(&stem(&word.low, text.lang));
    let held: Vec<u64> = body_words(text).map(stem).collect();
    text.headline
        .quotes
        .iter()
        .filter(|quote| {
            let words: Vec<u64> = text
                .headline
                .words
                .get(quote.words.clone())
                .into_iter()
                .flatten()
                .map(stem)
                .collect();
            !words.is_empty() && !nearly_in(&words, &held)
        })
        .map(|quote| quote.words.clone())
        .collect()
}

/// Most words of a phrase stand close together, in order or not, in the text.
fn nearly_in(phrase: &[u64], held: &[u64]) -> bool {
    let window = phrase.len() * 2 + 6;
    let wanted: Hashes = phrase.iter().copied().collect();
    // Where in the text the words of the phrase stand.
    let places: Vec<(usize, u64)> = held
        .iter()
        .enumerate()
        .filter(|(_, word)| wanted.contains(**word))
        .map(|(at, word)| (at, *word))
        .collect();
    places.iter().enumerate().any(|(number, (first, _))| {
        let near = places.iter().skip(number);
        let near: Hashes = near
            .take_while(|(at, _)| at - first < window)
            .map(|(_, word)| *word)
            .collect();
        near.len() * 100 >= wanted.len() * 70
    })
}

fn missing_names(text: &Text<'_>) -> Vec<Range<usize>> {
    let place = text
        .copy
        .dateline
        .iter()
        .map(|dateline| dateline.place.to_lowercase())
        .collect::<String>();
    let initials = initials(text);
    names(&text.headline, text.lang)
        .iter()
        .filter(|name| {
            !text
                .headline
                .words
                .get(name.start)
                .is_some_and(|word| word.opens && name.len() == 1)
        })
        .filter(|name| !title_case(&text.headline) || name.len() == 1)
        .filter(|name| {
            (name.start..name.end)
                .filter_map(|at| text.headline.words.get(at))
                .filter(|word| word.cap && word.low.chars().count() > 2)
                .all(|word| {
                    let folded = fold(&word.low);
                    let mut held = body_words(text).map(|word| fold(&word.low));
                    !held.any(|other| other == folded)
                        && !place.contains(&word.low)
                        && !(word.caps && (initials.contains(&*folded) || word.low.len() <= 3))
                        && !body_words(text).any(|word| kin(&folded, &fold(&word.low)))
                })
        })
        .filter(|name| {
            (name.start..name.end).any(|at| {
                text.headline
                    .words
                    .get(at)
                    .is_some_and(|word| word.cap && word.low.chars().count() > 2)
            })
        })
        .cloned()
        .collect()
}

/// One of the two is the beginning of the other, or nearly.
fn kin(one: &str, other: &str) -> bool {
    one.chars().next() == other.chars().next()
        && one.chars().count() > 3
        && other.chars().count() > 3
        && (other.starts_with(one) || one.starts_with(other) || same_start(one, other))
}

/// "Venezia" and "veneziano".
fn same_start(one: &str, other: &str) -> bool {
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    common >= 5 || (common >= 4 && one.chars().count() <= 6)
}

/// Acronyms that the text spells out: first letters of runs of capitalised words.
fn initials(text: &Text<'_>) -> HashSet<String> {
    let mut out = HashSet::new();
    for passage in &text.body {
        for name in names(passage, text.lang) {
            let letters: String = name
                .clone()
                .filter_map(|at| passage.words.get(at))
                .filter(|word| word.cap)
                .filter_map(|word| word.low.chars().next())
                .collect();
            out.insert(letters);
        }
    }
    out
}

/// A headline in which most words are capitalised tells no names by capitals.
fn title_case(headline: &Passage) -> bool {
    let long: Vec<_> = headline
        .words
        .iter()
        .filter(|word| word.low.chars().count() > 3)
        .collect();
    long.len() > 3 && long.iter().filter(|word| word.cap).count() * 10 > long.len() * 7
}

fn missing_claims(text: &Text<'_>) -> Vec<Range<usize>> {
    let held: Vec<&str> = body_words(text).map(|word| word.low.as_str()).collect();
    let family_held = |family: &[&str]| {
        family
            .iter()
            .any(|root| held.iter().any(|word| word.starts_with(root)))
    };
    let bold = (0..text.headline.words.len()).filter(|at| {
        let low = text.headline.low(*at);
        let quoted = text.headline.words.get(*at).is_some_and(|word| word.quoted);
        // "kill off a plan": nobody died.
        let idiom = low.starts_with("kill") && text.headline.low(at + 1) == "off";
        !quoted
            && !idiom
            && BOLD.iter().any(|family| {
                family
                    .iter()
                    .any(|root| root.len() > 3 && low.starts_with(root))
                    && !family_held(family)
            })
    });
    let found: Vec<Range<usize>> = bold.map(|at| at..at + 1).collect();
    if found.is_empty() {
        thin(text).into_iter().collect()
    } else {
        found
    }
}

/// No content word of the headline has a relative in the text.
fn thin(text: &Text<'_>) -> Option<Range<usize>> {
    /// Content words a headline needs to be judged as a whole.
    const CONTENT_MIN: usize = 4;
    let content: Vec<&str> = text
        .headline
        .words
        .iter()
        .filter(|word| !word.stop && word.low.chars().count() > 3)
        .map(|word| word.low.as_str())
        .collect();
    if content.len() < CONTENT_MIN {
        return None;
    }
    let wanted: HashSet<String> = content
        .iter()
        .map(|low| short_root(low, text.lang).into_owned())
        .collect();
    let found = body_words(text).any(|word| wanted.contains(&*short_root(&word.low, text.lang)));
    (!found).then_some(0..text.headline.words.len())
}

pub(super) fn short_root(low: &str, lang: Lang) -> Cow<'_, str> {
    match root(low, lang) {
        Cow::Borrowed(root) => Cow::Borrowed(first_chars(root, 4)),
        Cow::Owned(root) => Cow::Owned(first_chars(&root, 4).to_owned()),
    }
}
