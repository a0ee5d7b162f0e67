//! The OpenAPI 3.1 document, made from the table of operations and the types of its functions.

use crate::BASE;
use crate::body::Takes;
use crate::operation::{Guard, Operation, Right};
use crate::problem::{Document, KINDS};
use http::{Method, StatusCode};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// What a program should know before it begins.
const ABOUT: &str = "Everything the newsroom does, as resources. Reading what readers may see needs no token; everything else \
needs `Authorization: Bearer colophon_…`, made with `colophon token add`. A token never carries more than its account may.\n\n\
Problems are documents after RFC 9457, in Italian or English by `Accept-Language`; `errors` names field and remedy, \
`findings` what the gate found. Lists have `items` and `next`: send `next` as `cursor` for the next page. A write with \
`Idempotency-Key` is done once, however often it is sent within 24 hours. Who writes over a draft, a standing page, settings or an imprint \
says with `If-Match` which state was read; wherever it is sent it counts. Unknown fields are refused. Limits answer 413 and 429, the latter with `Retry-After`.";

/// The document.
pub(crate) fn document(table: &[Operation]) -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        })
        .into_generator();
    let problem = generator.subschema_for::<Document>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in table {
        let here = paths
            .entry(format!("{BASE}{}", operation.path))
            .or_insert_with(|| json!({}));
        here[operation.method.as_str().to_ascii_lowercase()] = described(operation, &mut generator);
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Colophon",
            "version": "1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "servers": [{"url": "/", "description": "Any host of the network"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": problems(&problem),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of `colophon token add`; the words behind it are the deeds it must carry.",
                },
            },
        },
    })
}

/// One answer for each status problems come with.
fn problems(problem: &Schema) -> Map<String, Value> {
    let mut answers = Map::new();
    for kind in KINDS {
        let codes: Vec<&str> = KINDS
            .iter()
            .filter(|other| other.status == kind.status)
            .map(|other| other.code)
            .collect();
        let mut answer = json!({
            "description": format!("Problem: {}", codes.join(", ")),
            "content": {"application/problem+json": {"schema": problem}},
        });
        if matches!(kind.status, 409 | 429 | 503) {
            answer["headers"] = json!({"Retry-After": {
                "description": "Seconds after which to try again, where that helps",
                "schema": {"type": "integer"},
            }});
        }
        answers.insert(format!("Problem{}", kind.status), answer);
    }
    answers
}

fn described(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let tag = operation
        .path
        .split('/')
        .rfind(|part| !part.is_empty() && !part.starts_with('{'))
        .unwrap_or("api");
    let mut parameters = parameters(&(operation.told.shapes.path)(generator), "path");
    parameters.extend(self::parameters(
        &(operation.told.shapes.query)(generator),
        "query",
    ));
    parameters.extend(headers(operation));
    let mut described = json!({
        "operationId": operation.told.id,
        "summary": operation.told.summary,
        "tags": [tag],
        "responses": answers(operation, generator),
    });
    if !parameters.is_empty() {
        described["parameters"] = Value::Array(parameters);
    }
    match operation.right {
        Right::Open => described["security"] = json!([{}, {"token": []}]),
        Right::Token => described["security"] = json!([{"token": []}]),
        Right::See(deed) => {
            described["security"] = json!([{"token": [deed.word()]}, {"token": ["read"]}]);
            described["x-colophon-deed"] = deed.word().into();
        }
        Right::Do(deed) => {
            described["security"] = json!([{"token": [deed.word()]}]);
            described["x-colophon-deed"] = deed.word().into();
        }
    }
    if operation.takes != Takes::Nothing {
        described["requestBody"] = body(operation, generator);
    }
    described
}

/// The properties of a type, as parameters.
fn parameters(schema: &Schema, place: &str) -> Vec<Value> {
    let schema = schema.as_value();
    let required: Vec<&str> = schema["required"]
        .as_array()
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let Some(properties) = schema["properties"].as_object() else {
        return Vec::new();
    };
    properties
        .iter()
        .map(|(name, property)| {
            let mut property = property.clone();
            let words = property
                .as_object_mut()
                .and_then(|members| members.remove("description"))
                .unwrap_or_default();
            json!({
                "name": name,
                "in": place,
                "required": place == "path" || required.contains(&name.as_str()),
                "description": words,
                "schema": property,
            })
        })
        .collect()
}

fn headers(operation: &Operation) -> Vec<Value> {
    let mut headers = Vec::new();
    if !operation.reads() {
        let of = match operation.guard {
            Guard::Shown => "what GET shows at this address, or of the article’s draft",
            Guard::Optional | Guard::Required => "the draft as it was read",
        };
        headers.push(json!({
            "name": "If-Match",
            "in": "header",
            "required": operation.guard == Guard::Required,
            "description": format!("The ETag of {of}"),
            "schema": {"type": "string"},
        }));
    }
    if takes_key(operation) {
        headers.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": false,
            "description": "The same key with the same request has the deed done once, for 24 hours",
            "schema": {"type": "string", "minLength": 1, "maxLength": paper::answered::KEY_BYTES_MAX},
        }));
    }
    headers
}

fn body(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut content = Map::new();
    for media_type in operation.takes.types() {
        let entry = match (*media_type, operation.told.shapes.body) {
            ("application/json", Some(shape)) => {
                let mut entry = json!({"schema": shape(generator)});
                if let Some(example) = operation.told.example {
                    entry["example"] = example();
                }
                entry
            }
            (text, _) if text.starts_with("text/") => json!({"schema": {
                "type": "string",
                "description": "An article file, as `docs/article-file.md` describes it",
            }}),
            _ => json!({}),
        };
        content.insert((*media_type).to_owned(), entry);
    }
    json!({"required": true, "content": content})
}

fn answers(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut answers = Map::new();
    for status in operation.statuses() {
        let answer = if status == operation.status.as_u16() {
            done(operation, generator)
        } else if status == StatusCode::NOT_MODIFIED.as_u16() {
            json!({"description": "As it was read before"})
        } else {
            json!({"$ref": format!("#/components/responses/Problem{status}")})
        };
        answers.insert(status.to_string(), answer);
    }
    Value::Object(answers)
}

fn done(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut answer = if operation.status == StatusCode::NO_CONTENT {
        json!({"description": "Done"})
    } else {
        json!({
            "description": operation.told.summary,
            "content": {"application/json": {"schema": (operation.told.shapes.answer)(generator)}},
        })
    };
    if operation.reads() {
        answer["headers"] = json!({"ETag": {
            "description": "For `If-None-Match`, and for `If-Match` of what is written over it",
            "schema": {"type": "string"},
        }});
    }
    if takes_key(operation) {
        answer["headers"] = json!({"Idempotency-Replayed": {
            "description": "The request had been answered before, and this is that answer",
            "schema": {"const": "true"},
        }});
    }
    answer
}

/// Writes of token holders can be sent twice and done once.
fn takes_key(operation: &Operation) -> bool {
    operation.method == Method::POST && operation.right != Right::Open
}
