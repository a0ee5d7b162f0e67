//! What a reader's form brought: read once, bounded, and only if a page of ours sent it.

use axum::body::Body;
use http::header::{CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use std::time::Duration;

/// Largest body of a form, bytes: the longest comment with every character percent-encoded, and room for the rest.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Fields of a form at most.
const FIELDS_MAX: usize = 40;
/// How long a body may take to arrive. A phone on a bad line sends 64 kB in less.
const BODY_TIME_MAX: Duration = Duration::from_secs(20);

/// The fields of a form, decoded once, in the order sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Posted {
    fields: Vec<(String, String)>,
}

/// Why a form was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    TooLarge,
    TooSlow,
    Broken,
    Type,
    Fields,
    Elsewhere,
}

impl Unread {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Unread::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Unread::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Unread::Broken | Unread::Fields => StatusCode::BAD_REQUEST,
            Unread::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Unread::Elsewhere => StatusCode::FORBIDDEN,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Unread::TooLarge => "Il modulo è troppo grande.\nThe form is too large.\n",
            Unread::TooSlow => {
                "Il modulo non è arrivato in tempo. Torna indietro e riprova.\nThe form did not arrive in time. Go back and try again.\n"
            }
            Unread::Broken => "Il modulo non è arrivato intero.\nThe form did not arrive whole.\n",
            Unread::Type => {
                "Qui si accettano solo moduli (application/x-www-form-urlencoded).\nOnly forms (application/x-www-form-urlencoded) are taken here.\n"
            }
            Unread::Fields => "Il modulo ha troppi campi.\nThe form has too many fields.\n",
            Unread::Elsewhere => {
                "Il modulo è stato spedito da un altro sito. Aprilo da una pagina di questo giornale.\nThe form was sent from another site. Open it from a page of this newspaper.\n"
            }
        }
    }
}

impl Posted {
    /// Reads a form.
    pub(crate) async fn read(parts: &Parts, body: Body) -> Result<Posted, Unread> {
        if !own(&parts.headers) {
            return Err(Unread::Elsewhere);
        }
        let kind = parts
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default();
        if !kind
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        {
            return Err(Unread::Type);
        }
        let reading = axum::body::to_bytes(body, BODY_BYTES_MAX);
        let bytes = match tokio::time::timeout(BODY_TIME_MAX, reading).await {
            Err(_) => return Err(Unread::TooSlow),
            Ok(Err(error)) if too_large(&error) => return Err(Unread::TooLarge),
            Ok(Err(_)) => return Err(Unread::Broken),
            Ok(Ok(bytes)) => bytes,
        };
        let mut fields = Vec::new();
        for (name, value) in url::form_urlencoded::parse(&bytes) {
            if fields.len() >= FIELDS_MAX {
                return Err(Unread::Fields);
            }
            fields.push((name.into_owned(), value.into_owned()));
        }
        Ok(Posted { fields })
    }

    /// The first value of a field, empty if it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }
}

/// The body was cut because it passed the limit, which axum says only in the chain of causes.
fn too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(one) = cause {
        if one.to_string().contains("length limit exceeded") {
            return true;
        }
        cause = one.source();
    }
    false
}

/// No other site sent the form: `Sec-Fetch-Site` where the browser tells (Fetch Metadata), else `Origin`. One that sends
/// neither is old, or no browser at all; the token in the form is the proof then.
fn own(headers: &HeaderMap) -> bool {
    let said = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = said(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = said(ORIGIN) else {
        return true;
    };
    let asked = said(HOST).unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(asked))
}
