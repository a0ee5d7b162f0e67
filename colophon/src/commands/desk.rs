//! `schedule`, `embargo`, `hold`, `release`, `spike`, `discard`: what the desk decides about a draft.

use super::{At, By, instant, local_time, publish::class};
use crate::failure::Result;
use crate::orders::{Order, Timing, words};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::DateTime;
use paper::articles::content::Class;
use paper::{articles, titles};

/// Put the draft of an article on the schedule, or take it off
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon schedule 0192… 2026-11-25T06:30 --as teresa\n  colophon schedule 0192… --off --as teresa"
)]
pub(crate) struct Schedule {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// Local date and time of its title
    #[arg(value_name = "TIME", value_parser = local_time, required_unless_present = "off")]
    time: Option<DateTime>,
    /// Take it off the schedule
    #[arg(long, conflicts_with = "time")]
    off: bool,
    /// For one that is out: typo, style, update, correction, clarification
    #[arg(long, value_parser = class, default_value = "update", hide_default_value = true)]
    class: Class,
    /// What readers are told of the change
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
}

/// Set or lift the embargo of a draft: not before this time, on any door
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon embargo 0192… 2026-11-25T06:00 --as teresa\n  colophon embargo 0192… --lift --as teresa"
)]
pub(crate) struct Embargo {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// Until when: local time of its title, or with offset
    #[arg(value_name = "TIME", required_unless_present = "lift")]
    until: Option<String>,
    /// Lift it
    #[arg(long, conflicts_with = "until")]
    lift: bool,
}

/// Stop an article from going out
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon hold 0192… --as teresa --reason \"Aspettiamo la replica del Comune\""
)]
pub(crate) struct Hold {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Let a held article go
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon release 0192… --as teresa")]
pub(crate) struct Release {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
}

/// Drop an article before publication; it can be reinstated
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon spike 0192… --as teresa --reason \"Superato dai fatti\""
)]
pub(crate) struct Spike {
    #[command(flatten)]
    by: By,
    /// The article: its id
    article: String,
    /// Why
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
}

/// Throw away the draft of a published article's next revision
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon discard /2026/11/23/traghetto --as ada")]
pub(crate) struct Discard {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
}

impl Schedule {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let (it, en) = if self.off {
            ("Tolto dal programma", "Off the schedule")
        } else {
            ("Programmato", "Scheduled")
        };
        let order = Timing::Schedule {
            article: self.article,
            local: self.time,
            class: self.class,
            note: self.note,
        };
        at.does_and_says(&self.by, Order::Timing(order), it, en)
            .await
    }
}

impl Embargo {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let until = match &self.until {
            Some(text) => Some(at.moment_for(&self.article, text).await?),
            None => None,
        };
        let order = Timing::Embargo {
            article: self.article,
            until,
        };
        let (it, en) = if self.lift {
            ("Embargo tolto", "Embargo lifted")
        } else {
            ("Embargo fino al", "Embargoed until")
        };
        at.does_and_says(&self.by, Order::Timing(order), it, en)
            .await
    }
}

impl Hold {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Timing::Hold {
            article: self.article,
            reason: self.reason,
        };
        at.does_and_says(&self.by, Order::Timing(order), "Fermo", "Held")
            .await
    }
}

impl Release {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Timing::Release {
            article: self.article,
        };
        at.does_and_says(&self.by, Order::Timing(order), "Sbloccato", "Released")
            .await
    }
}

impl Spike {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Timing::Spike {
            article: self.article,
            reason: self.reason,
        };
        at.does_and_says(&self.by, Order::Timing(order), "Scartato", "Spiked")
            .await
    }
}

impl Discard {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Timing::Discard {
            article: self.article,
        };
        at.does_and_says(
            &self.by,
            Order::Timing(order),
            "Bozza buttata",
            "Draft discarded",
        )
        .await
    }
}

impl At {
    /// A moment as typed, in the zone of an article's title.
    pub(super) async fn moment_for(&self, article: &str, text: &str) -> Result<Timestamp> {
        let paper = self.house()?.reading().await?;
        let mut session = paper.read().await?;
        let id = words::article(&mut session, article).await?;
        let home = articles::find(&mut session, id).await?.home;
        let zone = titles::by_id(&mut session, home).await?.time_zone();
        instant(text, &zone)
    }
}
