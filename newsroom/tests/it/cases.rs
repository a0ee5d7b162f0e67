//! The corrections desk and the kill switch: what each button does, for whom, without any script.

use crate::stage::{article, visit, visit_as};
use cast::{Gazette, sound};
use http::StatusCode;
use paper::articles::drafting;
use paper::cases::sending::{self, Sending};
use paper::cases::{self, State, Subject};
use paper::id::{ArticleId, CaseId, PlacementId};
use paper::rights::Role;
use paper::{Actor, articles};

const LIST: &str = "/newsroom/t/gazette/cases";
const HOSTILE: &str = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";

async fn reported(
    gazette: &Gazette,
    placement: PlacementId,
    subject: Subject,
    text: &str,
) -> CaseId {
    let token = sending::form(&gazette.paper, subject, placement)
        .await
        .unwrap();
    gazette.later(1);
    let reply = subject == Subject::Reply;
    let sending = Sending {
        placement,
        subject,
        passage: "since six in the morning".to_owned(),
        text: text.to_owned(),
        name: "Luca Nardi".to_owned(),
        email: if reply { "luca@example.org" } else { "" }.to_owned(),
        concerned: reply,
        token,
        trap: String::new(),
        address: None,
    };
    sending::send(&gazette.paper, &sending)
        .await
        .unwrap()
        .expect("taken")
}

async fn state(gazette: &Gazette, id: CaseId) -> State {
    let mut session = gazette.paper.read().await.unwrap();
    cases::find(&mut session, id).await.unwrap().state
}

async fn article_of(gazette: &Gazette, placement: PlacementId) -> ArticleId {
    let mut session = gazette.paper.read().await.unwrap();
    let placement = articles::placement(&mut session, placement).await.unwrap();
    placement.unwrap().article
}

#[tokio::test]
async fn a_report_leads_through_the_text_to_a_correction_that_closes_it() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let case = reported(&gazette, placement, Subject::Error, "It was five.").await;
    let id = article_of(&gazette, placement).await;
    let mut edo = visit(&gazette, "edo").await;
    let list = edo.get(LIST).await.page;
    assert!(list.contains("It was five.") && list.contains("One to decide."));
    let page = edo.get(&format!("/newsroom/cases/{case}")).await.page;
    assert!(
        page.contains("<mark>since six in the morning</mark>"),
        "{page}"
    );
    let go = format!("/newsroom/articles/{id}?case={case}");
    assert!(page.contains(&go));
    let page = edo.get(&go).await.page;
    assert!(
        page.contains("It was five."),
        "the report stands beside the text"
    );
    let hidden = format!("name=\"case\" value=\"{case}\"");
    assert!(page.contains(&hidden));
    let by = Actor::of(&gazette.paper, "edo").await.unwrap();
    let mut copy = sound("Ferry service resumes");
    copy.body = cast::body(&[
        "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 2 March 2026.",
        "Captain Luca Nardi said the crew had been on board since five in the morning.",
    ]);
    drafting::save(&gazette.paper, &by, id, copy, 1)
        .await
        .unwrap();
    let panel = format!("/newsroom/articles/{id}/publish?case={case}");
    let page = edo.get(&panel).await.page;
    assert!(page.contains(&hidden) && page.contains("value=\"correction\" required checked"));
    let named = case.to_string();
    let path = format!("/newsroom/articles/{id}/publish");
    let without_note = [
        ("class", "correction"),
        ("note", ""),
        ("case", named.as_str()),
        ("when", "now"),
    ];
    let got = edo.post(&path, &without_note).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.page.contains(&hidden), "the case is kept");
    let note = "The crew was on board since five, not six.";
    let with_note = [
        ("class", "correction"),
        ("note", note),
        ("case", named.as_str()),
        ("when", "now"),
    ];
    let to = edo.post(&path, &with_note).await.to().to_owned();
    assert_eq!(to, format!("/newsroom/cases/{case}?done=published"));
    assert_eq!(state(&gazette, case).await, State::Corrected);
    assert!(edo.get(&to).await.page.contains("Version 2 changed it."));
    let list = edo.get(&format!("{LIST}?stage=decided")).await.page;
    assert!(list.contains("It was five.") && list.contains("Corrected"));
}

#[tokio::test]
async fn a_statement_has_a_clock_and_is_printed_or_refused_with_the_reason() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let first = reported(&gazette, placement, Subject::Reply, "I never said so.").await;
    let second = reported(&gazette, placement, Subject::Reply, "Nor this.").await;
    let mut edo = visit(&gazette, "edo").await;
    assert!(edo.get(LIST).await.page.contains("47 hours left"));
    gazette.later(50 * 60);
    // Edo's session has ended meanwhile.
    let mut ines = visit(&gazette, "ines").await;
    let page = ines.get(LIST).await.page;
    assert!(page.contains("Overdue by 2 hours"), "{page}");
    let page = ines.get(&format!("/newsroom/cases/{first}")).await.page;
    assert!(page.contains("chip bad") && !page.contains("/answer\""));
    let to = ines
        .post(&format!("/newsroom/cases/{first}/print"), &[("note", "")])
        .await;
    let to = to.to().to_owned();
    assert!(
        ines.get(&to)
            .await
            .page
            .contains("Statement printed with the article.")
    );
    assert_eq!(state(&gazette, first).await, State::Replied);
    let refuse = format!("/newsroom/cases/{second}/refuse");
    let got = ines.post(&refuse, &[("text", " ")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = [("text", "It is not about a fact.")];
    ines.post(&refuse, &why).await.to();
    assert_eq!(state(&gazette, second).await, State::Refused);
    let got = ines
        .post(&refuse, &[("text", "Once more with all its words")])
        .await;
    assert_eq!(
        got.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it was decided"
    );
}

#[tokio::test]
async fn a_report_is_answered_and_the_article_stays() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let case = reported(&gazette, placement, Subject::Error, "It was five.").await;
    let mut edo = visit(&gazette, "edo").await;
    let said = [("text", "We asked again: it was six.")];
    let to = edo
        .post(&format!("/newsroom/cases/{case}/answer"), &said)
        .await;
    let to = to.to().to_owned();
    assert!(
        edo.get(&to)
            .await
            .page
            .contains("We asked again: it was six.")
    );
    assert_eq!(state(&gazette, case).await, State::Answered);
}

#[tokio::test]
async fn who_decides_no_cases_sees_none() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let case = reported(&gazette, placement, Subject::Error, "It was five.").await;
    let mut tomas = visit(&gazette, "tomas").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    for visitor in [&mut tomas, &mut luisa] {
        assert_eq!(visitor.get(LIST).await.status, StatusCode::NOT_FOUND);
        let page = format!("/newsroom/cases/{case}");
        assert_eq!(visitor.get(&page).await.status, StatusCode::NOT_FOUND);
        for deed in ["answer", "refuse", "print"] {
            let got = visitor
                .post(&format!("{page}/{deed}"), &[("text", "No")])
                .await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{deed}");
        }
    }
    assert_eq!(state(&gazette, case).await, State::Open);
}

#[tokio::test]
async fn a_kill_is_two_steps_and_a_stale_session_proves_itself_and_comes_back() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let id = article_of(&gazette, placement).await;
    let path = format!("/newsroom/articles/{id}/kill");
    let mut edo = visit(&gazette, "edo").await;
    assert_eq!(edo.get(&path).await.status, StatusCode::NOT_FOUND);
    let sure = [("why", "It names a minor"), ("sure", "1")];
    assert_eq!(edo.post(&path, &sure).await.status, StatusCode::FORBIDDEN);
    let mut ines = visit(&gazette, "ines").await;
    let page = ines.get(&path).await.page;
    for part in ["Feeds", "Sitemap", "API", "410"] {
        assert!(page.contains(part), "{part}");
    }
    gazette.later(11);
    let got = ines.post(&path, &[("why", "It names a minor")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "not sure yet");
    assert!(got.page.contains("value=\"It names a minor\""));
    let to = ines.post(&path, &sure).await.to().to_owned();
    let to = ines.proves(&to).await;
    assert!(to.starts_with(&path), "{to}");
    let page = ines.get(&to).await.page;
    assert!(
        page.contains("value=\"It names a minor\""),
        "the reason is kept: {page}"
    );
    let to = ines.post(&path, &sure).await.to().to_owned();
    assert_eq!(to, format!("/newsroom/articles/{id}?done=kill"));
    let mut session = gazette.paper.read().await.unwrap();
    assert_eq!(
        articles::find(&mut session, id).await.unwrap().stage,
        articles::Stage::Killed
    );
}

#[tokio::test]
async fn a_stale_session_that_overrides_a_block_comes_back_with_its_reason() {
    let gazette = Gazette::new().await;
    let mut copy = sound("Ferry service resumes");
    copy.sources.clear();
    let filing = gazette.filing(copy);
    let id = drafting::file(&gazette.paper, &gazette.ines, filing)
        .await
        .unwrap();
    let mut ines = visit(&gazette, "ines").await;
    let path = format!("/newsroom/articles/{id}/publish");
    let page = ines.get(&path).await.page;
    let code = page
        .split_once("name=\"override-")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(code, _)| format!("override-{code}"))
        .expect("a block to override");
    gazette.later(11);
    let sent = [
        (code.as_str(), "The source would be in danger"),
        ("when", "now"),
    ];
    let to = ines.post(&path, &sent).await.to().to_owned();
    let to = ines.proves(&to).await;
    let page = ines.get(&to).await.page;
    assert!(
        page.contains("value=\"The source would be in danger\""),
        "{page}"
    );
    let done = ines.post(&path, &sent).await.to().to_owned();
    assert_eq!(done, format!("/newsroom/articles/{id}?done=published"));
}

#[tokio::test]
async fn hostile_words_in_a_case_stay_words() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let case = reported(&gazette, placement, Subject::Error, HOSTILE).await;
    let id = article_of(&gazette, placement).await;
    let mut edo = visit(&gazette, "edo").await;
    for path in [
        LIST.to_owned(),
        format!("/newsroom/cases/{case}"),
        format!("/newsroom/articles/{id}?case={case}"),
    ] {
        let got = edo.get(&path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        assert!(
            got.header("content-security-policy")
                .contains("script-src 'self'")
        );
        assert!(got.page.contains("alert(1)"), "{path}");
        for part in ["<script>alert", "<img src=x"] {
            assert!(!got.page.contains(part), "{part} in {path}");
        }
    }
}
