//! What readers of a title search for: the words of [`crate::figures`], most frequent first.

use crate::Result;
use crate::db::Session;
use crate::titles::Title;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// Words searched for that are listed.
const SEARCHES: u32 = 20;

/// Words that were searched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SearchedWords {
    /// The words, in small letters.
    pub words: String,
    /// How often.
    pub times: u64,
    /// How often nothing was found.
    pub without: u64,
}

/// What was searched for since a day began.
pub(super) async fn searches(
    session: &mut Session,
    title: &Title,
    from: Timestamp,
) -> Result<Vec<SearchedWords>> {
    let rows: Vec<(String, i64, i64)> = session
        .all(
            "SELECT words, CAST(SUM(asked) AS BIGINT) AS n, CAST(SUM(empty) AS BIGINT) FROM figures_words
              WHERE title_id = $1 AND day >= $2 GROUP BY words ORDER BY n DESC, words LIMIT $3",
            (title.id, from, SEARCHES),
        )
        .await?;
    let told = rows
        .into_iter()
        .map(|(words, times, without)| SearchedWords {
            words,
            times: u64::try_from(times).unwrap_or(0),
            without: u64::try_from(without).unwrap_or(0),
        });
    Ok(told.collect())
}
