//! Coming in and going out: the password, the second factor, one-time links.

use crate::call::Call;
use crate::door::{DEVICE, SESSION};
use crate::page::{Page, print};
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::doors::entering::{self, DEVICE_DAYS, Entered, Half, Opened};
use paper::doors::sessions::{self, STAY_DAYS_MAX};
use paper::doors::{Whence, host, links, mails};
use paper::{Error, Refusal};
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr};

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;
/// Longest address come back to after signing in, bytes.
const TO_BYTES_MAX: usize = 3_000;

/// Every host of the network leads to the one the newsroom is at: a passkey is bound to its host, and so is the cookie.
pub(crate) async fn other_host(call: &Call) -> Outcome<Option<Response>> {
    let mut session = call.paper().read().await?;
    let Some(at) = host(&mut session).await? else {
        return Ok(None);
    };
    if at == call.host {
        return Ok(None);
    }
    elsewhere(call, &at).map(Some)
}

fn elsewhere(call: &Call, host: &str) -> Outcome<Response> {
    if call.changes() {
        return Err(Stopped::Nothing);
    }
    let to = format!("{}{}", call.inner.reach.base_url(host), call.address());
    Ok(answer::see(&to))
}

/// Where the person knocks from. A connection that does not say counts as this machine's.
pub(crate) fn whence(call: &Call) -> Whence<'_> {
    Whence {
        address: call.reader.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        agent: &call.agent,
        device: call.cookie(DEVICE),
    }
}

/// An address of the newsroom to go on to; anything else is the desk.
pub(crate) fn onward(to: &str) -> String {
    let own = to == BASE
        || to
            .strip_prefix(BASE)
            .is_some_and(|rest| rest.starts_with('/'));
    let plain = to
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own && plain && to.len() <= TO_BYTES_MAX && !to.contains("//") {
        to.to_owned()
    } else {
        format!("{BASE}/")
    }
}

/// The cookies of who has come in.
pub(crate) fn let_in(response: Response, opened: &Opened) -> Response {
    let life = opened.stays.then_some(STAY_DAYS_MAX * DAY);
    let response = answer::with_cookie(response, SESSION, &opened.secret, life);
    answer::with_cookie(response, DEVICE, &opened.device, Some(DEVICE_DAYS * DAY))
}

/// The sign-in page.
pub(crate) async fn sign_in(call: &Call) -> Outcome<Response> {
    if call.signed.is_some() && !call.changes() {
        return Ok(answer::see(&onward(&call.parameter("to"))));
    }
    if !call.changes() {
        return form(call, None, String::new());
    }
    let to = onward(call.sent.get("to"));
    let half = call.sent.get("half");
    let entered = if half.is_empty() {
        let (name, password) = (call.sent.get("name"), call.sent.raw("password"));
        entering::with_password(
            call.paper(),
            whence(call),
            name,
            password,
            call.sent.has("stay"),
        )
        .await
    } else {
        let code = call.sent.get("code");
        entering::with_code(call.paper(), whence(call), half, code)
            .await
            .map(Entered::In)
    };
    match entered {
        Ok(Entered::In(opened)) => Ok(let_in(answer::see(&to), &opened)),
        Ok(Entered::Half(half)) => form(call, Some(half), String::new()),
        Err(Error::Refused(Refusal::CodeWrong)) => {
            let again = Half {
                secret: half.to_owned(),
                generator: true,
                passkey: false,
            };
            form(call, Some(again), call.said(&Refusal::CodeWrong))
        }
        Err(Error::Refused(refusal)) => form(call, None, call.said(&refusal)),
        Err(fault) => Err(fault.into()),
    }
}

fn form(call: &Call, half: Option<Half>, told: String) -> Outcome<Response> {
    let to = if call.changes() {
        call.sent.get("to").to_owned()
    } else {
        call.parameter("to")
    };
    let matter = json!({
        "to": onward(&to),
        "name": call.sent.get("name"),
        "half": half.as_ref().map(|half| half.secret.clone()),
        "mail": call.paper().mail_server().is_some(),
        "stay_days": STAY_DAYS_MAX,
        "told": told,
    });
    let mut page = Page::plain("sign-in.html", "");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The page behind a one-time link: choose a password, and come in.
pub(crate) async fn link(call: &Call, secret: &str) -> Outcome<Response> {
    let link = match links::open(call.paper(), secret).await {
        Ok(link) => link,
        Err(Error::Refused(refusal)) => return Err(Stopped::Refused(refusal)),
        Err(fault) => return Err(fault.into()),
    };
    let mut told = String::new();
    if call.changes() {
        let password = call.sent.raw("password");
        if password == call.sent.raw("again") {
            match links::spend(call.paper(), whence(call), secret, password, false).await {
                Ok(Entered::In(opened)) => {
                    return Ok(let_in(answer::see(&format!("{BASE}/")), &opened));
                }
                Ok(Entered::Half(half)) => return form(call, Some(half), String::new()),
                Err(Error::Refused(refusal)) => told = call.said(&refusal),
                Err(fault) => return Err(fault.into()),
            }
        } else {
            told = call.words().say("link-differ");
        }
    }
    let matter = json!({
        "secret": secret,
        "name": link.name,
        "handle": link.handle,
        "chars_min": link.chars_min,
        "told": told,
    });
    let mut page = Page::plain("link.html", "");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The page for who has forgotten a password: where mail is set, they ask for a link. The answer is the same whoever they are.
pub(crate) async fn forgotten(call: &Call) -> Outcome<Response> {
    if call.paper().mail_server().is_none() {
        return Err(Stopped::Nothing);
    }
    let mut told = String::new();
    if call.changes() {
        match mails::forgotten(call.paper(), whence(call), call.sent.get("name")).await {
            Ok(()) => return Ok(answer::see(&format!("{BASE}/sign-in?done=forgotten"))),
            Err(Error::Refused(refusal)) => told = call.said(&refusal),
            Err(fault) => return Err(fault.into()),
        }
    }
    let matter = json!({
        "name": call.sent.get("name"),
        "told": told,
        "hours": links::RESET_HOURS,
    });
    let mut page = Page::plain("forgotten.html", "");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// Going out.
pub(crate) async fn sign_out(call: &Call) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    if let Some(signed) = &call.signed {
        sessions::end(call.paper(), &signed.actor, signed.session).await?;
    }
    let response = answer::see(&format!("{BASE}/sign-in?done=out"));
    Ok(answer::with_cookie(response, SESSION, "", Some(0)))
}
