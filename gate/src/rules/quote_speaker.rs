//! Quotations whose speaker nobody can tell.

use super::super::finding::Severity;
use super::super::lang::{Both, Lang};
use super::super::names::names;
use super::super::phrases::{Lazy, Lists};
use super::super::plain::Role;
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place_of_bytes};
use super::super::voices;
use super::super::words::{Passage, Quotation};
use crate::copy::{Kind, Source, SourceKind};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words from which a quotation is a sentence rather than a label.
const SENTENCE_WORDS: usize = 6;

pub(super) static RULE: Rule = Rule {
    code: "quote.speaker",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Una frase fra virgolette di cui non si capisce chi l'ha detta.",
        "A sentence in quotation marks whose speaker cannot be told.",
    ),
    why: Both::new(
        "Le virgolette promettono parole di qualcuno.",
        "Quotation marks promise somebody's words.",
    ),
    remedy: Both::new(
        "Di' chi parla, prima o dopo la frase; se sono parole tue, togli le virgolette.",
        "Say who speaks, before or after the sentence; if the words are yours, take the marks out.",
    ),
    source: "Agency style books; Trust Project",
    reads: Reads::Sentences,
    check,
};

/// Verbs of saying that name nobody.
const NOBODY_IT: &str = "
    si dice|legge|sente|racconta|mormora|commenta|ripete|sussurra
    è stato|stata detto|scritto|ripetuto|osservato|spiegato|sottolineato|ribadito|aggiunto|commentato
    viene detto|spiegato|ripetuto|sottolineato
    qualcuno|c ha|è|chi";
const NOBODY_EN: &str = "
    it was|is|has said|claimed|noted|argued|been|stressed|added
    was|were heard|told|said
    someone|somebody|one
    as they say
    the saying goes";
static NOBODY: Lazy = LazyLock::new(|| Lists::new(NOBODY_IT, NOBODY_EN));

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().reported || text.kind() == Kind::Interview || text.kind() == Kind::Live {
        return;
    }
    let running: Vec<&Passage> = text.running().map(|(_, passage)| passage).collect();
    let known = Known {
        surnames: surnames(text),
        one_voice: one_voice(text),
    };
    for (index, passage) in running.iter().enumerate() {
        if passage.role == Role::Quote {
            if passage.cite.trim().is_empty()
                && passage.words.len() >= SENTENCE_WORDS
                && !beside(&running, index, passage.role, text.lang)
            {
                flag(passage, 0..passage.text.len(), desk);
            }
            continue;
        }
        for quote in &passage.quotes {
            if quote.words.len() >= SENTENCE_WORDS
                && !title(passage, quote)
                && !told(&running, index, passage, quote, &known, text.lang)
            {
                flag(passage, quote.bytes.clone(), desk);
            }
        }
    }
}

fn flag(passage: &Passage, bytes: Range<usize>, desk: &mut Desk<'_>) {
    let words = passage.text.get(bytes.clone()).unwrap_or_default();
    let (it, en) = both_quoted(words.trim_matches(['«', '»', '“', '”', '"', '‘', '’']));
    desk.find(
        vec![place_of_bytes(passage, bytes)],
        format!("Chi dice {it}?"),
        format!("Who says {en}?"),
    );
}

/// The title of a work or of a sign: after a word for such a thing, or with most words capitalised.
fn title(passage: &Passage, quote: &Quotation) -> bool {
    let words: Vec<_> = passage
        .words
        .get(quote.words.clone())
        .into_iter()
        .flatten()
        .collect();
    let capitals = words.iter().filter(|word| word.cap).count();
    let lead: Vec<&str> = (quote.words.start.saturating_sub(4)..quote.words.start)
        .map(|at| passage.low(at))
        .collect();
    let thing = [
        "titolo",
        "intitolato",
        "intitolata",
        "cartello",
        "scritta",
        "striscione",
        "libro",
        "film",
        "mostra",
        "canzone",
        "romanzo",
        "progetto",
        "convegno",
        "slogan",
        "brano",
        "proverbio",
        "lapide",
        "targa",
        "documentario",
        "spettacolo",
        "incontro",
        "titled",
        "entitled",
        "called",
        "sign",
        "banner",
        "book",
        "song",
        "slogan",
        "placard",
        "motto",
        "novel",
        "headed",
        "inscription",
        "reading",
        "plaque",
        "exhibition",
    ];
    capitals * 3 > words.len() * 2 || lead.iter().any(|word| thing.contains(word))
}

/// What the text as a whole says of who speaks in it.
struct Known {
    /// Last words of the full names.
    surnames: BTreeSet<String>,
    /// The newsroom spoke to one person, who is named in the text: what is quoted is hers.
    one_voice: bool,
}

/// Whether one person alone is listed as having spoken to us, and the text names her in full.
fn one_voice(text: &Text<'_>) -> bool {
    let spoke = |source: &&Source| {
        matches!(
            source.kind,
            SourceKind::Interview | SourceKind::Witness | SourceKind::Phone
        )
    };
    let mut voices = text.copy.sources.iter().filter(spoke);
    let (Some(one), None) = (voices.next(), voices.next()) else {
        return false;
    };
    let name = one.name.split([',', '(']).next().unwrap_or_default().trim();
    let whole = name.split_whitespace().count() >= 2;
    whole
        && text
            .running()
            .any(|(_, passage)| passage.text.contains(name))
}

/// Last words of the full names in the text: who was introduced is named by them from then on.
fn surnames(text: &Text<'_>) -> BTreeSet<String> {
    text.everything()
        .flat_map(|passage| {
            names(passage, text.lang)
                .iter()
                .filter(|name| name.len() >= 2)
                .map(|name| passage.low(name.end - 1).to_owned())
        })
        .collect()
}

fn told(
    running: &[&Passage],
    index: usize,
    passage: &Passage,
    quote: &Quotation,
    known: &Known,
    lang: Lang,
) -> bool {
    let all = 0..passage.words.len();
    let unquoted = |at: usize| passage.words.get(at).is_some_and(|word| !word.quoted);
    let nobody: Vec<Range<usize>> = NOBODY
        .get(lang)
        .find(&passage.words)
        .into_iter()
        .filter(|words| unquoted(words.start))
        .collect();
    let verbs = voices::saying(passage, &all, lang);
    let spoken = verbs.iter().any(|verb| {
        let near = near(passage, *verb, quote, lang);
        near && !nobody
            .iter()
            .any(|words| words.contains(verb) && !voiced(passage, words))
    });
    if spoken || introduced(passage, quote, &known.surnames, lang) {
        return true;
    }
    if known.one_voice && nobody.is_empty() {
        return true;
    }
    let colon = passage
        .text
        .get(..quote.bytes.start)
        .is_some_and(|before| before.trim_end().ends_with(':'));
    let someone = names(passage, lang).iter().any(|name| {
        !passage
            .words
            .get(name.start)
            .is_some_and(|word| word.quoted)
    });
    let dash = passage
        .text
        .get(quote.bytes.end..)
        .is_some_and(|after| after.trim_start().starts_with(['—', '–']));
    let impersonal = !nobody.is_empty();
    ((colon || dash) && someone && !impersonal)
        || (!impersonal && continues(running, index, passage, quote, lang))
}

/// An impersonal verb whose document or voice is named beside it: "si legge nel rapporto".
fn voiced(passage: &Passage, words: &Range<usize>) -> bool {
    let after: Vec<&str> = (words.start.saturating_sub(8)..words.end + 4)
        .map(|at| passage.low(at))
        .collect();
    after.iter().any(|low| {
        matches!(
            *low,
            "nel"
                | "nella"
                | "nell"
                | "sul"
                | "sulla"
                | "in"
                | "sull"
                | "nelle"
                | "nei"
                | "on"
                | "by"
                | "dal"
                | "dalla"
                | "da"
        )
    })
}

/// A verb in the sentence of the quotation; or in the one before or after it, with somebody's name.
fn near(passage: &Passage, verb: usize, quote: &Quotation, lang: Lang) -> bool {
    let sentence = |at: usize| passage.words.get(at).map(|word| word.sentence);
    let (Some(spoken), Some(first)) = (sentence(verb), sentence(quote.words.start)) else {
        return false;
    };
    let last = quote
        .words
        .end
        .checked_sub(1)
        .and_then(sentence)
        .unwrap_or(first);
    let within = spoken >= first && spoken <= last;
    let beside = spoken + 1 == first || spoken == last + 1;
    let span = passage.sentence_of(verb);
    let running = spoken + 1 == first
        && passage
            .quotes
            .iter()
            .any(|other| other.words.start < span.end && other.words.end > span.start);
    within
        || (beside
            && !passage.low(verb).ends_with("rà")
            && (running || named(passage, &span, lang)))
}

/// Somebody is named outside quotation marks in a sentence.
fn named(passage: &Passage, sentence: &Range<usize>, lang: Lang) -> bool {
    let mut names = names(passage, lang).iter();
    let pronoun = sentence
        .clone()
        .any(|at| matches!(passage.low(at), "he" | "she" | "lui" | "lei" | "they"));
    pronoun
        || names.any(|name| {
            sentence.contains(&name.start)
                && !passage
                    .words
                    .get(name.start)
                    .is_some_and(|word| word.quoted)
        })
}

/// Words from the head of a sentence within which its subject is named.
const SUBJECT_WORDS: usize = 3;

/// The sentence just before or after begins with one person's name and holds no other, or says "it was she": she speaks.
fn introduced(
    passage: &Passage,
    quote: &Quotation,
    surnames: &BTreeSet<String>,
    lang: Lang,
) -> bool {
    let sentence = |at: usize| passage.words.get(at).map(|word| word.sentence);
    let Some(first) = sentence(quote.words.start) else {
        return false;
    };
    let last = quote
        .words
        .end
        .checked_sub(1)
        .and_then(sentence)
        .unwrap_or(first);
    let people: Vec<&Range<usize>> = names(passage, lang)
        .iter()
        .filter(|name| {
            name.len() >= 2
                && !passage
                    .words
                    .get(name.start)
                    .is_some_and(|word| word.quoted)
        })
        .collect();
    [first.checked_sub(1), Some(last + 1)]
        .into_iter()
        .flatten()
        .any(|beside| {
            let Some(span) = passage.sentences.get(beside) else {
                return false;
            };
            let two = |name: &&&Range<usize>| name.len() == 2;
            let within = |name: &&&Range<usize>| span.contains(&name.start);
            let only_two = people.iter().filter(within).filter(two).count() == 1;
            let mut inside = people
                .iter()
                .filter(within)
                .filter(|name| !only_two || name.len() == 2);
            let Some(name) = inside.next() else {
                return surnames.contains(passage.low(span.start));
            };
            let presented = name.start > span.start
                && matches!(passage.low(name.start - 1), "è" | "era" | "is" | "was");
            // "the conductor Bruno Sacchi": a person of two names, and no other beside.
            let first = name.start < span.start + SUBJECT_WORDS;
            (presented || first || name.len() == 2) && inside.next().is_none()
        })
}

/// A running quotation: the paragraph before ends with its speaker, or the one after begins with it.
fn continues(
    running: &[&Passage],
    index: usize,
    passage: &Passage,
    quote: &Quotation,
    lang: Lang,
) -> bool {
    let first = passage
        .sentences
        .first()
        .is_some_and(|sentence| quote.words.start <= sentence.end);
    let before = index.checked_sub(1).and_then(|at| running.get(at));
    let after = running.get(index + 1);
    let speaks = |passage: &Passage, sentence: Option<&Range<usize>>| {
        sentence.is_some_and(|sentence| {
            let speakers = names(passage, lang).iter().any(|name| {
                sentence.contains(&name.start)
                    && !passage
                        .words
                        .get(name.start)
                        .is_some_and(|word| word.quoted)
            });
            !voices::saying(passage, sentence, lang).is_empty()
                || (speakers && passage.text.trim_end().ends_with(':'))
        })
    };
    let quotes_too = |passage: &Passage| {
        passage
            .quotes
            .iter()
            .any(|quote| quote.words.len() >= SENTENCE_WORDS)
    };
    (first
        && before.is_some_and(|before| {
            speaks(before, before.sentences.last())
                || (quotes_too(before) && !voices::speakers(before, lang).is_empty())
        }))
        || after.is_some_and(|after| {
            speaks(after, after.sentences.first())
                && passage.text.trim_end().len() <= quote.bytes.end + 2
        })
}

/// The words beside a block quotation say whose it is.
fn beside(running: &[&Passage], index: usize, role: Role, lang: Lang) -> bool {
    let other = |passage: &&&Passage| passage.role != role;
    let before = running
        .get(..index)
        .and_then(|before| before.iter().rev().find(other));
    let after = running
        .get(index + 1..)
        .and_then(|after| after.iter().find(other));
    let last = before.is_some_and(|passage| {
        passage
            .sentences
            .last()
            .is_some_and(|sentence| !voices::saying(passage, sentence, lang).is_empty())
            || passage.text.trim_end().ends_with(':')
    });
    let first = after.is_some_and(|passage| {
        passage
            .sentences
            .first()
            .is_some_and(|sentence| !voices::saying(passage, sentence, lang).is_empty())
    });
    last || first
}
