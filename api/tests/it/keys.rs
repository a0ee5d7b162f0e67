//! Idempotency keys: what is asked twice is done once.

use crate::client::{Ask, Client, Gazette, ask, sound_json, token_of};
use paper::answered::{self, Claim};
use paper::rights::Role;
use paper::tokens;
use serde_json::{Value, json};

fn filed(headline: &str) -> Value {
    json!({"title": "gazette", "copy": sound_json(headline)})
}

async fn drafts(client: &Client, token: &str) -> usize {
    let listed = client
        .call("listDrafts", ask().token(token).path("title", "gazette"))
        .await
        .expect(200);
    listed["items"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_request_sent_twice_with_its_key_is_done_once() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let send = |key: &str, headline: &str| {
        let request = ask()
            .token(&secret)
            .header("idempotency-key", key)
            .body(filed(headline));
        client.call("fileArticle", request)
    };
    let first = send("a-1", "Ferry stops").await;
    let again = send("a-1", "Ferry stops").await;
    assert_eq!((first.status, &first.bytes), (again.status, &again.bytes));
    for kept in ["etag", "location", "content-type"] {
        assert_eq!(first.header(kept), again.header(kept));
    }
    assert_eq!(
        (
            first.header("idempotency-replayed"),
            again.header("idempotency-replayed")
        ),
        ("", "true")
    );
    assert_eq!(drafts(&client, &secret).await, 1);
    let other = send("a-1", "Another text").await;
    assert_eq!(
        (other.status.as_u16(), other.code().as_str()),
        (409, "key.other")
    );
    send("a-2", "Ferry stops").await.expect(201);
    assert_eq!(drafts(&client, &secret).await, 2);

    // Whose key it is counts; a day later nobody remembers it.
    let edo = token_of(&gazette, &gazette.edo, Role::Editor).await;
    let request = ask()
        .token(&edo)
        .header("idempotency-key", "a-1")
        .body(filed("Ferry stops"));
    client.call("fileArticle", request).await.expect(201);
    gazette.later(24 * 60 + 1);
    send("a-1", "Another text").await.expect(201);
}

#[tokio::test]
async fn two_at_once_with_one_key_are_done_once() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let send = || {
        let request = ask()
            .token(&secret)
            .header("idempotency-key", "once")
            .body(filed("Ferry stops"));
        client.call("fileArticle", request)
    };
    let (a, b, c) = tokio::join!(send(), send(), send());
    let done = [&a, &b, &c].iter().filter(|got| got.status == 201).count();
    assert!(done >= 1);
    for got in [a, b, c] {
        if got.status != 201 {
            assert_eq!(
                (got.code().as_str(), got.header("retry-after")),
                ("key.running", "1")
            );
        }
    }
    assert_eq!(drafts(&client, &secret).await, 1);
}

#[tokio::test]
async fn a_refusal_is_remembered_too_and_a_secret_is_not() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let wrong = |key: &str| -> Ask {
        let body = json!({"title": "gazette", "section": "nothing", "copy": {}});
        ask()
            .token(&secret)
            .header("idempotency-key", key)
            .body(body)
    };
    let first = client.call("fileArticle", wrong("k")).await;
    let again = client.call("fileArticle", wrong("k")).await;
    assert_eq!((first.status.as_u16(), &first.bytes), (422, &again.bytes));
    assert_eq!(again.header("idempotency-replayed"), "true");

    let keeper = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let add = || {
        ask()
            .token(&keeper)
            .header("idempotency-key", "t")
            .body(json!({"account": "operator", "scopes": ["operator"]}))
    };
    let made = client.call("addToken", add()).await.expect(201);
    let again = client.call("addToken", add()).await;
    assert_eq!(
        (again.status.as_u16(), again.code().as_str()),
        (409, "key.secret")
    );
    assert!(
        !String::from_utf8_lossy(&again.bytes).contains(made["token"].as_str().expect("a token"))
    );
    for unfit in [" ", "a b", &"k".repeat(256)] {
        let got = client.call("fileArticle", wrong(unfit)).await;
        assert_eq!(
            (got.status.as_u16(), got.code().as_str()),
            (400, "key.unfit"),
            "{unfit}"
        );
    }
}

/// What broke may have broken after the deed was done; then the same request must not do it again.
#[tokio::test]
async fn a_key_is_given_back_only_where_nothing_was_done() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let new = tokens::NewToken {
        whose: tokens::Whose::Account("tomas".to_owned()),
        scopes: vec![tokens::Scope::Role(Role::Reporter)],
        title: None,
        label: String::new(),
        expires: None,
    };
    let made = tokens::add(&gazette.paper, &gazette.tomas, &new)
        .await
        .expect("a token");
    let claim = async || {
        answered::claim(&gazette.paper, made.id, "a-1", b"the request")
            .await
            .expect("claimed")
    };
    let let_go = async || {
        answered::let_go(&gazette.paper, made.id, "a-1")
            .await
            .expect("let go")
    };
    gazette.later(1);
    assert_eq!(claim().await, Claim::New);
    let_go().await;
    assert_eq!(claim().await, Claim::New, "nothing was done");
    let request = ask().token(&made.secret).body(filed("Ferry stops"));
    client.call("fileArticle", request).await.expect(201);
    let_go().await;
    assert_eq!(
        claim().await,
        Claim::Running,
        "nobody knows which deed that was"
    );
}
