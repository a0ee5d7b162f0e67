//! The right to be forgotten: what is asked, by the day until which it is to be decided; what was decided and why; lifting it.

use super::{article_id, could, framed, title};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::DateTime;
use paper::articles::{self, Article};
use paper::id::MeasureId;
use paper::measures::deciding::{self, Decision, Request};
use paper::measures::{self, Kind, Measure, State, WARNING_DAYS, askers};
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::{Error, Refusal, Session};
use press::Calendar;
use serde::Serialize;
use serde_json::json;

/// Measures listed at once.
const ROWS: u32 = 100;
/// Hours of a day.
const DAY: i64 = 24;

/// A measure as list and page show it.
#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    kind: &'static str,
    state: &'static str,
    headline: String,
    article: String,
    requested: String,
    due: String,
    /// Whole days that are left, or by which it is late.
    days: i64,
    over: bool,
    near: bool,
    reason: String,
    decided: String,
    decided_by: String,
    places: u32,
    ends: String,
    lifted: String,
    lifted_by: String,
    lifted_why: String,
}

impl Shown {
    fn of(measure: Measure, headline: String, now: Timestamp, calendar: &Calendar) -> Shown {
        let when = |at: Option<Timestamp>| at.map(|at| calendar.when(at).text).unwrap_or_default();
        let hours = measure.due.duration_since(now).as_hours();
        Shown {
            id: measure.id.to_string(),
            kind: measure.kind.word(),
            state: measure.state.word(),
            headline,
            article: measure.article.to_string(),
            requested: when(Some(measure.requested_at)),
            due: when(Some(measure.due)),
            days: hours.abs() / DAY,
            over: measure.due <= now,
            near: hours < DAY * WARNING_DAYS,
            reason: measure.reason,
            decided: when(measure.decided_at),
            decided_by: measure.decided_by,
            places: measure.places,
            ends: when(measure.ends),
            lifted: when(measure.lifted_at),
            lifted_by: measure.lifted_by,
            lifted_why: measure.lifted_why,
        }
    }
}

/// What was typed: in the form that was sent, or in the address somebody comes back to after a proof.
fn typed(call: &Call, name: &str) -> String {
    match call.changes() {
        true => call.sent.raw(name).trim().to_owned(),
        false => call.parameter(name),
    }
}

/// A moment as its field sends it, in the zone of the title; none where nothing was typed.
fn moment(call: &Call, name: &'static str, title: &Title) -> Result<Option<Timestamp>, Refusal> {
    let typed = typed(call, name);
    if typed.is_empty() {
        return Ok(None);
    }
    let local: DateTime = typed.parse().map_err(|_| Refusal::Unfit {
        field: name,
        value: typed.clone(),
        wants: "2026-11-20T19:30",
    })?;
    paper::clock::at_local(local, &title.time_zone()).map(Some)
}

async fn headline(session: &mut Session, article: &Article) -> Outcome<String> {
    let revision = articles::revision_numbered(session, article.id, article.revisions).await?;
    Ok(revision.content.headline)
}

async fn rows(
    call: &Call,
    session: &mut Session,
    title: &Title,
    found: Vec<Measure>,
) -> Outcome<Vec<Shown>> {
    let calendar = Calendar::new(&title.zone, call.words());
    let mut rows = Vec::with_capacity(found.len());
    for measure in found {
        let article = articles::find(session, measure.article).await?;
        let headline = headline(session, &article).await?;
        rows.push(Shown::of(measure, headline, call.now, &calendar));
    }
    Ok(rows)
}

/// The list of a title: what is open, the most pressing first; or what was decided.
pub(crate) async fn list(call: &Call, key: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    if !could(call, &title, Deed::Measure) {
        return Err(Stopped::Nothing);
    }
    let state = State::parse(&call.parameter("stage")).unwrap_or(State::Open);
    let after = MeasureId::parse(&call.parameter("after"));
    let found = measures::list(&mut session, title.id, state, after, ROWS).await?;
    let next = found.last().map(|last| last.id.to_string());
    let full = found.len() >= ROWS as usize;
    let rows = rows(call, &mut session, &title, found).await?;
    let open = measures::open_count(&mut session, title.id).await?;
    drop(session);
    let states: Vec<&str> = State::ALL.iter().map(|state| state.word()).collect();
    let matter = json!({
        "stage": state.word(),
        "stages": states,
        "open": open,
        "rows": rows,
        "after": next.filter(|_| full),
    });
    print(call, framed(call, "measures.html", "cases", &title), matter)
}

/// What is asked about one article, and the form that puts a request on the record.
pub(crate) async fn of_article(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let mut session = call.paper().read().await?;
    let article = articles::find(&mut session, id).await?;
    let title = titles::by_id(&mut session, article.home).await?;
    if !could(call, &title, Deed::Measure) || article.revision.is_none() {
        return Err(Stopped::Nothing);
    }
    super::count_waiting(call, &mut session, &title).await?;
    let mut told = String::new();
    if call.changes() {
        match ask(call, &article, &title).await {
            Ok(made) => {
                return Ok(answer::see(&format!(
                    "{BASE}/measures/{made}?done=measure-ask"
                )));
            }
            Err(error) => told = said(call, error)?,
        }
    }
    let found = measures::of_article(&mut session, id).await?;
    let rows = rows(call, &mut session, &title, found).await?;
    let headline = headline(&mut session, &article).await?;
    drop(session);
    let matter = json!({
        "article": id.to_string(),
        "headline": headline,
        "rows": rows,
        "told": told,
        "kind": typed(call, "kind"),
        "came": typed(call, "came"),
        "name": typed(call, "name"),
        "contact": typed(call, "contact"),
        "text": typed(call, "text"),
        "days": measures::ASKER_DAYS,
    });
    let mut page = framed(call, "measures.html", "cases", &title);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

async fn ask(call: &Call, article: &Article, title: &Title) -> paper::Result<MeasureId> {
    let request = Request {
        kind: Kind::parse(&typed(call, "kind")).ok_or(Refusal::Empty { field: "kind" })?,
        requested_at: moment(call, "came", title)?,
        name: typed(call, "name"),
        contact: typed(call, "contact"),
        words: typed(call, "text"),
    };
    let by = call.actor().map_err(|_| Refusal::SignedOut)?;
    deciding::ask(call.paper(), by, article.id, &request).await
}

/// What the form is told of a refusal. Who has no right, or is to prove who they are, is told so on a page of its own.
fn said(call: &Call, error: Error) -> Outcome<String> {
    match error {
        Error::Refused(
            refusal @ (Refusal::StepUp | Refusal::NotAllowed { .. } | Refusal::SignedOut),
        ) => Err(Stopped::Refused(refusal)),
        Error::Refused(refusal) => Ok(call.said(&refusal)),
        fault => Err(fault.into()),
    }
}

/// One measure, and what its buttons do.
pub(crate) async fn one(call: &Call, word: &str) -> Outcome<Response> {
    let id = MeasureId::parse(word).ok_or(Stopped::Nothing)?;
    let mut session = call.paper().read().await?;
    let measure = measures::find(&mut session, id).await?;
    let title = titles::by_id(&mut session, measure.title).await?;
    if !could(call, &title, Deed::Measure) {
        return Err(Stopped::Nothing);
    }
    super::count_waiting(call, &mut session, &title).await?;
    let mut told = String::new();
    if call.changes() {
        let deed = typed(call, "deed");
        match decide(call, id, &title, &deed).await {
            Ok(()) => {
                return Ok(answer::see(&format!(
                    "{BASE}/measures/{id}?done=measure-{deed}"
                )));
            }
            Err(error) => told = said(call, error)?,
        }
    }
    let asker = askers::asker(&mut session, id).await?;
    let mut row = rows(call, &mut session, &title, vec![measure]).await?;
    drop(session);
    let matter = json!({
        "measure": row.pop(),
        "asker": asker.map(|asker| json!({
            "name": asker.name,
            "contact": asker.contact,
            "words": asker.words.lines().collect::<Vec<_>>(),
        })),
        "days": measures::ASKER_DAYS,
        "told": told,
        "reason": typed(call, "reason"),
        "ends": typed(call, "ends"),
        "names": typed(call, "names"),
        "instead": typed(call, "instead"),
    });
    let mut page = framed(call, "measure.html", "cases", &title);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

async fn decide(call: &Call, id: MeasureId, title: &Title, deed: &str) -> paper::Result<()> {
    let (paper, reason) = (call.paper(), typed(call, "reason"));
    let by = call.actor().map_err(|_| Refusal::SignedOut)?;
    if deed == "lift" {
        return deciding::lift(paper, by, id, &reason).await.map(drop);
    }
    let names = typed(call, "names");
    let names = names.lines().map(str::trim).filter(|name| !name.is_empty());
    let decision = Decision {
        accept: deed == "accept",
        reason,
        ends: moment(call, "ends", title)?,
        names: names.map(str::to_owned).collect(),
        instead: typed(call, "instead"),
    };
    deciding::decide(paper, by, id, &decision).await.map(drop)
}
