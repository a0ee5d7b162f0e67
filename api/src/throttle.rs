//! How many requests somebody may make: a token bucket each, by the paper's clock.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Requests a token, or the neighbours of an address, may make at once.
const BURST: f64 = 300.0;
/// Requests they may make in the long run, per second.
const PER_SECOND: f64 = 20.0;
/// Buckets kept; beyond it those that are full again are forgotten.
const BUCKETS_MAX: usize = 10_000;
/// Shortest time between two searches for buckets that are full again.
const SWEEP_PAUSE: SignedDuration = SignedDuration::from_secs(1);

/// Whose a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    /// Of who holds a token.
    Token([u8; 16]),
    /// Of an address and its neighbours: /24 of IPv4, /56 of IPv6, which one household may have for itself.
    Near([u8; 7]),
    /// Of all who are where the connection does not say, and of newcomers while there is no bucket to be had.
    Anywhere,
}

impl Whose {
    /// Of who asks from here.
    pub(crate) fn near(reader: Option<IpAddr>) -> Whose {
        let mut near = [0; 7];
        match reader.map(|address| address.to_canonical()) {
            None => return Whose::Anywhere,
            Some(IpAddr::V4(four)) => near[..3].copy_from_slice(&four.octets()[..3]),
            // Addresses of households begin with 2 or 3, so none is taken for one of IPv4.
            Some(IpAddr::V6(six)) => near.copy_from_slice(&six.octets()[..7]),
        }
        Whose::Near(near)
    }
}

/// Buckets by whose they are.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    all: HashMap<Whose, Bucket>,
    swept: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

impl Throttle {
    /// Takes one request out of a bucket. `Err` says after how many seconds there is one again.
    pub(crate) fn take(&self, whose: Whose, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.of(whose, now);
        bucket.left = bucket.filled(now);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait = ((1.0 - bucket.left) / PER_SECOND).ceil();
        Err((wait as u32).max(1))
    }

    /// Puts one back: the request counts in another bucket.
    pub(crate) fn give_back(&self, whose: Whose) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.all.get_mut(&whose) {
            bucket.left = (bucket.left + 1.0).min(BURST);
        }
    }
}

impl Buckets {
    fn of(&mut self, whose: Whose, now: Timestamp) -> &mut Bucket {
        let mut whose = whose;
        // Tokens are few and were given out by somebody; addresses anybody can have by the million.
        let newcomer = matches!(whose, Whose::Near(_)) && !self.all.contains_key(&whose);
        if newcomer && self.all.len() >= BUCKETS_MAX {
            self.sweep(now);
            if self.all.len() >= BUCKETS_MAX {
                whose = Whose::Anywhere;
            }
        }
        self.all.entry(whose).or_insert(Bucket {
            left: BURST,
            at: now,
        })
    }

    fn sweep(&mut self, now: Timestamp) {
        let lately = self
            .swept
            .is_some_and(|then| now.duration_since(then).abs() < SWEEP_PAUSE);
        if !lately {
            self.swept = Some(now);
            self.all.retain(|_, bucket| bucket.filled(now) < BURST);
        }
    }
}

impl Bucket {
    fn filled(&self, now: Timestamp) -> f64 {
        let seconds = now.duration_since(self.at).as_secs_f64().max(0.0);
        (self.left + seconds * PER_SECOND).min(BURST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-02T08:00:00Z".parse().expect("an instant")
    }

    fn near(address: &str) -> Whose {
        Whose::near(Some(address.parse().expect("an address")))
    }

    #[test]
    fn a_bucket_empties_and_fills_again_by_the_clock() {
        let throttle = Throttle::default();
        let one = Whose::Token([1; 16]);
        let taken = (0..1_000)
            .filter(|_| throttle.take(one, now()).is_ok())
            .count();
        assert_eq!(taken, BURST as usize);
        assert_eq!(throttle.take(one, now()), Err(1));
        let other = Whose::Token([2; 16]);
        assert_eq!(throttle.take(other, now()), Ok(()), "another token");
        let later = now() + SignedDuration::from_secs(2);
        let again = (0..1_000)
            .filter(|_| throttle.take(one, later).is_ok())
            .count();
        assert_eq!(again, 2 * PER_SECOND as usize);
    }

    #[test]
    fn neighbours_share_a_bucket_and_nobody_else_does() {
        assert_eq!(near("192.0.2.1"), near("192.0.2.200"));
        assert_eq!(near("192.0.2.1"), near("::ffff:192.0.2.7"));
        assert_ne!(near("192.0.2.1"), near("192.0.3.1"));
        assert_eq!(near("2001:db8:0:aa::1"), near("2001:db8:0:bb::1"));
        assert_ne!(near("2001:db8:0:1aa::1"), near("2001:db8:0:2aa::1"));
    }

    #[test]
    fn a_crowd_of_addresses_costs_no_more_memory_than_there_are_buckets() {
        let throttle = Throttle::default();
        for number in 0..u32::try_from(2 * BUCKETS_MAX).expect("a number") {
            let [_, a, b, c] = number.to_be_bytes();
            let _ = throttle.take(near(&format!("{a}.{b}.{c}.1")), now());
        }
        let kept = throttle.buckets.lock().expect("a lock").all.len();
        assert!(kept <= BUCKETS_MAX + 1, "{kept}");
        assert_eq!(throttle.take(near("203.0.113.1"), now()), Err(1));
        assert_eq!(throttle.take(Whose::Token([1; 16]), now()), Ok(()));
        let later = now() + SignedDuration::from_secs(60);
        assert_eq!(throttle.take(near("203.0.113.1"), later), Ok(()));
    }
}
