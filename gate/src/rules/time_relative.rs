//! Relative time that nothing makes absolute.

use super::super::finding::Severity;
use super::super::lang::{Both, Lang};
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::words::Passage;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "time.relative",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un tempo relativo («ieri», «recentemente», «nei prossimi giorni») senza una data che lo fissi.",
        "A relative time (“yesterday”, “recently”, “in the coming days”) without a date that fixes it.",
    ),
    why: Both::new(
        "Chi legge fra un mese, o da un motore di ricerca, non può sapere quando.",
        "Whoever reads it in a month, or from a search engine, cannot know when.",
    ),
    remedy: Both::new(
        "Scrivi giorno e mese accanto, o metti la data in `dateline`.",
        "Write day and month beside it, or put the date in `dateline`.",
    ),
    source: "Agency style books; Trust Project",
    reads: Reads::Sentences,
    check,
};

/// Times that a date of the telling turns into a day or a span.
const POINTING_IT: &str = "
    ieri mattina|pomeriggio|sera|notte?
    l altro ieri
    altroieri
    stamattina|stamani|stamane|stasera|stanotte
    questa mattina|sera|notte|settimana
    questo pomeriggio|mese
    quest anno
    oggi pomeriggio|mattina?
    domani mattina|sera|pomeriggio?
    dopodomani
    la|della|dalla|nella|alla scorsa|prossima settimana|estate|notte|primavera|stagione
    la|della|dalla|nella|alla settimana|estate|notte|primavera|stagione scorsa|prossima
    lo|dello|nello|il|del|nel|al|dal|allo|dallo scorso|prossimo mese|anno|weekend|autunno|inverno|week
    il|del|nel|al|dal|l|dell|nell|all|lo mese|anno|weekend|autunno|inverno scorso|prossimo
    lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica scorso|scorsa|prossimo|prossima
    scorso|scorsa|prossimo|prossima lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica
    due|tre|quattro|cinque|sei|sette|otto|dieci|quindici|venti|# giorni|settimane|mesi|ore fa
    una|un|qualche settimana|mese|ora|anno|giorno fa
    fra|tra due|tre|quattro|cinque|sei|sette|otto|dieci|quindici|# giorni|settimane|mesi
    fra|tra una|un|qualche settimana|mese|giorno
    oggi";

/// Times that no date of the telling makes precise.
const VAGUE_IT: &str = "
    recentemente
    di recente
    ultimamente
    nei|negli|in giorni|mesi|settimane scorsi|passati
    nei|negli scorsi|ultimi|prossimi giorni|mesi
    i|dei prossimi giorni|mesi
    nelle scorse|ultime|prossime ore|settimane
    nelle settimane|ore scorse|passate|prossime
    in questi giorni|mesi
    qualche|pochi|poche|alcuni|alcune giorno|giorni|settimana|settimane|mese|mesi|ora|ore fa
    giorni|settimane|mesi fa
    poco tempo fa
    tempo fa
    a breve
    prossimamente
    fra|tra pochi|poche|qualche giorno|giorni|settimane|mesi|ore
    l altro giorno
    da poco tempo?
    presto";

const POINTING_EN: &str = "
    yesterday morning|afternoon|evening|lunchtime?
    today
    tonight
    tomorrow morning|afternoon|evening|night?
    this morning|afternoon|evening|week|weekend|month
    last week|month|year|night|weekend|summer|winter|autumn|spring|monday|tuesday|wednesday|thursday|friday|saturday|sunday
    next week|month|year|weekend|summer|winter|autumn|spring|monday|tuesday|wednesday|thursday|friday|saturday|sunday
    earlier|later this|last week|month|year
    the day before yesterday
    the day after tomorrow
    two|three|four|five|six|ten|# days|weeks|months ago
    a|an week|month|day|hour|fortnight|year ago
    on monday|tuesday|wednesday|thursday|friday|saturday|sunday
    in two|three|four|five|six days|weeks|months time";

const VAGUE_EN: &str = "
    recently
    lately
    in the coming|next few? days|weeks|months
    in coming days|weeks|months
    over|during the coming|next|past|last few? days|weeks|months
    in the past|last few days|weeks|months
    in recent days|weeks|months
    a few|couple of? days|weeks|months|hours ago
    days|weeks|months ago
    some time ago
    not long ago
    the other day|week|night
    earlier this|last? week|month
    in the near future
    any day now";

static POINTING: Lazy = LazyLock::new(|| Lists::new(POINTING_IT, POINTING_EN));
static VAGUE: Lazy = LazyLock::new(|| Lists::new(VAGUE_IT, VAGUE_EN));

/// The words name no time of an event: "the world of yesterday", "even today", "more and more today".
const IDLE_IT: &str = "
    mondo|uomo|italia|politica|cinema|scuola|città|ieri|stile|musica|foto|giovani|vita di ieri|oggi
    ancora|fino|sino|tutt|al|giorno|come|ad|d|di|a|da|entro oggi
    dall|dagli|dalle|dai oggi
    oggi come oggi
    più presto
    ben|molto|troppo|così presto
    al più presto
    presto o tardi
    presto la mattina
    mattina presto
    a oggi
    fra|tra ieri e oggi
    ieri e oggi
    ieri come oggi
    oggi più che mai";
const IDLE_EN: &str = "
    of|and|than|to|until|even|still|as|since|from today|yesterday
    here today
    today 's? world|youth|young|children|audiences|society
    open|opens|closed|available|every|each on monday|tuesday|wednesday|thursday|friday|saturday|sunday
    until recently
    most recently
    as recently as
    more recently
    only recently";
static IDLE: Lazy = LazyLock::new(|| Lists::new(IDLE_IT, IDLE_EN));

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().reported {
        return;
    }
    let anchored = text.told_on().is_some();
    for (index, passage) in text.running() {
        let idle = IDLE.get(text.lang).find(&passage.words);
        let mut found: Vec<Range<usize>> = VAGUE.get(text.lang).find(&passage.words);
        if !anchored {
            found.extend(POINTING.get(text.lang).find(&passage.words));
        }
        found.sort_by_key(|words| words.start);
        for words in found {
            let overlaps =
                |other: &Range<usize>| other.start < words.end && words.start < other.end;
            let quoted = passage
                .words
                .get(words.start)
                .is_none_or(|word| word.quoted || word.emphasised);
            if quoted
                || idle.iter().any(overlaps)
                || dated(text, index, passage, &words)
                || habitual(passage, &words, text.lang)
            {
                continue;
            }
            let (it, en) = both_quoted(passage.slice(&words));
            desk.find(
                vec![place(passage, &words)],
                format!("{it} non ha una data che lo fissi."),
                format!("{en} has no date that fixes it."),
            );
        }
    }
}

/// A date in the same sentence or the one beside it says when.
fn dated(text: &Text<'_>, index: usize, passage: &Passage, words: &Range<usize>) -> bool {
    let Some(sentence) = passage.words.get(words.start).map(|word| word.sentence) else {
        return true;
    };
    text.dates.get(index).is_some_and(|dates| {
        dates
            .iter()
            .filter(|date| date.month.is_some())
            .any(|date| {
                passage
                    .words
                    .get(date.words.start)
                    .is_some_and(|word| word.sentence.abs_diff(sentence) <= 1)
            })
    })
}

/// "Oggi" and "presto" said of a state, not of an event: "oggi vive a Trieste".
fn habitual(passage: &Passage, words: &Range<usize>, lang: Lang) -> bool {
    let first = passage.low(words.start);
    if words.len() != 1 {
        return false;
    }
    match (lang, first) {
        (Lang::It, "presto") => true,
        (Lang::It, "oggi") => {
            let near = (words.start..words.start + 7)
                .map(|at| passage.low(at))
                .collect::<Vec<_>>();
            let event = near.windows(2).any(|pair| {
                matches!(pair, ["ha" | "hanno" | "è" | "sono", next] if ["ato", "ata", "ati", "ate", "ito", "ita", "iti", "uto", "uta", "uti", "tto", "tta", "so", "sa", "sto", "sta", "rto", "rta"].iter().any(|end| next.ends_with(end)))
            });
            !event && !near.contains(&"alle")
        }
        (Lang::En, "today") => {
            let next = passage.low(words.start + 1);
            matches!(
                next,
                "'s" | "is"
                    | "are"
                    | "he"
                    | "she"
                    | "they"
                    | "it"
                    | "there"
                    | "lives"
                    | "works"
                    | "has"
                    | "have"
            )
        }
        _ => false,
    }
}
