//! Live coverage from the desk: an entry is out in one step, without a script, and the coverage ends by a button.

use crate::hand::{Gazette, Hand};
use http::StatusCode;

/// The fields of coverage that can go out.
const FLOOD: [(&str, &str); 11] = [
    ("saves", "1"),
    ("to_publish", "1"),
    ("headline", "The tide shuts the quay at St Hilary"),
    ("standfirst", "The quay is shut, the ferries wait."),
    (
        "body",
        "The quay at St Hilary was shut on 2 March, the fire brigade said.",
    ),
    ("kind", "live"),
    ("byline", "Tomas Berg"),
    ("ai", "none"),
    ("source-1-kind", "phone"),
    ("source-1-name", "Fire brigade, control room"),
    ("dateline_place", "St Hilary"),
];

async fn out(hand: &mut Hand) -> String {
    let made = hand.send("/newsroom/t/gazette/new", &[]).await;
    let address = made.header("location").to_owned();
    let saved = hand.send(&address, &FLOOD).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let panel = format!("{address}/publish");
    let went = hand.send(&panel, &[("when", "now"), ("saves", "2")]).await;
    assert_eq!(went.status, StatusCode::SEE_OTHER, "{}", went.text());
    address
}

#[tokio::test]
async fn an_entry_is_out_in_one_step_and_the_coverage_ends_by_a_button() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = out(&mut edo).await;
    let form = format!("{address}/entry");
    assert!(edo.get(&address).await.text().contains(&form));

    let empty = edo
        .send(&form, &[("text", " "), ("by", "Tomas Berg")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = empty.text();
    assert!(page.contains("role=\"alert\"") && page.contains("value=\"Tomas Berg\""));

    let entry = [
        ("headline", "Quay open again"),
        (
            "text",
            "The quay opened at noon on 2 March, the fire brigade said.",
        ),
        ("key", "1"),
    ];
    let added = edo.send(&form, &entry).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    assert!(edo.follow(&added).await.text().contains("The entry is out"));
    let readers = edo.get(&format!("{address}/live")).await;
    let page = edo.follow(&readers).await.text();
    assert!(page.contains("Quay open again") && page.contains("The quay opened at noon"));

    let closed = edo.send(&form, &[("close", "1")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
    assert_eq!(edo.get(&form).await.status, StatusCode::NOT_FOUND);
    assert!(!edo.get(&address).await.text().contains(&form));
}
