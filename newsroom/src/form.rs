//! What a page of ours sent: read once, bounded, and only if it was one of ours.

use axum::body::{Body, Bytes};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use paper::words::COPY_BYTES_MAX;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Largest form or document, bytes: a copy at its limit with every character percent-encoded.
const BODY_BYTES_MAX: usize = 3 * COPY_BYTES_MAX + 256 * 1024;
/// Largest form with files, bytes: one picture at its limit, and what goes around it.
const FILES_BYTES_MAX: usize = paper::pictures::BYTES_MAX + 256 * 1024;
/// Files in one form.
pub(crate) const FILES_MAX: usize = 20;
/// How a form with files is called (RFC 7578).
const MULTIPART: &str = "multipart/form-data";
/// Fields of a form at most.
const FIELDS_MAX: usize = 2_000;
/// How long a body may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(60);

/// What came with a request.
#[derive(Debug, Clone, Default)]
pub(crate) enum Sent {
    /// Nothing.
    #[default]
    Nothing,
    /// The fields of a form, decoded once, in the order sent.
    Form(Vec<(String, String)>),
    /// A JSON document, not yet read.
    Json(Vec<u8>),
    /// The fields of a form and the files that came with it.
    Files {
        /// The fields, in the order sent.
        fields: Vec<(String, String)>,
        /// The files.
        files: Vec<File>,
    },
}

/// A file of a form.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// The field it came in.
    pub(crate) field: String,
    /// What it was called where it came from; for messages only.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Why it was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    Elsewhere,
    TooLarge {
        /// What is taken at most, megabytes of 1024² bytes.
        megabytes: usize,
    },
    /// More files than one form takes.
    Many,
    TooSlow,
    Broken,
    Type,
}

impl Unread {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Unread::Elsewhere => StatusCode::FORBIDDEN,
            Unread::TooLarge { .. } | Unread::Many => StatusCode::PAYLOAD_TOO_LARGE,
            Unread::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Unread::Broken => StatusCode::BAD_REQUEST,
            Unread::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    /// The message that says so.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Unread::Elsewhere => "unread-elsewhere",
            Unread::TooLarge { .. } => "unread-large",
            Unread::Many => "unread-many",
            Unread::TooSlow => "unread-slow",
            Unread::Broken => "unread-broken",
            Unread::Type => "unread-type",
        }
    }
}

impl Sent {
    /// Reads what came with a request that changes something.
    pub(crate) async fn read(parts: &Parts, body: Body) -> Result<Sent, Unread> {
        if !own(&parts.headers) {
            return Err(Unread::Elsewhere);
        }
        let media_type = parts
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let most = match media_type.as_str() {
            MULTIPART => FILES_BYTES_MAX,
            _ => BODY_BYTES_MAX,
        };
        let too_large = Unread::TooLarge {
            megabytes: most / (1024 * 1024),
        };
        let announced: Option<usize> = parts
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length| length > most) {
            return Err(too_large);
        }
        let reading = axum::body::to_bytes(body, most);
        let bytes = match tokio::time::timeout(ARRIVAL_MAX, reading).await {
            Err(_) => return Err(Unread::TooSlow),
            // A body that announced its length and is cut is broken; one that did not was cut by us.
            Ok(Err(_)) if announced.is_none() => return Err(too_large),
            Ok(Err(_)) => return Err(Unread::Broken),
            Ok(Ok(bytes)) => bytes,
        };
        match media_type.as_str() {
            MULTIPART => parted(parts, bytes).await,
            "application/x-www-form-urlencoded" => fields(&bytes).map(Sent::Form),
            "application/json" => Ok(Sent::Json(bytes.to_vec())),
            "" if bytes.is_empty() => Ok(Sent::Nothing),
            _ => Err(Unread::Type),
        }
    }

    /// The first value of a field, without spaces around it; empty if it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value of a field as sent.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// Every value of a field, in the order sent.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.fields()
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Whether the form has such a field, filled or not.
    pub(crate) fn sent(&self, name: &str) -> bool {
        !self.all(name).is_empty()
    }

    /// Whether a box was ticked, or a button pressed: the script sends one that was not as nothing.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all(name).iter().any(|value| !value.is_empty())
    }

    /// The fields as sent.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        match self {
            Sent::Form(fields) | Sent::Files { fields, .. } => fields,
            _ => &[],
        }
    }

    /// The form without a field.
    pub(crate) fn without(&self, name: &str) -> Sent {
        let fields = self.fields().iter().filter(|(key, _)| key != name);
        Sent::Form(fields.cloned().collect())
    }

    /// The files of a field.
    pub(crate) fn files(&self, name: &str) -> Vec<&File> {
        match self {
            Sent::Files { files, .. } => files.iter().filter(|file| file.field == name).collect(),
            _ => Vec::new(),
        }
    }

    /// The document, where one was sent that reads as such.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        match self {
            Sent::Json(bytes) => serde_json::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

fn fields(bytes: &[u8]) -> Result<Vec<(String, String)>, Unread> {
    let mut fields = Vec::new();
    for (name, value) in url::form_urlencoded::parse(bytes) {
        if fields.len() >= FIELDS_MAX {
            return Err(Unread::Broken);
        }
        // Browsers send lines divided by CR LF (WHATWG HTML, form submission); texts are kept with LF alone.
        fields.push((name.into_owned(), value.replace("\r\n", "\n")));
    }
    Ok(fields)
}

async fn parted(parts: &Parts, bytes: Bytes) -> Result<Sent, Unread> {
    let header = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let boundary =
        multer::parse_boundary(header.unwrap_or_default()).map_err(|_| Unread::Broken)?;
    let mut form = multer::Multipart::new(Body::from(bytes).into_data_stream(), boundary);
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = form.next_field().await.map_err(|_| Unread::Broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        if files.len() >= FILES_MAX {
            return Err(Unread::Many);
        }
        if fields.len() >= FIELDS_MAX {
            return Err(Unread::Broken);
        }
        let bytes = part.bytes().await.map_err(|_| Unread::Broken)?;
        match name {
            // A file field nobody chose a file for comes along empty.
            Some(_) if bytes.is_empty() => {}
            Some(name) => files.push(File {
                field,
                name,
                bytes: bytes.to_vec(),
            }),
            None => {
                let text = String::from_utf8(bytes.to_vec()).map_err(|_| Unread::Broken)?;
                fields.push((field, text.replace("\r\n", "\n")));
            }
        }
    }
    Ok(Sent::Files { fields, files })
}

/// A page of this very host sent it: `Sec-Fetch-Site` where the browser tells (Fetch Metadata), else `Origin`. Who sends
/// neither is no browser we know, and has the API to knock at.
fn own(headers: &HeaderMap) -> bool {
    let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (said(ORIGIN), said(HOST)) else {
        return false;
    };
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}
