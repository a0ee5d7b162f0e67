//! Who makes the two newspapers, and what these are made of before the first article.

use super::content::{Account, CommentsWord, Network, SectionLine, TitleFile, TitleFolder};
use super::{About, subjects};
use paper::id::TitleId;
use paper::reading::facts::CommentsPolicy;
use paper::rights::Role;
use paper::sections::Under;
use paper::titles::{NewTitle, Settings, Settle};
use paper::{Actor, Fault, Paper, Result, network, pages, people, sections, titles};
use std::collections::BTreeMap;

/// The hosts of the first title beside its own: what people type to look at the demo.
const LOCAL_HOSTS: [&str; 2] = ["localhost", "127.0.0.1"];

/// The people and titles, ready to act.
pub(super) struct Cast {
    /// Key and id, the first title first.
    pub(super) titles: Vec<(String, TitleId)>,
    /// By handle.
    actors: BTreeMap<String, Actor>,
    /// Name and handle of those who may publish on a title, by its key; editors before directors.
    desks: BTreeMap<String, Vec<(String, String)>>,
    /// Handle of the moderator of a title, by its key.
    moderators: BTreeMap<String, String>,
    pub(super) publisher: Actor,
}

impl Cast {
    /// The title with this key.
    pub(super) fn title(&self, key: &str) -> Result<TitleId> {
        let title = self
            .titles
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, id)| *id);
        Ok(title.ok_or_else(|| Fault::new(format!("demo: there is no title {key}")))?)
    }

    /// The account with this handle.
    pub(super) fn actor(&self, handle: &str) -> Result<&Actor> {
        Ok(self
            .actors
            .get(handle)
            .ok_or_else(|| Fault::new(format!("demo: there is no account {handle}")))?)
    }

    /// Who publishes what these authors wrote: the title's editor, or, for the editor's own texts, the director.
    pub(super) fn desk_of(&self, key: &str, authors: &[String]) -> Result<&Actor> {
        let desk = self.desks.get(key).map(Vec::as_slice).unwrap_or_default();
        let other = desk.iter().find(|(name, _)| !authors.contains(name));
        let (_, handle) = other
            .or(desk.first())
            .ok_or_else(|| Fault::new(format!("demo: nobody may publish on {key}")))?;
        self.actor(handle)
    }

    /// Who reads the comments of a title.
    pub(super) fn moderator_of(&self, key: &str) -> Result<&Actor> {
        let handle = self
            .moderators
            .get(key)
            .ok_or_else(|| Fault::new(format!("demo: nobody moderates {key}")))?;
        self.actor(handle)
    }

    /// Who may link translations of articles of these two titles.
    pub(super) fn desk_of_both(&self, one: &str, other: &str) -> Result<&Actor> {
        let desk = |key: &str| self.desks.get(key).map(Vec::as_slice).unwrap_or_default();
        let both = desk(one).iter().find(|person| desk(other).contains(person));
        let (_, handle) = both.ok_or_else(|| {
            Fault::new(format!(
                "demo: nobody is an editor of both {one} and {other}"
            ))
        })?;
        self.actor(handle)
    }
}

/// Founds the network, its titles and its accounts.
pub(super) async fn found(paper: &Paper, content: &Network) -> Result<Cast> {
    network::found(paper, &content.name).await?;
    let operator = Actor::of(paper, paper::actor::OPERATOR).await?;
    for account in &content.accounts {
        people::open_account(
            paper,
            &operator,
            &account.handle,
            &account.name,
            &account.email,
        )
        .await
        .about(&account.handle)?;
    }
    let publisher = content
        .accounts
        .iter()
        .find(|account| {
            account
                .grants
                .iter()
                .any(|grant| grant.role == Role::Publisher)
        })
        .ok_or_else(|| Fault::new("demo: nobody is the publisher"))?;
    people::grant(
        paper,
        &operator,
        &publisher.handle,
        Role::Publisher,
        None,
        None,
    )
    .await?;
    let publisher = Actor::of(paper, &publisher.handle).await?;

    let mut founded = Vec::new();
    for (index, folder) in content.titles.iter().enumerate() {
        let id = found_title(paper, &publisher, &folder.title, index == 0)
            .await
            .about(&folder.title.key)?;
        founded.push((folder.title.key.clone(), id));
    }
    let mut cast = Cast {
        titles: founded,
        actors: BTreeMap::new(),
        desks: BTreeMap::new(),
        moderators: BTreeMap::new(),
        publisher,
    };
    for account in &content.accounts {
        grant(paper, &mut cast, account)
            .await
            .about(&account.handle)?;
        let actor = Actor::of(paper, &account.handle).await?;
        cast.actors.insert(account.handle.clone(), actor);
    }
    for role in [Role::Editor, Role::Director] {
        for (key, account) in holders(content, role) {
            cast.desks
                .entry(key.clone())
                .or_default()
                .push((account.name.clone(), account.handle.clone()));
        }
    }
    cast.moderators = holders(content, Role::Moderator)
        .map(|(key, account)| (key.clone(), account.handle.clone()))
        .collect();
    Ok(cast)
}

async fn found_title(paper: &Paper, by: &Actor, title: &TitleFile, first: bool) -> Result<TitleId> {
    let mut hosts = vec![format!("{}.localhost", title.key)];
    if first {
        hosts.extend(LOCAL_HOSTS.map(str::to_owned));
    }
    let new = NewTitle {
        key: title.key.clone(),
        name: title.name.clone(),
        hosts,
        language: title.language.clone(),
        zone: title.zone.clone(),
    };
    let id = titles::found(paper, by, &new).await?;
    let settings = Settings {
        accent: Some(title.accent.clone()),
        social: title.social.clone(),
        comments: CommentsPolicy {
            open: title.comments.policy != CommentsWord::Closed,
            held: title.comments.policy != CommentsWord::Open,
            ..CommentsPolicy::default()
        },
        ai_declaration: title.ai_declaration.clone(),
        most_read: first,
        ..Settings::default()
    };
    let settle = Settle {
        motto: Some(title.motto.clone()),
        permalink: Some(title.permalink.clone()),
        theme: Some(title.theme.clone()),
        settings: Some(settings),
        imprint: Some(title.imprint.clone()),
        ..Settle::default()
    };
    titles::settle(paper, by, id, &settle).await?;
    Ok(id)
}

async fn grant(paper: &Paper, cast: &mut Cast, account: &Account) -> Result<()> {
    for grant in &account.grants {
        let title = grant
            .title
            .as_deref()
            .map(|key| cast.title(key))
            .transpose()?;
        people::grant(
            paper,
            &cast.publisher,
            &account.handle,
            grant.role,
            title,
            None,
        )
        .await?;
    }
    Ok(())
}

/// Who holds a role on which title, in the order of the file.
fn holders(content: &Network, role: Role) -> impl Iterator<Item = (&String, &Account)> {
    content.accounts.iter().flat_map(move |account| {
        let held = account
            .grants
            .iter()
            .filter(move |grant| grant.role == role);
        held.filter_map(move |grant| Some((grant.title.as_ref()?, account)))
    })
}

/// Keeps contributors, and the sections, topics and standing pages of each title.
pub(super) async fn keep_parts(paper: &Paper, content: &Network, cast: &Cast) -> Result<()> {
    for contributor in &content.contributors {
        people::keep_contributor(paper, &cast.publisher, contributor)
            .await
            .about(&contributor.slug)?;
    }
    for folder in &content.titles {
        let title = cast.title(&folder.title.key)?;
        for section in &folder.title.sections {
            keep_section(paper, cast, title, section, None)
                .await
                .about(&section.slug)?;
            for below in &section.sections {
                keep_section(paper, cast, title, below, Some(&section.slug))
                    .await
                    .about(&below.slug)?;
            }
        }
        for topic in &folder.title.topics {
            subjects::keep(paper, &cast.publisher, title, topic)
                .await
                .about(&topic.slug)?;
        }
        keep_pages(paper, cast, title, folder).await?;
    }
    Ok(())
}

async fn keep_section(
    paper: &Paper,
    cast: &Cast,
    title: TitleId,
    section: &SectionLine,
    parent: Option<&str>,
) -> Result<()> {
    let SectionLine {
        slug, name, lead, ..
    } = section;
    let under = parent.map_or(Under::Nothing, Under::Section);
    sections::keep(paper, &cast.publisher, title, slug, name, Some(lead), under).await?;
    Ok(())
}

async fn keep_pages(
    paper: &Paper,
    cast: &Cast,
    title: TitleId,
    folder: &TitleFolder,
) -> Result<()> {
    for page in &folder.title.pages {
        let (name, text) = folder.page(&page.slug)?;
        let body = markup::markdown::read(&text).body;
        pages::keep(
            paper,
            &cast.publisher,
            title,
            &page.slug,
            page.role,
            &name,
            &body,
        )
        .await
        .about(&page.slug)?;
    }
    Ok(())
}
