//! The standing parts of a title, and who is credited: sections, standing pages, contributors.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page, Slice};
use crate::problem::Problem;
use crate::resources::titles::TitlePath;
use markup::Body;
use paper::id::TitleId;
use paper::reading::facts::PageRole;
use paper::reading::listing;
use paper::{Session, pages as standing, people, sections};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A section.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Section")]
pub(crate) struct SectionOut {
    /// The word in addresses.
    pub(crate) slug: String,
    /// Its name.
    pub(crate) name: String,
    /// What it is about.
    pub(crate) lead: String,
    /// Slug of the section above it.
    pub(crate) parent: Option<String>,
}

/// A standing page.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StandingPage")]
pub(crate) struct PageOut {
    /// The word in its address.
    pub(crate) slug: String,
    /// What it is for.
    pub(crate) role: PageRole,
    /// Its name.
    pub(crate) name: String,
    /// Its text.
    pub(crate) body: Body,
}

/// A person credited.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Contributor")]
pub(crate) struct ContributorOut {
    /// The word in addresses.
    pub(crate) slug: String,
    /// The name as credits print it.
    pub(crate) name: String,
    /// Job or beat, by language.
    pub(crate) role: BTreeMap<String, String>,
    /// A sentence or two, by language.
    pub(crate) bio: BTreeMap<String, String>,
    /// A public address; may be empty.
    pub(crate) email: String,
}

/// A page of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// Where the page begins: `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Things on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    pub(crate) limit: Option<u32>,
}

/// A standing page of a title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PagePath {
    /// Key or host of the title.
    pub(crate) title: String,
    /// The word in its address.
    pub(crate) page: String,
}

/// A contributor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContributorPath {
    /// The word in the address.
    pub(crate) contributor: String,
}

/// A section of a title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionPath {
    /// Key or host of the title.
    pub(crate) title: String,
    /// The word in addresses.
    pub(crate) section: String,
}

pub(crate) async fn sections(
    call: Call,
    input: Input<TitlePath, Slice, ()>,
) -> Result<Out<Page<SectionOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let items = sections_of(&mut session, title.id).await?;
    let name = |one: &SectionOut| one.slug.clone();
    Ok(Page::part(items, &input.query, name)?.into())
}

async fn sections_of(session: &mut Session, title: TitleId) -> Result<Vec<SectionOut>, Problem> {
    let all = sections::all(session, title).await?;
    let slugs: BTreeMap<_, _> = all
        .iter()
        .map(|section| (section.id, section.slug.clone()))
        .collect();
    Ok(all
        .into_iter()
        .map(|section| SectionOut {
            parent: section.parent.and_then(|above| slugs.get(&above).cloned()),
            slug: section.slug,
            name: section.name,
            lead: section.lead,
        })
        .collect())
}

pub(crate) async fn section(
    call: Call,
    input: Input<SectionPath, Nothing, ()>,
) -> Result<Out<SectionOut>, Problem> {
    let SectionPath { title, section } = input.path;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &title).await?;
    sections_of(&mut session, title.id)
        .await?
        .into_iter()
        .find(|one| one.slug == section)
        .map(Out::from)
        .ok_or_else(|| Problem::unknown("section", &section))
}

pub(crate) async fn pages(
    call: Call,
    input: Input<TitlePath, Slice, ()>,
) -> Result<Out<Page<PageOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let items = standing::all(&mut session, title.id)
        .await?
        .into_iter()
        .map(page_out)
        .collect();
    let name = |one: &PageOut| one.slug.clone();
    Ok(Page::part(items, &input.query, name)?.into())
}

pub(crate) async fn page(
    call: Call,
    input: Input<PagePath, Nothing, ()>,
) -> Result<Out<PageOut>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let page = standing::page(&mut session, title.id, &input.path.page).await?;
    Ok(page_out(page).into())
}

fn page_out(page: standing::StandingPage) -> PageOut {
    PageOut {
        slug: page.slug,
        role: page.role,
        name: page.name,
        body: page.body,
    }
}

pub(crate) async fn contributors(
    call: Call,
    input: Input<Nothing, Paging, ()>,
) -> Result<Out<Page<ContributorOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |slug| Some(slug.to_owned()))?;
    let mut session = call.paper.read().await?;
    let after = after.unwrap_or_default();
    let items = listing::contributors(&mut session, &after, limit + 1)
        .await?
        .into_iter()
        .map(contributor_out)
        .collect();
    Ok(Page::cut(items, limit, |one: &ContributorOut| one.slug.clone()).into())
}

pub(crate) async fn contributor(
    call: Call,
    input: Input<ContributorPath, Nothing, ()>,
) -> Result<Out<ContributorOut>, Problem> {
    let mut session = call.paper.read().await?;
    let found = people::contributor(&mut session, &input.path.contributor).await?;
    Ok(contributor_out(found).into())
}

fn contributor_out(found: people::Contributor) -> ContributorOut {
    ContributorOut {
        slug: found.slug,
        name: found.name,
        role: found.role,
        bio: found.bio,
        email: found.email,
    }
}
