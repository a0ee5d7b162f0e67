//! The forms for reporting an error and for asking that a statement be printed, and the page that says what became of it.

use super::{Again, Taken, of_article, status, still_good};
use crate::answer;
use crate::posted::Posted;
use crate::request::{Asked, Way};
use crate::routes::{Failure, Room, Site};
use axum::response::Response;
use http::StatusCode;
use paper::articles::PlacementRow;
use paper::cases::sending::{self, Sending};
use paper::cases::{self, Subject};
use paper::forms::Problem;
use paper::id::CaseId;
use paper::reading::pages::{CaseFormFacts, CaseSentFacts, CommentEntry};
use paper::{Refusal, Thing};

/// The form, or with `?sent=` the page about a case sent.
pub(crate) async fn show(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    subject: Subject,
) -> Result<Response, Failure> {
    match room.asked.parameter("sent") {
        Some(sent) => sent_page(room, placement, subject, &sent).await,
        None => form(room, placement, Given::of(subject)).await,
    }
}

/// Takes the form.
pub(super) async fn take(
    site: &Site,
    asked: &Asked,
    placement: &PlacementRow,
    subject: Subject,
    posted: &Posted,
) -> Result<Taken, Failure> {
    let sending = Sending {
        placement: placement.id,
        subject,
        passage: posted.get("passage").to_owned(),
        text: posted.get("text").to_owned(),
        name: posted.get("name").to_owned(),
        email: posted.get("email").to_owned(),
        concerned: posted.get("concerned") == "yes",
        token: posted.get("token").to_owned(),
        trap: posted.get(super::TRAP).to_owned(),
        address: asked.reader,
    };
    Ok(match sending::send(&site.paper, &sending).await? {
        Ok(id) => {
            let path = placement.path.clone().unwrap_or_default();
            Ok(format!("{path}{}?sent={id}", super::of_subject(subject)))
        }
        Err(problems) => Err(Again::Case(Given {
            subject,
            token: still_good(&problems, sending.token),
            passage: sending.passage,
            concerned: sending.concerned,
            entry: CommentEntry {
                name: sending.name,
                text: sending.text,
                email: sending.email,
                website: String::new(),
            },
            problems,
        })),
    })
}

/// A form to give out: fresh, or with what a reader has filled in.
pub(super) struct Given {
    subject: Subject,
    passage: String,
    concerned: bool,
    entry: CommentEntry,
    /// The token it came with, where that is still good.
    token: Option<String>,
    problems: Vec<Problem>,
}

impl Given {
    fn of(subject: Subject) -> Given {
        Given {
            subject,
            passage: String::new(),
            concerned: false,
            entry: CommentEntry::default(),
            token: None,
            problems: Vec::new(),
        }
    }
}

pub(super) async fn form(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    given: Given,
) -> Result<Response, Failure> {
    let (headline, path) = of_article(room, placement).await?;
    let status = match room.asked.way {
        Way::Read => StatusCode::OK,
        Way::Send => status(&given.problems),
    };
    let token = match given.token {
        Some(token) => token,
        None => sending::form(&room.site.paper, given.subject, placement.id).await?,
    };
    let facts = CaseFormFacts {
        subject: given.subject,
        headline,
        path,
        token,
        entry: given.entry,
        passage: given.passage,
        concerned: given.concerned,
        problems: given.problems,
    };
    let html = room.site.press.case_form(&room.facts, &facts)?;
    Ok(answer::private(room.asked, status, html))
}

async fn sent_page(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    subject: Subject,
    word: &str,
) -> Result<Response, Failure> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Case,
        name: word.chars().take(40).collect(),
    };
    let id = CaseId::parse(word).ok_or_else(|| Failure::Record(unknown().into()))?;
    let case = cases::one(&mut room.session, placement.id, id).await?;
    if case.subject != subject {
        return Err(Failure::Record(unknown().into()));
    }
    let (headline, path) = of_article(room, placement).await?;
    let facts = CaseSentFacts {
        headline,
        path,
        case,
    };
    let html = room.site.press.case_sent(&room.facts, &facts)?;
    Ok(answer::private(room.asked, StatusCode::OK, html))
}
