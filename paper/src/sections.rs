//! Sections, in two levels, and topics: the standing parts of a title.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{SectionId, TitleId, TopicId};
use crate::rights::Deed;
use crate::words::{self, LEAD_CHARS_MAX, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use serde_json::json;

/// Sections or topics of one title.
pub const SECTIONS_MAX: u32 = 500;

/// A standing part of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// The section above it.
    pub parent: Option<SectionId>,
    /// The word in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub lead: String,
}

impl FromRow for Section {
    fn from_row(row: &mut Row) -> Result<Section, Fault> {
        Ok(Section {
            id: row.take()?,
            parent: row.take()?,
            slug: row.take()?,
            name: row.take()?,
            lead: row.take()?,
        })
    }
}

/// A subject with its own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// The word in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub lead: String,
}

impl FromRow for Topic {
    fn from_row(row: &mut Row) -> Result<Topic, Fault> {
        Ok(Topic {
            id: row.take()?,
            slug: row.take()?,
            name: row.take()?,
            lead: row.take()?,
        })
    }
}

/// Adds a section, under another of the first level if `parent` names one, or changes name and lead of the one
/// with this slug.
pub async fn keep(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    name: &str,
    lead: &str,
    parent: Option<&str>,
) -> Result<SectionId> {
    let slug = words::slug("slug", slug)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let lead = words::optional_line("lead", lead, LEAD_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let parent = match parent {
        Some(word) => {
            let above = section(&mut tx.session, title, word).await?;
            if above.parent.is_some() || above.slug == slug {
                return Err(Refusal::Unfit {
                    field: "parent",
                    value: word.to_owned(),
                    wants: "a section of the first level",
                }
                .into());
            }
            Some(above.id)
        }
        None => None,
    };
    let page: Option<(String,)> = tx
        .session
        .opt(
            "SELECT slug FROM pages WHERE title_id = $1 AND slug = $2",
            (title, &slug),
        )
        .await?;
    if page.is_some() {
        return Err(Refusal::Taken {
            thing: Thing::Page,
            name: slug,
        }
        .into());
    }
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM sections WHERE title_id = $1",
            (title,),
        )
        .await?;
    if count >= i64::from(SECTIONS_MAX) {
        return Err(Refusal::LimitReached {
            what: "sections",
            most: SECTIONS_MAX as usize,
        }
        .into());
    }
    let (id,): (SectionId,) = tx
        .session
        .one(
            "INSERT INTO sections (id, title_id, parent_id, slug, name, lead, position) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (title_id, slug) DO UPDATE SET name = excluded.name, lead = excluded.lead, parent_id = excluded.parent_id
             RETURNING id",
            (SectionId::draw(paper)?, title, parent, &slug, &name, &lead, count + 1),
        )
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Keep,
        About::title(title),
        json!({"section": slug, "name": name}),
    )
    .await?;
    tx.commit("section.keep", &Traces::everything()).await?;
    Ok(id)
}

/// Adds a topic, or changes name and lead of the one with this slug.
pub async fn keep_topic(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    name: &str,
    lead: &str,
) -> Result<TopicId> {
    let slug = words::slug("slug", slug)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let lead = words::optional_line("lead", lead, LEAD_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let (id,): (TopicId,) = tx
        .session
        .one(
            "INSERT INTO topics (id, title_id, slug, name, lead) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (title_id, slug) DO UPDATE SET name = excluded.name, lead = excluded.lead RETURNING id",
            (TopicId::draw(paper)?, title, &slug, &name, &lead),
        )
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Keep,
        About::title(title),
        json!({"topic": slug, "name": name}),
    )
    .await?;
    tx.commit(
        "topic.keep",
        &Traces {
            topics: [id].into(),
            ..Traces::of_title(title)
        },
    )
    .await?;
    Ok(id)
}

/// All sections of a title, first level and second, in their order.
pub async fn all(session: &mut Session, title: TitleId) -> Result<Vec<Section>> {
    Ok(session
        .all(
            "SELECT id, parent_id, slug, name, lead FROM sections WHERE title_id = $1 ORDER BY position, slug LIMIT $2",
            (title, SECTIONS_MAX),
        )
        .await?)
}

/// The section of a title with this slug.
pub async fn section(session: &mut Session, title: TitleId, slug: &str) -> Result<Section> {
    session
        .opt("SELECT id, parent_id, slug, name, lead FROM sections WHERE title_id = $1 AND slug = $2", (title, slug))
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Section, name: slug.to_owned() }.into())
}

/// The topic of a title with this slug.
pub async fn topic(session: &mut Session, title: TitleId, slug: &str) -> Result<Topic> {
    session
        .opt(
            "SELECT id, slug, name, lead FROM topics WHERE title_id = $1 AND slug = $2",
            (title, slug),
        )
        .await?
        .ok_or_else(|| {
            Refusal::Unknown {
                thing: Thing::Topic,
                name: slug.to_owned(),
            }
            .into()
        })
}

/// All topics of a title by name.
pub async fn topics(session: &mut Session, title: TitleId) -> Result<Vec<Topic>> {
    Ok(session
        .all(
            "SELECT id, slug, name, lead FROM topics WHERE title_id = $1 ORDER BY name LIMIT $2",
            (title, SECTIONS_MAX),
        )
        .await?)
}
