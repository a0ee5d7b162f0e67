//! The page of a topic. What it costs does not grow with the number of its articles: what goes together is read off the
//! newest of them.

use super::cards::{self, ListedRow, StoredCard};
use super::facts::Link;
use super::lists::{check_page, paged, paragraphs, slice};
use super::pages::{TimelineFact, TopicFacts};
use crate::Result;
use crate::db::Session;
use crate::id::TopicId;
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
    let (limit, offset) = slice(page);
    let rows: Vec<ListedRow> = session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placement_topics t JOIN placements p ON p.id = t.placement_id JOIN sections s ON s.id = p.section_id
              WHERE t.topic_id = $1 AND p.listed = 1
              ORDER BY t.first_published_at DESC, p.id DESC LIMIT $2 OFFSET $3",
            (topic.id, limit, offset),
        )
        .await?;
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
        let pinned = pinned(session, topic.id).await?;
        rows.retain(|row| pinned.iter().all(|pin| pin.placement != row.placement));
        facts.pinned = cards::cards(session, pinned).await?;
        facts.timeline = timeline_of(session, title, topic.id).await?;
        together(session, topic.id, &mut facts).await?;
    }
    facts.cards = cards::cards(session, rows).await?;
    Ok(facts)
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

/// The timeline, the newest first. A fact stays when its article is taken away; the link does not.
async fn timeline_of(
    session: &mut Session,
    title: &Title,
    topic: TopicId,
) -> Result<Vec<TimelineFact>> {
    let rows: Vec<(String, String, Option<String>, Option<String>)> = session
        .all(
            "SELECT f.day, f.text, p.path, p.card FROM topic_facts f
               LEFT JOIN placements p ON p.article_id = f.article_id AND p.title_id = $2 AND p.listed = 1
              WHERE f.topic_id = $1 ORDER BY f.day DESC, f.id DESC LIMIT $3",
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
              WHERE o.id <> $1 AND o.kind <> 'subject' AND o.merged_into IS NULL
              GROUP BY o.id, o.name, o.slug, o.kind ORDER BY COUNT(*) DESC, o.slug",
            (topic, LOOKED_THROUGH),
        )
        .await?;
    for (name, slug, kind) in rows {
        let list = match Kind::parse(&kind) {
            Some(Kind::Person) => &mut facts.people,
            Some(Kind::Organisation) => &mut facts.organisations,
            Some(Kind::Place) => &mut facts.places,
            Some(Kind::Subject) | None => continue,
        };
        if list.len() < TOGETHER_MAX {
            let path = format!("/topics/{slug}");
            list.push(Link { name, path });
        }
    }
    Ok(())
}
