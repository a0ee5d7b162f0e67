//! The moderators' table: what each button does, for whom, without any script.

use crate::stage::{Visitor, article, comment, visit, visit_as};
use cast::Gazette;
use http::StatusCode;
use paper::comments::{State, queue};
use paper::id::CommentId;
use paper::rights::Role;

const TABLE: &str = "/newsroom/t/gazette/comments";
const HOSTILE: &str =
    "<script>alert(1)</script> \" onmouseover=\"alert(2) '><img src=x onerror=alert(3)>";

async fn state(gazette: &Gazette, id: CommentId) -> String {
    let mut session = gazette.paper.read().await.unwrap();
    queue::find(&mut session, id).await.unwrap().state
}

async fn said(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> String {
    let to = visitor.post(path, fields).await.to().to_owned();
    let got = visitor.get(&to).await;
    assert_eq!(got.status, StatusCode::OK, "{to}");
    got.page
}

#[tokio::test]
async fn a_comment_is_published_refused_answered_and_taken_away() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let first = comment(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let page = luisa.get(TABLE).await.page;
    for part in [
        "Marisa",
        "I was on the pier that day.",
        "Ferry service resumes",
        "first comment",
        "One to read.",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let page = said(&mut luisa, &format!("{TABLE}/{first}/approve"), &[]).await;
    assert!(page.contains("Published.") && !page.contains("on the pier"));
    let second = comment(&gazette, placement, "Marisa", "And again on Sunday.").await;
    let page = luisa.get(TABLE).await.page;
    assert!(page.contains("one comment published"), "{page}");
    let spam = [("ground", "spam"), ("reason", "")];
    said(&mut luisa, &format!("{TABLE}/{second}/reject"), &spam).await;
    assert_eq!(state(&gazette, second).await, "rejected");
    let reply = [("text", "Thank you, we will ask the harbour office.")];
    said(&mut luisa, &format!("{TABLE}/{first}/reply"), &reply).await;
    let page = luisa.get(&format!("{TABLE}?stage=published")).await.page;
    assert!(page.contains("ask the harbour office") && page.contains("In reply to"));
    let private = [("ground", "private"), ("reason", "")];
    said(&mut luisa, &format!("{TABLE}/{first}/hide"), &private).await;
    assert_eq!(state(&gazette, first).await, "hidden");
    let page = said(&mut luisa, &format!("{TABLE}/{first}/restore"), &[]).await;
    assert!(page.contains("Back on the page."));
    let page = luisa.get(&format!("{TABLE}?stage=published")).await.page;
    assert!(page.contains("/close?") && !page.contains("/open?"));
    said(&mut luisa, &format!("{TABLE}/{first}/close"), &[]).await;
    let page = luisa.get(&format!("{TABLE}?stage=published")).await.page;
    assert!(page.contains("/open?") && !page.contains("/close?"));
    let why = [("kind", "prefix"), ("days", "7"), ("why", "Floods us")];
    said(&mut luisa, &format!("{TABLE}/{first}/ban"), &why).await;
    let page = luisa.get(&format!("{TABLE}?stage=published")).await.page;
    assert!(
        page.contains("Floods us") && page.contains("Banned"),
        "{page}"
    );
}

#[tokio::test]
async fn a_reply_to_a_comment_that_waits_publishes_both() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let id = comment(
        &gazette,
        placement,
        "Marisa",
        "Does it stop at the old pier?",
    )
    .await;
    let got = luisa
        .post(&format!("{TABLE}/{id}/reply"), &[("text", "  ")])
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(state(&gazette, id).await, "held", "nothing was published");
    said(
        &mut luisa,
        &format!("{TABLE}/{id}/reply"),
        &[("text", "It does.")],
    )
    .await;
    assert_eq!(state(&gazette, id).await, State::Approved.word());
}

#[tokio::test]
async fn another_reason_needs_words_and_the_form_comes_back_with_them() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let id = comment(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let path = format!("{TABLE}/{id}/reject?stage=waiting");
    let got = luisa
        .post(&path, &[("ground", "other"), ("reason", "")])
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.page.contains("role=\"alert\"") && got.page.contains("on the pier"));
    let long = "x".repeat(2_001);
    let got = luisa
        .post(&path, &[("ground", "spam"), ("reason", &long)])
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.page.contains(&long), "every word is kept");
    assert_eq!(state(&gazette, id).await, "held");
}

#[tokio::test]
async fn one_button_decides_many_and_the_last_decision_is_taken_back() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let one = comment(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let two = comment(
        &gazette,
        placement,
        "Orfeo",
        "The timetable has two mistakes.",
    )
    .await;
    let none = said(&mut luisa, &format!("{TABLE}/bulk"), &[("deed", "approve")]).await;
    assert!(none.contains("You had selected no comment."));
    let (first, second) = (one.to_string(), two.to_string());
    let both = [
        ("comment", first.as_str()),
        ("comment", second.as_str()),
        ("ground", "off_topic"),
        ("deed", "reject"),
    ];
    let page = said(&mut luisa, &format!("{TABLE}/bulk"), &both).await;
    assert!(
        page.contains("Undo the last decision (2 comments)"),
        "{page}"
    );
    assert_eq!(state(&gazette, one).await, "rejected");
    let page = said(&mut luisa, &format!("{TABLE}/undo"), &[]).await;
    assert!(page.contains("Decision undone") && page.contains("two mistakes"));
    assert_eq!(state(&gazette, two).await, "held");
    let page = said(&mut luisa, &format!("{TABLE}/undo"), &[]).await;
    assert!(page.contains("There is nothing left to undo."));
    said(&mut luisa, &format!("{TABLE}/bulk"), &both).await;
    gazette.later(16);
    let page = said(&mut luisa, &format!("{TABLE}/undo"), &[]).await;
    assert!(page.contains("There is nothing left to undo."));
}

#[tokio::test]
async fn a_flood_is_one_line_that_opens_and_one_button() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let text = "Buy cheap boat paint at our shop, the best boat paint of the whole coast";
    for name in ["Paint one", "Paint two", "Paint three"] {
        gazette.later(30);
        comment(&gazette, placement, name, text).await;
    }
    let page = luisa.get(TABLE).await.page;
    assert!(page.contains("2 more comments look like spam"), "{page}");
    let page = luisa.get(&format!("{TABLE}?stage=folded")).await.page;
    assert!(page.contains("2 comments nearly alike"), "{page}");
    let group = page
        .split_once("name=\"group\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(group, _)| group.to_owned())
        .expect("a group");
    let all = [
        ("group", group.as_str()),
        ("ground", "spam"),
        ("deed", "reject"),
    ];
    let page = said(&mut luisa, &format!("{TABLE}/group?stage=folded"), &all).await;
    assert!(page.contains("No flood, and nothing"), "{page}");
    assert!(page.contains("2 of spam"), "the filter learns: {page}");
}

#[tokio::test]
async fn a_comment_is_passed_on_by_who_may_leave_notes() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut ines = visit(&gazette, "ines").await;
    let id = comment(
        &gazette,
        placement,
        "Marisa",
        "You wrote six, @edo, it was seven.",
    )
    .await;
    let to = [("to", "tomas"), ("words", "Can you check?")];
    let page = said(&mut ines, &format!("{TABLE}/{id}/pass"), &to).await;
    assert!(page.contains("Passed on"));
    let mut tomas = visit(&gazette, "tomas").await;
    let desk = tomas.get("/newsroom/t/gazette/desk").await.page;
    assert!(
        desk.contains("Ines Vidal mentioned you") && desk.contains("it was seven"),
        "{desk}"
    );
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    assert!(!luisa.get(TABLE).await.page.contains("/pass?"));
}

#[tokio::test]
async fn who_moderates_nothing_sees_no_table_and_decides_nothing() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = comment(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    for handle in ["tomas", "edo"] {
        let mut visitor = visit(&gazette, handle).await;
        let got = visitor.get(TABLE).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{handle}");
        assert!(!got.page.contains("on the pier"));
        for (deed, fields) in [
            ("approve", vec![]),
            ("reject", vec![("ground", "spam")]),
            ("ban", vec![("kind", "prefix"), ("why", "x")]),
            ("close", vec![]),
        ] {
            let got = visitor.post(&format!("{TABLE}/{id}/{deed}"), &fields).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{handle} {deed}");
        }
        let comment = id.to_string();
        let bulk = [("deed", "approve"), ("comment", comment.as_str())];
        let got = visitor.post(&format!("{TABLE}/bulk"), &bulk).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{handle}");
        assert_eq!(
            visitor.post(&format!("{TABLE}/undo"), &[]).await.status,
            StatusCode::FORBIDDEN
        );
        assert!(
            !visitor
                .get("/newsroom/t/gazette/desk")
                .await
                .page
                .contains("data-room=\"comments\"")
        );
    }
    assert_eq!(state(&gazette, id).await, "held");
    let mut ines = visit(&gazette, "ines").await;
    assert_eq!(ines.get(TABLE).await.status, StatusCode::OK);
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    assert_eq!(luisa.get("/newsroom/").await.to(), TABLE);
}

#[tokio::test]
async fn hostile_words_of_readers_stay_words() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let id = comment(&gazette, placement, "<b>Marisa</b>", HOSTILE).await;
    for path in [
        TABLE.to_owned(),
        format!("{TABLE}?stage=folded"),
        format!("{TABLE}?stage=%3Cscript%3E&article=%22%3E&group=%3Cb%3E"),
    ] {
        let got = luisa.get(&path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        let policy = got.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && policy.contains("default-src 'none'"));
        for part in [
            "<script>alert",
            "<img src=x",
            "<b>Marisa",
            "\" onmouseover=\"",
            "\"><",
        ] {
            let page = got.page.replace("\"></", "");
            let there = part != "\"><" && page.contains(part);
            assert!(!there, "{part} in {path}");
        }
    }
    let got = luisa
        .post(
            &format!("{TABLE}/{id}/reject"),
            &[("ground", "other"), ("reason", "")],
        )
        .await;
    assert!(!got.page.contains("<script>alert"));
}
