//! `live`: an entry more of live coverage, and its end.

use super::article_files::{self, Album};
use super::publish::overrides;
use super::title::pair;
use super::{At, By, instant};
use crate::failure::Result;
use crate::house::House;
use crate::orders::{Changing, Order, words};
use clap::{Args, Subcommand};
use paper::articles;
use paper::articles::coverage::NewEntry;
use paper::titles::{self, Title};
use std::path::PathBuf;

/// Live coverage: dated entries of an article of the kind `live`
#[derive(Debug, Args)]
pub(crate) struct Live {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Box<Add>),
    Close(Close),
}

/// Add an entry to published live coverage; readers have it at once
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon live add /2026/11/23/piena --as ines --headline \"Chiuso il ponte\" --key \\\n      --text \"La polizia locale ha chiuso il ponte a tutti.\""
)]
struct Add {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// The text of the entry, as Markdown
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["file", "headline"])]
    text: Option<String>,
    /// The entry from an article file, with its headline and pictures
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// Its headline
    #[arg(long, value_name = "TEXT")]
    headline: Option<String>,
    /// It is one of the key points, shown above all entries
    #[arg(long)]
    key: bool,
    /// When it was, if not now: an instant, or local time of the title
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Who signs it, if not those who sign the article; may be given several times
    #[arg(long = "by", value_name = "NAME")]
    signed: Vec<String>,
    /// The oldest entry comes first: said with the first two, the others follow
    #[arg(long)]
    oldest_first: bool,
    /// Set a block of the gate aside, with the reason; may be given several times
    #[arg(long = "override", value_name = "CODE=REASON", value_parser = pair)]
    overrides: Vec<(String, String)>,
}

/// End live coverage: the article becomes news, with all its entries
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon live close /2026/11/23/piena --as ines --standfirst \"Il colmo è passato, nessun ferito\""
)]
struct Close {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// Its standfirst from now on
    #[arg(long, value_name = "TEXT")]
    standfirst: Option<String>,
    /// What readers are told
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// Set a block of the gate aside, with the reason; may be given several times
    #[arg(long = "override", value_name = "CODE=REASON", value_parser = pair)]
    overrides: Vec<(String, String)>,
}

impl Live {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.command {
            Command::Add(add) => add.run(at).await,
            Command::Close(close) => close.run(at).await,
        }
    }
}

impl Add {
    async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        let title = home(&house, &self.article).await?;
        let zone = title.time_zone();
        let mut entry = NewEntry {
            title: self.headline.unwrap_or_default(),
            key: self.key,
            by: self.signed,
            at: self.at.map(|at| instant(&at, &zone)).transpose()?,
            oldest_first: self.oldest_first,
            overrides: overrides(self.overrides),
            ..NewEntry::default()
        };
        let mut hand = house.hand(&self.by.account);
        if let Some(path) = &self.file {
            let mut file = article_files::read_or_refuse(path, &zone)?.without_furniture();
            Album::default()
                .add(&mut hand, &title.key, path, &mut file)
                .await?;
            if entry.title.is_empty() {
                entry.title = file.copy.headline;
            }
            entry.body = file.copy.body;
        }
        if let Some(text) = &self.text {
            entry.body = paper::words::whole(markup::markdown::read(text))?;
        }
        let order = Changing::Entry {
            article: self.article,
            entry: Box::new(entry),
        };
        let outcome = hand.does(Order::Changing(order)).await;
        hand.rests().await;
        at.says(&outcome?, "Aggiunto", "Added");
        Ok(())
    }
}

impl Close {
    async fn run(self, at: &At) -> Result<()> {
        let order = Changing::Close {
            article: self.article,
            standfirst: self.standfirst,
            note: self.note,
            overrides: overrides(self.overrides),
        };
        at.does_and_says(&self.by, Order::Changing(order), "Chiuso", "Closed")
            .await
    }
}

/// The title an article was filed for.
pub(super) async fn home(house: &House, article: &str) -> Result<Title> {
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let id = words::article(&mut session, article).await?;
    let home = articles::find(&mut session, id).await?.home;
    Ok(titles::by_id(&mut session, home).await?)
}
