//! Manifests of C2PA that pictures came with: that one is there, what a checker said of it, and what of that anybody may read.
//!
//! The manifest itself stays where it came, in the file of the original: nothing here is needed to read it again. Whether there
//! is one is seen as a picture comes in; checking takes a program of its own ([`provenance`]), which an installation may not
//! have. Until it was checked, readers and the desk are told that it is there and that nobody has checked it.

use super::{Form, kept, shelf, touch_shown};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{ArticleId, PictureId};
use crate::paper::Tx;
use crate::rights::words;
use crate::{Paper, Result};
use jiff::Timestamp;
use provenance::{Outcome, Verdict};
use std::path::PathBuf;

/// Pictures of before that are looked at in one transaction.
const LOOKED_AT_ONCE: u32 = 20;

words! {
    /// How the manifest of a picture stands.
    Standing {
        /// Nobody has looked yet whether there is one.
        Unlooked = "unlooked",
        /// There is one, and nobody has checked it.
        Unchecked = "unchecked",
        /// It holds, and who signed is known by the list of signers.
        Known = "known",
        /// The picture is as it was signed; who signed is not known, or the certificate does not hold.
        Unknown = "unknown",
        /// The picture, or what is said of it, is not what was signed.
        Broken = "broken",
        /// There is one, and it could not be read.
        Unreadable = "unreadable",
    }
}

/// The manifest a picture came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// How it stands.
    pub standing: Standing,
    /// What the checker said; `None` before it was checked.
    pub said: Option<Verdict>,
    /// When it was checked.
    pub checked_at: Option<Timestamp>,
}

/// A manifest that waits to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The picture.
    pub id: PictureId,
    /// The file it came as.
    pub file: PathBuf,
    /// The media type of that.
    pub media_type: String,
}

/// The manifest a picture came with; `None` where it came with none.
pub async fn manifest(session: &mut Session, id: PictureId) -> Result<Option<Manifest>> {
    let row: Option<(String, String, Option<Timestamp>)> = session
        .opt(
            "SELECT standing, told, checked_at FROM manifests WHERE picture_id = $1",
            (id,),
        )
        .await?;
    Ok(row.and_then(|(standing, told, checked_at)| {
        let standing = Standing::parse(&standing).filter(|one| *one != Standing::Unlooked)?;
        Some(Manifest {
            standing,
            said: Verdict::read(&told),
            checked_at,
        })
    }))
}

/// Notes that a picture that comes in bears one.
pub(super) async fn found(tx: &mut Tx, id: PictureId) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO manifests (picture_id, standing, told, checked_by) VALUES ($1, 'unchecked', '', '')
             ON CONFLICT (picture_id) DO NOTHING",
            (id,),
        )
        .await?;
    Ok(())
}

/// Forgets that of a picture that was taken away.
pub(super) async fn forget(tx: &mut Tx, id: PictureId) -> Result<()> {
    tx.session
        .exec("DELETE FROM manifests WHERE picture_id = $1", (id,))
        .await?;
    Ok(())
}

/// Has every picture that is there looked at, after they came in from an archive.
pub(crate) async fn look_at_all(session: &mut Session) -> Result<()> {
    session
        .exec(
            "INSERT INTO manifests (picture_id, standing, told, checked_by)
             SELECT id, 'unlooked', '', '' FROM pictures WHERE form = 'picture' AND blanked_at IS NULL
             ON CONFLICT (picture_id) DO NOTHING",
            (),
        )
        .await?;
    Ok(())
}

/// Looks at some pictures of before. Says whether there were any.
///
/// # Errors
/// Only the record's: a file that cannot be read bears nothing that could be told, and `doctor` names it.
pub async fn look_next(paper: &Paper) -> Result<bool> {
    let mut session = paper.read().await?;
    let waiting: Vec<super::Kept> = session
        .all(
            kept!("JOIN manifests m ON m.picture_id = p.id WHERE m.standing = 'unlooked' ORDER BY m.picture_id LIMIT $1"),
            (LOOKED_AT_ONCE,),
        )
        .await?;
    drop(session);
    if waiting.is_empty() {
        return Ok(false);
    }
    let mut looked = Vec::with_capacity(waiting.len());
    for kept in waiting {
        let file = shelf::folder(paper.media(), kept.id).join(kept.original_name());
        let bears = tokio::task::spawn_blocking(move || {
            std::fs::read(file).is_ok_and(|bytes| provenance::bears_manifest(&bytes))
        });
        let bears = bears.await.unwrap_or_default();
        looked.push((kept.id, bears && kept.form == Form::Picture));
    }
    let mut tx = paper.begin().await?;
    for (id, bears) in looked {
        match bears {
            true => {
                tx.session
                    .exec(
                        "UPDATE manifests SET standing = 'unchecked' WHERE picture_id = $1 AND standing = 'unlooked'",
                        (id,),
                    )
                    .await?;
                touch_shown(&mut tx, id).await?;
            }
            false => forget(&mut tx, id).await?,
        }
    }
    tx.commit("picture.look", &Traces::default()).await?;
    Ok(true)
}

/// The next manifest this checker has not checked: one nobody has, or one another has, or it with another list of signers.
pub async fn next_waiting(paper: &Paper, checker: &str) -> Result<Option<Waiting>> {
    let mut session = paper.read().await?;
    let kept: Option<super::Kept> = session
        .opt(
            kept!(
                "JOIN manifests m ON m.picture_id = p.id
                  WHERE (m.checked_by < $1 OR m.checked_by > $1) AND m.standing <> 'unlooked' AND p.blanked_at IS NULL LIMIT 1"
            ),
            (checker,),
        )
        .await?;
    Ok(kept.map(|kept| Waiting {
        id: kept.id,
        file: shelf::folder(paper.media(), kept.id).join(kept.original_name()),
        media_type: kept.mime,
    }))
}

/// Notes what a checker said.
pub async fn checked(paper: &Paper, id: PictureId, checker: &str, verdict: Verdict) -> Result<()> {
    let mut tx = paper.begin().await?;
    let mut verdict = verdict.bounded();
    if names_are_blanked(&mut tx.session, id).await? {
        verdict = verdict.without_names();
    }
    let standing = match verdict.outcome {
        Outcome::Known => Standing::Known,
        Outcome::Unknown => Standing::Unknown,
        Outcome::Broken => Standing::Broken,
        Outcome::Unreadable => Standing::Unreadable,
    };
    let now = tx.now;
    let noted = tx
        .session
        .exec(
            "UPDATE manifests SET standing = $2, told = $3, checked_by = $4, checked_at = $5
              WHERE picture_id = $1 AND standing <> 'unlooked'",
            (id, standing.word(), verdict.written(), checker, now),
        )
        .await?;
    // Taken away meanwhile, by law.
    if noted == 0 {
        return Ok(());
    }
    touch_shown(&mut tx, id).await?;
    tx.commit("picture.check", &Traces::default()).await?;
    Ok(())
}

/// Whether words were blanked by law in an article that shows a picture: a manifest may bear the very name, and is read anew
/// from a file that still has it.
async fn names_are_blanked(session: &mut Session, id: PictureId) -> Result<bool> {
    let row: Option<(ArticleId,)> = session
        .opt(
            "SELECT r.article_id FROM redactions r JOIN revisions v ON v.article_id = r.article_id
               JOIN revision_pictures s ON s.revision_id = v.id WHERE s.picture_id = $1 LIMIT 1",
            (id,),
        )
        .await?;
    Ok(row.is_some())
}
