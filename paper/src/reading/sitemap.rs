//! What crawlers are told of: stretches of thirty days, each with the instant something in it last changed, and the
//! addresses in them.
//!
//! The index is made from the rows of `stretches`, one for thirty days, so that it never reads the archive. Within a
//! stretch, parts are counted from its first text, whether that is still shown or not: no part shifts because a text
//! goes, and what is published today never touches an old part.

use super::cards::StoredCard;
use crate::articles::content::State;
use crate::copy::Kind;
use crate::db::Session;
use crate::id::TitleId;
use crate::paper::Tx;
use crate::titles::Title;
use crate::{Fault, Refusal, Result, Thing};
use jiff::{SignedDuration, Timestamp};

/// Length of a stretch, microseconds: thirty days. The migration that fills the table divides by the same number.
const STRETCH_MICROS: i64 = 30 * 24 * 3600 * 1_000_000;
/// Addresses in one part. The protocol allows 50,000; a part of this size is made in little memory.
pub const PART_MAX: u32 = 10_000;
/// Hours an article stays in the news sitemap.
pub const NEWS_HOURS: i64 = 48;
/// Articles in the news sitemap (Google's limit of a file).
pub const NEWS_MAX: u32 = 1_000;
/// Topics, and contributors, in the part with everything that is no article.
const LISTS_MAX: u32 = 5_000;

/// Which stretch an instant is in.
pub(crate) fn stretch_of(at: Timestamp) -> i64 {
    at.as_microsecond() / STRETCH_MICROS
}

/// First instant of a stretch, first instant after it. Division rounds towards 1970, so the stretch 0 is twice as long.
fn bounds(stretch: i64) -> Option<(Timestamp, Timestamp)> {
    let edge = |n: i64| n.checked_mul(STRETCH_MICROS);
    let (from, until) = if stretch > 0 {
        (edge(stretch)?, edge(stretch + 1)?)
    } else if stretch == 0 {
        (1 - STRETCH_MICROS, STRETCH_MICROS)
    } else {
        (edge(stretch - 1)? + 1, edge(stretch)? + 1)
    };
    let instant = |micros| Timestamp::from_microsecond(micros).ok();
    Some((instant(from)?, instant(until)?))
}

/// Notes that texts of a title changed which first went out at this time; `new` is how many of them have only now come to
/// the title.
pub(crate) async fn changed(
    tx: &mut Tx,
    title: TitleId,
    first_published: Timestamp,
    new: u32,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO stretches (title_id, stretch, texts, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (title_id, stretch) DO UPDATE SET texts = stretches.texts + excluded.texts,
                changed_at = excluded.changed_at",
            (title, stretch_of(first_published), new, tx.now),
        )
        .await?;
    Ok(())
}

/// A part of a sitemap with articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    stretch: i64,
    number: u32,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.stretch, self.number)
    }
}

impl Part {
    /// Reads `689-1`; `None` for anything written otherwise.
    pub fn parse(text: &str) -> Option<Part> {
        let (stretch, number) = text.rsplit_once('-')?;
        let part = Part {
            stretch: stretch.parse().ok()?,
            number: number.parse().ok()?,
        };
        ((1..=100_000).contains(&part.number) && part.to_string() == text).then_some(part)
    }
}

/// The parts with articles, oldest first, each with the instant something in it last changed.
pub async fn parts(session: &mut Session, title: &Title) -> Result<Vec<(Part, Timestamp)>> {
    let rows: Vec<(i64, u32, Timestamp)> = session
        .all(
            "SELECT stretch, texts, changed_at FROM stretches WHERE title_id = $1 ORDER BY stretch",
            (title.id,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .flat_map(|(stretch, texts, changed)| {
            (1..=texts.div_ceil(PART_MAX)).map(move |number| (Part { stretch, number }, changed))
        })
        .collect())
}

/// The articles of a part whose canonical address is on this title and that readers can read: path and last change of
/// substance.
///
/// # Errors
/// Refused as unknown where there is no such part.
pub async fn part(
    session: &mut Session,
    title: &Title,
    part: Part,
) -> Result<Vec<(String, Timestamp)>> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Page,
        name: part.to_string(),
    };
    let (from, until) = bounds(part.stretch).ok_or_else(unknown)?;
    let rows: Vec<(Option<String>, Option<Timestamp>, bool, String)> = session
        .all(
            "SELECT p.path, p.modified_at, p.listed * p.original, a.state FROM placements p JOIN articles a ON a.id = p.article_id
              WHERE p.title_id = $1 AND p.first_published_at >= $2 AND p.first_published_at < $3
              ORDER BY p.first_published_at, p.id LIMIT $4 OFFSET $5",
            (title.id, from, until, PART_MAX, (part.number - 1).saturating_mul(PART_MAX)),
        )
        .await?;
    if rows.is_empty() {
        return Err(unknown().into());
    }
    let live = crate::articles::Stage::Live.word();
    Ok(rows
        .into_iter()
        .filter(|(_, _, shown, state)| *shown && state == live)
        .filter_map(|(path, modified, ..)| path.zip(modified))
        .collect())
}

/// Everything of a title that is no article: path, and where it is known the last change.
pub async fn lists(
    session: &mut Session,
    title: &Title,
) -> Result<Vec<(String, Option<Timestamp>)>> {
    let mut lists = vec![
        ("/".to_owned(), None),
        ("/imprint".to_owned(), None),
        ("/corrections".to_owned(), None),
        ("/archive".to_owned(), None),
    ];
    let pages: Vec<(String, Timestamp)> = session
        .all(
            "SELECT slug, changed_at FROM pages WHERE title_id = $1 ORDER BY position, slug",
            (title.id,),
        )
        .await?;
    lists.extend(
        pages
            .into_iter()
            .map(|(slug, at)| (format!("/{slug}"), Some(at))),
    );
    let mut add = |prefix: &str, rows: Vec<(String,)>| {
        lists.extend(
            rows.into_iter()
                .map(|(slug,)| (format!("{prefix}{slug}"), None)),
        );
    };
    add(
        "/",
        session
            .all(
                "SELECT slug FROM sections WHERE title_id = $1 ORDER BY position, slug LIMIT $2",
                (title.id, LISTS_MAX),
            )
            .await?,
    );
    add(
        "/topics/",
        session
            .all(
                "SELECT slug FROM topics WHERE title_id = $1 AND merged_into IS NULL ORDER BY id DESC LIMIT $2",
                (title.id, LISTS_MAX),
            )
            .await?,
    );
    add(
        "/people/",
        session
            .all(
                "SELECT c.slug FROM contributors c
                  WHERE EXISTS (SELECT 1 FROM credits d WHERE d.name = c.name AND d.title_id = $1)
                  ORDER BY c.id DESC LIMIT $2",
                (title.id, LISTS_MAX),
            )
            .await?,
    );
    Ok(lists)
}

/// An article in the news sitemap.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Its address on the title.
    pub path: String,
    /// Its headline there.
    pub headline: String,
    /// BCP 47.
    pub language: String,
    /// When it first went out.
    pub published: Timestamp,
    /// Last change of substance.
    pub modified: Timestamp,
}

/// The news of the last [`NEWS_HOURS`], newest first. What somebody paid for is no news.
pub async fn news(session: &mut Session, title: &Title, now: Timestamp) -> Result<Vec<News>> {
    let since = now
        .checked_sub(SignedDuration::from_hours(NEWS_HOURS))
        .unwrap_or(now);
    let rows: Vec<(String, String, Timestamp, Timestamp)> = session
        .all(
            "SELECT path, card, first_published_at, modified_at FROM placements
              WHERE title_id = $1 AND listed = 1 AND original = 1 AND first_published_at >= $2
              ORDER BY first_published_at DESC, id DESC LIMIT $3",
            (title.id, since, NEWS_MAX),
        )
        .await?;
    let mut news = Vec::with_capacity(rows.len());
    for (path, card, published, modified) in rows {
        let card: StoredCard = serde_json::from_str(&card).map_err(Fault::from)?;
        if card.state() == State::Live && card.kind() != Kind::Sponsored {
            news.push(News {
                path,
                headline: card.headline().to_owned(),
                language: card.language().to_owned(),
                published,
                modified,
            });
        }
    }
    Ok(news)
}

/// Until when the [`news`] of now stay as they are if nobody does anything: the oldest is news no more.
pub async fn news_hold_until(
    session: &mut Session,
    title: &Title,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let window = SignedDuration::from_hours(NEWS_HOURS);
    let since = now.checked_sub(window).unwrap_or(now);
    let (oldest,): (Option<Timestamp>,) = session
        .one(
            "SELECT MIN(first_published_at) FROM placements WHERE title_id = $1 AND listed = 1 AND first_published_at >= $2",
            (title.id, since),
        )
        .await?;
    Ok(oldest.and_then(|at| at.checked_add(window + SignedDuration::from_micros(1)).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_is_in_the_stretch_it_is_counted_in() {
        for text in [
            "1901-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00Z",
            "1970-01-31T00:00:00Z",
            "2026-03-02T08:00:00.123456Z",
        ] {
            let at: Timestamp = text.parse().expect("an instant");
            let (from, until) = bounds(stretch_of(at)).expect("bounds");
            assert!(from <= at && at < until, "{text}: {from} {until}");
        }
        assert_eq!(bounds(i64::MAX), None);
        assert_eq!(bounds(i64::MIN + 1), None);
    }

    #[test]
    fn a_part_is_written_one_way() {
        assert_eq!(
            Part::parse("689-1").map(|part| part.to_string()),
            Some("689-1".to_owned())
        );
        for text in [
            "", "-", "689", "689-0", "0689-1", "689-01", "+1-1", "1-1-1x", "x-1",
        ] {
            assert_eq!(Part::parse(text), None, "{text}");
        }
    }
}
