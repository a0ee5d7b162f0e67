//! One topic made of two. What is little moves in the deed itself; articles follow in slices, since there may be many.

use super::pinning::PARTS_MAX;
use super::{ALIASES_MAX, everywhere, naming, set_aliases, timeline};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{ArticleId, PlacementId, TitleId, TopicId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Paper, Refusal, Result, Thing, words};
use serde_json::json;

/// Articles that change their topic in one transaction.
pub const MOVED_AT_ONCE: u32 = 200;

/// Merges a topic into another: its articles, the words it is recognised by, its name among them, its timeline and its
/// addresses are the other's from now on. Articles beyond [`MOVED_AT_ONCE`] follow by a job.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for a topic and itself; where both together have more aliases or facts than
/// one may have.
pub async fn merge(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    into: &str,
) -> Result<TopicId> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let from = super::topic(&mut tx.session, title, slug).await?;
    let other = super::topic(&mut tx.session, title, into).await?;
    if from.id == other.id {
        return Err(Refusal::Taken {
            thing: Thing::Topic,
            name: other.slug,
        }
        .into());
    }
    let mut aliases = super::aliases(&mut tx.session, other.id).await?;
    let theirs = super::aliases(&mut tx.session, from.id).await?;
    aliases.extend(std::iter::once(from.name.clone()).chain(theirs));
    let aliases = each_once(&other.name, aliases);
    words::at_most("aliases", aliases.len(), ALIASES_MAX)?;
    let mut facts = timeline::facts(&mut tx.session, other.id).await?.len();
    facts += timeline::facts(&mut tx.session, from.id).await?.len();
    words::at_most("facts", facts, timeline::FACTS_MAX)?;
    set_aliases(&mut tx, from.id, &[]).await?;
    set_aliases(&mut tx, other.id, &aliases).await?;
    move_the_few(&mut tx, from.id, other.id).await?;
    let detail = json!({"topic": from.slug, "merged_into": other.slug, "name": from.name});
    audit::note(&mut tx, by, Deed::Keep, About::title(title), detail).await?;
    let more = move_articles(&mut tx, from.id).await?;
    if more {
        let now = tx.now;
        jobs::queue(&mut tx, Kind::MergeTopic, &from.id.to_string(), now).await?;
    }
    let mut traces = everywhere(other.id);
    traces.topics.insert(from.id);
    tx.commit("topic.merge", &traces).await?;
    Ok(other.id)
}

fn each_once(name: &str, aliases: Vec<String>) -> Vec<String> {
    let mut seen = vec![naming::key(name)];
    let new = |word: &String| {
        let key = naming::key(word);
        let new = !key.is_empty() && !seen.contains(&key);
        seen.push(key);
        new
    };
    aliases.into_iter().filter(new).collect()
}

/// Timeline, pins and addresses; what was merged into the one before leads to the other at once.
async fn move_the_few(tx: &mut Tx, from: TopicId, into: TopicId) -> Result<()> {
    for statement in [
        "UPDATE topic_facts SET topic_id = $2 WHERE topic_id = $1",
        "UPDATE topic_addresses SET topic_id = $2 WHERE topic_id = $1",
        "UPDATE topics SET merged_into = $2 WHERE id = $1 OR merged_into = $1",
    ] {
        tx.session.exec(statement, (from, into)).await?;
    }
    tx.session
        .exec(
            "INSERT INTO topic_pins (topic_id, placement_id, position)
             SELECT n.id, t.placement_id, t.position + $3 FROM topic_pins t, topics n WHERE t.topic_id = $1 AND n.id = $2
             ON CONFLICT (topic_id, placement_id) DO NOTHING",
            (from, into, i64::try_from(PARTS_MAX).unwrap_or(0)),
        )
        .await?;
    tx.session
        .exec("DELETE FROM topic_pins WHERE topic_id = $1", (from,))
        .await?;
    Ok(())
}

/// Moves the next articles of a topic that was merged; says whether there are more.
async fn move_articles(tx: &mut Tx, from: TopicId) -> Result<bool> {
    let (into,): (Option<TopicId>,) = tx
        .session
        .one("SELECT merged_into FROM topics WHERE id = $1", (from,))
        .await?;
    let Some(into) = into else { return Ok(false) };
    let rows: Vec<(PlacementId, ArticleId)> = tx
        .session
        .all(
            "SELECT t.placement_id, p.article_id FROM placement_topics t JOIN placements p ON p.id = t.placement_id
              WHERE t.topic_id = $1 ORDER BY t.first_published_at DESC, t.placement_id DESC LIMIT $2",
            (from, MOVED_AT_ONCE + 1),
        )
        .await?;
    let more = rows.len() > MOVED_AT_ONCE as usize;
    for (placement, article) in rows.into_iter().take(MOVED_AT_ONCE as usize) {
        tx.touches(article).await?;
        tx.session
            .exec(
                "INSERT INTO placement_topics (topic_id, placement_id, first_published_at, position)
                 SELECT n.id, t.placement_id, t.first_published_at, t.position FROM placement_topics t, topics n
                  WHERE t.topic_id = $1 AND t.placement_id = $2 AND n.id = $3
                 ON CONFLICT (topic_id, placement_id) DO NOTHING",
                (from, placement, into),
            )
            .await?;
        tx.session
            .exec(
                "DELETE FROM placement_topics WHERE topic_id = $1 AND placement_id = $2",
                (from, placement),
            )
            .await?;
    }
    Ok(more)
}

/// Goes on with a merge. Says whether there are more articles.
pub(crate) async fn slice(paper: &Paper, from: TopicId) -> Result<bool> {
    let mut tx = paper.begin().await?;
    let more = move_articles(&mut tx, from).await?;
    tx.commit("topic.merge", &Traces::default()).await?;
    Ok(more)
}
