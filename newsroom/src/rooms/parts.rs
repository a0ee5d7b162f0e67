//! The standing parts of a title: sections on two levels with the line of the menu, and addresses of another time.

use super::keeping::{Came, came, number, typed};
use super::settings::{address, printed, write};
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use paper::addresses::{self, Leads};
use paper::id::ArticleId;
use paper::rights::Deed;
use paper::sections::{self, Section, Under};
use paper::titles::{Settings, Settle, Title};
use paper::{Refusal, Session, Thing, articles, redirects};
use press::Calendar;
use serde_json::{Value, json};

/// Redirects on one page.
const ROWS: u32 = 50;

/// The sections: all of them in their order, the form for one, the line of the menu.
pub(crate) async fn sections(call: &Call, title: &Title) -> Outcome<Response> {
    let mut told = String::new();
    if call.changes() {
        let deed = keep_section(call, title).await;
        let here = address(title, "sections");
        match came(call, deed, &format!("{here}?done=section"), &here)? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => told = words,
        }
    }
    sections_page(call, title, told).await
}

async fn keep_section(call: &Call, title: &Title) -> paper::Result<()> {
    let Ok(by) = call.actor() else { return Ok(()) };
    let sent = &call.sent;
    let under = match sent.get("parent") {
        "" => Under::Nothing,
        slug => Under::Section(slug),
    };
    let (slug, name) = (slug(call), sent.get("name"));
    let lead = Some(sent.get("lead"));
    sections::keep(call.paper(), by, title.id, &slug, name, lead, under).await?;
    Ok(())
}

/// The word in addresses a form says; made of the name where it says none.
pub(super) fn slug(call: &Call) -> String {
    match call.sent.get("slug") {
        "" => paper::words::slug_of(call.sent.get("name")),
        slug => slug.to_owned(),
    }
}

async fn sections_page(call: &Call, title: &Title, told: String) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let all = sections::all(&mut session, title.id).await?;
    drop(session);
    let edited = edited(call, |slug| all.iter().find(|one| one.slug == slug));
    let above = |section: &Section| all.iter().find(|one| Some(one.id) == section.parent);
    let place = |section: &Section| {
        let at = title
            .settings
            .menu
            .iter()
            .position(|slug| *slug == section.slug);
        at.map(|at| (at + 1).to_string()).unwrap_or_default()
    };
    let shown = |section: &Section| {
        json!({
            "slug": section.slug,
            "name": section.name,
            "lead": section.lead,
            "parent": above(section).map(|one| one.slug.clone()),
            "menu": typed(call, &format!("menu-{}", section.slug), &place(section)),
        })
    };
    // Each section of the first level with those under it, as readers meet them.
    let mut rows: Vec<Value> = Vec::new();
    for first in all.iter().filter(|one| one.parent.is_none()) {
        rows.push(shown(first));
        let under = all.iter().filter(|one| one.parent == Some(first.id));
        rows.extend(under.map(shown));
    }
    let parent = edited.and_then(above).map_or("", |one| one.slug.as_str());
    let matter = json!({
        "rows": rows,
        "new": edited.is_none(),
        "slug": typed(call, "slug", edited.map_or("", |one| &one.slug)),
        "name": typed(call, "name", edited.map_or("", |one| &one.name)),
        "lead": typed(call, "lead", edited.map_or("", |one| &one.lead)),
        "parent": typed(call, "parent", parent),
        "settles": super::could(call, title, Deed::Settle),
    });
    printed(call, "sections.html", "sections", title, &told, matter)
}

/// What the form is about: what `edit` names, in the address or as it was sent.
fn edited<'a, T>(call: &Call, find: impl Fn(&str) -> Option<&'a T>) -> Option<&'a T> {
    let slug = match call.changes() {
        true => call.sent.get("edit").to_owned(),
        false => call.parameter("edit"),
    };
    find(&slug)
}

/// Moves a section up or down among those of its level.
pub(crate) async fn order(call: &Call, title: &Title) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let mut session = call.paper().read().await?;
    let mut all = sections::all(&mut session, title.id).await?;
    drop(session);
    let moved = call.sent.get("move");
    let at = all
        .iter()
        .position(|one| one.slug == moved)
        .ok_or(Stopped::Nothing)?;
    let parent = all.get(at).and_then(|one| one.parent);
    let same = |other: &usize| all.get(*other).is_some_and(|one| one.parent == parent);
    let other = match call.sent.get("to") {
        "up" => (0..at).rev().find(same),
        _ => (at + 1..all.len()).find(same),
    };
    if let Some(other) = other {
        all.swap(at, other);
    }
    let slugs: Vec<String> = all.into_iter().map(|one| one.slug).collect();
    let deed = sections::order(call.paper(), call.actor()?, title.id, &slugs).await;
    let here = address(title, "sections");
    match came(call, deed, &format!("{here}?done=section-order"), &here)? {
        Came::On(response) => Ok(response),
        Came::Told(words) => sections_page(call, title, words).await,
    }
}

/// Which sections stand in the line of the menu, and in which order.
pub(crate) async fn menu(call: &Call, title: &Title) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let deed = match menu_of(call) {
        Ok(menu) => {
            let change = Settle {
                settings: Some(Settings {
                    menu,
                    ..title.settings.clone()
                }),
                ..Settle::default()
            };
            write(call, title, &change).await
        }
        Err(error) => Err(error),
    };
    let here = address(title, "sections");
    match came(call, deed, &format!("{here}?done=menu"), &here)? {
        Came::On(response) => Ok(response),
        Came::Told(words) => sections_page(call, title, words).await,
    }
}

fn menu_of(call: &Call) -> paper::Result<Vec<String>> {
    let mut places: Vec<(u16, String)> = Vec::new();
    for (field, value) in call.sent.fields() {
        let Some(slug) = field.strip_prefix("menu-") else {
            continue;
        };
        if let Some(place) = number("menu", value)? {
            places.push((place, slug.to_owned()));
        }
    }
    // Two at one place stand in the order of the form.
    places.sort_by_key(|(place, _)| *place);
    Ok(places.into_iter().map(|(_, slug)| slug).collect())
}

/// Addresses that lead elsewhere, and the form for another.
pub(crate) async fn redirects(call: &Call, title: &Title) -> Outcome<Response> {
    let mut told = String::new();
    if call.changes() {
        let deed = add_redirect(call, title).await;
        let here = address(title, "redirects");
        match came(call, deed, &format!("{here}?done=redirect"), &here)? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => told = words,
        }
    }
    let mut session = call.paper().read().await?;
    let after = call.parameter("after");
    let mut found = redirects::list(&mut session, title.id, &after, ROWS + 1).await?;
    drop(session);
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let calendar = Calendar::new(&title.zone, call.words());
    let matter = json!({
        "rows": found.iter().map(|one| json!({
            "path": one.path,
            "now": one.now,
            "article": one.article.to_string(),
            "since": calendar.when(one.since).day,
        })).collect::<Vec<_>>(),
        "next": found.last().filter(|_| more).map(|one| one.path.clone()),
        "path": typed(call, "path", ""),
        "to": typed(call, "to", ""),
    });
    printed(call, "redirects.html", "redirects", title, &told, matter)
}

async fn add_redirect(call: &Call, title: &Title) -> paper::Result<()> {
    let Ok(by) = call.actor() else { return Ok(()) };
    let to = call.sent.get("to");
    let mut session = call.paper().read().await?;
    let article = article(&mut session, title, to).await?;
    drop(session);
    redirects::add(call.paper(), by, title.id, call.sent.get("path"), article).await
}

/// The article somebody named by its id, or by its address on this title with or without the host.
pub(super) async fn article(
    session: &mut Session,
    title: &Title,
    word: &str,
) -> paper::Result<ArticleId> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Article,
        name: word.chars().take(200).collect(),
    };
    if let Some(id) = ArticleId::parse(word) {
        return Ok(articles::find(session, id).await?.id);
    }
    let path = match word.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => word,
    };
    let path = path.trim_end_matches('/');
    let live = match addresses::follow(session, title.id, path).await? {
        Leads::Here(placement) => Some(placement),
        Leads::There(path) => match addresses::follow(session, title.id, &path).await? {
            Leads::Here(placement) => Some(placement),
            _ => None,
        },
        _ => None,
    };
    live.map(|placement| placement.article)
        .ok_or_else(|| unknown().into())
}
