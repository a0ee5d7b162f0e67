//! An entry of live coverage from a form of its own, so that it is out in seconds; and the end of the coverage.

use super::publish::set_aside;
use super::{article_id, could, framed, piece::Work};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::articles::content::Class;
use paper::articles::coverage::{self, NewEntry};
use paper::articles::publishing::Going;
use paper::copy::Kind;
use paper::gate::Finding;
use paper::id::ArticleId;
use paper::rights::Deed;
use paper::{Error, Refusal};
use serde_json::json;

/// The page, and what its buttons do.
pub(crate) async fn entry(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    if !call.changes() {
        return page(call, id, Vec::new(), &[]).await;
    }
    let (done, to) = if call.sent.has("close") {
        let going = Going {
            overrides: set_aside(call),
            ..Going::change(Class::Update, "")
        };
        let done = coverage::close(call.paper(), call.actor()?, id, None, going).await;
        (done, format!("{BASE}/articles/{id}?done=live-closed"))
    } else {
        let done = add(call, id).await;
        (done, format!("{BASE}/articles/{id}/entry?done=live-entry"))
    };
    match done {
        Ok(_) => Ok(answer::see(&to)),
        Err(Error::Refused(Refusal::Gate { findings })) => {
            page(call, id, Vec::new(), &findings).await
        }
        Err(Error::Refused(
            refusal @ (Refusal::StepUp | Refusal::NotAllowed { .. } | Refusal::Unknown { .. }),
        )) => Err(Stopped::Refused(refusal)),
        Err(Error::Refused(refusal)) => page(call, id, vec![call.said(&refusal)], &[]).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn add(call: &Call, id: ArticleId) -> paper::Result<paper::articles::publishing::Published> {
    let by = call
        .actor()
        .map_err(|_| paper::Fault::new("nobody has signed in"))?;
    let text = call.sent.raw("text");
    let entry = NewEntry {
        title: call.sent.get("headline").to_owned(),
        body: paper::words::whole(markup::markdown::read(text))?,
        by: vec![call.sent.get("by").to_owned()],
        key: call.sent.has("key"),
        overrides: set_aside(call),
        ..NewEntry::default()
    };
    coverage::add(call.paper(), by, id, entry).await
}

async fn page(
    call: &Call,
    id: ArticleId,
    mut told: Vec<String>,
    findings: &[Finding],
) -> Outcome<Response> {
    let work = Work::open(call, id).await?;
    let out = work.article.first_published.is_some();
    if !out || work.copy.kind != Some(Kind::Live) || !could(call, &work.title, Deed::Change) {
        return Err(Stopped::Nothing);
    }
    let blocks: Vec<_> = paper::gate::blocks(findings)
        .iter()
        .map(|finding| json!({"code": finding.code, "message": finding.message}))
        .collect();
    told.extend(
        paper::gate::blocks(findings)
            .iter()
            .map(|finding| finding.message.clone()),
    );
    let matter = json!({
        "id": id.to_string(),
        "kept": work.copy.headline,
        "headline": call.sent.get("headline"),
        "text": call.sent.raw("text"),
        "by": call.sent.get("by"),
        "key": call.sent.has("key"),
        "blocks": blocks,
        "may_override": could(call, &work.title, Deed::Override),
        "told": told,
    });
    let mut page = framed(call, "entry.html", "desk", &work.title);
    drop(work.session);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}
