//! What moves on a connection, and when it has stood still for too long.
//!
//! No timer runs for a request: each only notes when it came and went, and the one alarm of its connection looks at the
//! notes when it rings.

use crate::limits::{Limits, TAKEN_BYTES_MIN};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Notes of one connection. Times are milliseconds since it was made.
#[derive(Debug)]
pub(crate) struct Pulse {
    born: Instant,
    limits: Limits,
    /// Requests at which we work.
    under_way: AtomicU32,
    /// A request has come.
    asked: AtomicBool,
    /// Requests come side by side (HTTP/2), so bytes between them say nothing about a head.
    side_by_side: AtomicBool,
    /// When the last work ended.
    rested: AtomicU64,
    /// When the first byte came after that, plus one; 0 while none has.
    began: AtomicU64,
    /// Bytes written.
    written: AtomicU64,
    /// Of these, the ones the alarm has seen.
    seen: AtomicU64,
}

/// What the alarm finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// All is well; look again then.
    Well(Instant),
    /// The caller neither asks nor takes.
    Still,
}

impl Pulse {
    pub(crate) fn new(limits: Limits) -> Pulse {
        Pulse {
            born: Instant::now(),
            limits,
            under_way: AtomicU32::new(0),
            asked: AtomicBool::new(false),
            side_by_side: AtomicBool::new(false),
            rested: AtomicU64::new(0),
            began: AtomicU64::new(0),
            written: AtomicU64::new(0),
            seen: AtomicU64::new(0),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn at(&self, milliseconds: u64, more: Duration) -> Instant {
        self.born + Duration::from_millis(milliseconds) + more
    }

    /// Bytes came.
    pub(crate) fn heard(&self) {
        if self.began.load(Ordering::Relaxed) == 0 && self.under_way.load(Ordering::Relaxed) == 0 {
            self.began.store(self.now() + 1, Ordering::Relaxed);
        }
    }

    /// Bytes went.
    pub(crate) fn wrote(&self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.written.fetch_add(bytes, Ordering::Relaxed);
    }

    /// A request came; its answer is made until the guard is dropped.
    pub(crate) fn works(self: &Arc<Self>, side_by_side: bool) -> Work {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        self.asked.store(true, Ordering::Relaxed);
        if side_by_side {
            self.side_by_side.store(true, Ordering::Relaxed);
        }
        Work(Arc::clone(self))
    }

    /// How long a connection that was told to end is left to it.
    pub(crate) fn patience(&self) -> Duration {
        self.limits.take
    }

    /// Nothing has come on this connection yet.
    pub(crate) fn is_silent(&self) -> bool {
        !self.asked.load(Ordering::Relaxed) && self.began.load(Ordering::Relaxed) == 0
    }

    /// Looks at the notes.
    pub(crate) fn look(&self, now: Instant) -> Found {
        if self.under_way.load(Ordering::Relaxed) > 0 {
            return Found::Well(now + self.limits.idle);
        }
        let rested = self.rested.load(Ordering::Relaxed);
        let began = self.began.load(Ordering::Relaxed);
        let asked = self.asked.load(Ordering::Relaxed);
        let end = if !asked {
            self.at(0, self.limits.head)
        } else if began > 0 && !self.side_by_side.load(Ordering::Relaxed) {
            self.at(began - 1, self.limits.head)
        } else {
            self.at(rested, self.limits.idle)
        };
        if now < end {
            return Found::Well(end);
        }
        let written = self.written.load(Ordering::Relaxed);
        let seen = self.seen.swap(written, Ordering::Relaxed);
        if asked && written.saturating_sub(seen) >= TAKEN_BYTES_MIN {
            return Found::Well(now + self.limits.take);
        }
        Found::Still
    }
}

/// One request at which we work.
pub(crate) struct Work(Arc<Pulse>);

impl Drop for Work {
    fn drop(&mut self) {
        let pulse = &self.0;
        pulse.rested.store(pulse.now(), Ordering::Relaxed);
        pulse.began.store(0, Ordering::Relaxed);
        pulse.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
