//! The publish panel: what the gate says, what kind of change it is, where and when it goes out, what readers will see
//! change; then one button.

use super::keeping::unfit;
use super::piece::{FindingShown, Work, findings};
use super::{article_id, cases, could, framed, saves, section_choices};
use crate::call::Call;
use crate::page::print;
use crate::routes::Outcome;
use crate::{BASE, answer};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::DateTime;
use minijinja::value::Value;
use paper::articles::content::Class;
use paper::articles::differing;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Override};
use paper::articles::saves::{self as kept, Text};
use paper::articles::{self, drafting, scheduling};
use paper::id::ArticleId;
use paper::rights::Deed;
use paper::{Refusal, titles};
use press::Calendar;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Classes a change of what is out can have, in the order offered.
const CLASSES: [Class; 5] = [
    Class::Update,
    Class::Correction,
    Class::Clarification,
    Class::Typo,
    Class::Style,
];

/// Fields of a copy that stand on no article's page, or not in a revision's words.
const UNREAD: [&str; 3] = ["topics", "desk_note", "embargo"];

/// Another title the article can stand on.
#[derive(Debug, Serialize)]
struct Elsewhere {
    key: String,
    name: String,
    placed: bool,
    sections: Vec<(String, String)>,
}

/// What was chosen on the panel, kept if it comes back.
#[derive(Debug, Default, Serialize)]
struct Chosen {
    class: String,
    note: String,
    when: String,
    at: String,
}

/// The panel, and what its button does.
pub(crate) async fn panel(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    if !call.changes() {
        let class = call.parameter("class");
        let chosen = Chosen {
            class: if class.is_empty() && cases::at_hand(call).is_some() {
                Class::Correction.word().to_owned()
            } else {
                class
            },
            note: call.parameter("note"),
            when: call.parameter("when"),
            at: call.parameter("at"),
        };
        return page(call, id, chosen, None).await;
    }
    let done = match call.sent.get("when") {
        "" | "now" => publish(call, id).await,
        "at" => schedule(call, id).await,
        "embargo" => embargo(call, id).await,
        other => Err(unfit("when", other, "now, at, embargo")),
    };
    match done {
        Ok(done) => {
            let to = match cases::at_hand(call).filter(|_| done == "published") {
                Some(case) => format!("{BASE}/cases/{case}?done={done}"),
                None => format!("{BASE}/articles/{id}?done={done}"),
            };
            Ok(answer::see(&to))
        }
        // Told where every such refusal is: the panel comes back with what was chosen.
        Err(refused @ paper::Error::Refused(Refusal::StepUp)) => Err(refused.into()),
        Err(paper::Error::Refused(refusal)) => {
            let chosen = Chosen {
                class: call.sent.get("class").to_owned(),
                note: call.sent.raw("note").to_owned(),
                when: call.sent.get("when").to_owned(),
                at: call.sent.get("at").to_owned(),
            };
            page(call, id, chosen, Some(refusal)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The class a form names; none is that of a first publication, and of what is out the verb asks for one.
fn class(call: &Call) -> paper::Result<Class> {
    match call.sent.get("class") {
        "" => Ok(Class::First),
        word => Class::parse(word).ok_or_else(|| unfit("class", word, "update, correction, typo")),
    }
}

async fn publish(call: &Call, id: ArticleId) -> paper::Result<&'static str> {
    let by = actor(call)?;
    let going = publishing::Going {
        class: class(call)?,
        note: call.sent.get("note").to_owned(),
        overrides: set_aside(call),
        dated: None,
        read_at: call.sent.get("saves").parse().ok(),
        case: cases::at_hand(call),
    };
    place(call, id).await?;
    publishing::publish(call.paper(), by, id, going).await?;
    Ok("published")
}

/// The blocks a form sets aside: those it gives a reason for.
pub(super) fn set_aside(call: &Call) -> Vec<Override> {
    let over = |(name, reason): &(String, String)| {
        let code = name.strip_prefix("override-")?;
        (!reason.trim().is_empty()).then(|| Override {
            code: code.to_owned(),
            reason: reason.trim().to_owned(),
        })
    };
    call.sent.fields().iter().filter_map(over).collect()
}

/// The reasons for overriding blocks that an address or a form carries, by code.
fn overrides(call: &Call) -> BTreeMap<String, String> {
    let asked = url::form_urlencoded::parse(call.query.as_bytes());
    asked
        .map(|(name, reason)| (name.into_owned(), reason.into_owned()))
        .chain(call.sent.fields().iter().cloned())
        .filter_map(|(name, reason)| Some((name.strip_prefix("override-")?.to_owned(), reason)))
        .collect()
}

/// Ticked titles get the article, where they have it not yet.
async fn place(call: &Call, id: ArticleId) -> paper::Result<()> {
    for key in call.sent.all("place") {
        let mut session = call.paper().read().await?;
        let title = titles::named(&mut session, key).await?;
        let there = articles::placements(&mut session, id).await?;
        drop(session);
        if there.iter().any(|placement| placement.title == title.id) {
            continue;
        }
        let section = call.sent.get(&format!("section-{key}")).to_owned();
        let placing = Placing {
            section: Some(section),
            ..Placing::default()
        };
        placing::place(call.paper(), actor(call)?, id, title.id, placing).await?;
    }
    Ok(())
}

fn local(call: &Call) -> paper::Result<DateTime> {
    let typed = call.sent.get("at");
    typed
        .parse()
        .map_err(|_| unfit("at", typed, "2026-11-20T19:30"))
}

async fn schedule(call: &Call, id: ArticleId) -> paper::Result<&'static str> {
    let (by, at, class) = (actor(call)?, local(call)?, class(call)?);
    place(call, id).await?;
    scheduling::schedule(call.paper(), by, id, at, class, call.sent.get("note")).await?;
    Ok("scheduled")
}

async fn embargo(call: &Call, id: ArticleId) -> paper::Result<&'static str> {
    let mut session = call.paper().read().await?;
    let article = articles::find(&mut session, id).await?;
    let title = titles::by_id(&mut session, article.home).await?;
    drop(session);
    let until: Timestamp = paper::clock::at_local(local(call)?, &title.time_zone())?;
    scheduling::embargo(call.paper(), actor(call)?, id, Some(until)).await?;
    Ok("embargoed")
}

/// Rooms are entered by those only who have signed in; the verb knows no other way to be called.
fn actor(call: &Call) -> paper::Result<&paper::Actor> {
    call.actor()
        .map_err(|_| paper::Fault::new("nobody has signed in").into())
}

async fn page(
    call: &Call,
    id: ArticleId,
    chosen: Chosen,
    refused: Option<Refusal>,
) -> Outcome<Response> {
    let mut work = Work::open(call, id).await?;
    let told: Vec<String> = refused.iter().map(|refusal| call.said(refusal)).collect();
    let found = findings(call, id).await?;
    let (blocks, warnings): (Vec<FindingShown>, Vec<FindingShown>) = found
        .into_iter()
        .partition(|finding| finding.severity == "block");
    let draft = drafting::find_draft(&mut work.session, id).await?;
    let live = work.article.first_published.is_some();
    let change = change(call, &mut work).await?;
    let elsewhere = elsewhere(call, &mut work).await?;
    let calendar = Calendar::new(&work.title.zone, call.words());
    let embargo = work.copy.embargo.filter(|until| *until > call.now);
    let matter = json!({
        "id": id.to_string(),
        "headline": work.copy.headline,
        "saves": work.article.saves,
        "has_draft": draft.is_some(),
        "due": draft.and_then(|draft| draft.due).map(|due| calendar.when(due.at).text),
        "embargo": embargo.map(|until| calendar.when(until).text),
        "hold": work.article.hold,
        "zone": work.title.zone,
        "live": live,
        "blocks": blocks,
        "warnings": warnings,
        "elsewhere": elsewhere,
        "case": cases::at_hand(call).map(|case| case.to_string()),
        "overrides": overrides(call),
        "classes": CLASSES.map(Class::word),
        "may_publish": could(call, &work.title, if live { Deed::Change } else { Deed::Publish }),
        "may_override": could(call, &work.title, Deed::Override),
        "may_schedule": could(call, &work.title, Deed::Schedule),
        "may_embargo": could(call, &work.title, Deed::Embargo),
        "may_place": could(call, &work.title, Deed::Place),
        "chosen": chosen,
        "told": told,
    });
    let mut page = framed(call, "publish.html", "desk", &work.title);
    page.markup = change;
    drop(work.session);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// What readers will see change, word by word, as HTML of the one differ.
async fn change(call: &Call, work: &mut Work) -> Outcome<Value> {
    let in_work = drafting::find_draft(&mut work.session, work.article.id).await?;
    if work.article.revisions == 0 || in_work.is_none() {
        return Ok(Value::UNDEFINED);
    }
    let out = Text::Revision(work.article.revisions);
    let before = kept::text(&mut work.session, work.article.id, out).await?;
    let mut found = differing::difference(&before, &work.copy);
    found.fields.retain(|field| !UNREAD.contains(&field.field));
    Ok(saves::difference(call, &found))
}

async fn elsewhere(call: &Call, work: &mut Work) -> Outcome<Vec<Elsewhere>> {
    let there = articles::placements(&mut work.session, work.article.id).await?;
    let mut elsewhere = Vec::new();
    for title in titles::all(&mut work.session).await? {
        let placed = there.iter().any(|placement| placement.title == title.id);
        if title.id == work.title.id || !(placed || could(call, &title, Deed::Place)) {
            continue;
        }
        elsewhere.push(Elsewhere {
            sections: section_choices(&mut work.session, &title).await?,
            key: title.key,
            name: title.name,
            placed,
        });
    }
    Ok(elsewhere)
}
