//! `section`: the sections of a title, and what commands about its other parts share.

use super::{At, By};
use crate::failure::Result;
use crate::house::House;
use crate::orders::{Order, Titles as Deed, words};
use crate::terminal;
use clap::{Args, Subcommand};
use paper::titles::{self, Title};
use paper::{Session, sections};
use serde_json::{Value, json};

/// Sections of a title: add, list, show
#[derive(Debug, Args)]
pub(crate) struct Sections {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: SectionDeed,
}

#[derive(Debug, Subcommand)]
enum SectionDeed {
    /// Add a section, or change the one with this slug: what is not said stays
    #[command(
        after_help = "Example:\n  colophon section add isole \"Isole\" --title gazzetta --under cronaca"
    )]
    Add {
        #[command(flatten)]
        part: Part,
        /// Slug of the section above it
        #[arg(long, value_name = "SLUG")]
        under: Option<String>,
        /// Put it on the first level
        #[arg(long, conflicts_with = "under")]
        top: bool,
    },
    /// List the sections of a title
    #[command(after_help = "Example:\n  colophon section list --title gazzetta")]
    List(OfTitle),
    /// Show a section: its address, what it is about, what it stands under and what stands under it
    #[command(after_help = "Example:\n  colophon section show cronaca --title gazzetta")]
    Show(One),
}

/// A standing part.
#[derive(Debug, Args)]
pub(super) struct Part {
    /// Its word in addresses (a–z, 0–9, hyphen)
    pub(super) slug: String,
    /// Its name
    #[arg(required_unless_present = "named")]
    pub(super) name: Option<String>,
    /// Its name, for who writes it as other commands do
    #[arg(
        long = "name",
        id = "named",
        value_name = "NAME",
        conflicts_with = "name",
        hide = true
    )]
    pub(super) named: Option<String>,
    /// Key or host of the title
    #[arg(long)]
    pub(super) title: String,
    /// What it is about
    #[arg(long)]
    pub(super) lead: Option<String>,
}

/// A standing part that is there.
#[derive(Debug, Args)]
pub(super) struct One {
    /// Its word in addresses
    pub(super) slug: String,
    #[command(flatten)]
    pub(super) of: OfTitle,
}

/// Which title.
#[derive(Debug, Args)]
pub(super) struct OfTitle {
    /// Key or host of the title
    #[arg(long)]
    pub(super) title: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl Sections {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            SectionDeed::Add {
                part:
                    Part {
                        slug,
                        name,
                        named,
                        title,
                        lead,
                    },
                under,
                top,
            } => {
                let order = Deed::Section {
                    title,
                    slug,
                    name: name.or(named).unwrap_or_default(),
                    lead,
                    parent: under,
                    top,
                };
                at.does_and_says(&self.by, Order::Titles(order), "Fatto", "Done")
                    .await
            }
            SectionDeed::List(of) => {
                let paper = at.house()?.reading().await?;
                let mut session = paper.read().await?;
                let title = words::title(&mut session, &of.title).await?;
                let all = sections::all(&mut session, title.id).await?;
                let above = |section: &sections::Section| {
                    all.iter()
                        .find(|other| Some(other.id) == section.parent)
                        .map(|other| other.slug.clone())
                };
                let lines = all
                    .iter()
                    .map(|section| (section.slug.clone(), section.name.clone(), above(section)));
                list(&of, "sections", lines);
                Ok(())
            }
            SectionDeed::Show(one) => show_section(at, &one).await,
        }
    }
}

async fn show_section(at: &At, one: &One) -> Result<()> {
    let house = at.house()?;
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let title = words::title(&mut session, &one.of.title).await?;
    let section = sections::section(&mut session, title.id, &one.slug).await?;
    let all = sections::all(&mut session, title.id).await?;
    let above = all.iter().find(|other| Some(other.id) == section.parent);
    let below: Vec<&str> = all
        .iter()
        .filter(|other| other.parent == Some(section.id))
        .map(|other| other.slug.as_str())
        .collect();
    let base = base(&house, &mut session, &title).await?;
    let whole = json!({
        "id": section.id, "title": title.key, "slug": section.slug, "name": section.name, "lead": section.lead,
        "under": above.map(|above| &above.slug), "sections": below, "url": format!("{base}/{}", section.slug),
    });
    one.of.tell(&whole);
    Ok(())
}

/// Where a title is read: the address its pages' paths follow.
pub(super) async fn base(house: &House, session: &mut Session, title: &Title) -> Result<String> {
    let hosts = titles::hosts(session, title.id).await?;
    let host = hosts.into_iter().next().unwrap_or_default();
    Ok(house.reach(None).base_url(&host))
}

impl OfTitle {
    /// Prints what one thing of the title is.
    pub(super) fn tell(&self, whole: &Value) {
        terminal::whole(self.json, whole);
    }
}

pub(super) fn list(
    of: &OfTitle,
    what: &str,
    lines: impl Iterator<Item = (String, String, Option<String>)>,
) {
    let mut listed = Vec::new();
    for (slug, name, above) in lines {
        if of.json {
            listed.push(json!({"slug": slug, "name": name, "under": above}));
        } else {
            let above = above.map(|above| format!(" ({above})")).unwrap_or_default();
            terminal::out(format!("{slug:<24} {name}{above}"));
        }
    }
    if of.json {
        terminal::json(&json!({what: listed}));
    }
}
