//! A listener of ours, and callers of it.

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use listening::{Asking, Caller, Limits, Tls};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

/// What a reader asks.
pub(crate) const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: gazette.test\r\n\r\n";
/// Long enough that nothing on the way holds it all.
pub(crate) const LONG_BYTES: usize = 32 * 1024 * 1024;

/// A listener and what happens behind it.
pub(crate) struct Stage {
    pub(crate) address: SocketAddr,
    /// Somebody asked for `/held`.
    pub(crate) came: Arc<Notify>,
    /// Answers one who asked for `/held`.
    pub(crate) let_go: Arc<Notify>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

/// Limits of two tenths of a second, and four callers at once.
pub(crate) fn limits() -> Limits {
    let short = Duration::from_millis(200);
    Limits {
        connections: 4,
        from_one_address: 4,
        head: short,
        idle: short,
        body: short,
        body_rate: 1024,
        take: short,
        stream: Duration::from_secs(60),
        farewell: Duration::from_secs(60),
    }
}

/// The same with all the time in the world.
pub(crate) fn patient() -> Limits {
    let long = Duration::from_secs(600);
    Limits {
        head: long,
        idle: long,
        body: long,
        take: long,
        ..limits()
    }
}

impl Stage {
    pub(crate) async fn new(limits: Limits) -> Stage {
        Stage::with(limits, None).await
    }

    pub(crate) async fn with(limits: Limits, tls: Option<Arc<Tls>>) -> Stage {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let (came, let_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell, wait) = (Arc::clone(&came), Arc::clone(&let_go));
        let answers = move |caller: Caller, request: Request<Asking>| {
            let (tell, wait) = (Arc::clone(&tell), Arc::clone(&wait));
            async move {
                if request.uri().path() == "/held" {
                    tell.notify_one();
                    wait.notified().await;
                }
                answer(caller, request).await
            }
        };
        let serving = tokio::spawn(async move {
            let stop = async move {
                let _ = stopped.await;
            };
            listening::serve(answers, listener, tls, limits, stop).await;
        });
        Stage {
            address,
            came,
            let_go,
            stop: Some(stop),
            serving,
        }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address)
            .await
            .expect("a connection")
    }

    /// Somebody who has said this.
    pub(crate) async fn says(&self, words: &[u8]) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(words).await.expect("words");
        stream
    }

    pub(crate) fn stop(&mut self) {
        let _ = self.stop.take().expect("once").send(());
    }

    /// Ready when nobody is let in any more.
    pub(crate) async fn closed(&self) {
        while TcpStream::connect(self.address).await.is_ok() {}
    }

    pub(crate) async fn ended(self) {
        self.serving.await.expect("it ends by itself");
    }
}

async fn answer(caller: Caller, request: Request<Asking>) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let said = match parts.uri.path() {
        "/long" => vec![b'n'; LONG_BYTES],
        "/who" => format!("{} {}", caller.address, caller.by_tls).into_bytes(),
        "/host" => parts
            .headers
            .get(http::header::HOST)
            .map(|host| host.as_bytes().to_vec())
            .unwrap_or_default(),
        "/body" => match body.collect().await {
            Ok(body) => body.to_bytes().len().to_string().into_bytes(),
            Err(error) => {
                let slow = error.is::<listening::TooSlow>();
                let mut response = Response::new(Full::new(Bytes::from(error.to_string())));
                *response.status_mut() = match slow {
                    true => StatusCode::REQUEST_TIMEOUT,
                    false => StatusCode::BAD_REQUEST,
                };
                return response;
            }
        },
        _ => b"news".to_vec(),
    };
    Response::new(Full::new(Bytes::from(said)))
}

/// Everything the other side says until it hangs up.
pub(crate) async fn heard(mut stream: impl AsyncRead + Unpin) -> Vec<u8> {
    let mut all = Vec::new();
    // A connection put down with bytes unread is reset; what came before counts.
    let _ = stream.read_to_end(&mut all).await;
    all
}

/// What the other side says, up to these words.
pub(crate) async fn heard_until(stream: &mut (impl AsyncRead + Unpin), end: &str) -> String {
    let mut all = String::new();
    let mut some = [0_u8; 4096];
    while !all.contains(end) {
        let count = stream.read(&mut some).await.expect("an answer");
        assert!(count > 0, "hung up after {all}");
        all.push_str(&String::from_utf8_lossy(&some[..count]));
    }
    all
}

/// Says the same again and again until the other side answers or hangs up; what it said.
pub(crate) async fn dripping(mut stream: TcpStream, drop: &[u8]) -> String {
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    let mut some = [0_u8; 4096];
    loop {
        tokio::select! {
            read = stream.read(&mut some) => {
                let count = read.unwrap_or(0);
                return String::from_utf8_lossy(&some[..count]).into_owned();
            }
            _ = tick.tick() => {
                let _ = stream.write_all(drop).await;
            }
        }
    }
}
