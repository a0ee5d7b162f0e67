//! Taking an article away, for some or for all, and bringing it back.

use super::content::{Class, State};
use super::publishing::Override;
use super::{Article, PlacementRow, Stage, judging, making, publishing, revisions};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::desk;
use crate::id::{ArticleId, RevisionId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, titles};
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
///
/// Readers see the text again, so the gate is asked as it is when a text goes out. What was set aside for this article
/// before stays set aside; other blocks are refused, unless `overrides` says why they are not to stop it.
pub async fn restore(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    note: &str,
    overrides: &[Override],
) -> Result<u32> {
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
    let revision = match (article.stage, article.revision) {
        (Stage::Spiked, _) => {
            to_the_desk(&mut tx, by, id, &note).await?;
            article.revisions
        }
        (Stage::Withdrawn | Stage::Killed, Some(shown)) => {
            to_readers(&mut tx, by, (&article, &placement), shown, note, overrides).await?
        }
        _ => return Err(Refusal::NotWithdrawn.into()),
    };
    tx.commit("article.restore", &Traces::default()).await?;
    Ok(revision)
}

async fn to_the_desk(tx: &mut Tx, by: &Actor, id: ArticleId, note: &str) -> Result<()> {
    tx.session
        .exec(
            "UPDATE articles SET state = $2 WHERE id = $1",
            (id, Stage::Draft.word()),
        )
        .await?;
    desk::shelve(tx, id).await?;
    let about = About::article(id);
    audit::note(tx, by, Deed::Restore, about, json!({"note": note})).await
}

async fn to_readers(
    tx: &mut Tx,
    by: &Actor,
    (article, original): (&Article, &PlacementRow),
    shown: RevisionId,
    note: String,
    overrides: &[Override],
) -> Result<u32> {
    if !article.hold.is_empty() {
        return Err(Refusal::Held {
            reason: article.hold.clone(),
        }
        .into());
    }
    if note.is_empty() {
        return Err(Refusal::NoteNeeded {
            class: Class::Restoration,
        }
        .into());
    }
    let mut content = revisions::by_id(&mut tx.session, shown).await?.content;
    let title = titles::by_id(&mut tx.session, original.title).await?;
    let copy = making::copy_of(&content, Vec::new());
    let copy = making::fill(&mut tx.session, copy, &title).await?;
    let when = (None, tx.now);
    // Nothing of it is shown: what stands elsewhere by now is a copy of it, or it of that.
    let hidden = Article {
        revision: None,
        ..article.clone()
    };
    let findings = judging::findings_in(tx, &title, Some(&hidden), &copy, when, None).await?;
    let set_aside = publishing::set_aside(&mut tx.session, article.id).await?;
    let open = findings
        .into_iter()
        .filter(|finding| {
            !set_aside.contains(finding.code)
                || overrides.iter().any(|over| over.code == finding.code)
        })
        .collect::<Vec<_>>();
    let overridden = publishing::overrides(tx, by, article, &open, overrides).await?;
    content.number = article.revisions + 1;
    content.class = Class::Restoration;
    content.note = note;
    content.at = tx.now;
    content.state = State::Live;
    let revision = publishing::go_out(tx, by, Deed::Restore, article, &mut content).await?;
    for over in &overridden {
        publishing::keep_override(tx, by, article.id, revision, over).await?;
    }
    Ok(content.number)
}
