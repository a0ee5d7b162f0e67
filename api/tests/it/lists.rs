//! Every list comes in pages for who wants pages; what stands beside the articles is listed, mended and taken away.

use crate::client::{Client, Gazette, ask, token_of};
use paper::rights::Role;
use paper::tokens::{self, NewToken, Scope, Whose};
use serde_json::json;

/// Walks a list one item at a time, and compares with what comes as a whole.
async fn walked(client: &Client, id: &str, secret: &str, named: &[(&str, &str)]) -> usize {
    let here = || {
        named
            .iter()
            .fold(ask().token(secret), |asked, (name, value)| {
                asked.path(name, value)
            })
    };
    let whole = client.call(id, here()).await.expect(200);
    let whole = whole["items"].as_array().expect("items").clone();
    let mut items = Vec::new();
    let mut cursor = None;
    loop {
        let mut asked = here().query("limit", 1);
        if let Some(cursor) = &cursor {
            asked = asked.query("cursor", cursor);
        }
        let page = client.call(id, asked).await.expect(200);
        items.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(items, whole, "{id}");
    let none = client.call(id, here().query("limit", 0)).await;
    assert_eq!(none.status, 400, "{id}");
    let strange = client.call(id, here().query("cursor", "bm90aGluZw")).await;
    assert!(
        matches!(strange.status.as_u16(), 200 | 400),
        "{id}: {}",
        strange.status
    );
    items.len()
}

#[tokio::test]
async fn every_list_comes_in_pages() {
    let gazette = Gazette::new().await;
    cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    let article = gazette
        .published("Ferry service resumes")
        .await
        .article
        .to_string();
    gazette.published("The pier is closed").await;
    let client = Client::new(&gazette).await;
    let keeper = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let director = token_of(&gazette, &gazette.ines, Role::Director).await;
    for (kind, word) in [
        ("Section", "culture"),
        ("Topic", "pier"),
        ("Topic", "ferries"),
        ("Page", "about"),
        ("Page", "ethics"),
    ] {
        let name = kind.to_lowercase();
        let kept = ask()
            .token(&keeper)
            .path("title", "gazette")
            .path(&name, word);
        client
            .call(&format!("keep{kind}"), kept.body(json!({"name": word})))
            .await
            .expect(204);
    }
    let title = [("title", "gazette")];
    assert_eq!(walked(&client, "listTitles", &keeper, &[]).await, 2);
    assert!(walked(&client, "listSections", &keeper, &title).await >= 2);
    assert_eq!(walked(&client, "listTopics", &keeper, &title).await, 2);
    assert!(walked(&client, "listPages", &keeper, &title).await >= 2);
    assert!(walked(&client, "listSources", &director, &title).await >= 1);
    assert_eq!(
        walked(&client, "listPlacements", &keeper, &[("article", &article)]).await,
        1
    );
    walked(&client, "showFront", &keeper, &title).await;
    walked(&client, "listDeputies", &director, &title).await;
    walked(&client, "listAddresses", &director, &title).await;
    walked(&client, "listJobs", &keeper, &[]).await;
}

#[tokio::test]
async fn more_tokens_than_a_page_holds_are_all_found() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let new = NewToken {
        whose: Whose::Account("operator".to_owned()),
        scopes: vec![Scope::Role(Role::Operator)],
        title: None,
        label: String::new(),
        expires: None,
    };
    // An account has few in force at once; those revoked stay on the list.
    for _ in 0..102 {
        let made = tokens::add(&gazette.paper, &gazette.operator, &new)
            .await
            .expect("a token");
        tokens::revoke(&gazette.paper, &gazette.operator, made.id)
            .await
            .expect("revoked");
    }
    let secret = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let first = client
        .call("listTokens", ask().token(&secret).query("limit", 100))
        .await
        .expect(200);
    let next = first["next"].as_str().expect("a second page");
    let rest = ask()
        .token(&secret)
        .query("limit", 100)
        .query("cursor", next);
    let rest = client.call("listTokens", rest).await.expect(200);
    let count = |page: &serde_json::Value| page["items"].as_array().map_or(0, Vec::len);
    assert_eq!(count(&first) + count(&rest), 103);
}

#[tokio::test]
async fn an_address_of_another_time_leads_to_the_article_for_ever() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let article = gazette.published("Ferry service resumes").await.article;
    let other = gazette.published("The pier is closed").await.article;
    let director = token_of(&gazette, &gazette.ines, Role::Director).await;
    let add = |path: &str, article: &dyn std::fmt::Display| {
        let request = ask().token(&director).path("title", "gazette");
        let body = json!({"path": path, "article": article.to_string()});
        client.call("addRedirect", request.body(body))
    };
    add("/2019/05/17/old-ferry.html/", &article)
        .await
        .expect(204);
    let fetch = async |path: &str| {
        let request = http::Request::get(path)
            .header("host", crate::client::HOST)
            .body(axum::body::Body::empty())
            .expect("a request");
        crate::client::send(&client.door, request).await
    };
    let got = fetch("/2019/05/17/old-ferry.html").await;
    assert_eq!(
        (got.status.as_u16(), got.header("location")),
        (301, "/2026/03/02/ferry-service-resumes")
    );
    for taken in [
        "/2019/05/17/old-ferry.html",
        "/2026/03/02/the-pier-is-closed",
        "/news",
    ] {
        assert_eq!(add(taken, &other).await.code(), "taken", "{taken}");
    }
    for unfit in [
        "",
        "/",
        "old",
        "//evil.test/x",
        "/a/../b",
        "/feed.xml",
        "/media/x",
        "/x.json",
        "/x/history",
        "/x?y",
        "/\u{7}",
    ] {
        assert_eq!(add(unfit, &other).await.status, 422, "{unfit}");
    }
    let listed = ask().token(&director).path("title", "gazette");
    let listed = client.call("listAddresses", listed).await.expect(200);
    assert_eq!(listed["items"][0]["path"], "/2019/05/17/old-ferry.html");
    assert_eq!(
        listed["items"][0]["now"],
        "/2026/03/02/ferry-service-resumes"
    );
    let reporter = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let no = ask().token(&reporter).path("title", "gazette");
    let no = no.body(json!({"path": "/old", "article": article}));
    assert_eq!(client.call("addRedirect", no).await.status, 403);
}

#[tokio::test]
async fn a_failed_job_is_tried_again_or_given_up() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let keeper = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let director = token_of(&gazette, &gazette.ines, Role::Director).await;
    let filed = paper::articles::drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(cast::sound("Ferry service resumes")),
    )
    .await
    .expect("filed");
    let does = async |id: &str, secret: &str, body: serde_json::Value| {
        let request = ask().token(secret).path("article", filed);
        let request = if body.is_null() {
            request
        } else {
            request.body(body)
        };
        client.call(id, request).await
    };
    let at = json!({"local": "2026-03-03T06:30"});
    does("schedule", &director, at).await.expect(200);
    does("hold", &director, json!({"reason": "To be read"}))
        .await
        .expect(204);
    gazette.later(2 * 24 * 60);
    paper::jobs::work(&gazette.paper).await.expect("worked");
    let jobs = async || {
        client
            .call("listJobs", ask().token(&keeper))
            .await
            .expect(200)
    };
    let failed = jobs().await["items"][0].clone();
    assert_eq!(
        (failed["kind"].as_str(), failed["state"].as_str()),
        (Some("publish.due"), Some("failed"))
    );
    let job = |id: &'static str| {
        let request = ask()
            .token(&keeper)
            .path("job", failed["id"].as_str().expect("an id"));
        client.call(id, request)
    };
    job("retryJob").await.expect(204);
    let waits = jobs().await["items"][0].clone();
    assert_eq!(
        (waits["state"].as_str(), waits["attempts"].as_u64()),
        (Some("waiting"), Some(0))
    );
    assert_eq!(job("retryJob").await.status, 404, "it waits");
    assert_eq!(
        job("discardJob").await.status,
        404,
        "what waits is not given up"
    );
    paper::jobs::work(&gazette.paper).await.expect("worked");
    assert_eq!(
        jobs().await["items"],
        json!([]),
        "the desk took it off the schedule"
    );
    does("release", &director, json!(null)).await.expect(204);
    let at = json!({"local": "2026-03-08T06:30"});
    does("schedule", &director, at).await.expect(200);
    does("hold", &director, json!({"reason": "To be read"}))
        .await
        .expect(204);
    gazette.later(7 * 24 * 60);
    paper::jobs::work(&gazette.paper).await.expect("worked");
    let failed = jobs().await["items"][0].clone();
    let given_up = ask()
        .token(&keeper)
        .path("job", failed["id"].as_str().expect("an id"));
    client.call("discardJob", given_up).await.expect(204);
    assert_eq!(jobs().await["items"], json!([]));
}
