//! Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of the same facts.
//!
//! [`item`] makes of each fact what all three say of it, in the title's language; [`rss`], [`atom`] and [`json`] write it
//! down. Archive documents are linked as RFC 5005 §4 has it. Nothing here comes from a theme.

mod atom;
mod body;
mod item;
mod json;
mod rss;
pub(crate) mod xml;

use crate::press::PressFault;
use crate::setting::Setting;
use item::Item;
use paper::reading::facts::TitleFacts;
use paper::reading::feeds::{Entries, FeedFacts, Part, Told};

/// What a program calls itself in the documents it makes.
pub(crate) const GENERATOR: &str = concat!("Colophon ", env!("CARGO_PKG_VERSION"));

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedForm {
    /// RSS 2.0.
    Rss,
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedForm {
    /// All forms, the most widely read first.
    pub const ALL: [FeedForm; 3] = [FeedForm::Rss, FeedForm::Atom, FeedForm::Json];

    /// What its addresses end in, with the dot.
    pub fn ending(self) -> &'static str {
        match self {
            FeedForm::Rss => ".xml",
            FeedForm::Atom => ".atom",
            FeedForm::Json => ".json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            FeedForm::Rss => "application/rss+xml",
            FeedForm::Atom => "application/atom+xml",
            FeedForm::Json => "application/feed+json",
        }
    }

    /// Its name, as people know it.
    pub fn name(self) -> &'static str {
        match self {
            FeedForm::Rss => "RSS",
            FeedForm::Atom => "Atom",
            FeedForm::Json => "JSON Feed",
        }
    }
}

/// A feed at work: what all three forms need.
struct Feed<'a> {
    setting: Setting<'a>,
    facts: &'a FeedFacts,
    form: FeedForm,
    /// What it is called.
    name: String,
    items: Vec<Item>,
}

/// Prints a document of a feed.
///
/// # Errors
/// [`PressFault::Writing`], which cannot happen as long as there is memory.
pub fn feed(title: &TitleFacts, facts: &FeedFacts, form: FeedForm) -> Result<String, PressFault> {
    let setting = Setting::new(title);
    let feed = Feed {
        name: name(&setting, facts),
        items: match &facts.entries {
            Entries::Articles(entries) => entries
                .iter()
                .map(|entry| item::of_article(&setting, entry, facts.text))
                .collect(),
            Entries::Changes(changes) => changes
                .iter()
                .map(|(id, change)| item::of_change(&setting, id, change))
                .collect(),
        },
        setting,
        facts,
        form,
    };
    match form {
        FeedForm::Rss => rss::write(&feed).map_err(PressFault::Writing),
        FeedForm::Atom => atom::write(&feed).map_err(PressFault::Writing),
        FeedForm::Json => json::write(&feed).map_err(|error| PressFault::Writing(error.into())),
    }
}

/// The absolute addresses a feed's `Link` header names, with their relation (WebSub §4).
pub fn links(title: &TitleFacts, facts: &FeedFacts, form: FeedForm) -> Vec<(&'static str, String)> {
    let mut links: Vec<(&'static str, String)> =
        facts.hubs.iter().map(|hub| ("hub", hub.clone())).collect();
    links.push(("self", address(title, facts, form, facts.part)));
    links
}

/// The messages that name and describe a feed of changes.
fn keys(told: Told) -> (&'static str, &'static str) {
    match told {
        Told::Corrections => ("corrections-heading", "corrections-about"),
        Told::Changes => ("changes-heading", "changes-about"),
    }
}

fn name(setting: &Setting<'_>, facts: &FeedFacts) -> String {
    let title = &setting.title.name;
    if let Some(told) = facts.told {
        return format!("{} – {title}", setting.say(keys(told).0));
    }
    match facts.name.as_str() {
        "" => title.clone(),
        name => format!("{name} – {title}"),
    }
}

fn address(title: &TitleFacts, facts: &FeedFacts, form: FeedForm, part: Option<Part>) -> String {
    let plain = format!("{}{}{}", title.base_url, facts.path, form.ending());
    match part {
        Some(part) => format!("{plain}?archive={part}"),
        None => plain,
    }
}

impl Feed<'_> {
    /// The address of this document, or of another one of the same feed.
    fn address(&self, part: Option<Part>) -> String {
        address(self.setting.title, self.facts, self.form, part)
    }

    /// What it is about, never empty.
    fn about(&self) -> String {
        if let Some(told) = self.facts.told {
            return self.setting.say(keys(told).1);
        }
        match self.facts.about.as_str() {
            "" => self.name.clone(),
            about => about.to_owned(),
        }
    }

    /// Relation and address of each document it is linked with, itself first.
    fn links(&self) -> Vec<(&'static str, String)> {
        let facts = self.facts;
        let mut links = vec![("self", self.address(facts.part))];
        links.extend(facts.hubs.iter().map(|hub| ("hub", hub.clone())));
        if facts.part.is_some() {
            links.push(("current", self.address(None)));
        }
        let neighbours = [
            ("prev-archive", facts.previous),
            ("next-archive", facts.next),
        ];
        for (relation, part) in neighbours {
            links.extend(part.map(|part| (relation, self.address(Some(part)))));
        }
        links
    }
}
