//! Orders about where an article stands: on which titles, beside which translation, where on a front.

use super::{Answer, Bench, words};
use crate::failure::Result;
use jiff::Timestamp;
use paper::articles::placing::{self, Placing};
use paper::articles::{self, translating};
use paper::fronts::{self, Slot};
use paper::id::{ArticleId, TitleId};
use paper::{Actor, Refusal, Thing, titles};
use serde::{Deserialize, Serialize};

/// Deeds on where an article stands.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Places it on a title, or changes how it appears there.
    Place {
        /// The article.
        article: String,
        /// Key or host.
        title: String,
        /// How it appears.
        placing: Placing,
    },
    /// Takes it off a title.
    Displace {
        /// The article.
        article: String,
        /// Key or host.
        title: String,
    },
    /// Says that two articles are translations of each other.
    Link {
        /// One.
        article: String,
        /// The other.
        other: String,
    },
    /// Pins it to a front.
    Pin {
        /// The article.
        article: String,
        /// Key or host.
        title: String,
        /// Where.
        slot: Slot,
        /// Which place there, from 0.
        position: u32,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// Frees a place of a front.
    Unpin {
        /// Key or host.
        title: String,
        /// Where.
        slot: Slot,
        /// Which place there, from 0.
        position: u32,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Standing) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        Standing::Place {
            article,
            title,
            placing,
        } => {
            let (id, title) = both(bench, &article, &title).await?;
            let language = words::language_of(&mut paper.read().await?, id).await?;
            let stands = placing::place(paper, by, id, title, placing)
                .await
                .map_err(|error| words::told(error, &language))?;
            let warnings: Vec<(String, String)> = stands
                .findings
                .into_iter()
                .map(|finding| (finding.code.to_owned(), finding.message))
                .collect();
            Ok(Answer {
                language: (!warnings.is_empty()).then_some(language),
                warnings,
                ..placed(bench, id).await?
            })
        }
        Standing::Displace { article, title } => {
            let (id, title) = both(bench, &article, &title).await?;
            placing::displace(paper, by, id, title).await?;
            placed(bench, id).await
        }
        Standing::Link { article, other } => {
            let (one, other) = (found(bench, &article).await?, found(bench, &other).await?);
            translating::link(paper, by, one, other).await?;
            placed(bench, one).await
        }
        Standing::Pin {
            article,
            title,
            slot,
            position,
            until,
        } => {
            let (id, title) = both(bench, &article, &title).await?;
            let mut session = paper.read().await?;
            let placements = articles::placements(&mut session, id).await?;
            drop(session);
            let placement = placements
                .into_iter()
                .find(|placement| placement.title == title)
                .ok_or(Refusal::Unknown {
                    thing: Thing::Placement,
                    name: article,
                })?;
            fronts::pin(paper, by, title, slot, position, placement.id, until).await?;
            let mut session = paper.read().await?;
            Ok(Answer {
                zone: Some(titles::by_id(&mut session, title).await?.zone),
                at: until,
                article: Some(id.to_string()),
                ..Answer::default()
            })
        }
        Standing::Unpin {
            title,
            slot,
            position,
        } => {
            let mut session = paper.read().await?;
            let title = words::title(&mut session, &title).await?.id;
            drop(session);
            fronts::unpin(paper, by, title, slot, position).await?;
            Ok(Answer::default())
        }
    }
}

async fn found(bench: &Bench, word: &str) -> Result<ArticleId> {
    let mut session = bench.paper.read().await?;
    words::article(&mut session, word).await
}

async fn both(bench: &Bench, article: &str, title: &str) -> Result<(ArticleId, TitleId)> {
    let mut session = bench.paper.read().await?;
    let title = words::title(&mut session, title).await?.id;
    Ok((words::article(&mut session, article).await?, title))
}

async fn placed(bench: &Bench, id: ArticleId) -> Result<Answer> {
    let mut session = bench.paper.read().await?;
    let mut urls = Vec::new();
    for placement in articles::placements(&mut session, id).await? {
        let host = paper::titles::hosts(&mut session, placement.title)
            .await?
            .into_iter()
            .next();
        if let (Some(host), Some(path)) = (host, &placement.path) {
            urls.push(bench.url(&host, path));
        }
    }
    Ok(Answer {
        article: Some(id.to_string()),
        urls,
        ..Answer::default()
    })
}
