//! HTTP/2 without TLS, as proxies speak it, and what callers cannot do with it.

use crate::stage::{REQUEST, Stage, heard, heard_until, limits, patient};
use bytes::Bytes;
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt, Empty, Full};
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use listening::Limits;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The preface and empty settings.
const HELLO: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
/// `:method: GET`, `:scheme: http`, `:path: /`, `:authority: a` (RFC 7541).
const FIELDS: &[u8] = b"\x82\x86\x84\x41\x01a";

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

async fn spoken<B>(stage: &Stage) -> SendRequest<B>
where
    B: http_body::Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>>
        + Send
        + Unpin
        + 'static,
{
    let stream = TokioIo::new(stage.connect().await);
    let (sender, connection) = http2::handshake(TokioExecutor::new(), stream)
        .await
        .expect("HTTP/2");
    tokio::spawn(connection);
    sender
}

fn get(path: &str) -> Request<Empty<Bytes>> {
    Request::get(format!("http://gazette.test{path}"))
        .body(Empty::new())
        .expect("a request")
}

#[tokio::test]
async fn proxies_speak_http_2_on_the_same_port() {
    let stage = Stage::new(patient()).await;
    let mut two = spoken(&stage).await;
    let answers = [two.send_request(get("/host")), two.send_request(get("/"))];
    let mut bodies = Vec::new();
    for answer in answers {
        let answer = answer.await.expect("an answer");
        assert_eq!(
            (answer.status(), answer.version()),
            (StatusCode::OK, Version::HTTP_2)
        );
        bodies.push(answer.collect().await.expect("a body").to_bytes());
    }
    assert_eq!(bodies, ["gazette.test", "news"]);
    let mut one = stage.says(REQUEST).await;
    heard_until(&mut one, "HTTP/1.1 200").await;
}

#[tokio::test]
async fn many_requests_go_side_by_side() {
    let mut stage = Stage::new(patient()).await;
    let mut two = spoken(&stage).await;
    let held = two.send_request(get("/held"));
    stage.came.notified().await;
    let answer = two.send_request(get("/")).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    // At the end the one under way is answered, and another is not taken.
    stage.stop();
    while two.send_request(get("/")).await.is_ok() {}
    stage.let_go.notify_one();
    assert_eq!(held.await.expect("an answer").status(), StatusCode::OK);
    drop(two);
    stage.ended().await;
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let stage = Stage::new(limits()).await;
    let mut two = spoken(&stage).await;
    let (sender, body) = tokio::sync::mpsc::channel::<()>(1);
    let request = Request::post("http://gazette.test/body")
        .body(Stuck(body))
        .expect("a request");
    let answer = two.send_request(request).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
    drop(sender);
}

/// A body that never comes.
struct Stuck(tokio::sync::mpsc::Receiver<()>);

impl http_body::Body for Stuck {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        self.0.poll_recv(context).map(|_| None)
    }
}

#[tokio::test]
async fn a_large_body_is_taken() {
    let stage = Stage::new(patient()).await;
    let mut two = spoken(&stage).await;
    let body = Full::new(Bytes::from(vec![b'a'; 3 * 1024 * 1024]));
    let request = Request::post("http://gazette.test/body")
        .body(body)
        .expect("a request");
    let answer = two.send_request(request).await.expect("an answer");
    let said = answer.collect().await.expect("a body").to_bytes();
    assert_eq!(said, (3 * 1024 * 1024).to_string());
}

/// Somebody who writes frames by hand.
struct Raw(TcpStream);

impl Raw {
    async fn new(stage: &Stage) -> Raw {
        Raw(stage.says(HELLO).await)
    }

    /// Writes a frame; false once the other side has hung up.
    async fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
        let mut frame = vec![length[1], length[2], length[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.0.write_all(&frame).await.is_ok()
    }

    /// The code of the GOAWAY frame among all the other side says until it hangs up.
    async fn goes_away(self) -> Option<u32> {
        let said = heard(self.0).await;
        let mut rest = said.as_slice();
        while let Some((head, more)) = rest.split_first_chunk::<9>() {
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let (payload, more) = more.split_at_checked(length.try_into().expect("short"))?;
            if head[3] == GOAWAY {
                return payload[4..8].try_into().ok().map(u32::from_be_bytes);
            }
            rest = more;
        }
        None
    }
}

/// `ENHANCE_YOUR_CALM` (RFC 9113 §7).
const CALM: u32 = 11;

#[tokio::test]
async fn requests_taken_back_at_once_end_the_connection() {
    let stage = Stage::new(patient()).await;
    let mut raw = Raw::new(&stage).await;
    for number in 0..2_000_u32 {
        let stream = number * 2 + 1;
        let open = raw
            .frame(HEADERS, END_HEADERS | END_STREAM, stream, FIELDS)
            .await
            && raw.frame(RST_STREAM, 0, stream, &[0, 0, 0, 8]).await;
        if !open {
            break;
        }
    }
    // Hung up, be it while we were still writing.
    let code = raw.goes_away().await;
    assert!(code.is_none_or(|code| code == CALM), "{code:?}");
}

#[tokio::test]
async fn a_head_without_an_end_is_not_collected() {
    let stage = Stage::new(patient()).await;
    let mut raw = Raw::new(&stage).await;
    raw.frame(HEADERS, END_STREAM, 1, FIELDS).await;
    // A field of which each repetition costs one byte, in frames of a kilobyte.
    let more = [0xbe_u8; 1024];
    let mut sent = 0;
    while sent < 100_000 && raw.frame(CONTINUATION, 0, 1, &more).await {
        sent += 1;
    }
    assert!(sent < 100_000, "a hundred megabytes were taken");
}

#[tokio::test]
async fn more_fields_than_anybody_needs_are_refused() {
    let stage = Stage::new(patient()).await;
    let mut two = spoken(&stage).await;
    let request = Request::get("http://gazette.test/")
        .header("x-much", "a".repeat(17 * 1024))
        .body(Empty::<Bytes>::new())
        .expect("a request");
    match two.send_request(request).await {
        Ok(answer) => assert_eq!(answer.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
        // The caller has read our settings already and does not even send it.
        Err(error) => assert!(!error.is_closed(), "{error}"),
    }
}

#[tokio::test]
async fn who_keeps_a_connection_without_asking_is_put_down() {
    let stage = Stage::new(limits()).await;
    let mut raw = Raw::new(&stage).await;
    // It says something all the time, but nothing it wants to know.
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    loop {
        tick.tick().await;
        if !raw.frame(WINDOW_UPDATE, 0, 0, &[0, 0, 0, 1]).await {
            break;
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_held_back_does_not_hold_the_connection() {
    let one = Limits {
        connections: 1,
        ..limits()
    };
    let stage = Stage::new(one).await;
    let mut raw = Raw::new(&stage).await;
    // `:path: /long`, written out; and no window is ever opened for it.
    let fields = b"\x82\x86\x44\x05/long\x41\x01a";
    raw.frame(HEADERS, END_HEADERS | END_STREAM, 1, fields)
        .await;
    let mut some = [0_u8; 4096];
    assert!(raw.0.read(&mut some).await.expect("it begins") > 0);
    let mut reader = stage.says(REQUEST).await;
    heard_until(&mut reader, "HTTP/1.1 200").await;
    drop(raw);
}
