//! The titles of the network, each with what it is short of; and the founding of another.

use super::keeping::{Came, came, encoded, everywhere, lines_of, network_page, only_for, typed};
use super::{could, has_part};
use crate::BASE;
use crate::call::Call;
use crate::page::print;
use crate::routes::Outcome;
use axum::response::Response;
use paper::rights::Deed;
use paper::titles::{self, NewTitle};
use paper::{beginning, network};
use serde_json::{Value, json};

/// The zone offered first.
const ZONE: &str = "Europe/Rome";

/// The cards, and the form for another title.
pub(crate) async fn show(call: &Call) -> Outcome<Response> {
    only_for(call, &[Deed::Keep, Deed::Settle, Deed::Found])?;
    if !call.changes() {
        return page(call, String::new()).await;
    }
    let sent = &call.sent;
    let new = NewTitle {
        key: sent.get("key").to_owned(),
        name: sent.get("name").to_owned(),
        hosts: lines_of(sent.get("hosts")),
        language: sent.get("language").to_owned(),
        zone: sent.get("zone").to_owned(),
    };
    let deed = found(call, &new).await;
    let done = format!(
        "{BASE}/t/{}/settings/imprint?done=title-founded",
        encoded(&new.key)
    );
    match came(call, deed, &done, &format!("{BASE}/titles"))? {
        Came::On(response) => Ok(response),
        Came::Told(told) => page(call, told).await,
    }
}

/// Founds it, with what every title begins with.
async fn found(call: &Call, new: &NewTitle) -> paper::Result<()> {
    let Ok(by) = call.actor() else { return Ok(()) };
    let id = titles::found(call.paper(), by, new).await?;
    beginning::furnish(call.paper(), by, id, new).await
}

async fn page(call: &Call, told: String) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let mut cards: Vec<Value> = Vec::new();
    for title in titles::all(&mut session).await? {
        if !has_part(call, &title) {
            continue;
        }
        let host = titles::hosts(&mut session, title.id)
            .await?
            .into_iter()
            .next()
            .unwrap_or_default();
        cards.push(json!({
            "key": title.key,
            "name": title.name,
            "motto": title.motto,
            "language": title.language,
            "address": call.inner.reach.base_url(&host),
            "host": host,
            "director": title.imprint.director,
            "theme": title.theme,
            "missing": title.imprint.missing().len(),
            "desk": could(call, &title, Deed::Save),
            "settings": could(call, &title, Deed::Keep) || could(call, &title, Deed::Settle),
            "imprint": could(call, &title, Deed::Settle),
        }));
    }
    let network = network::find(&mut session).await?;
    drop(session);
    let matter = json!({
        "told": told,
        "network": network.map(|network| network.name),
        "cards": cards,
        "founds": everywhere(call, Deed::Found),
        "key": typed(call, "key", ""),
        "name": typed(call, "name", ""),
        "hosts": typed(call, "hosts", ""),
        "language": typed(call, "language", call.language()),
        "zone": typed(call, "zone", ZONE),
    });
    let mut page = network_page(call, "titles.html", "titles");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}
