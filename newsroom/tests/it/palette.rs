//! What the command palette offers to whom, and how the scripts of the pages come.

use crate::hand::{Gazette, Hand};
use http::StatusCode;
use serde_json::Value;

async fn offered(hand: &mut Hand, query: &str) -> Value {
    let got = hand.get(&format!("/newsroom/palette{query}")).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text());
    serde_json::from_slice(&got.bytes).unwrap()
}

fn lines<'v>(offered: &'v Value, group: &str) -> Vec<(&'v str, &'v str)> {
    let groups = offered["groups"].as_array().unwrap();
    let of = groups.iter().filter(|one| one["name"] == group);
    of.flat_map(|one| one["lines"].as_array().unwrap())
        .map(|line| {
            (
                line["words"].as_str().unwrap(),
                line["to"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn the_palette_offers_rooms_stages_and_articles_a_person_may_see() {
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let got = tomas.send("/newsroom/t/gazette/new", &[]).await;
    let address = got.header("location").to_owned();
    let fields = [
        ("saves", "1"),
        ("headline", "Ferry stopped"),
        ("body", "So."),
    ];
    tomas.send(&address, &fields).await;

    let places = offered(&mut tomas, "?t=gazette").await;
    let rooms = lines(&places, "Go to");
    assert!(
        rooms.contains(&("Desk", "/newsroom/t/gazette/desk")),
        "{rooms:?}"
    );
    assert!(
        rooms.contains(&("New article", "/newsroom/t/gazette/new")),
        "{rooms:?}"
    );
    assert!(
        !rooms.iter().any(|(_, to)| to.ends_with("/front")),
        "a reporter composes no front: {rooms:?}"
    );
    let stages = lines(&places, "Stages");
    assert!(
        stages
            .iter()
            .any(|(_, to)| to.ends_with("desk?stage=writing")),
        "{stages:?}"
    );
    let ferry = ("Ferry stopped", address.as_str());
    assert_eq!(lines(&places, "Touched lately").first(), Some(&ferry));
    assert_eq!(
        lines(&offered(&mut tomas, "?q=FERRY").await, "Articles"),
        [ferry]
    );

    let mut operator = Hand::of(&gazette, "operator").await;
    let nothing = offered(&mut operator, "?q=ferry").await;
    assert_eq!(lines(&nothing, "Articles"), [], "{nothing}");
    let rooms = offered(&mut operator, "?t=gazette").await;
    assert_eq!(lines(&rooms, "Stages"), [], "{rooms}");

    let mut stranger = Hand::stranger(&gazette);
    let got = stranger.get("/newsroom/palette").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "the door first");
}

#[tokio::test]
async fn the_editor_comes_in_brotli_to_who_takes_it_and_fits_its_budget() {
    /// The newsroom's budget for the editor's script, bytes over the wire.
    const EDITOR_BYTES_MAX: usize = 90_000;
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let got = tomas.send("/newsroom/t/gazette/new", &[]).await;
    let page = tomas.follow(&got).await.text();
    let script = page
        .split("src=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|src| src.contains("editor."))
        .expect("the editor's script");
    let script = script.replace("&#x2f;", "/");
    let plain = tomas.get(&script).await;
    assert_eq!(plain.headers.get("content-encoding"), None);
    let packed = tomas.get_taking("gzip, br", &script).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert_eq!(packed.header("vary"), "accept-encoding");
    assert!(
        packed.bytes.len() <= EDITOR_BYTES_MAX,
        "{}",
        packed.bytes.len()
    );
    let zipped = tomas.get_taking("gzip, br;q=0", &script).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
}
