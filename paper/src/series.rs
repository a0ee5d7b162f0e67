//! Recurring texts: the weather, what is on, the tides. Each is good until the next of its series is out.

use crate::Result;
use crate::db::Session;
use crate::id::{ArticleId, TitleId};
use crate::paper::Tx;
use crate::reading::cards::StoredCard;
use crate::reading::facts::Link;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Expired texts looked for at once.
const EXPIRED_MAX: u32 = 500;

/// Notes that a text of a series goes out, or went out elsewhere, at an instant. The one before it expires by this, so its page and its front change too.
pub(crate) async fn goes_out(
    tx: &mut Tx,
    title: TitleId,
    article: ArticleId,
    name: &str,
    at: Timestamp,
) -> Result<()> {
    if name.is_empty() {
        return Ok(());
    }
    let before: Option<(ArticleId,)> = tx
        .session
        .opt(
            "SELECT article_id FROM series_texts WHERE title_id = $1 AND name = $2 ORDER BY at DESC LIMIT 1",
            (title, name),
        )
        .await?;
    if let Some((before,)) = before {
        tx.touches(before).await?;
    }
    tx.session
        .exec(
            "INSERT INTO series_texts (article_id, title_id, name, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (article_id) DO NOTHING",
            (article, title, name, at),
        )
        .await?;
    Ok(())
}

/// The text of its series that came out after this one, as [`next`] names it.
pub(crate) async fn next_article(
    session: &mut Session,
    title: TitleId,
    article: ArticleId,
) -> Result<Option<ArticleId>> {
    let row: Option<(ArticleId,)> = session
        .opt(
            "SELECT n.article_id FROM series_texts s
               JOIN series_texts n ON n.title_id = s.title_id AND n.name = s.name AND n.at > s.at
               JOIN placements p ON p.article_id = n.article_id AND p.title_id = n.title_id
              WHERE s.article_id = $1 AND s.title_id = $2 AND p.listed = 1 AND p.path IS NOT NULL AND p.card IS NOT NULL
              ORDER BY n.at LIMIT 1",
            (article, title),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}

/// The text of its series that came out after this one, where the title shows it.
pub(crate) async fn next(
    session: &mut Session,
    title: TitleId,
    article: ArticleId,
) -> Result<Option<Link>> {
    let row: Option<(String, String)> = session
        .opt(
            "SELECT p.path, p.card FROM series_texts s
               JOIN series_texts n ON n.title_id = s.title_id AND n.name = s.name AND n.at > s.at
               JOIN placements p ON p.article_id = n.article_id AND p.title_id = n.title_id
              WHERE s.article_id = $1 AND s.title_id = $2 AND p.path IS NOT NULL AND p.card IS NOT NULL
              ORDER BY n.at LIMIT 1",
            (article, title),
        )
        .await?;
    row.map(|(path, card)| {
        let card: StoredCard = serde_json::from_str(&card)?;
        let name = card.headline().to_owned();
        Ok(Link { name, path })
    })
    .transpose()
}

/// The newest texts of a title that have expired: no front offers them.
pub(crate) async fn expired(session: &mut Session, title: TitleId) -> Result<BTreeSet<ArticleId>> {
    let rows: Vec<(ArticleId,)> = session
        .all(
            "SELECT s.article_id FROM series_texts s WHERE s.title_id = $1
                AND EXISTS (SELECT n.at FROM series_texts n WHERE n.title_id = s.title_id AND n.name = s.name AND n.at > s.at)
              ORDER BY s.at DESC LIMIT $2",
            (title, EXPIRED_MAX),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
