//! Articles that stay on top of a topic's page.

use super::{page_of, topic};
use crate::actor::Actor;
use crate::articles;
use crate::audit::{self, About};
use crate::db::Session;
use crate::id::{ArticleId, TitleId, TopicId};
use crate::rights::Deed;
use crate::{Paper, Result, words};
use serde_json::json;

/// Articles pinned to one topic.
pub const PINS_MAX: usize = 12;

/// Says which articles stay on top of a topic's page, in this order; none for none.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for more than [`PINS_MAX`]; for an article readers do not find on the title.
pub async fn pin(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    articles: &[ArticleId],
) -> Result<()> {
    words::at_most("pinned", articles.len(), PINS_MAX)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let topic = topic(&mut tx.session, title, slug).await?;
    tx.session
        .exec("DELETE FROM topic_pins WHERE topic_id = $1", (topic.id,))
        .await?;
    for (position, article) in (1_i64..).zip(articles) {
        let placement = articles::shown_on(&mut tx, title, *article).await?.id;
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
    tx.commit("topic.pin", &page_of(topic.id)).await?;
    Ok(())
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
