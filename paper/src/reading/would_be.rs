//! A front that nobody has published yet, as its preview takes it.

use crate::Result;
use crate::db::Session;
use crate::fronts::{Composition, Flash, LeadsTo, Pin};
use crate::id::{ArticleId, PlacementId};
use crate::titles::Title;
use jiff::Timestamp;

/// What would be pinned at an instant: each article once, in the place named first.
pub(super) async fn pins(
    session: &mut Session,
    title: &Title,
    composition: &Composition,
    now: Timestamp,
) -> Result<Vec<Pin>> {
    let mut pins: Vec<Pin> = Vec::new();
    for placed in &composition.slots {
        let over = placed.until.is_some_and(|at| at <= now);
        let taken = pins.iter().any(|pin| {
            pin.article == placed.article
                || (pin.slot, pin.position) == (placed.slot, placed.position)
        });
        if over || taken || placed.position >= placed.slot.positions() {
            continue;
        }
        let Some((placement, _)) = shown(session, title, placed.article).await? else {
            continue;
        };
        pins.push(Pin {
            slot: placed.slot,
            position: placed.position,
            placement,
            article: placed.article,
            until: placed.until,
            headline: placed.headline.clone().unwrap_or_default(),
            picture: placed.picture,
        });
    }
    Ok(pins)
}

/// The breaking bar as it would stand at an instant.
pub(super) async fn flash(
    session: &mut Session,
    title: &Title,
    composition: &Composition,
    now: Timestamp,
) -> Result<Option<Flash>> {
    let Some(breaking) = composition.breaking.as_ref().filter(|one| one.until > now) else {
        return Ok(None);
    };
    let (article, address) = match &breaking.to {
        LeadsTo::Nothing => (None, String::new()),
        LeadsTo::Address(address) => (None, address.clone()),
        LeadsTo::Article(article) => match shown(session, title, *article).await? {
            Some((_, path)) => (Some((*article, path)), String::new()),
            None => return Ok(None),
        },
    };
    Ok(Some(Flash {
        text: breaking.text.clone(),
        article,
        address,
        at: now,
        until: breaking.until,
    }))
}

/// Where readers see an article on a title.
async fn shown(
    session: &mut Session,
    title: &Title,
    article: ArticleId,
) -> Result<Option<(PlacementId, String)>> {
    Ok(session
        .opt(
            "SELECT p.id, p.path FROM placements p JOIN articles a ON a.id = p.article_id
              WHERE p.title_id = $1 AND p.article_id = $2 AND p.listed = 1 AND p.revision_id IS NOT NULL
                AND p.path IS NOT NULL AND a.state = 'live'",
            (title.id, article),
        )
        .await?)
}
