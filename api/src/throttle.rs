//! How many requests somebody may make: a token bucket each, by the paper's clock.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Requests a token may make at once.
const BURST: f64 = 300.0;
/// Requests a token may make in the long run, per second.
const PER_SECOND: f64 = 20.0;
/// Requests all readers without a token may make at once.
const OPEN_BURST: f64 = 2_000.0;
/// Requests all readers without a token may make in the long run, per second.
const OPEN_PER_SECOND: f64 = 200.0;
/// Buckets kept; beyond it those that are full again are forgotten.
const BUCKETS_MAX: usize = 10_000;

/// Buckets by whose they are; `None` is everybody without a token.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    buckets: Mutex<HashMap<Option<[u8; 16]>, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

impl Throttle {
    /// Takes one request out of a bucket. `Err` says after how many seconds there is one again.
    pub(crate) fn take(&self, whose: Option<[u8; 16]>, now: Timestamp) -> Result<(), u32> {
        let (burst, rate) = match whose {
            Some(_) => (BURST, PER_SECOND),
            None => (OPEN_BURST, OPEN_PER_SECOND),
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX {
            buckets.retain(|_, bucket| bucket.filled(now, BURST, PER_SECOND) < BURST);
        }
        let bucket = buckets.entry(whose).or_insert(Bucket {
            left: burst,
            at: now,
        });
        bucket.left = bucket.filled(now, burst, rate);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait = ((1.0 - bucket.left) / rate).ceil();
        Err((wait as u32).max(1))
    }
}

impl Bucket {
    fn filled(&self, now: Timestamp, burst: f64, rate: f64) -> f64 {
        let seconds = now.duration_since(self.at).as_secs_f64().max(0.0);
        (self.left + seconds * rate).min(burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again_by_the_clock() {
        let throttle = Throttle::default();
        let now: Timestamp = "2026-03-02T08:00:00Z".parse().expect("an instant");
        let taken = (0..1_000)
            .filter(|_| throttle.take(Some([1; 16]), now).is_ok())
            .count();
        assert_eq!(taken, BURST as usize);
        assert_eq!(throttle.take(Some([1; 16]), now), Err(1));
        assert_eq!(throttle.take(Some([2; 16]), now), Ok(()), "another token");
        let later = now + jiff::SignedDuration::from_secs(2);
        let again = (0..1_000)
            .filter(|_| throttle.take(Some([1; 16]), later).is_ok())
            .count();
        assert_eq!(again, 2 * PER_SECOND as usize);
    }
}
