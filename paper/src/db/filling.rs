//! What a step fills in that SQL alone cannot say: in the step's own transaction, over the whole record, in slices.
//!
//! The statements are those of the step's own tables and never change with later ones.

use super::Session;
use crate::id::{ArticleId, PictureId, PlacementId, TitleId};
use crate::{Fault, log, pictures, words};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use markup::Body;

/// The step that remembers what pages show and the day in addresses.
pub(crate) const SHOWN: &str = "0004 what pages show, the day in addresses";

/// The step that brings the desk.
pub(crate) const DESK: &str = "0015 the desk";

/// The step that brings the log.
pub(crate) const LOG: &str = "0026 the log";
/// The step that keeps pictures as they came.
pub(crate) const PICTURES: &str = "0024 pictures as they came";

/// Placements filled in at once.
const SLICE: u32 = 1_000;
/// Drafts filled in at once; each is read whole.
const DRAFTS_SLICE: u32 = 50;

/// Fills in what a step needs.
pub(crate) async fn after(step: &str, session: &mut Session, now: Timestamp) -> Result<(), Fault> {
    if step == SHOWN {
        pictures_of_pages(session).await?;
        days_of_addresses(session).await?;
        ends_of_pins(session).await?;
    }
    if step == DESK {
        words_of_the_desk(session).await?;
    }
    if step == LOG {
        log::after_step(session, now).await?;
    }
    if step == PICTURES {
        words_of_pictures(session).await?;
    }
    Ok(())
}

async fn pictures_of_pages(session: &mut Session) -> Result<(), Fault> {
    let pages: Vec<(TitleId, String, String)> = session
        .all("SELECT title_id, slug, body FROM pages", ())
        .await?;
    for (title, slug, body) in pages {
        let body: Body = serde_json::from_str(&body)?;
        let named = pictures::named_by(None, &body);
        for picture in named.iter().filter_map(|word| PictureId::parse(word)) {
            session
                .exec(
                    "INSERT INTO page_pictures (title_id, slug, picture_id)
                     SELECT g.title_id, g.slug, p.id FROM pages g, pictures p
                      WHERE g.title_id = $1 AND g.slug = $2 AND p.id = $3 AND p.blanked_at IS NULL
                     ON CONFLICT (title_id, slug, picture_id) DO NOTHING",
                    (title, &slug, picture),
                )
                .await?;
        }
    }
    Ok(())
}

/// A pin with an end has a job that frees its place.
async fn ends_of_pins(session: &mut Session) -> Result<(), Fault> {
    let pins: Vec<(PlacementId, TitleId, String, i64, Timestamp)> = session
        .all(
            "SELECT placement_id, title_id, slot, position, until_at FROM pins WHERE until_at IS NOT NULL",
            (),
        )
        .await?;
    for (placement, title, slot, position, until) in pins {
        // The placement's id serves for the job's: a placement is pinned once.
        session
            .exec(
                "INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
                 VALUES ($1, 'front.expire', $2, '', 'waiting', $3, 0, '', $3)
                 ON CONFLICT (kind, key) DO NOTHING",
                (placement, format!("{title}/{slot}/{position}"), until),
            )
            .await?;
    }
    Ok(())
}

/// What a search of the desk looks through.
async fn words_of_the_desk(session: &mut Session) -> Result<(), Fault> {
    let mut after = Vec::new();
    loop {
        let slice: Vec<(ArticleId, String)> = session
            .all(
                "SELECT article_id, copy FROM drafts WHERE article_id > $1 ORDER BY article_id LIMIT $2",
                (after, DRAFTS_SLICE),
            )
            .await?;
        let Some((last, _)) = slice.last() else {
            return Ok(());
        };
        after = last.bytes().to_vec();
        for (article, copy) in slice {
            let copy: serde_json::Value = serde_json::from_str(&copy)?;
            let headline = copy.get("headline").and_then(|headline| headline.as_str());
            let words = words::folded(headline.unwrap_or_default());
            session
                .exec(
                    "UPDATE desk SET words = $2 WHERE article_id = $1",
                    (article, words),
                )
                .await?;
        }
    }
}

/// What a search of the library looks through.
async fn words_of_pictures(session: &mut Session) -> Result<(), Fault> {
    let mut after = Vec::new();
    loop {
        let slice: Vec<(PictureId, String)> = session
            .all(
                "SELECT id, alt || ' ' || caption || ' ' || credit FROM pictures WHERE id > $1 ORDER BY id LIMIT $2",
                (after, SLICE),
            )
            .await?;
        let Some((last, _)) = slice.last() else {
            return Ok(());
        };
        after = last.bytes().to_vec();
        for (picture, said) in slice {
            session
                .exec(
                    "UPDATE pictures SET words = $2 WHERE id = $1",
                    (picture, words::folded(&said)),
                )
                .await?;
        }
    }
}

async fn days_of_addresses(session: &mut Session) -> Result<(), Fault> {
    let mut after = Vec::new();
    loop {
        let slice: Vec<(PlacementId, Timestamp, String)> = session
            .all(
                "SELECT p.id, p.first_published_at, t.zone FROM placements p JOIN titles t ON t.id = p.title_id
                  WHERE p.path IS NOT NULL AND p.first_published_at IS NOT NULL AND p.id > $1 ORDER BY p.id LIMIT $2",
                (after, SLICE),
            )
            .await?;
        let Some((last, ..)) = slice.last() else {
            return Ok(());
        };
        after = last.bytes().to_vec();
        for (placement, at, zone) in slice {
            let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
            let day = at.to_zoned_datetime(zone).date().to_string();
            session
                .exec(
                    "UPDATE placements SET day = $2 WHERE id = $1",
                    (placement, day),
                )
                .await?;
        }
    }
}
