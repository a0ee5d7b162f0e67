//! What readers would see if the draft went out: the facts of its page, made as publishing makes them, kept by nobody.

use super::article::{self, Stands};
use super::facts::NoteFacts;
use super::pages::ArticleFacts;
use super::title::Reach;
use crate::articles::content::{Class, Content, State};
use crate::articles::{self, Article, PlacementRow, drafting, making, showing};
use crate::db::Session;
use crate::id::{ArticleId, TitleId};
use crate::titles::{self, Title};
use crate::{Refusal, Result, Thing, addresses, sections};
use jiff::Timestamp;

/// How the draft would go out.
#[derive(Debug, Clone)]
pub struct Going {
    /// On which of its titles it is looked at; `None` for the one it was filed for.
    pub title: Option<TitleId>,
    /// The class of the change, where it is out already.
    pub class: Class,
    /// What readers would be told of it.
    pub note: String,
}

/// A page that is not out.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Where it would stand.
    pub title: Title,
    /// What it would say.
    pub facts: ArticleFacts,
    /// What readers read now, if it is out.
    pub before: Option<Content>,
}

/// The page of an article as it would be if its working text went out at an instant. Who may look is the caller's to ask:
/// [`crate::Actor::sees`] with [`crate::rights::Deed::Save`], or a secret address.
pub async fn article(
    session: &mut Session,
    id: ArticleId,
    going: &Going,
    reach: &Reach,
    at: Timestamp,
) -> Result<Preview> {
    let article = articles::find(session, id).await?;
    let placements = articles::placements(session, id).await?;
    let wanted = going.title.unwrap_or(article.home);
    let placement = placements
        .iter()
        .find(|placement| placement.title == wanted)
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Title,
            name: wanted.to_string(),
        })?;
    let before = match article.revision {
        Some(live) => Some(articles::revisions::by_id(session, live).await?.content),
        None => None,
    };
    let content = content(session, &article, going, before.as_ref(), at).await?;
    let title = titles::by_id(session, placement.title).await?;
    let stands = stands(session, &title, placement, &placements, &content, reach).await?;
    let mut facts =
        article::facts(session, &title, placement, &article, content, reach, stands).await?;
    facts.versions = facts.content.number;
    if facts.content.class.is_told() {
        facts.notes.insert(0, note(&facts.content));
    }
    Ok(Preview {
        title,
        facts,
        before,
    })
}

pub(super) async fn content(
    session: &mut Session,
    article: &Article,
    going: &Going,
    before: Option<&Content>,
    at: Timestamp,
) -> Result<Content> {
    let home = titles::by_id(session, article.home).await?;
    let copy = drafting::working_copy(session, article).await?;
    let copy = making::fill(session, copy, &home).await?;
    let class = match before {
        Some(_) => going.class,
        None => Class::First,
    };
    let frame = making::Frame {
        class,
        note: going.note.clone(),
        first_published: article.first_published.unwrap_or(at),
        state: State::Live,
    };
    let mut content = making::looked_at(session, at, article, &home, &copy, frame).await?;
    if let Some(before) = before {
        content.statements.clone_from(&before.statements);
        content.redactions.clone_from(&before.redactions);
    }
    Ok(content)
}

/// Where its page stands, or is likely to: another text may yet take the address.
async fn stands(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    placements: &[PlacementRow],
    content: &Content,
    reach: &Reach,
) -> Result<Stands> {
    if placement.path.is_some() {
        return Stands::of(session, placement, reach).await;
    }
    let path = likely(session, title, placement, content).await?;
    let original = placements.iter().find(|one| one.original);
    let canonical = match original.filter(|_| !placement.original) {
        None => (title.clone(), path.clone()),
        Some(original) => {
            let home = titles::by_id(session, original.title).await?;
            let path = match &original.path {
                Some(path) => path.clone(),
                None => likely(session, &home, original, content).await?,
            };
            (home, path)
        }
    };
    let hosts = titles::hosts(session, canonical.0.id).await?;
    let base_url = reach.base_url(&hosts.into_iter().next().unwrap_or_default());
    let link = (!placement.original).then(|| super::facts::TitleLink {
        name: canonical.0.name.clone(),
        base_url: base_url.clone(),
        language: canonical.0.language.clone(),
    });
    Ok(Stands {
        path,
        canonical: format!("{base_url}{}", canonical.1),
        original: link,
    })
}

pub(super) async fn likely(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    content: &Content,
) -> Result<String> {
    let section = sections::all(session, title.id)
        .await?
        .into_iter()
        .find(|section| section.id == placement.section)
        .map(|section| section.slug)
        .unwrap_or_default();
    let slug = showing::wanted_slug(placement, content);
    let first = content.first_published;
    Ok(addresses::likely(
        title,
        placement.id,
        &section,
        &slug,
        first,
    ))
}

fn note(content: &Content) -> NoteFacts {
    NoteFacts {
        number: content.number,
        class: content.class,
        note: content.note.clone(),
        at: content.at,
        editor: content.editor.clone(),
    }
}
