//! Comments of readers: sent, judged, held until somebody of the desk has read them, shown in two levels.
//!
//! [`send`](sending::send) is the readers' form; [`file`] takes in what comes from elsewhere with its own proof.

pub mod receipt;
pub mod sending;

use crate::actor::Actor;
use crate::articles::{self, PlacementRow};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{CommentId, PlacementId};
use crate::paper::Tx;
use crate::reading::facts::CommentFacts;
use crate::rights::{Deed, words};
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest name of a commenter, characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Longest comment, characters.
pub const TEXT_CHARS_MAX: usize = 3_000;
/// Comments shown with an article, replies included.
pub const SHOWN_MAX: u32 = 400;

/// A comment as it comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewComment {
    /// Where it is said.
    pub placement: PlacementId,
    /// The comment it answers.
    pub reply_to: Option<CommentId>,
    /// The name given.
    pub name: String,
    /// Plain text; empty lines divide paragraphs.
    pub text: String,
}

words! {
    /// Where a comment is in its life.
    State {
        /// Waits for a moderator.
        Held = "held",
        /// Readers see it.
        Approved = "approved",
        /// It was never shown.
        Rejected = "rejected",
        /// It was shown and taken away.
        Hidden = "hidden",
    }
}

/// What a moderator says of a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Readers may see it.
    Approve,
    /// They may not.
    Reject {
        /// Why; kept in the audit trail.
        reason: String,
    },
}

/// Takes a comment in. It is held: nobody sees it before a moderator has said so.
///
/// A reply to a reply answers the comment above it, since there are two levels. Refused where comments are closed.
pub async fn file(paper: &Paper, new: &NewComment) -> Result<CommentId> {
    let name = words::line("name", &new.name, NAME_CHARS_MAX)?;
    let text = paragraphs(&new.text)?;
    let mut tx = paper.begin().await?;
    let placement = articles::placement(&mut tx.session, new.placement)
        .await?
        .filter(|placement| placement.comments && placement.revision.is_some())
        .ok_or(Refusal::Unknown {
            thing: Thing::Placement,
            name: new.placement.to_string(),
        })?;
    let parent = match new.reply_to {
        Some(answered) => Some(top_of(&mut tx, placement.id, answered).await?),
        None => None,
    };
    let coming = Coming {
        placement: &placement,
        parent,
        name,
        text,
        state: State::Held,
    };
    let id = insert(&mut tx, &coming).await?;
    tx.commit("comment.file", &Traces::default()).await?;
    Ok(id)
}

/// A comment checked and ready for its row.
struct Coming<'a> {
    placement: &'a PlacementRow,
    parent: Option<CommentId>,
    name: String,
    text: String,
    state: State,
}

/// The one statement that makes a comment.
async fn insert(tx: &mut Tx, coming: &Coming<'_>) -> Result<CommentId> {
    let id = CommentId::draw(&tx.paper)?;
    let thread_at: Timestamp = match coming.parent {
        None => tx.now,
        Some(parent) => {
            let row: (Timestamp,) = tx
                .session
                .one("SELECT at FROM comments WHERE id = $1", (parent,))
                .await?;
            row.0
        }
    };
    tx.session
        .exec(
            "INSERT INTO comments (id, placement_id, title_id, parent_id, thread_id, thread_at, name, text, state, at, decided_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')",
            (
                id,
                coming.placement.id,
                coming.placement.title,
                coming.parent,
                coming.parent.unwrap_or(id),
                thread_at,
                &coming.name,
                &coming.text,
                coming.state.word(),
                tx.now,
            ),
        )
        .await?;
    Ok(id)
}

/// Lines trimmed, runs of empty lines made one.
fn paragraphs(text: &str) -> Result<String> {
    let text = words::normal(text);
    let parts: Vec<String> = text
        .split("\n\n")
        .map(|part| {
            part.lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        })
        .filter(|part| !part.is_empty())
        .collect();
    let text = parts.join("\n\n");
    match text.chars().count() {
        0 => Err(Refusal::Empty { field: "text" }.into()),
        n if n > TEXT_CHARS_MAX => Err(Refusal::TooLong {
            field: "text",
            chars_max: TEXT_CHARS_MAX,
        }
        .into()),
        _ => Ok(text),
    }
}

async fn top_of(tx: &mut Tx, placement: PlacementId, answered: CommentId) -> Result<CommentId> {
    let row: Option<(Option<CommentId>,)> = tx
        .session
        .opt(
            "SELECT parent_id FROM comments WHERE id = $1 AND placement_id = $2",
            (answered, placement),
        )
        .await?;
    let Some((parent,)) = row else {
        return Err(Refusal::Unknown {
            thing: Thing::Comment,
            name: answered.to_string(),
        }
        .into());
    };
    Ok(parent.unwrap_or(answered))
}

/// Says whether readers may see a comment.
pub async fn decide(paper: &Paper, by: &Actor, id: CommentId, verdict: &Verdict) -> Result<()> {
    let mut tx = paper.begin().await?;
    let row: Option<(PlacementId,)> = tx
        .session
        .opt("SELECT placement_id FROM comments WHERE id = $1", (id,))
        .await?;
    let unknown = || Refusal::Unknown {
        thing: Thing::Comment,
        name: id.to_string(),
    };
    let (placement,) = row.ok_or_else(unknown)?;
    let placement = articles::placement(&mut tx.session, placement)
        .await?
        .ok_or_else(unknown)?;
    by.may(
        &mut tx,
        Deed::Moderate,
        Some(placement.title),
        Some(placement.section),
    )
    .await?;
    let (state, reason) = match verdict {
        Verdict::Approve => ("approved", String::new()),
        Verdict::Reject { reason } => ("rejected", words::line("reason", reason, NOTE_CHARS_MAX)?),
    };
    tx.session
        .exec(
            "UPDATE comments SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1",
            (id, state, by.name(), tx.now),
        )
        .await?;
    let about = About {
        article: Some(placement.article),
        title: Some(placement.title),
    };
    audit::note(
        &mut tx,
        by,
        Deed::Moderate,
        about,
        json!({"comment": id, "state": state, "reason": reason}),
    )
    .await?;
    // Cards say how many comments there are, wherever they stand.
    tx.touches(placement.article).await?;
    tx.commit("comment.decide", &Traces::default()).await?;
    Ok(())
}

struct Shown {
    id: CommentId,
    parent: Option<CommentId>,
    name: String,
    text: String,
    at: Timestamp,
}

impl FromRow for Shown {
    fn from_row(row: &mut Row) -> Result<Shown, Fault> {
        Ok(Shown {
            id: row.take()?,
            parent: row.take()?,
            name: row.take()?,
            text: row.take()?,
            at: row.take()?,
        })
    }
}

/// The approved comments of a placement, oldest first, replies under what they answer; and how many there are.
///
/// None carries a badge: a name alone proves nobody.
pub async fn shown(
    session: &mut Session,
    placement: PlacementId,
) -> Result<(Vec<CommentFacts>, u32)> {
    let rows: Vec<Shown> = session
        .all(
            "SELECT id, parent_id, name, text, at FROM comments
              WHERE placement_id = $1 AND state = 'approved' ORDER BY at, id LIMIT $2",
            (placement, SHOWN_MAX),
        )
        .await?;
    let (count,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comments WHERE placement_id = $1 AND state = 'approved'",
            (placement,),
        )
        .await?;
    let mut top: Vec<(CommentId, CommentFacts)> = Vec::new();
    for row in rows {
        let facts = CommentFacts {
            id: row.id.to_string(),
            badge: None,
            name: row.name,
            at: row.at,
            text: row.text,
            replies: Vec::new(),
        };
        match row
            .parent
            .and_then(|parent| top.iter_mut().find(|(id, _)| *id == parent))
        {
            Some((_, above)) => above.replies.push(facts),
            None => top.push((row.id, facts)),
        }
    }
    Ok((top.into_iter().map(|(_, facts)| facts).collect(), count))
}

/// One approved comment as readers see it, without its replies.
pub async fn one_shown(
    session: &mut Session,
    placement: PlacementId,
    id: CommentId,
) -> Result<Option<CommentFacts>> {
    let row: Option<Shown> = session
        .opt(
            "SELECT id, parent_id, name, text, at FROM comments WHERE id = $1 AND placement_id = $2 AND state = 'approved'",
            (id, placement),
        )
        .await?;
    Ok(row.map(|row| CommentFacts {
        id: row.id.to_string(),
        badge: None,
        name: row.name,
        at: row.at,
        text: row.text,
        replies: Vec::new(),
    }))
}
