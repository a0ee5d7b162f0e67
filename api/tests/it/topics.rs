//! Topics by program: kept whole, renamed, merged, with a timeline and what stands on top.

use crate::client::{Ask, Client, Gazette, ask, token_of};
use paper::articles::publishing::{self, Going};
use paper::rights::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn a_topic_is_kept_whole_by_program() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let article = gazette.published("Ferry sails at last").await.article;
    let at = |slug: &str| ask().path("title", "gazette").path("topic", slug);
    let does = async |id: &str, request: Ask, status: u16| -> Value {
        client.call(id, request.token(&secret)).await.expect(status)
    };
    let ferry = json!({"name": "Ferry", "kind": "subject", "lead": "The road.\n\nThe bus.", "aliases": ["car ferry", "ferry", "Car  ferry"]});
    does("keepTopic", at("ferry").body(ferry), 204).await;
    does("keepTopic", at("boats").body(json!({"name": "Boats"})), 204).await;
    let fact = json!({"day": "2025-06", "text": "It is ordered.", "article": article});
    let added = does("addFact", at("ferry").body(fact), 201).await["fact"].clone();
    let wrong = json!({"day": "2025-13", "text": "It is ordered.", "article": article});
    does("addFact", at("ferry").body(wrong), 422).await;
    does(
        "pinToTopic",
        at("ferry").body(json!({"articles": [article]})),
        204,
    )
    .await;
    does(
        "renameTopic",
        at("ferry").body(json!({"slug": "ferries"})),
        204,
    )
    .await;
    let whole = does("showTopic", at("ferry"), 200).await;
    assert_eq!(
        whole,
        json!({
            "slug": "ferries", "name": "Ferry", "kind": "subject", "lead": "The road.\n\nThe bus.", "aliases": ["car ferry"],
            "timeline": [{"id": added, "day": "2025-06", "text": "It is ordered.", "article": article}],
            "pinned": [article], "parts": [],
        })
    );
    does(
        "mergeTopic",
        at("ferries").body(json!({"into": "boats"})),
        204,
    )
    .await;
    let whole = does("showTopic", at("ferry"), 200).await;
    assert_eq!(
        (&whole["slug"], &whole["aliases"]),
        (&json!("boats"), &json!(["Ferry", "car ferry"]))
    );
    let id = added.as_str().expect("an id");
    does("removeFact", at("boats").path("fact", id), 204).await;
    does("removeFact", at("boats").path("fact", id), 404).await;
    let listed = does("listTopics", ask().path("title", "gazette"), 200).await;
    assert_eq!(
        listed["items"],
        json!([{"slug": "boats", "name": "Boats", "lead": "", "kind": "subject"}])
    );
}

#[tokio::test]
async fn a_dossier_is_put_in_order_by_program() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let at = || ask().path("title", "gazette").path("topic", "harbour");
    let does = async |id: &str, request: Ask, status: u16| -> Value {
        client.call(id, request.token(&secret)).await.expect(status)
    };
    let harbour = json!({"name": "The harbour", "kind": "dossier"});
    does("keepTopic", at().body(harbour), 204).await;
    let mut parts = Vec::new();
    for headline in ["First quay", "Second quay"] {
        let mut copy = cast::sound(headline);
        copy.topics = vec!["harbour".to_owned()];
        let (paper, by, filing) = (&gazette.paper, &gazette.ines, gazette.filing(copy));
        let out = publishing::file_and_publish(paper, by, filing, Going::default()).await;
        parts.push(out.expect("published").article);
        gazette.later(60);
    }
    let stranger = gazette.published("Ferry sails at last").await.article;
    let whole = does("showTopic", at(), 200).await;
    assert_eq!(whole["parts"], json!(parts));
    let order = |articles: Value| at().body(json!({ "articles": articles }));
    does("pinToTopic", order(json!([parts[1]])), 204).await;
    let whole = does("showTopic", at(), 200).await;
    assert_eq!(whole["pinned"], json!([parts[1]]));
    assert_eq!(whole["parts"], json!([parts[1], parts[0]]));
    does("pinToTopic", order(json!([stranger])), 422).await;
}
