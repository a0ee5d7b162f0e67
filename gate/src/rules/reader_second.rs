//! Subjects that a second person reads before publication.

use super::super::finding::Severity;
use super::super::hashes::{Listed, listed};
use super::super::lang::Both;
use super::super::phrases::{Lazy, Lists, Phrases};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::words::Passage;
use crate::copy::Kind;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "reader.second",
    severity: Severity::Warning,
    subject: "reviewer",
    what: Both::new(
        "Il testo tratta di reati, minori, salute o elezioni e nessuno è indicato come secondo lettore.",
        "The text is about crime, minors, health or elections, and no second reader is named.",
    ),
    why: Both::new(
        "Qui un errore fa danni a persone che non possono rimediare.",
        "Here a mistake harms people who cannot undo it.",
    ),
    remedy: Both::new(
        "Fallo rileggere e scrivi il nome in `reviewer`.",
        "Have it read by somebody else and write the name in `reviewer`.",
    ),
    source: "Journalism Trust Initiative 10 and 14; Carta di Treviso; Testo unico dei doveri del giornalista",
    reads: Reads::Sentences,
    check,
};

/// Words of which one alone makes the subject.
const STRONG_IT: &str = "
    omicidio|omicida|ucciso|uccisa|coltellat*|femminicidio|uxoricidio|assassinato|assassinata|assassino|accoltellat*|stupr*|pedofil*|pedopornograf*|estorsione|stalking|suicidi*|suicidat*|tentato
    arrestat*|ammanettat*
    spaccio di droga|stupefacenti|cocaina|hashish|eroina
    delitto di|dell
    arresti|domiciliari domiciliari
    violenza|violenze|abusi|abuso|molestie sessual*
    rapina|rapinat*|rapinatori|scippo|scippat*
    indagat*|imputat*|patteggia*
    custodia cautelare
    rinviat*|rinvio a giudizio
    in manette
    codice rosso
    maltrattamenti
    minorenn*|quindicenn*|quattordicenn*|tredicenn*|dodicenn*|undicenn*|sedicenn*|diciassettenn*|baby-gang
    minore|minori straniero|stranieri|non|di|vittim*|coinvolt*
    bambino|bambina|ragazzo|ragazza|studente|studentessa|alunno|alunna|bimbo|bimba|figlio|figlia di due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|# anni|mesi
    ha|aveva dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette anni
    insulina|farmaco|diabete|glicemia
    epidemia|contagi|contagio|contagiat*|vaccin*|morbillo|meningite|legionell*|tubercolosi|salmonell*|dengue|covid*|chemioterap*|tumor*|oncolog*|influenza
    ballottaggio|seggi|scrutat*|candidat* a|alla|al|sindaco|sindaca|consigliere
    elezioni|elettorale|elettorali|elezione amministrative|comunali|regionali|politiche|europee|suppletive|del sindaco|di?
    campagna elettorale
    exit poll
    liste elettorali
    alle urne
    spoglio|scrutinio|affluenza
    referendum";

const STRONG_EN: &str = "
    murder|murdered|murderer|manslaughter|stabbed|stabbing|raped|rape|rapist|robbery|robbed|robbers|burglary|burgled|burglar|kidnap*|arson|extortion|paedophil*|homicide|assaulted|grooming|stalking|suicide
    arrested|arrest|arrests
    charged with
    sexual|indecent|common|aggravated assault|assaults|abuse|offences|exploitation
    in custody
    on suspicion of
    drug|drugs dealing|dealers|trafficking|dealer|gang|supply|raid
    magistrates court
    crown court
    teenager|teenagers|teenage|underage|schoolboy|schoolgirl|schoolchildren|minors|toddler|infant
    #|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen year old|olds? boy|girl|pupil|pupils|schoolboy|schoolgirl|student
    1|11|12|13|14|15|16|17 year olds
    detectives
    took|taken his|her|their own life
    overdose*|inquest
    #-year-old boy|girl|pupil|schoolboy|schoolgirl
    boy|girl|pupil|child aged|of two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|#
    aged three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen
    vaccin*|outbreak|epidemic|measles|meningitis|legionnaires|tuberculosis|salmonella|chemotherapy|covid*|norovirus|cancer|dementia|whooping|scarlet|sepsis
    by-election|byelection|ballot|ballots|turnout|constituency|referendum
    election|elections
    general|local|mayoral|council|parliamentary election|elections|candidate
    standing for
    at the polls
    polling station|stations|day";

/// Words of which two different ones make it.
const WEAK_IT: &str = "
    carabinieri|polizia|questura|procura|denunciat*|furto|furti|rubat*|ladro|ladri|vittima|droga|cocaina|hashish|coltello|pistola|aggredit*|aggressione|truff*|indagine|indagini|sequestrat*|refurtiva|lite|pugni
    bambini|bambino|bambina|alunni|ragazzini|ragazzino|ragazzina|neonat*|asilo|minori|minore|adolescent*|scolaresca
    pazienti|paziente|ospedale|ricoverat*|ricoveri|farmac*|terapi*|malattia|malattie|sintomi|medici|medico|ambulatorio|diagnosi|virus|asl|infezion*|intossicat*|intossicazion*|cure|sanitar*|clinic*|dose|dosi|pronto-soccorso|reparto|prevenzione
    voti|voto|elettor*|lista|liste|candidat*|sondagg*|coalizione|partito|partiti|preferenze|consiglieri|schieramento|votato|urne|sindaco";
const WEAK_EN: &str = "
    police|detectives|officers|theft|thefts|stolen|stole|thief|thieves|victim|cocaine|cannabis|heroin|knife|weapon|gun|fraud|scam|cctv|suspect|suspects|attack|attacked|fraudsters|violence|burglaries|court
    children|pupils|child|baby|youngsters|nursery|adolescents|playgroup|safeguarding|schools?
    patients|patient|hospital|surgery|gp|gps|nhs|treatment|symptoms|disease|infection|infections|virus|doctors|clinic|medication|ward|diagnosis|diagnosed|drug|prescription|trial|flu|dose|doses|illness|illnesses|ill|jab|jabs|screening|bacteria
    votes|vote|voters|candidate|candidates|campaign|poll|polls|seat|majority|manifesto|hustings|councillor|party|labour|conservative|liberal|ward";

static STRONG: Lazy = LazyLock::new(|| Lists::new(STRONG_IT, STRONG_EN));

struct Weak {
    it: [Phrases; 4],
    en: [Phrases; 4],
}

static WEAK: LazyLock<Weak> = LazyLock::new(|| Weak {
    it: lines(WEAK_IT),
    en: lines(WEAK_EN),
});

fn lines(list: &'static str) -> [Phrases; 4] {
    let mut lines = list.lines().map(str::trim).filter(|line| !line.is_empty());
    std::array::from_fn(|_| Phrases::new(lines.next().unwrap_or_default()))
}

/// Different weak words of one subject that make it.
const WEAK_ENOUGH: usize = 3;

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    let exempt = matches!(
        text.kind(),
        Kind::Opinion
            | Kind::Letter
            | Kind::Satire
            | Kind::Sponsored
            | Kind::Listing
            | Kind::Obituary
            | Kind::PressRelease
    );
    if exempt || text.read_by_another() {
        return;
    }
    let passages = || {
        [&text.headline, &text.standfirst]
            .into_iter()
            .chain(text.running().map(|(_, passage)| passage))
    };
    let strong = passages().find_map(|passage| {
        let mut found = STRONG.get(text.lang).find(&passage.words).into_iter();
        found
            .find(|words| meant(passage, words))
            .map(|words| (passage, words))
    });
    if let Some((passage, words)) = strong.or_else(|| weak(text)) {
        let (it, en) = both_quoted(passage.slice(&words));
        desk.find(
            vec![place(passage, &words)],
            format!("Il testo tratta di una materia delicata ({it}) e nessuno è indicato come secondo lettore."),
            format!("The text is about a delicate subject ({en}), and no second reader is named."),
        );
    }
}

fn weak<'a>(text: &'a Text<'_>) -> Option<(&'a Passage, Range<usize>)> {
    let lists = match text.lang {
        super::super::lang::Lang::It => &WEAK.it,
        super::super::lang::Lang::En => &WEAK.en,
    };
    lists.iter().find_map(|list| {
        let mut seen: BTreeSet<Cow<'_, str>> = BTreeSet::new();
        for (_, passage) in text.running() {
            for words in list.find(&passage.words) {
                if meant(passage, &words) {
                    seen.insert(super::super::lang::root(
                        passage.low(words.start),
                        text.lang,
                    ));
                    if seen.len() >= WEAK_ENOUGH {
                        return Some((passage, words));
                    }
                }
            }
        }
        None
    })
}

/// Words of crime that plays, games and reports of matches use as well.
static CRIME: Listed = LazyLock::new(|| {
    listed(
        " murder murdered murderer robbery robbed burglary stabbed suspect suspects thief thieves stole stolen gun knife omicidio \
    charged assassino assassina assassinato ucciso uccisa delitto rapina rapinato rapinatori ladro ladri pistola vittima detectives ",
    )
});

/// Words of the stage, the page and the pitch: two of them in a passage, and its crimes are pretended.
static PRETENDED: Listed = LazyLock::new(|| {
    listed(
        " spettatori spettatrici platea palco sipario commedia giallo romanzo attori attrice attore copione compagnia regia regista \
    teatro cena debutto replica audience stage actors actor actress cast script novel mystery whodunit rehearsal drama jury interval \
    wickets wicket overs runs innings goals goal penalty fullback scored umpire referee striker batting cup partita gol arbitro rigore \
    classifica keeper goalkeeper midfielder defender winger winner equaliser header crossbar corner dissent booked substitute league \
    bowler half-time centrocampista portiere attaccante terzino ammonito espulso ",
    )
});

fn pretended(passage: &Passage, words: &Range<usize>) -> bool {
    if !CRIME.contains(passage.low(words.start)) {
        return false;
    }
    let before = words.start.checked_sub(1).map_or("", |at| passage.low(at));
    let idiom = before == "daylight" || passage.low(words.end) == "mystery";
    let signs = passage
        .words
        .iter()
        .filter(|word| PRETENDED.contains(word.low.as_str()))
        .count();
    idiom || signs >= 2
}

/// Not in the title of a work, nor a picture of speech.
fn meant(passage: &Passage, words: &Range<usize>) -> bool {
    if pretended(passage, words) {
        return false;
    }
    let Some(word) = passage.words.get(words.start) else {
        return false;
    };
    let titled = passage
        .quotes
        .iter()
        .any(|quote| quote.words.contains(&words.start) && quote.words.len() <= 6);
    // A fair for cancer research is a fair.
    let charity = matches!(
        passage.low(words.end),
        "charity" | "charities" | "research" | "fundraiser" | "appeal"
    );
    let named = word.cap && !word.opens && words.len() == 1 && !word.caps;
    !word.emphasised && !titled && !named && !charity
}
