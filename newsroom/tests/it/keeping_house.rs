//! A newspaper with somebody in every role, who come in through the sign-in form and carry their cookies.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use cast::Gazette;
use http::{Request, StatusCode};
use paper::doors::links;
use paper::reading::title::Reach;
use paper::rights::Role;
use paper::{pages, people};
use press::{Press, Settings};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use web::Site;

const HOST: &str = "gazette.test";
const PASSWORD: &str = "a lamp over the quiet quay";

/// What came back.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) cookies: Vec<String>,
    pub(crate) text: String,
}

/// Somebody at the door, with the cookies they were given.
pub(crate) struct Person {
    pub(crate) door: Router,
    pub(crate) cookies: String,
}

impl Person {
    pub(crate) async fn ask(&self, request: http::request::Builder, body: String) -> Got {
        let from: SocketAddr = "203.0.113.5:4711".parse().expect("an address");
        let request = request
            .header("host", HOST)
            .header("cookie", &self.cookies)
            .extension(ConnectInfo(from))
            .body(Body::from(body))
            .expect("a request");
        let response = self.door.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a body");
        let header = |value: &http::HeaderValue| value.to_str().expect("ASCII").to_owned();
        Got {
            status: parts.status,
            to: parts
                .headers
                .get("location")
                .map(header)
                .unwrap_or_default(),
            cookies: parts
                .headers
                .get_all("set-cookie")
                .iter()
                .map(header)
                .collect(),
            // Pages escape more than they must; a slash is easier to read as itself.
            text: String::from_utf8(bytes.to_vec())
                .expect("text")
                .replace("&#x2f;", "/"),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.ask(Request::get(path), String::new()).await
    }

    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.ask(request, form.finish()).await
    }

    /// A page that is there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text);
        got.text
    }

    /// A deed that is done, and the page it leads to.
    pub(crate) async fn does(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let got = self.send(path, fields).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{path}: {}", got.text);
        assert!(got.to.contains("done="), "{path} leads to {}", got.to);
        self.page(&got.to).await
    }
}

/// A newspaper with somebody in every role, each with a password of their own choosing.
pub(crate) struct House {
    pub(crate) gazette: Gazette,
    pub(crate) door: Router,
}

impl House {
    pub(crate) async fn new() -> House {
        let gazette = Gazette::new().await;
        let (paper, by) = (&gazette.paper, &gazette.operator);
        for (handle, name, role, title) in [
            ("mara", "Mara Lodi", Role::Moderator, Some(gazette.title)),
            ("piero", "Piero Fasan", Role::Publisher, None),
        ] {
            people::open_account(paper, by, handle, name, "")
                .await
                .expect("an account");
            people::grant(paper, by, handle, role, title, None)
                .await
                .expect("a grant");
        }
        let reach = Reach {
            scheme: "http".to_owned(),
            port: None,
        };
        let door = web::app(Site {
            cdn: None,
            paper: gazette.paper.clone(),
            press: Arc::new(Press::new(Settings::default())),
            reach,
            proxies: web::Proxies::default(),
            tally: web::Tally::default(),
            pages: web::Pages::of_megabytes(web::MEGABYTES),
            search: Default::default(),
        });
        House { gazette, door }
    }

    pub(crate) fn stranger(&self) -> Person {
        Person {
            door: self.door.clone(),
            cookies: String::new(),
        }
    }

    /// Somebody who chose a password by a one-time link and then came in by the form.
    pub(crate) async fn person(&self, handle: &str) -> Person {
        let secret = links::invite(&self.gazette.paper, &self.gazette.operator, handle)
            .await
            .expect("a link");
        let path = paper::doors::link_path(&secret);
        let chosen = self
            .stranger()
            .send(&path, &[("password", PASSWORD), ("again", PASSWORD)])
            .await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
        self.again(handle).await
    }

    /// Somebody who has a password comes in by the form.
    pub(crate) async fn again(&self, handle: &str) -> Person {
        let mut person = self.stranger();
        let fields = [
            ("name", handle),
            ("password", PASSWORD),
            ("to", "/newsroom/"),
        ];
        let entered = person.send("/newsroom/sign-in", &fields).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
        let pairs = entered
            .cookies
            .iter()
            .filter_map(|one| one.split(';').next());
        person.cookies = pairs.collect::<Vec<_>>().join("; ");
        person
    }
}

impl House {
    pub(crate) async fn has_page(&self, slug: &str) -> bool {
        let mut session = self.gazette.paper.read().await.expect("a read");
        pages::page(&mut session, self.gazette.title, slug)
            .await
            .is_ok()
    }
}
