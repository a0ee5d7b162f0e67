//! One's own account: language, password, second factor, sessions; and the proof of who one is before grave deeds.

use super::keeping::typed;
use super::passkeys;
use super::signing::onward;
use crate::call::Call;
use crate::door::SESSION;
use crate::page::{Page, print};
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::Error;
use paper::doors::{address, passwords, proving, second, sessions, settings};
use paper::id::SessionId;
use serde::Serialize;
use serde_json::json;

/// A session as the page shows it.
#[derive(Debug, Serialize)]
struct SessionShown {
    id: String,
    agent: String,
    network: String,
    opened: String,
    used: String,
    current: bool,
    second_factor: bool,
}

/// What a deed on one's account came to.
#[derive(Default)]
struct Came {
    /// The cookie is another from now on.
    secret: Option<String>,
    /// Shown this once.
    recovery: Vec<String>,
    /// A code generator to be confirmed.
    generator: Option<second::Generator>,
}

/// The page.
pub(crate) async fn show(call: &Call) -> Outcome<Response> {
    page(call, Came::default(), String::new()).await
}

/// A deed on it.
pub(crate) async fn change(call: &Call, deed: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    match done(call, deed).await {
        Ok(Some(came)) if came.recovery.is_empty() && came.generator.is_none() => {
            let to = match deed {
                "prove" => onward(call.sent.get("to")),
                _ => format!("{BASE}/account?done=account-{deed}"),
            };
            Ok(with_secret(answer::see(&to), &came))
        }
        // What is shown once cannot wait behind a redirect.
        Ok(Some(came)) => {
            let secret = Came {
                secret: came.secret.clone(),
                ..Came::default()
            };
            Ok(with_secret(page(call, came, String::new()).await?, &secret))
        }
        Ok(None) => Err(Stopped::Nothing),
        Err(Error::Refused(refusal)) => page(call, Came::default(), call.said(&refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

fn with_secret(response: Response, came: &Came) -> Response {
    match &came.secret {
        Some(secret) => answer::with_cookie(response, SESSION, secret, None),
        None => response,
    }
}

async fn done(call: &Call, deed: &str) -> paper::Result<Option<Came>> {
    let (paper, sent) = (call.paper(), &call.sent);
    let Some(signed) = &call.signed else {
        return Ok(None);
    };
    let by = &signed.actor;
    let renewed = |secret: String| Came {
        secret: Some(secret),
        ..Came::default()
    };
    let came = match deed {
        "language" => {
            settings::choose_language(paper, by, sent.get("language")).await?;
            Came::default()
        }
        "prove" if sent.has("code") => {
            renewed(proving::with_code(paper, by, sent.get("code")).await?)
        }
        "prove" => renewed(proving::with_password(paper, by, sent.raw("password")).await?),
        "address" => renewed(address::change(paper, by, sent.get("email")).await?),
        "password" => renewed(passwords::change(paper, by, sent.raw("password")).await?),
        "generator" => Came {
            generator: Some(second::begin_generator(paper, by).await?),
            ..Came::default()
        },
        "confirm" => {
            let added = second::confirm_generator(paper, by, sent.get("code")).await?;
            Came {
                secret: Some(added.secret),
                recovery: added.recovery,
                generator: None,
            }
        }
        "remove-generator" => renewed(second::remove_generator(paper, by).await?),
        "remove-passkey" => match passkeys::remove(call).await? {
            Some(secret) => renewed(secret),
            None => return Ok(None),
        },
        "recovery" => Came {
            recovery: second::new_recovery_codes(paper, by).await?,
            ..Came::default()
        },
        "end" => {
            let Some(id) = SessionId::parse(sent.get("session")) else {
                return Ok(None);
            };
            sessions::end(paper, by, id).await?;
            Came::default()
        }
        "end-others" => {
            sessions::end_others(paper, by).await?;
            Came::default()
        }
        _ => return Ok(None),
    };
    Ok(Some(came))
}

async fn page(call: &Call, came: Came, told: String) -> Outcome<Response> {
    let by = call.actor()?;
    let factors = second::factors(call.paper(), by).await?;
    let mut session = call.paper().read().await?;
    let email = address::own(&mut session, by).await?;
    drop(session);
    let calendar = super::calendar(call).await?;
    let sessions: Vec<SessionShown> = sessions::list(call.paper(), by)
        .await?
        .into_iter()
        .map(|one| SessionShown {
            id: one.id.to_string(),
            agent: one.agent,
            network: one.network,
            opened: calendar.when(one.opened_at).text,
            used: calendar.when(one.used_at).text,
            current: one.current,
            second_factor: one.second_factor,
        })
        .collect();
    let matter = json!({
        "password": factors.password,
        "email": typed(call, "email", &email),
        "mail": call.paper().mail_server().is_some(),
        "generator": factors.generator,
        "recovery_codes": factors.recovery_codes,
        "wanted": call.signed.as_ref().is_some_and(|signed| signed.factor_wanted),
        "passkeys": factors.passkeys.iter().map(|key| json!({
            "id": key.id.to_string(),
            "name": key.name,
            "created": calendar.when(key.created_at).text,
        })).collect::<Vec<_>>(),
        "sessions": sessions,
        "recovery": came.recovery,
        "new_generator": came.generator.map(|one| (one.secret, one.uri)),
        "to": onward(&call.parameter("to")),
        "prove": call.parameter("prove"),
        "told": told,
    });
    let mut page = Page::plain("account.html", "account");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}
