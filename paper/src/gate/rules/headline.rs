//! What the headline promises: claims, questions, a standfirst that adds, pull quotes that are there.

use super::super::finding::Severity;
use super::super::lang::{Both, Lang, fold, is_stop, root, stem};
use super::super::names::names;
use super::super::numbers::{ONE, numbers};
use super::super::phrases::{Lazy, Lists};
use super::super::plain::Role;
use super::super::rule::{Desk, Rule, both_quoted};
use super::super::text::{Text, place, place_of_bytes};
use super::super::words::Passage;
use crate::copy::Kind;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) static UNSUPPORTED: Rule = Rule {
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

fn body_words<'a>(text: &'a Text<'_>) -> impl Iterator<Item = &'a super::super::words::Word> {
    text.body.iter().flat_map(|passage| &passage.words)
}

fn missing_quotes(text: &Text<'_>) -> Vec<Range<usize>> {
    let held: Vec<String> = body_words(text)
        .map(|word| stem(&word.low, text.lang))
        .collect();
    text.headline
        .quotes
        .iter()
        .filter(|quote| {
            let words: Vec<String> = text
                .headline
                .words
                .get(quote.words.clone())
                .into_iter()
                .flatten()
                .map(|word| stem(&word.low, text.lang))
                .collect();
            !words.is_empty() && !nearly_in(&words, &held)
        })
        .map(|quote| quote.words.clone())
        .collect()
}

/// Most words of a phrase stand close together, in order or not, in the text.
fn nearly_in(phrase: &[String], held: &[String]) -> bool {
    let window = phrase.len() * 2 + 6;
    let wanted: HashSet<&String> = phrase.iter().collect();
    held.windows(window.min(held.len()).max(1)).any(|near| {
        let near: HashSet<&String> = near.iter().collect();
        wanted.intersection(&near).count() * 100 >= wanted.len() * 70
    })
}

fn missing_names(text: &Text<'_>) -> Vec<Range<usize>> {
    let held: HashSet<String> = body_words(text).map(|word| fold(&word.low)).collect();
    let place = text
        .copy
        .dateline
        .iter()
        .map(|dateline| dateline.place.to_lowercase())
        .collect::<String>();
    let initials = initials(text);
    names(&text.headline, text.lang)
        .into_iter()
        .filter(|name| {
            !text
                .headline
                .words
                .get(name.start)
                .is_some_and(|word| word.opens && name.len() == 1)
        })
        .filter(|name| !title_case(&text.headline) || name.len() == 1)
        .filter(|name| {
            name.clone()
                .filter_map(|at| text.headline.words.get(at))
                .filter(|word| word.cap && word.low.chars().count() > 2)
                .all(|word| {
                    let folded = fold(&word.low);
                    let kin = |other: &String| {
                        other.chars().count() > 3
                            && folded.chars().count() > 3
                            && (other.starts_with(&folded)
                                || folded.starts_with(other.as_str())
                                || same_start(&folded, other))
                    };
                    !held.contains(&folded)
                        && !place.contains(&word.low)
                        && !(word.caps && (initials.contains(&folded) || word.low.len() <= 3))
                        && !held.iter().any(kin)
                })
        })
        .filter(|name| {
            name.clone().any(|at| {
                text.headline
                    .words
                    .get(at)
                    .is_some_and(|word| word.cap && word.low.chars().count() > 2)
            })
        })
        .collect()
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
        !quoted
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

/// Hardly any content word of the headline has a relative in the text.
fn thin(text: &Text<'_>) -> Option<Range<usize>> {
    /// Content words a headline needs to be judged as a whole.
    const CONTENT_MIN: usize = 4;
    let held: HashSet<String> = body_words(text)
        .map(|word| short_root(&word.low, text.lang))
        .collect();
    let content: Vec<&str> = text
        .headline
        .words
        .iter()
        .filter(|word| !is_stop(&word.low, text.lang) && word.low.chars().count() > 3)
        .map(|word| word.low.as_str())
        .collect();
    let found = content
        .iter()
        .filter(|low| held.contains(&short_root(low, text.lang)))
        .count();
    (content.len() >= CONTENT_MIN && found == 0).then_some(0..text.headline.words.len())
}

fn short_root(low: &str, lang: Lang) -> String {
    root(low, lang).chars().take(4).collect()
}

pub(super) static REPEATS: Rule = Rule {
    code: "standfirst.repeats",
    severity: Severity::Warning,
    subject: "standfirst",
    what: Both::new(
        "Il sommario ridice il titolo e niente di più.",
        "The standfirst says what the headline says and no more.",
    ),
    why: Both::new(
        "Sono le due righe più lette: la seconda deve aggiungere.",
        "They are the two most read lines: the second must add.",
    ),
    remedy: Both::new(
        "Metti nel sommario un fatto che il titolo non dice.",
        "Put into the standfirst a fact the headline leaves out.",
    ),
    source: "Italian headline practice (titolo e sommario)",
    check: repeats,
};

fn repeats(text: &Text<'_>, desk: &mut Desk<'_>) {
    let content = |passage: &Passage| -> Vec<String> {
        passage
            .words
            .iter()
            .filter(|word| !is_stop(&word.low, text.lang) && word.low.chars().count() > 2)
            .map(|word| short_root(&word.low, text.lang))
            .collect()
    };
    let headline: HashSet<String> = content(&text.headline)
        .into_iter()
        .chain(content(&text.kicker))
        .collect();
    let standfirst: HashSet<String> = content(&text.standfirst).into_iter().collect();
    if standfirst.is_empty() || headline.is_empty() {
        return;
    }
    let values = |passage: &Passage| -> HashSet<i64> {
        numbers(passage, text.lang)
            .into_iter()
            .map(|number| number.thousandths)
            .collect()
    };
    if !values(&text.standfirst).is_subset(&values(&text.headline)) {
        return;
    }
    let novel = standfirst.difference(&headline).count();
    let common = standfirst.intersection(&headline).count();
    let echo = novel * 100 <= standfirst.len() * 45 && common * 100 >= headline.len() * 45;
    let sentences = text.standfirst.sentences.len();
    if echo && sentences <= 2 {
        let (it, en) = both_quoted(&text.standfirst.text);
        desk.find(
            vec![
                place_of_bytes(&text.standfirst, 0..text.standfirst.text.len()),
                place_of_bytes(&text.headline, 0..text.headline.text.len()),
            ],
            format!("Il sommario {it} ridice il titolo."),
            format!("The standfirst {en} says the headline again."),
        );
    }
}

pub(super) static PULL: Rule = Rule {
    code: "pull.not_in_text",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Le parole in evidenza non sono nel testo.",
        "The words of the pull quote are not in the text.",
    ),
    why: Both::new(
        "Un virgolettato in evidenza è preso dal testo: se non c'è, qualcuno non l'ha detto così.",
        "A pull quote is lifted from the text: if it is not there, nobody said it so.",
    ),
    remedy: Both::new(
        "Riporta le parole come sono nel testo; i tagli si segnano con […].",
        "Give the words as they stand in the text; mark cuts with […].",
    ),
    source: "Journalistic practice: pull quotes match the text",
    check: pull,
};

fn pull(text: &Text<'_>, desk: &mut Desk<'_>) {
    let held: Vec<&str> = text
        .running()
        .flat_map(|(_, passage)| &passage.words)
        .map(|word| word.low.as_str())
        .collect();
    for passage in text
        .body
        .iter()
        .filter(|passage| passage.role == Role::Pull)
    {
        if !pieces(passage).iter().all(|piece| within(piece, &held)) {
            let (it, en) = both_quoted(&passage.text);
            desk.find(
                vec![place_of_bytes(passage, 0..passage.text.len())],
                format!("{it}: queste parole non sono nel testo."),
                format!("{en}: these words are not in the text."),
            );
        }
    }
}

/// The runs of words between cuts; what stands in square brackets is the editor's.
fn pieces(passage: &Passage) -> Vec<Vec<&str>> {
    let mut out = vec![Vec::new()];
    let mut open = false;
    for (at, word) in passage.words.iter().enumerate() {
        let gap = passage.gap(at);
        let cut = gap.contains(['[', ']', '…']) || gap.contains("...");
        for c in gap.chars() {
            match c {
                '[' => open = true,
                ']' => open = false,
                _ => {}
            }
        }
        if cut {
            out.push(Vec::new());
        }
        if let (false, Some(last)) = (open, out.last_mut()) {
            last.push(word.low.as_str());
        }
    }
    out.retain(|piece| !piece.is_empty());
    out
}

fn within(piece: &[&str], held: &[&str]) -> bool {
    piece.len() > held.len() && piece.is_empty()
        || held
            .windows(piece.len().max(1))
            .any(|window| window == piece)
}

pub(super) static QUESTION: Rule = Rule {
    code: "headline.question",
    severity: Severity::Warning,
    subject: "headline",
    what: Both::new(
        "Il titolo fa una domanda a cui il testo non risponde.",
        "The headline asks a question the text does not answer.",
    ),
    why: Both::new(
        "Chi apre il testo cerca una risposta e non la trova.",
        "Readers open the text for an answer and do not find it.",
    ),
    remedy: Both::new(
        "Metti nel titolo ciò che si sa.",
        "Put what is known into the headline.",
    ),
    source: "NewsGuard: deceptive headlines; headline practice",
    check: question,
};

const OPEN_IT: &str = "
    resta|restano da vedere|capire|chiarire|stabilire|scoprire|decidere|sapere
    non è|sono ancora? chiaro|chiari|certo|noto|nota|dato|deciso|stabilito|possibile
    non si sa
    nessuno lo? sa|può|ha|conferma
    solo il tempo
    staremo a vedere
    è presto per
    troppo presto
    difficile dirlo|dire|prevedere
    chissà
    si vedrà
    resta|rimane|rimangono|restano un|il|la|aperta|aperto|l|in mistero|incognita|dubbio|interrogativo|rebus|domanda?
    al momento non
    per ora|adesso|il non|nessun|nessuna
    non ci sono conferme|certezze|risposte
    molti|in se|tanti|lo si? chiedono
    la domanda è|resta|rimane
    forse
    potrebbe|potrebbero
    si|ci vedrà|chiede|chiedono|domandano
    mistero
    è tutto da|ancora
    voci|indiscrezioni|ipotesi";
const OPEN_EN: &str = "
    remains|remain to be seen
    remains|remain unclear|uncertain|unknown|open|a|an|mystery
    it is not|still|too|yet clear|unclear|early|known|to
    is|was not|n't yet? clear|known|certain
    unclear
    nobody|no one knows|can|could|has|seems
    only|but time will
    time will tell
    we may never
    hard to say|tell|know
    anyone 's? guess
    may|might|could well? be|mean|have|become|see|yet|also
    perhaps|maybe
    wait and see
    are|is|been asking|wondering
    ask|asking|wonder|wonders themselves|whether|if|why|what
    rumours|speculation
    the question is|remains
    mystery";
static OPEN: Lazy = LazyLock::new(|| Lists::new(OPEN_IT, OPEN_EN));

const SETTLED_IT: &str = "
    sì|no
    la risposta è|sta|arriva|viene
    ecco
    perché
    la causa|ragione|motivo|spiegazione|spiega
    il motivo|risultato
    dipende|dovuto|dovuta|causa|causato|colpa
    significa|vuol|costa|costerà|serve|basta|bisogna|conviene";
const SETTLED_EN: &str = "
    yes|no
    the short|simple? answer is|lies
    because
    the reason|cause|explanation|answer
    due|owing to
    means|costs|turns|shows|found|confirmed";
static SETTLED: Lazy = LazyLock::new(|| Lists::new(SETTLED_IT, SETTLED_EN));

fn question(text: &Text<'_>, desk: &mut Desk<'_>) {
    let exempt = matches!(
        text.kind(),
        Kind::Opinion
            | Kind::Satire
            | Kind::Letter
            | Kind::Sponsored
            | Kind::Service
            | Kind::Listing
            | Kind::Obituary
    );
    let asks = text.headline.text.char_indices().any(|(at, c)| {
        c == '?'
            && !text
                .headline
                .quotes
                .iter()
                .any(|quote| quote.bytes.contains(&at))
    });
    if exempt
        || !asks
        || (text.kind() == Kind::Interview && text.headline.text.contains([':', '«', '“']))
    {
        return;
    }
    if answered(text) {
        return;
    }
    let (it, en) = both_quoted(&text.headline.text);
    desk.find(
        vec![place_of_bytes(&text.headline, 0..text.headline.text.len())],
        format!("{it}: il testo non risponde."),
        format!("{en}: the text does not answer."),
    );
}

/// Signs of an answer against signs that the matter is open, outside quotation marks or in.
fn answered(text: &Text<'_>) -> bool {
    let count = |list: &'static Lazy| -> usize {
        text.running()
            .map(|(_, passage)| list.get(text.lang).find(&passage.words).len())
            .sum()
    };
    let (open, settled) = (count(&OPEN), count(&SETTLED));
    let asked = text
        .headline
        .words
        .iter()
        .map(|word| word.low.as_str())
        .collect::<Vec<_>>();
    let amount = asked.windows(1).any(|word| {
        matches!(
            word[0],
            "quanto" | "quanti" | "quante" | "quanta" | "much" | "many"
        )
    });
    let figures = text.numbers.iter().flatten().count() >= 1;
    if amount && figures {
        return true;
    }
    open == 0 && settled > 0 || settled > open
}
