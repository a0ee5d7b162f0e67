//! The front page: slots filled by pins first, by time after; each article stands in one place.

use super::cards::{self, ListedRow};
use super::facts::Card;
use super::pages::{FrontFacts, SectionBlock};
use super::{corrections, lists, title};
use crate::articles::content::State;
use crate::db::Session;
use crate::fronts::{self, Slot};
use crate::id::PlacementId;
use crate::titles::Title;
use crate::{Result, sections};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Newest articles a front is composed of, besides the section blocks.
const CONSIDERED: u32 = 40;
/// Headlines beside the lead.
const SECONDARY_MAX: usize = 4;
/// Stories of the river.
const RIVER_MAX: usize = 6;
/// Lines of the list of latest news.
const LATEST_MAX: usize = 8;
/// Articles of a section block.
const BLOCK_MAX: usize = 4;
/// Corrections shown.
const CORRECTIONS: u32 = 3;

/// The front page of a title at an instant.
pub async fn front(session: &mut Session, title: &Title, now: Timestamp) -> Result<FrontFacts> {
    let rows = lists::newest(session, title, CONSIDERED).await?;
    let pins = fronts::pins(session, title.id, now).await?;
    let mut pool = pool(session, rows, &pins).await?;

    let lead = take_pinned(&mut pool, &pins, Slot::Lead)
        .into_iter()
        .next()
        .or_else(|| take(&mut pool, 1, |card| card.picture.is_some()).pop())
        .or_else(|| take(&mut pool, 1, |_| true).pop());
    let mut secondary = take_pinned(&mut pool, &pins, Slot::Secondary);
    secondary.truncate(SECONDARY_MAX);
    let room = SECONDARY_MAX - secondary.len();
    secondary.extend(take(&mut pool, room, |card| card.picture.is_some()));
    let latest = take(&mut pool, LATEST_MAX, |card| card.picture.is_none());
    let river = take(&mut pool, RIVER_MAX, |_| true);

    let placed: BTreeSet<String> = lead
        .iter()
        .chain(&secondary)
        .chain(&latest)
        .chain(&river)
        .map(|card| card.article.clone())
        .collect();
    let blocks = blocks(session, title, placed).await?;
    let corrections = corrections::newest(session, title, CORRECTIONS, 0, false).await?;
    let everything = lead
        .iter()
        .chain(&secondary)
        .chain(&latest)
        .chain(&river)
        .chain(blocks.iter().flat_map(|block| &block.cards));
    let edition = everything
        .map(|card| card.modified.max(card.first_published))
        .max();
    Ok(FrontFacts {
        edition,
        lead,
        secondary,
        river,
        blocks,
        latest,
        corrections,
    })
}

type Pooled = (PlacementId, Card);

/// The newest articles and whatever is pinned, withdrawn ones left out.
async fn pool(
    session: &mut Session,
    rows: Vec<ListedRow>,
    pins: &[(Slot, u32, PlacementId)],
) -> Result<Vec<Pooled>> {
    let mut rows = rows;
    for (_, _, placement) in pins {
        if !rows.iter().any(|row| row.placement == *placement) {
            rows.extend(
                session
                    .all::<ListedRow>(
                        "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                                (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                                s.id, s.name, s.slug
                           FROM placements p JOIN sections s ON s.id = p.section_id WHERE p.id = $1 AND p.listed = 1",
                        (*placement,),
                    )
                    .await?,
            );
        }
    }
    let ids: Vec<PlacementId> = rows.iter().map(|row| row.placement).collect();
    let cards = cards::cards(session, rows).await?;
    Ok(ids
        .into_iter()
        .zip(cards)
        .filter(|(_, card)| card.state == State::Live)
        .collect())
}

fn take_pinned(pool: &mut Vec<Pooled>, pins: &[(Slot, u32, PlacementId)], slot: Slot) -> Vec<Card> {
    let mut taken = Vec::new();
    for (_, _, placement) in pins.iter().filter(|(pinned, _, _)| *pinned == slot) {
        if let Some(index) = pool.iter().position(|(id, _)| id == placement) {
            taken.push(pool.remove(index).1);
        }
    }
    taken
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
) -> Result<Vec<SectionBlock>> {
    let mut placed = placed;
    let mut blocks = Vec::new();
    for section in sections::all(session, title.id)
        .await?
        .iter()
        .filter(|section| section.parent.is_none())
    {
        let most = u32::try_from(BLOCK_MAX + placed.len())
            .unwrap_or(CONSIDERED)
            .min(CONSIDERED * 2);
        let rows = lists::in_section(session, section.id, most, 0).await?;
        let cards: Vec<Card> = cards::cards(session, rows)
            .await?
            .into_iter()
            .filter(|card| card.state == State::Live && !placed.contains(&card.article))
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
