//! The front page: places filled by pins first, by time after; each article stands in one place.

use super::cards::{self, ListedRow};
use super::facts::Card;
use super::pages::{FlashFacts, FrontFacts, SectionBlock};
use super::{corrections, lists, title, would_be};
use crate::articles::content::State;
use crate::copy::Kind;
use crate::db::Session;
use crate::fronts::{self, Composition, Flash, Pin, Slot};
use crate::id::{PlacementId, SectionId};
use crate::titles::Title;
use crate::{Result, figures, pictures, sections, series};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Newest articles a front is composed of, besides the section blocks.
const CONSIDERED: u32 = 40;
/// Stories of the river, without those that have no block of their own.
const RIVER_MAX: usize = 6;
/// Lines of the list of latest news.
const LATEST_MAX: usize = 8;
/// Articles of a section block.
const BLOCK_MAX: usize = 4;
/// Corrections shown.
const CORRECTIONS: u32 = 3;

/// The front page of a title at an instant.
pub async fn front(session: &mut Session, title: &Title, now: Timestamp) -> Result<FrontFacts> {
    let pins = fronts::pinned(session, title.id, now).await?;
    let flash = fronts::flash(session, title.id, now).await?;
    made(session, title, pins, flash, &[]).await
}

/// The front page as it will be at an instant if nobody does anything more: what is scheduled until then has gone out.
pub async fn to_come(session: &mut Session, title: &Title, at: Timestamp) -> Result<FrontFacts> {
    let pins = fronts::pinned(session, title.id, at).await?;
    let flash = fronts::flash(session, title.id, at).await?;
    let coming = would_be::coming(session, title, at).await?;
    made(session, title, pins, flash, &coming).await
}

/// The front page as it would be at an instant if this were published: what would be refused is left out, what is scheduled
/// until then has gone out.
pub async fn composed(
    session: &mut Session,
    title: &Title,
    composition: &Composition,
    now: Timestamp,
) -> Result<FrontFacts> {
    let pins = would_be::pins(session, title, composition, now).await?;
    let flash = would_be::flash(session, title, composition, now).await?;
    let coming = would_be::coming(session, title, now).await?;
    made(session, title, pins, flash, &coming).await
}

async fn made(
    session: &mut Session,
    title: &Title,
    pins: Vec<Pin>,
    flash: Option<Flash>,
    coming: &[ListedRow],
) -> Result<FrontFacts> {
    let mut rows = lists::newest(session, title, CONSIDERED).await?;
    rows.retain(|row| !coming.iter().any(|new| new.placement == row.placement));
    rows.extend(coming.iter().cloned());
    let expired = series::expired(session, title.id).await?;
    let pinned = |row: &ListedRow| pins.iter().any(|pin| pin.placement == row.placement);
    rows.retain(|row| !expired.contains(&row.article) || pinned(row));
    let mut pool = pool(session, rows, &pins).await?;
    let Places {
        lead,
        secondary,
        featured,
    } = places(&mut pool, &pins);
    let latest = take(&mut pool, LATEST_MAX, |card| is_news(card.kind));
    // What is no news waits for the block of its section, and comes here only where nothing else is left.
    let mut river = take(&mut pool, RIVER_MAX, |card| is_news(card.kind));
    let room = RIVER_MAX - river.len();
    river.extend(take(&mut pool, room, |card| card.kind != Kind::Opinion));

    let placed: BTreeSet<String> = lead
        .iter()
        .chain(&secondary)
        .chain(&featured)
        .chain(&latest)
        .chain(&river)
        .map(|card| card.article.clone())
        .collect();
    let gone: BTreeSet<String> = expired.iter().map(ToString::to_string).collect();
    let (blocks, alone): (Vec<_>, Vec<_>) = blocks(session, title, placed, &gone, coming)
        .await?
        .into_iter()
        .partition(|block| block.cards.len() > 1 || block.cards.iter().any(has_picture));
    // One headline without a picture makes no block.
    river.extend(alone.into_iter().flat_map(|block| block.cards));
    let corrections = corrections::newest(session, title, CORRECTIONS, 0, false).await?;
    let most_read = match title.settings.most_read {
        true => figures::shown(session, title.id).await?,
        false => Vec::new(),
    };
    let everything = lead
        .iter()
        .chain(&secondary)
        .chain(&featured)
        .chain(&latest)
        .chain(&river)
        .chain(blocks.iter().flat_map(|block| &block.cards));
    let edition = everything
        .map(|card| card.modified.max(card.first_published))
        .max();
    Ok(FrontFacts {
        flash: flash.map(|flash| FlashFacts {
            text: flash.text,
            href: flash.article.map_or(flash.address, |(_, path)| path),
            at: flash.at,
            until: flash.until,
        }),
        edition,
        lead,
        secondary,
        featured,
        river,
        blocks,
        latest,
        corrections,
        most_read,
    })
}

/// Whether a kind tells what happened: what a list of latest news may hold.
fn is_news(kind: Kind) -> bool {
    match kind {
        Kind::News
        | Kind::Brief
        | Kind::Analysis
        | Kind::Interview
        | Kind::Live
        | Kind::Service
        | Kind::Gallery
        | Kind::Agency => true,
        Kind::Opinion
        | Kind::Listing
        | Kind::Obituary
        | Kind::Letter
        | Kind::PressRelease
        | Kind::Satire
        | Kind::Sponsored => false,
    }
}

fn has_picture(card: &Card) -> bool {
    card.picture.is_some()
}

pub(super) type Pooled = (PlacementId, Card);

/// The slots of a front, filled.
pub(super) struct Places {
    pub(super) lead: Option<Card>,
    pub(super) secondary: Vec<Card>,
    pub(super) featured: Vec<Card>,
}

/// Takes out of the pool what is pinned, then fills the free places that time fills: those with pictures first.
pub(super) fn places(pool: &mut Vec<Pooled>, pins: &[Pin]) -> Places {
    let lead = take_pinned(pool, pins, Slot::Lead, 0);
    let mut all_pinned = |slot: Slot| -> Vec<Option<Card>> {
        (0..slot.positions())
            .map(|position| take_pinned(pool, pins, slot, position))
            .collect()
    };
    let mut beside = all_pinned(Slot::Secondary);
    let featured = all_pinned(Slot::Featured).into_iter().flatten().collect();
    let lead = lead
        .or_else(|| take(pool, 1, |card| card.picture.is_some()).pop())
        .or_else(|| take(pool, 1, |_| true).pop());
    for place in beside.iter_mut().filter(|place| place.is_none()) {
        *place = take(pool, 1, |card| card.picture.is_some()).pop();
    }
    Places {
        lead,
        secondary: beside.into_iter().flatten().collect(),
        featured,
    }
}

/// The newest articles and whatever is pinned, withdrawn ones left out.
async fn pool(session: &mut Session, rows: Vec<ListedRow>, pins: &[Pin]) -> Result<Vec<Pooled>> {
    let mut rows = rows;
    for pin in pins {
        if !rows.iter().any(|row| row.placement == pin.placement) {
            rows.extend(row(session, pin.placement).await?);
        }
    }
    let ids: Vec<PlacementId> = rows.iter().map(|row| row.placement).collect();
    let mut cards = cards::cards(session, rows).await?;
    for (id, card) in ids.iter().zip(&mut cards) {
        if let Some(pin) = pins.iter().find(|pin| pin.placement == *id) {
            write_over(session, pin, card).await?;
        }
    }
    let mut pool: Vec<Pooled> = ids
        .into_iter()
        .zip(cards)
        .filter(|(_, card)| card.state == State::Live)
        .collect();
    // What is pinned where the front has no place stands where its time puts it.
    pool.sort_by_key(|(_, card)| std::cmp::Reverse(card.first_published));
    Ok(pool)
}

/// An article on a list, by its place on the title.
pub(super) async fn row(
    session: &mut Session,
    placement: PlacementId,
) -> Result<Option<ListedRow>> {
    Ok(session
        .opt(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placements p JOIN sections s ON s.id = p.section_id WHERE p.id = $1 AND p.listed = 1",
            (placement,),
        )
        .await?)
}

/// Gives a card the headline the desk chose for the front.
pub(super) fn call(pin: &Pin, card: &mut Card) {
    if !pin.headline.is_empty() {
        card.headline.clone_from(&pin.headline);
        card.own_headline = true;
    }
}

/// Gives a card the headline and the picture the desk chose for the front.
async fn write_over(session: &mut Session, pin: &Pin, card: &mut Card) -> Result<()> {
    call(pin, card);
    if let Some(id) = pin.picture {
        let placed = markup::Picture {
            file: id.to_string(),
            ..markup::Picture::default()
        };
        let picture = pictures::facts(session, &placed).await?;
        card.picture = picture.or(card.picture.take());
    }
    Ok(())
}

/// The article pinned to a position of a slot.
fn take_pinned(pool: &mut Vec<Pooled>, pins: &[Pin], slot: Slot, position: u32) -> Option<Card> {
    let pin = pins
        .iter()
        .find(|pin| pin.slot == slot && pin.position == position)?;
    let index = pool.iter().position(|(id, _)| *id == pin.placement)?;
    Some(pool.remove(index).1)
}

fn take(pool: &mut Vec<Pooled>, most: usize, fits: impl Fn(&Card) -> bool) -> Vec<Card> {
    let mut taken = Vec::new();
    let mut index = 0;
    while taken.len() < most && index < pool.len() {
        if fits(&pool[index].1) {
            taken.push(pool.remove(index).1);
        } else {
            index += 1;
        }
    }
    taken
}

async fn blocks(
    session: &mut Session,
    title: &Title,
    placed: BTreeSet<String>,
    expired: &BTreeSet<String>,
    coming: &[ListedRow],
) -> Result<Vec<SectionBlock>> {
    let mut placed = placed;
    let mut blocks = Vec::new();
    let all = sections::all(session, title.id).await?;
    for section in all.iter().filter(|section| section.parent.is_none()) {
        let most = u32::try_from(BLOCK_MAX + placed.len())
            .unwrap_or(CONSIDERED)
            .min(CONSIDERED * 2);
        let mut rows = lists::in_section(session, section.id, most, 0).await?;
        let under = all
            .iter()
            .filter(|one| one.id == section.id || one.parent == Some(section.id));
        let under: Vec<SectionId> = under.map(|one| one.id).collect();
        rows.retain(|row| !coming.iter().any(|new| new.placement == row.placement));
        rows.extend(coming.iter().filter(|row| row.is_in(&under)).cloned());
        rows.sort_by_key(|row| std::cmp::Reverse(row.first_published));
        let cards: Vec<Card> = cards::cards(session, rows)
            .await?
            .into_iter()
            .filter(|card| card.state == State::Live)
            .filter(|card| !placed.contains(&card.article) && !expired.contains(&card.article))
            .take(BLOCK_MAX)
            .collect();
        if cards.is_empty() {
            continue;
        }
        placed.extend(cards.iter().map(|card| card.article.clone()));
        blocks.push(SectionBlock {
            section: title::link(section),
            cards: picture_first(cards),
        });
    }
    Ok(blocks)
}

fn picture_first(mut cards: Vec<Card>) -> Vec<Card> {
    if let Some(index) = cards.iter().position(|card| card.picture.is_some()) {
        let card = cards.remove(index);
        cards.insert(0, card);
    }
    cards
}
