//! The facts that go with every page of a title.

use super::facts::{PageLink, SectionEntry, SectionLink, SocialLink, TitleFacts, TitleLink};
use crate::db::Session;
use crate::id::TitleId;
use crate::sections::Section;
use crate::titles::Title;
use crate::{Result, network, pages, sections, titles};

/// How readers reach this server: what stands before and after a host in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// `http` or `https`.
    pub scheme: String,
    /// The port, where it is not the scheme's own.
    pub port: Option<u16>,
}

impl Reach {
    /// Scheme, host and port, without a slash at the end.
    pub fn base_url(&self, host: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }
}

/// The title a host shows; `None` if no title has it.
pub async fn by_host(session: &mut Session, host: &str) -> Result<Option<Title>> {
    Ok(session
        .opt(
            "SELECT t.id, t.key, t.name, t.motto, t.language, t.zone, t.permalink, t.theme, t.settings, t.imprint, t.comments_over
               FROM hosts h JOIN titles t ON t.id = h.title_id WHERE h.host = $1 AND h.former_at IS NULL",
            (host,),
        )
        .await?)
}

/// Where a title is now that once had this host: scheme, host and port, without a slash at the end.
pub async fn moved_from(
    session: &mut Session,
    host: &str,
    reach: &Reach,
) -> Result<Option<String>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT now.host FROM hosts old JOIN hosts now ON now.title_id = old.title_id AND now.main = 1
              WHERE old.host = $1 AND old.former_at IS NOT NULL",
            (host,),
        )
        .await?;
    Ok(row.map(|(now,)| reach.base_url(&now)))
}

/// What every page of a title carries around its own matter.
pub async fn facts(session: &mut Session, title: &Title, reach: &Reach) -> Result<TitleFacts> {
    let sections = sections::all(session, title.id).await?;
    let hosts = titles::hosts(session, title.id).await?;
    let host = hosts.into_iter().next().unwrap_or_default();
    let pages = pages::all(session, title.id).await?;
    let network = network::find(session)
        .await?
        .map(|network| network.name)
        .unwrap_or_default();
    Ok(TitleFacts {
        id: title.id.to_string(),
        name: title.name.clone(),
        motto: title.motto.clone(),
        language: title.language.clone(),
        zone: title.zone.clone(),
        theme: title.theme.clone(),
        accent: title.settings.accent.clone(),
        base_url: reach.base_url(&host),
        host,
        imprint: title.imprint.clone(),
        menu: menu(title, &sections),
        sections: entries(&sections),
        social: title
            .settings
            .social
            .iter()
            .map(|social| SocialLink {
                name: social.name.clone(),
                url: social.url.clone(),
            })
            .collect(),
        pages: pages
            .into_iter()
            .map(|page| PageLink {
                name: page.name,
                path: format!("/{}", page.slug),
                role: page.role,
            })
            .collect(),
        siblings: siblings(session, title, reach).await?,
        network,
        comments: title.settings.comments.clone(),
    })
}

/// A section, named and linked.
pub(crate) fn link(section: &Section) -> SectionLink {
    SectionLink {
        id: section.id.to_string(),
        name: section.name.clone(),
        path: format!("/{}", section.slug),
    }
}

fn menu(title: &Title, sections: &[Section]) -> Vec<SectionLink> {
    if title.settings.menu.is_empty() {
        return sections
            .iter()
            .filter(|section| section.parent.is_none())
            .map(link)
            .collect();
    }
    let named = title.settings.menu.iter();
    named
        .filter_map(|slug| sections.iter().find(|section| section.slug == *slug))
        .map(link)
        .collect()
}

/// The sections of the first level, each with those under it.
pub(crate) fn entries(sections: &[Section]) -> Vec<SectionEntry> {
    let first = sections.iter().filter(|section| section.parent.is_none());
    first.map(|section| entry(section, sections)).collect()
}

/// One section with those under it.
pub(crate) fn entry(section: &Section, sections: &[Section]) -> SectionEntry {
    let children = sections
        .iter()
        .filter(|child| child.parent == Some(section.id))
        .map(link)
        .collect();
    SectionEntry {
        link: link(section),
        children,
    }
}

async fn siblings(session: &mut Session, title: &Title, reach: &Reach) -> Result<Vec<TitleLink>> {
    let rows: Vec<(String, String, String)> = session
        .all(
            "SELECT t.name, h.host, t.language FROM titles t JOIN hosts h ON h.title_id = t.id AND h.main = 1
              WHERE t.id <> $1 ORDER BY t.position",
            (title.id,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(name, host, language)| TitleLink {
            name,
            base_url: reach.base_url(&host),
            language,
        })
        .collect())
}

/// The titles of the network, id and address, in the order they were founded.
pub async fn network(session: &mut Session, reach: &Reach) -> Result<Vec<(String, String)>> {
    let rows: Vec<(TitleId, String)> = session
        .all(
            "SELECT t.id, h.host FROM titles t JOIN hosts h ON h.title_id = t.id AND h.main = 1 ORDER BY t.position",
            (),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, host)| (id.to_string(), reach.base_url(&host)))
        .collect())
}
