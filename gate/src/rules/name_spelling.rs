//! One person or place whose name is written two ways.

use super::super::finding::Severity;
use super::super::hashes::Hashes;
use super::super::lang::{Both, fold};
use super::super::names::{names, opening};
use super::super::plain::Role;
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place};
use super::super::words::Passage;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "name.spelling",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un nome è scritto in due modi.",
        "A name is spelt two ways.",
    ),
    why: Both::new(
        "Uno dei due è sbagliato, e persone e luoghi sono veri.",
        "One of the two is wrong, and people and places are real.",
    ),
    remedy: Both::new(
        "Verifica il nome e scrivilo sempre uguale.",
        "Check the name and write it the same everywhere.",
    ),
    source: "Agency style books; Trust Project",
    reads: Reads::Sentences,
    check,
};

/// Shortest name compared, in characters.
const NAME_CHARS_MIN: usize = 4;
/// Bytes by which two spellings differ in length at most.
const LENGTH_BYTES_MAX: usize = 4;
/// Different names compared at most.
const NAMES_MAX: usize = 400;

/// A capitalised word of the text, and who stands before it.
struct Seen<'a> {
    passage: &'a Passage,
    at: usize,
    /// The capitalised word just before, lower case: usually a first name.
    before: String,
    /// The capitalised word just after.
    after: String,
}

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    let mut seen: BTreeMap<String, Vec<Seen<'_>>> = BTreeMap::new();
    let passages = || {
        text.everything()
            .filter(|passage| !matches!(passage.role, Role::Code | Role::Row))
    };
    for passage in passages() {
        for name in names(passage, text.lang) {
            collect(passage, name, &mut seen);
        }
    }
    let small: Hashes = passages()
        .flat_map(|passage| &passage.words)
        .filter(|word| !word.cap)
        .map(|word| word.hash)
        .collect();
    for passage in passages() {
        singles(passage, &small, &mut seen);
    }
    let all: Vec<(&String, &Vec<Seen<'_>>)> = seen.iter().take(NAMES_MAX).collect();
    let mut by_tail: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (name, _)) in all.iter().enumerate() {
        by_tail.entry(parted(name).1).or_default().push(index);
    }
    for (index, (one, places)) in all.iter().enumerate() {
        // What keeps the first letter comes next in the order of names; what changes it keeps all else.
        let (head, tail) = parted(one);
        let same_head = (index + 1..all.len())
            .take_while(|at| all.get(*at).is_some_and(|(name, _)| parted(name).0 == head));
        let other_head = by_tail.get(tail).into_iter().flatten().copied();
        let other_head = other_head.filter(|at| {
            *at > index && all.get(*at).is_some_and(|(name, _)| parted(name).0 != head)
        });
        for (other, others) in same_head.chain(other_head).filter_map(|at| all.get(at)) {
            if alike(one, other) && same_bearer(one, places, other, others) {
                report(desk, places, others);
            }
        }
    }
}

/// The first letter of a name, and the rest.
fn parted(name: &str) -> (Option<char>, &str) {
    let mut letters = name.chars();
    (letters.next(), letters.as_str())
}

fn collect<'a>(
    passage: &'a Passage,
    name: &Range<usize>,
    seen: &mut BTreeMap<String, Vec<Seen<'a>>>,
) {
    for at in name.clone() {
        let Some(word) = passage.words.get(at).filter(|word| word.cap && !word.caps) else {
            continue;
        };
        if word.low.chars().count() < NAME_CHARS_MIN
            || word.low.contains(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let doubtful = matches!(
            passage.role,
            Role::Headline | Role::Kicker | Role::Standfirst
        );
        let neighbour = |at: Option<usize>| {
            at.filter(|at| name.contains(at))
                .and_then(|at| passage.words.get(at))
                .filter(|word| word.cap && !title(&word.low) && !(doubtful && word.opens))
                .map(|word| fold(&word.low).into_owned())
                .unwrap_or_default()
        };
        seen.entry(word.low.clone()).or_default().push(Seen {
            passage,
            at,
            before: neighbour(at.checked_sub(1)),
            after: neighbour(Some(at + 1)),
        });
    }
}

/// "Mr" and its kin are no first names.
fn title(low: &str) -> bool {
    matches!(
        low,
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "sir"
            | "prof"
            | "rev"
            | "dott"
            | "don"
            | "suor"
            | "lady"
            | "lord"
            | "councillor"
    )
}

/// Capitalised words at the head of a sentence: names by themselves when the text never writes them small.
fn singles<'a>(passage: &'a Passage, small: &Hashes, seen: &mut BTreeMap<String, Vec<Seen<'a>>>) {
    for (at, word) in passage.words.iter().enumerate() {
        let alone = word.cap
            && !word.caps
            && opening(passage, at)
            && !passage.words.get(at + 1).is_some_and(|next| next.cap);
        let known = || seen.contains_key(&word.low);
        let like = || {
            word.low.chars().count() > NAME_CHARS_MIN
                && seen.keys().any(|name| alike(name, &word.low))
        };
        if alone && !word.stop && !small.contains(word.hash) && (known() || like()) {
            seen.entry(word.low.clone()).or_default().push(Seen {
                passage,
                at,
                before: String::new(),
                after: String::new(),
            });
        }
    }
}

/// Letters that are in one of two spellings and not in the other, at most: two changes touch two letters each.
const LETTERS_APART_MAX: u32 = 4;

/// The letters of a name, one bit each; some letters share one.
fn letters(name: &str) -> u64 {
    name.chars()
        .fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64))
}

/// Two spellings one letter apart (two, in long names), beyond endings that change with number and gender.
fn alike(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > LENGTH_BYTES_MAX {
        return false;
    }
    // A misspelling keeps the first letter, or changes nothing else.
    let ((head, tail), (other_head, other_tail)) = (parted(one), parted(other));
    let kept = head == other_head || tail == other_tail;
    if !kept || (letters(one) ^ letters(other)).count_ones() > LETTERS_APART_MAX {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if long.len() - short.len() > 2 {
        return false;
    }
    let shortest = short.len();
    // Two changes, of which one is the last vowel, make another word.
    let vowels = |name: &[char]| name.last().is_some_and(|last| "aeio".contains(*last));
    let ending = a.last() != b.last() && vowels(&a) && vowels(&b);
    let allowed = if shortest >= 7 && !ending { 2 } else { 1 };
    let inflected = (long.len() == short.len()
        && a[..a.len() - 1] == b[..b.len() - 1]
        && "aeio".contains(a[a.len() - 1])
        && "aeio".contains(b[b.len() - 1]))
        || (long.starts_with(short)
            && matches!(
                long[short.len()..],
                ['s'] | ['n'] | ['i', 's', 'h'] | ['a', 'n']
            ));
    shortest >= NAME_CHARS_MIN && !inflected && distance(&a, &b, allowed) <= allowed
}

/// Damerau–Levenshtein distance (neighbouring letters swapped count once); more than `most` is given as `most + 1`.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let mut two_back: Vec<usize> = Vec::new();
    let mut back: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (back[j] + 1).min(row[j - 1] + 1).min(back[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_back[j - 2] + 1);
            }
        }
        two_back = std::mem::replace(&mut back, row);
    }
    back.last().copied().unwrap_or(0).min(most + 1)
}

/// Whether the two spellings belong to one bearer: the same first name, or one of them stands alone.
fn same_bearer(one: &str, places: &[Seen<'_>], other: &str, others: &[Seen<'_>]) -> bool {
    if explained(places, other) || explained(others, one) {
        return false;
    }
    let firsts = |places: &[Seen<'_>]| -> Vec<String> {
        places
            .iter()
            .map(|seen| seen.before.clone())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let lasts = |places: &[Seen<'_>]| -> Vec<String> {
        places
            .iter()
            .map(|seen| seen.after.clone())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let (firsts_one, firsts_other) = (firsts(places), firsts(others));
    let (lasts_one, lasts_other) = (lasts(places), lasts(others));
    if firsts_one.iter().any(|name| firsts_other.contains(name)) {
        return true;
    }
    if lasts_one.iter().any(|name| lasts_other.contains(name)) {
        return !both_given(one, other);
    }
    let alone = |places: &[Seen<'_>]| {
        places
            .iter()
            .all(|seen| seen.before.is_empty() && seen.after.is_empty())
    };
    let (alone_one, alone_other) = (alone(places), alone(others));
    let surname = |firsts: &[String], lasts: &[String]| !firsts.is_empty() && lasts.is_empty();
    let long = one.chars().count().min(other.chars().count()) >= 5;
    long && ((alone_one && surname(&firsts_other, &lasts_other))
        || (alone_other && surname(&firsts_one, &lasts_one))
        || (alone_one && alone_other && one.chars().count() >= 6))
}

/// Given names a letter apart that are two names, not two spellings.
fn both_given(one: &str, other: &str) -> bool {
    const GIVEN: &str = " marco mario marta maria mara daniele daniela paolo paola luca lucia gianni giovanni carlo carla franco franca \
        mauro laura lauro michele michela andrea simone simona gabriele gabriela alessio alessia luigi luigia dario daria ivano ivana ivan \
        jean joan john jane anna anne hanna hannah alan alana dean deane eric erica ella stella emma jack mark mary marie martin martina \
        stefano stefania sergio giorgio giorgia silvio silvia claudio claudia bruno bruna nino nina dino dina gino gina rina rino tina tino \
        elio elia ezio enzo renzo lorenzo vincenzo sandro sandra alessandro alessandra fabio fabia flavio flavia livio livia dan don ron tim tom jim ";
    let known = |name: &str| GIVEN.split_whitespace().any(|given| given == name);
    known(one) && known(other)
}

/// "detto", "oggi", "in Italian": the text itself gives two forms.
fn explained(places: &[Seen<'_>], other: &str) -> bool {
    places.iter().any(|seen| {
        let from = seen.at.saturating_sub(10);
        let near: Vec<&str> = (from..seen.at + 10)
            .map(|at| seen.passage.low(at))
            .collect();
        near.contains(&other)
            && near.iter().any(|word| {
                matches!(
                    *word,
                    "detto"
                        | "detta"
                        | "alias"
                        | "ossia"
                        | "ovvero"
                        | "anche"
                        | "chiamato"
                        | "chiamata"
                        | "nome"
                        | "scritto"
                        | "scritta"
                        | "known"
                        | "called"
                        | "or"
                        | "aka"
                        | "formerly"
                        | "spelt"
                        | "spelled"
                        | "name"
                        | "o"
                        | "in"
                        | "brother"
                        | "fratello"
                        | "sister"
                        | "sorella"
                        | "not"
                        | "non"
                        | "cognome"
                        | "surname"
                )
            })
    })
}

fn report(desk: &mut Desk<'_>, places: &[Seen<'_>], others: &[Seen<'_>]) {
    let (Some(one), Some(other)) = (places.first(), others.first()) else {
        return;
    };
    let (first, second) = if places.len() <= others.len() {
        (one, other)
    } else {
        (other, one)
    };
    let word = |seen: &Seen<'_>| seen.passage.slice(&(seen.at..seen.at + 1)).to_owned();
    let (a, b) = (word(first), word(second));
    desk.find(
        vec![
            place(first.passage, &(first.at..first.at + 1)),
            place(second.passage, &(second.at..second.at + 1)),
        ],
        format!("Si legge sia «{a}» sia «{b}»."),
        format!("Both “{a}” and “{b}” are written."),
    );
}
