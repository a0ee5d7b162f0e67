//! What answers requests, and what an answer is. Both are types of this crate, so that what speaks HTTP is compiled once,
//! here, whoever answers.

use crate::Caller;
use crate::asking::Asking;
use crate::pulse::Work;
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What a body may break off with.
type Broken = Box<dyn Error + Send + Sync>;

/// The body of an answer: here as a whole, or in pieces as they come.
pub struct Body(Sent);

enum Sent {
    /// Empty once it went.
    Whole(Bytes),
    Pieces(UnsyncBoxBody<Bytes, Broken>),
    /// The same, and its caller is answered as long as it lasts.
    Held {
        body: UnsyncBoxBody<Bytes, Broken>,
        _work: Work,
    },
}

impl Body {
    /// One that comes in pieces.
    pub fn pieces<B>(body: B) -> Body
    where
        B: http_body::Body<Data = Bytes, Error: Into<Broken>> + Send + 'static,
    {
        Body(Sent::Pieces(body.map_err(Into::into).boxed_unsync()))
    }

    /// The same body; while it lasts, its connection is at work and no silence between two pieces ends it.
    pub(crate) fn held_by(self, work: Work) -> Body {
        match self.0 {
            Sent::Pieces(body) => Body(Sent::Held { body, _work: work }),
            whole => Body(whole),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Body {
        Body(Sent::Whole(bytes))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        match &mut self.0 {
            Sent::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Sent::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Sent::Pieces(body) | Sent::Held { body, .. } => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Sent::Whole(bytes) => bytes.is_empty(),
            Sent::Pieces(body) | Sent::Held { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Sent::Whole(bytes) => {
                SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
            }
            Sent::Pieces(body) | Sent::Held { body, .. } => body.size_hint(),
        }
    }
}

/// An answer that is made yet.
pub type Made = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// What is said to a request.
pub enum Answer {
    /// It lay ready.
    Ready(Response<Body>),
    /// It is being made.
    Making(Made),
}

/// What answers requests: one function, called for each. What it has in memory it should answer at once.
pub trait Answers: Send + Sync + 'static {
    /// Answers.
    fn answer(&self, caller: Caller, request: Request<Asking>) -> Answer;
}

impl<A, F, B> Answers for A
where
    A: Fn(Caller, Request<Asking>) -> F + Send + Sync + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<Broken>> + Send + 'static,
{
    fn answer(&self, caller: Caller, request: Request<Asking>) -> Answer {
        let answered = self(caller, request);
        Answer::Making(Box::pin(async move { answered.await.map(Body::pieces) }))
    }
}
