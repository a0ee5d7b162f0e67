//! When a draft goes out: schedule, embargo, hold, spike.

use super::content::Class;
use super::judging::{self, Before, Judged};
use super::{Stage, drafting, publishing};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::desk;
use crate::id::ArticleId;
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::titles;
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, Session, clock};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::json;

/// Puts a draft on the schedule, for a local date and time in the title's zone.
///
/// The gate is asked now, so that nobody learns of a block at night, and again when it goes out. The instant, the
/// local time and the zone are all kept.
pub async fn schedule(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    local: DateTime,
    class: Class,
    note: &str,
) -> Result<Timestamp> {
    let note = words::optional_line("note", note, NOTE_CHARS_MAX)?;
    let judged = judged_for(paper, id, local).await;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(
        &mut tx,
        Deed::Schedule,
        Some(article.home),
        Some(placement.section),
    )
    .await?;
    let draft = drafting::find_draft(&mut tx.session, id)
        .await?
        .ok_or(Refusal::NoDraft)?;
    let title = titles::by_id(&mut tx.session, article.home).await?;
    let at = clock::at_local(local, &title.time_zone())?;
    clock::to_come(tx.now, at)?;
    publishing::may_go_out(&article, &draft.copy, at)?;
    let class = if article.first_published.is_none() {
        Class::First
    } else {
        class
    };
    publishing_would(&mut tx, by, id, (class, &note), at, judged).await?;
    tx.session
        .exec(
            "UPDATE drafts SET due_at = $2, due_local = $3, due_zone = $4, due_class = $5, due_note = $6, due_account = $7,
                    fault = '' WHERE article_id = $1",
            (id, at, local.to_string(), &title.zone, class.word(), &note, by.account()),
        )
        .await?;
    desk::shelve(&mut tx, id).await?;
    jobs::queue(&mut tx, Kind::PublishDue, &id.to_string(), at).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Schedule,
        About::article(id),
        json!({"at": at, "local": local, "zone": title.zone}),
    )
    .await?;
    tx.commit("article.schedule", &Traces::default()).await?;
    Ok(at)
}

/// What the gate says of a draft that is to go out at a local time of its title.
async fn judged_for(paper: &Paper, id: ArticleId, local: DateTime) -> Option<Judged> {
    let mut session = paper.read().await.ok()?;
    let article = super::find(&mut session, id).await.ok()?;
    let title = titles::by_id(&mut session, article.home).await.ok()?;
    drop(session);
    let at = clock::at_local(local, &title.time_zone()).ok()?;
    judging::judge(paper, Before::Due(id, at)).await
}

/// Says now what publishing then would refuse, as far as it can be known.
async fn publishing_would(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    (class, note): (Class, &str),
    at: Timestamp,
    judged: Option<Judged>,
) -> Result<()> {
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    let deed = if article.first_published.is_none() {
        Deed::Publish
    } else {
        Deed::Change
    };
    by.may(tx, deed, Some(article.home), Some(placement.section))
        .await?;
    if article.first_published.is_some() {
        publishing::fits(class, note)?;
    }
    let title = titles::by_id(&mut tx.session, article.home).await?;
    let copy = drafting::working_copy(&mut tx.session, &article).await?;
    let copy = super::making::fill(&mut tx.session, copy, &title).await?;
    let findings =
        judging::findings_in(tx, &title, Some(&article), &copy, (None, at), judged).await?;
    if crate::gate::blocks(&findings).is_empty() {
        Ok(())
    } else {
        Err(Refusal::Gate { findings }.into())
    }
}

/// Takes a draft off the schedule.
pub async fn unschedule(paper: &Paper, by: &Actor, id: ArticleId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(
        &mut tx,
        Deed::Schedule,
        Some(article.home),
        Some(placement.section),
    )
    .await?;
    if !is_due(&mut tx.session, id).await? {
        return Err(Refusal::NotOnSchedule.into());
    }
    unschedule_in(&mut tx, id).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Schedule,
        About::article(id),
        json!({"off": true}),
    )
    .await?;
    tx.commit("article.unschedule", &Traces::default()).await?;
    Ok(())
}

/// Whether its draft is on the schedule.
async fn is_due(session: &mut Session, id: ArticleId) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt(
            "SELECT 1 FROM drafts WHERE article_id = $1 AND due_at IS NOT NULL",
            (id,),
        )
        .await?;
    Ok(row.is_some())
}

pub(crate) async fn unschedule_in(tx: &mut Tx, id: ArticleId) -> Result<()> {
    tx.session
        .exec(
            "UPDATE drafts SET due_at = NULL, due_local = NULL, due_zone = NULL, due_class = NULL, due_note = NULL,
                    due_account = NULL WHERE article_id = $1",
            (id,),
        )
        .await?;
    desk::shelve(tx, id).await?;
    jobs::forget(tx, Kind::PublishDue, &id.to_string()).await
}

/// Publishes a draft whose time has come, in the name of whoever scheduled it. Safe to run twice: a draft that is no
/// longer due, or not there any more, is left alone.
pub(crate) async fn publish_due(paper: &Paper, id: ArticleId) -> Result<()> {
    let judged = judging::judge(paper, Before::Draft(id, None)).await;
    let mut tx = paper.begin().await?;
    let due = drafting::find_draft(&mut tx.session, id)
        .await?
        .and_then(|draft| draft.due);
    let Some(due) = due.filter(|due| due.at <= tx.now) else {
        return Ok(());
    };
    let by = match due.account {
        Some(account) => Actor::by_id(&mut tx.session, account).await?,
        None => Actor::system(),
    };
    let class = Class::parse(&due.class).unwrap_or(Class::First);
    let going = publishing::Going {
        class,
        note: due.note,
        ..publishing::Going::default()
    };
    let published = publishing::publish_in(&mut tx, &by, id, going, judged).await;
    super::checking::settled(tx, "article.publish", published).await?;
    Ok(())
}

/// Notes on the draft why it did not go out when it was due, and takes it off the schedule.
pub(crate) async fn note_fault(paper: &Paper, id: ArticleId, why: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    let why: String = why.chars().take(NOTE_CHARS_MAX).collect();
    tx.session
        .exec(
            "UPDATE drafts SET due_at = NULL, fault = $2 WHERE article_id = $1 AND due_at <= $3",
            (id, &why, tx.now),
        )
        .await?;
    desk::shelve(&mut tx, id).await?;
    audit::note(
        &mut tx,
        &Actor::system(),
        Deed::Publish,
        About::article(id),
        json!({"refused": why}),
    )
    .await?;
    tx.commit("article.due.refused", &Traces::default()).await?;
    Ok(())
}

/// Sets or lifts the embargo of a draft.
///
/// # Errors
/// Refused without [`Deed::Embargo`], without a draft, and until an instant that is past or too far ahead.
pub async fn embargo(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    until: Option<Timestamp>,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(
        &mut tx,
        Deed::Embargo,
        Some(article.home),
        Some(placement.section),
    )
    .await?;
    let mut draft = drafting::find_draft(&mut tx.session, id)
        .await?
        .ok_or(Refusal::NoDraft)?;
    let until = until.map(clock::whole_micros);
    until.map_or(Ok(()), |at| clock::to_come(tx.now, at))?;
    draft.copy.embargo = until;
    drafting::rewrite(&mut tx, by, id, &draft.copy).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Embargo,
        About::article(id),
        json!({"until": until}),
    )
    .await?;
    tx.commit("article.embargo", &Traces::default()).await?;
    Ok(())
}

/// Stops an article from going out until it is let go; what is published stays.
pub async fn hold(paper: &Paper, by: &Actor, id: ArticleId, why: &str) -> Result<()> {
    let why = words::optional_line("reason", why, NOTE_CHARS_MAX)?;
    if why.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    set_hold(paper, by, id, &why).await
}

/// Lets a held article go.
pub async fn release(paper: &Paper, by: &Actor, id: ArticleId) -> Result<()> {
    set_hold(paper, by, id, "").await
}

async fn set_hold(paper: &Paper, by: &Actor, id: ArticleId, why: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(
        &mut tx,
        Deed::Hold,
        Some(article.home),
        Some(placement.section),
    )
    .await?;
    if why.is_empty() && article.hold.is_empty() {
        return Err(Refusal::NotHeld.into());
    }
    tx.session
        .exec("UPDATE articles SET hold = $2 WHERE id = $1", (id, why))
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Hold,
        About::article(id),
        json!({"reason": why}),
    )
    .await?;
    tx.commit("article.hold", &Traces::default()).await?;
    Ok(())
}

/// Drops an article that was never published. It can be restored.
pub async fn spike(paper: &Paper, by: &Actor, id: ArticleId, why: &str) -> Result<()> {
    let why = words::optional_line("reason", why, NOTE_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(
        &mut tx,
        Deed::Spike,
        Some(article.home),
        Some(placement.section),
    )
    .await?;
    match article.stage {
        Stage::Draft => {}
        Stage::Spiked => return Err(Refusal::Spiked.into()),
        Stage::Live | Stage::Withdrawn | Stage::Killed => {
            return Err(Refusal::AlreadyPublished.into());
        }
    }
    tx.session
        .exec(
            "UPDATE articles SET state = $2 WHERE id = $1",
            (id, Stage::Spiked.word()),
        )
        .await?;
    unschedule_in(&mut tx, id).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Spike,
        About::article(id),
        json!({"reason": why}),
    )
    .await?;
    tx.commit("article.spike", &Traces::default()).await?;
    Ok(())
}
