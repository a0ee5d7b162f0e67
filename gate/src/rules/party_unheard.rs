//! Somebody accused by name whose answer the text does not carry.

use super::super::finding::Severity;
use super::super::lang::{Both, Lang};
use super::super::names::names;
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::voices;
use super::super::words::Passage;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "party.unheard",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Qualcuno è accusato o criticato per nome e il testo non dice che cosa risponde, né che è stato sentito.",
        "Somebody is accused or criticised by name, and the text carries no answer nor says one was asked for.",
    ),
    why: Both::new(
        "Chi è accusato ha diritto di dire la sua nello stesso testo.",
        "Whoever is accused is entitled to answer in the same text.",
    ),
    remedy: Both::new(
        "Chiedi una replica e riportala, o scrivi quando e come l'hai chiesta.",
        "Ask for an answer and carry it, or write when and how you asked.",
    ),
    source: "Testo unico dei doveri del giornalista; law 69/1963, art. 2; Journalism Trust Initiative",
    reads: Reads::Sentences,
    check,
};

const ACCUSING_IT: &str = "
    accusa|accusano|accusato|accusata|accusati|accusava|accusando|accuse|accusarono|accusò
    ha|hanno|aveva attaccato|criticato|denunciato|contestato|bocciato|smascherato|querelato
    attacca|critica|criticano|denuncia|denunciano|contesta|contestano|attaccano duramente? l|il|la|lo|i? ^
    punta|puntano|puntato il dito
    nel mirino
    se|s la è? prende|prendono|presa|presi con
    chiede|chiedono|chiesto le dimissioni
    colpa|responsabilità di|del|della|dell|dei|è|sia|sta tutta? di|del|della|dell? ^
    responsabile|responsabili|colpevole|colpevoli del|della|dello|di|dei|degli|dell
    ha|hanno|aveva|avrebbe|avrebbero mentito|rubato|truffato|intascato|nascosto|ingannato|favorito|imbrogliato|omesso|insabbiato|ignorato|taciuto|gonfiato|sprecato|buttato|tradito|abbandonato|falsificato|incassato|sottratto|dirottato|lasciato
    incapace|incapaci|incompetente|incompetenti|bugiardo|bugiarda|inadempiente|vergogna|vergognoso|vergognosa|scandaloso|scandalosa
    irresponsabile|irresponsabili|negligente|negligenza|inerzia|menzogna|menzogne|malafede|clientelare|clientelismo|sprechi|favoritismi
    non ha|hanno mai? mantenuto|rispettato|pagato|versato|fatto|mosso|controllato|vigilato
    esposto|querela|diffida contro|nei
    indica|indicano|fa|fanno un|il nome
    sapeva|sapevano benissimo|tutto
    dita contro";

const ACCUSING_EN: &str = "
    accuse|accuses|accused|accusing|accusation|accusations|allege|alleges|alleged|allegation|allegations|alleging
    blame|blames|blamed|blaming
    criticise|criticises|criticised|criticised|criticising|criticism|condemned|condemns|attacked|attacks|slammed|slams|lambasted|hit|denounced|denounces|rounded out? on|at|the|^
    failed|failing|refused to protect|pay|repair|tell|act|stop|check|warn|inform|heat|answer|maintain|mend|disclose|declare|report
    lied|lying|misled|misleading|misleads|cheated|swindled|pocketed|stole|concealed|hid|bullied|bullying|harassed|ignored|covered|turned|squandered|wasted|neglected|broke|broken|broken|overcharged|intimidated|threatened|ripped|fobbed|knew|mishandled up|off|a|its|his|her|their|about?
    incompetent|incompetence|negligent|negligence|dishonest|reckless|shameful|disgraceful|liar|corrupt|corruption|bully|cowboy|scandalous|betrayal|betrayed|disgrace
    called on|for ^|the _? _? to? resign|resignation
    to resign
    call|calls|called on _? _? _? _? ^? ^? to resign|go|quit
    had|has driven|copied|let|left|sent|used|paid|turned a|the|his|her|him|himself|herself|it|them|away
    asleep at the wheel
    pointed|points|pointing the? finger|fingers
    at fault
    responsible for";

static ACCUSING: Lazy = LazyLock::new(|| Lists::new(ACCUSING_IT, ACCUSING_EN));

const ANSWER_IT: &str = "
    replica*|ribatt*|respin*|smenti*|nega|negano|negato|nego|negava|controreplica*
    rispond*|risposto|risposta|rispose
    si è? difende|difendono|difeso|difesa|difendeva|giustifica*|dice estraneo|estranea|sereno|serena
    non ha|hanno|aveva|avevano|ho|abbiamo ancora|finora|mai? voluto|inteso|rilasciato|risposto|commentato|replicato
    non ha|hanno|aveva|avevano fatto|dato ancora|finora? sapere|dichiarazioni|risposta|risposte|riscontro|seguito
    non vuole|vogliono|intende|intendono commentare|rispondere|replicare|parlare|rilasciare|dire
    non ha|hanno aperto|richiamato
    squilla|squillava|squillato|suona|suonava a vuoto
    non commenta|commentano|rilascia|rilasciano|risponde|rispondono
    contattat*|interpellat*|raggiunt*|sentit* da|dal|dalla|al|per|ieri|sul|telefonicamente|dalla|la|il|ha|non|via|anche|dai
    interpellat*|contattat*
    abbiamo|ho chiesto|cercato|scritto|contattato|provato
    è stato|stata|stati chiesto|chiesta|invitato|invitata|contattato|contattata|cercato|cercata|sentito|sentita
    no comment
    nessun|nessuna commento|risposta|replica
    precis*|chiarisc*|chiarito|rivendica*
    dal canto|conto suo|loro|proprio
    da parte sua|loro
    la difesa|versione
    i suoi legali|avvocati
    l|il|la avvocato|avvocata|legale|difensore
    in attesa di|della una? replica|risposta
    rimanda|rimandano|rinvia|rinviano al|alle|mittente|a
    accuse infondate|false
    abbiamo|ho mandato|inviato|lasciato|telefonato|posto|rivolto|girato
    la sua|loro versione|replica|risposta";

const ANSWER_EN: &str = "
    den*|rejected|rejects|reject|rejecting|refuted|refutes|rebuffed|disputes|disputed|dismissed|dismisses|defended|defends|defend
    respond*|response|replied|replies|reply|answered|answer
    declined|refused to
    denies|deny
    did|does|had|has|have|could not|n't|yet responded?|respond|reply|comment|return|answer|be
    approached|contacted for|by|about|on
    when|was|were approached|contacted|asked
    request|requests|asked for comment
    no comment
    could not be reached
    for his|her|its|their part
    in|through|via|issued a statement|lawyer|solicitor
    spokesman|spokeswoman|spokesperson
    his|her|its|their solicitor|lawyer|barrister
    insist*|maintained|maintains|countered|counters
    said in response|a
    unavailable
    apologised|apologises|apology
    hit back
    no word|reply|answer|response|comment from|came|by|had|has
    by the time we
    went|gone unanswered
    was|were|been sent|shown|given|put|offered the|a|these|our|full? allegations|accusations|claims|questions|list|chance|opportunity|copy
    given until
    has|have not so far
    categorically";

static ANSWER: Lazy = LazyLock::new(|| Lists::new(ANSWER_IT, ANSWER_EN));

/// A judgement or an act of a court is reported, not an accusation of the text.
const COURT_IT: &str = "
    condannat*|condanna|assolt*|assoluzione|patteggia*
    sentenza|sentenze|imputat*|gup|gip
    tribunale|tar|cassazione|corte ha|hanno|di|d
    rinviat*|rinvio a giudizio
    indagat*|arrestat*|multat*|sanzionat*";
const COURT_EN: &str = "
    convicted|sentenced|jailed|acquitted|jury|verdict|guilty|pleaded|fined|arrested|ruled
    charged with";
static COURT: Lazy = LazyLock::new(|| Lists::new(COURT_IT, COURT_EN));

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().reported {
        return;
    }
    let answers: Vec<(&Passage, Range<usize>)> = text
        .running()
        .flat_map(|(_, passage)| outside(passage, &ANSWER, text).map(move |words| (passage, words)))
        .collect();
    let judged = text
        .running()
        .any(|(_, passage)| outside(passage, &COURT, text).next().is_some());
    let by_all = answers.iter();
    let mut by_all = by_all.filter(|(passage, words)| !bystander(passage, words.start, text.lang));
    if by_all.next().is_some() || judged || told_of_play(text) {
        return;
    }
    let speaking: Vec<String> = text
        .running()
        .flat_map(|(_, passage)| speaking(passage, text.lang))
        .collect();
    for (index, passage) in text.running() {
        let names = names(passage, text.lang);
        for words in ACCUSING.get(text.lang).find(&passage.words) {
            if harmless(text, index, passage, &words) {
                continue;
            }
            if (words.start + 1..words.end).any(|at| passage.gap(at).contains([':', ';', ','])) {
                continue;
            }
            let Some(sentence) = passage.words.get(words.start).map(|word| word.sentence) else {
                continue;
            };
            let speaks = |name: &&Range<usize>| speaking.contains(&last(passage, name));
            let beside = |name: &&Range<usize>| {
                passage
                    .words
                    .get(name.start)
                    .is_some_and(|word| word.sentence.abs_diff(sentence) <= 1)
            };
            let follows = |name: &&Range<usize>| {
                name.end > words.start && name.start <= words.end + FOLLOWS_WORDS
            };
            let silent = || names.iter().filter(beside).filter(|name| !speaks(name));
            let accused = silent()
                .find(follows)
                .or_else(|| silent().find(|name| name.len() >= 2));
            let named = |name: &Range<usize>| {
                let low = last(passage, name);
                let holds = |(other, words): &&(&Passage, Range<usize>)| {
                    other
                        .sentence_of(words.start)
                        .any(|at| other.low(at) == low)
                };
                answers.iter().any(|answer| holds(&answer))
            };
            if let Some(name) = accused.filter(|name| !named(name)) {
                let (it, en) = both_quoted(passage.slice(&passage.sentence_of(words.start)));
                let who = passage.slice(name);
                desk.find(
                    vec![place(passage, &words), place(passage, name)],
                    format!("{it}: il testo non dice che cosa risponde {who}."),
                    format!("{en}: the text does not say what {who} answers."),
                );
                return;
            }
        }
    }
}

/// Matches and made-up stories: who is "guilty" of a goal, or lies in the second act, owes nobody an answer.
const PLAY_IT: &str = "
    gol|rete|portiere|parata|rigore|fallo|ammonito|espulso|pareggio|traversa|calcio d? angolo?
    difensore|difensori|attaccante|centravanti|mediano|terzino|fuorigioco|dischetto
    primo|secondo|terzo|ultimo atto
    romanzo|film|commedia|farsa|dramma|regista|protagonista|personaggio|palcoscenico|platea|trama|filodrammatica|sceneggiatura|capitolo|sala|proiezione|spettacolo";
const PLAY_EN: &str = "
    goal|goals|keeper|goalkeeper|striker|winger|midfielder|defender|penalty|header|crossbar|equaliser|winner|offside|corner
    back four|five
    yellow|red card
    #|ninety-third|first|last|second minute|half
    far|near post
    novel|play|film|movie|chapter|plot|villain|heroine|playwright|director|stage|act|drama|thriller|screening|character|paperback|hardback";
static PLAY: Lazy = LazyLock::new(|| Lists::new(PLAY_IT, PLAY_EN));
/// Different words of play from which a text is about one.
const PLAY_WORDS_MIN: usize = 3;

fn told_of_play(text: &Text<'_>) -> bool {
    let words: BTreeSet<&str> = text
        .running()
        .flat_map(|(_, passage)| {
            let found = PLAY.get(text.lang).find(&passage.words);
            found.into_iter().map(|words| passage.low(words.start))
        })
        .collect();
    words.len() >= PLAY_WORDS_MIN
}

/// Years after which nobody is left to answer.
const LIVING_YEARS: i16 = 90;

/// "can be accused of", "could be accused": nobody is; or what is told is long past.
fn harmless(text: &Text<'_>, index: usize, passage: &Passage, words: &Range<usize>) -> bool {
    let before = words.start.saturating_sub(3)..words.start;
    let modal = before.clone().any(|at| {
        matches!(
            passage.low(at),
            "can" | "could" | "might" | "may" | "può" | "possono" | "potrebbe"
        )
    }) && before
        .into_iter()
        .any(|at| matches!(passage.low(at), "be" | "essere"));
    let sentence = passage.words.get(words.start).map(|word| word.sentence);
    let past = text.dates.get(index).into_iter().flatten().any(|date| {
        let year = date
            .year
            .is_some_and(|year| year < text.today.year() - LIVING_YEARS);
        let there = passage
            .words
            .get(date.words.start)
            .map(|word| word.sentence);
        year && there == sentence
    });
    modal || past
}

/// Words after an accusing word within which the accused is named.
const FOLLOWS_WORDS: usize = 8;
/// Words between a name and the verb it speaks with.
const SPEAKS_WORDS: usize = 5;

/// The last names of those who speak in a passage, other than by accusing.
fn speaking(passage: &Passage, lang: Lang) -> Vec<String> {
    let accusing = |at: usize| {
        [
            "accus",
            "denunc",
            "attacc",
            "critic",
            "blam",
            "alleg",
            "according",
        ]
        .iter()
        .any(|start| passage.low(at).starts_with(start))
    };
    // Who is called on to go, or asked to, says nothing by it.
    let demands = ACCUSING.get(lang).find(&passage.words);
    let demanding = |at: usize| demands.iter().any(|words| words.contains(&at));
    let verbs: Vec<usize> = voices::saying(passage, &(0..passage.words.len()), lang)
        .iter()
        .copied()
        .filter(|at| !accusing(*at) && !demanding(*at))
        .collect();
    names(passage, lang)
        .iter()
        .filter(|name| {
            let Some(word) = passage.words.get(name.start).filter(|word| !word.quoted) else {
                return false;
            };
            verbs
                .iter()
                .filter(|verb| !told_of(passage, **verb, name))
                .any(|verb| {
                    let near = if *verb < name.start {
                        name.start - verb
                    } else {
                        verb.saturating_sub(name.end)
                    };
                    near <= SPEAKS_WORDS
                        && passage
                            .words
                            .get(*verb)
                            .is_some_and(|other| other.sentence == word.sentence)
                })
        })
        .map(|name| last(passage, name))
        .collect()
}

/// Words after a name by which it begins what somebody else says: "the union says Tranter has broken…".
const DOING: &[&str] = &[
    "has", "had", "have", "was", "is", "did", "would", "will", "ha", "aveva", "avrebbe", "è", "era",
];

/// Whether a verb of saying has another to say it, and the name is of whom it is said: "said that Pike had misled…", "dice che
/// Zuin ha mentito", "who they say cheated them".
fn told_of(passage: &Passage, verb: usize, name: &Range<usize>) -> bool {
    if verb >= name.end {
        let subject = verb.checked_sub(1).map(|at| passage.low(at));
        return matches!(subject, Some("they" | "we" | "people"));
    }
    let clause = (verb + 1..name.start).any(|at| matches!(passage.low(at), "that" | "che"));
    clause || DOING.contains(&passage.low(name.end))
}

/// Who is asked beside the accused: their answer is not the answer of the accused.
const BYSTANDERS_IT: &str = "
    procura|procuratore|procuratrice|questura|prefettura|regione|editrice|editore|federazione|ministero|tribunale|garante|authority";
const BYSTANDERS_EN: &str = "
    regulator|federation|council|police|coroner|prosecutor|prosecutors|insurers|insurer|ministry|ombudsman|publisher|inspectorate";
static BYSTANDERS: Lazy = LazyLock::new(|| Lists::new(BYSTANDERS_IT, BYSTANDERS_EN));

/// Whether the subject of what reads like an answer is somebody who only stands by.
fn bystander(passage: &Passage, at: usize, lang: Lang) -> bool {
    let start = passage.sentence_of(at).start;
    let before = passage.words.get(start..=at).unwrap_or_default();
    BYSTANDERS.get(lang).any(before)
}

fn outside<'a>(
    passage: &'a Passage,
    list: &'static Lazy,
    text: &Text<'_>,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let found = list.get(text.lang).find(&passage.words);
    found.into_iter().filter(|words| {
        passage
            .words
            .get(words.start)
            .is_some_and(|word| !word.quoted)
    })
}

fn last(passage: &Passage, name: &Range<usize>) -> String {
    passage.low(name.end.saturating_sub(1)).to_owned()
}
