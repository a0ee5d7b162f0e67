//! Addresses: made once, never given to another text, redirecting for ever.

use crate::articles::PlacementRow;
use crate::db::Session;
use crate::id::{ArticleId, PlacementId, TitleId};
use crate::paper::Tx;
use crate::titles::Title;
use crate::words;
use crate::{Fault, Result};
use jiff::Timestamp;

/// Tries to find a free address before giving up. Each adds a number to the slug.
const TRIES_MAX: u32 = 10_000;

/// The path of a text first published then, by the title's pattern. The day is frozen in the title's zone.
pub fn path(title: &Title, section: &str, slug: &str, first_published: Timestamp) -> String {
    let day = first_published.to_zoned_datetime(title.time_zone()).date();
    title
        .permalink
        .replace("{yyyy}", &format!("{:04}", day.year()))
        .replace("{mm}", &format!("{:02}", day.month()))
        .replace("{dd}", &format!("{:02}", day.day()))
        .replace("{section}", section)
        .replace("{slug}", slug)
}

/// Gives a placement an address that no text has had, with a number behind the slug if need be.
pub(crate) async fn claim(
    tx: &mut Tx,
    title: &Title,
    placement: PlacementId,
    section: &str,
    slug: &str,
    first_published: Timestamp,
) -> Result<(String, String)> {
    for number in 1..=TRIES_MAX {
        let tried = numbered(slug, number);
        if words::slug("slug", &tried).is_err() {
            continue;
        }
        let path = path(title, section, &tried, first_published);
        if owner(&mut tx.session, title.id, &path)
            .await?
            .is_none_or(|owner| owner == placement)
            && !is_standing(&mut tx.session, title.id, &path).await?
        {
            tx.session
                .exec(
                    "INSERT INTO addresses (title_id, path, placement_id, since) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (title_id, path) DO NOTHING",
                    (title.id, &path, placement, tx.now),
                )
                .await?;
            return Ok((tried, path));
        }
    }
    Err(Fault::new(format!(
        "no free address for {slug} after {TRIES_MAX} tries"
    ))
    .into())
}

fn numbered(slug: &str, number: u32) -> String {
    if number == 1 {
        return slug.to_owned();
    }
    let suffix = format!("-{number}");
    let room = words::SLUG_CHARS_MAX.saturating_sub(suffix.len());
    let cut: String = slug.chars().take(room).collect();
    format!("{}{suffix}", cut.trim_end_matches('-'))
}

async fn owner(session: &mut Session, title: TitleId, path: &str) -> Result<Option<PlacementId>> {
    let row: Option<(PlacementId,)> = session
        .opt(
            "SELECT placement_id FROM addresses WHERE title_id = $1 AND path = $2",
            (title, path),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}

/// A path of one word may be a section's or a standing page's.
async fn is_standing(session: &mut Session, title: TitleId, path: &str) -> Result<bool> {
    let word = path.trim_start_matches('/');
    let row: Vec<(String,)> = session
        .all(
            "SELECT slug FROM sections WHERE title_id = $1 AND slug = $2
             UNION ALL SELECT slug FROM pages WHERE title_id = $1 AND slug = $2",
            (title, word),
        )
        .await?;
    Ok(!row.is_empty())
}

/// What an address of a title leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Leads {
    /// To this placement, which lives there.
    Here(PlacementRow),
    /// To where the text is now on this title.
    There(String),
    /// To where the text is now on another title.
    Elsewhere {
        /// Its canonical host.
        host: String,
        /// Its address there.
        path: String,
    },
    /// To no text.
    Nowhere,
}

/// Follows an address: a live one first, then a former one.
pub async fn follow(session: &mut Session, title: TitleId, path: &str) -> Result<Leads> {
    let Some(id) = owner(session, title, path).await? else {
        return Ok(Leads::Nowhere);
    };
    let Some(placement) = crate::articles::placement(session, id).await? else {
        return Ok(Leads::Nowhere);
    };
    let off: Option<(Timestamp,)> = session
        .opt(
            "SELECT displaced_at FROM placements WHERE id = $1 AND displaced_at IS NOT NULL",
            (id,),
        )
        .await?;
    if off.is_some() {
        return Ok(canonical(session, placement.article).await?.map_or(
            Leads::Nowhere,
            |(host, path)| Leads::Elsewhere { host, path },
        ));
    }
    Ok(match &placement.path {
        Some(now) if now == path => Leads::Here(placement),
        Some(now) => Leads::There(now.clone()),
        None => Leads::Nowhere,
    })
}

/// Host and path of an article's original, once published.
pub async fn canonical(
    session: &mut Session,
    article: ArticleId,
) -> Result<Option<(String, String)>> {
    Ok(session
        .opt(
            "SELECT h.host, p.path FROM placements p JOIN hosts h ON h.title_id = p.title_id AND h.main = 1
              WHERE p.article_id = $1 AND p.original = 1 AND p.path IS NOT NULL",
            (article,),
        )
        .await?)
}
