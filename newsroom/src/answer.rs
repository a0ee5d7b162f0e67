//! Answers of the newsroom, each with the headers it must have. There is no other way to make one.

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY, SET_COOKIE, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, StatusCode};
use libdeflater::{CompressionLvl, Compressor};
use serde::Serialize;

/// What a page of the newsroom may load: scripts, styles and pictures of its own host and nothing of any other; no line of
/// script or style inside a page, no code made of text; and nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
/// What a preview may load: as a reader's page, but the newsroom may frame it.
const PREVIEW_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
                              frame-ancestors 'self'";
/// What pages here may ask of the browser: nothing but the person's own keys.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), \
                           publickey-credentials-get=(self), publickey-credentials-create=(self)";
/// Pages of the desk are kept by nobody.
const NOBODYS: &str = "no-store";
/// Files have their hash in their address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// gzip's own middle.
const GZIP_LEVEL: i32 = 6;
/// Bodies smaller than this are not worth compressing, bytes.
const GZIP_BYTES_MIN: usize = 600;

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

fn start(
    status: StatusCode,
    media_type: &str,
    cache: &'static str,
    policy: &'static str,
) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let fixed = [
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // The address of a draft or of a one-time link is nobody else's to know.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow, noarchive",
        ),
        (CACHE_CONTROL, cache),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(media_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    response
}

fn filled(mut response: Response, gzip: bool, bytes: Vec<u8>) -> Response {
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("accept-encoding"));
    let packed = (gzip && bytes.len() >= GZIP_BYTES_MIN)
        .then(|| packed(&bytes))
        .flatten();
    *response.body_mut() = match packed {
        Some(packed) => {
            response
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Body::from(packed)
        }
        None => Body::from(bytes),
    };
    response
}

fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut compressor = Compressor::new(CompressionLvl::new(GZIP_LEVEL).ok()?);
    let mut out = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut out).ok()?;
    out.truncate(length);
    Some(out)
}

/// A page of the desk.
pub(crate) fn page(status: StatusCode, gzip: bool, html: String) -> Response {
    filled(
        start(status, HTML, NOBODYS, POLICY),
        gzip,
        html.into_bytes(),
    )
}

/// A page for readers as it would be, shown inside one of the desk's or to whoever holds its secret address.
pub(crate) fn preview(status: StatusCode, gzip: bool, html: String) -> Response {
    filled(
        start(status, HTML, NOBODYS, PREVIEW_POLICY),
        gzip,
        html.into_bytes(),
    )
}

/// Data for the desk's scripts.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => filled(start(status, JSON, NOBODYS, POLICY), false, bytes),
        Err(error) => {
            tracing::error!("An answer of the newsroom could not be written: {error}");
            broken()
        }
    }
}

/// A picture of the library. It may not be out, so nobody keeps it.
pub(crate) fn picture(media_type: &str, bytes: Vec<u8>) -> Response {
    filled(
        start(StatusCode::OK, media_type, NOBODYS, POLICY),
        false,
        bytes,
    )
}

/// A file to be kept by whoever asked for it, under this name.
pub(crate) fn download(media_type: &str, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = start(StatusCode::OK, media_type, NOBODYS, POLICY);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    filled(response, false, bytes)
}

/// A style, a script, the icon.
pub(crate) fn asset(takes: Takes, asset: crate::assets::Asset) -> Response {
    let mut response = start(StatusCode::OK, asset.media_type, FOR_EVER, POLICY);
    let Some(packed) = asset.brotli.filter(|_| takes.brotli) else {
        return filled(response, takes.gzip, asset.bytes);
    };
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    *response.body_mut() = Body::from(packed);
    response
}

/// After a form was taken: the page that says what became of it, fetched with GET (RFC 9110 §15.4.4).
pub(crate) fn see(to: &str) -> Response {
    let mut response = start(StatusCode::SEE_OTHER, TEXT, NOBODYS, POLICY);
    match HeaderValue::from_str(to) {
        Ok(location) => {
            response.headers_mut().insert(LOCATION, location);
            response
        }
        Err(_) => broken(),
    }
}

/// Words without a page.
pub(crate) fn told(status: StatusCode, words: &'static str) -> Response {
    filled(start(status, TEXT, NOBODYS, POLICY), false, words.into())
}

/// The address takes other methods.
pub(crate) fn other_method(allowed: &'static str) -> Response {
    const WORDS: &str = "Questo indirizzo non si usa così.\nThis address is not used that way.\n";
    let mut response = told(StatusCode::METHOD_NOT_ALLOWED, WORDS);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// Something of ours is broken.
pub(crate) fn broken() -> Response {
    told(
        StatusCode::SERVICE_UNAVAILABLE,
        "La redazione torna tra poco: niente è perso, riprova tra qualche secondo.\n\
         The newsroom will be back shortly: nothing is lost, try again in a few seconds.\n",
    )
}

/// With a cookie of this host alone (RFC 6265bis, `__Host-`): sent by TLS, read by no script, sent along by no other site.
pub(crate) fn with_cookie(
    mut response: Response,
    name: &str,
    value: &str,
    seconds: Option<i64>,
) -> Response {
    let life = seconds
        .map(|seconds| format!("; Max-Age={seconds}"))
        .unwrap_or_default();
    let cookie = format!("__Host-{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{life}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// The head of an answer without its body.
pub(crate) fn bare(response: Response) -> Response {
    let (parts, _) = response.into_parts();
    Response::from_parts(parts, Body::empty())
}

/// How a client takes bodies, besides plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Takes {
    pub(crate) gzip: bool,
    /// Only files are at hand in it.
    pub(crate) brotli: bool,
}

/// How a client takes bodies (RFC 9110 §12.5.3).
pub(crate) fn takes(headers: &HeaderMap) -> Takes {
    let asked = headers
        .get(http::header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |coding: &str| {
        asked.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some(coding) && parts.all(|q| q != "q=0")
        })
    };
    Takes {
        gzip: takes("gzip"),
        brotli: takes("br"),
    }
}
