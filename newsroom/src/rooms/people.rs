//! The people: who is credited, who has an account, what each role may do, what the doors ask.

use super::keeping::{Came, came, encoded, everywhere, network_page, only_for, somewhere, typed};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use jiff::Timestamp;
use paper::doors::{self, sessions, settings};
use paper::people::{self, AboutContributor, Contributor};
use paper::reading::accounts::{self, Known};
use paper::reading::listing;
use paper::rights::{Deed, Role};
use paper::{Session, titles};
use press::Calendar;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Contributors and accounts on one page.
const ROWS: u32 = 50;
/// Languages a contributor is told of in, beside those already there.
const LANGUAGES: [&str; 2] = ["it", "en"];

/// The page of all.
pub(crate) async fn show(call: &Call) -> Outcome<Response> {
    page(call, String::new()).await
}

async fn page(call: &Call, told: String) -> Outcome<Response> {
    only_for(call, &[Deed::Keep, Deed::Grant])?;
    let keeps_accounts = everywhere(call, Deed::Grant);
    let mut session = call.paper().read().await?;
    let (contributors, more) = contributors(&mut session, &call.parameter("after")).await?;
    let mut matter = json!({
        "told": told,
        "contributors": contributors,
        "more": more,
        "adds": everywhere(call, Deed::Keep),
        "keeps_accounts": keeps_accounts,
        "rights": rights(),
        "roles": Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>(),
    });
    if keeps_accounts {
        matter["accounts"] = with_accounts(call, &mut session).await?;
        matter["doors"] = doors_matter(&mut session).await?;
    }
    drop(session);
    let mut page = network_page(call, "people.html", "people");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

async fn contributors(session: &mut Session, after: &str) -> Outcome<(Vec<Value>, Option<String>)> {
    let mut found = listing::contributors(session, after, ROWS + 1).await?;
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let next = found.last().filter(|_| more).map(|one| one.slug.clone());
    let rows = found
        .iter()
        .map(
            |one| json!({"slug": one.slug, "name": one.name, "role": one.role, "email": one.email}),
        )
        .collect();
    Ok((rows, next))
}

/// Accounts with the form for another; what somebody typed before they had to prove who they are is still there.
async fn with_accounts(call: &Call, session: &mut Session) -> Outcome<Value> {
    let calendar = super::calendar(call).await?;
    let mut found =
        accounts::page(session, &call.parameter("accounts"), ROWS + 1, call.now).await?;
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let next = found.last().filter(|_| more).map(|one| one.handle.clone());
    let rows: Vec<Value> = found.iter().map(|one| account(one, &calendar)).collect();
    let kept = |field: &str| typed(call, field, &call.parameter(field));
    Ok(json!({
        "rows": rows,
        "next": next,
        "handle": kept("handle"),
        "name": kept("person"),
        "email": kept("email"),
        "proved": proved(call),
    }))
}

/// Whether the person has proved who they are a short while ago.
pub(crate) fn proved(call: &Call) -> bool {
    let since = jiff::SignedDuration::from_mins(sessions::PROOF_MINUTES);
    call.signed
        .as_ref()
        .and_then(|signed| signed.proved_at.checked_add(since).ok())
        .is_some_and(|until: Timestamp| until > call.now)
}

/// An account as pages show it.
pub(crate) fn account(known: &Known, calendar: &Calendar) -> Value {
    json!({
        "handle": known.handle,
        "name": known.name,
        "email": known.email,
        "active": known.active,
        "password": known.password,
        "second_factor": known.second_factor,
        "sessions": known.sessions,
        "used": known.used_at.map(|at| calendar.when(at).text),
        "rights": known.rights.iter().map(|right| json!({
            "role": right.role,
            "known": right.role().is_some(),
            "title": right.title,
            "title_name": right.title_name,
            "section": right.section,
            "section_name": right.section_name,
        })).collect::<Vec<_>>(),
    })
}

async fn doors_matter(session: &mut Session) -> Outcome<Value> {
    let wanted = settings::factor_roles(session).await?;
    let mut hosts = Vec::new();
    for title in titles::all(session).await? {
        hosts.extend(titles::hosts(session, title.id).await?);
    }
    Ok(json!({
        "host": doors::host(session).await?,
        "hosts": hosts,
        "roles": Role::ALL.iter().map(|role| json!({
            "word": role.word(),
            "wanted": wanted.contains(role),
        })).collect::<Vec<_>>(),
    }))
}

/// The one table of what each role may do.
fn rights() -> Vec<Value> {
    Deed::ALL
        .iter()
        .map(|deed| {
            let may: Vec<bool> = Role::ALL
                .iter()
                .map(|role| role.deeds().contains(deed))
                .collect();
            json!({"word": deed.word(), "key": deed.word().replace('.', "-"), "may": may, "proof": deed.wants_proof()})
        })
        .collect()
}

/// Opens an account.
pub(crate) async fn open(call: &Call) -> Outcome<Response> {
    if !call.changes() {
        return Ok(answer::see(&format!("{BASE}/people")));
    }
    let sent = &call.sent;
    let (handle, name, email) = (sent.get("handle"), sent.get("person"), sent.get("email"));
    let deed = people::open_account(call.paper(), call.actor()?, handle, name, email).await;
    let done = format!(
        "{BASE}/people/accounts/{}?done=account-opened",
        encoded(handle)
    );
    let back = format!(
        "{BASE}/people?handle={}&person={}&email={}",
        encoded(handle),
        encoded(name),
        encoded(email)
    );
    match came(call, deed, &done, &back)? {
        Came::On(response) => Ok(response),
        Came::Told(told) => page(call, told).await,
    }
}

/// What the doors ask: the host of the newsroom, and of which roles a second factor.
pub(crate) async fn doors(call: &Call) -> Outcome<Response> {
    if !call.changes() || !everywhere(call, Deed::Grant) {
        return Err(Stopped::Nothing);
    }
    let to = format!("{BASE}/people");
    let deed = settle_doors(call).await;
    match came(call, deed, &format!("{to}?done=doors"), &to)? {
        Came::On(response) => Ok(response),
        Came::Told(told) => page(call, told).await,
    }
}

async fn settle_doors(call: &Call) -> paper::Result<()> {
    let Ok(by) = call.actor() else { return Ok(()) };
    let (paper, sent) = (call.paper(), &call.sent);
    if sent.has("host") {
        return settings::set_host(paper, by, sent.get("host")).await;
    }
    let mut session = paper.read().await?;
    let wanted = settings::factor_roles(&mut session).await?;
    drop(session);
    let ticked = sent.all("factor");
    for role in Role::ALL {
        let now = ticked.contains(&role.word());
        if now != wanted.contains(role) {
            settings::want_factor(paper, by, *role, now).await?;
        }
    }
    Ok(())
}

/// The page of somebody credited, or of somebody new.
pub(crate) async fn contributor(call: &Call, slug: &str) -> Outcome<Response> {
    if !somewhere(call, Deed::Keep) {
        return Err(Stopped::Nothing);
    }
    let kept = match slug {
        "new" => None,
        slug => {
            let mut session = call.paper().read().await?;
            Some(people::contributor(&mut session, slug).await?)
        }
    };
    if !call.changes() {
        return form(call, kept, String::new()).await;
    }
    let about = about(call, kept.as_ref());
    let deed = people::keep_contributor(call.paper(), call.actor()?, &about).await;
    let to = format!("{BASE}/people");
    let back = call.address();
    match came(call, deed, &format!("{to}?done=contributor"), &back)? {
        Came::On(response) => Ok(response),
        Came::Told(told) => form(call, kept, told).await,
    }
}

fn about(call: &Call, kept: Option<&Contributor>) -> AboutContributor {
    let sent = &call.sent;
    let texts = |what: &str| {
        languages(kept)
            .into_iter()
            .map(|tag| (tag.clone(), sent.get(&format!("{what}-{tag}")).to_owned()))
            .collect::<BTreeMap<String, String>>()
    };
    AboutContributor {
        slug: kept.map_or_else(|| sent.get("slug").to_owned(), |one| one.slug.clone()),
        name: sent.get("name").to_owned(),
        role: texts("role"),
        bio: texts("bio"),
        email: sent.get("email").to_owned(),
    }
}

/// The languages the form has fields for: ours, and those somebody is told of in already.
fn languages(kept: Option<&Contributor>) -> Vec<String> {
    let mut tags: Vec<String> = LANGUAGES.map(str::to_owned).to_vec();
    for tag in kept
        .iter()
        .flat_map(|one| one.role.keys().chain(one.bio.keys()))
    {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    tags
}

async fn form(call: &Call, kept: Option<Contributor>, told: String) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let mut pages = Vec::new();
    if let Some(one) = &kept {
        for title in titles::all(&mut session).await? {
            if let Some(host) = titles::hosts(&mut session, title.id).await?.first() {
                let base = call.inner.reach.base_url(host);
                pages.push((title.name, format!("{base}/people/{}", one.slug)));
            }
        }
    }
    drop(session);
    let text = |texts: Option<&BTreeMap<String, String>>, what: &str, tag: &str| {
        let kept = texts
            .and_then(|texts| texts.get(tag))
            .map_or("", String::as_str);
        typed(call, &format!("{what}-{tag}"), kept)
    };
    let told_of: Vec<Value> = languages(kept.as_ref())
        .iter()
        .map(|tag| {
            json!({
                "tag": tag,
                "role": text(kept.as_ref().map(|one| &one.role), "role", tag),
                "bio": text(kept.as_ref().map(|one| &one.bio), "bio", tag),
            })
        })
        .collect();
    let of = |field: &str, kept: &str| typed(call, field, kept);
    let matter = json!({
        "told": told,
        "new": kept.is_none(),
        "slug": kept.as_ref().map_or_else(|| of("slug", ""), |one| one.slug.clone()),
        "name": of("name", kept.as_ref().map_or("", |one| &one.name)),
        "email": of("email", kept.as_ref().map_or("", |one| &one.email)),
        "languages": told_of,
        "pages": pages,
        "may": everywhere(call, Deed::Keep),
    });
    let mut page = network_page(call, "contributor.html", "people");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}
