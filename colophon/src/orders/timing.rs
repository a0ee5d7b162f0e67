//! Orders about when an article goes out.

use super::{Answer, Bench, words};
use crate::failure::Result;
use jiff::Timestamp;
use jiff::civil::DateTime;
use paper::Actor;
use paper::articles::content::Class;
use paper::articles::{drafting, scheduling};
use paper::id::ArticleId;
use serde::{Deserialize, Serialize};

/// Deeds on what is not out yet.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Timing {
    /// Puts a draft on the schedule, or takes it off.
    Schedule {
        /// The article.
        article: String,
        /// Local date and time in its title's zone; `None` takes it off.
        local: Option<DateTime>,
        /// Class of the change, for one that is out already.
        class: Class,
        /// What readers are told.
        note: String,
    },
    /// Sets or lifts an embargo.
    Embargo {
        /// The article.
        article: String,
        /// Not before; `None` lifts it.
        until: Option<Timestamp>,
    },
    /// Stops it.
    Hold {
        /// The article.
        article: String,
        /// Why.
        reason: String,
    },
    /// Lets it go.
    Release {
        /// The article.
        article: String,
    },
    /// Drops it before publication.
    Spike {
        /// The article.
        article: String,
        /// Why.
        reason: String,
    },
    /// Throws away the draft of its next revision.
    Discard {
        /// The article.
        article: String,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Timing) -> Result<Answer> {
    let paper = &bench.paper;
    let (id, at) = match order {
        Timing::Schedule {
            article,
            local,
            class,
            note,
        } => {
            let id = found(bench, &article).await?;
            let mut session = paper.read().await?;
            let language = words::language_of(&mut session, id).await?;
            drop(session);
            let at = match local {
                Some(local) => {
                    let at = scheduling::schedule(paper, by, id, local, class, &note).await;
                    Some(at.map_err(|error| words::told(error, &language))?)
                }
                None => {
                    scheduling::unschedule(paper, by, id).await?;
                    None
                }
            };
            (id, at)
        }
        Timing::Embargo { article, until } => {
            let id = found(bench, &article).await?;
            scheduling::embargo(paper, by, id, until).await?;
            (id, until)
        }
        Timing::Hold { article, reason } => {
            let id = found(bench, &article).await?;
            scheduling::hold(paper, by, id, &reason).await?;
            (id, None)
        }
        Timing::Release { article } => {
            let id = found(bench, &article).await?;
            scheduling::release(paper, by, id).await?;
            (id, None)
        }
        Timing::Spike { article, reason } => {
            let id = found(bench, &article).await?;
            scheduling::spike(paper, by, id, &reason).await?;
            (id, None)
        }
        Timing::Discard { article } => {
            let id = found(bench, &article).await?;
            drafting::discard(paper, by, id).await?;
            (id, None)
        }
    };
    let mut session = paper.read().await?;
    Ok(Answer {
        article: Some(id.to_string()),
        zone: Some(words::zone_of(&mut session, id).await?),
        at,
        ..Answer::default()
    })
}

async fn found(bench: &Bench, word: &str) -> Result<ArticleId> {
    let mut session = bench.paper.read().await?;
    words::article(&mut session, word).await
}
