//! Restore: a backup becomes a newspaper's folder again, or nothing happens.

use super::{
    FILE_BYTES_MAX, FOLDERS, FORMAT, LOCK, MANIFEST, MANIFEST_BYTES_MAX, MEDIA, Manifest, Member,
    RECORD, SETTINGS, is_member_name,
};
use crate::clock::{Clock as _, SystemClock};
use crate::db::{Db, migrations, sqlite};
use crate::{Fault, Paper, Place, Refusal, Result, doors, log, network};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder, File};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Where a backup is unpacked and verified: inside the folder, so that what is verified only needs renaming, also where
/// the folder is a volume of its own.
const WORKPLACE: &str = ".restoring";
/// Only the owner reads, writes and enters.
const PRIVATE_FOLDER: u32 = 0o700;
/// Only the owner reads and writes.
const PRIVATE_FILE: u32 = 0o600;
/// Bytes read from the backup at once.
const BUFFER_BYTES: usize = 1024 * 1024;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The network's id; empty if the record had none yet.
    pub network: String,
    /// When the backup was made.
    pub at: jiff::Timestamp,
    /// Files restored, without the manifest.
    pub files: usize,
    /// Their size together, bytes.
    pub bytes: u64,
    /// How many there are of what people count.
    pub counts: BTreeMap<String, i64>,
    /// What the backup itself says it could not hold.
    pub left_out: Vec<String>,
    /// The name of the new log, where the backup had one: it begins again, since entries may be lost.
    pub log: Option<String>,
}

/// Makes a newspaper's folder of a backup.
///
/// The folder must be empty or not exist; a lock file may stand in it. Every file is verified by size and SHA-256 and the
/// record by its own means before anything takes its place. If anything fails the folder is left as it was. A record of
/// an older program is migrated when it is next opened; one of a newer program is refused.
pub async fn restore(file: &Path, folder: &Path) -> Result<RestoreReport> {
    must_be_a_backup(file)?;
    let made = must_be_empty(folder)?;
    let workplace = folder.join(WORKPLACE);
    private_folder(&workplace).map_err(|error| in_file(&workplace, &error))?;
    let restored = unpack_and_verify(file, folder, &workplace).await;
    // What the workplace still holds was either refused or is only the empty shell of what was moved.
    if let Err(error) = fs::remove_dir_all(&workplace) {
        tracing::warn!(folder = %workplace.display(), "Cannot remove {}: {error}", workplace.display());
    }
    if restored.is_err() && made {
        let _ = fs::remove_dir(folder);
    }
    restored
}

/// Says before anything is made that a file is no tar file at all: its first header carries the mark of the format at
/// byte 257 (POSIX ustar).
fn must_be_a_backup(file: &Path) -> Result<()> {
    const MARK_AT: usize = 257;
    const MARK: &[u8] = b"ustar";
    let mut head = Vec::new();
    File::open(file)
        .and_then(|opened| {
            opened
                .take((MARK_AT + MARK.len()) as u64)
                .read_to_end(&mut head)
        })
        .map_err(|error| in_file(file, &error))?;
    if head.get(MARK_AT..) == Some(MARK) {
        return Ok(());
    }
    Err(Refusal::NoBackup {
        file: file.display().to_string(),
    }
    .into())
}

/// Says whether the folder had to be made.
fn must_be_empty(folder: &Path) -> Result<bool> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(in_file(folder, &error).into()),
        Ok(entries) => {
            for entry in entries {
                let name = entry.map_err(|error| in_file(folder, &error))?.file_name();
                if name != LOCK {
                    return Err(Refusal::FolderNotEmpty {
                        folder: folder.display().to_string(),
                        found: name.to_string_lossy().into_owned(),
                    }
                    .into());
                }
            }
            Ok(false)
        }
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE_FOLDER)
        .create(folder)
}

fn in_file(file: &Path, error: &io::Error) -> Fault {
    Fault::new(format!("{}: {error}", file.display()))
}

fn damaged(what: impl std::fmt::Display) -> Fault {
    Fault::new(format!(
        "this backup cannot be restored: {what}; the folder is left as it was"
    ))
}

async fn unpack_and_verify(file: &Path, folder: &Path, workplace: &Path) -> Result<RestoreReport> {
    let (from, to) = (file.to_owned(), workplace.to_owned());
    let manifest = in_thread(move || unpack(&from, &to)).await?;
    verify_record(workplace, &manifest).await?;
    let log = after_restore(&workplace.join(RECORD)).await?;
    let (from, to) = (workplace.to_owned(), folder.to_owned());
    in_thread(move || move_in(&from, &to)).await?;
    Ok(RestoreReport {
        network: manifest.network,
        at: manifest.at,
        files: manifest.members.len(),
        bytes: manifest
            .members
            .iter()
            .fold(0, |sum, member| sum.saturating_add(member.size)),
        counts: manifest.counts,
        left_out: manifest.left_out,
        log,
    })
}

async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| Fault::new(format!("the restore stopped: {error}")))??)
}

/// Unpacks all files and compares them with the manifest.
fn unpack(backup: &Path, workplace: &Path) -> Result<Manifest, Fault> {
    let file = File::open(backup).map_err(|error| in_file(backup, &error))?;
    let mut archive = tar::Archive::new(BufReader::with_capacity(BUFFER_BYTES, file));
    let mut unpacked: BTreeMap<String, Member> = BTreeMap::new();
    let mut manifest: Option<Manifest> = None;
    // Raw: entries that change the meaning of the next one (long names, PAX, links) come to us, and we refuse them.
    for entry in archive.entries().map_err(damaged)?.raw(true) {
        let mut entry = entry.map_err(damaged)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if manifest.is_some() {
            return Err(damaged("something follows its manifest"));
        }
        if !entry.header().entry_type().is_file() {
            return Err(damaged(format_args!("{} is no plain file", shown(&name))));
        }
        if name == MANIFEST {
            manifest = Some(read_manifest(&mut entry)?);
            continue;
        }
        if !is_member_name(&name) || unpacked.contains_key(&name) {
            return Err(damaged(format_args!("{} has no place in it", shown(&name))));
        }
        let member = unpack_one(&mut entry, name, workplace)?;
        unpacked.insert(member.name.clone(), member);
    }
    let manifest = manifest.ok_or_else(|| damaged("it ends before its manifest"))?;
    compare(&manifest, unpacked)?;
    sync_folders(workplace).map_err(|error| in_file(workplace, &error))?;
    Ok(manifest)
}

/// A name from outside, short enough for a message.
fn shown(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control())
        .take(super::PATH_BYTES_MAX)
        .collect()
}

fn read_manifest(entry: &mut impl Read) -> Result<Manifest, Fault> {
    let mut text = Vec::new();
    entry
        .take(MANIFEST_BYTES_MAX + 1)
        .read_to_end(&mut text)
        .map_err(damaged)?;
    if text.len() as u64 > MANIFEST_BYTES_MAX {
        return Err(damaged("its manifest is too long"));
    }
    let manifest: Manifest = serde_json::from_slice(&text).map_err(damaged)?;
    if manifest.format != FORMAT {
        return Err(damaged(format_args!(
            "its format is {}, not {FORMAT}",
            shown(&manifest.format)
        )));
    }
    if manifest.step > migrations::CURRENT {
        return Err(damaged(format_args!(
            "its record was written by a newer program (step {}, this one knows {})",
            manifest.step,
            migrations::CURRENT
        )));
    }
    Ok(manifest)
}

fn unpack_one(
    entry: &mut tar::Entry<'_, impl Read>,
    name: String,
    workplace: &Path,
) -> Result<Member, Fault> {
    let size = entry.size();
    if name != RECORD && size > FILE_BYTES_MAX {
        return Err(damaged(format_args!(
            "{name} is larger than {FILE_BYTES_MAX} bytes"
        )));
    }
    let path = workplace.join(&name);
    let fault = |error: io::Error| in_file(&path, &error);
    if let Some(home) = path.parent() {
        private_folder(home).map_err(fault)?;
    }
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(PRIVATE_FILE)
        .open(&path)
        .map_err(fault)?;
    let mut hash = Sha256::new();
    let mut written: u64 = 0;
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let length = entry.read(&mut buffer).map_err(damaged)?;
        let Some(bytes) = buffer.get(..length).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hash.update(bytes);
        file.write_all(bytes).map_err(fault)?;
        written = written.saturating_add(bytes.len() as u64);
    }
    file.sync_all().map_err(fault)?;
    Ok(Member {
        name,
        size: written,
        sha256: hex::encode(hash.finalize()),
    })
}

/// Everything listed is there as listed, and nothing else.
fn compare(manifest: &Manifest, mut unpacked: BTreeMap<String, Member>) -> Result<(), Fault> {
    for listed in &manifest.members {
        match unpacked.remove(&listed.name) {
            Some(there) if there == *listed => {}
            Some(_) => {
                return Err(damaged(format_args!(
                    "{} is not what it was",
                    shown(&listed.name)
                )));
            }
            None => return Err(damaged(format_args!("{} is missing", shown(&listed.name)))),
        }
    }
    if let Some((name, _)) = unpacked.pop_first() {
        return Err(damaged(format_args!("{name} is not in its manifest")));
    }
    if !manifest.members.iter().any(|member| member.name == RECORD) {
        return Err(damaged("it holds no record"));
    }
    Ok(())
}

fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    File::open(folder)?.sync_all()
}

/// Asks the record itself: its pages, its references, its network, its migrations.
async fn verify_record(workplace: &Path, manifest: &Manifest) -> Result<()> {
    let file = workplace.join(RECORD);
    let paper = Paper::open_as_it_is(&Place::File(file.clone()), &workplace.join(MEDIA)).await?;
    let verified = verify_open(&paper, manifest).await;
    paper.close().await;
    verified
}

/// Who was signed in when the backup was made is not signed in by bringing it back: they may have been put out after it. And
/// its log begins anew, since entries may have been made and seen after it.
async fn after_restore(record: &Path) -> Result<Option<String>> {
    let lite = sqlite::open(record).map_err(|error| in_file(record, &io::Error::other(error)))?;
    let db = Db::Lite(lite);
    let done = settled(&db).await;
    db.close().await;
    done
}

async fn settled(db: &Db) -> Result<Option<String>> {
    let mut session = db.write().await?;
    doors::put_everybody_out(&mut session).await?;
    let log = log::after_restore(&mut session, SystemClock.now()).await?;
    session.commit().await?;
    Ok(log)
}

async fn verify_open(paper: &Paper, manifest: &Manifest) -> Result<()> {
    let step = migrations::taken(paper.db()).await?;
    if step != manifest.step || step == 0 {
        return Err(damaged("its record is not the one its manifest tells of").into());
    }
    let mut session = paper.read().await?;
    if let Some(problem) = super::examining::integrity(&mut session).await? {
        return Err(damaged(problem).into());
    }
    let network = network::find(&mut session)
        .await?
        .map(|network| network.id.to_string())
        .unwrap_or_default();
    if network != manifest.network {
        return Err(damaged("its record is not the one its manifest tells of").into());
    }
    Ok(())
}

/// Puts what was verified in its place, the record last: with it, and not before, the folder holds a newspaper.
fn move_in(workplace: &Path, folder: &Path) -> Result<(), Fault> {
    let names: Vec<&str> = FOLDERS
        .into_iter()
        .chain([MEDIA, SETTINGS, RECORD])
        .collect();
    let mut moved: BTreeSet<PathBuf> = BTreeSet::new();
    let outcome = names
        .into_iter()
        .filter(|name| workplace.join(name).exists())
        .try_for_each(|name| {
            let to = folder.join(name);
            fs::rename(workplace.join(name), &to).map_err(|error| in_file(&to, &error))?;
            moved.insert(to);
            Ok(())
        });
    if let Err(fault) = outcome {
        for path in moved {
            let _ = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
        }
        return Err(fault);
    }
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| in_file(folder, &error))
}
