//! Answers, each with the headers it must have. There is no other way to make one.

use crate::cache::dictionary::{self, Dictionary};
use crate::cache::{COMPRESSED_BYTES_MIN, gzip, names};
use crate::dates;
use crate::request::Asked;
use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LAST_MODIFIED, LINK,
    LOCATION, REFERRER_POLICY, RETRY_AFTER, STRICT_TRANSPORT_SECURITY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use std::sync::Arc;

/// What a reader's page may load: style and pictures of its own host, nothing else, and nobody may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
/// The same, and a page may fetch from its own host: of that kind is, to browsers, its dictionary. No script runs all the same.
const POLICY_WITH_DICTIONARY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";
/// The same for a page of live coverage, whose one script is told of new entries.
const POLICY_OF_COVERAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";
/// What no reader's page asks for.
const PERMISSIONS: &str =
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";
/// Who may show an answer inside a page of another site (Fetch, `Cross-Origin-Resource-Policy`).
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Pages are always asked for again, and answered 304 if they are the same: published means visible.
const FRESH: &str = "no-cache";
/// What was made for one reader is kept by nobody.
const NOBODYS: &str = "no-store";
/// Style and icons have their hash in their address and never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Seconds after which a reader may try again when we cannot answer.
const RETRY_SECONDS: &str = "10";

fn head(status: StatusCode, media_type: &str, cache: &'static str) -> http::response::Builder {
    let mut builder = Response::builder().status(status);
    if let Some(headers) = builder.headers_mut() {
        security(headers);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Ok(value) = HeaderValue::from_str(media_type) {
            headers.insert(CONTENT_TYPE, value);
        }
    }
    builder
}

fn security(headers: &mut HeaderMap) {
    let fixed = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (RESOURCE_POLICY, "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Sets a header that is there already.
fn with(
    mut builder: http::response::Builder,
    name: HeaderName,
    value: &'static str,
) -> http::response::Builder {
    if let Some(headers) = builder.headers_mut() {
        headers.insert(name, HeaderValue::from_static(value));
    }
    builder
}

fn finish(builder: http::response::Builder, body: Body) -> Response {
    builder.body(body).unwrap_or_else(|error| {
        tracing::error!("An answer could not be made: {error}");
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}

/// A page: HTML, validated by a keyed hash, compressed for who takes it.
pub(crate) fn page(asked: &Asked, status: StatusCode, html: String) -> Response {
    text(
        asked,
        status,
        "text/html; charset=utf-8",
        FRESH,
        html.into_bytes(),
    )
}

/// A page made for one reader: nobody keeps it.
pub(crate) fn private(asked: &Asked, status: StatusCode, html: String) -> Response {
    let kind = "text/html; charset=utf-8";
    text(asked, status, kind, NOBODYS, html.into_bytes())
}

/// After a form was taken: the page that says what became of it, fetched with GET (RFC 9110 §15.4.4).
pub(crate) fn see(to: &str) -> Response {
    let builder = head(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", NOBODYS);
    match HeaderValue::from_str(&encoded(to)) {
        Ok(location) => finish(builder.header(LOCATION, location), Body::empty()),
        Err(_) => unavailable(),
    }
}

/// It stands there at the moment.
pub(crate) fn for_now(to: &str) -> Response {
    let builder = head(StatusCode::FOUND, "text/plain; charset=utf-8", FRESH);
    match HeaderValue::from_str(&encoded(to)) {
        Ok(location) => finish(builder.header(LOCATION, location), Body::empty()),
        Err(_) => unavailable(),
    }
}

/// A form was sent to an address that takes none.
pub(crate) fn only_to_read() -> Response {
    const WORDS: &str =
        "Qui si può solo leggere: GET o HEAD.\nThis address can only be read: GET or HEAD.\n";
    let mut response = told(StatusCode::METHOD_NOT_ALLOWED, WORDS);
    response
        .headers_mut()
        .insert(http::header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// Says that browsers shall come by TLS only from now on (RFC 6797). Of this host alone: what else the publisher has under
/// its name is not ours to decide.
pub(crate) fn by_tls_only(mut response: Response) -> Response {
    response.headers_mut().insert(
        STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000"),
    );
    response
}

/// A document for programs.
pub(crate) fn json(asked: &Asked, status: StatusCode, json: String) -> Response {
    text(
        asked,
        status,
        "application/json; charset=utf-8",
        FRESH,
        json.into_bytes(),
    )
}

/// What a search could be gone on with, made for whoever is typing.
pub(crate) fn suggestions(asked: &Asked, json: String) -> Response {
    let kind = "application/x-suggestions+json; charset=utf-8";
    text(asked, StatusCode::OK, kind, NOBODYS, json.into_bytes())
}

/// Style and icons of a theme.
pub(crate) fn asset(asked: &Asked, media_type: &str, bytes: Vec<u8>) -> Response {
    text(asked, StatusCode::OK, media_type, FOR_EVER, bytes)
}

/// What a title's pages have in common, for browsers to keep and use for its next page (RFC 9842 §2.1).
pub(crate) fn dictionary(asked: &Asked, dictionary: &Dictionary) -> Response {
    let bytes = dictionary.bytes.to_vec();
    let mut response = text(
        asked,
        StatusCode::OK,
        "application/octet-stream",
        FOR_EVER,
        bytes,
    );
    response.headers_mut().insert(
        HeaderName::from_static("use-as-dictionary"),
        HeaderValue::from_static(dictionary::USE),
    );
    response
}

/// Whether an answer is a page readers came for.
pub(crate) fn is_page(response: &Response) -> bool {
    let html = |value: &HeaderValue| value.as_bytes().starts_with(b"text/html");
    response.status() == StatusCode::OK && response.headers().get(CONTENT_TYPE).is_some_and(html)
}

/// Lets the script of a page of live coverage run.
pub(crate) fn with_script(mut response: Response) -> Response {
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY_OF_COVERAGE),
    );
    response
}

/// What is told a reader bit by bit, as it happens; proxies shall not gather it.
pub(crate) fn events(media_type: &str, body: Body) -> Response {
    let builder = head(StatusCode::OK, media_type, NOBODYS);
    finish(builder.header("x-accel-buffering", "no"), body)
}

/// Leads from a page to its dictionary.
pub(crate) fn lead_to(response: &mut Response, dictionary: Arc<Dictionary>) {
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static(dictionary::VARIES));
    let policy = headers.get(CONTENT_SECURITY_POLICY);
    if policy.is_none_or(|policy| policy != POLICY_OF_COVERAGE) {
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY_WITH_DICTIONARY),
        );
    }
    if let Some(link) = dictionary.link() {
        headers.insert(LINK, link);
    }
    response.extensions_mut().insert(dictionary);
}

/// What never changes: a tile of the log. Programs of other sites may read it.
pub(crate) fn unchanging(asked: &Asked, media_type: &str, bytes: Vec<u8>) -> Response {
    let mut response = text(asked, StatusCode::OK, media_type, FOR_EVER, bytes);
    let headers = response.headers_mut();
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    response
}

/// A document other programs read: a feed, a sitemap, a file with a known name.
pub(crate) struct Document<'a> {
    /// Media type with its charset.
    pub(crate) media_type: &'a str,
    /// Its text.
    pub(crate) text: String,
    /// Since when it cannot have changed; `None` where that is not known.
    pub(crate) changed: Option<Timestamp>,
    /// Now.
    pub(crate) now: Timestamp,
    /// Value of its `Link` header; may be empty.
    pub(crate) links: &'a str,
}

/// Answers with a document, or says that who asks has it already. Other sites' programs may show it.
pub(crate) fn document(asked: &Asked, document: Document<'_>) -> Response {
    let modified = document
        .changed
        .and_then(|changed| last_modified(changed, document.now));
    // A validator by hash says more than a date, and counts alone where both are sent (RFC 9110 §13.2.2).
    let since = asked.since.as_deref().and_then(dates::read);
    let unchanged = asked.has.is_none()
        && modified.is_some()
        && document
            .changed
            .zip(since)
            .is_some_and(|(changed, since)| changed.as_second() <= since.as_second());
    let mut response = text(
        asked,
        StatusCode::OK,
        document.media_type,
        FRESH,
        document.text.into_bytes(),
    );
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_ENCODING);
    }
    let headers = response.headers_mut();
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    let more = [
        (LAST_MODIFIED, modified.unwrap_or_default()),
        (LINK, document.links.to_owned()),
    ];
    for (name, value) in more {
        if let Ok(value) = HeaderValue::from_str(&value)
            && !value.is_empty()
        {
            headers.insert(name, value);
        }
    }
    response
}

/// Says with the answer that the right to mine its text is reserved (TDM Reservation Protocol §4).
pub(crate) fn reserved(mut response: Response) -> Response {
    response.headers_mut().insert(
        HeaderName::from_static("tdm-reservation"),
        HeaderValue::from_static("1"),
    );
    response
}

/// Asks search engines not to list what the answer holds, whatever it is: also data and pictures, which have no head.
pub(crate) fn unlisted(response: &mut Response) {
    response.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
}

/// From when on a document that changed then bears the date of its change; `None` where it bears it already.
pub(crate) fn dated_from(changed: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let over = Timestamp::from_second(changed.as_second().saturating_add(1)).ok()?;
    (now < over).then_some(over)
}

/// The date of a change for `Last-Modified`. `None` while the second it happened in is not over: another change of the
/// same second would have the same date (RFC 9110 §8.8.2.2).
fn last_modified(changed: Timestamp, now: Timestamp) -> Option<String> {
    (now.as_second() > changed.as_second())
        .then(|| changed.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

fn text(
    asked: &Asked,
    status: StatusCode,
    media_type: &str,
    cache: &'static str,
    bytes: Vec<u8>,
) -> Response {
    let Ok(digest) = asked.secret.validator(&bytes) else {
        return unavailable();
    };
    let gzipped = (asked.gzip && bytes.len() >= COMPRESSED_BYTES_MIN)
        .then(|| gzip(&bytes))
        .flatten();
    // A strong validator names the bytes sent, so each coding has its own (RFC 9110 §8.8.3.3).
    let tag = format!(
        "\"{digest}{}\"",
        if gzipped.is_some() { "-gzip" } else { "" }
    );
    let builder = head(status, media_type, cache)
        .header(VARY, "Accept-Encoding")
        .header(ETAG, &tag);
    if status == StatusCode::OK && asked.has.as_deref().is_some_and(|has| names(has, &tag)) {
        return finish(builder.status(StatusCode::NOT_MODIFIED), Body::empty());
    }
    match gzipped {
        Some(bytes) => finish(builder.header(CONTENT_ENCODING, "gzip"), Body::from(bytes)),
        None => finish(builder, Body::from(bytes)),
    }
}

/// A picture or document. Its name is the hash of its bytes and so validates them; but every cache has to ask each time,
/// since what a court takes away must be gone with the next request.
pub(crate) fn file(media_type: &str, name: &str) -> Filed {
    let builder = head(StatusCode::OK, media_type, FRESH)
        .header(ETAG, tag_of(name))
        .header(ACCEPT_RANGES, "bytes");
    // Feeds name pictures, and who reads feeds in a browser reads them on a page of another site.
    let builder = with(builder, RESOURCE_POLICY, "cross-origin");
    Filed(match media_type {
        "application/pdf" => builder.header(http::header::CONTENT_DISPOSITION, "inline"),
        _ => builder,
    })
}

/// The head of an answer with a file.
pub(crate) struct Filed(http::response::Builder);

impl Filed {
    /// The reader has it already.
    pub(crate) fn known(asked: &Asked, name: &str) -> bool {
        asked
            .has
            .as_deref()
            .is_some_and(|has| names(has, &tag_of(name)))
    }

    pub(crate) fn unchanged(self) -> Response {
        finish(self.0.status(StatusCode::NOT_MODIFIED), Body::empty())
    }

    /// The file, `length` bytes of it.
    pub(crate) fn sent(self, length: u64, body: Body) -> Response {
        finish(self.0.header(CONTENT_LENGTH, length), body)
    }

    /// A part of the file, from one byte to another, both included, of `length` in all.
    pub(crate) fn in_part(self, first: u64, last: u64, length: u64, body: Body) -> Response {
        let builder = self
            .0
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_RANGE, format!("bytes {first}-{last}/{length}"));
        finish(builder.header(CONTENT_LENGTH, last - first + 1), body)
    }

    /// The file has no such part; it has `length` bytes.
    pub(crate) fn beyond(self, length: u64) -> Response {
        let builder = self
            .0
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(CONTENT_RANGE, format!("bytes */{length}"));
        finish(builder, Body::empty())
    }
}

/// The validator of a file with this name.
pub(crate) fn tag_of(name: &str) -> String {
    format!("\"{name}\"")
}

/// The text lives elsewhere now, and always will. An address without a host must begin with exactly one slash, since
/// with two a browser would take what follows for a host.
pub(crate) fn moved(to: &str) -> Response {
    let ours = match to.strip_prefix('/') {
        Some(rest) => !rest.starts_with(['/', '\\']),
        None => to.starts_with("https://") || to.starts_with("http://"),
    };
    if !ours {
        tracing::error!(?to, "An address to move to is not one of ours");
        return plain(StatusCode::NOT_FOUND, "Non trovato.\nNot found.\n");
    }
    let builder = head(
        StatusCode::MOVED_PERMANENTLY,
        "text/plain; charset=utf-8",
        FRESH,
    );
    match HeaderValue::from_str(&encoded(to)) {
        Ok(location) => finish(builder.header(LOCATION, location), Body::empty()),
        Err(_) => plain(StatusCode::NOT_FOUND, "Non trovato.\nNot found.\n"),
    }
}

/// Percent-encodes what a header cannot hold; addresses of ours are ASCII anyway.
fn encoded(address: &str) -> String {
    percent_encoding::utf8_percent_encode(address, percent_encoding::CONTROLS).to_string()
}

/// A few words for programs, and where a page would be of no use.
pub(crate) fn plain(status: StatusCode, words: &'static str) -> Response {
    let builder = head(status, "text/plain; charset=utf-8", NOBODYS);
    finish(besides(builder, status), Body::from(words))
}

/// A page of a few words where no theme is at hand: the first line in Italian, the second in English.
pub(crate) fn told(status: StatusCode, words: &'static str) -> Response {
    let mut lines = words.lines();
    let (it, en) = (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    );
    let page = bare_page(it, en, BACK);
    let builder = head(status, "text/html; charset=utf-8", NOBODYS);
    finish(besides(builder, status), Body::from(page))
}

/// The headers a status asks for.
fn besides(builder: http::response::Builder, status: StatusCode) -> http::response::Builder {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => builder.header(http::header::ALLOW, "GET, HEAD, POST"),
        StatusCode::SERVICE_UNAVAILABLE => builder.header(RETRY_AFTER, RETRY_SECONDS),
        _ => builder,
    }
}

/// The way to the front.
const BACK: &str =
    "<p><a href=\"/\">Prima pagina</a> · <a href=\"/\" lang=\"en\">Front page</a></p>";

/// A page without a title's look. Its words are ours, none is anybody's input.
fn bare_page(it: &'static str, en: &'static str, back: &'static str) -> String {
    let [heading, heading_en] = [it, en].map(|words| {
        words
            .split_terminator(['.', ':'])
            .next()
            .unwrap_or_default()
    });
    format!(
        "<!doctype html>\n<html lang=\"it\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\">\
         <title>{heading} – {heading_en}</title></head>\n<body><main>\
         <h1>{heading}<br><span lang=\"en\">{heading_en}</span></h1><p>{it}</p><p lang=\"en\">{en}</p>{back}</main></body>\n</html>\n"
    )
}

/// The page for a host no title has.
pub(crate) fn unknown_host() -> Response {
    let page = bare_page(
        "Nessun giornale a questo indirizzo. Questo server pubblica altri giornali, ma nessuno con questo nome.",
        "No newspaper answers to this name. This server publishes others.",
        "",
    );
    let status = StatusCode::MISDIRECTED_REQUEST;
    finish(
        head(status, "text/html; charset=utf-8", NOBODYS),
        Body::from(page),
    )
}

/// What readers get while something of ours is broken.
pub(crate) fn unavailable() -> Response {
    told(
        StatusCode::SERVICE_UNAVAILABLE,
        "Il giornale torna tra poco. Riprova tra qualche secondo.\nThe newspaper will be back shortly. Try again in a few seconds.\n",
    )
}
