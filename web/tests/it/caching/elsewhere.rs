//! A cache in front of the door, as providers have them: it keeps what it is told to keep, and forgets by words.

use crate::readers::{HOST, stage};
use crate::stage::{Gazette, Got, ask, door_keeping, get, site_keeping};
use axum::Router;
use http::header::HeaderName;
use http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use paper::fronts::{self, Slot};
use paper::{articles, changes};
use std::collections::HashMap;
use web::Cdn;

fn cdn() -> Cdn {
    Cdn {
        life: HeaderName::from_static("cdn-cache-control"),
        tags: HeaderName::from_static("surrogate-key"),
        between: ' ',
        max_age: 86_400,
        while_revalidate: 60,
        if_error: 3_600,
    }
}

/// The door of a gazette with a cache in front of it.
fn door(gazette: &Gazette) -> Router {
    let mut site = site_keeping(gazette, 10_000_000);
    site.cdn = Some(cdn());
    web::app(site)
}

/// What it has, by host, address and coding: the answer, and until when it may keep it.
type Kept = HashMap<(String, String, String), (Got, Timestamp)>;

pub(super) struct Elsewhere {
    door: Router,
    kept: Kept,
    told: i64,
}

impl Elsewhere {
    pub(super) async fn before(gazette: &Gazette) -> Elsewhere {
        let mut session = gazette.paper.read().await.expect("a read");
        Elsewhere {
            door: door(gazette),
            kept: Kept::new(),
            told: changes::newest(&mut session).await.expect("a position"),
        }
    }

    /// Forgets what deeds since it last heard touched.
    pub(super) async fn hears(&mut self, gazette: &Gazette) {
        let mut session = gazette.paper.read().await.expect("a read");
        let rows = changes::after(&mut session, self.told).await.expect("rows");
        for row in rows {
            self.told = row.seq;
            let words: Vec<String> = row.traces.each().map(|trace| web::tag(&trace)).collect();
            self.kept.retain(|_, (got, _)| {
                let has = got.header("surrogate-key").split(' ');
                !has.into_iter()
                    .any(|one| words.iter().any(|word| word == one))
            });
        }
    }

    pub(super) async fn gives(
        &mut self,
        host: &str,
        path: &str,
        coding: &str,
        now: Timestamp,
    ) -> Got {
        let key = (host.to_owned(), path.to_owned(), coding.to_owned());
        if let Some((got, until)) = self.kept.get(&key)
            && now < *until
        {
            return Got {
                status: got.status,
                headers: got.headers.clone(),
                bytes: got.bytes.clone(),
            };
        }
        let request = Request::get(path)
            .header("host", host)
            .header("accept-encoding", coding);
        let got = ask(&self.door, request).await;
        if let Some(seconds) = life(&got) {
            let copy = Got {
                status: got.status,
                headers: got.headers.clone(),
                bytes: got.bytes.clone(),
            };
            let until = now + SignedDuration::from_secs(seconds);
            self.kept.insert(key, (copy, until));
        }
        got
    }
}

/// For how long an answer may be kept elsewhere, seconds.
fn life(got: &Got) -> Option<i64> {
    let said = got.header("cdn-cache-control");
    let age = said
        .split(", ")
        .find_map(|one| one.strip_prefix("max-age="));
    age.map(|age| age.parse().expect("seconds"))
}

#[tokio::test]
async fn a_cache_in_front_is_told_how_long_and_by_which_words_and_a_browser_is_not() {
    let (gazette, plain, path) = stage().await;
    let door = door(&gazette);
    for path in ["/", "/news", &path, "/feed.xml", &format!("{path}.json")] {
        let before = get(&plain, HOST, path).await;
        assert!(
            before.header("cdn-cache-control").is_empty(),
            "off by default"
        );
        assert!(before.header("surrogate-key").is_empty(), "off by default");
        gazette.later(1);
        let got = get(&door, HOST, path).await;
        assert_eq!(got.header("cache-control"), "no-cache", "{path}");
        assert_eq!(got.header("vary"), "Accept-Encoding");
        assert!(!got.headers.contains_key("set-cookie"));
        assert_eq!(got.bytes, before.bytes);
        assert_eq!(
            got.header("cdn-cache-control"),
            "max-age=86400, stale-while-revalidate=60, stale-if-error=3600",
            "{path}"
        );
        let words = got.header("surrogate-key");
        assert!(words.len() < 200 && words.ends_with(" n"), "{words}");
        let tag = got.header("etag");
        let again = Request::get(path)
            .header("host", HOST)
            .header("if-none-match", tag);
        let again = ask(&door, again).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        for name in ["cdn-cache-control", "surrogate-key", "etag", "vary"] {
            assert_eq!(again.header(name), got.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn what_is_of_one_reader_or_leads_on_or_is_not_there_no_cache_keeps() {
    let (gazette, _, path) = stage().await;
    let door = door(&gazette);
    for path in [
        "/search?q=ferry",
        &format!("{path}/comment"),
        "/nothing-here",
        "/news/",
        "/feed",
    ] {
        let got = get(&door, HOST, path).await;
        assert!(life(&got).is_none(), "{path}: {:?}", got.headers);
        assert!(got.header("surrogate-key").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn what_changes_by_the_clock_is_kept_no_longer_than_until_then() {
    let (gazette, _, _) = stage().await;
    let pinned = gazette.published("A second ferry is bought").await;
    let mut session = gazette.paper.read().await.expect("a read");
    let all = articles::placements(&mut session, pinned.article).await;
    let placement = all.expect("placements")[0].id;
    drop(session);
    let until = gazette.paper.now() + SignedDuration::from_mins(10);
    let (paper, by) = (&gazette.paper, &gazette.ines);
    fronts::pin(
        paper,
        by,
        gazette.title,
        Slot::Lead,
        0,
        placement,
        Some(until),
    )
    .await
    .expect("pinned");
    for door in [door(&gazette), {
        let mut site = site_keeping(&gazette, 0);
        site.cdn = Some(cdn());
        web::app(site)
    }] {
        assert_eq!(life(&get(&door, HOST, "/").await), Some(600));
    }
    let door = door(&gazette);
    get(&door, HOST, "/").await;
    gazette.later(4);
    let later = get(&door, HOST, "/").await;
    assert_eq!(life(&later), Some(360), "from when it is given out");
    assert!(!later.header("cdn-cache-control").contains("revalidate"));
    let afresh = get(&door_keeping(&gazette, 0), HOST, "/").await;
    assert_eq!(later.bytes, afresh.bytes);
}
