//! Fronts: what the desk pins to the top of a title's front page. Everything else there follows from time.

use crate::actor::Actor;
use crate::articles::{self, Stage};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{PlacementId, TitleId};
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
    }
}

/// Headlines beside the lead, pinned or not.
pub const SECONDARY_POSITIONS: usize = 4;

impl Slot {
    /// How many positions the slot has; they are counted from 0.
    pub fn positions(self) -> u32 {
        match self {
            Slot::Lead => 1,
            Slot::Secondary => SECONDARY_POSITIONS as u32,
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
    if let Some(at) = until.filter(|at| *at <= tx.now) {
        return Err(Refusal::PastSchedule { at }.into());
    }
    must_be_shown(&mut tx, title, placement).await?;
    tx.session
        .exec(
            "DELETE FROM pins WHERE title_id = $1 AND placement_id = $2",
            (title, placement),
        )
        .await?;
    tx.session
        .exec(
            "INSERT INTO pins (title_id, slot, position, placement_id, until_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (title_id, slot, position) DO UPDATE SET placement_id = excluded.placement_id,
                until_at = excluded.until_at",
            (title, slot.word(), position, placement, until),
        )
        .await?;
    let place = Place {
        title,
        slot,
        position,
    };
    match until {
        Some(at) => jobs::queue(&mut tx, Kind::FreePlace, &place.key(), at).await?,
        None => jobs::forget(&mut tx, Kind::FreePlace, &place.key()).await?,
    }
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
    let detail = json!({"slot": slot, "position": position, "off": true});
    audit::note(&mut tx, by, Deed::Pin, About::title(title), detail).await?;
    tx.commit("front.unpin", &Traces::of_title(title)).await?;
    Ok(())
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

/// What is pinned on a title's front now: slot, position and placement, in order. What is past its time, was withdrawn
/// or left the title is not among it.
pub async fn pins(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Vec<(Slot, u32, PlacementId)>> {
    let rows: Vec<(String, u32, PlacementId)> = session
        .all(
            "SELECT n.slot, n.position, n.placement_id
               FROM pins n JOIN placements p ON p.id = n.placement_id JOIN articles a ON a.id = p.article_id
              WHERE n.title_id = $1 AND p.title_id = n.title_id AND (n.until_at IS NULL OR n.until_at > $2)
                AND p.listed = 1 AND p.revision_id IS NOT NULL AND a.state = 'live'
              ORDER BY n.slot, n.position",
            (title, now),
        )
        .await?;
    rows.into_iter()
        .map(|(slot, position, placement)| {
            let slot =
                Slot::parse(&slot).ok_or_else(|| Fault::new("a pin's slot is no word we know"))?;
            Ok((slot, position, placement))
        })
        .collect()
}
