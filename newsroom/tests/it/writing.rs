//! Writing, saving and publishing, without a script and as the script does it.

use crate::hand::{Gazette, Hand};
use http::StatusCode;
use serde_json::json;

/// The fields of a brief that can go out.
const BRIEF: [(&str, &str); 9] = [
    ("headline", "St Hilary landing stage closed until noon"),
    (
        "body",
        "The landing stage at St Hilary is closed until noon on 2 March, the fire brigade said.",
    ),
    ("kind", "brief"),
    ("byline", "Tomas Berg"),
    ("ai", "none"),
    ("source-1-kind", "phone"),
    ("source-1-name", "Fire brigade, control room"),
    ("source-1-note", "8:15"),
    ("dateline_place", "St Hilary"),
];

async fn new(hand: &mut Hand) -> String {
    let got = hand.send("/newsroom/t/gazette/new", &[]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text());
    got.header("location").to_owned()
}

#[tokio::test]
async fn a_brief_goes_out_without_a_script_and_readers_see_it_at_once() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = new(&mut edo).await;
    let mut fields = vec![("saves", "1"), ("to_publish", "1")];
    fields.extend(BRIEF);
    let saved = edo.send(&address, &fields).await;
    let panel = edo.follow(&saved).await;
    assert_eq!(panel.status, StatusCode::OK, "{}", panel.text());
    let went = edo
        .send(
            &format!("{address}/publish"),
            &[("when", "now"), ("saves", "2")],
        )
        .await;
    assert_eq!(went.status, StatusCode::SEE_OTHER, "{}", went.text());
    let front = edo.get("/").await.text();
    assert!(front.contains("St Hilary landing stage closed until noon"));
}

#[tokio::test]
async fn a_text_longer_than_an_article_may_be_is_refused_whole_and_comes_back() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = new(&mut edo).await;
    let long = "abcde ".repeat(180_000) + "the end";
    let fields = [
        ("saves", "1"),
        ("headline", "Something long"),
        ("body", &long),
    ];
    let got = edo.send(&address, &fields).await;
    let page = got.text();
    assert!(page.contains("characters, shorten it"), "{}", got.status);
    assert!(page.contains("the end</textarea>"), "all that was typed");
    let kept = edo.get(&address).await.text();
    assert!(!kept.contains("abcde"), "nothing of it is kept");
}

#[tokio::test]
async fn the_gate_stops_a_text_and_its_words_come_back() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = new(&mut edo).await;
    edo.send(
        &address,
        &[
            ("saves", "1"),
            ("headline", "Something happened"),
            ("body", "It did."),
        ],
    )
    .await;
    let stopped = edo
        .send(
            &format!("{address}/publish"),
            &[("when", "now"), ("note", "a <note>")],
        )
        .await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = stopped.text();
    assert!(
        page.contains("source.missing") && page.contains("kind.missing"),
        "{page}"
    );
    assert!(!edo.get("/").await.text().contains("Something happened"));
}

#[tokio::test]
async fn a_text_that_names_a_picture_nobody_has_is_opened_looked_at_and_kept_in() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = new(&mut edo).await;
    let mut fields = vec![("saves", "1"), ("picture_file", "faro.jpg")];
    fields.extend(BRIEF);
    fields[3].1 = "The landing stage is closed until noon on 2 March, the fire brigade said.\n\n![The stage](nope.jpg)";
    edo.send(&address, &fields).await;
    for view in ["", "/publish", "/preview", "/preview?changes=1"] {
        let got = edo.get(&format!("{address}{view}")).await;
        assert_eq!(got.status, StatusCode::OK, "{view}: {}", got.text());
    }
    let panel = edo.get(&format!("{address}/publish")).await.text();
    assert!(panel.contains("picture.missing"), "{panel}");
    assert!(panel.contains("faro.jpg") && panel.contains("nope.jpg"));
    let publish = format!("{address}/publish");
    let stopped = edo.send(&publish, &[("when", "now")]).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_reporter_saves_and_does_not_publish() {
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let address = new(&mut tomas).await;
    let mut fields = vec![("saves", "1")];
    fields.extend(BRIEF);
    let saved = tomas.send(&address, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let panel = tomas.get(&format!("{address}/publish")).await.text();
    assert!(
        !panel.contains("class=\"btn go big\""),
        "no button without its right"
    );
    let went = tomas
        .send(&format!("{address}/publish"), &[("when", "now")])
        .await;
    assert_eq!(went.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!tomas.get("/").await.text().contains("landing stage"));
}

#[tokio::test]
async fn what_two_people_save_is_put_together_or_both_are_told() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let address = new(&mut tomas).await;
    let save = format!("{address}/save");
    let tree = |one: &str, two: &str| {
        json!({"v": 1, "blocks": [
            {"t": "paragraph", "text": [{"t": "text", "s": one}]},
            {"t": "paragraph", "text": [{"t": "text", "s": two}]},
        ]})
    };
    let first = json!({"saves": 1, "fields": {"headline": "Ferry"}, "tree": tree("The ferry stopped.", "Nobody was hurt.")});
    let (status, said) = tomas.json(&save, &first).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!(said["saves"], 2);
    assert!(
        said["findings"]
            .as_array()
            .is_some_and(|found| !found.is_empty())
    );

    let by_edo = json!({"saves": 2, "fields": {"headline": "Ferry"}, "tree": tree("The ferry stopped.", "Nobody was hurt, the crew said.")});
    assert_eq!(edo.json(&save, &by_edo).await.0, StatusCode::OK);
    let by_tomas = json!({"saves": 2, "fields": {"headline": "Ferry"}, "tree": tree("The 6:40 ferry stopped.", "Nobody was hurt.")});
    let (status, said) = tomas.json(&save, &by_tomas).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!(
        said["merged"]["tree"],
        tree("The 6:40 ferry stopped.", "Nobody was hurt, the crew said.")
    );

    let clash = json!({"saves": 2, "fields": {"headline": "Ferry"}, "tree": tree("The 6:50 ferry stopped.", "Nobody was hurt.")});
    let (status, said) = edo.json(&save, &clash).await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
    assert_eq!(said["conflicts"][0]["field"], "body");
    assert!(
        said["conflicts"][0]["theirs"].to_string().contains("6:40"),
        "{said}"
    );
    let page = tomas.get(&address).await.text();
    assert!(
        page.contains("The 6:40 ferry stopped."),
        "nothing was overwritten"
    );
}

#[tokio::test]
async fn a_correction_is_shown_word_by_word_before_it_goes_out() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = new(&mut edo).await;
    let mut fields = vec![("saves", "1")];
    fields.extend(BRIEF);
    edo.send(&address, &fields).await;
    let went = edo
        .send(
            &format!("{address}/publish"),
            &[("when", "now"), ("saves", "2")],
        )
        .await;
    assert_eq!(went.status, StatusCode::SEE_OTHER, "{}", went.text());
    fields[0] = ("saves", "2");
    fields[2] = (
        "body",
        "The landing stage at St Hilary is closed until one on 2 March, the fire brigade said.",
    );
    let saved = edo.send(&address, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let panel = edo.get(&format!("{address}/publish")).await.text();
    assert!(
        panel.contains("<del>") && panel.contains("</span>one</ins>"),
        "{panel}"
    );
    let bare = edo
        .send(
            &format!("{address}/publish"),
            &[("when", "now"), ("class", "correction")],
        )
        .await;
    assert_eq!(
        bare.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a correction needs its note"
    );
    let note = [
        ("when", "now"),
        ("class", "correction"),
        ("note", "It was one o’clock, not noon."),
    ];
    let went = edo.send(&format!("{address}/publish"), &note).await;
    assert_eq!(went.status, StatusCode::SEE_OTHER, "{}", went.text());
}
