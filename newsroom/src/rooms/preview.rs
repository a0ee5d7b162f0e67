//! The page as readers would see it, in the title's real theme.

use super::piece::Work;
use super::{article_id, framed};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::DateTime;
use paper::articles::content::Class;
use paper::reading::preview::{self, Going};
use paper::reading::title;
use paper::titles::{self, Title};
use paper::{Session, addresses, articles, pictures};
use serde_json::{Value, json};

/// Widths a page is looked at in, CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [u32; 3] = [390, 768, 1280];

/// How the draft would go out, as a query says it: title, class, note, local time.
pub(crate) async fn going(call: &Call, session: &mut Session) -> Outcome<Going> {
    let key = call.parameter("title");
    let title = match key.as_str() {
        "" => None,
        key => Some(titles::named(session, key).await?.id),
    };
    Ok(Going {
        title,
        class: Class::parse(&call.parameter("class")).unwrap_or(Class::Update),
        note: call.parameter("note"),
    })
}

/// As of when: a local time of the title's zone, or now.
pub(crate) fn as_of(call: &Call, title: &Title) -> Outcome<Timestamp> {
    match call.parameter("at").as_str() {
        "" => Ok(call.now),
        at => {
            let local: DateTime = at.parse().map_err(|_| Stopped::Nothing)?;
            paper::clock::at_local(local, &title.time_zone()).map_err(Stopped::Refused)
        }
    }
}

/// The preview, for somebody who may see the draft.
pub(crate) async fn show(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let mut work = Work::open(call, id).await?;
    let going = going(call, &mut work.session).await?;
    let at = as_of(call, &work.title)?;
    let reach = &call.inner.reach;
    let mut seen = preview::article(&mut work.session, id, &going, reach, at).await?;
    let facts = title::facts(&mut work.session, &seen.title, reach).await?;
    // Readers' addresses answer only for pictures that are out; the desk has its own.
    for picture in seen.facts.pictures.values_mut() {
        for rendition in &mut picture.renditions {
            rendition.path = format!("{BASE}{}", rendition.path);
        }
    }
    let html = call.inner.press.article(&facts, &seen.facts)?;
    Ok(answer::preview(StatusCode::OK, call.gzip, html))
}

/// The preview in a frame of a reader's width, on the title and as of the time chosen.
pub(crate) async fn look(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let mut work = Work::open(call, id).await?;
    let placements = articles::placements(&mut work.session, id).await?;
    let mut titles: Vec<Value> = Vec::new();
    for placement in placements {
        let title = titles::by_id(&mut work.session, placement.title).await?;
        titles.push(json!({ "key": title.key, "name": title.name }));
    }
    let width = call
        .parameter("width")
        .parse()
        .ok()
        .filter(|width| WIDTHS.contains(width))
        .unwrap_or(390);
    let matter = json!({
        "id": id.to_string(),
        "headline": work.copy.headline,
        "titles": titles,
        "title": call.parameter("title"),
        "at": call.parameter("at"),
        "width": width,
        "widths": WIDTHS,
        "zone": work.title.zone,
        "frame": {
            "title": call.parameter("title"),
            "at": call.parameter("at"),
        },
    });
    let page = framed(call, "look.html", "desk", &work.title);
    drop(work.session);
    print(call, page, matter)
}

/// On to the page readers see.
pub(crate) async fn live(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let mut work = Work::open(call, id).await?;
    let (host, path) = addresses::canonical(&mut work.session, id)
        .await?
        .ok_or(Stopped::Nothing)?;
    Ok(answer::see(&format!(
        "{}{path}",
        call.inner.reach.base_url(&host)
    )))
}

/// A picture of the library, also of a text that is not out.
pub(crate) async fn media(call: &Call, id: &str, file: &str) -> Outcome<Response> {
    let works = call
        .signed
        .as_ref()
        .is_some_and(|signed| !signed.grants.is_empty() && !signed.factor_wanted);
    if !works {
        return Err(Stopped::Nothing);
    }
    let mut session = call.paper().read().await?;
    let (relative, media_type) = pictures::desk_file(&mut session, id, file)
        .await?
        .ok_or(Stopped::Nothing)?;
    drop(session);
    let path = call.paper().media().join(relative);
    match tokio::fs::read(&path).await {
        Ok(bytes) => Ok(answer::picture(&media_type, bytes)),
        Err(error) => {
            tracing::error!(
                "A picture the record names cannot be read: {}: {error}",
                path.display()
            );
            Err(Stopped::Nothing)
        }
    }
}
