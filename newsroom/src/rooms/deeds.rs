//! What can be done to an article beside writing it: where it stands, who has it, notes, who is in it now, and its end.

use super::{article_id, piece::Work, publish::set_aside};
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use jiff::civil::DateTime;
use paper::Refusal;
use paper::articles::saves::Text;
use paper::articles::{drafting, saves, scheduling, withdrawing};
use paper::desk::{self, Phase, notes};
use paper::id::{ArticleId, DeskNoteId};
use serde::Deserialize;
use serde_json::{Value, json};

/// A deed on the article that needs no page of its own.
pub(crate) async fn deed(call: &Call, word: &str, deed: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    if deed == "presence" {
        return presence(call, id).await;
    }
    let (paper, by) = (call.paper(), call.actor()?);
    let (sent, why) = (&call.sent, call.sent.get("why"));
    match deed {
        "hold" => scheduling::hold(paper, by, id, why).await?,
        "release" => scheduling::release(paper, by, id).await?,
        "spike" => scheduling::spike(paper, by, id, why).await?,
        "unschedule" => scheduling::unschedule(paper, by, id).await?,
        "discard" => drafting::discard(paper, by, id).await?,
        "withdraw" => drop(withdrawing::withdraw(paper, by, id, why).await?),
        "restore" => {
            let overrides = set_aside(call);
            withdrawing::restore(paper, by, id, why, &overrides).await?;
        }
        "move" => {
            let to = Phase::parse(sent.get("phase")).ok_or(Stopped::Nothing)?;
            desk::move_to(paper, by, id, to).await?;
        }
        "assign" => {
            let to = Some(sent.get("to")).filter(|to| !to.is_empty());
            desk::assign(paper, by, id, to).await?;
        }
        "due" => desk::due(paper, by, id, deadline(call, id).await?).await?,
        "note" => drop(notes::add(paper, by, id, sent.raw("text"), None).await?),
        "settle" => {
            let note = DeskNoteId::parse(sent.get("note")).ok_or(Stopped::Nothing)?;
            notes::settle(paper, by, note).await?;
        }
        "name" => saves::name_save(paper, by, id, version(call)?, sent.get("name")).await?,
        "return" => drop(saves::restore_save(paper, by, id, Text::Save(version(call)?)).await?),
        _ => return Err(Stopped::Nothing),
    }
    Ok(answer::see(&format!("{BASE}/articles/{id}?done={deed}")))
}

fn version(call: &Call) -> Outcome<u32> {
    call.sent
        .get("version")
        .parse()
        .map_err(|_| Stopped::Nothing)
}

/// The local time a deadline was typed as, in the zone of the article's title; none takes the deadline away.
async fn deadline(call: &Call, id: ArticleId) -> Outcome<Option<jiff::Timestamp>> {
    let typed = call.sent.get("due");
    if typed.is_empty() {
        return Ok(None);
    }
    let local: DateTime = typed.parse().map_err(|_| {
        Stopped::Refused(Refusal::Unfit {
            field: "due",
            value: typed.to_owned(),
            wants: "2026-11-20T19:30",
        })
    })?;
    let work = Work::open(call, id).await?;
    let at = paper::clock::at_local(local, &work.title.time_zone()).map_err(Stopped::Refused)?;
    Ok(Some(at))
}

/// What the script says while a page is open.
#[derive(Debug, Deserialize)]
struct Here {
    #[serde(default)]
    writing: bool,
    #[serde(default)]
    saves: u32,
    #[serde(default)]
    gone: bool,
}

/// Who else has the article open.
async fn presence(call: &Call, id: ArticleId) -> Outcome<Response> {
    let here = call.sent.json::<Here>().ok_or(Stopped::Nothing)?;
    let (paper, by) = (call.paper(), call.actor()?);
    if here.gone {
        desk::gone(paper, by, id).await?;
        return Ok(answer::json(StatusCode::OK, &json!({ "others": [] })));
    }
    let others = desk::here(paper, by, id, here.writing, here.saves).await?;
    let calendar = super::calendar(call).await?;
    let others: Vec<Value> = others
        .iter()
        .map(|one| json!({"name": one.name, "writing": one.writing, "since": calendar.time(one.since)}))
        .collect();
    Ok(answer::json(StatusCode::OK, &json!({ "others": others })))
}
