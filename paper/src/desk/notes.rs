//! What the desk says among itself about an article: notes, each about the whole or about a passage. Readers never see them.

use crate::actor::Actor;
use crate::articles::{self, Article};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{AccountId, ArticleId, DeskNoteId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

/// Notes on one page at most.
pub const PAGE_MAX: u32 = 100;
/// Notes of one article that are not settled, at most.
pub const OPEN_MAX: u32 = 200;
/// Longest passage a note points at, characters.
pub const PASSAGE_CHARS_MAX: usize = 600;
/// People one note can call by `@handle`.
pub const MENTIONS_MAX: usize = 10;

/// A note of the desk.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeskNote {
    /// Its id.
    pub id: DeskNoteId,
    /// About which article.
    pub article: ArticleId,
    /// When it was written.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// The words of the text it is about; empty if it is about the whole.
    pub passage: String,
    /// What it says.
    pub text: String,
    /// When somebody settled it.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub settled_at: Option<Timestamp>,
    /// Who did.
    pub settled_by: String,
}

impl FromRow for DeskNote {
    fn from_row(row: &mut Row) -> Result<DeskNote, Fault> {
        Ok(DeskNote {
            id: row.take()?,
            article: row.take()?,
            at: row.take()?,
            by: row.take()?,
            passage: row.take()?,
            text: row.take()?,
            settled_at: row.take()?,
            settled_by: row.take()?,
        })
    }
}

/// Writes a note about an article, or about a passage of it. `@handle` calls somebody: their bell rings, if they may see
/// the article.
///
/// # Errors
/// Refused without [`Deed::Remark`], for an empty or too long text, and beyond [`OPEN_MAX`] and [`MENTIONS_MAX`].
pub async fn add(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    text: &str,
    passage: Option<&str>,
) -> Result<DeskNoteId> {
    let text = words::line("note", text, NOTE_CHARS_MAX)?;
    let passage = words::optional_line("passage", passage.unwrap_or_default(), PASSAGE_CHARS_MAX)?;
    let called = handles(&text);
    words::at_most("mentions", called.len(), MENTIONS_MAX)?;
    let mut tx = paper.begin().await?;
    let article = may(&mut tx, by, id).await?;
    let (unsettled,): (u32,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM desk_notes WHERE article_id = $1 AND settled_at IS NULL",
            (id,),
        )
        .await?;
    if unsettled >= OPEN_MAX {
        return Err(Refusal::LimitReached {
            what: "notes",
            most: OPEN_MAX as usize,
        }
        .into());
    }
    let note = DeskNoteId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO desk_notes (id, article_id, at, account_id, said_by, passage, text, settled_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, '')",
            (note, id, tx.now, by.account(), by.name(), &passage, &text),
        )
        .await?;
    for handle in called {
        call(&mut tx, by, &article, note, handle).await?;
    }
    let detail = json!({"note": note});
    audit::note(&mut tx, by, Deed::Remark, About::article(id), detail).await?;
    tx.commit("draft.note", &Traces::default()).await?;
    Ok(note)
}

async fn may(tx: &mut Tx, by: &Actor, id: ArticleId) -> Result<Article> {
    let article = articles::find(&mut tx.session, id).await?;
    let placement = articles::original(&mut tx.session, id).await?;
    let section = Some(placement.section);
    by.may(tx, Deed::Remark, Some(article.home), section)
        .await?;
    Ok(article)
}

/// Handles called in a text, each once: `@ines`.
fn handles(text: &str) -> Vec<&str> {
    let of_handles = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut called: Vec<&str> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let (before, after) = text.split_at(at);
        // An e-mail address calls nobody.
        if before.ends_with(of_handles) {
            continue;
        }
        let rest = after.get(1..).unwrap_or_default();
        let end = rest.find(|c| !of_handles(c)).unwrap_or(rest.len());
        let handle = rest.get(..end).unwrap_or_default().trim_end_matches('.');
        if !handle.is_empty() && !called.contains(&handle) {
            called.push(handle);
        }
    }
    called
}

/// A word after `@` that is nobody's handle is a word.
async fn call(
    tx: &mut Tx,
    by: &Actor,
    article: &Article,
    note: DeskNoteId,
    handle: &str,
) -> Result<()> {
    let account: Option<(AccountId,)> = tx
        .session
        .opt(
            "SELECT id FROM accounts WHERE handle = $1 AND active = 1",
            (handle,),
        )
        .await?;
    let Some((account,)) = account.filter(|(account,)| Some(*account) != by.account()) else {
        return Ok(());
    };
    let called = Actor::by_id(&mut tx.session, account).await?;
    let placement = articles::original(&mut tx.session, article.id).await?;
    let (title, section) = (Some(article.home), Some(placement.section));
    if called
        .sees(&mut tx.session, Deed::Remark, title, section)
        .await?
    {
        tx.session
            .exec(
                "INSERT INTO desk_mentions (note_id, account_id, at) VALUES ($1, $2, $3)",
                (note, account, tx.now),
            )
            .await?;
    }
    Ok(())
}

/// Says that what a note asks for is done. Settled again, it stays as it is.
///
/// # Errors
/// Refused without [`Deed::Remark`] and for a note that is not there.
pub async fn settle(paper: &Paper, by: &Actor, note: DeskNoteId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let row: Option<(ArticleId,)> = tx
        .session
        .opt("SELECT article_id FROM desk_notes WHERE id = $1", (note,))
        .await?;
    let Some((id,)) = row else {
        return Err(Refusal::Unknown {
            thing: Thing::DeskNote,
            name: note.to_string(),
        }
        .into());
    };
    may(&mut tx, by, id).await?;
    tx.session
        .exec(
            "UPDATE desk_notes SET settled_at = $2, settled_by = $3 WHERE id = $1 AND settled_at IS NULL",
            (note, tx.now, by.name()),
        )
        .await?;
    let detail = json!({"settled": note});
    audit::note(&mut tx, by, Deed::Remark, About::article(id), detail).await?;
    tx.commit("draft.note.settle", &Traces::default()).await?;
    Ok(())
}

/// Notes about an article after one of them, oldest first, at most `limit` and [`PAGE_MAX`]. Whoever asks has to see to it
/// that they are shown to the desk only.
pub async fn of_article(
    session: &mut Session,
    id: ArticleId,
    after: Option<(Timestamp, DeskNoteId)>,
    limit: u32,
) -> Result<Vec<DeskNote>> {
    let (at, last) = match after {
        Some((at, id)) => (at, id.bytes().to_vec()),
        None => (Timestamp::MIN, Vec::new()),
    };
    Ok(session
        .all(
            "SELECT id, article_id, at, said_by, passage, text, settled_at, settled_by FROM desk_notes
              WHERE article_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4",
            (id, at, last, limit.min(PAGE_MAX)),
        )
        .await?)
}
