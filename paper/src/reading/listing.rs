//! Lists that programs read page by page: each continues after the last thing seen, whatever was added meanwhile.

use super::cards::{self, ListedRow};
use super::facts::Card;
use crate::copy::Copy;
use crate::db::Session;
use crate::id::{ArticleId, PlacementId, SectionId, TitleId, TopicId};
use crate::people::Contributor;
use crate::{Result, changes};
use jiff::Timestamp;

/// Things on one page at most.
pub const PAGE_MAX: u32 = 101;

/// Which articles of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// All.
    Title(TitleId),
    /// Those of a section and of the sections under it.
    Section(SectionId),
    /// Those of a topic.
    Topic(TopicId),
    /// Those credited to somebody.
    Credited(TitleId, String),
}

/// A published article in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedArticle {
    /// Its placement, which with the first publication is its place in the list.
    pub placement: PlacementId,
    /// What lists show of it.
    pub card: Card,
}

/// Published articles before an instant and placement, newest first.
pub async fn articles(
    session: &mut Session,
    among: &Among,
    before: Option<(Timestamp, PlacementId)>,
    limit: u32,
) -> Result<Vec<ListedArticle>> {
    let (at, id) = match before {
        Some((at, id)) => (at, id),
        None => (Timestamp::MAX, PlacementId::last()),
    };
    let limit = limit.min(PAGE_MAX);
    let rows: Vec<ListedRow> = match among {
        Among::Title(title) => {
            session
                .all(
                    "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at, CAST(0 AS BIGINT), s.id, s.name, s.slug
                       FROM placements p JOIN sections s ON s.id = p.section_id
                      WHERE p.title_id = $1 AND p.listed = 1 AND (p.first_published_at, p.id) < ($2, $3)
                      ORDER BY p.first_published_at DESC, p.id DESC LIMIT $4",
                    (*title, at, id, limit),
                )
                .await?
        }
        Among::Section(section) => {
            session
                .all(
                    "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at, CAST(0 AS BIGINT), s.id, s.name, s.slug
                       FROM placements p JOIN sections s ON s.id = p.section_id
                      WHERE p.section_id IN (SELECT id FROM sections WHERE id = $1 OR parent_id = $1)
                        AND p.listed = 1 AND (p.first_published_at, p.id) < ($2, $3)
                      ORDER BY p.first_published_at DESC, p.id DESC LIMIT $4",
                    (*section, at, id, limit),
                )
                .await?
        }
        Among::Topic(topic) => {
            session
                .all(
                    "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at, CAST(0 AS BIGINT), s.id, s.name, s.slug
                       FROM placement_topics t JOIN placements p ON p.id = t.placement_id JOIN sections s ON s.id = p.section_id
                      WHERE t.topic_id = $1 AND p.listed = 1 AND (p.first_published_at, p.id) < ($2, $3)
                      ORDER BY p.first_published_at DESC, p.id DESC LIMIT $4",
                    (*topic, at, id, limit),
                )
                .await?
        }
        Among::Credited(title, name) => {
            session
                .all(
                    "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at, CAST(0 AS BIGINT), s.id, s.name, s.slug
                       FROM credits c JOIN placements p ON p.id = c.placement_id JOIN sections s ON s.id = p.section_id
                      WHERE c.name = $4 AND c.title_id = $1 AND p.listed = 1 AND (p.first_published_at, p.id) < ($2, $3)
                      ORDER BY p.first_published_at DESC, p.id DESC LIMIT $5",
                    (*title, at, id, name.clone(), limit),
                )
                .await?
        }
    };
    let placements: Vec<PlacementId> = rows.iter().map(|row| row.placement).collect();
    let cards = cards::cards(session, rows).await?;
    Ok(placements
        .into_iter()
        .zip(cards)
        .map(|(placement, card)| ListedArticle { placement, card })
        .collect())
}

/// Contributors after a slug, by slug.
pub async fn contributors(
    session: &mut Session,
    after: &str,
    limit: u32,
) -> Result<Vec<Contributor>> {
    Ok(session
        .all(
            "SELECT id, slug, name, role, bio, email FROM contributors WHERE slug > $1 ORDER BY slug LIMIT $2",
            (after, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedDraft {
    /// The article.
    pub article: ArticleId,
    /// Where the article stands: `draft`, `spiked`, `live`, `withdrawn`, `killed`.
    pub stage: String,
    /// Why it is held; empty if it is not.
    pub hold: String,
    /// Section of its original placement.
    pub section: SectionId,
    /// *Titolo*.
    pub headline: String,
    /// The draft's version.
    pub version: u32,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// By whom.
    pub saved_by: String,
    /// When it goes out by itself.
    pub due_at: Option<Timestamp>,
    /// Not before.
    pub embargo: Option<Timestamp>,
}

/// Drafts of a title before an article, the newest articles first.
pub async fn drafts(
    session: &mut Session,
    title: TitleId,
    before: Option<ArticleId>,
    limit: u32,
) -> Result<Vec<ListedDraft>> {
    type Columns = (
        ArticleId,
        String,
        String,
        SectionId,
        String,
        u32,
        Timestamp,
        String,
        Option<Timestamp>,
    );
    let rows: Vec<Columns> = session
        .all(
            "SELECT d.article_id, a.state, a.hold, p.section_id, d.copy, d.version, d.saved_at, d.saved_by, d.due_at
               FROM drafts d JOIN articles a ON a.id = d.article_id
               JOIN placements p ON p.article_id = a.id AND p.original = 1
              WHERE a.home_title_id = $1 AND d.article_id < $2 ORDER BY d.article_id DESC LIMIT $3",
            (title, before.unwrap_or_else(ArticleId::last), limit.min(PAGE_MAX)),
        )
        .await?;
    rows.into_iter()
        .map(
            |(article, stage, hold, section, copy, version, saved_at, saved_by, due_at)| {
                let copy: Copy = serde_json::from_str(&copy)?;
                Ok(ListedDraft {
                    article,
                    stage,
                    hold,
                    section,
                    headline: copy.headline,
                    version,
                    saved_at,
                    saved_by,
                    due_at,
                    embargo: copy.embargo,
                })
            },
        )
        .collect()
}

/// A change readers could see.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicChange {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Everything may have changed.
    pub all: bool,
    /// Articles that changed.
    pub articles: Vec<ArticleId>,
    /// Titles whose lists changed.
    pub titles: Vec<TitleId>,
}

/// Changes readers could see after a number, oldest first, with the number up to which was looked.
///
/// What the desk does among itself leaves numbers out; of articles never published nothing is told.
pub async fn public_changes(
    session: &mut Session,
    after: i64,
    limit: u32,
) -> Result<(Vec<PublicChange>, i64)> {
    let mut seen = after;
    let mut public = Vec::new();
    for change in changes::after(session, after).await? {
        if public.len() >= limit as usize {
            break;
        }
        seen = change.seq;
        let mut articles = Vec::new();
        for id in &change.traces.articles {
            let out: Option<(i64,)> = session
                .opt(
                    "SELECT first_published_at FROM articles WHERE id = $1 AND first_published_at IS NOT NULL",
                    (*id,),
                )
                .await?;
            if out.is_some() {
                articles.push(*id);
            }
        }
        let titles: Vec<TitleId> = change.traces.titles.iter().copied().collect();
        if change.traces.all || !articles.is_empty() || !titles.is_empty() {
            public.push(PublicChange {
                seq: change.seq,
                at: change.at,
                all: change.traces.all,
                articles,
                titles,
            });
        }
    }
    Ok((public, seen))
}
