//! `topic`: the subjects of a title, the words they are recognised by, their timelines.

use super::section::{OfTitle, One, Part, base, list};
use super::{At, By};
use crate::failure::Result;
use crate::orders::{Order, Subject, SubjectDeed, words};
use clap::{Args, Subcommand, ValueEnum};
use paper::topics::{self, Kind, pinning, timeline};
use serde_json::{Value, json};

/// Topics of a title: add, list, show, rename, merge, timeline, what stands on top
#[derive(Debug, Args)]
pub(crate) struct Topics {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// Add a topic, or change the one with this slug: what is not said stays
    #[command(
        after_help = "Examples:\n  colophon topic add traghetti \"Traghetti\" --title gazzetta\n  colophon topic add kim \"Kim Jong-un\" --kind person --alias Kim --alias \"Kim Jong Un\" --title gazzetta"
    )]
    Add {
        #[command(flatten)]
        part: Part,
        /// What it is
        #[arg(long, value_enum)]
        kind: Option<What>,
        /// A word it is recognised by besides its name; may be given several times, and replaces those before
        #[arg(long = "alias", value_name = "WORD")]
        aliases: Vec<String>,
    },
    /// List the topics of a title
    #[command(after_help = "Example:\n  colophon topic list --title gazzetta")]
    List(OfTitle),
    /// Show a topic: its address, what it is about, its words, its timeline
    #[command(after_help = "Example:\n  colophon topic show traghetti --title gazzetta")]
    Show(One),
    /// Give a topic another word in addresses; the one before leads there for ever
    #[command(
        after_help = "Example:\n  colophon topic rename traghetti traghetti-e-battelli --title gazzetta"
    )]
    Rename {
        #[command(flatten)]
        of: Of,
        /// The new word
        to: String,
    },
    /// Merge a topic into another: articles, words, timeline and address are the other's from now on
    #[command(after_help = "Example:\n  colophon topic merge battelli traghetti --title gazzetta")]
    Merge {
        #[command(flatten)]
        of: Of,
        /// Slug of the other
        into: String,
    },
    /// Add a dated fact to the timeline, with the article that reports it
    #[command(
        after_help = "Example:\n  colophon topic fact traghetti 2024-05 \"Parte il cantiere\" --article 0192… --title gazzetta"
    )]
    Fact {
        #[command(flatten)]
        of: Of,
        /// When: 2024, 2024-05 or 2024-05-17
        day: String,
        /// What happened
        text: String,
        /// Id or address of the article
        #[arg(long)]
        article: String,
    },
    /// Take a fact out of the timeline
    #[command(after_help = "Example:\n  colophon topic unfact traghetti 0192… --title gazzetta")]
    Unfact {
        #[command(flatten)]
        of: Of,
        /// Id of the fact, as colophon topic show has it
        fact: String,
    },
    /// Say which articles stay on top of the page, in this order; of a dossier, which parts come first
    #[command(after_help = "Example:\n  colophon topic pin traghetti 0192… 0193… --title gazzetta")]
    Pin {
        #[command(flatten)]
        of: Of,
        /// Ids or addresses of the articles
        articles: Vec<String>,
    },
}

/// A topic that is there.
#[derive(Debug, Args)]
struct Of {
    /// Its word in addresses
    slug: String,
    /// Key or host of the title
    #[arg(long)]
    title: String,
}

/// What a topic is.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    Subject,
    Person,
    Place,
    Organisation,
    Dossier,
}

impl From<What> for Kind {
    fn from(what: What) -> Kind {
        match what {
            What::Subject => Kind::Subject,
            What::Person => Kind::Person,
            What::Place => Kind::Place,
            What::Organisation => Kind::Organisation,
            What::Dossier => Kind::Dossier,
        }
    }
}

impl Topics {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let (of, deed) = match self.deed {
            Deed::Add {
                part,
                kind,
                aliases,
            } => {
                let of = Of {
                    slug: part.slug,
                    title: part.title,
                };
                let deed = SubjectDeed::Keep {
                    name: part.name.or(part.named).unwrap_or_default(),
                    lead: part.lead,
                    kind: kind.map(Kind::from),
                    aliases: (!aliases.is_empty()).then_some(aliases),
                };
                (of, deed)
            }
            Deed::List(of) => return all(at, &of).await,
            Deed::Show(one) => return show(at, &one).await,
            Deed::Rename { of, to } => (of, SubjectDeed::Rename { to }),
            Deed::Merge { of, into } => (of, SubjectDeed::Merge { into }),
            Deed::Fact {
                of,
                day,
                text,
                article,
            } => (of, SubjectDeed::Fact { day, text, article }),
            Deed::Unfact { of, fact } => (of, SubjectDeed::Unfact { fact }),
            Deed::Pin { of, articles } => (of, SubjectDeed::Pin { articles }),
        };
        let order = Subject {
            title: of.title,
            slug: of.slug,
            deed,
        };
        at.does_and_says(&self.by, Order::Subjects(order), "Fatto", "Done")
            .await
    }
}

async fn all(at: &At, of: &OfTitle) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let title = words::title(&mut session, &of.title).await?;
    let all = topics::all(&mut session, title.id).await?;
    let lines = all.into_iter().map(|topic| (topic.slug, topic.name, None));
    list(of, "topics", lines);
    Ok(())
}

async fn show(at: &At, one: &One) -> Result<()> {
    let house = at.house()?;
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let title = words::title(&mut session, &one.of.title).await?;
    let topic = topics::topic(&mut session, title.id, &one.slug).await?;
    let facts = timeline::facts(&mut session, topic.id).await?;
    let line = |fact: &timeline::Fact| -> Value {
        match one.of.json {
            true => {
                json!({"id": fact.id, "day": fact.day, "text": fact.text, "article": fact.article})
            }
            false => json!(format!("{} {} ({})", fact.day, fact.text, fact.id)),
        }
    };
    let timeline: Vec<Value> = facts.iter().map(line).collect();
    let parts = match topic.kind {
        Kind::Dossier => pinning::parts(&mut session, topic.id).await?,
        _ => Vec::new(),
    };
    let parts: Vec<_> = parts.into_iter().map(|(_, article)| article).collect();
    let base = base(&house, &mut session, &title).await?;
    let whole = json!({
        "id": topic.id, "title": title.key, "slug": topic.slug, "name": topic.name, "lead": topic.lead,
        "kind": topic.kind.word(), "aliases": topics::aliases(&mut session, topic.id).await?,
        "timeline": timeline, "pinned": pinning::pinned(&mut session, topic.id).await?, "parts": parts,
        "url": format!("{base}/topics/{}", topic.slug),
    });
    one.of.tell(&whole);
    Ok(())
}
