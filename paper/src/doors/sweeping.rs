//! Forgetting what is over at the doors. Comes round with the rest that is forgotten every day.

use super::sessions::idle_since;
use super::{entering, guessing, second};
use crate::Fault;
use crate::db::Session;
use crate::paper::Tx;

/// Forgets at most so many rows of each kind that are over. Says how many. What is over opens nothing before it is forgotten
/// either: each is asked for its time when it is used.
pub(crate) async fn forget(tx: &mut Tx, most: u32) -> Result<u64, Fault> {
    let now = tx.now;
    let (idle, stay_idle) = idle_since(now);
    let mut rows = guessing::forget(tx, most).await? + second::forget_begun(tx).await?;
    for (sql, before) in [
        (
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ends_at <= $1 LIMIT $2)",
            now,
        ),
        (
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE used_at <= $1 AND stays = 0 LIMIT $2)",
            idle,
        ),
        (
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE used_at <= $1 LIMIT $2)",
            stay_idle,
        ),
        (
            "DELETE FROM devices WHERE id IN (SELECT id FROM devices WHERE used_at <= $1 LIMIT $2)",
            entering::device_since(now),
        ),
        (
            "DELETE FROM half_entries WHERE hash IN (SELECT hash FROM half_entries WHERE ends_at <= $1 LIMIT $2)",
            now,
        ),
        (
            "DELETE FROM door_links WHERE hash IN (SELECT hash FROM door_links WHERE ends_at <= $1 LIMIT $2)",
            now,
        ),
        (
            "DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE ends_at <= $1 LIMIT $2)",
            now,
        ),
        (
            "DELETE FROM challenges WHERE hash IN (SELECT hash FROM challenges WHERE ends_at <= $1 LIMIT $2)",
            now,
        ),
    ] {
        rows += tx.session.exec(sql, (before, most)).await?;
    }
    Ok(rows)
}

/// Ends every session, link and challenge of a record that is brought back from a backup, which may be of a program that knew
/// none of them.
pub(crate) async fn put_everybody_out(session: &mut Session) -> Result<(), Fault> {
    let known: Vec<(String,)> = session
        .all(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'half_entries'",
            (),
        )
        .await?;
    if known.is_empty() {
        return Ok(());
    }
    for sql in [
        "DELETE FROM sessions",
        "DELETE FROM half_entries",
        "DELETE FROM door_links",
        "DELETE FROM challenges",
        "DELETE FROM jobs WHERE kind = 'outside.mail'",
    ] {
        session.exec(sql, ()).await?;
    }
    Ok(())
}
