//! Everything of the document, with inputs nobody meant: no answer is a fault, and each is one the document promises.

use crate::client::{Client, Gazette, HOST, Operation, ask, send, sound_json, token_of};
use crate::document::placeholder;
use crate::talk::{Conversation, conversation};
use axum::body::Body;
use http::{Method, Request};
use paper::id::ArticleId;
use paper::rights::Role;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

/// Requests made.
const REQUESTS: u32 = 3_000;
/// The seed of the run: the same requests each time; another number looks elsewhere.
const SEED: u64 = 20_261_124;

/// Strings that have broken something somewhere.
const NASTY: &[&str] = &[
    "",
    " ",
    "\u{0}",
    "\r\nX-Injected: 1",
    "' OR 1=1; DROP TABLE articles; --",
    "\"><script>alert(1)</script>",
    "{{7*7}}",
    "../../etc/passwd",
    "..%2f..%2f",
    "\u{202e}txet",
    "\u{feff}bom",
    "e\u{301}\u{301}\u{301}",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "\u{10ffff}",
    "9999999999999999999999",
    "-1",
    "1e309",
    "NaN",
    "null",
    "true",
    "0x10",
    "2026-02-30",
    "9999-12-31T23:59:59Z",
    "-009999-01-01T00:00:00Z",
    "2026-03-02T08:00:00+25:00",
    "gazette",
    "GAZETTE.TEST.",
    "news",
    "api",
    "operator",
    "%",
    "%zz",
    "a/b",
    "*",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(NASTY).prop_map(str::to_owned),
        2 => "[a-z0-9-]{0,20}",
        2 => ".{0,40}",
        1 => prop::collection::vec(any::<char>(), 0..30).prop_map(|chars| chars.into_iter().collect()),
        1 => Just("x".repeat(5_000)),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(text(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// How a request differs from what was meant.
#[derive(Debug, Clone)]
struct Twist {
    operation: usize,
    method: u8,
    paths: Vec<Option<String>>,
    queries: Vec<(bool, String)>,
    mend: Vec<(u8, Value)>,
    whole: Option<Value>,
    headers: Vec<(u8, String)>,
    who: u8,
    article: u8,
}

fn twist() -> impl Strategy<Value = Twist> {
    (
        any::<prop::sample::Index>().prop_map(|index| index.index(10_000)),
        any::<u8>(),
        prop::collection::vec(prop::option::weighted(0.3, text()), 4),
        prop::collection::vec((prop::bool::weighted(0.3), text()), 8),
        prop::collection::vec((any::<u8>(), any_json()), 0..4),
        prop::option::weighted(0.15, any_json()),
        prop::collection::vec((any::<u8>(), text()), 0..3),
        any::<u8>(),
        any::<u8>(),
    )
        .prop_map(
            |(operation, method, paths, queries, mend, whole, headers, who, article)| Twist {
                operation,
                method,
                paths,
                queries,
                mend,
                whole,
                headers,
                who,
                article,
            },
        )
}

/// Puts values into places of a document that are there, and into some that are not.
fn mended(mut body: Value, mend: &[(u8, Value)]) -> Value {
    for (place, value) in mend {
        let Some(members) = body.as_object_mut() else {
            return body;
        };
        let names: Vec<String> = members.keys().cloned().collect();
        let name = match names.get(usize::from(*place) % (names.len() + 1)) {
            Some(name) => name.clone(),
            None => "stranger".to_owned(),
        };
        match members.get_mut(&name) {
            Some(Value::Object(inside)) if place % 3 != 0 => deeper(inside, *place, value),
            _ => {
                members.insert(name, value.clone());
            }
        }
    }
    body
}

fn deeper(inside: &mut Map<String, Value>, place: u8, value: &Value) {
    let names: Vec<String> = inside.keys().cloned().collect();
    if let Some(name) = names.get(usize::from(place) % names.len().max(1)) {
        inside.insert(name.clone(), value.clone());
    }
}

struct World {
    client: Client,
    tokens: Vec<String>,
    articles: Vec<String>,
    talk: Conversation,
}

impl World {
    /// The request of a twist; `None` where HTTP itself could not carry it.
    fn request(&self, operation: &Operation, twist: &Twist) -> Option<Request<Body>> {
        let article = &self.articles[usize::from(twist.article) % self.articles.len()];
        let mut request = ask();
        let mut paths = twist.paths.iter();
        let mut queries = twist.queries.iter();
        for parameter in operation.about["parameters"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let name = parameter["name"].as_str().expect("a name");
            match parameter["in"].as_str() {
                Some("path") => {
                    let meant = match name {
                        "article" => article.clone(),
                        "comment" => self.talk.comment.clone(),
                        "notice" => self.talk.notice.clone(),
                        "ban" => self.talk.ban.clone(),
                        other => placeholder(other),
                    };
                    let value = paths.next().and_then(Clone::clone).unwrap_or(meant);
                    request = request.path(name, value);
                }
                Some("query") => {
                    if let Some((true, value)) = queries.next() {
                        request = request.query(name, value);
                    }
                }
                _ => {}
            }
        }
        for (which, value) in &twist.headers {
            let name = [
                "if-match",
                "idempotency-key",
                "if-none-match",
                "accept-language",
                "content-encoding",
                "x-http-method-override",
            ][usize::from(*which) % 6];
            if http::HeaderValue::from_str(value).is_ok() {
                request = request.header(name, value);
            }
        }
        if twist.article.is_multiple_of(2) && (operation.guards_draft() || twist.who % 8 == 7) {
            request = request.header(
                "if-match",
                format!("\"s{}r{}\"", twist.article % 4, twist.who % 3),
            );
        }
        if let Some(token) = self
            .tokens
            .get(usize::from(twist.who) % (self.tokens.len() + 1))
        {
            request = request.token(token);
        }
        if operation.takes("application/json") {
            let body = twist
                .whole
                .clone()
                .unwrap_or_else(|| mended(operation.example(), &twist.mend));
            request = match twist.method % 16 {
                0 => request.raw("text/markdown", body.to_string()),
                1 => request.raw(
                    "application/json",
                    body.to_string().into_bytes()[..body.to_string().len() / 2].to_vec(),
                ),
                _ => request.body(body),
            };
        } else if operation.has_body() {
            request = request.raw(
                "application/octet-stream",
                twist.whole.clone().unwrap_or_default().to_string(),
            );
        }
        let made = self.client.request(operation, &request);
        (made.uri().to_string().len() < 60_000).then_some(made)
    }
}

fn runner() -> TestRunner {
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&SEED.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config::default(), rng)
}

#[tokio::test]
async fn no_input_of_any_operation_is_a_fault() {
    let gazette = Gazette::new().await;
    let mut runner = runner();
    println!("seed {SEED}");
    let mut world = World {
        client: Client::new(&gazette).await,
        tokens: vec![
            token_of(&gazette, &gazette.ines, Role::Director).await,
            token_of(&gazette, &gazette.edo, Role::Editor).await,
            token_of(&gazette, &gazette.operator, Role::Operator).await,
        ],
        articles: Vec::new(),
        talk: Conversation::default(),
    };
    for number in 0..3 {
        let filed =
            json!({"title": "gazette", "copy": sound_json(&format!("Ferry number {number}"))});
        let operation = if number == 0 {
            "publish"
        } else {
            "fileArticle"
        };
        let made = world
            .client
            .call(operation, ask().token(&world.tokens[0]).body(filed))
            .await
            .expect(201);
        world
            .articles
            .push(made["article"].as_str().expect("an id").to_owned());
    }
    let talked = ArticleId::parse(&world.articles[0]).expect("an id");
    world.talk = conversation(&gazette, &gazette.ines, gazette.title, talked).await;
    let mut answered = std::collections::BTreeMap::<u16, u32>::new();
    let mut reached = std::collections::BTreeSet::new();
    let strategy = twist();
    for _ in 0..REQUESTS {
        gazette.later(1);
        let twist = strategy.new_tree(&mut runner).expect("a twist").current();
        let operation =
            world.client.operations[twist.operation % world.client.operations.len()].clone();
        // What closes or shuts the whole world is left out: everything after it would be the same.
        let left_out = match operation.id.as_str() {
            // One in eight, and that by whoever may.
            "closeAccount" | "revokeGrant" => twist.who % 8 != 2,
            "settleTitle" => !twist.who.is_multiple_of(8),
            _ => false,
        };
        if left_out {
            continue;
        }
        let Some(request) = world.request(&operation, &twist) else {
            continue;
        };
        let uri = request.uri().to_string();
        let got = send(&world.client.door, request).await;
        assert!(
            got.status.as_u16() < 500,
            "seed {SEED}: {} {uri} {twist:?}: {}",
            operation.id,
            String::from_utf8_lossy(&got.bytes)
        );
        assert!(got.headers.get("x-injected").is_none());
        *answered.entry(got.status.as_u16()).or_default() += 1;
        // An address that became another one may be another operation's, which the document is not asked about here.
        let elsewhere = |path: &String| path.is_empty() || path.contains('/');
        if !twist.paths.iter().flatten().any(elsewhere) {
            world.client.hold(&operation, &got);
            if !matches!(got.status.as_u16(), 401 | 403 | 405) {
                reached.insert(operation.id.clone());
            }
        }
    }
    println!("{answered:?}");
    for operation in &world.client.operations {
        assert!(
            reached.contains(&operation.id),
            "{} was never reached",
            operation.id
        );
    }
    for status in [200, 201, 400, 401, 403, 404, 422] {
        assert!(
            answered.contains_key(&status),
            "{status} never came: {answered:?}"
        );
    }
}

#[tokio::test]
async fn bodies_too_large_too_deep_or_of_another_kind_are_refused() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.ines, Role::Director).await;
    let post = |media_type: &str, bytes: Vec<u8>| {
        client.call("fileArticle", ask().token(&secret).raw(media_type, bytes))
    };
    let large = vec![b' '; 3 * 1024 * 1024];
    assert_eq!(
        post("application/json", large.clone()).await.code(),
        "body.large"
    );
    assert_eq!(post("text/markdown", large).await.status, 413);
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let got = post("application/json", deep.into_bytes()).await;
    assert!(matches!(got.status.as_u16(), 400 | 422), "{}", got.status);
    let nested = format!(
        "{{\"title\":\"gazette\",\"copy\":{{\"body\":{{\"v\":1,\"blocks\":[{}{}]}}}}}}",
        "{\"t\":\"quote\",\"blocks\":[".repeat(120),
        "]}".repeat(120)
    );
    assert!(matches!(
        post("application/json", nested.into_bytes())
            .await
            .status
            .as_u16(),
        400 | 422
    ));
    assert_eq!(
        post("application/json", b"\xff\xfe{}".to_vec())
            .await
            .code(),
        "body.malformed"
    );
    assert_eq!(
        post("application/json; charset=utf-16", b"{}".to_vec())
            .await
            .status,
        415
    );
    assert_eq!(post("application/xml", b"<x/>".to_vec()).await.status, 415);
    assert_eq!(post("", b"{}".to_vec()).await.status, 415);
    let packed = ask()
        .token(&secret)
        .header("content-encoding", "gzip")
        .raw("application/json", b"{}".to_vec());
    assert_eq!(client.call("fileArticle", packed).await.status, 415);
    let trailing = post("application/json", b"{\"title\":\"gazette\"} x".to_vec()).await;
    assert_eq!(trailing.status, 400);
    let twice = post(
        "application/json",
        b"{\"title\":\"gazette\",\"title\":\"beacon\"}".to_vec(),
    )
    .await;
    assert_eq!(
        (twice.status.as_u16(), twice.code().as_str()),
        (422, "body.unfit"),
        "said twice"
    );
    let wrong = post(
        "application/json",
        b"{\"title\":\"gazette\",\"copy\":{\"sources\":[{\"kind\":\"rumour\"}]}}".to_vec(),
    )
    .await;
    assert_eq!(
        wrong.expect(422)["errors"][0]["field"],
        "copy.sources[0].kind"
    );
    let js = json!({"title": "gazette", "copy": {"body": {"v": 1, "blocks": [{"t": "paragraph", "text": [{"t": "link", "href": "javascript:alert(1)", "text": [{"t": "text", "s": "x"}]}]}]}}});
    let filed = client
        .call("fileArticle", ask().token(&secret).body(js))
        .await
        .expect(201);
    let article = filed["article"].as_str().expect("an id");
    let draft = client
        .call("showDraft", ask().token(&secret).path("article", article))
        .await
        .expect(200);
    assert!(!draft.to_string().contains("javascript"), "{draft}");
}

#[tokio::test]
async fn malformed_addresses_and_hosts_are_refused_with_a_problem() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    for (path, status) in [
        ("/api/v1/titles/%ff", 400),
        ("/api/v1/titles/a%00b", 400),
        ("/api/v1/titles/%252e%252e", 404),
        ("/api/v1/titles/../titles", 404),
        ("/api/v1//titles", 404),
        ("/api/v1/titles/gazette%2Fsections", 200),
        ("/api/v1/TITLES", 404),
    ] {
        let request = Request::get(path)
            .header("host", HOST)
            .body(Body::empty())
            .expect("a request");
        let got = send(&client.door, request).await;
        assert_eq!(got.status.as_u16(), status, "{path}");
        if status != 200 {
            assert_eq!(
                got.header("content-type"),
                "application/problem+json; charset=utf-8",
                "{path}"
            );
        }
    }
    let long = format!("/api/v1/titles/{}", "a".repeat(5_000));
    let request = Request::get(long)
        .header("host", HOST)
        .body(Body::empty())
        .expect("a request");
    assert_eq!(send(&client.door, request).await.status, 400);
    let strange = Request::builder()
        .method(Method::from_bytes(b"BREW").expect("a method"))
        .uri("/api/v1/titles")
        .header("host", HOST)
        .body(Body::empty())
        .expect("a request");
    assert_eq!(send(&client.door, strange).await.status, 405);
}

/// Who may not add pictures is told so before the picture, however slowly it comes.
#[tokio::test]
async fn nobody_holds_a_place_for_files_without_the_right_to_one() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let reading = crate::client::token(&gazette, "tomas", &[paper::tokens::Scope::Read]).await;
    for _ in 0..6 {
        // Kept open and never written to.
        let (body, _sender) = tokio::io::duplex(64);
        let body = Body::from_stream(tokio_util::io::ReaderStream::new(body));
        let request = Request::post("/api/v1/pictures?title=gazette&name=x.png")
            .header("host", HOST)
            .header("content-type", "image/png")
            .header("authorization", format!("Bearer {reading}"))
            .body(body)
            .expect("a request");
        let got = send(&client.door, request).await;
        assert_eq!(
            (got.status.as_u16(), got.code().as_str()),
            (403, "not_allowed")
        );
    }
}
