//! Guessing, slowed: by account, by network, and for browsers that have signed in before by browser.
//!
//! Each try is counted before it is judged, so that many at once do not slip through together. After some that failed, each
//! further one makes the next wait twice as long, up to a quarter of an hour. Nobody is ever shut out: a browser that bears
//! the cookie of an earlier sign-in is counted apart from everybody else (OWASP: device cookies), and passkeys and links
//! cannot be guessed and are not counted. A name nobody has is counted like one somebody has.

use crate::Result;
use crate::id::{AccountId, DeviceId, SessionId};
use crate::paper::Tx;
use crate::secrets::{KeyedHash, Secret};
use crate::{Fault, Refusal};
use jiff::{SignedDuration, Timestamp};

/// Tries of an account that may fail before they are slowed.
pub const FREE_OF_ACCOUNT: u32 = 5;
/// Tries from a network that may fail before they are slowed: an office of people who mistype.
pub const FREE_OF_NETWORK: u32 = 30;
/// Tries of a browser that has signed in before, or of somebody who is in, that may fail before they are slowed.
pub const FREE_OF_OWNER: u32 = 10;
/// The longest wait between two tries, seconds.
pub const WAIT_SECONDS_MAX: i64 = 900;
/// Hours without a try after which a count begins anew.
pub const MEMORY_HOURS: i64 = 24;
/// Names and networks are counted under so many keys each, whatever is thrown at us: two share one by chance, seldom.
const KEYS: u32 = 1 << 18;

/// What a try is counted under.
pub(super) struct Count {
    key: Vec<u8>,
    free: u32,
    /// Only the owner can be right here, so a right try wipes the count.
    owners: bool,
}

/// A key of a bounded set.
fn folded(kind: u8, hash: &KeyedHash) -> Vec<u8> {
    let first = hash.0.first_chunk::<4>().copied().unwrap_or_default();
    let slot = u32::from_be_bytes(first) % KEYS;
    [&[kind][..], &slot.to_be_bytes()].concat()
}

fn exact(kind: u8, id: [u8; 16]) -> Count {
    Count {
        key: [&[kind][..], &id].concat(),
        free: FREE_OF_OWNER,
        owners: true,
    }
}

impl Count {
    /// Passwords tried for a name, whether or not somebody has it.
    pub(super) fn of_name(secret: &Secret, handle: &str) -> Result<Count, Fault> {
        Ok(Count {
            key: folded(b'a', &secret.hash("guess", &[handle.as_bytes()])?),
            free: FREE_OF_ACCOUNT,
            owners: false,
        })
    }

    /// Whatever is tried from a network.
    pub(super) fn of_network(address: &KeyedHash) -> Count {
        Count {
            key: folded(b'n', address),
            free: FREE_OF_NETWORK,
            owners: false,
        }
    }

    /// Passwords tried from a browser that has signed in to the account before.
    pub(super) fn of_device(device: DeviceId) -> Count {
        exact(b'd', device.bytes())
    }

    /// Codes tried for an account.
    pub(super) fn of_codes(account: AccountId) -> Count {
        Count {
            free: FREE_OF_ACCOUNT,
            ..exact(b'c', account.bytes())
        }
    }

    /// Codes tried from a browser that has signed in to the account before.
    pub(super) fn of_device_codes(device: DeviceId) -> Count {
        exact(b'e', device.bytes())
    }

    /// Proofs tried in a session.
    pub(super) fn of_session(session: SessionId) -> Count {
        exact(b's', session.bytes())
    }
}

/// Seconds to wait after so many that failed.
fn wait(failures: u32, free: u32) -> i64 {
    match failures.checked_sub(free) {
        None => 0,
        Some(over) => (1_i64 << over.min(30)).min(WAIT_SECONDS_MAX),
    }
}

fn forgotten(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(MEMORY_HOURS))
        .unwrap_or(Timestamp::MIN)
}

/// Counts a try as failed, until [`was_right`] says otherwise. Refused, and not counted, while the next must wait.
pub(super) async fn try_one(tx: &mut Tx, counts: &[Count]) -> Result<()> {
    let old = forgotten(tx.now);
    let mut seconds = 0;
    for count in counts {
        let row: Option<(u32, Timestamp)> = tx
            .session
            .opt(
                "SELECT failures, at FROM guesses WHERE key = $1 AND at > $2",
                (count.key.as_slice(), old),
            )
            .await?;
        if let Some((failures, at)) = row {
            let passed = tx.now.duration_since(at).as_secs();
            seconds = seconds.max(wait(failures, count.free) - passed.max(0));
        }
    }
    if seconds > 0 {
        return Err(Refusal::SlowDown { seconds }.into());
    }
    for count in counts {
        tx.session
            .exec(
                "INSERT INTO guesses (key, failures, at) VALUES ($1, 1, $2)
                 ON CONFLICT (key) DO UPDATE SET at = excluded.at,
                    failures = CASE WHEN guesses.at > $3 THEN guesses.failures + 1 ELSE 1 END",
                (count.key.as_slice(), tx.now, old),
            )
            .await?;
    }
    Ok(())
}

/// Takes back what [`try_one`] counted, once the try was found right. What others tried stays counted.
pub(super) async fn was_right(tx: &mut Tx, counts: &[Count]) -> Result<()> {
    for count in counts {
        match count.owners {
            true => {
                tx.session
                    .exec(
                        "DELETE FROM guesses WHERE key = $1",
                        (count.key.as_slice(),),
                    )
                    .await?
            }
            false => tx
                .session
                .exec(
                    "UPDATE guesses SET failures = failures - 1 WHERE key = $1 AND failures > 0",
                    (count.key.as_slice(),),
                )
                .await?,
        };
    }
    Ok(())
}

/// Forgets at most so many counts that are over. Says how many.
pub(super) async fn forget(tx: &mut Tx, most: u32) -> Result<u64, Fault> {
    let old = forgotten(tx.now);
    tx.session
        .exec(
            "DELETE FROM guesses WHERE key IN (SELECT key FROM guesses WHERE at <= $1 LIMIT $2)",
            (old, most),
        )
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (3..18).map(|failures| wait(failures, 5)).collect();
        let expected = [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900];
        assert_eq!(waits, expected);
        assert_eq!(wait(u32::MAX, 5), WAIT_SECONDS_MAX);
    }
}
