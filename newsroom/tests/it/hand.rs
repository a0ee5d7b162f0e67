//! A person at the newsroom's pages: a browser without script, that keeps its cookies and says where a form is from.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::{Request, StatusCode};
use paper::doors::links;
use paper::reading::title::Reach;
use press::{Press, Settings};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use web::Site;

pub(crate) use cast::*;

/// Where the newsroom of the gazette is.
pub(crate) const HOST: &str = "gazette.test";
/// A password nobody has guessed yet.
pub(crate) const PASSWORD: &str = "herring gulls over the quay";

/// What a person got.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("text")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("ASCII"))
            .unwrap_or_default()
    }
}

/// A person with a browser.
pub(crate) struct Hand {
    door: Router,
    cookies: BTreeMap<String, String>,
}

impl Hand {
    /// Somebody nobody knows yet.
    pub(crate) fn stranger(gazette: &Gazette) -> Hand {
        let site = Site {
            cdn: None,
            paper: gazette.paper.clone(),
            press: Arc::new(Press::new(Settings::default())),
            reach: Reach {
                scheme: "https".to_owned(),
                port: None,
            },
            proxies: web::Proxies::default(),
            tally: web::Tally::default(),
            pages: web::Pages::of_megabytes(web::MEGABYTES),
            search: Default::default(),
        };
        Hand {
            door: web::app(site),
            cookies: BTreeMap::new(),
        }
    }

    /// Somebody who has chosen a password by the link the operator made, and is in.
    pub(crate) async fn of(gazette: &Gazette, handle: &str) -> Hand {
        let publisher = paper::rights::Role::Publisher;
        let operator = &gazette.operator;
        paper::people::grant(&gazette.paper, operator, "operator", publisher, None, None)
            .await
            .expect("a grant");
        let secret = links::reset(&gazette.paper, operator, handle)
            .await
            .expect("a link");
        let mut hand = Hand::stranger(gazette);
        let path = format!("/newsroom/link/{secret}");
        let page = hand.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let got = hand
            .send(&path, &[("password", PASSWORD), ("again", PASSWORD)])
            .await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text());
        hand
    }

    pub(crate) async fn get(&mut self, path: &str) -> Got {
        let request = self
            .request("GET", path)
            .body(Body::empty())
            .expect("a request");
        self.ask(request).await
    }

    /// Asks another host of the same server.
    pub(crate) async fn get_at(&mut self, host: &str, path: &str) -> Got {
        let mut request = self
            .request("GET", path)
            .body(Body::empty())
            .expect("a request");
        let host = host.parse().expect("a host");
        request.headers_mut().insert("host", host);
        self.ask(request).await
    }

    /// Asks as a browser that takes bodies so packed.
    pub(crate) async fn get_taking(&mut self, codings: &str, path: &str) -> Got {
        let mut request = self
            .request("GET", path)
            .body(Body::empty())
            .expect("a request");
        let codings = codings.parse().expect("a header");
        request.headers_mut().insert("accept-encoding", codings);
        self.ask(request).await
    }

    /// Sends a form of this site.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        self.send_from(path, fields, "same-origin").await
    }

    /// Sends a form, from where the browser says it is.
    pub(crate) async fn send_from(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        site: &str,
    ) -> Got {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = self
            .request("POST", path)
            .header("sec-fetch-site", site)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.finish()))
            .expect("a request");
        self.ask(request).await
    }

    /// Sends a form of this site with one file: its field, its name, its bytes.
    pub(crate) async fn send_file(&mut self, path: &str, file: (&str, &str, &[u8])) -> Got {
        let (field, name, bytes) = file;
        let mut body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = self
            .request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=edge")
            .header("content-length", body.len())
            .body(Body::from(body))
            .expect("a request");
        self.ask(request).await
    }

    /// Sends what the script would.
    pub(crate) async fn json(
        &mut self,
        path: &str,
        body: &serde_json::Value,
    ) -> (StatusCode, serde_json::Value) {
        let request = self
            .request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
        let got = self.ask(request).await;
        let said = serde_json::from_slice(&got.bytes).unwrap_or_else(|_| panic!("{}", got.text()));
        (got.status, said)
    }

    /// Follows where an answer leads.
    pub(crate) async fn follow(&mut self, got: &Got) -> Got {
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text());
        let to = got.header("location").to_owned();
        let path = to
            .strip_prefix(&format!("https://{HOST}"))
            .unwrap_or(&to)
            .to_owned();
        self.get(&path).await
    }

    fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let from: SocketAddr = "203.0.113.5:4711".parse().expect("an address");
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .header("accept-language", "en")
            .header("cookie", cookies.join("; "))
            .extension(ConnectInfo(from))
    }

    async fn ask(&mut self, request: Request<Body>) -> Got {
        let response: Response = self.door.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("ASCII");
            let (name, value) = cookie
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a cookie");
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a body")
            .to_vec();
        Got {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }
}
