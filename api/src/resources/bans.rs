//! Who may not comment for a while.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::standing::Paging;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::comments::banning::{self, Ban, Kind, NewBan};
use paper::id::BanId;
use paper::rights::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A ban.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BanPath {
    /// The ban's id.
    ban: BanId,
}

/// A ban to be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BanIn {
    /// What it goes by.
    kind: Kind,
    /// The name or e-mail address; for a network an address in it, or the id of a comment that came from there.
    value: String,
    /// Until when; until it is lifted if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    until: Option<Timestamp>,
    /// Why.
    reason: String,
}

/// A ban that holds.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ban")]
pub(crate) struct BanOut {
    /// Its id.
    id: BanId,
    /// What it goes by: `name`, `mail`, `prefix`.
    kind: String,
    /// Enough to recognise it by: the name, a masked address, the comment it came from; empty for an address that was given.
    hint: String,
    /// Why.
    reason: String,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// Until when.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    until: Option<Timestamp>,
    /// By whom.
    by: String,
}

/// A ban just made.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NewBan")]
pub(crate) struct MadeOut {
    /// Its id, by which it is lifted.
    id: BanId,
}

fn out(ban: Ban) -> BanOut {
    BanOut {
        id: ban.id,
        kind: ban.kind,
        hint: ban.hint,
        reason: ban.reason,
        at: ban.at,
        until: ban.until,
        by: ban.by,
    }
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Paging, ()>,
) -> Result<Out<Page<BanOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let before = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, BanId::parse)
    })?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::Moderate, Some(title.id), None)
        .await?;
    let now = call.paper.now();
    let items = banning::list(&mut session, title.id, now, before, limit + 1)
        .await?
        .into_iter()
        .map(out)
        .collect();
    Ok(Page::cut(items, limit, |ban: &BanOut| pages::moment(ban.at, ban.id)).into())
}

pub(crate) async fn ban(
    call: Call,
    input: Input<TitlePath, Nothing, Json<BanIn>>,
) -> Result<Out<MadeOut>, Problem> {
    let Json(wanted) = input.body;
    let title = call.title_id(&input.path.title).await?;
    let new = NewBan {
        kind: wanted.kind,
        value: wanted.value,
        until: wanted.until,
        reason: wanted.reason,
    };
    let id = banning::ban(&call.paper, call.actor()?, title, &new).await?;
    Ok(Out::at(MadeOut { id }, format!("/bans/{id}")))
}

pub(crate) async fn lift(
    call: Call,
    input: Input<BanPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    banning::lift(&call.paper, call.actor()?, input.path.ban).await?;
    Ok(().into())
}
