//! Fronts: what the desk pins to the top of a title's front page, under which headline and picture, and the breaking bar
//! above it. Everything else there follows from time.
//!
//! One place is pinned or freed by [`pin`] and [`unpin`], the whole is composed by [`publish`]: all three write the same
//! rows, and each leaves a version in the [`history`].

mod composing;
mod history;

pub use composing::{Breaking, Composition, FLASH_CHARS_MAX, LeadsTo, Placed, publish, restore};
pub use history::{Current, HISTORY_MAX, Version, current, history};
pub(crate) use history::{published_between, standing};

use crate::actor::Actor;
use crate::articles::{self, Stage};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PictureId, PlacementId, TitleId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use serde_json::json;

words! {
    /// A place on a front that can be pinned.
    Slot {
        /// *Apertura*.
        Lead = "lead",
        /// *Spalla* and the headlines beside the lead.
        Secondary = "secondary",
        /// *In evidenza*: what is worth reading whatever the day; only what is put there by hand stands in it.
        Featured = "featured",
    }
}

/// Headlines beside the lead, pinned or not.
pub const SECONDARY_POSITIONS: usize = 4;
/// Headlines put forward under the news, pinned only.
pub const FEATURED_POSITIONS: usize = 4;

impl Slot {
    /// How many positions the slot has; they are counted from 0.
    pub fn positions(self) -> u32 {
        match self {
            Slot::Lead => 1,
            Slot::Secondary => SECONDARY_POSITIONS as u32,
            Slot::Featured => FEATURED_POSITIONS as u32,
        }
    }

    /// Whether time fills the slot where nothing is pinned; otherwise it closes up.
    pub fn fills_itself(self) -> bool {
        match self {
            Slot::Lead | Slot::Secondary => true,
            Slot::Featured => false,
        }
    }
}

/// Pins a placement to a position of its title's front, until an instant or until it is unpinned.
///
/// Whatever was pinned there gives way; a placement already pinned moves, since it stands in one place only.
pub async fn pin(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slot: Slot,
    position: u32,
    placement: PlacementId,
    until: Option<Timestamp>,
) -> Result<()> {
    let position = in_bounds(slot, position)?;
    let until = until.map(crate::clock::whole_micros);
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Pin, Some(title), None).await?;
    until.map_or(Ok(()), |at| crate::clock::to_come(tx.now, at))?;
    must_be_shown(&mut tx, title, placement).await?;
    // What was written over it goes along.
    let over: Option<(String, Option<PictureId>)> = tx
        .session
        .opt(
            "SELECT headline, picture_id FROM pins WHERE title_id = $1 AND placement_id = $2",
            (title, placement),
        )
        .await?;
    let (headline, picture) = over.unwrap_or_default();
    tx.session
        .exec(
            "DELETE FROM pins WHERE title_id = $1 AND (placement_id = $2 OR (slot = $3 AND position = $4))",
            (title, placement, slot.word(), position),
        )
        .await?;
    let place = Place {
        title,
        slot,
        position,
    };
    let held = Held {
        placement,
        until,
        headline,
        picture,
    };
    hold(&mut tx, place, &held).await?;
    history::keep(&mut tx, by, title).await?;
    let detail =
        json!({"slot": slot, "position": position, "placement": placement, "until": until});
    audit::note(&mut tx, by, Deed::Pin, About::title(title), detail).await?;
    tx.commit("front.pin", &Traces::of_title(title)).await?;
    Ok(())
}

/// Frees a position of a front.
pub async fn unpin(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slot: Slot,
    position: u32,
) -> Result<()> {
    let position = in_bounds(slot, position)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Pin, Some(title), None).await?;
    let freed = tx
        .session
        .exec(
            "DELETE FROM pins WHERE title_id = $1 AND slot = $2 AND position = $3",
            (title, slot.word(), position),
        )
        .await?;
    if freed == 0 {
        return Err(Refusal::Unknown {
            thing: Thing::Slot,
            name: format!("{} {position}", slot.word()),
        }
        .into());
    }
    let place = Place {
        title,
        slot,
        position,
    };
    jobs::forget(&mut tx, Kind::FreePlace, &place.key()).await?;
    history::keep(&mut tx, by, title).await?;
    let detail = json!({"slot": slot, "position": position, "off": true});
    audit::note(&mut tx, by, Deed::Pin, About::title(title), detail).await?;
    tx.commit("front.unpin", &Traces::of_title(title)).await?;
    Ok(())
}

/// What stands in a place, and over it.
struct Held {
    placement: PlacementId,
    until: Option<Timestamp>,
    /// In place of the article's own; empty where that stands.
    headline: String,
    picture: Option<PictureId>,
}

/// Puts an article into a place that is free, and sees to its end.
async fn hold(tx: &mut Tx, place: Place, held: &Held) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO pins (title_id, slot, position, placement_id, until_at, headline, picture_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            (
                place.title,
                place.slot.word(),
                place.position,
                held.placement,
                held.until,
                &held.headline,
                held.picture,
            ),
        )
        .await?;
    match held.until {
        Some(at) => jobs::queue(tx, Kind::FreePlace, &place.key(), at).await,
        None => jobs::forget(tx, Kind::FreePlace, &place.key()).await,
    }
}

/// A place of a front, as jobs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) title: TitleId,
    pub(crate) slot: Slot,
    pub(crate) position: u32,
}

impl Place {
    /// `title/slot/position`.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}/{}", self.title, self.slot.word(), self.position)
    }

    pub(crate) fn parse(key: &str) -> Option<Place> {
        let mut parts = key.split('/');
        Some(Place {
            title: TitleId::parse(parts.next()?)?,
            slot: Slot::parse(parts.next()?)?,
            position: parts.next()?.parse().ok()?,
        })
    }
}

/// Frees a place whose time is over, so that whoever keeps the front hears of it. Safe to run twice: what was pinned
/// there anew, or freed already, is left alone.
pub(crate) async fn free(paper: &Paper, place: Place) -> Result<()> {
    let mut tx = paper.begin().await?;
    let freed = tx
        .session
        .exec(
            "DELETE FROM pins WHERE title_id = $1 AND slot = $2 AND position = $3 AND until_at <= $4",
            (place.title, place.slot.word(), place.position, tx.now),
        )
        .await?;
    if freed > 0 {
        let detail = json!({"slot": place.slot, "position": place.position, "expired": true});
        let about = About::title(place.title);
        audit::note(&mut tx, &Actor::system(), Deed::Pin, about, detail).await?;
        tx.commit("front.expire", &Traces::of_title(place.title))
            .await?;
    }
    Ok(())
}

/// Takes the breaking bar off a front when its time is over. Safe to run twice: a newer one is left alone.
pub(crate) async fn end_flash(paper: &Paper, title: TitleId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let ended = tx
        .session
        .exec(
            "DELETE FROM flashes WHERE title_id = $1 AND until_at <= $2",
            (title, tx.now),
        )
        .await?;
    if ended > 0 {
        let detail = json!({"breaking": true, "expired": true});
        let about = About::title(title);
        audit::note(&mut tx, &Actor::system(), Deed::Pin, about, detail).await?;
        tx.commit("front.flash", &Traces::of_title(title)).await?;
    }
    Ok(())
}

fn in_bounds(slot: Slot, position: u32) -> Result<u32> {
    if position < slot.positions() {
        return Ok(position);
    }
    Err(Refusal::Unknown {
        thing: Thing::Slot,
        name: format!("{} {position}", slot.word()),
    }
    .into())
}

async fn must_be_shown(tx: &mut Tx, title: TitleId, id: PlacementId) -> Result<()> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Placement,
        name: id.to_string(),
    };
    let placement = articles::placement(&mut tx.session, id)
        .await?
        .filter(|placement| placement.title == title)
        .ok_or_else(unknown)?;
    match (
        articles::find(&mut tx.session, placement.article)
            .await?
            .stage,
        placement.revision,
    ) {
        (Stage::Withdrawn | Stage::Killed, _) => Err(Refusal::Withdrawn.into()),
        (Stage::Live, Some(_)) => Ok(()),
        _ => Err(Refusal::NeverPublished.into()),
    }
}

/// When something on a title's front next ends by the clock: a pin or the breaking bar.
pub async fn next_end(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let (at,): (Option<Timestamp>,) = session
        .one(
            "SELECT MIN(e.until_at) FROM
                (SELECT until_at FROM pins WHERE title_id = $1 UNION ALL SELECT until_at FROM flashes WHERE title_id = $1) e
              WHERE e.until_at > $2",
            (title, now),
        )
        .await?;
    Ok(at)
}

/// What is pinned on a title's front now: slot, position and placement, in order. What is past its time, was withdrawn
/// or left the title is not among it.
pub async fn pins(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Vec<(Slot, u32, PlacementId)>> {
    let pinned = pinned(session, title, now).await?;
    Ok(pinned
        .into_iter()
        .map(|pin| (pin.slot, pin.position, pin.placement))
        .collect())
}

/// A pinned article, with what stands over it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pin {
    pub(crate) slot: Slot,
    pub(crate) position: u32,
    pub(crate) placement: PlacementId,
    pub(crate) article: ArticleId,
    pub(crate) until: Option<Timestamp>,
    /// In place of the article's own; empty where that stands.
    pub(crate) headline: String,
    pub(crate) picture: Option<PictureId>,
}

impl FromRow for Pin {
    fn from_row(row: &mut Row) -> Result<Pin, Fault> {
        let slot: String = row.take()?;
        Ok(Pin {
            slot: Slot::parse(&slot)
                .ok_or_else(|| Fault::new("a pin's slot is no word we know"))?,
            position: row.take()?,
            placement: row.take()?,
            article: row.take()?,
            until: row.take()?,
            headline: row.take()?,
            picture: row.take()?,
        })
    }
}

/// As [`pins`], with what stands over them.
pub(crate) async fn pinned(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Vec<Pin>> {
    let mut pins: Vec<Pin> = session
        .all(
            "SELECT n.slot, n.position, n.placement_id, p.article_id, n.until_at, n.headline, n.picture_id
               FROM pins n JOIN placements p ON p.id = n.placement_id JOIN articles a ON a.id = p.article_id
              WHERE n.title_id = $1 AND p.title_id = n.title_id AND (n.until_at IS NULL OR n.until_at > $2)
                AND p.listed = 1 AND p.revision_id IS NOT NULL AND a.state = 'live'
              ORDER BY n.slot, n.position",
            (title, now),
        )
        .await?;
    // As they stand on the page, which is not the order of their words.
    pins.sort_by_key(|pin| (pin.slot, pin.position));
    Ok(pins)
}

/// A breaking bar as it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flash {
    pub(crate) text: String,
    /// The article it leads to, with its path on the title.
    pub(crate) article: Option<(ArticleId, String)>,
    /// The address it leads to otherwise; may be empty.
    pub(crate) address: String,
    pub(crate) at: Timestamp,
    pub(crate) until: Timestamp,
}

impl FromRow for Flash {
    fn from_row(row: &mut Row) -> Result<Flash, Fault> {
        let (text, address) = (row.take()?, row.take()?);
        let article: (Option<ArticleId>, Option<String>) = (row.take()?, row.take()?);
        Ok(Flash {
            text,
            address,
            article: article.0.zip(article.1),
            at: row.take()?,
            until: row.take()?,
        })
    }
}

/// The breaking bar of a title now; one past its time, or whose article is gone, is none.
pub(crate) async fn flash(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Option<Flash>> {
    Ok(session
        .opt(
            "SELECT f.text, f.address, p.article_id, p.path, f.at, f.until_at
               FROM flashes f LEFT JOIN placements p ON p.id = f.placement_id AND p.title_id = f.title_id
                    AND p.listed = 1 AND p.revision_id IS NOT NULL
                    AND EXISTS (SELECT 1 FROM articles a WHERE a.id = p.article_id AND a.state = 'live')
              WHERE f.title_id = $1 AND f.until_at > $2 AND (f.placement_id IS NULL OR p.id IS NOT NULL)",
            (title, now),
        )
        .await?)
}
