//! From when to when a certificate holds, read out of its bytes (RFC 5280 §4.1).

/// Tags of DER (X.690).
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const DAY_SECONDS: i64 = 86_400;

/// The time a certificate holds, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Validity {
    /// The first second.
    pub(crate) from: i64,
    /// The last.
    pub(crate) until: i64,
}

impl Validity {
    /// Of a certificate in DER; `None` if it is none.
    pub(crate) fn of(certificate: &[u8]) -> Option<Validity> {
        let (whole, _) = inside(certificate, SEQUENCE)?;
        let (mut rest, _) = inside(whole, SEQUENCE)?;
        if rest.first() == Some(&VERSION) {
            (_, rest) = inside(rest, VERSION)?;
        }
        // Serial number, algorithm, issuer.
        for _ in 0..3 {
            (_, _, rest) = next(rest)?;
        }
        let (validity, _) = inside(rest, SEQUENCE)?;
        let (tag, from, validity) = next(validity)?;
        let from = time(tag, from)?;
        let (tag, until, _) = next(validity)?;
        let until = time(tag, until)?;
        (from < until).then_some(Validity { from, until })
    }

    /// Seconds it holds in all.
    pub(crate) fn seconds(self) -> i64 {
        self.until - self.from
    }
}

/// Tag and content of the first value, and what follows it.
pub(crate) fn next(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, short], rest) = bytes.split_first_chunk::<2>()?;
    let (length, rest) = if short < 0x80 {
        (usize::from(short), rest)
    } else if (0x81..=0x84).contains(&short) {
        let (long, rest) = rest.split_at_checked(usize::from(short - 0x80))?;
        let length = long
            .iter()
            .fold(0, |length: usize, byte| length << 8 | usize::from(*byte));
        (length, rest)
    } else {
        return None;
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// The content of a value with this tag, and what follows it.
pub(crate) fn inside(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = next(bytes)?;
    (tag == wanted).then_some((content, rest))
}

/// `YYMMDDHHMMSSZ` until 2049, `YYYYMMDDHHMMSSZ` after it.
fn time(tag: u8, text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match (tag, text.len()) {
        (UTC_TIME, 12) => {
            let (year, rest) = text.split_at_checked(2)?;
            let year: i64 = year.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        (GENERALIZED_TIME, 14) => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i64>().ok();
    let (month, day) = (part(0)?, part(2)?);
    let clock = part(4)? * 3_600 + part(6)? * 60 + part(8)?;
    Some(days(year, month, day) * DAY_SECONDS + clock)
}

/// Days since 1970 of a date in the Gregorian calendar. Years begin in March here, so that a leap day ends one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let from_march = (month + 9) % 12;
    let in_year = (153 * from_march + 2) / 5 + day - 1;
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 1 March of the year 0 lies 719,468 days before 1970.
    year * 365 + leaps + in_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (date, count) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 2, 29), 11_016),
            ((2000, 3, 1), 11_017),
            ((2026, 11, 30), 20_787),
            ((2100, 3, 1), 47_541),
        ] {
            assert_eq!(days(date.0, date.1, date.2), count, "{date:?}");
        }
    }

    #[test]
    fn times_are_read_in_both_forms() {
        assert_eq!(time(UTC_TIME, b"700101000001Z"), Some(1));
        assert_eq!(
            time(UTC_TIME, b"491231235959Z"),
            time(GENERALIZED_TIME, b"20491231235959Z")
        );
        for wrong in [
            &b""[..],
            b"Z",
            b"7001010000Z",
            b"70010100000+Z",
            b"700101000001",
        ] {
            assert_eq!(time(UTC_TIME, wrong), None);
        }
    }

    #[test]
    fn the_times_of_a_certificate_are_found_and_no_bytes_break_the_search() {
        let made = rcgen::generate_simple_self_signed(["gazette.test".to_owned()]).expect("made");
        let der = made.cert.der();
        let validity = Validity::of(der).expect("a time");
        // rcgen says: from 1975 to 4096.
        assert_eq!(validity.from, 157_766_400);
        assert_eq!(validity.until, 67_090_118_400);
        for end in 0..der.len() {
            let _ = Validity::of(&der[..end]);
            let mut other = der.to_vec();
            other[end] ^= 0xff;
            let _ = Validity::of(&other);
        }
    }
}
