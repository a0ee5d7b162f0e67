//! A whole front, composed and published as one deed.

use super::{Held, Place, Slot, hold, in_bounds, must_be_shown};
use crate::actor::Actor;
use crate::articles;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{ArticleId, PictureId, PlacementId, TitleId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::pictures::{self, Form};
use crate::reading::cards::StoredCard;
use crate::rights::Deed;
use crate::words::{self, HEADLINE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeSet;

/// Longest text of a breaking bar, characters: two lines of a phone.
pub const FLASH_CHARS_MAX: usize = 140;
/// Longest address a breaking bar leads to, bytes.
const ADDRESS_BYTES_MAX: usize = 2_000;

/// What the desk puts on a front; the places it does not name are filled by time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Composition {
    /// The places filled by hand.
    pub slots: Vec<Placed>,
    /// The breaking bar.
    pub breaking: Option<Breaking>,
}

/// An article in a place of a front.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Where.
    pub slot: Slot,
    /// Which place there, from 0.
    pub position: u32,
    /// The article, shown on the title.
    pub article: ArticleId,
    /// Until when; until it is taken away if not said.
    pub until: Option<Timestamp>,
    /// The headline on the front alone, in the title's language.
    pub headline: Option<String>,
    /// The picture on the front alone.
    pub picture: Option<PictureId>,
}

/// A breaking bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Breaking {
    /// What it says, at most [`FLASH_CHARS_MAX`] characters.
    pub text: String,
    /// Where it leads.
    pub to: LeadsTo,
    /// When it goes out by itself.
    pub until: Timestamp,
}

/// Where a breaking bar leads.
#[derive(Debug, Clone, PartialEq)]
pub enum LeadsTo {
    /// Nowhere: the text is all there is to say.
    Nothing,
    /// To an article shown on the title.
    Article(ArticleId),
    /// To a path of the title, or to an http(s) address.
    Address(String),
}

/// Publishes a front: everything pinned before gives way to this. Says the number of the version it makes.
///
/// `started_from` is the number of the version the composition was made of, so that nobody's work is lost without a word.
pub async fn publish(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    composition: Composition,
    started_from: u32,
) -> Result<u32> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Pin, Some(title), None).await?;
    not_moved(&mut tx, title, started_from).await?;
    let version = put(&mut tx, by, title, composition).await?;
    let detail = json!({ "version": version });
    audit::note(&mut tx, by, Deed::Pin, About::title(title), detail).await?;
    tx.commit("front.publish", &Traces::of_title(title)).await?;
    Ok(version)
}

/// Publishes an earlier version again, as far as it still can be: what is past its time, is not shown any more or whose
/// picture is gone stays away. Says the number of the version it makes.
pub async fn restore(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    version: u32,
    started_from: u32,
) -> Result<u32> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Pin, Some(title), None).await?;
    not_moved(&mut tx, title, started_from).await?;
    let earlier = super::history::version(&mut tx.session, title, version)
        .await?
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Front,
            name: version.to_string(),
        })?;
    let composition = what_holds(&mut tx, title, earlier.composition).await?;
    let made = put(&mut tx, by, title, composition).await?;
    let detail = json!({ "version": made, "restores": version });
    audit::note(&mut tx, by, Deed::Pin, About::title(title), detail).await?;
    tx.commit("front.publish", &Traces::of_title(title)).await?;
    Ok(made)
}

/// Refuses when somebody composed the front meanwhile, and says who.
async fn not_moved(tx: &mut Tx, title: TitleId, started_from: u32) -> Result<()> {
    match super::history::latest(&mut tx.session, title).await? {
        Some((version, _, by)) if version != started_from => Err(Refusal::FrontMoved { by }.into()),
        _ => Ok(()),
    }
}

async fn put(tx: &mut Tx, by: &Actor, title: TitleId, composition: Composition) -> Result<u32> {
    let mut places = Vec::new();
    let (mut taken, mut named) = (BTreeSet::new(), BTreeSet::new());
    for placed in composition.slots {
        let place = Place {
            title,
            slot: placed.slot,
            position: in_bounds(placed.slot, placed.position)?,
        };
        let held = checked(tx, title, &placed).await?;
        if !named.insert(held.placement) {
            let headline = headline(tx, held.placement).await?;
            return Err(Refusal::TwiceOnFront { headline }.into());
        }
        if !taken.insert(place.key()) {
            let name = format!("{} {}", place.slot.word(), place.position);
            return Err(Refusal::Taken {
                thing: Thing::Slot,
                name,
            }
            .into());
        }
        places.push((place, held));
    }
    tx.session
        .exec("DELETE FROM pins WHERE title_id = $1", (title,))
        .await?;
    for slot in Slot::ALL {
        for position in 0..slot.positions() {
            let place = Place {
                title,
                slot: *slot,
                position,
            };
            jobs::forget(tx, Kind::FreePlace, &place.key()).await?;
        }
    }
    for (place, held) in &places {
        hold(tx, *place, held).await?;
    }
    flash(tx, title, composition.breaking).await?;
    super::history::keep(tx, by, title).await
}

/// A place's matter, fit to be kept.
async fn checked(tx: &mut Tx, title: TitleId, placed: &Placed) -> Result<Held> {
    let placement = placement_of(tx, title, placed.article).await?;
    let until = placed.until.map(crate::clock::whole_micros);
    until.map_or(Ok(()), |at| crate::clock::to_come(tx.now, at))?;
    let headline = placed.headline.as_deref().unwrap_or_default();
    if let Some(picture) = placed.picture {
        let name = picture.to_string();
        if pictures::named(&mut tx.session, &name).await?.form != Form::Picture {
            return Err(Refusal::Unknown {
                thing: Thing::Picture,
                name,
            }
            .into());
        }
    }
    Ok(Held {
        placement,
        until,
        headline: words::optional_line("headline", headline, HEADLINE_CHARS_MAX)?,
        picture: placed.picture,
    })
}

/// Where an article stands on a title; refused unless readers see it there.
async fn placement_of(tx: &mut Tx, title: TitleId, article: ArticleId) -> Result<PlacementId> {
    articles::find(&mut tx.session, article).await?;
    let placement = articles::placements(&mut tx.session, article)
        .await?
        .into_iter()
        .find(|placement| placement.title == title)
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Placement,
            name: article.to_string(),
        })?
        .id;
    must_be_shown(tx, title, placement).await?;
    Ok(placement)
}

async fn headline(tx: &mut Tx, placement: PlacementId) -> Result<String> {
    let row: Option<(String,)> = tx
        .session
        .opt(
            "SELECT card FROM placements WHERE id = $1 AND card IS NOT NULL",
            (placement,),
        )
        .await?;
    match row {
        Some((card,)) => {
            let card: StoredCard = serde_json::from_str(&card).map_err(Fault::from)?;
            Ok(card.headline().to_owned())
        }
        None => Ok(placement.to_string()),
    }
}

async fn flash(tx: &mut Tx, title: TitleId, breaking: Option<Breaking>) -> Result<()> {
    let Some(breaking) = breaking else {
        tx.session
            .exec("DELETE FROM flashes WHERE title_id = $1", (title,))
            .await?;
        return jobs::forget(tx, Kind::EndFlash, &title.to_string()).await;
    };
    let text = words::line("breaking", &breaking.text, FLASH_CHARS_MAX)?;
    let until = crate::clock::whole_micros(breaking.until);
    crate::clock::to_come(tx.now, until)?;
    let (placement, address) = match breaking.to {
        LeadsTo::Nothing => (None, String::new()),
        LeadsTo::Article(article) => (Some(placement_of(tx, title, article).await?), String::new()),
        LeadsTo::Address(address) => (None, address_fit(&address)?),
    };
    // The same bar published again keeps its time.
    tx.session
        .exec(
            "INSERT INTO flashes (title_id, text, placement_id, address, at, until_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (title_id) DO UPDATE SET text = excluded.text, placement_id = excluded.placement_id,
                address = excluded.address, until_at = excluded.until_at,
                at = CASE WHEN flashes.text = excluded.text AND flashes.until_at > excluded.at THEN flashes.at
                          ELSE excluded.at END",
            (title, text, placement, address, tx.now, until),
        )
        .await?;
    jobs::queue(tx, Kind::EndFlash, &title.to_string(), until).await
}

/// A path of the title as it is, any other as a web address.
fn address_fit(address: &str) -> Result<String> {
    let address = address.trim();
    let path = address.starts_with('/')
        && !address.starts_with("//")
        && address.len() <= ADDRESS_BYTES_MAX
        && !address.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace());
    if path {
        return Ok(address.to_owned());
    }
    words::web_address("address", address)
}

/// What of an earlier composition can be published now.
async fn what_holds(tx: &mut Tx, title: TitleId, composition: Composition) -> Result<Composition> {
    let mut held = Composition::default();
    for mut placed in composition.slots {
        if placed.until.is_some_and(|at| at <= tx.now)
            || refused(placement_of(tx, title, placed.article).await)?
        {
            continue;
        }
        if let Some(picture) = placed.picture
            && refused(pictures::named(&mut tx.session, &picture.to_string()).await)?
        {
            placed.picture = None;
        }
        held.slots.push(placed);
    }
    held.breaking = match composition.breaking {
        Some(breaking) if breaking.until > tx.now => match breaking.to {
            LeadsTo::Article(article) if refused(placement_of(tx, title, article).await)? => None,
            _ => Some(breaking),
        },
        _ => None,
    };
    Ok(held)
}

/// Whether the paper said no; what broke goes on.
fn refused<T>(outcome: Result<T>) -> Result<bool> {
    match outcome {
        Ok(_) => Ok(false),
        Err(crate::Error::Refused(_)) => Ok(true),
        Err(fault) => Err(fault),
    }
}
