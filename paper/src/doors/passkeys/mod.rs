//! Passkeys.

use crate::db::{FromRow, Row, Session};
use crate::id::{AccountId, PasskeyId};
use crate::{Fault, Result};
use jiff::Timestamp;

/// A passkey as shown to whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id, by which it is named and removed.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last opened the door.
    pub used_at: Option<Timestamp>,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row) -> Result<Listed, Fault> {
        Ok(Listed {
            id: row.take()?,
            name: row.take()?,
            created_at: row.take()?,
            used_at: row.take()?,
        })
    }
}

/// The passkeys of an account, the oldest first.
pub(super) async fn of(session: &mut Session, account: AccountId) -> Result<Vec<Listed>> {
    Ok(session
        .all(
            "SELECT id, name, created_at, used_at FROM passkeys WHERE account_id = $1 ORDER BY id",
            (account,),
        )
        .await?)
}
