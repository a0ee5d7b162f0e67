//! Counts become sums of the record.

use super::{
    ALL, Count, Counted, Feed, HOSTS_A_DAY_MAX, JOB, NONE, OTHERS, Origin, UNTOLD, bytes,
    most_read, words,
};
use crate::id::TitleId;
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::{Paper, Result, titles};
use jiff::Timestamp;
use jiff::tz::TimeZone;
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
    let mut whole: BTreeMap<(TitleId, Timestamp), u32> = BTreeMap::new();
    let mut days = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for Count {
        title,
        at,
        of,
        number,
    } in slice
    {
        let Some(zone) = zones.get(&title) else {
            continue;
        };
        match of {
            Counted::Views(page) => {
                let sum = whole.entry((title, at)).or_default();
                *sum = sum.saturating_add(number);
                add_views(&mut tx, title, at, page.key(), number).await?;
            }
            Counted::From(origin) => {
                if !own.contains(&(title, origin.word().to_owned())) {
                    let day = begin_of_day(at, zone);
                    add_origin(&mut tx, title, day, &origin, number).await?;
                    days.insert((title, day));
                }
            }
            Counted::Searched { words, found } => {
                let day = begin_of_day(at, zone);
                words::add(&mut tx, title, day, &words, number, found).await?;
                asked.insert((title, day));
            }
            Counted::Readers { feed, service } => {
                note_readers(&mut tx, title, at, feed, service, number).await?;
            }
        }
    }
    for ((title, at), views) in whole {
        add_views(&mut tx, title, at, (ALL, NONE), views).await?;
    }
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

async fn add_views(
    tx: &mut Tx,
    title: TitleId,
    at: Timestamp,
    (page, of): (&'static str, [u8; 16]),
    views: u32,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO figures_hours (title_id, page, at, of_id, views) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (title_id, page, at, of_id) DO UPDATE SET views = figures_hours.views + excluded.views",
            (title, page, at, bytes(of), views),
        )
        .await?;
    Ok(())
}

async fn add_origin(
    tx: &mut Tx,
    title: TitleId,
    day: Timestamp,
    origin: &Origin,
    views: u32,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO figures_hosts (title_id, day, host, views) VALUES ($1, $2, $3, $4)
             ON CONFLICT (title_id, day, host) DO UPDATE SET views = figures_hosts.views + excluded.views",
            (title, day, origin.word(), views),
        )
        .await?;
    Ok(())
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
    add_origin(tx, title, day, &Origin::Others, views).await
}

async fn note_readers(
    tx: &mut Tx,
    title: TitleId,
    day: Timestamp,
    feed: Feed,
    service: &'static str,
    readers: u32,
) -> Result<()> {
    let (feed, of) = feed.key();
    tx.session
        .exec(
            "INSERT INTO figures_feeds (title_id, day, feed, of_id, service, readers) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (title_id, day, feed, of_id, service) DO UPDATE SET readers = excluded.readers
              WHERE excluded.readers > figures_feeds.readers",
            (title, day, feed, bytes(of), service, readers),
        )
        .await?;
    Ok(())
}
