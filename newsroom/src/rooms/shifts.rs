//! The deputies of a title: who stands in for its director, from when and until when.

use super::copying::local;
use super::keeping::{Came, came, typed, unfit};
use super::people::proved;
use super::settings::{address, printed};
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use paper::id::ShiftId;
use paper::titles::Title;
use paper::{clock, shifts};
use press::Calendar;
use serde_json::json;

/// Hours a turn lasts if nobody says otherwise.
const HOURS: i64 = 12;

/// Who stands in, and the form for another turn; or the naming of one.
pub(crate) async fn show(call: &Call, title: &Title) -> Outcome<Response> {
    if !call.changes() {
        return page(call, title, String::new()).await;
    }
    let deed = name(call, title).await;
    settled(call, title, deed, "deputy-named").await
}

/// Ends a turn early.
pub(crate) async fn end(call: &Call, title: &Title) -> Outcome<Response> {
    let id = ShiftId::parse(call.sent.get("shift")).ok_or(Stopped::Nothing)?;
    let deed = shifts::end(call.paper(), call.actor()?, title.id, id).await;
    settled(call, title, deed, "deputy-ended").await
}

async fn settled(
    call: &Call,
    title: &Title,
    deed: paper::Result<()>,
    done: &str,
) -> Outcome<Response> {
    let here = address(title, "deputies");
    // After a proof of who one is, the form is as it was.
    let chosen: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(["account", "from", "until"].map(|field| (field, call.sent.get(field))))
        .finish();
    let back = format!("{here}?{chosen}");
    match came(call, deed, &format!("{here}?done={done}"), &back)? {
        Came::On(response) => Ok(response),
        Came::Told(told) => page(call, title, told).await,
    }
}

async fn name(call: &Call, title: &Title) -> paper::Result<()> {
    let Ok(by) = call.actor() else { return Ok(()) };
    let from = match call.sent.get("from") {
        "" => call.now,
        typed => instant("from", typed, title)?,
    };
    let until = instant("until", call.sent.get("until"), title)?;
    let handle = call.sent.get("account");
    shifts::name(call.paper(), by, title.id, handle, from, until).await
}

/// An instant of a `datetime-local` field, in the title's zone.
fn instant(field: &'static str, typed: &str, title: &Title) -> paper::Result<Timestamp> {
    let local: DateTime = typed
        .parse()
        .map_err(|_| unfit(field, typed, "2026-11-20T19:30"))?;
    Ok(clock::at_local(local, &title.time_zone())?)
}

async fn page(call: &Call, title: &Title, told: String) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let named = shifts::deputies(&mut session, title.id, call.now).await?;
    let people = shifts::candidates(&mut session, title.id).await?;
    drop(session);
    let calendar = Calendar::new(&title.zone, call.words());
    let zone = title.time_zone();
    let lasts = SignedDuration::from_hours(HOURS);
    let usual = call.now.checked_add(lasts).unwrap_or(call.now);
    let kept = |field: &str, usual: String| match call.parameter(field) {
        back if !call.changes() && !back.is_empty() => back,
        _ => typed(call, field, &usual),
    };
    let own = call.actor()?.handle();
    let matter = json!({
        "rows": named.iter().map(|one| json!({
            "id": one.id.to_string(),
            "account": one.account,
            "name": one.name,
            "from": calendar.when(one.from).text,
            "until": calendar.when(one.until).text,
            "now": one.from <= call.now,
            "by": one.named_by,
        })).collect::<Vec<_>>(),
        "people": people.iter().filter(|(handle, _)| handle != own).collect::<Vec<_>>(),
        "account": kept("account", String::new()),
        "from": kept("from", local(call.now, &zone)),
        "until": kept("until", local(usual, &zone)),
        "zone": title.zone,
        "proved": proved(call),
    });
    printed(call, "deputies.html", "deputies", title, &told, matter)
}
