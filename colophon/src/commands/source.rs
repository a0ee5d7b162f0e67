//! `source`: what a title has rested its facts on before, ready to be put into the next article file.

use super::At;
use super::section::OfTitle;
use crate::failure::Result;
use crate::orders::words;
use crate::terminal;
use clap::{Args, Subcommand};
use paper::copy::Source;
use paper::sources;
use serde_json::{Value, json};

/// Sources a title has used: list
#[derive(Debug, Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    deed: SourceDeed,
}

#[derive(Debug, Subcommand)]
enum SourceDeed {
    /// List the sources a title has used, the most used first, as lines for the front matter
    #[command(after_help = "Example:\n  colophon source list --title gazzetta")]
    List(OfTitle),
}

impl Sources {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let SourceDeed::List(of) = self.deed;
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &of.title).await?;
        let known = sources::known(&mut session, title.id).await?;
        let fields = known.iter().map(fields).collect::<Result<Vec<Value>>>()?;
        if of.json {
            terminal::json(&json!({"sources": fields}));
        } else {
            // A line of JSON is a line of YAML.
            fields
                .iter()
                .for_each(|source| terminal::out(format!("- {source}")));
        }
        Ok(())
    }
}

/// The fields of a source as an article file has them, without those that say nothing.
fn fields(source: &Source) -> Result<Value> {
    Ok(serde_json::to_value(source).map_err(paper::Fault::from)?)
}
