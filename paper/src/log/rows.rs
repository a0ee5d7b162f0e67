//! The rows of the log.

use super::Log;
use crate::db::many::{Many, many};
use crate::db::{Session, Value};
use crate::id::ArticleId;
use crate::{Fault, Result};

/// Entries read at once.
pub(super) const PAGE_MAX: u32 = 2_048;

/// The statement that makes entries.
const ADD: Many = many!(
    "INSERT INTO log_entries (position, entry, article_id, number, addresses, address_salt) VALUES ",
    6,
    ""
);

pub(super) async fn log(session: &mut Session) -> Result<Option<Log>> {
    let row: Option<(String, u32, String, bool)> = session
        .opt(
            "SELECT home, epoch, keys, signed FROM log WHERE one = 1",
            (),
        )
        .await?;
    Ok(row.map(|(home, epoch, keys, signed)| Log {
        home,
        epoch,
        keys: keys.lines().map(str::to_owned).collect(),
        signed,
    }))
}

/// The address of the first host of the first title; `None` where no title has one.
pub(super) async fn first_host(session: &mut Session) -> Result<Option<String>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT h.host FROM hosts h JOIN titles t ON t.id = h.title_id WHERE h.main = 1 ORDER BY t.position, h.host LIMIT 1",
            (),
        )
        .await?;
    Ok(row.map(|(host,)| host))
}

pub(super) async fn begin(session: &mut Session, home: &str) -> Result<()> {
    session
        .exec(
            "INSERT INTO log (one, home, epoch, keys, signed) VALUES (1, $1, 1, '', 0) ON CONFLICT (one) DO NOTHING",
            (home,),
        )
        .await?;
    Ok(())
}

pub(super) async fn set_keys(session: &mut Session, keys: &[String]) -> Result<()> {
    session
        .exec("UPDATE log SET keys = $1 WHERE one = 1", (keys.join("\n"),))
        .await?;
    Ok(())
}

/// A checkpoint was signed, with these keys if the record knew of none.
pub(super) async fn signed(session: &mut Session, keys: &[String]) -> Result<()> {
    session
        .exec("UPDATE log SET signed = 1 WHERE one = 1", ())
        .await?;
    session
        .exec(
            "UPDATE log SET keys = $1 WHERE one = 1 AND keys = ''",
            (keys.join("\n"),),
        )
        .await?;
    Ok(())
}

pub(super) async fn set_epoch(session: &mut Session, epoch: u32) -> Result<()> {
    session
        .exec(
            "UPDATE log SET epoch = $1, keys = '', signed = 0 WHERE one = 1",
            (epoch,),
        )
        .await?;
    Ok(())
}

pub(super) async fn size(session: &mut Session) -> Result<u64> {
    let (size,): (i64,) = session
        .one(
            "SELECT COALESCE(MAX(position), -1) + 1 FROM log_entries",
            (),
        )
        .await?;
    Ok(u64::try_from(size).unwrap_or(0))
}

/// A position as the engines keep it.
pub(super) fn place(position: u64) -> Result<i64, Fault> {
    i64::try_from(position).map_err(|_| Fault::new("the log has more entries than can be counted"))
}

/// An entry that is about no revision.
pub(super) async fn add(session: &mut Session, position: u64, entry: &str) -> Result<()> {
    session
        .exec(
            "INSERT INTO log_entries (position, entry) VALUES ($1, $2)",
            (place(position)?, entry),
        )
        .await?;
    Ok(())
}

pub(super) async fn add_many(session: &mut Session, rows: Vec<Vec<Value>>) -> Result<()> {
    Ok(session.write_many(&ADD, rows).await?)
}

/// Entries from a position on, at most [`PAGE_MAX`], each after the one before; a gap is a fault.
pub(super) async fn entries(
    session: &mut Session,
    from: u64,
    before: u64,
) -> Result<Vec<Vec<u8>>, Fault> {
    let rows: Vec<(i64, String)> = session
        .all(
            "SELECT position, entry FROM log_entries WHERE position >= $1 AND position < $2 ORDER BY position LIMIT $3",
            (place(from)?, place(before)?, PAGE_MAX),
        )
        .await?;
    let wanted = place(from)?..;
    rows.into_iter()
        .zip(wanted)
        .map(|((position, entry), wanted)| match position == wanted {
            true => Ok(entry.into_bytes()),
            false => Err(Fault::new(format!("entry {wanted} of the log is missing"))),
        })
        .collect()
}

/// The entry of a revision: its place, its text, and what opens its commitment to an address.
pub(super) async fn of_revision(
    session: &mut Session,
    article: ArticleId,
    number: u32,
) -> Result<Option<Opened>> {
    Ok(session
        .opt(
            "SELECT position, entry, addresses, address_salt FROM log_entries WHERE article_id = $1 AND number = $2",
            (article, number),
        )
        .await?)
}

/// Place, entry, addresses, salt of the addresses.
pub(super) type Opened = (i64, String, Option<String>, Option<Vec<u8>>);

/// The salt of the commitment to a revision; none where words were blanked in it, or are about to be.
pub(super) async fn salt(
    session: &mut Session,
    article: ArticleId,
    number: u32,
) -> Result<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> = session
        .opt(
            "SELECT salt FROM revisions WHERE article_id = $1 AND number = $2
                AND NOT EXISTS (SELECT 1 FROM veils v WHERE v.article_id = $1 AND v.last_number >= $2)",
            (article, number),
        )
        .await?;
    Ok(row.and_then(|(salt,)| salt))
}

/// The newest entries, newest first: place, entry, article and number.
pub(super) async fn newest(
    session: &mut Session,
    before: u64,
    limit: u32,
) -> Result<Vec<(i64, String)>> {
    Ok(session
        .all(
            "SELECT position, entry FROM log_entries WHERE position < $1 ORDER BY position DESC LIMIT $2",
            (place(before)?, limit),
        )
        .await?)
}

/// Where entries of an article say it stood, as far as that was not erased.
pub(super) async fn addresses(
    session: &mut Session,
    article: ArticleId,
) -> Result<Vec<(i64, String)>> {
    Ok(session
        .all(
            "SELECT position, addresses FROM log_entries WHERE article_id = $1 AND addresses IS NOT NULL ORDER BY position",
            (article,),
        )
        .await?)
}

/// Erases what opens an entry's commitment to an address.
pub(super) async fn forget_address(session: &mut Session, position: i64) -> Result<()> {
    session
        .exec(
            "UPDATE log_entries SET addresses = NULL, address_salt = NULL WHERE position = $1",
            (position,),
        )
        .await?;
    Ok(())
}

/// Revisions without an entry.
pub(super) async fn revisions_without(session: &mut Session) -> Result<u64> {
    let (without,): (i64,) = session
        .one(
            "SELECT COUNT(*) FROM revisions r WHERE NOT EXISTS
                (SELECT 1 FROM log_entries e WHERE e.article_id = r.article_id AND e.number = r.number)",
            (),
        )
        .await?;
    Ok(u64::try_from(without).unwrap_or(0))
}

/// Entries that are about no revision, oldest first.
pub(super) async fn of_no_revision(session: &mut Session) -> Result<Vec<(i64, String)>> {
    Ok(session
        .all(
            "SELECT position, entry FROM log_entries WHERE article_id IS NULL ORDER BY position",
            (),
        )
        .await?)
}
