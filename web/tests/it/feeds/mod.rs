//! Feeds as programs get them.

use crate::stage::{Gazette, Got, ask, body, door, found_title, get, sound};
use crate::strict::{self, ATOM};
use axum::Router;
use http::{Request, StatusCode};
use paper::articles::content::Class;
use paper::articles::drafting;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::{scheduling, withdrawing};
use paper::id::ArticleId;
use paper::people::{self, AboutContributor};
use paper::reading::feeds::{FeedText, PAGE_SIZE};
use paper::rights::Role;
use paper::titles::{self, Settings, Settle};
use paper::{Actor, articles, sections, topics};

mod changes;
mod following;
mod mending;
mod others;

const HOST: &str = "gazette.test";
const FORMS: [&str; 3] = ["xml", "atom", "json"];

/// A feed in one form, checked to the letter: id, headline, HTML of each entry.
async fn read(door: &Router, path: &str) -> Vec<(String, String, String)> {
    let got = get(door, HOST, path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}");
    let (text, at) = (got.text(), format!("http://{HOST}{path}"));
    feed_rs::parser::parse(text.as_bytes())
        .unwrap_or_else(|error| panic!("{path} cannot be read by others: {error}"));
    let owned = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    let form = path
        .split('?')
        .next()
        .and_then(|file| file.rsplit('.').next());
    match form {
        Some("xml") => {
            assert_eq!(
                got.header("content-type"),
                "application/rss+xml; charset=utf-8"
            );
            let items = strict::rss::check(&text, &at);
            let html = |item: &strict::Element| {
                item.children
                    .iter()
                    .find(|child| child.name == "encoded")
                    .map_or_else(
                        || item.one("", "description").text.clone(),
                        |one| one.text.clone(),
                    )
            };
            items
                .iter()
                .map(|item| owned(item.said("", "guid"), item.said("", "title"), &html(item)))
                .collect()
        }
        Some("atom") => {
            assert_eq!(
                got.header("content-type"),
                "application/atom+xml; charset=utf-8"
            );
            strict::atom::check(&text, &at)
                .iter()
                .map(|entry| {
                    owned(
                        entry.said(ATOM, "id"),
                        entry.said(ATOM, "title"),
                        &entry.one(ATOM, "content").text,
                    )
                })
                .collect()
        }
        _ => {
            assert_eq!(
                got.header("content-type"),
                "application/feed+json; charset=utf-8"
            );
            let string = strict::json::string;
            strict::json::check(&text, &at)
                .iter()
                .map(|item| {
                    owned(
                        string(item, "id"),
                        string(item, "title"),
                        string(item, "content_html"),
                    )
                })
                .collect()
        }
    }
}

async fn keep_ada(gazette: &Gazette) {
    let about = AboutContributor {
        slug: "tomas-berg".to_owned(),
        name: "Tomas Berg".to_owned(),
        ..AboutContributor::default()
    };
    people::keep_contributor(&gazette.paper, &gazette.operator, &about)
        .await
        .expect("a contributor");
}

#[tokio::test]
async fn what_is_published_is_in_every_feed_it_belongs_to_at_the_next_request() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    keep_ada(&gazette).await;
    topics::keep(
        &gazette.paper,
        &gazette.operator,
        gazette.title,
        "ferries",
        "Ferries",
        None,
    )
    .await
    .expect("a topic");
    let feeds = [
        "/feed",
        "/news/feed",
        "/topics/ferries/feed",
        "/people/tomas-berg/feed",
    ];
    for (feed, form) in feeds.iter().flat_map(|feed| FORMS.map(|form| (feed, form))) {
        assert_eq!(
            read(&door, &format!("{feed}.{form}")).await,
            [],
            "{feed} {form}"
        );
    }
    let mut copy = sound("Ferry service resumes");
    copy.topics = vec!["ferries".to_owned()];
    let published = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("out");
    for (feed, form) in feeds.iter().flat_map(|feed| FORMS.map(|form| (feed, form))) {
        let entries = read(&door, &format!("{feed}.{form}")).await;
        let [(id, headline, html)] = entries.as_slice() else {
            panic!("one entry in {feed}.{form}")
        };
        assert_eq!(*id, format!("urn:uuid:{}", published.article));
        assert_eq!(headline, "Ferry service resumes");
        for part in [
            "since six in the morning",
            "Harbour office",
            "Porto Vero",
            "By Tomas Berg",
        ] {
            assert!(html.contains(part), "{part} in {feed}.{form}");
        }
    }
    let atom = get(&door, HOST, "/feed.atom").await.text();
    assert!(atom.contains("<uri>http://gazette.test/people/tomas-berg</uri>"));
    assert!(atom.contains("term=\"brief\" scheme=\"urn:colophon:kind\" label=\"Brief\""));
}

#[tokio::test]
async fn nothing_that_is_not_out_is_in_a_feed() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let file = async |headline: &str| -> ArticleId {
        drafting::file(paper, ines, gazette.filing(sound(headline)))
            .await
            .expect("filed")
    };
    file("Draft ferry").await;
    let scheduled = file("Scheduled ferry").await;
    scheduling::schedule(
        paper,
        ines,
        scheduled,
        jiff::civil::date(2026, 3, 3).at(7, 0, 0, 0),
        Class::First,
        "",
    )
    .await
    .expect("scheduled");
    let embargoed = file("Embargoed ferry").await;
    scheduling::embargo(
        paper,
        ines,
        embargoed,
        Some(crate::stage::instant("2026-03-04T08:00:00Z")),
    )
    .await
    .expect("embargoed");
    let held = file("Held ferry").await;
    scheduling::hold(paper, ines, held, "until the captain answers")
        .await
        .expect("held");
    // A draft of a change to what is out stays at the desk too.
    let out = gazette.published("Ferry service resumes").await;
    let mut session = paper.read().await.expect("a read");
    let saves = articles::find(&mut session, out.article)
        .await
        .expect("the article")
        .saves;
    drop(session);
    let mut copy = sound("Secret ferry");
    copy.standfirst = "Secret standfirst".to_owned();
    drafting::save(paper, ines, out.article, copy, saves)
        .await
        .expect("saved");
    for feed in ["/feed", "/news/feed", "/corrections/feed"] {
        for form in FORMS {
            let text = get(&door, HOST, &format!("{feed}.{form}")).await.text();
            for word in ["Draft", "Scheduled", "Embargoed", "Held", "Secret"] {
                assert!(
                    !text.contains(&format!("{word} ferry")),
                    "{word} in {feed}.{form}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_correction_keeps_its_place_and_its_id_and_says_what_was_wrong() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    gazette.later(10);
    gazette.published("A second ferry is bought").await;
    let before = read(&door, "/feed.atom").await;
    gazette.later(20);
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "Ferry service resumes. The timetable is of 3 March 2026.",
        "Captain Luca Nardi spoke.",
    ]);
    let going = Going::change(Class::Correction, "We had written <2> March & \"April\"");
    publishing::change(
        &gazette.paper,
        &gazette.edo,
        published.article,
        1,
        copy,
        going,
    )
    .await
    .expect("a correction");
    for form in FORMS {
        let entries = read(&door, &format!("/feed.{form}")).await;
        let ids = |all: &[(String, String, String)]| {
            all.iter().map(|(id, ..)| id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&entries), ids(&before), "old news is not new again");
        assert!(
            entries[1]
                .2
                .contains("We had written &lt;2&gt; March &amp; &quot;April&quot;"),
            "{form}"
        );
        let changes = read(&door, &format!("/corrections/feed.{form}")).await;
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].1, "Correction: Ferry service resumes");
        assert!(changes[0].2.contains("We had written"), "{form}");
    }
    let atom = get(&door, HOST, "/feed.atom").await.text();
    let entry = &strict::atom::check(&atom, "http://gazette.test/feed.atom")[1];
    assert_eq!(
        (entry.said(ATOM, "published"), entry.said(ATOM, "updated")),
        ("2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z")
    );
}

#[tokio::test]
async fn what_was_taken_away_stays_without_its_text_and_says_why() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let withdrawn = gazette.published("Ferry service resumes").await.article;
    let killed = gazette.published("A second ferry is bought").await.article;
    gazette.later(5);
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        withdrawn,
        "Last year's timetable",
    )
    .await
    .expect("withdrawn");
    withdrawing::kill(&gazette.paper, &gazette.ines, killed, "Court order 3/2026")
        .await
        .expect("killed");
    for feed in ["/feed", "/news/feed"] {
        for form in FORMS {
            let entries = read(&door, &format!("{feed}.{form}")).await;
            for (article, why) in [
                (withdrawn, "Last year&#39;s timetable"),
                (killed, "Court order 3/2026"),
            ] {
                let (_, headline, html) = entries
                    .iter()
                    .find(|(id, ..)| *id == format!("urn:uuid:{article}"))
                    .expect("it stays");
                assert!(headline.starts_with("Withdrawn: "), "{headline}");
                assert!(
                    html.contains(why) && html.contains("We withdrew this article"),
                    "{html}"
                );
            }
            let text = get(&door, HOST, &format!("{feed}.{form}")).await.text();
            assert!(
                !text.contains("since six") && !text.contains("Harbour office"),
                "{feed}.{form}"
            );
        }
    }
}

#[tokio::test]
async fn an_old_article_corrected_today_is_told_of_though_it_left_the_feed() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let old = gazette.published("Ferry zero").await.article;
    for n in 1..=PAGE_SIZE + 3 {
        gazette.later(1);
        gazette.published(&format!("Ferry number {n}")).await;
    }
    let id = format!("urn:uuid:{old}");
    let holds = |entries: &[(String, String, String)]| entries.iter().any(|(one, ..)| *one == id);
    assert!(!holds(&read(&door, "/feed.xml").await), "too old by itself");
    withdrawing::withdraw(&gazette.paper, &gazette.ines, old, "It never sailed")
        .await
        .expect("withdrawn");
    let entries = read(&door, "/feed.xml").await;
    assert_eq!(
        entries.last().map(|(one, ..)| one),
        Some(&id),
        "among the oldest, not on top"
    );
}

#[tokio::test]
async fn hostile_words_come_out_of_every_form_as_they_went_in() {
    const EVIL: &str =
        "</title>]]><!--<script>alert(1)</script>&amp;lt; \"'> \u{1f6a2} é {{7*7}} %3Cb%3E";
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let mut copy = sound(EVIL);
    copy.standfirst = EVIL.to_owned();
    copy.byline[0].name = EVIL.to_owned();
    copy.sources[0].name = EVIL.to_owned();
    copy.sources[0].url = "https://harbour.test/a?b=\"<script>&c='".to_owned();
    copy.rights = EVIL.to_owned();
    let nasty = format!("{EVIL}\u{0}\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}\r\n\u{2028}\u{202e}");
    copy.body = body(&[
        &nasty,
        "Captain Luca Nardi said the crew had been on board since six.",
    ]);
    let out = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("out");
    gazette.later(1);
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        gazette.published("Another").await.article,
        EVIL,
    )
    .await
    .expect("withdrawn");
    for form in FORMS {
        for feed in ["/feed", "/corrections/feed"] {
            read(&door, &format!("{feed}.{form}")).await;
        }
        let entries = read(&door, &format!("/feed.{form}")).await;
        let (_, headline, html) = entries
            .iter()
            .find(|(id, ..)| *id == format!("urn:uuid:{}", out.article))
            .expect("it is there");
        assert_eq!(headline, EVIL, "{form}");
        assert!(
            html.contains("&lt;/title&gt;]]&gt;&lt;!--&lt;script&gt;"),
            "{html}"
        );
    }
    let json = get(&door, HOST, "/feed.json").await.text();
    let items = strict::json::check(&json, "http://gazette.test/feed.json");
    assert!(items.iter().any(|item| item["authors"][0]["name"] == EVIL));
    let parsed = feed_rs::parser::parse(get(&door, HOST, "/feed.atom").await.text().as_bytes())
        .expect("Atom");
    let titles: Vec<String> = parsed
        .entries
        .into_iter()
        .filter_map(|e| e.title)
        .map(|t| t.content)
        .collect();
    assert!(titles.contains(&EVIL.to_owned()), "{titles:?}");
}
