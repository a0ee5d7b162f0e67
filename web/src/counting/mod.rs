//! Counting: what was read, in numbers kept in memory for a minute. Of readers nothing is kept at all.
//!
//! [`count`] looks at a request that was answered and adds to the [`Tally`]; who runs the server has it written into the
//! record from time to time ([`Tally::write`]). The numbers are the server's own: a reader whose browser answers from its
//! own store is not seen, and a robot that plays a browser is taken for a reader.

mod marks;
mod origin;
mod questions;
mod sketch;

use crate::routes::Site;
use http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use marks::Agent;
use paper::figures::{self, Count, Counted, Feed, Origin, Page};
use paper::id::TitleId;
use paper::secrets::{self, Secret};
use paper::{Fault, Paper};
use questions::Questions;
use sketch::Sketch;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pages of one hour counted apart until they are written; views of further articles count among the other pages.
pub const PAGES_MAX: usize = 20_000;
/// Hosts of one hour counted apart until they are written; further ones count as one.
pub const HOSTS_MAX: usize = 2_000;
/// Feeds whose readers are estimated in one day, a kilobyte each; further ones are not.
pub const FEEDS_MAX: usize = 1_000;

/// Questions of one day counted apart; when there are more, those asked once are forgotten.
pub const QUESTIONS_MAX: usize = 5_000;

/// Words that were searched for, noted by the search with its answer.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) title: TitleId,
    /// As they are counted.
    pub(crate) words: String,
    pub(crate) found: bool,
}

/// What an answer showed, noted by the routes where it is worth counting.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shown {
    /// A page.
    Page(TitleId, Page),
    /// A feed.
    Feed(TitleId, Feed),
}

/// What was counted since it was last written. Copies share one tally.
#[derive(Clone, Default)]
pub struct Tally {
    counted: Arc<Mutex<Counting>>,
}

#[derive(Default)]
struct Counting {
    views: HashMap<(TitleId, Timestamp, Page), u32>,
    origins: HashMap<(TitleId, Timestamp, Origin), u32>,
    /// The day under way, for feeds.
    day: Option<Day>,
    /// What was searched for on the day under way.
    questions: Questions,
    /// What days that are over came to, and what could not be written.
    rest: Vec<Count>,
}

/// One day of feeds. With it goes the secret by which its readers were told apart.
struct Day {
    begins: Timestamp,
    secret: Secret,
    feeds: HashMap<(TitleId, Feed), Followers>,
}

/// Who fetched a feed on a day.
#[derive(Default)]
struct Followers {
    alone: Sketch,
    services: HashMap<&'static str, u32>,
    /// Something changed since it was last written.
    new: bool,
}

impl Tally {
    fn lock(&self) -> MutexGuard<'_, Counting> {
        // Numbers are whole after each addition, whoever panicked.
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what was counted into the record, and begins anew. What cannot be written is kept for the next time.
    pub async fn write(&self, paper: &Paper) -> paper::Result<()> {
        let mut counts = self.lock().taken(paper.now());
        let written = figures::keep(paper, &mut counts).await;
        if !counts.is_empty() {
            self.lock().put_back(counts);
        }
        written
    }

    /// How many numbers are held, for whoever watches the memory.
    pub fn held(&self) -> usize {
        let counting = self.lock();
        let feeds = counting.day.as_ref().map_or(0, |day| day.feeds.len());
        let kept = counting.rest.len() + counting.questions.held();
        counting.views.len() + counting.origins.len() + kept + feeds
    }
}

impl Counting {
    fn view(&mut self, title: TitleId, hour: Timestamp, page: Page, number: u32) {
        let full = self.views.len() >= PAGES_MAX;
        let key = (title, hour, page);
        let key = match full && !self.views.contains_key(&key) {
            true => (title, hour, Page::Other),
            false => key,
        };
        let sum = self.views.entry(key).or_default();
        *sum = sum.saturating_add(number);
    }

    fn came(&mut self, title: TitleId, hour: Timestamp, origin: Origin, number: u32) {
        let full = self.origins.len() >= HOSTS_MAX;
        let key = (title, hour, origin);
        let key = match full && !self.origins.contains_key(&key) {
            true => (title, hour, Origin::Others),
            false => key,
        };
        let sum = self.origins.entry(key).or_default();
        *sum = sum.saturating_add(number);
    }

    fn fetched(
        &mut self,
        paper: &Paper,
        (title, feed): (TitleId, Feed),
        address: Option<IpAddr>,
        agent: &Agent,
    ) -> Result<(), Fault> {
        let begins = figures::day_of(paper.now());
        if self.day.as_ref().is_none_or(|day| day.begins != begins) {
            self.end_day();
        }
        let day = match &mut self.day {
            Some(day) => day,
            none => none.insert(Day {
                begins,
                secret: secrets::passing(paper)?,
                feeds: HashMap::new(),
            }),
        };
        let key = (title, feed);
        if day.feeds.len() >= FEEDS_MAX && !day.feeds.contains_key(&key) {
            return Ok(());
        }
        let followers = day.feeds.entry(key).or_default();
        match agent.service() {
            Some((service, readers)) => {
                let most = followers.services.entry(service).or_default();
                followers.new |= readers > *most;
                *most = readers.max(*most);
            }
            None => {
                let mark = day.secret.mark(address, agent.bytes())?;
                followers.new |= followers.alone.add(mark);
            }
        }
        Ok(())
    }

    /// A day of feeds is over: what it came to is kept, its secret and its sketches are not.
    fn end_day(&mut self) {
        if let Some(mut day) = self.day.take() {
            self.rest.extend(day.counts());
        }
    }

    fn taken(&mut self, now: Timestamp) -> Vec<Count> {
        if self
            .day
            .as_ref()
            .is_some_and(|day| day.begins != figures::day_of(now))
        {
            self.end_day();
        }
        let mut counts = std::mem::take(&mut self.rest);
        let views = std::mem::take(&mut self.views).into_iter();
        counts.extend(views.map(|((title, at, page), number)| Count {
            title,
            at,
            of: Counted::Views(page),
            number,
        }));
        let origins = std::mem::take(&mut self.origins).into_iter();
        counts.extend(origins.map(|((title, at, origin), number)| Count {
            title,
            at,
            of: Counted::From(origin),
            number,
        }));
        counts.extend(self.day.iter_mut().flat_map(Day::counts));
        counts.extend(self.questions.taken(now));
        counts
    }

    /// Counts that could not be written come back within the same bounds.
    fn put_back(&mut self, counts: Vec<Count>) {
        for Count {
            title,
            at,
            of,
            number,
        } in counts
        {
            match of {
                Counted::Views(page) => self.view(title, at, page, number),
                Counted::From(origin) => self.came(title, at, origin, number),
                of @ Counted::Searched { .. } if self.rest.len() < QUESTIONS_MAX => {
                    self.rest.push(Count {
                        title,
                        at,
                        of,
                        number,
                    });
                }
                Counted::Searched { .. } => {}
                of @ Counted::Readers { .. } if self.rest.len() < FEEDS_MAX => {
                    self.rest.push(Count {
                        title,
                        at,
                        of,
                        number,
                    });
                }
                // Of a day the highest number stands, and the day under way tells its own again.
                Counted::Readers { .. } => {}
            }
        }
    }
}

impl Day {
    /// The numbers of feeds in which something changed.
    fn counts(&mut self) -> Vec<Count> {
        let mut counts = Vec::new();
        for ((title, feed), followers) in &mut self.feeds {
            if !std::mem::take(&mut followers.new) {
                continue;
            }
            let mut readers = |service: &'static str, number: u32| {
                counts.push(Count {
                    title: *title,
                    at: self.begins,
                    of: Counted::Readers {
                        feed: *feed,
                        service,
                    },
                    number,
                });
            };
            let alone = followers.alone.estimate();
            if alone > 0 {
                readers("", alone);
            }
            for (service, number) in &followers.services {
                readers(service, *number);
            }
        }
        counts
    }
}

/// What of a request is looked at once it was answered.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a Method,
    pub(crate) headers: &'a HeaderMap,
    /// Host without port, small letters.
    pub(crate) host: &'a str,
    pub(crate) address: Option<IpAddr>,
}

/// Counts an answer, if it showed something to a reader: a GET answered with the page or with "you have it already",
/// not fetched in advance, and not by a robot.
pub(crate) fn count(site: &Site, request: &Request<'_>, status: StatusCode, shown: Shown) {
    let answered = matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED);
    if !answered || request.method != Method::GET || in_advance(request.headers) {
        return;
    }
    let Some(agent) = request.headers.get(USER_AGENT) else {
        return;
    };
    let agent = Agent::of(agent.as_bytes());
    let hour = figures::hour_of(site.paper.now());
    match shown {
        Shown::Page(title, page) => {
            // Every browser names the languages its reader reads; few programs do.
            if !request.headers.contains_key(ACCEPT_LANGUAGE) || agent.is_robot() {
                return;
            }
            let origin = origin::origin(request.headers, request.host);
            let mut counting = site.tally.lock();
            counting.view(title, hour, page, 1);
            if let Some(origin) = origin {
                counting.came(title, hour, origin, 1);
            }
        }
        Shown::Feed(title, feed) => {
            if agent.service().is_none() && agent.is_robot() {
                return;
            }
            let mut counting = site.tally.lock();
            let fetched = counting.fetched(&site.paper, (title, feed), request.address, &agent);
            if let Err(fault) = fetched {
                tracing::error!("A reader of a feed could not be counted: {fault}");
            }
        }
    }
}

/// Counts what was searched for, by the rules of [`count`]; not of a reader who asks not to be followed.
pub(crate) fn count_asked(site: &Site, request: &Request<'_>, status: StatusCode, asked: &Asked) {
    let agent = request.headers.get(USER_AGENT);
    let robot = agent.is_none_or(|agent| Agent::of(agent.as_bytes()).is_robot());
    if status != StatusCode::OK
        || request.method != Method::GET
        || in_advance(request.headers)
        || !request.headers.contains_key(ACCEPT_LANGUAGE)
        || origin::is_private(request.headers)
        || robot
    {
        return;
    }
    let now = site.paper.now();
    site.tally.lock().questions.add(asked, now);
}

/// A browser fetches it before anybody has asked to see it (Fetch, `Sec-Purpose`; `Purpose` and `X-Moz` before it).
fn in_advance(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .into_iter()
        .any(|name| {
            header(headers, name).contains("prefetch") || header(headers, name).contains("preview")
        })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use paper::id::ArticleId;

    fn title() -> TitleId {
        TitleId::parse("0192f0c0-0000-7000-8000-000000000001").expect("an id")
    }

    #[test]
    fn a_hundred_thousand_hosts_and_articles_take_no_more_room_than_a_few_thousand() {
        let mut counting = Counting::default();
        let hour = Timestamp::UNIX_EPOCH;
        for n in 0_u32..100_000 {
            counting.came(title(), hour, Origin::Host(format!("h{n}.example")), 1);
            let article = ArticleId::parse(&format!("0192f0c0-0000-7000-8000-{n:012}"));
            counting.view(title(), hour, Page::Article(article.expect("an id")), 1);
        }
        assert_eq!(counting.origins.len(), HOSTS_MAX + 1, "the others are one");
        assert_eq!(counting.views.len(), PAGES_MAX + 1, "the others are one");
        let others = counting.origins[&(title(), hour, Origin::Others)];
        assert_eq!(others as usize, 100_000 - HOSTS_MAX, "and none is lost");
        let counts = counting.taken(hour);
        assert_eq!(counts.len(), HOSTS_MAX + PAGES_MAX + 2);
        assert!(counting.taken(hour).is_empty(), "taken once");
        counting.put_back(counts);
        assert_eq!(counting.views.values().sum::<u32>(), 100_000);
    }
}
