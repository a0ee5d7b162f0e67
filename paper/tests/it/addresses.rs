//! Addresses: one each, never given twice, with the day of the first publication in them.

use cast::{Gazette, found_title, instant, sound};
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::id::ArticleId;
use paper::titles::{self, Settle};
use paper::{Error, Refusal, Thing};
use std::collections::BTreeSet;

async fn path(gazette: &Gazette, article: ArticleId) -> String {
    let mut session = gazette.paper.read().await.expect("a read");
    let placements = paper::articles::placements(&mut session, article)
        .await
        .expect("placements");
    placements[0].path.clone().expect("an address")
}

async fn place(gazette: &Gazette, article: ArticleId, placing: Placing) -> String {
    placing::place(
        &gazette.paper,
        &gazette.ines,
        article,
        gazette.title,
        placing,
    )
    .await
    .expect("placed");
    path(gazette, article).await
}

async fn settle(gazette: &Gazette, change: Settle) {
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &change)
        .await
        .expect("settled");
}

#[tokio::test]
async fn one_headline_used_many_times_gives_each_text_its_own_number() {
    let gazette = Gazette::new().await;
    let mut seen = BTreeSet::new();
    for n in 1..=40 {
        let mut copy = sound("Tides");
        copy.series = "tides".to_owned();
        copy.kind = Some(paper::copy::Kind::Listing);
        let filing = gazette.filing(copy);
        let going = Going::default();
        let published = publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, going)
            .await
            .expect("it goes out");
        let number = if n == 1 {
            String::new()
        } else {
            format!("-{n}")
        };
        let (_, path) = published.addresses[0].clone();
        assert_eq!(path, format!("/2026/03/02/tides{number}"));
        assert!(seen.insert(path));
    }
}

#[tokio::test]
async fn the_day_in_an_address_stays_when_the_title_moves_to_another_zone() {
    let gazette = Gazette::new().await;
    gazette.clock.set(instant("2026-03-02T23:30:00Z"));
    let article = gazette.published("Ferry service resumes").await.article;
    assert_eq!(
        path(&gazette, article).await,
        "/2026/03/03/ferry-service-resumes"
    );
    settle(
        &gazette,
        Settle {
            zone: Some("Atlantic/Azores".to_owned()),
            ..Settle::default()
        },
    )
    .await;
    let renamed = Placing {
        slug: Some("ferry".to_owned()),
        ..Placing::default()
    };
    assert_eq!(place(&gazette, article, renamed).await, "/2026/03/03/ferry");
}

#[tokio::test]
async fn an_address_moves_only_when_the_deed_changes_what_is_in_it() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    let before = path(&gazette, article).await;
    let pattern = |permalink: &str| Settle {
        permalink: Some(permalink.to_owned()),
        ..Settle::default()
    };
    settle(&gazette, pattern("/{section}/{slug}")).await;
    let same = Placing {
        comments: Some(false),
        section: Some("news".to_owned()),
        slug: Some("ferry-service-resumes".to_owned()),
        ..Placing::default()
    };
    assert_eq!(place(&gazette, article, same).await, before);
    paper::sections::keep(
        &gazette.paper,
        &gazette.operator,
        gazette.title,
        "sea",
        "Sea",
        None,
        paper::sections::Under::Same,
    )
    .await
    .expect("a section");
    let moved = Placing {
        section: Some("sea".to_owned()),
        ..Placing::default()
    };
    assert_eq!(
        place(&gazette, article, moved).await,
        "/sea/ferry-service-resumes"
    );
    settle(&gazette, pattern("/{yyyy}/{slug}")).await;
    let back = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    assert_eq!(
        place(&gazette, article, back).await,
        "/sea/ferry-service-resumes",
        "this pattern names no section"
    );
}

#[tokio::test]
async fn an_article_placed_again_gets_the_slug_that_is_asked_for() {
    let gazette = Gazette::new().await;
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let other = found_title(paper, by, "beacon", "The Beacon", "beacon.test").await;
    paper::people::grant(
        paper,
        by,
        "ines",
        paper::rights::Role::Director,
        Some(other),
        None,
    )
    .await
    .expect("a grant");
    let article = gazette.published("Ferry service resumes").await.article;
    let there = async |slug: &str| {
        let placing = Placing {
            section: Some("news".to_owned()),
            slug: Some(slug.to_owned()),
            ..Placing::default()
        };
        placing::place(paper, &gazette.ines, article, other, placing)
            .await
            .expect("placed");
        let mut session = paper.read().await.expect("a read");
        let placements = paper::articles::placements(&mut session, article).await;
        let placements = placements.expect("placements");
        let there = placements.iter().find(|p| p.title == other);
        there.and_then(|p| p.path.clone()).expect("an address")
    };
    assert_eq!(there("ferry").await, "/2026/03/02/ferry");
    placing::displace(paper, &gazette.ines, article, other)
        .await
        .expect("taken off");
    gazette.later(60 * 24);
    assert_eq!(there("boat").await, "/2026/03/02/boat");
    placing::displace(paper, &gazette.ines, article, other)
        .await
        .expect("taken off");
    assert_eq!(
        there("ferry").await,
        "/2026/03/02/ferry",
        "its own former one"
    );
    let stays = placing::displace(paper, &gazette.ines, article, gazette.title).await;
    assert!(
        matches!(&stays, Err(Error::Refused(Refusal::OriginalStays { title })) if title == "gazette"),
        "{stays:?}"
    );
}

async fn hosts(gazette: &Gazette, title: paper::id::TitleId, hosts: &[&str]) -> paper::Result<()> {
    let change = Settle {
        hosts: Some(hosts.iter().map(|host| (*host).to_owned()).collect()),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, title, &change).await
}

#[tokio::test]
async fn a_host_once_published_under_goes_to_no_other_title() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let beacon = found_title(paper, operator, "beacon", "Beacon", "beacon.test").await;
    hosts(&gazette, gazette.title, &["gazette.test", "spare.test"])
        .await
        .expect("a second host");
    hosts(&gazette, gazette.title, &["gazette.test"])
        .await
        .expect("given up");
    hosts(&gazette, beacon, &["beacon.test", "spare.test"])
        .await
        .expect("nothing was ever published under it");

    gazette.published("Ferry stops").await;
    hosts(&gazette, gazette.title, &["harbour.test"])
        .await
        .expect("a new name");
    let mut session = paper.read().await.expect("a read");
    let now = titles::hosts(&mut session, gazette.title)
        .await
        .expect("hosts");
    drop(session);
    assert_eq!(now, ["harbour.test"]);
    let refused = hosts(&gazette, beacon, &["beacon.test", "gazette.test"])
        .await
        .expect_err("its articles were read there");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::Taken {
            thing: Thing::Host,
            name: "gazette.test".to_owned()
        })
    );
    hosts(&gazette, gazette.title, &["gazette.test", "harbour.test"])
        .await
        .expect("its own it may take back");
}

#[tokio::test]
async fn no_text_stands_where_something_of_another_text_would() {
    let gazette = Gazette::new().await;
    for view in paper::addresses::VIEWS
        .iter()
        .filter(|view| view.starts_with('/'))
    {
        let word = view.trim_start_matches('/');
        let refused = paper::words::slug("slug", word).expect_err("reserved");
        let reserved = Refusal::Reserved {
            word: word.to_owned(),
        };
        assert_eq!(refused.refusal(), Some(&reserved));
        let out = gazette.published(word).await;
        assert_eq!(out.addresses[0].1, format!("/2026/03/02/{word}-2"));
    }
}
