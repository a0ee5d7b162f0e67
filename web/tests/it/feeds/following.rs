//! How a feed is followed: its past, its validators, its names.

use super::*;
use markup::Picture;
use paper::pictures::{self, NewPicture};
use std::collections::BTreeSet;

/// Follows `prev-archive` to the end; ids in order, and the address of each archive document.
async fn follow(door: &Router) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut archives) = (Vec::new(), Vec::new());
    let mut next = Some("/feed.atom".to_owned());
    while let Some(path) = next {
        ids.extend(read(door, &path).await.into_iter().map(|(id, ..)| id));
        let text = get(door, HOST, &path).await.text();
        next = strict::parse(&text)
            .all(ATOM, "link")
            .find(|link| link.attribute("rel") == "prev-archive")
            .map(|link| link.attribute("href").replace("http://gazette.test", ""));
        archives.extend(next.clone());
    }
    (ids, archives)
}

#[tokio::test]
async fn archive_documents_hold_everything_and_do_not_change_with_the_news() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let mut all = BTreeSet::new();
    let mut first = None;
    for n in 0..PAGE_SIZE * 2 + 10 {
        // Two months, so that a month's last part is shorter.
        gazette.later(if n == PAGE_SIZE + 5 { 60 * 24 * 31 } else { 1 });
        let article = gazette
            .published(&format!("Ferry number {n}"))
            .await
            .article;
        first.get_or_insert(article);
        all.insert(format!("urn:uuid:{article}"));
    }
    let (ids, archives) = follow(&door).await;
    assert_eq!(
        ids.iter().cloned().collect::<BTreeSet<_>>(),
        all,
        "nothing is missing"
    );
    assert_eq!(
        archives,
        [
            "/feed.atom?archive=2026-04-1",
            "/feed.atom?archive=2026-03-2",
            "/feed.atom?archive=2026-03-1"
        ]
    );
    let mut before = Vec::new();
    for path in &archives[1..] {
        before.push(get(&door, HOST, path).await.text());
    }
    gazette.later(1);
    gazette.published("One more").await;
    for (path, before) in archives[1..].iter().zip(&before) {
        assert_eq!(
            get(&door, HOST, path).await.text(),
            *before,
            "{path} is the same"
        );
    }
    // A text that goes leaves its place to nobody.
    let first = first.expect("the first");
    withdrawing::kill(&gazette.paper, &gazette.ines, first, "Court order")
        .await
        .expect("killed");
    assert_eq!(
        get(&door, HOST, &archives[1]).await.text(),
        before[0],
        "only its own document changes"
    );
    let changed = read(&door, &archives[2]).await;
    assert!(
        changed
            .iter()
            .any(|(id, headline, _)| *id == format!("urn:uuid:{first}")
                && headline.starts_with("Withdrawn"))
    );
    for path in [
        "/feed.atom?archive=2026-04-3",
        "/feed.atom?archive=2026-03-3",
        "/feed.atom?archive=x",
        "/feed.atom?archive=1999-01-1",
        "/feed.atom?archive=",
    ] {
        assert_eq!(
            get(&door, HOST, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_feed_unchanged_is_not_sent_again_in_either_coding() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    gazette.published("Ferry service resumes").await;
    gazette.later(1);
    for form in FORMS {
        let request = |coding: &str| {
            Request::get(format!("/feed.{form}"))
                .header("host", HOST)
                .header("accept-encoding", coding)
        };
        let plain = ask(&door, request("identity")).await;
        let packed = ask(&door, request("gzip")).await;
        assert_eq!(
            (
                plain.header("content-encoding"),
                packed.header("content-encoding")
            ),
            ("", "gzip")
        );
        assert_ne!(
            plain.header("etag"),
            packed.header("etag"),
            "each coding has its own"
        );
        assert_eq!(
            plain.header("last-modified"),
            "Mon, 02 Mar 2026 08:00:00 GMT"
        );
        let same = |got: &Got| got.status == StatusCode::NOT_MODIFIED && got.bytes.is_empty();
        for (coding, got) in [("identity", &plain), ("gzip", &packed)] {
            let by_tag = ask(
                &door,
                request(coding).header("if-none-match", got.header("etag")),
            )
            .await;
            assert!(same(&by_tag), "{form} {coding}");
            assert_eq!(
                (
                    by_tag.header("etag"),
                    by_tag.header("vary"),
                    by_tag.header("cache-control")
                ),
                (got.header("etag"), "Accept-Encoding", "no-cache")
            );
            let by_date = ask(
                &door,
                request(coding).header("if-modified-since", got.header("last-modified")),
            )
            .await;
            assert!(same(&by_date) && by_date.header("content-encoding").is_empty());
        }
        let crossed = ask(
            &door,
            request("identity")
                .header("if-none-match", packed.header("etag"))
                .header("if-modified-since", plain.header("last-modified")),
        )
        .await;
        assert_eq!(crossed.status, StatusCode::OK, "the tag alone counts");
    }
    gazette.published("A second ferry is bought").await;
    let fresh = get(&door, HOST, "/feed.xml").await;
    assert_eq!(
        fresh.header("last-modified"),
        "",
        "the second is not over: a date would not tell changes apart"
    );
}

#[tokio::test]
async fn an_article_on_two_titles_is_one_entry_for_who_follows_both() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let sister = found_title(
        &gazette.paper,
        &gazette.operator,
        "lantern",
        "The Lantern",
        "lantern.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(sister),
        None,
    )
    .await
    .expect("a grant");
    let ines = Actor::of(&gazette.paper, "ines").await.expect("ines");
    let article = gazette.published("Ferry service resumes").await.article;
    let placing = Placing {
        section: Some("news".to_owned()),
        headline: Some("Our ferry is back".to_owned()),
        ..Placing::default()
    };
    placing::place(&gazette.paper, &ines, article, sister, placing)
        .await
        .expect("placed");
    let text = get(&door, "lantern.test", "/feed.json").await.text();
    let item = &strict::json::check(&text, "http://lantern.test/feed.json")[0];
    assert_eq!(item["id"], format!("urn:uuid:{article}"));
    assert_eq!(item["title"], "Our ferry is back");
    assert_eq!(
        item["url"],
        "http://lantern.test/2026/03/02/our-ferry-is-back"
    );
    assert_eq!(
        item["external_url"],
        "http://gazette.test/2026/03/02/ferry-service-resumes"
    );
    placing::displace(&gazette.paper, &ines, article, sister)
        .await
        .expect("off");
    let text = get(&door, "lantern.test", "/feed.json").await.text();
    assert!(strict::json::check(&text, "http://lantern.test/feed.json").is_empty());
    assert_eq!(read(&door, "/feed.json").await.len(), 1);
}

#[tokio::test]
async fn a_title_may_give_summaries_only() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    gazette.published("Ferry service resumes").await;
    let settle = Settle {
        settings: Some(Settings {
            feed_text: FeedText::Summary,
            ..Settings::default()
        }),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
        .await
        .expect("settled");
    for form in FORMS {
        let entries = read(&door, &format!("/feed.{form}")).await;
        assert!(
            entries[0].2.contains("The harbour office of Porto Vero"),
            "{form}"
        );
        assert!(!entries[0].2.contains("since six in the morning"), "{form}");
        let text = get(&door, HOST, &format!("/feed.{form}")).await.text();
        assert!(text.contains("Harbour office"), "{form} names the source");
    }
}

#[tokio::test]
async fn pages_name_their_feeds_and_old_addresses_lead_there() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let path = gazette.published("Ferry service resumes").await.addresses[0]
        .1
        .clone();
    let front = get(&door, HOST, "/").await.text();
    let section = get(&door, HOST, "/news").await.text();
    let article = get(&door, HOST, &path).await.text();
    let link = |form: &str, name: &str, path: &str| {
        format!("<link rel=\"alternate\" href=\"{path}\" type=\"{form}\" title=\"{name}\">")
    };
    let whole = link("application/rss+xml", "Harbour Gazette (RSS)", "/feed.xml");
    for page in [&front, &section, &article] {
        assert!(page.contains(&whole), "{page}");
    }
    assert!(front.contains(&link(
        "application/atom+xml",
        "Harbour Gazette (Atom)",
        "/feed.atom"
    )));
    assert!(section.contains(&link(
        "application/feed+json",
        "News – Harbour Gazette (JSON Feed)",
        "/news/feed.json"
    )));
    assert!(
        section.contains("<a href=\"/news/feed.xml\">RSS feed</a>"),
        "and readers see one"
    );
    for (old, new) in [
        ("/feed", "/feed.xml"),
        ("/rss", "/feed.xml"),
        ("/news/feed", "/news/feed.xml"),
    ] {
        let got = get(&door, HOST, old).await;
        assert_eq!(
            (got.status, got.header("location")),
            (StatusCode::MOVED_PERMANENTLY, new)
        );
    }
    for nothing in [
        "/nowhere/feed.xml",
        "/topics/x/feed.atom",
        "/people/x/feed.json",
        "/a/b/c/feed.xml",
        "/feed.rss",
        "/archive/feed.xml",
    ] {
        assert_eq!(
            get(&door, HOST, nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn a_title_with_hubs_names_them_in_its_feeds_and_their_headers() {
    const HUB: &str = "https://hub.example/push";
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    gazette.published("Ferry service resumes").await;
    let quiet = get(&door, HOST, "/feed.xml").await;
    assert_eq!(
        quiet.header("link"),
        "<http://gazette.test/feed.xml>; rel=\"self\""
    );
    assert!(!quiet.text().contains("\"hub\""));
    let settle = Settle {
        settings: Some(Settings {
            hubs: vec![HUB.to_owned()],
            ..Settings::default()
        }),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
        .await
        .expect("settled");
    for form in FORMS {
        let path = format!("/news/feed.{form}");
        read(&door, &path).await;
        let got = get(&door, HOST, &path).await;
        assert_eq!(
            got.header("link"),
            format!("<{HUB}>; rel=\"hub\", <http://gazette.test{path}>; rel=\"self\"")
        );
        let parsed = feed_rs::parser::parse(got.bytes.as_slice()).expect("read by others");
        let named = parsed.links.iter().any(|link| link.href == HUB);
        assert!(named || form == "json", "{form} names its hub");
        assert!(got.text().contains(HUB), "{form}");
    }
    // What stands in all feeds of the title is told of its sections too, not only of the whole.
    let mut session = gazette.paper.read().await.expect("a session");
    let jobs = paper::jobs::pending(&mut session).await.expect("jobs");
    drop(session);
    assert!(
        jobs.iter().any(|job| job.key.contains(" section ")),
        "{jobs:?}"
    );
    for inside in [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://hub.local/push",
        "https://192.168.1.4/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://hub/",
    ] {
        let settings = Settings {
            hubs: vec![inside.to_owned()],
            ..Settings::default()
        };
        let settle = Settle {
            settings: Some(settings),
            ..Settle::default()
        };
        let refused = titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle);
        let refused = refused.await.expect_err(inside).to_string();
        assert!(refused.contains("hub"), "{refused}");
    }
}

#[tokio::test]
async fn a_picture_goes_along_whole_with_credit_and_description() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let new = NewPicture {
        name: "ferry.png".to_owned(),
        bytes: include_bytes!("../media/dot.png").to_vec(),
        alt: "A ferry".to_owned(),
        credit: "Tomas Berg".to_owned(),
        licence: "own".to_owned(),
        source_type: "digitalCapture".to_owned(),
        ..NewPicture::default()
    };
    let id = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture");
    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(Picture {
        file: id.to_string(),
        alt: "A <ferry>".to_owned(),
        credit: "Tomas & Berg".to_owned(),
        caption: vec![markup::Inline::text("The ferry at the quay")],
        ..Picture::default()
    });
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("out");
    for form in FORMS {
        let (_, _, html) = read(&door, &format!("/feed.{form}")).await.remove(0);
        assert!(
            html.contains("<img src=\"http://gazette.test/media/"),
            "{form}: {html}"
        );
        assert!(html.contains("alt=\"A &lt;ferry&gt;\""), "{form}");
        assert!(
            html.contains("The ferry at the quay <span>Tomas &amp; Berg"),
            "{form}"
        );
    }
    let text = get(&door, HOST, "/feed.xml").await.text();
    let item = &strict::rss::check(&text, "http://gazette.test/feed.xml")[0];
    let enclosure = item.one("", "enclosure");
    let file = get(
        &door,
        HOST,
        &enclosure
            .attribute("url")
            .replace("http://gazette.test", ""),
    )
    .await;
    assert_eq!(file.status, http::StatusCode::OK);
    assert!(file.bytes.starts_with(b"\xff\xd8\xff"), "a JPEG, made now");
    assert_eq!(enclosure.attribute("length"), "0", "nobody knows yet");
    assert_eq!(enclosure.attribute("type"), file.header("content-type"));
    assert_eq!(
        file.header("cross-origin-resource-policy"),
        "cross-origin",
        "readers in a browser may show it"
    );
    let media = "http://search.yahoo.com/mrss/";
    let content = item.one(media, "content");
    assert_eq!(content.said(media, "title"), "A <ferry>");
    assert_eq!(content.said(media, "credit"), "Tomas & Berg, own");
}
