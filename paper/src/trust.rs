//! What a title did in a year, counted from its texts: with sources, signed, read twice, with artificial intelligence. No
//! grade is made of it.
//!
//! A job counts, at most once an hour and only where something was published: what is asked of an archive costs no reader
//! and no publication anything.

use crate::changes::Traces;
use crate::copy::AiUse;
use crate::db::{FromRow, Row, Session};
use crate::id::{PlacementId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::{Fault, Paper, Result};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Days counted.
pub const DAYS: i64 = 365;
/// Hours between a publication and the count that knows it, at most.
pub const HOURS: i64 = 1;
/// Texts read at once.
const SLICE: u32 = 500;

/// Texts of one title's own, first published in the year before an instant and still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// When they were counted.
    pub at: Timestamp,
    /// All of them.
    pub texts: u32,
    /// With a source or the newsroom's own reporting.
    pub sourced: u32,
    /// With somebody named who wrote it.
    pub signed: u32,
    /// That say that artificial intelligence helped.
    pub assisted: u32,
    /// That say that it wrote them.
    pub written: u32,
    /// With a second reader named.
    pub second_read: u32,
}

impl FromRow for Counts {
    fn from_row(row: &mut Row) -> Result<Counts, Fault> {
        Ok(Counts {
            at: row.take()?,
            texts: row.take()?,
            sourced: row.take()?,
            signed: row.take()?,
            assisted: row.take()?,
            written: row.take()?,
            second_read: row.take()?,
        })
    }
}

/// What is looked at of a text.
#[derive(Deserialize)]
struct Looked {
    byline: Vec<IgnoredAny>,
    sources: Vec<IgnoredAny>,
    #[serde(default)]
    own_reporting: Option<IgnoredAny>,
    #[serde(default)]
    ai: Option<AiUse>,
    #[serde(default)]
    reviewer: String,
}

impl Counts {
    fn add(&mut self, text: &Looked) {
        self.texts += 1;
        self.sourced += u32::from(!text.sources.is_empty() || text.own_reporting.is_some());
        self.signed += u32::from(!text.byline.is_empty());
        self.assisted += u32::from(text.ai == Some(AiUse::Assisted));
        self.written += u32::from(text.ai == Some(AiUse::Generated));
        self.second_read += u32::from(!text.reviewer.trim().is_empty());
    }
}

/// The first instant counted.
pub(crate) fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * DAYS))
        .unwrap_or(now)
}

/// A text of the title was published or changed: it is counted within the hour.
pub(crate) async fn will_count(tx: &mut Tx, title: TitleId) -> Result<()> {
    let key = title.to_string();
    let within = SignedDuration::from_hours(HOURS);
    jobs::within(tx, jobs::Kind::CountTexts, &key, within).await
}

/// What was counted last; `None` before the first count.
pub async fn counts(session: &mut Session, title: TitleId) -> Result<Option<Counts>> {
    Ok(session
        .opt(
            "SELECT counted_at, texts, sourced, signed, assisted, written, second_read FROM trust_counts WHERE title_id = $1",
            (title,),
        )
        .await?)
}

/// Counts the texts of a title. Bookkeeping: no right is asked, no line on the audit trail.
pub async fn count(paper: &Paper, title: TitleId) -> Result<()> {
    let now = paper.now();
    let mut sums = Counts {
        at: now,
        ..Counts::default()
    };
    let mut after = (since(now), PlacementId::first());
    loop {
        let mut session = paper.read().await?;
        let rows: Vec<(Timestamp, PlacementId, String)> = session
            .all(
                "SELECT p.first_published_at, p.id, r.content
                   FROM placements p JOIN articles a ON a.id = p.article_id JOIN revisions r ON r.id = p.revision_id
                  WHERE p.title_id = $1 AND p.listed = 1 AND a.home_title_id = $1 AND a.state = 'live'
                    AND (p.first_published_at, p.id) > ($2, $3)
                  ORDER BY p.first_published_at, p.id LIMIT $4",
                (title, after.0, after.1, SLICE),
            )
            .await?;
        drop(session);
        let Some((at, id, _)) = rows.last() else {
            break;
        };
        after = (*at, *id);
        for (_, _, content) in &rows {
            sums.add(&serde_json::from_str(content)?);
        }
    }
    keep(paper, title, sums).await
}

async fn keep(paper: &Paper, title: TitleId, sums: Counts) -> Result<()> {
    let mut tx = paper.begin().await?;
    tx.session
        .exec(
            "INSERT INTO trust_counts (title_id, counted_at, texts, sourced, signed, assisted, written, second_read)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (title_id) DO UPDATE SET counted_at = excluded.counted_at, texts = excluded.texts,
                sourced = excluded.sourced, signed = excluded.signed, assisted = excluded.assisted, written = excluded.written,
                second_read = excluded.second_read",
            (
                title,
                sums.at,
                sums.texts,
                sums.sourced,
                sums.signed,
                sums.assisted,
                sums.written,
                sums.second_read,
            ),
        )
        .await?;
    // What the page bears besides the title: no feed and no list is dated by a count.
    tx.commit("trust.count", &Traces::of_front(title)).await?;
    Ok(())
}
