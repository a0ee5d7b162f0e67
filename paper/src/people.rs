//! People: contributors, who are credited and need no account; accounts and their grants.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::doors::{entering, links, sessions};
use crate::id::{AccountId, ContributorId, GrantId, SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::{Deed, Role};
use crate::words::{self, LEAD_CHARS_MAX, NAME_CHARS_MAX};
use crate::{Error, Fault, Paper, Refusal, Result, Thing};
use serde_json::json;
use std::collections::BTreeMap;

/// Languages a contributor is told of in.
pub const LANGUAGES_MAX: usize = 20;
/// Accounts listed at once.
pub const ACCOUNTS_PAGE: u32 = 200;

/// A person credited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The id.
    pub id: ContributorId,
    /// The word in addresses.
    pub slug: String,
    /// The name as credits print it.
    pub name: String,
    /// Job or beat by language.
    pub role: BTreeMap<String, String>,
    /// A sentence or two by language.
    pub bio: BTreeMap<String, String>,
    /// Public address, may be empty.
    pub email: String,
}

impl FromRow for Contributor {
    fn from_row(row: &mut Row) -> Result<Contributor, Fault> {
        Ok(Contributor {
            id: row.take()?,
            slug: row.take()?,
            name: row.take()?,
            role: serde_json::from_str(&row.take::<String>()?)?,
            bio: serde_json::from_str(&row.take::<String>()?)?,
            email: row.take()?,
        })
    }
}

/// What is told about a contributor.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct AboutContributor {
    /// The word in addresses; made of the name when empty.
    pub slug: String,
    /// The name as credits print it.
    pub name: String,
    /// Job or beat by language.
    pub role: BTreeMap<String, String>,
    /// A sentence or two by language.
    pub bio: BTreeMap<String, String>,
    /// Public address.
    pub email: String,
}

/// Writes what is told about a contributor, new or again.
pub async fn keep_contributor(
    paper: &Paper,
    by: &Actor,
    about: &AboutContributor,
) -> Result<ContributorId> {
    let name = words::line("name", &about.name, NAME_CHARS_MAX)?;
    let slug = if about.slug.is_empty() {
        words::slug_of(&name)
    } else {
        about.slug.clone()
    };
    let slug = words::slug("slug", &slug)?;
    let email = words::mail("email", &about.email)?;
    let role = by_language("role", &about.role)?;
    let bio = by_language("bio", &about.bio)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, None, None).await?;
    let namesake: Option<(String,)> = tx
        .session
        .opt(
            "SELECT slug FROM contributors WHERE name = $1 AND slug <> $2",
            (&name, &slug),
        )
        .await?;
    if namesake.is_some() {
        return Err(Refusal::Taken {
            thing: Thing::Contributor,
            name,
        }
        .into());
    }
    let (id,): (ContributorId,) = tx
        .session
        .one(
            "INSERT INTO contributors (id, slug, name, role, bio, email, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (slug) DO UPDATE SET name = excluded.name, role = excluded.role, bio = excluded.bio, email = excluded.email
             RETURNING id",
            (
                ContributorId::draw(paper)?,
                &slug,
                &name,
                serde_json::to_string(&role)?,
                serde_json::to_string(&bio)?,
                &email,
                tx.now,
            ),
        )
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Keep,
        About::default(),
        json!({"contributor": slug, "name": name}),
    )
    .await?;
    tx.commit(
        "contributor.keep",
        &Traces {
            people: [id].into(),
            ..Traces::everything()
        },
    )
    .await?;
    Ok(id)
}

/// One text in some languages, tidied; empty ones are left out.
fn by_language(
    field: &'static str,
    texts: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    words::at_most(field, texts.len(), LANGUAGES_MAX)?;
    let mut tidied = BTreeMap::new();
    for (language, text) in texts {
        let text = words::optional_line(field, text, LEAD_CHARS_MAX)?;
        if !text.is_empty() {
            tidied.insert(words::language(language)?, text);
        }
    }
    Ok(tidied)
}

/// The contributor with this slug.
pub async fn contributor(session: &mut Session, slug: &str) -> Result<Contributor> {
    session
        .opt(
            "SELECT id, slug, name, role, bio, email FROM contributors WHERE slug = $1",
            (slug,),
        )
        .await?
        .ok_or_else(|| {
            Refusal::Unknown {
                thing: Thing::Contributor,
                name: slug.to_owned(),
            }
            .into()
        })
}

/// The contributor credited under this name, if anything is told about them.
pub async fn contributor_named(session: &mut Session, name: &str) -> Result<Option<Contributor>> {
    Ok(session
        .opt(
            "SELECT id, slug, name, role, bio, email FROM contributors WHERE name = $1",
            (name,),
        )
        .await?)
}

/// Opens an account, without any right yet.
pub async fn open_account(
    paper: &Paper,
    by: &Actor,
    handle: &str,
    name: &str,
    email: &str,
) -> Result<AccountId> {
    let handle = words::slug("handle", handle)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let email = words::optional_email("email", email)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    let taken: Option<(AccountId,)> = tx
        .session
        .opt("SELECT id FROM accounts WHERE handle = $1", (&handle,))
        .await?;
    if taken.is_some() || handle == "system" {
        return Err(Refusal::Taken {
            thing: Thing::Account,
            name: handle,
        }
        .into());
    }
    let id = AccountId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO accounts (id, handle, name, email, active, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            (id, &handle, &name, &email, true, tx.now),
        )
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Grant,
        About::default(),
        json!({"account": handle, "opened": true}),
    )
    .await?;
    tx.commit("account.open", &Traces::default()).await?;
    Ok(id)
}

/// Closes an account: it does no deed from now on, and whoever is signed in with it is out. Its name stays in histories.
///
/// Refused for the last account that can open accounts: nobody could open one again.
pub async fn close_account(paper: &Paper, by: &Actor, handle: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    one_after_the_other(&mut tx).await?;
    let account = account_id(&mut tx.session, handle).await?;
    tx.session
        .exec("UPDATE accounts SET active = 0 WHERE id = $1", (account,))
        .await?;
    somebody_keeps_accounts(&mut tx.session, handle).await?;
    sessions::end_of(&mut tx, account, None).await?;
    links::end(&mut tx.session, account).await?;
    entering::forget_devices(&mut tx.session, account).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Grant,
        About::default(),
        json!({"account": handle, "closed": true}),
    )
    .await?;
    tx.commit("account.close", &Traces::default()).await?;
    Ok(())
}

/// Opens an account again that was closed, with the rights it had.
pub async fn reopen_account(paper: &Paper, by: &Actor, handle: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    match account_id(&mut tx.session, handle).await {
        Err(Error::Refused(Refusal::AccountClosed { .. })) => {}
        Err(error) => return Err(error),
        Ok(_) => {
            return Err(Refusal::AccountOpen {
                handle: handle.to_owned(),
            }
            .into());
        }
    }
    tx.session
        .exec(
            "UPDATE accounts SET active = 1 WHERE handle = $1",
            (handle,),
        )
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Grant,
        About::default(),
        json!({"account": handle, "reopened": true}),
    )
    .await?;
    tx.commit("account.open", &Traces::default()).await?;
    Ok(())
}

/// Has deeds that take rights away wait for each other, so that two of them cannot each spare the other's account.
async fn one_after_the_other(tx: &mut Tx) -> Result<()> {
    tx.session
        .exec("UPDATE network SET name = name", ())
        .await?;
    Ok(())
}

/// Says no if nobody is left who can open accounts and give roles everywhere.
async fn somebody_keeps_accounts(session: &mut Session, handle: &str) -> Result<()> {
    let roles: Vec<(String,)> = session
        .all(
            "SELECT DISTINCT g.role FROM grants g JOIN accounts a ON a.id = g.account_id
              WHERE a.active = 1 AND g.title_id IS NULL AND g.section_id IS NULL",
            (),
        )
        .await?;
    let kept = roles
        .iter()
        .any(|(role,)| Role::parse(role).is_some_and(|role| role.deeds().contains(&Deed::Grant)));
    if kept {
        return Ok(());
    }
    Err(Refusal::LastKeeper {
        handle: handle.to_owned(),
    }
    .into())
}

/// A role on a title (all titles if `None`) and section (all sections if `None`).
#[derive(Debug, Clone, Copy)]
struct Right {
    role: Role,
    title: Option<TitleId>,
    section: Option<SectionId>,
}

/// Gives an account a role on a title (all titles if `None`) and section (all sections if `None`).
pub async fn grant(
    paper: &Paper,
    by: &Actor,
    handle: &str,
    role: Role,
    title: Option<TitleId>,
    section: Option<SectionId>,
) -> Result<()> {
    let right = Right {
        role,
        title,
        section,
    };
    let (mut tx, account) = granting(paper, by, handle, right).await?;
    let had = revoke_rows(&mut tx.session, account, right).await? > 0;
    if !had {
        come_in_again(&mut tx, by, account).await?;
    }
    tx.session
        .exec(
            "INSERT INTO grants (id, account_id, role, title_id, section_id, granted_at, granted_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            (GrantId::draw(paper)?, account, role.word(), title, section, tx.now, by.name()),
        )
        .await?;
    granted(tx, by, handle, right, "account.grant", "granted").await
}

/// Takes a role back.
pub async fn revoke(
    paper: &Paper,
    by: &Actor,
    handle: &str,
    role: Role,
    title: Option<TitleId>,
    section: Option<SectionId>,
) -> Result<()> {
    let right = Right {
        role,
        title,
        section,
    };
    let (mut tx, account) = granting(paper, by, handle, right).await?;
    if revoke_rows(&mut tx.session, account, right).await? == 0 {
        return Err(Refusal::Unknown {
            thing: Thing::Role,
            name: role.word().to_owned(),
        }
        .into());
    }
    somebody_keeps_accounts(&mut tx.session, handle).await?;
    come_in_again(&mut tx, by, account).await?;
    granted(tx, by, handle, right, "account.revoke", "revoked").await
}

/// Begins a deed on somebody's rights, if whoever does it may.
async fn granting(
    paper: &Paper,
    by: &Actor,
    handle: &str,
    right: Right,
) -> Result<(Tx, AccountId)> {
    // A section of no title would be kept as a right on every one.
    if right.section.is_some() && right.title.is_none() {
        return Err(Refusal::Empty { field: "title" }.into());
    }
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, right.title, None).await?;
    one_after_the_other(&mut tx).await?;
    let account = account_id(&mut tx.session, handle).await?;
    Ok((tx, account))
}

/// Has who is signed in with an account come in again, so that nobody who holds an old cookie holds other rights than it was
/// given for. Whoever changes their own has just given a factor, for a secret of that moment, and stays where they are.
async fn come_in_again(tx: &mut Tx, by: &Actor, account: AccountId) -> Result<()> {
    let own = by.stay().map(|stay| stay.session);
    sessions::end_of(tx, account, own).await?;
    Ok(())
}

/// Ends a deed on somebody's rights with its audit line.
async fn granted(
    tx: Tx,
    by: &Actor,
    handle: &str,
    right: Right,
    deed: &'static str,
    done: &'static str,
) -> Result<()> {
    let mut tx = tx;
    let about = About {
        title: right.title,
        article: None,
    };
    let mut detail = json!({"account": handle, "role": right.role.word(), done: true});
    detail["on"] = match right.title {
        None => json!("all titles"),
        Some(title) => json!(crate::titles::by_id(&mut tx.session, title).await?.key),
    };
    if let Some(section) = right.section {
        let slug: Option<(String,)> = tx
            .session
            .opt("SELECT slug FROM sections WHERE id = $1", (section,))
            .await?;
        detail["section"] = json!(slug.map(|(slug,)| slug));
    }
    audit::note(&mut tx, by, Deed::Grant, about, detail).await?;
    tx.commit(deed, &Traces::default()).await?;
    Ok(())
}

async fn revoke_rows(session: &mut Session, account: AccountId, right: Right) -> Result<u64> {
    Ok(session
        .exec(
            "DELETE FROM grants WHERE account_id = $1 AND role = $2
                AND (title_id = $3 OR ($3 IS NULL AND title_id IS NULL))
                AND (section_id = $4 OR ($4 IS NULL AND section_id IS NULL))",
            (account, right.role.word(), right.title, right.section),
        )
        .await?)
}

pub(crate) async fn account_id(session: &mut Session, handle: &str) -> Result<AccountId> {
    let row: Option<(AccountId, bool)> = session
        .opt(
            "SELECT id, active FROM accounts WHERE handle = $1",
            (handle,),
        )
        .await?;
    match row {
        Some((id, true)) => Ok(id),
        Some((_, false)) => Err(Refusal::AccountClosed {
            handle: handle.to_owned(),
        }
        .into()),
        None => Err(Refusal::Unknown {
            thing: Thing::Account,
            name: handle.to_owned(),
        }
        .into()),
    }
}

/// An account with its grants, for lists: handle, name, active, and `role@title` words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The word it is named by.
    pub handle: String,
    /// The person's name.
    pub name: String,
    /// It may do deeds.
    pub active: bool,
    /// `role` or `role@title`.
    pub grants: Vec<String>,
}

/// Accounts by handle, those after `after` (empty for the first), at most [`ACCOUNTS_PAGE`].
pub async fn accounts(session: &mut Session, after: &str) -> Result<Vec<Listed>> {
    let rows: Vec<(AccountId, String, String, bool)> = session
        .all(
            "SELECT id, handle, name, active FROM accounts WHERE handle > $1 ORDER BY handle LIMIT $2",
            (after, ACCOUNTS_PAGE),
        )
        .await?;
    let mut listed = Vec::with_capacity(rows.len());
    for (id, handle, name, active) in rows {
        listed.push(Listed {
            handle,
            name,
            active,
            grants: grants_of(session, id).await?,
        });
    }
    Ok(listed)
}

/// The account with this handle, closed ones too.
pub async fn account(session: &mut Session, handle: &str) -> Result<Option<Listed>> {
    let row: Option<(AccountId, String, bool)> = session
        .opt(
            "SELECT id, name, active FROM accounts WHERE handle = $1",
            (handle,),
        )
        .await?;
    let Some((id, name, active)) = row else {
        return Ok(None);
    };
    Ok(Some(Listed {
        handle: handle.to_owned(),
        name,
        active,
        grants: grants_of(session, id).await?,
    }))
}

async fn grants_of(session: &mut Session, account: AccountId) -> Result<Vec<String>> {
    let grants: Vec<(String, Option<String>)> = session
        .all(
            "SELECT g.role, t.key FROM grants g LEFT JOIN titles t ON t.id = g.title_id
              WHERE g.account_id = $1 ORDER BY g.role, t.key",
            (account,),
        )
        .await?;
    Ok(grants
        .into_iter()
        .map(|(role, key)| key.map_or(role.clone(), |key| format!("{role}@{key}")))
        .collect())
}
