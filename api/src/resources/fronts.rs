//! Fronts: what the desk pins to the top of a title's front page.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page, Slice};
use crate::problem::Problem;
use crate::resources::standing::Paging;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::Session;
use paper::articles;
use paper::fronts::{self, Breaking, Composition, LeadsTo, Placed, Slot, Version};
use paper::id::{ArticleId, PictureId, PlacementId, TitleId};
use paper::rights::Deed;
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

/// An article in a place of a front.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacedForm {
    /// `lead`, `secondary` or `featured`.
    slot: Slot,
    /// Which place there, from 0.
    position: u32,
    /// The article, shown on the title.
    article: ArticleId,
    /// Until when; until it is taken away if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    until: Option<Timestamp>,
    /// The headline on the front alone.
    #[serde(default)]
    headline: Option<String>,
    /// The picture on the front alone.
    #[serde(default)]
    picture: Option<PictureId>,
}

/// A breaking bar.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakingForm {
    /// What it says.
    text: String,
    /// The article it leads to.
    #[serde(default)]
    article: Option<ArticleId>,
    /// The path of the title or the http(s) address it leads to, where it leads to no article.
    #[serde(default)]
    address: Option<String>,
    /// When it goes out by itself.
    #[schemars(with = "String", extend("format" = "date-time"))]
    until: Timestamp,
}

/// What the desk puts on a front; time fills the rest.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompositionForm {
    /// The places filled by hand.
    #[serde(default)]
    slots: Vec<PlacedForm>,
    /// The breaking bar.
    #[serde(default)]
    breaking: Option<BreakingForm>,
}

/// A front as it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CurrentOut {
    /// The number of the last version; 0 before there is one.
    version: u32,
    /// What stands now.
    #[serde(flatten)]
    composition: CompositionForm,
}

/// A front to be published.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompositionIn {
    /// The number of the version it was made of: refused if another one has been published since.
    from: u32,
    /// The places filled by hand.
    #[serde(default)]
    slots: Vec<PlacedForm>,
    /// The breaking bar.
    #[serde(default)]
    breaking: Option<BreakingForm>,
}

/// The version a deed on a front made.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct VersionMade {
    /// Its number.
    version: u32,
}

/// A front as it was published.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct VersionOut {
    /// Counted from 1 on each title.
    version: u32,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// Who, by name.
    by: String,
    /// What.
    #[serde(flatten)]
    composition: CompositionForm,
}

/// A version of a title's front.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionPath {
    /// Key or host of the title.
    title: String,
    /// Its number.
    version: u32,
}

/// From which version an earlier one is brought back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FromIn {
    /// The number of the version that stands.
    from: u32,
}

fn told(composition: Composition) -> CompositionForm {
    let slots = composition.slots.into_iter().map(|placed| PlacedForm {
        slot: placed.slot,
        position: placed.position,
        article: placed.article,
        until: placed.until,
        headline: placed.headline,
        picture: placed.picture,
    });
    let breaking = composition.breaking.map(|bar| {
        let (article, address) = match bar.to {
            LeadsTo::Nothing => (None, None),
            LeadsTo::Article(article) => (Some(article), None),
            LeadsTo::Address(address) => (None, Some(address)),
        };
        BreakingForm {
            text: bar.text,
            article,
            address,
            until: bar.until,
        }
    });
    CompositionForm {
        slots: slots.collect(),
        breaking,
    }
}

fn meant(slots: Vec<PlacedForm>, breaking: Option<BreakingForm>) -> Composition {
    let slots = slots.into_iter().map(|placed| Placed {
        slot: placed.slot,
        position: placed.position,
        article: placed.article,
        until: placed.until,
        headline: placed.headline,
        picture: placed.picture,
    });
    let breaking = breaking.map(|bar| Breaking {
        text: bar.text,
        to: match (bar.article, bar.address) {
            (Some(article), _) => LeadsTo::Article(article),
            (None, Some(address)) => LeadsTo::Address(address),
            (None, None) => LeadsTo::Nothing,
        },
        until: bar.until,
    });
    Composition {
        slots: slots.collect(),
        breaking,
    }
}

pub(crate) async fn current(
    call: Call,
    input: Input<TitlePath, Nothing, ()>,
) -> Result<Out<CurrentOut>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::Pin, Some(title.id), None)
        .await?;
    let now = call.paper.now();
    let current = fronts::current(&mut session, title.id, now).await?;
    Ok(CurrentOut {
        version: current.version,
        composition: told(current.composition),
    }
    .into())
}

pub(crate) async fn publish(
    call: Call,
    input: Input<TitlePath, Nothing, Json<CompositionIn>>,
) -> Result<Out<VersionMade>, Problem> {
    let Json(wanted) = input.body;
    let title = call.title_id(&input.path.title).await?;
    let whole = meant(wanted.slots, wanted.breaking);
    let (paper, by) = (&call.paper, call.actor()?);
    let version = fronts::publish(paper, by, title, whole, wanted.from).await?;
    Ok(VersionMade { version }.into())
}

pub(crate) async fn versions(
    call: Call,
    input: Input<TitlePath, Paging, ()>,
) -> Result<Out<Page<VersionOut>>, Problem> {
    // One more than a page is asked for, so that it is known whether there is another.
    let limit = pages::limit(input.query.limit)?.min(fronts::HISTORY_MAX - 1);
    let before = pages::after(input.query.cursor.as_deref(), |inside| inside.parse().ok())?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::Pin, Some(title.id), None)
        .await?;
    let items = fronts::history(&mut session, title.id, before, limit + 1)
        .await?
        .into_iter()
        .map(|version: Version| VersionOut {
            version: version.version,
            at: version.at,
            by: version.by,
            composition: told(version.composition),
        })
        .collect();
    Ok(Page::cut(items, limit, |version: &VersionOut| {
        version.version.to_string()
    })
    .into())
}

pub(crate) async fn restore(
    call: Call,
    input: Input<VersionPath, Nothing, Json<FromIn>>,
) -> Result<Out<VersionMade>, Problem> {
    let Json(wanted) = input.body;
    let at = input.path;
    let title = call.title_id(&at.title).await?;
    let (paper, by) = (&call.paper, call.actor()?);
    let version = fronts::restore(paper, by, title, at.version, wanted.from).await?;
    Ok(VersionMade { version }.into())
}
