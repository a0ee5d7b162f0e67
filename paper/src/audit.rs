//! The audit trail: every deed leaves a line, in its transaction.

use crate::actor::Actor;
use crate::db::many::{Many, many};
use crate::db::{self, FromRow, Row, Session};
use crate::id::{ArticleId, AuditId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Fault, Result};
use jiff::Timestamp;
use serde_json::Value;

/// Lines shown at once.
pub const PAGE_MAX: u32 = 200;

/// What a line is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    pub(crate) title: Option<TitleId>,
    pub(crate) article: Option<ArticleId>,
}

impl About {
    pub(crate) fn article(article: ArticleId) -> About {
        About {
            article: Some(article),
            title: None,
        }
    }

    pub(crate) fn title(title: TitleId) -> About {
        About {
            title: Some(title),
            article: None,
        }
    }
}

pub(crate) async fn note(
    tx: &mut Tx,
    by: &Actor,
    deed: Deed,
    about: About,
    detail: Value,
) -> Result<()> {
    write(tx, by, deed.word(), about, detail).await
}

/// A line about what somebody did with their own account, for which no right is needed.
pub(crate) async fn of_oneself(
    tx: &mut Tx,
    by: &Actor,
    word: &'static str,
    detail: Value,
) -> Result<()> {
    write(tx, by, word, About::default(), detail).await
}

async fn write(
    tx: &mut Tx,
    by: &Actor,
    word: &'static str,
    about: About,
    detail: Value,
) -> Result<()> {
    let row = row(tx, by, word, about, &detail)?;
    tx.session.write_many(&WRITE, vec![row]).await?;
    Ok(())
}

/// A line for each of many things a deed is about.
pub(crate) async fn note_each(
    tx: &mut Tx,
    by: &Actor,
    deed: Deed,
    lines: &[(About, Value)],
) -> Result<()> {
    let rows = lines
        .iter()
        .map(|(about, detail)| row(tx, by, deed.word(), *about, detail))
        .collect::<Result<_>>()?;
    tx.session.write_many(&WRITE, rows).await?;
    Ok(())
}

const WRITE: Many = many!(
    "INSERT INTO audit (id, at, account_id, actor, deed, title_id, article_id, detail) VALUES ",
    8,
    ""
);

fn row(
    tx: &Tx,
    by: &Actor,
    word: &'static str,
    about: About,
    detail: &Value,
) -> Result<Vec<db::Value>> {
    Ok(vec![
        AuditId::draw(&tx.paper)?.into(),
        tx.now.into(),
        by.account().into(),
        by.name().into(),
        word.into(),
        about.title.into(),
        about.article.into(),
        detail.to_string().into(),
    ])
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub deed: String,
    /// On which article.
    pub article: Option<ArticleId>,
    /// On which title: its key; the article's own where the deed was on an article.
    pub title: Option<String>,
    /// With which particulars (JSON).
    pub detail: String,
}

impl FromRow for Line {
    fn from_row(row: &mut Row) -> Result<Line, Fault> {
        Ok(Line {
            id: row.take()?,
            at: row.take()?,
            actor: row.take()?,
            deed: row.take()?,
            article: row.take()?,
            title: row.take()?,
            detail: row.take()?,
        })
    }
}

/// The newest lines, newest first, at most [`PAGE_MAX`].
pub async fn newest(session: &mut Session) -> Result<Vec<Line>> {
    Ok(session
        .all(
            "SELECT d.id, d.at, d.actor, d.deed, d.article_id, t.key, d.detail
               FROM audit d LEFT JOIN articles a ON a.id = d.article_id
               LEFT JOIN titles t ON t.id = COALESCE(d.title_id, a.home_title_id)
              ORDER BY d.at DESC, d.id DESC LIMIT $1",
            (PAGE_MAX,),
        )
        .await?)
}

/// The lines about one article, oldest first, at most [`PAGE_MAX`].
pub async fn of_article(session: &mut Session, article: ArticleId) -> Result<Vec<Line>> {
    Ok(session
        .all(
            "SELECT d.id, d.at, d.actor, d.deed, d.article_id, t.key, d.detail
               FROM audit d LEFT JOIN articles a ON a.id = d.article_id
               LEFT JOIN titles t ON t.id = COALESCE(d.title_id, a.home_title_id)
              WHERE d.article_id = $1 ORDER BY d.at, d.id LIMIT $2",
            (article, PAGE_MAX),
        )
        .await?)
}

/// Lines before an instant and id, newest first.
pub async fn page(
    session: &mut Session,
    before: Option<(Timestamp, AuditId)>,
    limit: u32,
) -> Result<Vec<Line>> {
    let (at, id) = before.unwrap_or((Timestamp::MAX, AuditId::last()));
    Ok(session
        .all(
            "SELECT d.id, d.at, d.actor, d.deed, d.article_id, t.key, d.detail
               FROM audit d LEFT JOIN articles a ON a.id = d.article_id
               LEFT JOIN titles t ON t.id = COALESCE(d.title_id, a.home_title_id)
              WHERE (d.at, d.id) < ($1, $2) ORDER BY d.at DESC, d.id DESC LIMIT $3",
            (at, id, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// Lines about one article before an instant and id, newest first.
pub async fn page_of_article(
    session: &mut Session,
    article: ArticleId,
    before: Option<(Timestamp, AuditId)>,
    limit: u32,
) -> Result<Vec<Line>> {
    let (at, id) = before.unwrap_or((Timestamp::MAX, AuditId::last()));
    Ok(session
        .all(
            "SELECT d.id, d.at, d.actor, d.deed, d.article_id, t.key, d.detail
               FROM audit d LEFT JOIN articles a ON a.id = d.article_id
               LEFT JOIN titles t ON t.id = COALESCE(d.title_id, a.home_title_id)
              WHERE d.article_id = $1 AND (d.at, d.id) < ($2, $3) ORDER BY d.at DESC, d.id DESC LIMIT $4",
            (article, at, id, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// Which lines are looked for; what is empty or `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Handle of the account, or the name it had.
    pub person: String,
    /// The word of the deed.
    pub deed: String,
    /// On this article.
    pub article: Option<ArticleId>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// Lines before an instant and id, newest first, among those the actor may see: on titles whose settings are theirs to
/// change; and those on no title for who may do so everywhere.
pub async fn found(
    session: &mut Session,
    actor: &Actor,
    filter: &Filter,
    before: Option<(Timestamp, AuditId)>,
    limit: u32,
) -> Result<Vec<Line>> {
    let Some(sight) = actor.sight(Deed::Settle) else {
        return Ok(Vec::new());
    };
    let (at, id) = before.unwrap_or((Timestamp::MAX, AuditId::last()));
    Ok(session
        .all(
            "SELECT d.id, d.at, d.actor, d.deed, d.article_id, t.key, d.detail
               FROM audit d LEFT JOIN articles a ON a.id = d.article_id
               LEFT JOIN titles t ON t.id = COALESCE(d.title_id, a.home_title_id)
              WHERE (d.at, d.id) < ($1, $2) AND d.at >= $3 AND d.at < $4
                AND ($5 = '' OR d.actor = $5 OR d.account_id IN (SELECT id FROM accounts WHERE handle = $5))
                AND ($6 = '' OR d.deed = $6) AND ($7 IS NULL OR d.article_id = $7)
                AND ($8 IS NULL OR t.id = $8)
                AND ($9 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $9
                     AND $10 LIKE '%,' || g.role || ',%' AND g.section_id IS NULL
                     AND (g.title_id IS NULL OR g.title_id = COALESCE(d.title_id, a.home_title_id))))
              ORDER BY d.at DESC, d.id DESC LIMIT $11",
            vec![
                at.into(),
                id.into(),
                filter.from.unwrap_or(Timestamp::MIN).into(),
                filter.until.unwrap_or(Timestamp::MAX).into(),
                filter.person.as_str().into(),
                filter.deed.as_str().into(),
                filter.article.into(),
                sight.title.into(),
                sight.account.into(),
                sight.roles.as_str().into(),
                limit.min(PAGE_MAX).into(),
            ],
        )
        .await?)
}
