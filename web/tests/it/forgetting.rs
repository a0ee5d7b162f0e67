//! The right to be forgotten, as readers and robots meet it: out of search engines and lists, or without a name.

use crate::stage::*;
use axum::Router;
use http::StatusCode;
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::comments::{self, NewComment, Verdict};
use paper::copy::Copy;
use paper::id::{ArticleId, MeasureId, TitleId};
use paper::measures::deciding::{self, Decision, Request};
use paper::measures::{Kind, State};
use paper::rights::Role;
use paper::{addresses, people, topics};
use std::collections::BTreeSet;

const HOSTS: [&str; 2] = ["gazette.test", "beacon.test"];
const NAME: &str = "Aurelio Quintavalle";

/// An article about somebody, on two titles, corrected once and commented on.
struct Scene {
    gazette: Gazette,
    door: Router,
    article: ArticleId,
    /// Host and address of each appearance.
    stands: Vec<(&'static str, String)>,
    /// Every address it ever had.
    had: BTreeSet<(&'static str, String)>,
}

fn about(name: &str) -> Copy {
    Copy {
        topics: vec!["harbours".to_owned()],
        standfirst: format!("The trial of {name} began."),
        body: body(&[
            &format!("{name} stood trial, the harbour office of Porto Vero said on 2 March 2026."),
            "Quintavalle’s lawyer said that he had been at sea since six in the morning.",
        ]),
        ..sound(&format!("Captain {name} on trial"))
    }
}

impl Scene {
    async fn new() -> Scene {
        let gazette = Gazette::with_log().await;
        let (paper, by) = (&gazette.paper, &gazette.operator);
        let beacon = found_title(paper, by, "beacon", "The Beacon", HOSTS[1]).await;
        people::grant(paper, by, "ines", Role::Director, Some(beacon), None)
            .await
            .expect("a grant");
        people::grant(paper, by, "ines", Role::Moderator, None, None)
            .await
            .expect("a grant");
        for title in [gazette.title, beacon] {
            topics::keep(paper, by, title, "harbours", "Harbours", None)
                .await
                .expect("a topic");
        }
        let (door, _) = searched_door(&gazette).await;
        let mut scene = Scene {
            article: published(&gazette, about(NAME)).await,
            door,
            gazette,
            stands: Vec::new(),
            had: BTreeSet::new(),
        };
        scene.live(beacon).await;
        scene.stands = scene.addresses().await;
        scene.had.extend(scene.stands.clone());
        scene
    }

    async fn live(&self, beacon: TitleId) {
        let (paper, by, id) = (&self.gazette.paper, &self.gazette.ines, self.article);
        let placing = Placing {
            section: Some("news".to_owned()),
            topics: Some(vec!["harbours".to_owned()]),
            ..Placing::default()
        };
        placing::place(paper, by, id, beacon, placing)
            .await
            .expect("placed");
        published(&self.gazette, sound("A lighthouse reopens")).await;
        let mut mended = about(NAME);
        mended.standfirst = format!("The trial of {NAME} has begun.");
        let going = Going::change(Class::Correction, &format!("{NAME} is a captain"));
        publishing::change(paper, by, id, 2, mended, going)
            .await
            .expect("corrected");
        let mut session = paper.read().await.expect("a read");
        let placements = paper::articles::placements(&mut session, id)
            .await
            .expect("placements");
        drop(session);
        let comment = NewComment {
            placement: placements[0].id,
            reply_to: None,
            name: "Lia".to_owned(),
            text: "I sailed with Quintavalle.".to_owned(),
        };
        let comment = comments::file(paper, &comment).await.expect("a comment");
        comments::decide(paper, by, comment, &Verdict::Approve)
            .await
            .expect("approved");
    }

    async fn addresses(&self) -> Vec<(&'static str, String)> {
        let mut session = self.gazette.paper.read().await.expect("a read");
        let placements = paper::articles::placements(&mut session, self.article)
            .await
            .expect("placements");
        assert!(
            addresses::canonical(&mut session, self.article)
                .await
                .expect("a read")
                .is_some()
        );
        let host = |original| if original { HOSTS[0] } else { HOSTS[1] };
        placements
            .into_iter()
            .map(|one| (host(one.original), one.path.expect("published")))
            .collect()
    }

    async fn ask(&self, kind: Kind) -> MeasureId {
        let request = Request {
            kind,
            requested_at: None,
            name: "Avv. Bo".to_owned(),
            contact: "bo@pec.example".to_owned(),
            words: "He was acquitted.".to_owned(),
        };
        deciding::ask(
            &self.gazette.paper,
            &self.gazette.ines,
            self.article,
            &request,
        )
        .await
        .expect("kept")
    }

    async fn decide(&self, id: MeasureId, decision: &Decision) {
        deciding::decide(&self.gazette.paper, &self.gazette.ines, id, decision)
            .await
            .expect("decided");
    }

    async fn get(&self, host: &str, path: &str) -> Got {
        get(&self.door, host, path).await
    }

    /// Everything that lists articles, on both hosts: address and what it says.
    async fn lists(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for host in HOSTS {
            let index = self.get(host, "/sitemap.xml").await.text();
            let parts = index.split("<loc>").skip(1).filter_map(|part| {
                let (address, _) = part.split_once("</loc>")?;
                Some(address.trim_start_matches("http://").split_once('/')?.1)
            });
            let mut paths: Vec<String> = parts.map(|path| format!("/{path}")).collect();
            paths.extend(LISTS.iter().map(|path| (*path).to_owned()));
            for path in paths {
                let got = self.get(host, &path).await;
                // A title that shows nothing has no days in its archive.
                let empty = got.status == StatusCode::NOT_FOUND && path.contains("/archive/");
                assert!(empty || got.status == StatusCode::OK, "{host}{path}");
                all.push((format!("{host}{path}"), got.text()));
            }
        }
        all
    }
}

async fn published(gazette: &Gazette, copy: Copy) -> ArticleId {
    gazette.later(1);
    let filing = gazette.filing(copy);
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published")
        .article
}

const LISTS: [&str; 19] = [
    "/",
    "/news",
    "/topics/harbours",
    "/archive",
    "/archive/2026/03",
    "/archive/2026/03/02",
    "/archive/2026/03/02/13-00",
    "/corrections",
    "/trust",
    "/feed.xml",
    "/feed.atom",
    "/feed.json",
    "/news/feed.xml",
    "/topics/harbours/feed.json",
    "/corrections/feed.xml",
    "/corrections/changes/feed.atom",
    "/news-sitemap.xml",
    "/search?q=trial",
    "/search/suggestions?q=captain",
];

/// What holds the article, by its address or by its headline.
fn named_in(lists: &[(String, String)], scene: &Scene) -> Vec<String> {
    let paths = scene.stands.iter().map(|(_, path)| path.as_str());
    let signs: Vec<&str> = paths.chain(["Quintavalle on trial"]).collect();
    lists
        .iter()
        .filter(|(_, text)| {
            signs
                .iter()
                .any(|sign| text.to_lowercase().contains(&sign.to_lowercase()))
        })
        .map(|(at, _)| at.clone())
        .collect()
}

#[tokio::test]
async fn a_deindexed_article_stays_at_its_address_and_is_on_no_list_until_it_is_lifted() {
    let scene = Scene::new().await;
    scene.gazette.later(300);
    let before = named_in(&scene.lists().await, &scene);
    for list in ["/", "/feed.xml", "/topics/harbours", "/news-sitemap.xml"] {
        let at = format!("{}{list}", HOSTS[0]);
        assert!(before.contains(&at), "{at} in {before:?}");
    }
    let related = published(&scene.gazette, about("a friend of the captain")).await;
    let plain = scene.get(HOSTS[0], &scene.stands[0].1).await;
    assert_eq!(plain.header("x-robots-tag"), "");

    let id = scene.ask(Kind::Deindex).await;
    let refused = Decision {
        reason: "Of public interest".to_owned(),
        ..Decision::default()
    };
    scene.decide(id, &refused).await;
    let still = scene.get(HOSTS[0], &scene.stands[0].1).await;
    assert_eq!(still.bytes, plain.bytes, "what is refused changes nothing");
    assert_eq!(still.header("x-robots-tag"), "");

    let id = scene.ask(Kind::Deindex).await;
    let accepted = Decision {
        accept: true,
        reason: "Acquitted, article 64-ter".to_owned(),
        ..Decision::default()
    };
    scene.decide(id, &accepted).await;
    assert_eq!(named_in(&scene.lists().await, &scene), [""; 0]);
    for (host, path) in &scene.stands {
        let page = scene.get(host, path).await;
        assert_eq!(page.status, StatusCode::OK, "{host}{path}");
        let text = page.text();
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(text.contains(NAME), "the text is as it was");
        for secret in ["Avv. Bo", "pec.example", "acquitted", "64-ter"] {
            assert!(!text.contains(secret), "{secret}");
        }
        for view in ["", "/history", "?revision=1", ".json", ".canonical"] {
            let got = scene.get(host, &format!("{path}{view}")).await;
            assert_eq!(got.status, StatusCode::OK, "{path}{view}");
            assert_eq!(got.header("x-robots-tag"), "noindex", "{path}{view}");
        }
    }
    let mut session = scene.gazette.paper.read().await.expect("a read");
    let (host, path) = addresses::canonical(&mut session, related)
        .await
        .expect("a read")
        .expect("published");
    drop(session);
    let other = scene.get(&host, &path).await.text();
    assert!(!other.contains(&scene.stands[0].1), "no article offers it");
    let everywhere = scene.get(HOSTS[1], "/search?q=trial&where=all").await;
    assert!(!everywhere.text().contains(&scene.stands[0].1));

    deciding::lift(
        &scene.gazette.paper,
        &scene.gazette.ines,
        id,
        "Of interest again",
    )
    .await
    .expect("lifted");
    assert_eq!(named_in(&scene.lists().await, &scene), before);
    let again = scene.get(HOSTS[0], &scene.stands[0].1).await;
    assert_eq!(again.header("x-robots-tag"), "");
    assert!(!again.text().contains("content=\"noindex\""));
}

#[tokio::test]
async fn what_changes_or_comes_to_another_title_meanwhile_stays_off_the_lists() {
    let gazette = Gazette::new().await;
    let (paper, by) = (&gazette.paper, &gazette.ines);
    let operator = &gazette.operator;
    topics::keep(paper, operator, gazette.title, "harbours", "Harbours", None)
        .await
        .expect("a topic");
    let article = published(&gazette, about(NAME)).await;
    let request = Request {
        kind: Kind::Deindex,
        requested_at: None,
        name: String::new(),
        contact: String::new(),
        words: String::new(),
    };
    let id = deciding::ask(paper, by, article, &request)
        .await
        .expect("kept");
    let ends = gazette.paper.now() + jiff::SignedDuration::from_hours(48);
    let accepted = Decision {
        accept: true,
        reason: "Acquitted".to_owned(),
        ends: Some(ends),
        ..Decision::default()
    };
    let measure = deciding::decide(paper, by, id, &accepted)
        .await
        .expect("decided");
    assert_eq!((measure.state, measure.ends), (State::Standing, Some(ends)));
    let (door, _) = searched_door(&gazette).await;
    let mut mended = about(NAME);
    mended.standfirst = "The trial went on.".to_owned();
    let going = Going::change(Class::Update, "The trial went on");
    publishing::change(paper, by, article, 1, mended, going)
        .await
        .expect("updated");
    for list in ["/", "/feed.xml", "/news-sitemap.xml", "/search?q=trial"] {
        let text = get(&door, HOSTS[0], list).await.text();
        assert!(!text.contains("Quintavalle"), "{list}");
    }
    // Its time over, it is found again.
    gazette.later(48 * 60 + 1);
    paper::jobs::work(paper).await.expect("worked");
    for list in ["/", "/feed.xml", "/search?q=trial"] {
        let text = get(&door, HOSTS[0], list).await.text();
        assert!(text.contains("Quintavalle"), "{list}");
    }
}

#[tokio::test]
async fn a_name_taken_out_at_request_is_in_no_public_byte_and_readers_are_told_the_day() {
    let mut scene = Scene::new().await;
    scene.gazette.later(300);
    let id = scene.ask(Kind::Anonymise).await;
    let accepted = Decision {
        accept: true,
        reason: "Acquitted, article 64-ter".to_owned(),
        names: vec!["Quintavalle".to_owned(), NAME.to_owned()],
        ..Decision::default()
    };
    scene.decide(id, &accepted).await;
    let stood = scene.stands.clone();
    scene.stands = scene.addresses().await;
    scene.had.extend(scene.stands.clone());
    let gone = |text: &str, at: &str| {
        let text = text.to_lowercase();
        for sign in ["quintavalle", "aurelio", "avv. bo", "pec.example", "64-ter"] {
            assert!(!text.contains(sign), "{sign} at {at}: {text}");
        }
    };
    for (at, text) in scene.lists().await {
        gone(&text, &at);
    }
    for (host, path) in &stood {
        let moved = scene.get(host, path).await;
        assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
        gone(moved.header("location"), path);
    }
    for (host, path) in &scene.stands {
        let page = scene.get(host, path).await.text();
        assert!(page.contains("Captain A. Q. on trial"), "{page}");
        assert!(page.contains("A name was removed at request"), "{page}");
        assert!(page.contains("2 March 2026"));
        gone(&page, path);
        let views = [
            "/history",
            "/history?class=correction",
            "?revision=1",
            "?revision=2",
            "?revision=3",
            ".json",
            ".json?revision=1",
            ".canonical",
            ".canonical?revision=1",
            ".tlog-proof",
        ];
        for view in views {
            let got = scene.get(host, &format!("{path}{view}")).await;
            let text = String::from_utf8_lossy(&got.bytes).into_owned();
            gone(&text, &format!("{path}{view}"));
        }
        let card = page
            .split_once("og:image\" content=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        if let Some((card, _)) = card {
            gone(card, path);
        }
    }
    for question in ["quintavalle", "aurelio"] {
        let found = scene.get(HOSTS[0], &format!("/search?q={question}")).await;
        assert!(!found.text().contains("<h3"), "{question}");
    }
}
