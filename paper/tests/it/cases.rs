//! What readers report, and statements of persons concerned: cases, their clock, what they lead to.

use crate::talk::{article, days_pass, household};
use cast::{Gazette, sound};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::replying::{self, Wanted};
use paper::cases::sending::{self, Sending};
use paper::cases::{self, Alarm, Case, State, Subject, deciding, figures};
use paper::comments::privacy::{self, Whom};
use paper::id::{ArticleId, CaseId, PlacementId};
use paper::{Refusal, articles, audit, jobs, keeping};

/// A form filled in a minute after it was given out.
async fn filled(gazette: &Gazette, placement: PlacementId, subject: Subject) -> Sending {
    let token = sending::form(&gazette.paper, subject, placement)
        .await
        .unwrap();
    gazette.later(1);
    let reply = subject == Subject::Reply;
    Sending {
        placement,
        subject,
        passage: "since six in the morning".to_owned(),
        text: "The crew was on board since five.".to_owned(),
        name: "Luca Nardi".to_owned(),
        email: if reply { "luca@example.org" } else { "" }.to_owned(),
        concerned: reply,
        token,
        trap: String::new(),
        address: Some(household(1)),
    }
}

async fn reported(gazette: &Gazette, placement: PlacementId, subject: Subject) -> CaseId {
    let form = filled(gazette, placement, subject).await;
    sending::send(&gazette.paper, &form).await.unwrap().unwrap()
}

async fn case(gazette: &Gazette, id: CaseId) -> Case {
    let mut session = gazette.paper.read().await.unwrap();
    cases::find(&mut session, id).await.unwrap()
}

async fn article_of(gazette: &Gazette, placement: PlacementId) -> ArticleId {
    let mut session = gazette.paper.read().await.unwrap();
    let placement = articles::placement(&mut session, placement).await.unwrap();
    placement.unwrap().article
}

#[tokio::test]
async fn a_report_leads_to_a_correction_and_the_two_name_each_other() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = reported(&gazette, placement, Subject::Error).await;
    let article = article_of(&gazette, placement).await;
    assert_eq!(case(&gazette, id).await.state, State::Open);
    gazette.later(59);
    let going = Going {
        case: Some(id),
        ..Going::change(Class::Correction, "The crew was on board since five")
    };
    let mut copy = sound("Ferry service resumes");
    copy.standfirst = "The crew was on board since five.".to_owned();
    publishing::change(&gazette.paper, &gazette.ines, article, 1, copy, going)
        .await
        .unwrap();
    let decided = case(&gazette, id).await;
    assert_eq!((decided.state, decided.led_to), (State::Corrected, Some(2)));
    assert_eq!(decided.decided_by, gazette.ines.name());
    let again = deciding::answer(&gazette.paper, &gazette.ines, id, "Thank you").await;
    assert_eq!(again.unwrap_err().refusal(), Some(&Refusal::CaseDecided));
    let mut session = gazette.paper.read().await.unwrap();
    let now = gazette.paper.now();
    let figures = figures::of_title(&mut session, gazette.title, now)
        .await
        .unwrap();
    assert_eq!(
        (figures.corrections, figures.reports, figures.led),
        (1, 1, 1)
    );
    assert_eq!(figures.minutes_to_correct, Some(60));
    assert_eq!(figures.minutes_from_report, Some(59));
    let trail = audit::of_article(&mut session, article).await.unwrap();
    assert!(
        trail
            .iter()
            .any(|line| line.deed == "case.decide" && line.detail.contains("corrected"))
    );
}

#[tokio::test]
async fn a_correction_that_is_refused_leaves_the_case_open() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = reported(&gazette, placement, Subject::Error).await;
    let elsewhere = article(&gazette, "Pier closed for repairs").await;
    let other = article_of(&gazette, elsewhere).await;
    let going = Going {
        case: Some(id),
        ..Going::change(Class::Correction, "It was five")
    };
    let mut copy = sound("Pier closed for repairs");
    copy.standfirst = "The pier stays closed.".to_owned();
    let refused = publishing::change(&gazette.paper, &gazette.ines, other, 1, copy, going).await;
    assert!(matches!(
        refused.unwrap_err().refusal(),
        Some(Refusal::Unknown { .. })
    ));
    assert_eq!(
        gazette.shown(other).await.content.number,
        1,
        "nothing went out"
    );
    assert_eq!(case(&gazette, id).await.state, State::Open);
}

#[tokio::test]
async fn who_may_not_decide_a_case_is_refused_and_a_refusal_needs_its_reason() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = reported(&gazette, placement, Subject::Error).await;
    for by in [&gazette.tomas, &gazette.operator] {
        let refused = deciding::refuse(&gazette.paper, by, id, "No")
            .await
            .unwrap_err();
        assert!(
            matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
            "{refused}"
        );
    }
    let refused = deciding::refuse(&gazette.paper, &gazette.edo, id, " ")
        .await
        .unwrap_err();
    assert_eq!(refused.refusal(), Some(&Refusal::ReasonNeeded));
    deciding::refuse(&gazette.paper, &gazette.edo, id, "The log says six")
        .await
        .unwrap();
    let decided = case(&gazette, id).await;
    assert_eq!(
        (decided.state, decided.answer.as_str()),
        (State::Refused, "The log says six")
    );
}

#[tokio::test]
async fn a_statement_has_two_days_and_an_alarm() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = reported(&gazette, placement, Subject::Reply).await;
    let sent = case(&gazette, id).await;
    assert_eq!(
        sent.due,
        Some(sent.at + jiff::SignedDuration::from_hours(48))
    );
    let hours = |hours: i64| gazette.later(hours * 60);
    for (pass, alarm) in [(35, Alarm::Quiet), (2, Alarm::Near), (12, Alarm::Over)] {
        hours(pass);
        jobs::work(&gazette.paper).await.unwrap();
        assert_eq!(case(&gazette, id).await.alarm, alarm, "{pass} hours on");
    }
    let mut session = gazette.paper.read().await.unwrap();
    assert_eq!(cases::pressing(&mut session).await.unwrap().len(), 1);
    drop(session);
    let remarks = keeping::examine(&gazette.paper).await.unwrap();
    let told = |remark: &keeping::Remark| !remark.ok && remark.what.contains("1 of them longer");
    assert!(remarks.iter().any(told), "{remarks:?}");
    let answered = deciding::answer(&gazette.paper, &gazette.ines, id, "Thank you").await;
    assert_eq!(
        answered.unwrap_err().refusal(),
        Some(&Refusal::StatementToPrint)
    );
    deciding::refuse(&gazette.paper, &gazette.ines, id, "It is no fact")
        .await
        .unwrap();
    let mut session = gazette.paper.read().await.unwrap();
    assert!(cases::pressing(&mut session).await.unwrap().is_empty());
    let waiting = jobs::pending(&mut session).await.unwrap();
    assert!(
        waiting.iter().all(|job| job.kind != "case.alarm"),
        "{waiting:?}"
    );
}

#[tokio::test]
async fn a_statement_is_printed_word_for_word_and_stays_through_later_changes() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = reported(&gazette, placement, Subject::Reply).await;
    let article = article_of(&gazette, placement).await;
    let before = gazette.shown(article).await.content;
    let wanted = Wanted::Case(id);
    gazette.later(30);
    let number = replying::print(&gazette.paper, &gazette.ines, article, &wanted, "")
        .await
        .unwrap();
    let shown = gazette.shown(article).await.content;
    assert_eq!((number, shown.class), (2, Class::Reply));
    assert_eq!(shown.body, before.body, "the article stays as it is");
    assert_eq!(
        shown.statements[0].text,
        "The crew was on board since five."
    );
    assert_eq!(shown.modified, gazette.paper.now());
    let printed = case(&gazette, id).await;
    assert_eq!((printed.state, printed.led_to), (State::Replied, Some(2)));
    let mut copy = sound("Ferry service resumes");
    copy.standfirst = "All crossings run.".to_owned();
    let going = Going::change(Class::Update, "");
    publishing::change(&gazette.paper, &gazette.ines, article, 2, copy, going)
        .await
        .unwrap();
    assert_eq!(
        gazette.shown(article).await.content.statements,
        shown.statements
    );
    let refused = replying::print(&gazette.paper, &gazette.tomas, article, &wanted, "").await;
    assert!(matches!(
        refused.unwrap_err().refusal(),
        Some(Refusal::NotAllowed { .. })
    ));
    let blank = Redaction {
        class: Class::Rights,
        words: vec!["on board since five".to_owned()],
        pictures: Vec::new(),
        reason: "Settled between the parties".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &blank)
        .await
        .unwrap();
    let shown = gazette.shown(article).await.content;
    assert!(
        !shown.statements[0].text.contains("five"),
        "{:?}",
        shown.statements
    );
    assert!(!case(&gazette, id).await.text.contains("five"));
}

#[tokio::test]
async fn a_reply_is_no_class_for_the_newsrooms_own_text() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let article = article_of(&gazette, placement).await;
    let mut copy = sound("Ferry service resumes");
    copy.standfirst = "The owner says so.".to_owned();
    let going = Going::change(Class::Reply, "The owner");
    let refused = publishing::change(&gazette.paper, &gazette.ines, article, 1, copy, going).await;
    assert!(matches!(
        refused.unwrap_err().refusal(),
        Some(Refusal::WrongClass {
            class: Class::Reply
        })
    ));
}

#[tokio::test]
async fn a_flood_of_reports_is_turned_away_and_a_statement_still_gets_in() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut refused = 0;
    for number in 0..360 {
        let form = filled(&gazette, placement, Subject::Error).await;
        let form = Sending {
            text: format!("Wrong in the {number}th place."),
            address: Some(household(number)),
            ..form
        };
        gazette
            .clock
            .set(gazette.paper.now() - jiff::SignedDuration::from_secs(57));
        let taken = sending::send(&gazette.paper, &form).await.unwrap();
        refused += u32::from(taken.is_err());
    }
    assert!((20..150).contains(&refused), "{refused}");
    let form = filled(&gazette, placement, Subject::Reply).await;
    let form = Sending {
        address: Some(household(9_999)),
        ..form
    };
    assert!(sending::send(&gazette.paper, &form).await.unwrap().is_ok());
}

#[tokio::test]
async fn what_somebody_reported_is_handed_over_and_erased() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = reported(&gazette, placement, Subject::Reply).await;
    let whom = Whom::Email("Luca@example.org".to_owned());
    let refused = privacy::export(&gazette.paper, &gazette.edo, &whom).await;
    assert!(matches!(
        refused.unwrap_err().refusal(),
        Some(Refusal::NotAllowed { .. })
    ));
    let kept = privacy::export(&gazette.paper, &gazette.ines, &whom)
        .await
        .unwrap();
    assert_eq!(
        kept["cases"][0]["text"],
        "The crew was on board since five."
    );
    assert_eq!(
        privacy::erase(&gazette.paper, &gazette.ines, &whom)
            .await
            .unwrap(),
        1
    );
    let left = case(&gazette, id).await;
    assert_eq!(
        (left.name.as_str(), left.email.as_str(), left.text.as_str()),
        ("", "", "")
    );
    assert!(
        privacy::export(&gazette.paper, &gazette.ines, &whom)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn what_shows_nothing_is_no_statement_and_no_name() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    for nothing in ["\u{200b}", "\u{2800}", "\u{3164}", "\u{ad}"] {
        let form = Sending {
            text: nothing.to_owned(),
            name: nothing.to_owned(),
            ..filled(&gazette, placement, Subject::Reply).await
        };
        let problems = sending::send(&gazette.paper, &form)
            .await
            .unwrap()
            .unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["text", "name"], "{nothing:?}");
    }
}

#[tokio::test]
async fn the_same_report_sent_twice_is_one_case_and_its_sender_is_forgotten() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = Sending {
        email: "luca@example.org".to_owned(),
        ..filled(&gazette, placement, Subject::Error).await
    };
    let first = sending::send(&gazette.paper, &form).await.unwrap().unwrap();
    let second = sending::send(&gazette.paper, &form).await.unwrap().unwrap();
    assert_eq!(first, second);
    // The same words of another reader, or as a statement, are another request.
    let other = Sending {
        name: "Carla".to_owned(),
        email: "carla@example.org".to_owned(),
        ..form.clone()
    };
    let other = sending::send(&gazette.paper, &other)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(first, other);
    let statement = Sending {
        text: form.text.clone(),
        ..filled(&gazette, placement, Subject::Reply).await
    };
    let statement = sending::send(&gazette.paper, &statement)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(first, statement);
    deciding::answer(&gazette.paper, &gazette.ines, first, "The log says six")
        .await
        .unwrap();
    assert_eq!(case(&gazette, first).await.email, "luca@example.org");
    days_pass(&gazette, 91).await;
    let kept = case(&gazette, first).await;
    assert_eq!((kept.name.as_str(), kept.email.as_str()), ("", ""));
    assert_eq!(kept.text, "The crew was on board since five.");

    let undecided = reported(&gazette, placement, Subject::Reply).await;
    days_pass(&gazette, 365).await;
    assert_eq!(case(&gazette, undecided).await.email, "luca@example.org");
    days_pass(&gazette, 91).await;
    assert_eq!(
        case(&gazette, undecided).await.email,
        "",
        "nobody decided it in a year"
    );
}
