//! What moderators see around a comment: how many there are in each state, what its writer sent before, what the filter has
//! learnt; and lists of what was decided, the newest first.

use super::State;
use super::learning::{self, LESSONS_MIN};
use super::queue::Entry;
use crate::Result;
use crate::db::Session;
use crate::id::{CommentId, PlacementId, TitleId};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Days over which the filter's mistakes are counted.
pub const MISTAKES_DAYS: i64 = 30;

/// How many comments of a title there are to read, and what became of those of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Wait one by one.
    pub waiting: u32,
    /// Wait in folded groups.
    pub folded: u32,
    /// Folded groups.
    pub groups: u32,
    /// Sent since the instant asked for, and shown.
    pub approved: u32,
    /// Sent since then, and refused.
    pub rejected: u32,
    /// Sent since then, shown and taken away.
    pub hidden: u32,
    /// Notices of readers that nobody has decided.
    pub notices: u32,
}

/// The counts of a title; `since` is where its day begins.
pub async fn counts(session: &mut Session, title: TitleId, since: Timestamp) -> Result<Counts> {
    let waiting = super::queue::single(session, title).await?;
    let (folded, groups): (u32, u32) = session
        .one(
            "SELECT COUNT(*), COUNT(DISTINCT fold) FROM comments WHERE state = 'held' AND title_id = $1 AND fold <> ''",
            (title,),
        )
        .await?;
    let rows: Vec<(String, u32)> = session
        .all(
            "SELECT state, COUNT(*) FROM comments
              WHERE state IN ('approved', 'rejected', 'hidden') AND title_id = $1 AND fold = '' AND at >= $2 GROUP BY state",
            (title, since),
        )
        .await?;
    let of = |state: State| {
        rows.iter()
            .find(|(word, _)| word == state.word())
            .map_or(0, |(_, count)| *count)
    };
    let (notices,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comment_notices WHERE state = 'open' AND title_id = $1",
            (title,),
        )
        .await?;
    Ok(Counts {
        waiting,
        folded,
        groups,
        approved: of(State::Approved),
        rejected: of(State::Rejected),
        hidden: of(State::Hidden),
        notices,
    })
}

/// When the oldest comment that waits was sent.
pub async fn oldest(session: &mut Session, title: TitleId) -> Result<Option<Timestamp>> {
    let row: Option<(Timestamp,)> = session
        .opt(
            "SELECT at FROM comments WHERE state = 'held' AND title_id = $1 AND fold = '' ORDER BY at LIMIT 1",
            (title,),
        )
        .await?;
    Ok(row.map(|(at,)| at))
}

/// What the writer of a comment sent before, as far as name with e-mail address or network tell; zero once forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Known {
    /// Comments shown.
    pub approved: u32,
    /// Comments refused or taken away.
    pub refused: u32,
    /// A ban holds.
    pub banned: bool,
}

/// The record of a comment's writer, without the comment itself.
pub async fn known(session: &mut Session, id: CommentId, now: Timestamp) -> Result<Known> {
    let rows: Vec<(String, u32)> = session
        .all(
            "SELECT o.state, COUNT(*) FROM comments c
               JOIN comments o ON o.name_hash = c.name_hash AND o.id <> c.id
                    AND (o.email_hash = c.email_hash OR o.address_hash = c.address_hash)
              WHERE c.id = $1 GROUP BY o.state",
            (id,),
        )
        .await?;
    let of = |states: &[State]| {
        rows.iter()
            .filter(|(word, _)| states.iter().any(|state| state.word() == word))
            .map(|(_, count)| *count)
            .sum()
    };
    let (bans,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comments c JOIN comment_bans b ON b.hash IN (c.name_hash, c.email_hash, c.address_hash)
              WHERE c.id = $1 AND b.lifted_at IS NULL AND (b.until_at IS NULL OR b.until_at > $2)
                AND (b.title_id IS NULL OR b.title_id = c.title_id)",
            (id, now),
        )
        .await?;
    Ok(Known {
        approved: of(&[State::Approved]),
        refused: of(&[State::Rejected, State::Hidden]),
        banned: bans > 0,
    })
}

/// Whether the thread of a comment takes no more replies.
pub async fn closed(session: &mut Session, id: CommentId) -> Result<bool> {
    let row: Option<(bool,)> = session
        .opt(
            "SELECT t.closed FROM comments c JOIN comments t ON t.id = c.thread_id WHERE c.id = $1",
            (id,),
        )
        .await?;
    Ok(row.is_some_and(|(closed,)| closed))
}

/// What the filter has learnt, and how it did lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Learnt {
    /// Comments that taught what is good.
    pub good: u32,
    /// Comments that taught what is spam.
    pub bad: u32,
    /// Of each kind it needs before it says anything.
    pub needed: u32,
    /// Words and pairs it knows.
    pub words: u32,
    /// Spam of the last [`MISTAKES_DAYS`] on this title that it had marked.
    pub caught: u32,
    /// Spam it had not marked.
    pub missed: u32,
    /// Comments it had marked and a person approved.
    pub false_alarms: u32,
}

/// The figures of the filter, which learns from all titles, with its mistakes on this one.
pub async fn learnt(session: &mut Session, title: TitleId, now: Timestamp) -> Result<Learnt> {
    let (good, bad) = learning::counts(session, learning::ALL)
        .await?
        .unwrap_or_default();
    let (words,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comment_words WHERE word <> $1 AND good + bad > 0",
            (learning::ALL,),
        )
        .await?;
    let since = now
        .checked_sub(SignedDuration::from_hours(24 * MISTAKES_DAYS))
        .unwrap_or(now);
    let rows: Vec<(String, i64, u32)> = session
        .all(
            "SELECT learned, CAST(CASE WHEN flags LIKE '%spam:%' THEN 1 ELSE 0 END AS BIGINT) AS marked, COUNT(*) FROM comments
              WHERE title_id = $1 AND first_decided_at >= $2 AND learned <> '' GROUP BY learned, marked",
            (title, since),
        )
        .await?;
    let of = |lesson: &str, marked: i64| {
        rows.iter()
            .find(|(learned, one, _)| learned == lesson && *one == marked)
            .map_or(0, |(_, _, count)| *count)
    };
    Ok(Learnt {
        good,
        bad,
        needed: LESSONS_MIN,
        words,
        caught: of("bad", 1),
        missed: of("bad", 0),
        false_alarms: of("good", 1),
    })
}

/// Comments of a title in a state outside of folded groups, newest first, before an instant and id, at most `limit`.
pub async fn newest(
    session: &mut Session,
    title: TitleId,
    state: State,
    before: Option<(Timestamp, CommentId)>,
    limit: u32,
) -> Result<Vec<Entry>> {
    let (from, last) = edge(before);
    Ok(session
        .all(
            "SELECT id, placement_id, parent_id, name, text, email, website, state, at, flags, fold, badge, ground, reason,
                decided_by, decided_at FROM comments
              WHERE state = $1 AND title_id = $2 AND fold = '' AND (at < $3 OR (at = $3 AND id < $4))
              ORDER BY at DESC, id DESC LIMIT $5",
            (state.word(), title, from, last, limit),
        )
        .await?)
}

/// Comments under a placement in a state, folded or not, newest first, before an instant and id, at most `limit`.
pub async fn under(
    session: &mut Session,
    placement: PlacementId,
    state: State,
    before: Option<(Timestamp, CommentId)>,
    limit: u32,
) -> Result<Vec<Entry>> {
    let (from, last) = edge(before);
    Ok(session
        .all(
            "SELECT id, placement_id, parent_id, name, text, email, website, state, at, flags, fold, badge, ground, reason,
                decided_by, decided_at FROM comments
              WHERE placement_id = $1 AND state = $2 AND (at < $3 OR (at = $3 AND id < $4))
              ORDER BY at DESC, id DESC LIMIT $5",
            (placement, state.word(), from, last, limit),
        )
        .await?)
}

fn edge(before: Option<(Timestamp, CommentId)>) -> (Timestamp, Vec<u8>) {
    match before {
        Some((at, id)) => (at, id.bytes().to_vec()),
        None => (Timestamp::MAX, vec![0xff; 16]),
    }
}
