//! The form for a notice about a comment, and the page that says what became of it.

use super::{Again, Taken, of_article, status, still_good, unknown};
use crate::answer;
use crate::posted::Posted;
use crate::request::{Asked, Way};
use crate::routes::{Failure, Room, Site};
use axum::response::Response;
use http::StatusCode;
use paper::articles::PlacementRow;
use paper::comments::notices::{self, Sending};
use paper::comments::shown;
use paper::forms::Problem;
use paper::id::{CommentId, NoticeId};
use paper::reading::pages::{CommentEntry, NoticeFormFacts, NoticeSentFacts};

/// The form, or with `?sent=` the page about a notice sent.
pub(crate) async fn show(
    room: &mut Room<'_>,
    placement: &PlacementRow,
) -> Result<Response, Failure> {
    if let Some(sent) = room.asked.parameter("sent") {
        return sent_page(room, placement, &sent).await;
    }
    let given = Given {
        comment: room.asked.parameter("comment").unwrap_or_default(),
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
        comment: posted.get("comment").to_owned(),
        ground: posted.get("ground").to_owned(),
        explanation: posted.get("text").to_owned(),
        name: posted.get("name").to_owned(),
        email: posted.get("email").to_owned(),
        good_faith: posted.get("good_faith") == "yes",
        token: posted.get("token").to_owned(),
        trap: posted.get(super::TRAP).to_owned(),
        address: asked.reader,
    };
    Ok(match notices::send(&site.paper, &sending).await? {
        Ok(id) => {
            let path = placement.path.clone().unwrap_or_default();
            Ok(format!("{path}/notice?sent={id}"))
        }
        Err(problems) => Err(Again::Notice(Given {
            token: still_good(&problems, sending.token),
            comment: sending.comment,
            ground: sending.ground,
            good_faith: sending.good_faith,
            entry: CommentEntry {
                name: sending.name,
                text: sending.explanation,
                email: sending.email,
                website: String::new(),
            },
            problems,
        })),
    })
}

/// A form to give out: fresh, or with what a reader has filled in.
#[derive(Default)]
pub(super) struct Given {
    comment: String,
    ground: String,
    good_faith: bool,
    entry: CommentEntry,
    /// The token it came with, where that is still good.
    token: Option<String>,
    problems: Vec<Problem>,
}

pub(super) async fn form(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    given: Given,
) -> Result<Response, Failure> {
    let id = CommentId::parse(&given.comment).ok_or_else(|| unknown(&given.comment))?;
    let comment = shown::one(&mut room.session, placement.id, id)
        .await?
        .ok_or_else(|| unknown(&given.comment))?;
    let (headline, path) = of_article(room, placement).await?;
    let status = match room.asked.way {
        Way::Read => StatusCode::OK,
        Way::Send => status(&given.problems),
    };
    let token = match given.token {
        Some(token) => token,
        None => notices::form(&room.site.paper, id).await?,
    };
    let facts = NoticeFormFacts {
        headline,
        path,
        token,
        comment,
        entry: given.entry,
        ground: given.ground,
        good_faith: given.good_faith,
        problems: given.problems,
    };
    let html = room.site.press.notice_form(&room.facts, &facts)?;
    Ok(answer::private(room.asked, status, html))
}

async fn sent_page(
    room: &mut Room<'_>,
    placement: &PlacementRow,
    word: &str,
) -> Result<Response, Failure> {
    let id = NoticeId::parse(word).ok_or_else(|| unknown(word))?;
    let notice = notices::one(&mut room.session, placement.id, id).await?;
    let (headline, path) = of_article(room, placement).await?;
    let facts = NoticeSentFacts {
        headline,
        path,
        notice,
    };
    let html = room.site.press.notice_sent(&room.facts, &facts)?;
    Ok(answer::private(room.asked, StatusCode::OK, html))
}
