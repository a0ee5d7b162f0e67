//! `place`, `link`, `pin`: where an article stands.

use super::{At, By, one_of};
use crate::failure::Result;
use crate::orders::{Order, Standing};
use clap::Args;
use paper::articles::content::Class;
use paper::articles::placing::Placing;
use paper::fronts::Slot;

/// Place an article on a title, change how it appears there, or take it off
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon place /2026/11/23/traghetto --title observer --section news --headline \"Ferry stops\" --as harriet"
)]
pub(crate) struct Place {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// Host or key of the title
    #[arg(long, value_name = "HOST")]
    title: String,
    /// Section there
    #[arg(long, value_name = "SLUG")]
    section: Option<String>,
    /// Its own headline there; empty for the article's
    #[arg(long, value_name = "TEXT")]
    headline: Option<String>,
    /// The last part of its address there
    #[arg(long)]
    slug: Option<String>,
    /// A topic of that title; may be given several times
    #[arg(long = "topic", value_name = "SLUG")]
    topics: Vec<String>,
    /// Whether readers may comment there
    #[arg(long, value_name = "on|off", value_parser = ["on", "off"])]
    comments: Option<String>,
    /// Where readers have met another headline there: the class of the change
    #[arg(long, value_name = "CLASS", value_parser = ["typo", "style", "update", "correction", "clarification"])]
    class: Option<String>,
    /// What readers are told of that change
    #[arg(
        long,
        value_name = "TEXT",
        requires = "class",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// Take it off that title
    #[arg(long, conflicts_with_all = ["section", "headline", "slug", "topics", "comments", "class", "note"])]
    off: bool,
}

/// Say that two articles are translations of each other
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon link /2026/11/23/traghetto https://observer.example/2026/11/23/ferry --as teresa"
)]
pub(crate) struct Link {
    #[command(flatten)]
    by: By,
    /// One article: its id or address
    article: String,
    /// The other
    other: String,
}

/// Pin an article to a place of a title's front, or free the place
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon pin /2026/11/23/traghetto --title gazzetta --slot lead --until 2026-11-24T12:00 --as teresa\n  colophon pin --off --title gazzetta --slot lead --as teresa"
)]
pub(crate) struct Pin {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    #[arg(required_unless_present = "off", conflicts_with = "off")]
    article: Option<String>,
    /// Host or key of the title
    #[arg(long, value_name = "HOST")]
    title: String,
    /// lead, secondary or featured
    #[arg(long, value_parser = slot)]
    slot: Slot,
    /// Which place of the slot, from 0
    #[arg(long, default_value_t = 0)]
    position: u32,
    /// Until when: local time, or with offset [default: until something else is pinned there]
    #[arg(long, value_name = "TIME", conflicts_with = "off")]
    until: Option<String>,
    /// Free the place
    #[arg(long)]
    off: bool,
}

fn slot(word: &str) -> Result<Slot> {
    Slot::parse(word).ok_or_else(|| {
        let all: Vec<&str> = Slot::ALL.iter().map(|slot| slot.word()).collect();
        one_of(&all)
    })
}

impl Place {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let Place {
            by,
            article,
            title,
            section,
            headline,
            slug,
            topics,
            comments,
            class,
            note,
            off,
        } = self;
        if off {
            let order = Standing::Displace { article, title };
            return at
                .does_and_says(&by, Order::Standing(order), "Tolto", "Taken off")
                .await;
        }
        let topics = (!topics.is_empty()).then_some(topics);
        let comments = comments.map(|word| word == "on");
        let placing = Placing {
            section,
            headline,
            slug,
            topics,
            comments,
            class: class.as_deref().and_then(Class::parse),
            note,
        };
        let order = Standing::Place {
            article,
            title,
            placing,
        };
        at.does_and_says(&by, Order::Standing(order), "Collocato", "Placed")
            .await
    }
}

impl Link {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Standing::Link {
            article: self.article,
            other: self.other,
        };
        at.does_and_says(&self.by, Order::Standing(order), "Collegati", "Linked")
            .await
    }
}

impl Pin {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let Pin {
            by,
            article,
            title,
            slot,
            position,
            until,
            ..
        } = self;
        let Some(article) = article else {
            let order = Standing::Unpin {
                title,
                slot,
                position,
            };
            return at
                .does_and_says(&by, Order::Standing(order), "Posto liberato", "Place freed")
                .await;
        };
        let until = match until {
            Some(text) => Some(at.moment_for(&article, &text).await?),
            None => None,
        };
        let order = Standing::Pin {
            article,
            title,
            slot,
            position,
            until,
        };
        at.does_and_says(&by, Order::Standing(order), "Fissato in prima", "Pinned")
            .await
    }
}
