//! Argon2id, a few at a time and beside the threads that answer readers.

use crate::{Fault, Paper, Refusal, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory of one hash, KiB (OWASP's first choice for Argon2id). When one of the three is raised, each password is hashed
/// anew the next time it opens the door.
const MEMORY_KIB: u32 = 19_456;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Bytes of salt.
const SALT_BYTES: usize = 16;
/// Bytes of a hash, for one that is made only so that the answer takes as long as always.
const HASH_BYTES: usize = 32;
/// Hashes made at once: two times 19 MiB, and readers keep the other threads.
const AT_ONCE: usize = 2;
/// Hashes that may wait for their turn: about a second's worth.
const WAITING_MAX: usize = 32;
/// What is said to who would have to wait longer, seconds.
const BUSY_SECONDS: i64 = 5;

/// Turns at hashing, of one process.
pub(crate) struct Turns {
    free: Arc<Semaphore>,
    wanted: AtomicUsize,
}

impl Turns {
    pub(crate) fn new() -> Turns {
        Turns {
            free: Arc::new(Semaphore::new(AT_ONCE)),
            wanted: AtomicUsize::new(0),
        }
    }
}

/// One who wants a turn, counted until it goes.
struct Wanting<'a>(&'a AtomicUsize);

impl Drop for Wanting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn argon2() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| Fault::new(format!("parameters of Argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Does the work when its turn comes, on a thread of its own. The turn goes with the work, not with who waits for it.
async fn in_turn<T: Send + 'static>(
    paper: &Paper,
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T> {
    let turns = paper.hashing();
    let wanted = turns.wanted.fetch_add(1, Ordering::SeqCst);
    let _wanting = Wanting(&turns.wanted);
    if wanted >= AT_ONCE + WAITING_MAX {
        return Err(Refusal::SlowDown {
            seconds: BUSY_SECONDS,
        }
        .into());
    }
    let turn: OwnedSemaphorePermit = Arc::clone(&turns.free)
        .acquire_owned()
        .await
        .map_err(|error| Fault::new(format!("the record is closed: {error}")))?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    Ok(done
        .await
        .map_err(|error| Fault::new(format!("hashing a password: {error}")))??)
}

/// Says early that too many wait, before anything is counted.
pub(super) fn has_room(paper: &Paper) -> Result<()> {
    if paper.hashing().wanted.load(Ordering::SeqCst) >= AT_ONCE + WAITING_MAX {
        return Err(Refusal::SlowDown {
            seconds: BUSY_SECONDS,
        }
        .into());
    }
    Ok(())
}

/// What is kept of a password: Argon2id in PHC form.
pub(super) async fn hash(paper: &Paper, password: &str) -> Result<String> {
    let salt: [u8; SALT_BYTES] = paper.random()?;
    let password = password.to_owned();
    in_turn(paper, move || {
        let hash = argon2()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| Fault::new(format!("hashing a password: {error}")))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is another.
    Wrong,
    /// It is this one.
    Right,
    /// It is this one, hashed with other parameters than today's.
    RightAndOld,
}

/// Holds a password against what is kept. Where nothing is kept, as much work is done for nothing.
pub(super) async fn verify(paper: &Paper, password: &str, kept: Option<String>) -> Result<Verdict> {
    let password = password.to_owned();
    in_turn(paper, move || {
        let argon2 = argon2()?;
        let Some(kept) = kept else {
            let mut out = [0; HASH_BYTES];
            argon2
                .hash_password_into(password.as_bytes(), &[0; SALT_BYTES], &mut out)
                .map_err(|error| Fault::new(format!("hashing a password: {error}")))?;
            std::hint::black_box(out);
            return Ok(Verdict::Wrong);
        };
        let parsed = PasswordHash::new(&kept)
            .map_err(|error| Fault::new(format!("a password in the record: {error}")))?;
        if argon2
            .verify_password(password.as_bytes(), &parsed)
            .is_err()
        {
            return Ok(Verdict::Wrong);
        }
        let today = Params::try_from(&parsed).is_ok_and(|params| {
            params.m_cost() == MEMORY_KIB && params.t_cost() == PASSES && params.p_cost() == LANES
        });
        Ok(match today {
            true => Verdict::Right,
            false => Verdict::RightAndOld,
        })
    })
    .await
}
