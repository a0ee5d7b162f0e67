//! A newspaper with a door: the *Harbour Gazette* and its sister, answered for over HTTP.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Request, StatusCode};
use paper::reading::title::Reach;
use press::{Press, Settings};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;
use web::{Keeping, Pages, Search, Site, Tally};

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
    door_by(gazette, "http")
}

/// The reader side of a gazette that readers reach by this scheme.
pub(crate) fn door_by(gazette: &Gazette, scheme: &str) -> Router {
    door_with(gazette, scheme, Tally::default(), Search::default())
}

/// The reader side of a gazette whose articles can be searched, and its index.
pub(crate) async fn searched_door(gazette: &Gazette) -> (Router, Search) {
    let search = Search::default();
    search.keep_up(&gazette.paper).await.expect("an index");
    let door = door_with(gazette, "http", Tally::default(), search.clone());
    (door, search)
}

/// The same, and what it counts.
pub(crate) fn counting_door(gazette: &Gazette) -> (Router, Tally) {
    let tally = Tally::default();
    (
        door_with(gazette, "http", tally.clone(), Search::default()),
        tally,
    )
}

/// The reader side of a gazette that keeps pages in so many bytes.
pub(crate) fn door_keeping(gazette: &Gazette, bytes: u64) -> Router {
    web::app(site_keeping(gazette, bytes))
}

/// What it is made of.
pub(crate) fn site_keeping(gazette: &Gazette, bytes: u64) -> Site {
    Site {
        pages: Pages::new(Keeping {
            bytes,
            stay: Duration::from_secs(3600),
        }),
        ..site_with(gazette, "http", Tally::default(), Search::default())
    }
}

/// The reader side of a gazette whose articles can be searched, and what it counts.
pub(crate) async fn searched_and_counting_door(gazette: &Gazette) -> (Router, Tally) {
    let search = Search::default();
    search.keep_up(&gazette.paper).await.expect("an index");
    let tally = Tally::default();
    (door_with(gazette, "http", tally.clone(), search), tally)
}

fn door_with(gazette: &Gazette, scheme: &str, tally: Tally, search: Search) -> Router {
    web::app(site_with(gazette, scheme, tally, search))
}

fn site_with(gazette: &Gazette, scheme: &str, tally: Tally, search: Search) -> Site {
    let press = Arc::new(Press::new(Settings::default()));
    let reach = Reach {
        scheme: scheme.to_owned(),
        port: None,
    };
    Site {
        paper: gazette.paper.clone(),
        press,
        reach,
        proxies: web::Proxies::default(),
        tally,
        search,
        pages: Pages::of_megabytes(web::MEGABYTES),
        cdn: None,
    }
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

/// A browser at an address, sending a form of this site.
pub(crate) async fn send(door: &Router, path: &str, fields: &[(&str, &str)]) -> Got {
    let from = "203.0.113.5:4711".parse().expect("an address");
    send_from(door, from, path, fields).await
}

pub(crate) async fn send_from(
    door: &Router,
    from: SocketAddr,
    path: &str,
    fields: &[(&str, &str)],
) -> Got {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let request = Request::post(path)
        .header("host", "gazette.test")
        .header("origin", "http://gazette.test")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .extension(ConnectInfo(from));
    post(door, request, form.finish()).await
}

pub(crate) async fn post(
    door: &Router,
    request: http::request::Builder,
    body: impl Into<Body>,
) -> Got {
    let request = request.body(body.into()).expect("a request");
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

/// The value of a hidden field of a form.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.split_once(&start)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value.to_owned())
        .unwrap_or_else(|| panic!("no hidden field {name} in {page}"))
}
