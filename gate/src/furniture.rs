//! Page furniture: what comes along when a text is pasted from a page.
//!
//! Follow and share lines, menus, the comment form, cookie and newsletter lines, lists of other articles, the footer.
//! Only whole short blocks that say nothing else are set aside, and only of a text that nobody has declared anything
//! about: a line that reads like furniture may be the very subject of an article on social networks.

use markup::{Block, Body};

/// Longest block that can be furniture, in characters.
const FURNITURE_CHARS: usize = 320;

/// What a block of furniture begins with, lower case.
const BEGINNINGS: [&str; 82] = [
    "seguici su",
    "seguici anche",
    "segui la nostra",
    "seguici",
    "condividi",
    "condividilo",
    "lascia un commento",
    "lascia una risposta",
    "il tuo indirizzo email non",
    "il tuo indirizzo e-mail non",
    "l'indirizzo email non",
    "i campi obbligatori",
    "commento *",
    "nome *",
    "email *",
    "e-mail *",
    "sito web",
    "salva il mio nome",
    "do il mio consenso affinché un cookie",
    "invia commento",
    "iscriviti alla newsletter",
    "iscriviti alla nostra",
    "ricevi le notizie",
    "questo sito utilizza",
    "questo sito usa",
    "utilizziamo i cookie",
    "usiamo i cookie",
    "accetta i cookie",
    "informativa sulla privacy",
    "privacy policy",
    "cookie policy",
    "tutti i diritti riservati",
    "copyright ©",
    "©",
    "riproduzione riservata",
    "leggi anche",
    "potrebbe interessarti",
    "articoli correlati",
    "torna su",
    "stampa questo articolo",
    "annulla risposta",
    "follow us",
    "follow our",
    "share this",
    "share on",
    "share:",
    "leave a comment",
    "leave a reply",
    "your email address will not",
    "your e-mail address will not",
    "required fields are marked",
    "comment *",
    "name *",
    "website",
    "save my name",
    "post comment",
    "submit comment",
    "cancel reply",
    "subscribe to our",
    "sign up for our",
    "sign up to our",
    "this site uses cookies",
    "we use cookies",
    "accept cookies",
    "all rights reserved",
    "related articles",
    "you may also like",
    "back to top",
    "testata registrata",
    "testata giornalistica registrata",
    "registrazione tribunale",
    "registrazione presso il tribunale",
    "iscrizione al tribunale",
    "direttore responsabile:",
    "partita iva",
    "p. iva",
    "p.iva",
    "by staff reporter",
    "by our staff reporter",
    "by newsroom",
    "a cura della redazione",
    "registered in england",
];

/// Lines that lead a list of other articles, lower case, without what follows a colon.
const RELATED: [&str; 10] = [
    "articoli correlati",
    "leggi anche",
    "potrebbe interessarti",
    "potrebbe interessarti anche",
    "altri articoli",
    "related articles",
    "related stories",
    "you may also like",
    "read also",
    "more on this story",
];

/// Entries of menus and footers, lower case.
const MENU: [&str; 36] = [
    "home",
    "chi siamo",
    "contatti",
    "contattaci",
    "redazione",
    "la redazione",
    "pubblicità",
    "privacy",
    "privacy policy",
    "cookie",
    "cookie policy",
    "note legali",
    "termini",
    "termini e condizioni",
    "condizioni d'uso",
    "lavora con noi",
    "abbonati",
    "accedi",
    "newsletter",
    "credits",
    "mappa del sito",
    "gerenza",
    "about",
    "about us",
    "contact",
    "contact us",
    "advertise",
    "advertise with us",
    "terms",
    "terms of use",
    "terms and conditions",
    "subscribe",
    "sign in",
    "log in",
    "sitemap",
    "jobs",
];

/// Words that make up share bars and menus.
const BAR_WORDS: &str = " facebook twitter x instagram whatsapp telegram linkedin pinterest youtube tiktok threads bluesky mastodon \
    reddit tumblr email e-mail stampa print copia copy link condividi share su on tweet invia rss feed google news flipboard seguici follow us ";

/// Whether a block of this text is furniture.
fn is_furniture(text: &str) -> bool {
    let low = text.trim().to_lowercase().replace('’', "'");
    if low.is_empty() || low.chars().count() > FURNITURE_CHARS {
        return false;
    }
    let begins = BEGINNINGS
        .iter()
        .any(|beginning| low.starts_with(beginning));
    if begins && reads_like_label(&low) || is_menu(&low) {
        return true;
    }
    let mut words = low
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| BAR_WORDS.contains(&format!(" {word} ")))
}

/// Entries divided by strokes or dots, two of them such as every page has: "Chi siamo | Contatti | Privacy".
fn is_menu(low: &str) -> bool {
    let entries: Vec<&str> = low
        .split(['|', '·', '•', '»', '›'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect();
    let known = entries.iter().filter(|entry| MENU.contains(entry)).count();
    entries.len() >= 2 && known >= 2.min(entries.len())
}

/// A line that leads a list of other articles and says nothing else.
fn leads_related(text: &str) -> bool {
    let low = text.trim().trim_end_matches([':', '.', '…']).to_lowercase();
    RELATED.contains(&low.as_str())
}

/// Short, or a form's or footer's whole line: a sentence of prose that begins alike goes on longer.
fn reads_like_label(low: &str) -> bool {
    /// Words of a label at most.
    const LABEL_WORDS: usize = 12;
    let long_lines = [
        "il tuo indirizzo",
        "l'indirizzo email",
        "i campi",
        "do il mio",
        "salva il mio",
        "save my",
        "your e",
        "required fields",
        "questo sito",
        "utilizziamo i",
        "usiamo i",
        "this site",
        "we use cookies",
        "©",
        "copyright",
        "tutti i diritti",
        "all rights",
        "iscriviti",
        "sign up",
        "subscribe",
        "ricevi",
        "testata",
        "registrazione",
        "iscrizione al",
        "registered in",
    ];
    low.split_whitespace().count() <= LABEL_WORDS
        || long_lines.iter().any(|line| low.starts_with(line))
}

/// A body without its furniture, and the lines that were set aside. A body that is nothing else stays as it is: what
/// would be left is no article.
pub fn set_aside(body: Body) -> (Body, Vec<String>) {
    let mut lines = Vec::new();
    let (v, whole) = (body.v, body.blocks.clone());
    let mut blocks = Vec::with_capacity(whole.len());
    let mut related = false;
    for block in body.blocks {
        let plain = words(&block);
        if related && matches!(block, Block::List { .. }) {
            lines.extend(items(&block));
            continue;
        }
        related = plain.as_deref().is_some_and(leads_related);
        blocks.extend(kept(block, &mut lines));
    }
    if blocks.iter().all(|block| matches!(block, Block::Rule)) {
        return (Body { v, blocks: whole }, Vec::new());
    }
    (Body { v, blocks }, lines)
}

/// The lines of a body that read like furniture.
pub fn seeming(body: &Body) -> Vec<String> {
    set_aside(body.clone()).1
}

fn words(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => Some(markup::plain(text)),
        _ => None,
    }
}

/// The lines of a list.
fn items(block: &Block) -> Vec<String> {
    let Block::List { items, .. } = block else {
        return Vec::new();
    };
    items.iter().flatten().filter_map(words).collect()
}

fn kept(block: Block, lines: &mut Vec<String>) -> Option<Block> {
    match block {
        Block::Paragraph { .. } | Block::Crosshead { .. } => {
            let plain = words(&block).filter(|plain| is_furniture(plain) || leads_related(plain));
            match plain {
                Some(plain) => lines.push(plain),
                None => return Some(block),
            }
            None
        }
        Block::List { ordered, items } => {
            let items: Vec<Vec<Block>> = items
                .into_iter()
                .map(|item| {
                    item.into_iter()
                        .filter_map(|block| kept(block, lines))
                        .collect()
                })
                .filter(|item: &Vec<Block>| !item.is_empty())
                .collect();
            (!items.is_empty()).then_some(Block::List { ordered, items })
        }
        other => Some(other),
    }
}
