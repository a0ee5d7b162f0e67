//! What belongs together: a few articles of the same title for each, by the topics they share, by words they share, by
//! section and by nearness in time.
//!
//! It is made when an article goes out, in that very transaction, for the article and for those it goes to; reading only reads
//! it. What came in by the bulk door, or lost an article it was offered with, is made up for by a job in slices. All that is
//! read lies at the ends of indexes, so it costs the same however long the archive is.

use super::PlacementRow;
use crate::changes::Traces;
use crate::db::many::{Many, many};
use crate::db::{Session, Value};
use crate::id::{ArticleId, PlacementId, SectionId, TopicId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::{Paper, Result, sources};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Articles kept for each, the nearest. More than are shown, since some may be taken away.
pub(crate) const KEPT_MAX: usize = 8;
/// Articles an article is offered to when it goes out.
const OFFERED_MAX: usize = 16;
/// Topics of an article that are looked through, in its order.
const TOPICS_MAX: u32 = 8;
/// Articles looked at before and after one in a list, each.
const NEAR: u32 = 8;
/// Marks of a text by which its like are looked for.
const MARKS_MAX: u32 = 56;
/// Articles whose words are like, looked at.
const ALIKE_MAX: usize = 8;
/// What a shared topic is worth; four of them and no more.
const TOPIC: i64 = 1_000_000;
const TOPICS_WORTH: i64 = 4;
/// What a shared mark of the text is worth; eight of them and no more.
const MARK: i64 = 250_000;
const MARKS_WORTH: i64 = 8;
/// What the same section is worth.
const SECTION: i64 = 200_000;
/// What the same minute is worth; half of it a week later.
const TIME: i64 = 500_000;
const HALVED_AFTER_MINUTES: i64 = 7 * 24 * 60;
/// Placements related in one transaction of the job.
const SLICE: u32 = 20;
/// Pause between two slices, so that a long archive is made up for without anybody noticing.
const PAUSE: SignedDuration = SignedDuration::from_millis(500);
/// Articles that lose one that was taken away, at once.
const LOSING_MAX: u32 = 200;

const RELATED: Many = many!(
    "INSERT INTO related (placement_id, other_id, score) VALUES ",
    3,
    " ON CONFLICT (placement_id, other_id) DO UPDATE SET score = excluded.score"
);

/// A placement near another.
#[derive(Debug, Clone, Copy)]
struct Near {
    at: Timestamp,
    section: SectionId,
    topics: i64,
    marks: i64,
}

/// Whose list a placement may come on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offered {
    /// On those of what it stands near, as far as it is nearer than what stands there.
    ToOthers,
    /// On none: each of the others has its own turn.
    ToNobody,
}

/// A row of a list: placement, when it went out, section.
type Listed = (PlacementId, Timestamp, SectionId);

/// Relates a placement that readers see to what stands near it.
async fn relate(tx: &mut Tx, placement: &PlacementRow, at: Timestamp, to: Offered) -> Result<()> {
    let found = found(&mut tx.session, placement, at).await?;
    let mut scored: Vec<(i64, Timestamp, PlacementId)> = found
        .into_iter()
        .map(|(id, near)| (score(placement, at, &near), near.at, id))
        .collect();
    scored.sort_unstable_by(|a, b| b.cmp(a));
    scored.truncate(OFFERED_MAX);
    tx.session
        .exec(
            "DELETE FROM related WHERE placement_id = $1",
            (placement.id,),
        )
        .await?;
    let own = scored
        .iter()
        .take(KEPT_MAX)
        .map(|(score, _, other)| vec![placement.id.into(), (*other).into(), (*score).into()]);
    let mut rows: Vec<Vec<Value>> = own.collect();
    tx.touches_pages([placement.id]);
    if to == Offered::ToOthers {
        for (score, _, other) in &scored {
            rows.push(vec![(*other).into(), placement.id.into(), (*score).into()]);
        }
        tx.touches_pages(scored.iter().map(|(_, _, other)| *other));
    }
    tx.session.write_many(&RELATED, rows).await?;
    if to == Offered::ToOthers {
        trim(tx, placement.id).await?;
    }
    tx.session
        .exec(
            "UPDATE placements SET related_at = $2 WHERE id = $1",
            (placement.id, tx.now),
        )
        .await?;
    Ok(())
}

/// Of each that was offered a placement, only the nearest stay.
async fn trim(tx: &mut Tx, offered: PlacementId) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM related WHERE (placement_id, other_id) IN (
                SELECT f.placement_id, f.other_id FROM (
                    SELECT r.placement_id, r.other_id,
                           ROW_NUMBER() OVER (PARTITION BY r.placement_id ORDER BY r.score DESC, r.other_id DESC) AS place
                      FROM related r WHERE r.placement_id IN (SELECT o.placement_id FROM related o WHERE o.other_id = $1)) f
                 WHERE f.place > $2)",
            (offered, i64::try_from(KEPT_MAX).unwrap_or(0)),
        )
        .await?;
    Ok(())
}

fn score(placement: &PlacementRow, at: Timestamp, near: &Near) -> i64 {
    let minutes = at.duration_since(near.at).as_mins().abs();
    let section = i64::from(near.section == placement.section);
    TOPIC * near.topics.min(TOPICS_WORTH)
        + MARK * near.marks.min(MARKS_WORTH)
        + SECTION * section
        + TIME * HALVED_AFTER_MINUTES / (HALVED_AFTER_MINUTES + minutes)
}

/// What stands near a placement in the lists of its topics and its section, and what shares words with its text.
async fn found(
    session: &mut Session,
    placement: &PlacementRow,
    at: Timestamp,
) -> Result<BTreeMap<PlacementId, Near>> {
    let mut found: BTreeMap<PlacementId, Near> = BTreeMap::new();
    let near = |(id, at, section): Listed| {
        let near = Near {
            at,
            section,
            topics: 0,
            marks: 0,
        };
        (id, near)
    };
    let topics: Vec<(TopicId,)> = session
        .all(
            "SELECT topic_id FROM placement_topics WHERE placement_id = $1 ORDER BY position LIMIT $2",
            (placement.id, TOPICS_MAX),
        )
        .await?;
    for (topic,) in topics {
        for (id, near) in of_topic(session, topic, at).await?.into_iter().map(near) {
            found.entry(id).or_insert(near).topics += 1;
        }
    }
    let listed = of_section(session, placement.section, at).await?;
    for (id, near) in listed.into_iter().map(near) {
        found.entry(id).or_insert(near);
    }
    for (article, marks) in alike(session, placement.article).await? {
        if let Some((id, near)) = on_title(session, article, placement).await?.map(near) {
            found.entry(id).or_insert(near).marks = marks;
        }
    }
    found.remove(&placement.id);
    Ok(found)
}

async fn of_topic(session: &mut Session, topic: TopicId, at: Timestamp) -> Result<Vec<Listed>> {
    Ok(session
        .all(
            "SELECT * FROM (SELECT p.id, t.first_published_at, p.section_id FROM placement_topics t
                JOIN placements p ON p.id = t.placement_id JOIN articles a ON a.id = p.article_id
               WHERE t.topic_id = $1 AND t.first_published_at <= $2 AND p.listed = 1 AND a.state = 'live'
               ORDER BY t.first_published_at DESC, t.placement_id DESC LIMIT $3) before
             UNION ALL
             SELECT * FROM (SELECT p.id, t.first_published_at, p.section_id FROM placement_topics t
                JOIN placements p ON p.id = t.placement_id JOIN articles a ON a.id = p.article_id
               WHERE t.topic_id = $1 AND t.first_published_at > $2 AND p.listed = 1 AND a.state = 'live'
               ORDER BY t.first_published_at, t.placement_id LIMIT $3) after",
            (topic, at, NEAR + 1),
        )
        .await?)
}

async fn of_section(
    session: &mut Session,
    section: SectionId,
    at: Timestamp,
) -> Result<Vec<Listed>> {
    Ok(session
        .all(
            "SELECT * FROM (SELECT p.id, p.first_published_at, p.section_id FROM placements p
                JOIN articles a ON a.id = p.article_id
               WHERE p.section_id = $1 AND p.listed = 1 AND p.first_published_at <= $2 AND a.state = 'live'
               ORDER BY p.first_published_at DESC, p.id DESC LIMIT $3) before
             UNION ALL
             SELECT * FROM (SELECT p.id, p.first_published_at, p.section_id FROM placements p
                JOIN articles a ON a.id = p.article_id
               WHERE p.section_id = $1 AND p.listed = 1 AND p.first_published_at > $2 AND a.state = 'live'
               ORDER BY p.first_published_at, p.id LIMIT $3) after",
            (section, at, NEAR + 1),
        )
        .await?)
}

/// Articles that share marks with the text of one, and how many.
async fn alike(session: &mut Session, article: ArticleId) -> Result<Vec<(ArticleId, i64)>> {
    let marks: Vec<(i64,)> = session
        .all(
            "SELECT band FROM bands WHERE article_id = $1 ORDER BY band LIMIT $2",
            (article, MARKS_MAX),
        )
        .await?;
    let marks: Vec<i64> = marks.into_iter().map(|(mark,)| mark).collect();
    let mut shared =
        sources::sharing(session, &marks, Some(article), Timestamp::UNIX_EPOCH).await?;
    shared.truncate(ALIKE_MAX);
    let count = |(id, count)| (id, i64::try_from(count).unwrap_or(i64::MAX));
    Ok(shared.into_iter().map(count).collect())
}

async fn on_title(
    session: &mut Session,
    article: ArticleId,
    beside: &PlacementRow,
) -> Result<Option<Listed>> {
    Ok(session
        .opt(
            "SELECT p.id, p.first_published_at, p.section_id FROM placements p JOIN articles a ON a.id = p.article_id
              WHERE p.article_id = $1 AND p.title_id = $2 AND p.listed = 1 AND a.state = 'live'",
            (article, beside.title),
        )
        .await?)
}

/// Nothing offers a placement any more that was taken away; what it is missing from is related anew by a job. It may still
/// show what to read instead.
pub(super) async fn unoffer(tx: &mut Tx, placement: PlacementId) -> Result<()> {
    let losing: Vec<(PlacementId,)> = tx
        .session
        .all(
            "SELECT placement_id FROM related WHERE other_id = $1 LIMIT $2",
            (placement, LOSING_MAX),
        )
        .await?;
    for statement in [
        "UPDATE placements SET related_at = NULL WHERE id IN (SELECT placement_id FROM related WHERE other_id = $1)",
        "DELETE FROM related WHERE other_id = $1",
    ] {
        tx.session.exec(statement, (placement,)).await?;
    }
    if losing.is_empty() {
        return Ok(());
    }
    tx.touches_pages(losing.into_iter().map(|(id,)| id));
    queue(tx).await
}

/// A placement came on lists, or left them, without anything else of it changing.
pub(crate) async fn as_listed(
    tx: &mut Tx,
    placement: &PlacementRow,
    at: Timestamp,
    listed: bool,
) -> Result<()> {
    if listed {
        return relate(tx, placement, at, Offered::ToOthers).await;
    }
    unoffer(tx, placement.id).await?;
    relate(tx, placement, at, Offered::ToNobody).await
}

/// Has the job make up for what is missing.
pub(crate) async fn queue(tx: &mut Tx) -> Result<()> {
    jobs::within(tx, Kind::Relate, "", PAUSE).await
}

/// A job: relates the newest placements that are not yet.
pub(crate) async fn make_up(paper: &Paper) -> Result<()> {
    let mut tx = paper.begin().await?;
    let rows: Vec<PlacementRow> = tx
        .session
        .all(
            "SELECT id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id,
                    (SELECT a.deindexed FROM articles a WHERE a.id = placements.article_id)
               FROM placements WHERE related_at IS NULL AND listed = 1 ORDER BY first_published_at DESC LIMIT $1",
            (SLICE,),
        )
        .await?;
    let more = rows.len() == SLICE as usize;
    for row in rows {
        let (at,): (Option<Timestamp>,) = tx
            .session
            .one(
                "SELECT first_published_at FROM placements WHERE id = $1",
                (row.id,),
            )
            .await?;
        let now = tx.now;
        relate(&mut tx, &row, at.unwrap_or(now), Offered::ToNobody).await?;
    }
    if more {
        let due = tx.now.checked_add(PAUSE).unwrap_or(tx.now);
        jobs::queue(&mut tx, Kind::Relate, "", due).await?;
    }
    tx.commit("articles.relate", &Traces::default()).await?;
    Ok(())
}
