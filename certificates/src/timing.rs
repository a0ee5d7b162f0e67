//! When a certificate is renewed, and when something that failed is tried again.

use crate::validity::Validity;

/// After the first failure, seconds. Doubled each time: authorities count failures by the hour.
const AGAIN_FIRST: i64 = 10 * 60;
/// At most, seconds.
const AGAIN_MAX: i64 = 24 * 3_600;
/// Doublings until then.
const DOUBLINGS_MAX: u32 = 8;
/// A renewal comes earlier by up to this part of the whole life, so that many hosts do not come at once.
const SPREAD: i64 = 30;

/// Seconds since 1970 at which a certificate is to be renewed: with a third of its life left, or a little earlier.
pub(crate) fn renewal(validity: Validity, chance: u64) -> i64 {
    let life = validity.seconds();
    validity.until - life / 3 - within(life / SPREAD, chance)
}

/// Seconds until another try after so many failures: between half of and the whole time.
pub(crate) fn again(failures: u32, chance: u64) -> i64 {
    let doublings = failures.saturating_sub(1).min(DOUBLINGS_MAX);
    let whole = (AGAIN_FIRST << doublings).min(AGAIN_MAX);
    whole / 2 + within(whole / 2, chance)
}

/// From 0 to this many seconds.
fn within(seconds: i64, chance: u64) -> i64 {
    let range = u64::try_from(seconds).unwrap_or(0).saturating_add(1);
    i64::try_from(chance % range).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    #[test]
    fn a_third_of_the_life_is_left_at_renewal() {
        let ninety = Validity {
            from: 0,
            until: 90 * DAY,
        };
        assert_eq!(renewal(ninety, 0), 60 * DAY);
        for chance in [1, 77, u64::MAX] {
            let at = renewal(ninety, chance);
            assert!((57 * DAY..=60 * DAY).contains(&at), "{at}");
        }
    }

    #[test]
    fn tries_come_rarer_and_rarer_but_every_day() {
        for (failures, least, most) in [
            (1, 5 * 60, 10 * 60),
            (2, 10 * 60, 20 * 60),
            (4, 40 * 60, 80 * 60),
            (40, DAY / 2, DAY),
        ] {
            for chance in [0, 3, u64::MAX] {
                let wait = again(failures, chance);
                assert!((least..=most).contains(&wait), "{failures}: {wait}");
            }
        }
    }
}
