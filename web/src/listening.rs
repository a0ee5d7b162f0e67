//! A listener that no crowd and no dawdler can take for itself: connections are counted, in all and by address, and a
//! caller who neither asks nor takes the answer is put down.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Sleep;
use tower::Service;

/// Longest a caller may take for the head of a request, also for the next one on the same connection.
const HEAD_WAIT: Duration = Duration::from_secs(20);
/// Longest a caller may take nothing of the answer we have for it.
const TAKE_WAIT: Duration = Duration::from_secs(30);
/// Bytes of a connection's buffer, and so of a head.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Lines in the head of a request.
const HEADERS_MAX: usize = 100;
/// Connections at once, if the system lets us have as many.
const CONNECTIONS_MAX: usize = 8_192;
/// Connections at once where the system does not say how many files may be open.
const CONNECTIONS_UNTOLD: usize = 512;
/// Open files left for the record, media and logs.
const FILES_KEPT: usize = 256;
/// Connections at once from one address; browsers open six, and many readers may share one.
const FROM_ONE_ADDRESS_MAX: usize = 128;
/// Rest after the system refused a connection, mostly for want of open files.
const REFUSED_REST: Duration = Duration::from_millis(100);

/// What a listener bears.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; who comes next waits in the system's queue.
    pub connections: usize,
    /// Connections at once from one address (IPv6: one /64 network). Private addresses, behind which proxies are, are
    /// only counted in all.
    pub from_one_address: usize,
    /// Longest a caller may take for the head of a request.
    pub head: Duration,
    /// Longest a caller may take nothing of the answer.
    pub take: Duration,
}

impl Limits {
    /// As many connections as this process may have open files, less what the record needs; at most 8,192.
    pub fn of_this_machine() -> Limits {
        let connections = open_files_max().map_or(CONNECTIONS_UNTOLD, |files| {
            files.saturating_sub(FILES_KEPT).max(files / 2)
        });
        Limits {
            connections: connections.min(CONNECTIONS_MAX),
            from_one_address: FROM_ONE_ADDRESS_MAX,
            head: HEAD_WAIT,
            take: TAKE_WAIT,
        }
    }
}

/// The soft limit of open files, as Linux tells it.
fn open_files_max() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

/// Serves until `stop` is ready, then lets answers under way finish. Requests carry the caller as
/// [`ConnectInfo<SocketAddr>`].
pub async fn serve(
    app: Router,
    listener: TcpListener,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let crowd = Crowd::default();
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (Ok(place), (stream, peer)) = (
            place,
            match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!("A connection could not be taken: {error}");
                    tokio::time::sleep(REFUSED_REST).await;
                    continue;
                }
            },
        ) else {
            break;
        };
        let Some(seat) = crowd.seat(peer.ip(), limits.from_one_address) else {
            tracing::debug!(%peer, "Too many connections from one address; one is closed");
            continue;
        };
        let attended = graceful.watch(connection(app.clone(), stream, peer, limits));
        tokio::spawn(async move {
            let _held = (place, seat);
            if let Err(error) = attended.await {
                tracing::debug!(%peer, "A connection ended early: {error}");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Speaks HTTP/1.1 on a connection.
fn connection(
    app: Router,
    stream: TcpStream,
    peer: SocketAddr,
    limits: Limits,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send {
    // An answer is written in one piece; the system should not wait for more.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().call(request.map(Body::new))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(Patient::new(stream, limits.take)), service)
}

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Crowd {
    /// A seat for one more from this address, if it has not all it may have.
    fn seat(&self, address: IpAddr, max: usize) -> Option<Seat> {
        let Some(network) = network_of(address) else {
            return Some(Seat {
                crowd: self.clone(),
                network: None,
            });
        };
        let mut seated = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = seated.entry(network).or_insert(0);
        if *count >= max {
            return None;
        }
        *count += 1;
        Some(Seat {
            crowd: self.clone(),
            network: Some(network),
        })
    }
}

/// One connection among those of its address; gives its place back when dropped.
struct Seat {
    crowd: Crowd,
    network: Option<IpAddr>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(network) = self.network else { return };
        let mut seated = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = seated.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                seated.remove(&network);
            }
        }
    }
}

/// What counts as one caller: an IPv4 address, an IPv6 /64 network; nothing for this machine and private networks.
fn network_of(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        IpAddr::V4(v4) if v4.is_loopback() || v4.is_private() || v4.is_link_local() => None,
        IpAddr::V4(v4) => Some(IpAddr::V4(v4)),
        IpAddr::V6(v6)
            if v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local() =>
        {
            None
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Some(IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
        }
    }
}

/// A stream that gives up on a caller who takes nothing for too long.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    /// Runs while the caller takes nothing.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Patient {
        Patient {
            stream,
            patience,
            waiting: None,
        }
    }

    /// Passes on what writing gave, and counts the time while it gives nothing.
    fn taken<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.taken(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.taken(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.taken(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.taken(context, shut)
    }
}
