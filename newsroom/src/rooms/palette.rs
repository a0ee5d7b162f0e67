//! The command palette: where somebody can go from any page, and the articles that match what is typed.

use super::{could, desk, has_part, keeping, rail, title};
use crate::call::Call;
use crate::routes::Outcome;
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use paper::desk::Shelf;
use paper::reading::desk::{self as list, Filter, OnDesk};
use paper::rights::Deed;
use paper::titles::Title;
use paper::{Session, titles};
use serde::Serialize;

/// Articles touched lately that are offered before anything is typed.
const RECENT: u32 = 6;
/// Articles found, at most: so many in work, so many that are out.
const FOUND: u32 = 8;

/// Lines under one heading.
#[derive(Debug, Serialize)]
struct Group {
    name: String,
    lines: Vec<Line>,
}

/// Something to choose.
#[derive(Debug, Serialize)]
struct Line {
    words: String,
    /// What is said beside it; may be empty.
    told: String,
    to: String,
    /// The address takes a form, not a visit.
    send: bool,
}

impl Line {
    fn to(words: String, to: String) -> Line {
        Line {
            words,
            told: String::new(),
            to,
            send: false,
        }
    }
}

/// What the palette of a page offers: without words the places and what was touched lately, with words the articles found.
pub(crate) async fn show(call: &Call) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let words = call.parameter("q");
    let groups = if words.is_empty() {
        places(call, &mut session).await?
    } else {
        vec![found(call, &mut session, words).await?]
    };
    let groups: Vec<Group> = groups
        .into_iter()
        .filter(|group| !group.lines.is_empty())
        .collect();
    Ok(answer::json(
        StatusCode::OK,
        &serde_json::json!({ "groups": groups }),
    ))
}

async fn places(call: &Call, session: &mut Session) -> Outcome<Vec<Group>> {
    let key = call.parameter("t");
    let here = match key.as_str() {
        "" => None,
        key => Some(title(call, session, key).await?),
    };
    let said = |key: &str| call.words().say(key);
    let mut groups = vec![Group {
        name: said("palette-rooms"),
        lines: rooms(call, here.as_ref()),
    }];
    if let Some(title) = here.as_ref().filter(|one| could(call, one, Deed::Save)) {
        groups.push(Group {
            name: said("palette-stages"),
            lines: stages(call, title),
        });
    }
    groups.push(Group {
        name: said("palette-titles"),
        lines: other_titles(call, session, here.as_ref()).await?,
    });
    let filter = Filter {
        title: here.as_ref().map(|title| title.id),
        ..Filter::default()
    };
    groups.push(Group {
        name: said("palette-recent"),
        lines: articles(call, session, &filter, RECENT).await?,
    });
    Ok(groups)
}

/// The rooms of the rail, the person's own, and a new article.
fn rooms(call: &Call, title: Option<&Title>) -> Vec<Line> {
    let rail = match title {
        Some(title) => rail(call, title),
        None => keeping::lines(call, None),
    };
    let mut lines: Vec<Line> = rail
        .into_iter()
        .map(|line| {
            Line::to(
                call.words().say(&format!("rail-{}", line.room)),
                line.address,
            )
        })
        .collect();
    if let Some(title) = title.filter(|title| could(call, title, Deed::Save)) {
        let to = format!("{BASE}/t/{}/new", title.key);
        lines.push(Line {
            send: true,
            ..Line::to(call.words().say("desk-new"), to)
        });
    }
    lines.push(Line::to(
        call.words().say("account-heading"),
        format!("{BASE}/account"),
    ));
    lines
}

fn stages(call: &Call, title: &Title) -> Vec<Line> {
    let tabs = desk::TABS.into_iter().chain([Shelf::Spiked]);
    tabs.map(|shelf| {
        let word = shelf.word();
        let to = format!("{BASE}/t/{}/desk?stage={word}", title.key);
        Line::to(call.words().say(&format!("stage-{word}")), to)
    })
    .collect()
}

async fn other_titles(
    call: &Call,
    session: &mut Session,
    here: Option<&Title>,
) -> Outcome<Vec<Line>> {
    let others = titles::all(session)
        .await?
        .into_iter()
        .filter(|title| has_part(call, title) && here.is_none_or(|at_hand| at_hand.id != title.id));
    Ok(others
        .filter_map(|title| {
            let to = rail(call, &title).into_iter().next()?.address;
            Some(Line::to(title.name, to))
        })
        .collect())
}

async fn found(call: &Call, session: &mut Session, words: String) -> Outcome<Group> {
    let in_work = Filter {
        words,
        ..Filter::default()
    };
    let out = Filter {
        shelf: Some(Shelf::Live),
        ..in_work.clone()
    };
    let mut lines = articles(call, session, &in_work, FOUND).await?;
    lines.extend(articles(call, session, &out, FOUND).await?);
    Ok(Group {
        name: call.words().say("palette-found"),
        lines,
    })
}

/// Articles of the desk the person may see, as the list of the desk has them.
async fn articles(
    call: &Call,
    session: &mut Session,
    filter: &Filter,
    limit: u32,
) -> Outcome<Vec<Line>> {
    let page = list::page(session, call.actor()?, filter, None, limit, call.now).await?;
    Ok(page
        .rows
        .into_iter()
        .map(|row| article(call, row))
        .collect())
}

fn article(call: &Call, row: OnDesk) -> Line {
    let words = [row.headline, row.name]
        .into_iter()
        .find(|words| !words.is_empty())
        .unwrap_or_else(|| call.words().say("piece-untitled"));
    let shelf = row.shelf.map_or("draft", Shelf::word);
    Line {
        told: format!(
            "{} · {}",
            call.words().say(&format!("stage-{shelf}")),
            row.section_name
        ),
        ..Line::to(words, format!("{BASE}/articles/{}", row.article))
    }
}
