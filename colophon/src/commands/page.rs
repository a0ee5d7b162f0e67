//! `page`: the standing pages of a title.

use super::article_files::Album;
use super::section::OfTitle;
use super::{At, By, article_files, one_of};
use crate::failure::Result;
use crate::orders::{Order, Titles as Deed, words};
use crate::terminal;
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use paper::pages;
use paper::reading::facts::PageRole;
use serde_json::json;
use std::path::PathBuf;

/// Standing pages of a title (about, contacts, privacy…): add, list, show
#[derive(Debug, Args)]
pub(crate) struct Pages {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: PageDeed,
}

#[derive(Debug, Subcommand)]
enum PageDeed {
    /// Write a standing page, new or again, from a Markdown or HTML file; its first heading is its name
    #[command(
        after_help = "Example:\n  colophon page add chi-siamo pagine/chi-siamo.md --title gazzetta --role about"
    )]
    Add {
        /// The word in its address
        slug: String,
        /// The text
        file: PathBuf,
        /// Key or host of the title
        #[arg(long)]
        title: String,
        /// about, contacts, privacy, accessibility, rules, comments, ethics, corrections, fact_checking, unnamed_sources,
        /// feedback, diversity, mission, masthead, ownership, bylines or other
        #[arg(long, default_value = "other", value_parser = role)]
        role: PageRole,
        /// Its name, if not the first heading
        #[arg(long)]
        name: Option<String>,
    },
    /// List the standing pages of a title
    #[command(after_help = "Example:\n  colophon page list --title gazzetta")]
    List(OfTitle),
    /// Show a standing page
    #[command(after_help = "Example:\n  colophon page show privacy --title gazzetta")]
    Show {
        /// The word in its address
        slug: String,
        #[command(flatten)]
        of: OfTitle,
    },
}

fn role(word: &str) -> Result<PageRole> {
    serde_json::from_value(json!(word)).map_err(|_| {
        one_of(&[
            "about",
            "contacts",
            "privacy",
            "accessibility",
            "rules",
            "comments",
            "ethics",
            "corrections",
            "fact_checking",
            "unnamed_sources",
            "feedback",
            "diversity",
            "mission",
            "masthead",
            "ownership",
            "bylines",
            "other",
        ])
    })
}

impl Pages {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            PageDeed::Add {
                slug,
                file,
                title,
                role,
                name,
            } => {
                let mut read = article_files::read_or_refuse(&file, &TimeZone::UTC)?;
                let house = at.house()?;
                let mut hand = house.hand(&self.by.account);
                let added = Album::default()
                    .add(&mut hand, &title, &file, &mut read)
                    .await;
                let outcome = match added {
                    Ok(()) => {
                        let order = Deed::Page {
                            title,
                            slug,
                            role,
                            name: name.unwrap_or(read.copy.headline),
                            body: read.copy.body,
                        };
                        hand.does(Order::Titles(order)).await
                    }
                    Err(failure) => Err(failure),
                };
                hand.rests().await;
                at.says(&outcome?, "Fatto", "Done");
                Ok(())
            }
            PageDeed::List(of) => list(at, of).await,
            PageDeed::Show { slug, of } => show(at, &slug, of).await,
        }
    }
}

async fn list(at: &At, of: OfTitle) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let title = words::title(&mut session, &of.title).await?;
    let mut listed = Vec::new();
    for page in pages::all(&mut session, title.id).await? {
        if of.json {
            listed.push(json!({"slug": page.slug, "role": page.role, "name": page.name, "changed_at": page.changed_at}));
        } else {
            terminal::out(format!(
                "/{:<23} {} · {}",
                page.slug, page.name, page.changed_at
            ));
        }
    }
    if of.json {
        terminal::json(&json!({"pages": listed}));
    }
    Ok(())
}

async fn show(at: &At, slug: &str, of: OfTitle) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let title = words::title(&mut session, &of.title).await?;
    let page = pages::page(&mut session, title.id, slug).await?;
    if of.json {
        terminal::json(
            &json!({"slug": page.slug, "role": page.role, "name": page.name, "body": page.body}),
        );
    } else {
        terminal::out(format!("{}\n\n{}", page.name, page.body.plain_text()));
    }
    Ok(())
}
