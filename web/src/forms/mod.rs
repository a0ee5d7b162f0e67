//! What readers send: one file a form. Each is an address under its article (`{article}/comment`): GET gives the form,
//! POST takes it and leads to the page that says what became of it (303), or gives the form back with its faults (422).
//!
//! A form has a page of its own, made for each reader and kept by nobody, because its token says when it was given out.
//! The article's page stays the same for all and may be kept for long.

pub(crate) mod case;
pub(crate) mod comment;
pub(crate) mod notice;

use crate::answer;
use crate::posted::Posted;
use crate::routes::{Failure, Room};
use axum::response::Response;
use http::StatusCode;
use paper::addresses::{self, Leads};
use paper::articles::{self, PlacementRow};
use paper::cases::Subject;
use paper::forms::Problem;
use paper::{Error, Refusal, Thing};

/// The last part of a comment form's address.
pub(crate) const COMMENT: &str = "/comment";
/// The last part of the address of a form for a notice about a comment.
pub(crate) const NOTICE: &str = "/notice";
/// The last part of the address of a form for a report of an error.
pub(crate) const REPORT: &str = "/report";
/// The last part of the address of a form for a statement to be printed.
pub(crate) const REPLY: &str = "/reply";
/// The field people do not see, as `press/src/pieces/form.rs` names it.
const TRAP: &str = "fax";

/// The forms there are.
#[derive(Debug, Clone, Copy)]
enum Form {
    Comment,
    Notice,
    Case(Subject),
}

/// The last part of the address of the form of a case.
fn of_subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Error => REPORT,
        Subject::Reply => REPLY,
    }
}

/// Whether an address is that of a form, or of a text that is called like one.
pub(crate) fn is_one(path: &str) -> bool {
    [COMMENT, NOTICE, REPORT, REPLY]
        .into_iter()
        .any(|end| path.ends_with(end))
}

/// Takes a form to whoever reads it; other addresses can only be read.
///
/// The session is put down while the verb works, which takes a connection of its own: nobody waits for one with another
/// in hand.
pub(crate) async fn take(mut room: Room<'_>, posted: &Posted) -> Result<Response, Failure> {
    let path = room.asked.path.clone();
    let form = [
        (COMMENT, Form::Comment),
        (NOTICE, Form::Notice),
        (REPORT, Form::Case(Subject::Error)),
        (REPLY, Form::Case(Subject::Reply)),
    ]
    .into_iter()
    .find_map(|(end, form)| Some((path.strip_suffix(end)?, form)));
    let Some((address, form)) = form else {
        return Ok(answer::only_to_read());
    };
    let Some(placement) = here(&mut room, address).await? else {
        return Ok(answer::only_to_read());
    };
    let Room {
        site,
        asked,
        session,
        title,
        facts,
        shown,
        terms,
    } = room;
    drop(session);
    let taken = match form {
        Form::Comment => comment::take(site, asked, &placement, posted).await,
        Form::Notice => notice::take(site, asked, &placement, posted).await,
        Form::Case(subject) => case::take(site, asked, &placement, subject, posted).await,
    };
    if let Ok(Ok(to)) = &taken {
        return Ok(answer::see(to));
    }
    let mut room = Room {
        site,
        asked,
        session: site.paper.read().await?,
        title,
        facts,
        shown,
        terms,
    };
    let given = match taken {
        Ok(Err(Again::Comment(given))) => comment::form(&mut room, &placement, given).await,
        Ok(Err(Again::Notice(given))) => notice::form(&mut room, &placement, given).await,
        Ok(Err(Again::Case(given))) => case::form(&mut room, &placement, given).await,
        Ok(Ok(to)) => Ok(answer::see(&to)),
        Err(failure) => Err(failure),
    };
    match given {
        Err(Failure::Record(Error::Refused(refusal))) => room.error(&refusal).await,
        other => other,
    }
}

/// What a verb made of a form: where it can be seen what became of it, or the form again.
type Taken = Result<String, Again>;

/// A form given back, with what is wrong and every word of the reader's.
enum Again {
    Comment(comment::Given),
    Notice(notice::Given),
    Case(case::Given),
}

/// What a form that is given back says of itself: too often (RFC 6585 §4), or not to be taken as it is.
fn status(problems: &[Problem]) -> StatusCode {
    let often =
        |problem: &Problem| matches!(problem.why, Refusal::TooOften { .. } | Refusal::QueueFull);
    if problems.iter().any(often) {
        StatusCode::TOO_MANY_REQUESTS
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// The token of a form given back, unless it was the token that was wrong.
fn still_good(problems: &[Problem], token: String) -> Option<String> {
    let stale = problems
        .iter()
        .any(|problem| problem.why == Refusal::FormStale);
    (!stale).then_some(token)
}

/// Headline here and address of the article.
async fn of_article(
    room: &mut Room<'_>,
    placement: &PlacementRow,
) -> Result<(String, String), Failure> {
    let path = placement.path.clone().ok_or(Refusal::NeverPublished);
    let path = path.map_err(paper::Error::from)?;
    let headline = articles::headline(&mut room.session, placement).await?;
    Ok((headline, path))
}

fn unknown(word: &str) -> Failure {
    Failure::Record(
        Refusal::Unknown {
            thing: Thing::Comment,
            name: word.chars().take(40).collect(),
        }
        .into(),
    )
}

/// The placement at an address, also at a former one: an article may move while a reader writes.
async fn here(room: &mut Room<'_>, address: &str) -> Result<Option<PlacementRow>, Failure> {
    let title = room.title.id;
    let mut leads = addresses::follow(&mut room.session, title, address).await?;
    if let Leads::There(now) = &leads {
        let now = now.clone();
        leads = addresses::follow(&mut room.session, title, &now).await?;
    }
    Ok(match leads {
        Leads::Here(placement) => Some(placement),
        _ => None,
    })
}
