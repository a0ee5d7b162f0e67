//! The kill switch, in two steps: a page that says what a kill does and asks why, then the deed. It wants a fresh proof of who
//! one is; whoever is sent to give it comes back here with the reason as it was typed.

use super::{article_id, could, framed, piece::Work};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::articles::{Stage, withdrawing};
use paper::id::ArticleId;
use paper::rights::Deed;
use paper::{Error, Refusal, addresses};
use press::Calendar;
use serde_json::json;

/// The page, and what its button does.
pub(crate) async fn kill(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    if !call.changes() {
        let why = call.parameter("why");
        return page(call, id, &why, String::new()).await;
    }
    let why = call.sent.get("why");
    if !call.sent.has("sure") {
        let told = call.words().say("kill-not-sure");
        return page(call, id, why, told).await;
    }
    match withdrawing::kill(call.paper(), call.actor()?, id, why).await {
        Ok(_) => Ok(answer::see(&format!("{BASE}/articles/{id}?done=kill"))),
        Err(Error::Refused(
            refusal @ (Refusal::StepUp | Refusal::NotAllowed { .. } | Refusal::Unknown { .. }),
        )) => Err(Stopped::Refused(refusal)),
        Err(Error::Refused(refusal)) => page(call, id, why, call.said(&refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn page(call: &Call, id: ArticleId, why: &str, told: String) -> Outcome<Response> {
    let mut work = Work::open(call, id).await?;
    if !could(call, &work.title, Deed::Kill) {
        return Err(Stopped::Nothing);
    }
    let address = addresses::canonical(&mut work.session, id)
        .await?
        .map(|(host, path)| format!("{}{path}", call.inner.reach.base_url(&host)));
    let calendar = Calendar::new(&work.title.zone, call.words());
    let matter = json!({
        "id": id.to_string(),
        "headline": work.copy.headline,
        "stage": work.article.stage.word(),
        "can": matches!(work.article.stage, Stage::Live | Stage::Withdrawn),
        "published": work.article.first_published.map(|at| calendar.when(at).text),
        "address": address,
        "why": why,
        "told": told,
    });
    let mut page = framed(call, "kill.html", "desk", &work.title);
    drop(work.session);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}
