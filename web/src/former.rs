//! Addresses of the system a newspaper moved in from, where nothing of this one stands.

use crate::answer;
use crate::cache;
use crate::routes::{Failure, Room};
use axum::response::Response;
use paper::changes::Traces;
use paper::{Refusal, imports};
use url::form_urlencoded::parse;

/// Parameters by which that system named a page under the address of the front.
const NUMBERS: [&str; 10] = [
    "p",
    "page_id",
    "attachment_id",
    "cat",
    "tag",
    "author",
    "m",
    "category_name",
    "author_name",
    "s",
];

/// Whether the front is asked for, or something the former system showed under its address.
pub(crate) fn asks_by_number(path: &str, query: &str) -> bool {
    path == "/" && parse(query.as_bytes()).any(|(key, _)| NUMBERS.contains(&&*key) || key == "feed")
}

/// What stood under the front's address by a number leads on; where nobody knows it, the front stands.
pub(crate) async fn by_number(room: &mut Room<'_>) -> Result<Response, Failure> {
    // Made for whoever asks: there are as many numbers as there were texts.
    room.terms.private = true;
    Ok(match leads(room).await? {
        Some(there) => answer::moved(&there),
        None => answer::for_now("/"),
    })
}

/// Where an address leads at which nothing stands; else the page that says so.
pub(crate) async fn or_error(room: &mut Room<'_>, refusal: &Refusal) -> Result<Response, Failure> {
    let Some(there) = leads(room).await? else {
        return room.error(refusal).await;
    };
    // It may lead elsewhere with any deed.
    room.bears(Traces::of_title(room.title.id), cache::ANYTHING);
    room.terms.bears_any = true;
    Ok(answer::moved(&there))
}

async fn leads(room: &mut Room<'_>) -> Result<Option<String>, Failure> {
    let query: Vec<(String, String)> = parse(room.asked.query.as_bytes())
        .take(20)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    let path = &room.asked.path;
    let there = imports::former(&mut room.session, room.title.id, path, &query).await?;
    Ok(there.filter(|there| there != path))
}
