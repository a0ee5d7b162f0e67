//! The search of a whole network, and what is offered while somebody types.

use crate::stage::*;
use axum::Router;
use http::StatusCode;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use paper::copy::Copy;
use paper::id::{ArticleId, TitleId};
use paper::rights::Role;
use paper::{people, sections};

async fn published(gazette: &Gazette, title: TitleId, headline: &str) -> ArticleId {
    let copy = Copy {
        topics: vec!["harbours".to_owned()],
        body: body(&[&format!(
            "{headline}: so the harbour office of Porto Vero said on 2 March 2026, and {headline} was all it said."
        )]),
        ..sound(headline)
    };
    let filing = paper::articles::drafting::Filing {
        title,
        ..gazette.filing(copy)
    };
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published")
        .article
}

/// Two titles of one network, Ines the director of both.
async fn network() -> (Gazette, TitleId) {
    let gazette = Gazette::new().await;
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let other = found_title(paper, by, "beacon", "The Beacon", "beacon.test").await;
    people::grant(paper, by, "ines", Role::Director, Some(other), None)
        .await
        .expect("a grant");
    for title in [gazette.title, other] {
        sections::keep_topic(paper, by, title, "harbours", "Harbours", None)
            .await
            .expect("a topic");
    }
    (gazette, other)
}

/// The addresses found, in order.
async fn found(door: &Router, address: &str) -> Vec<String> {
    let got = get(door, "gazette.test", address).await;
    assert_eq!(got.status, StatusCode::OK, "{address}");
    let page = got.text();
    let list = page
        .split_once("<ol class=\"list\">")
        .map_or("", |(_, list)| list);
    let list = list.split_once("</ol>").map_or("", |(list, _)| list);
    let hits = list.split("<h3").skip(1);
    hits.map(|hit| {
        let (_, address) = hit.split_once("href=\"").expect("a link");
        let (address, _) = address.split_once('"').expect("its end");
        address.to_owned()
    })
    .collect()
}

#[tokio::test]
async fn all_titles_of_a_network_are_searched_at_once_each_article_found_once() {
    let (gazette, other) = network().await;
    let (door, search) = searched_door(&gazette).await;
    let ours = published(&gazette, gazette.title, "A lighthouse reopens").await;
    gazette.later(1);
    published(&gazette, other, "Lighthouse keepers meet").await;
    let placing = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    placing::place(&gazette.paper, &gazette.ines, ours, other, placing)
        .await
        .expect("placed");
    for _ in 0..2 {
        let here = found(&door, "/search?q=lighthouse").await;
        assert_eq!(here.len(), 1, "{here:?}");
        let all = found(&door, "/search?q=lighthouse&where=all&order=newest").await;
        let [theirs, mine] = all.as_slice() else {
            panic!("{all:?}");
        };
        assert!(theirs.starts_with("http://beacon.test/2026/"), "{theirs}");
        assert!(
            mine.starts_with("/2026/"),
            "on this title it stays here: {mine}"
        );
        let one = found(&door, "/search?q=lighthouse&where=all&title=beacon").await;
        assert_eq!(one, std::slice::from_ref(theirs));
        assert!(
            found(&door, "/search?q=lighthouse&where=all&title=none")
                .await
                .is_empty()
        );
        for narrowed in [
            "section=news",
            "topic=harbours",
            "by=Tomas+Berg",
            "kind=brief",
        ] {
            let all = found(&door, &format!("/search?q=lighthouse&where=all&{narrowed}")).await;
            assert_eq!(all.len(), 2, "{narrowed}");
        }
        while search.keep_up(&gazette.paper).await.expect("written") {}
    }
    let page = get(&door, "gazette.test", "/search?q=lighthouse&where=all")
        .await
        .text();
    for words in [
        "All titles of the network",
        "The Beacon</a> <span class=\"meta\">1</span>",
        "name=\"where\" value=\"all\"",
        "/search?q=lighthouse&amp;where=all&amp;title=beacon",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    withdrawing::kill(&gazette.paper, &gazette.ines, ours, "A court says so")
        .await
        .expect("killed");
    for _ in 0..2 {
        assert_eq!(
            found(&door, "/search?q=lighthouse&where=all").await.len(),
            1
        );
        while search.keep_up(&gazette.paper).await.expect("written") {}
    }
}

#[tokio::test]
async fn a_title_alone_in_its_network_offers_no_other() {
    let gazette = Gazette::new().await;
    let (door, _) = searched_door(&gazette).await;
    let page = get(&door, "gazette.test", "/search?q=x").await.text();
    assert!(!page.contains("All titles"), "{page}");
}

async fn offered(door: &Router, typed: &str) -> Vec<String> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", typed);
    let address = format!("/search/suggestions?{}", query.finish());
    let got = get(door, "gazette.test", &address).await;
    assert_eq!(got.status, StatusCode::OK);
    let kind = "application/x-suggestions+json; charset=utf-8";
    assert_eq!(got.header("content-type"), kind);
    assert_eq!(got.header("cache-control"), "no-store");
    let told: (String, Vec<String>) = serde_json::from_slice(&got.bytes).expect("suggestions");
    assert_eq!(told.0, typed);
    told.1
}

#[tokio::test]
async fn while_somebody_types_a_browser_is_offered_words_that_find_something() {
    let (gazette, other) = network().await;
    let (door, search) = searched_door(&gazette).await;
    let id = published(&gazette, gazette.title, "A lighthouse reopens").await;
    published(&gazette, other, "Ligature of the sister title").await;
    for _ in 0..2 {
        assert_eq!(offered(&door, "lig").await, ["lighthouse"]);
        assert_eq!(offered(&door, "quiet Ligh").await, ["quiet lighthouse"]);
        assert_eq!(offered(&door, "harb").await, ["Harbours", "harbour"]);
        for none in ["", "l", "lighthouse ", "qqq", "-"] {
            assert!(offered(&door, none).await.is_empty(), "{none}");
        }
        while search.keep_up(&gazette.paper).await.expect("written") {}
    }
    withdrawing::withdraw(&gazette.paper, &gazette.ines, id, "It was wrong.")
        .await
        .expect("withdrawn");
    for _ in 0..2 {
        assert!(
            offered(&door, "lig").await.is_empty(),
            "nothing a reader cannot find"
        );
        while search.keep_up(&gazette.paper).await.expect("written") {}
    }
    let told = get(&door, "gazette.test", "/opensearch.xml").await.text();
    assert!(
        told.contains("http://gazette.test/search/suggestions?q={searchTerms}"),
        "{told}"
    );
}
