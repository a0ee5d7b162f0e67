//! A connection from the first byte to the last.

use crate::patient::Patient;
use crate::pulse::{Found, Pulse};
use crate::speaking::{self, Tongue};
use crate::{Caller, House, Phase};
use hyper_util::server::graceful::GracefulConnection;
use std::fmt::Display;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Instant;

/// At the end, how long a caller who may be asking right now is listened to before its connection is closed.
const LAST_WORD: Duration = Duration::from_millis(300);

impl House {
    /// Serves a connection until one of both sides has enough.
    pub(crate) async fn attend(mut self, stream: TcpStream, peer: SocketAddr) {
        let pulse = Arc::new(Pulse::new(self.limits));
        let stream = Patient::new(stream, Arc::clone(&pulse), self.limits.take);
        let caller = Caller {
            address: peer,
            by_tls: self.tls.is_some(),
        };
        let limit = self.limits.head;
        match self.tls.take() {
            None => {
                let greeting = speaking::greeted(stream);
                let Some(Ok((tongue, stream))) = self.in_time(limit, &pulse, greeting).await else {
                    return;
                };
                self.speak(tongue, stream, caller, pulse).await;
            }
            Some(acceptor) => {
                let stream = match self.in_time(limit, &pulse, acceptor.accept(stream)).await {
                    Some(Ok(stream)) => stream,
                    Some(Err(error)) => {
                        tracing::debug!(%peer, "No TLS with a caller: {error}");
                        return;
                    }
                    None => return,
                };
                if let Some(tongue) = Tongue::agreed(stream.get_ref().1.alpn_protocol()) {
                    self.speak(tongue, stream, caller, pulse).await;
                }
            }
        }
    }

    /// Waits for what a caller has to say first, until the limit; at the end, for its last word.
    async fn in_time<F: Future>(
        &mut self,
        limit: Duration,
        pulse: &Pulse,
        work: F,
    ) -> Option<F::Output> {
        let work = tokio::time::timeout(limit, work);
        let mut work = std::pin::pin!(work);
        tokio::select! {
            biased;
            done = &mut work => return done.ok(),
            _ = self.phases.wait_for(|phase| *phase != Phase::Open) => {}
        }
        let last = tokio::time::timeout(LAST_WORD, &mut work).await;
        match last {
            Ok(done) => done.ok(),
            Err(_) if pulse.is_silent() => None,
            Err(_) => tokio::select! {
                done = &mut work => done.ok(),
                _ = self.phases.wait_for(|phase| *phase == Phase::Over) => None,
            },
        }
    }

    async fn speak<S>(self, tongue: Tongue, stream: S, caller: Caller, pulse: Arc<Pulse>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let House {
            answers,
            limits,
            phases,
            leaving,
            ..
        } = self;
        let desk = speaking::Desk {
            answers,
            caller,
            limits,
            pulse: Arc::clone(&pulse),
            leaving,
        };
        match tongue {
            Tongue::One => {
                let connection = desk.one_by_one(stream);
                // A connection without a request under way is closed at once by it, so the last word comes before.
                watched(connection, &pulse, phases, LAST_WORD, caller.address).await;
            }
            Tongue::Two => {
                let connection = desk.side_by_side(stream);
                watched(connection, &pulse, phases, Duration::ZERO, caller.address).await;
            }
        }
    }
}

/// Lets a connection live while its pulse beats and its house is open.
async fn watched<C>(
    connection: C,
    pulse: &Pulse,
    mut phases: watch::Receiver<Phase>,
    last_word: Duration,
    peer: SocketAddr,
) where
    C: GracefulConnection,
    C::Error: Display,
{
    let mut connection = std::pin::pin!(connection);
    let mut alarm = std::pin::pin!(tokio::time::sleep_until(first(pulse)));
    let mut phase = Phase::Open;
    let mut told = false;
    loop {
        tokio::select! {
            biased;
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, "A connection ended early: {error}");
                }
                return;
            }
            _ = phases.wait_for(|now| *now != phase) => {
                phase = match phase {
                    Phase::Open => Phase::Leaving,
                    _ => return,
                };
                alarm.as_mut().reset(Instant::now() + last_word);
            }
            () = alarm.as_mut() => match pulse.look(Instant::now()) {
                Found::Well(then) if phase == Phase::Open || told => alarm.as_mut().reset(then),
                // At the end, who has not said a word is not waited for.
                Found::Well(_) if pulse.is_silent() && last_word > Duration::ZERO => return,
                // It has been told to end, or speaks a tongue in which one just hangs up.
                Found::Still if told || last_word > Duration::ZERO => return,
                Found::Well(_) | Found::Still => {
                    told = true;
                    connection.as_mut().graceful_shutdown();
                    alarm.as_mut().reset(Instant::now() + pulse.patience());
                }
            },
        }
    }
}

fn first(pulse: &Pulse) -> Instant {
    match pulse.look(Instant::now()) {
        Found::Well(then) => then,
        Found::Still => Instant::now(),
    }
}
