//! The texts in work, word for word, for who looks for something in them.

use super::{After, titles_of};
use crate::actor::Actor;
use crate::copy::Copy;
use crate::db::{FromRow, Row, Session};
use crate::desk::Shelf;
use crate::id::{ArticleId, TitleId};
use crate::rights::Deed;
use crate::{Fault, Result};
use jiff::Timestamp;

/// Texts read at once.
pub const TEXTS_AT_ONCE: u32 = 100;

/// A text in work.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftText {
    /// The article.
    pub article: ArticleId,
    /// The title it was filed for.
    pub title: TitleId,
    /// Its section there.
    pub section_name: String,
    /// What the desk calls it; may be empty.
    pub name: String,
    /// On which shelf it lies.
    pub shelf: Option<Shelf>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// What it says now.
    pub copy: Copy,
}

impl FromRow for DraftText {
    fn from_row(row: &mut Row) -> Result<DraftText, Fault> {
        let (article, title) = (row.take()?, row.take()?);
        let (section_name, name) = (row.take()?, row.take()?);
        let shelf: String = row.take()?;
        let saved_at = row.take()?;
        let copy: String = row.take()?;
        Ok(DraftText {
            article,
            title,
            section_name,
            name,
            shelf: Shelf::parse(&shelf),
            saved_at,
            copy: serde_json::from_str(&copy)?,
        })
    }
}

/// The titles whose texts in work somebody may see any of: one, or all there are.
pub async fn titles_seen(
    session: &mut Session,
    actor: &Actor,
    title: Option<TitleId>,
) -> Result<Vec<TitleId>> {
    match actor.sight(Deed::Save) {
        Some(sight) => titles_of(session, &sight, title).await,
        None => Ok(Vec::new()),
    }
}

/// The texts in work of a title that somebody may see, after a place, the latest saved first, at most [`TEXTS_AT_ONCE`].
pub async fn texts(
    session: &mut Session,
    actor: &Actor,
    title: TitleId,
    after: Option<After>,
) -> Result<Vec<DraftText>> {
    let Some(sight) = actor.sight(Deed::Save) else {
        return Ok(Vec::new());
    };
    let after = after.unwrap_or(After {
        at: Timestamp::MAX,
        article: ArticleId::last(),
    });
    Ok(session
        .all(
            "SELECT k.article_id, k.title_id, s.name, k.name, k.shelf, k.saved_at, d.copy
               FROM desk k JOIN drafts d ON d.article_id = k.article_id
               JOIN placements p ON p.article_id = k.article_id AND p.title_id = k.title_id
               JOIN sections s ON s.id = p.section_id
              WHERE k.title_id = $1 AND (k.saved_at, k.article_id) < ($2, $3)
                AND ($5 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $5 AND $6 LIKE '%,' || g.role || ',%'
                     AND (g.title_id IS NULL OR g.title_id = k.title_id)
                     AND (g.section_id IS NULL OR g.section_id = p.section_id)))
              ORDER BY k.saved_at DESC, k.article_id DESC LIMIT $4",
            (
                title,
                after.at,
                after.article,
                TEXTS_AT_ONCE,
                sight.account,
                &sight.roles,
            ),
        )
        .await?)
}
