//! Who there is: the lists of contributors and accounts, and one of each looked at.

use super::At;
use crate::failure::Result;
use crate::terminal::{self, either};
use paper::people::{self, Contributor};
use paper::reading::accounts::{self, Known, Right};
use paper::reading::listing;
use paper::{Refusal, Thing};
use serde_json::{Value, json};

/// Contributors asked for at once.
const CONTRIBUTORS_PAGE: u32 = 100;

/// Prints every contributor something is told about.
pub(super) async fn list_contributors(at: &At, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let mut all: Vec<Contributor> = Vec::new();
    loop {
        let after = all.last().map(|last| last.slug.clone()).unwrap_or_default();
        let page = listing::contributors(&mut session, &after, CONTRIBUTORS_PAGE).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    if json {
        let listed: Vec<Value> = all.iter().map(contributor).collect();
        terminal::json(&json!({"contributors": listed}));
        return Ok(());
    }
    for person in all {
        terminal::out(format!("{:<24} {}", person.slug, person.name));
    }
    Ok(())
}

/// Prints what is told about one contributor.
pub(super) async fn show_contributor(at: &At, slug: &str, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let person = people::contributor(&mut session, slug).await?;
    if json {
        terminal::json(&contributor(&person));
        return Ok(());
    }
    terminal::out(format!(
        "{} · /people/{} · {}",
        person.name, person.slug, person.email
    ));
    for (language, text) in person.role.iter().chain(&person.bio) {
        terminal::out(format!("  {language}: {text}"));
    }
    Ok(())
}

fn contributor(person: &Contributor) -> Value {
    json!({
        "slug": person.slug, "name": person.name, "role": person.role, "bio": person.bio, "email": person.email,
        "path": format!("/people/{}", person.slug),
    })
}

/// Prints every account with its rights.
pub(super) async fn list_accounts(at: &At, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let mut accounts = Vec::new();
    loop {
        let after = accounts
            .last()
            .map(|last: &people::Listed| last.handle.clone())
            .unwrap_or_default();
        let page = people::accounts(&mut session, &after).await?;
        if page.is_empty() {
            break;
        }
        accounts.extend(page);
    }
    if json {
        let listed: Vec<_> = accounts
            .iter()
            .map(|a| json!({"handle": a.handle, "name": a.name, "active": a.active, "grants": a.grants}))
            .collect();
        terminal::json(&json!({"accounts": listed}));
        return Ok(());
    }
    for account in accounts {
        let closed = if account.active {
            ""
        } else {
            either(at.language(), " (chiuso)", " (closed)")
        };
        terminal::out(format!(
            "{:<16} {}{closed} · {}",
            account.handle,
            account.name,
            account.grants.join(", ")
        ));
    }
    Ok(())
}

/// Prints one account, as those who keep accounts see it in the newsroom.
pub(super) async fn show_account(at: &At, handle: &str, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let found = accounts::named(&mut session, handle, paper.now()).await?;
    let known = found.ok_or_else(|| Refusal::Unknown {
        thing: Thing::Account,
        name: handle.to_owned(),
    })?;
    terminal::whole(json, &account(&known));
    Ok(())
}

fn account(known: &Known) -> Value {
    let rights: Vec<String> = known.rights.iter().map(right).collect();
    json!({
        "handle": known.handle, "name": known.name, "email": known.email, "active": known.active, "grants": rights,
        "password": known.password, "second_factor": known.second_factor, "sessions": known.sessions,
        "used_at": known.used_at,
    })
}

/// `role`, `role@title` or `role@title/section`.
fn right(right: &Right) -> String {
    let title = right.title.as_ref().map(|key| format!("@{key}"));
    let section = right.section.as_ref().map(|slug| format!("/{slug}"));
    [Some(right.role.clone()), title, section]
        .into_iter()
        .flatten()
        .collect()
}
