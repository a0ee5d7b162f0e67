//! What an entry of the log says: a small canonical JSON document, without a word of any text and without a name.

use crate::Wrong;
use crate::commitment::canonical;
use serde::{Deserialize, Serialize};

/// Name of the format, a member of every statement.
const FORMAT: &str = "colophon/entry/1";

/// The format's name, which reads as nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Format {
    /// `colophon/entry/1`.
    #[default]
    #[serde(rename = "colophon/entry/1")]
    One,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Statement {
    /// An article came to be seen, or to be seen otherwise.
    Revision(Logged),
    /// An article that an import had brought in was taken back with it: its entries stay, and open no more.
    TakenBack(TakenBack),
    /// The log has another key from here on.
    Key(Rekeyed),
    /// The log begins again where another one broke off.
    Begun(Begun),
}

/// A revision.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logged {
    /// Which format this is.
    pub format: Format,
    /// The article's id.
    pub article: String,
    /// The revision's number, from 1.
    pub number: u32,
    /// Why it exists: `first`, `correction`, `placing`…
    pub class: String,
    /// The title the article was filed for, by id.
    pub title: String,
    /// When it went out, RFC 3339.
    pub at: String,
    /// When this entry was made, RFC 3339: later where an archive was brought in, or the log came to a paper that was there.
    pub logged: String,
    /// The commitment to the canonical revision, hexadecimal.
    pub commitment: String,
    /// The commitment to the revision before, hexadecimal; empty for the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub previous: String,
    /// The commitment to where it stood, hexadecimal: an address may name somebody, so it stands in no entry itself.
    pub address: String,
}

/// An article that is gone with the import that brought it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenBack {
    /// Which format this is.
    pub format: Format,
    /// The article's id. No entry of it follows.
    pub article: String,
    /// The number of its last revision.
    pub number: u32,
    /// The title it was filed for, by id.
    pub title: String,
    /// When, RFC 3339.
    pub at: String,
    /// The commitment to its last revision, hexadecimal.
    pub previous: String,
}

/// A change of key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rekeyed {
    /// Which format this is.
    pub format: Format,
    /// When, RFC 3339.
    pub at: String,
    /// The key from here on, as C2SP writes keys.
    pub key: String,
    /// The key until here.
    pub before: String,
}

/// A log that begins again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// Which format this is.
    pub format: Format,
    /// When, RFC 3339.
    pub at: String,
    /// The log it follows.
    pub before: String,
    /// Entries of that one which this one has, too.
    pub kept: u64,
    /// Entries that one had when last seen here; those from `kept` on are lost.
    pub seen: u64,
}

impl Statement {
    /// The bytes of the entry.
    ///
    /// # Errors
    /// None for a statement that can be made.
    pub fn to_entry(&self) -> Result<String, Wrong> {
        canonical(self)
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// For what is no statement of ours, or not in its canonical form.
    pub fn read(entry: &[u8]) -> Result<Statement, Wrong> {
        let wrong = |why: String| Wrong::form("statement", why);
        let statement: Statement =
            serde_json::from_slice(entry).map_err(|error| wrong(error.to_string()))?;
        match canonical(&statement)?.as_bytes() == entry {
            true => Ok(statement),
            false => Err(wrong(format!("it is not in the one form of {FORMAT}"))),
        }
    }
}
