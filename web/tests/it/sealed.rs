//! What is not out is behind no door: drafts, texts under embargo, on the schedule, held, dropped, and the next revision of a
//! text that is out. The doors are found, not only listed: every link, feed and sitemap that leads on from the front, every
//! operation of the programs' door that reads, and the addresses somebody could guess.

use crate::stage::{Gazette, Got, ask, body, door, found_title, get, sound};
use axum::Router;
use http::{Request, StatusCode};
use jiff::SignedDuration;
use markup::Picture;
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::{drafting, previewing, scheduling};
use paper::copy::Copy;
use paper::id::{ArticleId, TitleId};
use paper::people::AboutContributor;
use paper::pictures::{self, NewPicture};
use paper::rights::Role;
use paper::tokens::{self, NewToken, Scope, Whose};
use paper::{Actor, doors, jobs, people, topics};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

const HOST: &str = "gazette.test";
const BEACON: &str = "beacon.test";
/// Minutes until the scheduled text goes out and the embargo ends.
const WAIT: i64 = 90;
/// Doors that may be found from the front; the stage has far fewer, so more of them is a circle.
const DOORS_MAX: usize = 500;
/// The id of nothing.
const NOTHING: &str = "01890000-0000-7000-8000-000000000000";
/// A picture of a few points.
const PNG: &[u8] = include_bytes!("media/dot.png");

/// A text nobody is to read yet: the word only it says, its picture, where it would stand.
struct Sealed {
    id: ArticleId,
    word: &'static str,
    picture: String,
    slug: String,
}

/// The network and what is sealed on it.
struct Stage {
    gazette: Gazette,
    beacon: TitleId,
    door: Router,
    /// The address of the one text that is out.
    live: String,
    live_id: ArticleId,
    sealed: Vec<Sealed>,
}

/// A copy that says one word nobody else says, in every field readers see.
fn copy(word: &str, picture: &str) -> Copy {
    let mut copy = sound(&format!("{word} of the port"));
    copy.standfirst = format!("What {word} means for the quay.");
    copy.body = body(&[
        &format!("The harbour office of Porto Vero told of {word} on 2 March 2026."),
        "Captain Luca Nardi said the crew had been on board since six in the morning.",
    ]);
    copy.topics = vec!["ferries".to_owned()];
    copy.picture = Some(Picture {
        file: picture.to_owned(),
        alt: format!("{word} seen from the quay"),
        credit: "Tomas Berg".to_owned(),
        caption: vec![markup::Inline::text(format!("{word} at noon"))],
        ..Picture::default()
    });
    copy
}

/// A picture of its own for a text: its id, its address. The library is one for the network and open to whoever adds to it,
/// so its own words say nothing of what it is for.
async fn picture(gazette: &Gazette) -> (String, String) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let new = NewPicture {
        name: "port.png".to_owned(),
        // What stands behind a picture makes it another file.
        bytes: [PNG, &COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes()].concat(),
        alt: "A quay".to_owned(),
        credit: "Tomas Berg".to_owned(),
        ..NewPicture::default()
    };
    let id = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture");
    let mut session = gazette.paper.read().await.expect("a read");
    let files = pictures::renditions(&mut session, id)
        .await
        .expect("renditions");
    (id.to_string(), files[0].0.clone())
}

impl Stage {
    async fn set() -> Stage {
        let gazette = Gazette::new().await;
        let (paper, operator) = (&gazette.paper, &gazette.operator);
        let beacon = found_title(paper, operator, "beacon", "Beacon", BEACON).await;
        people::grant(paper, operator, "edo", Role::Editor, Some(beacon), None)
            .await
            .expect("a grant");
        for title in [gazette.title, beacon] {
            topics::keep(paper, operator, title, "ferries", "Ferries", None)
                .await
                .expect("a topic");
        }
        let about = AboutContributor {
            name: "Tomas Berg".to_owned(),
            ..AboutContributor::default()
        };
        people::keep_contributor(paper, operator, &about)
            .await
            .expect("a contributor");
        doors::settings::set_host(paper, operator, HOST)
            .await
            .expect("a newsroom");
        let mut open = sound("Ferry service resumes");
        open.topics = vec!["ferries".to_owned()];
        let filing = gazette.filing(open);
        let out = publishing::file_and_publish(paper, &gazette.ines, filing, Going::default())
            .await
            .expect("published");
        let door = door(&gazette);
        let mut stage = Stage {
            beacon,
            door,
            live: out.addresses[0].1.clone(),
            live_id: out.article,
            sealed: Vec::new(),
            gazette,
        };
        placing_on(&stage, out.article).await;
        stage.seal().await;
        stage
    }

    async fn seal(&mut self) {
        for word in [
            "Quillwort",
            "Embermoss",
            "Scheelite",
            "Haldwort",
            "Dropstone",
        ] {
            let sealed = self.filed(word).await;
            self.sealed.push(sealed);
        }
        let (paper, edo) = (&self.gazette.paper, &self.gazette.edo);
        let until = paper.now() + SignedDuration::from_mins(WAIT);
        let zone = jiff::tz::TimeZone::get("Europe/Rome").expect("a zone");
        let local = until.to_zoned_datetime(zone).datetime();
        scheduling::embargo(paper, edo, self.sealed[1].id, Some(until))
            .await
            .expect("an embargo");
        for id in [self.sealed[1].id, self.sealed[2].id] {
            scheduling::schedule(paper, edo, id, local, Class::First, "")
                .await
                .expect("on the schedule");
        }
        scheduling::hold(paper, edo, self.sealed[3].id, "the lawyer reads it")
            .await
            .expect("held");
        scheduling::spike(paper, edo, self.sealed[4].id, "no news")
            .await
            .expect("dropped");
        let (word, slug) = ("Nextmarch", "ferry-service-resumes".to_owned());
        let (file, picture) = picture(&self.gazette).await;
        drafting::save(paper, edo, self.live_id, copy(word, &file), 1)
            .await
            .expect("a draft of the next revision");
        self.sealed.push(Sealed {
            id: self.live_id,
            word,
            picture,
            slug,
        });
    }

    async fn filed(&self, word: &'static str) -> Sealed {
        let gazette = &self.gazette;
        let slug = word.to_lowercase();
        let (file, picture) = picture(gazette).await;
        let mut filing = gazette.filing(copy(word, &file));
        filing.slug = Some(slug.clone());
        let id = drafting::file(&gazette.paper, &gazette.tomas, filing)
            .await
            .expect("filed");
        placing_on(self, id).await;
        Sealed {
            id,
            word,
            picture,
            slug,
        }
    }

    /// The word of a sealed text that somebody reads in an answer.
    fn told(&self, got: &Got) -> Option<&'static str> {
        let text = String::from_utf8_lossy(&got.bytes).into_owned();
        let words = self.sealed.iter().map(|sealed| sealed.word);
        words.into_iter().find(|word| text.contains(word))
    }
}

/// Places a text on the other title as well.
async fn placing_on(stage: &Stage, id: ArticleId) {
    let placing = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    placing::place(
        &stage.gazette.paper,
        &stage.gazette.edo,
        id,
        stage.beacon,
        placing,
    )
    .await
    .expect("placed");
}

/// Every address of the network an answer leads to: links, sources of pictures, what feeds and sitemaps name.
fn leads(got: &Got, host: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(&got.bytes).into_owned();
    let text = text
        .replace("&amp;", "&")
        .replace("\\/", "/")
        .replace("</", "<");
    let own = format!("http://{host}/");
    let quoted = text.split(['"', '\'', '<', '>', ' ', '\n']);
    quoted
        .filter_map(|word| match word.strip_prefix(&own) {
            Some(rest) => Some(format!("/{rest}")),
            None if word.starts_with('/') && !word.starts_with("//") => Some(word.to_owned()),
            None => None,
        })
        .map(|path| path.split('#').next().unwrap_or_default().to_owned())
        .filter(|path| path.is_ascii() && !path.contains(['{', '}', '\\', '`']))
        .collect()
}

/// Every door that opens from the front, the signposts and the feeds on, with what is behind it.
async fn walk(door: &Router, host: &str) -> Vec<(String, Got)> {
    let forms = ["xml", "atom", "json"];
    let lists = [
        "",
        "/news",
        "/topics/ferries",
        "/people/tomas-berg",
        "/corrections",
    ];
    let feeds = lists
        .iter()
        .flat_map(|of| forms.map(|form| format!("{of}/feed.{form}")));
    let archives = [
        "/trust",
        "/archive",
        "/archive/2026",
        "/archive/2026/03",
        "/archive/2026/03/02",
    ];
    let signposts = [
        "/sitemap.xml",
        "/news-sitemap.xml",
        "/sitemap-pages.xml",
        "/robots.txt",
    ];
    let mut waiting: Vec<String> = ["/"]
        .iter()
        .chain(&lists[1..])
        .chain(&archives)
        .chain(&signposts)
        .map(|path| (*path).to_owned())
        .chain(feeds)
        .collect();
    let (mut known, mut walked) = (BTreeSet::new(), Vec::new());
    while let Some(path) = waiting.pop() {
        // The desk's own door asks who comes in before it shows anything; its one open address has a test below.
        if !known.insert(path.clone()) || path.starts_with("/newsroom") {
            continue;
        }
        assert!(known.len() < DOORS_MAX, "the walk has no end: {path}");
        let got = get(door, host, &path).await;
        waiting.extend(leads(&got, host));
        waiting.extend(leads_on(&got, host));
        walked.push((path, got));
    }
    walked
}

/// Where an answer sends a reader on to, on the same host.
fn leads_on(got: &Got, host: &str) -> Option<String> {
    let to = got.header("location");
    let path = to.strip_prefix(&format!("http://{host}")).unwrap_or(to);
    path.starts_with('/').then(|| path.to_owned())
}

/// Addresses somebody could think of for a text with this slug and id.
fn guesses(slug: &str, id: ArticleId) -> Vec<String> {
    let mut all = vec![
        format!("/{id}"),
        format!("/articles/{id}"),
        format!("/?p={id}"),
    ];
    for day in ["2026/03/02", "2026/03/03"] {
        let path = format!("/{day}/{slug}");
        let ends = [
            "",
            ".json",
            "/history",
            "/comment",
            "/report",
            "/reply",
            "/card-0.png",
            "?revision=1",
            "?revision=2",
            "/feed.xml",
        ];
        all.extend(ends.map(|end| format!("{path}{end}")));
    }
    all.push(format!("/{slug}"));
    all.push(format!("/news/{slug}"));
    all
}

/// Every operation of the programs' door that reads, with the names of this stage put in.
async fn readings(stage: &Stage) -> Vec<String> {
    let got = get(&stage.door, HOST, "/api/v1/openapi.json").await;
    let document: serde_json::Value = serde_json::from_slice(&got.bytes).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let mut all = Vec::new();
    for (path, operations) in paths {
        if operations.get("get").is_none() {
            continue;
        }
        for sealed in &stage.sealed {
            let picture = sealed.picture.split('/').nth(2).unwrap_or_default();
            let mut path = path.clone();
            for (name, value) in [
                ("title", "gazette"),
                ("article", &sealed.id.to_string()),
                ("revision", "1"),
                ("section", "news"),
                ("topic", "ferries"),
                ("contributor", "tomas-berg"),
                ("picture", picture),
                ("page", "privacy"),
                ("account", "tomas"),
                ("slot", "lead"),
                ("position", "0"),
                ("version", "1"),
            ] {
                path = path.replace(&format!("{{{name}}}"), value);
            }
            // What is left names a thing of which this stage has none.
            while let Some((before, rest)) = path.split_once('{') {
                let (_, after) = rest.split_once('}').expect("the end of a name");
                path = format!("{before}{NOTHING}{after}");
            }
            if path.ends_with("/redirects") {
                path.push_str(&format!("?path=/2026/03/02/{}", sealed.slug));
            }
            if path.ends_with("/revisions/1") {
                all.push(path.replace("/revisions/1", "/revisions/2"));
            }
            all.push(path);
        }
    }
    all.sort();
    all.dedup();
    assert!(all.len() > 40, "{all:?}");
    all
}

/// A token of somebody who works elsewhere in the network, for all their account may.
async fn stranger(stage: &Stage) -> String {
    let (paper, operator) = (&stage.gazette.paper, &stage.gazette.operator);
    let lantern = found_title(paper, operator, "lantern", "Lantern", "lantern.test").await;
    people::open_account(paper, operator, "lena", "Lena Holm", "")
        .await
        .expect("an account");
    for role in [Role::Director, Role::Moderator, Role::Publisher] {
        people::grant(paper, operator, "lena", role, Some(lantern), None)
            .await
            .expect("a grant");
    }
    let lena = Actor::of(paper, "lena").await.expect("an account");
    let new = NewToken {
        whose: Whose::Account("lena".to_owned()),
        scopes: vec![Scope::Read, Scope::Role(Role::Director)],
        title: None,
        label: String::new(),
        expires: None,
    };
    tokens::add(paper, &lena, &new)
        .await
        .expect("a token")
        .secret
}

async fn program(stage: &Stage, path: &str, token: Option<&str>) -> Got {
    let mut request = Request::get(path).header("host", HOST);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    ask(&stage.door, request).await
}

#[tokio::test]
async fn drafts_are_behind_no_door() {
    let stage = Stage::set().await;
    for host in [HOST, BEACON] {
        let walked = walk(&stage.door, host).await;
        assert!(walked.len() > 40, "{host}: {} doors", walked.len());
        for (path, got) in &walked {
            assert_eq!(stage.told(got), None, "{host}{path}");
        }
        for sealed in &stage.sealed {
            let out = sealed.id == stage.live_id;
            for path in guesses(&sealed.slug, sealed.id) {
                let got = get(&stage.door, host, &path).await;
                assert_eq!(stage.told(&got), None, "{host}{path}");
                let front = path.starts_with("/?");
                assert!(
                    out || front || got.status == StatusCode::NOT_FOUND,
                    "{host}{path}: {}",
                    got.status
                );
            }
            let got = get(&stage.door, host, &sealed.picture).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{}", sealed.picture);
        }
    }
}

#[tokio::test]
async fn drafts_are_behind_no_door_of_programs_without_rights_there() {
    let stage = Stage::set().await;
    let token = stranger(&stage).await;
    let readings = readings(&stage).await;
    for token in [None, Some(token.as_str())] {
        for path in &readings {
            let got = program(&stage, path, token).await;
            assert!(got.status.as_u16() < 500, "{path}: {}", got.status);
            assert_eq!(stage.told(&got), None, "{path} with {token:?}");
        }
    }
    let own = format!("/api/v1/articles/{}/draft", stage.sealed[0].id);
    let tomas = NewToken {
        whose: Whose::Account("tomas".to_owned()),
        scopes: vec![Scope::Role(Role::Reporter)],
        title: None,
        label: String::new(),
        expires: None,
    };
    let secret = tokens::add(&stage.gazette.paper, &stage.gazette.tomas, &tomas)
        .await
        .expect("a token")
        .secret;
    let got = program(&stage, &own, Some(&secret)).await;
    assert_eq!(
        stage.told(&got),
        Some("Quillwort"),
        "who works on it reads it"
    );
}

#[tokio::test]
async fn an_embargo_holds_at_a_secret_address_that_was_given_out_before() {
    let stage = Stage::set().await;
    let (paper, tomas, edo) = (
        &stage.gazette.paper,
        &stage.gazette.tomas,
        &stage.gazette.edo,
    );
    let draft = &stage.sealed[0];
    let lent = previewing::lend(paper, tomas, draft.id, 7)
        .await
        .expect("a secret address");
    let address = format!("/newsroom/look/{lent}");
    let got = get(&stage.door, HOST, &address).await;
    assert_eq!(stage.told(&got), Some(draft.word), "who holds it looks");
    let until = paper.now() + SignedDuration::from_mins(WAIT);
    scheduling::embargo(paper, edo, draft.id, Some(until))
        .await
        .expect("an embargo");
    for address in [
        address.clone(),
        format!("{address}{}", draft.picture),
        format!("{address}x"),
    ] {
        let got = get(&stage.door, HOST, &address).await;
        assert_eq!(
            (got.status, stage.told(&got)),
            (StatusCode::NOT_FOUND, None)
        );
    }
    previewing::lend(paper, tomas, stage.sealed[1].id, 7)
        .await
        .expect_err("no reporter lends what is under embargo");
}

/// The doors do open: what was scheduled is behind each of them once its time has come, embargo and all.
#[tokio::test]
async fn what_falls_due_is_behind_every_door_at_once() {
    let stage = Stage::set().await;
    stage.gazette.later(WAIT + 1);
    jobs::work(&stage.gazette.paper).await.expect("done");
    let walked = walk(&stage.door, HOST).await;
    let behind = |path: &str, word: &str| {
        let (_, got) = walked
            .iter()
            .find(|(walked, _)| walked == path)
            .unwrap_or_else(|| panic!("no way leads to {path}"));
        assert!(
            String::from_utf8_lossy(&got.bytes).contains(word),
            "{path}: {word}"
        );
    };
    for sealed in &stage.sealed[1..3] {
        let path = format!("/2026/03/02/{}", sealed.slug);
        for list in ["", "/news", "/topics/ferries", "/people/tomas-berg"] {
            let page = if list.is_empty() { "/" } else { list };
            behind(page, sealed.word);
            for form in ["xml", "atom", "json"] {
                behind(&format!("{list}/feed.{form}"), sealed.word);
            }
        }
        for page in ["/archive/2026/03/02", &stage.live, &path] {
            behind(page, sealed.word);
        }
        for map in ["/news-sitemap.xml", &part(&walked)] {
            behind(map, &path);
        }
        let got = get(&stage.door, HOST, &sealed.picture).await;
        assert_eq!(got.status, StatusCode::OK, "{}", sealed.picture);
        let listed = program(&stage, "/api/v1/titles/gazette/articles", None).await;
        assert!(listed.text().contains(sealed.word));
    }
    for sealed in [&stage.sealed[0], &stage.sealed[3], &stage.sealed[4]] {
        for (path, got) in &walked {
            assert!(
                !String::from_utf8_lossy(&got.bytes).contains(sealed.word),
                "{path}"
            );
        }
    }
}

/// The part of the sitemap with articles.
fn part(walked: &[(String, Got)]) -> String {
    let parts = walked.iter().map(|(path, _)| path);
    let mut parts =
        parts.filter(|path| path.starts_with("/sitemap-") && *path != "/sitemap-pages.xml");
    parts.next().expect("a part of the sitemap").clone()
}
