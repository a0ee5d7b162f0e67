//! The desk reads and decides what readers report, at the terminal.

use crate::support::House;
use paper::Paper;
use paper::cases::Subject;
use paper::cases::sending::{self, Sending};
use paper::clock::{SetClock, SystemEntropy};
use paper::id::ArticleId;
use std::sync::Arc;

/// Words of the article, and what stands in their place afterwards.
const OLD: &str = "We waited three hours for the divers";
const NEW: &str = "We waited for the divers for three hours";

/// What a reader sends about the article, as if a minute after opening the form.
#[tokio::main(flavor = "current_thread")]
async fn reported(house: &House, id: &str, subject: Subject) -> String {
    let now = jiff::Timestamp::from_second(1_795_000_000).expect("an instant");
    let clock = Arc::new(SetClock::at(now));
    let media = house.data().join("media");
    let paper = Paper::open_with(
        &house.place(),
        &media,
        clock.clone(),
        Arc::new(SystemEntropy),
    )
    .await
    .expect("the record");
    let article = ArticleId::parse(id).expect("an id");
    let mut session = paper.read().await.expect("a session");
    let placements = paper::articles::placements(&mut session, article)
        .await
        .expect("placements");
    drop(session);
    let placement = placements[0].id;
    let token = sending::form(&paper, subject, placement)
        .await
        .expect("a token");
    clock.set(now + jiff::SignedDuration::from_mins(1));
    let form = Sending {
        placement,
        subject,
        passage: String::new(),
        text: format!("About the {}.\n\nIt was five.", subject.word()),
        name: "Luca Nardi".to_owned(),
        email: "luca@example.org".to_owned(),
        concerned: true,
        token,
        trap: String::new(),
        address: None,
    };
    let id = sending::send(&paper, &form)
        .await
        .expect("taken")
        .expect("a case");
    paper.close().await;
    id.to_string()
}

#[test]
fn reports_are_listed_answered_corrected_and_statements_printed() {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let shown = house.run(&["show", &url, "--json"]).json();
    let id = shown["article"].as_str().expect("an id").to_owned();
    let error = reported(&house, &id, Subject::Error);
    let listed = house.run(&["case", "list", "--title", "gazette"]).done();
    assert!(
        listed.contains(&error) && listed.contains("error"),
        "{listed}"
    );
    let said = house
        .run(&[
            "case",
            "refuse",
            &error,
            "--reason",
            "It was six",
            "--as",
            "tomas",
        ])
        .refused();
    assert!(said.contains("tomas"), "{said}");
    let note = "The captain has a second name.";
    house
        .run(&[
            "clarify",
            &id,
            "--case",
            &error,
            "--replace",
            OLD,
            NEW,
            "--note",
            note,
            "--as",
            "ines",
        ])
        .done();
    let case = house.run(&["case", "show", &error, "--json"]).json();
    assert_eq!(
        (case["state"].as_str(), case["led_to"].as_u64()),
        (Some("corrected"), Some(2))
    );
    let shown = house.run(&["show", &id, "--history", "--json"]).json();
    assert_eq!(shown["revisions"][0]["cases"][0], error.as_str(), "{shown}");
    let said = house
        .run(&["case", "answer", &error, "--text", "Thanks", "--as", "ines"])
        .refused();
    assert!(said.contains("decided already"), "{said}");

    let reply = reported(&house, &id, Subject::Reply);
    let listed = house.run(&["case", "list", "--title", "gazette"]).done();
    assert!(listed.contains("statement by"), "{listed}");
    let printed = house
        .run(&["reply", &id, "--case", &reply, "--as", "ines", "--json"])
        .json();
    assert_eq!(printed["revision"], 3);
    let said = house
        .run(&["reply", &id, "--case", &reply, "--as", "ines"])
        .refused();
    assert!(said.contains("decided already"), "{said}");
    std::fs::write(house.folder.path().join("letter.txt"), "We left on time.").expect("written");
    let printed = house
        .run(&[
            "reply",
            &id,
            "--name",
            "Harbour Lines",
            "--file",
            "letter.txt",
            "--as",
            "ines",
            "--json",
        ])
        .json();
    assert_eq!(printed["revision"], 4);
    let said = house
        .run(&[
            "reply",
            &id,
            "--name",
            "X",
            "--file",
            "nothing.txt",
            "--as",
            "ines",
        ])
        .refused();
    assert!(said.starts_with("nothing.txt: "), "{said}");
    let said = house.run(&["case", "show", "nonesuch"]).refused();
    assert!(said.contains("there is no case “nonesuch”"), "{said}");
    assert_eq!(house.run(&["reply", &id, "--as", "ines"]).code, 2);
}
