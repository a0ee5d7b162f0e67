//! Time and randomness, which come in from outside so that tests and the demo can set them.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, in microseconds UTC.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that asks the machine
    fn now(&self) -> Timestamp {
        whole_micros(Timestamp::now())
    }
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct SetClock {
    micros: AtomicI64,
}

impl SetClock {
    /// A clock showing this instant.
    pub fn at(instant: Timestamp) -> SetClock {
        SetClock {
            micros: AtomicI64::new(instant.as_microsecond()),
        }
    }

    /// Shows another instant.
    pub fn set(&self, instant: Timestamp) {
        self.micros
            .store(instant.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.micros.load(Ordering::SeqCst))
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Cuts an instant to what the record keeps.
pub fn whole_micros(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}

/// The instant of a local time.
///
/// # Errors
/// An hour that clocks skip when summer time begins, with the two nearest that exist. Of an hour that comes twice the
/// first is meant. A time no clock of ours shows is too far ahead.
pub fn at_local(local: DateTime, zone: &TimeZone) -> Result<Timestamp, crate::Refusal> {
    let there = zone.to_ambiguous_timestamp(local);
    let skipped = matches!(there.offset(), AmbiguousOffset::Gap { .. });
    let (before, after) = (there.earlier(), there.later());
    let shown = |at: &Result<Timestamp, jiff::Error>| match at {
        Ok(at) => at
            .to_zoned_datetime(zone.clone())
            .strftime("%Y-%m-%dT%H:%M")
            .to_string(),
        Err(_) => String::new(),
    };
    match (&before, skipped) {
        (Ok(at), false) => Ok(whole_micros(*at)),
        (Err(_), false) => Err(crate::Refusal::TooFarAhead {
            years: AHEAD_YEARS_MAX,
        }),
        _ => Err(crate::Refusal::NoSuchHour {
            local: local.strftime("%Y-%m-%dT%H:%M").to_string(),
            before: shown(&before),
            after: shown(&after),
        }),
    }
}

/// Years from now within which what is planned falls: a year mistyped is not kept.
pub const AHEAD_YEARS_MAX: i64 = 5;

/// Refuses a time that is past, or so far ahead that it is hardly meant.
///
/// # Errors
/// [`crate::Refusal::PastSchedule`], [`crate::Refusal::TooFarAhead`].
pub fn to_come(now: Timestamp, at: Timestamp) -> Result<(), crate::Refusal> {
    let days = AHEAD_YEARS_MAX * 366;
    let most = now.checked_add(SignedDuration::from_hours(24 * days));
    if at <= now {
        Err(crate::Refusal::PastSchedule { at })
    } else if most.is_ok_and(|most| at > most) {
        Err(crate::Refusal::TooFarAhead {
            years: AHEAD_YEARS_MAX,
        })
    } else {
        Ok(())
    }
}

/// Gives random bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills the buffer, or says why it cannot.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), crate::Fault>;
}

/// The system's generator.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), crate::Fault> {
        getrandom::fill(buffer).map_err(|error| {
            crate::Fault::new(format!("the system gives no random bytes: {error}"))
        })
    }
}
