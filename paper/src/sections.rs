//! Sections of a title, in two levels.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::standing::{self, Part};
use crate::words::{self, LEAD_CHARS_MAX, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use serde_json::json;

/// Sections of one title.
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

/// Where a section is told to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Under<'a> {
    /// Nothing is said: it stays where it is, a new one on the first level.
    #[default]
    Same,
    /// On the first level.
    Nothing,
    /// Under the section with this slug.
    Section(&'a str),
}

const SECTION: Part = Part {
    what: "sections",
    most: SECTIONS_MAX,
    position: "SELECT position FROM sections WHERE title_id = $1 AND slug = $2",
    count: "SELECT COUNT(*) FROM sections WHERE title_id = $1",
    rival: Some((
        Thing::Page,
        "SELECT slug FROM pages WHERE title_id = $1 AND slug = $2",
    )),
};

/// Adds a section, or changes the one with this slug; a lead that is not said stays.
///
/// There are two levels: a section that has others under it cannot stand under another.
pub async fn keep(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    name: &str,
    lead: Option<&str>,
    under: Under<'_>,
) -> Result<SectionId> {
    let slug = words::slug("slug", slug)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let lead = checked_lead(lead)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let position = standing::place(&mut tx, &SECTION, title, &slug).await?;
    let before: Option<Section> = tx
        .session
        .opt(
            "SELECT id, parent_id, slug, name, lead FROM sections WHERE title_id = $1 AND slug = $2",
            (title, &slug),
        )
        .await?;
    let parent = match under {
        Under::Same => before.as_ref().and_then(|section| section.parent),
        Under::Nothing => None,
        Under::Section(word) => Some(above(&mut tx, title, &slug, before.as_ref(), word).await?),
    };
    let lead = lead.or(before.map(|section| section.lead));
    let (id,): (SectionId,) = tx
        .session
        .one(
            "INSERT INTO sections (id, title_id, parent_id, slug, name, lead, position) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (title_id, slug) DO UPDATE SET name = excluded.name, lead = excluded.lead, parent_id = excluded.parent_id
             RETURNING id",
            (SectionId::draw(paper)?, title, parent, &slug, &name, lead.unwrap_or_default(), position),
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

fn checked_lead(lead: Option<&str>) -> Result<Option<String>> {
    lead.map(|lead| words::optional_line("lead", lead, LEAD_CHARS_MAX))
        .transpose()
}

/// The section another is to stand under, if there would be no third level.
async fn above(
    tx: &mut Tx,
    title: TitleId,
    slug: &str,
    before: Option<&Section>,
    word: &str,
) -> Result<SectionId> {
    let above = section(&mut tx.session, title, word).await?;
    let below: Option<(String,)> = match before {
        Some(section) => {
            tx.session
                .opt(
                    "SELECT slug FROM sections WHERE parent_id = $1 LIMIT 1",
                    (section.id,),
                )
                .await?
        }
        None => None,
    };
    if above.parent.is_some() || above.slug == slug || below.is_some() {
        return Err(Refusal::TwoLevels {
            section: slug.to_owned(),
            above: above.slug,
        }
        .into());
    }
    Ok(above.id)
}

/// Puts the sections of a title in this order. Those not named follow in the order they had.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title, and for a slug it has no section of.
pub async fn order(paper: &Paper, by: &Actor, title: TitleId, slugs: &[String]) -> Result<()> {
    words::at_most("sections", slugs.len(), SECTIONS_MAX as usize)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let mut wanted = Vec::new();
    for slug in slugs {
        let found = section(&mut tx.session, title, slug).await?;
        if !wanted.contains(&found.id) {
            wanted.push(found.id);
        }
    }
    for other in all(&mut tx.session, title).await? {
        if !wanted.contains(&other.id) {
            wanted.push(other.id);
        }
    }
    for (position, id) in (1_i64..).zip(wanted) {
        tx.session
            .exec(
                "UPDATE sections SET position = $2 WHERE id = $1",
                (id, position),
            )
            .await?;
    }
    audit::note(
        &mut tx,
        by,
        Deed::Keep,
        About::title(title),
        json!({"sections": slugs}),
    )
    .await?;
    tx.commit("section.order", &Traces::everything()).await?;
    Ok(())
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
