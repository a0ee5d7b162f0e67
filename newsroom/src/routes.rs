//! The whole list of addresses under `/newsroom/`, and what stops a request on its way to one.

use crate::call::{Call, NOT_IN_PARTS, SECRETS};
use crate::form::{FILES_MAX, Sent, Unread};
use crate::page::{Page, print};
use crate::rooms::{
    account, accounts, cases, comments, covering, deeds, desk, figures, front, installation,
    killing, library, measures, palette, passkeys, people, pictures, piece, preview, publish,
    saves, searching, settings, signing, titles, trail, verdicts, webhooks,
};
use crate::{BASE, answer, assets};
use axum::response::Response;
use http::StatusCode;
use paper::{Error, Fault, Refusal};
use serde_json::json;

/// What a room comes to.
pub(crate) type Outcome<T> = std::result::Result<T, Stopped>;

/// Why a room gives no page.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// Nobody has signed in.
    SignIn,
    /// There is nothing at this address.
    Nothing,
    /// What was sent was not read.
    Unread(Unread),
    /// The record said no.
    Refused(Refusal),
    /// Something of ours broke; the words are for the log.
    Broken(String),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Stopped {
        match error {
            Error::Refused(refusal) => Stopped::Refused(refusal),
            Error::Fault(fault) => fault.into(),
        }
    }
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Stopped {
        Stopped::Broken(fault.to_string())
    }
}

impl From<press::PressFault> for Stopped {
    fn from(fault: press::PressFault) -> Stopped {
        Stopped::Broken(fault.to_string())
    }
}

/// Answers a request in a task of its own: a person who leaves does not interrupt a deed half-way.
pub(crate) async fn answer(call: Call) -> Response {
    let task = tokio::spawn(async move {
        match go(&call).await {
            Ok(response) => response,
            Err(stopped) => told(&call, stopped),
        }
    });
    task.await.unwrap_or_else(|error| {
        tracing::error!("A request of the newsroom ended in a panic: {error}");
        answer::broken()
    })
}

async fn go(call: &Call) -> Outcome<Response> {
    if let Some(unread) = call.unread {
        return Err(Stopped::Unread(unread));
    }
    let parts: Vec<&str> = call.parts.iter().map(String::as_str).collect();
    if let ["assets", file] = parts.as_slice() {
        let asset = assets::find(file).ok_or(Stopped::Nothing)?;
        return Ok(answer::asset(call.takes, asset));
    }
    if let Some(elsewhere) = signing::other_host(call).await? {
        return Ok(elsewhere);
    }
    match parts.as_slice() {
        ["sign-in"] => return signing::sign_in(call).await,
        ["forgotten"] => return signing::forgotten(call).await,
        ["look", secret] => return preview::lent(call, secret).await,
        ["look", secret, "media", id, file] => {
            return preview::lent_media(call, secret, id, file).await;
        }
        ["link", secret] => return signing::link(call, secret).await,
        // These two are asked before the door; the others ask who has signed in themselves.
        ["passkey", step] => return passkeys::step(call, step).await,
        _ => {}
    }
    call.actor()?;
    match room(call, &parts).await {
        // The address of a form's deed stays in the bar when the form comes back: asked again, it is the form's page.
        Err(Stopped::Nothing) if !call.changes() => match page_of_form(&parts) {
            Some(page) => Ok(answer::see(&page)),
            None => Err(Stopped::Nothing),
        },
        came => came,
    }
}

/// The page a form is on, by the address the form is sent to.
fn page_of_form(parts: &[&str]) -> Option<String> {
    let kept = match parts {
        // These have pages of their own, which are somebody's or nobody's to see.
        [
            "articles",
            _,
            "entry" | "kill" | "live" | "look" | "measures" | "preview" | "publish" | "saves",
        ] => return None,
        ["t", _, "comments", _, ..] | ["t", _, "front", "restore"] => 3,
        ["t", _, "library", _, "replace"] => 4,
        ["cases" | "articles", _, _] => 2,
        ["people", "accounts", _, _] => 3,
        ["account", _] => 1,
        _ => return None,
    };
    Some(address_of(parts.get(..kept)?))
}

/// The address of a page by its parts.
fn address_of(parts: &[&str]) -> String {
    parts.iter().fold(BASE.to_owned(), |mut address, part| {
        address.push('/');
        address.extend(percent_encoding::utf8_percent_encode(part, NOT_IN_PARTS));
        address
    })
}

async fn room(call: &Call, parts: &[&str]) -> Outcome<Response> {
    match parts {
        [] => desk::first(call).await,
        ["sign-out"] => signing::sign_out(call).await,
        ["account"] => account::show(call).await,
        ["account", deed] => account::change(call, deed).await,
        ["t", title, "desk"] => desk::show(call, title).await,
        ["t", title, "new"] => desk::new(call, title).await,
        ["t", title, "search"] => searching::show(call, title).await,
        ["t", title, "pictures"] => library::pictures(call, title).await,
        ["t", title, "pictures", id, "thumb"] => library::thumb(call, title, id).await,
        ["t", title, "library"] => pictures::library(call, title).await,
        ["t", title, "library", id] => pictures::one(call, title, id).await,
        ["t", title, "library", id, "replace"] => pictures::replace(call, title, id).await,
        ["palette"] => palette::show(call).await,
        ["search", "articles"] => library::articles(call).await,
        ["t", title, "front"] => front::show(call, title).await,
        ["t", title, "front", "preview"] => front::preview(call, title).await,
        ["t", title, "front", "restore"] => front::restore(call, title).await,
        ["t", title, "figures"] => figures::show(call, title).await,
        ["t", title, "figures", "csv"] => figures::csv(call, title).await,
        ["t", title, "seen"] => desk::seen(call, title).await,
        ["t", title, "comments"] => comments::show(call, title).await,
        ["t", title, "comments", deed] => verdicts::several(call, title, deed).await,
        ["t", title, "comments", id, deed] => verdicts::one(call, title, id, deed).await,
        ["t", title, "cases"] => cases::list(call, title).await,
        ["cases", id] => cases::show(call, id).await,
        ["cases", id, deed] => cases::decide(call, id, deed).await,
        ["t", title, "measures"] => measures::list(call, title).await,
        ["measures", id] => measures::one(call, id).await,
        ["articles", id, "measures"] => measures::of_article(call, id).await,
        ["articles", id] => piece::show(call, id).await,
        ["articles", id, "save"] => piece::save(call, id).await,
        ["articles", id, "publish"] => publish::panel(call, id).await,
        ["articles", id, "entry"] => covering::entry(call, id).await,
        ["articles", id, "kill"] => killing::kill(call, id).await,
        ["articles", id, "look"] => preview::look(call, id).await,
        ["articles", id, "preview"] => preview::show(call, id).await,
        ["articles", id, "live"] => preview::live(call, id).await,
        ["articles", id, "saves"] => saves::show(call, id).await,
        ["articles", id, deed] => deeds::deed(call, id, deed).await,
        ["media", id, file] => preview::media(call, id, file).await,
        ["people"] => people::show(call).await,
        ["people", "doors"] => people::doors(call).await,
        ["people", "contributors", slug] => people::contributor(call, slug).await,
        ["people", "accounts"] => people::open(call).await,
        ["people", "accounts", handle] => accounts::show(call, handle).await,
        ["people", "accounts", handle, deed] => accounts::deed(call, handle, deed).await,
        ["titles"] => titles::show(call).await,
        ["t", title, "settings", rest @ ..] => settings::show(call, title, rest).await,
        ["installation", "webhooks", rest @ ..] => webhooks::show(call, rest).await,
        ["installation", rest @ ..] => installation::show(call, rest).await,
        ["audit"] => trail::show(call).await,
        ["audit", form] => trail::export(call, form).await,
        _ => Err(Stopped::Nothing),
    }
}

/// What a person is told of a request that came to nothing.
fn told(call: &Call, stopped: Stopped) -> Response {
    let (status, heading, words) = match stopped {
        Stopped::SignIn if call.changes() => (
            StatusCode::UNAUTHORIZED,
            "stopped-signed-out",
            call.words().say("stopped-signed-out-words"),
        ),
        Stopped::SignIn => {
            let to: String =
                url::form_urlencoded::byte_serialize(call.address().as_bytes()).collect();
            return answer::see(&format!("{BASE}/sign-in?to={to}"));
        }
        Stopped::Nothing => (
            StatusCode::NOT_FOUND,
            "stopped-nothing",
            call.words().say("stopped-nothing-words"),
        ),
        Stopped::Unread(unread) => {
            let most = match unread {
                Unread::TooLarge { megabytes } => megabytes,
                _ => FILES_MAX,
            };
            let n = i64::try_from(most).unwrap_or(i64::MAX);
            let words = call.words().with(unread.key(), &[("n", n.into())]);
            (unread.status(), "stopped-refused", words)
        }
        // Who is asked to prove who they are comes back to the form, with what was typed in it.
        Stopped::Refused(Refusal::StepUp) if matches!(call.sent, Sent::Form(_)) => {
            let to: String =
                url::form_urlencoded::byte_serialize(call.with_form().as_bytes()).collect();
            return answer::see(&format!("{BASE}/account?prove=1&to={to}"));
        }
        Stopped::Refused(refusal) => {
            let status = match refusal {
                Refusal::NotAllowed { .. } => StatusCode::FORBIDDEN,
                Refusal::Unknown { .. } => StatusCode::NOT_FOUND,
                _ => StatusCode::CONFLICT,
            };
            (status, "stopped-refused", call.said(&refusal))
        }
        Stopped::Broken(what) => {
            tracing::error!(
                path = call.address(),
                "A page of the newsroom could not be made: {what}"
            );
            return answer::broken();
        }
    };
    if matches!(call.sent, Sent::Json(_)) {
        return answer::json(status, &serde_json::json!({ "message": words }));
    }
    let page = Page {
        status,
        ..Page::plain("stopped.html", "")
    };
    let signed_out = status == StatusCode::UNAUTHORIZED;
    let matter = json!({
        "heading": call.words().say(heading),
        "words": words,
        "back": back(call),
        "again": signed_out.then(|| json!({"address": call.address(), "fields": kept(call)})),
        "typed": typed(call),
    });
    print(call, page, matter).unwrap_or_else(|_| answer::broken())
}

/// The page a form was on; empty where there was none.
fn back(call: &Call) -> String {
    let parts: Vec<&str> = call.parts.iter().map(String::as_str).collect();
    match call.changes() {
        true => page_of_form(&parts).unwrap_or_else(|| address_of(&parts)),
        false => String::new(),
    }
}

/// The fields of a form, to be sent again once somebody has signed in; without what opens doors.
fn kept(call: &Call) -> Vec<&(String, String)> {
    let fields = call.sent.fields().iter();
    fields
        .filter(|(name, _)| !SECRETS.contains(&name.as_str()))
        .collect()
}

/// What somebody wrote in a form: nothing else in one has spaces or lines.
fn typed(call: &Call) -> Vec<&str> {
    let written = |value: &str| value.trim().contains(char::is_whitespace);
    let fields = kept(call).into_iter();
    fields
        .filter(|(name, value)| name != "tree" && written(value))
        .map(|(_, value)| value.as_str())
        .collect()
}
