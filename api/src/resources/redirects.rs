//! Addresses of another time: those texts have had, and those a newspaper brought along.

use crate::body::Json;
use crate::call::Call;
use crate::operation::Nothing;
use crate::operation::{Input, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::standing::Paging;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::id::ArticleId;
use paper::redirects::{self, Redirect};
use paper::rights::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An address that shall lead to an article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectIn {
    /// The address, from the host on, not percent-encoded.
    path: String,
    /// The article, which must be shown on this title.
    article: ArticleId,
}

/// An address that leads to where an article is now.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Redirect")]
pub(crate) struct RedirectOut {
    /// The address, from the host on.
    path: String,
    /// Where the article is on this title now; `null` while it is not shown there.
    now: Option<String>,
    /// The article.
    article: ArticleId,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    since: Timestamp,
}

fn out(redirect: Redirect) -> RedirectOut {
    RedirectOut {
        path: redirect.path,
        now: redirect.now,
        article: redirect.article,
        since: redirect.since,
    }
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Paging, ()>,
) -> Result<Out<Page<RedirectOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |path| Some(path.to_owned()))?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::Keep, Some(title.id), None)
        .await?;
    let after = after.unwrap_or_default();
    let items = redirects::list(&mut session, title.id, &after, limit + 1)
        .await?
        .into_iter()
        .map(out)
        .collect();
    Ok(Page::cut(items, limit, |redirect: &RedirectOut| redirect.path.clone()).into())
}

pub(crate) async fn add(
    call: Call,
    input: Input<TitlePath, Nothing, Json<RedirectIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let title = call.title_id(&input.path.title).await?;
    let article = call.article(wanted.article).await?;
    redirects::add(&call.paper, call.actor()?, title, &wanted.path, article.id).await?;
    Ok(().into())
}
