//! What readers are told of corrections and of what they reported, in figures.

use crate::Result;
use crate::db::Session;
use crate::id::TitleId;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// Days counted.
pub const YEAR_DAYS: i64 = 365;

/// A title's figures of the last [`YEAR_DAYS`]. What is open is counted by nobody but the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Figures {
    /// Corrections published.
    pub corrections: u32,
    /// Median minutes between the first publication of an article and its correction.
    pub minutes_to_correct: Option<i64>,
    /// Reports of errors that were decided.
    pub reports: u32,
    /// Those that led to a change.
    pub led: u32,
    /// Median minutes between such a report and the change.
    pub minutes_from_report: Option<i64>,
}

/// The first instant counted.
pub(crate) fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * YEAR_DAYS))
        .unwrap_or(now)
}

/// The first instant at which what happened then is no more counted; `None` beyond the end of time.
pub(crate) fn leaves_at(at: Timestamp) -> Option<Timestamp> {
    at.checked_add(SignedDuration::from_hours(24 * YEAR_DAYS) + SignedDuration::from_micros(1))
        .ok()
}

/// The figures of a title.
pub async fn of_title(session: &mut Session, title: TitleId, now: Timestamp) -> Result<Figures> {
    let since = since(now);
    let (corrections,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM notices WHERE title_id = $1 AND class = 'correction' AND at >= $2",
            (title, since),
        )
        .await?;
    let (reports,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM cases WHERE title_id = $1 AND subject = 'error' AND decided_at >= $2",
            (title, since),
        )
        .await?;
    let (led,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM cases WHERE title_id = $1 AND subject = 'error' AND state = 'corrected' AND decided_at >= $2",
            (title, since),
        )
        .await?;
    // Of an even number of values there are two in the middle.
    let middle = |count: u32| (2 - count % 2, count.saturating_sub(1) / 2);
    let (take, skip) = middle(corrections);
    let corrected: Vec<(i64,)> = session
        .all(
            "SELECT n.at - p.first_published_at AS took FROM notices n JOIN placements p ON p.id = n.placement_id
              WHERE n.title_id = $1 AND n.class = 'correction' AND n.at >= $2 ORDER BY took LIMIT $3 OFFSET $4",
            (title, since, take, skip),
        )
        .await?;
    let (take, skip) = middle(led);
    let mended: Vec<(i64,)> = session
        .all(
            "SELECT decided_at - at AS took FROM cases
              WHERE title_id = $1 AND subject = 'error' AND state = 'corrected' AND decided_at >= $2
              ORDER BY took LIMIT $3 OFFSET $4",
            (title, since, take, skip),
        )
        .await?;
    Ok(Figures {
        corrections,
        minutes_to_correct: minutes(&corrected),
        reports,
        led,
        minutes_from_report: minutes(&mended),
    })
}

/// The mean of the middle values, microseconds, as minutes.
fn minutes(middle: &[(i64,)]) -> Option<i64> {
    let count = i64::try_from(middle.len())
        .ok()
        .filter(|count| *count > 0)?;
    let sum: i64 = middle.iter().map(|(took,)| took).sum();
    Some(sum / count / 60_000_000)
}
