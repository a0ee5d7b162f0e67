//! Shifts: who stands in for the director of a title, from when and until when.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{ShiftId, TitleId};
use crate::paper::Tx;
use crate::people::account_id;
use crate::rights::{Deed, Role};
use crate::words::NAME_CHARS_MAX;
use crate::{Paper, Refusal, Result, Thing, clock};
use jiff::Timestamp;
use serde_json::json;

/// Shifts listed at once.
pub const SHIFTS_MAX: u32 = 100;
/// People offered as deputies.
pub const CANDIDATES_MAX: usize = 200;
/// Rights looked at for them.
const GRANTS_MAX: u32 = 2_000;

/// Names who stands in for the director of a title, from one instant to another.
pub async fn name(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    handle: &str,
    from: Timestamp,
    until: Timestamp,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::NameDeputy, Some(title), None).await?;
    clock::to_come(tx.now, until)?;
    if until <= from {
        return Err(Refusal::EndsFirst.into());
    }
    let account = account_id(&mut tx.session, handle).await?;
    tx.session
        .exec(
            "INSERT INTO shifts (id, title_id, account_id, starts_at, ends_at, named_by) VALUES ($1, $2, $3, $4, $5, $6)",
            (ShiftId::draw(paper)?, title, account, from, until, by.name()),
        )
        .await?;
    let detail = json!({"deputy": handle, "from": from, "until": until});
    audit::note(&mut tx, by, Deed::NameDeputy, About::title(title), detail).await?;
    tx.commit("shift.name", &Traces::default()).await?;
    Ok(())
}

/// Ends a turn as deputy: at once where it has begun, before it begins where it has not.
///
/// # Errors
/// Refused without [`Deed::NameDeputy`] on the title, and where the title has no such turn that is not over.
pub async fn end(paper: &Paper, by: &Actor, title: TitleId, id: ShiftId) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::NameDeputy, Some(title), None).await?;
    let turn = deputies(&mut tx.session, title, tx.now)
        .await?
        .into_iter()
        .find(|turn| turn.id == id);
    let turn = turn.ok_or_else(|| unknown(&id.to_string()))?;
    end_in(&mut tx, by, title, &turn).await?;
    tx.commit("shift.end", &Traces::default()).await?;
    Ok(())
}

/// Ends every turn of somebody as deputy of a title, as [`end`] does.
///
/// # Errors
/// As [`end`]; the name is the account's.
pub async fn end_all_of(paper: &Paper, by: &Actor, title: TitleId, handle: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::NameDeputy, Some(title), None).await?;
    let mut turns = deputies(&mut tx.session, title, tx.now).await?;
    turns.retain(|turn| turn.account == handle);
    if turns.is_empty() {
        return Err(unknown(handle).into());
    }
    for turn in &turns {
        end_in(&mut tx, by, title, turn).await?;
    }
    tx.commit("shift.end", &Traces::default()).await?;
    Ok(())
}

fn unknown(name: &str) -> Refusal {
    Refusal::Unknown {
        thing: Thing::Shift,
        name: name.chars().take(NAME_CHARS_MAX).collect(),
    }
}

async fn end_in(tx: &mut Tx, by: &Actor, title: TitleId, turn: &Deputy) -> Result<()> {
    match turn.from > tx.now {
        // It never was.
        true => {
            tx.session
                .exec("DELETE FROM shifts WHERE id = $1", (turn.id,))
                .await?
        }
        false => {
            tx.session
                .exec(
                    "UPDATE shifts SET ends_at = $2 WHERE id = $1",
                    (turn.id, tx.now),
                )
                .await?
        }
    };
    let detail = json!({"deputy": turn.account, "ended": true});
    audit::note(tx, by, Deed::NameDeputy, About::title(title), detail).await?;
    Ok(())
}

/// Who stands in for a director, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deputy {
    /// Its id, by which it is ended.
    pub id: ShiftId,
    /// Handle of the account.
    pub account: String,
    /// The person.
    pub name: String,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Who named them.
    pub named_by: String,
}

/// Shifts of a title's deputies that are not over, the first to begin on top, at most [`SHIFTS_MAX`].
pub async fn deputies(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Vec<Deputy>> {
    type Columns = (ShiftId, String, String, Timestamp, Timestamp, String);
    let rows: Vec<Columns> = session
        .all(
            "SELECT s.id, a.handle, a.name, s.starts_at, s.ends_at, s.named_by
               FROM shifts s JOIN accounts a ON a.id = s.account_id
              WHERE s.title_id = $1 AND s.ends_at > $2 ORDER BY s.starts_at, s.id LIMIT $3",
            (title, now, SHIFTS_MAX),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, account, name, from, until, named_by)| Deputy {
            id,
            account,
            name,
            from,
            until,
            named_by,
        })
        .collect())
}

/// Who can be of use as a deputy: open accounts that may publish on the title, by handle, each with the person's name, at most
/// [`CANDIDATES_MAX`].
pub async fn candidates(session: &mut Session, title: TitleId) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, String, String)> = session
        .all(
            "SELECT a.handle, a.name, g.role FROM accounts a JOIN grants g ON g.account_id = a.id
              WHERE a.active = 1 AND (g.title_id IS NULL OR g.title_id = $1) ORDER BY a.handle, g.role LIMIT $2",
            (title, GRANTS_MAX),
        )
        .await?;
    let mut found: Vec<(String, String)> = rows
        .into_iter()
        .filter(|(_, _, role)| {
            Role::parse(role).is_some_and(|role| role.deeds().contains(&Deed::Publish))
        })
        .map(|(handle, name, _)| (handle, name))
        .collect();
    found.dedup();
    found.truncate(CANDIDATES_MAX);
    Ok(found)
}
