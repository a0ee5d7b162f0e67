//! The moderators' queue: what waits, what the rules noticed of it, and floods folded into one line each.

use super::learning::{self, Opinion};
use super::{State, unknown};
use crate::db::{FromRow, Row, Session};
use crate::id::{CommentId, PlacementId, TitleId};
use crate::secrets::{self, Secret};
use crate::{Fault, Result};
use jiff::Timestamp;
use serde::Serialize;

/// Lines listed at once.
pub const PAGE_MAX: u32 = 100;

/// A comment as moderators see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: CommentId,
    /// Where it stands.
    pub placement: PlacementId,
    /// The comment it answers.
    pub reply_to: Option<CommentId>,
    /// The name given.
    pub name: String,
    /// What is said.
    pub text: String,
    /// E-mail address, until it is forgotten; may be empty.
    pub email: String,
    /// Website; may be empty.
    pub website: String,
    /// Where it is in its life.
    pub state: String,
    /// When it was sent.
    pub at: Timestamp,
    /// What the rules noticed: `first links:2 spam:97`.
    pub flags: String,
    /// The folded group it is in; empty for none.
    pub group: String,
    /// `author` or `newsroom` where the desk speaks.
    pub badge: String,
    /// Why it is not shown, in a word.
    pub ground: String,
    /// Why, in words.
    pub reason: String,
    /// Who decided last.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Timestamp>,
}

impl FromRow for Entry {
    fn from_row(row: &mut Row) -> Result<Entry, Fault> {
        Ok(Entry {
            id: row.take()?,
            placement: row.take()?,
            reply_to: row.take()?,
            name: row.take()?,
            text: row.take()?,
            email: row.take()?,
            website: row.take()?,
            state: row.take()?,
            at: row.take()?,
            flags: row.take()?,
            group: row.take()?,
            badge: row.take()?,
            ground: row.take()?,
            reason: row.take()?,
            decided_by: row.take()?,
            decided_at: row.take()?,
        })
    }
}

/// A folded group: many comments that are one event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its name, for deciding it whole.
    pub group: String,
    /// Comments of it that wait.
    pub waiting: u32,
    /// Comments that were counted and not kept, since the group was full.
    pub turned_away: u32,
    /// The first one, as an example.
    pub first: CommentId,
    /// Since when.
    pub since: Timestamp,
}

/// What waits on a title: single comments, the oldest first, and all folded groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Queue {
    /// Single comments, at most [`PAGE_MAX`].
    pub comments: Vec<Entry>,
    /// All groups, the largest first: a title has no more than [`super::sending::GROUPS_MAX`] and one.
    pub groups: Vec<Group>,
    /// How many single comments wait in all.
    pub waiting: u32,
}

/// The queue of a title.
pub async fn waiting(session: &mut Session, title: TitleId, key: &str) -> Result<Queue> {
    Ok(Queue {
        comments: page(session, title, State::Held, "", None, PAGE_MAX).await?,
        groups: groups(session, title, key).await?,
        waiting: single(session, title).await?,
    })
}

/// How many comments of a title wait outside of folded groups.
pub async fn single(session: &mut Session, title: TitleId) -> Result<u32> {
    let (waiting,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comments WHERE state = 'held' AND title_id = $1 AND fold = ''",
            (title,),
        )
        .await?;
    Ok(waiting)
}

/// All folded groups of a title that wait, the largest first.
pub async fn groups(session: &mut Session, title: TitleId, key: &str) -> Result<Vec<Group>> {
    let rows: Vec<(String, u32, Timestamp)> = session
        .all(
            "SELECT fold, COUNT(*), MIN(at) FROM comments WHERE state = 'held' AND title_id = $1 AND fold <> ''
              GROUP BY fold ORDER BY COUNT(*) DESC, fold LIMIT $2",
            (title, PAGE_MAX),
        )
        .await?;
    let mut groups = Vec::new();
    for (fold, waiting, since) in rows {
        let (first,): (CommentId,) = session
            .one(
                "SELECT id FROM comments WHERE state = 'held' AND title_id = $1 AND fold = $2 ORDER BY at, id LIMIT 1",
                (title, &fold),
            )
            .await?;
        let away: Option<(u32,)> = session
            .opt(
                "SELECT turned_away FROM comment_floods WHERE fold = $1",
                (format!("{key} {fold}"),),
            )
            .await?;
        groups.push(Group {
            group: fold,
            waiting,
            turned_away: away.map_or(0, |(count,)| count),
            first,
            since,
        });
    }
    Ok(groups)
}

/// When a comment was sent, to go on after it in a list.
pub async fn place_of(session: &mut Session, id: CommentId) -> Result<(Timestamp, CommentId)> {
    let row: Option<(Timestamp,)> = session
        .opt("SELECT at FROM comments WHERE id = $1", (id,))
        .await?;
    Ok((row.ok_or_else(|| unknown(id))?.0, id))
}

/// Comments of a title in a state and folded group (empty: none), oldest first, after an instant and id, at most `limit`.
pub async fn page(
    session: &mut Session,
    title: TitleId,
    state: State,
    group: &str,
    after: Option<(Timestamp, CommentId)>,
    limit: u32,
) -> Result<Vec<Entry>> {
    let from = after.map_or(Timestamp::UNIX_EPOCH, |(at, _)| at);
    let last = after.map_or_else(|| vec![0; 16], |(_, id)| id.bytes().to_vec());
    Ok(session
        .all(
            "SELECT id, placement_id, parent_id, name, text, email, website, state, at, flags, fold, badge, ground, reason,
                decided_by, decided_at FROM comments
              WHERE state = $1 AND title_id = $2 AND fold = $3 AND (at > $4 OR (at = $4 AND id > $5))
              ORDER BY at, id LIMIT $6",
            (state.word(), title, group, from, last, limit),
        )
        .await?)
}

/// One comment, and what the decisions so far say of its words.
pub async fn entry(
    session: &mut Session,
    secret: &Secret,
    id: CommentId,
) -> Result<(Entry, Option<Opinion>)> {
    let entry = find(session, id).await?;
    let opinion = learning::opinion(session, secret, &entry.name, &entry.text).await?;
    Ok((entry, opinion))
}

/// One comment.
pub async fn find(session: &mut Session, id: CommentId) -> Result<Entry> {
    let entry: Option<Entry> = session
        .opt(
            "SELECT id, placement_id, parent_id, name, text, email, website, state, at, flags, fold, badge, ground, reason,
                decided_by, decided_at FROM comments WHERE id = $1",
            (id,),
        )
        .await?;
    entry.ok_or_else(|| unknown(id).into())
}

/// As [`entry`], by the secret the record holds; without an opinion where none was drawn yet.
pub async fn judged(session: &mut Session, id: CommentId) -> Result<(Entry, Option<Opinion>)> {
    match secrets::kept(session).await? {
        Some(secret) => entry(session, &secret, id).await,
        None => Ok((find(session, id).await?, None)),
    }
}
