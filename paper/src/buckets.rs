//! How often something may be done: leaky buckets, kept in the record so that they hold over restarts and for all who
//! serve it. A bucket fills by one each time and leaks steadily; when it is full, the answer is no.

use crate::db::Session;
use crate::paper::Tx;
use crate::secrets::KeyedHash;
use crate::{Fault, Result};
use jiff::{SignedDuration, Timestamp};

/// Hours after which any bucket of ours has leaked dry, and its row can go.
const DRY_HOURS: i64 = 48;
/// Microseconds of an hour.
const HOUR: f64 = 3_600_000_000.0;

/// How much a bucket holds and how fast it leaks.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    /// What it is for; buckets of different names never mix.
    pub name: &'static str,
    /// Times in a row.
    pub holds: u32,
    /// Times an hour in the long run.
    pub an_hour: u32,
}

impl Bucket {
    /// Minutes after which one more fits, seen from a level.
    fn minutes_until(self, level: f64) -> i64 {
        let over = level + 1.0 - f64::from(self.holds);
        let minutes = (over * 60.0 / f64::from(self.an_hour.max(1))).ceil();
        if minutes >= 1.0 {
            // A level is at most a few thousand.
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a few thousand minutes at most"
            )]
            let whole = minutes.min(100_000.0) as i64;
            whole
        } else {
            0
        }
    }

    /// Minutes until one more fits; 0 if it fits now. Changes nothing.
    pub(crate) async fn wait(
        self,
        session: &mut Session,
        key: &KeyedHash,
        now: Timestamp,
    ) -> Result<i64> {
        let row: Option<(f64, Timestamp)> = session
            .opt(
                "SELECT level, at FROM buckets WHERE key = $1",
                (key.0.as_slice(),),
            )
            .await?;
        let level = row.map_or(0.0, |(level, at)| self.leaked(level, at, now));
        Ok(self.minutes_until(level))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "microseconds of days are below 2^52"
    )]
    fn leaked(self, level: f64, at: Timestamp, now: Timestamp) -> f64 {
        let passed = now.as_microsecond().saturating_sub(at.as_microsecond());
        (level - passed.max(0) as f64 * f64::from(self.an_hour) / HOUR).max(0.0)
    }

    /// Puts one in. Says whether it fitted; what did not fit is in all the same, so that who does not stop waits longer,
    /// up to twice what it holds.
    pub(crate) async fn take(self, tx: &mut Tx, key: &KeyedHash) -> Result<bool, Fault> {
        let per_micro = f64::from(self.an_hour) / HOUR;
        let most = f64::from(self.holds) * 2.0;
        let (level,): (f64,) = tx
            .session
            .one(
                "INSERT INTO buckets (key, level, at) VALUES ($1, 1.0, $2)
                 ON CONFLICT (key) DO UPDATE SET at = excluded.at, level = CASE
                    WHEN buckets.level - CAST($3 AS DOUBLE PRECISION) * (excluded.at - buckets.at) <= 0.0 THEN 1.0
                    WHEN buckets.level - CAST($3 AS DOUBLE PRECISION) * (excluded.at - buckets.at) + 1.0
                        > CAST($4 AS DOUBLE PRECISION) THEN CAST($4 AS DOUBLE PRECISION)
                    ELSE buckets.level - CAST($3 AS DOUBLE PRECISION) * (excluded.at - buckets.at) + 1.0 END
                 RETURNING level",
                (key.0.as_slice(), tx.now, per_micro, most),
            )
            .await?;
        Ok(level <= f64::from(self.holds))
    }
}

/// Forgets at most so many buckets that have long leaked dry. Says how many.
pub(crate) async fn forget(tx: &mut Tx, most: u32) -> Result<u64, Fault> {
    let dry = tx
        .now
        .checked_sub(SignedDuration::from_hours(DRY_HOURS))
        .unwrap_or(tx.now);
    tx.session
        .exec(
            "DELETE FROM buckets WHERE key IN (SELECT key FROM buckets WHERE at < $1 LIMIT $2)",
            (dry, most),
        )
        .await
}
