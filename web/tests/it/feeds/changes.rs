//! The feed of every change readers are told of.

use super::*;
use paper::articles::redacting::{self, Redaction};
use paper::articles::replying::{self, Wanted};

const FEED: &str = "/corrections/changes/feed";

fn copy(crew: &str) -> paper::copy::Copy {
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 2 March 2026.",
        &format!("Captain Luca Nardi said {crew} had been on board since six in the morning."),
    ]);
    copy
}

#[tokio::test]
async fn every_change_readers_are_told_of_is_in_the_feed_of_changes_with_class_note_and_history() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let out = gazette.published("Ferry service resumes").await;
    let (id, path) = (out.article, out.addresses[0].1.clone());
    assert!(read(&door, &format!("{FEED}.atom")).await.is_empty());
    for ((class, crew, note), from) in [
        (
            Class::Update,
            "a crew of eight",
            "The number of people is known now.",
        ),
        (Class::Typo, "a crew of eigth", ""),
        (Class::Correction, "a crew of nine", "They were nine."),
        (
            Class::Clarification,
            "a crew of nine people",
            "They were people.",
        ),
    ]
    .into_iter()
    .zip(1..)
    {
        gazette.later(1);
        publishing::change(
            paper,
            ines,
            id,
            from,
            copy(crew),
            Going::change(class, note),
        )
        .await
        .unwrap_or_else(|error| panic!("{class:?}: {error}"));
    }
    gazette.later(1);
    let words = Wanted::Words {
        name: "Luca Nardi".to_owned(),
        text: "I was on board at five.".to_owned(),
    };
    replying::print(paper, ines, id, &words, "He sent us this.")
        .await
        .expect("printed");
    gazette.later(1);
    withdrawing::withdraw(paper, ines, id, "It was last year's")
        .await
        .expect("withdrawn");
    gazette.later(1);
    withdrawing::restore(paper, ines, id, "It was this year's", &[])
        .await
        .expect("restored");
    gazette.later(1);
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "A court ordered it".to_owned(),
    };
    redacting::redact(paper, ines, id, &redaction)
        .await
        .expect("redacted");
    for form in FORMS {
        let entries = read(&door, &format!("{FEED}.{form}")).await;
        let classes: Vec<&str> = entries
            .iter()
            .filter_map(|(_, name, _)| name.split_once(':').map(|(class, _)| class))
            .collect();
        assert_eq!(
            classes,
            [
                "Redacted by law",
                "Restoration",
                "Withdrawal",
                "Reply",
                "Clarification",
                "Correction",
                "Update",
            ],
            "{form}: a typo is told in the history alone"
        );
        let (_, _, html) = &entries[5];
        assert!(html.contains("They were nine."), "{form}: {html}");
        assert!(
            html.contains(&format!("{path}/history#v4")),
            "{form}: {html}"
        );
        assert!(entries[0].2.contains("A court ordered it"), "{form}");
        assert!(
            entries.iter().all(|entry| !entry.2.contains("Nardi")),
            "{form}"
        );
        let corrections = read(&door, &format!("/corrections/feed.{form}")).await;
        assert_eq!(corrections.len(), entries.len() - 1, "all but the update");
    }
    // Each is an entry of its own in both feeds, by the same name.
    let ids = |entries: Vec<(String, String, String)>| -> Vec<String> {
        entries.into_iter().map(|(id, ..)| id).collect()
    };
    let every = ids(read(&door, &format!("{FEED}.atom")).await);
    let corrections = ids(read(&door, "/corrections/feed.atom").await);
    assert!(corrections.iter().all(|id| every.contains(id)));
    let atom = get(&door, HOST, &format!("{FEED}.atom")).await.text();
    let entry = &strict::atom::check(&atom, &format!("http://{HOST}{FEED}.atom"))[5];
    let class = entry.one(ATOM, "category");
    assert_eq!(class.attribute("term"), "correction");
}

#[tokio::test]
async fn fronts_and_the_page_of_corrections_lead_to_the_feed_of_changes() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let out = gazette.published("Ferry service resumes").await;
    for page in ["/", "/corrections"] {
        let html = get(&door, HOST, page).await.text();
        for form in ["atom", "json"] {
            assert!(html.contains(&format!("href=\"{FEED}.{form}\"")), "{page}");
        }
    }
    let page = get(&door, HOST, "/corrections").await.text();
    assert!(page.contains(&format!("<a href=\"{FEED}.atom\">Every change (Atom)</a>")));
    let article = get(&door, HOST, &out.addresses[0].1).await.text();
    assert!(!article.contains(FEED));
    let former = get(&door, HOST, FEED).await;
    assert_eq!(former.header("location"), format!("{FEED}.xml"));
}
