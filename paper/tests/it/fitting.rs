//! A typo and a matter of style change nothing that is said.

use cast::{Gazette, body, instant, sound};
use paper::Refusal;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::copy::{AiUse, BylineReason, Copy, Kind, Sponsor};

fn saying(sentence: &str) -> Copy {
    let mut copy = sound("News of the day");
    copy.body = body(&[
        "The harbour office of Porto Vero gave the timetable on 2 March 2026.",
        sentence,
    ]);
    copy
}

#[tokio::test]
async fn a_change_is_as_small_as_its_class_says() {
    let cases = include_str!("../cases/fitting.txt");
    let mut wrong = Vec::new();
    for case in cases.split("\n\n") {
        let mut lines = case.trim().lines();
        let (head, before, after) = (lines.next(), lines.next(), lines.next());
        let (head, before, after) = (head.unwrap(), before.unwrap(), after.unwrap());
        let (class, may) = head.split_once(' ').unwrap();
        let class = match class {
            "typo" => Class::Typo,
            "style" => Class::Style,
            _ => Class::Update,
        };
        let gazette = Gazette::new().await;
        let filing = gazette.filing(saying(before));
        let article =
            publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
                .await
                .expect("published")
                .article;
        let going = Going::change(class, "");
        let outcome = publishing::change(
            &gazette.paper,
            &gazette.ines,
            article,
            1,
            saying(after),
            going,
        )
        .await;
        let refused = match &outcome {
            Ok(_) => false,
            Err(error) => {
                assert!(
                    matches!(error.refusal(), Some(Refusal::SaysMore { .. })),
                    "{head}: {error}"
                );
                true
            }
        };
        if refused == (may == "may") {
            wrong.push(format!("{head}: {after} ({outcome:?})"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

type Touch = (&'static str, bool, fn(&mut Copy));

/// What is done to the copy, and whether a matter of style may.
const TOUCHES: &[Touch] = &[
    ("letters of a byline", true, |copy| {
        copy.byline[0].name = "Tomas Bergh".to_owned();
    }),
    ("letters of a source", true, |copy| {
        copy.sources[0].name = "Harbor office".to_owned();
    }),
    ("a new kicker", true, |copy| {
        copy.kicker = "Harbour".to_owned();
    }),
    ("a kicker with a figure", false, |copy| {
        copy.kicker = "12 hurt".to_owned();
    }),
    ("another kind", false, |copy| {
        copy.kind = Some(Kind::Opinion)
    }),
    ("who paid", false, |copy| {
        copy.sponsor = Some(Sponsor {
            name: "Harbour Bank".to_owned(),
        });
    }),
    ("what was made by a machine", false, |copy| {
        copy.ai = Some(AiUse::Assisted);
    }),
    ("another name in the byline", false, |copy| {
        copy.byline[0].name = "Sara Neri".to_owned();
    }),
    ("no name in the byline", false, |copy| {
        copy.byline.clear();
        copy.byline_reason = Some(BylineReason::Desk);
    }),
    ("another source", false, |copy| {
        copy.sources[0].name = "Coast guard".to_owned();
    }),
    ("one more source", false, |copy| {
        let more = copy.sources[0].clone();
        copy.sources.push(more);
    }),
    ("when a source said it", false, |copy| {
        copy.sources[0].released = Some(instant("2026-03-01T10:00:00Z"));
    }),
    ("the hour of the call", false, |copy| {
        copy.sources[0].note = "telephone, 16.20".to_owned();
    }),
    ("another day", false, |copy| {
        copy.dateline.as_mut().expect("a dateline").date = Some(jiff::civil::date(2026, 3, 1));
    }),
    ("another place", false, |copy| {
        copy.dateline.as_mut().expect("a dateline").place = "Porto Nuovo".to_owned();
    }),
    ("whose rights", false, |copy| {
        copy.rights = "© Harbour Bank".to_owned();
    }),
];

#[tokio::test]
async fn what_stands_around_a_text_changes_by_letters_only() {
    for (what, may, touch) in TOUCHES {
        let gazette = Gazette::new().await;
        let article = gazette.published("Ferry stops").await.article;
        let mut copy = sound("Ferry stops");
        touch(&mut copy);
        let going = Going::change(Class::Style, "");
        let outcome =
            publishing::change(&gazette.paper, &gazette.ines, article, 1, copy, going).await;
        match outcome {
            Ok(_) => assert!(may, "{what}: readers were not told"),
            Err(error) => assert!(
                !may && matches!(error.refusal(), Some(Refusal::SaysMore { .. })),
                "{what}: {error}"
            ),
        }
    }
}
