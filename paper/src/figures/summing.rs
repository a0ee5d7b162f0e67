//! Counts become sums of the record.

use super::{
    ALL, Count, Counted, HOSTS_A_DAY_MAX, JOB, NONE, OTHERS, Origin, Page, UNTOLD, bytes,
    most_read, words,
};
use crate::db::Value;
use crate::db::many::{Many, many};
use crate::id::TitleId;
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::{Paper, Result, titles};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers written in one transaction: some ten milliseconds in which no deed can begin.
pub const ROWS_AT_ONCE: usize = 500;

/// Adds what was counted to the sums of the record, then renews the lists of the most read where titles show them.
///
/// What is written is taken out of `counts`, so that after a fault what is left can be tried again and nothing counts
/// twice. Bookkeeping: no line on the audit trail, no right is asked, no page changes but a front that shows the list.
pub async fn keep(paper: &Paper, counts: &mut Vec<Count>) -> Result<()> {
    while !counts.is_empty() {
        let rest = counts.len().saturating_sub(ROWS_AT_ONCE);
        let slice = counts.get(rest..).unwrap_or_default().to_vec();
        sum(paper, slice).await?;
        counts.truncate(rest);
    }
    most_read::renew(paper).await
}

async fn sum(paper: &Paper, slice: Vec<Count>) -> Result<()> {
    let mut tx = paper.begin().await?;
    let all = titles::all(&mut tx.session).await?;
    let zones: BTreeMap<TitleId, TimeZone> = all
        .into_iter()
        .map(|title| (title.id, title.time_zone()))
        .collect();
    let own = own_hosts(&mut tx).await?;
    let mut sums = Sums::default();
    let mut asked = BTreeSet::new();
    for count in slice {
        let Some(zone) = zones.get(&count.title) else {
            continue;
        };
        let title = count.title;
        match count.of {
            Counted::Views(page) => sums.viewed(title, count.at, page, count.number),
            Counted::From(origin) => {
                if !own.contains(&(title, origin.word().to_owned())) {
                    let day = begin_of_day(count.at, zone);
                    add(sums.hosts.entry((title, day, origin)), count.number);
                }
            }
            Counted::Searched { words, found } => {
                let day = begin_of_day(count.at, zone);
                words::add(&mut tx, title, day, &words, count.number, found).await?;
                asked.insert((title, day));
            }
            Counted::Readers { feed, service } => {
                let (feed, of) = feed.key();
                let most = sums.feeds.entry((title, count.at, feed, of, service));
                let most = most.or_default();
                *most = count.number.max(*most);
            }
        }
    }
    let days: BTreeSet<(TitleId, Timestamp)> = sums
        .hosts
        .keys()
        .map(|(title, day, _)| (*title, *day))
        .collect();
    sums.write(&mut tx).await?;
    for (title, day) in days {
        keep_most_frequent(&mut tx, title, day).await?;
    }
    for (title, day) in asked {
        words::keep_most_frequent(&mut tx, title, day).await?;
    }
    jobs::daily(&mut tx, Kind::FoldFigures, JOB).await?;
    tx.session.commit().await?;
    Ok(())
}

const HOURS: Many = many!(
    "INSERT INTO figures_hours (title_id, at, page, of_id, views) VALUES ",
    5,
    " ON CONFLICT (title_id, page, at, of_id) DO UPDATE SET views = figures_hours.views + excluded.views"
);
const HOSTS: Many = many!(
    "INSERT INTO figures_hosts (title_id, day, host, views) VALUES ",
    4,
    " ON CONFLICT (title_id, day, host) DO UPDATE SET views = figures_hosts.views + excluded.views"
);
const FEEDS: Many = many!(
    "INSERT INTO figures_feeds (title_id, day, feed, of_id, service, readers) VALUES ",
    6,
    " ON CONFLICT (title_id, day, feed, of_id, service) DO UPDATE SET readers = excluded.readers
       WHERE excluded.readers > figures_feeds.readers"
);

/// What is written of one slice, each row once: a statement of many rows may not meet the same one twice.
#[derive(Default)]
struct Sums {
    /// Views in an hour, of a page and of all pages together.
    hours: BTreeMap<(TitleId, Timestamp, &'static str, [u8; 16]), u32>,
    /// Readers who came from somewhere on a day.
    hosts: BTreeMap<(TitleId, Timestamp, Origin), u32>,
    /// Most readers of a feed told on a day.
    feeds: BTreeMap<(TitleId, Timestamp, &'static str, [u8; 16], &'static str), u32>,
}

impl Sums {
    fn viewed(&mut self, title: TitleId, at: Timestamp, page: Page, number: u32) {
        let (word, of) = page.key();
        add(self.hours.entry((title, at, word, of)), number);
        add(self.hours.entry((title, at, ALL, NONE)), number);
    }

    async fn write(self, tx: &mut Tx) -> Result<()> {
        let hours = self
            .hours
            .into_iter()
            .map(|((title, at, page, of), views)| {
                vec![
                    title.into(),
                    at.into(),
                    page.into(),
                    bytes(of),
                    views.into(),
                ]
            });
        tx.session.write_many(&HOURS, hours.collect()).await?;
        let hosts = self
            .hosts
            .into_iter()
            .map(|((title, day, origin), views)| host_row(title, day, &origin, views));
        tx.session.write_many(&HOSTS, hosts.collect()).await?;
        let feeds = self
            .feeds
            .into_iter()
            .map(|((title, day, feed, of, service), readers)| {
                vec![
                    title.into(),
                    day.into(),
                    feed.into(),
                    bytes(of),
                    service.into(),
                    readers.into(),
                ]
            });
        tx.session.write_many(&FEEDS, feeds.collect()).await?;
        Ok(())
    }
}

fn add<K: Ord>(sum: Entry<'_, K, u32>, number: u32) {
    let sum = sum.or_default();
    *sum = sum.saturating_add(number);
}

fn host_row(title: TitleId, day: Timestamp, origin: &Origin, views: u32) -> Vec<Value> {
    vec![title.into(), day.into(), origin.word().into(), views.into()]
}

/// When the local day of an instant begins.
pub(super) fn begin_of_day(at: Timestamp, zone: &TimeZone) -> Timestamp {
    at.to_zoned_datetime(zone.clone())
        .start_of_day()
        .map_or(at, |day| day.timestamp())
}

/// Hosts of the titles, now or formerly, as origins name hosts.
async fn own_hosts(tx: &mut Tx) -> Result<BTreeSet<(TitleId, String)>> {
    let rows: Vec<(TitleId, String)> = tx
        .session
        .all("SELECT title_id, host FROM hosts", ())
        .await?;
    let bare = |host: String| host.strip_prefix("www.").map(str::to_owned).unwrap_or(host);
    Ok(rows
        .into_iter()
        .map(|(title, host)| (title, bare(host)))
        .collect())
}

/// Of the hosts of a day beyond the number kept, those fewest came from are put together.
async fn keep_most_frequent(tx: &mut Tx, title: TitleId, day: Timestamp) -> Result<()> {
    let (surplus, views): (i64, i64) = tx
        .session
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM figures_hosts
              WHERE title_id = $1 AND day = $2 AND host NOT IN ($3, $4) AND host NOT IN
                (SELECT k.host FROM figures_hosts k WHERE k.title_id = $1 AND k.day = $2 AND k.host NOT IN ($3, $4)
                  ORDER BY k.views DESC, k.host LIMIT $5)",
            (title, day, UNTOLD, OTHERS, HOSTS_A_DAY_MAX),
        )
        .await?;
    if surplus == 0 {
        return Ok(());
    }
    tx.session
        .exec(
            "DELETE FROM figures_hosts
              WHERE title_id = $1 AND day = $2 AND host NOT IN ($3, $4) AND host NOT IN
                (SELECT k.host FROM figures_hosts k WHERE k.title_id = $1 AND k.day = $2 AND k.host NOT IN ($3, $4)
                  ORDER BY k.views DESC, k.host LIMIT $5)",
            (title, day, UNTOLD, OTHERS, HOSTS_A_DAY_MAX),
        )
        .await?;
    let views = u32::try_from(views).unwrap_or(u32::MAX);
    let others = host_row(title, day, &Origin::Others, views);
    tx.session.write_many(&HOSTS, vec![others]).await?;
    Ok(())
}
