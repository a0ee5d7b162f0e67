//! Readers who say what is wrong, and people concerned who ask that their statement be printed.

use crate::readers::{HOST, form, stage};
use crate::stage::{get, send, without_data};
use http::StatusCode;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::replying::{self, Wanted};
use paper::cases::deciding;
use paper::id::CaseId;

/// The id in the address of a receipt.
fn sent(location: &str) -> CaseId {
    let (_, id) = location.split_once("sent=").expect("a receipt");
    CaseId::parse(id).expect("an id")
}

#[tokio::test]
async fn a_reader_reports_an_error_and_reads_what_came_of_it() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/report");
    let page = get(&door, HOST, &path).await.text();
    assert!(page.contains(&format!("href=\"{action}\"")), "{page}");
    let token = form(&gazette, &door, &action).await;
    let empty = send(
        &door,
        &action,
        &[("token", &token), ("text", " "), ("email", "nobody")],
    )
    .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "id=\"e-text\"",
        "id=\"e-email\"",
        "value=\"nobody\"",
        &token,
    ] {
        assert!(empty.text().contains(words), "{words}\n{}", empty.text());
    }
    let fields = [
        ("token", token.as_str()),
        (
            "text",
            "The crew was on board since five. <script>alert(1)</script>",
        ),
        ("passage", "since six in the morning"),
    ];
    let posted = send(&door, &action, &fields).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    let receipt = posted.header("location").to_owned();
    let got = get(&door, HOST, &receipt).await;
    assert_eq!(got.header("cache-control"), "no-store");
    assert!(got.text().contains("Report received"), "{}", got.text());
    let id = sent(&receipt);
    let before = get(&door, HOST, "/corrections").await.text();
    assert!(!before.contains("Reports by readers"), "{before}");

    let published = paper::cases::find(&mut gazette.paper.read().await.unwrap(), id)
        .await
        .unwrap();
    let mut copy = gazette.sound("Ferry service resumes");
    copy.standfirst = "The crew was on board since five.".to_owned();
    let going = Going {
        case: Some(id),
        ..Going::change(
            Class::Correction,
            "The crew was on board since five, not six.",
        )
    };
    gazette.later(180);
    publishing::change(
        &gazette.paper,
        &gazette.ines,
        published.article,
        1,
        copy,
        going,
    )
    .await
    .unwrap();
    let told = get(&door, HOST, &receipt).await.text();
    assert!(told.contains("The article was corrected"), "{told}");
    assert!(
        told.contains(&format!("href=\"{path}/history#v2\"")),
        "{told}"
    );
    assert!(
        get(&door, HOST, &path)
            .await
            .text()
            .contains("A reader had reported it.")
    );
    let figures = get(&door, HOST, "/corrections").await.text();
    for words in [
        "Reports by readers: 1, of which 1 led to a correction",
        "Median time from publication to correction: 3 hours",
        "Median time from report to correction: 3 hours",
    ] {
        assert!(figures.contains(words), "{words}\n{figures}");
    }
    assert!(!told.contains("<script>alert"));
}

#[tokio::test]
async fn a_statement_is_asked_for_printed_in_full_and_told_everywhere() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/reply");
    let token = form(&gazette, &door, &action).await;
    let bare = [("token", token.as_str()), ("text", "We left on time.")];
    let refused = send(&door, &action, &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["e-name", "e-email", "e-concerned"] {
        assert!(
            refused.text().contains(field),
            "{field}\n{}",
            refused.text()
        );
    }
    let fields = [
        ("token", token.as_str()),
        ("text", "We left on time.\r\n\r\nThe log shows <b>it</b>."),
        ("name", "Harbour Lines"),
        ("email", "office@lines.example"),
        ("concerned", "yes"),
    ];
    let receipt = send(&door, &action, &fields)
        .await
        .header("location")
        .to_owned();
    let told = get(&door, HOST, &receipt).await.text();
    assert!(told.contains("The newsroom decides by"), "{told}");
    let elsewhere = receipt.replace("/reply?", "/report?");
    assert_eq!(
        get(&door, HOST, &elsewhere).await.status,
        StatusCode::NOT_FOUND
    );

    let id = sent(&receipt);
    let case = paper::cases::find(&mut gazette.paper.read().await.unwrap(), id)
        .await
        .unwrap();
    let note = "The harbour office keeps the log.";
    replying::print(
        &gazette.paper,
        &gazette.ines,
        case.article,
        &Wanted::Case(id),
        note,
    )
    .await
    .unwrap();
    let page = without_data(&get(&door, HOST, &path).await.text());
    let (before, after) = page
        .split_once("Statement by Harbour Lines")
        .expect("the statement");
    assert!(
        !before.contains("class=\"body"),
        "it stands before the text, not after it"
    );
    for words in [
        "<p>We left on time.</p>",
        "The log shows &lt;b&gt;it&lt;/b&gt;.",
        note,
    ] {
        assert!(after.contains(words), "{words}\n{after}");
    }
    let history = get(&door, HOST, &format!("{path}/history")).await.text();
    assert!(history.contains("We left on time."), "{history}");
    let feed = get(&door, HOST, "/feed.json").await.text();
    assert!(
        feed.contains("Statement by Harbour Lines") && feed.contains("We left on time."),
        "{feed}"
    );
    assert!(
        get(&door, HOST, "/corrections")
            .await
            .text()
            .contains("Reply")
    );
    assert!(
        get(&door, HOST, &receipt)
            .await
            .text()
            .contains("Your statement is printed")
    );
}

#[tokio::test]
async fn a_refused_statement_is_told_with_the_reason_and_the_way_to_a_court() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/reply");
    let token = form(&gazette, &door, &action).await;
    let fields = [
        ("token", token.as_str()),
        ("text", "We left on time."),
        ("name", "Harbour Lines"),
        ("email", "office@lines.example"),
        ("concerned", "yes"),
    ];
    let receipt = send(&door, &action, &fields)
        .await
        .header("location")
        .to_owned();
    deciding::refuse(
        &gazette.paper,
        &gazette.ines,
        sent(&receipt),
        "It does not contradict a fact.",
    )
    .await
    .unwrap();
    let told = get(&door, HOST, &receipt).await.text();
    for words in [
        "Your statement was not printed",
        "It does not contradict a fact.",
        "a court",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[tokio::test]
async fn what_was_taken_away_can_still_be_reported_and_no_other_address_has_a_form() {
    let (gazette, door, path) = stage().await;
    for nowhere in ["/report", "/imprint/report", "/reply"] {
        assert_eq!(
            get(&door, HOST, nowhere).await.status,
            StatusCode::NOT_FOUND,
            "{nowhere}"
        );
    }
    let mut session = gazette.paper.read().await.unwrap();
    let leads = paper::addresses::follow(&mut session, gazette.title, &path)
        .await
        .unwrap();
    let paper::addresses::Leads::Here(placement) = leads else {
        panic!("{path}")
    };
    drop(session);
    paper::articles::withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        placement.article,
        "Wrong",
    )
    .await
    .unwrap();
    let page = get(&door, HOST, &path).await.text();
    assert!(page.contains(&format!("href=\"{path}/report\"")), "{page}");
    assert_eq!(
        get(&door, HOST, &format!("{path}/report")).await.status,
        StatusCode::OK
    );
}
