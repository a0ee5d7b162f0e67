//! What connections say beside HTTP: who calls, and that readers are to come by TLS.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use listening::{Answers, Limits};
use paper::reading::title::Reach;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a listener says to these words, and from where they came.
async fn told(answers: impl Answers, words: &str) -> (String, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let limits = Limits::of_this_machine();
    tokio::spawn(listening::serve(
        answers,
        listener,
        None,
        limits,
        std::future::pending(),
    ));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let own = stream.local_addr().expect("an address");
    stream.write_all(words.as_bytes()).await.expect("words");
    let mut all = String::new();
    stream.read_to_string(&mut all).await.expect("an answer");
    (all, own)
}

#[tokio::test]
async fn a_request_carries_who_calls() {
    let app = Router::new().fallback(get(
        |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() },
    ));
    let words = "GET / HTTP/1.1\r\nhost: gazette.test\r\nconnection: close\r\n\r\n";
    let (said, own) = told(web::by(app), words).await;
    assert!(said.ends_with(&own.to_string()), "{said}");
}

fn to_tls(port: Option<u16>) -> web::ToTls {
    let reach = Reach {
        scheme: "https".to_owned(),
        port,
    };
    web::ToTls::new(reach, |token| {
        (token == "t0ken").then(|| "t0ken.print".to_owned())
    })
}

/// The first line, and the place named, of what is said to a request with this host and these further lines.
async fn sent(port: Option<u16>, line: &str, rest: &str) -> (String, String) {
    let words = format!("{line} HTTP/1.1\r\n{rest}connection: close\r\n\r\n");
    let (said, _) = told(to_tls(port), &words).await;
    let place = said
        .lines()
        .find_map(|line| line.strip_prefix("location: "))
        .unwrap_or_default();
    let first = said.lines().next().unwrap_or_default();
    (first.to_owned(), place.to_owned())
}

#[tokio::test]
async fn who_comes_without_tls_is_sent_to_the_same_address_by_tls() {
    let host = "host: Gazette.test:80\r\n";
    let moved = "HTTP/1.1 301 Moved Permanently".to_owned();
    assert_eq!(
        sent(None, "GET /news?page=2", host).await,
        (moved.clone(), "https://gazette.test/news?page=2".to_owned())
    );
    assert_eq!(
        sent(Some(8443), "GET /", host).await,
        (moved.clone(), "https://gazette.test:8443/".to_owned())
    );
    // What somebody in front says of the scheme changes nothing here: this port is the one without TLS.
    let claimed = "host: gazette.test\r\nx-forwarded-proto: https\r\nforwarded: proto=https\r\n";
    assert_eq!(sent(None, "GET /", claimed).await.0, moved);
    let (first, _) = sent(None, "POST /2026/11/23/ferry/comment", host).await;
    assert_eq!(first, "HTTP/1.1 308 Permanent Redirect");
}

#[tokio::test]
async fn who_names_no_host_is_sent_nowhere() {
    for rest in [
        "",
        "host: a\r\nhost: b\r\n",
        "host: a/b\r\n",
        "host: a@b\r\n",
    ] {
        let (first, place) = sent(None, "GET /", rest).await;
        assert_eq!(
            (first.as_str(), place.as_str()),
            ("HTTP/1.1 400 Bad Request", ""),
            "{rest}"
        );
    }
}

#[tokio::test]
async fn an_authority_gets_the_answer_to_its_challenge_and_nobody_elses() {
    let words = |token: &str| {
        format!(
            "GET /.well-known/acme-challenge/{token} HTTP/1.1\r\nhost: a.test\r\nconnection: close\r\n\r\n"
        )
    };
    let (said, _) = told(to_tls(None), &words("t0ken")).await;
    assert!(
        said.starts_with("HTTP/1.1 200") && said.ends_with("\r\n\r\nt0ken.print"),
        "{said}"
    );
    let (said, _) = told(to_tls(None), &words("other")).await;
    assert!(said.starts_with("HTTP/1.1 301"), "{said}");
}
