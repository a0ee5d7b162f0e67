//! The desk's door: the pages under `/newsroom/` on which a newspaper is written, checked, published and kept.
//!
//! Start at [`Newsroom::answer`], then `routes.rs`, the whole list of addresses. A room (`rooms/`) takes a form apart,
//! calls the verb that commands and programs call too, and says what came of it; [`words`](mod@words) speaks in the
//! account's language. No rule of the newspaper lives here, and no SQL.

mod answer;
mod assets;
mod call;
mod door;
mod form;
mod page;
mod refused;
mod remedies;
mod rooms;
mod routes;
mod words;

use call::Call;
use paper::Paper;
use paper::reading::title::Reach;
use press::Press;
use search::Search;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::request::Parts;

/// Where the newsroom begins, on every host.
pub const BASE: &str = "/newsroom";

/// The newsroom of a record.
#[derive(Clone)]
pub struct Newsroom {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) paper: Paper,
    pub(crate) press: Arc<Press>,
    pub(crate) reach: Reach,
    pub(crate) search: Search,
    pub(crate) pages: page::Pages,
}

impl Newsroom {
    /// The newsroom of this record, whose pages for readers this press prints, readers reach so and this search finds.
    pub fn new(paper: &Paper, press: &Arc<Press>, reach: &Reach, search: &Search) -> Newsroom {
        Newsroom {
            inner: Arc::new(Inner {
                paper: paper.clone(),
                press: Arc::clone(press),
                reach: reach.clone(),
                search: search.clone(),
                pages: page::Pages::default(),
            }),
        }
    }

    /// Whether an address is the newsroom's to answer.
    pub fn takes(path: &str) -> bool {
        path == BASE
            || path
                .strip_prefix(BASE)
                .is_some_and(|rest| rest.starts_with('/'))
    }

    /// Answers a request. `host` is what it is for, without port; `reader` is where it comes from, if the connection says.
    pub async fn answer(
        &self,
        host: &str,
        reader: Option<IpAddr>,
        parts: Parts,
        body: Body,
    ) -> Response {
        let head = parts.method == http::Method::HEAD;
        let response = match Call::read(&self.inner, host, reader, &parts, body).await {
            Ok(call) => routes::answer(call).await,
            Err(response) => *response,
        };
        if head {
            answer::bare(response)
        } else {
            response
        }
    }
}
