//! Lines of an item: its headline, its standfirst, the word in its address.

use crate::letters;
use crate::wxr::Item;
use markup::Body;
use paper::imports::{Note, What};
use paper::reading::facts::PageRole;
use paper::words::{self, HEADLINE_CHARS_MAX, NOTE_CHARS_MAX};

/// Characters of a headline made of the text.
const MADE_CHARS_MAX: usize = 80;
/// Fields in which plug-ins keep the description for search engines.
const DESCRIPTIONS: [&str; 4] = [
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
];

/// The last part of the address of an item, as addresses here are written; empty where there is none.
pub(super) fn slug(item: &Item) -> String {
    let plain = percent_encoding::percent_decode_str(&item.slug).decode_utf8_lossy();
    let slug = words::slug_of(&plain);
    if words::slug("slug", &slug).is_ok() {
        slug
    } else {
        String::new()
    }
}

pub(super) fn headline(item: &Item, body: &Body, notes: &mut Vec<Note>) -> String {
    let line = words::normal(&letters::line(&item.title));
    let line = line.trim();
    if line.is_empty() {
        notes.push(Note::of(What::HeadlineMade));
        let text = body.plain_text();
        let first = text.lines().find(|line| !line.trim().is_empty());
        let (made, _) = letters::cut(first.unwrap_or_default().trim(), MADE_CHARS_MAX);
        return if made.is_empty() {
            format!("#{}", item.id)
        } else {
            made
        };
    }
    let (headline, cut) = letters::cut(line, HEADLINE_CHARS_MAX);
    if cut {
        notes.push(Note::new(What::Cut, "headline"));
    }
    headline
}

pub(super) fn standfirst(item: &Item, notes: &mut Vec<Note>) -> String {
    let mut standfirst = letters::line(&item.excerpt);
    if standfirst.is_empty() {
        let described = DESCRIPTIONS
            .iter()
            .map(|key| letters::line(item.meta(key)))
            .find(|text| !text.is_empty() && !text.contains("%%"));
        if let Some(text) = described {
            notes.push(Note::of(What::SeoStandfirst));
            standfirst = text;
        }
    }
    let (standfirst, cut) = letters::cut(&standfirst, NOTE_CHARS_MAX);
    if cut {
        notes.push(Note::new(What::Cut, "standfirst"));
    }
    standfirst
}

pub(super) fn role(slug: &str) -> PageRole {
    let has = |words: &[&str]| words.iter().any(|word| slug.contains(word));
    if has(&["privacy", "cookie", "gdpr"]) {
        PageRole::Privacy
    } else if has(&["contact", "contatt"]) {
        PageRole::Contacts
    } else if has(&["about", "chi-siamo"]) {
        PageRole::About
    } else if has(&["accessib"]) {
        PageRole::Accessibility
    } else {
        PageRole::Other
    }
}
