//! The desk: what is where, and what concerns the person who looks.

use super::{framed, has_part, section_choices, title};
use crate::call::Call;
use crate::page::{Page, print};
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use jiff::Timestamp;
use paper::articles::drafting::{self, Filing};
use paper::copy::{Copy, Credit, CreditRole, Dateline};
use paper::desk::{self, Shelf};
use paper::id::ArticleId;
use paper::reading::bell::{self, Ringing};
use paper::reading::desk::{self as list, After, Counts, Filter, Hands, OnDesk};
use paper::titles::{self, Title};
use paper::{Session, sections};
use press::Calendar;
use serde::Serialize;
use serde_json::{Value, json};

/// Articles on one page of the desk.
const ROWS: u32 = 30;
/// Things of the bell shown beside the list.
const RINGS: usize = 8;

/// The shelves in the order work goes, as tabs over the list.
pub(crate) const TABS: [Shelf; 7] = [
    Shelf::Idea,
    Shelf::Writing,
    Shelf::Desk,
    Shelf::Approved,
    Shelf::Scheduled,
    Shelf::Live,
    Shelf::Correct,
];

/// The first page after the door: the desk of the title one works for, or the choice among several.
pub(crate) async fn first(call: &Call) -> Outcome<Response> {
    if call
        .signed
        .as_ref()
        .is_some_and(|signed| signed.factor_wanted)
    {
        return Ok(answer::see(&format!("{BASE}/account")));
    }
    let mut session = call.paper().read().await?;
    let mine: Vec<Title> = titles::all(&mut session)
        .await?
        .into_iter()
        .filter(|title| has_part(call, title))
        .collect();
    let choose = mine.len() > 1 && !call.parameter("choose").is_empty();
    match mine.first() {
        Some(title) if !choose => {
            let rail = super::rail(call, title);
            let to = rail.first().map(|line| line.address.clone());
            Ok(answer::see(
                &to.unwrap_or_else(|| format!("{BASE}/account")),
            ))
        }
        _ => {
            let titles: Vec<Value> = mine
                .iter()
                .map(|title| {
                    let to = super::rail(call, title).first().map(|line| line.address.clone());
                    json!({"name": title.name, "language": title.language, "to": to, "motto": title.motto})
                })
                .collect();
            print(
                call,
                Page::plain("choose.html", ""),
                json!({ "titles": titles }),
            )
        }
    }
}

/// A line of the list.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    shelf: &'static str,
    headline: String,
    section: String,
    kind: String,
    /// Who signs it, who saved it and when, who has it.
    told: Vec<String>,
    characters: Option<u32>,
    due: String,
    embargo: String,
    schedule: String,
    fault: String,
    hold: String,
    out: String,
    cases: u32,
    open: Vec<(String, bool)>,
    blocks: Option<u32>,
    warnings: u32,
}

impl Line {
    fn of(call: &Call, row: OnDesk, calendar: &Calendar) -> Line {
        let when = |at: Option<Timestamp>| {
            at.map(|at| short(calendar, at, call.now))
                .unwrap_or_default()
        };
        let told = told(call, &row, &when(row.saved_at));
        Line {
            id: row.article.to_string(),
            shelf: row.shelf.map_or("draft", Shelf::word),
            headline: if row.headline.is_empty() {
                row.name
            } else {
                row.headline
            },
            section: row.section_name,
            kind: row
                .kind
                .map(|kind| kind.word().to_owned())
                .unwrap_or_default(),
            told,
            characters: row.characters,
            due: when(row.due),
            embargo: when(row.embargo),
            schedule: when(row.schedule),
            fault: row.fault,
            hold: row.hold,
            out: when(row.first_published),
            cases: row.cases,
            open: row
                .open
                .into_iter()
                .map(|one| (one.name, one.writing))
                .collect(),
            blocks: row.checked.map(|checked| checked.blocks),
            warnings: row.checked.map_or(0, |checked| checked.warnings),
        }
    }
}

/// An instant as short as it can be told: the time today, else day and time.
fn short(calendar: &Calendar, at: Timestamp, now: Timestamp) -> String {
    let (day, time) = (calendar.date(at), calendar.time(at));
    if day == calendar.date(now) {
        time
    } else {
        format!("{}, {time}", calendar.day_of_year(day))
    }
}

/// Who signs an article, who saved it and when, who has it.
fn told(call: &Call, row: &OnDesk, saved: &str) -> Vec<String> {
    let words = call.words();
    let mut told = Vec::new();
    if !row.byline.is_empty() {
        told.push(row.byline.join(", "));
    }
    if !saved.is_empty() {
        let who = row.saved_by.as_str();
        told.push(words.with("desk-saved", &[("who", who.into()), ("when", saved.into())]));
    }
    if let Some(assigned) = &row.assigned {
        told.push(words.with("desk-assigned", &[("name", assigned.name.as_str().into())]));
    }
    told
}

/// The desk of a title.
pub(crate) async fn show(call: &Call, key: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    let by = call.actor()?;
    let filter = filter(call, &mut session, &title).await?;
    let counts = list::counts(&mut session, by, Some(title.id), call.now).await?;
    let page = list::page(&mut session, by, &filter, after(call), ROWS, call.now).await?;
    let sections = section_choices(&mut session, &title).await?;
    let bell = bell::bell(&mut session, by, call.now).await?;
    drop(session);
    let calendar = Calendar::new(&title.zone, call.words());
    let rings: Vec<Value> = bell
        .items
        .iter()
        .take(RINGS)
        .map(|ring| {
            json!({
                "what": ringing(&ring.what),
                "id": ring.article.to_string(),
                "headline": ring.headline,
                "by": ring.by,
                "when": short(&calendar, ring.at, call.now),
                "words": ring.words,
                "new": ring.new,
            })
        })
        .collect();
    let shelf = filter.shelf.map_or("", Shelf::word);
    let next = page
        .next
        .map(|next| format!("{}.{}", next.at.as_microsecond(), next.article));
    let matter = json!({
        "today": calendar.when(call.now).weekday,
        "time": calendar.time(call.now),
        "tabs": TABS.map(|tab| json!({"word": tab.word(), "count": count(&counts, tab)})),
        "shelf": shelf,
        "rows": page.rows.into_iter().map(|row| Line::of(call, row, &calendar)).collect::<Vec<_>>(),
        "next": next,
        "sections": sections,
        "section": call.parameter("section"),
        "hands": call.parameter("hands"),
        "words": filter.words,
        "rings": rings,
        "ringing": bell.new,
        "now": call.now.as_microsecond(),
    });
    print(call, framed(call, "desk.html", "desk", &title), matter)
}

async fn filter(call: &Call, session: &mut Session, title: &Title) -> Outcome<Filter> {
    let section = call.parameter("section");
    let section = match section.as_str() {
        "" => None,
        slug => Some(sections::section(session, title.id, slug).await?.id),
    };
    let shelf = call.parameter("stage");
    let words = call.parameter("q");
    let shelf = TABS
        .into_iter()
        .chain([Shelf::Spiked])
        .find(|tab| tab.word() == shelf);
    Ok(Filter {
        title: Some(title.id),
        shelf,
        section,
        hands: match call.parameter("hands").as_str() {
            "mine" => Hands::Mine,
            "nobody" => Hands::Nobody,
            _ => Hands::All,
        },
        words,
        due_before: None,
    })
}

fn after(call: &Call) -> Option<After> {
    let said = call.parameter("after");
    let (at, article) = said.split_once('.')?;
    Some(After {
        at: jiff::Timestamp::from_microsecond(at.parse().ok()?).ok()?,
        article: ArticleId::parse(article)?,
    })
}

fn count(counts: &Counts, shelf: Shelf) -> u32 {
    match shelf {
        Shelf::Idea => counts.idea,
        Shelf::Writing => counts.writing,
        Shelf::Desk => counts.desk,
        Shelf::Approved => counts.approved,
        Shelf::Scheduled => counts.scheduled,
        Shelf::Live => counts.live,
        Shelf::Correct => counts.correct,
        Shelf::Spiked => 0,
    }
}

fn ringing(what: &Ringing) -> &'static str {
    match what {
        Ringing::Assigned => "assigned",
        Ringing::Mentioned => "mentioned",
        Ringing::Noted => "noted",
        Ringing::Moved => "moved",
        Ringing::Published => "published",
        Ringing::TakenAway => "taken-away",
        Ringing::Held => "held",
        Ringing::Spiked => "spiked",
        Ringing::Refused => "refused",
        Ringing::Reported => "reported",
        Ringing::Statement => "statement",
    }
}

/// What the bell told was seen.
pub(crate) async fn seen(call: &Call, key: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let until = call.sent.get("until").parse().ok();
    let until = until.and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
    desk::bell_seen(call.paper(), call.actor()?, until.unwrap_or(call.now)).await?;
    Ok(answer::see(&format!("{BASE}/t/{key}/desk")))
}

/// A new article, empty, ready to be written.
pub(crate) async fn new(call: &Call, key: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    drop(session);
    // What the desk knows already is not asked again: who writes, and the day.
    let by = call.actor()?;
    let today = call.now.to_zoned_datetime(title.time_zone()).date();
    let copy = Copy {
        byline: vec![Credit {
            name: by.name().to_owned(),
            role: CreditRole::Text,
        }],
        dateline: Some(Dateline {
            place: String::new(),
            date: Some(today),
        }),
        ..Copy::default()
    };
    let filing = Filing {
        title: title.id,
        section: None,
        slug: None,
        comments: true,
        copy,
    };
    let id = drafting::file(call.paper(), by, filing).await?;
    Ok(answer::see(&format!("{BASE}/articles/{id}")))
}
