//! The log: what this newspaper has published, in order, provably (C2SP tlog-tiles; the mathematics is in the `tlog` crate).
//!
//! Each revision is one entry. It gets its place in the transaction of the deed ([`entering`]), behind every entry before it,
//! since there is one writer at a time: so a deed is visible only together with its entry, a deed that fails leaves none, and
//! two processes can never give out one place twice. The tree over the entries, its tiles and its signed checkpoint are made
//! of these rows as soon as the deed is on disk and before its verb answers ([`Keeper`]), and once more whenever somebody asks
//! for the checkpoint. So the order of the log is settled by the one commit a deed has anyway, and what is written after it
//! can be lost in a crash and made again, the same byte for byte: a deed costs the disk one more wait, for the checkpoint.
//!
//! What must never happen is two checkpoints of which none continues the other. Before anything is signed, the checkpoint that
//! was signed last is compared with the rows ([`opening`]): where these are fewer, or others, somebody has brought an older
//! record back, and nothing is signed until [`begin_anew`] makes a new log of them, under a name of its own, which says in an
//! entry what it follows and what is lost.
//!
//! An entry names nobody and quotes nothing: it commits to the canonical revision and to where it stood by salted hashes. The
//! salts go with what a law erases; the entry stays, and with it every proof.

mod entering;
mod examining;
mod files;
mod keeper;
mod keys;
mod opening;
mod proving;
mod rows;
mod sealed;

pub(crate) use entering::{
    Entered, Gone, after_step, enter, forget_addresses, places_of, take_back,
};
pub use examining::examine;
pub use keeper::{Keeper, Standing};
pub(crate) use proving::indexes;
pub use proving::{
    Entry, PAGE_SIZE, Page, Provable, begun_after, entry_of, key_file, latest, proof, provable,
    provable_count,
};
pub use sealed::Sealed;

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::rights::Deed;
use crate::{Fault, Paper, Refusal, Result};
use serde_json::json;
use tlog::{Begun, Rekeyed, Statement};

/// The folder of tiles, in the folder of a newspaper.
pub const FOLDER: &str = "log";

/// The log as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its name and the address of its files, without a scheme: that of the network's first host when it began.
    pub home: String,
    /// How often it began anew, and 1.
    pub epoch: u32,
    /// The keys its checkpoints are signed with, the newest first; empty before the first was made.
    pub keys: Vec<String>,
    /// A checkpoint of it was signed.
    pub signed: bool,
}

impl Log {
    /// What checkpoints and keys name it by.
    pub fn origin(&self) -> String {
        match self.epoch {
            0 | 1 => self.home.clone(),
            epoch => format!("{}/{epoch}", self.home),
        }
    }
}

/// The log of the record, if it has begun.
pub async fn find(session: &mut Session) -> Result<Option<Log>> {
    rows::log(session).await
}

/// Entries of the log.
pub async fn size(session: &mut Session) -> Result<u64> {
    rows::size(session).await
}

/// The newest signed checkpoint of the log in the folder of a newspaper, word for word.
///
/// # Errors
/// Where it cannot be read.
pub fn signed(folder: &std::path::Path, log: &Log) -> Result<Option<String>, Fault> {
    files::Files::of(folder, log.epoch).checkpoint()
}

/// Gives the log another key. Its checkpoints are signed with the new one and with the one before from here on, so that who
/// knows only that one can follow; the change is an entry.
pub async fn rotate(paper: &Paper, by: &Actor) -> Result<String> {
    let keeper = kept(paper)?;
    keeper.catch_up(paper).await?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Operate, None, None).await?;
    let log = entering::begun(&mut tx.session).await?;
    let before = log.keys.first().cloned().unwrap_or_default();
    let seed = paper.random::<32>()?;
    let keys = keeper.new_key(&log.origin(), seed)?;
    let key = keys.first().cloned().unwrap_or_default();
    let statement = Statement::Key(Rekeyed {
        at: tx.now.to_string(),
        key: key.clone(),
        before,
        ..Rekeyed::default()
    });
    entering::add(&mut tx, &statement).await?;
    rows::set_keys(&mut tx.session, &keys).await?;
    let detail = json!({"log": "rotate", "key": key});
    audit::note(&mut tx, by, Deed::Operate, About::default(), detail).await?;
    tx.commit("log.rotate", &Traces::everything()).await?;
    Ok(key)
}

/// Makes a new log of the entries the record has, after the one before broke off because an older record was brought back.
/// Says its name.
pub async fn begin_anew(paper: &Paper, by: &Actor) -> Result<String> {
    let keeper = kept(paper)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Operate, None, None).await?;
    if matches!(keeper.standing(), Standing::Signed { .. }) {
        return Err(Refusal::LogStands.into());
    }
    let log = entering::begun(&mut tx.session).await?;
    let seen = keeper.last_signed(&log)?;
    let now = tx.now;
    let log = anew(&mut tx.session, now, log, seen).await?;
    tx.entered = true;
    let detail = json!({"log": "begin", "origin": log.origin()});
    audit::note(&mut tx, by, Deed::Operate, About::default(), detail).await?;
    tx.commit("log.begin", &Traces::everything()).await?;
    Ok(log.origin())
}

/// After a backup was brought back: what was published after it is lost, and with it entries that readers may hold proofs of.
/// Nobody here knows how many. Says the name of the new log.
pub(crate) async fn after_restore(
    session: &mut Session,
    now: jiff::Timestamp,
) -> Result<Option<String>> {
    // A backup may be of a program that kept no log.
    let known: Vec<(String,)> = session
        .all(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'log_entries'",
            (),
        )
        .await?;
    if known.is_empty() {
        return Ok(None);
    }
    match rows::log(session).await? {
        Some(log) if log.signed => {
            let log = anew(session, now, log, None).await?;
            Ok(Some(log.origin()))
        }
        _ => Ok(None),
    }
}

async fn anew(
    session: &mut Session,
    now: jiff::Timestamp,
    log: Log,
    seen: Option<u64>,
) -> Result<Log> {
    let kept = rows::size(session).await?;
    let statement = Statement::Begun(Begun {
        at: now.to_string(),
        before: log.origin(),
        kept,
        seen: seen.unwrap_or(kept).max(kept),
        ..Begun::default()
    });
    rows::add(session, kept, &entering::text_of(&statement)?).await?;
    let log = Log {
        epoch: log.epoch + 1,
        keys: Vec::new(),
        signed: false,
        ..log
    };
    rows::set_epoch(session, log.epoch).await?;
    Ok(log)
}

fn kept(paper: &Paper) -> Result<&Keeper> {
    paper
        .log()
        .ok_or_else(|| Fault::new("this process keeps no log").into())
}
