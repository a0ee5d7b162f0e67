//! Bodies: bounded, of a declared type, unknown fields refused.

use crate::problem::{self, Problem, Said, Wrong};
use crate::whereabouts;
use axum::body::to_bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use paper::words::COPY_BYTES_MAX;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Largest JSON body, bytes: a copy at its limit, and what goes around it.
pub(crate) const JSON_BYTES_MAX: usize = COPY_BYTES_MAX + 256 * 1024;
/// How long a body may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(60);

/// What an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// No body.
    Nothing,
    /// `application/json`.
    Json,
    /// `application/json`, or an article file: `text/markdown`, `text/html`.
    Article,
    /// A picture, as it is.
    Picture,
    /// A document, as it is.
    Document,
}

impl Takes {
    /// Largest body, bytes.
    pub(crate) fn most(self) -> usize {
        match self {
            Takes::Nothing => 0,
            Takes::Json | Takes::Article => JSON_BYTES_MAX,
            Takes::Picture | Takes::Document => paper::pictures::BYTES_MAX,
        }
    }

    /// Media types taken.
    pub(crate) fn types(self) -> &'static [&'static str] {
        match self {
            Takes::Nothing => &[],
            Takes::Json => &["application/json"],
            Takes::Article => &["application/json", "text/markdown", "text/html"],
            Takes::Picture => &[
                "image/jpeg",
                "image/png",
                "image/webp",
                "image/gif",
                "application/octet-stream",
            ],
            Takes::Document => &["application/pdf", "application/octet-stream"],
        }
    }
}

/// A body that has arrived.
#[derive(Debug, Default, Clone)]
pub(crate) struct Taken {
    /// Media type without parameters, lower case.
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// What an operation makes of a body.
pub(crate) trait Body: Sized + Send + 'static {
    /// What is taken.
    const TAKES: Takes;

    /// Its JSON, in the document.
    fn schema() -> Option<fn(&mut SchemaGenerator) -> Schema> {
        None
    }

    /// Reads it.
    fn read(taken: Taken) -> Result<Self, Problem>;
}

impl Body for () {
    const TAKES: Takes = Takes::Nothing;

    fn read(_: Taken) -> Result<(), Problem> {
        Ok(())
    }
}

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Body for Json<T> {
    const TAKES: Takes = Takes::Json;

    fn schema() -> Option<fn(&mut SchemaGenerator) -> Schema> {
        Some(|generator| generator.subschema_for::<T>())
    }

    fn read(taken: Taken) -> Result<Json<T>, Problem> {
        json(&taken.bytes).map(Json)
    }
}

/// A JSON body, or an article file.
#[derive(Debug)]
pub(crate) enum Posted<T> {
    /// JSON.
    Json(T),
    /// An article file, with the name its kind would have.
    File(&'static str, Vec<u8>),
}

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Body for Posted<T> {
    const TAKES: Takes = Takes::Article;

    fn schema() -> Option<fn(&mut SchemaGenerator) -> Schema> {
        Some(|generator| generator.subschema_for::<T>())
    }

    fn read(taken: Taken) -> Result<Posted<T>, Problem> {
        match taken.media_type.as_str() {
            "text/markdown" => Ok(Posted::File("body.md", taken.bytes)),
            "text/html" => Ok(Posted::File("body.html", taken.bytes)),
            _ => json(&taken.bytes).map(Posted::Json),
        }
    }
}

/// A picture.
#[derive(Debug)]
pub(crate) struct Picture(pub(crate) Vec<u8>);

impl Body for Picture {
    const TAKES: Takes = Takes::Picture;

    fn read(taken: Taken) -> Result<Picture, Problem> {
        Ok(Picture(taken.bytes))
    }
}

/// A document.
#[derive(Debug)]
pub(crate) struct Document(pub(crate) Vec<u8>);

impl Body for Document {
    const TAKES: Takes = Takes::Document;

    fn read(taken: Taken) -> Result<Document, Problem> {
        Ok(Document(taken.bytes))
    }
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let field = whereabouts::field(bytes, error.line(), error.column());
        told(&field, &error)
    })
}

fn told(field: &str, error: &serde_json::Error) -> Problem {
    let words: String = error.to_string().chars().take(300).collect();
    if !error.is_data() {
        return Problem::new(
            problem::BODY_MALFORMED,
            format!("il corpo non è JSON leggibile: {words}"),
            format!("the body is no readable JSON: {words}"),
        );
    }
    let field: String = match field {
        "" => "body".to_owned(),
        path => path.chars().take(200).collect(),
    };
    let problem = Problem::new(
        problem::BODY,
        format!("il campo {field} non va bene: {words}"),
        format!("{field} does not fit: {words}"),
    );
    Problem {
        errors: vec![Wrong {
            field,
            message: Said::new(words.clone(), words),
            remedy: Said::new(
                "confronta con lo schema in /api/v1/openapi.json",
                "compare with the schema in /api/v1/openapi.json",
            ),
        }],
        ..problem
    }
}

/// Takes a body in, within the limits of what the operation takes.
///
/// # Errors
/// A body of another type, packed, too large, or too slow.
pub(crate) async fn take(
    takes: Takes,
    headers: &HeaderMap,
    body: axum::body::Body,
) -> Result<Taken, Problem> {
    if takes == Takes::Nothing {
        return Ok(Taken::default());
    }
    let media_type = media_type(takes, headers)?;
    let most = takes.most();
    let large = || {
        Problem::new(
            problem::LARGE,
            format!("il corpo supera i {most} byte"),
            format!("the body is larger than {most} bytes"),
        )
    };
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(large());
    }
    let arrived = tokio::time::timeout(ARRIVAL_MAX, to_bytes(body, most)).await;
    match arrived {
        Ok(Ok(bytes)) => Ok(Taken {
            media_type,
            bytes: bytes.to_vec(),
        }),
        Ok(Err(_)) => Err(large()),
        Err(_) => Err(Problem::new(
            problem::BODY_SLOW,
            "il corpo ci ha messo troppo ad arrivare",
            "the body took too long to arrive",
        )),
    }
}

fn media_type(takes: Takes, headers: &HeaderMap) -> Result<String, Problem> {
    let wanted = takes.types().join(", ");
    let refused = |it: String, en: String| {
        let remedy = (format!("manda: {wanted}"), format!("send: {wanted}"));
        Err(Problem::new(problem::MEDIA_TYPE, it, en).of_field(
            "Content-Type",
            &remedy.0,
            &remedy.1,
        ))
    };
    if let Some(coding) = headers.get(CONTENT_ENCODING)
        && coding.as_bytes() != b"identity"
    {
        return refused(
            "il corpo è compresso".to_owned(),
            "the body is packed".to_owned(),
        );
    }
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let strange = parts.any(|part| {
        part.to_ascii_lowercase()
            .strip_prefix("charset=")
            .is_some_and(|charset| charset.trim_matches('"') != "utf-8")
    });
    if strange || !takes.types().contains(&media_type.as_str()) {
        let given: String = given.chars().take(80).collect();
        return refused(
            format!("qui non si accetta «{given}»"),
            format!("“{given}” is not taken here"),
        );
    }
    Ok(media_type)
}
