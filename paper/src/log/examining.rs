//! What an operator is told of the log: whether every revision has its entry, and whether what was signed is what the record
//! and the files hold. Changes nothing; reads every entry, and every tile once.

use super::files::Files;
use super::{Log, keys, rows};
use crate::keeping::Remark;
use crate::{Fault, Paper, Result};
use std::path::Path;
use tlog::{Checkpoint, Edge, Hash, TILE_WIDTH, Tile};

/// Files named in a remark.
const EXAMPLES_MAX: usize = 5;

/// Looks at the log in the folder of a newspaper.
pub async fn examine(paper: &Paper, folder: &Path) -> Result<Vec<Remark>> {
    let mut session = paper.read().await?;
    let log = super::find(&mut session).await?;
    let size = rows::size(&mut session).await?;
    let without = rows::revisions_without(&mut session).await?;
    drop(session);
    let Some(log) = log else {
        return Ok(vec![Remark::good(
            "il registro pubblico non è ancora cominciato: comincia con la prima testata",
            "the public log has not begun: it begins with the first title",
        )]);
    };
    let mut remarks = vec![entries(without, size)];
    remarks.extend(guarded(folder, &log));
    remarks.push(signed(paper, folder, &log, size).await?);
    Ok(remarks)
}

fn entries(without: u64, size: u64) -> Remark {
    match without {
        0 => Remark::good(
            format!("ogni revisione ha la sua voce nel registro pubblico, che ne ha {size}"),
            format!("every revision has its entry in the public log of {size}"),
        ),
        n => Remark::bad(
            (
                format!("{n} revisioni non hanno una voce nel registro pubblico"),
                format!("{n} revisions have no entry in the public log"),
            ),
            (
                "confronta con una copia: sono state scritte da altro che questo programma",
                "compare with a backup: they were written by something other than this program",
            ),
        ),
    }
}

/// The secret keys: there, and nobody else's to read.
fn guarded(folder: &Path, log: &Log) -> Option<Remark> {
    let key = log.keys.first()?;
    let there = keys::read(folder, &log.origin());
    if !there.is_ok_and(|signers| {
        signers
            .iter()
            .any(|signer| signer.key().to_string() == *key)
    }) {
        return Some(Remark::bad(
            (
                "in keys/log.key non c’è la chiave del registro pubblico: non si pubblica nulla",
                "keys/log.key does not hold the key of the public log: nothing is published",
            ),
            (
                "riporta quel file da una copia; se non c’è più, colophon log restart",
                "bring that file back from a backup; if it is gone, colophon log restart",
            ),
        ));
    }
    if keys::is_open_to_others(folder).unwrap_or(false) {
        return Some(Remark::bad(
            (
                "altri utenti possono leggere le chiavi del registro pubblico",
                "other users can read the keys of the public log",
            ),
            (
                "chmod 600 keys/log.key; se non sei il solo su questa macchina, poi colophon log rotate",
                "chmod 600 keys/log.key; if you are not alone on this machine, then colophon log rotate",
            ),
        ));
    }
    let name: Vec<&str> = key.split('+').take(2).collect();
    let name = name.join("+");
    Some(Remark::good(
        format!("il registro pubblico è firmato da {name}"),
        format!("the public log is signed by {name}"),
    ))
}

/// Whether what was signed last is what the record and the files hold.
async fn signed(paper: &Paper, folder: &Path, log: &Log, size: u64) -> Result<Remark> {
    let files = Files::of(folder, log.epoch);
    let note = match files.checkpoint()? {
        Some(note) => note,
        None if !log.signed => {
            return Ok(Remark::good(
                "il registro pubblico non è ancora firmato: lo firma il server quando parte",
                "the public log is not signed yet: the server signs it when it starts",
            ));
        }
        None => {
            return Ok(stopped(
                "la cartella log non c’è più",
                "the folder log is gone",
            ));
        }
    };
    let Ok(checkpoint) = Checkpoint::unverified(&note) else {
        return Ok(stopped(
            "log/checkpoint non è un punto di controllo",
            "log/checkpoint is no checkpoint",
        ));
    };
    if checkpoint.size > size {
        let seen = checkpoint.size;
        return Ok(stopped(
            &format!(
                "il registro ha {seen} voci firmate e l’archivio {size}: l’archivio è una copia vecchia"
            ),
            &format!(
                "the log has {seen} signed entries and the record {size}: the record is an older copy"
            ),
        ));
    }
    let (root, damaged) = made_again(paper, &files, checkpoint.size).await?;
    if root != checkpoint.root {
        return Ok(stopped(
            "l’archivio ha altre voci che quelle firmate",
            "the record has other entries than those that were signed",
        ));
    }
    if !damaged.is_empty() {
        let names = damaged.join(", ");
        return Ok(Remark::bad(
            (
                format!("file del registro mancano o sono rovinati: {names}"),
                format!("files of the log are missing or damaged: {names}"),
            ),
            (
                "riprendili da una copia, o toglili con log/checkpoint e comincia da capo con colophon log restart",
                "copy them from a backup, or take them away with log/checkpoint and begin anew with colophon log restart",
            ),
        ));
    }
    let (signed, behind) = (checkpoint.size, size - checkpoint.size);
    Ok(Remark::good(
        format!("il registro pubblico è firmato fino alla voce {signed}, e {behind} aspettano"),
        format!("the public log is signed for {signed} entries, and {behind} wait"),
    ))
}

fn stopped(it: &str, en: &str) -> Remark {
    Remark::bad(
        (it, en),
        (
            "riporta l’archivio più recente con la sua cartella log, o comincia un registro nuovo con colophon log restart",
            "bring back the newest record with its folder log, or begin a new log with colophon log restart",
        ),
    )
}

/// The root of the first entries of the record, and the files of full tiles that do not hold what they make.
async fn made_again(paper: &Paper, files: &Files, size: u64) -> Result<(Hash, Vec<String>)> {
    let (mut edge, mut damaged) = (Edge::default(), Vec::new());
    while edge.size() < size {
        // A new read for each page, so that a long examination holds nobody up.
        let mut session = paper.read().await?;
        let entries = rows::entries(&mut session, edge.size(), size).await?;
        drop(session);
        if entries.is_empty() {
            break;
        }
        let mut bundled: Vec<&[u8]> = Vec::new();
        for entry in &entries {
            let number = edge.size() / TILE_WIDTH;
            edge.append(Hash::of_leaf(entry), |tile, hashes| {
                let bytes: Vec<u8> = hashes.iter().flat_map(|hash| *hash.bytes()).collect();
                look(files, tile, &bytes, size, &mut damaged);
            });
            bundled.push(entry);
            if edge.size() % TILE_WIDTH == 0 {
                let bundle = Tile {
                    level: None,
                    number,
                    width: TILE_WIDTH,
                };
                let bytes = tlog::bundle(bundled.drain(..))
                    .map_err(|wrong| Fault::new(wrong.to_string()))?;
                look(files, bundle, &bytes, size, &mut damaged);
            }
        }
    }
    Ok((edge.root(), damaged))
}

/// Notes a file that does not hold these bytes.
fn look(files: &Files, tile: Tile, bytes: &[u8], size: u64, damaged: &mut Vec<String>) {
    let held = files.tile(tile, size);
    if damaged.len() < EXAMPLES_MAX && !held.is_ok_and(|held| held.as_deref() == Some(bytes)) {
        damaged.push(format!("log/tile/{tile}"));
    }
}
