//! The body of a request, which has to come.

use crate::limits::Limits;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// The body came too slowly.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the body of the request came too slowly")]
pub struct TooSlow;

/// The body of a request. Reading it fails with [`TooSlow`] where it neither comes within `limits.body` nor keeps up with
/// `limits.body_rate` beyond that. Time runs from when somebody first waits for it.
pub struct Asking {
    incoming: Incoming,
    wait: Duration,
    rate: u64,
    bytes: u64,
    begun: Option<Instant>,
    /// Runs while it is waited for.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Asking {
    pub(crate) fn new(incoming: Incoming, limits: &Limits) -> Asking {
        Asking {
            incoming,
            wait: limits.body,
            rate: limits.body_rate.max(1),
            bytes: 0,
            begun: None,
            waiting: None,
        }
    }

    /// Until when the next piece has to be here.
    fn due(&mut self) -> Instant {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        begun + self.wait + Duration::from_millis(self.bytes.saturating_mul(1_000) / self.rate)
    }
}

impl Body for Asking {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(next) = Pin::new(&mut self.incoming).poll_frame(context) {
            self.waiting = None;
            if let Some(Ok(frame)) = &next
                && let Some(data) = frame.data_ref()
            {
                self.bytes += u64::try_from(data.len()).unwrap_or(u64::MAX);
                // A body that drips is ready each time, but late.
                if self.due() < Instant::now() {
                    return Poll::Ready(Some(Err(TooSlow.into())));
                }
            }
            return Poll::Ready(next.map(|frame| frame.map_err(Into::into)));
        }
        let due = self.due();
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(due)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(TooSlow.into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
