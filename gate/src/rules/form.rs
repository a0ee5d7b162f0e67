//! The form of a page: standfirst, length, headings, links, captions.

use super::super::finding::{Place, Severity};
use super::super::lang::{Both, Lang};
use super::super::plain::{self, Role};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place, place_of_bytes, place_of_field};
use super::blocks_pictures::{called, where_it_is};
use markup::{Block, PassageLink};

pub(super) static STANDFIRST_MISSING: Rule = Rule {
    code: "standfirst.missing",
    severity: Severity::Warning,
    subject: "standfirst",
    what: Both::new("Manca il sommario.", "There is no standfirst."),
    why: Both::new(
        "È ciò che si legge sotto il titolo, nei feed e nei motori di ricerca.",
        "It is what is read under the headline, in feeds and in search engines.",
    ),
    remedy: Both::new(
        "Scrivi in `standfirst` una o due frasi con i fatti che il titolo non dice.",
        "Write in `standfirst` one or two sentences with the facts the headline leaves out.",
    ),
    source: "Italian headline practice (sommario); schema.org description",
    reads: Reads::Fields,
    check: standfirst_missing,
};

fn standfirst_missing(text: &Text<'_>, desk: &mut Desk<'_>) {
    if text.asks().standfirst && text.copy.standfirst.trim().is_empty() {
        desk.missing("standfirst");
    }
}

/// Longest headline that search pages and cards show whole, in characters, with some grace.
const HEADLINE_CHARS_MAX: usize = 110;

pub(super) static HEADLINE_LONG: Rule = Rule {
    code: "headline.long",
    severity: Severity::Warning,
    subject: "headline",
    what: Both::new(
        "Il titolo supera i 110 caratteri.",
        "The headline is longer than 110 characters.",
    ),
    why: Both::new(
        "Schede, feed e motori di ricerca lo tagliano.",
        "Cards, feeds and search engines cut it.",
    ),
    remedy: Both::new(
        "Tieni la notizia nel titolo e sposta il resto nel sommario.",
        "Keep the news in the headline and move the rest to the standfirst.",
    ),
    source: "schema.org and search engines: headline of at most 110 characters",
    reads: Reads::Fields,
    check: headline_long,
};

fn headline_long(text: &Text<'_>, desk: &mut Desk<'_>) {
    let count = text.copy.headline.trim().chars().count();
    if count > HEADLINE_CHARS_MAX {
        desk.find(
            vec![place_of_field("headline", &text.copy.headline)],
            format!("Il titolo è di {count} caratteri."),
            format!("The headline has {count} characters."),
        );
    }
}

pub(super) static HEADING_ORDER: Rule = Rule {
    code: "heading.order",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un titoletto di terzo livello non sta sotto uno di secondo.",
        "A third-level crosshead does not stand under one of the second.",
    ),
    why: Both::new(
        "Chi naviga per titoli con un lettore di schermo perde il filo.",
        "Those who navigate by headings with a screen reader lose the thread.",
    ),
    remedy: Both::new(
        "Alza il titoletto di un livello.",
        "Raise the crosshead by one level.",
    ),
    source: "WCAG 2.2, 1.3.1 and 2.4.6",
    reads: Reads::Fields,
    check: heading_order,
};

fn heading_order(text: &Text<'_>, desk: &mut Desk<'_>) {
    let levels = text
        .copy
        .body
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Crosshead { level, .. } => Some(*level),
            _ => None,
        });
    let heads = text
        .body
        .iter()
        .filter(|passage| passage.role == Role::Crosshead);
    let mut above = 1;
    for (level, passage) in levels.zip(heads) {
        if level > above + 1 {
            let (it, en) = both_quoted(&passage.text);
            desk.find(
                vec![place_of_bytes(passage, 0..passage.text.len())],
                format!("Il titoletto {it} salta un livello."),
                format!("The crosshead {en} skips a level."),
            );
        }
        above = level;
    }
}

pub(super) static LINK_DEAD: Rule = Rule {
    code: "link.dead",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un collegamento porta a una pagina della testata che non c'è.",
        "A link leads to a page of the title that does not exist.",
    ),
    why: Both::new(
        "Chi lo segue trova una pagina d'errore.",
        "Whoever follows it finds an error page.",
    ),
    remedy: Both::new(
        "Correggi l'indirizzo o togli il collegamento.",
        "Mend the address or take the link away.",
    ),
    source: "WCAG 2.2, 2.4.4; web practice",
    reads: Reads::Fields,
    check: link_dead,
};

fn link_dead(text: &Text<'_>, desk: &mut Desk<'_>) {
    if text.around.dead_links.is_empty() {
        return;
    }
    for passage in text.copy.body.passages() {
        let dead = |link: &&PassageLink| text.around.dead_links.contains(&link.href);
        for link in passage.links.iter().filter(dead) {
            let place = Place {
                field: "body".to_owned(),
                paragraph: usize::try_from(passage.number).ok(),
                start: link.start,
                end: link.end,
                excerpt: link.text.clone(),
            };
            desk.find(
                vec![place],
                format!("Il collegamento a {} non porta a nulla.", link.href),
                format!("The link to {} leads nowhere.", link.href),
            );
        }
    }
}

pub(super) static CAPTION_MISSING: Rule = Rule {
    code: "caption.missing",
    severity: Severity::Warning,
    subject: "picture",
    what: Both::new(
        "Un'immagine non ha didascalia.",
        "A picture has no caption.",
    ),
    why: Both::new(
        "Una fotografia di cronaca senza luogo, data e nomi può essere di chiunque.",
        "A news picture without place, day and names could be of anyone.",
    ),
    remedy: Both::new(
        "Di' nella didascalia chi, dove e quando.",
        "Say in the caption who, where and when.",
    ),
    source: "IPTC Photo Metadata: Description; agency practice",
    reads: Reads::Fields,
    check: caption_missing,
};

fn caption_missing(text: &Text<'_>, desk: &mut Desk<'_>) {
    let head = text.copy.picture.iter().map(|picture| ("picture", picture));
    let body = plain::pictures(&text.copy.body);
    let body = body
        .into_iter()
        .filter(|(_, set)| !set)
        .map(|(picture, _)| ("body", picture));
    for (field, picture) in head.chain(body) {
        if markup::plain(&picture.caption).trim().is_empty() {
            desk.find(
                vec![where_it_is(text, field, picture)],
                format!(
                    "L'immagine {} non ha didascalia.",
                    called(picture, Lang::It)
                ),
                format!("The picture {} has no caption.", called(picture, Lang::En)),
            );
        }
    }
}

/// Words that say nothing of where a link leads, both languages.
const HOLLOW: &str = " clicca cliccate cliccando click qui here this that link collegamento pagina page sito site website leggi leggere \
    tutto tutta altro ancora more read di più dettagli details info scopri vai go vedi see guarda questo questa questi al a \
    continua continue articolo article su il la the our for see learn full story find out informazioni per approfondire tap visita \
    visit ecco quest l notizia completo completa intero the to follow segui following source fonte post ";

pub(super) static LINK_TEXT: Rule = Rule {
    code: "link.text",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Le parole di un collegamento non dicono dove porta («qui», «leggi tutto», un indirizzo nudo).",
        "The words of a link do not say where it leads (“here”, “read more”, a bare address).",
    ),
    why: Both::new(
        "Chi ascolta la pagina o scorre i collegamenti sente solo quelle parole.",
        "Those who listen to the page or step through its links hear only those words.",
    ),
    remedy: Both::new(
        "Metti il collegamento sulle parole che nominano la cosa: «il bilancio 2026 del Comune».",
        "Put the link on the words that name the thing: “the council's 2026 budget”.",
    ),
    source: "WCAG 2.2, 2.4.4 and 2.4.9",
    reads: Reads::Sentences,
    check: link_text,
};

fn link_text(text: &Text<'_>, desk: &mut Desk<'_>) {
    for passage in &text.body {
        for bytes in &passage.links {
            let words = passage.text.get(bytes.clone()).unwrap_or_default();
            if hollow(words) {
                let (it, en) = both_quoted(words);
                desk.find(
                    vec![place_of_bytes(passage, bytes.clone())],
                    format!("Il collegamento {it} non dice dove porta."),
                    format!("The link {en} does not say where it leads."),
                );
            }
        }
    }
}

fn hollow(link: &str) -> bool {
    let link = link.trim().to_lowercase();
    let address = !link.contains(char::is_whitespace)
        && (link.starts_with("http://")
            || link.starts_with("https://")
            || link.starts_with("www.")
            || (link.contains('/') && link.contains('.')));
    let mut words = link
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    address
        || words.peek().is_none()
        || words.all(|word| HOLLOW.split_whitespace().any(|hollow| hollow == word))
}

pub(super) static SHOUTING: Rule = Rule {
    code: "headline.shouting",
    severity: Severity::Warning,
    subject: "headline",
    what: Both::new(
        "Il titolo grida: maiuscole o punti esclamativi.",
        "The headline shouts: capitals or exclamation marks.",
    ),
    why: Both::new(
        "Chi legge di solito ne ricava che la notizia da sola non basta.",
        "Readers take it to mean that the news alone was not enough.",
    ),
    remedy: Both::new(
        "Usa le minuscole e togli i punti esclamativi.",
        "Use lower case and take the exclamation marks out.",
    ),
    source: "Copy style; NewsGuard on headlines",
    reads: Reads::Sentences,
    check: shouting,
};

/// Acronyms longer than four letters that headlines carry in capitals.
const ACRONYMS: &str = " UNESCO UNICEF COVID NASDAQ INTERPOL EUROPOL FRONTEX ISTAT INVALSI ARPAV ANPAL ANSES CONFINDUSTRIA COLDIRETTI \
    ASSTRA CONSOB BANKITALIA INAIL UNHCR OPEC ASEAN EURATOM RFI TRENITALIA ENPA ARERA AGCOM ANVUR SIAE CISL CGIL UILM FIOM \
    FIFA UEFA NASA ESA NATO ENEL ENEA ARPA ASL TAR CNR PNRR ANAS SNAM LIPU ISPRA INGV HM BBC RSPCA NHS OFSTED OFCOM OFGEM HMRC DEFRA RNLI \
    CGIL FERPI AIPO ARPAE ARPAL ARPAT ARPAC ISEE IMU TARI IRPEF ";

fn shouting(text: &Text<'_>, desk: &mut Desk<'_>) {
    for passage in [&text.headline, &text.kicker] {
        let quoted = |byte: usize| {
            passage
                .quotes
                .iter()
                .any(|quote| quote.bytes.contains(&byte))
        };
        let cry = passage
            .text
            .char_indices()
            .any(|(at, c)| c == '!' && !quoted(at) && !in_name(passage, at));
        let loud: Vec<usize> = (0..passage.words.len())
            .filter(|at| loud(text, passage, *at))
            .collect();
        let long = loud.iter().any(|at| {
            passage
                .words
                .get(*at)
                .is_some_and(|word| word.low.chars().count() >= 4)
        });
        if cry && passage.field == "headline"
            || (passage.field == "headline" && !loud.is_empty() && long)
        {
            let (it, en) = both_quoted(&passage.text);
            let words = loud.first().map_or(0..passage.words.len(), |first| {
                *first..loud.last().map_or(0, |last| last + 1)
            });
            desk.find(
                vec![place(passage, &words)],
                format!("Il titolo {it} grida."),
                format!("The headline {en} shouts."),
            );
        }
    }
}

/// "Yahoo!": the mark belongs to a name when it goes on in lower case.
fn in_name(passage: &super::super::words::Passage, at: usize) -> bool {
    let rest = passage.text.get(at + 1..).unwrap_or_default().trim_start();
    rest.starts_with(char::is_lowercase)
        && passage.text.get(..at).is_some_and(|text| {
            text.split_whitespace()
                .last()
                .is_some_and(|word| word.starts_with(char::is_uppercase))
        })
}

/// A word in capitals that is no acronym: written otherwise in the text, or too long and too like a word.
fn loud(text: &Text<'_>, passage: &super::super::words::Passage, at: usize) -> bool {
    let Some(word) = passage.words.get(at) else {
        return false;
    };
    let letters = word.low.chars().filter(|c| c.is_alphabetic()).count();
    if !word.caps || letters < 3 || word.low.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let upper = word.low.to_uppercase();
    if ACRONYMS.split_whitespace().any(|acronym| acronym == upper) {
        return false;
    }
    let mut seen = text
        .body
        .iter()
        .chain([&text.standfirst])
        .flat_map(|passage| &passage.words);
    if seen.any(|other| other.low == word.low && other.caps) {
        return false;
    }
    let vowels = word
        .low
        .chars()
        .filter(|c| "aeiouàèéìòù".contains(*c))
        .count();
    let otherwise = text
        .body
        .iter()
        .chain([&text.standfirst])
        .flat_map(|passage| &passage.words);
    let lower = otherwise
        .into_iter()
        .any(|other| other.low == word.low && !other.caps);
    lower || (letters >= 4 && vowels * 3 >= letters) || word.stop
}
