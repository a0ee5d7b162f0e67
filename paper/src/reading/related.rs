//! What to read next. It stands on every article, so it costs the same however long the archive is: each list is read from
//! the end of an index, and only as far as it is shown.

use super::cards::{self, ListedRow};
use super::facts::Card;
use crate::Result;
use crate::articles::PlacementRow;
use crate::db::Session;
use crate::id::{PlacementId, SectionId, TopicId};
use std::collections::BTreeSet;

/// Articles offered at the end of one.
const RELATED_MAX: usize = 4;
/// Rows read of one topic or section: as many as are shown, and the article itself.
const ROWS: u32 = 5;
/// Topics of an article that are looked through, in its order.
const TOPICS_MAX: u32 = 8;
/// Sections under its own that are looked through.
const SECTIONS_MAX: u32 = 20;

/// Up to four live articles: the newest of the same topics, then of the same section and those under it.
pub(super) async fn to(session: &mut Session, placement: &PlacementRow) -> Result<Vec<Card>> {
    let mut seen = BTreeSet::from([placement.id]);
    let mut rows = newest(of_topics(session, placement.id).await?, &mut seen);
    if rows.len() < RELATED_MAX {
        rows.extend(newest(
            of_sections(session, placement.section).await?,
            &mut seen,
        ));
        rows.truncate(RELATED_MAX);
    }
    cards::cards(session, rows).await
}

/// The newest of some rows, each once.
fn newest(mut rows: Vec<ListedRow>, seen: &mut BTreeSet<PlacementId>) -> Vec<ListedRow> {
    rows.sort_by_key(|row| std::cmp::Reverse((row.first_published, row.placement)));
    rows.retain(|row| seen.insert(row.placement));
    rows.truncate(RELATED_MAX);
    rows
}

async fn of_topics(session: &mut Session, placement: PlacementId) -> Result<Vec<ListedRow>> {
    let topics: Vec<(TopicId,)> = session
        .all(
            "SELECT topic_id FROM placement_topics WHERE placement_id = $1 ORDER BY position LIMIT $2",
            (placement, TOPICS_MAX),
        )
        .await?;
    let mut rows = Vec::new();
    for (topic,) in topics {
        rows.extend::<Vec<ListedRow>>(
            session
                .all(
                    "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                            (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                            s.id, s.name, s.slug
                       FROM placement_topics b JOIN placements p ON p.id = b.placement_id
                       JOIN articles a ON a.id = p.article_id JOIN sections s ON s.id = p.section_id
                      WHERE b.topic_id = $1 AND p.listed = 1 AND a.state = 'live'
                      ORDER BY b.first_published_at DESC, b.placement_id DESC LIMIT $2",
                    (topic, ROWS),
                )
                .await?,
        );
    }
    Ok(rows)
}

async fn of_sections(session: &mut Session, section: SectionId) -> Result<Vec<ListedRow>> {
    let under: Vec<(SectionId,)> = session
        .all(
            "SELECT id FROM sections WHERE parent_id = $1 ORDER BY position, id LIMIT $2",
            (section, SECTIONS_MAX),
        )
        .await?;
    let mut rows = Vec::new();
    for section in std::iter::once(section).chain(under.into_iter().map(|(id,)| id)) {
        rows.extend::<Vec<ListedRow>>(
            session
                .all(
                    "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                            (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                            s.id, s.name, s.slug
                       FROM placements p JOIN articles a ON a.id = p.article_id JOIN sections s ON s.id = p.section_id
                      WHERE p.section_id = $1 AND p.listed = 1 AND a.state = 'live'
                      ORDER BY p.first_published_at DESC, p.id DESC LIMIT $2",
                    (section, ROWS),
                )
                .await?,
        );
    }
    Ok(rows)
}
