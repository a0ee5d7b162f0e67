//! `search`: the index of words, and a look into it.

use super::At;
use crate::failure::{Failure, Result};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use paper::reading::search::{Outcome, Question, WORDS_BYTES_MAX};
use paper::titles;
use search::{Progress, Search};
use serde_json::json;

/// Make the index of words anew, or look for words in it
#[derive(Debug, Args)]
pub(crate) struct Searches {
    #[command(subcommand)]
    command: SearchCommand,
}

#[derive(Debug, Subcommand)]
enum SearchCommand {
    Rebuild(Rebuild),
    Find(Find),
}

/// Make the index from the whole record, also while it is served; the server takes it over when it is done
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon search rebuild --data /srv/gazzetta")]
struct Rebuild {}

/// Look for words as readers of a title do
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon search find 'argine -ponte' --title gazzetta")]
struct Find {
    /// The words; quote what has spaces in it
    words: String,
    /// The title
    #[arg(long)]
    title: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Searches {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.command {
            SearchCommand::Rebuild(command) => command.run(at).await,
            SearchCommand::Find(command) => command.run(at).await,
        }
    }
}

impl Rebuild {
    async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        let paper = house.reading().await?;
        let search = Search::in_folder(&house.folder.search());
        let articles = either(at.language(), "articoli", "articles").to_owned();
        let tell = move |Progress { done, all }: Progress| {
            terminal::out(format!("{done}/{all} {articles}"));
        };
        if !search.make(&paper, &tell).await? {
            return Err(Failure::new(
                "l’indice lo sta già rifacendo un altro processo",
                "another process is making the index already",
            ));
        }
        terminal::out(either(
            at.language(),
            "l’indice è fatto; chi serve il giornale lo prende entro pochi secondi",
            "the index is made; whoever serves the newspaper takes it over within seconds",
        ));
        Ok(())
    }
}

impl Find {
    async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        let paper = house.reading().await?;
        let search = Search::in_folder(&house.folder.search());
        search.look_at(&paper).await?;
        let mut session = paper.read().await?;
        let title = titles::named(&mut session, &self.title).await?;
        let question = Question {
            words: self.words.chars().take(WORDS_BYTES_MAX / 4).collect(),
            page: 1,
            ..Question::default()
        };
        let facts = search
            .ask(
                &mut session,
                &title,
                question,
                &house.reach(None),
                paper.now(),
            )
            .await?;
        let Outcome::Searched(found) = facts.outcome else {
            return Err(Failure::new(
                "non c’è un indice da guardare; fallo con colophon search rebuild",
                "there is no index to look at; make it with colophon search rebuild",
            ));
        };
        if self.json {
            let hits: Vec<_> = found
                .hits
                .iter()
                .map(|hit| json!({"article": hit.card.article, "path": hit.card.href, "headline": hit.card.headline}))
                .collect();
            terminal::json(&json!({"count": found.count, "hits": hits}));
            return Ok(());
        }
        for hit in &found.hits {
            terminal::out(format!("{}  {}", hit.card.href, hit.card.headline));
        }
        let count = found.count;
        terminal::out(match (at.language().starts_with("it"), count) {
            (true, 1) => "1 risultato".to_owned(),
            (true, _) => format!("{count} risultati"),
            (false, 1) => "1 result".to_owned(),
            (false, _) => format!("{count} results"),
        });
        Ok(())
    }
}
