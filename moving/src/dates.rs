//! Dates as exports write them: local time, the same in UTC, and `0000-00-00 00:00:00` for none.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The first year an article can be of.
const YEAR_MIN: i16 = 1600;

/// The instant an item is of: in UTC where that is said, else local time of the zone, else what the feed says.
pub(crate) fn instant(gmt: &str, local: &str, feed: &str, zone: &TimeZone) -> Option<Timestamp> {
    let of = |text: &str, zone: &TimeZone| zone.to_ambiguous_timestamp(at(text)?).compatible().ok();
    of(gmt, &TimeZone::UTC)
        .or_else(|| of(local, zone))
        .or_else(|| {
            let at = jiff::fmt::rfc2822::parse(feed).ok()?;
            (at.year() >= YEAR_MIN).then(|| at.timestamp())
        })
}

/// The local day and time an item says, for its old address.
pub(crate) fn local(local: &str) -> Option<DateTime> {
    at(local)
}

fn at(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.len() > 40 || text.starts_with("0000") {
        return None;
    }
    let at: DateTime = text.parse().ok()?;
    (at.year() >= YEAR_MIN).then_some(at)
}
