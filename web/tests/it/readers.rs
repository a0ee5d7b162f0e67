//! The stage for readers who write: an article, its form, what a moderator says of it.

use crate::stage::{Gazette, door, get, hidden};
use axum::Router;
use http::StatusCode;
use paper::addresses::{self, Leads};
use paper::comments::{self, NewComment, Verdict};
use paper::id::{CommentId, PlacementId};
use paper::reading::facts::CommentsPolicy;
use paper::titles::{self, Settle};

pub(crate) const HOST: &str = "gazette.test";

/// A newspaper with an article, its door and the article's address.
pub(crate) async fn stage() -> (Gazette, Router, String) {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, "Ferry service resumes").await;
    let door = door(&gazette);
    (gazette, door, path)
}

pub(crate) async fn publish(gazette: &Gazette, headline: &str) -> String {
    let published = gazette.published(headline).await;
    published.addresses[0].1.clone()
}

/// A form as a reader gets it, and half a minute to fill it in.
pub(crate) async fn form(gazette: &Gazette, door: &Router, path: &str) -> String {
    let got = get(door, HOST, path).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text());
    assert_eq!(got.header("cache-control"), "no-store");
    gazette.later(1);
    hidden(&got.text(), "token")
}

pub(crate) async fn policy(gazette: &Gazette, change: impl FnOnce(&mut CommentsPolicy)) {
    let mut session = gazette.paper.read().await.unwrap();
    let mut title = titles::by_id(&mut session, gazette.title).await.unwrap();
    drop(session);
    change(&mut title.settings.comments);
    let settle = Settle {
        settings: Some(title.settings),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
        .await
        .unwrap();
}

pub(crate) async fn placement(gazette: &Gazette, path: &str) -> PlacementId {
    let mut session = gazette.paper.read().await.unwrap();
    match addresses::follow(&mut session, gazette.title, path)
        .await
        .unwrap()
    {
        Leads::Here(placement) => placement.id,
        _ => panic!("{path}"),
    }
}

/// A comment from elsewhere, approved.
pub(crate) async fn approved(
    gazette: &Gazette,
    placement: PlacementId,
    reply_to: Option<CommentId>,
    name: &str,
    text: &str,
) -> CommentId {
    let new = NewComment {
        placement,
        reply_to,
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let id = comments::file(&gazette.paper, &new).await.unwrap();
    comments::decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    id
}

/// The id in the address of a receipt.
pub(crate) fn sent(location: &str) -> CommentId {
    let (_, id) = location.split_once("sent=").expect("a receipt");
    CommentId::parse(id).expect("an id")
}
