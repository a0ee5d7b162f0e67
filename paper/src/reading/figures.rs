//! How much a title was read: the sums of [`crate::figures`], put side by side with those of the time before.
//!
//! Days and hours are those of the title's zone. What is compared is compared up to the hour that is under way, which
//! counts on neither side.

use super::cards::StoredCard;
pub use super::searches::SearchedWords;
use super::searches::searches;
use crate::articles::content::State;
use crate::db::Session;
use crate::figures::{ALL, ARTICLE, OTHERS, UNTOLD, hour_of};
use crate::id::ArticleId;
use crate::rights::{Deed, words};
use crate::titles::Title;
use crate::{Actor, Refusal, Result};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, ZonedDateTime};
use schemars::JsonSchema;
use serde::Serialize;

/// Articles listed.
pub const ARTICLES: u32 = 20;
/// Hosts listed.
pub const HOSTS: usize = 12;
/// Feeds listed.
pub const FEEDS: usize = 20;
/// Rows of feeds looked at: services times feeds.
const FEED_ROWS_MAX: u32 = 5_000;
/// Days of which corrections are counted beside those of a year.
pub const RECORD_DAYS: i64 = 28;
/// Days of a year.
const YEAR_DAYS: i64 = 365;

words! {
    /// The time looked at.
    Period {
        /// Today so far, beside the same day of the week before.
        Today = "today",
        /// Today and the six days before, beside the seven days before them.
        Week = "7-days",
        /// Today and the 27 days before, beside the 28 days before them.
        Month = "28-days",
    }
}

impl Period {
    /// How many days.
    pub fn days(self) -> i64 {
        match self {
            Period::Today => 1,
            Period::Week => 7,
            Period::Month => 28,
        }
    }

    /// How many days before lies what it is compared with. A day is compared with its like: Sunday with Sunday.
    pub fn back(self) -> i64 {
        self.days().max(7)
    }
}

/// The figures of a title.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Figures")]
pub struct FiguresFacts {
    /// The time looked at.
    pub period: Period,
    /// When it begins: the beginning of a day in the title's zone.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from: Timestamp,
    /// Up to when, which is now.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Views of pages for readers, robots left out.
    pub views: u64,
    /// The same by what was read.
    pub pages: Pages,
    /// Views up to the hour that is under way, and in the same hours before.
    pub compared: Compared,
    /// Views by hour, or by day where the period is longer than one.
    pub series: Vec<Step>,
    /// The most read articles, the most read first.
    pub articles: Vec<ReadArticle>,
    /// Where readers came from, as their browsers told.
    pub origins: Origins,
    /// Feeds, the one with the most readers first.
    pub feeds: Vec<FollowedFeed>,
    /// What was searched for, the most frequent first.
    pub searches: Vec<SearchedWords>,
    /// Corrections published in the last [`RECORD_DAYS`] days.
    pub corrections: Rate,
    /// The same in the last year.
    pub corrections_year: Rate,
}

/// Views by what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "ViewsByPage")]
pub struct Pages {
    /// Articles.
    pub articles: u64,
    /// The front.
    pub front: u64,
    /// Pages of sections.
    pub sections: u64,
    /// Any other page: topics, people, the archive, standing pages.
    pub others: u64,
}

/// The same hours, now and before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compared {
    /// Up to when hours count here: the beginning of the hour under way.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Views of these hours.
    pub views: u64,
    /// When the time before begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub before_from: Timestamp,
    /// Views of the same hours then.
    pub before: u64,
}

/// An hour or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// When it begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Views; nothing where it has not begun yet.
    pub views: Option<u64>,
    /// Views of the same hour or day before.
    pub before: u64,
}

/// An article that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReadArticle {
    /// The article.
    pub article: ArticleId,
    /// Its headline on the title; empty where it is not placed there any more.
    pub headline: String,
    /// Its address, where readers find it there as it is.
    pub path: Option<String>,
    /// Views.
    pub views: u64,
}

/// Where readers came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Origins {
    /// Hosts, the one most came from first.
    pub hosts: Vec<FromHost>,
    /// Views that came from other hosts.
    pub others: u64,
    /// Views that named no origin: an address typed or kept, an app, a browser that does not tell.
    pub untold: u64,
}

impl Origins {
    /// All views of which an origin, or its absence, was counted.
    pub fn all(&self) -> u64 {
        self.hosts.iter().map(|host| host.views).sum::<u64>() + self.others + self.untold
    }
}

/// A host readers came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FromHost {
    /// The host.
    pub host: String,
    /// Views.
    pub views: u64,
}

/// A feed that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FollowedFeed {
    /// Its page on the title: `/`, `/news`…
    pub page: String,
    /// The section, topic or contributor; empty for the title's own and for that of corrections.
    pub name: String,
    /// About how many people follow it: what each service tells of its readers at most, and who comes by themselves.
    pub readers: u64,
    /// Those who come by themselves on the fullest day, estimated to some three in a hundred.
    pub alone: u64,
    /// What services tell of their readers, the largest first.
    pub services: Vec<Service>,
}

/// A service that reads feeds for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// For how many it says it reads.
    pub readers: u64,
}

/// Corrections among texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rate {
    /// Corrections published.
    pub corrections: u32,
    /// Texts first published.
    pub texts: u32,
}

impl Rate {
    /// Corrections per hundred texts, in tenths; nothing without a text.
    pub fn tenths_per_hundred(self) -> Option<u32> {
        let whole = u64::from(self.corrections) * 1_000;
        let share = (whole + u64::from(self.texts) / 2).checked_div(u64::from(self.texts))?;
        Some(u32::try_from(share).unwrap_or(u32::MAX))
    }
}

/// The figures of a title at an instant.
///
/// # Errors
/// Refused to who has no part in the title ([`Deed::ReadFigures`]).
pub async fn of_title(
    session: &mut Session,
    by: &Actor,
    title: &Title,
    period: Period,
    now: Timestamp,
) -> Result<FiguresFacts> {
    if !by
        .sees_of_title(session, Deed::ReadFigures, title.id)
        .await?
    {
        return Err(Refusal::NotAllowed {
            who: by.handle().to_owned(),
            deed: Deed::ReadFigures,
            remedy: format!(
                "colophon account grant {} --role reporter --title {}",
                by.handle(),
                title.key
            ),
        }
        .into());
    }
    let window = Window::of(period, &title.time_zone(), now);
    let rows = hours_and_days(session, title, &window).await?;
    let sum = |from: Timestamp, until: Timestamp| {
        let within = rows.iter().filter(|(at, _)| *at >= from && *at < until);
        within.map(|(_, views)| views).sum::<u64>()
    };
    let views = sum(window.from, after(now));
    Ok(FiguresFacts {
        period,
        from: window.from,
        until: now,
        views,
        pages: pages(session, title, window.from, views).await?,
        compared: Compared {
            until: window.hour,
            views: sum(window.from, window.hour),
            before_from: window.before_from,
            before: sum(window.before_from, window.before_hour),
        },
        series: window.steps(now, sum),
        articles: articles(session, title, window.from).await?,
        origins: origins(session, title, window.from).await?,
        feeds: feeds(session, title, window.from, now).await?,
        searches: searches(session, title, window.from).await?,
        corrections: rate(session, title, now, RECORD_DAYS).await?,
        corrections_year: rate(session, title, now, YEAR_DAYS).await?,
    })
}

fn after(now: Timestamp) -> Timestamp {
    now.checked_add(SignedDuration::from_micros(1))
        .unwrap_or(now)
}

/// What is looked at, and what it is compared with.
struct Window {
    period: Period,
    zone: TimeZone,
    first: Date,
    from: Timestamp,
    /// The beginning of the hour under way.
    hour: Timestamp,
    before_from: Timestamp,
    before_hour: Timestamp,
}

impl Window {
    fn of(period: Period, zone: &TimeZone, now: Timestamp) -> Window {
        let today = now.to_zoned_datetime(zone.clone()).date();
        let first = earlier(today, period.days() - 1);
        let hour = hour_of(now);
        let back = |at: ZonedDateTime| {
            at.checked_sub(period.back().days())
                .map(|at| at.timestamp())
        };
        Window {
            period,
            zone: zone.clone(),
            first,
            from: start(first, zone),
            // In the first half hour of a day whose zone is off by half an hour, the hour began the day before.
            hour: hour.max(start(first, zone)),
            before_from: start(earlier(first, period.back()), zone),
            before_hour: back(hour.to_zoned_datetime(zone.clone())).unwrap_or(hour),
        }
    }

    /// The hours of the day, or the days, each with its like before.
    fn steps(&self, now: Timestamp, sum: impl Fn(Timestamp, Timestamp) -> u64) -> Vec<Step> {
        let spans: Vec<[Timestamp; 4]> = match self.period {
            Period::Today => {
                let hours = |from: Timestamp, n: i64| {
                    from.checked_add(SignedDuration::from_hours(n))
                        .unwrap_or(from)
                };
                let end = start(later(self.first, 1), &self.zone);
                let count = end.duration_since(self.from).as_hours();
                (0..count)
                    .map(|n| {
                        let (at, before) = (hours(self.from, n), hours(self.before_from, n));
                        [at, hours(at, 1), before, hours(before, 1)]
                    })
                    .collect()
            }
            Period::Week | Period::Month => (0..self.period.days())
                .map(|n| {
                    let day = later(self.first, n);
                    let before = earlier(day, self.period.back());
                    [day, later(day, 1), before, later(before, 1)].map(|day| start(day, &self.zone))
                })
                .collect(),
        };
        spans
            .into_iter()
            .map(|[at, end, before, before_end]| Step {
                at,
                views: (at <= now).then(|| sum(at, end)),
                before: sum(before, before_end),
            })
            .collect()
    }
}

fn earlier(day: Date, days: i64) -> Date {
    day.checked_sub(days.days()).unwrap_or(day)
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

fn start(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned_datetime(zone.clone())
        .map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

/// Views of all pages since the time before begins, by hour, and by day where hours are folded.
async fn hours_and_days(
    session: &mut Session,
    title: &Title,
    window: &Window,
) -> Result<Vec<(Timestamp, u64)>> {
    let rows: Vec<(Timestamp, i64)> = session
        .all(
            "SELECT at, views FROM figures_days WHERE title_id = $1 AND page = $2 AND at >= $3
             UNION ALL SELECT at, views FROM figures_hours WHERE title_id = $1 AND page = $2 AND at >= $3",
            (title.id, ALL, window.before_from),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(at, views)| (at, count(views)))
        .collect())
}

fn count(sum: i64) -> u64 {
    u64::try_from(sum).unwrap_or(0)
}

async fn pages(session: &mut Session, title: &Title, from: Timestamp, all: u64) -> Result<Pages> {
    let rows: Vec<(String, i64)> = session
        .all(
            "SELECT page, CAST(SUM(views) AS BIGINT) FROM figures_hours
              WHERE title_id = $1 AND page IN ('front', 'section', 'other') AND at >= $2 GROUP BY page",
            (title.id, from),
        )
        .await?;
    let mut pages = Pages::default();
    for (page, views) in rows {
        let of = match page.as_str() {
            "front" => &mut pages.front,
            "section" => &mut pages.sections,
            _ => &mut pages.others,
        };
        *of = count(views);
    }
    // What is none of these; so nobody adds up all articles.
    pages.articles = all.saturating_sub(pages.front + pages.sections + pages.others);
    Ok(pages)
}

async fn articles(
    session: &mut Session,
    title: &Title,
    from: Timestamp,
) -> Result<Vec<ReadArticle>> {
    type Columns = (ArticleId, i64, Option<String>, Option<String>, Option<bool>);
    let rows: Vec<Columns> = session
        .all(
            "SELECT m.of_id, m.n, p.path, p.card, p.listed
               FROM (SELECT of_id, CAST(SUM(views) AS BIGINT) AS n FROM figures_hours
                      WHERE title_id = $1 AND page = $2 AND at >= $3 GROUP BY of_id ORDER BY n DESC, of_id DESC LIMIT $4) m
               LEFT JOIN placements p ON p.article_id = m.of_id AND p.title_id = $1 ORDER BY m.n DESC, m.of_id DESC",
            (title.id, ARTICLE, from, ARTICLES),
        )
        .await?;
    rows.into_iter()
        .map(|(article, views, path, card, listed)| {
            let card: Option<StoredCard> = card.as_deref().map(serde_json::from_str).transpose()?;
            let stands = listed == Some(true)
                && card
                    .as_ref()
                    .is_some_and(|card| card.state() == State::Live);
            Ok(ReadArticle {
                article,
                headline: card
                    .map(|card| card.headline().to_owned())
                    .unwrap_or_default(),
                path: path.filter(|_| stands),
                views: count(views),
            })
        })
        .collect()
}

async fn origins(session: &mut Session, title: &Title, from: Timestamp) -> Result<Origins> {
    let rows: Vec<(String, i64)> = session
        .all(
            "SELECT host, CAST(SUM(views) AS BIGINT) AS n FROM figures_hosts WHERE title_id = $1 AND day >= $2
              GROUP BY host ORDER BY n DESC, host",
            (title.id, from),
        )
        .await?;
    let mut origins = Origins::default();
    for (host, views) in rows {
        let views = count(views);
        match host.as_str() {
            UNTOLD => origins.untold = views,
            OTHERS => origins.others += views,
            _ if origins.hosts.len() < HOSTS => origins.hosts.push(FromHost { host, views }),
            _ => origins.others += views,
        }
    }
    Ok(origins)
}

/// Feeds are counted by days UTC: those most of which lies in the period.
async fn feeds(
    session: &mut Session,
    title: &Title,
    from: Timestamp,
    now: Timestamp,
) -> Result<Vec<FollowedFeed>> {
    let since = from
        .checked_sub(SignedDuration::from_hours(12))
        .unwrap_or(from);
    let rows: Vec<(String, Vec<u8>, String, i64)> = session
        .all(
            "SELECT feed, of_id, service, MAX(readers) FROM figures_feeds
              WHERE title_id = $1 AND day > $2 AND day <= $3 GROUP BY feed, of_id, service
              ORDER BY feed, of_id, MAX(readers) DESC, service LIMIT $4",
            (title.id, since, now, FEED_ROWS_MAX),
        )
        .await?;
    let mut feeds: Vec<((String, Vec<u8>), FollowedFeed)> = Vec::new();
    for (feed, of, service, readers) in rows {
        let key = (feed, of);
        if feeds.last().is_none_or(|(last, _)| *last != key) {
            let nothing = FollowedFeed {
                page: String::new(),
                name: String::new(),
                readers: 0,
                alone: 0,
                services: Vec::new(),
            };
            feeds.push((key, nothing));
        }
        let Some((_, feed)) = feeds.last_mut() else {
            continue;
        };
        let readers = count(readers);
        feed.readers += readers;
        match service.as_str() {
            "" => feed.alone = readers,
            _ => feed.services.push(Service {
                name: service,
                readers,
            }),
        }
    }
    feeds.sort_by_key(|(_, feed)| std::cmp::Reverse(feed.readers));
    let mut named = Vec::new();
    for ((word, of), feed) in feeds.into_iter().take(FEEDS) {
        // What a feed was of may be gone since.
        if let Some((page, name)) = about(session, title, &word, &of).await? {
            named.push(FollowedFeed { page, name, ..feed });
        }
    }
    Ok(named)
}

/// The page and the name of what a feed is of.
async fn about(
    session: &mut Session,
    title: &Title,
    word: &str,
    of: &[u8],
) -> Result<Option<(String, String)>> {
    let key = (title.id, of.to_vec());
    let found: Option<(String, String)> = match word {
        "title" => return Ok(Some(("/".to_owned(), String::new()))),
        "corrections" => return Ok(Some(("/corrections".to_owned(), String::new()))),
        "changes" => return Ok(Some(("/corrections/changes".to_owned(), String::new()))),
        "section" => {
            let found = session.opt(
                "SELECT slug, name FROM sections WHERE title_id = $1 AND id = $2",
                key,
            );
            found.await?
        }
        "topic" => {
            let found = session.opt(
                "SELECT slug, name FROM topics WHERE title_id = $1 AND id = $2",
                key,
            );
            found.await?
        }
        _ => {
            let found = session.opt(
                "SELECT slug, name FROM contributors WHERE id = $1",
                (of.to_vec(),),
            );
            found.await?
        }
    };
    let above = match word {
        "section" => "",
        "topic" => "/topics",
        _ => "/people",
    };
    Ok(found.map(|(slug, name)| (format!("{above}/{slug}"), name)))
}

async fn rate(session: &mut Session, title: &Title, now: Timestamp, days: i64) -> Result<Rate> {
    let since = now
        .checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(now);
    let (corrections,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM notices WHERE title_id = $1 AND class = 'correction' AND at >= $2",
            (title.id, since),
        )
        .await?;
    let (texts,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM placements WHERE title_id = $1 AND listed = 1 AND first_published_at >= $2",
            (title.id, since),
        )
        .await?;
    Ok(Rate { corrections, texts })
}
