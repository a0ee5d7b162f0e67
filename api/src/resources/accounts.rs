//! Accounts and their rights.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::standing::Paging;
use paper::doors::{address, mails};
use paper::id::{AccountId, SectionId, TitleId};
use paper::people::{self, Listed};
use paper::rights::{Deed, Role};
use paper::{Refusal, sections};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountPath {
    /// Its handle.
    account: String,
}

/// An account to be opened.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountIn {
    /// The word it is named by: a–z, 0–9, hyphen.
    handle: String,
    /// The person.
    name: String,
    /// Where to write to; readers never see it.
    #[serde(default)]
    email: String,
}

/// Where mails to an account go.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailIn {
    /// The address; an empty one takes it away.
    email: String,
}

/// What a link sent by mail is for.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Link {
    /// Somebody new chooses a password.
    Invite,
    /// Somebody chooses another password.
    Reset,
}

/// A link to be sent by mail.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailIn {
    /// What it is for.
    link: Link,
}

/// A mail on its way.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AccountMail")]
pub(crate) struct MailOut {
    /// Where to.
    to: String,
}

/// An account with its rights.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Account")]
pub(crate) struct AccountOut {
    /// The word it is named by.
    handle: String,
    /// The person.
    name: String,
    /// It may do deeds.
    active: bool,
    /// `role`, or `role@title`.
    grants: Vec<String>,
}

/// An account that was opened.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Opened {
    /// Its id.
    id: AccountId,
    /// The word it is named by.
    handle: String,
}

/// A role on a title and section; all of them where none is named.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantIn {
    /// The role.
    role: Role,
    /// Key or host of the title.
    #[serde(default)]
    title: Option<String>,
    /// Slug of a section of the title.
    #[serde(default)]
    section: Option<String>,
}

/// Who asks, and what they may.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Oneself {
    /// Handle of the account.
    account: String,
    /// The person.
    name: String,
    /// `role`, or `role@title`.
    grants: Vec<String>,
}

fn out(listed: Listed) -> AccountOut {
    AccountOut {
        handle: listed.handle,
        name: listed.name,
        active: listed.active,
        grants: listed.grants,
    }
}

pub(crate) async fn oneself(
    call: Call,
    _: Input<Nothing, Nothing, ()>,
) -> Result<Out<Oneself>, Problem> {
    let actor = call.actor()?;
    let mut session = call.paper.read().await?;
    let grants = people::account(&mut session, actor.handle())
        .await?
        .map(|listed| listed.grants)
        .unwrap_or_default();
    Ok(Oneself {
        account: actor.handle().to_owned(),
        name: actor.name().to_owned(),
        grants,
    }
    .into())
}

pub(crate) async fn list(
    call: Call,
    input: Input<Nothing, Paging, ()>,
) -> Result<Out<Page<AccountOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |handle| {
        Some(handle.to_owned())
    })?;
    let mut session = call.paper.read().await?;
    call.must_see(&mut session, Deed::Grant, None, None).await?;
    let items = people::accounts(&mut session, &after.unwrap_or_default())
        .await?
        .into_iter()
        .map(out)
        .collect();
    Ok(Page::cut(items, limit, |account: &AccountOut| account.handle.clone()).into())
}

pub(crate) async fn open(
    call: Call,
    input: Input<Nothing, Nothing, Json<AccountIn>>,
) -> Result<Out<Opened>, Problem> {
    let Json(wanted) = input.body;
    let (paper, by) = (&call.paper, call.actor()?);
    let id = people::open_account(paper, by, &wanted.handle, &wanted.name, &wanted.email).await?;
    let path = format!("/accounts/{}", wanted.handle);
    Ok(Out::at(
        Opened {
            id,
            handle: wanted.handle,
        },
        path,
    ))
}

pub(crate) async fn show(
    call: Call,
    input: Input<AccountPath, Nothing, ()>,
) -> Result<Out<AccountOut>, Problem> {
    let handle = input.path.account;
    let mut session = call.paper.read().await?;
    call.must_see(&mut session, Deed::Grant, None, None).await?;
    people::account(&mut session, &handle)
        .await?
        .map(|listed| out(listed).into())
        .ok_or_else(|| Problem::unknown("account", &handle))
}

pub(crate) async fn close(
    call: Call,
    input: Input<AccountPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    people::close_account(&call.paper, call.actor()?, &input.path.account).await?;
    Ok(().into())
}

pub(crate) async fn email(
    call: Call,
    input: Input<AccountPath, Nothing, Json<EmailIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let (paper, by) = (&call.paper, call.actor()?);
    address::set(paper, by, &input.path.account, &wanted.email).await?;
    Ok(().into())
}

pub(crate) async fn mail(
    call: Call,
    input: Input<AccountPath, Nothing, Json<MailIn>>,
) -> Result<Out<MailOut>, Problem> {
    let Json(wanted) = input.body;
    let (paper, by) = (&call.paper, call.actor()?);
    let to = match wanted.link {
        Link::Invite => mails::invite(paper, by, &input.path.account).await?,
        Link::Reset => mails::reset(paper, by, &input.path.account).await?,
    };
    Ok(MailOut { to }.into())
}

/// Where a right is to hold. A section alone names no place: which title's would it be? Left out it would be every one.
async fn place(
    call: &Call,
    right: &GrantIn,
) -> Result<(Option<TitleId>, Option<SectionId>), Problem> {
    let word = match (&right.title, &right.section) {
        (Some(word), _) => word,
        (None, None) => return Ok((None, None)),
        (None, Some(_)) => return Err(Refusal::Empty { field: "title" }.into()),
    };
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, word).await?.id;
    let section = match &right.section {
        Some(slug) => Some(sections::section(&mut session, title, slug).await?.id),
        None => None,
    };
    Ok((Some(title), section))
}

pub(crate) async fn grant(
    call: Call,
    input: Input<AccountPath, Nothing, Json<GrantIn>>,
) -> Result<Out<()>, Problem> {
    let Json(right) = input.body;
    let (title, section) = place(&call, &right).await?;
    let (paper, by) = (&call.paper, call.actor()?);
    people::grant(paper, by, &input.path.account, right.role, title, section).await?;
    Ok(().into())
}

pub(crate) async fn revoke(
    call: Call,
    input: Input<AccountPath, GrantIn, ()>,
) -> Result<Out<()>, Problem> {
    let right = input.query;
    let (title, section) = place(&call, &right).await?;
    let (paper, by) = (&call.paper, call.actor()?);
    people::revoke(paper, by, &input.path.account, right.role, title, section).await?;
    Ok(().into())
}
