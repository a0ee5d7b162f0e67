//! `demo`: a running network of two titles, to look at and to try things on.

use super::At;
use super::serve::{Flags, log_to_stderr};
use crate::failure::{Failure, Result, with_file};
use crate::folder::Folder;
use crate::house::House;
use crate::serving::{self, Doors};
use crate::terminal::{self, either};
use clap::Args;
use colophon::demo;
use paper::clock::{Clock, Entropy, SetClock, SystemClock, SystemEntropy};
use paper::reading::title::Reach;
use paper::titles::{self, Title};
use paper::{Paper, Session, network, people};
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes of chance in the name of a temporary folder.
const NAME_BYTES: usize = 8;

/// Run a network of two titles with articles, pictures, comments and corrections
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon demo\n  colophon demo --data /tmp/demo --listen 127.0.0.1:9000 --ops off"
)]
pub(crate) struct Demo {
    #[command(flatten)]
    doors: Flags,
}

/// A folder that goes when the demo ends.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Demo {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let (folder, _passing) = match &at.place.data {
            Some(root) => (Folder::at(root), None),
            None => {
                let root = temporary()?;
                (Folder::at(&root), Some(Passing(root)))
            }
        };
        let mut house = House::at(folder, at.place.config.as_deref())?;
        self.doors.over(&mut house);
        log_to_stderr(&house)?;
        house.folder.make()?;
        let _lock = match house.settings.database {
            None => Some(house.folder.try_lock()?.ok_or_else(|| in_use(&house))?),
            Some(_) => None,
        };
        // Before anything is made: an address that is taken is told at once.
        let doors = Doors::open(&house).await?;
        seed_if_empty(&house).await?;
        let paper = house.writing().await?;
        greet(&paper, &doors.reach(&house), at.language()).await?;
        serving::serve(&house, paper, doors).await
    }
}

fn temporary() -> Result<PathBuf> {
    let mut chance = [0; NAME_BYTES];
    SystemEntropy.fill(&mut chance)?;
    let name: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let root = std::env::temp_dir().join(format!("colophon-demo-{name}"));
    Folder::at(&root).make()?;
    root.canonicalize()
        .map_err(|error| with_file(&root, &error))
}

fn in_use(house: &House) -> Failure {
    let name = house.folder.root().display();
    Failure::new(
        format!("{name}: un altro processo usa questa cartella; indicane un’altra con --data"),
        format!("{name}: another process uses this folder; name another with --data"),
    )
}

/// Tells the demo's story to a record that is new. It is told at the times of the story, not of today.
async fn seed_if_empty(house: &House) -> Result<()> {
    let clock = Arc::new(SetClock::at(SystemClock.now()));
    if house.settings.database.is_none() {
        house.folder.close_to_others()?;
    }
    let place = house.folder.place(&house.settings);
    let media = house.folder.media();
    let paper = Paper::open_with(
        &place,
        &media,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(SystemEntropy),
    )
    .await?;
    let mut session = paper.read().await?;
    let founded = network::find(&mut session).await?.is_some();
    drop(session);
    if !founded {
        demo::seed(&paper, &clock).await?;
    }
    paper.close().await;
    Ok(())
}

/// Says where to look and who there is.
async fn greet(paper: &Paper, reach: &Reach, language: &str) -> Result<()> {
    let mut session = paper.read().await?;
    let network = network::find(&mut session)
        .await?
        .map(|network| network.name)
        .unwrap_or_default();
    terminal::out(network);
    for title in titles::all(&mut session).await? {
        terminal::out(format!(
            "  {:<28} {}",
            title.name,
            front(&mut session, &title, reach).await?
        ));
    }
    terminal::out(either(
        language,
        "Account, per --as:",
        "Accounts, for --as:",
    ));
    for account in people::accounts(&mut session, "").await? {
        terminal::out(format!(
            "  {:<10} {:<20} {}",
            account.handle,
            account.name,
            account.grants.join(", ")
        ));
    }
    Ok(())
}

async fn front(session: &mut Session, title: &Title, reach: &Reach) -> Result<String> {
    let host = titles::hosts(session, title.id)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default();
    Ok(format!("{}/", reach.base_url(&host)))
}
