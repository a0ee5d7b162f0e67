//! The room of topics, and topics beside the text, without a script and as the script is told.

use crate::hand::{Gazette, Hand};
use http::StatusCode;
use paper::articles::publishing::{self, Going};
use serde_json::json;

const ROOM: &str = "/newsroom/t/gazette/settings/topics";

async fn topic(hand: &mut Hand, name: &str, kind: &str) -> String {
    let fields = [("name", name), ("slug", ""), ("lead", ""), ("kind", kind)];
    let got = hand.send(ROOM, &fields).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text());
    let location = got.header("location");
    location.split('?').next().unwrap_or(location).to_owned()
}

#[tokio::test]
async fn a_topic_is_kept_on_a_page_of_its_own() {
    let gazette = Gazette::new().await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let out = gazette.published("Ferry sails at last").await;
    let path = out.addresses[0].1.clone();
    let at = topic(&mut ines, "Ferry", "subject").await;
    let boats = topic(&mut ines, "Boats", "subject").await;
    assert_eq!(at, format!("{ROOM}/ferry"));
    let kept = [
        ("name", "The ferry"),
        ("kind", "subject"),
        ("lead", "The road.\n\nThe bus."),
        ("aliases", "car ferry\nmotor vessel"),
    ];
    for (address, fields) in [
        (at.clone(), kept.to_vec()),
        (
            format!("{at}/fact"),
            vec![
                ("day", "2025-06"),
                ("text", "It is ordered"),
                ("article", &*path),
            ],
        ),
        (format!("{at}/pin"), vec![("pinned", &*path)]),
    ] {
        let got = ines.send(&address, &fields).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text());
    }
    let page = ines.get(&at).await.text();
    for part in [
        "The ferry",
        "The road.\n\nThe bus.",
        "car ferry\nmotor vessel",
        "It is ordered",
        &path.replace('/', "&#x2f;"),
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let wrong = [("day", "June"), ("text", "It sails"), ("article", &*path)];
    let told = ines.send(&format!("{at}/fact"), &wrong).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        told.text().contains("It sails"),
        "what was typed comes back"
    );
    let found = ines.get(&format!("{ROOM}?words=ferr")).await.text();
    assert!(found.contains("The ferry") && !found.contains("<b>Boats</b>"));

    let moved = ines
        .send(&format!("{at}/rename"), &[("to", "ferries")])
        .await;
    assert!(
        moved
            .header("location")
            .starts_with(&format!("{ROOM}/ferries"))
    );
    assert_eq!(
        ines.get(&at).await.status,
        StatusCode::SEE_OTHER,
        "on to where it is"
    );
    let merged = ines
        .send(&format!("{ROOM}/ferries/merge"), &[("into", "boats")])
        .await;
    assert!(merged.header("location").starts_with(&boats));
    let page = ines.get(&boats).await.text();
    assert!(
        page.contains("It is ordered") && page.contains("The ferry\ncar ferry"),
        "{page}"
    );
    let readers = ines.get("/topics/ferry").await;
    assert_eq!(readers.header("location"), "/topics/boats");
    let mut tomas = Hand::of(&gazette, "tomas").await;
    assert_eq!(tomas.get(ROOM).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn topics_the_text_names_are_offered_and_linked_without_a_script_and_with_it() {
    let gazette = Gazette::new().await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let kim = topic(&mut ines, "Kim Jong-un", "person").await;
    let kept = [
        ("name", "Kim Jong-un"),
        ("kind", "person"),
        ("aliases", "Kim"),
    ];
    ines.send(&kim, &kept).await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let new = tomas.send("/newsroom/t/gazette/new", &[]).await;
    let address = new.header("location").to_owned();
    let text = [
        ("saves", "1"),
        ("headline", "A visit"),
        ("body", "So said Kim on 2 March."),
    ];
    let saved = tomas.send(&address, &text).await;
    let page = tomas.follow(&saved).await.text();
    for button in [
        r#"name="add_topic" value="kim-jong-un""#,
        r#"name="link_topic" value="kim-jong-un""#,
    ] {
        assert!(page.contains(button), "{button} in {page}");
    }
    let saves = |n: &'static str| ("saves", n);
    let asks = [
        saves("2"),
        text[1],
        text[2],
        ("add_topic", "kim-jong-un"),
        ("link_topic", "kim-jong-un"),
    ];
    let saved = tomas.send(&address, &asks).await;
    let page = tomas.follow(&saved).await.text();
    assert!(
        page.contains("[Kim](&#x2f;topics&#x2f;kim-jong-un)"),
        "{page}"
    );
    assert!(page.contains(r#"value="kim-jong-un" checked"#), "{page}");
    assert!(
        !page.contains(r#"name="add_topic""#),
        "there is nothing left to offer"
    );

    let id = address.rsplit('/').next().expect("an id").to_owned();
    let tree = json!({"v": 1, "blocks": [{"t": "paragraph", "text": [{"t": "text", "s": "Then Kim left."}]}]});
    let sent = json!({"saves": 3, "fields": {"headline": "A visit"}, "tree": tree});
    let save = format!("/newsroom/articles/{id}/save");
    let (status, answer) = tomas.json(&save, &sent).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(
        answer["topics"],
        json!([{"slug": "kim-jong-un", "name": "Kim Jong-un", "path": "/topics/kim-jong-un", "words": "Kim",
                "chosen": false, "paragraph": 1, "start": 5, "end": 8}])
    );
}

#[tokio::test]
async fn the_parts_of_a_dossier_are_put_in_order_by_buttons_and_by_numbers() {
    let gazette = Gazette::new().await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let at = topic(&mut ines, "The harbour", "dossier").await;
    let empty = ines.get(&at).await.text();
    assert!(empty.contains("It has no parts yet"), "{empty}");
    let mut parts = Vec::new();
    for headline in ["The first quay", "The second quay", "The third quay"] {
        let mut copy = cast::sound(headline);
        copy.topics = vec!["the-harbour".to_owned()];
        let (paper, by, filing) = (&gazette.paper, &gazette.ines, gazette.filing(copy));
        let out = publishing::file_and_publish(paper, by, filing, Going::default()).await;
        parts.push(out.expect("published").article.to_string());
        gazette.later(60);
    }
    let order = async |hand: &mut Hand| -> Vec<usize> {
        let page = hand.get(&at).await.text();
        let mut places: Vec<(usize, usize)> = parts
            .iter()
            .map(|id| page.find(&format!("name=\"n-{id}\"")).expect("a part"))
            .zip(1..)
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, number)| number).collect()
    };
    assert_eq!(order(&mut ines).await, [1, 2, 3]);
    let sent = format!("{at}/order");
    let up = ines.send(&sent, &[("up", &*parts[2])]).await;
    let there = up.header("location").to_owned();
    assert!(
        there.ends_with(&format!("moved=up-{}", parts[2])),
        "{there}"
    );
    let page = ines.get(&there).await.text();
    let button = format!(r#"name="up" value="{}" autofocus"#, parts[2]);
    assert!(page.contains(&button), "under the fingers again: {page}");
    assert_eq!(order(&mut ines).await, [1, 3, 2]);
    ines.send(&sent, &[("down", &*parts[0])]).await;
    assert_eq!(order(&mut ines).await, [3, 1, 2]);
    let first = format!("n-{}", parts[1]);
    ines.send(&sent, &[(&*first, "1")]).await;
    assert_eq!(order(&mut ines).await, [2, 3, 1], "by its number");
    ines.send(&sent, &[(&*first, "no number")]).await;
    assert_eq!(order(&mut ines).await, [2, 3, 1]);
    ines.send(&format!("{at}/by-date"), &[]).await;
    assert_eq!(order(&mut ines).await, [1, 2, 3]);
}
