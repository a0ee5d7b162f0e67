//! `demo`: a running network of two titles, to look at and to try things on.

use super::At;
use super::serve::{Flags, log_to_stderr};
use crate::failure::{Failure, Result, with_file};
use crate::folder::Folder;
use crate::house::{Hold, House, wait_for_lock};
use crate::serving::{self, Doors, Stop};
use crate::terminal::{self, either};
use clap::Args;
use colophon::demo;
use jiff::Timestamp;
use paper::articles::content::Class;
use paper::clock::{Clock, Entropy, SetClock, SystemClock, SystemEntropy};
use paper::reading::corrections;
use paper::reading::title::Reach;
use paper::titles::{self, Title};
use paper::{Paper, Session, doors, network, people, trust};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of chance in the name of a temporary folder.
const NAME_BYTES: usize = 8;

/// Where the story is told, in the data folder, before it is moved to its place.
const WORKPLACE: &str = ".telling";

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
        // From here on the process ends by itself when it is told to, so that a temporary folder goes with it.
        let mut stop = Stop::listen()?;
        let (folder, passing) = match &at.place.data {
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
            None => match wait_for_lock(&house.folder).await? {
                Hold::Ours(lock) => Some(lock),
                Hold::Served | Hold::Busy => return Err(in_use(&house)),
            },
            Some(_) => None,
        };
        // Before anything is made: an address that is taken is told at once.
        let doors = Doors::open(&house).await?;
        let new = tokio::select! {
            () = stop.asked() => return Ok(()),
            seeded = seed_if_empty(&house) => seeded?,
        };
        let paper = house.writing().await?;
        greet(&paper, &doors.reach(&house), at.language()).await?;
        if new {
            let_in(&paper, &doors.reach(&house), at.language()).await?;
        }
        if passing.is_some() {
            try_commands(house.folder.root(), at.language());
        }
        serving::serve(&house, paper, doors, stop).await
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

/// Tells the demo's story to a record that is new. It is told beside the folder's own place and moved there when it is
/// whole: a demo that is killed while it begins leaves no half newspaper to be served as one. Says whether it was told now.
async fn seed_if_empty(house: &House) -> Result<bool> {
    if house.settings.database.is_some() {
        return seed(house).await;
    }
    if house.folder.database().exists() {
        return Ok(false);
    }
    let workplace = house.folder.root().join(WORKPLACE);
    let fault = |error: std::io::Error| with_file(&workplace, &error);
    if workplace.exists() {
        // Of a demo that was killed; the lock says that it is nobody's now.
        std::fs::remove_dir_all(&workplace).map_err(fault)?;
    }
    let beside = House {
        folder: Folder::at(&workplace),
        settings: house.settings.clone(),
        system: house.system.clone(),
    };
    beside.folder.make()?;
    let new = seed(&beside).await?;
    // Pictures first: the record is what makes a folder a newspaper.
    for picture in std::fs::read_dir(beside.folder.media()).map_err(fault)? {
        let picture = picture.map_err(fault)?;
        let home = house.folder.media().join(picture.file_name());
        std::fs::rename(picture.path(), &home).map_err(|error| with_file(&home, &error))?;
    }
    let record = house.folder.database();
    std::fs::rename(beside.folder.database(), &record)
        .map_err(|error| with_file(&record, &error))?;
    std::fs::remove_dir_all(&workplace).map_err(fault)?;
    Ok(new)
}

/// Tells the story to the record of a house, if it is new, at the times of the story and not of today. Says whether it was.
async fn seed(house: &House) -> Result<bool> {
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
        // Told up to its end, the newspaper is read up to now.
        clock.set(SystemClock.now());
        demo::readers(&paper, paper.now()).await?;
        let mut session = paper.read().await?;
        let titles = titles::all(&mut session).await?;
        drop(session);
        for title in titles {
            trust::count(&paper, title.id).await?;
        }
    }
    paper.close().await;
    Ok(!founded)
}

/// Lets some of the people of a new demo into its newsroom, and says how they sign in. Who is served an older folder keeps the
/// passwords they have.
async fn let_in(paper: &Paper, reach: &Reach, language: &str) -> Result<()> {
    let mut session = paper.read().await?;
    let host = doors::host(&mut session).await?.unwrap_or_default();
    drop(session);
    let newsroom = either(language, "Redazione", "Newsroom");
    terminal::out(format!("{newsroom}: {}/newsroom/", reach.base_url(&host)));
    for person in demo::let_in(paper).await? {
        terminal::out(format!(
            "  {}: {} / {} ({})",
            either(language, "accesso", "sign in"),
            person.handle,
            person.password,
            person.role.word()
        ));
    }
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
        for (name, address) in to_look_at(&mut session, &title, paper.now(), language).await? {
            let front = front(&mut session, &title, reach).await?;
            terminal::out(format!(
                "    {name:<26} {}{address}",
                front.trim_end_matches('/')
            ));
        }
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

/// What a title shows that others do not: a corrected and a withdrawn article, and how one changed; name and path.
async fn to_look_at(
    session: &mut Session,
    title: &Title,
    now: Timestamp,
    language: &str,
) -> Result<Vec<(&'static str, String)>> {
    let told = corrections::page(session, title, now, 1).await?.changes;
    let first = |class| told.iter().find(|entry| entry.change.class == class);
    let say = |it, en| either(language, it, en);
    let mut found = Vec::new();
    if let Some(entry) = first(Class::Correction) {
        found.push((
            say("un articolo corretto", "a corrected article"),
            entry.href.clone(),
        ));
        found.push((
            say("come è cambiato", "how it changed"),
            entry.history.clone(),
        ));
    }
    if let Some(entry) = first(Class::Withdrawal) {
        found.push((
            say("un articolo ritirato", "a withdrawn article"),
            entry.href.clone(),
        ));
    }
    Ok(found)
}

/// A command to try beside the running demo, whose folder nobody has chosen.
fn try_commands(root: &Path, language: &str) {
    let root = root.display();
    terminal::out(match language.starts_with("it") {
        true => {
            format!("La cartella, finché la demo gira: {root}\n  colophon title list --data {root}")
        }
        false => {
            format!("Its folder, while the demo runs: {root}\n  colophon title list --data {root}")
        }
    });
}

async fn front(session: &mut Session, title: &Title, reach: &Reach) -> Result<String> {
    let host = titles::hosts(session, title.id)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default();
    Ok(format!("{}/", reach.base_url(&host)))
}
