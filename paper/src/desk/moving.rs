//! Moving a text through the phases of the desk; who works on it, and until when.

use super::{Phase, lies_there, open, phase, set_phase};
use crate::actor::Actor;
use crate::articles::drafting::{self, Filed, Filing};
use crate::articles::{self, Article, PlacementRow, Stage};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{AccountId, ArticleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX};
use crate::{Paper, Refusal, Result};
use jiff::Timestamp;
use serde_json::json;

/// Files an article as an idea, under a working name; the copy may say nothing yet.
///
/// # Errors
/// Refused as [`drafting::file`] is, and for a name that is empty or too long.
pub async fn propose(paper: &Paper, by: &Actor, filing: Filing, name: &str) -> Result<ArticleId> {
    let name = words::line("working_name", name, NAME_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    let headline = filing.copy.headline.clone();
    let id = drafting::file_in(&mut tx, by, filing, Filed::ToStay).await?;
    set_name(&mut tx, id, &name, &headline).await?;
    set_phase(&mut tx, id, Phase::Idea).await?;
    tx.commit("article.propose", &Traces::default()).await?;
    Ok(id)
}

/// Moves a text to another phase.
///
/// | from \ to | idea | writing | desk | approved |
/// | --- | :-: | :-: | :-: | :-: |
/// | idea | | `draft.move` | `draft.move` | may publish |
/// | writing | `draft.move` | | `draft.move` | may publish |
/// | desk | `draft.move` | `draft.move` | | may publish |
/// | approved | may publish | may publish | may publish | |
///
/// *May publish* is the right to let this text out: `article.publish` before its first publication, then
/// `article.change`. So a reporter hands a text in and takes it back, and only who may publish it approves it or takes the
/// approval back; a change by anybody else takes it back too.
///
/// # Errors
/// Refused without the right, without a draft, for a spiked text, for one on the schedule, and where it is there already.
pub async fn move_to(paper: &Paper, by: &Actor, id: ArticleId, to: Phase) -> Result<()> {
    let mut tx = paper.begin().await?;
    let (article, placement) = with(&mut tx, by, id, Deed::Advance).await?;
    let draft = drafting::find_draft(&mut tx.session, id)
        .await?
        .ok_or(Refusal::NoDraft)?;
    let from = phase(&mut tx.session, id).await?;
    if from == Phase::Approved || to == Phase::Approved {
        let deed = drafting::publishing_deed(&article);
        by.may(&mut tx, deed, Some(article.home), Some(placement.section))
            .await?;
    }
    if draft.due.is_some() {
        return Err(Refusal::OnSchedule.into());
    }
    if from == to {
        return Err(Refusal::NothingChanged.into());
    }
    set_phase(&mut tx, id, to).await?;
    let detail = json!({"from": from.word(), "to": to.word()});
    audit::note(&mut tx, by, Deed::Advance, About::article(id), detail).await?;
    tx.commit("draft.move", &Traces::default()).await?;
    Ok(())
}

/// The article and its original placement, for whoever may do this to it.
async fn with(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    deed: Deed,
) -> Result<(Article, PlacementRow)> {
    let article = articles::find(&mut tx.session, id).await?;
    let placement = articles::original(&mut tx.session, id).await?;
    by.may(tx, deed, Some(article.home), Some(placement.section))
        .await?;
    if article.stage == Stage::Spiked {
        return Err(Refusal::Spiked.into());
    }
    Ok((article, placement))
}

/// Says who works on an article, by handle; `None`: nobody.
///
/// Whoever may move a text may take on one that nobody has, and give back their own; [`Deed::Assign`] is for all else. Who
/// is given a text must be able to save it.
///
/// # Errors
/// Refused without the right, for somebody who may not save the text, and for a spiked one.
pub async fn assign(paper: &Paper, by: &Actor, id: ArticleId, to: Option<&str>) -> Result<()> {
    let mut tx = paper.begin().await?;
    let article = articles::find(&mut tx.session, id).await?;
    let has: Option<(Option<AccountId>,)> = tx
        .session
        .opt("SELECT assigned FROM desk WHERE article_id = $1", (id,))
        .await?;
    let has = has.and_then(|(account,)| account);
    let to = match to {
        None => None,
        Some(handle) => Some(Actor::find(&mut tx.session, handle).await?),
    };
    let wants = to.as_ref().and_then(Actor::account);
    let own = |account: Option<AccountId>| account.is_none() || account == by.account();
    let deed = if own(has) && own(wants) {
        Deed::Advance
    } else {
        Deed::Assign
    };
    let (_, placement) = with(&mut tx, by, id, deed).await?;
    if let Some(to) = &to {
        let (title, section) = (Some(article.home), Some(placement.section));
        to.may(&mut tx, Deed::Save, title, section).await?;
    }
    if has == wants {
        return Err(Refusal::NothingChanged.into());
    }
    open(&mut tx, id).await?;
    tx.session
        .exec(
            "UPDATE desk SET assigned = $2, assigned_by = $3, assigned_name = $4, assigned_at = $5 WHERE article_id = $1",
            (id, wants, by.account(), by.name(), tx.now),
        )
        .await?;
    let detail = json!({"to": to.as_ref().map(Actor::handle)});
    audit::note(&mut tx, by, Deed::Assign, About::article(id), detail).await?;
    tx.commit("article.assign", &Traces::default()).await?;
    Ok(())
}

/// Says until when an article is wanted; `None`: at no time.
///
/// # Errors
/// Refused without [`Deed::Assign`], for an instant that is past, and for a spiked text.
pub async fn due(paper: &Paper, by: &Actor, id: ArticleId, at: Option<Timestamp>) -> Result<()> {
    let mut tx = paper.begin().await?;
    with(&mut tx, by, id, Deed::Assign).await?;
    let at = at.map(crate::clock::whole_micros);
    at.map_or(Ok(()), |at| crate::clock::to_come(tx.now, at))?;
    open(&mut tx, id).await?;
    tx.session
        .exec(
            "UPDATE desk SET due_at = $2 WHERE article_id = $1",
            (id, at),
        )
        .await?;
    let detail = json!({"due": at});
    audit::note(&mut tx, by, Deed::Assign, About::article(id), detail).await?;
    tx.commit("article.due", &Traces::default()).await?;
    Ok(())
}

/// Gives a text in work a name for the desk, by which it is called before it has a headline; an empty one takes it away.
///
/// # Errors
/// Refused without [`Deed::Save`], for a spiked text, and for a name that is too long.
pub async fn name(paper: &Paper, by: &Actor, id: ArticleId, name: &str) -> Result<()> {
    let name = words::optional_line("working_name", name, NAME_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    with(&mut tx, by, id, Deed::Save).await?;
    let headline = drafting::find_draft(&mut tx.session, id)
        .await?
        .ok_or(Refusal::NoDraft)?
        .copy
        .headline;
    set_name(&mut tx, id, &name, &headline).await?;
    let detail = json!({"name": name});
    audit::note(&mut tx, by, Deed::Save, About::article(id), detail).await?;
    tx.commit("article.name", &Traces::default()).await?;
    Ok(())
}

async fn set_name(tx: &mut Tx, id: ArticleId, name: &str, headline: &str) -> Result<()> {
    open(tx, id).await?;
    tx.session
        .exec(
            "UPDATE desk SET name = $2 WHERE article_id = $1",
            (id, name),
        )
        .await?;
    lies_there(tx, id, headline).await
}

/// Remembers what the gate found in a save, for lists. Of a save that is not the newest any more, nothing is remembered.
///
/// No deed of the newspaper: it leaves neither an audit line nor a change.
///
/// # Errors
/// Refused without [`Deed::Save`].
pub async fn checked(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    saves: u32,
    blocks: u32,
    warnings: u32,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    drafting::may_save(&mut tx, by, id).await?;
    tx.session
        .exec(
            "UPDATE desk SET checked = $2, blocks = $3, warnings = $4
              WHERE article_id = $1 AND EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = $1 AND d.version = $2)",
            (id, saves, blocks, warnings),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}
