//! `newsroom`: where it is, and who must come in with a second factor.

use super::{At, By};
use crate::failure::{Failure, Result};
use crate::orders::{Order, People};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use paper::doors;
use paper::rights::Role;
use serde_json::json;

/// The newsroom: where it is, and who must come in with a second factor: show, set
#[derive(Debug, Args)]
pub(crate) struct Newsroom {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: NewsroomDeed,
}

#[derive(Debug, Subcommand)]
enum NewsroomDeed {
    /// Show where the newsroom is, and which roles want a second factor
    #[command(after_help = "Example:\n  colophon newsroom show")]
    Show {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Choose the newsroom’s host, and which roles want a second factor
    #[command(
        after_help = "Examples:\n  colophon newsroom set --host redazione.gazzetta.example\n  colophon newsroom set --second-factor director --second-factor publisher\n  colophon newsroom set --no-second-factor reporter\n\nPasskeys made at another host open nothing at the new one."
    )]
    Set {
        /// A host of one of the titles
        #[arg(long, required_unless_present_any = ["second_factor", "no_second_factor"])]
        host: Option<String>,
        /// A role that wants a second factor; may be said again
        #[arg(long, value_name = "ROLE", value_parser = super::people::role)]
        second_factor: Vec<Role>,
        /// A role that wants none; may be said again
        #[arg(long, value_name = "ROLE", value_parser = super::people::role)]
        no_second_factor: Vec<Role>,
    },
}

impl Newsroom {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            NewsroomDeed::Show { json } => show(at, json).await,
            NewsroomDeed::Set {
                host,
                second_factor,
                no_second_factor,
            } => {
                let both = |role: &&Role| no_second_factor.contains(*role);
                if let Some(role) = second_factor.iter().find(both) {
                    let role = role.word();
                    return Err(Failure::usage(
                        format!("{role} sta sia in --second-factor sia in --no-second-factor"),
                        format!("{role} stands in --second-factor and in --no-second-factor"),
                    ));
                }
                let host = host.map(|host| People::NewsroomHost { host });
                let factor = |wanted| move |role| People::WantFactor { role, wanted };
                let wanted = second_factor.into_iter().map(factor(true));
                let unwanted = no_second_factor.into_iter().map(factor(false));
                for order in host.into_iter().chain(wanted).chain(unwanted) {
                    at.does(&self.by, Order::People(order)).await?;
                }
                terminal::out(either(at.language(), "Fatto", "Done"));
                Ok(())
            }
        }
    }
}

async fn show(at: &At, json: bool) -> Result<()> {
    let house = at.house()?;
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let host = doors::host(&mut session).await?.unwrap_or_default();
    let address = format!("{}/newsroom/", house.reach(None).base_url(&host));
    let roles = doors::settings::factor_roles(&mut session).await?;
    let roles: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    if json {
        terminal::json(&json!({"host": host, "address": address, "second_factor": roles}));
        return Ok(());
    }
    terminal::out(address);
    let wanted = either(at.language(), "secondo fattore", "second factor");
    let none = either(
        at.language(),
        "a scelta di ciascuno",
        "as each person likes",
    );
    match roles.is_empty() {
        true => terminal::out(format!("  {wanted}: {none}")),
        false => terminal::out(format!("  {wanted}: {}", roles.join(", "))),
    }
    Ok(())
}
