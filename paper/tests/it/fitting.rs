//! A typo and a matter of style change nothing that is said.

use cast::{Gazette, body, sound};
use paper::Refusal;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::copy::Copy;

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
