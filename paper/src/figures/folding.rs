//! Hours that are old are summed up by day.

use super::summing::begin_of_day;
use super::{ALL, ARTICLE, ARTICLES_A_DAY_MAX, HOUR, HOURS_KEPT_DAYS};
use crate::id::TitleId;
use crate::paper::Tx;
use crate::{Paper, Result, titles};
use jiff::{SignedDuration, Timestamp};

/// Folds the oldest hour of one title that is too old into its day; says whether there was one. One hour at a time, so
/// that no deed waits for a whole day of a large title.
pub(crate) async fn fold(paper: &Paper) -> Result<bool> {
    let mut tx = paper.begin().await?;
    let kept = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * HOURS_KEPT_DAYS))
        .unwrap_or(tx.now);
    for title in titles::all(&mut tx.session).await? {
        let zone = title.time_zone();
        // Whole days only: the edge is where a local day begins.
        let edge = begin_of_day(kept, &zone);
        let Some(hour) = oldest(&mut tx, title.id).await?.filter(|hour| *hour < edge) else {
            continue;
        };
        let day = begin_of_day(hour, &zone);
        fold_hour(&mut tx, title.id, hour, day).await?;
        let next = Timestamp::from_microsecond(hour.as_microsecond() + HOUR).unwrap_or(hour);
        let following = oldest(&mut tx, title.id).await?.unwrap_or(next);
        if begin_of_day(following, &zone) != day {
            trim(&mut tx, title.id, day).await?;
        }
        tx.session.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

async fn oldest(tx: &mut Tx, title: TitleId) -> Result<Option<Timestamp>> {
    let row: Option<(Option<Timestamp>,)> = tx
        .session
        .opt(
            "SELECT MIN(at) FROM figures_hours WHERE title_id = $1 AND page = $2",
            (title, ALL),
        )
        .await?;
    Ok(row.and_then(|(at,)| at))
}

async fn fold_hour(tx: &mut Tx, title: TitleId, hour: Timestamp, day: Timestamp) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO figures_days (title_id, page, at, of_id, views)
             SELECT h.title_id, h.page, CAST($3 AS BIGINT), h.of_id, h.views FROM figures_hours h
              WHERE h.title_id = $1 AND h.page IN ('all', 'article', 'section', 'front', 'other') AND h.at = $2
             ON CONFLICT (title_id, page, at, of_id) DO UPDATE SET views = figures_days.views + excluded.views",
            (title, hour, day),
        )
        .await?;
    tx.session
        .exec(
            "DELETE FROM figures_hours
              WHERE title_id = $1 AND page IN ('all', 'article', 'section', 'front', 'other') AND at = $2",
            (title, hour),
        )
        .await?;
    Ok(())
}

/// Of a day that is whole only the most read articles stay.
async fn trim(tx: &mut Tx, title: TitleId, day: Timestamp) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM figures_days WHERE title_id = $1 AND page = $2 AND at = $3 AND of_id NOT IN
                (SELECT k.of_id FROM figures_days k WHERE k.title_id = $1 AND k.page = $2 AND k.at = $3
                  ORDER BY k.views DESC, k.of_id LIMIT $4)",
            (title, ARTICLE, day, ARTICLES_A_DAY_MAX),
        )
        .await?;
    Ok(())
}
