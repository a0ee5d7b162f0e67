//! The form for a comment, and the page that says what became of it.

use crate::answer;
use crate::posted::Posted;
use crate::routes::{Failure, Room};
use axum::response::Response;
use http::StatusCode;
use paper::articles::{self, PlacementRow};
use paper::comments::sending::{self, Problem, Sending};
use paper::comments::{self, State, receipt};
use paper::id::CommentId;
use paper::reading::facts::CommentFacts;
use paper::reading::pages::{CommentEntry, CommentFormFacts, CommentSentFacts};
use paper::{Refusal, Thing};

/// The form, or with `?sent=` the page about a comment sent.
pub(crate) async fn show(
    room: &mut Room<'_>,
    placement: &PlacementRow,
) -> Result<Response, Failure> {
    if let Some(sent) = room.asked.parameter("sent") {
        return receipt(room, placement, &sent).await;
    }
    let answered = match room.asked.parameter("reply") {
        Some(word) => Some(answered(room, placement, &word).await?),
        None => None,
    };
    let problems = match sending::may_write(&room.site.paper, placement.id).await? {
        Ok(()) => Vec::new(),
        Err(why) => vec![Problem { field: "", why }],
    };
    form(
        room,
        placement,
        StatusCode::OK,
        answered,
        CommentEntry::default(),
        problems,
    )
    .await
}

/// Takes the form.
pub(crate) async fn take(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    posted: &Posted,
) -> Result<Response, Failure> {
    let sending = Sending {
        placement: placement.id,
        reply_to: posted.get("reply").to_owned(),
        name: posted.get("name").to_owned(),
        text: posted.get("text").to_owned(),
        email: posted.get("email").to_owned(),
        website: posted.get("website").to_owned(),
        token: posted.get("token").to_owned(),
        trap: posted.get("fax").to_owned(),
        address: room.asked.reader,
    };
    match sending::send(&room.site.paper, &sending).await? {
        Ok(id) => {
            let path = placement.path.clone().unwrap_or_default();
            Ok(answer::see(&format!("{path}/comment?sent={id}")))
        }
        Err(problems) => {
            let answered = match sending.reply_to.as_str() {
                "" => None,
                word => answered(room, placement, word).await.ok(),
            };
            let entry = CommentEntry {
                name: sending.name,
                text: sending.text,
                email: sending.email,
                website: sending.website,
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(room, placement, status, answered, entry, problems).await
        }
    }
}

async fn form(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    status: StatusCode,
    answered: Option<CommentFacts>,
    entry: CommentEntry,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    let (headline, path) = of_article(room, placement).await?;
    let facts = CommentFormFacts {
        headline,
        path,
        hours: receipt::usual_hours(&mut room.session, &room.title).await?,
        token: sending::form(&room.site.paper, placement.id).await?,
        answered,
        entry,
        problems,
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
    let state = receipt::state(&mut room.session, placement.id, id)
        .await?
        .ok_or_else(|| unknown(word))?;
    let (headline, path) = of_article(room, placement).await?;
    let facts = CommentSentFacts {
        permalink: (state == State::Approved).then(|| format!("{path}?comment={id}#c-{id}")),
        headline,
        path,
        state,
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
    let facts = comments::one_shown(&mut room.session, placement.id, id).await?;
    facts.ok_or_else(|| unknown(word))
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
