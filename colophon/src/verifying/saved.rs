//! A folder of saved proofs, checked without any network: each `….tlog-proof` with the canonical bytes beside it
//! (`….canonical`), and the key of the log.

use super::{Checked, Halt, Steps, exported, witnessed};
use crate::failure::{Failure, Result, with_file};
use std::fs;
use std::path::{Path, PathBuf};
use tlog::{Checkpoint, Key, Proof, Statement, Witness, Wrong};

/// Bytes of a file that is read.
pub(super) const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The key, where it lies in the folder.
const KEY: &str = "log.vkey";

/// Checks every proof of a folder.
pub(crate) fn check(
    folder: &Path,
    given: Option<Key>,
    witnesses: &[Witness],
    steps: &mut Steps<'_>,
) -> Checked<()> {
    if exported::is(folder) {
        return exported::check(folder, given, witnesses, steps);
    }
    let keys = keys(folder, given)?;
    let mut newest: Vec<Checkpoint> = Vec::new();
    let proofs = proofs(folder)?;
    if proofs.is_empty() {
        let name = folder.display();
        return Err(Failure::new(
            format!("{name}: nessuna prova (.tlog-proof) in questa cartella"),
            format!("{name}: no proof (.tlog-proof) in this folder"),
        )
        .into());
    }
    let mut broken = false;
    for file in proofs {
        match one(&file, &keys, witnesses, steps) {
            Ok(checkpoint) => {
                let other = newest.iter().find(|seen| {
                    seen.origin == checkpoint.origin
                        && seen.size == checkpoint.size
                        && seen.root != checkpoint.root
                });
                if other.is_some() {
                    let (name, size) = (file.display(), checkpoint.size);
                    broken = true;
                    steps.breaks(
                        &format!("biforcazione: {name} ha un altro registro di {size} voci che un’altra prova"),
                        &format!("fork: {name} has another log of {size} entries than another proof"),
                    );
                }
                newest.push(checkpoint);
            }
            Err(Halt::Broken) => broken = true,
            Err(halt) => return Err(halt),
        }
    }
    match broken {
        true => Err(Halt::Broken),
        false => Ok(()),
    }
}

fn one(
    file: &Path,
    keys: &[Key],
    witnesses: &[Witness],
    steps: &mut Steps<'_>,
) -> Checked<Checkpoint> {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text = read(file)?;
    let verified = Proof::read(&text).and_then(|proof| {
        let mut last = Wrong::Unsigned { key: String::new() };
        for key in keys {
            match proof.verified(key) {
                Ok((statement, checkpoint)) => return Ok((proof, statement, checkpoint)),
                Err(wrong) => last = wrong,
            }
        }
        Err(last)
    });
    let (proof, statement, checkpoint) = match verified {
        Ok(verified) => verified,
        Err(why) => {
            steps.breaks(&format!("{name}: {why}"), &format!("{name}: {why}"));
            return Err(Halt::Broken);
        }
    };
    let (index, size, origin) = (proof.index, checkpoint.size, &checkpoint.origin);
    steps.holds(
        &format!("{name}: la voce {index} è nel registro {origin} di {size} voci"),
        &format!("{name}: entry {index} is in the log {origin} of {size} entries"),
    );
    witnessed(&proof.checkpoint, witnesses, steps)?;
    let beside = file.with_extension("canonical");
    if let (Statement::Revision(logged), true) = (statement, beside.is_file()) {
        let text = read(&beside)?;
        match proof.opening.opens(&logged.commitment, text.as_bytes()) {
            Ok(Some(())) => steps.holds(
                &format!(
                    "{name}: il testo è quello dell’impronta, versione {}",
                    logged.number
                ),
                &format!(
                    "{name}: the text is the one committed to, version {}",
                    logged.number
                ),
            ),
            Ok(None) => steps.notes(
                &format!("{name}: senza sale il testo non si può confrontare"),
                &format!("{name}: without a salt the text cannot be compared"),
            ),
            Err(_) => {
                steps.breaks(
                    &format!("{name}: testo alterato, non è quello dell’impronta"),
                    &format!("{name}: text altered, it is not the one committed to"),
                );
                return Err(Halt::Broken);
            }
        }
    }
    Ok(checkpoint)
}

pub(super) fn keys(folder: &Path, given: Option<Key>) -> Result<Vec<Key>> {
    if let Some(key) = given {
        return Ok(vec![key]);
    }
    let file = folder.join(KEY);
    if !file.is_file() {
        let name = folder.display();
        return Err(Failure::new(
            format!("{name}: serve la chiave del registro, con --key o nel file {KEY}"),
            format!("{name}: the key of the log is wanted, by --key or in the file {KEY}"),
        ));
    }
    let text = read(&file)?;
    let keys = text.lines().filter(|line| !line.starts_with("begun "));
    keys.map(|line| {
        Key::parse(line).map_err(|wrong| {
            let name = file.display();
            Failure::new(format!("{name}: {wrong}"), format!("{name}: {wrong}"))
        })
    })
    .collect()
}

fn proofs(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| with_file(folder, &error))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "tlog-proof"))
        .collect();
    files.sort();
    Ok(files)
}

pub(super) fn read(file: &Path) -> Result<String> {
    let size = fs::metadata(file)
        .map_err(|error| with_file(file, &error))?
        .len();
    if size > FILE_BYTES_MAX {
        return Err(too_large(file));
    }
    fs::read_to_string(file).map_err(|error| with_file(file, &error))
}

pub(super) fn too_large(file: &Path) -> Failure {
    let name = file.display();
    Failure::new(
        format!("{name}: è troppo grande"),
        format!("{name}: it is too large"),
    )
}
