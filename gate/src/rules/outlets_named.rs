//! Agencies and outlets named in the text: are they listed, is a state behind them told?

use super::super::finding::Severity;
use super::super::lang::{Both, Lang};
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place, place_of_field};
use super::super::words::Passage;
use super::outlets::{OUTLETS, Outlet, beginning_with, is_head, is_kind};
use crate::copy::SourceKind;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static UNLISTED: Rule = Rule {
    code: "source.unlisted",
    severity: Severity::Warning,
    subject: "sources",
    what: Both::new(
        "Il testo prende un fatto da un'agenzia o da una testata che non è fra le fonti.",
        "The text takes a fact from an agency or outlet that is not among the sources.",
    ),
    why: Both::new(
        "Chi legge deve poter risalire a chi l'ha detto per primo, e citarlo è un dovere.",
        "Readers must be able to go back to who said it first, and crediting it is a duty.",
    ),
    remedy: Both::new(
        "Aggiungila a `sources`, con l'ora del lancio e l'indirizzo se ci sono.",
        "Add it to `sources`, with the time of release and the address if there are any.",
    ),
    source: "Law 633/1941, arts. 65 and 101; Journalism Trust Initiative 12",
    reads: Reads::Sentences,
    check: unlisted,
};

pub(super) static STATE: Rule = Rule {
    code: "source.state",
    severity: Severity::Warning,
    subject: "sources",
    what: Both::new(
        "Una fonte è controllata da uno Stato e il testo non lo dice.",
        "A source is controlled by a state and the text does not say so.",
    ),
    why: Both::new(
        "Chi legge deve sapere quando a parlare è un governo.",
        "Readers must know when it is a government that speaks.",
    ),
    remedy: Both::new(
        "Scrivi accanto al nome che cos'è («l'agenzia di Stato russa TASS») e segna `state: true` nella fonte.",
        "Say beside the name what it is (“the Russian state agency TASS”) and mark `state: true` with the source.",
    ),
    source: "NewsGuard; Journalism Trust Initiative 12; Regulation (EU) 2024/1083",
    reads: Reads::Sentences,
    check: state,
};

const BEFORE_IT: &str = "
    secondo quanto? riporta|riferisce|scrive|riportato|riferito? da|dal|dalla|dall? l|il|la|lo|i|gli? ^
    riporta|riportano|riferisce|riferiscono|scrive|scrivono|rivela|rivelano|anticipa|informa|racconta|spiega|segnala|annuncia|aggiunge|pubblica oggi|ieri|anche? l|il|la|lo|i? ^
    riportato|riferito|scritto|rivelato|anticipato|pubblicato|diffuso|diffusa|diffusi|raccolto|raccolta|raccontato|ripreso|ripresa|rilanciato|rilanciata|riportata|pubblicata|riportate|pubblicate|riferita|citato|citata|anticipata|rivelata|trasmess* oggi|ieri|anche|prima|per? primo? da|dal|dalla|dall|dai|sul|sulla|sull ^
    ha|hanno|aveva riportato|riferito|scritto|rivelato|anticipato|pubblicato|diffuso|raccontato|spiegato|aggiunto l|il|la|lo|i? ^
    ha detto|dichiarato|raccontato|spiegato|confermato|rivelato|confidato|aggiunto all|al|alla|ai|a ^
    in|a|all una|un? intervista|colloquio al|alla|all|con|a il|la|l? ^
    stando a|al|alla|all quanto? riporta|riferisce|scrive? l|il|la? ^
    fonte|fonti ^
    in onda su|sulla|sull|da|dalla|dall ^
    microfoni|microfono|telecamere di|della|del|dell ^
    citando l|il|la? ^
    citato|citata|citati da|dal|dalla|dall ^
    lancio|nota|dispaccio|inchiesta|ricostruzione|notizia|sondaggio|articolo|servizio|anticipazione|take dell|della|del|di|d ^
    all|alla|al|ai ^ ha|hanno
    lo|la|ne riferisce|scrive|riporta|rivela|anticipa|racconta|conferma l|il|la? ^
    apprende l|il|la ^
    raggiunto|contattato|intervistato|sentito|interpellato|interpellata|intervistata|raggiunta da|dal|dalla|dall ^";

const BEFORE_EN: &str = "
    according to a|the? report|reports|story? in|by|from|on? the? ^
    reported|published|revealed|broadcast|obtained|seen|carried|disclosed|released|distributed|cited|quoted|interviewed|uncovered|aired by|in|on the? ^
    as the? ^ reported|reports|revealed|put|has|first
    told|tells the? ^
    interview with|in|to|on the? ^
    in|to an interview with|to the? ^
    speaking|spoke to|on the? ^
    reports|report|story|analysis|investigation|article|dispatch|survey|poll|despatch|account in|by|from|of|on the? ^
    citing|quoting the? ^
    confirmed|said|speaking|statement to the? ^
    reports the ^";

static BEFORE: Lazy = LazyLock::new(|| Lists::new(BEFORE_IT, BEFORE_EN));

const AFTER_IT: &str = " mostra riporta riferisce scrive rivela anticipa riferiva racconta scriveva riferiscono scrivono riportano informa spiega \
    pubblica segnala cita annuncia sostiene parla aggiunge titola stima conferma precisa ricostruisce dice ";
const AFTER_IT_PERFECT: &str = " riportato riferito scritto rivelato anticipato pubblicato raccontato diffuso citato spiegato calcolato lanciato \
    ricostruito annunciato parlato raccolto detto mostrato aggiunto confermato stimato dato precisato trasmesso segnalato ";
const AFTER_EN: &str = " reported reports said says revealed reveals wrote writes quoted cited claimed claims adds added disclosed \
    reporting understands noted published estimated estimates calculated quotes cites put carried broadcast ran aired learned found described showed shows ";

/// An outlet named as the origin of a fact.
struct Named {
    words: Range<usize>,
    outlet: Option<&'static Outlet>,
}

fn unlisted(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().reported {
        return;
    }
    let mut said: Vec<String> = Vec::new();
    for (_, passage) in text.running() {
        for named in origins(passage, text.lang) {
            let name = passage.slice(&named.words).to_owned();
            let key = named
                .outlet
                .map_or_else(|| name.to_lowercase(), |outlet| outlet.names.join(" "));
            if said.contains(&key) || listed(text, &name, named.outlet) {
                continue;
            }
            said.push(key);
            let (it, en) = both_quoted(&name);
            desk.find(
                vec![place(passage, &named.words)],
                format!("{it} è citata come origine di un fatto e non è fra le fonti."),
                format!("{en} is given as the origin of a fact and is not among the sources."),
            );
        }
    }
}

/// Outlets a passage takes facts from.
fn origins(passage: &Passage, lang: Lang) -> Vec<Named> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < passage.words.len() {
        match outlet_at(passage, at, lang) {
            Some(named) => {
                at = named.words.end;
                if origin(passage, &named.words, lang) {
                    out.push(named);
                }
            }
            None => at += 1,
        }
    }
    out
}

/// An outlet of the list, or a name that says by itself what it is.
fn outlet_at(passage: &Passage, at: usize, lang: Lang) -> Option<Named> {
    let word = passage.words.get(at)?;
    let known = beginning_with(word)
        .iter()
        .find_map(|outlet| known_at(passage, at, outlet).map(|end| (end, *outlet)));
    if let Some((end, outlet)) = known {
        return Some(Named {
            words: at..end,
            outlet: Some(outlet),
        });
    }
    if !word.cap {
        return None;
    }
    let mut end = at + 1;
    let joins = |low: &str| {
        matches!(
            low,
            "di" | "del" | "della" | "dello" | "dell" | "delle" | "dei" | "and" | "of"
        )
    };
    while passage.words.get(end).is_some_and(|word| word.cap)
        && matches!(passage.gap(end), " " | "'" | "’" | "-")
        || (joins(passage.low(end))
            && passage.words.get(end + 1).is_some_and(|word| word.cap)
            && passage.gap(end) == " ")
    {
        end += 1;
    }
    let head = |at: usize| is_head(passage.low(at));
    let by_name = end > at + 1
        && match lang {
            Lang::It => head(at),
            Lang::En => head(end - 1) || head(at) && passage.low(at) == "radio",
        };
    let introduced = at > 0 && introduced(passage, at);
    (by_name || introduced).then_some(Named {
        words: at..end,
        outlet: None,
    })
}

/// "l'agenzia X", "the newspaper X": a word for what it is, just before.
fn introduced(passage: &Passage, at: usize) -> bool {
    let near = (at.saturating_sub(2)..at).map(|at| passage.low(at));
    let kinds: Vec<&str> = near.filter(|low| is_kind(low)).collect();
    !kinds.is_empty()
        && passage.gap(at).trim().is_empty()
        && !passage.words.get(at - 1).is_some_and(|word| word.cap)
        && !matches!(
            passage.low(at - 1),
            "del" | "della" | "di" | "dell" | "of" | "in" | "a" | "per" | "the" | "delle" | "dei"
        )
}

fn known_at(passage: &Passage, at: usize, outlet: &Outlet) -> Option<usize> {
    let word = passage.words.get(at)?;
    outlet.names.iter().find_map(|name| {
        let mut parts = name.split([' ', '-']);
        let first = parts.next()?;
        let (low, caps_only) = (word.low.as_str(), outlet.exact.is_some());
        if low != first {
            return None;
        }
        if low == *name {
            let as_given = outlet.exact.is_none_or(|exact| {
                let text = passage.text.get(word.start..word.end).unwrap_or_default();
                let text = text.trim_end_matches("'s").trim_end_matches("’s");
                // Italian papers write "Rt" for RT.
                text == exact || !outlet.state.is_empty() && word.cap
            });
            return (as_given && (word.cap || caps_only)).then_some(at + 1);
        }
        let mut end = at + 1;
        for part in parts {
            if passage.low(end) != part {
                return None;
            }
            end += 1;
        }
        passage
            .words
            .get(at..end)?
            .iter()
            .any(|word| word.cap)
            .then_some(end)
    })
}

/// Whether these words are where a fact comes from, not what the news is about.
fn origin(passage: &Passage, words: &Range<usize>, lang: Lang) -> bool {
    let phrases = BEFORE.get(lang);
    let reach = words.start.saturating_sub(9);
    let led = (reach..words.start).any(|from| {
        phrases
            .at(&passage.words, from)
            .is_some_and(|end| end > words.start && end <= words.end + 2)
            || skipping_kind(passage, from, words.start, lang)
    });
    if led {
        return true;
    }
    let next = passage.low(words.end);
    let after_next = passage.low(words.end + 1);
    let contains =
        |list: &str, low: &str| !low.is_empty() && list.split_whitespace().any(|word| word == low);
    let closed = passage.gap(words.end).trim_start().starts_with(')')
        && passage.gap(words.start).ends_with('(');
    let same = passage.words.get(words.end).is_some_and(|word| {
        Some(word.sentence) == passage.words.get(words.start).map(|word| word.sentence)
    });
    closed
        || same && first_to_say(passage, words.end)
        || same
            && match lang {
                Lang::It => {
                    contains(AFTER_IT, next)
                        || (matches!(next, "ha" | "aveva" | "hanno" | "avrebbe")
                            && contains(AFTER_IT_PERFECT, after_next))
                }
                Lang::En => {
                    contains(AFTER_EN, next)
                        || (matches!(next, "has" | "had" | "first" | "also")
                            && contains(AFTER_EN, after_next))
                }
            }
}

/// "was the first to report", "è stata la prima a scrivere".
fn first_to_say(passage: &Passage, at: usize) -> bool {
    let low = |ahead: usize| passage.low(at + ahead);
    (matches!(low(0), "was" | "were") && low(1) == "the" && low(2) == "first" && low(3) == "to")
        || (low(0) == "è"
            && matches!(low(1), "stata" | "stato")
            && matches!(low(2), "la" | "il")
            && matches!(low(3), "prima" | "primo")
            && low(4) == "a")
}

/// "secondo l'agenzia russa TASS": a lead, then at most four words, one of which says what it is.
fn skipping_kind(passage: &Passage, from: usize, name: usize, lang: Lang) -> bool {
    let lead = match lang {
        Lang::It => matches!(
            passage.low(from),
            "secondo"
                | "dall"
                | "dal"
                | "dalla"
                | "all"
                | "al"
                | "alla"
                | "riferisce"
                | "scrive"
                | "riporta"
                | "citando"
                | "stando"
        ),
        Lang::En => matches!(
            passage.low(from),
            "to" | "by" | "told" | "citing" | "quoting" | "from"
        ),
    };
    let same = passage.words.get(from).map(|word| word.sentence)
        == passage.words.get(name).map(|word| word.sentence);
    let between = from + 1..name;
    let kind = between.clone().any(|at| is_kind(passage.low(at)));
    let secondo = matches!(passage.low(from), "secondo" | "stando") && between.len() <= 1;
    let broken = (from + 1..=name).any(|at| passage.gap(at).contains(['.', ';', ':', '(']));
    lead && same && !broken && between.len() <= 5 && (kind || secondo)
}

/// Whether a source of the list, the title itself or a source's note goes by this name.
fn listed(text: &Text<'_>, name: &str, outlet: Option<&Outlet>) -> bool {
    let plain = |name: &str| {
        let low = name.to_lowercase().replace('’', "'");
        let low = low
            .trim_start_matches("the ")
            .trim_start_matches("il ")
            .trim_start_matches("la ")
            .trim_start_matches("l'")
            .to_owned();
        format!(
            " {} ",
            low.split(|c: char| !c.is_alphanumeric())
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        )
    };
    let own = plain(name);
    let sources = text
        .copy
        .sources
        .iter()
        .flat_map(|source| [source.name.as_str(), source.note.as_str()]);
    let names = text.around.own_names.iter().map(String::as_str);
    sources
        .chain(names)
        .filter(|other| !other.trim().is_empty())
        .map(plain)
        .any(|other| {
            other.contains(&own)
                || (own.len() > 6 && own.contains(&other))
                || outlet.is_some_and(|outlet| {
                    outlet.names.iter().any(|name| other.contains(&plain(name)))
                })
        })
}

/// What an outlet is to a state; a state, a government or an official met beside its name is not enough.
const TOLD_IT: &str = "
    agenzia|agenzie|emittente|emittenti|televisione|tv|radio|rete|canale|canali|media|stampa|quotidiano|giornale|testata|testate|organo|network|portale ^? ^? _? di|dello stato
    agenzia|agenzie|emittente|emittenti|televisione|tv|radio|rete|canale|canali|media|stampa|quotidiano|giornale|testata|testate|organo|network|portale ^|_? statale|statali|governativ*|filogovernativ*|ufficiale|ufficiali|pubblica|pubblico
    statale|statali|governativa|governativo|filogovernativa|filogovernativo|ufficiale|pubblica agenzia|emittente|televisione|tv|radio|rete|canale|quotidiano|giornale
    filogovernativ*|statalizzat*|cremlino|regime|organo
    controllat*|finanziat*|gestit*|guidat*|possedut*|pagat*|dirett* direttamente? da|dal|dallo|dalla|dall
    è|era|sono statale|statali|governativ*|pubblica
    risponde|rispondono|appartiene|appartengono|dipende|dipendono|fa|fanno direttamente|capo? al|allo|alla|dal|dallo|dalla ^|_? governo|stato|regime|cremlino|partito
    voce|portavoce|braccio|strumento|proprietà|mano del|dello|della|al ^|_? governo|stato|regime|partito";
const TOLD_EN: &str = "
    state|government run|owned|controlled|backed|funded|affiliated|financed|linked|media|news|agency|agencies|broadcaster|broadcasters|television|tv|radio|outlet|outlets|newspaper|channel|wire|network|paper|mouthpiece|press|information|organ
    official ^? state|government|news|agency|newspaper|paper|organ|media|broadcaster|gazette|daily
    run|owned|controlled|funded|financed|backed|directed|paid|overseen directly|largely|wholly? by|for
    of|to|for|by the ^? ^? _? state|government|kremlin|regime|party
    arm|voice|part|organ|property|mouthpiece of ^|the ^|_?
    kremlin|mouthpiece|regime
    pro government|kremlin
    state|government _ _? broadcaster|agency|outlet|newspaper|channel|network|service|mouthpiece
    is|are state|government";
static TOLD: Lazy = LazyLock::new(|| Lists::new(TOLD_IT, TOLD_EN));

/// A sentence about what an outlet named elsewhere is.
static KIND_IS: Lazy = LazyLock::new(|| {
    Lists::new(
        "
        agenzia|agenzie|emittente|emittenti|televisione|tv|radio|rete|canale|quotidiano|giornale|testata|testate|entrambe|entrambi|network è|sono|era|erano|appartiene|appartengono|risponde|rispondono|dipende|dipendono",
        "
        agency|agencies|broadcaster|broadcasters|outlet|outlets|newspaper|newspapers|channel|channels|network|networks|paper|papers|both|wire is|are|was|were|belongs|belong|answers|answer|being",
    )
});

fn state(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().reported {
        return;
    }
    let all = controlled(text);
    let by_kind = |named: bool| {
        text.running()
            .any(|(_, passage)| told_by_kind(passage, named, text.lang))
    };
    for outlet in OUTLETS.iter().filter(|outlet| !outlet.state.is_empty()) {
        let source = text
            .copy
            .sources
            .iter()
            .find(|source| may_be_outlet(source.kind) && names(&source.name, outlet));
        let mentions: Vec<_> = all
            .iter()
            .filter(|(named, _, _)| *named == outlet)
            .map(|(_, passage, words)| (*passage, words))
            .collect();
        let used = source.is_some()
            || mentions.iter().any(|(passage, words)| {
                passage.role.running() && origin(passage, words, text.lang)
            });
        let within_a_name = source.is_none()
            && mentions
                .iter()
                .any(|(passage, words)| longer_name(passage, words));
        if !used
            || within_a_name
            || mentions
                .iter()
                .any(|(passage, words)| told(passage, words, text.lang))
            || by_kind(!mentions.is_empty())
        {
            continue;
        }
        let name = source.map_or_else(
            || {
                mentions
                    .first()
                    .map_or("", |(passage, words)| passage.slice(words))
            },
            |source| source.name.as_str(),
        );
        let places = match mentions.first() {
            Some((passage, words)) => vec![place(passage, words)],
            None => vec![place_of_field("sources", name)],
        };
        desk.find(
            places,
            format!(
                "{name} è controllata da uno Stato ({}) e il testo non lo dice.",
                outlet.state
            ),
            format!(
                "{name} is controlled by a state ({}) and the text does not say so.",
                outlet.state
            ),
        );
    }
}

/// Every place where an outlet that a state controls is named.
fn controlled<'a>(text: &'a Text<'_>) -> Vec<(&'static Outlet, &'a Passage, Range<usize>)> {
    let mut out = Vec::new();
    for passage in &text.body {
        for (at, word) in passage.words.iter().enumerate() {
            let named = beginning_with(word)
                .iter()
                .filter(|outlet| !outlet.state.is_empty());
            out.extend(named.filter_map(|outlet| {
                known_at(passage, at, outlet).map(|end| (*outlet, passage, at..end))
            }));
        }
    }
    out
}

/// "RT Joinery", "Sputnik Club": the name of something else begins alike, and may be shortened to it.
fn longer_name(passage: &Passage, words: &Range<usize>) -> bool {
    let next = passage.words.get(words.end);
    next.is_some_and(|word| word.cap)
        && passage.gap(words.end) == " "
        && !is_head(passage.low(words.end))
}

/// What a source may be that is named like an outlet: a club called Sputnik is met, not read.
fn may_be_outlet(kind: SourceKind) -> bool {
    matches!(
        kind,
        SourceKind::Agency
            | SourceKind::Outlet
            | SourceKind::Document
            | SourceKind::Dataset
            | SourceKind::Other
    )
}

/// Told of what an outlet is, in a sentence without its name: "Both agencies are run by the state". Of an outlet that
/// the text does not name at all, what is said of its kind will do: "State media announced".
fn told_by_kind(passage: &Passage, named: bool, lang: Lang) -> bool {
    let list = if named { &KIND_IS } else { &TOLD };
    passage.sentences.iter().any(|sentence| {
        let words = passage.words.get(sentence.clone()).unwrap_or_default();
        list.get(lang).any(words) && TOLD.get(lang).any(words)
    })
}

/// Words around a name within which its owner is told.
const TOLD_WORDS: usize = 12;

fn told(passage: &Passage, words: &Range<usize>, lang: Lang) -> bool {
    let from = words.start.saturating_sub(TOLD_WORDS);
    let to = (words.end + TOLD_WORDS).min(passage.words.len());
    passage
        .words
        .get(from..to)
        .is_some_and(|near| TOLD.get(lang).any(near))
}

fn names(source: &str, outlet: &Outlet) -> bool {
    let words: Vec<String> = source
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let source = format!(" {} ", words.join(" "));
    outlet.names.iter().any(|name| {
        name.len() > 3 && source.contains(&format!(" {} ", name.replace(['-', '\''], " ")))
            || source.trim() == *name
    })
}
