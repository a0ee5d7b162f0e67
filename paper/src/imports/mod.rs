//! Moving in: an archive of another system comes in item by item, and each item is accounted for.
//!
//! An import is a row; what became of each item of its source is another, written in the transaction that brings the item in.
//! So a run that was interrupted goes on where it stopped, a second run adds nothing, and the account ([`account`]) is read
//! from the record and not from somebody's memory. [`begin`] opens one, [`furnish`] makes sections, topics and contributors,
//! [`carry`] and [`carry_file`] bring items in, [`finish`] ends it, [`undo`] takes it back whole.

mod account;
mod carrying;
mod former;
mod furnishing;
mod notes;
mod undoing;

pub use account::{Account, EXAMPLES_MAX, Mapped, Said, Tally, account, lacking, map};
pub use carrying::{
    Carried, ITEMS_MAX, Item, Parked, Rest, StandingIn, carry, carry_file, file_of, known, met,
};
pub use former::former;
pub use furnishing::{Furnished, Furniture, PARTS_MAX, Part, furnish};
pub use notes::{DETAIL_CHARS_MAX, Note, Outcome, Sort, What};
pub use undoing::{UNDONE_AT_ONCE, undo};

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{ImportId, TitleId};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing, titles};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// Imports listed at once.
pub const PAGE_MAX: u32 = 100;

words! {
    /// How far an import is.
    State {
        /// It was begun and not ended: the next run of the same source goes on with it.
        Running = "running",
        /// It is in.
        Done = "done",
        /// It is being taken back.
        Undoing = "undoing",
        /// It was taken back.
        Undone = "undone",
    }
}

/// A newspaper that moves in.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Where it moves to.
    pub title: TitleId,
    /// Where it comes from: the address of the former site.
    pub origin: String,
    /// What was read.
    pub files: String,
    /// How far it is.
    pub state: State,
    /// Who moves it.
    pub actor: String,
    /// Since when.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// How many items of each kind the source holds.
    pub source: BTreeMap<Sort, u64>,
}

impl FromRow for Import {
    fn from_row(row: &mut Row) -> Result<Import, Fault> {
        Ok(Import {
            id: row.take()?,
            title: row.take()?,
            origin: row.take()?,
            files: row.take()?,
            state: State::parse(&row.take::<String>()?)
                .ok_or_else(|| Fault::new("an import’s state is no word we know"))?,
            actor: row.take()?,
            begun_at: row.take()?,
            ended_at: row.take()?,
            source: serde_json::from_str(&row.take::<String>()?)?,
        })
    }
}

/// An import that can take items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Begun {
    /// Its id.
    pub id: ImportId,
    /// Items of its source are here already.
    pub goes_on: bool,
}

/// Begins an import, or goes on with one of the same source that was not ended.
///
/// # Errors
/// Refused without [`Deed::BringIn`] on the title.
pub async fn begin(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    origin: &str,
    files: &str,
    source: &BTreeMap<Sort, u64>,
) -> Result<Begun> {
    let origin = words::line("from", origin, NAME_CHARS_MAX)?;
    let files = words::optional_line("files", files, NOTE_CHARS_MAX)?;
    let source = serde_json::to_string(source)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::BringIn, Some(title), None).await?;
    titles::by_id(&mut tx.session, title).await?;
    let begun: Option<(ImportId,)> = tx
        .session
        .opt(
            "SELECT id FROM imports WHERE title_id = $1 AND origin = $2 AND state = 'running' ORDER BY begun_at DESC LIMIT 1",
            (title, &origin),
        )
        .await?;
    let id = match begun {
        Some((id,)) => {
            tx.session
                .exec(
                    "UPDATE imports SET files = $2, source = $3 WHERE id = $1",
                    (id, &files, &source),
                )
                .await?;
            id
        }
        None => {
            let id = ImportId::draw(paper)?;
            tx.session
                .exec(
                    "INSERT INTO imports (id, title_id, origin, files, state, actor, begun_at, source)
                     VALUES ($1, $2, $3, $4, 'running', $5, $6, $7)",
                    (id, title, &origin, &files, by.name(), tx.now, &source),
                )
                .await?;
            id
        }
    };
    let detail = json!({"import": id.to_string(), "from": origin});
    audit::note(&mut tx, by, Deed::BringIn, About::title(title), detail).await?;
    let before: Option<(i64,)> = tx
        .session
        .opt(
            "SELECT number FROM moved WHERE title_id = $1 AND origin = $2 LIMIT 1",
            (title, &origin),
        )
        .await?;
    tx.commit("import.begin", &Traces::default()).await?;
    Ok(Begun {
        id,
        goes_on: before.is_some(),
    })
}

/// Ends an import. One that brought nothing in leaves no trace; false says so.
///
/// # Errors
/// Refused for an import that is not under way, and without [`Deed::BringIn`] on its title.
pub async fn finish(paper: &Paper, by: &Actor, id: ImportId) -> Result<bool> {
    let mut tx = paper.begin().await?;
    let import = under_way(&mut tx, by, id).await?;
    let something: Option<(i64,)> = tx
        .session
        .opt(
            "SELECT number FROM moved WHERE import_id = $1 LIMIT 1",
            (id,),
        )
        .await?;
    if something.is_none() {
        tx.session
            .exec("DELETE FROM forwards WHERE import_id = $1", (id,))
            .await?;
        tx.session
            .exec("DELETE FROM moved_again WHERE import_id = $1", (id,))
            .await?;
        tx.session
            .exec("DELETE FROM imports WHERE id = $1", (id,))
            .await?;
    } else {
        tx.session
            .exec(
                "UPDATE imports SET state = 'done', ended_at = $2 WHERE id = $1",
                (id, tx.now),
            )
            .await?;
    }
    let detail = json!({"import": id.to_string(), "ended": true});
    audit::note(
        &mut tx,
        by,
        Deed::BringIn,
        About::title(import.title),
        detail,
    )
    .await?;
    // Old addresses lead somewhere from now on.
    tx.commit("import.end", &Traces::of_title(import.title))
        .await?;
    Ok(something.is_some())
}

/// The import under way, for whoever may bring something to its title.
async fn under_way(tx: &mut Tx, by: &Actor, id: ImportId) -> Result<Import> {
    let import = find(&mut tx.session, id).await?;
    by.may(tx, Deed::BringIn, Some(import.title), None).await?;
    if import.state != State::Running {
        return Err(unknown(id).into());
    }
    Ok(import)
}

fn unknown(id: ImportId) -> Refusal {
    Refusal::Unknown {
        thing: Thing::Import,
        name: id.to_string(),
    }
}

/// The import with this id.
///
/// # Errors
/// Refused where there is none.
pub async fn find(session: &mut Session, id: ImportId) -> Result<Import> {
    session
        .opt(
            "SELECT id, title_id, origin, files, state, actor, begun_at, ended_at, source FROM imports WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| unknown(id).into())
}

/// Imports, the newest first, at most [`PAGE_MAX`]: of one title, or of all.
pub async fn list(session: &mut Session, title: Option<TitleId>) -> Result<Vec<Import>> {
    Ok(session
        .all(
            "SELECT id, title_id, origin, files, state, actor, begun_at, ended_at, source FROM imports
              WHERE $1 IS NULL OR title_id = $1 ORDER BY begun_at DESC, id DESC LIMIT $2",
            (title, PAGE_MAX),
        )
        .await?)
}
