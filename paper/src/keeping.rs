//! Backup, restore, and what is wrong with an installation.
//!
//! A backup is one uncompressed tar file (POSIX ustar, so that it can be read without us): the record, the settings, the
//! pictures the record names, the newspaper's themes and keys, and last a manifest with the size and SHA-256 of each of
//! them. It holds drafts, accounts and keys: it is as secret as the folder it was made from, and readable by its owner
//! alone.

mod examining;
mod packing;
mod sizing;
mod unpacking;

pub use examining::{Remark, examine};
pub use packing::{BackupReport, backup};
pub use sizing::{Sizes, sizes};
pub use unpacking::{RestoreReport, restore};

use crate::id::PictureId;
use crate::pictures;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name and version of the format of backups.
pub const FORMAT: &str = "colophon/backup/1";
/// The record's file, in the folder of a newspaper and in a backup.
pub const RECORD: &str = "colophon.db";
/// The settings' file.
const SETTINGS: &str = "colophon.toml";
/// The file whose lock says who may write in a folder; it may stand in an otherwise empty one.
const LOCK: &str = "colophon.lock";
/// The folder of pictures and documents.
const MEDIA: &str = "media";
/// Other folders of a newspaper that are kept, each if it is there.
const FOLDERS: [&str; 2] = ["themes", "keys"];
/// The list of everything else, last in a backup.
const MANIFEST: &str = "manifest.json";

/// Largest file in a backup besides the record and the manifest, bytes.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Largest manifest, bytes: some two million files.
const MANIFEST_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Folders within each other under `themes` and `keys`.
const DEPTH_MAX: usize = 8;
/// Longest part of a path in a backup, bytes.
const PART_BYTES_MAX: usize = 100;
/// Longest path in a backup, bytes.
const PATH_BYTES_MAX: usize = 200;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// Always [`FORMAT`].
    format: String,
    /// The network's id, empty for a record that has none yet.
    network: String,
    /// Migrations the record has taken.
    step: i64,
    /// When the copy was made.
    at: Timestamp,
    /// How many there are of what people count.
    counts: BTreeMap<String, i64>,
    /// Files the record names that were not there, and files whose names no backup takes.
    left_out: Vec<String>,
    /// Every other file, in order.
    members: Vec<Member>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    /// Its path, with `/` between the parts.
    name: String,
    /// Bytes.
    size: u64,
    /// Hexadecimal.
    sha256: String,
}

/// Says whether a path may stand in a backup: only names we know, nothing that climbs, hides or is not plain ASCII.
fn is_member_name(name: &str) -> bool {
    if name == RECORD || name == SETTINGS {
        return true;
    }
    let parts: Vec<&str> = name.split('/').collect();
    let plain = |part: &&str| {
        !part.is_empty()
            && part.len() <= PART_BYTES_MAX
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    if name.len() > PATH_BYTES_MAX || !parts.iter().all(plain) {
        return false;
    }
    match parts.as_slice() {
        [MEDIA, id, file] => {
            PictureId::parse(id).is_some_and(|parsed| parsed.to_string() == *id)
                && pictures::is_file_name(file)
        }
        [folder, rest @ ..] => FOLDERS.contains(folder) && (1..=DEPTH_MAX).contains(&rest.len()),
        [] => false,
    }
}
