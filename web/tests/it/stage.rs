//! A newspaper with a door: the *Harbour Gazette* and its sister, answered for over HTTP.

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use paper::reading::title::Reach;
use press::{Press, Settings};
use std::sync::Arc;
use tower::ServiceExt;
use web::Site;

pub(crate) use cast::*;

/// What a reader got.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("text")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("ASCII"))
            .unwrap_or_default()
    }
}

/// The reader side of a gazette.
pub(crate) fn door(gazette: &Gazette) -> Router {
    let press = Arc::new(Press::new(Settings::default()));
    let reach = Reach {
        scheme: "http".to_owned(),
        port: None,
    };
    web::app(Site {
        paper: gazette.paper.clone(),
        press,
        reach,
    })
}

/// Asks as a browser would.
pub(crate) async fn get(door: &Router, host: &str, path: &str) -> Got {
    ask(door, Request::get(path).header("host", host)).await
}

pub(crate) async fn ask(door: &Router, request: http::request::Builder) -> Got {
    let request = request.body(Body::empty()).expect("a request");
    let response = door.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .expect("a body")
        .to_vec();
    Got {
        status: parts.status,
        headers: parts.headers,
        bytes,
    }
}

/// The page without its one block of data for programs, which is no script.
pub(crate) fn without_data(page: &str) -> String {
    const BEGIN: &str = "<script type=\"application/ld+json\">";
    let Some((before, rest)) = page.split_once(BEGIN) else {
        return page.to_owned();
    };
    let (_, after) = rest.split_once("</script>").expect("the end of the data");
    format!("{before}{after}")
}
