//! The archive: what went out on a day, in a month, in a year, by the title's calendar.

use super::cards::{self, ListedRow};
use super::pages::{ArchiveCount, ArchiveFacts};
use super::past::Minute;
use crate::db::Session;
use crate::titles::Title;
use crate::{Refusal, Result, Thing, fronts};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use std::collections::BTreeSet;

/// Articles shown on one day or as the newest of a month.
const CARDS_MAX: u32 = 100;
/// Fronts the desk published on one day that the day leads to; the others have their addresses all the same.
const FRONTS_MAX: u32 = 24;
/// Minutes of every day whose front the day leads to: before work, at midday, in the evening, at its end.
const HOURS: [(i8, i8); 4] = [(8, 0), (13, 0), (20, 0), (23, 59)];

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// All years.
    All,
    /// A year.
    Year(i16),
    /// A month.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

impl Stretch {
    /// Reads the parts of an address: `2026`, `11`, `24`. Refused when they are no date or not written in full.
    pub fn parse(parts: &[&str]) -> Result<Stretch> {
        let unknown = || Refusal::Unknown {
            thing: Thing::Address,
            name: parts.join("/").chars().take(40).collect(),
        };
        let digits =
            |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
        let year = |text: &str| digits(text, 4).then(|| text.parse().ok()).flatten();
        let small = |text: &str| digits(text, 2).then(|| text.parse().ok()).flatten();
        let stretch = match parts {
            [] => Some(Stretch::All),
            [y] => year(y).map(Stretch::Year),
            [y, m] => match (year(y), small(m)) {
                (Some(y), Some(m)) if (1..=12).contains(&m) => Some(Stretch::Month(y, m)),
                _ => None,
            },
            [y, m, d] => match (year(y), small(m), small(d)) {
                (Some(y), Some(m), Some(d)) => Date::new(y, m, d).ok().map(Stretch::Day),
                _ => None,
            },
            _ => None,
        };
        stretch.ok_or_else(|| unknown().into())
    }

    fn path(self) -> String {
        match self {
            Stretch::All => "/archive".to_owned(),
            Stretch::Year(year) => format!("/archive/{year:04}"),
            Stretch::Month(year, month) => format!("/archive/{year:04}/{month:02}"),
            Stretch::Day(day) => format!(
                "/archive/{:04}/{:02}/{:02}",
                day.year(),
                day.month(),
                day.day()
            ),
        }
    }

    /// First and last-but-one instant, by the calendar of a zone.
    fn bounds(self, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let (first, after) = match self {
            Stretch::All => (Date::MIN, Date::MAX),
            Stretch::Year(year) => (
                Date::new(year, 1, 1).ok()?,
                Date::new(year.checked_add(1)?, 1, 1).ok()?,
            ),
            Stretch::Month(year, month) => {
                let first = Date::new(year, month, 1).ok()?;
                (first, first.checked_add(Span::new().months(1)).ok()?)
            }
            Stretch::Day(day) => (day, day.tomorrow().ok()?),
        };
        let instant = |day: Date| {
            day.to_zoned_datetime(zone.clone())
                .ok()
                .map(|zoned| zoned.timestamp())
        };
        Some((instant(first)?, instant(after)?))
    }
}

/// A page of the archive.
pub async fn archive(
    session: &mut Session,
    title: &Title,
    stretch: Stretch,
    now: Timestamp,
) -> Result<ArchiveFacts> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Address,
        name: stretch.path(),
    };
    let zone = title.time_zone();
    let mut facts = ArchiveFacts {
        year: None,
        month: None,
        day: None,
        counts: Vec::new(),
        cards: Vec::new(),
        fronts: Vec::new(),
        earlier: None,
        later: None,
    };
    match stretch {
        Stretch::All => facts.counts = years(session, title).await?,
        Stretch::Year(year) => {
            facts.year = Some(year);
            facts.counts = counts(
                session,
                title,
                (1..=12).map(|month| (month.into(), Stretch::Month(year, month))),
            )
            .await?;
        }
        Stretch::Month(year, month) => {
            (facts.year, facts.month) = (Some(year), Some(month));
            let days = Date::new(year, month, 1)
                .map_err(|_| unknown())?
                .days_in_month();
            let days = (1..=days).filter_map(|day| Date::new(year, month, day).ok());
            facts.counts = counts(
                session,
                title,
                days.map(|day| (day.day().into(), Stretch::Day(day))),
            )
            .await?;
        }
        Stretch::Day(day) => {
            (facts.year, facts.month, facts.day) =
                (Some(day.year()), Some(day.month()), Some(day.day()))
        }
    }
    if stretch == Stretch::All {
        return Ok(facts);
    }
    let (from, until) = stretch.bounds(&zone).ok_or_else(unknown)?;
    if matches!(stretch, Stretch::Day(_) | Stretch::Month(..)) {
        facts.cards = within(session, title, from, until).await?;
    }
    if facts.cards.is_empty() && facts.counts.is_empty() {
        return Err(unknown().into());
    }
    if let Stretch::Day(day) = stretch {
        facts.fronts = fronts_of(session, title, day, (from, until), now).await?;
    }
    facts.earlier = neighbour(session, title, stretch, from, false).await?;
    facts.later = neighbour(session, title, stretch, until, true).await?;
    Ok(facts)
}

/// The minutes of a day whose front is offered, the first article of the title not before them.
async fn fronts_of(
    session: &mut Session,
    title: &Title,
    day: Date,
    bounds: (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<(Timestamp, String)>> {
    let composed = fronts::published_between(session, title.id, bounds, FRONTS_MAX).await?;
    let zone = title.time_zone();
    let local = composed.iter().map(|at| {
        let local = at.to_zoned_datetime(zone.clone());
        (local.hour(), local.minute())
    });
    let minutes: BTreeSet<(i8, i8)> = local.chain(HOURS).collect();
    let (oldest,): (Option<Timestamp>,) = session
        .one(
            "SELECT MIN(first_published_at) FROM placements WHERE title_id = $1 AND listed = 1",
            (title.id,),
        )
        .await?;
    let minutes = minutes.into_iter().filter_map(|(hour, minute)| {
        let minute = Minute { day, hour, minute };
        let at = minute.begins(title).ok()?;
        let shown = at <= now && oldest.is_some_and(|oldest| oldest <= at);
        shown.then(|| (at, minute.path()))
    });
    Ok(minutes.collect())
}

/// When the page of a stretch next changes by the clock: that of today leads to the fronts of the hours that are over.
pub fn holds_until(title: &Title, stretch: Stretch, now: Timestamp) -> Option<Timestamp> {
    let Stretch::Day(day) = stretch else {
        return None;
    };
    let minutes = HOURS.map(|(hour, minute)| Minute { day, hour, minute });
    let begin = minutes
        .into_iter()
        .filter_map(|minute| minute.begins(title).ok());
    begin.filter(|at| *at > now).min()
}

async fn within(
    session: &mut Session,
    title: &Title,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<super::facts::Card>> {
    let rows: Vec<ListedRow> = session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placements p JOIN sections s ON s.id = p.section_id
              WHERE p.title_id = $1 AND p.listed = 1 AND p.first_published_at >= $2 AND p.first_published_at < $3
              ORDER BY p.first_published_at DESC, p.id DESC LIMIT $4",
            (title.id, from, until, CARDS_MAX),
        )
        .await?;
    cards::cards(session, rows).await
}

async fn years(session: &mut Session, title: &Title) -> Result<Vec<ArchiveCount>> {
    let ends: Option<(Option<Timestamp>, Option<Timestamp>)> = session
        .opt(
            "SELECT MIN(first_published_at), MAX(first_published_at) FROM placements WHERE title_id = $1 AND listed = 1",
            (title.id,),
        )
        .await?;
    let Some((Some(oldest), Some(newest))) = ends else {
        return Ok(Vec::new());
    };
    let zone = title.time_zone();
    let year = |at: Timestamp| at.to_zoned_datetime(zone.clone()).year();
    counts(
        session,
        title,
        (year(oldest)..=year(newest)).map(|year| (year, Stretch::Year(year))),
    )
    .await
}

async fn counts(
    session: &mut Session,
    title: &Title,
    stretches: impl Iterator<Item = (i16, Stretch)>,
) -> Result<Vec<ArchiveCount>> {
    let zone = title.time_zone();
    let mut counts = Vec::new();
    for (number, stretch) in stretches {
        let Some((from, until)) = stretch.bounds(&zone) else {
            continue;
        };
        let (articles,): (u32,) = session
            .one(
                "SELECT COUNT(*) FROM placements
                  WHERE title_id = $1 AND listed = 1 AND first_published_at >= $2 AND first_published_at < $3",
                (title.id, from, until),
            )
            .await?;
        if articles > 0 {
            counts.push(ArchiveCount {
                number,
                path: stretch.path(),
                articles,
            });
        }
    }
    Ok(counts)
}

/// The next stretch of the same length that has articles.
async fn neighbour(
    session: &mut Session,
    title: &Title,
    stretch: Stretch,
    edge: Timestamp,
    later: bool,
) -> Result<Option<String>> {
    let row: Option<(Option<Timestamp>,)> = if later {
        session
            .opt(
                "SELECT MIN(first_published_at) FROM placements WHERE title_id = $1 AND listed = 1 AND first_published_at >= $2",
                (title.id, edge),
            )
            .await?
    } else {
        session
            .opt(
                "SELECT MAX(first_published_at) FROM placements WHERE title_id = $1 AND listed = 1 AND first_published_at < $2",
                (title.id, edge),
            )
            .await?
    };
    let Some((Some(at),)) = row else {
        return Ok(None);
    };
    let day = at.to_zoned_datetime(title.time_zone()).date();
    Ok(Some(
        match stretch {
            Stretch::All => Stretch::All,
            Stretch::Year(_) => Stretch::Year(day.year()),
            Stretch::Month(..) => Stretch::Month(day.year(), day.month()),
            Stretch::Day(_) => Stretch::Day(day),
        }
        .path(),
    ))
}
