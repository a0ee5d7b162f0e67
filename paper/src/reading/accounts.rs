//! Accounts as whoever keeps them sees them: with their rights, what they sign in with and where they are signed in.

use crate::Result;
use crate::db::{FromRow, Row, Session};
use crate::id::AccountId;
use crate::rights::Role;
use crate::{Fault, people};
use jiff::Timestamp;

/// An account with what goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    id: AccountId,
    /// The word it is named by.
    pub handle: String,
    /// The person.
    pub name: String,
    /// Where to write to; may be empty.
    pub email: String,
    /// It may do deeds.
    pub active: bool,
    /// A password was chosen.
    pub password: bool,
    /// It has a generator or a passkey.
    pub second_factor: bool,
    /// Sessions that are open.
    pub sessions: u32,
    /// When the last of them was used.
    pub used_at: Option<Timestamp>,
    /// Its rights.
    pub rights: Vec<Right>,
}

/// A role on a title and section; on all of them where none is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// The role's word.
    pub role: String,
    /// Key of the title.
    pub title: Option<String>,
    /// Name of the title.
    pub title_name: String,
    /// Slug of the section.
    pub section: Option<String>,
    /// Name of the section.
    pub section_name: String,
}

impl Right {
    /// The role, if it is one of today's.
    pub fn role(&self) -> Option<Role> {
        Role::parse(&self.role)
    }
}

impl FromRow for Known {
    fn from_row(row: &mut Row) -> Result<Known, Fault> {
        Ok(Known {
            id: row.take()?,
            handle: row.take()?,
            name: row.take()?,
            email: row.take()?,
            active: row.take()?,
            password: row.take::<i64>()? > 0,
            second_factor: row.take::<i64>()? > 0,
            sessions: row.take()?,
            used_at: row.take()?,
            rights: Vec::new(),
        })
    }
}

impl FromRow for Right {
    fn from_row(row: &mut Row) -> Result<Right, Fault> {
        Ok(Right {
            role: row.take()?,
            title: row.take()?,
            title_name: row.take::<Option<String>>()?.unwrap_or_default(),
            section: row.take()?,
            section_name: row.take::<Option<String>>()?.unwrap_or_default(),
        })
    }
}

/// Accounts by handle, those after `after` (empty for the first), at most `limit` and
/// [`ACCOUNTS_PAGE`](people::ACCOUNTS_PAGE).
pub async fn page(
    session: &mut Session,
    after: &str,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Known>> {
    let mut found: Vec<Known> = session
        .all(
            "SELECT a.id, a.handle, a.name, a.email, a.active, (SELECT COUNT(*) FROM passwords w WHERE w.account_id = a.id),
                (SELECT COUNT(*) FROM totp g WHERE g.account_id = a.id AND g.confirmed_at IS NOT NULL)
                  + (SELECT COUNT(*) FROM passkeys k WHERE k.account_id = a.id),
                (SELECT COUNT(*) FROM sessions s WHERE s.account_id = a.id AND s.ends_at > $3),
                (SELECT MAX(s.used_at) FROM sessions s WHERE s.account_id = a.id)
               FROM accounts a WHERE a.handle > $1 ORDER BY a.handle LIMIT $2",
            (after, limit.min(people::ACCOUNTS_PAGE), now),
        )
        .await?;
    for known in &mut found {
        known.rights = rights(session, known.id).await?;
    }
    Ok(found)
}

/// The account with this handle, closed ones too.
pub async fn named(session: &mut Session, handle: &str, now: Timestamp) -> Result<Option<Known>> {
    let found: Option<Known> = session
        .opt(
            "SELECT a.id, a.handle, a.name, a.email, a.active, (SELECT COUNT(*) FROM passwords w WHERE w.account_id = a.id),
                (SELECT COUNT(*) FROM totp g WHERE g.account_id = a.id AND g.confirmed_at IS NOT NULL)
                  + (SELECT COUNT(*) FROM passkeys k WHERE k.account_id = a.id),
                (SELECT COUNT(*) FROM sessions s WHERE s.account_id = a.id AND s.ends_at > $2),
                (SELECT MAX(s.used_at) FROM sessions s WHERE s.account_id = a.id)
               FROM accounts a WHERE a.handle = $1",
            (handle, now),
        )
        .await?;
    let Some(mut known) = found else {
        return Ok(None);
    };
    known.rights = rights(session, known.id).await?;
    Ok(Some(known))
}

async fn rights(session: &mut Session, account: AccountId) -> Result<Vec<Right>> {
    Ok(session
        .all(
            "SELECT g.role, t.key, t.name, s.slug, s.name FROM grants g LEFT JOIN titles t ON t.id = g.title_id
               LEFT JOIN sections s ON s.id = g.section_id WHERE g.account_id = $1 ORDER BY t.key, g.role, s.slug",
            (account,),
        )
        .await?)
}
