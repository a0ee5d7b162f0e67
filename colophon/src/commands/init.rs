//! `init`: a new network with its first title, ready to be filled.

use super::title::{key_of, zone_of};
use super::{At, article_files};
use crate::failure::{Failure, Result, with_file};
use crate::folder::Folder;
use crate::house::House;
use crate::terminal;
use clap::Args;
use exchange::article_file;
use jiff::tz::TimeZone;
use markup::Body;
use paper::reading::facts::PageRole;
use paper::sections::Under;
use paper::titles::{self, NewTitle};
use paper::words::{self, NAME_CHARS_MAX};
use paper::{Actor, Paper, Refusal, actor, network, pages, sections};
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

/// A standing page every title begins with: its address, what it is for, its text.
type Template = (&'static str, PageRole, &'static str);

const PAGES_IT: [Template; 5] = [
    (
        "chi-siamo",
        PageRole::About,
        include_str!("../../pages/it/about.md"),
    ),
    (
        "contatti",
        PageRole::Contacts,
        include_str!("../../pages/it/contacts.md"),
    ),
    (
        "privacy",
        PageRole::Privacy,
        include_str!("../../pages/it/privacy.md"),
    ),
    (
        "accessibilita",
        PageRole::Accessibility,
        include_str!("../../pages/it/accessibility.md"),
    ),
    (
        "regole",
        PageRole::Rules,
        include_str!("../../pages/it/rules.md"),
    ),
];
const PAGES_EN: [Template; 5] = [
    (
        "about",
        PageRole::About,
        include_str!("../../pages/en/about.md"),
    ),
    (
        "contacts",
        PageRole::Contacts,
        include_str!("../../pages/en/contacts.md"),
    ),
    (
        "privacy",
        PageRole::Privacy,
        include_str!("../../pages/en/privacy.md"),
    ),
    (
        "accessibility",
        PageRole::Accessibility,
        include_str!("../../pages/en/accessibility.md"),
    ),
    (
        "rules",
        PageRole::Rules,
        include_str!("../../pages/en/rules.md"),
    ),
];
/// What stands in a template for the title's name.
const NAME: &str = "TITLE";

impl Init {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let folder = Folder::at(&self.dir);
        let mut house = House::at(folder, at.place.config.as_deref())?;
        if self.database.is_some() {
            house.settings.database.clone_from(&self.database);
        }
        self.fits()?;
        let fresh = !house.folder.root().exists();
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
        house.folder.make()?;
        let outcome = self.found(&house).await;
        if outcome.is_err() && fresh {
            // A disk or server that fails leaves no half newspaper behind.
            let _ = std::fs::remove_dir_all(house.folder.root());
        }
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
        let _lock = house.folder.try_lock()?.ok_or_else(|| already(house))?;
        let paper = house.writing().await?;
        let mut session = paper.read().await?;
        let there = network::find(&mut session).await?.is_some();
        drop(session);
        let outcome = if there {
            Err(already(house))
        } else {
            self.fill(&paper).await
        };
        paper.close().await;
        if outcome.is_err() && !there && house.settings.database.is_none() {
            // What a refusal leaves is a record without a title: the next try begins anew.
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", house.folder.database().display()));
            }
        }
        outcome?;
        self.write_settings(house)
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
        let italian = self.language.starts_with("it");
        let (slug, name) = if italian {
            ("notizie", "Notizie")
        } else {
            ("news", "News")
        };
        sections::keep(paper, &by, title, slug, name, None, Under::Same).await?;
        let templates = if italian { PAGES_IT } else { PAGES_EN };
        for (slug, role, text) in templates {
            let (name, body) = read(slug, text, &self.title)?;
            pages::keep(paper, &by, title, slug, role, &name, &body).await?;
        }
        Ok(())
    }

    fn write_settings(&self, house: &House) -> Result<()> {
        use std::os::unix::fs::OpenOptionsExt;
        let path = house.folder.settings();
        if path.exists() {
            return Ok(());
        }
        let database = match &self.database {
            Some(url) => format!("database = {}\n", Value::String(url.clone())),
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

    fn say_what_next(&self, at: &At) {
        let (dir, key) = (self.dir.display(), key_of(&self.host));
        let words = if at.language().starts_with("it") {
            format!(
                "{} è fondata in {dir}. Ora:\n\
                 1. riempi la gerenza (la prima uscita la chiede):\n     colophon title set {key} --data {dir} --imprint owner=\"…\" --imprint email=\"…\"\n     colophon title show {key} --data {dir}\n\
                 2. apri gli account e da’ loro un ruolo:\n     colophon account add teresa --name \"Teresa Ghis\" --data {dir}\n     colophon account grant teresa --role director --title {key} --data {dir}\n\
                 3. pubblica:\n     colophon publish articolo.md --title {} --as teresa --data {dir}\n\
                 4. servi i lettori:\n     colophon serve --data {dir}",
                self.title, self.host
            )
        } else {
            format!(
                "{} is founded in {dir}. Next:\n\
                 1. fill the imprint (the first publication asks for it):\n     colophon title set {key} --data {dir} --imprint owner=\"…\" --imprint email=\"…\"\n     colophon title show {key} --data {dir}\n\
                 2. open accounts and give them a role:\n     colophon account add ines --name \"Ines Vidal\" --data {dir}\n     colophon account grant ines --role director --title {key} --data {dir}\n\
                 3. publish:\n     colophon publish article.md --title {} --as ines --data {dir}\n\
                 4. serve readers:\n     colophon serve --data {dir}",
                self.title, self.host
            )
        };
        terminal::out(words);
    }
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

/// A template as name and text, with the title's name in it.
fn read(slug: &str, text: &str, title: &str) -> Result<(String, Body)> {
    let file = article_file::read_in(&format!("{slug}.md"), text.as_bytes(), &TimeZone::UTC)
        .map_err(|problems| article_files::first_of(std::path::Path::new(slug), &problems))?;
    let mut body = serde_json::to_value(file.copy.body).map_err(paper::Fault::from)?;
    name_title(&mut body, title);
    let body = serde_json::from_value(body).map_err(paper::Fault::from)?;
    Ok((file.copy.headline, body))
}

fn name_title(tree: &mut Value, title: &str) {
    match tree {
        Value::String(text) if text.contains(NAME) => *text = text.replace(NAME, title),
        Value::Array(items) => items.iter_mut().for_each(|item| name_title(item, title)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| name_title(member, title)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_name_and_a_text_of_the_title() {
        for (slug, _, text) in PAGES_IT.into_iter().chain(PAGES_EN) {
            let (name, body) = read(slug, text, "The *Harbour* Gazette").expect("reads");
            assert!(!name.is_empty() && body.word_count() > 60, "{slug}: {name}");
            assert!(!body.plain_text().contains(NAME), "{slug}");
        }
    }
}
