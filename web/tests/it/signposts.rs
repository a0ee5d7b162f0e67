//! Files programs ask for by name.

use crate::stage::{Gazette, Got, ask, door, found_title, get, sound};
use crate::strict;
use http::{Request, StatusCode};
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use paper::copy::{Kind, Sponsor};
use paper::discovery::{Discovery, Machines, TrustLine};
use paper::rights::Role;
use paper::titles::{self, Settings, Settle, Social};
use paper::{Actor, people};

const HOST: &str = "gazette.test";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";

async fn settle(gazette: &Gazette, settings: Settings) -> paper::Result<()> {
    let settle = Settle {
        settings: Some(settings),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle).await
}

/// Addresses and last changes of a sitemap, held to the rules of sitemaps.org.
fn addresses(got: &Got, root: &str, element: &str) -> Vec<(String, Option<String>)> {
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header("content-type"), "application/xml; charset=utf-8");
    assert!(got.bytes.len() < 50 * 1024 * 1024);
    let map = strict::parse(&got.text());
    assert_eq!((map.namespace.as_str(), map.name.as_str()), (SITEMAP, root));
    map.holds_only(&[(SITEMAP, element, 50_000)]);
    map.all(SITEMAP, element)
        .map(|one| {
            one.holds_only(&[
                (SITEMAP, "loc", 1),
                (SITEMAP, "lastmod", 1),
                (NEWS, "news", 1),
            ]);
            let at = one.said(SITEMAP, "loc").to_owned();
            strict::absolute(&at);
            assert!(at.starts_with("http://gazette.test/"), "{at}");
            let changed = one.all(SITEMAP, "lastmod").next().map(|e| e.text.clone());
            changed.iter().for_each(|changed| {
                strict::instant(changed);
            });
            (at, changed)
        })
        .collect()
}

async fn index(door: &axum::Router) -> Vec<(String, Option<String>)> {
    let got = get(door, HOST, "/sitemap.xml").await;
    addresses(&got, "sitemapindex", "sitemap")
}

async fn part(door: &axum::Router, address: &str) -> Vec<(String, Option<String>)> {
    let path = address.replace("http://gazette.test", "");
    addresses(&get(door, HOST, &path).await, "urlset", "url")
}

#[tokio::test]
async fn the_sitemap_names_what_readers_can_read_and_when_it_changed() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    assert_eq!(
        index(&door).await,
        [("http://gazette.test/sitemap-pages.xml".to_owned(), None)]
    );
    let first = gazette.published("Ferry service resumes").await;
    gazette.later(10);
    let second = gazette.published("A second ferry is bought").await;
    let parts = index(&door).await;
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[1].1.as_deref(), Some("2026-03-02T08:10:00Z"));
    let listed = part(&door, &parts[1].0).await;
    assert_eq!(
        listed[0],
        (
            format!("http://gazette.test{}", first.addresses[0].1),
            Some("2026-03-02T08:00:00Z".to_owned())
        )
    );
    let lists = part(&door, &parts[0].0).await;
    for path in ["/", "/news", "/corrections", "/imprint"] {
        assert!(
            lists
                .iter()
                .any(|(at, _)| *at == format!("http://gazette.test{path}")),
            "{path}"
        );
    }
    // A month on: the old part stays as it is, until one of its texts changes.
    let before = get(&door, HOST, &parts[1].0.replace("http://gazette.test", ""))
        .await
        .bytes;
    gazette.later(60 * 24 * 45);
    gazette.published("A third ferry").await;
    let later = index(&door).await;
    assert_eq!((later.len(), &later[1]), (3, &parts[1]));
    let after = get(&door, HOST, &parts[1].0.replace("http://gazette.test", ""))
        .await
        .bytes;
    assert_eq!(before, after);
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        second.article,
        "It was never bought",
    )
    .await
    .expect("withdrawn");
    let moved = index(&door).await;
    assert_eq!(moved[1].1.as_deref(), Some("2026-04-16T08:10:00Z"));
    assert_eq!(
        part(&door, &moved[1].0).await.len(),
        1,
        "what was withdrawn is not listed"
    );
    for path in [
        "/sitemap-0.xml",
        "/sitemap-1-1.xml",
        "/sitemap-x-1.xml",
        "/sitemap-9223372036854775807-1.xml",
        "/sitemap-689-999.xml",
    ] {
        assert_eq!(
            get(&door, HOST, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_news_sitemap_holds_two_days_of_own_news() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let empty = get(&door, HOST, "/news-sitemap.xml").await;
    assert!(
        addresses(&empty, "urlset", "url").is_empty(),
        "it may be empty"
    );
    gazette.published("Old ferry").await;
    gazette.later(60 * 49);
    gazette.published("</news:title><x>&\"'").await;
    let mut paid = sound("Paid ferry");
    paid.kind = Some(Kind::Sponsored);
    paid.sponsor = Some(Sponsor {
        name: "Harbour Lines".to_owned(),
    });
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(paid),
        Going::default(),
    )
    .await
    .expect("out");
    let gone = gazette.published("Gone ferry").await.article;
    withdrawing::kill(&gazette.paper, &gazette.ines, gone, "Court order")
        .await
        .expect("killed");
    let got = get(&door, HOST, "/news-sitemap.xml").await;
    assert_eq!(addresses(&got, "urlset", "url").len(), 1);
    let map = strict::parse(&got.text());
    let news = map.one(SITEMAP, "url").one(NEWS, "news");
    news.holds_only(&[
        (NEWS, "publication", 1),
        (NEWS, "publication_date", 1),
        (NEWS, "title", 1),
    ]);
    let publication = news.one(NEWS, "publication");
    assert_eq!(
        (
            publication.said(NEWS, "name"),
            publication.said(NEWS, "language")
        ),
        ("Harbour Gazette", "en")
    );
    assert_eq!(news.said(NEWS, "title"), "</news:title><x>&\"'");
    assert_eq!(news.said(NEWS, "publication_date"), "2026-03-04T09:00:00Z");
    assert_eq!(
        got.header("last-modified"),
        "",
        "the clock empties it without a deed"
    );
}

#[tokio::test]
async fn a_sitemap_is_not_newer_for_a_change_that_moves_no_date() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let article = gazette.published("Ferry service resumes").await.article;
    let index = async || get(&door, HOST, "/sitemap.xml").await.text();
    let before = index().await;
    let change = async |revision, class, body: &str, note: &str| {
        gazette.later(60);
        let mut copy = sound("Ferry service resumes");
        copy.body = crate::stage::body(&[body]);
        let going = Going::change(class, note);
        publishing::change(&gazette.paper, &gazette.edo, article, revision, copy, going)
            .await
            .expect("a change");
    };
    let text = "The harbour office of Porto Vero gave the timetable on 2 March 2026.";
    change(1, Class::Update, text, "").await;
    let updated = index().await;
    assert_ne!(updated, before);
    let style = "The harbour office of Porto Vero handed out the timetable on 2 March 2026.";
    change(2, Class::Style, style, "").await;
    assert_eq!(index().await, updated);
    let right = "The harbour office of Porto Vero handed out the timetable on 1 March 2026.";
    change(3, Class::Correction, right, "It was on 1 March").await;
    assert_ne!(index().await, updated);
}

/// The groups of a `robots.txt` as RFC 9309 §2.2 reads them: agents and rules.
fn groups(text: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let mut groups: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().to_owned();
        match name.to_ascii_lowercase().as_str() {
            "user-agent" => match groups.last_mut() {
                Some((agents, rules)) if rules.is_empty() => agents.push(value),
                _ => groups.push((vec![value], Vec::new())),
            },
            "disallow" | "allow" => groups.last_mut().expect("a group").1.push(value),
            _ => {}
        }
    }
    groups
}

#[tokio::test]
async fn one_setting_says_everywhere_what_machines_may_do() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let article = gazette.published("Ferry service resumes").await.addresses[0]
        .1
        .clone();
    for (machines, trained, answered) in [
        (Machines::Allow, true, true),
        (Machines::NoTraining, false, true),
        (Machines::NoAi, false, false),
    ] {
        let discovery = Discovery {
            machines,
            ..Discovery::default()
        };
        settle(
            &gazette,
            Settings {
                discovery,
                ..Settings::default()
            },
        )
        .await
        .expect("settled");
        let got = get(&door, HOST, "/robots.txt").await;
        assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
        let groups = groups(&got.text());
        let refused = |agent: &str| {
            groups.iter().any(|(agents, rules)| {
                agents.iter().any(|a| a == agent) && rules.contains(&"/".to_owned())
            })
        };
        assert_eq!(
            (!refused("GPTBot"), !refused("PerplexityBot")),
            (trained, answered),
            "{machines:?}"
        );
        assert!(
            !refused("Googlebot") && !refused("*"),
            "search is always welcome"
        );
        let (_, rules) = &groups[groups.len() - 1];
        assert_eq!(
            rules,
            &["/api/", "/newsroom/", "/search$", "/search?"],
            "a section named search-and-rescue is not closed"
        );
        assert!(
            got.text()
                .contains("Sitemap: http://gazette.test/sitemap.xml\n")
        );
        let reserved = if trained { "" } else { "1" };
        for path in [
            "/",
            article.as_str(),
            "/feed.xml",
            "/robots.txt",
            "/api/v1/titles",
            "/api/v1/nothing",
        ] {
            assert_eq!(
                get(&door, HOST, path).await.header("tdm-reservation"),
                reserved,
                "{path}"
            );
        }
        let json: serde_json::Value =
            serde_json::from_str(&get(&door, HOST, "/.well-known/tdmrep.json").await.text())
                .expect("JSON");
        assert_eq!(
            json,
            serde_json::json!([{"location": "/", "tdm-reservation": u8::from(!trained)}])
        );
        let trust = get(&door, HOST, "/trust.txt").await.text();
        assert!(trust.contains(&format!(
            "datatrainingallowed={}\n",
            if trained { "yes" } else { "no" }
        )));
    }
}

#[tokio::test]
async fn trust_is_told_from_both_ends() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    found_title(
        &gazette.paper,
        &gazette.operator,
        "lantern",
        "The Lantern",
        "lantern.test",
    )
    .await;
    let discovery = Discovery {
        trust: vec![TrustLine {
            word: "belongto".to_owned(),
            url: "https://ring.example/".to_owned(),
        }],
        ..Discovery::default()
    };
    let social = vec![Social {
        name: "Mastodon".to_owned(),
        url: "https://social.example/@gazette".to_owned(),
    }];
    settle(
        &gazette,
        Settings {
            discovery,
            social,
            ..Settings::default()
        },
    )
    .await
    .expect("settled");
    let house = get(&door, HOST, "/trust.txt").await.text();
    assert_eq!(
        house.lines().collect::<Vec<_>>(),
        [
            "# Harbour Gazette",
            "control=http://lantern.test/",
            "belongto=https://ring.example/",
            "social=https://social.example/@gazette",
            "contact=mailto:desk@gazette.test",
            "datatrainingallowed=yes",
        ]
    );
    assert_eq!(
        get(&door, HOST, "/.well-known/trust.txt").await.text(),
        house
    );
    let other = get(&door, "lantern.test", "/trust.txt").await.text();
    assert!(other.contains("controlledby=http://gazette.test/\n") && !other.contains("control=h"));
}

#[tokio::test]
async fn security_txt_never_lapses_and_ads_txt_is_never_missing() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let text = get(&door, HOST, "/.well-known/security.txt").await.text();
    assert_eq!(
        text,
        "Contact: mailto:desk@gazette.test\nExpires: 2026-08-29T00:00:00Z\nPreferred-Languages: en\n"
    );
    gazette.later(60 * 24 * 400);
    let later = get(&door, HOST, "/.well-known/security.txt").await.text();
    assert!(later.contains("Expires: 2027-10-03T00:00:00Z"), "{later}");
    let former = get(&door, HOST, "/security.txt").await;
    assert_eq!(
        (former.status, former.header("location")),
        (StatusCode::MOVED_PERMANENTLY, "/.well-known/security.txt")
    );
    assert_eq!(
        get(&door, HOST, "/ads.txt").await.text(),
        "placeholder.example.com, placeholder, DIRECT, placeholder\n"
    );
    let discovery = Discovery {
        ads: vec![
            "adex.example, 12, direct".to_owned(),
            "OWNERDOMAIN=gazette.test".to_owned(),
        ],
        security: vec!["safe@gazette.test".to_owned()],
        ..Discovery::default()
    };
    settle(
        &gazette,
        Settings {
            discovery,
            ..Settings::default()
        },
    )
    .await
    .expect("settled");
    assert_eq!(
        get(&door, HOST, "/ads.txt").await.text(),
        "adex.example, 12, direct\nOWNERDOMAIN=gazette.test\n"
    );
    let text = get(&door, HOST, "/.well-known/security.txt").await.text();
    assert!(text.starts_with("Contact: mailto:safe@gazette.test\n"));
    for bad in ["a.example, 1, BOTH", "Contact: x\nExpires: 1999"] {
        let discovery = Discovery {
            ads: vec![bad.to_owned()],
            ..Discovery::default()
        };
        assert!(
            settle(
                &gazette,
                Settings {
                    discovery,
                    ..Settings::default()
                }
            )
            .await
            .is_err(),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn only_the_original_is_in_a_sitemap_and_a_file_unchanged_is_not_sent_again() {
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
        ..Placing::default()
    };
    placing::place(&gazette.paper, &ines, article, sister, placing)
        .await
        .expect("placed");
    let part = index(&door)
        .await
        .pop()
        .expect("a part")
        .0
        .replace("http://gazette.test", "");
    assert!(
        get(&door, HOST, &part)
            .await
            .text()
            .contains("ferry-service-resumes")
    );
    assert!(
        !get(&door, "lantern.test", &part)
            .await
            .text()
            .contains("ferry-service-resumes")
    );
    assert!(
        !get(&door, "lantern.test", "/news-sitemap.xml")
            .await
            .text()
            .contains("<url>")
    );
    gazette.later(1);
    for path in [
        part.as_str(),
        "/sitemap.xml",
        "/robots.txt",
        "/trust.txt",
        "/.well-known/security.txt",
        "/ads.txt",
    ] {
        let request = || Request::get(path).header("host", HOST);
        let tag = ask(&door, request()).await.header("etag").to_owned();
        let again = ask(&door, request().header("if-none-match", &tag)).await;
        assert_eq!(
            (again.status, again.bytes.len()),
            (StatusCode::NOT_MODIFIED, 0),
            "{path}"
        );
    }
}
