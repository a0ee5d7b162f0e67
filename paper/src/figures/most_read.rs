//! The most read articles of the last day, for fronts that show them.
//!
//! The list is made when counts come in, so that a front reads it by one statement however many articles were read.

use super::{ARTICLE, hour_of};
use crate::articles::content::State;
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{ArticleId, TitleId};
use crate::reading::cards::{self, ListedRow};
use crate::reading::facts::Card;
use crate::titles::{self, Title};
use crate::{Paper, Result, series};
use jiff::{SignedDuration, Timestamp};

/// Articles shown.
pub const SHOWN: usize = 5;
/// Hours looked back.
pub const HOURS: i64 = 24;
/// Views without which an article is not among the most read.
pub const VIEWS_MIN: u32 = 3;
/// Articles kept in the list, since some of them may be taken away before it is made again.
const CANDIDATES: u32 = 20;

/// Makes the lists again, of titles that show one; others have none.
pub(super) async fn renew(paper: &Paper) -> Result<()> {
    let mut session = paper.read().await?;
    let mut stale = Vec::new();
    for title in titles::all(&mut session).await? {
        let wanted = match title.settings.most_read {
            true => read_most(&mut session, title.id, paper.now()).await?,
            false => Vec::new(),
        };
        if kept(&mut session, title.id).await? != wanted {
            stale.push((title, wanted));
        }
    }
    drop(session);
    for (title, wanted) in stale {
        write(paper, &title, wanted).await?;
    }
    Ok(())
}

async fn read_most(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Vec<ArticleId>> {
    let since = now
        .checked_sub(SignedDuration::from_hours(HOURS))
        .unwrap_or(now);
    let rows: Vec<(ArticleId, i64)> = session
        .all(
            "SELECT of_id, CAST(SUM(views) AS BIGINT) AS n FROM figures_hours
              WHERE title_id = $1 AND page = $2 AND at > $3 GROUP BY of_id HAVING SUM(views) >= $4
              ORDER BY n DESC, of_id DESC LIMIT $5",
            (title, ARTICLE, hour_of(since), VIEWS_MIN, CANDIDATES),
        )
        .await?;
    Ok(rows.into_iter().map(|(article, _)| article).collect())
}

async fn kept(session: &mut Session, title: TitleId) -> Result<Vec<ArticleId>> {
    let rows: Vec<(ArticleId,)> = session
        .all(
            "SELECT article_id FROM most_read WHERE title_id = $1 ORDER BY rank",
            (title,),
        )
        .await?;
    Ok(rows.into_iter().map(|(article,)| article).collect())
}

/// Writes a list. Where readers see another one from now on, the front has changed, and the row of changes says so.
async fn write(paper: &Paper, title: &Title, wanted: Vec<ArticleId>) -> Result<()> {
    let mut tx = paper.begin().await?;
    let before = told(&mut tx.session, title.id).await?;
    tx.session
        .exec("DELETE FROM most_read WHERE title_id = $1", (title.id,))
        .await?;
    for (rank, article) in (1_u32..).zip(wanted) {
        tx.session
            .exec(
                "INSERT INTO most_read (title_id, rank, article_id) VALUES ($1, $2, $3)",
                (title.id, rank, article),
            )
            .await?;
    }
    if title.settings.most_read && told(&mut tx.session, title.id).await? != before {
        tx.commit("figures.most-read", &Traces::of_front(title.id))
            .await?;
    } else {
        tx.session.commit().await?;
    }
    Ok(())
}

/// The articles of the list readers are told of, in order.
async fn told(session: &mut Session, title: TitleId) -> Result<Vec<String>> {
    let shown = shown(session, title).await?;
    Ok(shown.into_iter().map(|card| card.article).collect())
}

/// The most read articles of a title that shows them, the most read first: what is out, and stands as it is.
pub(crate) async fn shown(session: &mut Session, title: TitleId) -> Result<Vec<Card>> {
    let rows: Vec<ListedRow> = session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM most_read m JOIN placements p ON p.article_id = m.article_id AND p.title_id = m.title_id
               JOIN sections s ON s.id = p.section_id
              WHERE m.title_id = $1 AND p.listed = 1 ORDER BY m.rank LIMIT $2",
            (title, CANDIDATES),
        )
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let expired = series::expired(session, title).await?;
    let rows: Vec<ListedRow> = rows
        .into_iter()
        .filter(|row| row.state() == State::Live && !expired.contains(&row.article))
        .take(SHOWN)
        .map(ListedRow::without_picture)
        .collect();
    cards::cards(session, rows).await
}
