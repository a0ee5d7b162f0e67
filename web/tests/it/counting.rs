//! What is counted of what readers ask for, what is not, and what is kept of them: nothing.

use crate::stage::*;
use axum::Router;
use axum::extract::ConnectInfo;
use http::{Request, StatusCode};
use paper::articles::withdrawing;
use paper::figures;
use paper::id::ArticleId;
use paper::reading::figures::{FiguresFacts, Period, of_title};
use paper::titles::{self, Settings, Settle, Title};
use paper::{Place, Session, articles, changes, keeping};
use std::net::SocketAddr;
use web::Tally;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/// What a browser sends.
fn browser(path: &str) -> http::request::Builder {
    Request::get(path)
        .header("host", "gazette.test")
        .header("user-agent", FIREFOX)
        .header("accept-language", "it-IT,it;q=0.9")
}

fn from(address: &str, request: http::request::Builder) -> http::request::Builder {
    let address: SocketAddr = format!("{address}:4711").parse().expect("an address");
    request.extension(ConnectInfo(address))
}

async fn gazette(session: &mut Session) -> Title {
    titles::named(session, "gazette").await.expect("a title")
}

async fn told(gazette: &Gazette, tally: &Tally, period: Period) -> FiguresFacts {
    tally.write(&gazette.paper).await.expect("written");
    let mut session = gazette.paper.read().await.expect("a read");
    let title = self::gazette(&mut session).await;
    let now = gazette.paper.now();
    of_title(&mut session, &gazette.tomas, &title, period, now)
        .await
        .expect("figures")
}

/// An article that is out, and its address.
async fn article(gazette: &Gazette, headline: &str) -> (ArticleId, String) {
    let published = gazette.published(headline).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let placements = articles::placements(&mut session, published.article).await;
    let path = placements.expect("placements")[0].path.clone();
    (published.article, path.expect("an address"))
}

async fn read(door: &Router, path: &str, times: u32) {
    for _ in 0..times {
        let got = ask(door, browser(path)).await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text());
    }
}

#[tokio::test]
async fn a_page_is_counted_when_a_reader_gets_it_and_not_when_a_robot_does() {
    let gazette = Gazette::new().await;
    let (id, path) = article(&gazette, "Ferry stops at noon").await;
    let (door, tally) = counting_door(&gazette);

    let got = ask(&door, browser(&path)).await;
    let tag = got.header("etag").to_owned();
    let again = ask(&door, browser(&path).header("if-none-match", tag)).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    read(&door, "/", 3).await;
    read(&door, "/news", 1).await;
    read(&door, "/imprint", 1).await;

    let not_counted = [
        browser(&path).method("HEAD"),
        browser(&path).header("sec-purpose", "prefetch;prerender"),
        browser(&path).header("purpose", "prefetch"),
        Request::get(&path).header("host", "gazette.test"),
        Request::get(&path)
            .header("host", "gazette.test")
            .header("user-agent", FIREFOX),
        Request::get(&path)
            .header("host", "gazette.test")
            .header("accept-language", "en")
            .header(
                "user-agent",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            ),
        browser("/nothing/there"),
        browser(&format!("{path}/")),
        browser(&format!("{path}.json")),
        browser("/robots.txt"),
        Request::get(&path)
            .header("host", "elsewhere.test")
            .header("accept-language", "en")
            .header("user-agent", FIREFOX),
    ];
    for request in not_counted {
        ask(&door, request).await;
    }

    let facts = told(&gazette, &tally, Period::Today).await;
    let pages = facts.pages;
    assert_eq!(
        (
            facts.views,
            pages.articles,
            pages.front,
            pages.sections,
            pages.others
        ),
        (7, 2, 3, 1, 1)
    );
    let [first] = facts.articles.as_slice() else {
        panic!("one article was read: {:?}", facts.articles)
    };
    assert_eq!((first.article, first.views), (id, 2));
    assert_eq!(first.path.as_deref(), Some(path.as_str()));
    assert_eq!(first.headline, "Ferry stops at noon");
    assert_eq!(
        facts.series[9].views,
        Some(7),
        "in the hour it was read: {:?}",
        facts.series
    );

    let facts = told(&gazette, &tally, Period::Today).await;
    assert_eq!(facts.views, 7, "what was written is not written again");
}

#[tokio::test]
async fn of_where_a_reader_comes_from_the_host_is_kept_and_nothing_else() {
    let gazette = Gazette::new().await;
    let (door, tally) = counting_door(&gazette);
    let come = async |referrer: &str, more: &[(&str, &str)]| {
        let mut request = browser("/");
        if !referrer.is_empty() {
            request = request.header("referer", referrer);
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        assert_eq!(ask(&door, request).await.status, StatusCode::OK);
    };
    come("https://www.search.example/?q=ferry", &[]).await;
    come("https://search.example/", &[]).await;
    come("https://Forum.example/thread/12#last", &[]).await;
    come("http://192.0.2.9/page", &[]).await;
    come("", &[]).await;
    // One's own, and those who ask not to be followed.
    come("http://gazette.test/news", &[]).await;
    come("http://www.gazette.test/news", &[]).await;
    come("https://friend.example/", &[("sec-gpc", "1")]).await;
    come("https://friend.example/", &[("dnt", "1")]).await;
    come("", &[("sec-gpc", "1")]).await;

    let facts = told(&gazette, &tally, Period::Today).await;
    assert_eq!(facts.views, 10, "each of them read the page");
    let hosts: Vec<(&str, u64)> = facts
        .origins
        .hosts
        .iter()
        .map(|one| (one.host.as_str(), one.views))
        .collect();
    assert_eq!(hosts, [("search.example", 2), ("forum.example", 1)]);
    assert_eq!((facts.origins.others, facts.origins.untold), (1, 1));
}

#[tokio::test]
async fn nothing_of_a_reader_is_in_the_record_after_they_read() {
    let gazette = Gazette::new().await;
    let (_, path) = article(&gazette, "Ferry stops at noon").await;
    let (door, tally) = counting_door(&gazette);
    for path in [path.as_str(), "/feed.xml"] {
        let request = Request::get(path)
            .header("host", "gazette.test")
            .header("accept-language", "rm-CH")
            .header(
                "user-agent",
                "Mozilla/5.0 (Zwiebelphone 77) TelltaleReader/4.2",
            )
            .header("referer", "https://friends.example/inbox/ada?letter=9fz3")
            .header("cookie", "crumb=telltale-cookie");
        let got = ask(&door, from("198.51.100.77", request)).await;
        assert_eq!(got.status, StatusCode::OK);
    }
    tally.write(&gazette.paper).await.expect("written");

    let mut session = gazette.paper.read().await.expect("a read");
    let kept: Vec<(String,)> = session
        .all(
            "SELECT host FROM figures_hosts UNION ALL SELECT service FROM figures_feeds UNION ALL SELECT feed FROM figures_feeds
             UNION ALL SELECT page FROM figures_hours ORDER BY 1",
            (),
        )
        .await
        .expect("all words kept");
    let kept: Vec<&str> = kept.iter().map(|(word,)| word.as_str()).collect();
    assert_eq!(kept, ["", "all", "article", "friends.example", "title"]);
    let readers: Vec<(i64,)> = session
        .all("SELECT readers FROM figures_feeds", ())
        .await
        .expect("readers");
    assert_eq!(readers, [(1,)]);
    drop(session);

    if let Place::File(file) = &gazette.place {
        gazette.paper.close().await;
        let mut bytes = std::fs::read(file).expect("the record");
        let log = file.with_extension("db-wal");
        bytes.extend(std::fs::read(log).unwrap_or_default());
        let holds = |words: &[u8]| bytes.windows(words.len()).any(|part| part == words);
        assert!(holds(b"friends.example"), "we look in the right place");
        for words in [
            "Zwiebelphone",
            "Telltale",
            "telltale-cookie",
            "rm-CH",
            "198.51.100.77",
            "inbox",
            "9fz3",
        ] {
            assert!(!holds(words.as_bytes()), "{words} is in the record");
        }
        assert!(
            !holds(&[198, 51, 100, 77]),
            "the address is in the record as bytes"
        );
    }
}

#[tokio::test]
async fn readers_of_feeds_are_those_services_tell_of_and_those_who_come_by_themselves() {
    let gazette = Gazette::new().await;
    let (door, tally) = counting_door(&gazette);
    let fetch = async |path: &str, address: &str, agent: &str| {
        let request = Request::get(path)
            .header("host", "gazette.test")
            .header("user-agent", agent);
        let got = ask(&door, from(address, request)).await;
        assert_eq!(got.status, StatusCode::OK);
    };
    let feedly = |n: u32| {
        format!(
            "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {n} subscribers; like FeedFetcher-Google)"
        )
    };
    fetch("/feed.xml", "203.0.113.1", &feedly(42)).await;
    fetch("/feed.atom", "203.0.113.2", &feedly(40)).await;
    fetch(
        "/feed.xml",
        "203.0.113.3",
        "NewsBlur Feed Fetcher - 7 subscribers - http://www.newsblur.com/",
    )
    .await;
    for address in [
        "198.51.100.1",
        "198.51.100.2",
        "198.51.100.3",
        "198.51.100.1",
    ] {
        fetch(
            "/feed.json",
            address,
            "NetNewsWire (RSS Reader; https://netnewswire.com/)",
        )
        .await;
    }
    // The same address with another program is another reader; a number of nobody's counts as one; a robot as none.
    fetch("/feed.xml", "198.51.100.1", "Liferea/1.15").await;
    fetch(
        "/feed.xml",
        "198.51.100.9",
        "Nobody/1.0 (5000000 subscribers)",
    )
    .await;
    fetch("/feed.xml", "198.51.100.8", "Googlebot/2.1").await;
    fetch("/corrections/feed.xml", "198.51.100.1", "Liferea/1.15").await;

    let facts = told(&gazette, &tally, Period::Today).await;
    assert_eq!(facts.views, 0, "a feed is no page");
    let [all, corrections] = facts.feeds.as_slice() else {
        panic!("two feeds: {:?}", facts.feeds)
    };
    let services: Vec<(&str, u64)> = all
        .services
        .iter()
        .map(|one| (one.name.as_str(), one.readers))
        .collect();
    assert_eq!(services, [("Feedly", 42), ("NewsBlur", 7)]);
    assert_eq!((all.page.as_str(), all.alone, all.readers), ("/", 5, 54));
    assert_eq!(
        (corrections.page.as_str(), corrections.readers),
        ("/corrections", 1)
    );

    // Another day, another secret: of the two days the fuller one stands.
    gazette.later(24 * 60);
    fetch("/feed.xml", "198.51.100.1", "Liferea/1.15").await;
    let facts = told(&gazette, &tally, Period::Week).await;
    assert_eq!(facts.feeds[0].alone, 5);
    let facts = told(&gazette, &tally, Period::Today).await;
    assert_eq!(facts.feeds[0].alone, 1);
}

/// The headlines of the block of the most read, in order; nothing where there is no block.
fn block(page: &str) -> Vec<String> {
    let Some((_, rest)) = page.split_once("id=\"most-read\"") else {
        return Vec::new();
    };
    let (block, _) = rest.split_once("</section>").expect("the end of the block");
    block
        .split("<a href=\"/")
        .skip(1)
        .filter_map(|link| Some(link.split_once('>')?.1.split_once('<')?.0.to_owned()))
        .collect()
}

#[tokio::test]
async fn the_front_shows_the_most_read_where_the_title_wants_it_and_nothing_that_is_gone() {
    let gazette = Gazette::new().await;
    let mut out = Vec::new();
    for headline in [
        "Ferry stops",
        "Pier mended",
        "Market moves",
        "Bells ring",
        "Tide comes",
        "Fog lifts",
        "Nobody reads",
        "Old news",
    ] {
        out.push(article(&gazette, headline).await);
    }
    let (door, tally) = counting_door(&gazette);
    read(&door, &out[7].1, 50).await;
    gazette.later(25 * 60);
    for (place, times) in [(0, 4), (1, 9), (2, 8), (3, 7), (4, 6), (5, 5), (6, 2)] {
        read(&door, &out[place].1, times).await;
    }
    tally.write(&gazette.paper).await.expect("written");
    let front = async || get(&door, "gazette.test", "/").await.text();
    assert!(block(&front().await).is_empty(), "nobody asked for it");

    let shows = async |most_read: bool, theme: &str| {
        let mut session = gazette.paper.read().await.expect("a read");
        let title = self::gazette(&mut session).await;
        drop(session);
        let change = Settle {
            theme: Some(theme.to_owned()),
            settings: Some(Settings {
                most_read,
                ..title.settings.clone()
            }),
            ..Settle::default()
        };
        titles::settle(&gazette.paper, &gazette.ines, title.id, &change)
            .await
            .expect("settled");
        tally.write(&gazette.paper).await.expect("written");
    };
    shows(true, "broadsheet").await;
    let five = [
        "Pier mended",
        "Market moves",
        "Bells ring",
        "Tide comes",
        "Fog lifts",
    ];
    assert_eq!(block(&front().await), five, "five, of the last day");

    // What is taken away is gone with the next request, before anything is counted again.
    let note = "It never happened";
    withdrawing::withdraw(&gazette.paper, &gazette.ines, out[1].0, note)
        .await
        .expect("withdrawn");
    withdrawing::kill(&gazette.paper, &gazette.ines, out[2].0, note)
        .await
        .expect("killed");
    let left = ["Bells ring", "Tide comes", "Fog lifts", "Ferry stops"];
    assert_eq!(
        block(&front().await),
        left,
        "two views are too few for the next"
    );
    shows(true, "plain").await;
    assert_eq!(block(&front().await), left);
    shows(false, "broadsheet").await;
    assert!(block(&front().await).is_empty());
}

#[tokio::test]
async fn a_front_changes_with_a_row_of_changes_only_when_its_list_does() {
    let gazette = Gazette::new().await;
    let (_, path) = article(&gazette, "Ferry stops").await;
    let mut session = gazette.paper.read().await.expect("a read");
    let title = self::gazette(&mut session).await;
    drop(session);
    let change = Settle {
        settings: Some(Settings {
            most_read: true,
            ..title.settings.clone()
        }),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.ines, title.id, &change)
        .await
        .expect("settled");
    let (door, tally) = counting_door(&gazette);
    let since = async |seq: i64| {
        let mut session = gazette.paper.read().await.expect("a read");
        changes::after(&mut session, seq).await.expect("changes")
    };
    let before = since(0).await.len() as i64;
    read(&door, &path, 2).await;
    tally.write(&gazette.paper).await.expect("written");
    assert!(since(before).await.is_empty(), "counting changes no page");
    read(&door, &path, 1).await;
    tally.write(&gazette.paper).await.expect("written");
    let rows = since(before).await;
    let [row] = rows.as_slice() else {
        panic!("one change: {rows:?}")
    };
    assert_eq!(row.deed, "figures.most-read");
    assert!(row.traces.fronts.contains(&gazette.title) && row.traces.titles.is_empty());
    read(&door, &path, 5).await;
    tally.write(&gazette.paper).await.expect("written");
    assert_eq!(since(before).await.len(), 1, "the list is the same");
    let remarks = keeping::examine(&gazette.paper).await.expect("examined");
    assert!(
        remarks
            .iter()
            .all(|remark| !remark.what.contains("figures")),
        "{remarks:?}"
    );
    assert_eq!(figures::MOST_READ_SHOWN, 5);
}

#[tokio::test]
async fn words_are_kept_once_many_have_searched_for_them_and_never_what_may_be_somebodys_own() {
    let gazette = Gazette::new().await;
    article(&gazette, "Ferry stops at noon").await;
    let (door, tally) = searched_and_counting_door(&gazette).await;
    read(&door, "/search?q=Ferry", 4).await;
    read(&door, "/search?q=dromedary", 5).await;
    read(&door, "/search?q=ada@example.org", 9).await;
    read(&door, "/search?q=%2B39+041+5551234", 9).await;
    let page = Request::get("/search?q=ferry").header("host", "gazette.test");
    ask(&door, page).await;
    let private = browser("/search?q=ferry").header("sec-gpc", "1");
    ask(&door, private).await;

    let words = async |period: Period| {
        let facts = told(&gazette, &tally, period).await;
        let told = facts.searches.into_iter();
        told.map(|one| (one.words, one.times, one.without))
            .collect::<Vec<_>>()
    };
    let dromedary = ("dromedary".to_owned(), 5, 5);
    assert_eq!(words(Period::Today).await, std::slice::from_ref(&dromedary));
    let mut session = gazette.paper.read().await.expect("a read");
    let (rows,): (i64,) = session
        .one("SELECT COUNT(*) FROM figures_words", ())
        .await
        .expect("a number");
    drop(session);
    assert_eq!(rows, 1, "what was asked seldom is written nowhere");

    // Turned pages and narrowed finds are no further questions.
    read(&door, "/search?q=ferry&kind=brief", 3).await;
    assert_eq!(words(Period::Today).await, std::slice::from_ref(&dromedary));
    read(&door, "/search?q=%20FERRY", 3).await;
    let ferry = ("ferry".to_owned(), 7, 0);
    assert_eq!(
        words(Period::Today).await,
        [ferry.clone(), dromedary.clone()]
    );
    // A day later what was asked before counts no more towards the number.
    gazette.later(60 * 24);
    read(&door, "/search?q=lighthouse", 4).await;
    gazette.later(60 * 24);
    read(&door, "/search?q=lighthouse", 4).await;
    assert_eq!(words(Period::Week).await, [ferry, dromedary]);
}
