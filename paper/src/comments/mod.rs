//! Comments of readers: sent, judged, held until somebody of the desk has read them, shown in two levels.
//!
//! [`sending::send`] is the readers' form; [`file`] takes in what comes from elsewhere with its own proof;
//! [`moderating`] is what the desk decides; [`shown`] is what readers see.

pub mod banning;
pub(crate) mod closing;
pub mod judging;
pub mod learning;
mod likeness;
pub mod moderating;
mod names;
pub mod notices;
pub mod overview;
pub mod privacy;
pub mod queue;
pub mod receipt;
pub mod sending;
pub mod shown;
pub mod undoing;

pub use moderating::{Verdict, decide};

use crate::articles::{self, PlacementRow};
use crate::changes::Traces;
use crate::db::many::{Many, many};
use crate::forms;
use crate::id::{AccountId, CommentId, PlacementId};
use crate::jobs;
use crate::paper::Tx;
use crate::rights::words;
use crate::words;
use crate::{Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use judging::Writer;
use serde::{Deserialize, Serialize};

/// Longest name of a commenter, characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Longest comment, characters.
pub const TEXT_CHARS_MAX: usize = 3_000;

/// A comment as it comes in from elsewhere.
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
        /// Its words were erased for whom they were about.
        Erased = "erased",
    }
}

words! {
    /// Why a comment is not shown, told to whoever wrote it.
    Ground {
        /// Advertisement, or sent by a program.
        Spam = "spam",
        /// It insults somebody.
        Insult = "insult",
        /// It incites to hatred.
        Hate = "hate",
        /// It tells private things of somebody.
        Private = "private",
        /// It breaks the law in another way.
        Illegal = "illegal",
        /// It has nothing to do with the article.
        OffTopic = "off_topic",
        /// Another reason, told in words.
        Other = "other",
    }
}

/// Takes a comment in. It is held: nobody sees it before a moderator has said so.
///
/// A reply to a reply answers the comment above it, since there are two levels. Refused where comments are closed.
pub async fn file(paper: &Paper, new: &NewComment) -> Result<CommentId> {
    let name = words::line("name", &new.name, NAME_CHARS_MAX)?;
    let text = forms::paragraphs("text", &new.text, TEXT_CHARS_MAX)?;
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
        parent,
        name,
        text,
        ..Coming::at(&placement)
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
    email: String,
    website: String,
    writer: Option<Writer>,
    state: State,
    flags: String,
    fold: String,
    badge: &'static str,
    account: Option<AccountId>,
}

impl<'a> Coming<'a> {
    /// One without words yet, held.
    fn at(placement: &'a PlacementRow) -> Coming<'a> {
        Coming {
            placement,
            parent: None,
            name: String::new(),
            text: String::new(),
            email: String::new(),
            website: String::new(),
            writer: None,
            state: State::Held,
            flags: String::new(),
            fold: String::new(),
            badge: "",
            account: None,
        }
    }
}

/// The one statement that makes a comment.
pub(crate) const INSERT: Many = many!(
    "INSERT INTO comments (id, placement_id, title_id, parent_id, thread_id, thread_at, name, text, state, at, decided_by, email,
                           website, flags, fold, badge)
     VALUES ",
    16,
    ""
);

/// Keeps a comment, and the job that will forget who wrote it.
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
    let row = vec![
        id.into(),
        coming.placement.id.into(),
        coming.placement.title.into(),
        coming.parent.into(),
        coming.parent.unwrap_or(id).into(),
        thread_at.into(),
        (&coming.name).into(),
        (&coming.text).into(),
        coming.state.word().into(),
        tx.now.into(),
        "".into(),
        (&coming.email).into(),
        (&coming.website).into(),
        (&coming.flags).into(),
        (&coming.fold).into(),
        coming.badge.into(),
    ];
    tx.session.write_many(&INSERT, vec![row]).await?;
    let hash = |hash: Option<&crate::secrets::KeyedHash>| hash.map(|hash| hash.0.clone());
    let writer = coming.writer.as_ref();
    tx.session
        .exec(
            "UPDATE comments SET name_hash = $2, email_hash = $3, address_hash = $4, account_id = $5 WHERE id = $1",
            (
                id,
                hash(writer.map(|writer| &writer.name)),
                hash(writer.and_then(|writer| writer.email.as_ref())),
                hash(writer.and_then(|writer| writer.address.as_ref())),
                coming.account,
            ),
        )
        .await?;
    jobs::daily(tx, jobs::Kind::ForgetReaders, privacy::JOB).await?;
    Ok(id)
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
        return Err(unknown(answered).into());
    };
    Ok(parent.unwrap_or(answered))
}

fn unknown(id: CommentId) -> Refusal {
    Refusal::Unknown {
        thing: Thing::Comment,
        name: id.to_string(),
    }
}
