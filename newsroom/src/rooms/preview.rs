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
use paper::articles::{drafting, previewing};
use paper::id::{ArticleId, PreviewLinkId};
use paper::pictures::{self, Found};
use paper::reading::preview::{self, Going};
use paper::reading::title;
use paper::titles::{self, Title};
use paper::{Session, addresses, articles};
use press::Calendar;
use serde_json::{Value, json};
use std::io::ErrorKind;

/// Widths a page is looked at in, CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [u32; 3] = [390, 768, 1280];
/// Lives of a secret address that are offered, days.
const DAYS: [u32; 4] = [1, 3, 7, 30];

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
    printed(call, work.session, id, &going, at, BASE).await
}

/// The preview for whoever holds its secret address.
pub(crate) async fn lent(call: &Call, secret: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let id = previewing::open(&mut session, secret, call.now)
        .await?
        .ok_or(Stopped::Nothing)?;
    let going = going(call, &mut session).await?;
    printed(
        call,
        session,
        id,
        &going,
        call.now,
        &format!("{BASE}/look/{secret}"),
    )
    .await
}

/// A picture of a text somebody holds the secret address of.
pub(crate) async fn lent_media(
    call: &Call,
    secret: &str,
    id: &str,
    file: &str,
) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let article = previewing::open(&mut session, secret, call.now)
        .await?
        .ok_or(Stopped::Nothing)?;
    let stands = articles::find(&mut session, article).await?;
    let copy = drafting::working_copy(&mut session, &stands).await?;
    let shown = copy
        .picture
        .iter()
        .chain(copy.body.pictures())
        .any(|picture| picture.file == id);
    if !shown {
        return Err(Stopped::Nothing);
    }
    file_of(call, session, id, file).await
}

async fn printed(
    call: &Call,
    mut session: Session,
    id: ArticleId,
    going: &Going,
    at: Timestamp,
    media: &str,
) -> Outcome<Response> {
    let reach = &call.inner.reach;
    let mut seen = preview::article(&mut session, id, going, reach, at).await?;
    let facts = title::facts(&mut session, &seen.title, reach).await?;
    // Readers' addresses answer only for pictures that are out.
    for picture in seen.facts.pictures.values_mut() {
        for rendition in &mut picture.renditions {
            rendition.path = format!("{media}{}", rendition.path);
        }
    }
    let html = call.inner.press.article(&facts, &seen.facts)?;
    Ok(answer::preview(StatusCode::OK, call.takes.gzip, html))
}

/// The preview in a frame of a reader's width, on the title and as of the time chosen.
pub(crate) async fn look(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let mut secret = None;
    if call.changes() {
        let link = PreviewLinkId::parse(call.sent.get("end"));
        if let Some(link) = link {
            previewing::revoke(call.paper(), call.actor()?, id, link).await?;
            return Ok(answer::see(&format!(
                "{BASE}/articles/{id}/look?done=preview-ended"
            )));
        }
        let days = call.sent.get("days").parse().unwrap_or(0);
        let lent = previewing::lend(call.paper(), call.actor()?, id, days).await?;
        // It is shown this once, so it cannot wait behind a redirect.
        let base = call.inner.reach.base_url(&call.host);
        secret = Some(format!("{base}{BASE}/look/{lent}"));
    }
    let mut work = Work::open(call, id).await?;
    let calendar = Calendar::new(&work.title.zone, call.words());
    let lent = previewing::list(&mut work.session, id, call.now).await?;
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
        "lent": lent.iter().map(|link| json!({
            "id": link.id.to_string(),
            "by": link.by,
            "made": calendar.when(link.made_at).text,
            "ends": calendar.when(link.ends_at).text,
        })).collect::<Vec<_>>(),
        "secret": secret,
        "days": DAYS,
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
    file_of(call, call.paper().read().await?, id, file).await
}

async fn file_of(call: &Call, mut session: Session, id: &str, file: &str) -> Outcome<Response> {
    let wanted = match pictures::desk_file(&mut session, id, file).await? {
        Some(Found::File(wanted)) => wanted,
        Some(Found::Moved(to)) => return Ok(answer::see(&format!("{BASE}{to}"))),
        None => return Err(Stopped::Nothing),
    };
    drop(session);
    let path = call.paper().media().join(&wanted.path);
    let read = match tokio::fs::read(&path).await {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            pictures::make(call.paper(), &wanted).await?;
            tokio::fs::read(&path).await
        }
        read => read,
    };
    match read {
        Ok(bytes) => Ok(answer::picture(&wanted.media_type, bytes)),
        Err(error) => {
            tracing::error!(
                "A picture the record names cannot be read: {}: {error}",
                path.display()
            );
            Err(Stopped::Nothing)
        }
    }
}
