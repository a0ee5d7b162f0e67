//! What stands in a feed: articles as readers see them now, or changes.

use super::scopes::Scope;
use super::{CHANGED_MAX, EntryFacts, MENDED_DAYS, MENDED_MAX, PAGE_SIZE, Part};
use crate::articles::content::{Class, Content, State};
use crate::articles::{self, PlacementRow};
use crate::db::Session;
use crate::id::{PictureId, PlacementId, RevisionId};
use crate::reading::article;
use crate::reading::cards::StoredCard;
use crate::reading::facts::{CorrectionFacts, NoteFacts, Rendition, SectionLink};
use crate::reading::title::Reach;
use crate::titles::Title;
use crate::{Fault, Result, people, pictures};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// The articles of a document.
pub(super) async fn articles(
    session: &mut Session,
    title: &Title,
    scope: &Scope,
    part: Option<Part>,
    reach: &Reach,
) -> Result<Vec<EntryFacts>> {
    let mut entries = Vec::new();
    let mut people = BTreeMap::new();
    for placement in chosen(session, scope, part).await? {
        if let Some(entry) = entry(session, title, placement, reach, &mut people).await? {
            entries.push(entry);
        }
    }
    // The newest on top, so that old news which was corrected does not pass for new.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.content.first_published));
    Ok(entries)
}

async fn chosen(
    session: &mut Session,
    scope: &Scope,
    part: Option<Part>,
) -> Result<Vec<PlacementId>> {
    let statements = scope.statements;
    if let Some(part) = part {
        let mut slice = scope
            .placements(session, statements.within, scope.slice(part))
            .await?;
        slice.reverse();
        return Ok(slice);
    }
    let mut chosen = scope
        .placements(session, statements.newest, scope.first(PAGE_SIZE))
        .await?;
    // What was taken away or corrected first, however much was updated since: who printed it must hear of it.
    let newest = crate::changes::touched_at(session, scope.trace)
        .await?
        .unwrap_or_default();
    let since = newest
        .checked_sub(SignedDuration::from_hours(24 * MENDED_DAYS))
        .unwrap_or(newest);
    let mut told = scope
        .placements(session, statements.mended, scope.since(MENDED_MAX, since))
        .await?;
    let changed = scope
        .placements(session, statements.changed, scope.first(CHANGED_MAX))
        .await?;
    told.extend(changed);
    for placement in told {
        if !chosen.contains(&placement) {
            chosen.push(placement);
        }
    }
    Ok(chosen)
}

/// An article as its title shows it now; `None` if the title shows it no more.
async fn entry(
    session: &mut Session,
    title: &Title,
    id: PlacementId,
    reach: &Reach,
    people: &mut BTreeMap<String, Option<String>>,
) -> Result<Option<EntryFacts>> {
    let shown = articles::placement(session, id).await?;
    let shown = shown.filter(|placement| !placement.deindexed);
    let Some((placement, path, revision)) = shown.and_then(|placement| {
        let (path, revision) = (placement.path.clone()?, placement.revision?);
        Some((placement, path, revision))
    }) else {
        return Ok(None);
    };
    let mut content = live(session, revision).await?;
    if !placement.headline.is_empty() {
        content.headline.clone_from(&placement.headline);
    }
    let (canonical, original) = article::original(session, &placement, reach).await?;
    let notes = article::notes(session, placement.article).await?;
    let told = notes.first().map_or(content.modified, |note| note.at);
    Ok(Some(EntryFacts {
        path,
        canonical,
        original,
        pictures: article::shown_pictures(session, &content).await?,
        enclosure: enclosure(session, &content).await?,
        people: pages_of(session, title, &content, people).await?,
        section: section(session, &placement).await?,
        topics: article::topics(session, &placement).await?,
        updated: content.modified.max(told),
        notes,
        content,
    }))
}

async fn live(session: &mut Session, revision: RevisionId) -> Result<Content> {
    let content = articles::revisions::by_id(session, revision).await?.content;
    Ok(match content.state {
        State::Live => content,
        State::Withdrawn | State::Killed => content.without_text(),
    })
}

async fn section(session: &mut Session, placement: &PlacementRow) -> Result<SectionLink> {
    let (name, slug): (String, String) = session
        .one(
            "SELECT name, slug FROM sections WHERE id = $1",
            (placement.section,),
        )
        .await?;
    Ok(SectionLink {
        id: placement.section.to_string(),
        name,
        path: format!("/{slug}"),
    })
}

async fn pages_of(
    session: &mut Session,
    title: &Title,
    content: &Content,
    known: &mut BTreeMap<String, Option<String>>,
) -> Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    for credit in &content.byline {
        if !known.contains_key(&credit.name) {
            let person = people::contributor_named(session, &credit.name).await?;
            let path = person.map(|person| super::super::lists::told(person, &title.language).path);
            known.insert(credit.name.clone(), path);
        }
        if let Some(Some(path)) = known.get(&credit.name) {
            pages.insert(credit.name.clone(), path.clone());
        }
    }
    Ok(pages)
}

async fn enclosure(session: &mut Session, content: &Content) -> Result<Option<Rendition>> {
    let placed = content.picture.as_ref();
    match placed.and_then(|picture| PictureId::parse(&picture.file)) {
        Some(id) => pictures::shared(session, id).await,
        None => Ok(None),
    }
}

/// The changes of a document, the newest first.
pub(super) async fn changes(
    session: &mut Session,
    scope: &Scope,
    part: Option<Part>,
) -> Result<Vec<(String, CorrectionFacts)>> {
    type Columns = (
        RevisionId,
        Option<String>,
        Option<String>,
        u32,
        String,
        String,
        Timestamp,
        String,
    );
    let rows: Vec<Columns> = match part {
        None => {
            session
                .all(scope.statements.newest, scope.first(PAGE_SIZE))
                .await?
        }
        Some(part) => {
            let mut rows: Vec<Columns> = session
                .all(scope.statements.within, scope.slice(part))
                .await?;
            rows.reverse();
            rows
        }
    };
    let mut changes = Vec::with_capacity(rows.len());
    for (revision, path, card, number, class, note, at, editor) in rows {
        let (Some(path), Some(card)) = (path, card) else {
            continue;
        };
        let card: StoredCard = serde_json::from_str(&card).map_err(Fault::from)?;
        let class = Class::parse(&class)
            .ok_or_else(|| Fault::new("a notice's class is no word we know"))?;
        changes.push((
            revision.to_string(),
            CorrectionFacts {
                headline: card.headline().to_owned(),
                language: card.language().to_owned(),
                history: format!("{path}/history"),
                href: path,
                change: NoteFacts {
                    number,
                    class,
                    note,
                    at,
                    editor,
                },
            },
        ));
    }
    Ok(changes)
}
