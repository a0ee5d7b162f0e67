//! Standing pages of a title: the list, the templates offered, one page written in Markdown with its look beside it.

use super::keeping::{Came, came, encoded, typed};
use super::settings::{address, printed};
use crate::answer;
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use http::StatusCode;
use markup::Body;
use paper::beginning::{self, Template};
use paper::pages::{self, StandingPage};
use paper::reading::facts::PageRole;
use paper::reading::pages::PageFacts;
use paper::reading::title as titles;
use paper::titles::Title;
use paper::{pictures, words};
use press::Calendar;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a standing page can be for, in the order offered.
const ROLES: [PageRole; 17] = [
    PageRole::About,
    PageRole::Contacts,
    PageRole::Rules,
    PageRole::Privacy,
    PageRole::Accessibility,
    PageRole::Comments,
    PageRole::Ethics,
    PageRole::Corrections,
    PageRole::FactChecking,
    PageRole::UnnamedSources,
    PageRole::Bylines,
    PageRole::Feedback,
    PageRole::Diversity,
    PageRole::Mission,
    PageRole::Masthead,
    PageRole::Ownership,
    PageRole::Other,
];
/// The address of a page not written yet.
const NEW: &str = "new";

fn word(role: PageRole) -> String {
    serde_json::to_value(role)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn role(word: &str) -> PageRole {
    serde_json::from_value(word.into()).unwrap_or_default()
}

/// The list, and what a title lacks of what others begin with.
pub(crate) async fn list(call: &Call, title: &Title) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let kept = pages::all(&mut session, title.id).await?;
    drop(session);
    let calendar = Calendar::new(&title.zone, call.words());
    let offered: Vec<Value> = beginning::templates(&title.language, &title.name)?
        .into_iter()
        .filter(|one| {
            !kept
                .iter()
                .any(|page| page.role == one.role || page.slug == one.slug)
        })
        .map(|one| json!({"slug": one.slug, "name": one.name}))
        .collect();
    let rows: Vec<Value> = kept
        .iter()
        .map(|page| {
            json!({
                "slug": page.slug,
                "name": page.name,
                "role": word(page.role),
                "changed": calendar.when(page.changed_at).text,
            })
        })
        .collect();
    let matter = json!({"rows": rows, "offered": offered});
    printed(call, "pages.html", "pages", title, "", matter)
}

/// One page, and what its button does.
pub(crate) async fn page(call: &Call, title: &Title, slug: &str) -> Outcome<Response> {
    let kept = kept(call, title, slug).await?;
    let mut told = String::new();
    if call.changes() {
        let sent = &call.sent;
        let slug = match &kept {
            Some(page) => page.slug.clone(),
            None if sent.get("slug").is_empty() => words::slug_of(sent.get("name")),
            None => sent.get("slug").to_owned(),
        };
        let body = body(call, kept.as_ref());
        let (role, name) = (role(sent.get("role")), sent.get("name"));
        let by = call.actor()?;
        let deed = match body {
            Ok(body) => pages::keep(call.paper(), by, title.id, &slug, role, name, &body).await,
            Err(error) => Err(error),
        };
        let here = address(title, "pages");
        match came(call, deed, &format!("{here}?done=page"), &call.address())? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => told = words,
        }
    }
    let start = template(call, title, kept.is_none())?;
    let matter = matter(call, title, kept.as_ref(), start.as_ref());
    printed(call, "standing.html", "pages", title, &told, matter)
}

fn matter(
    call: &Call,
    title: &Title,
    kept: Option<&StandingPage>,
    start: Option<&Template>,
) -> Value {
    let name = kept.map(|page| page.name.as_str());
    let name = name
        .or(start.map(|one| one.name.as_str()))
        .unwrap_or_default();
    let slug = kept.map(|page| page.slug.as_str());
    let slug = slug.or(start.map(|one| one.slug)).unwrap_or_default();
    let kept_role = kept.map(|page| page.role).or(start.map(|one| one.role));
    let text = kept.map(|page| &page.body).or(start.map(|one| &one.body));
    let text = text.map(markup::markdown::write).unwrap_or_default();
    let at = format!(
        "{}/{}",
        address(title, "pages"),
        kept.map_or_else(|| NEW.to_owned(), |page| encoded(&page.slug))
    );
    json!({
        "new": kept.is_none(),
        "at": at,
        "slug": typed(call, "slug", slug),
        "name": typed(call, "name", name),
        "role": typed(call, "role", &word(kept_role.unwrap_or_default())),
        "roles": ROLES.map(word),
        "body": typed(call, "body", &text),
    })
}

/// The page of this address; `None` for one not written yet.
async fn kept(call: &Call, title: &Title, slug: &str) -> Outcome<Option<StandingPage>> {
    if slug == NEW {
        return Ok(None);
    }
    let mut session = call.paper().read().await?;
    Ok(Some(pages::page(&mut session, title.id, slug).await?))
}

/// The template a new page begins with, if one was chosen.
fn template(call: &Call, title: &Title, new: bool) -> Outcome<Option<Template>> {
    let chosen = call.parameter("template");
    if !new || chosen.is_empty() {
        return Ok(None);
    }
    Ok(beginning::templates(&title.language, &title.name)?
        .into_iter()
        .find(|one| one.slug == chosen))
}

/// The text a form says. What Markdown cannot write stays as it is kept while nobody changed the Markdown.
fn body(call: &Call, kept: Option<&StandingPage>) -> paper::Result<Body> {
    let markdown = call.sent.raw("body");
    match kept {
        Some(page) if markup::markdown::write(&page.body).trim() == markdown.trim() => {
            Ok(page.body.clone())
        }
        _ => words::whole(markup::markdown::read(markdown)).map(|body| body.canonical()),
    }
}

/// The page as it would be, for the frame beside the form.
pub(crate) async fn preview(call: &Call, title: &Title, slug: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let kept = kept(call, title, slug).await?;
    let body = body(call, kept.as_ref())?;
    let mut session = call.paper().read().await?;
    let mut shown = BTreeMap::new();
    for picture in body.pictures() {
        if let Some(facts) = pictures::facts(&mut session, picture).await? {
            shown.insert(picture.file.clone(), facts);
        }
    }
    let facts = titles::facts(&mut session, title, &call.inner.reach).await?;
    drop(session);
    let page = PageFacts {
        name: call.sent.get("name").to_owned(),
        path: format!("/{slug}"),
        role: role(call.sent.get("role")),
        body,
        pictures: shown,
        modified: call.now,
    };
    let html = call.inner.press.page(&facts, &page)?;
    Ok(answer::preview(StatusCode::OK, call.takes.gzip, html))
}
