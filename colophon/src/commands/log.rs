//! `log`: the public log, its key and how it stands.

use super::{At, By};
use crate::failure::{Failure, Result};
use crate::orders::{Logging, Order};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use paper::log;
use serde_json::json;
use tlog::Checkpoint;

/// The public log of what was published: its key, how it stands, and what to do when it is stopped
#[derive(Debug, Args)]
pub(crate) struct Logs {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: LogDeed,
}

#[derive(Debug, Subcommand)]
enum LogDeed {
    /// Show the public key, with which anybody verifies the log (C2SP signed-note)
    #[command(after_help = "Example:\n  colophon log key --data /srv/gazzetta")]
    Key,
    /// Show how far the log is signed
    #[command(after_help = "Example:\n  colophon log show --data /srv/gazzetta")]
    Show {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give the log another key; the change is an entry, and both sign from then on
    #[command(after_help = "Example:\n  colophon log rotate --as rete")]
    Rotate,
    /// Begin a new log after an older record was brought back; it says what it follows and what is lost
    #[command(
        after_help = "Example:\n  colophon log restart --as rete\n\nOnly when colophon doctor says that the log is stopped, and no newer record can be found."
    )]
    Restart,
}

impl Logs {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            LogDeed::Key => key(at).await,
            LogDeed::Show { json } => show(at, json).await,
            LogDeed::Rotate => self::done(at, &self.by, Logging::Rotate).await,
            LogDeed::Restart => self::done(at, &self.by, Logging::Restart).await,
        }
    }
}

async fn done(at: &At, by: &By, order: Logging) -> Result<()> {
    let answer = at.does(by, Order::Logging(order)).await?;
    terminal::out(answer.id.unwrap_or_default());
    Ok(())
}

async fn key(at: &At) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let log = log::find(&mut session).await?;
    match log.and_then(|log| log.keys.into_iter().next()) {
        Some(key) => {
            terminal::out(key);
            Ok(())
        }
        None => Err(Failure::new(
            "il registro non ha ancora una chiave: la fa colophon serve, o il prossimo gesto",
            "the log has no key yet: colophon serve makes it, or the next deed",
        )),
    }
}

async fn show(at: &At, as_json: bool) -> Result<()> {
    let house = at.house()?;
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let found = log::find(&mut session).await?;
    let entries = log::size(&mut session).await?;
    drop(session);
    let signed = match &found {
        Some(found) => log::signed(house.folder.root(), found)?,
        None => None,
    };
    let signed = signed.and_then(|note| Checkpoint::unverified(&note).ok());
    let origin = found.as_ref().map(log::Log::origin).unwrap_or_default();
    let keys = found.map(|log| log.keys).unwrap_or_default();
    let (size, root) = signed.map_or((0, String::new()), |signed| {
        (signed.size, signed.root.to_string())
    });
    if as_json {
        terminal::json(&json!({
            "origin": origin, "entries": entries, "signed": size, "root": root, "keys": keys,
        }));
        return Ok(());
    }
    let language = at.language();
    let rows = [
        (either(language, "nome", "name"), origin),
        (either(language, "voci", "entries"), entries.to_string()),
        (either(language, "firmate", "signed"), size.to_string()),
        (either(language, "radice", "root"), root),
        (either(language, "chiavi", "keys"), keys.join(", ")),
    ];
    for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        terminal::out(format!("{name:<12} {value}"));
    }
    Ok(())
}
