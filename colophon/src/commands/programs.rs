//! What `title set` sets of feeds and of the files programs read.

use super::title::pair;
use crate::commands::article_files;
use crate::failure::{Failure, Result};
use crate::orders::ProgramsChange;
use clap::Args;
use paper::discovery::Machines;
use paper::reading::feeds::FeedText;
use std::path::PathBuf;

/// Largest `ads.txt`, bytes.
const ADS_BYTES_MAX: u64 = 256 * 1024;
/// The word that empties a list.
const NONE: &str = "none";

#[derive(Debug, Args)]
#[command(next_help_heading = "What programs read")]
pub(super) struct Programs {
    /// How much of an article stands in feeds
    #[arg(long, value_name = "full|summary", value_parser = ["full", "summary"])]
    feeds: Option<String>,
    /// A WebSub hub that is told of every change; all of them at once, or none
    #[arg(long = "hub", value_name = "URL|none")]
    hubs: Vec<String>,
    /// A profile elsewhere; all of them at once, or none
    #[arg(long = "social", value_name = "NAME=URL|none")]
    social: Vec<String>,
    /// What programs that learn from texts may do: robots.txt, tdmrep.json, headers and trust.txt say so
    #[arg(long, value_name = "allow|no-training|no-ai", value_parser = Machines::ALL.map(Machines::word))]
    machines: Option<String>,
    /// A line of trust.txt: member, belongto, control, controlledby, vendor, customer, disclosure or contact; all of them at once, or none
    #[arg(long = "trust", value_name = "WORD=URL|none")]
    trust: Vec<String>,
    /// Where to tell of a weakness, for security.txt [default: the imprint's e-mail]; all of them at once, or none
    #[arg(long = "security", value_name = "MAIL|URL|none")]
    security: Vec<String>,
    /// The lines of ads.txt, from a file; an empty one says that nobody sells the title's space
    #[arg(long, value_name = "FILE")]
    ads_file: Option<PathBuf>,
}

impl Programs {
    pub(super) fn names_nothing(&self) -> bool {
        let lists = [&self.hubs, &self.social, &self.trust, &self.security];
        lists.iter().all(|list| list.is_empty())
            && self.feeds.is_none()
            && self.machines.is_none()
            && self.ads_file.is_none()
    }

    pub(super) fn change(self) -> Result<ProgramsChange> {
        Ok(ProgramsChange {
            feeds: self.feeds.map(|word| match word.as_str() {
                "summary" => FeedText::Summary,
                _ => FeedText::Full,
            }),
            hubs: list(self.hubs),
            social: pairs("--social", self.social)?,
            machines: self.machines.as_deref().and_then(Machines::parse),
            trust: pairs("--trust", self.trust)?,
            security: list(self.security),
            ads: self.ads_file.map(|file| lines(&file)).transpose()?,
        })
    }
}

/// What was given, if anything was; `none` alone is an empty list.
fn list(given: Vec<String>) -> Option<Vec<String>> {
    match given.as_slice() {
        [] => None,
        [word] if word == NONE => Some(Vec::new()),
        _ => Some(given),
    }
}

fn pairs(flag: &str, given: Vec<String>) -> Result<Option<Vec<(String, String)>>> {
    let Some(given) = list(given) else {
        return Ok(None);
    };
    let pairs: std::result::Result<Vec<_>, _> = given.iter().map(|text| pair(text)).collect();
    pairs.map(Some).map_err(|_| {
        Failure::new(
            format!("{flag} vuole NOME=INDIRIZZO, oppure none"),
            format!("{flag} wants NAME=URL, or none"),
        )
    })
}

fn lines(file: &std::path::Path) -> Result<Vec<String>> {
    let bytes = article_files::bytes(file, ADS_BYTES_MAX)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let name = file.display();
        Failure::new(
            format!("{name}: non è testo UTF-8"),
            format!("{name}: it is not UTF-8 text"),
        )
    })?;
    Ok(text.lines().map(str::to_owned).collect())
}
