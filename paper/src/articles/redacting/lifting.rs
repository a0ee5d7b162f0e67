//! The veil over the revisions of an article, and how it is lifted: revision by revision, in short transactions.

use super::blanking::Needles;
use super::holders::{self, Held};
use crate::articles::content::Content;
use crate::articles::{self, canonical, revisions, saves};
use crate::changes::Traces;
use crate::copy::Copy;
use crate::db::{Get, Session, Value};
use crate::id::{ArticleId, RevisionId, VeilId};
use crate::paper::Tx;
use crate::{Fault, Paper, Result, answered, pictures};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Revisions rewritten in one transaction: a few long ones take some milliseconds.
const REVISIONS_IN_A_SLICE: u32 = 4;
/// Lines rewritten in one transaction.
const LINES_IN_A_SLICE: usize = 50;

/// What lies over the revisions of an article up to a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    needles: Needles,
    /// Microseconds UTC.
    at: i64,
}

/// A veil as a revision is read through it.
#[derive(Debug, Clone)]
pub(crate) struct Veil(Kept);

impl Get for Veil {
    fn get(value: Value) -> Result<Veil, Fault> {
        Ok(Veil(serde_json::from_str(&String::get(value)?)?))
    }
}

impl Veil {
    /// What the desk reads of a text kept from before.
    pub(crate) fn over_copy(&self, copy: &mut Copy) -> Result<(), Fault> {
        self.0.needles.blank_copy(copy).map(|_| ())
    }

    /// What readers see of a content. Says since when, if that is less than it was.
    pub(crate) fn over(&self, content: &mut Content) -> Result<Option<Timestamp>, Fault> {
        let places = self.0.needles.blank_content(content)?;
        let at = Timestamp::from_microsecond(self.0.at)
            .map_err(|error| Fault::new(format!("a veil's instant: {error}")))?;
        Ok((places > 0).then_some(at))
    }
}

/// What a redaction will touch, looked up without the writers' lock.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// How many revisions the article has.
    pub(super) revisions: u32,
    /// Places in them.
    pub(super) places: u32,
    /// Lines elsewhere.
    pub(super) held: Vec<Held>,
}

pub(super) async fn find(paper: &Paper, id: ArticleId, needles: &Needles) -> Result<Found> {
    let mut session = paper.read().await?;
    let revisions = articles::find(&mut session, id).await?.revisions;
    let held = holders::find(&mut session, id, needles).await?;
    drop(session);
    let mut places = 0;
    for number in 1..=revisions {
        let mut session = paper.read().await?;
        let mut content = revisions::revision_numbered(&mut session, id, number)
            .await?
            .content;
        places += needles.blank_content(&mut content)?;
    }
    Ok(Found {
        revisions,
        places,
        held,
    })
}

/// Whether a redaction of the article has rows left to rewrite.
pub(super) async fn is_veiled(session: &mut Session, id: ArticleId) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt("SELECT last_number FROM veils WHERE article_id = $1", (id,))
        .await?;
    Ok(row.is_some())
}

/// From the commit on, revisions up to `last` are read without the words.
pub(super) async fn veil(tx: &mut Tx, id: ArticleId, needles: &Needles, last: u32) -> Result<()> {
    let kept = Kept {
        needles: needles.clone(),
        at: tx.now.as_microsecond(),
    };
    tx.session
        .exec(
            "INSERT INTO veils (article_id, id, needles, last_number, done_number) VALUES ($1, $2, $3, $4, 0)",
            (id, VeilId::draw(&tx.paper)?, serde_json::to_string(&kept)?, last),
        )
        .await?;
    Ok(())
}

/// Rewrites what lies under the veil of an article and takes it off. Said again, or without a veil, it does nothing.
pub(crate) async fn lift(paper: &Paper, id: ArticleId) -> Result<()> {
    while slice(paper, id).await? {}
    Ok(())
}

/// One short transaction. Says whether there is more to do.
pub(crate) async fn slice(paper: &Paper, id: ArticleId) -> Result<bool> {
    let mut tx = paper.begin().await?;
    let row: Option<(VeilId, String, u32, u32)> = tx
        .session
        .opt(
            "SELECT id, needles, last_number, done_number FROM veils WHERE article_id = $1",
            (id,),
        )
        .await?;
    let Some((veil, kept, last, done)) = row else {
        return Ok(false);
    };
    let kept: Kept = serde_json::from_str(&kept)?;
    if done >= last {
        drop(tx);
        return take_off(paper, id, veil, &kept.needles)
            .await
            .map(|()| true);
    }
    let until = last.min(done + REVISIONS_IN_A_SLICE);
    let rows: Vec<(RevisionId, String)> = tx
        .session
        .all(
            "SELECT id, content FROM revisions WHERE article_id = $1 AND number > $2 AND number <= $3 ORDER BY number",
            (id, done, until),
        )
        .await?;
    for (revision, text) in rows {
        let mut content: Content = serde_json::from_str(&text)?;
        if kept.needles.blank_content(&mut content)? > 0 {
            overwrite(&mut tx, revision, &content, kept.at).await?;
        }
    }
    tx.session
        .exec(
            "UPDATE veils SET done_number = $2 WHERE article_id = $1",
            (id, until),
        )
        .await?;
    tx.session.commit().await?;
    Ok(true)
}

/// The only statement that changes a revision: words out, salt out, commitment kept.
async fn overwrite(tx: &mut Tx, id: RevisionId, content: &Content, at: i64) -> Result<()> {
    tx.session
        .exec(
            "UPDATE revisions SET content = $2, salt = NULL, redacted_at = $3 WHERE id = $1",
            (id, canonical(content)?, at),
        )
        .await?;
    Ok(())
}

/// The end: lines written since, files of pictures nobody shows, and the veil, which holds the words itself.
async fn take_off(paper: &Paper, id: ArticleId, veil: VeilId, needles: &Needles) -> Result<()> {
    let mut session = paper.read().await?;
    let held = holders::find(&mut session, id, needles).await?;
    drop(session);
    for lines in held.chunks(LINES_IN_A_SLICE) {
        let mut tx = paper.begin().await?;
        if holders::blank(&mut tx, needles, lines).await? {
            tx.touches(id).await?;
            tx.commit("article.redact", &Traces::default()).await?;
        } else {
            tx.session.commit().await?;
        }
    }
    saves::blank(paper, id, needles).await?;
    answered::blank(paper, needles).await?;
    for picture in &needles.pictures {
        let mut session = paper.read().await?;
        let blanked = pictures::is_blanked(&mut session, *picture).await?;
        drop(session);
        if blanked {
            pictures::erase_files(paper.media(), *picture)?;
        }
    }
    let mut tx = paper.begin().await?;
    pictures::develop_again(&mut tx, id).await?;
    tx.session
        .exec("DELETE FROM veils WHERE id = $1", (veil,))
        .await?;
    tx.session.commit().await?;
    paper.db().scrub().await?;
    Ok(())
}
