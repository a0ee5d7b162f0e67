//! Readers of the demo, who are as invented as its people: without them its figures would be empty.

use jiff::{SignedDuration, Timestamp};
use paper::figures::{self, Count, Counted, Feed, Origin, Page};
use paper::id::{ArticleId, SectionId};
use paper::reading::listing::{self, Among};
use paper::titles::{self, Title};
use paper::{Paper, Result, sections};

/// Days back to which they read.
const DAYS: i64 = 56;
/// Days of the last ones of which each article is counted.
const CLOSE_DAYS: i64 = 8;
/// Articles they read.
const ARTICLES: u32 = 9;
/// How many read in each hour of a day, in hundredths of the busiest one.
const HOURS: [u32; 24] = [
    14, 8, 5, 4, 5, 11, 34, 62, 78, 64, 55, 58, 71, 69, 52, 47, 51, 63, 82, 100, 94, 73, 46, 27,
];
/// Views of the front in the busiest hour of a weekday.
const FRONT: u32 = 240;
/// Where they come from, in hundredths of all.
const HOSTS: [(&str, u32); 6] = [
    ("search.example", 21),
    ("social.example", 11),
    ("posta.example", 6),
    ("laguna-forum.example", 4),
    ("aggregatore.example", 3),
    ("comune-portovero.example", 1),
];
/// Services that read the feed for others.
const SERVICES: [(&str, u32); 3] = [("Feedly", 212), ("Inoreader", 86), ("NewsBlur", 17)];

/// Has the titles read in the days before an instant.
///
/// # Errors
/// What broke.
pub async fn readers(paper: &Paper, now: Timestamp) -> Result<()> {
    let mut session = paper.read().await?;
    let mut counts = Vec::new();
    for title in titles::all(&mut session).await? {
        let among = Among::Title(title.id);
        let listed = listing::articles(&mut session, &among, None, ARTICLES).await?;
        let articles: Vec<ArticleId> = listed
            .iter()
            .filter_map(|one| ArticleId::parse(&one.card.article))
            .collect();
        let section = sections::all(&mut session, title.id)
            .await?
            .first()
            .map(|section| section.id);
        counts.extend(Crowd::of(&title, now).reads(&articles, section));
    }
    drop(session);
    figures::keep(paper, &mut counts).await
}

/// An hour as a place in the articles, long ago.
fn far(back: i64) -> usize {
    usize::try_from(back).unwrap_or(0) % (ARTICLES as usize)
}

/// The readers of a title.
struct Crowd<'a> {
    title: &'a Title,
    now: Timestamp,
    chance: u32,
}

impl Crowd<'_> {
    fn of(title: &Title, now: Timestamp) -> Crowd<'_> {
        Crowd {
            title,
            now,
            chance: u32::from(title.id.bytes().first().copied().unwrap_or(1)),
        }
    }

    /// A number around another, the same in every demo (a linear congruential generator of Knuth's).
    fn about(&mut self, number: u32) -> u32 {
        self.chance = self
            .chance
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        number * (80 + (self.chance >> 16) % 41) / 100
    }

    fn count(&self, at: Timestamp, of: Counted, number: u32) -> Count {
        Count {
            title: self.title.id,
            at,
            of,
            number,
        }
    }

    fn reads(mut self, articles: &[ArticleId], section: Option<SectionId>) -> Vec<Count> {
        let mut counts = Vec::new();
        let zone = self.title.time_zone();
        for back in 0..DAYS * 24 {
            let Ok(at) = figures::hour_of(self.now).checked_sub(SignedDuration::from_hours(back))
            else {
                break;
            };
            let hour = usize::try_from(at.to_zoned_datetime(zone.clone()).hour()).unwrap_or(0);
            // They become more, slowly; and the hour under way has only begun.
            let grown = 100 - u32::try_from(back / 48).unwrap_or(0);
            let busy =
                HOURS.get(hour).copied().unwrap_or(50) * grown / if back == 0 { 200 } else { 100 };
            let front = self.about(FRONT * busy / 100);
            counts.push(self.count(at, Counted::Views(Page::Front), front));
            let read: Vec<(usize, &ArticleId)> = match back < CLOSE_DAYS * 24 {
                true => articles.iter().enumerate().collect(),
                // All that was read in an hour of long ago is one article's, in turn: fewer numbers, the same sums.
                false => articles
                    .iter()
                    .enumerate()
                    .cycle()
                    .skip(far(back))
                    .take(1)
                    .collect(),
            };
            let close = read.len() > 1;
            for (place, article) in read {
                let part = u32::try_from(place).unwrap_or(0) + 2;
                let views = self.about(if close { front * 2 / part } else { front * 4 });
                counts.push(self.count(at, Counted::Views(Page::Article(*article)), views));
            }
            if let Some(section) = section {
                let views = self.about(front / 5);
                counts.push(self.count(at, Counted::Views(Page::Section(section)), views));
            }
            if back % 6 == 0 && back < 28 * 24 {
                counts.extend(self.comes(at, front * 6));
            }
            if back % 24 == 0 && back < 28 * 24 {
                counts.extend(self.follows(at));
            }
        }
        counts.retain(|count| count.number > 0);
        counts
    }

    fn comes(&mut self, at: Timestamp, views: u32) -> Vec<Count> {
        let mut counts = Vec::new();
        for (host, part) in HOSTS {
            let number = self.about(views * part / 100);
            counts.push(self.count(at, Counted::From(Origin::Host(host.to_owned())), number));
        }
        let untold = self.about(views * 48 / 100);
        counts.push(self.count(at, Counted::From(Origin::Untold), untold));
        counts
    }

    fn follows(&mut self, at: Timestamp) -> Vec<Count> {
        let day = figures::day_of(at);
        let feed = Feed::Title;
        let mut counts = Vec::new();
        for (service, readers) in SERVICES {
            counts.push(self.count(day, Counted::Readers { feed, service }, readers));
        }
        for (feed, readers) in [(feed, 130), (Feed::Corrections, 9)] {
            let number = self.about(readers);
            counts.push(self.count(day, Counted::Readers { feed, service: "" }, number));
        }
        counts
    }
}
