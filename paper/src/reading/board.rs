//! What the desk composes a front of: articles readers see on the title, as cards under their own headlines.

use super::cards::{self, ListedRow};
use super::facts::Card;
use super::lists;
use crate::Result;
use crate::articles::content::State;
use crate::db::Session;
use crate::id::ArticleId;
use crate::titles::Title;
use crate::words::{self, HEADLINE_CHARS_MAX};

/// Articles offered at once.
pub const OFFERED_MAX: u32 = 60;
/// Articles looked through for words.
const LOOKED_THROUGH: u32 = 1_000;

/// The newest articles of a title whose headlines hold all the words, at most [`OFFERED_MAX`]; no words, all of them.
///
/// Words are looked for in the newest 1,000 only.
pub async fn offered(
    session: &mut Session,
    title: &Title,
    asked: &str,
    limit: u32,
) -> Result<Vec<Card>> {
    let limit = limit.min(OFFERED_MAX);
    let asked = words::folded(&words::optional_line("words", asked, HEADLINE_CHARS_MAX)?);
    let looked = if asked.is_empty() {
        limit
    } else {
        LOOKED_THROUGH
    };
    let rows: Vec<ListedRow> = lists::newest(session, title, looked)
        .await?
        .into_iter()
        .filter(|row| {
            let headline = words::folded(row.headline());
            asked.split_whitespace().all(|word| headline.contains(word))
        })
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .collect();
    let cards = cards::cards(session, rows).await?;
    Ok(cards
        .into_iter()
        .filter(|card| card.state == State::Live)
        .collect())
}

/// An article as readers see it on a title; `None` where they do not.
pub async fn card(
    session: &mut Session,
    title: &Title,
    article: ArticleId,
) -> Result<Option<Card>> {
    let row: Option<ListedRow> = session
        .opt(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placements p JOIN sections s ON s.id = p.section_id
              WHERE p.title_id = $1 AND p.article_id = $2 AND p.listed = 1",
            (title.id, article),
        )
        .await?;
    let cards = cards::cards(session, row.into_iter().collect()).await?;
    Ok(cards.into_iter().find(|card| card.state == State::Live))
}
