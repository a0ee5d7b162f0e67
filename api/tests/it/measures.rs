//! The right to be forgotten, by a client that knows nothing but the document.

use crate::client::{Gazette, ask};
use crate::life::Desk;
use serde_json::json;

#[tokio::test]
async fn a_request_is_kept_decided_and_lifted_by_program() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;
    desk.article = gazette
        .published("Ferry service resumes")
        .await
        .article
        .to_string();
    let asked = json!({"kind": "deindex", "name": "Avv. Bo", "contact": "bo@pec.example"});
    let here = |token: &str| desk.here(token).body(asked.clone());
    desk.call("askMeasure", here(&desk.editor))
        .await
        .expect(403);
    let made = desk
        .call("askMeasure", here(&desk.director))
        .await
        .expect(201);
    assert_eq!(made["asker"]["contact"], "bo@pec.example");
    assert_eq!(made["state"], "open");
    let of = |token: &str| {
        let id = made["id"].as_str().expect("an id");
        ask().token(token).path("measure", id)
    };
    desk.call("showMeasure", of(&desk.editor)).await.expect(404);
    let title = |token: &str| ask().token(token).path("title", "gazette");
    desk.call("listMeasures", title(&desk.editor))
        .await
        .expect(403);
    let listed = desk
        .call("listMeasures", title(&desk.director))
        .await
        .expect(200);
    assert_eq!(listed["items"][0]["id"], made["id"]);
    assert!(!listed.to_string().contains("pec.example"));

    let found = async || {
        desk.call("listArticles", ask().path("title", "gazette"))
            .await
            .expect(200)["items"]
            .as_array()
            .expect("items")
            .len()
    };
    assert_eq!(found().await, 1);
    let decided = desk
        .call(
            "decideMeasure",
            of(&desk.director).body(json!({"accept": true, "reason": "Acquitted"})),
        )
        .await
        .expect(201);
    assert_eq!(decided["state"], "standing");
    assert_eq!(found().await, 0);
    desk.call(
        "decideMeasure",
        of(&desk.director).body(json!({"accept": false, "reason": "Again"})),
    )
    .await
    .expect(409);
    let drafts = desk
        .call("searchDrafts", title(&desk.director).query("q", "ferry"))
        .await
        .expect(200);
    assert_eq!(
        drafts["items"][0]["article"], desk.article,
        "whoever may write on it still finds it"
    );
    let lifted = desk
        .call(
            "liftMeasure",
            of(&desk.director).body(json!({"reason": "Of interest again"})),
        )
        .await
        .expect(201);
    assert_eq!(lifted["state"], "lifted");
    assert_eq!(found().await, 1);
}
