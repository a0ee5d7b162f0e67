//! The document: whole, sound, and the same as what is answered.

use crate::client::{Client, Gazette, HOST, ask, send};
use axum::body::Body;
use http::{Method, Request};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every `$ref` leads somewhere.
fn refs(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(there) if name == "$ref" => into.push(there.clone()),
                    other => refs(other, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| refs(item, into)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_sound() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let document = &client.document;
    assert_eq!(document["openapi"], "3.1.0");
    let mut found = Vec::new();
    refs(document, &mut found);
    for there in found {
        let pointer = there.strip_prefix('#').expect("inside");
        assert!(document.pointer(pointer).is_some(), "{there} leads nowhere");
    }
    let ids: BTreeSet<&str> = client
        .operations
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids.len(), client.operations.len(), "ids are unique");
    for (name, schema) in document["components"]["schemas"]
        .as_object()
        .expect("schemas")
    {
        assert!(jsonschema::meta::is_valid(schema), "{name} is no schema");
        let rust = name.chars().all(|c| c.is_ascii_alphanumeric());
        assert!(rust, "{name} is no name for clients");
    }
    for operation in &client.operations {
        let about = &operation.about;
        let named: Vec<&str> = operation
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let said: Vec<&str> = about["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let (named, said): (BTreeSet<_>, BTreeSet<_>) =
            (named.into_iter().collect(), said.into_iter().collect());
        assert_eq!(named, said, "{}", operation.id);
        for parameter in about["parameters"].as_array().into_iter().flatten() {
            assert!(
                parameter["description"].is_string(),
                "{}: {parameter}",
                operation.id
            );
        }
    }
}

/// Bodies are closed: no schema of a request lets unknown fields in.
#[tokio::test]
async fn every_body_refuses_unknown_fields() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let keeper = crate::client::token(
        &gazette,
        "operator",
        &[paper::tokens::Scope::Role(paper::rights::Role::Operator)],
    )
    .await;
    for operation in client
        .operations
        .iter()
        .filter(|one| one.takes("application/json"))
    {
        let mut body = operation.example();
        assert!(body.is_object(), "{} has an example", operation.id);
        body["published_at"] = "2020-01-01T00:00:00Z".into();
        let mut request = ask().token(&keeper).body(body);
        if operation.guards_draft() {
            request = request.header("if-match", "\"s1r0\"");
        }
        for parameter in operation.about["parameters"]
            .as_array()
            .into_iter()
            .flatten()
        {
            if parameter["in"] == "path" {
                let name = parameter["name"].as_str().expect("a name");
                request = request.path(name, placeholder(name));
            }
        }
        let got = client.call(&operation.id, request).await;
        let problem = got.expect(422);
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains("published_at")),
            "{}: {problem}",
            operation.id
        );
    }
    let unknown = client
        .call("listTitles", ask().query("role", "admin"))
        .await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.code().as_str()),
        (400, "query.unfit")
    );
    let twice = client
        .call(
            "listContributors",
            ask().query("limit", 1).query("limit", 2),
        )
        .await;
    assert_eq!(twice.status, 400, "said twice");
}

/// A name of the right shape for a parameter.
pub(crate) fn placeholder(name: &str) -> String {
    match name {
        "article" | "token" | "picture" | "comment" | "placement" | "case" | "measure"
        | "report" | "ban" | "notice" | "job" | "webhook" | "note" | "shift" => {
            "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88".to_owned()
        }
        "revision" | "position" | "version" => "0".to_owned(),
        "slot" => "lead".to_owned(),
        "title" => "gazette".to_owned(),
        "problem" => "rate".to_owned(),
        other => other.to_owned(),
    }
}

#[tokio::test]
async fn each_address_says_which_methods_it_has() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let send = async |method: Method, path: &str| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .body(Body::empty())
            .expect("a request");
        send(&client.door, request).await
    };
    let got = send(Method::PATCH, "/api/v1/titles").await;
    assert_eq!(
        (got.status.as_u16(), got.header("allow")),
        (405, "GET, HEAD, OPTIONS, POST")
    );
    assert_eq!(got.code(), "method");
    let got = send(Method::OPTIONS, "/api/v1/titles").await;
    assert_eq!(
        (got.status.as_u16(), got.header("allow")),
        (204, "GET, HEAD, OPTIONS, POST")
    );
    assert_eq!(got.header("access-control-allow-origin"), "*");
    assert_eq!(got.header("access-control-allow-methods"), "GET, HEAD");
    let got = send(Method::OPTIONS, "/api/v1/tokens").await;
    assert!(got.header("access-control-allow-origin").is_empty());
    assert_eq!(send(Method::TRACE, "/api/v1/titles").await.status, 405);
    let head = send(Method::HEAD, "/api/v1/titles").await;
    let get = send(Method::GET, "/api/v1/titles").await;
    assert_eq!((head.status, head.bytes.len()), (get.status, 0));
    assert_eq!(head.header("content-length"), get.bytes.len().to_string());
    assert_eq!(head.header("etag"), get.header("etag"));
    for nowhere in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/titles",
        "/api/v1/titles/",
        "/api/v1/nothing",
    ] {
        let got = send(Method::GET, nowhere).await;
        assert_eq!(
            (got.status.as_u16(), got.code().as_str()),
            (404, "unknown"),
            "{nowhere}"
        );
    }
}

#[tokio::test]
async fn problems_speak_the_language_asked_for_and_their_types_lead_somewhere() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let got = client
        .call(
            "showTitle",
            ask()
                .path("title", "nobody")
                .header("accept-language", "it"),
        )
        .await;
    assert_eq!(got.header("content-language"), "it");
    let it = got.expect(404);
    assert_eq!(
        (it["title"].as_str(), it["status"].as_u64()),
        (Some("Non trovato"), Some(404))
    );
    let en = client
        .call("showTitle", ask().path("title", "nobody"))
        .await
        .expect(404);
    assert_eq!(en["detail"], "there is no title “nobody”");
    let kinds = client.call("listProblems", ask()).await.expect(200);
    for kind in kinds["items"].as_array().expect("kinds") {
        let code = kind["code"].as_str().expect("a code");
        let shown = client
            .call("showProblem", ask().path("problem", code))
            .await
            .expect(200);
        assert_eq!(&shown, kind);
    }
}

#[test]
fn the_page_about_the_api_is_made_of_its_table() {
    expect_test::expect_file!["../../../docs/api.md"].assert_eq(&api::manual());
}

#[tokio::test]
async fn the_document_that_is_served_is_made_of_the_table() {
    let made = api::document();
    let text = serde_json::to_string_pretty(&made).expect("JSON") + "\n";
    expect_test::expect_file!["../../../docs/openapi.json"].assert_eq(&text);
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let served = client.call("openapi", ask()).await.expect(200);
    assert_eq!(served, made);
}
