//! Readers' notices about comments (Regulation (EU) 2022/2065, article 16).

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::comments::sees;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::Session;
use paper::comments::notices::{self, Notice, Outcome};
use paper::comments::queue;
use paper::id::{CommentId, NoticeId};
use paper::rights::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A notice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticePath {
    /// The notice's id.
    notice: NoticeId,
}

/// Where a notice is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoticeState {
    /// Nobody has decided it yet.
    Open,
    /// It was decided.
    Decided,
}

/// Which notices of a title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// In which state; `open` if not said.
    state: Option<NoticeState>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Notices on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// A notice about a comment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CommentNotice")]
pub(crate) struct NoticeOut {
    /// Its id.
    id: NoticeId,
    /// The comment.
    comment: CommentId,
    /// Why, in a word.
    ground: String,
    /// Why, in the reader's words.
    explanation: String,
    /// Who says so; may be empty.
    name: String,
    /// Where to answer; may be empty.
    email: String,
    /// `open` or `decided`.
    state: String,
    /// `kept` or `hidden`; empty while open.
    outcome: String,
    /// The reasons; empty while open.
    reason: String,
    /// When it came.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// When it was decided.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    decided_at: Option<Timestamp>,
    /// By whom.
    decided_by: String,
}

/// What comes of a notice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionIn {
    /// The comment stays, or is hidden on the notice's ground.
    outcome: Outcome,
    /// The reasons, which sender and writer are told.
    reason: String,
}

fn out(notice: Notice) -> NoticeOut {
    NoticeOut {
        id: notice.id,
        comment: notice.comment,
        ground: notice.ground,
        explanation: notice.explanation,
        name: notice.name,
        email: notice.email,
        state: notice.state,
        outcome: notice.outcome,
        reason: notice.reason,
        at: notice.at,
        decided_at: notice.decided_at,
        decided_by: notice.decided_by,
    }
}

/// Whether who asks moderates where the comment stands that a notice is about.
async fn seen(call: &Call, session: &mut Session, notice: &Notice) -> Result<bool, Problem> {
    let comment = queue::find(session, notice.comment).await?;
    sees(call, session, comment.placement).await
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Which, ()>,
) -> Result<Out<Page<NoticeOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, NoticeId::parse)
    })?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let open = input.query.state != Some(NoticeState::Decided);
    let found = notices::list(&mut session, title.id, open, after, limit + 1).await?;
    let page = Page::cut(found, limit, |notice: &Notice| {
        pages::moment(notice.at, notice.id)
    });
    let mut items = Vec::new();
    for notice in page.items {
        if seen(&call, &mut session, &notice).await? {
            items.push(out(notice));
        }
    }
    if items.is_empty() {
        call.must_see_part(&mut session, Deed::Moderate, &title)
            .await?;
    }
    Ok(Page {
        items,
        next: page.next,
    }
    .into())
}

/// A notice, for whoever moderates where its comment stands; to everybody else it does not exist.
async fn known(call: &Call, id: NoticeId) -> Result<Notice, Problem> {
    let unknown = || Problem::unknown("notice", &id.to_string());
    let mut session = call.paper.read().await?;
    let notice = match notices::find(&mut session, id).await {
        Err(paper::Error::Refused(_)) => return Err(unknown()),
        other => other?,
    };
    if seen(call, &mut session, &notice).await? {
        Ok(notice)
    } else {
        Err(unknown())
    }
}

pub(crate) async fn show(
    call: Call,
    input: Input<NoticePath, Nothing, ()>,
) -> Result<Out<NoticeOut>, Problem> {
    Ok(out(known(&call, input.path.notice).await?).into())
}

pub(crate) async fn decide(
    call: Call,
    input: Input<NoticePath, Nothing, Json<DecisionIn>>,
) -> Result<Out<NoticeOut>, Problem> {
    let Json(DecisionIn { outcome, reason }) = input.body;
    let id = known(&call, input.path.notice).await?.id;
    notices::decide(&call.paper, call.actor()?, id, outcome, &reason).await?;
    let decided = out(known(&call, id).await?);
    Ok(Out::at(decided, format!("/notices/{id}")))
}
