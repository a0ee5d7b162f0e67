//! What readers report, answered by program.

use crate::client::{Gazette, ask, token_of};
use crate::life::Desk;
use cast::found_title;
use paper::cases::Subject;
use paper::cases::sending::{self, Sending};
use paper::id::{CaseId, PlacementId};
use paper::rights::Role;
use paper::{Actor, articles, people};
use serde_json::json;

async fn reported(gazette: &Gazette, placement: PlacementId, subject: Subject) -> CaseId {
    let token = sending::form(&gazette.paper, subject, placement)
        .await
        .expect("a token");
    gazette.later(1);
    let form = Sending {
        placement,
        subject,
        passage: String::new(),
        text: format!("It was five, not six ({}).", subject.word()),
        name: "Luca Nardi".to_owned(),
        email: "luca@example.org".to_owned(),
        concerned: true,
        token,
        trap: String::new(),
        address: None,
    };
    sending::send(&gazette.paper, &form)
        .await
        .expect("taken")
        .expect("a case")
}

#[tokio::test]
async fn reports_are_read_answered_and_printed_by_program_and_by_nobody_of_another_title() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;
    let published = gazette.published("Ferry service resumes").await;
    desk.article = published.article.to_string();
    let mut session = gazette.paper.read().await.expect("a session");
    let placements = articles::placements(&mut session, published.article)
        .await
        .expect("placements");
    drop(session);
    let error = reported(&gazette, placements[0].id, Subject::Error).await;
    let reply = reported(&gazette, placements[0].id, Subject::Reply).await;

    let list = ask()
        .token(&desk.editor)
        .path("title", "gazette")
        .query("limit", "1");
    let page = desk.call("listCases", list).await.expect(200);
    assert_eq!(page["items"][0]["id"], error.to_string());
    let next = page["next"].as_str().expect("a second page");
    let list = ask()
        .token(&desk.editor)
        .path("title", "gazette")
        .query("cursor", next);
    let page = desk.call("listCases", list).await.expect(200);
    assert_eq!(
        (page["items"][0]["id"].as_str(), page["next"].is_null()),
        (Some(reply.to_string().as_str()), true)
    );

    let list = ask()
        .token(&desk.editor)
        .path("title", "gazette")
        .query("article", &desk.article);
    let page = desk.call("listCases", list).await.expect(200);
    assert_eq!(
        page["items"][0]["id"],
        reply.to_string(),
        "the newest first"
    );

    let of = |token: &str, case: CaseId| ask().token(token).path("case", case.to_string());
    let elsewhere = stranger(&gazette).await;
    assert_eq!(
        desk.call("showCase", of(&elsewhere, error)).await.status,
        404
    );
    let no = json!({"text": "No"});
    assert_eq!(
        desk.call("refuseCase", of(&elsewhere, error).body(no.clone()))
            .await
            .status,
        404
    );
    let list = ask().token(&elsewhere).path("title", "gazette");
    assert_eq!(desk.call("listCases", list).await.status, 403);

    let answer = json!({"text": "The log says six."});
    desk.call("answerCase", of(&desk.editor, error).body(answer.clone()))
        .await
        .expect(204);
    assert_eq!(
        desk.call("answerCase", of(&desk.editor, error).body(answer.clone()))
            .await
            .status,
        409
    );
    let told = desk
        .call("showCase", of(&desk.editor, error))
        .await
        .expect(200);
    assert_eq!(
        (told["state"].as_str(), told["answer"].as_str()),
        (Some("answered"), Some("The log says six."))
    );

    let statement = json!({"statement": {"case": reply.to_string()}});
    let printed = desk
        .call("reply", desk.here(&desk.editor).body(statement))
        .await
        .expect(201);
    assert_eq!(printed["revision"], 2);
    let told = desk
        .call("showCase", of(&desk.editor, reply))
        .await
        .expect(200);
    assert_eq!(
        (told["state"].as_str(), told["led_to"].as_u64()),
        (Some("replied"), Some(2))
    );
    let figures = desk
        .call("correctionFigures", ask().path("title", "gazette"))
        .await
        .expect(200);
    assert_eq!(
        (figures["reports"].as_u64(), figures["led"].as_u64()),
        (Some(1), Some(0))
    );
}

/// The token of a director of another title.
async fn stranger(gazette: &Gazette) -> String {
    let beacon = found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    people::open_account(&gazette.paper, &gazette.operator, "bea", "Bea", "")
        .await
        .expect("an account");
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "bea",
        Role::Director,
        Some(beacon),
        None,
    )
    .await
    .expect("a grant");
    let bea = Actor::of(&gazette.paper, "bea").await.expect("an actor");
    token_of(gazette, &bea, Role::Director).await
}
