//! The corrections desk: what readers report, statements asked for with their clock, and the three ways to mend: correct the
//! article, print the statement, say no with the reason.

use super::{could, framed, piece::Work, title};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use jiff::Timestamp;
use paper::articles::replying::{self, Wanted};
use paper::articles::{self, Article};
use paper::cases::alarm::{REPLY_HOURS, WARNING_HOURS};
use paper::cases::{self, Case, State, Subject, deciding, figures};
use paper::id::CaseId;
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::{Error, Refusal, Session};
use press::Calendar;
use serde::Serialize;
use serde_json::{Value, json};

/// Open cases listed at once.
const OPEN_ROWS: u32 = 100;
/// Decided cases on one page.
const DECIDED_ROWS: u32 = 30;
/// Characters of a case's words shown in the list.
const EXCERPT_CHARS: usize = 220;
/// Minutes of an hour.
const HOUR: i64 = 60;

/// What the clock of a statement says.
#[derive(Debug, Serialize)]
struct Clock {
    /// Its time is over.
    over: bool,
    /// It runs out: the desk was warned.
    near: bool,
    hours: i64,
    minutes: i64,
    due: String,
}

impl Clock {
    fn of(case: &Case, now: Timestamp, calendar: &Calendar) -> Option<Clock> {
        let due = case.due.filter(|_| case.state == State::Open)?;
        let left = due.duration_since(now).as_mins();
        Some(Clock {
            over: left <= 0,
            near: left <= WARNING_HOURS * HOUR,
            hours: left.abs() / HOUR,
            minutes: left.abs() % HOUR,
            due: calendar.when(due).text,
        })
    }
}

/// A case as list and page show it.
#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    subject: &'static str,
    state: &'static str,
    headline: String,
    article: String,
    name: String,
    email: String,
    passage: Vec<String>,
    text: Vec<String>,
    excerpt: String,
    when: String,
    clock: Option<Clock>,
    answer: Vec<String>,
    led_to: Option<u32>,
    decided: String,
    decided_by: String,
}

impl Shown {
    fn of(case: Case, headline: String, now: Timestamp, calendar: &Calendar) -> Shown {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        Shown {
            clock: Clock::of(&case, now, calendar),
            id: case.id.to_string(),
            subject: case.subject.word(),
            state: case.state.word(),
            headline,
            article: case.article.to_string(),
            passage: lines(&case.passage),
            excerpt: excerpt(&case.text),
            text: lines(&case.text),
            when: calendar.when(case.at).text,
            answer: lines(&case.answer),
            led_to: case.led_to,
            decided: case
                .decided_at
                .map(|at| calendar.when(at).text)
                .unwrap_or_default(),
            name: case.name,
            email: case.email,
            decided_by: case.decided_by,
        }
    }
}

fn excerpt(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= EXCERPT_CHARS {
        return text;
    }
    let short: String = text.chars().take(EXCERPT_CHARS).collect();
    format!("{}…", short.trim_end())
}

/// Whether this person may decide a case.
async fn sees(call: &Call, session: &mut Session, case: &Case) -> Outcome<bool> {
    let section = articles::placement(session, case.placement)
        .await?
        .map(|placement| placement.section);
    let by = call.actor()?;
    Ok(by
        .sees(session, Deed::DecideCase, Some(case.title), section)
        .await?)
}

async fn headline(session: &mut Session, case: &Case) -> Outcome<String> {
    Ok(match articles::placement(session, case.placement).await? {
        Some(placement) => articles::headline(session, &placement).await?,
        None => String::new(),
    })
}

/// The list: what is open, statements by their clock first; or what was decided.
pub(crate) async fn list(call: &Call, key: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    if !could(call, &title, Deed::DecideCase) {
        return Err(Stopped::Nothing);
    }
    let decided = call.parameter("stage") == "decided";
    let calendar = Calendar::new(&title.zone, call.words());
    let found = if decided {
        let before = call.parameter("before").parse().ok();
        let before = before.and_then(|at| Timestamp::from_microsecond(at).ok());
        cases::decided(&mut session, title.id, before, DECIDED_ROWS).await?
    } else {
        let mut open = cases::list(&mut session, title.id, State::Open, None, OPEN_ROWS).await?;
        open.sort_by_key(|case| (case.due.is_none(), case.due, case.at));
        open
    };
    let full = decided && found.len() >= DECIDED_ROWS as usize;
    let before = found.last().and_then(|case| case.decided_at);
    let mut rows = Vec::new();
    for case in found {
        if sees(call, &mut session, &case).await? {
            let headline = headline(&mut session, &case).await?;
            rows.push(Shown::of(case, headline, call.now, &calendar));
        }
    }
    let open = cases::open_count(&mut session, title.id).await?;
    let figures = figures::of_title(&mut session, title.id, call.now).await?;
    let measures = match could(call, &title, Deed::Measure) {
        true => Some(paper::measures::open_count(&mut session, title.id).await?),
        false => None,
    };
    drop(session);
    let matter = json!({
        "measures": measures,
        "stage": if decided { "decided" } else { "open" },
        "open": open,
        "rows": rows,
        "before": before.filter(|_| full).map(Timestamp::as_microsecond),
        "figures": figures,
        "days": figures::YEAR_DAYS,
        "reply_hours": REPLY_HOURS,
    });
    print(call, framed(call, "cases.html", "cases", &title), matter)
}

/// A case with the article it is about.
struct Desk {
    session: Session,
    case: Case,
    article: Article,
    title: Title,
}

impl Desk {
    async fn open(call: &Call, word: &str) -> Outcome<Desk> {
        let id = CaseId::parse(word).ok_or(Stopped::Nothing)?;
        let mut session = call.paper().read().await?;
        let case = cases::find(&mut session, id).await?;
        if !sees(call, &mut session, &case).await? {
            return Err(Stopped::Nothing);
        }
        let article = articles::find(&mut session, case.article).await?;
        let title = titles::by_id(&mut session, case.title).await?;
        super::count_waiting(call, &mut session, &title).await?;
        Ok(Desk {
            session,
            case,
            article,
            title,
        })
    }
}

/// One case.
pub(crate) async fn show(call: &Call, word: &str) -> Outcome<Response> {
    let desk = Desk::open(call, word).await?;
    page(call, desk, String::new()).await
}

/// What is decided on it.
pub(crate) async fn decide(call: &Call, word: &str, deed: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let desk = Desk::open(call, word).await?;
    let (paper, by, id) = (call.paper(), call.actor()?, desk.case.id);
    let sent = &call.sent;
    let done = match deed {
        "answer" => deciding::answer(paper, by, id, sent.raw("text")).await,
        "refuse" => deciding::refuse(paper, by, id, sent.raw("text")).await,
        "print" => {
            let (wanted, note) = (Wanted::Case(id), sent.get("note"));
            replying::print(paper, by, desk.article.id, &wanted, note)
                .await
                .map(drop)
        }
        "link" => {
            let revision = sent.get("revision").parse().map_err(|_| Stopped::Nothing)?;
            deciding::link(paper, by, id, revision).await
        }
        _ => return Err(Stopped::Nothing),
    };
    match done {
        Ok(()) => Ok(answer::see(&format!("{BASE}/cases/{id}?done=case-{deed}"))),
        Err(Error::Refused(refusal @ (Refusal::NotAllowed { .. } | Refusal::StepUp))) => {
            Err(Stopped::Refused(refusal))
        }
        Err(Error::Refused(refusal)) => page(call, desk, call.said(&refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn page(call: &Call, mut desk: Desk, told: String) -> Outcome<Response> {
    let calendar = Calendar::new(&desk.title.zone, call.words());
    let stands = stands(&mut desk, &calendar).await?;
    let headline = headline(&mut desk.session, &desk.case).await?;
    let later = later(&mut desk, &calendar).await?;
    let home = titles::by_id(&mut desk.session, desk.article.home).await?;
    let Desk {
        case,
        article,
        title,
        ..
    } = desk;
    let matter = json!({
        "stands": stands,
        "later": later,
        "gone": article.stage.is_gone(),
        "stage": article.stage.word(),
        "may_change": could(call, &home, Deed::Change),
        "may_write": could(call, &home, Deed::Save),
        "may_kill": could(call, &home, Deed::Kill),
        "case": Shown::of(case, headline, call.now, &calendar),
        "text": call.sent.raw("text"),
        "note": call.sent.raw("note"),
        "told": told,
    });
    let mut page = framed(call, "case.html", "cases", &title);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The article as readers see it now, with the passage that was pointed at.
async fn stands(desk: &mut Desk, calendar: &Calendar) -> Outcome<Value> {
    let (id, number) = (desk.article.id, desk.article.revisions);
    if number == 0 {
        return Ok(Value::Null);
    }
    let revision = articles::revision_numbered(&mut desk.session, id, number).await?;
    let passage = desk.case.passage.trim();
    let paragraphs: Vec<(String, String, String)> = revision
        .content
        .body
        .passages()
        .into_iter()
        .map(|one| parted(&one.text, passage))
        .collect();
    let found = paragraphs.iter().any(|(_, marked, _)| !marked.is_empty());
    Ok(json!({
        "language": revision.content.language,
        "headline": revision.content.headline,
        "standfirst": revision.content.standfirst,
        "number": number,
        "seen": desk.case.revision,
        "when": calendar.when(revision.at).text,
        "paragraphs": paragraphs,
        "found": found,
    }))
}

/// A paragraph in three: before a passage, the passage, after it. All in the first where it is not there.
fn parted(text: &str, passage: &str) -> (String, String, String) {
    match text.split_once(passage).filter(|_| !passage.is_empty()) {
        Some((before, after)) => (before.to_owned(), passage.to_owned(), after.to_owned()),
        None => (text.to_owned(), String::new(), String::new()),
    }
}

/// Revisions that went out since the reader looked: one of them may have mended it already.
async fn later(desk: &mut Desk, calendar: &Calendar) -> Outcome<Vec<Value>> {
    let mut later = Vec::new();
    for number in (desk.case.revision + 1)..=desk.article.revisions {
        let id = desk.article.id;
        let revision = articles::revision_numbered(&mut desk.session, id, number).await?;
        later.push(json!({
            "number": number,
            "class": revision.class.word(),
            "when": calendar.when(revision.at).text,
        }));
    }
    Ok(later)
}

/// The case an article is being corrected for: the form says it, or the address.
pub(crate) fn at_hand(call: &Call) -> Option<CaseId> {
    CaseId::parse(call.sent.get("case")).or_else(|| CaseId::parse(&call.parameter("case")))
}

/// The same, beside the text that is to be corrected: who said what.
pub(crate) async fn beside(call: &Call, work: &mut Work) -> Outcome<Option<Value>> {
    let Some(id) = at_hand(call) else {
        return Ok(None);
    };
    let case = match cases::find(&mut work.session, id).await {
        Ok(case) if case.article == work.article.id && case.state == State::Open => case,
        Ok(_) | Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault.into()),
    };
    if !sees(call, &mut work.session, &case).await? {
        return Ok(None);
    }
    Ok(Some(json!({
        "id": id.to_string(),
        "statement": case.subject == Subject::Reply,
        "name": case.name,
        "passage": case.passage,
        "excerpt": excerpt(&case.text),
    })))
}
