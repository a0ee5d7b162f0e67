//! A reader who comes back: his next page as the little that is new in it.

use crate::readers::{HOST, publish};
use crate::stage::{Gazette, Got, ask, body, door, door_by, get, site_keeping, sound};
use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Request, StatusCode};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use paper::titles::{self, Settle};
use sha2::{Digest, Sha256};
use std::io::Read as _;

/// What the next article of a returning reader may weigh, bytes.
const NEXT_BYTES_MAX: usize = 1_000;

/// What browsers say they take.
const ALL: &str = "gzip, deflate, br, zstd, dcb, dcz";

/// A dictionary as a browser has it.
pub(crate) struct Had {
    path: String,
    bytes: Vec<u8>,
    /// As he names it.
    pub(crate) named: String,
}

impl Had {
    /// Whether a page leads to this one.
    pub(crate) fn is_led_to(&self, page: &Got) -> bool {
        led_to(page) == self.path
    }
}

/// Where a page leads to its dictionary; empty where it does not.
fn led_to(got: &Got) -> String {
    let link = got.header("link").strip_prefix('<').unwrap_or_default();
    let path = link.strip_suffix(">; rel=\"compression-dictionary\"");
    path.unwrap_or_default().to_owned()
}

async fn fetched(door: &Router, page: &str) -> Had {
    fetched_of(door, HOST, page).await
}

/// What a page of a host leads to.
pub(crate) async fn fetched_of(door: &Router, host: &str, page: &str) -> Had {
    let path = led_to(&get(door, host, page).await);
    assert!(path.starts_with("/theme/shell/"), "{path}");
    let got = get(door, host, &path).await;
    assert_eq!(got.status, StatusCode::OK);
    let named = format!(":{}:", STANDARD.encode(Sha256::digest(&got.bytes)));
    Had {
        path,
        bytes: got.bytes,
        named,
    }
}

/// As a browser asks that has a dictionary.
async fn asks(door: &Router, path: &str, named: &str, tag: &str) -> Got {
    asks_in(ALL, door, path, named, tag).await
}

async fn asks_in(codings: &str, door: &Router, path: &str, named: &str, tag: &str) -> Got {
    let request = Request::get(path)
        .header("host", HOST)
        .header("accept-encoding", codings)
        .header("available-dictionary", named)
        .header("if-none-match", tag);
    ask(door, request).await
}

/// The text of an answer, by the dictionary.
pub(crate) fn text(got: &Got, had: &Had) -> Vec<u8> {
    let hash = Sha256::digest(&had.bytes);
    if got.header("content-encoding") == "dcz" {
        assert_eq!(got.bytes[..8], [0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0]);
        assert_eq!(got.bytes[8..40], hash[..]);
        // To the library that is a frame to be skipped.
        let library = zstd::stream::Decoder::with_dictionary(&got.bytes[..], &had.bytes);
        let mut text = Vec::new();
        library
            .expect("a context")
            .read_to_end(&mut text)
            .expect("Zstandard");
        return text;
    }
    assert_eq!(got.header("content-encoding"), "dcb");
    assert_eq!(got.bytes[..4], [0xff, 0x44, 0x43, 0x42]);
    assert_eq!(got.bytes[4..36], hash[..]);
    let mut decoder = brotli::Decompressor::new(&got.bytes[36..], 4096);
    assert!(decoder.attach_dictionary(had.bytes.clone().into()));
    let mut text = Vec::new();
    decoder.read_to_end(&mut text).expect("Brotli");
    text
}

#[tokio::test]
async fn the_next_article_of_a_returning_reader_weighs_less_than_a_kilobyte() {
    let gazette = Gazette::new().await;
    let first = publish(&gazette, "Ferry service resumes").await;
    let next = publish(&gazette, "Council approves the harbour budget").await;
    let door = door_by(&gazette, "https");
    let had = fetched(&door, &first).await;
    assert!(
        !String::from_utf8_lossy(&had.bytes).contains("resumes"),
        "no news in it"
    );
    let whole = get(&door, HOST, &next).await;
    assert_eq!(
        whole.header("vary"),
        "Accept-Encoding, Available-Dictionary"
    );
    assert_eq!(whole.header("cache-control"), "no-cache");
    for path in [&next, "/", "/news", "/imprint"] {
        let whole = get(&door, HOST, path).await;
        let got = asks(&door, path, &had.named, "").await;
        assert!(text(&got, &had) == whole.bytes, "{path}");
        assert_eq!(got.header("vary"), "Accept-Encoding, Available-Dictionary");
        let again = asks(&door, path, &had.named, got.header("etag")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_ne!(got.header("etag"), whole.header("etag"));
        let (bytes, all) = (got.bytes.len(), whole.bytes.len());
        assert!(bytes < NEXT_BYTES_MAX, "{path}: {bytes} of {all} bytes");
    }
    // After a deed it is the new page, as always.
    let going = Going::change(Class::Update, "news");
    let mut copy = sound("Council approves the harbour budget");
    copy.body = body(&["The harbour office of Porto Vero paid it on 2 March 2026."]);
    let mut session = gazette.paper.read().await.expect("a read");
    let leads = paper::addresses::follow(&mut session, gazette.title, &next).await;
    drop(session);
    let Ok(paper::addresses::Leads::Here(placement)) = leads else {
        panic!("no article at {next}");
    };
    publishing::change(
        &gazette.paper,
        &gazette.ines,
        placement.article,
        1,
        copy,
        going,
    )
    .await
    .expect("changed");
    let got = asks(&door, &next, &had.named, "").await;
    let now = text(&got, &had);
    assert!(String::from_utf8_lossy(&now).contains("paid it on 2 March"));
    assert_eq!(now, get(&door, HOST, &next).await.bytes);
}

#[tokio::test]
async fn whoever_has_no_dictionary_or_another_gets_the_page_whole() {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, "Ferry service resumes").await;
    let door = door_by(&gazette, "https");
    let had = fetched(&door, &path).await;
    let whole = get(&door, HOST, &path).await;
    let other = format!(":{}:", STANDARD.encode([7; 32]));
    let by = |coding: &'static str, named: &str| {
        let request = Request::get(path.as_str())
            .header("host", HOST)
            .header("accept-encoding", coding)
            .header("available-dictionary", named);
        ask(&door, request)
    };
    asks(&door, &path, &had.named, "").await;
    for (coding, named) in [
        ("gzip, br, dcb", other.as_str()),
        ("gzip, br, dcb", "x"),
        ("gzip, br, dcz", other.as_str()),
        ("*", had.named.as_str()),
        ("gzip, dcb;q=0, dcz;q=0", had.named.as_str()),
    ] {
        let got = by(coding, named).await;
        assert_eq!(got.header("content-encoding"), "gzip", "{coding} {named}");
    }
    // The validator of what was sent by a dictionary names nothing to who has none.
    let sent = by("gzip, dcb", &had.named).await;
    let tag = sent.header("etag").to_owned();
    let again = Request::get(path.as_str())
        .header("host", HOST)
        .header("accept-encoding", "gzip")
        .header("if-none-match", &tag);
    assert_eq!(ask(&door, again).await.status, StatusCode::OK);
    assert_eq!(get(&door, HOST, &path).await.bytes, whole.bytes);
}

#[tokio::test]
async fn who_takes_zstandard_and_no_brotli_gets_the_next_page_by_the_dictionary_too() {
    let gazette = Gazette::new().await;
    let first = publish(&gazette, "Ferry service resumes").await;
    let next = publish(&gazette, "Council approves the harbour budget").await;
    let door = door_by(&gazette, "https");
    let had = fetched(&door, &first).await;
    for path in [&next, "/", "/news", "/imprint"] {
        let whole = get(&door, HOST, path).await;
        let by = |codings, tag| asks_in(codings, &door, path, &had.named, tag);
        let got = by("gzip, br, zstd, dcz", "").await;
        assert_eq!(got.header("content-encoding"), "dcz", "{path}");
        assert!(text(&got, &had) == whole.bytes, "{path}");
        assert_eq!(got.header("vary"), "Accept-Encoding, Available-Dictionary");
        let again = by("gzip, dcz", got.header("etag")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(again.header("etag"), got.header("etag"));
        // Who takes both gets the smaller, unless he says what he likes better; each has its validator.
        let other = by(ALL, "").await;
        let brotli = by("dcb", "").await;
        assert_eq!(brotli.header("content-encoding"), "dcb", "{path}");
        assert_ne!(brotli.header("etag"), got.header("etag"));
        let smaller = brotli.bytes.len().min(got.bytes.len());
        assert_eq!(other.bytes.len(), smaller, "{path}");
        let better = by("dcb;q=0.5, dcz", "").await;
        assert_eq!(better.bytes, got.bytes, "{path}");
        let unknown = by("gzip, dcb", got.header("etag")).await;
        assert_eq!(unknown.status, StatusCode::OK, "{path}");
        let (bytes, all) = (got.bytes.len(), whole.bytes.len());
        assert!(bytes < 2 * NEXT_BYTES_MAX, "{path}: {bytes} of {all} bytes");
    }
    let head = Request::head(next.as_str())
        .header("host", HOST)
        .header("accept-encoding", "dcz")
        .header("available-dictionary", &had.named);
    let head = ask(&door, head).await;
    assert_eq!(head.header("content-encoding"), "dcz");
}

#[tokio::test]
async fn a_dictionary_is_kept_for_ever_and_another_look_is_another_dictionary() {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, "Ferry service resumes").await;
    let door = door_by(&gazette, "https");
    let had = fetched(&door, &path).await;
    let got = get(&door, HOST, &had.path).await;
    assert_eq!(
        got.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(
        got.header("use-as-dictionary"),
        "match=\"/*\", match-dest=(\"document\")"
    );
    // Nothing of the news is in it: it stays the same whatever is published, and wherever it is made.
    publish(&gazette, "A second ferry is bought").await;
    let other = fetched(&door_by(&gazette, "https"), "/").await;
    assert_eq!((&other.path, &other.bytes), (&had.path, &had.bytes));
    let settle = Settle {
        motto: Some("Another motto".to_owned()),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
        .await
        .expect("settled");
    let new = fetched(&door, &path).await;
    assert_ne!(new.path, had.path);
    assert_eq!(
        get(&door, HOST, &had.path).await.status,
        StatusCode::NOT_FOUND
    );
    let whole = asks(&door, &path, &had.named, "").await;
    assert_eq!(whole.header("content-encoding"), "gzip");
    let differs = asks(&door, &path, &new.named, "").await;
    assert_eq!(differs.header("content-encoding"), "dcb");
}

#[tokio::test]
async fn where_somebody_could_have_changed_it_or_it_does_not_pay_there_is_none() {
    let gazette = Gazette::new().await;
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    assert_eq!(
        led_to(&get(&door(&gazette), HOST, &path).await),
        "",
        "by http"
    );
    let mut unkept = site_keeping(&gazette, 0);
    unkept.reach.scheme = "https".to_owned();
    assert_eq!(led_to(&get(&web::app(unkept), HOST, &path).await), "");
    let door = door_by(&gazette, "https");
    for other in ["/feed.xml", "/robots.txt", "/search?q=ferry", "/nothing"] {
        assert_eq!(led_to(&get(&door, HOST, other).await), "", "{other}");
        assert_eq!(
            get(&door, HOST, other).await.header("vary"),
            "Accept-Encoding"
        );
    }
    // What was killed is told by its status, and is no page readers came for.
    let had = fetched(&door, &path).await;
    withdrawing::kill(
        &gazette.paper,
        &gazette.ines,
        published.article,
        "A court says so",
    )
    .await
    .expect("killed");
    let gone = asks(&door, &path, &had.named, "").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert_ne!(gone.header("content-encoding"), "dcb");
}

#[tokio::test]
async fn what_is_kept_for_returning_readers_counts_and_stays_within_the_memory() {
    const BYTES: u64 = 300_000;
    let gazette = Gazette::new().await;
    let mut paths = Vec::new();
    for n in 0..30 {
        paths.push(publish(&gazette, &format!("Ferry sails in state {n}")).await);
    }
    let mut site = site_keeping(&gazette, BYTES);
    site.reach.scheme = "https".to_owned();
    let pages = site.pages.clone();
    let door = web::app(site);
    let had = fetched(&door, &paths[0]).await;
    let before = pages.figures();
    let got = asks(&door, &paths[0], &had.named, "").await;
    let after = pages.figures();
    assert_eq!(after.bytes - before.bytes, got.bytes.len() as u64);
    let other = asks_in("dcz", &door, &paths[0], &had.named, "").await;
    let both = (got.bytes.len() + other.bytes.len()) as u64;
    assert_eq!(pages.figures().bytes - before.bytes, both);
    for (n, path) in paths.iter().enumerate() {
        let coding = ["dcb", "dcz"][n % 2];
        let got = asks_in(coding, &door, path, &had.named, "").await;
        assert_eq!(got.header("content-encoding"), coding, "{path}");
        assert!(pages.figures().bytes <= BYTES, "{:?}", pages.figures());
    }
}
