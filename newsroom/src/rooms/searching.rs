//! The search of the desk: what is in work and may be seen, and what is out, by the same questions readers ask.

use super::{framed, title};
use crate::call::Call;
use crate::page::print;
use crate::routes::Outcome;
use axum::response::Response;
use paper::desk::Shelf;
use paper::reading::search::{Hit, Outcome as Came, Piece, Question, WORDS_BYTES_MAX};
use paper::titles;
use press::Calendar;
use search::InWork;
use serde::Serialize;
use serde_json::json;

/// Finds of each kind on the page.
const SHOWN: usize = 20;

/// Something found.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    /// Stage of the desk.
    shelf: &'static str,
    headline: Vec<Shown>,
    passage: Vec<Shown>,
    /// Title, section, day: what is said beside it.
    told: Vec<String>,
}

/// A piece of a text.
#[derive(Debug, Serialize)]
struct Shown {
    text: String,
    marked: bool,
}

fn shown(pieces: Vec<Piece>) -> Vec<Shown> {
    pieces
        .into_iter()
        .map(|Piece { text, marked }| Shown { text, marked })
        .collect()
}

pub(crate) async fn show(call: &Call, key: &str) -> Outcome<Response> {
    let words = asked(call);
    // Taken before a state of the record is, so that nobody waits with a connection to it in hand.
    let turn = match words.is_empty() {
        true => None,
        false => call.inner.search.turn().await,
    };
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    let everywhere = call.parameter("where") == "all";
    let calendar = Calendar::new(&title.zone, call.words());
    let (mut in_work, mut out, mut count, mut state) = (Vec::new(), Vec::new(), 0, "asking");
    if turn.is_some() {
        let only = (!everywhere).then_some(title.id);
        let actor = call.actor()?;
        let found = search::in_work(&mut session, actor, only, &words, &title.language).await?;
        let all = titles::all(&mut session).await?;
        for one in found.into_iter().take(SHOWN) {
            let of = all.iter().find(|title| title.id == one.title);
            let name = of.map(|title| title.name.clone()).unwrap_or_default();
            let day = calendar.day_of_year(calendar.date(one.saved_at));
            in_work.push(draft(one, name, day));
        }
        let question = Question {
            words: words.clone(),
            everywhere,
            page: 1,
            ..Question::default()
        };
        let (search, reach) = (&call.inner.search, &call.inner.reach);
        let facts = search
            .ask(&mut session, &title, question, reach, call.now)
            .await?;
        match facts.outcome {
            Came::Searched(found) => {
                (count, state) = (found.count, "found");
                let hits = found.hits.into_iter();
                out.extend(hits.map(|hit| published(hit, &calendar)));
            }
            Came::BeingMade => state = "made",
            Came::NothingAsked => {}
        }
    } else if !words.is_empty() {
        state = "made";
    }
    let matter = json!({
        "words": words,
        "words_max": WORDS_BYTES_MAX,
        "everywhere": everywhere,
        "several": titles::all(&mut session).await?.len() > 1,
        "state": state,
        "in_work": in_work,
        "out": out,
        "count": count,
    });
    print(call, framed(call, "search.html", "desk", &title), matter)
}

/// The words, cut to what a question may hold.
fn asked(call: &Call) -> String {
    let mut words = call.parameter("q").replace(char::is_control, " ");
    while words.len() > WORDS_BYTES_MAX {
        words.pop();
    }
    words
}

fn draft(one: InWork, title: String, day: String) -> Line {
    let name = one.name.clone();
    let headline = match one.headline.is_empty() {
        true => vec![Piece {
            text: name,
            marked: false,
        }],
        false => one.headline,
    };
    Line {
        id: one.article.to_string(),
        shelf: one.shelf.map_or("draft", Shelf::word),
        headline: shown(headline),
        passage: shown(one.passage),
        told: vec![title, one.section_name, day],
    }
}

fn published(hit: Hit, calendar: &Calendar) -> Line {
    let card = hit.card;
    let mut told: Vec<String> = card.elsewhere.into_iter().collect();
    told.extend(card.section.map(|section| section.name));
    told.push(calendar.day(calendar.date(card.first_published)));
    Line {
        id: card.article,
        shelf: "live",
        headline: shown(hit.headline),
        passage: shown(hit.passage),
        told,
    }
}
