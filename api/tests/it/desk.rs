//! The desk and the front of a title, worked by a client that knows nothing but the document.

use crate::client::{Gazette, ask, sound_json};
use crate::life::Desk;
use serde_json::{Value, json};

#[tokio::test]
async fn a_text_goes_from_hand_to_hand_by_program() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;
    let filed = json!({"title": "gazette", "copy": sound_json("Ferry service resumes")});
    let made = desk
        .call("fileArticle", ask().token(&desk.reporter).body(filed))
        .await
        .expect(201);
    desk.article = made["article"].as_str().expect("an id").to_owned();
    let does =
        async |id: &str, token: &str, body: Value| desk.call(id, desk.here(token).body(body)).await;
    does(
        "nameDraft",
        &desk.reporter,
        json!({"name": "ferry, evening"}),
    )
    .await
    .expect(204);
    does("moveDraft", &desk.reporter, json!({"phase": "desk"}))
        .await
        .expect(204);
    let approved = does("moveDraft", &desk.reporter, json!({"phase": "approved"})).await;
    assert_eq!(approved.status, 403, "a reporter approves nothing");
    does("assignDraft", &desk.director, json!({"account": "edo"}))
        .await
        .expect(204);
    does(
        "setDue",
        &desk.director,
        json!({"due": "2026-03-03T17:00:00Z"}),
    )
    .await
    .expect(204);
    let note = json!({"text": "Who confirms the hour?", "passage": "six in the morning"});
    let note = does("addDeskNote", &desk.editor, note).await.expect(201);
    let note = note["note"].as_str().expect("an id").to_owned();
    desk.call(
        "settleDeskNote",
        ask().token(&desk.reporter).path("note", &note),
    )
    .await
    .expect(204);
    let notes = desk
        .call("listDeskNotes", desk.here(&desk.editor))
        .await
        .expect(200);
    assert_eq!(notes["items"][0]["passage"], "six in the morning");
    assert!(notes["items"][0]["settled_at"].is_string());

    let here = || ask().token(&desk.editor).path("title", "gazette");
    let counts = desk.call("countDesk", here()).await.expect(200);
    assert_eq!(
        (&counts["desk"], &counts["writing"]),
        (&json!(1), &json!(0))
    );
    let mine = here().query("hands", "mine").query("shelf", "desk");
    let mine = desk.call("listDesk", mine).await.expect(200);
    let row = &mine["items"][0];
    assert_eq!(row["name"], "ferry, evening");
    assert_eq!(row["assigned"]["handle"], "edo");
    assert_eq!(row["due"], "2026-03-03T17:00:00Z");
    let nobody = desk.call("listDesk", here().query("hands", "nobody")).await;
    assert_eq!(nobody.expect(200)["items"], json!([]));
    let odd = desk.call("listDesk", here().query("shelf", "attic")).await;
    assert_eq!(odd.status, 400);
}

#[tokio::test]
async fn a_front_is_published_whole_by_program_and_brought_back() {
    let gazette = Gazette::new().await;
    let desk = Desk::of(&gazette).await;
    let first = gazette.published("Ferry service resumes").await.article;
    let second = gazette.published("A second ferry is bought").await.article;
    let here = || ask().token(&desk.editor).path("title", "gazette");
    let empty = desk.call("showComposition", here()).await;
    let tag = empty.header("etag").to_owned();
    assert_eq!(
        empty.expect(200),
        json!({"version": 0, "slots": [], "breaking": null})
    );
    let front = json!({"from": 0,
        "slots": [{"slot": "lead", "position": 0, "article": first, "headline": "At last"},
                  {"slot": "featured", "position": 1, "article": second}],
        "breaking": {"text": "The bridge is closed", "article": second, "until": "2026-03-02T23:00:00Z"}});
    let made = desk
        .call("publishFront", here().body(front.clone()))
        .await
        .expect(200);
    assert_eq!(made, json!({"version": 1}));
    let stale = desk.call("publishFront", here().body(front.clone())).await;
    assert_eq!(stale.status, 412, "made of a front that was");
    let stale = desk
        .call("publishFront", here().header("if-match", &tag).body(front))
        .await;
    assert_eq!(stale.status, 412);
    let stands = desk.call("showComposition", here()).await.expect(200);
    assert_eq!(stands["slots"][0]["headline"], "At last");
    assert_eq!(stands["breaking"]["article"], second.to_string());
    let bare = json!({"from": 1, "slots": []});
    desk.call("publishFront", here().body(bare))
        .await
        .expect(200);
    let back = here().path("version", 1).body(json!({"from": 2}));
    let back = desk.call("restoreFront", back).await.expect(201);
    assert_eq!(back, json!({"version": 3}));
    let all = desk
        .call("listFronts", here().query("limit", 2))
        .await
        .expect(200);
    let numbers: Vec<&Value> = all["items"]
        .as_array()
        .expect("versions")
        .iter()
        .map(|version| &version["version"])
        .collect();
    assert_eq!(numbers, [&json!(3), &json!(2)]);
    assert_eq!(all["items"][0]["slots"][1]["slot"], "featured");
    let next = all["next"].as_str().expect("another page").to_owned();
    let rest = desk
        .call("listFronts", here().query("cursor", next))
        .await
        .expect(200);
    assert_eq!(rest["items"][0]["version"], 1);
    let reporter = ask().token(&desk.reporter).path("title", "gazette");
    assert_eq!(desk.call("showComposition", reporter).await.status, 403);
}
