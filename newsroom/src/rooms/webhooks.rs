//! Webhooks: programs elsewhere that are told what readers see otherwise, and how they fare.

use super::keeping::{Came, everywhere, network_page, told, typed};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::id::WebhookId;
use paper::rights::Deed;
use paper::webhooks::{self, DOWN_DAYS, NewWebhook, State, WEBHOOKS_MAX};
use paper::{Session, titles};
use serde_json::{Value, json};

/// The page, or a deed on it.
pub(crate) async fn show(call: &Call, rest: &[&str]) -> Outcome<Response> {
    if !everywhere(call, Deed::Operate) {
        return Err(Stopped::Nothing);
    }
    match (rest, call.changes()) {
        ([], false) => page(call, String::new()).await,
        ([deed], true) => done(call, deed).await,
        _ => Err(Stopped::Nothing),
    }
}

async fn done(call: &Call, deed: &str) -> Outcome<Response> {
    let (paper, by) = (call.paper(), call.actor()?);
    let one = WebhookId::parse(call.sent.get("webhook"));
    let came = match (deed, one) {
        ("add", _) => add(call).await,
        ("on", Some(id)) => webhooks::switch(paper, by, id, true).await,
        ("off", Some(id)) => webhooks::switch(paper, by, id, false).await,
        ("ring", Some(id)) => webhooks::ring(paper, by, id).await,
        ("remove", Some(id)) => webhooks::remove(paper, by, id).await,
        _ => return Err(Stopped::Nothing),
    };
    let here = format!("{BASE}/installation/webhooks");
    match came {
        Ok(()) => Ok(answer::see(&format!("{here}?done=webhooks-{deed}"))),
        Err(error) => match told(call, error, &here)? {
            Came::On(response) => Ok(response),
            Came::Told(words) => page(call, words).await,
        },
    }
}

async fn add(call: &Call) -> paper::Result<()> {
    let Ok(by) = call.actor() else {
        return Ok(());
    };
    let sent = &call.sent;
    let title = match sent.get("title") {
        "" => None,
        key => {
            let mut session = call.paper().read().await?;
            Some(titles::named(&mut session, key).await?.id)
        }
    };
    let new = NewWebhook {
        name: sent.get("name").to_owned(),
        url: sent.get("url").to_owned(),
        title,
    };
    webhooks::add(call.paper(), by, &new).await.map(drop)
}

async fn page(call: &Call, told: String) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let matter = json!({
        "told": told,
        "rows": rows(call, &mut session).await?,
        "most": WEBHOOKS_MAX,
        "days": DOWN_DAYS,
        "titles": titles::all(&mut session).await?.iter().map(|title| (&title.key, &title.name)).collect::<Vec<_>>(),
        "name": typed(call, "name", ""),
        "url": typed(call, "url", ""),
        "title": typed(call, "title", ""),
    });
    drop(session);
    let mut page = network_page(call, "webhooks.html", "installation");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

async fn rows(call: &Call, session: &mut Session) -> Outcome<Vec<Value>> {
    let calendar = super::calendar(call).await?;
    let found = webhooks::list(session).await?;
    Ok(found
        .into_iter()
        .map(|hook| {
            json!({
                "id": hook.id.to_string(),
                "name": hook.name,
                "url": hook.url,
                "title": hook.title,
                "state": hook.state.word(),
                "on": hook.state == State::On,
                "answered": hook.answered_at.map(|at| calendar.when(at).text),
                "failing": hook.failing_since.map(|at| calendar.when(at).text),
                "fault": hook.fault,
                "key": hook.key,
            })
        })
        .collect())
}
