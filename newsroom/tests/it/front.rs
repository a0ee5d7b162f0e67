//! The front: composed on the board, published by its button, seen by readers at once, brought back.

use axum::body::Body;
use cast::{Gazette, sound};
use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{Request, StatusCode};
use newsroom::Newsroom;
use paper::articles::publishing::{self, Going};
use paper::doors::{Whence, links, sessions};
use paper::id::ArticleId;
use paper::reading::front;
use paper::reading::pages::FrontFacts;
use paper::reading::title::{self, Reach};
use paper::titles;
use press::{Press, Settings};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

const FRONT: &str = "/newsroom/t/gazette/front";
const PASSWORD: &str = "seven boats beyond the harbour wall";

struct Room {
    gazette: Gazette,
    newsroom: Newsroom,
    cookie: String,
}

struct Got {
    status: StatusCode,
    text: String,
    to: String,
    cookies: Vec<String>,
}

fn reach() -> Reach {
    Reach {
        scheme: "http".to_owned(),
        port: None,
    }
}

impl Room {
    /// Somebody at the desk, come in through the sign-in form.
    async fn of(handle: &str) -> Room {
        let gazette = Gazette::new().await;
        let link = links::invite(&gazette.paper, &gazette.operator, handle)
            .await
            .expect("a link");
        let from = Whence {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            agent: "a test",
            device: None,
        };
        links::spend(&gazette.paper, from, &link, PASSWORD, false)
            .await
            .expect("a password");
        sessions::end_all_of(&gazette.paper, &gazette.operator, handle)
            .await
            .expect("nobody is in");
        let press = Arc::new(Press::new(Settings::default()));
        let newsroom = Newsroom::new(&gazette.paper, &press, &reach(), &web::Search::default());
        let mut room = Room {
            gazette,
            newsroom,
            cookie: String::new(),
        };
        let form = [("name", handle), ("password", PASSWORD)];
        let got = room.post("/newsroom/sign-in", &form).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        room.cookie = got.cookies.join("; ");
        room
    }

    async fn ask(&self, request: http::request::Builder, body: Body) -> Got {
        let request = request
            .header(HOST, "gazette.test")
            .header("accept-language", "en")
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, &self.cookie)
            .body(body)
            .expect("a request");
        let (parts, body) = request.into_parts();
        let reader = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let response = self
            .newsroom
            .answer("gazette.test", reader, parts, body)
            .await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("bytes");
        let text = |value: &http::HeaderValue| value.to_str().expect("ASCII").to_owned();
        let cookies = parts.headers.get_all(SET_COOKIE).iter().map(text);
        Got {
            status: parts.status,
            text: String::from_utf8(bytes.to_vec()).expect("text"),
            to: parts.headers.get(LOCATION).map(text).unwrap_or_default(),
            cookies: cookies
                .filter_map(|cookie| Some(cookie.split(';').next()?.to_owned()))
                .collect(),
        }
    }

    async fn get(&self, path: &str) -> Got {
        self.ask(Request::get(path), Body::empty()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, Body::from(body)).await
    }

    async fn story(&self, number: u32) -> String {
        self.gazette.later(60);
        let mut copy = sound(&format!("Story {number:02}"));
        copy.series = format!("series {number}");
        let filing = self.gazette.filing(copy);
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        let out = publishing::file_and_publish(paper, ines, filing, Going::default()).await;
        let article: ArticleId = out.expect("it goes out").article;
        article.to_string()
    }

    /// What a reader sees now.
    async fn reader(&self) -> FrontFacts {
        let mut session = self.gazette.paper.read().await.expect("a read");
        let title = titles::by_id(&mut session, self.gazette.title)
            .await
            .expect("a title");
        front::front(&mut session, &title, self.gazette.paper.now())
            .await
            .expect("a front")
    }

    /// The page a reader gets now.
    async fn page(&self) -> String {
        let facts = self.reader().await;
        let mut session = self.gazette.paper.read().await.expect("a read");
        let one = titles::by_id(&mut session, self.gazette.title)
            .await
            .expect("a title");
        let around = title::facts(&mut session, &one, &reach())
            .await
            .expect("facts");
        Press::new(Settings::default())
            .front(&around, &facts)
            .expect("a page")
    }
}

#[tokio::test]
async fn a_reporter_composes_no_front() {
    let room = Room::of("tomas").await;
    let article = room.story(1).await;
    let seen = room.get(FRONT).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN, "{}", seen.text);
    let put = [
        ("base", "0"),
        ("article-lead-0", article.as_str()),
        ("do", "publish"),
    ];
    assert_eq!(room.post(FRONT, &put).await.status, StatusCode::FORBIDDEN);
    let restore = [("base", "0"), ("version", "1")];
    let restored = room.post(&format!("{FRONT}/restore"), &restore).await;
    assert_eq!(restored.status, StatusCode::FORBIDDEN);
    let preview = room.get(&format!("{FRONT}/preview")).await;
    assert_eq!(preview.status, StatusCode::FORBIDDEN);
    let desk = room.get("/newsroom/t/gazette/desk").await;
    assert!(!desk.text.contains(FRONT), "the rail has no such line");
}

#[tokio::test]
async fn an_editor_composes_publishes_and_brings_back_a_front() {
    let room = Room::of("edo").await;
    let first = room.story(1).await;
    let second = room.story(2).await;
    for number in 3..7 {
        room.story(number).await;
    }
    let board = room.get(FRONT).await;
    assert_eq!(board.status, StatusCode::OK, "{}", board.text);
    assert!(board.text.contains("So far time has composed it"));

    // The buttons move; nothing is kept.
    let add = format!("add:{first}");
    let put = [("base", "0"), ("add_to", "secondary-1"), ("do", &add)];
    let moved = room.post(FRONT, &put).await;
    let there = format!("name=\"article-secondary-1\" value=\"{first}\"");
    assert!(moved.text.contains(&there), "{}", moved.text);
    let up = [
        ("base", "0"),
        ("article-secondary-1", first.as_str()),
        ("headline-secondary-1", "Over the first"),
        ("article-secondary-0", second.as_str()),
        ("do", "swap:secondary-1:secondary-0"),
    ];
    let moved = room.post(FRONT, &up).await;
    let there = format!("name=\"article-secondary-0\" value=\"{first}\"");
    assert!(moved.text.contains(&there), "{}", moved.text);
    assert!(
        moved
            .text
            .contains("name=\"headline-secondary-0\" value=\"Over the first\"")
    );
    assert_eq!(
        room.reader().await.lead.expect("a lead").headline,
        "Story 06"
    );

    let whole = [
        ("base", "0"),
        ("article-lead-0", first.as_str()),
        ("headline-lead-0", "Over the first"),
        ("until-lead-0", "2026-03-03T12:00"),
        ("article-secondary-3", second.as_str()),
        ("flash", "The bridge is closed"),
        ("flash_article", second.as_str()),
        ("flash_until", "2026-03-02T20:00"),
        ("do", "publish"),
    ];
    // A preview of it as of a time publishes nothing.
    let mut asked = whole.to_vec();
    asked.push(("at", "2026-03-02T19:00"));
    let preview = room.post(&format!("{FRONT}/preview"), &asked).await;
    assert!(preview.text.contains("Over the first"), "{}", preview.text);
    assert!(preview.text.contains("The bridge is closed"));
    asked.pop();
    asked.push(("at", "2026-03-03T13:00"));
    let preview = room.post(&format!("{FRONT}/preview"), &asked).await;
    assert!(!preview.text.contains("Over the first"), "its time is over");
    assert!(!preview.text.contains("The bridge is closed"));
    assert!(!room.page().await.contains("Over the first"));

    let done = room.post(FRONT, &whole).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(done.to, format!("{FRONT}?done=front-published"));
    let page = room.page().await;
    assert!(page.contains("Over the first"), "readers see it at once");
    assert!(page.contains("class=\"flash\"") && page.contains("The bridge is closed"));

    let again = room.post(FRONT, &whole).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again
            .text
            .contains("Edo Rinaldi changed the front meanwhile"),
        "{}",
        again.text
    );
    assert!(
        again.text.contains("value=\"Over the first\""),
        "no word is lost"
    );

    let none = [("base", "1"), ("do", "publish")];
    assert_eq!(room.post(FRONT, &none).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        room.reader().await.lead.expect("a lead").headline,
        "Story 06"
    );
    let back = [("base", "2"), ("version", "1")];
    let back = room.post(&format!("{FRONT}/restore"), &back).await;
    assert_eq!(
        back.to,
        format!("{FRONT}?done=front-restored"),
        "{}",
        back.text
    );
    assert_eq!(
        room.reader().await.lead.expect("a lead").headline,
        "Over the first"
    );
    let board = room.get(FRONT).await;
    assert!(board.text.contains("Publish again") && board.text.contains("Edo Rinaldi"));
}

#[tokio::test]
async fn what_the_record_refuses_comes_back_with_every_word() {
    let room = Room::of("edo").await;
    let first = room.story(1).await;
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("article-secondary-0", &first)], "is on the front twice"),
        (&[("until-lead-0", "2026-03-01T10:00")], "is past"),
        (&[("until-lead-0", "tomorrow")], "does not fit “Until”"),
        (
            &[("flash", "The bridge is closed")],
            "“End of the breaking news” is empty",
        ),
    ];
    for (fields, told) in cases {
        let mut form = vec![
            ("base", "0"),
            ("do", "publish"),
            ("article-lead-0", first.as_str()),
            ("headline-lead-0", "Kept words"),
        ];
        form.extend(fields);
        let got = room.post(FRONT, &form).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
        assert!(got.text.contains(told), "{told}: {}", got.text);
        assert!(got.text.contains("value=\"Kept words\""), "{}", got.text);
    }
}
