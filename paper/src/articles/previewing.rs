//! Secret addresses at which somebody without an account reads a text before it is out: a person interviewed, a lawyer.
//!
//! The address holds a secret nobody can guess, of which only the hash is kept. It ends by itself, when the article is gone,
//! and as soon as somebody of the desk says so. While a text is under embargo only addresses open that were made by somebody
//! who may lift it.

use super::{Article, drafting};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::doors;
use crate::id::{AccountId, ArticleId, PreviewLinkId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words;
use crate::{Error, Fault, Paper, Refusal, Result, Thing};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Longest life of an address, days.
pub const DAYS_MAX: u32 = 30;
/// Addresses of one article at once.
pub const LINKS_MAX: usize = 20;
/// Hours of a day.
const HOURS: i64 = 24;

/// An address, as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLink {
    /// By which it is ended.
    pub id: PreviewLinkId,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom; empty if by nobody with an account.
    pub by: String,
    /// Until when it opens.
    pub ends_at: Timestamp,
}

impl FromRow for PreviewLink {
    fn from_row(row: &mut Row) -> Result<PreviewLink, Fault> {
        Ok(PreviewLink {
            id: row.take()?,
            made_at: row.take()?,
            by: row.take()?,
            ends_at: row.take()?,
        })
    }
}

/// Makes a secret address of an article's working text, good for so many days. Returns the secret, which nobody can read
/// again.
///
/// # Errors
/// Refused without [`Deed::Save`] on the article, and while it is under embargo without [`Deed::Embargo`]; for an article that is spiked, for less than a day or more than
/// [`DAYS_MAX`], and beyond [`LINKS_MAX`].
pub async fn lend(paper: &Paper, by: &Actor, id: ArticleId, days: u32) -> Result<String> {
    if days == 0 || days > DAYS_MAX {
        return Err(Refusal::Unfit {
            field: "days",
            value: days.to_string(),
            wants: "1–30",
        }
        .into());
    }
    let secret = doors::draw(paper)?;
    let mut tx = paper.begin().await?;
    may(&mut tx, by, id).await?;
    let article = super::find(&mut tx.session, id).await?;
    if article.stage == super::Stage::Spiked {
        return Err(Refusal::Spiked.into());
    }
    let now = tx.now;
    if is_under_embargo(&mut tx.session, &article, now).await? {
        let section = super::original(&mut tx.session, id).await?.section;
        by.may(&mut tx, Deed::Embargo, Some(article.home), Some(section))
            .await?;
    }
    let there = list(&mut tx.session, id, now).await?;
    words::at_most("previews", there.len() + 1, LINKS_MAX)?;
    let ends_at = now
        .checked_add(SignedDuration::from_hours(i64::from(days) * HOURS))
        .unwrap_or(Timestamp::MAX);
    let link = PreviewLinkId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO preview_links (id, hash, article_id, made_at, account_id, ends_at) VALUES ($1, $2, $3, $4, $5, $6)",
            (link, doors::hash(&secret).as_slice(), id, now, by.account(), ends_at),
        )
        .await?;
    let detail = json!({"preview": link, "until": ends_at});
    audit::note(&mut tx, by, Deed::Save, About::article(id), detail).await?;
    tx.commit("preview.lend", &Traces::default()).await?;
    Ok(secret)
}

/// Ends a secret address.
///
/// # Errors
/// Refused without [`Deed::Save`] on the article, and where there is no such address any more.
pub async fn revoke(paper: &Paper, by: &Actor, id: ArticleId, link: PreviewLinkId) -> Result<()> {
    let mut tx = paper.begin().await?;
    may(&mut tx, by, id).await?;
    let ended = tx
        .session
        .exec(
            "DELETE FROM preview_links WHERE id = $1 AND article_id = $2",
            (link, id),
        )
        .await?;
    if ended == 0 {
        return Err(Refusal::Unknown {
            thing: Thing::Preview,
            name: link.to_string(),
        }
        .into());
    }
    let detail = json!({"preview": link, "ended": true});
    audit::note(&mut tx, by, Deed::Save, About::article(id), detail).await?;
    tx.commit("preview.revoke", &Traces::default()).await?;
    Ok(())
}

async fn may(tx: &mut Tx, by: &Actor, id: ArticleId) -> Result<()> {
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(tx, Deed::Save, Some(article.home), Some(placement.section))
        .await
}

/// The addresses of an article that open now, the newest first.
pub async fn list(
    session: &mut Session,
    id: ArticleId,
    now: Timestamp,
) -> Result<Vec<PreviewLink>> {
    Ok(session
        .all(
            "SELECT l.id, l.made_at, COALESCE(a.name, ''), l.ends_at FROM preview_links l LEFT JOIN accounts a ON a.id = l.account_id
              WHERE l.article_id = $1 AND l.ends_at > $2 ORDER BY l.made_at DESC, l.id DESC LIMIT $3",
            (id, now, i64::try_from(LINKS_MAX).unwrap_or(i64::MAX)),
        )
        .await?)
}

/// The article a secret opens now; `None` for one that is none of ours, is over, or whose article is gone.
pub async fn open(
    session: &mut Session,
    secret: &str,
    now: Timestamp,
) -> Result<Option<ArticleId>> {
    if !doors::shaped(secret) {
        return Ok(None);
    }
    let row: Option<(ArticleId, Option<AccountId>)> = session
        .opt(
            "SELECT l.article_id, l.account_id FROM preview_links l JOIN articles a ON a.id = l.article_id
              WHERE l.hash = $1 AND l.ends_at > $2 AND a.state IN ('draft', 'live')",
            (doors::hash(secret).as_slice(), now),
        )
        .await?;
    let Some((id, account)) = row else {
        return Ok(None);
    };
    let article = super::find(session, id).await?;
    if !is_under_embargo(session, &article, now).await? {
        return Ok(Some(id));
    }
    let Some(account) = account else {
        return Ok(None);
    };
    let section = super::original(session, id).await?.section;
    let maker = match Actor::by_id(session, account).await {
        Ok(maker) => maker,
        // Of an account that is closed since.
        Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let lifts = maker
        .sees(session, Deed::Embargo, Some(article.home), Some(section))
        .await?;
    Ok(lifts.then_some(id))
}

/// Whether what the desk works on must not be read yet.
async fn is_under_embargo(
    session: &mut Session,
    article: &Article,
    now: Timestamp,
) -> Result<bool> {
    let draft = drafting::find_draft(session, article.id).await?;
    Ok(draft
        .and_then(|draft| draft.copy.embargo)
        .is_some_and(|until| until > now))
}

/// Forgets at most so many addresses that are over. Says how many.
pub(crate) async fn forget(tx: &mut Tx, most: u32) -> Result<u64> {
    let now = tx.now;
    Ok(tx
        .session
        .exec(
            "DELETE FROM preview_links WHERE id IN (SELECT id FROM preview_links WHERE ends_at <= $1 LIMIT $2)",
            (now, most),
        )
        .await?)
}
