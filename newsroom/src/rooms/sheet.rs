//! The sheet of the writing page: everything that stands on it, put together for its template.

use super::copying::{self, Fields};
use super::piece::{Work, checked};
use super::{cases, could, framed, named, section_choices, writers};
use crate::call::Call;
use crate::page::print;
use crate::routes::Outcome;
use crate::words::of_editor;
use axum::response::Response;
use paper::articles::drafting::{self, Draft};
use paper::articles::{Stage, saves};
use paper::copy::Kind;
use paper::desk::{Phase, notes};
use paper::reading::desk as list;
use paper::rights::Deed;
use paper::{sections, sources, topics};
use press::Calendar;
use serde_json::{Value, json};

/// Notes to the desk shown beside the text.
const NOTES: u32 = 30;
/// Saves shown beside the text.
const SAVES: u32 = 8;

/// The page, with what a form that came back is told.
pub(crate) async fn page(
    call: &Call,
    mut work: Work,
    fields: Fields,
    told: Vec<String>,
) -> Outcome<Response> {
    let id = work.article.id;
    let draft = drafting::find_draft(&mut work.session, id).await?;
    let found = checked(call, id, work.article.saves).await?;
    let named = named::of(&mut work).await?;
    let matter = json!({
        "named_told": serde_json::to_string(&named).unwrap_or_default(),
        "named": named,
        "id": id.to_string(),
        "saves": work.article.saves,
        "case": cases::beside(call, &mut work).await?,
        "stands": stands(call, &work, draft.as_ref()),
        "choices": choices(call, &mut work).await?,
        "may": may(call, &work),
        "desk": desk(call, &mut work).await?,
        "title_language": work.title.language,
        "fields": fields,
        "findings": found,
        "findings_told": serde_json::to_string(&found).unwrap_or_default(),
        "editor_words": serde_json::to_string(&of_editor(call.tongue)).unwrap_or_default(),
        "told": told,
    });
    let mut page = framed(call, "piece.html", "desk", &work.title);
    drop(work.session);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// Where the article is in its life.
fn stands(call: &Call, work: &Work, draft: Option<&Draft>) -> Value {
    let calendar = Calendar::new(&work.title.zone, call.words());
    let due = draft.and_then(|draft| draft.due.as_ref());
    json!({
        "saved_at": draft.map(|draft| calendar.when(draft.saved_at).text),
        "saved_by": draft.map(|draft| draft.saved_by.clone()),
        "due": due.map(|due| calendar.when(due.at).text),
        "fault": draft.map(|draft| draft.fault.clone()).unwrap_or_default(),
        "has_draft": draft.is_some(),
        "hold": work.article.hold,
        "deindexed": work.article.deindexed,
        "stage": work.article.stage.word(),
        "live": work.article.stage == Stage::Live,
        "address": work.placement.path,
        "covered": work.article.stage == Stage::Live && work.copy.kind == Some(Kind::Live),
    })
}

/// What the page's lists offer.
async fn choices(call: &Call, work: &mut Work) -> Outcome<Value> {
    let title = work.title.id;
    let topics = topics::all(&mut work.session, title).await?;
    let known = sources::known(&mut work.session, title).await?;
    let section = sections::all(&mut work.session, title)
        .await?
        .into_iter()
        .find(|one| one.id == work.placement.section);
    let hands = match could(call, &work.title, Deed::Assign) {
        true => writers(&mut work.session, &work.title).await?,
        false => Vec::new(),
    };
    Ok(json!({
        "kinds": Kind::ALL.map(Kind::word),
        "section": section.map(|one| one.slug),
        "sections": section_choices(&mut work.session, &work.title).await?,
        "topics": topics.into_iter().map(|topic| (topic.slug, topic.name)).collect::<Vec<_>>(),
        "known": known.iter().map(|source| source.name.clone()).collect::<Vec<_>>(),
        "phases": Phase::ALL.iter().map(|phase| phase.word()).collect::<Vec<_>>(),
        "hands": hands,
    }))
}

/// The deeds the person has the right to; each verb asks again.
fn may(call: &Call, work: &Work) -> Value {
    let may = |deed| could(call, &work.title, deed);
    let out = work.article.first_published.is_some();
    json!({
        "publish": may(if out { Deed::Change } else { Deed::Publish }),
        "withdraw": may(Deed::Withdraw),
        "kill": may(Deed::Kill),
        "measure": out && may(Deed::Measure),
        "hold": may(Deed::Hold),
        "spike": may(Deed::Spike),
        "assign": may(Deed::Assign),
        "place": may(Deed::Place),
        "override": may(Deed::Override),
    })
}

/// What the desk says of the article: where the work stands, who has it, notes, what was saved.
async fn desk(call: &Call, work: &mut Work) -> Outcome<Value> {
    let id = work.article.id;
    let row = list::row(&mut work.session, id, call.now).await?;
    let notes = notes::of_article(&mut work.session, id, None, NOTES).await?;
    let kept = saves::saves(&mut work.session, id, None, SAVES).await?;
    let calendar = Calendar::new(&work.title.zone, call.words());
    let notes: Vec<Value> = notes
        .iter()
        .map(|note| {
            json!({
                "id": note.id.to_string(),
                "by": note.by,
                "when": calendar.when(note.at).text,
                "text": note.text,
                "passage": note.passage,
                "settled": note.settled_at.is_some(),
            })
        })
        .collect();
    let kept: Vec<Value> = kept
        .iter()
        .map(|save| {
            json!({
                "version": save.version,
                "by": save.by,
                "when": calendar.when(save.at).text,
                "name": save.name,
                "revision": save.revision,
            })
        })
        .collect();
    Ok(json!({
        "phase": row.phase.map(Phase::word),
        "assigned": row.assigned.map(|one| one.handle),
        "deadline": row.due.map(|at| copying::local(at, &work.title.time_zone())),
        "notes": notes,
        "kept": kept,
    }))
}
