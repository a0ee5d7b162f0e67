//! How a feed is followed: its past, its validators, its names.

use super::*;
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
