//! `theme`: what titles can look like.

use super::At;
use crate::failure::{Failure, Result};
use crate::house::House;
use crate::terminal;
use clap::{Args, Subcommand};
use paper::titles;
use press::{BUILT_IN, Press, ThemeFault};
use serde_json::json;
use std::collections::BTreeSet;

/// Themes: list, show, check
#[derive(Debug, Args)]
pub(crate) struct Themes {
    #[command(subcommand)]
    deed: ThemeDeed,
}

#[derive(Debug, Subcommand)]
enum ThemeDeed {
    /// List the themes built in and those in the data folder
    #[command(after_help = "Example:\n  colophon theme list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a theme: its colours, its own files, the themes under it, the titles printed with it
    #[command(after_help = "Example:\n  colophon theme show broadsheet")]
    Show {
        /// Its name
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read a theme and say what is wrong with it
    #[command(after_help = "Example:\n  colophon theme check laguna --data /srv/gazzetta")]
    Check {
        /// Its name: that of its folder in DIR/themes
        name: String,
    },
}

impl Themes {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        match self.deed {
            ThemeDeed::List { json } => {
                let names = names(&house);
                if json {
                    terminal::json(&json!({"themes": names}));
                } else {
                    names.iter().for_each(terminal::out);
                }
                Ok(())
            }
            ThemeDeed::Show { name, json } => show(&house, &name, json).await,
            ThemeDeed::Check { name } => {
                check(&house, &name)?;
                terminal::out(format!("{name}: ok"));
                Ok(())
            }
        }
    }
}

fn names(house: &House) -> BTreeSet<String> {
    let own = std::fs::read_dir(house.folder.themes())
        .into_iter()
        .flatten()
        .flatten();
    let own = own
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok());
    BUILT_IN
        .iter()
        .map(|name| (*name).to_owned())
        .chain(own)
        .collect()
}

async fn show(house: &House, name: &str, json: bool) -> Result<()> {
    let press = press_of(house, name)?;
    let about = press
        .about_theme(name)
        .map_err(|fault| told(&fault, name))?;
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let titles: Vec<String> = titles::all(&mut session)
        .await?
        .into_iter()
        .filter(|title| title.theme == name)
        .map(|title| title.key)
        .collect();
    let mut whole = json!(about);
    whole["titles"] = json!(titles);
    terminal::whole(json, &whole);
    Ok(())
}

/// Says what is wrong with a theme of this installation, if anything.
pub(super) fn check(house: &House, name: &str) -> Result<()> {
    let press = press_of(house, name)?;
    press.check_theme(name).map_err(|fault| told(&fault, name))
}

/// Refuses what is no theme of this installation.
pub(super) fn known(house: &House, name: &str) -> Result<()> {
    let known = names(house);
    if known.contains(name) {
        return Ok(());
    }
    let all = known.into_iter().collect::<Vec<_>>().join(", ");
    Err(Failure::new(
        format!("non trovo il tema «{name}»; ci sono: {all}"),
        format!("there is no theme “{name}”; there are: {all}"),
    ))
}

/// A press that reads the themes of this installation, where this is one of them.
fn press_of(house: &House, name: &str) -> Result<Press> {
    known(house, name)?;
    Ok(Press::new(press::Settings {
        themes: Some(house.folder.themes()),
        live_reload: false,
    }))
}

fn told(fault: &ThemeFault, name: &str) -> Failure {
    let words = fault.to_string();
    Failure::new(words.clone(), words).about(name)
}
