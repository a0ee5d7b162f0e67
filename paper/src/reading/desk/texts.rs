//! The texts in work, word for word, for who looks for something in them.

use super::{After, titles_of};
use crate::actor::Actor;
use crate::articles::{Revision, making};
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

/// A row of a text that is out and in no search of readers.
struct Unlisted(DraftText);

impl FromRow for Unlisted {
    fn from_row(row: &mut Row) -> Result<Unlisted, Fault> {
        let (section_name, name, saved_at) = (row.take()?, row.take()?, row.take()?);
        let title = row.take()?;
        let revision = Revision::from_row(row)?;
        Ok(Unlisted(DraftText {
            article: revision.article,
            title,
            section_name,
            name,
            shelf: Some(Shelf::Live),
            saved_at,
            copy: making::copy_of(&revision.content, Vec::new()),
        }))
    }
}

/// The texts of a title that readers can read and, by the right to be forgotten, not search for: for whoever may write on
/// them, the newest first, at most [`TEXTS_AT_ONCE`]. Those with a draft are among [`texts`].
pub async fn unlisted(
    session: &mut Session,
    actor: &Actor,
    title: TitleId,
) -> Result<Vec<DraftText>> {
    let Some(sight) = actor.sight(Deed::Save) else {
        return Ok(Vec::new());
    };
    let rows: Vec<Unlisted> = session
        .all(
            "SELECT s.name, COALESCE(k.name, ''), p.first_published_at, p.title_id,
                    r.id, r.article_id, r.number, r.class, r.content, r.commitment, r.at, r.editor, r.redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = r.article_id AND v.last_number >= r.number)
               FROM articles a JOIN placements p ON p.article_id = a.id AND p.original = 1
               JOIN sections s ON s.id = p.section_id JOIN revisions r ON r.id = p.revision_id
               LEFT JOIN desk k ON k.article_id = a.id
              WHERE a.id IN (SELECT m.article_id FROM measures m
                              WHERE m.title_id = $1 AND m.state = 'standing' AND m.kind = 'deindex')
                AND a.state = 'live' AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = a.id)
                AND ($3 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $3 AND $4 LIKE '%,' || g.role || ',%'
                     AND (g.title_id IS NULL OR g.title_id = p.title_id)
                     AND (g.section_id IS NULL OR g.section_id = p.section_id)))
              ORDER BY p.first_published_at DESC, a.id DESC LIMIT $2",
            (title, TEXTS_AT_ONCE, sight.account, &sight.roles),
        )
        .await?;
    Ok(rows.into_iter().map(|Unlisted(text)| text).collect())
}
