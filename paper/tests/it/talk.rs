//! The stage for comments: a gazette whose readers write.

use cast::Gazette;
use paper::comments::sending::{self, Sending};
use paper::comments::{State, queue};
use paper::forms::Problem;
use paper::id::{CommentId, PlacementId};
use paper::reading::facts::CommentsPolicy;
use paper::titles::{self, Settle};
use paper::{Refusal, articles};
use std::net::{IpAddr, Ipv4Addr};

/// An article readers may comment on.
pub(crate) async fn article(gazette: &Gazette, headline: &str) -> PlacementId {
    let published = gazette.published(headline).await;
    let mut session = gazette.paper.read().await.unwrap();
    articles::placements(&mut session, published.article)
        .await
        .unwrap()[0]
        .id
}

/// Changes how the gazette handles comments.
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

/// A reader of the n-th household.
pub(crate) fn household(n: u32) -> IpAddr {
    let [_, _, high, low] = n.to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(100, high, low, 7))
}

/// A form filled in half a minute after it was given out.
pub(crate) async fn filled(
    gazette: &Gazette,
    placement: PlacementId,
    name: &str,
    text: &str,
) -> Sending {
    let token = sending::form(&gazette.paper, placement).await.unwrap();
    gazette.later(1);
    Sending {
        placement,
        reply_to: String::new(),
        name: name.to_owned(),
        text: text.to_owned(),
        email: String::new(),
        website: String::new(),
        token,
        trap: String::new(),
        address: Some(household(1)),
    }
}

pub(crate) async fn send(gazette: &Gazette, sending: &Sending) -> Result<CommentId, Vec<Problem>> {
    sending::send(&gazette.paper, sending).await.unwrap()
}

/// What a form is refused for, one thing only.
pub(crate) async fn refused(gazette: &Gazette, sending: &Sending) -> Refusal {
    let mut problems = send(gazette, sending).await.unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0).why
}

pub(crate) async fn entry(gazette: &Gazette, id: CommentId) -> queue::Entry {
    let mut session = gazette.paper.read().await.unwrap();
    queue::find(&mut session, id).await.unwrap()
}

pub(crate) async fn state(gazette: &Gazette, id: CommentId) -> State {
    State::parse(&entry(gazette, id).await.state).unwrap()
}

/// Days pass, and what is due is done.
pub(crate) async fn days_pass(gazette: &Gazette, days: i64) {
    gazette.later(days * 24 * 60);
    paper::jobs::work(&gazette.paper).await.unwrap();
}
