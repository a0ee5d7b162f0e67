//! Fronts: what the desk pins to the top of a title's front page.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{Page, Slice};
use crate::problem::Problem;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::Session;
use paper::articles;
use paper::fronts::{self, Slot};
use paper::id::{ArticleId, PlacementId, TitleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place on a front.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotPath {
    /// Key or host of the title.
    title: String,
    /// `lead`, `secondary` or `featured`.
    slot: Slot,
    /// Which place there, from 0.
    position: u32,
}

/// What shall stand there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PinIn {
    /// The article, which must be shown on this title.
    article: ArticleId,
    /// Until when; until it is taken away if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    until: Option<Timestamp>,
}

/// A pinned article.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Pin")]
pub(crate) struct PinOut {
    /// Where.
    slot: Slot,
    /// Which place there, from 0.
    position: u32,
    /// The placement that stands there.
    placement: PlacementId,
    /// Its article.
    article: ArticleId,
}

async fn pinned(
    call: &Call,
    session: &mut Session,
    title: TitleId,
) -> Result<Vec<PinOut>, Problem> {
    let mut items = Vec::new();
    for (slot, position, placement) in fronts::pins(session, title, call.paper.now()).await? {
        if let Some(row) = articles::placement(session, placement).await? {
            items.push(PinOut {
                slot,
                position,
                placement,
                article: row.article,
            });
        }
    }
    Ok(items)
}

pub(crate) async fn show(
    call: Call,
    input: Input<TitlePath, Slice, ()>,
) -> Result<Out<Page<PinOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let items = pinned(&call, &mut session, title.id).await?;
    let name = |pin: &PinOut| format!("{}.{}", pin.slot.word(), pin.position);
    Ok(Page::part(items, &input.query, name)?.into())
}

pub(crate) async fn one(
    call: Call,
    input: Input<SlotPath, Nothing, ()>,
) -> Result<Out<PinOut>, Problem> {
    let at = input.path;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &at.title).await?;
    pinned(&call, &mut session, title.id)
        .await?
        .into_iter()
        .find(|pin| (pin.slot, pin.position) == (at.slot, at.position))
        .map(Out::from)
        .ok_or_else(|| Problem::unknown("slot", at.slot.word()))
}

pub(crate) async fn pin(
    call: Call,
    input: Input<SlotPath, Nothing, Json<PinIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let at = input.path;
    let article = call.article(wanted.article).await?.id;
    let title = call.title_id(&at.title).await?;
    let mut session = call.paper.read().await?;
    let placement = articles::placements(&mut session, article)
        .await?
        .into_iter()
        .find(|placement| placement.title == title)
        .ok_or_else(|| Problem {
            thing: Some("placement"),
            ..Problem::unknown("placement", &article.to_string())
        })?;
    drop(session);
    let (paper, by) = (&call.paper, call.actor()?);
    fronts::pin(
        paper,
        by,
        title,
        at.slot,
        at.position,
        placement.id,
        wanted.until,
    )
    .await?;
    Ok(().into())
}

pub(crate) async fn unpin(
    call: Call,
    input: Input<SlotPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    let at = input.path;
    let title = call.title_id(&at.title).await?;
    fronts::unpin(&call.paper, call.actor()?, title, at.slot, at.position).await?;
    Ok(().into())
}
