//! What callers cannot do to the others: take all places, take no answer, ask for ever.

use crate::stage::Gazette;
use axum::Router;
use axum::routing::get;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use web::listening::{self, Limits};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: gazette.test\r\n\r\n";

/// A listener of ours and what stops it.
async fn listening(app: Router, limits: Limits) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(async move {
        listening::serve(app, listener, limits, async move {
            let _ = stopped.await;
        })
        .await;
    });
    (address, stop)
}

fn limits() -> Limits {
    Limits {
        connections: 4,
        from_one_address: 4,
        head: Duration::from_millis(200),
        take: Duration::from_millis(200),
    }
}

/// Everything the other side says until it hangs up.
async fn heard(mut stream: TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    // A connection put down with bytes unread is reset; what came before counts.
    let _ = stream.read_to_end(&mut all).await;
    all
}

#[tokio::test]
async fn who_never_finishes_asking_is_put_down() {
    let gazette = Gazette::new().await;
    let (address, _stop) = listening(crate::stage::door(&gazette), limits()).await;
    for words in [&b""[..], b"GET / HTTP/1.1\r\nhost: gaz", REQUEST] {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(words).await.expect("words");
        // It ends by itself: this test has no clock that would end it.
        let got = heard(stream).await;
        assert_eq!(words == REQUEST, got.starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn callers_who_say_nothing_do_not_keep_others_out_for_long() {
    let gazette = Gazette::new().await;
    let (address, _stop) = listening(crate::stage::door(&gazette), limits()).await;
    let mut silent = Vec::new();
    for _ in 0..12 {
        silent.push(TcpStream::connect(address).await.expect("a connection"));
    }
    let mut reader = TcpStream::connect(address).await.expect("a connection");
    reader.write_all(REQUEST).await.expect("words");
    assert!(heard(reader).await.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn who_takes_nothing_of_a_long_answer_is_put_down() {
    let long = "news ".repeat(8 * 1024 * 1024);
    let app = Router::new().fallback(get(move || async move { long }));
    let one = Limits {
        connections: 1,
        ..limits()
    };
    let (address, _stop) = listening(app, one).await;
    let mut idle = TcpStream::connect(address).await.expect("a connection");
    idle.write_all(REQUEST).await.expect("words");
    // Whoever comes next gets the only place once the idle caller has lost it.
    let mut reader = TcpStream::connect(address).await.expect("a connection");
    reader.write_all(REQUEST).await.expect("words");
    let mut first = [0_u8; 12];
    reader.read_exact(&mut first).await.expect("an answer");
    assert_eq!(&first, b"HTTP/1.1 200");
    drop(idle);
}

#[tokio::test]
async fn a_request_carries_who_calls() {
    use axum::extract::ConnectInfo;
    let app = Router::new().fallback(get(
        |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() },
    ));
    let (address, stop) = listening(app, limits()).await;
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let own = stream.local_addr().expect("an address").to_string();
    stream.write_all(REQUEST).await.expect("words");
    let mut some = vec![0_u8; 4096];
    let mut got = String::new();
    while !got.ends_with(&own) {
        let n = stream.read(&mut some).await.expect("an answer");
        assert!(n > 0, "{got}");
        got.push_str(&String::from_utf8_lossy(&some[..n]));
    }
    stop.send(()).expect("still serving");
    assert!(heard(stream).await.is_empty(), "and is let go at the end");
}
