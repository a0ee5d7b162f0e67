//! The conversation a browser's passkey needs: a question of ours, its answer, as JSON (WebAuthn Level 3, §5.1.9).

use super::signing::{let_in, onward, whence};
use crate::call::Call;
use crate::door::SESSION;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use paper::doors::host;
use paper::doors::passkeys::{self, Site};
use paper::id::PasskeyId;
use serde::Deserialize;
use serde_json::{Value, json};

/// What the script sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    answer: Value,
    name: String,
    to: String,
    stay: bool,
}

/// A step of the conversation.
pub(crate) async fn step(call: &Call, step: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let mut session = call.paper().read().await?;
    let host = host(&mut session).await?.ok_or(Stopped::Nothing)?;
    drop(session);
    let origin = call.inner.reach.base_url(&host);
    let site = Site {
        origin: &origin,
        host: &host,
    };
    let said: Said = call.sent.json().ok_or(Stopped::Nothing)?;
    match taken(call, step, site, &said).await {
        Ok(response) => Ok(response),
        Err(Stopped::Refused(refusal)) => {
            let message = json!({ "message": call.said(&refusal) });
            Ok(answer::json(StatusCode::UNPROCESSABLE_ENTITY, &message))
        }
        Err(stopped) => Err(stopped),
    }
}

async fn taken(call: &Call, step: &str, site: Site<'_>, said: &Said) -> Outcome<Response> {
    let paper = call.paper();
    let answer_text = said.answer.to_string();
    let asked = |question: Value| answer::json(StatusCode::OK, &question);
    let went = |to: String| answer::json(StatusCode::OK, &json!({ "to": to }));
    Ok(match step {
        "ask-entry" => asked(passkeys::begin_entry(paper, whence(call), site).await?),
        "enter" => {
            let opened =
                passkeys::enter(paper, whence(call), site, &answer_text, said.stay).await?;
            let_in(went(onward(&said.to)), &opened)
        }
        "ask-proof" => asked(passkeys::begin_proof(paper, call.actor()?, site).await?),
        "prove" => {
            let secret = passkeys::prove(paper, call.actor()?, site, &answer_text).await?;
            answer::with_cookie(went(onward(&said.to)), SESSION, &secret, None)
        }
        "ask-registration" => {
            asked(passkeys::begin_registration(paper, call.actor()?, site).await?)
        }
        "register" => {
            let added =
                passkeys::register(paper, call.actor()?, site, &answer_text, &said.name).await?;
            let response = answer::json(
                StatusCode::OK,
                &json!({ "recovery": added.recovery, "to": format!("{BASE}/account") }),
            );
            answer::with_cookie(response, SESSION, &added.secret, None)
        }
        _ => return Err(Stopped::Nothing),
    })
}

/// Takes a passkey away.
pub(crate) async fn remove(call: &Call) -> paper::Result<Option<String>> {
    let (Some(signed), Some(id)) = (&call.signed, PasskeyId::parse(call.sent.get("passkey")))
    else {
        return Ok(None);
    };
    passkeys::remove(call.paper(), &signed.actor, id)
        .await
        .map(Some)
}
