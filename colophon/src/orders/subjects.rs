//! Orders about topics.

use super::{Answer, Bench, words};
use crate::failure::{Failure, Result};
use paper::id::TopicFactId;
use paper::topics::timeline::{self, NewFact};
use paper::topics::{self, Kept, Kind, merging, pinning};
use paper::{Actor, Session};
use serde::{Deserialize, Serialize};

/// A topic of a title.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Subject {
    /// Key or host of the title.
    pub(crate) title: String,
    /// Its word in addresses.
    pub(crate) slug: String,
    /// What is done with it.
    pub(crate) deed: SubjectDeed,
}

/// Deeds about a topic.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubjectDeed {
    /// Adds it, or changes what is said; the rest stays.
    Keep {
        /// Its name.
        name: String,
        /// What it is about.
        lead: Option<String>,
        /// What it is.
        kind: Option<Kind>,
        /// Words it is recognised by.
        aliases: Option<Vec<String>>,
    },
    /// Gives it another word in addresses.
    Rename {
        /// The word.
        to: String,
    },
    /// Merges it into another.
    Merge {
        /// The other's word in addresses.
        into: String,
    },
    /// Adds a fact to its timeline.
    Fact {
        /// `2024`, `2024-05` or `2024-05-17`.
        day: String,
        /// What happened.
        text: String,
        /// The article that reports it.
        article: String,
    },
    /// Takes a fact out.
    Unfact {
        /// Its id.
        fact: String,
    },
    /// Says which articles stay on top.
    Pin {
        /// They, in their order.
        articles: Vec<String>,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Subject) -> Result<Answer> {
    let paper = &bench.paper;
    let mut session = paper.read().await?;
    let Subject { title, slug, deed } = order;
    let title = words::title(&mut session, &title).await?.id;
    match deed {
        SubjectDeed::Keep {
            name,
            lead,
            kind,
            aliases,
        } => {
            drop(session);
            let kept = Kept {
                lead: lead.as_deref(),
                kind,
                aliases: aliases.as_deref(),
            };
            let id = topics::keep(paper, by, title, &slug, &name, kept).await?;
            return Ok(Answer::made(id));
        }
        SubjectDeed::Rename { to } => {
            drop(session);
            topics::rename(paper, by, title, &slug, &to).await?;
        }
        SubjectDeed::Merge { into } => {
            drop(session);
            merging::merge(paper, by, title, &slug, &into).await?;
        }
        SubjectDeed::Fact { day, text, article } => {
            let article = words::article(&mut session, &article).await?;
            drop(session);
            let fact = NewFact {
                day: &day,
                text: &text,
                article,
            };
            let id = timeline::add(paper, by, title, &slug, fact).await?;
            return Ok(Answer::made(id));
        }
        SubjectDeed::Unfact { fact } => {
            drop(session);
            let id = TopicFactId::parse(&fact).ok_or_else(|| no_fact(&fact))?;
            timeline::remove(paper, by, title, &slug, id).await?;
        }
        SubjectDeed::Pin { articles } => {
            let ids = named(session, &articles).await?;
            pinning::pin(paper, by, title, &slug, &ids).await?;
        }
    }
    Ok(Answer::default())
}

async fn named(mut session: Session, articles: &[String]) -> Result<Vec<paper::id::ArticleId>> {
    let mut ids = Vec::with_capacity(articles.len());
    for word in articles {
        ids.push(words::article(&mut session, word).await?);
    }
    Ok(ids)
}

fn no_fact(word: &str) -> Failure {
    Failure::new(
        format!("{word} non è l’id di un fatto; li elenca colophon topic show"),
        format!("{word} is not the id of a fact; colophon topic show lists them"),
    )
}
