//! Pages that are kept: always the page that would be made now, made once, in so much memory and no more.

mod elsewhere;
pub(crate) mod life;
mod returning;

use crate::readers::HOST;
use crate::stage::{Gazette, ask, body, door_keeping, get, site_keeping, sound};
use axum::Router;
use http::{Request, StatusCode};
use life::Life;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going, Published};
use paper::fronts::{self, Slot};
use paper::{Paper, Place, articles};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use web::{Keeping, Pages};

/// Seeds of random lives.
const SEEDS: [u64; 2] = [9, 4_021];
/// Deeds of one.
const STEPS: usize = 32;

#[tokio::test]
async fn whatever_is_done_a_page_that_is_kept_is_the_page_made_afresh() {
    for seed in SEEDS {
        let mut life = Life::begin(seed).await;
        let mut done = Vec::new();
        for _ in 0..STEPS {
            let (deed, outcome) = life.act().await;
            let outcome_ok = outcome.is_ok();
            if let Err(error) = outcome {
                assert!(error.refusal().is_some(), "{deed} broke: {error}");
            }
            done.push(if outcome_ok { deed } else { 100 + deed });
            life.compare(&format!("{done:?} of seed {seed}")).await;
        }
    }
}

/// A copy whose headline bears a number.
fn numbered(n: u32) -> paper::copy::Copy {
    let mut copy = sound(&format!("Ferry sails in state {n}"));
    copy.body = body(&[
        &format!("State {n}. The harbour office of Porto Vero gave the timetable on 2 March 2026."),
        "Captain Luca Nardi said the crew had been on board since six in the morning.",
    ]);
    copy
}

/// The highest number behind "state" on a page.
fn state(page: &str) -> u32 {
    page.split("state ")
        .skip(1)
        .filter_map(|rest| rest.split(|sign: char| !sign.is_ascii_digit()).next())
        .filter_map(|digits| digits.parse().ok())
        .max()
        .unwrap_or(0)
}

/// Another process on the same record, where there can be one; else the same.
async fn another_node(gazette: &Gazette) -> Paper {
    match &gazette.place {
        Place::File(_) => gazette.paper.clone(),
        place @ Place::Server { .. } => Paper::open_with(
            place,
            &gazette.folder.path().join("media"),
            gazette.clock.clone(),
            Arc::new(cast::Counted::starting_at(1 << 40)),
        )
        .await
        .expect("the record"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_gets_a_page_older_than_the_last_deed_acknowledged_before_he_asked() {
    const STATES: u32 = 30;
    let gazette = Gazette::new().await;
    let door = door_keeping(&gazette, 10_000_000);
    let other = another_node(&gazette).await;
    let published = publish(&gazette, 0).await;
    let path = published.addresses[0].1.clone();
    let acknowledged = Arc::new(AtomicU32::new(0));
    let readers: Vec<_> = [
        "/",
        "/news",
        "/feed.xml",
        &path,
        &format!("{path}.json"),
        &format!("{path}/history"),
    ]
    .map(|path| {
        let (door, path, acknowledged) = (door.clone(), path.to_owned(), acknowledged.clone());
        tokio::spawn(async move {
            let mut asked = 0_u32;
            loop {
                let least = acknowledged.load(Ordering::SeqCst);
                let got = get(&door, HOST, &path).await;
                assert_eq!(got.status, StatusCode::OK, "{path}");
                let shown = state(&got.text());
                assert!(shown >= least, "{path} shows {shown} after {least}");
                asked += 1;
                // What is ready waits for nothing, and would let nobody else on.
                tokio::task::yield_now().await;
                if least == STATES {
                    return asked;
                }
            }
        })
    })
    .into_iter()
    .collect();
    for n in 1..=STATES {
        let going = Going::change(Class::Update, "news");
        publishing::change(
            &other,
            &gazette.ines,
            published.article,
            n,
            numbered(n),
            going,
        )
        .await
        .expect("changed");
        acknowledged.store(n, Ordering::SeqCst);
    }
    for reader in readers {
        assert!(reader.await.expect("no old page") > 0);
    }
    if matches!(gazette.place, Place::Server { .. }) {
        other.close().await;
    }
}

async fn publish(gazette: &Gazette, n: u32) -> Published {
    let filing = gazette.filing(numbered(n));
    articles::publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published")
}

/// A door and the pages it keeps.
fn keeping(gazette: &Gazette, bytes: u64) -> (Router, Pages) {
    let site = site_keeping(gazette, bytes);
    let pages = site.pages.clone();
    (web::app(site), pages)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_that_a_hundred_readers_ask_for_at_once_is_made_once() {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, 0).await.addresses[0].1.clone();
    let (door, pages) = keeping(&gazette, 10_000_000);
    let readers: Vec<_> = (0..100)
        .map(|_| {
            let (door, path) = (door.clone(), path.clone());
            tokio::spawn(async move { get(&door, HOST, &path).await.bytes })
        })
        .collect();
    let mut got = Vec::new();
    for reader in readers {
        got.push(reader.await.expect("a page"));
    }
    assert!(got.iter().all(|page| *page == got[0] && !page.is_empty()));
    assert_eq!(pages.figures().made, 1);
    for also in [
        "?utm_source=x",
        "?fbclid=1&utm_medium=y",
        "?comments=1",
        "?page=7",
        "?order=oldest",
    ] {
        let other = get(&door, HOST, &format!("{path}{also}")).await;
        assert_eq!(other.bytes, got[0], "{also}");
    }
    assert_eq!(
        pages.figures().made,
        1,
        "what a page does not depend on makes no other"
    );
    get(&door, HOST, &format!("{path}?order=newest")).await;
    assert_eq!(pages.figures().made, 2);
}

#[tokio::test]
async fn a_sweep_stays_within_its_memory_and_throws_out_no_page_that_is_read() {
    const BYTES: u64 = 600_000;
    let gazette = Gazette::new().await;
    let mut paths = Vec::new();
    for n in 0..40 {
        paths.push(publish(&gazette, n).await.addresses[0].1.clone());
    }
    let (door, pages) = keeping(&gazette, BYTES);
    for _ in 0..3 {
        get(&door, HOST, "/").await;
    }
    for path in &paths {
        for end in ["", "/history", ".json", "?revision=1"] {
            let got = get(&door, HOST, &format!("{path}{end}")).await;
            assert_eq!(got.status, StatusCode::OK, "{path}{end}");
            let figures = pages.figures();
            assert!(figures.bytes <= BYTES, "{figures:?}");
        }
        get(&door, HOST, "/").await;
    }
    let swept = pages.figures();
    assert!(swept.bytes > BYTES / 2 && swept.pages < 160, "{swept:?}");
    get(&door, HOST, "/").await;
    assert_eq!(pages.figures().made, 161, "the front was made once");
}

#[tokio::test]
async fn made_up_addresses_throw_out_no_page() {
    const BYTES: u64 = 600_000;
    let gazette = Gazette::new().await;
    let (door, pages) = keeping(&gazette, BYTES);
    let path = publish(&gazette, 0).await.addresses[0].1.clone();
    // Read once: nothing speaks for it but that it is there.
    get(&door, HOST, &path).await;
    for n in 0..150 {
        let got = get(&door, HOST, &format!("/made-up-{n}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND);
        get(&door, HOST, &format!("/led-on-{n}/")).await;
    }
    let before = pages.figures();
    assert!(before.bytes <= BYTES / 8, "{before:?}");
    get(&door, HOST, &path).await;
    assert_eq!(pages.figures().made, before.made);
}

#[tokio::test]
async fn a_pin_leaves_the_front_by_the_clock_before_anybody_frees_its_place() {
    let gazette = Gazette::new().await;
    let old = publish(&gazette, 0).await;
    gazette.later(60);
    publish(&gazette, 1).await;
    let (door, _) = keeping(&gazette, 10_000_000);
    let mut session = gazette.paper.read().await.expect("a read");
    let placements = articles::placements(&mut session, old.article)
        .await
        .expect("placements");
    drop(session);
    let until = gazette.paper.now() + jiff::SignedDuration::from_mins(10);
    let (paper, by) = (&gazette.paper, &gazette.ines);
    fronts::pin(
        paper,
        by,
        gazette.title,
        Slot::Lead,
        0,
        placements[0].id,
        Some(until),
    )
    .await
    .expect("pinned");
    let pinned = get(&door, HOST, "/").await;
    gazette.later(9);
    assert_eq!(get(&door, HOST, "/").await.bytes, pinned.bytes);
    gazette.later(1);
    let freed = get(&door, HOST, "/").await;
    assert_ne!(freed.bytes, pinned.bytes);
    let afresh = get(&door_keeping(&gazette, 0), HOST, "/").await;
    assert_eq!(freed.bytes, afresh.bytes);
}

#[tokio::test]
async fn what_is_ready_is_answered_without_asking_anybody_and_only_while_it_is_right() {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, 0).await.addresses[0].1.clone();
    let site = site_keeping(&gazette, 10_000_000);
    let door = web::app(site.clone());
    let ready = |method: &str| {
        let request = Request::builder()
            .method(method)
            .uri(path.as_str())
            .header("host", HOST)
            .body(())
            .expect("a request");
        site.ready(&request)
    };
    assert!(ready("GET").is_none(), "nobody has asked yet");
    let got = get(&door, HOST, &path).await;
    match gazette.place {
        Place::File(_) => {
            let now = ready("GET").expect("the page");
            let mut routed = got.headers.clone();
            routed.remove("content-length");
            assert_eq!((now.status(), now.headers()), (StatusCode::OK, &routed));
            assert_eq!(now.body(), &got.bytes);
            assert!(ready("HEAD").is_some());
        }
        // Others may have written since, and the server has to be asked.
        Place::Server { .. } => assert!(ready("GET").is_none()),
    }
    assert!(ready("POST").is_none());
    publish(&gazette, 1).await;
    // A deed was done. The page may have been made again meanwhile; it is not given out as it was.
    let afresh = get(&door_keeping(&gazette, 0), HOST, &path).await;
    assert_ne!(
        afresh.bytes, got.bytes,
        "another text is offered at its end"
    );
    assert!(ready("GET").is_none_or(|now| *now.body() == afresh.bytes));
}

#[tokio::test]
async fn a_page_that_stays_is_made_smaller_and_whoever_has_it_still_has_it() {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, 0).await.addresses[0].1.clone();
    let mut site = site_keeping(&gazette, 0);
    site.pages = Pages::new(Keeping {
        bytes: 10_000_000,
        stay: Duration::ZERO,
    });
    let door = web::app(site);
    let asks = async |coding: &str, has: &str| {
        let request = Request::get(&path)
            .header("host", HOST)
            .header("accept-encoding", coding)
            .header("if-none-match", has);
        ask(&door, request).await
    };
    let plain = asks("identity", "").await;
    let before = asks("gzip, br", "").await;
    assert_eq!(before.header("content-encoding"), "gzip");
    // Each time it is given out lets the other tasks go on; it becomes smaller at some time.
    let mut tries = 0_u32;
    let after = loop {
        let got = asks("gzip, br", "").await;
        if got.header("content-encoding") == "br" {
            break got;
        }
        tries += 1;
        assert!(tries < 1_000_000, "it never becomes smaller");
        tokio::task::yield_now().await;
    };
    assert!(after.bytes.len() < before.bytes.len());
    assert_eq!(after.header("vary"), "Accept-Encoding");
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut after.bytes.as_slice(), &mut text).expect("Brotli");
    assert_eq!(text, plain.bytes);
    let tags = [&plain, &before, &after].map(|got| got.header("etag").to_owned());
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2]);
    for tag in &tags {
        let again = asks("gzip, br", tag).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{tag}");
        assert_eq!(again.header("etag"), tag);
        assert!(again.bytes.is_empty() && again.header("content-encoding").is_empty());
    }
    assert_eq!(asks("gzip;q=1, br;q=0.5", "").await.bytes, before.bytes);
    assert_eq!(
        asks("gzip", &tags[2]).await.status,
        StatusCode::OK,
        "a coding he does not take"
    );
    assert_eq!(asks("gzip, br", "\"other\"").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_readers_ask_for_is_made_again_before_the_next_of_them_comes() {
    let gazette = Gazette::new().await;
    publish(&gazette, 0).await;
    let (door, pages) = keeping(&gazette, 10_000_000);
    for path in ["/", "/", "/news", "/feed.xml", "/feed.xml"] {
        get(&door, HOST, path).await;
    }
    assert_eq!(pages.figures().made, 3);
    publish(&gazette, 1).await;
    // The front and the feed were asked for again, the section was not.
    let mut tries = 0_u32;
    while pages.figures().made < 5 {
        tries += 1;
        assert!(tries < 10_000_000, "{:?}", pages.figures());
        tokio::task::yield_now().await;
    }
    assert!(get(&door, HOST, "/").await.text().contains("state 1"));
    assert!(
        get(&door, HOST, "/feed.xml")
            .await
            .text()
            .contains("state 1")
    );
    assert_eq!(pages.figures().made, 5);
    get(&door, HOST, "/news").await;
    assert_eq!(pages.figures().made, 6);
}

#[tokio::test]
async fn whoever_writes_a_theme_sees_every_page_made_anew() {
    let gazette = Gazette::new().await;
    let mut site = site_keeping(&gazette, 10_000_000);
    site.press = Arc::new(press::Press::new(press::Settings {
        live_reload: true,
        ..press::Settings::default()
    }));
    let pages = site.pages.clone();
    let door = web::app(site);
    for _ in 0..2 {
        assert_eq!(get(&door, HOST, "/").await.status, StatusCode::OK);
    }
    assert_eq!(pages.figures().pages, 0);
}
