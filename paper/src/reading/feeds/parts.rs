//! How the past of a feed is divided: by month of first publication (UTC, so that no change of a title's zone moves a
//! text), and within a month into parts of [`PAGE_SIZE`], counted from the month's first text. A part is complete once
//! a newer one has begun; from then on nothing enters it but what is published with an older date.

use super::PAGE_SIZE;
use super::scopes::Scope;
use crate::Result;
use crate::db::Session;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// An archive document: month and number within it. In order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    year: i16,
    month: i8,
    number: u32,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{}", self.year, self.month, self.number)
    }
}

impl Part {
    /// Reads `2026-03-1`; `None` for anything written otherwise.
    pub fn parse(text: &str) -> Option<Part> {
        let mut pieces = text.split('-');
        let part = Part {
            year: pieces.next()?.parse().ok()?,
            month: pieces.next()?.parse().ok()?,
            number: pieces.next()?.parse().ok()?,
        };
        let sound = pieces.next().is_none()
            && (1..=9998).contains(&part.year)
            && (1..=12).contains(&part.month)
            && (1..=1_000_000).contains(&part.number);
        (sound && part.to_string() == text).then_some(part)
    }

    /// The last part of a month that holds so many texts.
    fn last(month: Month, texts: u32) -> Part {
        Part {
            year: month.0,
            month: month.1,
            number: texts.div_ceil(PAGE_SIZE).max(1),
        }
    }

    fn month(self) -> Month {
        Month(self.year, self.month)
    }

    /// First instant of its month, first instant after it, texts of the month before it.
    pub(super) fn slice(self) -> (Timestamp, Timestamp, u32) {
        let (from, until) = self.month().bounds();
        (
            from,
            until,
            self.number.saturating_sub(1).saturating_mul(PAGE_SIZE),
        )
    }
}

#[derive(Debug, Clone, Copy)]
struct Month(i16, i8);

impl Month {
    fn of(at: Timestamp) -> Month {
        let day = at.to_zoned_datetime(TimeZone::UTC).date();
        Month(day.year(), day.month())
    }

    fn bounds(self) -> (Timestamp, Timestamp) {
        let first = Date::new(self.0, self.1, 1).unwrap_or(Date::MIN);
        let after = first
            .checked_add(Span::new().months(1))
            .unwrap_or(Date::MAX);
        (instant(first), instant(after))
    }
}

fn instant(day: Date) -> Timestamp {
    day.to_zoned_datetime(TimeZone::UTC)
        .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// The part that is still being filled: the one the newest text is in.
pub(super) async fn open(session: &mut Session, scope: &Scope) -> Result<Option<Part>> {
    last_before(session, scope, Timestamp::MAX).await
}

/// The part has been begun, whether its texts are still on the title or not.
pub(super) async fn is_there(session: &mut Session, scope: &Scope, part: Part) -> Result<bool> {
    let (from, until) = part.month().bounds();
    Ok(scope.count(session, from, until).await?.div_ceil(PAGE_SIZE) >= part.number)
}

/// The part before.
pub(super) async fn before(
    session: &mut Session,
    scope: &Scope,
    part: Part,
) -> Result<Option<Part>> {
    if part.number > 1 {
        return Ok(Some(Part {
            number: part.number - 1,
            ..part
        }));
    }
    last_before(session, scope, part.month().bounds().0).await
}

/// The part after, complete or not.
pub(super) async fn after(
    session: &mut Session,
    scope: &Scope,
    part: Part,
) -> Result<Option<Part>> {
    let (from, until) = part.month().bounds();
    if scope.count(session, from, until).await?.div_ceil(PAGE_SIZE) > part.number {
        return Ok(Some(Part {
            number: part.number + 1,
            ..part
        }));
    }
    let next = scope.first_from(session, until).await?;
    Ok(next.map(|at| Part::last(Month::of(at), 1)))
}

async fn last_before(
    session: &mut Session,
    scope: &Scope,
    instant: Timestamp,
) -> Result<Option<Part>> {
    let Some(at) = scope.last_before(session, instant).await? else {
        return Ok(None);
    };
    let month = Month::of(at);
    let (from, until) = month.bounds();
    let texts = scope.count(session, from, until).await?;
    Ok(Some(Part::last(month, texts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_one_way() {
        let part = Part::parse("2026-03-2").expect("a part");
        assert_eq!(part.to_string(), "2026-03-2");
        for text in [
            "",
            "2026",
            "2026-3-1",
            "2026-03",
            "2026-03-0",
            "2026-13-1",
            "2026-03-01",
            "2026-03-1-1",
            "+026-03-1",
            "-001-03-1",
            "99999-01-1",
            "2026-03-1 ",
            "2026-03-99999999999",
        ] {
            assert_eq!(Part::parse(text), None, "{text}");
        }
        assert!(Part::parse("2026-03-2") < Part::parse("2026-03-10"));
        assert!(Part::parse("2026-03-9") < Part::parse("2026-04-1"));
    }

    #[test]
    fn months_are_those_of_utc() {
        let at: Timestamp = "2026-03-31T23:30:00Z".parse().expect("an instant");
        let (from, until, skipped) = Part::last(Month::of(at), PAGE_SIZE + 1).slice();
        assert_eq!(from.to_string(), "2026-03-01T00:00:00Z");
        assert_eq!(until.to_string(), "2026-04-01T00:00:00Z");
        assert_eq!(skipped, PAGE_SIZE);
    }
}
