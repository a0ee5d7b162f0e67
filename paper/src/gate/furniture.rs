//! Page furniture: what comes along when a text is pasted from a page.
//!
//! Follow and share lines, the comment form, cookie and newsletter lines, the footer. Only whole short blocks that
//! say nothing else are set aside, so that a sentence of the article is never lost.

use super::plain;
use markup::{Block, Body};
use std::collections::HashSet;

/// Longest block that can be furniture, in characters.
const FURNITURE_CHARS: usize = 320;

/// What a block of furniture begins with, lower case.
const BEGINNINGS: [&str; 68] = [
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
    if BEGINNINGS
        .iter()
        .any(|beginning| low.starts_with(beginning))
        && reads_like_label(&low)
    {
        return true;
    }
    let mut words = low
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| BAR_WORDS.contains(&format!(" {word} ")))
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
    ];
    low.split_whitespace().count() <= LABEL_WORDS
        || long_lines.iter().any(|line| low.starts_with(line))
}

/// Numbers of the passages that are furniture.
pub(crate) fn numbers(body: &Body) -> HashSet<usize> {
    plain::passages(body)
        .iter()
        .filter(|passage| is_furniture(&passage.text))
        .map(|passage| passage.number)
        .collect()
}

/// A body without its furniture, and the lines that were set aside.
pub fn set_aside(body: Body) -> (Body, Vec<String>) {
    let mut lines = Vec::new();
    let blocks = body
        .blocks
        .into_iter()
        .filter_map(|block| kept(block, &mut lines))
        .collect();
    (Body { v: body.v, blocks }, lines)
}

fn kept(block: Block, lines: &mut Vec<String>) -> Option<Block> {
    match block {
        Block::Paragraph { ref text, .. } | Block::Crosshead { ref text, .. } => {
            let plain = markup::plain(text);
            if is_furniture(&plain) {
                lines.push(plain);
                return None;
            }
            Some(block)
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
