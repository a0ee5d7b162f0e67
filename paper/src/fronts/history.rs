//! Fronts as they were published: who, when, with what.

use super::{Breaking, Composition, LeadsTo, Pin, Placed};
use crate::Result;
use crate::actor::Actor;
use crate::articles::Stage;
use crate::db::Session;
use crate::id::{ArticleId, FrontId, FrontPlaceId, PlacementId, TitleId};
use crate::paper::Tx;
use crate::reading::pages::FlashFacts;
use jiff::Timestamp;

/// Versions shown at once.
pub const HISTORY_MAX: u32 = 50;

/// A front as it was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Counted from 1 on each title.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub by: String,
    /// What.
    pub composition: Composition,
}

/// A front as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Current {
    /// The number of the last version; 0 before there is one.
    pub version: u32,
    /// When and by whom that was published.
    pub last: Option<(Timestamp, String)>,
    /// What stands now: without what is past its time or not shown any more.
    pub composition: Composition,
}

/// What the desk has put on a title's front, as it stands now.
pub async fn current(session: &mut Session, title: TitleId, now: Timestamp) -> Result<Current> {
    let pinned = super::pinned(session, title, now).await?;
    let flash = super::flash(session, title, now).await?;
    let breaking = flash.map(|flash| Breaking {
        text: flash.text,
        to: match flash.article {
            Some((article, _)) => LeadsTo::Article(article),
            None if flash.address.is_empty() => LeadsTo::Nothing,
            None => LeadsTo::Address(flash.address),
        },
        until: flash.until,
    });
    let latest = latest(session, title).await?;
    Ok(Current {
        version: latest.as_ref().map_or(0, |(version, ..)| *version),
        last: latest.map(|(_, at, by)| (at, by)),
        composition: Composition {
            slots: pinned.into_iter().map(placed).collect(),
            breaking,
        },
    })
}

/// Versions of a title's front before a number, the newest first.
pub async fn history(
    session: &mut Session,
    title: TitleId,
    before: Option<u32>,
    limit: u32,
) -> Result<Vec<Version>> {
    let rows: Vec<Row> = session
        .all(
            "SELECT f.id, f.version, f.at, f.actor, f.flash_text, p.article_id, f.flash_address, f.flash_until
               FROM fronts f LEFT JOIN placements p ON p.id = f.flash_placement
              WHERE f.title_id = $1 AND f.version < $2 ORDER BY f.version DESC LIMIT $3",
            (title, before.unwrap_or(u32::MAX), limit.min(HISTORY_MAX)),
        )
        .await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        versions.push(read(session, row).await?);
    }
    Ok(versions)
}

pub(super) async fn version(
    session: &mut Session,
    title: TitleId,
    version: u32,
) -> Result<Option<Version>> {
    let row: Option<Row> = session
        .opt(
            "SELECT f.id, f.version, f.at, f.actor, f.flash_text, p.article_id, f.flash_address, f.flash_until
               FROM fronts f LEFT JOIN placements p ON p.id = f.flash_placement
              WHERE f.title_id = $1 AND f.version = $2",
            (title, version),
        )
        .await?;
    match row {
        Some(row) => Ok(Some(read(session, row).await?)),
        None => Ok(None),
    }
}

/// The number of the last version, when and by whom.
pub(super) async fn latest(
    session: &mut Session,
    title: TitleId,
) -> Result<Option<(u32, Timestamp, String)>> {
    Ok(session
        .opt(
            "SELECT version, at, actor FROM fronts WHERE title_id = $1 ORDER BY version DESC LIMIT 1",
            (title,),
        )
        .await?)
}

/// Keeps a title's front as it stands at the end of a deed. Says the version's number.
pub(super) async fn keep(tx: &mut Tx, by: &Actor, title: TitleId) -> Result<u32> {
    let number = latest(&mut tx.session, title)
        .await?
        .map_or(0, |(number, ..)| number)
        + 1;
    let id = FrontId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO fronts (id, title_id, version, at, account_id, actor, flash_text, flash_address)
             VALUES ($1, $2, $3, $4, $5, $6, '', '')",
            (id, title, number, tx.now, by.account(), by.name()),
        )
        .await?;
    let flash: Option<(String, Option<PlacementId>, String, Timestamp)> = tx
        .session
        .opt(
            "SELECT text, placement_id, address, until_at FROM flashes WHERE title_id = $1 AND until_at > $2",
            (title, tx.now),
        )
        .await?;
    if let Some((text, placement, address, until)) = flash {
        tx.session
            .exec(
                "UPDATE fronts SET flash_text = $2, flash_placement = $3, flash_address = $4, flash_until = $5
                  WHERE id = $1",
                (id, text, placement, address, until),
            )
            .await?;
    }
    for pin in super::pinned(&mut tx.session, title, tx.now).await? {
        tx.session
            .exec(
                "INSERT INTO front_places (id, front_id, slot, position, placement_id, until_at, headline, picture_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                (
                    FrontPlaceId::draw(&tx.paper)?,
                    id,
                    pin.slot.word(),
                    pin.position,
                    pin.placement,
                    pin.until,
                    pin.headline,
                    pin.picture,
                ),
            )
            .await?;
    }
    Ok(number)
}

/// Id, number, when, who; the bar's text, article, address and end.
type Row = (
    FrontId,
    u32,
    Timestamp,
    String,
    String,
    Option<ArticleId>,
    String,
    Option<Timestamp>,
);

async fn places(session: &mut Session, id: FrontId) -> Result<Vec<Pin>> {
    let mut places: Vec<Pin> = session
        .all(
            "SELECT n.slot, n.position, n.placement_id, p.article_id, n.until_at, n.headline, n.picture_id
               FROM front_places n JOIN placements p ON p.id = n.placement_id
              WHERE n.front_id = $1 ORDER BY n.slot, n.position",
            (id,),
        )
        .await?;
    places.sort_by_key(|pin| (pin.slot, pin.position));
    Ok(places)
}

/// What of a composition stood at an instant.
pub(crate) struct Stood {
    /// When it was published.
    pub(crate) at: Timestamp,
    /// The breaking bar; none where it led to an article taken away since.
    pub(crate) flash: Option<FlashFacts>,
    /// The places whose time was not over.
    pub(crate) pins: Vec<Pin>,
}

/// What the desk had composed at an instant; `None` where it never had.
pub(crate) async fn standing(
    session: &mut Session,
    title: TitleId,
    at: Timestamp,
) -> Result<Option<Stood>> {
    let row: Option<(FrontId, Timestamp, String, Option<Timestamp>, String)> = session
        .opt(
            "SELECT f.id, f.at, f.flash_text, f.flash_until,
                    CASE WHEN f.flash_placement IS NULL THEN 'live' ELSE COALESCE(a.state, '') END
               FROM fronts f LEFT JOIN placements p ON p.id = f.flash_placement AND p.displaced_at IS NULL
               LEFT JOIN articles a ON a.id = p.article_id
              WHERE f.title_id = $1 AND f.at <= $2 ORDER BY f.at DESC, f.version DESC LIMIT 1",
            (title, at),
        )
        .await?;
    let Some((id, published, flash, until, state)) = row else {
        return Ok(None);
    };
    let until = until.filter(|until| *until > at && Stage::parse(&state) == Some(Stage::Live));
    let mut pins = places(session, id).await?;
    pins.retain(|pin| pin.until.is_none_or(|until| until > at));
    Ok(Some(Stood {
        at: published,
        flash: until.map(|until| FlashFacts {
            text: flash,
            href: String::new(),
            at: published,
            until,
        }),
        pins,
    }))
}

/// Instants at which a front was published between two, the newest first, at most so many.
pub(crate) async fn published_between(
    session: &mut Session,
    title: TitleId,
    (from, until): (Timestamp, Timestamp),
    most: u32,
) -> Result<Vec<Timestamp>> {
    let rows: Vec<(Timestamp,)> = session
        .all(
            "SELECT at FROM fronts WHERE title_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT $4",
            (title, from, until, most),
        )
        .await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

async fn read(session: &mut Session, row: Row) -> Result<Version> {
    let (id, version, at, by, text, article, address, until) = row;
    let places = places(session, id).await?;
    let to = match article {
        Some(article) => LeadsTo::Article(article),
        None if address.is_empty() => LeadsTo::Nothing,
        None => LeadsTo::Address(address),
    };
    Ok(Version {
        version,
        at,
        by,
        composition: Composition {
            slots: places.into_iter().map(placed).collect(),
            breaking: until.map(|until| Breaking { text, to, until }),
        },
    })
}

fn placed(pin: Pin) -> Placed {
    Placed {
        slot: pin.slot,
        position: pin.position,
        article: pin.article,
        until: pin.until,
        headline: Some(pin.headline).filter(|headline| !headline.is_empty()),
        picture: pin.picture,
    }
}
