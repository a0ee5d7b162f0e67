//! Answers, each with the headers it must have. There is no other way to make one.

use crate::operation::{Answered, Operation, Right};
use crate::problem::Problem;
use crate::words::Language;
use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE,
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, RETRY_AFTER, VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, StatusCode};
use paper::Fault;
use paper::secrets::Secret;

/// Documents for programs: nothing may ever run or be framed here.
const POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
/// Seconds a browser may remember what another site may ask.
const PREFLIGHT_SECONDS: &str = "86400";
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How an answer may be kept and by whom it may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody: any site's script may read it, and it is asked for again each time.
    Everybody,
    /// Whoever holds the token.
    Bearer,
}

impl Audience {
    pub(crate) fn of(operation: &Operation, with_token: bool) -> Audience {
        if operation.right == Right::Open && !with_token {
            Audience::Everybody
        } else {
            Audience::Bearer
        }
    }
}

fn headers(audience: Audience) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let cache = match audience {
        Audience::Everybody => "no-cache",
        Audience::Bearer => "private, no-store",
    };
    let fixed = [
        (CACHE_CONTROL, cache),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (VARY, "Authorization, Accept-Language"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let resource = match audience {
        Audience::Everybody => "cross-origin",
        Audience::Bearer => "same-origin",
    };
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static(resource),
    );
    if audience == Audience::Everybody {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("ETag, Retry-After"),
        );
    }
    headers
}

fn made(status: StatusCode, headers: HeaderMap, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The tag of an answer: of the version it shows, or the keyed hash of the whole.
pub(crate) fn tag(answered: &Answered, secret: &Secret) -> Result<String, Fault> {
    match &answered.tag {
        Some(tag) => Ok(tag.clone()),
        None => secret.validator(&answered.body),
    }
}

/// What was asked for.
pub(crate) fn done(
    operation: &Operation,
    audience: Audience,
    answered: Answered,
    has: Option<&str>,
    secret: &Secret,
) -> Result<Response, Fault> {
    let mut headers = headers(audience);
    if let Some(location) = &answered.location {
        insert(&mut headers, LOCATION, location);
    }
    let hashed = answered.tag.is_none();
    let tag = if hashed && !operation.reads() {
        None
    } else {
        Some(format!("\"{}\"", tag(&answered, secret)?))
    };
    if let Some(tag) = &tag {
        insert(&mut headers, ETAG, tag);
    }
    // A tag that names a version says nothing of what stands beside it: only the hash of the whole does.
    if let (Some(tag), Some(has), true) = (&tag, has, hashed)
        && has
            .split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    {
        return Ok(made(StatusCode::NOT_MODIFIED, headers, Vec::new()));
    }
    if operation.status != StatusCode::NO_CONTENT {
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        headers.insert(CONTENT_LENGTH, HeaderValue::from(answered.body.len()));
    }
    Ok(made(operation.status, headers, answered.body))
}

/// Why not.
pub(crate) fn problem(problem: Problem, audience: Audience, language: Language) -> Response {
    let mut headers = headers(audience);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    insert(&mut headers, CONTENT_LANGUAGE, language.word());
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json; charset=utf-8"),
    );
    let status = problem.status();
    if let Some(seconds) = problem.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = &problem.allow {
        insert(&mut headers, ALLOW, allow);
    }
    if status == StatusCode::UNAUTHORIZED {
        let challenge = match problem.kind.code {
            "token.missing" => "Bearer realm=\"colophon\"",
            _ => "Bearer realm=\"colophon\", error=\"invalid_token\"",
        };
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    let body = serde_json::to_vec(&problem.document(language)).unwrap_or_default();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    made(status, headers, body)
}

/// What an address offers (RFC 9110 §9.3.7); to a script of another site, only what everybody may read.
pub(crate) fn options(allow: &str, open: bool) -> Response {
    let mut headers = headers(if open {
        Audience::Everybody
    } else {
        Audience::Bearer
    });
    insert(&mut headers, ALLOW, allow);
    if open {
        for (name, value) in [
            (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
            (ACCESS_CONTROL_ALLOW_HEADERS, "If-None-Match"),
            (ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    made(StatusCode::NO_CONTENT, headers, Vec::new())
}

/// The same answer as before, said to be so.
pub(crate) fn again(status: StatusCode, kept: &[(String, String)], body: Vec<u8>) -> Response {
    let mut headers = headers(Audience::Bearer);
    for (name, value) in kept {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            insert(&mut headers, name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    made(status, headers, body)
}

/// Says with the answer that the right to mine its text is reserved (TDM Reservation Protocol §4).
pub(crate) fn reserved(mut response: Response) -> Response {
    response.headers_mut().insert(
        HeaderName::from_static("tdm-reservation"),
        HeaderValue::from_static("1"),
    );
    response
}

/// Without its body, as HEAD wants it; `Content-Length` still says how long it would be.
pub(crate) fn bare(response: Response) -> Response {
    let (parts, _) = response.into_parts();
    Response::from_parts(parts, Body::empty())
}
