//! What is looked at before anything is signed: whether the rows are those of the checkpoint that was signed last.
//!
//! What lies at the right edge of the tree is made anew of the rows and of full tiles, which never change; nothing a crash may
//! have left half-written is believed. So the cost is a few files, however large the log is.

use super::files::Files;
use super::{Log, keys, rows};
use crate::{Fault, Paper};
use std::path::Path;
use tlog::{Checkpoint, Edge, Hash, Signer, TILE_WIDTH, Tile, Wrong};

/// A log that agrees with the record.
pub(super) struct Book {
    pub(super) log: Log,
    pub(super) files: Files,
    pub(super) signers: Vec<Signer>,
    pub(super) edge: Edge,
    /// The entries of the last bundle, where it is not full.
    pub(super) entries: Vec<Vec<u8>>,
    /// The signed checkpoint; empty before there is one.
    pub(super) checkpoint: String,
}

/// What to do where an older record, or another one, has come in place of the one that was signed for.
const ANEW: (&str, &str) = (
    "riporta l’archivio più recente che c’è, o comincia un registro nuovo di questo con colophon log restart",
    "bring back the newest record there is, or begin a new log of this one with colophon log restart",
);
/// What to do where what was signed last is gone with its folder.
const FOLDER_BACK: (&str, &str) = (
    "riporta la cartella log, o comincia un registro nuovo con colophon log restart",
    "bring the folder log back, or begin a new log with colophon log restart",
);
/// What to do where the checkpoint is of no key there is.
const KEY_OR_FOLDER: (&str, &str) = (
    "riporta keys/log.key com’era, o la cartella log; di quale chiave si tratta lo dice colophon log key",
    "bring keys/log.key back as it was, or the folder log; colophon log key says which key it is",
);
/// What to do where a key is gone.
const KEY_BACK: (&str, &str) = (
    "riporta quel file da una copia",
    "bring that file back from a backup",
);

/// Why the log is stopped, and what to do, in Italian and English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) why: (String, String),
    pub(super) remedy: (&'static str, &'static str),
}

impl Why {
    /// Both in English, for whoever runs the server.
    pub(super) fn told(&self) -> String {
        format!("{}; {}", self.why.1, self.remedy.1)
    }
}

/// Why nothing is signed.
pub(super) enum Amiss {
    /// It has to be settled by somebody.
    Stopped(Why),
    /// Something cannot be read now.
    Fault(Fault),
}

impl Amiss {
    fn stopped(it: String, en: String, remedy: (&'static str, &'static str)) -> Amiss {
        Amiss::Stopped(Why {
            why: (it, en),
            remedy,
        })
    }
}

impl From<Fault> for Amiss {
    fn from(fault: Fault) -> Amiss {
        Amiss::Fault(fault)
    }
}

impl From<crate::Error> for Amiss {
    fn from(error: crate::Error) -> Amiss {
        Amiss::Fault(Fault::new(error.to_string()))
    }
}

impl From<Wrong> for Amiss {
    fn from(wrong: Wrong) -> Amiss {
        Amiss::Fault(Fault::new(wrong.to_string()))
    }
}

/// Opens the log of the record in the folder of a newspaper, with a key that is made where there was none.
pub(super) async fn open(paper: &Paper, folder: &Path, log: Log) -> Result<Book, Amiss> {
    let mut session = paper.read().await?;
    let size = rows::size(&mut session).await?;
    drop(session);
    let files = Files::of(folder, log.epoch);
    let signers = signers(paper, folder, &log)?;
    let kept = files.checkpoint()?;
    let empty = Book {
        signers,
        edge: Edge::default(),
        entries: Vec::new(),
        checkpoint: String::new(),
        files,
        log,
    };
    let Some(kept) = kept else {
        return match empty.log.signed {
            false => Ok(empty),
            true => Err(Amiss::stopped(
                "la cartella del registro non c’è più, e con essa ciò che è stato firmato per ultimo"
                    .to_owned(),
                "the folder of the log is gone, and with it what was signed last".to_owned(),
                FOLDER_BACK,
            )),
        };
    };
    let signed = verified(&kept, &empty.signers)?;
    if signed.size > size {
        let seen = signed.size;
        return Err(Amiss::stopped(
            format!(
                "il registro ha {seen} voci firmate e l’archivio solo {size}: questo archivio è una copia vecchia"
            ),
            format!(
                "the log has {seen} signed entries and the record only {size}: this record is an older one"
            ),
            ANEW,
        ));
    }
    let mut book = match at_edge(paper, &empty.files, signed.size).await {
        Ok((edge, entries)) if edge.root() == signed.root => Book {
            edge,
            entries,
            ..empty
        },
        _ => again(paper, empty, &signed).await?,
    };
    book.checkpoint = kept;
    // A crash may have lost those that are not full; readers are told of them by the checkpoint.
    let turn = book.files.turn()?;
    book.keep_parts()?;
    drop(turn);
    Ok(book)
}

/// The checkpoint, if one of our keys signed it.
fn verified(kept: &str, signers: &[Signer]) -> Result<Checkpoint, Amiss> {
    let mut last = None;
    for signer in signers {
        match Checkpoint::verified(kept, signer.key()) {
            Ok(checkpoint) => return Ok(checkpoint),
            Err(wrong) => last = Some(wrong),
        }
    }
    let why = last.map(|wrong| wrong.to_string()).unwrap_or_default();
    Err(Amiss::stopped(
        format!("nessuna delle nostre chiavi ha firmato l’ultimo checkpoint ({why})"),
        format!("none of our keys signed the last checkpoint ({why})"),
        KEY_OR_FOLDER,
    ))
}

/// The keys of the file that the record knows; one is made where the record knows none.
fn signers(paper: &Paper, folder: &Path, log: &Log) -> Result<Vec<Signer>, Amiss> {
    let origin = log.origin();
    let mut signers = keys::read(folder, &origin)?;
    if log.keys.is_empty() {
        if signers.is_empty() {
            signers = vec![Signer::new(&origin, paper.random::<32>()?)?];
            // Another process may have made one meanwhile: whoever was first has made the key.
            if let Err(fault) = keys::write(folder, &signers, true) {
                signers = keys::read(folder, &origin)?;
                if signers.is_empty() {
                    return Err(fault.into());
                }
            }
        }
        signers.truncate(1);
        return Ok(signers);
    }
    signers.retain(|signer| log.keys.contains(&signer.key().to_string()));
    match signers.first() {
        Some(first) if log.keys.first() == Some(&first.key().to_string()) => Ok(signers),
        _ => {
            let key = log.keys.first().map(String::as_str).unwrap_or_default();
            Err(Amiss::stopped(
                format!("la metà segreta di {key} non è in keys/log.key"),
                format!("the secret half of {key} is not in keys/log.key"),
                KEY_BACK,
            ))
        }
    }
}

/// The edge of a tree of `size` entries, of rows and full tiles.
async fn at_edge(paper: &Paper, files: &Files, size: u64) -> Result<(Edge, Vec<Vec<u8>>), Amiss> {
    let first = size - size % TILE_WIDTH;
    let mut session = paper.read().await?;
    let entries = rows::entries(&mut session, first, size).await?;
    drop(session);
    let edge = Edge::read(size, |tile: Tile| {
        let Some(below) = tile.level.and_then(|level| level.checked_sub(1)) else {
            return Ok::<_, Amiss>(entries.iter().map(|entry| Hash::of_leaf(entry)).collect());
        };
        let from = tile.number * TILE_WIDTH;
        let full = (from..from + tile.width).map(|number| {
            let tile = Tile {
                level: Some(below),
                number,
                width: TILE_WIDTH,
            };
            Ok(tlog::tree::over(&files.hashes(tile, size)?))
        });
        full.collect()
    })?;
    Ok((edge, entries))
}

/// Makes the whole tree anew of the rows, which tells whether files were damaged or the record is another one.
async fn again(paper: &Paper, empty: Book, signed: &Checkpoint) -> Result<Book, Amiss> {
    tracing::warn!(
        "The files of the log are not what was signed; they are made again of the record"
    );
    let mut book = empty;
    let _turn = book.files.turn()?;
    while book.edge.size() < signed.size {
        let mut session = paper.read().await?;
        let entries = rows::entries(&mut session, book.edge.size(), signed.size).await?;
        drop(session);
        if entries.is_empty() {
            break;
        }
        book.take(entries, false)?;
    }
    if book.edge.root() != signed.root {
        let seen = signed.size;
        return Err(Amiss::stopped(
            format!("l’archivio ha altre voci che le {seen} firmate: questo archivio è un altro"),
            format!(
                "the record has other entries than the {seen} that were signed: this record is another one"
            ),
            ANEW,
        ));
    }
    // Only now are they known to be those that readers have seen.
    let size = signed.size;
    let mut whole = Book {
        edge: Edge::default(),
        entries: Vec::new(),
        ..book
    };
    while whole.edge.size() < size {
        let mut session = paper.read().await?;
        let entries = rows::entries(&mut session, whole.edge.size(), size).await?;
        drop(session);
        if entries.is_empty() {
            break;
        }
        whole.take(entries, true)?;
    }
    whole.keep_parts()?;
    Ok(whole)
}

impl Book {
    /// Appends entries to the tree; with `keep`, puts tiles and bundles that are full now on disk.
    pub(super) fn take(&mut self, entries: Vec<Vec<u8>>, keep: bool) -> Result<(), Fault> {
        for entry in entries {
            let number = self.edge.size() / TILE_WIDTH;
            let mut full: Vec<(Tile, Vec<u8>)> = Vec::new();
            self.edge.append(Hash::of_leaf(&entry), |tile, hashes| {
                full.push((tile, bytes_of(hashes)));
            });
            self.entries.push(entry);
            if self.entries.len() as u64 == TILE_WIDTH {
                let bundle = Tile {
                    level: None,
                    number,
                    width: TILE_WIDTH,
                };
                full.push((bundle, self.bundled()?));
                self.entries.clear();
            }
            if keep {
                for (tile, bytes) in full {
                    self.files.keep(tile, &bytes)?;
                }
            }
        }
        Ok(())
    }

    /// Puts the tiles and the bundle that are not full on disk.
    pub(super) fn keep_parts(&self) -> Result<(), Fault> {
        for (tile, hashes) in self.edge.partial() {
            self.files.keep_part(tile, &bytes_of(hashes))?;
        }
        match Tile::of_entries(self.edge.size() / TILE_WIDTH, self.edge.size()) {
            Some(bundle) => self.files.keep_part(bundle, &self.bundled()?),
            None => Ok(()),
        }
    }

    fn bundled(&self) -> Result<Vec<u8>, Fault> {
        tlog::bundle(self.entries.iter().map(Vec::as_slice))
            .map_err(|wrong| Fault::new(wrong.to_string()))
    }

    /// The checkpoint of the tree as it is now.
    pub(super) fn at_present(&self) -> Checkpoint {
        Checkpoint {
            origin: self.log.origin(),
            size: self.edge.size(),
            root: self.edge.root(),
        }
    }
}

fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.bytes()).collect()
}
