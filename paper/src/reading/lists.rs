//! Lists of articles: section, contributor, standing page, and what to offer when nothing is found.

use super::cards::{self, ListedRow};
use super::facts::{Card, Pages, PersonFacts};
use super::pages::{ContributorFacts, ErrorFacts, PageFacts, SectionFacts};
use super::title;
use crate::db::Session;
use crate::id::SectionId;
use crate::people::Contributor;
use crate::titles::Title;
use crate::{Refusal, Result, Thing, pages, people, pictures, sections};
use markup::{Block, Body, Inline};
use std::collections::BTreeMap;

/// Articles on one page of a list.
pub const PAGE_SIZE: u32 = 30;
/// Pages of a list; what is older is in the archive.
pub const PAGES_MAX: u32 = 50;
/// Articles offered on an error page.
const SUGGESTIONS: u32 = 6;

/// Which slice of a list a page shows, one row more than it prints to know whether there is an older one.
pub(super) fn slice(page: u32) -> (u32, u32) {
    (
        PAGE_SIZE + 1,
        page.saturating_sub(1).saturating_mul(PAGE_SIZE),
    )
}

pub(super) fn check_page(page: u32) -> Result<()> {
    if (1..=PAGES_MAX).contains(&page) {
        return Ok(());
    }
    Err(Refusal::Unknown {
        thing: Thing::Page,
        name: page.to_string(),
    }
    .into())
}

/// Cuts the row that was asked for in excess and names the neighbours.
pub(super) fn paged<T>(mut rows: Vec<T>, path: &str, page: u32) -> Result<(Vec<T>, Pages)> {
    if rows.is_empty() && page > 1 {
        return Err(Refusal::Unknown {
            thing: Thing::Page,
            name: page.to_string(),
        }
        .into());
    }
    let more = rows.len() > PAGE_SIZE as usize && page < PAGES_MAX;
    rows.truncate(PAGE_SIZE as usize);
    let newer = match page {
        0 | 1 => None,
        2 => Some(path.to_owned()),
        _ => Some(format!("{path}?page={}", page - 1)),
    };
    let older = more.then(|| format!("{path}?page={}", page + 1));
    Ok((
        rows,
        Pages {
            number: page,
            newer,
            older,
        },
    ))
}

/// A section's page: its own articles and those of the sections under it, newest first.
pub async fn section(
    session: &mut Session,
    title: &Title,
    slug: &str,
    page: u32,
) -> Result<SectionFacts> {
    check_page(page)?;
    let all = sections::all(session, title.id).await?;
    let section = all
        .iter()
        .find(|section| section.slug == slug)
        .ok_or(Refusal::Unknown {
            thing: Thing::Section,
            name: slug.to_owned(),
        })?;
    let (limit, offset) = slice(page);
    let rows = in_section(session, section.id, limit, offset).await?;
    let (rows, pages) = paged(rows, &format!("/{slug}"), page)?;
    let parent = all.iter().find(|above| Some(above.id) == section.parent);
    Ok(SectionFacts {
        section: title::entry(section, &all),
        about: section.lead.clone(),
        parent: parent.map(title::link),
        cards: cards::cards(session, rows).await?,
        pages,
    })
}

pub(crate) async fn in_section(
    session: &mut Session,
    section: SectionId,
    limit: u32,
    offset: u32,
) -> Result<Vec<ListedRow>> {
    Ok(session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placements p JOIN sections s ON s.id = p.section_id
              WHERE p.listed = 1
                AND p.section_id IN (SELECT id FROM sections WHERE id = $1 OR parent_id = $1)
              ORDER BY p.first_published_at DESC, p.id DESC LIMIT $2 OFFSET $3",
            (section, limit, offset),
        )
        .await?)
}

/// The newest articles of a title.
pub(crate) async fn newest(
    session: &mut Session,
    title: &Title,
    limit: u32,
) -> Result<Vec<ListedRow>> {
    Ok(session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM placements p JOIN sections s ON s.id = p.section_id
              WHERE p.title_id = $1 AND p.listed = 1
              ORDER BY p.first_published_at DESC, p.id DESC LIMIT $2",
            (title.id, limit),
        )
        .await?)
}

/// A plain text as a body: empty lines divide paragraphs.
pub(super) fn paragraphs(text: &str) -> Body {
    let blocks = text
        .split("\n\n")
        .filter(|part| !part.trim().is_empty())
        .map(|part| Block::Paragraph {
            text: vec![Inline::text(part.trim())],
            lang: None,
        })
        .collect();
    Body {
        blocks,
        ..Body::default()
    }
}

/// A contributor's page.
pub async fn contributor(
    session: &mut Session,
    title: &Title,
    slug: &str,
    page: u32,
) -> Result<ContributorFacts> {
    check_page(page)?;
    let person = people::contributor(session, slug).await?;
    let (limit, offset) = slice(page);
    let rows: Vec<ListedRow> = session
        .all(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug
               FROM credits c0 JOIN placements p ON p.id = c0.placement_id JOIN sections s ON s.id = p.section_id
              WHERE c0.name = $1 AND c0.title_id = $2 AND p.listed = 1
              ORDER BY c0.first_published_at DESC, p.id DESC LIMIT $3 OFFSET $4",
            (&person.name, title.id, limit, offset),
        )
        .await?;
    let (articles,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM credits c JOIN placements p ON p.id = c.placement_id
              WHERE c.name = $1 AND c.title_id = $2 AND p.listed = 1",
            (&person.name, title.id),
        )
        .await?;
    let (rows, pages) = paged(rows, &format!("/people/{slug}"), page)?;
    let cards = cards::cards(session, rows).await?;
    let email = person.email.clone();
    Ok(ContributorFacts {
        person: told(person, &title.language),
        email,
        links: Vec::new(),
        articles,
        cards,
        pages,
    })
}

/// What a title tells about a contributor, in its language.
pub(crate) fn told(person: Contributor, language: &str) -> PersonFacts {
    let primary = language.split('-').next().unwrap_or_default();
    let pick = |texts: &BTreeMap<String, String>| {
        texts
            .get(primary)
            .or_else(|| texts.values().next())
            .cloned()
            .unwrap_or_default()
    };
    PersonFacts {
        role: pick(&person.role),
        about: pick(&person.bio),
        path: format!("/people/{}", person.slug),
        name: person.name,
        picture: None,
    }
}

/// A standing page.
pub async fn page(session: &mut Session, title: &Title, slug: &str) -> Result<PageFacts> {
    let page = pages::page(session, title.id, slug).await?;
    let mut shown = BTreeMap::new();
    for picture in page.body.pictures() {
        if let Some(facts) = pictures::facts(session, picture).await? {
            shown.insert(picture.file.clone(), facts);
        }
    }
    Ok(PageFacts {
        path: format!("/{}", page.slug),
        name: page.name,
        role: page.role,
        body: page.body,
        pictures: shown,
        modified: page.changed_at,
    })
}

/// What to offer a reader who found nothing.
pub async fn error(session: &mut Session, title: &Title, status: u16) -> Result<ErrorFacts> {
    let rows = newest(session, title, SUGGESTIONS).await?;
    let suggestions: Vec<Card> = cards::cards(session, rows).await?;
    Ok(ErrorFacts {
        status,
        suggestions,
    })
}
