//! Comments that close some days after an article's first publication.
//!
//! A page says the same until something of the record changes. So the clock closes no comments: a job does, when the days
//! of an article are over, by moving the title's edge (`Title::comments_over`) and touching the articles behind it.

use crate::changes::Traces;
use crate::id::{ArticleId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::reading::facts::CommentsPolicy;
use crate::titles::{self, Title};
use crate::{Fault, Paper, Result};
use jiff::{SignedDuration, Timestamp};

/// Articles touched one by one; where more close at once, everything counts as changed.
const AT_ONCE: u32 = 200;

fn days(policy: &CommentsPolicy) -> Option<SignedDuration> {
    let days = policy.close_after_days?;
    Some(SignedDuration::from_hours(24 * i64::from(days)))
}

/// When comments on an article close, if they ever do.
pub(crate) fn closes_at(
    policy: &CommentsPolicy,
    first_published: Option<Timestamp>,
) -> Option<Timestamp> {
    first_published?.checked_add(days(policy)?).ok()
}

/// The first publication up to which comments are over at an instant.
pub(crate) fn edge(policy: &CommentsPolicy, now: Timestamp) -> Timestamp {
    days(policy)
        .and_then(|days| now.checked_sub(days).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Has comments closed when the days of an article that goes out on a title are over.
pub(crate) async fn will_close(
    tx: &mut Tx,
    title: &Title,
    first_published: Timestamp,
) -> Result<()> {
    let Some(due) = closes_at(&title.settings.comments, Some(first_published)) else {
        return Ok(());
    };
    let key = title.id.to_string();
    jobs::no_later(tx, jobs::Kind::CloseComments, &key, due).await
}

/// Has comments closed under the next article of a title whose days end; nothing if there is none.
pub(crate) async fn expect(tx: &mut Tx, title: &Title) -> Result<()> {
    let key = title.id.to_string();
    let next: Option<(Option<Timestamp>,)> = tx
        .session
        .opt(
            "SELECT MIN(first_published_at) FROM placements WHERE title_id = $1 AND first_published_at > $2",
            (title.id, title.comments_over),
        )
        .await?;
    let next = next.and_then(|(next,)| next);
    match closes_at(&title.settings.comments, next) {
        Some(due) => jobs::queue(tx, jobs::Kind::CloseComments, &key, due).await,
        None => jobs::forget(tx, jobs::Kind::CloseComments, &key).await,
    }
}

/// Closes comments under the articles of a title whose days are over.
pub(crate) async fn close(paper: &Paper, key: &str) -> Result<()> {
    let id = TitleId::parse(key)
        .ok_or_else(|| Fault::new(format!("comments close on no title “{key}”")))?;
    let mut tx = paper.begin().await?;
    let mut title = titles::by_id(&mut tx.session, id).await?;
    let edge = edge(&title.settings.comments, tx.now);
    let over: Vec<(ArticleId,)> = tx
        .session
        .all(
            "SELECT article_id FROM placements
              WHERE title_id = $1 AND first_published_at > $2 AND first_published_at <= $3 LIMIT $4",
            (id, title.comments_over, edge, AT_ONCE + 1),
        )
        .await?;
    let many = over.len() > AT_ONCE as usize;
    if !many {
        for (article,) in over {
            tx.touches(article).await?;
        }
    }
    tx.session
        .exec(
            "UPDATE titles SET comments_over = $2 WHERE id = $1",
            (id, edge),
        )
        .await?;
    title.comments_over = edge;
    expect(&mut tx, &title).await?;
    let traces = if many {
        Traces::everything()
    } else {
        Traces::default()
    };
    tx.commit("comment.close", &traces).await?;
    Ok(())
}
