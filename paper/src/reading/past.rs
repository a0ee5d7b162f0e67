//! The front page as it stood at a minute of the past.
//!
//! Kept are the versions of what the desk composed, and the revisions of every article. So the places filled by hand are as
//! they were; those that time fills are filled by the rules of today from what was out then; what else was out follows,
//! newest first. Every article is shown as the revision of that minute had it, on the section it is in today. What has been
//! taken away since is what every list shows of it, what was blanked is blanked, and what left the title is not shown.

use super::cards::{self, ListedRow, StoredCard};
use super::front::{self, Places, Pooled};
use super::pages::{FrontFacts, PastFacts};
use crate::articles::content::{Content, State};
use crate::articles::revisions;
use crate::db::Session;
use crate::fronts::{self, Pin};
use crate::titles::Title;
use crate::{Refusal, Result, Thing, clock};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// Newest articles of the minute looked at, besides those pinned.
const CONSIDERED: u32 = 40;
/// Articles listed under the slots.
const OTHERS_MAX: usize = 30;
/// What a minute lasts, so that it shows what was done in it.
const MINUTE: SignedDuration = SignedDuration::from_micros(59_999_999);

/// A minute of a day by a title's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute {
    /// The day.
    pub day: Date,
    /// 0 to 23.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
}

impl Minute {
    /// Reads the last part of an address, `18-00`. Refused when it is no time or not written in full.
    pub fn parse(day: Date, part: &str) -> Result<Minute> {
        let two = |text: &str| -> Option<i8> {
            let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        let time = part
            .split_once('-')
            .and_then(|(hour, minute)| two(hour).zip(two(minute)));
        match time {
            Some((hour, minute)) if hour < 24 && minute < 60 => Ok(Minute { day, hour, minute }),
            _ => Err(unknown(part)),
        }
    }

    /// Where its front stands.
    pub fn path(self) -> String {
        let Minute { day, hour, minute } = self;
        let (y, m, d) = (day.year(), day.month(), day.day());
        format!("/archive/{y:04}/{m:02}/{d:02}/{hour:02}-{minute:02}")
    }

    /// When it begins. Refused for one that clocks skipped.
    pub fn begins(self, title: &Title) -> Result<Timestamp> {
        let local = self.day.at(self.hour, self.minute, 0, 0);
        Ok(clock::at_local(local, &title.time_zone())?)
    }
}

fn unknown(name: &str) -> crate::Error {
    Refusal::Unknown {
        thing: Thing::Address,
        name: name.chars().take(40).collect(),
    }
    .into()
}

/// The front of a title at a minute.
///
/// # Errors
/// Refused for a minute that has not begun, and before the title's first article.
pub async fn front(
    session: &mut Session,
    title: &Title,
    minute: Minute,
    now: Timestamp,
) -> Result<PastFacts> {
    let begins = minute.begins(title)?;
    let at = begins.checked_add(MINUTE).unwrap_or(begins);
    let rows = out_by(session, title, at).await?;
    if begins > now || rows.is_empty() {
        return Err(unknown(&minute.path()));
    }
    let stood = fronts::standing(session, title.id, at).await?;
    let (composed, flash, pins) = match stood {
        Some(stood) => (Some(stood.at), stood.flash, stood.pins),
        None => (None, None, Vec::new()),
    };
    let mut pool = pool(session, title, rows, &pins, at).await?;
    let Places {
        lead,
        secondary,
        featured,
    } = front::places(&mut pool, &pins);
    let others = pool.into_iter().map(|(_, card)| card);
    Ok(PastFacts {
        at: begins,
        path: minute.path(),
        composed,
        front: FrontFacts {
            flash,
            edition: None,
            lead,
            secondary,
            featured,
            river: others.take(OTHERS_MAX).collect(),
            blocks: Vec::new(),
            latest: Vec::new(),
            corrections: Vec::new(),
            most_read: Vec::new(),
        },
    })
}

/// The newest articles a title had published by an instant, as they are today.
async fn out_by(session: &mut Session, title: &Title, at: Timestamp) -> Result<Vec<ListedRow>> {
    Ok(session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at, CAST(0 AS BIGINT),
                    s.id, s.name, s.slug
               FROM placements p JOIN sections s ON s.id = p.section_id
              WHERE p.title_id = $1 AND p.listed = 1 AND p.first_published_at <= $2
              ORDER BY p.first_published_at DESC, p.id DESC LIMIT $3",
            (title.id, at, CONSIDERED),
        )
        .await?)
}

/// Those and whatever was pinned, as they were.
async fn pool(
    session: &mut Session,
    title: &Title,
    mut rows: Vec<ListedRow>,
    pins: &[Pin],
    at: Timestamp,
) -> Result<Vec<Pooled>> {
    for pin in pins {
        if !rows.iter().any(|row| row.placement == pin.placement) {
            rows.extend(front::row(session, pin.placement).await?);
        }
    }
    let mut then = Vec::with_capacity(rows.len());
    for row in rows {
        then.extend(as_then(session, title, row, at).await?);
    }
    let ids: Vec<_> = then.iter().map(|row| row.placement).collect();
    let cards = cards::cards(session, then).await?;
    let mut pool: Vec<Pooled> = ids.into_iter().zip(cards).collect();
    for (id, card) in &mut pool {
        let pin = pins.iter().find(|pin| pin.placement == *id);
        // Over an article taken away since, nothing is written any more.
        if let Some(pin) = pin.filter(|_| card.state == State::Live) {
            front::call(pin, card);
        }
    }
    pool.sort_by_key(|(_, card)| std::cmp::Reverse(card.first_published));
    Ok(pool)
}

/// An article as readers found it on a title at an instant; `None` where they did not.
async fn as_then(
    session: &mut Session,
    title: &Title,
    row: ListedRow,
    at: Timestamp,
) -> Result<Option<ListedRow>> {
    let Some(revision) = revisions::standing(session, row.article, at).await? else {
        return Ok(None);
    };
    let content: Content = revision.content;
    let id = title.id.to_string();
    let placed = content.placements.iter().find(|placed| placed.title == id);
    let Some(placed) = placed.filter(|_| content.state == State::Live) else {
        return Ok(None);
    };
    if row.state() != State::Live {
        return Ok(Some(row));
    }
    let card = StoredCard::of(&content, &placed.headline, row.corrected());
    Ok(Some(row.showing(card, &placed.section)))
}
