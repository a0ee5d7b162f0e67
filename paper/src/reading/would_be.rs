//! A front that nobody has published yet, as its preview takes it: what would be pinned, what would have gone out.

use super::cards::{ListedRow, StoredCard};
use super::preview::{self, Going};
use crate::articles::content::Class;
use crate::articles::{self, revisions};
use crate::db::Session;
use crate::fronts::{Composition, Flash, LeadsTo, Pin};
use crate::id::{ArticleId, PlacementId};
use crate::titles::Title;
use crate::{Result, sections};
use jiff::Timestamp;

/// Scheduled texts a preview looks at.
const COMING_MAX: u32 = 40;

/// What is scheduled on a title and would have gone out by an instant, new texts and changes of those that are out; what is
/// held or under embargo until later is not among it. Whether the gate will let it pass is not asked.
pub(super) async fn coming(
    session: &mut Session,
    title: &Title,
    at: Timestamp,
) -> Result<Vec<ListedRow>> {
    let due: Vec<(ArticleId, Timestamp, String)> = session
        .all(
            "SELECT d.article_id, d.due_at, d.due_class FROM drafts d
               JOIN placements p ON p.article_id = d.article_id JOIN articles a ON a.id = d.article_id
              WHERE p.title_id = $1 AND d.due_at <= $2 AND a.hold = '' AND p.displaced_at IS NULL ORDER BY d.due_at DESC LIMIT $3",
            (title.id, at, COMING_MAX),
        )
        .await?;
    let sections = sections::all(session, title.id).await?;
    let mut rows = Vec::new();
    for (id, due, class) in due {
        let article = articles::find(session, id).await?;
        let before = match article.revision {
            Some(live) => Some(revisions::by_id(session, live).await?.content),
            None => None,
        };
        let going = Going {
            title: Some(title.id),
            class: Class::parse(&class).unwrap_or(Class::First),
            note: String::new(),
        };
        let content = preview::content(session, &article, &going, before.as_ref(), due).await?;
        let placed = articles::placements(session, id).await?;
        for placement in placed.into_iter().filter(|one| one.title == title.id) {
            let path = match &placement.path {
                Some(path) => path.clone(),
                None => preview::likely(session, title, &placement, &content).await?,
            };
            let section = sections.iter().find(|one| one.id == placement.section);
            let section = section.map(|one| (one.id, one.name.clone(), one.slug.clone()));
            let card = StoredCard::of(&content, &placement.headline, false);
            let names = (placement.id, id);
            rows.push(ListedRow::coming(names, path, section, &content, card));
        }
    }
    Ok(rows)
}

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
