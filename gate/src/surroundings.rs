//! What the gate must know beyond the copy itself.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The circumstances a copy is checked in. Without a record (`colophon check FILE`) most of it is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// The instant of (planned) publication.
    pub at: Timestamp,
    /// Time zone of the title, or UTC.
    pub zone: TimeZone,
    /// Language of messages: `it` or `en`.
    pub messages: String,
    /// Language of the text when the copy does not say (the title's), empty if unknown: then it is guessed.
    pub language: String,
    /// Names the title and its network go by, which are never a missing source.
    pub own_names: Vec<String>,
    /// The title's law.
    pub jurisdiction: Jurisdiction,
    /// Imprint fields that the declared status asks for and that are empty; only given at the first publication.
    pub imprint_missing: Vec<String>,
    /// The title's standing declaration on artificial intelligence; confirmed by publishing.
    pub ai_declaration: Option<String>,
    /// Agencies under contract with the title.
    pub contracts: Vec<String>,
    /// When a first publication says it happened before: its date.
    pub dated: Option<Timestamp>,
    /// When a text that is out already was first published.
    pub first_published: Option<Timestamp>,
    /// Nearly the same text on this or another title of the network in the last 30 days.
    pub elsewhere: Vec<Elsewhere>,
    /// Addresses of the network, as the text gives them, that lead nowhere.
    pub dead_links: Vec<String>,
    /// Pictures and documents the copy names that are not in the library, or not any more, by the words it names them by.
    pub missing_pictures: Vec<String>,
    /// The title's key, for commands; empty if unknown.
    pub key: String,
    /// The title has used the copy's series often enough to be known for it.
    pub series_known: bool,
    /// Names and handles of those who may consent to a confidential source; nothing where no record says who.
    pub consenting: Option<Vec<String>>,
    /// What the text is called on other titles, where it has a headline of its own there.
    pub called: Vec<Called>,
}

impl Surroundings {
    /// Nothing known but the time: for checking a file without a record.
    pub fn bare(at: Timestamp) -> Surroundings {
        Surroundings {
            at,
            zone: TimeZone::UTC,
            messages: "en".to_owned(),
            language: String::new(),
            own_names: Vec::new(),
            jurisdiction: Jurisdiction::Other,
            imprint_missing: Vec::new(),
            ai_declaration: None,
            contracts: Vec::new(),
            dated: None,
            first_published: None,
            elsewhere: Vec::new(),
            dead_links: Vec::new(),
            missing_pictures: Vec::new(),
            key: String::new(),
            series_known: false,
            consenting: None,
            called: Vec::new(),
        }
    }
}

/// A headline of a text's own on a title that is not its first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Name of that title.
    pub title: String,
    /// The headline there.
    pub headline: String,
}

/// The same text found elsewhere in the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    /// Name of its title.
    pub title: String,
    /// It is the very title the copy is for: then it is changed, not placed.
    pub here: bool,
    /// Where readers find it: host and path.
    pub address: String,
    /// Its headline there.
    pub headline: String,
    /// Share of common five-word runs, 0 to 1.
    pub share: f64,
}

/// Whose press law a title stands under.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Jurisdiction {
    /// Italy.
    It,
    /// Elsewhere.
    #[default]
    Other,
}

impl Jurisdiction {
    /// The law a new title in a language most likely stands under.
    pub fn of_language(language: &str) -> Jurisdiction {
        if language.starts_with("it") {
            Jurisdiction::It
        } else {
            Jurisdiction::Other
        }
    }
}
