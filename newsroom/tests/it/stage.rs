//! A gazette with its newsroom, and people who have signed in through the form.

use axum::body::Body;
use cast::Gazette;
use http::{Request, StatusCode};
use newsroom::Newsroom;
use paper::comments::sending;
use paper::doors::links;
use paper::id::{CommentId, PlacementId};
use paper::reading::title::Reach;
use paper::rights::Role;
use paper::{articles, people};
use press::{Press, Settings};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// What everybody's password is.
pub(crate) const PASSWORD: &str = "nets dry on the long quay";

/// What came back.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) page: String,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// Where it leads.
    pub(crate) fn to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.page);
        self.header("location")
    }
}

/// A browser of somebody.
pub(crate) struct Visitor {
    newsroom: Newsroom,
    cookies: Vec<(String, String)>,
}

impl Visitor {
    /// Says the password again where a deed led to the page that asks for it; where that leads back to.
    pub(crate) async fn proves(&mut self, to: &str) -> String {
        assert!(to.starts_with("/newsroom/account?prove=1&to="), "{to}");
        let (_, back) = to.split_once("&to=").expect("a way back");
        let back = url::form_urlencoded::parse(format!("to={back}").as_bytes())
            .next()
            .map(|(_, back)| back.into_owned())
            .expect("an address");
        let proof = [("password", PASSWORD), ("to", back.as_str())];
        let answer = self.post("/newsroom/account/prove", &proof).await;
        answer.to().replace("%2D", "-")
    }

    pub(crate) async fn get(&mut self, path: &str) -> Got {
        self.visit(Request::get(path), Body::empty()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = Request::post(path)
            .header("origin", "https://gazette.test")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.visit(request, form.finish().into()).await
    }

    async fn visit(&mut self, request: http::request::Builder, body: Body) -> Got {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header("host", "gazette.test")
            .header("accept-language", "en")
            .header("cookie", cookies.join("; "))
            .body(body)
            .expect("a request");
        let (parts, body) = request.into_parts();
        let from = Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 5)));
        let response = self
            .newsroom
            .answer("gazette.test", from, parts, body)
            .await;
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let pair = set.to_str().expect("ASCII").split(';').next();
            let (name, value) = pair.and_then(|pair| pair.split_once('=')).expect("a pair");
            self.cookies.retain(|(one, _)| one != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await;
        Got {
            status: parts.status,
            headers: parts.headers,
            page: String::from_utf8(bytes.expect("a body").to_vec()).expect("text"),
        }
    }
}

/// Somebody who has chosen a password by a one-time link, and signed in with it.
pub(crate) async fn visit(gazette: &Gazette, handle: &str) -> Visitor {
    let press = Arc::new(Press::new(Settings::default()));
    let reach = Reach {
        scheme: "https".to_owned(),
        port: None,
    };
    let search = web::Search::default();
    search.keep_up(&gazette.paper).await.expect("an index");
    let mut visitor = Visitor {
        newsroom: Newsroom::new(&gazette.paper, &press, &reach, &search),
        cookies: Vec::new(),
    };
    let link = links::invite(&gazette.paper, &gazette.operator, handle)
        .await
        .expect("a link");
    let chosen = [("password", PASSWORD), ("again", PASSWORD)];
    let link = format!("/newsroom/link/{link}");
    assert_eq!(visitor.post(&link, &chosen).await.to(), "/newsroom/");
    visitor.cookies.clear();
    let named = [("name", handle), ("password", PASSWORD)];
    let got = visitor.post("/newsroom/sign-in", &named).await;
    assert_eq!(got.to(), "/newsroom/");
    visitor
}

/// The same for somebody new, in a role on the gazette.
pub(crate) async fn visit_as(gazette: &Gazette, handle: &str, role: Role) -> Visitor {
    let (paper, by) = (&gazette.paper, &gazette.operator);
    people::open_account(paper, by, handle, handle, "")
        .await
        .expect("an account");
    people::grant(paper, by, handle, role, Some(gazette.title), None)
        .await
        .expect("a grant");
    visit(gazette, handle).await
}

/// An article readers may comment on.
pub(crate) async fn article(gazette: &Gazette, headline: &str) -> PlacementId {
    let published = gazette.published(headline).await;
    let mut session = gazette.paper.read().await.unwrap();
    articles::placements(&mut session, published.article)
        .await
        .unwrap()[0]
        .id
}

/// A comment a reader sent a minute ago.
pub(crate) async fn comment(
    gazette: &Gazette,
    placement: PlacementId,
    name: &str,
    text: &str,
) -> CommentId {
    let token = sending::form(&gazette.paper, placement).await.unwrap();
    gazette.later(1);
    let sending = sending::Sending {
        placement,
        reply_to: String::new(),
        name: name.to_owned(),
        text: text.to_owned(),
        email: String::new(),
        website: String::new(),
        token,
        trap: String::new(),
        address: Some(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7))),
    };
    sending::send(&gazette.paper, &sending)
        .await
        .unwrap()
        .expect("taken")
}
