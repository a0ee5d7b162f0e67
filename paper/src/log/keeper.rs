//! Keeps the files of the log up with the record: one hand at a time, for all who wait.

use super::files::Files;
use super::opening::{self, Amiss, Book, Why};
use super::{Log, keys, rows};
use crate::{Fault, Paper, Refusal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tlog::{Checkpoint, Hash, Signer, Tile, Wrong, tree};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Keeps the files of the log of one newspaper.
pub struct Keeper {
    folder: PathBuf,
    book: Arc<Mutex<Option<Book>>>,
    /// The last that was made, for who only reads.
    made: RwLock<Option<Made>>,
    /// Why nothing is signed.
    stopped: RwLock<Option<Why>>,
}

#[derive(Clone)]
struct Made {
    log: Log,
    files: Files,
    checkpoint: Arc<str>,
    size: u64,
    root: Hash,
}

/// How the log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was signed yet.
    Unsigned,
    /// So many entries are signed for.
    Signed {
        /// What it is named by.
        origin: String,
        /// Entries in the newest checkpoint.
        size: u64,
        /// The root of their tree, Base64.
        root: String,
    },
    /// Nothing is signed until somebody settles what is told.
    Stopped(String),
}

impl Keeper {
    /// Keeps the log in the folder of a newspaper. Nothing is read before [`Keeper::catch_up`].
    pub(crate) fn of(folder: &Path) -> Keeper {
        Keeper {
            folder: folder.to_owned(),
            book: Arc::default(),
            made: RwLock::default(),
            stopped: RwLock::default(),
        }
    }

    /// Signs for every entry that was in the record when this was called, and puts what that takes on disk. Where another is
    /// at it already, it is waited for, and mostly has done it.
    ///
    /// # Errors
    /// Where a file cannot be read or written. That the log is stopped is no error here: [`Keeper::standing`] says so.
    pub async fn catch_up(&self, paper: &Paper) -> Result<(), Fault> {
        let mut guard = Arc::clone(&self.book).lock_owned().await;
        let mut session = paper.read().await?;
        let log = super::find(&mut session).await.map_err(whole)?;
        let size = rows::size(&mut session).await.map_err(whole)?;
        let can_begin = rows::first_host(&mut session)
            .await
            .map_err(whole)?
            .is_some();
        drop(session);
        let log = match log {
            Some(log) => log,
            None if can_begin => begun(paper).await?,
            None => return Ok(()),
        };
        let stands = guard.as_ref().is_some_and(|book| book.log == log);
        if !stands {
            *guard = match opening::open(paper, &self.folder, log.clone()).await {
                Ok(book) => Some(book),
                Err(Amiss::Fault(fault)) => return Err(fault),
                Err(Amiss::Stopped(why)) => {
                    self.stop(log, why)?;
                    return Ok(());
                }
            };
            *self.stopped.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.grow(paper, guard, size).await
    }

    async fn grow(
        &self,
        paper: &Paper,
        guard: OwnedMutexGuard<Option<Book>>,
        size: u64,
    ) -> Result<(), Fault> {
        let mut guard = guard;
        loop {
            let Some(book) = guard.as_ref() else {
                return Ok(());
            };
            let from = book.edge.size();
            if from >= size && !book.checkpoint.is_empty() {
                break;
            }
            let mut session = paper.read().await?;
            let entries = rows::entries(&mut session, from, size).await?;
            drop(session);
            let written = tokio::task::spawn_blocking(move || {
                let outcome = guard.as_mut().map_or(Ok(()), |book| grown(book, entries));
                if outcome.is_err() {
                    // What is in memory is ahead of what is on disk: it is read anew.
                    *guard = None;
                }
                (guard, outcome)
            });
            let (back, outcome) = written
                .await
                .map_err(|error| Fault::new(format!("the log was not written: {error}")))?;
            guard = back;
            outcome?;
        }
        if let Some(book) = guard.as_mut() {
            remember(paper, book).await?;
            self.publish(book);
        }
        Ok(())
    }

    fn publish(&self, book: &Book) {
        let made = Made {
            log: book.log.clone(),
            files: book.files.clone(),
            checkpoint: book.checkpoint.as_str().into(),
            size: book.edge.size(),
            root: book.edge.root(),
        };
        *self.made.write().unwrap_or_else(PoisonError::into_inner) = Some(made);
    }

    /// Nothing is signed from now on; what was is there to be read.
    fn stop(&self, log: Log, why: Why) -> Result<(), Fault> {
        let before = self
            .stopped
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(why.clone());
        if before.as_ref() != Some(&why) {
            tracing::error!("Nothing is signed in the log: {}", why.told());
        }
        let files = Files::of(&self.folder, log.epoch);
        let Some(note) = files.checkpoint()? else {
            return Ok(());
        };
        if let Ok(signed) = Checkpoint::unverified(&note) {
            let made = Made {
                log,
                files,
                checkpoint: note.into(),
                size: signed.size,
                root: signed.root,
            };
            *self.made.write().unwrap_or_else(PoisonError::into_inner) = Some(made);
        }
        Ok(())
    }

    /// Refuses what would add an entry while nothing is signed.
    pub(crate) fn may_grow(&self) -> Result<(), Refusal> {
        let stopped = self.stopped.read().unwrap_or_else(PoisonError::into_inner);
        match stopped.as_ref() {
            None => Ok(()),
            Some(why) => Err(Refusal::LogStopped {
                why: why.why.clone(),
                remedy: why.remedy,
            }),
        }
    }

    /// How the log stands, as this process last saw it.
    pub fn standing(&self) -> Standing {
        let stopped = self.stopped.read().unwrap_or_else(PoisonError::into_inner);
        match (stopped.as_ref(), self.made()) {
            (Some(why), _) => Standing::Stopped(why.told()),
            (None, Some(made)) => Standing::Signed {
                origin: made.log.origin(),
                size: made.size,
                root: made.root.to_string(),
            },
            (None, None) => Standing::Unsigned,
        }
    }

    fn made(&self) -> Option<Made> {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        made.clone()
    }

    /// The newest signed checkpoint; one of the log with this number, if one is named.
    ///
    /// # Errors
    /// Where the checkpoint of a log that broke off cannot be read.
    pub fn checkpoint(&self, epoch: Option<u32>) -> Result<Option<String>, Fault> {
        let Some(made) = self.made() else {
            return Ok(None);
        };
        match epoch {
            Some(epoch) if epoch != made.log.epoch => Files::of(&self.folder, epoch).checkpoint(),
            _ => Ok(Some(made.checkpoint.to_string())),
        }
    }

    /// What a tile or bundle holds, if the newest checkpoint covers as much of it. `epoch` names the log.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub async fn tile(&self, epoch: u32, tile: Tile) -> Result<Option<Vec<u8>>, Fault> {
        let Some(made) = self.made() else {
            return Ok(None);
        };
        let folder = self.folder.clone();
        let read = move || {
            if epoch == made.log.epoch {
                return made.files.tile(tile, made.size);
            }
            let files = Files::of(&folder, epoch);
            let Some(note) = files.checkpoint()? else {
                return Ok(None);
            };
            let checkpoint = Checkpoint::unverified(&note).map_err(unread)?;
            files.tile(tile, checkpoint.size)
        };
        in_thread(read).await
    }

    /// The way from an entry to the root of the newest checkpoint, and that checkpoint. `None` where it does not cover the
    /// entry.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub(super) async fn inclusion(&self, index: u64) -> Result<Option<(Vec<Hash>, String)>, Fault> {
        let Some(made) = self.made().filter(|made| index < made.size) else {
            return Ok(None);
        };
        in_thread(move || {
            let (files, size) = (made.files, made.size);
            let mut tiles =
                tree::Tiles::of(size, |tile| files.hashes(tile, size).map_err(Unread::from));
            let path = tiles.inclusion(index).map_err(|unread| unread.0)?;
            Ok(Some((path, made.checkpoint.to_string())))
        })
        .await
    }

    /// Writes a new key before those there are, and says all that checkpoints are signed with from now on.
    pub(super) fn new_key(&self, origin: &str, seed: [u8; 32]) -> Result<Vec<String>, Fault> {
        let mut signers = vec![Signer::new(origin, seed).map_err(unread)?];
        signers.extend(keys::read(&self.folder, origin)?);
        signers.truncate(keys::KEYS_MAX);
        keys::write(&self.folder, &signers, false)?;
        let keys = signers.iter();
        Ok(keys.map(|signer| signer.key().to_string()).collect())
    }

    /// Entries the last checkpoint of a log was signed for, as far as that can be read.
    pub(super) fn last_signed(&self, log: &Log) -> Result<Option<u64>, Fault> {
        let note = Files::of(&self.folder, log.epoch).checkpoint()?;
        let read = note.and_then(|note| Checkpoint::unverified(&note).ok());
        Ok(read.map(|checkpoint| checkpoint.size))
    }

    /// Whether others than the owner may read the secret keys; `None` where there are none.
    pub fn keys_are_open_to_others(&self) -> Option<bool> {
        keys::is_open_to_others(&self.folder)
    }
}

/// A fault while a tile was read, or a tile that does not fit.
pub(super) struct Unread(pub(super) Fault);

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Unread {
        Unread(fault)
    }
}

impl From<Wrong> for Unread {
    fn from(wrong: Wrong) -> Unread {
        Unread(unread(wrong))
    }
}

pub(super) fn unread(wrong: Wrong) -> Fault {
    Fault::new(wrong.to_string())
}

fn whole(error: crate::Error) -> Fault {
    Fault::new(error.to_string())
}

async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::new(format!("reading the log ended in a panic: {error}")))?
}

/// Appends entries and signs, as the only process that does. Where another one was faster, its work is taken over.
fn grown(book: &mut Book, entries: Vec<Vec<u8>>) -> Result<(), Fault> {
    let _turn = book.files.turn()?;
    let from = book.edge.size();
    let signed = match book.files.checkpoint()? {
        None => 0,
        Some(note) => Checkpoint::unverified(&note).map_err(unread)?.size,
    };
    let to = from + entries.len() as u64;
    book.take(entries, true)?;
    book.keep_parts()?;
    let checkpoint = book.at_present().signed(&book.signers);
    // What another process has signed is of the same rows: it only may not be taken back.
    if signed < to || book.files.checkpoint()?.is_none() {
        book.files.sign(&checkpoint)?;
    }
    book.checkpoint = checkpoint;
    Ok(())
}

/// Begins the log of a record that has a title and no entry yet.
async fn begun(paper: &Paper) -> Result<Log, Fault> {
    let mut session = paper.db().write().await?;
    let log = super::entering::begun(&mut session).await.map_err(whole)?;
    session.commit().await?;
    Ok(log)
}

/// Has the record know by which keys its log is signed, and that it is.
async fn remember(paper: &Paper, book: &mut Book) -> Result<(), Fault> {
    if book.log.signed && !book.log.keys.is_empty() {
        return Ok(());
    }
    let signers = book.signers.iter();
    let keys: Vec<String> = signers.map(|signer| signer.key().to_string()).collect();
    let mut session = paper.db().write().await?;
    rows::signed(&mut session, &keys).await.map_err(whole)?;
    session.commit().await?;
    if book.log.keys.is_empty() {
        book.log.keys = keys;
    }
    book.log.signed = true;
    Ok(())
}
