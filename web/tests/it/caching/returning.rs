//! Readers who come back: what they get by their dictionary is the page made afresh.

use crate::differing::{Had, fetched_of, text};
use crate::stage::{Gazette, Got, ask, get, site_keeping};
use axum::Router;
use http::{Request, StatusCode};

/// Codings by a dictionary.
const CODINGS: [&str; 2] = ["dcb", "dcz"];

/// A door that keeps pages and one that makes each, both by https, and the dictionaries of readers by host.
pub(super) struct Returning {
    keeping: Router,
    afresh: Router,
    had: Vec<(String, Had)>,
}

impl Returning {
    pub(super) fn to(gazette: &Gazette) -> Returning {
        let door = |bytes| {
            let mut site = site_keeping(gazette, bytes);
            site.reach.scheme = "https".to_owned();
            web::app(site)
        };
        Returning {
            keeping: door(10_000_000),
            afresh: door(0),
            had: Vec::new(),
        }
    }

    /// Holds what a reader gets by his dictionary, the one he came with and the newest, against the page made afresh.
    pub(super) async fn compare(&mut self, host: &str, path: &str, place: &str) {
        let afresh = get(&self.afresh, host, path).await;
        let page = afresh.header("content-type").starts_with("text/html");
        if afresh.status != StatusCode::OK || !page {
            return;
        }
        if let Some((_, had)) = self.had.iter().find(|(of, _)| of == host) {
            self.holds(host, path, had, &afresh, place).await;
        }
        let led = get(&self.keeping, host, path).await;
        let stands = |(of, had): &(String, Had)| of == host && had.is_led_to(&led);
        if led.header("link").is_empty() || self.had.iter().any(stands) {
            return;
        }
        let had = fetched_of(&self.keeping, host, path).await;
        let by = self.holds(host, path, &had, &afresh, place).await;
        assert!(by, "{place} does not come by its dictionary");
        self.had.retain(|(of, _)| of != host);
        self.had.push((host.to_owned(), had));
    }

    /// Whether it came by the dictionary.
    async fn holds(&self, host: &str, path: &str, had: &Had, afresh: &Got, place: &str) -> bool {
        let mut by = false;
        for coding in CODINGS {
            let request = Request::get(path)
                .header("host", host)
                .header("accept-encoding", coding)
                .header("available-dictionary", &had.named);
            let got = ask(&self.keeping, request).await;
            let whole = got.header("content-encoding").is_empty();
            let bytes = match whole {
                true => got.bytes,
                false => text(&got, had),
            };
            assert!(bytes == afresh.bytes, "{place} is another page by {coding}");
            by |= !whole;
        }
        by
    }
}
