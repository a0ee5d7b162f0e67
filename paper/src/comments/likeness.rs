//! The same text again: bands of a MinHash signature find candidates of the last weeks, the exact share decides.

use crate::Result;
use crate::db::many::{Many, many};
use crate::gate::similar::Runs;
use crate::id::CommentId;
use crate::paper::Tx;
use jiff::SignedDuration;

/// How far back the same text is looked for, days.
pub(crate) const DAYS: i64 = 30;
/// From which share on two comments are one, 0 to 1.
const SHARE_MIN: f64 = 0.8;
/// Candidates compared exactly.
const CANDIDATES_MAX: u32 = 20;
/// Shorter texts (`Bravi!`, `I agree`) say nothing by being the same, words.
const WORDS_MIN: usize = 6;

/// A comment whose words are nearly these.
#[derive(Debug, Clone)]
pub(crate) struct Twin {
    pub(crate) id: CommentId,
    pub(crate) state: String,
    pub(crate) ground: String,
    pub(crate) fold: String,
}

/// The newest comment of the last weeks that says nearly the same.
pub(crate) async fn twin(tx: &mut Tx, text: &str) -> Result<Option<Twin>> {
    if text.split_whitespace().count() < WORDS_MIN {
        return Ok(None);
    }
    let since = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * DAYS))
        .unwrap_or(tx.now);
    let mut seen: Vec<CommentId> = Vec::new();
    let runs = Runs::of(text);
    for band in bands(text) {
        let rows: Vec<(CommentId, String, String, String, String)> = tx
            .session
            .all(
                "SELECT c.id, c.text, c.state, c.ground, c.fold FROM comment_bands b JOIN comments c ON c.id = b.comment_id
                  WHERE b.band = $1 AND b.at >= $2 ORDER BY b.at DESC LIMIT $3",
                (band, since, CANDIDATES_MAX),
            )
            .await?;
        for (id, other, state, ground, fold) in rows {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            if runs.share(&Runs::of(&other)) >= SHARE_MIN {
                return Ok(Some(Twin {
                    id,
                    state,
                    ground,
                    fold,
                }));
            }
        }
    }
    Ok(None)
}

const BANDS: Many = many!(
    "INSERT INTO comment_bands (band, comment_id, at) VALUES ",
    3,
    " ON CONFLICT (band, comment_id) DO NOTHING"
);

/// Keeps the bands of a comment, by which it is recognised.
pub(crate) async fn keep(tx: &mut Tx, id: CommentId, text: &str) -> Result<()> {
    if text.split_whitespace().count() < WORDS_MIN {
        return Ok(());
    }
    let rows = bands(text)
        .into_iter()
        .map(|band| vec![band.into(), id.into(), tx.now.into()]);
    let rows = rows.collect();
    tx.session.write_many(&BANDS, rows).await?;
    Ok(())
}

/// The bands of a text without its addresses, which floods vary.
fn bands(text: &str) -> Vec<i64> {
    let mut bare = text.to_owned();
    for address in markup::talk::addresses(text) {
        bare = bare.replace(&address, " ");
    }
    let mut bands = Runs::of(&bare).signature().bands().to_vec();
    bands.sort_unstable();
    bands.dedup();
    bands
}

/// Forgets bands of at most so many comments older than the look back. Says how many rows that was.
pub(crate) async fn forget(tx: &mut Tx, most: u32) -> Result<u64> {
    let old = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * DAYS))
        .unwrap_or(tx.now);
    Ok(tx
        .session
        .exec(
            "DELETE FROM comment_bands WHERE comment_id IN (SELECT comment_id FROM comment_bands WHERE at < $1 LIMIT $2)",
            (old, most),
        )
        .await?)
}
