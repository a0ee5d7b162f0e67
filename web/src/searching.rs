//! The search, at one address: it is asked by GET, so that a question can be kept, sent and gone back to.

use crate::answer;
use crate::counting::Asked;
use crate::request;
use crate::routes::{Failure, Room, Site};
use axum::response::Response;
use http::StatusCode;
use jiff::civil::Date;
use paper::copy::Kind;
use paper::figures::{self, Page};
use paper::reading::search::{Outcome, PAGES_MAX, Question, SearchFacts, WORDS_BYTES_MAX};
use paper::words::NAME_CHARS_MAX;
use search::Turn;

/// Where it is.
pub(crate) const PATH: &str = "/search";

/// Where browsers ask what somebody who is typing may want to ask (OpenSearch Suggestions 1.1).
pub(crate) const SUGGESTIONS: &str = "/search/suggestions";

/// Whether an address takes a turn at searching.
pub(crate) fn is_one(path: &str) -> bool {
    path == PATH || path == SUGGESTIONS
}

/// The turn an address needs, if it needs one; `None` where too many wait.
pub(crate) async fn turn(site: &Site, path: &str) -> Option<Option<Turn>> {
    match is_one(path) {
        true => site.search.turn().await.map(Some),
        false => Some(None),
    }
}

/// Questions that go on with what was typed.
pub(crate) async fn suggestions(room: &mut Room<'_>) -> Result<Response, Failure> {
    let typed = within(
        room.asked.parameter("q").unwrap_or_default(),
        WORDS_BYTES_MAX,
    );
    let search = room.site.search.clone();
    let offered = search
        .complete(&mut room.session, &room.title, &typed)
        .await?;
    let told = serde_json::json!([typed, offered]);
    Ok(answer::suggestions(room.asked, told.to_string()))
}

/// The page of the search. It was made for one question and is kept by nobody.
pub(crate) async fn answer(room: &mut Room<'_>) -> Result<Response, Failure> {
    let question = question(room.asked);
    if question.page > PAGES_MAX {
        return Err(room.unknown());
    }
    let (search, now) = (room.site.search.clone(), room.site.paper.now());
    let reach = &room.site.reach;
    let facts = search
        .ask(&mut room.session, &room.title, question, reach, now)
        .await?;
    let status = match facts.outcome {
        Outcome::BeingMade => StatusCode::SERVICE_UNAVAILABLE,
        Outcome::NothingAsked | Outcome::Searched(_) => StatusCode::OK,
    };
    room.shows(Page::Other);
    let page = room.site.press.search(&room.facts, &facts)?;
    let mut response = answer::private(room.asked, status, page);
    if let Some(words) = counted(&facts) {
        let asked = Asked {
            title: room.title.id,
            words,
            found: found(&facts),
        };
        response.extensions_mut().insert(asked);
    }
    Ok(response)
}

/// The words of a question, where it is one of its own: not one narrowed, ordered otherwise or turned to its next page.
fn counted(facts: &SearchFacts) -> Option<String> {
    let question = &facts.question;
    let alone = Question {
        words: question.words.clone(),
        page: 1,
        ..Question::default()
    };
    let searched = matches!(facts.outcome, Outcome::Searched(_));
    (searched && alone == *question)
        .then(|| figures::searched(&question.words))
        .flatten()
}

/// Something has all the words as they were typed.
fn found(facts: &SearchFacts) -> bool {
    match &facts.outcome {
        Outcome::Searched(searched) => searched.with_all > 0 && searched.meant.is_none(),
        Outcome::NothingAsked | Outcome::BeingMade => false,
    }
}

/// What an address asks. What cannot be read of it narrows nothing.
fn question(asked: &request::Asked) -> Question {
    let given = |name: &str| {
        let value = asked.parameter(name)?;
        let value = value.trim();
        (!value.is_empty() && value.chars().count() <= NAME_CHARS_MAX).then(|| value.to_owned())
    };
    let day = |name: &str| given(name)?.parse::<Date>().ok();
    Question {
        words: within(asked.parameter("q").unwrap_or_default(), WORDS_BYTES_MAX),
        everywhere: given("where").as_deref() == Some("all"),
        title: given("title"),
        section: given("section"),
        topic: given("topic"),
        by: given("by"),
        kind: given("kind").and_then(|word| {
            let mut kinds = Kind::ALL.into_iter();
            kinds.find(|kind| kind.word() == word)
        }),
        year: given("year")
            .and_then(|year| year.parse().ok())
            .filter(|year| *year > 0),
        from: day("from"),
        until: day("until"),
        newest_first: given("order").as_deref() == Some("newest"),
        page: given("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1)
            .max(1),
    }
}

/// A text cut to at most so many bytes, without what is no sign.
fn within(text: String, bytes_max: usize) -> String {
    let mut text = paper::words::normal(&text).replace(char::is_control, " ");
    while text.len() > bytes_max {
        text.pop();
    }
    text
}
