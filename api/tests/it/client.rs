//! A client driven by the OpenAPI document: it knows operations by their ids only, makes each request of what the document
//! says, and holds every answer against it.

use axum::Router;
use axum::body::Body;
pub(crate) use cast::*;
use http::{HeaderMap, Method, Request, StatusCode};
use jsonschema::Validator;
use paper::Actor;
use paper::reading::title::Reach;
use paper::tokens::{self, NewToken, Scope, Whose};
use press::{Press, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use web::Site;

pub(crate) const HOST: &str = "gazette.test";

/// The reader side and the API of a gazette.
pub(crate) fn door(gazette: &Gazette) -> Router {
    web::app(site(gazette))
}

/// What the reader side and the API of a gazette are made of.
pub(crate) fn site(gazette: &Gazette) -> Site {
    Site {
        cdn: None,
        paper: gazette.paper.clone(),
        press: Arc::new(Press::new(Settings::default())),
        reach: Reach {
            scheme: "http".to_owned(),
            port: None,
        },
        proxies: web::Proxies::default(),
        tally: web::Tally::default(),
        pages: web::Pages::of_megabytes(web::MEGABYTES),
        search: Default::default(),
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| {
            panic!(
                "{error}: {} {}",
                self.status,
                String::from_utf8_lossy(&self.bytes)
            )
        })
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("ASCII"))
            .unwrap_or_default()
    }

    /// The answer, which must be of this status.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}",
            String::from_utf8_lossy(&self.bytes)
        );
        if self.bytes.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// The problem's code.
    pub(crate) fn code(&self) -> String {
        let document = self.json();
        let kind = document["type"].as_str().unwrap_or_default().to_owned();
        kind.rsplit('/').next().unwrap_or_default().to_owned()
    }
}

/// Sends a request as it is.
pub(crate) async fn send(door: &Router, request: Request<Body>) -> Got {
    let response = door.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .expect("a body")
        .to_vec();
    Got {
        status: parts.status,
        headers: parts.headers,
        bytes,
    }
}

/// A request being made.
#[derive(Debug, Default, Clone)]
pub(crate) struct Ask {
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
    pub(crate) raw: Option<(String, Vec<u8>)>,
}

impl Ask {
    pub(crate) fn path(mut self, name: &str, value: impl ToString) -> Ask {
        self.path.insert(name.to_owned(), value.to_string());
        self
    }

    pub(crate) fn query(mut self, name: &str, value: impl ToString) -> Ask {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn header(mut self, name: &str, value: impl ToString) -> Ask {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn token(self, token: &str) -> Ask {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub(crate) fn body(mut self, body: Value) -> Ask {
        self.body = Some(body);
        self
    }

    pub(crate) fn raw(mut self, media_type: &str, bytes: impl Into<Vec<u8>>) -> Ask {
        self.raw = Some((media_type.to_owned(), bytes.into()));
        self
    }
}

/// An empty request.
pub(crate) fn ask() -> Ask {
    Ask::default()
}

/// One operation of the document.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) about: Value,
}

impl Operation {
    pub(crate) fn takes(&self, media_type: &str) -> bool {
        self.about["requestBody"]["content"]
            .get(media_type)
            .is_some()
    }

    pub(crate) fn has_body(&self) -> bool {
        self.about.get("requestBody").is_some()
    }

    pub(crate) fn is_open(&self) -> bool {
        self.about["security"][0] == json!({})
    }

    pub(crate) fn deed(&self) -> Option<&str> {
        self.about["x-colophon-deed"].as_str()
    }

    /// It is asked which state of a draft was read.
    pub(crate) fn guards_draft(&self) -> bool {
        let parameters = self.about["parameters"].as_array();
        parameters
            .into_iter()
            .flatten()
            .any(|parameter| parameter["description"] == "The ETag of the draft as it was read")
    }

    pub(crate) fn example(&self) -> Value {
        self.about["requestBody"]["content"]["application/json"]["example"].clone()
    }
}

/// The client.
pub(crate) struct Client {
    pub(crate) door: Router,
    pub(crate) document: Value,
    pub(crate) operations: Vec<Operation>,
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

impl Client {
    /// Reads the document from the server, as any client would.
    pub(crate) async fn new(gazette: &Gazette) -> Client {
        let search = web::Search::default();
        search.keep_up(&gazette.paper).await.expect("an index");
        let door = web::app(Site {
            search,
            ..site(gazette)
        });
        let request = Request::get("/api/v1/openapi.json")
            .header("host", HOST)
            .body(Body::empty())
            .expect("a request");
        let document = send(&door, request).await.expect(200);
        let mut operations = Vec::new();
        for (path, here) in document["paths"].as_object().expect("paths") {
            for (method, about) in here.as_object().expect("methods") {
                operations.push(Operation {
                    id: about["operationId"].as_str().expect("an id").to_owned(),
                    method: method.to_uppercase().parse().expect("a method"),
                    path: path.clone(),
                    about: about.clone(),
                });
            }
        }
        Client {
            door,
            document,
            operations,
            validators: Mutex::default(),
        }
    }

    pub(crate) fn operation(&self, id: &str) -> &Operation {
        self.operations
            .iter()
            .find(|operation| operation.id == id)
            .unwrap_or_else(|| panic!("the document has no operation {id}"))
    }

    /// Does an operation and holds the answer against the document.
    pub(crate) async fn call(&self, id: &str, ask: Ask) -> Got {
        let operation = self.operation(id).clone();
        let request = self.request(&operation, &ask);
        let got = send(&self.door, request).await;
        self.hold(&operation, &got);
        got
    }

    pub(crate) fn request(&self, operation: &Operation, ask: &Ask) -> Request<Body> {
        let mut path = operation.path.clone();
        for (name, value) in &ask.path {
            path = path.replace(&format!("{{{name}}}"), &encoded(value));
        }
        assert!(!path.contains('{'), "{path} has a name that was not said");
        let query: Vec<String> = ask
            .query
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let mut request = Request::builder()
            .method(operation.method.clone())
            .uri(path)
            .header("host", HOST);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let (media_type, bytes) = match (&ask.raw, &ask.body) {
            (Some((media_type, bytes)), _) => (Some(media_type.clone()), bytes.clone()),
            (None, Some(body)) => (
                Some("application/json".to_owned()),
                serde_json::to_vec(body).expect("JSON"),
            ),
            (None, None) => (None, Vec::new()),
        };
        if let Some(media_type) = media_type {
            request = request.header("content-type", media_type);
        }
        request.body(Body::from(bytes)).expect("a request")
    }

    /// Every answer is one the document promises: its status, its type, its schema.
    pub(crate) fn hold(&self, operation: &Operation, got: &Got) {
        let name = format!("{} {}", operation.id, got.status.as_u16());
        let said = String::from_utf8_lossy(&got.bytes)
            .chars()
            .take(600)
            .collect::<String>();
        let status = got.status.as_u16().to_string();
        let promised = &operation.about["responses"][&status];
        assert!(
            promised.is_object(),
            "{name} is not in the document: {said}"
        );
        let pointer = match promised["$ref"].as_str() {
            Some(there) => there.trim_start_matches('#').to_owned(),
            None => format!(
                "/paths/{}/{}/responses/{status}",
                operation.path.replace('~', "~0").replace('/', "~1"),
                operation.method.as_str().to_lowercase()
            ),
        };
        let response = self.document.pointer(&pointer).expect("a response");
        let Some(content) = response["content"].as_object() else {
            assert!(
                got.bytes.is_empty(),
                "{name} has a body nobody promised: {said}"
            );
            return;
        };
        let (media_type, inside) = content.iter().next().expect("a media type");
        assert_eq!(
            got.header("content-type"),
            format!("{media_type}; charset=utf-8"),
            "{name}"
        );
        let validator = self.validator(&pointer, &inside["schema"]);
        let instance = got.json();
        if let Err(error) = validator.validate(&instance) {
            panic!(
                "{name} is not as promised: {error} at {}: {said}",
                error.instance_path
            );
        }
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{name}");
    }

    fn validator(&self, key: &str, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().expect("a lock");
        if let Some(validator) = validators.get(key) {
            return validator.clone();
        }
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema],
            "components": self.document["components"],
        });
        let validator = Arc::new(jsonschema::validator_for(&whole).expect("a schema"));
        validators.insert(key.to_owned(), validator.clone());
        validator
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A token of an account.
pub(crate) async fn token(gazette: &Gazette, account: &str, scopes: &[Scope]) -> String {
    let new = NewToken {
        whose: Whose::Account(account.to_owned()),
        scopes: scopes.to_vec(),
        title: None,
        label: String::new(),
        expires: None,
    };
    let own = Actor::of(&gazette.paper, account)
        .await
        .expect("an account");
    tokens::add(&gazette.paper, &own, &new)
        .await
        .expect("a token")
        .secret
}

/// A token for all that a role carries, of the account of the cast that has it.
pub(crate) async fn token_of(
    gazette: &Gazette,
    actor: &Actor,
    role: paper::rights::Role,
) -> String {
    token(gazette, actor.handle(), &[Scope::Role(role)]).await
}

/// A copy the gate lets through, as JSON.
pub(crate) fn sound_json(headline: &str) -> Value {
    serde_json::to_value(sound(headline)).expect("JSON")
}
