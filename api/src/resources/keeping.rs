//! What a title is and what stands in it, written: titles, sections, standing pages, contributors, deputies.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{Page, Slice};
use crate::problem::Problem;
use crate::resources::drafts::{Text, with_text};
use crate::resources::standing::{ContributorPath, PagePath, SectionPath};
use crate::resources::titles::{TitleOut, TitlePath, shown};
use jiff::Timestamp;
use markup::Body;
use paper::copy::Copy;
use paper::id::ShiftId;
use paper::pages;
use paper::people::{self, AboutContributor};
use paper::reading::facts::PageRole;
use paper::reading::imprint::Imprint;
use paper::rights::Deed;
use paper::sections::{self, Under};
use paper::shifts;
use paper::titles::{self, NewTitle, Settings, Settle};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a new title needs; the rest can be settled later.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitleIn {
    /// The short word it is named by: a–z, 0–9, hyphen.
    key: String,
    /// Masthead name.
    name: String,
    /// Hosts, the canonical one first.
    hosts: Vec<String>,
    /// BCP 47.
    language: String,
    /// IANA zone.
    zone: String,
}

/// Changes to a title; what is not said stays.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettleIn {
    /// Masthead name.
    name: Option<String>,
    /// The line under it.
    motto: Option<String>,
    /// IANA zone.
    zone: Option<String>,
    /// Pattern of addresses of articles to come.
    permalink: Option<String>,
    /// Theme.
    theme: Option<String>,
    /// Everything else that is set, as a whole.
    settings: Option<Settings>,
    /// *Gerenza*, as a whole.
    imprint: Option<Imprint>,
    /// Hosts, the canonical one first.
    hosts: Option<Vec<String>>,
}

/// What is set of a title.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SettingsOut {
    /// Theme.
    theme: String,
    /// Everything else that is set.
    settings: Settings,
}

/// A section as it shall be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionIn {
    /// Its name.
    name: String,
    /// What it is about; stays if not said.
    #[serde(default)]
    lead: Option<String>,
    /// Slug of the section above it; empty for the first level; stays if not said.
    #[serde(default)]
    parent: Option<String>,
}

/// A standing page as it shall be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageIn {
    /// What it is for.
    #[serde(default)]
    role: PageRole,
    /// Its name.
    name: String,
    /// Its text.
    #[serde(default)]
    body: Body,
    /// Its text, if not as `body`.
    #[serde(default)]
    text: Option<Text>,
}

/// What is told about a contributor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContributorIn {
    /// The name as credits print it.
    name: String,
    /// Job or beat, by language.
    #[serde(default)]
    role: BTreeMap<String, String>,
    /// A sentence or two, by language.
    #[serde(default)]
    bio: BTreeMap<String, String>,
    /// A public address.
    #[serde(default)]
    email: String,
}

/// Who stands in for the director.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeputyIn {
    /// Handle of the account.
    account: String,
    /// From when; from now on if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    from: Option<Timestamp>,
    /// Until when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    until: Timestamp,
}

pub(crate) async fn found(
    call: Call,
    input: Input<Nothing, Nothing, Json<TitleIn>>,
) -> Result<Out<TitleOut>, Problem> {
    let Json(wanted) = input.body;
    let new = NewTitle {
        key: wanted.key,
        name: wanted.name,
        hosts: wanted.hosts,
        language: wanted.language,
        zone: wanted.zone,
    };
    let id = titles::found(&call.paper, call.actor()?, &new).await?;
    let mut session = call.paper.read().await?;
    let title = titles::by_id(&mut session, id).await?;
    let path = format!("/titles/{}", title.key);
    Ok(Out::at(shown(&call, &mut session, title).await?, path))
}

pub(crate) async fn settle(
    call: Call,
    input: Input<TitlePath, Nothing, Json<SettleIn>>,
) -> Result<Out<TitleOut>, Problem> {
    let Json(wanted) = input.body;
    let id = call.title_id(&input.path.title).await?;
    if wanted.settings.is_some() || wanted.imprint.is_some() {
        call.must_have_read()?;
    }
    let change = Settle {
        name: wanted.name,
        motto: wanted.motto,
        zone: wanted.zone,
        permalink: wanted.permalink,
        theme: wanted.theme,
        settings: wanted.settings,
        imprint: wanted.imprint,
        hosts: wanted.hosts,
    };
    titles::settle(&call.paper, call.actor()?, id, &change).await?;
    let mut session = call.paper.read().await?;
    let title = titles::by_id(&mut session, id).await?;
    Ok(shown(&call, &mut session, title).await?.into())
}

pub(crate) async fn settings(
    call: Call,
    input: Input<TitlePath, Nothing, ()>,
) -> Result<Out<SettingsOut>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::Settle, Some(title.id), None)
        .await?;
    Ok(SettingsOut {
        theme: title.theme,
        settings: title.settings,
    }
    .into())
}

pub(crate) async fn section(
    call: Call,
    input: Input<SectionPath, Nothing, Json<SectionIn>>,
) -> Result<Out<()>, Problem> {
    let (SectionPath { title, section }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    let (paper, by) = (&call.paper, call.actor()?);
    let under = match wanted.parent.as_deref() {
        None => Under::Same,
        Some("") => Under::Nothing,
        Some(slug) => Under::Section(slug),
    };
    let lead = wanted.lead.as_deref();
    sections::keep(paper, by, id, &section, &wanted.name, lead, under).await?;
    Ok(().into())
}

pub(crate) async fn page(
    call: Call,
    input: Input<PagePath, Nothing, Json<PageIn>>,
) -> Result<Out<()>, Problem> {
    let (PagePath { title, page }, Json(wanted)) = (input.path, input.body);
    let id = call.title_id(&title).await?;
    let mut session = call.paper.read().await?;
    if pages::page(&mut session, id, &page).await.is_ok() {
        call.must_have_read()?;
    }
    drop(session);
    let copy = Copy {
        body: wanted.body,
        ..Copy::default()
    };
    let body = with_text(copy, wanted.text)?.body.canonical();
    let (paper, by) = (&call.paper, call.actor()?);
    pages::keep(paper, by, id, &page, wanted.role, &wanted.name, &body).await?;
    Ok(().into())
}

pub(crate) async fn contributor(
    call: Call,
    input: Input<ContributorPath, Nothing, Json<ContributorIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let about = AboutContributor {
        slug: input.path.contributor,
        name: wanted.name,
        role: wanted.role,
        bio: wanted.bio,
        email: wanted.email,
    };
    people::keep_contributor(&call.paper, call.actor()?, &about).await?;
    Ok(().into())
}

/// A title's turn as deputy.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShiftPath {
    /// Key or host of the title.
    title: String,
    /// Id of the turn.
    shift: ShiftId,
}

/// Who stands in for the director, as listed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Deputy")]
pub(crate) struct DeputyOut {
    /// Id of the turn, by which it is ended.
    id: ShiftId,
    /// Handle of the account.
    account: String,
    /// The person.
    name: String,
    /// From when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    from: Timestamp,
    /// Until when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    until: Timestamp,
    /// Who named them.
    named_by: String,
}

pub(crate) async fn deputies(
    call: Call,
    input: Input<TitlePath, Slice, ()>,
) -> Result<Out<Page<DeputyOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::NameDeputy, Some(title.id), None)
        .await?;
    let items = shifts::deputies(&mut session, title.id, call.paper.now())
        .await?
        .into_iter()
        .map(|deputy| DeputyOut {
            id: deputy.id,
            account: deputy.account,
            name: deputy.name,
            from: deputy.from,
            until: deputy.until,
            named_by: deputy.named_by,
        })
        .collect();
    let name = |deputy: &DeputyOut| format!("{}.{}", deputy.from, deputy.account);
    Ok(Page::part(items, &input.query, name)?.into())
}

pub(crate) async fn deputy(
    call: Call,
    input: Input<TitlePath, Nothing, Json<DeputyIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let id = call.title_id(&input.path.title).await?;
    let from = wanted.from.unwrap_or_else(|| call.paper.now());
    let (paper, by) = (&call.paper, call.actor()?);
    shifts::name(paper, by, id, &wanted.account, from, wanted.until).await?;
    Ok(().into())
}

pub(crate) async fn end_deputy(
    call: Call,
    input: Input<ShiftPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    let id = call.title_id(&input.path.title).await?;
    shifts::end(&call.paper, call.actor()?, id, input.path.shift).await?;
    Ok(().into())
}
