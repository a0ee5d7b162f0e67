//! What a request asks for, decoded once and checked for shape.

use crate::cache::{Accepts, Coding};
use http::header::{HOST, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, RANGE};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};
use paper::secrets::Secret;
use percent_encoding::{AsciiSet, CONTROLS};
use std::net::IpAddr;

/// Longest address answered, bytes.
const PATH_BYTES_MAX: usize = 2_000;

/// Signs written otherwise in a path (RFC 3986 §3.3).
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a reader wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// GET or HEAD: read.
    Read,
    /// POST: send a form.
    Send,
}

/// A request of a reader.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Read or send.
    pub(crate) way: Way,
    /// Where the reader is, if the connection says so.
    pub(crate) reader: Option<IpAddr>,
    /// Host without port, lower case.
    pub(crate) host: String,
    /// Path, percent-decoded once, beginning with `/`.
    pub(crate) path: String,
    /// The query as sent, without `?`.
    pub(crate) query: String,
    /// Only the head of the answer is wanted.
    pub(crate) head: bool,
    /// The reader takes gzip.
    pub(crate) gzip: bool,
    /// What the reader has already: `If-None-Match`.
    pub(crate) has: Option<String>,
    /// Since when the reader has it: `If-Modified-Since`.
    pub(crate) since: Option<String>,
    /// The part of a file the reader wants: `Range`.
    pub(crate) range: Option<String>,
    /// Of which state it wants that part, else the whole: `If-Range`.
    pub(crate) if_range: Option<String>,
    /// What validators are made with.
    pub(crate) secret: Secret,
}

/// Why a request gets no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misread {
    Method,
    Host,
    Path,
    TooLong,
}

impl Misread {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Misread::Method => StatusCode::METHOD_NOT_ALLOWED,
            Misread::Host | Misread::Path => StatusCode::BAD_REQUEST,
            Misread::TooLong => StatusCode::URI_TOO_LONG,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Misread::Method => {
                "Qui si può leggere (GET, HEAD) o spedire un modulo (POST).\nHere one can read (GET, HEAD) or send a form (POST).\n"
            }
            Misread::Host => {
                "La richiesta non dice a quale giornale è rivolta.\nThe request does not say which newspaper it is for.\n"
            }
            Misread::Path => "L’indirizzo non è scritto bene.\nThe address is malformed.\n",
            Misread::TooLong => "L’indirizzo è troppo lungo.\nThe address is too long.\n",
        }
    }
}

impl Asked {
    /// Takes a request apart. The authority of the request line counts before the `Host` header (RFC 9112 §3.2.2).
    pub(crate) fn read(
        parts: &Parts,
        reader: Option<IpAddr>,
        secret: Secret,
    ) -> Result<Asked, Misread> {
        let way = match parts.method {
            Method::GET | Method::HEAD => Way::Read,
            Method::POST => Way::Send,
            _ => return Err(Misread::Method),
        };
        if parts.uri.path().len() + parts.uri.query().map_or(0, str::len) > PATH_BYTES_MAX {
            return Err(Misread::TooLong);
        }
        let said = |name: HeaderName| {
            let value = parts.headers.get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        Ok(Asked {
            way,
            reader,
            host: host(parts)?,
            path: path(parts.uri.path())?,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            head: parts.method == Method::HEAD,
            gzip: Accepts::of(&parts.headers).likes(Coding::Gzip) > 0,
            has: said(IF_NONE_MATCH),
            since: said(IF_MODIFIED_SINCE),
            range: said(RANGE),
            if_range: said(IF_RANGE),
            secret,
        })
    }

    /// What somebody asks who has nothing and takes the text itself: what a page is made for that is kept.
    pub(crate) fn plainly(host: &str, path: &str, query: &str, secret: Secret) -> Asked {
        Asked {
            way: Way::Read,
            reader: None,
            host: host.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            head: false,
            gzip: false,
            has: None,
            since: None,
            range: None,
            if_range: None,
            secret,
        }
    }

    /// The first value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Path and query as they stand in an address.
    pub(crate) fn address(&self) -> String {
        let path = percent_encoding::utf8_percent_encode(&self.path, NOT_IN_PATHS);
        match self.query.as_str() {
            "" => path.to_string(),
            query => format!("{path}?{query}"),
        }
    }

    /// The path without slashes at both ends, in parts.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.trim_matches('/').split('/').collect()
    }
}

pub(crate) fn host(parts: &Parts) -> Result<String, Misread> {
    let host = named_host(&parts.uri, &parts.headers)?.to_ascii_lowercase();
    let shaped = !host.is_empty()
        && host.len() <= 253
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'[' | b']' | b':'));
    if shaped { Ok(host) } else { Err(Misread::Host) }
}

/// The host a request names, without port, as it is written there.
pub(crate) fn named_host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Result<&'a str, Misread> {
    let mut named = headers.get_all(HOST).iter();
    let header = match (named.next(), named.next()) {
        (Some(host), None) => Some(host.to_str().map_err(|_| Misread::Host)?),
        (None, _) => None,
        (Some(_), Some(_)) => return Err(Misread::Host),
    };
    let authority = uri
        .authority()
        .map(http::uri::Authority::as_str)
        .or(header)
        .ok_or(Misread::Host)?;
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    Ok(host.trim_end_matches('.'))
}

fn path(raw: &str) -> Result<String, Misread> {
    let path = percent_encoding::percent_decode_str(raw)
        .decode_utf8()
        .map_err(|_| Misread::Path)?;
    let sound = path.starts_with('/')
        && !path.chars().any(char::is_control)
        && !path.contains('\\')
        // `//host/` at the start of a Location leads to another host (RFC 3986 §4.2), and no address of ours has it.
        && !path.contains("//")
        && !path.split('/').any(|part| part == ".." || part == ".");
    if sound {
        Ok(path.into_owned())
    } else {
        Err(Misread::Path)
    }
}
