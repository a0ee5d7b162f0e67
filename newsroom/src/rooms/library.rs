//! What the editor looks up: pictures of the library, own articles to link to; and pictures coming in.

use super::title;
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use paper::desk::Shelf;
use paper::id::PictureId;
use paper::pictures::{self, Filter as Narrowed, Form, Kept, NewPicture};
use paper::reading::desk::{self as list, Filter};
use paper::{Session, addresses};
use press::Calendar;
use serde_json::{Value, json};

/// Things offered at once.
const OFFERED: u32 = 24;

/// Pictures of the library; or one that comes in.
pub(crate) async fn pictures(call: &Call, key: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    if !call.changes() {
        let filter = Narrowed {
            words: call.parameter("q"),
            form: Some(Form::Picture),
            ..Narrowed::default()
        };
        let found = pictures::page(&mut session, &filter, None, OFFERED, call.now).await?;
        let mut offered = Vec::new();
        for kept in found {
            offered.push(shown(&mut session, &kept).await?);
        }
        return Ok(answer::json(
            StatusCode::OK,
            &json!({ "pictures": offered }),
        ));
    }
    drop(session);
    let files = call.sent.files("file");
    let file = files.first().ok_or(Stopped::Nothing)?;
    let text = |name: &str| call.sent.get(name).to_owned();
    let new = NewPicture {
        name: file.name.clone(),
        bytes: file.bytes.clone(),
        alt: text("alt"),
        caption: text("caption"),
        credit: text("credit"),
        licence: text("licence"),
        source_type: text("source_type"),
    };
    match pictures::add(call.paper(), call.actor()?, title.id, new).await {
        Ok(id) => {
            let mut session = call.paper().read().await?;
            let kept = pictures::named(&mut session, &id.to_string()).await?;
            let shown = shown(&mut session, &kept).await?;
            Ok(answer::json(StatusCode::CREATED, &shown))
        }
        Err(paper::Error::Refused(refusal)) => {
            let message = json!({ "message": call.said(&refusal) });
            Ok(answer::json(StatusCode::UNPROCESSABLE_ENTITY, &message))
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn shown(session: &mut Session, kept: &Kept) -> Outcome<Value> {
    let sizes = pictures::renditions(session, kept.id).await?;
    let thumb = sizes.first().map(|(path, _, _)| format!("{BASE}{path}"));
    Ok(json!({
        "id": kept.id.to_string(),
        "alt": kept.alt,
        "caption": kept.caption,
        "credit": kept.credit,
        "licence": kept.licence,
        "source_type": kept.source_type,
        "thumb": thumb,
    }))
}

/// The smallest size of a picture, by its id alone.
pub(crate) async fn thumb(call: &Call, key: &str, id: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    title(call, &mut session, key).await?;
    let id = PictureId::parse(id).ok_or(Stopped::Nothing)?;
    let sizes = pictures::renditions(&mut session, id).await?;
    let (path, _, _) = sizes.first().ok_or(Stopped::Nothing)?;
    Ok(answer::see(&format!("{BASE}{path}")))
}

/// Own articles that are out, by the words of their headlines, for links.
pub(crate) async fn articles(call: &Call) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let filter = Filter {
        shelf: Some(Shelf::Live),
        words: call.parameter("q"),
        ..Filter::default()
    };
    let found = list::page(
        &mut session,
        call.actor()?,
        &filter,
        None,
        OFFERED,
        call.now,
    )
    .await?;
    let calendar: Calendar = super::calendar(call).await?;
    let mut offered = Vec::new();
    for row in found.rows {
        let Some((host, path)) = addresses::canonical(&mut session, row.article).await? else {
            continue;
        };
        offered.push(json!({
            "headline": row.headline,
            "url": format!("{}{path}", call.inner.reach.base_url(&host)),
            "date": row.first_published.map(|at| calendar.when(at).day),
        }));
    }
    Ok(answer::json(
        StatusCode::OK,
        &json!({ "articles": offered }),
    ))
}
