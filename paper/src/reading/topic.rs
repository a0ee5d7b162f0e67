//! The page of a topic. What it costs does not grow with the number of its articles: what goes together is read off the
//! newest of them.

use super::cards::{self, ListedRow, StoredCard};
use super::facts::Link;
use super::lists::{check_page, paged, paragraphs, slice};
use super::pages::{DossierFacts, TimelineFact, TopicFacts};
use crate::Result;
use crate::db::Session;
use crate::id::{PlacementId, TopicId};
use crate::titles::Title;
use crate::topics::{self, Kind, pinning, timeline};

/// The newest articles of a topic in which people and places are looked for.
const LOOKED_THROUGH: u32 = 200;
/// People, organisations or places named, each.
const TOGETHER_MAX: usize = 8;

/// A topic's page.
///
/// # Errors
/// Refused for a topic and a page there is not.
pub async fn topic(
    session: &mut Session,
    title: &Title,
    slug: &str,
    page: u32,
) -> Result<TopicFacts> {
    check_page(page)?;
    let topic = topics::topic(session, title.id, slug).await?;
    let rows = match topic.kind {
        Kind::Dossier => in_order(session, topic.id, page).await?,
        _ => newest(session, topic.id, page).await?,
    };
    let (articles,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM placement_topics t JOIN placements p ON p.id = t.placement_id
              WHERE t.topic_id = $1 AND p.listed = 1",
            (topic.id,),
        )
        .await?;
    let path = topics::naming::address(&topic);
    let (mut rows, pages) = paged(rows, &path, page)?;
    let mut facts = TopicFacts {
        about: paragraphs(&topic.lead),
        name: topic.name,
        kind: topic.kind,
        path,
        articles,
        timeline: Vec::new(),
        people: Vec::new(),
        organisations: Vec::new(),
        places: Vec::new(),
        pinned: Vec::new(),
        cards: Vec::new(),
        pages,
    };
    if page == 1 {
        // Those the desk put first are the first parts of a dossier already.
        if topic.kind != Kind::Dossier {
            let pinned = pinned(session, topic.id).await?;
            rows.retain(|row| pinned.iter().all(|pin| pin.placement != row.placement));
            facts.pinned = cards::cards(session, pinned).await?;
        }
        facts.timeline = timeline_of(session, title, topic.id).await?;
        together(session, topic.id, &mut facts).await?;
    }
    facts.cards = cards::cards(session, rows).await?;
    Ok(facts)
}

async fn newest(session: &mut Session, topic: TopicId, page: u32) -> Result<Vec<ListedRow>> {
    let (limit, offset) = slice(page);
    Ok(session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placement_topics t JOIN placements p ON p.id = t.placement_id JOIN sections s ON s.id = p.section_id
              WHERE t.topic_id = $1 AND p.listed = 1
              ORDER BY t.first_published_at DESC, p.id DESC LIMIT $2 OFFSET $3",
            (topic, limit, offset),
        )
        .await?)
}

/// The parts of a dossier, as [`pinning::parts`] has them.
async fn in_order(session: &mut Session, topic: TopicId, page: u32) -> Result<Vec<ListedRow>> {
    let (limit, offset) = slice(page);
    Ok(session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placement_topics t JOIN placements p ON p.id = t.placement_id JOIN sections s ON s.id = p.section_id
               LEFT JOIN topic_pins o ON o.topic_id = t.topic_id AND o.placement_id = t.placement_id
              WHERE t.topic_id = $1 AND p.listed = 1
              ORDER BY CASE WHEN o.position IS NULL THEN 1 ELSE 0 END, o.position, t.first_published_at, p.id
              LIMIT $2 OFFSET $3",
            (topic, limit, offset),
        )
        .await?)
}

/// The dossiers an article is a part of on a title: which part it is, and its neighbours. A part beyond
/// [`pinning::PARTS_MAX`] has no number and is not told.
pub(super) async fn dossiers(
    session: &mut Session,
    placement: PlacementId,
) -> Result<Vec<DossierFacts>> {
    let mut dossiers = Vec::new();
    for id in ordering(session, placement).await? {
        let parts = pinning::parts(session, id).await?;
        let Some(at) = parts.iter().position(|(part, _)| *part == placement) else {
            continue;
        };
        let (name, slug): (String, String) = session
            .one("SELECT name, slug FROM topics WHERE id = $1", (id,))
            .await?;
        let neighbour = |at: Option<usize>| at.and_then(|at| parts.get(at)).map(|part| part.0);
        let previous = match neighbour(at.checked_sub(1)) {
            Some(placement) => Some(part(session, placement).await?),
            None => None,
        };
        let next = match neighbour(at.checked_add(1)) {
            Some(placement) => Some(part(session, placement).await?),
            None => None,
        };
        dossiers.push(DossierFacts {
            dossier: Link {
                name,
                path: format!("/topics/{slug}"),
            },
            number: counted(at.saturating_add(1)),
            parts: counted(parts.len()),
            previous,
            next,
        });
    }
    Ok(dossiers)
}

/// The dossiers a placement stands in, in the order of its topics.
pub(crate) async fn ordering(
    session: &mut Session,
    placement: PlacementId,
) -> Result<Vec<TopicId>> {
    let rows: Vec<(TopicId,)> = session
        .all(
            "SELECT t.topic_id FROM placement_topics t JOIN topics n ON n.id = t.topic_id
              WHERE t.placement_id = $1 AND n.kind = 'dossier' AND n.merged_into IS NULL ORDER BY t.position, t.topic_id",
            (placement,),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A part of a dossier under its headline on the title.
pub async fn part(session: &mut Session, placement: PlacementId) -> Result<Link> {
    let (path, card): (String, String) = session
        .one(
            "SELECT path, card FROM placements WHERE id = $1",
            (placement,),
        )
        .await?;
    let card: StoredCard = serde_json::from_str(&card)?;
    let name = card.headline().to_owned();
    Ok(Link { name, path })
}

async fn pinned(session: &mut Session, topic: TopicId) -> Result<Vec<ListedRow>> {
    Ok(session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM topic_pins t JOIN placements p ON p.id = t.placement_id JOIN sections s ON s.id = p.section_id
              WHERE t.topic_id = $1 AND p.listed = 1 ORDER BY t.position LIMIT $2",
            (topic, i64::try_from(pinning::PINS_MAX).unwrap_or(0)),
        )
        .await?)
}

/// The timeline, the newest first. A fact stays when its article is taken away; the link does not. Of an article by
/// right in no search, neither is told.
async fn timeline_of(
    session: &mut Session,
    title: &Title,
    topic: TopicId,
) -> Result<Vec<TimelineFact>> {
    let rows: Vec<(String, String, Option<String>, Option<String>)> = session
        .all(
            "SELECT f.day, f.text, p.path, p.card FROM topic_facts f
               LEFT JOIN placements p ON p.article_id = f.article_id AND p.title_id = $2 AND p.listed = 1
              WHERE f.topic_id = $1 AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = f.article_id AND a.deindexed = 1)
              ORDER BY f.day DESC, f.id DESC LIMIT $3",
            (topic, title.id, i64::try_from(timeline::FACTS_MAX).unwrap_or(0)),
        )
        .await?;
    let fact = |(day, text, path, card): (String, String, Option<String>, Option<String>)| {
        let article = match path.zip(card) {
            Some((path, card)) => {
                let card: StoredCard = serde_json::from_str(&card)?;
                let name = card.headline().to_owned();
                Some(Link { name, path })
            }
            None => None,
        };
        Ok(TimelineFact { day, text, article })
    };
    rows.into_iter().map(fact).collect()
}

/// Topics that are people, organisations and places and stand on the newest articles of this one, the most frequent first.
async fn together(session: &mut Session, topic: TopicId, facts: &mut TopicFacts) -> Result<()> {
    let rows: Vec<(String, String, String)> = session
        .all(
            "SELECT o.name, o.slug, o.kind FROM (
                SELECT t.placement_id FROM placement_topics t JOIN placements p ON p.id = t.placement_id
                 WHERE t.topic_id = $1 AND p.listed = 1 ORDER BY t.first_published_at DESC, t.placement_id DESC LIMIT $2) n
               JOIN placement_topics b ON b.placement_id = n.placement_id JOIN topics o ON o.id = b.topic_id
              WHERE o.id <> $1 AND o.kind IN ('person', 'organisation', 'place') AND o.merged_into IS NULL
              GROUP BY o.id, o.name, o.slug, o.kind ORDER BY COUNT(*) DESC, o.slug",
            (topic, LOOKED_THROUGH),
        )
        .await?;
    for (name, slug, kind) in rows {
        let list = match Kind::parse(&kind) {
            Some(Kind::Person) => &mut facts.people,
            Some(Kind::Organisation) => &mut facts.organisations,
            Some(Kind::Place) => &mut facts.places,
            Some(Kind::Subject | Kind::Dossier) | None => continue,
        };
        if list.len() < TOGETHER_MAX {
            let path = format!("/topics/{slug}");
            list.push(Link { name, path });
        }
    }
    Ok(())
}
