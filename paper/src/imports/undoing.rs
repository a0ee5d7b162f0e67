//! Taking an import back, as a whole, as long as nobody has done a deed on its articles.
//!
//! It is the one deed by which a revision leaves the record: these articles never were the desk's own, and whoever moves in
//! must be able to try. The log keeps their entries and says of each article that it was taken back. What readers said, reported or asked about them since, and
//! whatever the desk did, ends the possibility.

use super::{Import, Note, State, What, carrying, find};
use crate::actor::Actor;
use crate::changes::Traces;
use crate::id::{ArticleId, ImportId};
use crate::paper::Tx;
use crate::reading::sitemap;
use crate::rights::Deed;
use crate::{Paper, Refusal, Result, log};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Articles taken back by one deed; between two of them others write.
pub const UNDONE_AT_ONCE: u32 = 200;

/// What hangs on the articles of a slice (`$1` the import, `$2` and `$3` its first and last place in the source), in an order
/// in which nothing hangs on what has gone.
const SLICE: &[&str] = &[
    "DELETE FROM related WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM related WHERE other_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM topic_facts WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM topic_pins WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM placement_topics WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM addresses WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM credits WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM notices WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM comments WHERE parent_id IS NOT NULL AND placement_id IN (SELECT p.id FROM placements p
       JOIN moved m ON m.article_id = p.article_id WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM comments WHERE placement_id IN (SELECT p.id FROM placements p JOIN moved m ON m.article_id = p.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM bands WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM most_read WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM series_texts WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM draft_saves WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM drafts WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM desk_presence WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM desk_hands WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM desk WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    // The log keeps its entries, which hold no word; what opens them goes.
    "UPDATE log_entries SET addresses = NULL, address_salt = NULL
      WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM revision_pictures WHERE revision_id IN (SELECT r.id FROM revisions r JOIN moved m ON m.article_id = r.article_id
       WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3)",
    "DELETE FROM revisions WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM placements WHERE article_id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM articles WHERE id IN (SELECT article_id FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3)",
    "DELETE FROM moved WHERE import_id = $1 AND number >= $2 AND number <= $3 AND article_id IS NOT NULL",
];

/// What is left when the articles are gone (`$1` the import). Pictures stay in the library, and so does what is said of them:
/// a text that was copied meanwhile may show one.
const REST: &[&str] = &[
    "DELETE FROM page_pictures WHERE (title_id, slug) IN
       (SELECT title_id, SUBSTR(target, 2) FROM moved WHERE import_id = $1 AND item LIKE 'page:%' AND target <> '')",
    "DELETE FROM pages WHERE (title_id, slug) IN
       (SELECT title_id, SUBSTR(target, 2) FROM moved WHERE import_id = $1 AND item LIKE 'page:%' AND target <> '')",
    "DELETE FROM forwards WHERE import_id = $1 AND target NOT LIKE '/media/%'",
    // A topic the desk has worked on since stays.
    "DELETE FROM topics WHERE id IN (SELECT made FROM moved WHERE import_id = $1 AND made IS NOT NULL) AND merged_into IS NULL
        AND NOT EXISTS (SELECT 1 FROM placement_topics t WHERE t.topic_id = topics.id)
        AND NOT EXISTS (SELECT 1 FROM topic_aliases a WHERE a.topic_id = topics.id)
        AND NOT EXISTS (SELECT 1 FROM topic_addresses a WHERE a.topic_id = topics.id)
        AND NOT EXISTS (SELECT 1 FROM topic_facts f WHERE f.topic_id = topics.id)
        AND NOT EXISTS (SELECT 1 FROM topic_pins p WHERE p.topic_id = topics.id)
        AND NOT EXISTS (SELECT 1 FROM topics m WHERE m.merged_into = topics.id)",
    "DELETE FROM sections WHERE parent_id IS NOT NULL
        AND id IN (SELECT made FROM moved WHERE import_id = $1 AND made IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM placements p WHERE p.section_id = sections.id)
        AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.section_id = sections.id)",
    "DELETE FROM sections WHERE id IN (SELECT made FROM moved WHERE import_id = $1 AND made IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM placements p WHERE p.section_id = sections.id)
        AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.section_id = sections.id)
        AND NOT EXISTS (SELECT 1 FROM sections b WHERE b.parent_id = sections.id)",
    "DELETE FROM contributors WHERE id IN (SELECT made FROM moved WHERE import_id = $1 AND made IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM credits c WHERE c.name = contributors.name)",
    "DELETE FROM moved_again WHERE import_id = $1",
    "DELETE FROM moved WHERE import_id = $1 AND (made IS NULL OR (item NOT LIKE 'file:%' AND item NOT LIKE 'made:file %'))",
];

/// Takes a whole import back, some articles at a time; says how many. One that was stopped on the way goes on when it is
/// called again.
///
/// # Errors
/// Refused without [`Deed::BringIn`] on the title; for an import whose articles, or pages, somebody has done a deed on.
pub async fn undo(paper: &Paper, by: &Actor, id: ImportId) -> Result<u64> {
    let mut tx = paper.begin().await?;
    let import = find(&mut tx.session, id).await?;
    by.may(&mut tx, Deed::BringIn, Some(import.title), None)
        .await?;
    if import.state == State::Undone {
        return Ok(0);
    }
    untouched(&mut tx, &import, (0, i64::MAX)).await?;
    tx.session
        .exec("UPDATE imports SET state = 'undoing' WHERE id = $1", (id,))
        .await?;
    carrying::note(&mut tx, by, &import, "undo").await?;
    tx.commit("import.undo", &Traces::default()).await?;
    let mut count = 0;
    loop {
        let done = slice(paper, by, &import).await?;
        if done == 0 {
            break;
        }
        count += done;
    }
    let mut tx = paper.begin().await?;
    let replaced = replaced(&mut tx, id).await?;
    for statement in REST {
        tx.session.exec(statement, (id,)).await?;
    }
    carrying::stand_again(&mut tx, by, import.title, &replaced).await?;
    tx.session
        .exec(
            "UPDATE imports SET state = 'undone', ended_at = $2 WHERE id = $1",
            (id, tx.now),
        )
        .await?;
    tx.commit("import.undo", &Traces::everything()).await?;
    Ok(count)
}

/// Words of the pages an import put in the place of those its title began with.
async fn replaced(tx: &mut Tx, import: ImportId) -> Result<Vec<String>> {
    let rows: Vec<(String, String)> = tx
        .session
        .all(
            "SELECT target, notes FROM moved WHERE import_id = $1 AND item LIKE 'page:%' AND target <> ''",
            (import,),
        )
        .await?;
    let mut slugs = Vec::new();
    for (target, notes) in rows {
        let notes: Vec<Note> = serde_json::from_str(&notes)?;
        if notes.iter().any(|note| note.what == What::ModelPage) {
            slugs.push(target.trim_start_matches('/').to_owned());
        }
    }
    Ok(slugs)
}

/// Says no if somebody has done a deed on what the import brought in, within these places of the source.
async fn untouched(tx: &mut Tx, import: &Import, (from, until): (i64, i64)) -> Result<()> {
    let touched: Option<(String,)> = tx
        .session
        .opt(
            "SELECT m.item FROM moved m WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3 AND m.article_id IS NOT NULL
                AND (EXISTS (SELECT 1 FROM audit a WHERE a.article_id = m.article_id AND a.deed <> 'article.bring')
                  OR EXISTS (SELECT 1 FROM cases c WHERE c.article_id = m.article_id)
                  OR EXISTS (SELECT 1 FROM preview_links l WHERE l.article_id = m.article_id)
                  OR EXISTS (SELECT 1 FROM placements p JOIN comments c ON c.placement_id = p.id
                              WHERE p.article_id = m.article_id AND (c.name_hash IS NOT NULL OR c.decided_at IS NOT NULL
                                     OR c.account_id IS NOT NULL))
                  OR EXISTS (SELECT 1 FROM placements p JOIN pins n ON n.placement_id = p.id WHERE p.article_id = m.article_id)
                  OR EXISTS (SELECT 1 FROM placements p JOIN flashes f ON f.placement_id = p.id WHERE p.article_id = m.article_id)
                  OR EXISTS (SELECT 1 FROM placements p JOIN front_places f ON f.placement_id = p.id
                              WHERE p.article_id = m.article_id))
              LIMIT 1",
            (import.id, from, until),
        )
        .await?;
    let page: Option<(String,)> = tx
        .session
        .opt(
            "SELECT m.item FROM moved m JOIN pages p ON p.title_id = m.title_id AND p.slug = SUBSTR(m.target, 2)
              WHERE m.import_id = $1 AND m.item LIKE 'page:%' AND p.changed_at > $2 LIMIT 1",
            (import.id, import.ended_at.unwrap_or(Timestamp::MAX)),
        )
        .await?;
    match touched.or(page) {
        None => Ok(()),
        Some((item,)) => Err(Refusal::ImportWorkedOn { item }.into()),
    }
}

/// Takes some articles back; says how many, 0 when none are left.
async fn slice(paper: &Paper, by: &Actor, import: &Import) -> Result<u64> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::BringIn, Some(import.title), None)
        .await?;
    let rows: Vec<(i64, ArticleId)> = tx
        .session
        .all(
            "SELECT number, article_id FROM moved WHERE import_id = $1 AND article_id IS NOT NULL ORDER BY number LIMIT $2",
            (import.id, UNDONE_AT_ONCE),
        )
        .await?;
    let (Some((from, _)), Some((until, _))) = (rows.first().copied(), rows.last().copied()) else {
        return Ok(0);
    };
    untouched(&mut tx, import, (from, until)).await?;
    let mut traces = Traces::everything();
    traces.articles = rows.iter().map(|(_, article)| *article).collect();
    let mut stretches: BTreeMap<i64, i64> = BTreeMap::new();
    let out: Vec<(Timestamp,)> = tx
        .session
        .all(
            "SELECT p.first_published_at FROM placements p JOIN moved m ON m.article_id = p.article_id
              WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3 AND p.first_published_at IS NOT NULL",
            (import.id, from, until),
        )
        .await?;
    for (at,) in out {
        *stretches.entry(sitemap::stretch_of(at)).or_default() += 1;
    }
    for (stretch, texts) in stretches {
        tx.session
            .exec(
                "UPDATE stretches SET texts = texts - $3, changed_at = $4 WHERE title_id = $1 AND stretch = $2",
                (import.title, stretch, texts, tx.now),
            )
            .await?;
    }
    let gone: Vec<log::Gone> = tx
        .session
        .all(
            "SELECT a.id, a.home_title_id, r.number, r.commitment FROM moved m JOIN articles a ON a.id = m.article_id
               JOIN revisions r ON r.id = a.revision_id WHERE m.import_id = $1 AND m.number >= $2 AND m.number <= $3
              ORDER BY m.number",
            (import.id, from, until),
        )
        .await?;
    log::take_back(&mut tx, gone).await?;
    for statement in SLICE {
        tx.session.exec(statement, (import.id, from, until)).await?;
    }
    tx.commit("import.undo", &traces).await?;
    Ok(u64::try_from(rows.len()).unwrap_or(0))
}
