//! What section and topics of an article are called on its pages: as its revision says.
//!
//! A section may be renamed, and readers see the new name in the navigation and on lists at once. On an article stands what
//! its revision says, also on the live page: what readers see of an article changes only by a revision, and what they see is
//! what the commitment covers. The record of today supplies the links.

use super::article::topics;
use super::facts::{Link, SectionLink};
use super::title;
use crate::Result;
use crate::articles::content::{Content, Placed};
use crate::articles::{Article, PlacementRow};
use crate::db::Session;
use crate::sections::{self, Section};
use crate::titles::Title;

/// Where an article stands, in the words of a revision.
pub(super) struct Names {
    pub(super) section: Option<SectionLink>,
    pub(super) parent: Option<SectionLink>,
    pub(super) topics: Vec<Link>,
}

pub(super) async fn of(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    article: &Article,
    content: &Content,
) -> Result<Names> {
    let id = title.id.to_string();
    let placed = content.placements.iter().find(|placed| placed.title == id);
    let sections = sections::all(session, title.id).await?;
    let today = sections.iter().find(|one| one.id == placement.section);
    let above = |section: &Section| sections.iter().find(|one| Some(one.id) == section.parent);
    let Some(placed) = placed else {
        // A revision from before the article came to this title has no names for it.
        return Ok(Names {
            section: today.map(title::link),
            parent: today.and_then(above).map(title::link),
            topics: topics(session, placement).await?,
        });
    };
    let live = content.number == article.revisions;
    let named = |name: &str| sections.iter().find(|one| one.name == name);
    // An earlier revision may be of another section than today's: the one of that name, if there still is one.
    let section = if live {
        today
    } else {
        named(&placed.section).or(today)
    };
    let parent = section.and_then(above).or_else(|| named(&placed.parent));
    Ok(Names {
        section: section.map(|section| called(section, &placed.section)),
        parent: parent.and_then(|parent| match placed.parent.as_str() {
            // Revisions that do not name their editor are older than the field, and do not tell.
            "" if live && content.editor.is_empty() => Some(title::link(parent)),
            "" => None,
            name => Some(called(parent, name)),
        }),
        topics: topics_of(session, title, placement, placed).await?,
    })
}

fn called(section: &Section, name: &str) -> SectionLink {
    SectionLink {
        name: name.to_owned(),
        ..title::link(section)
    }
}

/// The topics a revision names, each with its link of today: found by its name, or as an alias of the one it was merged into,
/// or where it was renamed by its place among the topics of the placement. A name that leads nowhere any more is left out of this line of links.
async fn topics_of(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    placed: &Placed,
) -> Result<Vec<Link>> {
    let today = topics(session, placement).await?;
    let same_number = today.len() == placed.topics.len();
    let mut links = Vec::with_capacity(placed.topics.len());
    for (place, name) in placed.topics.iter().enumerate() {
        let path = if let Some(same) = today.iter().find(|link| link.name == *name) {
            Some(same.path.clone())
        } else if let Some(slug) = slug_of(session, title, name).await? {
            Some(format!("/topics/{slug}"))
        } else {
            let renamed = today.get(place).filter(|_| same_number);
            renamed.map(|link| link.path.clone())
        };
        links.extend(path.map(|path| Link {
            name: name.clone(),
            path,
        }));
    }
    Ok(links)
}

async fn slug_of(session: &mut Session, title: &Title, name: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT t.slug FROM topics t WHERE t.title_id = $1 AND t.merged_into IS NULL
                AND (t.name = $2 OR EXISTS (SELECT 1 FROM topic_aliases a WHERE a.topic_id = t.id AND a.word = $2))
              ORDER BY CASE WHEN t.name = $2 THEN 0 ELSE 1 END, t.slug LIMIT 1",
            (title.id, name),
        )
        .await?;
    Ok(row.map(|(slug,)| slug))
}
