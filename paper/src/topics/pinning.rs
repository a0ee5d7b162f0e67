//! Articles the desk puts first on a topic's page, and with them the order of a dossier's parts: those it put first, then
//! the others as they came out, the oldest first.

use super::{Kind, Topic, page_of, topic};
use crate::actor::Actor;
use crate::articles;
use crate::audit::{self, About};
use crate::db::Session;
use crate::id::{ArticleId, PlacementId, TitleId, TopicId};
use crate::rights::Deed;
use crate::{Paper, Refusal, Result, Thing, words};
use serde_json::json;

/// Articles pinned to one topic.
pub const PINS_MAX: usize = 12;
/// Parts of one dossier that have a number, and that the desk can put in order.
pub const PARTS_MAX: usize = 400;

/// How many articles the desk may put first on the page of a topic.
pub fn most(topic: &Topic) -> usize {
    match topic.kind {
        Kind::Dossier => PARTS_MAX,
        Kind::Subject | Kind::Person | Kind::Place | Kind::Organisation => PINS_MAX,
    }
}

/// Says which articles stay on top of a topic's page, in this order; none for none. Of a dossier, which parts come first.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for more than [`most`] says; for an article readers do not find on the title,
/// or that is no part of the dossier.
pub async fn pin(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    articles: &[ArticleId],
) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let topic = topic(&mut tx.session, title, slug).await?;
    words::at_most("pinned", articles.len(), most(&topic))?;
    tx.session
        .exec("DELETE FROM topic_pins WHERE topic_id = $1", (topic.id,))
        .await?;
    for (position, article) in (1_i64..).zip(articles) {
        let placement = articles::shown_on(&mut tx, title, *article).await?.id;
        if topic.kind == Kind::Dossier {
            must_be_part(&mut tx.session, &topic, placement, *article).await?;
        }
        tx.session
            .exec(
                "INSERT INTO topic_pins (topic_id, placement_id, position) VALUES ($1, $2, $3)
                 ON CONFLICT (topic_id, placement_id) DO NOTHING",
                (topic.id, placement, position),
            )
            .await?;
    }
    let detail = json!({"topic": topic.slug, "pinned": articles});
    audit::note(&mut tx, by, Deed::Keep, About::title(title), detail).await?;
    // The pages of a dossier's articles bear it, since each says which part it is.
    tx.commit("topic.pin", &page_of(topic.id)).await?;
    Ok(())
}

/// An article belongs to a dossier by its own topics: an order makes nothing a part.
async fn must_be_part(
    session: &mut Session,
    topic: &Topic,
    placement: PlacementId,
    article: ArticleId,
) -> Result<()> {
    let part: Option<(PlacementId,)> = session
        .opt(
            "SELECT placement_id FROM placement_topics WHERE topic_id = $1 AND placement_id = $2",
            (topic.id, placement),
        )
        .await?;
    part.map(drop).ok_or_else(|| {
        Refusal::Unknown {
            thing: Thing::Placement,
            name: format!("{article} → /topics/{}", topic.slug),
        }
        .into()
    })
}

/// The articles on top of a topic's page, in their order.
pub async fn pinned(session: &mut Session, topic: TopicId) -> Result<Vec<ArticleId>> {
    let rows: Vec<(ArticleId,)> = session
        .all(
            "SELECT p.article_id FROM topic_pins t JOIN placements p ON p.id = t.placement_id
              WHERE t.topic_id = $1 ORDER BY t.position",
            (topic,),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The parts of a dossier in their order, those readers find, at most [`PARTS_MAX`]: where each stands, and the article.
pub async fn parts(session: &mut Session, topic: TopicId) -> Result<Vec<(PlacementId, ArticleId)>> {
    Ok(session
        .all(
            "SELECT p.id, p.article_id FROM placement_topics t JOIN placements p ON p.id = t.placement_id
               LEFT JOIN topic_pins o ON o.topic_id = t.topic_id AND o.placement_id = t.placement_id
              WHERE t.topic_id = $1 AND p.listed = 1
              ORDER BY CASE WHEN o.position IS NULL THEN 1 ELSE 0 END, o.position, t.first_published_at, p.id LIMIT $2",
            (topic, i64::try_from(PARTS_MAX).unwrap_or(0)),
        )
        .await?)
}
