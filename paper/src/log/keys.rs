//! The secret keys of the log: one file, for its owner alone, a line each, the newest first.

use crate::Fault;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tlog::Signer;

/// Only the owner reads and writes.
const PRIVATE: u32 = 0o600;
/// Only the owner enters.
const PRIVATE_FOLDER: u32 = 0o700;
/// Keys a checkpoint is signed with: the one there is, and the one before, so that who knows only that can follow.
pub(super) const KEYS_MAX: usize = 2;

/// The file, in the folder of a newspaper.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join("keys").join("log.key")
}

fn in_file(file: &Path, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(format!("{}: {error}", file.display()))
}

/// Reads the keys under the name of a log; none where there is no file.
pub(super) fn read(folder: &Path, origin: &str) -> Result<Vec<Signer>, Fault> {
    let file = file(folder);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(in_file(&file, &error)),
    };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Signer::from_secret(line, origin).map_err(|wrong| in_file(&file, &wrong)))
        .collect()
}

/// Writes keys, whole or not at all. `anew` says that there must be no file yet.
pub(super) fn write(folder: &Path, signers: &[Signer], anew: bool) -> Result<(), Fault> {
    let file = file(folder);
    let fault = |error: io::Error| in_file(&file, &error);
    let home = folder.join("keys");
    fs::DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE_FOLDER)
        .create(&home)
        .map_err(fault)?;
    let part = home.join("log.key.part");
    let mut written = File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(PRIVATE)
        .open(&part)
        .map_err(fault)?;
    let lines: String = signers
        .iter()
        .map(|signer| format!("{}\n", signer.to_secret()))
        .collect();
    written.write_all(lines.as_bytes()).map_err(fault)?;
    written.sync_all().map_err(fault)?;
    match anew {
        true => {
            fs::hard_link(&part, &file).map_err(fault)?;
            fs::remove_file(&part).map_err(fault)?;
        }
        false => fs::rename(&part, &file).map_err(fault)?,
    }
    File::open(&home)
        .and_then(|home| home.sync_all())
        .map_err(fault)
}

/// Whether others than the owner may read the file; `None` where there is none.
pub(super) fn is_open_to_others(folder: &Path) -> Option<bool> {
    let mode = fs::metadata(file(folder)).ok()?.permissions().mode();
    Some(mode & 0o077 != 0)
}
