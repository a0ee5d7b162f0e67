//! The form for a comment, and the page that says what became of it.

use super::{Again, Taken, of_article, status, still_good, unknown};
use crate::answer;
use crate::posted::Posted;
use crate::request::{Asked, Way};
use crate::routes::{Failure, Room, Site};
use axum::response::Response;
use http::StatusCode;
use paper::articles::PlacementRow;
use paper::comments::sending::{self, Sending};
use paper::comments::{State, receipt, shown};
use paper::forms::Problem;
use paper::id::CommentId;
use paper::reading::facts::CommentFacts;
use paper::reading::pages::{CommentClosedFacts, CommentEntry, CommentFormFacts, CommentSentFacts};

/// The form, or with `?sent=` the page about a comment sent.
pub(crate) async fn show(
    room: &mut Room<'_>,
    placement: &PlacementRow,
) -> Result<Response, Failure> {
    if let Some(sent) = room.asked.parameter("sent") {
        return receipt(room, placement, &sent).await;
    }
    let now = room.site.paper.now();
    if let Err(why) = sending::may_write(&mut room.session, placement.id, now).await? {
        let (headline, path) = of_article(room, placement).await?;
        let facts = CommentClosedFacts {
            headline,
            path,
            why,
        };
        let html = room.site.press.comment_closed(&room.facts, &facts)?;
        return Ok(answer::private(room.asked, StatusCode::OK, html));
    }
    let given = Given {
        reply_to: room.asked.parameter("reply").unwrap_or_default(),
        ..Given::default()
    };
    form(room, placement, given).await
}

/// Takes the form.
pub(super) async fn take(
    site: &Site,
    asked: &Asked,
    placement: &PlacementRow,
    posted: &Posted,
) -> Result<Taken, Failure> {
    let sending = Sending {
        placement: placement.id,
        reply_to: posted.get("reply").to_owned(),
        name: posted.get("name").to_owned(),
        text: posted.get("text").to_owned(),
        email: posted.get("email").to_owned(),
        website: posted.get("website").to_owned(),
        token: posted.get("token").to_owned(),
        trap: posted.get(super::TRAP).to_owned(),
        address: asked.reader,
    };
    Ok(match sending::send(&site.paper, &sending).await? {
        Ok(id) => {
            let path = placement.path.clone().unwrap_or_default();
            Ok(format!("{path}/comment?sent={id}"))
        }
        Err(problems) => Err(Again::Comment(Given {
            reply_to: sending.reply_to,
            token: still_good(&problems, sending.token),
            entry: CommentEntry {
                name: sending.name,
                text: sending.text,
                email: sending.email,
                website: sending.website,
            },
            problems,
        })),
    })
}

/// A form to give out: fresh, or with what a reader has written.
#[derive(Default)]
pub(super) struct Given {
    /// The comment answered; empty for none.
    reply_to: String,
    entry: CommentEntry,
    /// The token it came with, where that is still good: the time to fill it in runs on.
    token: Option<String>,
    problems: Vec<Problem>,
}

pub(super) async fn form(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    given: Given,
) -> Result<Response, Failure> {
    let (headline, path) = of_article(room, placement).await?;
    let answered = match (given.reply_to.as_str(), room.asked.way) {
        ("", _) => None,
        (word, Way::Read) => Some(answered(room, placement, word).await?),
        // What was answered may be gone meanwhile; the reader's words are not.
        (word, Way::Send) => answered(room, placement, word).await.ok(),
    };
    let status = match room.asked.way {
        Way::Read => StatusCode::OK,
        Way::Send => status(&given.problems),
    };
    let token = match given.token {
        Some(token) => token,
        None => sending::form(&room.site.paper, placement.id).await?,
    };
    let facts = CommentFormFacts {
        headline,
        path,
        hours: receipt::usual_hours(&mut room.session, &room.title).await?,
        token,
        answered,
        entry: given.entry,
        problems: given.problems,
    };
    let html = room.site.press.comment_form(&room.facts, &facts)?;
    Ok(answer::private(room.asked, status, html))
}

async fn receipt(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    word: &str,
) -> Result<Response, Failure> {
    let id = CommentId::parse(word).ok_or_else(|| unknown(word))?;
    let receipt = receipt::state(&mut room.session, placement.id, id)
        .await?
        .ok_or_else(|| unknown(word))?;
    let (headline, path) = of_article(room, placement).await?;
    let facts = CommentSentFacts {
        permalink: (receipt.state == State::Approved).then(|| format!("{path}?comment={id}")),
        headline,
        path,
        receipt,
        hours: receipt::usual_hours(&mut room.session, &room.title).await?,
    };
    let html = room.site.press.comment_sent(&room.facts, &facts)?;
    Ok(answer::private(room.asked, StatusCode::OK, html))
}

/// The comment answered, as readers see it.
async fn answered(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    word: &str,
) -> Result<CommentFacts, Failure> {
    let id = CommentId::parse(word).ok_or_else(|| unknown(word))?;
    let facts = shown::one(&mut room.session, placement.id, id).await?;
    facts.ok_or_else(|| unknown(word))
}
