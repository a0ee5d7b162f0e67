//! Fronts of the past: as they stood, without what was taken away since.

use crate::stage::{Gazette, Got, door, get, sound};
use axum::Router;
use http::StatusCode;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::withdrawing;
use paper::fronts::{self, Breaking, Composition, LeadsTo, Placed, Slot};
use paper::id::ArticleId;

const HOST: &str = "gazette.test";
/// The day of the story, which begins at nine by the clocks of the title.
const DAY: &str = "/archive/2026/03/02";

async fn published(gazette: &Gazette, headline: &str) -> ArticleId {
    let (paper, by, filing) = (
        &gazette.paper,
        &gazette.ines,
        gazette.filing(sound(headline)),
    );
    let out = publishing::file_and_publish(paper, by, filing, Going::default()).await;
    out.expect("published").article
}

async fn composed(gazette: &Gazette, article: ArticleId, headline: &str, bar: &str) {
    let (paper, title) = (&gazette.paper, gazette.title);
    let mut session = paper.read().await.expect("a read");
    let from = fronts::current(&mut session, title, paper.now())
        .await
        .expect("a front")
        .version;
    drop(session);
    let composition = Composition {
        slots: vec![Placed {
            slot: Slot::Lead,
            position: 0,
            article,
            until: None,
            headline: Some(headline.to_owned()),
            picture: None,
        }],
        breaking: Some(Breaking {
            text: bar.to_owned(),
            to: LeadsTo::Article(article),
            until: paper.now() + jiff::SignedDuration::from_hours(2),
        }),
    };
    fronts::publish(paper, &gazette.ines, title, composition, from)
        .await
        .expect("a front");
}

async fn old(door: &Router, time: &str) -> Got {
    get(door, HOST, &format!("{DAY}/{time}")).await
}

#[tokio::test]
async fn the_front_of_a_minute_is_as_it_stood_then() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let ferry = published(&gazette, "Ferry sails at last").await;
    gazette.later(30);
    let tide = published(&gazette, "Tide tables are out").await;
    composed(&gazette, ferry, "At last, the ferry", "Ferry under way").await;
    gazette.later(60);
    composed(&gazette, tide, "The tide, told", "Water rises").await;
    let going = Going::change(Class::Correction, "It sailed late");
    let copy = sound("Ferry sails late");
    publishing::change(&gazette.paper, &gazette.ines, ferry, 1, copy, going)
        .await
        .expect("corrected");
    gazette.later(200);

    let nine = old(&door, "09-00").await;
    assert_eq!(nine.status, StatusCode::OK);
    let nine = nine.text();
    for part in [
        "The front page of 2 March 2026",
        r#"<meta name="robots" content="noindex">"#,
        "Ferry sails at last",
        "Nobody had composed it by hand",
    ] {
        assert!(nine.contains(part), "{part} in {nine}");
    }
    assert!(!nine.contains("Tide tables") && !nine.contains("sails late"));

    let half_past = old(&door, "09-30").await.text();
    let lead = half_past.find("At last, the ferry").expect("as composed");
    let other = half_past.find("Tide tables are out").expect("by time");
    assert!(lead < other && half_past.contains("Ferry under way"));
    assert!(half_past.contains("Last composed by hand"));

    let later = old(&door, "13-00").await.text();
    assert!(later.contains("The tide, told") && later.contains("Ferry sails late"));
    assert!(!later.contains("Water rises"), "the bar had gone out");

    for (time, what) in [
        ("08-59", "before the first article"),
        ("23-00", "to come"),
        ("9-30", "not written in full"),
        ("24-00", "no time"),
    ] {
        let got = old(&door, time).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{what}");
    }
    let day = get(&door, HOST, DAY).await.text();
    let offered = ["09-30", "10-30", "13-00"];
    for time in offered {
        let link = format!(r#"<a href="{DAY}/{time}" rel="nofollow">"#);
        assert!(day.contains(&link), "{link} in {day}");
    }
    assert!(!day.contains("08-00") && !day.contains("20-00"));
    gazette.later(600);
    assert_eq!(old(&door, "23-00").await.status, StatusCode::OK);
    let day = get(&door, HOST, DAY).await.text();
    assert!(day.contains("20-00"), "by the clock alone");
}

#[tokio::test]
async fn an_old_front_says_nothing_again_that_was_blanked_withdrawn_or_killed() {
    let gazette = Gazette::new().await;
    let (paper, ines, door) = (&gazette.paper, &gazette.ines, door(&gazette));
    let blanked = published(&gazette, "Rossi sails at last").await;
    composed(&gazette, blanked, "Rossi, at last", "Rossi under way").await;
    let killed = published(&gazette, "Bianchi is named").await;
    gazette.later(10);
    let withdrawn = published(&gazette, "Verdi is named").await;
    composed(&gazette, withdrawn, "Verdi, that crook", "Verdi under way").await;
    gazette.later(10);
    let first = old(&door, "09-00").await.text();
    assert!(first.contains("Rossi, at last") && first.contains("Bianchi"));
    let second = old(&door, "09-10").await.text();
    assert!(second.contains("Verdi, that crook") && second.contains("Verdi under way"));

    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Rossi".to_owned()],
        pictures: Vec::new(),
        reason: "court order".to_owned(),
    };
    redacting::redact(paper, ines, blanked, &redaction)
        .await
        .expect("redacted");
    withdrawing::kill(paper, ines, killed, "court order")
        .await
        .expect("killed");
    withdrawing::withdraw(paper, ines, withdrawn, "It was wrong")
        .await
        .expect("withdrawn");
    let first = old(&door, "09-00").await.text();
    assert!(!first.contains("Rossi") && !first.contains("Bianchi"));
    assert!(first.contains(", at last"), "the rest stands");
    let second = old(&door, "09-10").await.text();
    assert!(!second.contains("crook") && !second.contains("under way"));
    assert!(
        second.contains("Withdrawn") && second.contains("Verdi is named"),
        "as on every list: {second}"
    );
}
