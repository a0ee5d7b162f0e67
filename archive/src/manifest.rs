//! What an archive says of itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `archive.json`. Fields are added, never removed or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`crate::FORMAT`].
    pub format: String,
    /// The program that wrote it, with its version.
    pub program: String,
    /// When it was written: of two archives of one state of a record, this is all that differs.
    pub made: Timestamp,
    /// The network's id and name.
    pub network: Network,
    /// Rows of each table that has any.
    pub rows: BTreeMap<String, u64>,
    /// Files of pictures and documents.
    pub media: u64,
    /// Files of the newspaper's own themes.
    pub themes: u64,
    /// Files the record names that were not there, and themes' files whose names no archive takes.
    pub left_out: Vec<String>,
}

/// Whose archive it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Network {
    /// Hyphenated.
    pub id: String,
    /// As it calls itself.
    pub name: String,
}
