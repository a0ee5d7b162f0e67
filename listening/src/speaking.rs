//! What is spoken on a connection: HTTP/1.1, one request after the other, or HTTP/2, many side by side.

use crate::asking::Asking;
use crate::limits::{
    CONNECTION_WINDOW_BYTES, HEAD_BYTES_MAX, HEADER_LIST_BYTES_MAX, HEADERS_MAX, Limits,
    RESETS_OF_OURS_MAX, RESETS_PENDING_MAX, SEND_BYTES_MAX, STREAM_WINDOW_BYTES, STREAMS_MAX,
};
use crate::patient::Patient;
use crate::pulse::Pulse;
use crate::{Answer, Answers, Body, Caller};
use http::header::{CONNECTION, CONTENT_TYPE, HOST, HeaderValue};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulConnection;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

/// What a caller begins with who speaks HTTP/2 without having agreed on it (RFC 9113 §3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// What HTTP/2 is called in the handshake of TLS (RFC 9113 §3.2).
const TWO: &[u8] = b"h2";
/// What HTTP/1.1 is called there.
const ONE: &[u8] = b"http/1.1";
/// Bytes read at once while it is not known what is spoken.
const FIRST_BYTES: usize = 4 * 1024;

/// What is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// HTTP/1.1, and HTTP/1.0 where a caller has nothing newer.
    One,
    /// HTTP/2.
    Two,
}

impl Tongue {
    /// What was agreed on in the handshake. `None` is something that is over with it, as a challenge of an authority
    /// (RFC 8737) is.
    pub(crate) fn agreed(protocol: Option<&[u8]>) -> Option<Tongue> {
        match protocol {
            Some(TWO) => Some(Tongue::Two),
            Some(ONE) | None => Some(Tongue::One),
            Some(_) => None,
        }
    }
}

/// Reads until it is known what is spoken; what was read is read again by who speaks it.
pub(crate) async fn greeted(mut stream: Patient) -> io::Result<(Tongue, Greeted)> {
    let mut said = Vec::with_capacity(FIRST_BYTES);
    let tongue = loop {
        if stream.read_buf(&mut said).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let common = said.len().min(PREFACE.len());
        if said.get(..common) != PREFACE.get(..common) {
            break Tongue::One;
        }
        if common == PREFACE.len() {
            break Tongue::Two;
        }
    };
    let stream = Greeted {
        said,
        read: 0,
        stream,
    };
    Ok((tongue, stream))
}

/// A stream of which the beginning has been read already.
pub(crate) struct Greeted {
    said: Vec<u8>,
    read: usize,
    stream: Patient,
}

impl AsyncRead for Greeted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let Some(rest) = this.said.get(this.read..).filter(|rest| !rest.is_empty()) else {
            return Pin::new(&mut this.stream).poll_read(context, buffer);
        };
        let count = rest.len().min(buffer.remaining());
        buffer.put_slice(rest.get(..count).unwrap_or_default());
        this.read += count;
        if this.read == this.said.len() {
            this.said = Vec::new();
            this.read = 0;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Greeted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Who answers on one connection.
pub(crate) struct Desk {
    pub(crate) answers: Arc<dyn Answers>,
    pub(crate) caller: Caller,
    pub(crate) limits: Limits,
    pub(crate) pulse: Arc<Pulse>,
    /// The listener ends: no answer promises to take another request.
    pub(crate) leaving: Arc<AtomicBool>,
}

impl Desk {
    /// Speaks HTTP/1.1.
    pub(crate) fn one_by_one<S>(
        self,
        stream: S,
    ) -> impl GracefulConnection<Error = hyper::Error> + Send
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        // How long a head may take is seen to by the pulse, for less than a timer for each request.
        http1::Builder::new()
            .header_read_timeout(None)
            .max_buf_size(HEAD_BYTES_MAX)
            .max_headers(HEADERS_MAX)
            .serve_connection(TokioIo::new(stream), self.service(false))
    }

    /// Speaks HTTP/2.
    pub(crate) fn side_by_side<S>(
        self,
        stream: S,
    ) -> impl GracefulConnection<Error = hyper::Error> + Send
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let streams = Streams {
            longest: self.limits.stream,
        };
        http2::Builder::new(streams)
            .max_concurrent_streams(STREAMS_MAX)
            .max_header_list_size(HEADER_LIST_BYTES_MAX)
            .max_pending_accept_reset_streams(RESETS_PENDING_MAX)
            .max_local_error_reset_streams(RESETS_OF_OURS_MAX)
            .initial_stream_window_size(STREAM_WINDOW_BYTES)
            .initial_connection_window_size(CONNECTION_WINDOW_BYTES)
            .max_send_buf_size(SEND_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), self.service(true))
    }

    fn service(
        self,
        side_by_side: bool,
    ) -> impl Service<
        Request<Incoming>,
        Response = Response<Body>,
        Error = Infallible,
        Future: Send + 'static,
    > + Send {
        let desk = Arc::new(self);
        service_fn(move |request| {
            let desk = Arc::clone(&desk);
            let work = desk.pulse.works(side_by_side);
            async move {
                let response = desk.answer(request, side_by_side).await;
                Ok(match comes_as_it_happens(&response) {
                    true => response.map(|body| body.held_by(work)),
                    false => response,
                })
            }
        })
    }

    async fn answer(&self, request: Request<Incoming>, side_by_side: bool) -> Response<Body> {
        let mut request = request.map(|body| Asking::new(body, &self.limits));
        if side_by_side {
            named_by_host(&mut request);
        }
        let mut response = match self.answers.answer(self.caller, request) {
            Answer::Ready(response) => response,
            Answer::Making(made) => made.await,
        };
        if !side_by_side && self.leaving.load(Ordering::Relaxed) {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        response
    }
}

/// Whether an answer is server-sent events (WHATWG HTML §9.2), which pause as long as nothing happens.
fn comes_as_it_happens(response: &Response<Body>) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// Writes the authority of a request of HTTP/2 where HTTP/1.1 has it, for those who look there alone (RFC 9113 §8.3.1).
fn named_by_host<B>(request: &mut Request<B>) {
    let authority = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    if let Some(Ok(host)) = authority.map(HeaderValue::from_str) {
        request.headers_mut().insert(HOST, host);
    }
}

/// Runs the requests of a connection that carries many, none for ever.
#[derive(Debug, Clone, Copy)]
struct Streams {
    longest: Duration,
}

impl<F> hyper::rt::Executor<F> for Streams
where
    F: Future<Output: Send> + Send + 'static,
{
    fn execute(&self, stream: F) {
        tokio::spawn(tokio::time::timeout(self.longest, stream));
    }
}
