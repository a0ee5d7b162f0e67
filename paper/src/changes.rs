//! What each deed touched, in the order of commits. Caches, search, log and other nodes hang on it.

use crate::id::{ArticleId, PlacementId, SectionId, TitleId, TopicId};
use crate::paper::Tx;
use crate::{Result, db::Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Rows a reader of changes gets at once.
pub const PAGE_MAX: u32 = 500;

/// The things a deed touched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Traces {
    /// Everything: a title's look, a host, a member of the network.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
    /// Articles whose pages changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub articles: BTreeSet<ArticleId>,
    /// Placements whose pages changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub placements: BTreeSet<PlacementId>,
    /// Titles whose fronts, archives and lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub titles: BTreeSet<TitleId>,
    /// Sections whose lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub sections: BTreeSet<SectionId>,
    /// Topics whose lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub topics: BTreeSet<TopicId>,
    /// Names of contributors whose lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub people: BTreeSet<String>,
}

impl Traces {
    /// Everything a title shows.
    pub fn of_title(title: TitleId) -> Traces {
        Traces {
            titles: [title].into(),
            ..Traces::default()
        }
    }

    /// Every page of every title.
    pub fn everything() -> Traces {
        Traces {
            all: true,
            ..Traces::default()
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Position, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: jiff::Timestamp,
    /// What was done.
    pub deed: String,
    /// What it touched.
    pub traces: Traces,
}

pub(crate) async fn append(tx: &mut Tx, deed: &'static str, traces: &Traces) -> Result<u64> {
    let traces = serde_json::to_string(traces)?;
    let (seq,): (i64,) = tx
        .session
        .one(
            "INSERT INTO changes (seq, at, deed, traces)
             SELECT COALESCE(MAX(seq), 0) + 1, CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT) FROM changes
             RETURNING seq",
            (tx.now, deed, traces),
        )
        .await?;
    Ok(u64::try_from(seq).unwrap_or(0))
}

/// Changes after a position, oldest first, at most [`PAGE_MAX`].
pub async fn after(session: &mut Session, seq: i64) -> Result<Vec<Change>> {
    let rows: Vec<(i64, jiff::Timestamp, String, String)> = session
        .all(
            "SELECT seq, at, deed, traces FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2",
            (seq, PAGE_MAX),
        )
        .await?;
    rows.into_iter()
        .map(|(seq, at, deed, traces)| {
            Ok(Change {
                seq,
                at,
                deed,
                traces: serde_json::from_str(&traces)?,
            })
        })
        .collect()
}

/// The position of the newest change, 0 for none.
pub async fn newest(session: &mut Session) -> Result<i64> {
    let (seq,): (i64,) = session
        .one("SELECT COALESCE(MAX(seq), 0) FROM changes", ())
        .await?;
    Ok(seq)
}
