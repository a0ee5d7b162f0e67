//! The desk's list and what it offers to whom.

use crate::hand::{Gazette, Hand};
use http::StatusCode;

#[tokio::test]
async fn a_new_article_stands_on_the_desk_and_moves_through_its_stages() {
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let got = tomas.send("/newsroom/t/gazette/new", &[]).await;
    let address = got.header("location").to_owned();
    let page = tomas.follow(&got).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(
        page.text().contains("Tomas Berg"),
        "the byline is filled in"
    );

    let fields = [
        ("saves", "1"),
        ("headline", "Ferry stopped off <St Hilary>"),
        ("body", "The ferry stopped."),
    ];
    let saved = tomas.send(&address, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let desk = tomas
        .get("/newsroom/t/gazette/desk?stage=writing")
        .await
        .text();
    assert!(
        desk.contains("Ferry stopped off &lt;St Hilary&gt;"),
        "{desk}"
    );

    let moved = tomas
        .send(&format!("{address}/move"), &[("phase", "desk")])
        .await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let desk = tomas
        .get("/newsroom/t/gazette/desk?stage=desk")
        .await
        .text();
    assert!(desk.contains("Ferry stopped off"));
    let approved = tomas
        .send(&format!("{address}/move"), &[("phase", "approved")])
        .await;
    assert_eq!(
        approved.status,
        StatusCode::FORBIDDEN,
        "a reporter approves nothing"
    );

    let mut edo = Hand::of(&gazette, "edo").await;
    let assigned = edo
        .send(&format!("{address}/assign"), &[("to", "tomas")])
        .await;
    assert_eq!(
        assigned.status,
        StatusCode::SEE_OTHER,
        "{}",
        assigned.text()
    );
    let noted = edo
        .send(
            &format!("{address}/note"),
            &[("text", "Who says so, @tomas?")],
        )
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text());
    let desk = tomas
        .get("/newsroom/t/gazette/desk?hands=mine")
        .await
        .text();
    assert!(
        desk.contains("Who says so, @tomas?"),
        "the bell rings: {desk}"
    );
}

#[tokio::test]
async fn a_text_nobody_may_see_is_nowhere() {
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let got = tomas.send("/newsroom/t/gazette/new", &[]).await;
    let address = got.header("location").to_owned();
    let mut operator = Hand::of(&gazette, "operator").await;
    for end in ["", "/look", "/preview", "/saves", "/publish"] {
        let got = operator.get(&format!("{address}{end}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{end}");
    }
    let lent = tomas
        .send(&format!("{address}/look"), &[("days", "7")])
        .await
        .text();
    let secret = lent
        .split("&#x2f;newsroom&#x2f;look&#x2f;")
        .nth(1)
        .expect("an address")
        .split(['"', '<'])
        .next()
        .unwrap();
    let mut stranger = Hand::stranger(&gazette);
    let path = format!("/newsroom/look/{secret}");
    let page = stranger.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.header("x-robots-tag").contains("noindex"));
    let list = tomas.get(&format!("{address}/look")).await.text();
    let id = list
        .split("name=\"end\" value=\"")
        .nth(1)
        .expect("a button")
        .split('"')
        .next()
        .unwrap();
    let ended = tomas.send(&format!("{address}/look"), &[("end", id)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(
        stranger.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "it opens no more"
    );
}
