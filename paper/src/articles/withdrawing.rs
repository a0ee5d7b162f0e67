//! Taking an article away, for some or for all, and bringing it back.

use super::content::{Class, State};
use super::{Stage, publishing, revisions};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::desk;
use crate::id::ArticleId;
use crate::rights::Deed;
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result};
use serde_json::json;

/// Takes an article away from readers. Its page stays and says so, with the reason.
///
/// A withdrawal is a revision like any other. When this returns, no reader is served the text as news any more; the
/// history keeps it.
pub async fn withdraw(paper: &Paper, by: &Actor, id: ArticleId, why: &str) -> Result<u32> {
    take_away(paper, by, id, why, Class::Withdrawal, Deed::Withdraw).await
}

/// Withdraws an article for all receivers at once: its address answers 410, and no list names it any more.
pub async fn kill(paper: &Paper, by: &Actor, id: ArticleId, why: &str) -> Result<u32> {
    take_away(paper, by, id, why, Class::Kill, Deed::Kill).await
}

async fn take_away(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    why: &str,
    class: Class,
    deed: Deed,
) -> Result<u32> {
    let why = words::optional_line("note", why, NOTE_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(&mut tx, deed, Some(article.home), Some(placement.section))
        .await?;
    let live = article.revision.ok_or(Refusal::NeverPublished)?;
    if article.stage == Stage::Killed
        || (article.stage == Stage::Withdrawn && class == Class::Withdrawal)
    {
        return Err(Refusal::Withdrawn.into());
    }
    if why.is_empty() {
        return Err(Refusal::NoteNeeded { class }.into());
    }
    let mut content = revisions::by_id(&mut tx.session, live).await?.content;
    content.number = article.revisions + 1;
    content.class = class;
    content.note = why;
    content.at = tx.now;
    content.modified = tx.now;
    content.state = if class == Class::Kill {
        State::Killed
    } else {
        State::Withdrawn
    };
    publishing::go_out(&mut tx, by, deed, &article, &mut content).await?;
    super::scheduling::unschedule_in(&mut tx, id).await?;
    tx.commit(deed.word(), &Traces::default()).await?;
    Ok(content.number)
}

/// Brings back what was withdrawn, as a revision that tells readers why; or what was spiked, to the desk, which needs
/// no note.
pub async fn restore(paper: &Paper, by: &Actor, id: ArticleId, note: &str) -> Result<u32> {
    let note = words::optional_line("note", note, NOTE_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    let deed = if article.stage == Stage::Killed {
        Deed::Kill
    } else {
        Deed::Restore
    };
    by.may(&mut tx, deed, Some(article.home), Some(placement.section))
        .await?;
    match (article.stage, article.revision) {
        (Stage::Spiked, _) => {
            tx.session
                .exec(
                    "UPDATE articles SET state = $2 WHERE id = $1",
                    (id, Stage::Draft.word()),
                )
                .await?;
            desk::shelve(&mut tx, id).await?;
            audit::note(
                &mut tx,
                by,
                Deed::Restore,
                About::article(id),
                json!({"note": note}),
            )
            .await?;
            tx.commit("article.restore", &Traces::default()).await?;
            Ok(article.revisions)
        }
        (Stage::Withdrawn | Stage::Killed, Some(_)) if !article.hold.is_empty() => {
            Err(Refusal::Held {
                reason: article.hold.clone(),
            }
            .into())
        }
        (Stage::Withdrawn | Stage::Killed, Some(_)) if note.is_empty() => {
            Err(Refusal::NoteNeeded {
                class: Class::Restoration,
            }
            .into())
        }
        (Stage::Withdrawn | Stage::Killed, Some(shown)) => {
            let mut content = revisions::by_id(&mut tx.session, shown).await?.content;
            content.number = article.revisions + 1;
            content.class = Class::Restoration;
            content.note = note;
            content.at = tx.now;
            content.state = State::Live;
            publishing::go_out(&mut tx, by, Deed::Restore, &article, &mut content).await?;
            tx.commit("article.restore", &Traces::default()).await?;
            Ok(content.number)
        }
        _ => Err(Refusal::NotWithdrawn.into()),
    }
}
