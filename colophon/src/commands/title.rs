//! `title`: newspapers of the network.

use super::programs::Programs;
use super::{At, By, theme};
use crate::beginning;
use crate::commands::article_files;
use crate::failure::{Failure, Result};
use crate::orders::{Order, TitleChange, Titles as Deed, words};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use paper::reading::imprint::Imprint;
use paper::titles::{self, NewTitle};
use serde_json::json;
use std::path::PathBuf;

/// Largest imprint file, bytes.
const IMPRINT_BYTES_MAX: u64 = 256 * 1024;

/// Titles (newspapers) of the network: add, list, show, set
#[derive(Debug, Args)]
pub(crate) struct Titles {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: TitleDeed,
}

#[derive(Debug, Subcommand)]
enum TitleDeed {
    Add(Add),
    List(List),
    Show(Show),
    Set(Box<Set>),
}

/// Found a title
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon title add --name \"The Lagoon Observer\" --host observer.example --language en"
)]
struct Add {
    /// Masthead name
    #[arg(long, alias = "title")]
    name: String,
    /// Its hosts, the canonical one first
    #[arg(long = "host", value_name = "HOST", required = true)]
    hosts: Vec<String>,
    /// Its language (it, en, de-AT…)
    #[arg(long)]
    language: String,
    /// Its time zone [default: Europe/Rome for Italian, else UTC]
    #[arg(long)]
    zone: Option<String>,
    /// A short word for commands [default: made of the host]
    #[arg(long)]
    key: Option<String>,
}

/// List the titles
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon title list --json")]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Show what is set of a title
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon title show gazzetta")]
struct Show {
    /// Key or host
    title: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Change what is set of a title; what is not named stays
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon title set gazzetta --imprint owner=\"Cooperativa Laguna\" \\\n      --imprint registration.court=\"Tribunale di Venezia\""
)]
struct Set {
    /// Key or host
    title: String,
    /// Masthead name
    #[arg(long)]
    name: Option<String>,
    /// The line under the name
    #[arg(long)]
    motto: Option<String>,
    /// Theme
    #[arg(long)]
    theme: Option<String>,
    /// Pattern of the addresses of articles to come, for instance /{section}/{slug}
    #[arg(long, value_name = "PATTERN")]
    permalink: Option<String>,
    /// Time zone
    #[arg(long)]
    zone: Option<String>,
    /// Its hosts from now on, the canonical one first
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// Accent colour on light and on dark paper
    #[arg(long, num_args = 2, value_names = ["LIGHT", "DARK"])]
    accent: Option<Vec<String>>,
    /// Standing declaration on artificial intelligence
    #[arg(long, value_name = "TEXT")]
    ai_declaration: Option<String>,
    /// Rights line of articles that have none
    #[arg(long, value_name = "TEXT")]
    rights: Option<String>,
    /// Who may comment, and what is read first: off, held (each is read first; also `on`), open (who was approved before
    /// appears at once), desk (only members of the desk)
    #[arg(long, value_name = "WORD", value_parser = ["on", "off", "held", "open", "desk"])]
    comments: Option<String>,
    /// A particular of comments: close=14 or close=never (days), email=required, optional or off, website=on or off,
    /// hours=4 (usual wait), address-days=30, email-days=90 (how long they are kept)
    #[arg(long = "comments-set", value_name = "NAME=VALUE", value_parser = pair)]
    comments_set: Vec<(String, String)>,
    /// Whether the front shows the most read articles of the last day
    #[arg(long, value_name = "on|off", value_parser = ["on", "off"])]
    most_read: Option<String>,
    /// Whether the page of facts (/trust) tells why the gate was overridden, not only how often
    #[arg(long, value_name = "on|off", value_parser = ["on", "off"])]
    override_reasons: Option<String>,
    #[command(flatten)]
    programs: Programs,
    /// A field of the imprint, for instance owner=… or registration.number=…
    #[arg(long = "imprint", value_name = "FIELD=VALUE", value_parser = pair)]
    imprint: Vec<(String, String)>,
    /// The whole imprint, from a YAML file
    #[arg(long, value_name = "FILE")]
    imprint_file: Option<PathBuf>,
}

/// `NAME=VALUE`.
pub(super) fn pair(text: &str) -> Result<(String, String)> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err(Failure::usage(
            "si scrive NOME=VALORE",
            "it is written NAME=VALUE",
        )),
    }
}

impl Titles {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            TitleDeed::Add(add) => {
                let new = add.new_title();
                let host = new.hosts.first().cloned().unwrap_or_default();
                let data = at.place.data.as_ref().map(|dir| dir.display().to_string());
                let steps = beginning::next_steps(&new.key, &host, &new.language, data.as_deref());
                let (it, en) = (
                    format!("Fondata {}. Ora:", new.name),
                    format!("Founded {}. Next:", new.name),
                );
                let order = Order::Titles(Deed::Found(new));
                at.does_and_says(&self.by, order, &it, &en).await?;
                terminal::out(either(at.language(), &steps.0, &steps.1));
                Ok(())
            }
            TitleDeed::List(list) => list.run(at).await,
            TitleDeed::Show(show) => show.run(at).await,
            TitleDeed::Set(set) => {
                let title = set.title.clone();
                if let Some(name) = set.theme.as_deref().filter(|name| !name.is_empty()) {
                    theme::known(&at.house()?, name)?;
                }
                let order = Order::Titles(Deed::Settle {
                    title,
                    change: Box::new(set.change()?),
                });
                at.does_and_says(&self.by, order, "Fatto", "Done").await
            }
        }
    }
}

impl Add {
    fn new_title(self) -> NewTitle {
        let first = self.hosts.first().cloned().unwrap_or_default();
        NewTitle {
            key: self.key.unwrap_or_else(|| key_of(&first)),
            name: self.name,
            zone: self
                .zone
                .unwrap_or_else(|| zone_of(&self.language).to_owned()),
            hosts: self.hosts,
            language: self.language,
        }
    }
}

/// A short word made of a host: `www.gazzetta.example` is `gazzetta`.
pub(super) fn key_of(host: &str) -> String {
    let host = host.trim().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.split('.').next().unwrap_or_default().to_owned()
}

/// The zone most papers of a language are in.
pub(super) fn zone_of(language: &str) -> &'static str {
    if language.starts_with("it") {
        "Europe/Rome"
    } else {
        "UTC"
    }
}

impl List {
    async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let mut listed = Vec::new();
        for title in titles::all(&mut session).await? {
            let hosts = titles::hosts(&mut session, title.id).await?;
            if !self.json {
                terminal::out(format!(
                    "{:<16} {} · {} · {}",
                    title.key,
                    title.name,
                    title.language,
                    hosts.join(", ")
                ));
            }
            listed.push(json!({"key": title.key, "name": title.name, "language": title.language, "hosts": hosts}));
        }
        if self.json {
            terminal::json(&json!({"titles": listed}));
        }
        Ok(())
    }
}

impl Show {
    async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        let hosts = titles::hosts(&mut session, title.id).await?;
        let missing = title.imprint.missing();
        let whole = json!({
            "id": title.id, "key": title.key, "name": title.name, "motto": title.motto, "language": title.language,
            "zone": title.zone, "permalink": title.permalink, "theme": title.theme, "hosts": hosts,
            "settings": title.settings, "imprint": title.imprint, "imprint_missing": missing,
        });
        if self.json {
            terminal::json(&whole);
            return Ok(());
        }
        for (name, value) in whole.as_object().into_iter().flatten() {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            terminal::out(format!("{name:<16} {value}"));
        }
        Ok(())
    }
}

impl Set {
    fn change(self) -> Result<TitleChange> {
        if self.names_nothing() {
            return Err(Failure::usage(
                "title set vuole sapere che cosa cambia, per esempio --motto \"…\" o --imprint owner=\"…\"; che cosa c’è lo dice colophon title show",
                "title set wants to know what changes, for instance --motto \"…\" or --imprint owner=\"…\"; colophon title show tells what is set",
            ));
        }
        let mut accent = self.accent.unwrap_or_default().into_iter();
        Ok(TitleChange {
            name: self.name,
            motto: self.motto,
            zone: self.zone,
            permalink: self.permalink,
            theme: self.theme,
            hosts: (!self.hosts.is_empty()).then_some(self.hosts),
            accent: accent.next().zip(accent.next()),
            ai_declaration: self.ai_declaration,
            rights: self.rights,
            comments: self.comments,
            comment_fields: self.comments_set,
            most_read: self.most_read.map(|word| word == "on"),
            override_reasons: self.override_reasons.map(|word| word == "on"),
            programs: self.programs.change()?,
            imprint: self
                .imprint_file
                .map(|file| read_imprint(&file))
                .transpose()?,
            imprint_fields: self.imprint,
        })
    }
}

impl Set {
    fn names_nothing(&self) -> bool {
        let words = [
            &self.name,
            &self.motto,
            &self.theme,
            &self.permalink,
            &self.zone,
            &self.ai_declaration,
            &self.rights,
            &self.comments,
            &self.most_read,
            &self.override_reasons,
        ];
        words.iter().all(|word| word.is_none())
            && self.accent.is_none()
            && self.imprint_file.is_none()
            && self.hosts.is_empty()
            && self.imprint.is_empty()
            && self.comments_set.is_empty()
            && self.programs.names_nothing()
    }
}

fn read_imprint(file: &std::path::Path) -> Result<Imprint> {
    let bytes = article_files::bytes(file, IMPRINT_BYTES_MAX)?;
    let name = file.display();
    serde_saphyr::from_slice(&bytes).map_err(|error| {
        let (it, en) = crate::failure::shape(&error.to_string());
        Failure::new(format!("{name}: {it}"), format!("{name}: {en}"))
    })
}
