//! What is answered without TLS where readers are to come by TLS: the way there, and what an authority of certificates asks.

use crate::request;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION};
use http::{Method, Request, Response, StatusCode};
use listening::{Answer, Answers, Asking, Caller};
use paper::reading::title::Reach;
use std::sync::Arc;

/// Where an authority of certificates asks for the answer to a challenge (RFC 8555 §8.3).
pub const CHALLENGES: &str = "/.well-known/acme-challenge/";

/// The answer to the challenge of this token, if there is one.
type Answered = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Sends every reader to the same address by TLS.
#[derive(Clone)]
pub struct ToTls {
    reach: Reach,
    challenges: Arc<Answered>,
}

impl ToTls {
    /// How readers are reached, and what answers the challenges of an authority.
    pub fn new(
        reach: Reach,
        challenges: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> ToTls {
        ToTls {
            reach,
            challenges: Arc::new(challenges),
        }
    }

    fn answered(&self, request: Request<Asking>) -> Response<Bytes> {
        let (parts, _) = request.into_parts();
        if let Some(token) = parts.uri.path().strip_prefix(CHALLENGES)
            && let Some(answer) = (self.challenges)(token)
        {
            return said(StatusCode::OK, "application/octet-stream", answer.into());
        }
        let plain = "text/plain; charset=utf-8";
        let host = match request::host(&parts) {
            Ok(host) => host,
            Err(refusal) => return said(refusal.status(), plain, refusal.words().into()),
        };
        let rest = parts.uri.path_and_query().map_or("/", |rest| rest.as_str());
        let to = format!("{}{rest}", self.reach.base_url(&host));
        let Ok(to) = HeaderValue::from_str(&to) else {
            return said(StatusCode::BAD_REQUEST, plain, Bytes::new());
        };
        // A form that was sent here has crossed the network in plain sight; it is asked for again all the same.
        let status = match parts.method {
            Method::GET | Method::HEAD => StatusCode::MOVED_PERMANENTLY,
            _ => StatusCode::PERMANENT_REDIRECT,
        };
        let mut response = said(status, plain, Bytes::new());
        response.headers_mut().insert(LOCATION, to);
        response
    }
}

impl Answers for ToTls {
    fn answer(&self, _: Caller, request: Request<Asking>) -> Answer {
        Answer::Ready(self.answered(request).map(listening::Body::from))
    }
}

fn said(status: StatusCode, media_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
