//! What the desk decides: approve, reject, hide, restore, close a thread, answer. Each decision is on the audit trail and
//! teaches the filter; each reader who sent a comment finds at its address what became of it, and why.

use super::learning::{self, Lesson};
use super::{Coming, Ground, State, TEXT_CHARS_MAX, sending, unknown};
use crate::actor::Actor;
use crate::articles::{self, PlacementRow};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::forms;
use crate::id::{CommentId, PlacementId, SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::secrets;
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, Thing};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Comments of a folded group decided in one transaction.
const GROUP_AT_ONCE: u32 = 100;
/// Comments decided alike at once.
pub const MANY_MAX: usize = 100;
/// Longest name of a folded group, characters.
const FOLD_CHARS_MAX: usize = 120;

/// What a moderator says of a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Readers may see it.
    Approve,
    /// They may not.
    Reject {
        /// Why, in a word the reader is told.
        ground: Ground,
        /// Why, in words the reader is told; needed where the ground is `other`.
        reason: String,
    },
    /// What they see is taken away.
    Hide {
        /// Why, in a word.
        ground: Ground,
        /// Why, in words.
        reason: String,
    },
    /// What was taken away comes back.
    Restore,
}

impl Verdict {
    /// The state it leads to, if it fits the state a comment is in.
    fn leads(&self, from: State) -> Result<State, Refusal> {
        match (self, from) {
            (Verdict::Approve, State::Held | State::Rejected) => Ok(State::Approved),
            (Verdict::Reject { .. }, State::Held) => Ok(State::Rejected),
            (Verdict::Hide { .. }, State::Approved) => Ok(State::Hidden),
            (Verdict::Restore, State::Hidden) => Ok(State::Approved),
            (_, state) => Err(Refusal::CommentIs {
                state: state.word(),
            }),
        }
    }

    fn why(&self) -> Result<(&'static str, String)> {
        match self {
            Verdict::Approve | Verdict::Restore => Ok(("", String::new())),
            Verdict::Reject { ground, reason } | Verdict::Hide { ground, reason } => {
                let reason = words::optional_line("reason", reason, NOTE_CHARS_MAX)?;
                if *ground == Ground::Other && reason.is_empty() {
                    return Err(Refusal::ReasonNeeded.into());
                }
                Ok((ground.word(), reason))
            }
        }
    }

    fn lesson(&self) -> Lesson {
        match self {
            Verdict::Approve | Verdict::Restore => Lesson::Good,
            Verdict::Reject { ground, .. } | Verdict::Hide { ground, .. }
                if *ground == Ground::Spam =>
            {
                Lesson::Bad
            }
            _ => Lesson::None,
        }
    }
}

/// Says whether readers may see a comment.
pub async fn decide(paper: &Paper, by: &Actor, id: CommentId, verdict: &Verdict) -> Result<()> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    decide_in(&mut tx, &secret, by, id, verdict).await?;
    tx.commit("comment.decide", &Traces::default()).await?;
    Ok(())
}

/// Decides several comments alike, at most [`MANY_MAX`], in one transaction. Those somebody else decided meanwhile are left as
/// they are. Says how many it was.
///
/// # Errors
/// Refused where there are too many, where one may not be decided by this person, and where none was left to decide.
pub async fn decide_many(
    paper: &Paper,
    by: &Actor,
    ids: &[CommentId],
    verdict: &Verdict,
) -> Result<u32> {
    words::at_most("comments", ids.len(), MANY_MAX)?;
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let (mut count, mut overtaken) = (0, None);
    for id in ids {
        match decide_in(&mut tx, &secret, by, *id, verdict).await {
            Ok(()) => count += 1,
            Err(crate::Error::Refused(refusal @ Refusal::CommentIs { .. })) => {
                overtaken = Some(refusal);
            }
            Err(other) => return Err(other),
        }
    }
    match overtaken {
        Some(refusal) if count == 0 => Err(refusal.into()),
        _ => {
            tx.commit("comment.decide", &Traces::default()).await?;
            Ok(count)
        }
    }
}

/// Decides a whole folded group of a title's queue, at most 100 at once. Says how many it was.
pub async fn decide_group(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    fold: &str,
    verdict: &Verdict,
) -> Result<u32> {
    let fold = words::line("group", fold, FOLD_CHARS_MAX)?;
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let rows: Vec<(CommentId, SectionId)> = tx
        .session
        .all(
            "SELECT c.id, p.section_id FROM comments c JOIN placements p ON p.id = c.placement_id
              WHERE c.state = 'held' AND c.title_id = $1 AND c.fold = $2 ORDER BY c.at, c.id LIMIT $3",
            (title, &fold, GROUP_AT_ONCE),
        )
        .await?;
    let sections: BTreeSet<SectionId> = rows.iter().map(|(_, section)| *section).collect();
    let own = own_sections(&mut tx, by, title, sections).await?;
    let mut count = 0;
    for (id, _) in rows
        .into_iter()
        .filter(|(_, section)| own.contains(section))
    {
        decide_in(&mut tx, &secret, by, id, verdict).await?;
        count += 1;
    }
    if count == 0 {
        // Who may decide nothing here is told that first, and not what there is.
        by.may(&mut tx, Deed::Moderate, Some(title), None).await?;
        return Err(Refusal::Unknown {
            thing: Thing::Comment,
            name: fold,
        }
        .into());
    }
    tx.commit("comment.decide", &Traces::default()).await?;
    Ok(count)
}

/// The sections whose comments somebody may decide.
async fn own_sections(
    tx: &mut Tx,
    by: &Actor,
    title: TitleId,
    sections: BTreeSet<SectionId>,
) -> Result<BTreeSet<SectionId>> {
    let mut own = BTreeSet::new();
    for section in sections {
        match by.may(tx, Deed::Moderate, Some(title), Some(section)).await {
            Ok(()) => {
                own.insert(section);
            }
            Err(crate::Error::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(own)
}

pub(super) async fn decide_in(
    tx: &mut Tx,
    secret: &secrets::Secret,
    by: &Actor,
    id: CommentId,
    verdict: &Verdict,
) -> Result<()> {
    let (placement, state) = placed(tx, id).await?;
    let section = Some(placement.section);
    by.may(tx, Deed::Moderate, Some(placement.title), section)
        .await?;
    let (ground, reason) = verdict.why()?;
    let to = verdict.leads(state)?;
    // Cards say how many comments there are, wherever they stand.
    tx.touches(placement.article).await?;
    // The state is asked again by the statement itself: two moderators may decide at once.
    let changed = tx
        .session
        .exec(
            "UPDATE comments SET state = $2, decided_by = $3, decided_at = $4, ground = $5, reason = $6, fold = '',
                first_decided_at = COALESCE(first_decided_at, $4) WHERE id = $1 AND state = $7",
            (id, to.word(), by.name(), tx.now, ground, &reason, state.word()),
        )
        .await?;
    if changed == 0 {
        return Err(Refusal::CommentIs { state: to.word() }.into());
    }
    teach(tx, secret, id, verdict.lesson()).await?;
    note(
        tx,
        by,
        Deed::Moderate,
        &placement,
        json!({"comment": id, "state": to.word(), "ground": ground, "reason": reason}),
    )
    .await
}

pub(super) async fn teach(
    tx: &mut Tx,
    secret: &secrets::Secret,
    id: CommentId,
    lesson: Lesson,
) -> Result<()> {
    let (name, text, before): (String, String, String) = tx
        .session
        .one(
            "SELECT name, text, learned FROM comments WHERE id = $1",
            (id,),
        )
        .await?;
    let before = Lesson::parse(&before);
    learning::teach(tx, secret, &name, &text, before, lesson).await?;
    tx.session
        .exec(
            "UPDATE comments SET learned = $2 WHERE id = $1",
            (id, lesson.word()),
        )
        .await?;
    Ok(())
}

/// Where a comment stands, and in which state.
pub(super) async fn placed(tx: &mut Tx, id: CommentId) -> Result<(PlacementRow, State)> {
    let row: Option<(PlacementId, String)> = tx
        .session
        .opt(
            "SELECT placement_id, state FROM comments WHERE id = $1",
            (id,),
        )
        .await?;
    let (placement, state) = row.ok_or_else(|| unknown(id))?;
    let placement = articles::placement(&mut tx.session, placement)
        .await?
        .ok_or_else(|| unknown(id))?;
    let state = State::parse(&state)
        .ok_or_else(|| crate::Fault::new("a comment's state is no word we know"))?;
    Ok((placement, state))
}

pub(super) async fn note(
    tx: &mut Tx,
    by: &Actor,
    deed: Deed,
    placement: &PlacementRow,
    detail: serde_json::Value,
) -> Result<()> {
    let about = About {
        article: Some(placement.article),
        title: Some(placement.title),
    };
    audit::note(tx, by, deed, about, detail).await
}

/// Closes a thread (`comment`) for further replies, or opens it again.
pub async fn close_thread(paper: &Paper, by: &Actor, id: CommentId, closed: bool) -> Result<()> {
    let mut tx = paper.begin().await?;
    let (placement, _) = placed(&mut tx, id).await?;
    let section = Some(placement.section);
    by.may(&mut tx, Deed::Moderate, Some(placement.title), section)
        .await?;
    tx.touches(placement.article).await?;
    tx.session
        .exec(
            "UPDATE comments SET closed = $2 WHERE id = (SELECT thread_id FROM comments WHERE id = $1)",
            (id, closed),
        )
        .await?;
    let detail = json!({"comment": id, "closed": closed});
    note(&mut tx, by, Deed::Moderate, &placement, detail).await?;
    tx.commit("comment.close", &Traces::default()).await?;
    Ok(())
}

/// Closes all comments on a placement, or opens them again. What is there stays.
pub async fn close_placement(
    paper: &Paper,
    by: &Actor,
    id: PlacementId,
    closed: bool,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    let placement = articles::placement(&mut tx.session, id)
        .await?
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Placement,
            name: id.to_string(),
        })?;
    let section = Some(placement.section);
    by.may(&mut tx, Deed::Moderate, Some(placement.title), section)
        .await?;
    tx.touches(placement.article).await?;
    tx.session
        .exec(
            "UPDATE placements SET comments = $2 WHERE id = $1",
            (id, !closed),
        )
        .await?;
    let detail = json!({"closed": closed});
    note(&mut tx, by, Deed::Moderate, &placement, detail).await?;
    tx.commit("comment.close", &Traces::default()).await?;
    Ok(())
}

/// A comment or reply by a member of the desk, shown at once with a badge: author of the article, or newsroom. What is
/// closed by hand is closed for the desk too; what closed with time is not.
pub async fn speak(
    paper: &Paper,
    by: &Actor,
    placement: PlacementId,
    reply_to: Option<CommentId>,
    text: &str,
) -> Result<CommentId> {
    let mut tx = paper.begin().await?;
    let id = speak_in(&mut tx, by, placement, reply_to, text).await?;
    tx.commit("comment.answer", &Traces::default()).await?;
    Ok(id)
}

/// Shows a comment that waits and answers it, both or neither: nobody could see what is answered otherwise.
///
/// # Errors
/// As [`decide`] and [`speak`].
pub async fn approve_and_answer(
    paper: &Paper,
    by: &Actor,
    id: CommentId,
    text: &str,
) -> Result<CommentId> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    decide_in(&mut tx, &secret, by, id, &Verdict::Approve).await?;
    let (placement, _) = placed(&mut tx, id).await?;
    let answer = speak_in(&mut tx, by, placement.id, Some(id), text).await?;
    tx.commit("comment.answer", &Traces::default()).await?;
    Ok(answer)
}

async fn speak_in(
    tx: &mut Tx,
    by: &Actor,
    placement: PlacementId,
    reply_to: Option<CommentId>,
    text: &str,
) -> Result<CommentId> {
    let text = forms::paragraphs("text", text, TEXT_CHARS_MAX)?;
    let (placement, title) = sending::place(&mut tx.session, placement).await?;
    let section = Some(placement.section);
    by.may(tx, Deed::Answer, Some(placement.title), section)
        .await?;
    let article = articles::find(&mut tx.session, placement.article).await?;
    if article.stage.is_gone() || !title.settings.comments.open || !placement.comments {
        return Err(Refusal::CommentsClosed { after_days: None }.into());
    }
    let answered = reply_to.map(|id| id.to_string()).unwrap_or_default();
    let parent = sending::answered(&mut tx.session, &placement, &answered).await??;
    let revision =
        articles::revision_numbered(&mut tx.session, article.id, article.revisions).await?;
    let wrote = revision
        .content
        .byline
        .iter()
        .any(|credit| credit.name == by.name());
    let coming = Coming {
        parent,
        name: by.name().to_owned(),
        text,
        state: State::Approved,
        badge: if wrote { "author" } else { "newsroom" },
        account: by.account(),
        ..Coming::at(&placement)
    };
    tx.touches(placement.article).await?;
    let id = super::insert(tx, &coming).await?;
    note(
        tx,
        by,
        Deed::Answer,
        &placement,
        json!({"comment": id, "reply_to": parent}),
    )
    .await?;
    Ok(id)
}
