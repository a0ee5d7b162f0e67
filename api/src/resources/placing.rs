//! Placements and translations: where one article stands, and beside which other.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{Page, Slice};
use crate::problem::Problem;
use crate::resources::articles::{ArticlePath, PlacementOut, placed};
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::{self, translating};
use paper::id::ArticleId;
use schemars::JsonSchema;
use serde::Deserialize;

/// An article on a title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacementPath {
    /// The article's id.
    pub(crate) article: ArticleId,
    /// Key or host of the title.
    pub(crate) title: String,
}

/// How an article appears on a title. What is not said stays as it is.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PlacingIn {
    /// Slug of the section there; needed for a new placement.
    section: Option<String>,
    /// Its own headline there; empty for the article's.
    headline: Option<String>,
    /// The last part of its address.
    slug: Option<String>,
    /// Slugs of topics of that title.
    topics: Option<Vec<String>>,
    /// Readers may comment.
    comments: Option<bool>,
    /// Where readers have met another headline there: the class of the change (`typo`, `style`, `update`, `correction`,
    /// `clarification`).
    class: Option<Class>,
    /// What readers are told of that change.
    note: String,
}

/// Another article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherIn {
    /// Its id.
    article: ArticleId,
}

pub(crate) async fn list(
    call: Call,
    input: Input<ArticlePath, Slice, ()>,
) -> Result<Out<Page<PlacementOut>>, Problem> {
    let shown = shown(&call, input.path.article).await?;
    let name = |placement: &PlacementOut| placement.id.to_string();
    Ok(Page::part(shown, &input.query, name)?.into())
}

pub(crate) async fn one(
    call: Call,
    input: Input<PlacementPath, Nothing, ()>,
) -> Result<Out<PlacementOut>, Problem> {
    let PlacementPath { article, title } = input.path;
    let mut session = call.paper.read().await?;
    let key = call.title(&mut session, &title).await?.key;
    drop(session);
    shown(&call, article)
        .await?
        .into_iter()
        .find(|placement| placement.title == key)
        .map(Out::from)
        .ok_or_else(|| Problem::unknown("placement", &title))
}

/// Where readers see a published article.
async fn shown(call: &Call, id: ArticleId) -> Result<Vec<PlacementOut>, Problem> {
    let mut session = call.paper.read().await?;
    match articles::find(&mut session, id).await {
        Ok(article) if article.first_published.is_some() => {}
        Ok(_) | Err(paper::Error::Refused(_)) => {
            return Err(Problem::unknown("article", &id.to_string()));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(placed(call, &mut session, id)
        .await?
        .into_iter()
        .filter(|placement| placement.url.is_some())
        .collect())
}

pub(crate) async fn place(
    call: Call,
    input: Input<PlacementPath, Nothing, Json<PlacingIn>>,
) -> Result<Out<PlacementOut>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    let title = call.title_id(&input.path.title).await?;
    let placing = Placing {
        section: wanted.section,
        headline: wanted.headline,
        slug: wanted.slug,
        topics: wanted.topics,
        comments: wanted.comments,
        class: wanted.class,
        note: wanted.note,
    };
    let id = placing::place(&call.paper, call.actor()?, article, title, placing)
        .await?
        .placement;
    let mut session = call.paper.read().await?;
    let out = placed(&call, &mut session, article)
        .await?
        .into_iter()
        .find(|placement| placement.id == id)
        .ok_or_else(|| Problem::unknown("placement", &id.to_string()))?;
    Ok(out.into())
}

pub(crate) async fn displace(
    call: Call,
    input: Input<PlacementPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    let title = call.title_id(&input.path.title).await?;
    placing::displace(&call.paper, call.actor()?, article, title).await?;
    Ok(().into())
}

pub(crate) async fn translate(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<OtherIn>>,
) -> Result<Out<()>, Problem> {
    let one = call.article(input.path.article).await?.id;
    let other = call.article(input.body.0.article).await?.id;
    translating::link(&call.paper, call.actor()?, one, other).await?;
    Ok(().into())
}
