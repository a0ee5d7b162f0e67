//! The feed of changes: what readers could see change, in the order of commits.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages;
use crate::problem::Problem;
use jiff::Timestamp;
use paper::id::{ArticleId, TitleId};
use paper::reading::listing;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From where on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Since {
    /// Only what came after this number; 0 or nothing for all. Take `last` of the answer before.
    #[schemars(range(min = 0))]
    after: Option<i64>,
    /// Changes at once, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// Changes in their order.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Changes {
    /// The changes, oldest first.
    items: Vec<ChangeOut>,
    /// The number up to which was looked: the next `after`.
    last: i64,
}

/// One change.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Change")]
pub(crate) struct ChangeOut {
    /// Its number. Numbers only grow; those of what readers cannot see are left out.
    number: i64,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// Anything may have changed: read again what you keep.
    everything: bool,
    /// Articles that went out or changed.
    articles: Vec<ArticleId>,
    /// Titles whose lists changed.
    titles: Vec<TitleId>,
}

pub(crate) async fn list(
    call: Call,
    input: Input<Nothing, Since, ()>,
) -> Result<Out<Changes>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = input.query.after.unwrap_or(0).max(0);
    let mut session = call.paper.read().await?;
    let (found, last) = listing::public_changes(&mut session, after, limit).await?;
    let items = found
        .into_iter()
        .map(|change| ChangeOut {
            number: change.seq,
            at: change.at,
            everything: change.all,
            articles: change.articles,
            titles: change.titles,
        })
        .collect();
    Ok(Changes { items, last }.into())
}
