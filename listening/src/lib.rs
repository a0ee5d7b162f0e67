//! A listener that no crowd and no dawdler can take for itself.
//!
//! Start at [`serve`]. It takes connections, counts them, in all and by address ([`mod@crowd`]), finds out what is spoken on
//! each (TLS by its handshake, HTTP/2 by its preface, else HTTP/1.1; [`mod@speaking`]), and hands each request to one function.
//! What a caller may take its time for is bounded: the head of a request, its body ([`Asking`]), taking the answer, and
//! saying nothing ([`mod@pulse`]). At the end what is under way may finish, for a while.
//!
//! It knows HTTP and nothing of newspapers.

mod answering;
mod asking;
mod attending;
mod crowd;
mod limits;
mod patient;
mod pulse;
mod speaking;

pub use answering::{Answer, Answers, Body, Made};
pub use asking::{Asking, TooSlow};
pub use limits::Limits;
pub use rustls::ServerConfig as Tls;

use crowd::Crowd;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Rest after the system refused a connection, mostly for want of open files.
const REFUSED_REST: Duration = Duration::from_millis(100);
/// Connections taken from the system's queue at the end, so that none who was let in is turned away.
const LAST_TAKEN_MAX: usize = 1_024;

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// The other end of the connection: a reader, or a proxy.
    pub address: SocketAddr,
    /// The connection is encrypted by us.
    pub by_tls: bool,
}

/// What the connections of a listener have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// All are served.
    Open,
    /// What is under way is finished, nothing begun.
    Leaving,
    /// What is left is cut.
    Over,
}

/// Serves until `stop` is ready, then lets answers under way finish, for `limits.farewell` at most. With `tls` it speaks
/// TLS on every connection and offers HTTP/2 by ALPN.
pub async fn serve(
    answers: impl Answers,
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let (phase, phases) = watch::channel(Phase::Open);
    let house = House {
        answers: Arc::new(answers),
        tls: tls.map(Into::into),
        limits,
        crowd: Crowd::default(),
        phases,
        leaving: Arc::default(),
    };
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
        match (place, accepted) {
            (Ok(place), Ok((stream, peer))) => house.receive(stream, peer, place),
            (Err(_), _) => break,
            (_, Err(error)) => {
                tracing::warn!("A connection could not be taken: {error}");
                tokio::time::sleep(REFUSED_REST).await;
            }
        }
    }
    house.leaving.store(true, Ordering::Relaxed);
    if let Err(error) = house.receive_the_last(listener, &places) {
        tracing::warn!("Connections that waited at the end could not be taken: {error}");
    }
    let _ = phase.send(Phase::Leaving);
    if tokio::time::timeout(limits.farewell, all_left(&places, limits.connections))
        .await
        .is_err()
    {
        tracing::warn!("Some callers were still being answered; they are left");
        let _ = phase.send(Phase::Over);
        all_left(&places, limits.connections).await;
    }
}

/// Ready when every place is free again.
async fn all_left(places: &Semaphore, count: usize) {
    let _ = places
        .acquire_many(u32::try_from(count).unwrap_or(u32::MAX))
        .await;
}

/// What each connection is attended with.
#[derive(Clone)]
struct House {
    answers: Arc<dyn Answers>,
    tls: Option<tokio_rustls::TlsAcceptor>,
    limits: Limits,
    crowd: Crowd,
    phases: watch::Receiver<Phase>,
    leaving: Arc<AtomicBool>,
}

impl House {
    fn receive(&self, stream: TcpStream, peer: SocketAddr, place: OwnedSemaphorePermit) {
        let Some(seat) = self.crowd.seat(peer.ip(), self.limits.from_one_address) else {
            tracing::debug!(%peer, "Too many connections from one address; one is closed");
            return;
        };
        // An answer is written in one piece; the system should not wait for more.
        let _ = stream.set_nodelay(true);
        let house = self.clone();
        tokio::spawn(async move {
            let _held = (place, seat);
            house.attend(stream, peer).await;
        });
    }

    /// Takes what the system has let in already: closing the socket would turn it away.
    fn receive_the_last(&self, listener: TcpListener, places: &Arc<Semaphore>) -> io::Result<()> {
        let listener = listener.into_std()?;
        for _ in 0..LAST_TAKEN_MAX {
            let Ok(place) = Arc::clone(places).try_acquire_owned() else {
                break;
            };
            match listener.accept() {
                Ok((stream, peer)) => {
                    stream.set_nonblocking(true)?;
                    self.receive(TcpStream::from_std(stream)?, peer, place);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
