//! An old event told as if it were new.

use super::super::dates::{self, Mention, days_between};
use super::super::finding::Severity;
use super::super::lang::{Both, Lang};
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::words::Passage;
use crate::copy::Kind;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "event.old",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un fatto di settimane, mesi o anni fa è raccontato come nuovo.",
        "Something that happened weeks, months or years ago is told as new.",
    ),
    why: Both::new(
        "Chi legge lo prende per un fatto di oggi, e chi lo condivide lo fa ripartire.",
        "Readers take it for today's, and those who share it set it going again.",
    ),
    remedy: Both::new(
        "Di' nelle prime righe che è un fatto passato e perché lo racconti ora.",
        "Say in the first lines that it is past, and why you tell it now.",
    ),
    source: "NewsGuard: old news as new; fact-checking practice",
    reads: Reads::Sentences,
    check,
};

/// Days after which an event is old news.
const OLD_DAYS: i32 = 14;

const BACK_IT: &str = "
    anniversario|anniversari|ricorda|ricordano|ricordare|ricordato|ricordata|commemor*|memoria|storia|storico|archivio|archivi|retrospettiva|rievoca*
    anni|mesi|settimane fa|dopo|prima|più
    a un|due|tre|quattro|cinque|dieci|venti|trenta|cento|# anno|anni|mese|mesi dal|dalla|da|dall|di|dopo
    dopo un|due|tre|quattro|cinque|dieci|venti|# anno|anni|mese|mesi
    un|qualche anno|mese fa|dopo
    all|allora epoca?
    processo|sentenza|udienza|condannat*|assolt*|appello|cassazione|imputat*|rinvio|indagini|perizia|tribunale|procura
    risale|risalgono|risalente|risalenti
    era|erano il
    da allora
    l anno|estate|inverno scorso|scorsa
    scorso|scorsa
    torna|tornano|riaprir*|riapr*
    bilancio|rapporto|studio|dossier
    decennale|ventennale|cinquantenario|centenario|bicentenario";
const BACK_EN: &str = "
    anniversary|remember*|commemorat*|archive|archives|history|historic|historian|centenary|decade|decades|retrospective|memorial|memory
    years|months|weeks ago|later|earlier|after|before|since|on
    a|one|two|three|four|five|ten year|years|month|months|decade|week|weeks ago|on|later|after|since|earlier
    last year|month|summer|winter|spring|autumn
    trial|sentenced|verdict|court|inquest|appeal|convicted|jailed|tribunal|inquiry|hearing|coroner|investigation
    since then
    at the time
    dates|dating back|from
    back in
    looking|looks|look back
    it is|was a year|month|decade
    review|report|findings";
static BACK: Lazy = LazyLock::new(|| Lists::new(BACK_IT, BACK_EN));

const FRESH_IT: &str = "
    ieri|oggi|stamattina|stamani|stasera|stanotte|domani
    questa mattina|sera|settimana|notte
    in queste ore
    lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica";
const FRESH_EN: &str = "
    yesterday|today|tonight|tomorrow
    this morning|week|afternoon|evening
    on? monday|tuesday|wednesday|thursday|friday|saturday|sunday";
static FRESH: Lazy = LazyLock::new(|| Lists::new(FRESH_IT, FRESH_EN));

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    let timely = matches!(
        text.kind(),
        Kind::News | Kind::Brief | Kind::Agency | Kind::Live | Kind::Gallery
    );
    if !timely || !text.asks().reported {
        return;
    }
    let day = |mention: &Mention| {
        mention
            .latest(text.today)
            .map(|day| days_between(day, text.today))
    };
    let opening = text.running().take(2);
    let old = opening
        .filter_map(|(index, passage)| Some((passage, text.dates.get(index)?)))
        .flat_map(|(passage, dates)| dates.iter().map(move |date| (passage, date)))
        .filter(|(passage, date)| eventful(passage, date, text.lang))
        .find_map(|(passage, date)| {
            day(date)
                .filter(|days| *days > OLD_DAYS)
                .map(|days| (passage, date, days))
        });
    let Some((passage, date, days)) = old else {
        return;
    };
    let standfirst = dates::dates(&text.standfirst, text.lang);
    let mut all = text.dates.iter().flatten().chain(&standfirst);
    if all.any(|date| day(date).is_some_and(|days| days <= OLD_DAYS))
        || looks_back(text, date, passage)
    {
        return;
    }
    let (it, en) = both_quoted(passage.slice(&date.words));
    desk.find(
        vec![place(passage, &date.words)],
        format!("Il testo si apre su un fatto del {it}, {days} giorni prima della pubblicazione, come se fosse nuovo."),
        format!("The text opens on something of {en}, {days} days before publication, as if it were new."),
    );
}

/// The date is the event's, not a deadline's, a law's or a birth's: "legge del 12 marzo 2019", "dal 2019".
fn eventful(passage: &Passage, date: &Mention, lang: Lang) -> bool {
    let before = |back: usize| {
        date.words
            .start
            .checked_sub(back)
            .map_or("", |at| passage.low(at))
    };
    if date.month.is_none() && before(1) != "nel" && before(1) != "in" {
        return false;
    }
    let tied = match lang {
        Lang::It => {
            matches!(before(1), "dal" | "dall" | "dallo")
                || (before(1) == "del"
                    && [
                        "legge",
                        "decreto",
                        "delibera",
                        "ordinanza",
                        "nota",
                        "lettera",
                        "regolamento",
                        "direttiva",
                    ]
                    .contains(&before(2)))
        }
        Lang::En => {
            matches!(before(1), "since" | "from")
                || (matches!(before(1), "of" | "dated")
                    && ["act", "letter", "order", "report", "law"].contains(&before(2)))
        }
    };
    !tied
        && !passage
            .words
            .get(date.words.start)
            .is_some_and(|word| word.quoted)
}

/// A sign anywhere in the first half that the writer looks back, or words that tie the text to today.
fn looks_back(text: &Text<'_>, date: &Mention, at: &Passage) -> bool {
    let back = BACK.get(text.lang);
    let fresh = FRESH.get(text.lang);
    let fields = [&text.headline, &text.kicker, &text.standfirst].into_iter();
    let signs = fields
        .chain(text.running().map(|(_, passage)| passage))
        .any(|passage| back.any(&passage.words));
    let sentence = at.words.get(date.words.start).map(|word| word.sentence);
    let today = text.running().any(|(_, passage)| {
        fresh.find(&passage.words).iter().any(|words| {
            let beside = std::ptr::eq(passage, at)
                && passage.words.get(words.start).map(|word| word.sentence) == sentence;
            !beside
                && !passage
                    .words
                    .get(words.start)
                    .is_some_and(|word| word.quoted)
        })
    });
    signs || today
}
