//! `init`: a new network with its first title, ready to be filled.

use super::At;
use super::title::{key_of, zone_of};
use crate::beginning;
use crate::failure::{Failure, Result, with_file};
use crate::folder::Folder;
use crate::house::House;
use crate::terminal::{self, either};
use clap::Args;
use jiff::tz::TimeZone;
use paper::titles::{self, NewTitle};
use paper::words::{self, NAME_CHARS_MAX};
use paper::{Actor, Paper, Refusal, actor, network};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;

/// Make a new network with its first title
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon init /srv/gazzetta --title \"La Gazzetta\" --host gazzetta.example --language it"
)]
pub(crate) struct Init {
    /// The data folder to make
    dir: PathBuf,
    /// Masthead name of the first title
    #[arg(long, value_name = "NAME", alias = "name")]
    title: String,
    /// Its host
    #[arg(long)]
    host: String,
    /// Its language (it, en, de-AT…)
    #[arg(long, default_value = "it")]
    language: String,
    /// Name of the network [default: the title's]
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// Time zone of the title [default: Europe/Rome for Italian, else UTC]
    #[arg(long)]
    zone: Option<String>,
    /// Keep the record on a PostgreSQL server instead of a file: postgres://user:password@host/base
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Init {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let folder = Folder::at(&self.dir);
        let mut house = House::at(folder, at.place.config.as_deref())?;
        let named = house.settings.database.clone();
        if self.database.is_some() {
            house.settings.database.clone_from(&self.database);
        }
        self.fits()?;
        let made = !house.folder.root().exists();
        house.folder.may_be_looked_into()?;
        if house.folder.root().is_file() {
            return Err(with_file(
                house.folder.root(),
                &std::io::ErrorKind::NotADirectory.into(),
            ));
        }
        if house.folder.database().exists() {
            return Err(already(&house));
        }
        if self.database.is_some() && house.folder.settings().exists() && named != self.database {
            return Err(settings_say_otherwise(&house));
        }
        house.folder.make()?;
        let Some(lock) = house.folder.try_lock()? else {
            return Err(already(&house));
        };
        let outcome = self.found(&house).await;
        if outcome.is_err() && made {
            // A disk or server that fails leaves no half newspaper behind. What somebody else put there stays: only
            // the holder of the lock takes away, and only what is empty.
            house.folder.unmake();
        }
        drop(lock);
        outcome?;
        self.say_what_next(at);
        Ok(())
    }

    /// Says what does not fit before anything is made.
    fn fits(&self) -> Result<()> {
        words::line("title", &self.title, NAME_CHARS_MAX)?;
        if let Some(network) = &self.network {
            words::line("network", network, NAME_CHARS_MAX)?;
        }
        words::slug("key", &key_of(&words::host(&self.host)?))?;
        words::title_language(&self.language)?;
        if let Some(zone) = &self.zone
            && TimeZone::get(zone).is_err()
        {
            return Err(Refusal::Unfit {
                field: "zone",
                value: zone.clone(),
                wants: "Europe/Rome",
            }
            .into());
        }
        Ok(())
    }

    async fn found(&self, house: &House) -> Result<()> {
        if house.folder.database().exists() {
            // Somebody was quicker: the record came between the first look and the lock.
            return Err(already(house));
        }
        let signed = house.folder.has_signed();
        let opened = house.writing().await;
        let paper = match opened {
            Ok(paper) => paper,
            Err(failure) => {
                forget_record(house);
                return Err(failure);
            }
        };
        let mut session = paper.read().await?;
        let there = network::find(&mut session).await?.is_some();
        drop(session);
        let outcome = if there {
            Err(already(house))
        } else if signed {
            Err(of_another(house))
        } else {
            let filled = self.fill(&paper).await;
            // Its log begins with the first title, and is signed from then on.
            house.keep_log(&paper).await;
            filled
        };
        paper.close().await;
        if outcome.is_err() && !there {
            forget_record(house);
        }
        outcome?;
        write_settings(house, self.database.as_deref())
    }

    async fn fill(&self, paper: &Paper) -> Result<()> {
        network::found(paper, self.network.as_deref().unwrap_or(&self.title)).await?;
        let by = Actor::of(paper, actor::OPERATOR).await?;
        let new = NewTitle {
            key: key_of(&self.host),
            name: self.title.clone(),
            hosts: vec![self.host.clone()],
            language: self.language.clone(),
            zone: self
                .zone
                .clone()
                .unwrap_or_else(|| zone_of(&self.language).to_owned()),
        };
        let title = titles::found(paper, &by, &new).await?;
        Ok(paper::beginning::furnish(paper, &by, title, &new).await?)
    }

    fn say_what_next(&self, at: &At) {
        let dir = self.dir.display().to_string();
        let key = key_of(&self.host);
        let founded = match at.language().starts_with("it") {
            true => format!("{} è fondata in {dir}. Ora:", self.title),
            false => format!("{} is founded in {dir}. Next:", self.title),
        };
        terminal::out(founded);
        let steps = beginning::next_steps(&key, &self.host, &self.language, Some(&dir));
        terminal::out(either(at.language(), &steps.0, &steps.1));
    }
}

/// Writes the settings' file where there is none, with the server the record is on, if it is on one.
pub(super) fn write_settings(house: &House, database: Option<&str>) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let path = house.folder.settings();
    if path.exists() {
        return Ok(());
    }
    let database = match database {
        Some(url) => format!("database = {}\n", Value::String(url.to_owned())),
        None => "# database = \"postgres://user:password@host/base\"\n".to_owned(),
    };
    let text = format!("{}{database}", include_str!("../../pages/colophon.toml"));
    let file = std::fs::File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| with_file(&path, &error))
}

/// Takes away the file of a record this command made: what a refusal leaves is a record without a title, and the next
/// try begins anew.
pub(super) fn forget_record(house: &House) {
    if house.settings.database.is_none() {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", house.folder.database().display()));
        }
    }
}

fn settings_say_otherwise(house: &House) -> Failure {
    let name = house.folder.settings().display().to_string();
    Failure::new(
        format!(
            "{name}: le impostazioni ci sono già e non indicano questo server; scrivici database = \"…\" e lascia via --database"
        ),
        format!(
            "{name}: there are settings already, and they do not name this server; write database = \"…\" into them and leave --database out"
        ),
    )
}

/// Keys and public log of a newspaper whose record is gone.
fn of_another(house: &House) -> Failure {
    let dir = house.folder.root().display();
    Failure::new(
        format!(
            "{dir} ha le chiavi o il registro pubblico di un giornale il cui archivio non c’è più: riportalo da una copia (colophon restore in una cartella nuova), o indica una cartella vuota"
        ),
        format!(
            "{dir} holds the keys or the public log of a newspaper whose record is gone: bring it back from a backup (colophon restore into a new folder), or name an empty folder"
        ),
    )
}

fn already(house: &House) -> Failure {
    let name = house.folder.root().display();
    Failure::new(
        format!(
            "{name}: qui c’è già un giornale; per un’altra testata usa colophon title add --data {name}"
        ),
        format!(
            "{name}: there is a newspaper here already; for another title use colophon title add --data {name}"
        ),
    )
}
