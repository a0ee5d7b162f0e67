//! A request taken apart: what is asked, who asks, in which language they are answered.

use crate::form::{Sent, Unread};
use crate::{BASE, Inner, answer, door, words};
use axum::body::Body;
use axum::response::Response;
use http::header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use paper::doors::sessions::SignedIn;
use paper::{Actor, Paper, Refusal};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use press::words::{Tongue, Words};
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

/// Longest address answered, bytes.
const TARGET_BYTES_MAX: usize = 4_000;
/// Longest name of a browser looked at, bytes.
const AGENT_BYTES_MAX: usize = 400;

/// Signs written otherwise in a part of a path: all but the unreserved ones (RFC 3986 §2.3).
pub(crate) const NOT_IN_PARTS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request at work.
pub(crate) struct Call {
    pub(crate) inner: Arc<Inner>,
    /// Host without port.
    pub(crate) host: String,
    pub(crate) method: Method,
    /// The parts of the path after `/newsroom/`, percent-decoded.
    pub(crate) parts: Vec<String>,
    /// The query as sent, without `?`.
    pub(crate) query: String,
    pub(crate) sent: Sent,
    /// Why what was sent was not read; then it goes no further.
    pub(crate) unread: Option<Unread>,
    /// Where it comes from, if the connection says so.
    pub(crate) reader: Option<IpAddr>,
    /// What the browser calls itself.
    pub(crate) agent: String,
    pub(crate) cookies: Vec<(String, String)>,
    /// Who has signed in.
    pub(crate) signed: Option<SignedIn>,
    pub(crate) tongue: Tongue,
    pub(crate) takes: answer::Takes,
    pub(crate) now: Timestamp,
    /// What waits on the title at hand, once it was counted.
    pub(crate) waiting: OnceLock<crate::rooms::Waiting>,
    /// The time zone of the title at hand, once there is one.
    pub(crate) zone: OnceLock<String>,
}

impl Call {
    /// Takes a request apart; `Err` is the answer to one that goes no further.
    pub(crate) async fn read(
        inner: &Arc<Inner>,
        host: &str,
        reader: Option<IpAddr>,
        parts: &Parts,
        body: Body,
    ) -> Result<Call, Box<Response>> {
        let told = |response: Response| Box::new(response);
        let path = path(parts)?;
        let (sent, unread) = match parts.method {
            Method::GET | Method::HEAD => (Sent::Nothing, None),
            Method::POST => match Sent::read(parts, body).await {
                Ok(sent) => (sent, None),
                Err(unread) => (Sent::Nothing, Some(unread)),
            },
            _ => return Err(told(answer::other_method("GET, HEAD, POST"))),
        };
        let cookies = cookies(&parts.headers);
        let signed = door::signed_in(inner, &cookies).await.map_err(told)?;
        let tongue = match &signed {
            Some(signed) => Tongue::of(&signed.language),
            None => asked_tongue(parts),
        };
        Ok(Call {
            inner: Arc::clone(inner),
            host: host.to_owned(),
            method: parts.method.clone(),
            parts: path,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            sent,
            unread,
            reader,
            agent: header(&parts.headers, USER_AGENT)
                .chars()
                .take(AGENT_BYTES_MAX)
                .collect(),
            cookies,
            signed,
            tongue,
            takes: answer::takes(&parts.headers),
            now: inner.paper.now(),
            waiting: OnceLock::new(),
            zone: OnceLock::new(),
        })
    }

    pub(crate) fn paper(&self) -> &Paper {
        &self.inner.paper
    }

    pub(crate) fn words(&self) -> &'static Words {
        words::words(self.tongue)
    }

    /// The tag of the language the person is spoken to in: `it` or `en`.
    pub(crate) fn language(&self) -> &'static str {
        words::tag(self.tongue)
    }

    /// A refusal in the person's words, as a sentence.
    pub(crate) fn said(&self, refusal: &Refusal) -> String {
        sentence(&crate::refused::said(self, refusal))
    }

    /// Who acts. The routes let nobody into a room who has not signed in.
    pub(crate) fn actor(&self) -> crate::routes::Outcome<&Actor> {
        match &self.signed {
            Some(signed) => Ok(&signed.actor),
            None => Err(crate::routes::Stopped::SignIn),
        }
    }

    /// Something is to be changed.
    pub(crate) fn changes(&self) -> bool {
        self.method == Method::POST
    }

    /// The first value of a query parameter, without spaces around it.
    pub(crate) fn parameter(&self, name: &str) -> String {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    }

    /// The value of one of our cookies.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.cookies, name)
    }

    /// Path and query as asked, to come back to.
    pub(crate) fn address(&self) -> String {
        let mut address = BASE.to_owned();
        for part in &self.parts {
            address.push('/');
            address.extend(percent_encoding::utf8_percent_encode(part, NOT_IN_PARTS));
        }
        if self.parts.is_empty() {
            address.push('/');
        }
        if !self.query.is_empty() {
            address.push('?');
            address.push_str(&self.query);
        }
        address
    }

    /// The address of the page a form was on, with what was typed in the form as its query where that is not too long. The
    /// page is where the form went, or what its field `back` says.
    pub(crate) fn with_form(&self) -> String {
        let page = match self.sent.get("back") {
            "" => self.address(),
            back => crate::rooms::signing::onward(back),
        };
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.sent.fields() {
            let told = !value.trim().is_empty() && name != "back";
            if told && !SECRETS.contains(&name.as_str()) {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let and = if page.contains('?') { "&" } else { "?" };
        let whole = format!("{page}{and}{query}");
        // Once more encoded, it has to fit the address that carries it.
        let length: usize = url::form_urlencoded::byte_serialize(whole.as_bytes())
            .map(str::len)
            .sum();
        if query.is_empty() || length > CARRIED_BYTES_MAX {
            page
        } else {
            whole
        }
    }
}

/// Longest address carried by another, bytes.
const CARRIED_BYTES_MAX: usize = 3_000;
/// Fields of forms that never stand in an address.
pub(crate) const SECRETS: [&str; 3] = ["password", "again", "code"];

/// A refusal as a sentence: it begins with a capital and ends with a full stop.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn path(parts: &Parts) -> Result<Vec<String>, Box<Response>> {
    const LONG: &str = "L’indirizzo è troppo lungo.\nThe address is too long.\n";
    const MALFORMED: &str = "L’indirizzo non è scritto bene.\nThe address is malformed.\n";
    let uri = &parts.uri;
    if uri.path().len() + uri.query().map_or(0, str::len) > TARGET_BYTES_MAX {
        return Err(Box::new(answer::told(http::StatusCode::URI_TOO_LONG, LONG)));
    }
    let malformed = || Box::new(answer::told(http::StatusCode::BAD_REQUEST, MALFORMED));
    uri.path()
        .strip_prefix(BASE)
        .unwrap_or_default()
        .split('/')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let part = percent_encoding::percent_decode_str(part)
                .decode_utf8()
                .map_err(|_| malformed())?;
            if part.chars().any(char::is_control) {
                return Err(malformed());
            }
            Ok(part.into_owned())
        })
        .collect()
}

fn header(headers: &HeaderMap, name: http::header::HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Our cookies: those whose name begins with `__Host-`, which no other host can set (RFC 6265bis).
fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            Some((name.strip_prefix("__Host-")?.to_owned(), value.to_owned()))
        })
        .collect()
}

pub(crate) fn cookie<'a>(cookies: &'a [(String, String)], name: &str) -> Option<&'a str> {
    cookies
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// The language of somebody who has not signed in: what the link says, else what the browser asks for first.
fn asked_tongue(parts: &Parts) -> Tongue {
    let query = parts.uri.query().unwrap_or_default();
    let chosen = url::form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == "language")
        .map(|(_, value)| value.into_owned());
    match chosen {
        Some(tag) => Tongue::of(&tag),
        None => Tongue::of(header(&parts.headers, ACCEPT_LANGUAGE)),
    }
}
