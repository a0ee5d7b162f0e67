//! When a certificate is renewed, and when something that failed is tried again.

use crate::authority::Advice;
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

/// An authority is asked for its advice again after this many seconds at least and at most: a minute, a day (RFC 9773 §4.3.2).
const ASKED_MIN: i64 = 60;
const ASKED_MAX: i64 = 86_400;
/// The same where it could not be asked, or gave none: six hours.
pub(crate) const ASKED_USUALLY: i64 = 6 * 3_600;
/// Whatever it advises, a certificate is renewed with this part of its life left, and not before the first such part, or day,
/// of it is over: an authority that calls back whatever it gives is not asked without end.
const PART: i64 = 10;

/// Seconds since 1970 at which a certificate is to be renewed by an authority's advice: at any time within it, which stays the
/// one chosen before as long as it lies within.
pub(crate) fn advised(validity: Validity, advice: Advice, chosen: i64, chance: u64) -> i64 {
    let part = validity.seconds() / PART;
    let (first, last) = (validity.from + part.min(ASKED_MAX), validity.until - part);
    let within_it = (advice.from..=advice.until).contains(&chosen);
    let at = match within_it {
        true => chosen,
        false => advice.from + within(advice.until.saturating_sub(advice.from), chance),
    };
    at.max(first).min(last)
}

/// Seconds after which an authority is asked for its advice again.
pub(crate) fn asked_again(advice: Advice) -> i64 {
    advice.again.clamp(ASKED_MIN, ASKED_MAX)
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
    fn advice_counts_as_long_as_the_certificate_does_not_end_meanwhile() {
        let ninety = Validity {
            from: 0,
            until: 90 * DAY,
        };
        let advice = |from: i64, until: i64| Advice {
            from: from * DAY,
            until: until * DAY,
            again: 0,
        };
        // Somewhere in it, and where it was before if that is in it.
        assert_eq!(advised(ninety, advice(50, 52), 60 * DAY, 0), 50 * DAY);
        let at = advised(ninety, advice(50, 52), 60 * DAY, 12_345_678);
        assert!((50 * DAY..=52 * DAY).contains(&at), "{at}");
        assert_eq!(advised(ninety, advice(50, 52), 51 * DAY, 7), 51 * DAY);
        // A certificate that was called back, and an authority that asks for too much patience.
        assert_eq!(advised(ninety, advice(-2, -1), 60 * DAY, 9), DAY);
        assert_eq!(advised(ninety, advice(95, 99), 60 * DAY, 0), 81 * DAY);
        // What is no stretch at all is a moment.
        assert_eq!(advised(ninety, advice(52, 50), 60 * DAY, 9), 52 * DAY);
        for (said, wanted) in [(0, 60), (21_600, 21_600), (i64::MAX, 86_400)] {
            let advice = Advice {
                again: said,
                ..advice(1, 2)
            };
            assert_eq!(asked_again(advice), wanted);
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
