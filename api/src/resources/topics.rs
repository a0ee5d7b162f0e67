//! Topics of a title: what they are, the words they are recognised by, their timelines, what stands on top of their pages.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{Page, Slice};
use crate::problem::Problem;
use crate::resources::titles::TitlePath;
use paper::id::{ArticleId, TopicFactId};
use paper::topics::timeline::{self, NewFact};
use paper::topics::{self, Kept, Kind, merging, pinning};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A topic.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Topic")]
pub(crate) struct TopicOut {
    /// The word in addresses.
    slug: String,
    /// Its name.
    name: String,
    /// What it is about; empty lines divide paragraphs.
    lead: String,
    /// What it is.
    kind: Kind,
}

/// A topic with everything that is kept of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "WholeTopic")]
pub(crate) struct WholeOut {
    /// The word in addresses.
    slug: String,
    /// Its name.
    name: String,
    /// What it is about; empty lines divide paragraphs.
    lead: String,
    /// What it is.
    kind: Kind,
    /// Words by which it is recognised besides its name.
    aliases: Vec<String>,
    /// Its timeline, the oldest first.
    timeline: Vec<FactOut>,
    /// Articles on top of its page, in their order; of a dossier, the parts the desk put first.
    pinned: Vec<ArticleId>,
    /// Of a dossier, all its parts readers find, in their order.
    parts: Vec<ArticleId>,
}

/// A dated fact.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TopicFact")]
struct FactOut {
    /// Its id.
    id: TopicFactId,
    /// When: `2024`, `2024-05` or `2024-05-17`.
    day: String,
    /// What happened.
    text: String,
    /// The article that reports it.
    article: ArticleId,
}

/// A topic as it shall be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicIn {
    /// Its name.
    name: String,
    /// What it is about, at most 4,000 characters; stays if not said.
    #[serde(default)]
    lead: Option<String>,
    /// What it is; stays if not said.
    #[serde(default)]
    kind: Option<Kind>,
    /// Words by which it is recognised besides its name, at most 60; stay if not said.
    #[serde(default)]
    aliases: Option<Vec<String>>,
}

/// Another word in addresses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenameIn {
    /// The word; the one before leads there for ever.
    slug: String,
}

/// The topic another is merged into.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeIn {
    /// Its word in addresses.
    into: String,
}

/// A dated fact as it shall be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactIn {
    /// When: `2024`, `2024-05` or `2024-05-17`.
    day: String,
    /// What happened, at most 500 characters.
    text: String,
    /// The article that reports it, published on this title.
    article: ArticleId,
}

/// The fact that was added.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AddedFact")]
pub(crate) struct AddedOut {
    /// Its id.
    fact: TopicFactId,
}

/// What stands on top of a topic's page, or the order of a dossier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PinnedIn {
    /// The articles in their order, at most 12, of a dossier 400; none for none. The parts of a dossier that are not named
    /// follow by date, the oldest first.
    articles: Vec<ArticleId>,
}

/// A topic of a title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicPath {
    /// Key or host of the title.
    title: String,
    /// The word in addresses.
    topic: String,
}

/// A fact of a topic.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactPath {
    /// Key or host of the title.
    title: String,
    /// The word in addresses.
    topic: String,
    /// Id of the fact.
    fact: TopicFactId,
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Slice, ()>,
) -> Result<Out<Page<TopicOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let items = topics::all(&mut session, title.id)
        .await?
        .into_iter()
        .map(|topic| TopicOut {
            slug: topic.slug,
            name: topic.name,
            lead: topic.lead,
            kind: topic.kind,
        })
        .collect();
    let name = |one: &TopicOut| one.slug.clone();
    Ok(Page::part(items, &input.query, name)?.into())
}

pub(crate) async fn show(
    call: Call,
    input: Input<TopicPath, Nothing, ()>,
) -> Result<Out<WholeOut>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let topic = topics::topic(&mut session, title.id, &input.path.topic).await?;
    let facts = timeline::facts(&mut session, topic.id).await?;
    let parts = match topic.kind {
        Kind::Dossier => pinning::parts(&mut session, topic.id).await?,
        _ => Vec::new(),
    };
    let whole = WholeOut {
        aliases: topics::aliases(&mut session, topic.id).await?,
        timeline: facts
            .into_iter()
            .map(|fact| FactOut {
                id: fact.id,
                day: fact.day,
                text: fact.text,
                article: fact.article,
            })
            .collect(),
        pinned: pinning::pinned(&mut session, topic.id).await?,
        parts: parts.into_iter().map(|(_, article)| article).collect(),
        slug: topic.slug,
        name: topic.name,
        lead: topic.lead,
        kind: topic.kind,
    };
    Ok(whole.into())
}

pub(crate) async fn keep(
    call: Call,
    input: Input<TopicPath, Nothing, Json<TopicIn>>,
) -> Result<Out<()>, Problem> {
    let (TopicPath { title, topic }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    let kept = Kept {
        lead: wanted.lead.as_deref(),
        kind: wanted.kind,
        aliases: wanted.aliases.as_deref(),
    };
    topics::keep(&call.paper, call.actor()?, id, &topic, &wanted.name, kept).await?;
    Ok(().into())
}

pub(crate) async fn rename(
    call: Call,
    input: Input<TopicPath, Nothing, Json<RenameIn>>,
) -> Result<Out<()>, Problem> {
    let (TopicPath { title, topic }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    topics::rename(&call.paper, call.actor()?, id, &topic, &wanted.slug).await?;
    Ok(().into())
}

pub(crate) async fn merge(
    call: Call,
    input: Input<TopicPath, Nothing, Json<MergeIn>>,
) -> Result<Out<()>, Problem> {
    let (TopicPath { title, topic }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    merging::merge(&call.paper, call.actor()?, id, &topic, &wanted.into).await?;
    Ok(().into())
}

pub(crate) async fn add_fact(
    call: Call,
    input: Input<TopicPath, Nothing, Json<FactIn>>,
) -> Result<Out<AddedOut>, Problem> {
    let (TopicPath { title, topic }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    let fact = NewFact {
        day: &wanted.day,
        text: &wanted.text,
        article: call.article(wanted.article).await?.id,
    };
    let fact = timeline::add(&call.paper, call.actor()?, id, &topic, fact).await?;
    Ok(AddedOut { fact }.into())
}

pub(crate) async fn remove_fact(
    call: Call,
    input: Input<FactPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    let FactPath { title, topic, fact } = input.path;
    let id = call.title_id(&title).await?;
    timeline::remove(&call.paper, call.actor()?, id, &topic, fact).await?;
    Ok(().into())
}

pub(crate) async fn pin(
    call: Call,
    input: Input<TopicPath, Nothing, Json<PinnedIn>>,
) -> Result<Out<()>, Problem> {
    let (TopicPath { title, topic }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    for article in &wanted.articles {
        call.article(*article).await?;
    }
    pinning::pin(&call.paper, call.actor()?, id, &topic, &wanted.articles).await?;
    Ok(().into())
}
