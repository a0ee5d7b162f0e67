//! A cache in front of the server (a CDN), which keeps pages for readers and is told which of them to forget.
//!
//! It is a mark in the row of changes, as a webhook is: it knows everything up to the mark. So no deed that stands is lost on
//! the way to it, and one that did not last is never told. What is told are traces; what they are called there, and how it
//! is reached, is none of the record's business. One job tells it, and gathers all deeds done since it was last told.

use crate::changes::{self, Trace, Traces};
use crate::db::{FromRow, Row, Session};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::{Fault, Paper, Result};
use jiff::Timestamp;

/// The key of the one job.
const KEY: &str = "cache";
/// Traces told at once; beyond that everything is forgotten, which is one trace.
pub const TRACES_MAX: usize = 500;
/// Changes read at once.
const CHANGES_MAX: usize = 5_000;
/// Longest fault kept, characters.
const FAULT_CHARS_MAX: usize = 300;
/// The mark of a cache that knows nothing.
const NOTHING: i64 = -1;

/// What a cache is to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    /// The last change this tells of.
    pub until: i64,
    /// The traces whose pages are to be forgotten, at most [`TRACES_MAX`]; [`Trace::All`] alone means every page.
    pub traces: Vec<Trace>,
}

/// How a cache fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Changes readers can see that it has not been told of; `None` if it knows nothing yet.
    pub behind: Option<i64>,
    /// When it last took something.
    pub answered_at: Option<Timestamp>,
    /// Since when nothing arrives.
    pub failing_since: Option<Timestamp>,
    /// Why not.
    pub fault: String,
}

impl FromRow for Standing {
    fn from_row(row: &mut Row) -> Result<Standing, Fault> {
        let (told, behind): (i64, i64) = (row.take()?, row.take()?);
        Ok(Standing {
            behind: (told != NOTHING).then_some(behind),
            answered_at: row.take()?,
            failing_since: row.take()?,
            fault: row.take()?,
        })
    }
}

/// Says that there is a cache from now on. One that was not told of deeds until now is to forget everything it has.
pub async fn begin(paper: &Paper) -> Result<()> {
    let mut tx = paper.begin().await?;
    let there: Option<(i64,)> = tx.session.opt("SELECT told FROM purging", ()).await?;
    if there.is_none() {
        tx.session
            .exec(
                "INSERT INTO purging (id, told, fault) VALUES (1, $1, '')",
                (NOTHING,),
            )
            .await?;
        jobs::once_more(&mut tx, Kind::Purge, KEY).await?;
    }
    tx.session.commit().await?;
    Ok(())
}

/// Says that there is no cache any more that is told.
pub async fn end(paper: &Paper) -> Result<()> {
    let mut session = paper.read().await?;
    let there: Option<(i64,)> = session.opt("SELECT told FROM purging", ()).await?;
    drop(session);
    if there.is_none() {
        return Ok(());
    }
    let mut tx = paper.begin().await?;
    tx.session.exec("DELETE FROM purging", ()).await?;
    jobs::forget(&mut tx, Kind::Purge, KEY).await?;
    tx.session.commit().await?;
    Ok(())
}

/// Has the cache told, if there is one: part of each deed that readers can see.
pub(crate) async fn queue(tx: &mut Tx, traces: &Traces) -> Result<()> {
    if *traces == Traces::default() {
        return Ok(());
    }
    let there: Option<(i64,)> = tx.session.opt("SELECT told FROM purging", ()).await?;
    match there {
        Some(_) => jobs::once_more(tx, Kind::Purge, KEY).await,
        None => Ok(()),
    }
}

/// What the cache is to be told next; `None` where it knows everything, or there is none.
pub async fn next(paper: &Paper) -> Result<Option<Purge>> {
    let mut session = paper.read().await?;
    let told: Option<(i64,)> = session.opt("SELECT told FROM purging", ()).await?;
    let Some((told,)) = told else {
        return Ok(None);
    };
    let newest = changes::newest(&mut session).await?;
    let everything = |until| Purge {
        until,
        traces: vec![Trace::All],
    };
    // A record that was taken back to an earlier state knows fewer changes than were told.
    if told == NOTHING || told > newest {
        return Ok(Some(everything(newest)));
    }
    let (mut traces, mut until, mut read) = (Traces::default(), told, 0);
    while until < newest {
        let rows = changes::after(&mut session, until).await?;
        read += rows.len();
        let Some(last) = rows.last() else { break };
        until = last.seq;
        for row in rows {
            traces.join(row.traces);
        }
        if traces.all || read > CHANGES_MAX || traces.each().count() > TRACES_MAX {
            return Ok(Some(everything(newest)));
        }
    }
    let traces: Vec<Trace> = traces.each().collect();
    if traces.is_empty() {
        drop(session);
        told_until(paper, until).await?;
        return Ok(None);
    }
    Ok(Some(Purge { until, traces }))
}

/// Notes that the cache has forgotten what it was told to.
pub async fn told(paper: &Paper, purge: &Purge) -> Result<()> {
    told_until(paper, purge.until).await
}

async fn told_until(paper: &Paper, until: i64) -> Result<()> {
    let mut tx = paper.begin().await?;
    tx.session
        .exec(
            "UPDATE purging SET told = $1, answered_at = $2, failing_since = NULL, fault = ''",
            (until, tx.now),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}

/// Notes that nothing arrived, and why.
pub async fn failed(paper: &Paper, why: &str) -> Result<()> {
    let why: String = why.chars().take(FAULT_CHARS_MAX).collect();
    let mut tx = paper.begin().await?;
    tx.session
        .exec(
            "UPDATE purging SET fault = $1, failing_since = COALESCE(failing_since, $2)",
            (&why, tx.now),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}

/// How the cache fares; `None` where there is none that is told.
pub async fn standing(session: &mut Session) -> Result<Option<Standing>> {
    Ok(session
        .opt(
            "SELECT told, (SELECT COUNT(*) FROM changes WHERE seq > told AND traces <> '{}'), answered_at, failing_since, fault
               FROM purging",
            (),
        )
        .await?)
}
