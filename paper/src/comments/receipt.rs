//! What became of a comment or a notice, for the reader who sent it, and how long that usually takes.

use super::{State, judging};
use crate::Result;
use crate::db::Session;
use crate::id::{CommentId, PlacementId};
use crate::titles::Title;

/// Decisions the usual time is measured on, the newest ones.
const DECISIONS: u32 = 50;
/// Fewer than these measure nothing.
const DECISIONS_MIN: usize = 5;
/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// Where a comment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its state.
    pub state: State,
    /// Why it is not shown, in a word; may be empty.
    pub ground: String,
    /// Why, in words; may be empty.
    pub reason: String,
    /// The rules had found something in it before a person read it.
    pub marked: bool,
}

/// Where a comment of this placement stands now; `None` if there is none of that id.
pub async fn state(
    session: &mut Session,
    placement: PlacementId,
    id: CommentId,
) -> Result<Option<Receipt>> {
    let row: Option<(String, String, String, String)> = session
        .opt(
            "SELECT state, ground, reason, flags FROM comments WHERE id = $1 AND placement_id = $2",
            (id, placement),
        )
        .await?;
    Ok(row.and_then(|(word, ground, reason, flags)| {
        Some(Receipt {
            state: State::parse(&word)?,
            ground,
            reason,
            marked: judging::marked(&flags),
        })
    }))
}

/// Hours in which half of the newest comments a title's moderators decided were first decided, rounded up; what the title says where
/// there are too few to tell.
pub async fn usual_hours(session: &mut Session, title: &Title) -> Result<u32> {
    let rows: Vec<(i64,)> = session
        .all(
            "SELECT first_decided_at - at FROM comments WHERE title_id = $1 AND first_decided_at IS NOT NULL
              ORDER BY first_decided_at DESC LIMIT $2",
            (title.id, DECISIONS),
        )
        .await?;
    let mut waits: Vec<i64> = rows.into_iter().map(|(wait,)| wait).collect();
    if waits.len() < DECISIONS_MIN {
        return Ok(u32::from(title.settings.comments.hours.max(1)));
    }
    waits.sort_unstable();
    let median = waits.get(waits.len() / 2).copied().unwrap_or(0).max(0);
    let hours = median / HOUR + i64::from(median % HOUR > 0);
    Ok(u32::try_from(hours.max(1)).unwrap_or(u32::MAX))
}
