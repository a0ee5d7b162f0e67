//! Orders about webhooks.

use super::{Answer, Bench, words};
use crate::failure::Result;
use paper::id::WebhookId;
use paper::webhooks::{self, NewWebhook};
use paper::{Actor, Refusal, Thing};
use serde::{Deserialize, Serialize};

/// Deeds on webhooks.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Webhooks {
    /// Adds one.
    Add {
        /// What it is for.
        name: String,
        /// Where it is told.
        url: String,
        /// Key or host of the only title it is told of.
        title: Option<String>,
    },
    /// Removes one.
    Remove {
        /// Its id.
        id: String,
    },
    /// Wakes one, or puts it to rest.
    Switch {
        /// Its id.
        id: String,
        /// Whether it is told anything.
        on: bool,
    },
    /// Tries one.
    Ring {
        /// Its id.
        id: String,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Webhooks) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        Webhooks::Add { name, url, title } => {
            let title = match title {
                Some(word) => {
                    let mut session = paper.read().await?;
                    Some(words::title(&mut session, &word).await?.id)
                }
                None => None,
            };
            let new = NewWebhook { name, url, title };
            return Ok(Answer::made(webhooks::add(paper, by, &new).await?));
        }
        Webhooks::Remove { id } => webhooks::remove(paper, by, named(&id)?).await?,
        Webhooks::Switch { id, on } => webhooks::switch(paper, by, named(&id)?, on).await?,
        Webhooks::Ring { id } => webhooks::ring(paper, by, named(&id)?).await?,
    }
    Ok(Answer::default())
}

/// The id of a webhook as typed.
pub(crate) fn named(id: &str) -> Result<WebhookId> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Webhook,
        name: id.chars().take(80).collect(),
    };
    Ok(WebhookId::parse(id.trim()).ok_or_else(unknown)?)
}
