//! What to read next. It is made when articles go out (`articles/relating.rs`), and only read here.

use super::cards;
use super::facts::Card;
use crate::Result;
use crate::articles::PlacementRow;
use crate::db::Session;

/// Articles offered at the end of one.
const RELATED_MAX: u32 = 4;

/// Up to four live articles, the nearest first.
pub(super) async fn to(session: &mut Session, placement: &PlacementRow) -> Result<Vec<Card>> {
    let rows = session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM related r JOIN placements p ON p.id = r.other_id JOIN articles a ON a.id = p.article_id
               JOIN sections s ON s.id = p.section_id
              WHERE r.placement_id = $1 AND p.listed = 1 AND a.state = 'live'
              ORDER BY r.score DESC, p.first_published_at DESC, p.id DESC LIMIT $2",
            (placement.id, RELATED_MAX),
        )
        .await?;
    cards::cards(session, rows).await
}
