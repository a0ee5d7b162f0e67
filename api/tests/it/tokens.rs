//! Tokens: what opens, what does not, what is kept of them.

use crate::client::{Client, Gazette, HOST, ask, door, send, sound_json, token, token_of};
use axum::body::Body;
use http::Request;
use paper::rights::{Deed, Role};
use paper::tokens::{self, NewToken, Scope, Whose};
use paper::{Actor, Refusal, people};
use serde_json::json;

#[tokio::test]
async fn a_token_opens_what_its_account_may_and_is_kept_only_as_a_hash() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    assert!(
        secret.starts_with("colophon_") && secret.len() == 73,
        "{secret}"
    );
    let me = client
        .call("showSelf", ask().token(&secret))
        .await
        .expect(200);
    assert_eq!(
        me,
        json!({"account": "tomas", "name": "Tomas Berg", "grants": ["reporter@gazette"]})
    );

    let listed = client
        .call("listTokens", ask().token(&secret))
        .await
        .expect(200);
    assert_eq!(listed["items"][0]["last_used_at"], "2026-03-02T08:00:00Z");
    assert!(!listed.to_string().contains(&secret["colophon_".len()..]));
    let mut session = gazette.paper.read().await.expect("a read");
    let lines = paper::audit::newest(&mut session).await.expect("lines");
    assert!(lines.iter().any(|line| line.detail.contains("\"token\"")));
    assert!(lines.iter().all(|line| !line.detail.contains(&secret[9..])));
}

#[tokio::test]
async fn what_is_no_token_opens_nothing_and_is_told_nothing() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let good = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let missing = client.call("showSelf", ask()).await;
    assert_eq!(
        (missing.status.as_u16(), missing.code()),
        (401, "token.missing".to_owned())
    );
    assert_eq!(
        missing.header("www-authenticate"),
        "Bearer realm=\"colophon\""
    );
    let mut answers = Vec::new();
    let other = format!("colophon_{}", "0".repeat(64));
    for wrong in [
        other.as_str(),
        "x",
        "",
        &good[..72],
        &good.to_uppercase(),
        &format!("{good}0"),
    ] {
        let got = client.call("showSelf", ask().token(wrong)).await;
        assert_eq!(
            (got.status.as_u16(), got.code()),
            (401, "token.invalid".to_owned()),
            "{wrong}"
        );
        assert!(got.header("www-authenticate").contains("invalid_token"));
        answers.push(got.bytes);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "all alike");
    let basic = ask().header("authorization", format!("Basic {good}"));
    assert_eq!(client.call("showSelf", basic).await.status, 401);
    let twice = ask().token(&good).token(&good);
    assert_eq!(client.call("showSelf", twice).await.status, 401);
    let wrong_on_open = client.call("listTitles", ask().token("x")).await;
    assert_eq!(
        wrong_on_open.status, 401,
        "a wrong token is told, also where none is needed"
    );
}

#[tokio::test]
async fn a_token_revoked_ended_or_of_a_closed_account_opens_nothing_from_then_on() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let keeper = token(&gazette, "operator", &[Scope::Role(Role::Operator)]).await;
    let made = client
        .call(
            "addToken",
            ask().token(&keeper).body(json!({"account": "operator", "scopes": ["read"], "expires_at": "2026-03-02T09:00:00Z"})),
        )
        .await
        .expect(201);
    let secret = made["token"].as_str().expect("a token").to_owned();
    client
        .call("showSelf", ask().token(&secret))
        .await
        .expect(200);
    gazette.later(61);
    assert_eq!(
        client.call("showSelf", ask().token(&secret)).await.status,
        401,
        "ended"
    );

    let second = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let third = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let all = client
        .call("listTokens", ask().token(&second))
        .await
        .expect(200);
    let id = all["items"][0]["id"].as_str().expect("an id").to_owned();
    client
        .call("revokeToken", ask().token(&second).path("token", &id))
        .await
        .expect(204);
    assert_eq!(
        client.call("showSelf", ask().token(&second)).await.status,
        401,
        "revoked by itself"
    );
    client
        .call("showSelf", ask().token(&third))
        .await
        .expect(200);
    people::close_account(&gazette.paper, &gazette.operator, "tomas")
        .await
        .expect("closed");
    assert_eq!(
        client.call("showSelf", ask().token(&third)).await.status,
        401,
        "account closed"
    );
}

#[tokio::test]
async fn a_token_never_carries_more_than_its_account_nor_than_its_scopes() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let wide = NewToken {
        whose: Whose::Account("tomas".to_owned()),
        scopes: vec![Scope::Role(Role::Director)],
        title: None,
        label: String::new(),
        expires: None,
    };
    let refused = tokens::add(&gazette.paper, &gazette.tomas, &wide)
        .await
        .expect_err("too wide");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { remedy, .. }) if remedy.contains("colophon account grant tomas")),
        "{refused}"
    );

    let narrow = token(&gazette, "ines", &[Scope::Deed(Deed::File)]).await;
    let filed = client
        .call(
            "fileArticle",
            ask()
                .token(&narrow)
                .body(json!({"title": "gazette", "copy": sound_json("Ferry stops")})),
        )
        .await
        .expect(201);
    let article = filed["article"].as_str().expect("an id").to_owned();
    let publish = ask()
        .token(&narrow)
        .path("article", &article)
        .body(json!({}));
    assert_eq!(
        client.call("publishDraft", publish).await.status,
        404,
        "she may, her token may not even see it"
    );
    let reading = token(&gazette, "ines", &[Scope::Read]).await;
    let seen = client
        .call("showDraft", ask().token(&reading).path("article", &article))
        .await
        .expect(200);
    assert_eq!(seen["copy"]["headline"], "Ferry stops");
    let publish = ask()
        .token(&reading)
        .path("article", &article)
        .body(json!({}));
    assert_eq!(
        client.call("publishDraft", publish).await.expect(403)["type"],
        "/api/v1/problems/not_allowed"
    );

    // A grant taken back is taken back from the token too.
    let editor = token_of(&gazette, &gazette.edo, Role::Editor).await;
    people::revoke(
        &gazette.paper,
        &gazette.operator,
        "edo",
        Role::Editor,
        Some(gazette.title),
        None,
    )
    .await
    .expect("revoked");
    let publish = ask()
        .token(&editor)
        .path("article", &article)
        .body(json!({}));
    assert_eq!(client.call("publishDraft", publish).await.status, 404);
}

#[tokio::test]
async fn a_token_of_one_title_is_worth_nothing_on_another() {
    let gazette = Gazette::new().await;
    let beacon = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "edo",
        Role::Editor,
        Some(beacon),
        None,
    )
    .await
    .expect("a grant");
    let client = Client::new(&gazette).await;
    let new = NewToken {
        whose: Whose::Account("edo".to_owned()),
        scopes: vec![Scope::Role(Role::Editor)],
        title: Some(beacon),
        label: String::new(),
        expires: None,
    };
    let secret = tokens::add(&gazette.paper, &gazette.edo, &new)
        .await
        .expect("a token")
        .secret;
    let file = |title: &str| {
        ask()
            .token(&secret)
            .body(json!({"title": title, "copy": sound_json("Ferry stops")}))
    };
    client.call("fileArticle", file("beacon")).await.expect(201);
    assert_eq!(
        client.call("fileArticle", file("gazette")).await.status,
        403
    );
}

#[tokio::test]
async fn a_narrow_token_makes_no_wide_one_and_sees_no_others() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let narrow = token(&gazette, "ines", &[Scope::Read]).await;
    let add = |account: &str| {
        ask()
            .token(&narrow)
            .body(json!({"account": account, "scopes": ["director"]}))
    };
    assert_eq!(client.call("addToken", add("ines")).await.status, 403);
    assert_eq!(client.call("addToken", add("tomas")).await.status, 403);
    assert_eq!(
        client.call("addToken", add("nobody")).await.status,
        403,
        "nor whether there is such an account"
    );
    assert_eq!(
        client
            .call("listTokens", ask().token(&narrow).query("account", "tomas"))
            .await
            .status,
        403
    );
    // In person, everybody makes tokens for oneself, within one's rights.
    let new = NewToken {
        whose: Whose::Account("tomas".to_owned()),
        scopes: vec![Scope::Role(Role::Reporter)],
        title: None,
        label: "wire".to_owned(),
        expires: None,
    };
    tokens::add(&gazette.paper, &gazette.tomas, &new)
        .await
        .expect("one's own");
    let foreign = NewToken {
        whose: Whose::Account("ines".to_owned()),
        ..new
    };
    assert!(
        tokens::add(&gazette.paper, &gazette.tomas, &foreign)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn nobody_makes_a_token_in_another_persons_name() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let keeper = token(&gazette, "operator", &[Scope::Role(Role::Operator)]).await;
    let add = |account: &str, scope: &str| {
        ask()
            .token(&keeper)
            .body(json!({"account": account, "scopes": [scope]}))
    };
    let refused = client.call("addToken", add("ines", "director")).await;
    assert_eq!(refused.status, 403);
    let why = refused.json().to_string();
    assert!(
        why.contains("colophon token add --account ines --as ines"),
        "{why}"
    );
    let program = NewToken {
        whose: Whose::Program(Role::Editor),
        scopes: vec![Scope::Role(Role::Editor)],
        title: None,
        label: String::new(),
        expires: None,
    };
    tokens::add(&gazette.paper, &gazette.operator, &program)
        .await
        .expect("a program's");
    client
        .call("addToken", add("api-editor", "editor"))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_program_gets_an_account_of_its_own_with_the_role_and_nothing_more() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let new = NewToken {
        whose: Whose::Program(Role::Editor),
        scopes: vec![Scope::Role(Role::Editor)],
        title: None,
        label: String::new(),
        expires: None,
    };
    for _ in 0..2 {
        let made = tokens::add(&gazette.paper, &gazette.operator, &new)
            .await
            .expect("a token");
        let me = client
            .call("showSelf", ask().token(&made.secret))
            .await
            .expect(200);
        assert_eq!(
            (me["account"].as_str(), &me["grants"]),
            (Some("api-editor"), &json!(["editor"]))
        );
    }
    assert!(
        tokens::add(&gazette.paper, &gazette.edo, &new)
            .await
            .is_err(),
        "an editor opens no accounts"
    );
    assert!(Actor::of(&gazette.paper, "api-editor").await.is_ok());
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_again() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let mut last = None;
    for _ in 0..400 {
        let got = client
            .call("showProblem", ask().token(&secret).path("problem", "rate"))
            .await;
        if got.status == 429 {
            last = Some(got);
            break;
        }
    }
    let got = last.expect("a limit");
    assert_eq!(
        (got.code().as_str(), got.header("retry-after")),
        ("rate", "1")
    );
    gazette.later(1);
    client
        .call("showSelf", ask().token(&secret))
        .await
        .expect(200);
}

#[tokio::test]
async fn who_floods_one_address_shuts_nobody_out_elsewhere() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let secret = token_of(&gazette, &gazette.tomas, Role::Reporter).await;
    let from = async |address: &str, path: &str, token: &str| {
        let mut request = Request::get(path)
            .header("host", HOST)
            .body(Body::empty())
            .expect("a request");
        if !token.is_empty() {
            let value = format!("Bearer {token}").parse().expect("a header");
            request.headers_mut().insert("authorization", value);
        }
        let peer: std::net::SocketAddr = address.parse().expect("an address");
        request
            .extensions_mut()
            .insert(axum::extract::ConnectInfo(peer));
        send(&door, request).await.status.as_u16()
    };
    // Wrong tokens and addresses that lead nowhere count like the rest.
    let wrong = format!("colophon_{}", "0".repeat(64));
    let mut answers = std::collections::BTreeSet::new();
    for number in 0..150 {
        let near = format!("192.0.2.{number}:4000");
        answers.insert(from(&near, "/api/v1/self", &wrong).await);
        answers.insert(from(&near, "/api/v1/nothing", "").await);
    }
    assert_eq!(answers, [401, 404].into());
    assert_eq!(from("192.0.2.7:4000", "/api/v1/titles", "").await, 429);
    assert_eq!(from("198.51.100.7:4000", "/api/v1/titles", "").await, 200);
    // Many tokens behind one address count each for itself.
    for _ in 0..290 {
        assert_eq!(
            from("198.51.100.8:4000", "/api/v1/self", &secret).await,
            200
        );
    }
    assert_eq!(from("198.51.100.7:4000", "/api/v1/titles", "").await, 200);
}

#[tokio::test]
async fn a_host_of_no_newspaper_has_no_api() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let request = |host: &str| {
        Request::get("/api/v1/titles")
            .header("host", host)
            .body(Body::empty())
            .expect("a request")
    };
    assert_eq!(send(&door, request("elsewhere.test")).await.status, 421);
    assert_eq!(send(&door, request("gazette.test:8080")).await.status, 200);
    assert_eq!(send(&door, request("127.0.0.1:8080")).await.status, 200);
}
