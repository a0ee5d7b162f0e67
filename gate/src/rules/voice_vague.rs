//! Claims carried by voices without a name.

use super::super::finding::Severity;
use super::super::hashes::{Listed, listed};
use super::super::lang::{Both, Lang};
use super::super::names::names;
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::voices;
use super::super::words::Passage;
use crate::copy::Kind;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "voice.vague",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un'affermazione è affidata a una voce senza nome («fonti», «gli esperti», «la comunità internazionale»).",
        "A claim rests on a voice without a name (“sources say”, “critics”, “experts believe”).",
    ),
    why: Both::new(
        "Chi legge non può giudicare chi parla, e la redazione non può risponderne.",
        "Readers cannot judge who speaks, and the newsroom cannot answer for it.",
    ),
    remedy: Both::new(
        "Di' chi parla; se non puoi, di' perché e dichiara la fonte riservata in `sources`.",
        "Say who speaks; if you cannot, say why and declare the confidential source in `sources`.",
    ),
    source: "Trust Project: unnamed sources; Journalism Trust Initiative; agency style books",
    reads: Reads::Sentences,
    check,
};

const LIST_IT: &str = "
    secondo|stando alcune|diverse|varie|numerose|più|altre|nostre|a|alle|ad? fonti ^|_?
    fonti vicine|interne|ben|bene|bene-informate|anonime|qualificate|autorevoli|riservate|accreditate|attendibili|parlamentari|diplomatiche|investigative|sindacali|governative|societarie|di|della|del|dell|dei
    fonti riferiscono|parlano|confermano|dicono|fanno|assicurano|sostengono|raccontano|indicano|smentiscono|spiegano
    secondo gli|alcuni|molti|diversi|numerosi|vari|autorevoli|tanti esperti|osservatori|analisti|addetti|commentatori|tecnici|studiosi|residenti|cittadini|economisti|operatori|politologi
    secondo i|alcuni|molti|diversi critici|detrattori|tecnici|commentatori|residenti|commercianti|bene|ben|più|maligni|beninformati
    secondo|per alcuni|molti|tanti|diversi|qualcuno|taluni
    secondo i più|maligni
    a detta|parere|giudizio|dire di|degli|dei molti|tanti|alcuni|tutti|più|esperti|osservatori|tecnici|commentatori|residenti
    gli|alcuni|molti|diversi|numerosi esperti|osservatori|analisti|addetti|commentatori|economisti|studiosi|critici|tecnici|politologi ai|del|della? lavori|settore|materia? ritengono|dicono|sostengono|avvertono|sono|concordano|prevedono|temono|parlano|sottolineano|affermano|credono|hanno|stimano|considerano|giudicano|vedono|spiegano|segnalano|ricordano|lamentano|chiedono
    i|alcuni|molti critici|detrattori|tecnici|commentatori|bene|ben|beninformati|maligni informati? ritengono|dicono|sostengono|avvertono|sono|concordano|prevedono|temono|parlano|sottolineano|affermano|credono|hanno|assicurano|giurano|lamentano
    la comunità internazionale|scientifica guarda|chiede|condanna|teme|ha|si|segue|osserva|è|concorda|attende|ritiene|sollecita|esprime|preme|continua|non
    dalla|della comunità internazionale|scientifica
    molti|alcuni|tanti|taluni|parecchi ritengono|sostengono|pensano|dicono|temono|credono|parlano|lamentano|giurano|vedono|considerano|si|hanno chiedono?
    c è chi sostiene|dice|parla|pensa|teme|ritiene|giura|assicura|vede|ipotizza|scommette
    si dice|vocifera|mormora|sussurra|racconta|sostiene|ritiene che
    gira voce
    corre voce
    voci di corridoio
    secondo indiscrezioni|voci|rumors
    stando a|alle indiscrezioni|voci
    da|dalle|secondo|sulle indiscrezioni raccolte|trapelate|circolate?
    a quanto|quel si|che dice|apprende|sembra|pare|trapela|risulta|racconta|si? dice|apprende|racconta?
    ambienti vicini|politici|diplomatici|investigativi|finanziari
    negli ambienti politici|vicini|diplomatici|investigativi|finanziari|sportivi
    l opinione pubblica ritiene|chiede|è|teme|si
    qualcuno sostiene|dice|parla|teme|ipotizza|giura
    chi lo|la|li conosce bene? dice|racconta|assicura|sostiene|giura
    è opinione diffusa|comune
    è convinzione diffusa|comune
    i più informati|attenti
    gli addetti ai lavori
    gli insider
    una fonte vicina|interna|anonima|ben|bene|qualificata|autorevole|che|di|della|del|investigativa|sindacale";

const LIST_EN: &str = "
    sources say|said|told|claim|claimed|believe|suggest|suggested|have|confirmed|indicate|insist|close|familiar|inside|within|with|in|at|add|added|describe|described
    according to sources|insiders|experts|critics|observers|analysts|some|many|reports|rumours|people|those ^|_?
    a|one|another|the source close|familiar|inside|within|who|with|said|says|told|at|in|claimed
    insiders|observers|analysts|commentators|critics|opponents|detractors|sceptics|supporters|experts|campaigners|pundits say|said|believe|fear|warn|warned|claim|claimed|argue|argued|agree|think|point|see|expect|suggest|describe|have|question|accuse|note|predict|insist|maintain|complain|worry|call|called
    some|many|most|several|leading|independent|local|legal|political|industry|other|senior|unnamed|security|health|military experts|critics|observers|analysts|commentators|insiders|sources|figures|scientists|economists|officials say|said|believe|fear|warn|warned|claim|claimed|argue|argued|agree|think|point|see|expect|suggest|describe|have|question|note|predict|insist|maintain|are|complain|worry|call
    some|many|others|most locals?|residents?|people?|here?|in?|observers? say|believe|argue|fear|think|claim|feel|suspect|insist|complain|worry|blame
    it is|was widely|generally|commonly|now? believed|understood|thought|said|rumoured|claimed|alleged|feared|reported|assumed
    is|are|was|were widely believed|seen|thought|regarded|expected|considered
    is|are|was|were believed|understood|thought|rumoured|said to
    the international|scientific community is|has|says|believes|condemned|condemns|fears|expects|remains|must|agrees|wants|will|had|called
    of|by|from|in the international community
    rumours|rumors have|are|suggest|that|of|persist|say|circulating
    word is|has
    reportedly
    allegedly
    there are those who
    there is|was talk|speculation|a? of|that|feeling?|growing?
    concerns|questions have|were been? raised
    observers|eyebrows have
    people|those|officials|figures close|familiar to|with
    whitehall|westminster|city|government|industry|police|club|boardroom|company|party|council|diplomatic|union|senior|town|hall sources
    public opinion is|has|says
    conventional wisdom
    widely expected|seen|regarded|believed";

static LIST: Lazy = LazyLock::new(|| Lists::new(LIST_IT, LIST_EN));

/// Words after "fonti" or "sources" that make them springs, energy, archives.
static OTHER_SENSES: Listed = LazyLock::new(|| {
    listed(
        " rinnovabili fossili energetiche storiche scritte documentarie archivistiche bibliografiche medievali antiche \
    idriche termali d'acqua d luminose sonore alternative primarie secondarie orali storia letterarie energia acqua reddito inquinamento \
    calore luce finanziamento entrata diritto rumore emissione guadagno approvvigionamento ispirazione sostentamento \
    renewable water energy light funding income power heat pollution food revenue ",
    )
});

/// Words that go with springs and rivers: two of them in a passage, and its "fonti" are of water.
static WATERS: Listed = LazyLock::new(|| {
    listed(
        " acqua acque sorgente sorgenti scorrere scorre scorrono ruscello torrente fiume portata captazione acquedotto zampilla \
    fontana potabile batteri sgorga sgorgano stream spring springs river water brook bog bogs estuary upstream downstream fell ",
    )
});

/// Who speaks for a kind of people, by the root of the word.
const GROUPS: [&str; 10] = [
    "espert",
    "tecnic",
    "studios",
    "analist",
    "critic",
    "osservator",
    "expert",
    "analyst",
    "observer",
    "scientist",
];

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().reported {
        return;
    }
    let mut answering = false;
    for (_, passage) in text.running() {
        // What follows a question of an interview is the answer of the person interviewed, who speaks in her own name.
        let asks = passage.text.trim_end().ends_with('?');
        answering = text.kind() == Kind::Interview && (answering || asks);
        if answering && !asks {
            continue;
        }
        let found = LIST.get(text.lang).find(&passage.words);
        let found: Vec<_> = found
            .into_iter()
            .filter(|words| claims(passage, words))
            .collect();
        if found.is_empty() {
            continue;
        }
        for words in found {
            if named_near(text, passage, &words) {
                continue;
            }
            let (it, en) = both_quoted(passage.slice(&words));
            desk.find(
                vec![place(passage, &words)],
                format!("{it}: non è detto chi parla."),
                format!("{en}: it is not said who speaks."),
            );
        }
    }
}

/// Not inside a quotation, and of people who speak.
fn claims(passage: &Passage, words: &Range<usize>) -> bool {
    let outside = passage
        .words
        .get(words.start)
        .is_some_and(|word| !word.quoted && !word.emphasised);
    let after = words
        .clone()
        .chain([words.end, words.end + 1])
        .any(|at| at > words.start && OTHER_SENSES.contains(passage.low(at)));
    outside && !after && !of_water(passage, words)
}

fn of_water(passage: &Passage, words: &Range<usize>) -> bool {
    let springs = words
        .clone()
        .any(|at| matches!(passage.low(at), "fonti" | "fonte" | "source" | "sources"));
    let waters = || {
        let words = passage.words.iter();
        words
            .filter(|word| WATERS.contains(word.low.as_str()))
            .count()
    };
    springs && waters() >= 2
}

/// The same people were named when they came in: "Due esperti, Marta Iacobelli e Tullio Sforza… Gli esperti hanno".
fn presented(text: &Text<'_>, passage: &Passage, words: &Range<usize>) -> bool {
    let group = passage.slice(words).to_lowercase();
    let Some(root) = GROUPS.iter().find(|root| group.contains(**root)) else {
        return false;
    };
    passage
        .words
        .iter()
        .enumerate()
        .take(words.start)
        .filter(|(_, word)| word.low.starts_with(root))
        .any(|(at, _)| {
            let sentence = passage.sentence_of(at);
            names(passage, text.lang)
                .iter()
                .any(|name| name.len() >= 2 && name.start > at && sentence.contains(&name.start))
        })
}

/// Somebody is named as speaking in the passage, or the group is said to belong to an institution or is listed.
fn named_near(text: &Text<'_>, passage: &Passage, words: &Range<usize>) -> bool {
    if presented(text, passage, words) {
        return true;
    }
    let speakers = voices::speakers(passage, text.lang);
    let person = |name: &Range<usize>| {
        name.len() >= 2
            || text
                .copy
                .sources
                .iter()
                .any(|source| source.name.contains(passage.slice(name)))
    };
    if speakers
        .iter()
        .any(|name| person(name) && !words.contains(&name.start))
    {
        return true;
    }
    if text
        .copy
        .sources
        .iter()
        .any(|source| mentioned(passage, &source.name))
    {
        return true;
    }
    let group = passage.slice(words).to_lowercase();
    let people = [
        "espert",
        "tecnic",
        "studios",
        "analist",
        "expert",
        "analyst",
        "scientist",
        "economist",
    ]
    .iter()
    .any(|people| group.contains(people));
    people && institution_after(passage, words, text.lang)
}

/// The first part of a source's name ("Luca Nardi" of "Luca Nardi, comandante") stands in the passage.
pub(super) fn mentioned(passage: &Passage, source: &str) -> bool {
    let head = source
        .split([',', '(', ';', '–', '—'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let last = head
        .split_whitespace()
        .last()
        .unwrap_or_default()
        .to_owned();
    last.chars().count() >= 3
        && passage
            .words
            .iter()
            .any(|word| word.low == last && word.cap)
}

/// "gli esperti dell'Arpa", "experts at the University of Leeds".
fn institution_after(passage: &Passage, words: &Range<usize>, lang: Lang) -> bool {
    let joins = |low: &str| match lang {
        Lang::It => matches!(
            low,
            "dell" | "della" | "del" | "dello" | "di" | "dei" | "delle"
        ),
        Lang::En => matches!(low, "at" | "from" | "of"),
    };
    (words.start + 1..words.end + 2).any(|at| {
        let next = if matches!(passage.low(at + 1), "the") {
            at + 2
        } else {
            at + 1
        };
        joins(passage.low(at)) && passage.words.get(next).is_some_and(|word| word.cap)
    })
}
