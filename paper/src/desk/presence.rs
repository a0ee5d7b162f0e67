//! Who has an article open now. It is knowledge, no lock: two who save are helped by
//! [`merging`](crate::articles::merging).

use crate::actor::Actor;
use crate::articles;
use crate::db::Session;
use crate::id::{AccountId, ArticleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Paper, Result};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// Seconds after which somebody not heard of is not there any more.
pub const SECONDS: i64 = 45;
/// People at one article at once, at most; who comes later sees them and is not seen.
pub const PEOPLE_MAX: u32 = 20;
/// Minutes for which it is remembered what somebody wrote on.
const REMEMBERED_MINUTES: i64 = 60;
/// People looked up at once, over all articles.
const ALL_MAX: u32 = 2_000;

/// Somebody else who has an article open.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Other {
    /// The name of their account.
    pub name: String,
    /// Its handle.
    pub handle: String,
    /// They are changing it.
    pub writing: bool,
    /// Since when they have it open.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub since: Timestamp,
}

/// Says that somebody has an article open, and returns who else has, the first to come first. Said again at least every
/// [`SECONDS`] for as long as it is so.
///
/// `started_from` is the count of saves at which the text before them was read: that save is kept for an hour, so that what
/// they make of it can be merged. No deed of the newspaper: it leaves neither an audit line nor a change.
///
/// # Errors
/// Refused without [`Deed::Save`].
pub async fn here(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    writing: bool,
    started_from: u32,
) -> Result<Vec<Other>> {
    let mut tx = paper.begin().await?;
    may(&mut tx, by, id).await?;
    let ago = |long| tx.now.checked_sub(long).unwrap_or(tx.now);
    let (seen, remembered) = (
        ago(SignedDuration::from_secs(SECONDS)),
        ago(SignedDuration::from_mins(REMEMBERED_MINUTES)),
    );
    tx.session
        .exec(
            "DELETE FROM desk_presence WHERE seen_at < $1",
            (remembered,),
        )
        .await?;
    let (others,): (u32,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM desk_presence WHERE article_id = $1 AND account_id <> $2 AND seen_at >= $3",
            (id, by.account(), seen),
        )
        .await?;
    if let Some(account) = by.account().filter(|_| others < PEOPLE_MAX) {
        tx.session
            .exec(
                "INSERT INTO desk_presence (article_id, account_id, writing, base, since, seen_at)
                 VALUES ($1, $2, $3, $4, $5, $5)
                 ON CONFLICT (article_id, account_id) DO UPDATE SET writing = excluded.writing, base = excluded.base,
                    since = CASE WHEN desk_presence.seen_at < $6 THEN excluded.since ELSE desk_presence.since END,
                    seen_at = excluded.seen_at",
                (id, account, writing, started_from, tx.now, seen),
            )
            .await?;
    }
    let others = others_at(&mut tx.session, id, by.account(), tx.now).await?;
    tx.session.commit().await?;
    Ok(others)
}

/// Says that somebody closed an article.
///
/// # Errors
/// Refused without [`Deed::Save`].
pub async fn gone(paper: &Paper, by: &Actor, id: ArticleId) -> Result<()> {
    let mut tx = paper.begin().await?;
    may(&mut tx, by, id).await?;
    tx.session
        .exec(
            "DELETE FROM desk_presence WHERE article_id = $1 AND account_id = $2",
            (id, by.account()),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}

async fn may(tx: &mut Tx, by: &Actor, id: ArticleId) -> Result<()> {
    let article = articles::find(&mut tx.session, id).await?;
    let placement = articles::original(&mut tx.session, id).await?;
    by.may(tx, Deed::Save, Some(article.home), Some(placement.section))
        .await
}

/// Who but this account has an article open at an instant, the first to come first, at most [`PEOPLE_MAX`].
pub async fn others_at(
    session: &mut Session,
    id: ArticleId,
    but: Option<AccountId>,
    now: Timestamp,
) -> Result<Vec<Other>> {
    let rows: Vec<(AccountId, String, String, bool, Timestamp)> = session
        .all(
            "SELECT w.account_id, u.name, u.handle, w.writing, w.since
               FROM desk_presence w JOIN accounts u ON u.id = w.account_id
              WHERE w.article_id = $1 AND w.seen_at >= $2 ORDER BY w.since, w.account_id LIMIT $3",
            (id, since(now), PEOPLE_MAX + 1),
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter(|(account, ..)| Some(*account) != but)
        .take(PEOPLE_MAX as usize)
        .map(|(_, name, handle, writing, since)| Other {
            name,
            handle,
            writing,
            since,
        })
        .collect())
}

/// Everybody who has any article open at an instant, the first to come first.
pub(crate) async fn everybody(
    session: &mut Session,
    now: Timestamp,
) -> Result<Vec<(ArticleId, Other)>> {
    let rows: Vec<(ArticleId, String, String, bool, Timestamp)> = session
        .all(
            "SELECT w.article_id, u.name, u.handle, w.writing, w.since
               FROM desk_presence w JOIN accounts u ON u.id = w.account_id
              WHERE w.seen_at >= $1 ORDER BY w.since, w.account_id LIMIT $2",
            (since(now), ALL_MAX),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(article, name, handle, writing, since)| {
            let other = Other {
                name,
                handle,
                writing,
                since,
            };
            (article, other)
        })
        .collect())
}

fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_secs(SECONDS))
        .unwrap_or(now)
}
