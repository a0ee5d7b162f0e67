//! Taking back one's own last decision: within minutes, and only the first one made of a comment, so that it waits again as if
//! nobody had read it. What the decision taught the filter is taken back too.

use super::learning::Lesson;
use super::moderating::{note, placed, teach};
use super::{CommentId, State};
use crate::actor::Actor;
use crate::changes::Traces;
use crate::db::Session;
use crate::id::TitleId;
use crate::rights::Deed;
use crate::secrets;
use crate::{Paper, Refusal, Result};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;

/// Minutes for which a decision can be taken back.
pub const UNDO_MINUTES: i64 = 15;

/// A decision that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Last {
    /// When it was made.
    pub at: Timestamp,
    /// Of how many comments.
    pub count: u32,
}

/// What somebody decided last on a title, while it can be taken back.
pub async fn last(
    session: &mut Session,
    by: &Actor,
    title: TitleId,
    now: Timestamp,
) -> Result<Option<Last>> {
    let since = now
        .checked_sub(SignedDuration::from_mins(UNDO_MINUTES))
        .unwrap_or(now);
    let row: Option<(Timestamp, u32)> = session
        .opt(
            "SELECT first_decided_at, COUNT(*) FROM comments
              WHERE title_id = $1 AND first_decided_at >= $2 AND decided_at = first_decided_at AND decided_by = $3
                AND state IN ('approved', 'rejected')
              GROUP BY first_decided_at ORDER BY first_decided_at DESC LIMIT 1",
            (title, since, by.name()),
        )
        .await?;
    Ok(row.map(|(at, count)| Last { at, count }))
}

/// Takes back what somebody decided last on a title. Says how many comments wait again; none where there was nothing to take
/// back. What was answered meanwhile stays.
///
/// # Errors
/// Refused without [`Deed::Moderate`], and where somebody has answered one of the comments.
pub async fn undo(paper: &Paper, by: &Actor, title: TitleId) -> Result<u32> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let now = tx.now;
    let Some(last) = last(&mut tx.session, by, title, now).await? else {
        by.may(&mut tx, Deed::Moderate, Some(title), None).await?;
        return Ok(0);
    };
    let ids: Vec<(CommentId,)> = tx
        .session
        .all(
            "SELECT id FROM comments WHERE title_id = $1 AND first_decided_at = $2 AND decided_at = $2 AND decided_by = $3
                AND state IN ('approved', 'rejected') ORDER BY at, id",
            (title, last.at, by.name()),
        )
        .await?;
    for (id,) in &ids {
        let (placement, state) = placed(&mut tx, *id).await?;
        let section = Some(placement.section);
        by.may(&mut tx, Deed::Moderate, Some(title), section)
            .await?;
        let (answers,): (u32,) = tx
            .session
            .one("SELECT COUNT(*) FROM comments WHERE parent_id = $1", (*id,))
            .await?;
        if answers > 0 {
            return Err(Refusal::CommentIs {
                state: state.word(),
            }
            .into());
        }
        tx.touches(placement.article).await?;
        tx.session
            .exec(
                "UPDATE comments SET state = 'held', decided_by = '', decided_at = NULL, first_decided_at = NULL, ground = '',
                    reason = '' WHERE id = $1 AND state = $2",
                (*id, state.word()),
            )
            .await?;
        teach(&mut tx, &secret, *id, Lesson::None).await?;
        let detail =
            json!({"comment": id, "state": State::Held.word(), "taken_back": state.word()});
        note(&mut tx, by, Deed::Moderate, &placement, detail).await?;
    }
    tx.commit("comment.undo", &Traces::default()).await?;
    Ok(u32::try_from(ids.len()).unwrap_or(u32::MAX))
}
