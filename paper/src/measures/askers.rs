//! Who asked for a measure: kept apart from it, and erased when it is needed no more.

use super::ASKER_DAYS;
use crate::db::{FromRow, Row, Session};
use crate::id::MeasureId;
use crate::paper::Tx;
use crate::{Fault, Result};
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Serialize;

/// Who asked, for whoever decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asker {
    /// Who asks; may be empty.
    pub name: String,
    /// Where to answer: an e-mail or postal address; may be empty.
    pub contact: String,
    /// What was asked, in their words; may be empty.
    pub words: String,
}

impl FromRow for Asker {
    fn from_row(row: &mut Row) -> Result<Asker, Fault> {
        Ok(Asker {
            name: row.take()?,
            contact: row.take()?,
            words: row.take()?,
        })
    }
}

/// Who asked for a measure; `None` once that is erased.
pub async fn asker(session: &mut Session, id: MeasureId) -> Result<Option<Asker>> {
    Ok(session
        .opt(
            "SELECT name, contact, words FROM measure_askers WHERE measure_id = $1",
            (id,),
        )
        .await?)
}

pub(super) async fn keep(tx: &mut Tx, id: MeasureId, asker: &Asker) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO measure_askers (measure_id, name, contact, words) VALUES ($1, $2, $3, $4)",
            (id, &asker.name, &asker.contact, &asker.words),
        )
        .await?;
    Ok(())
}

/// Erases who asked for a measure. The measure stays.
pub(crate) async fn erase(tx: &mut Tx, id: MeasureId) -> Result<()> {
    tx.session
        .exec("DELETE FROM measure_askers WHERE measure_id = $1", (id,))
        .await?;
    Ok(())
}

/// Measures somebody asked for whose contact is this address, in small letters.
pub(crate) async fn of_contact(session: &mut Session, contact: &str) -> Result<Vec<MeasureId>> {
    let rows: Vec<(MeasureId,)> = session
        .all(
            "SELECT measure_id FROM measure_askers WHERE contact <> '' AND LOWER(contact) = $1 ORDER BY measure_id",
            (contact,),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Erases who asked for what was decided [`ASKER_DAYS`] ago, at most `most`. Says how many it was.
pub(crate) async fn forget(tx: &mut Tx, most: u32) -> Result<u64> {
    let before = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * ASKER_DAYS))
        .unwrap_or(tx.now);
    Ok(tx
        .session
        .exec(
            "DELETE FROM measure_askers WHERE measure_id IN (SELECT s.measure_id FROM measure_askers s
               JOIN measures m ON m.id = s.measure_id WHERE m.decided_at < $1 LIMIT $2)",
            (before, most),
        )
        .await?)
}
