//! What systemd hands over and wants to hear: sockets it holds while the server is away (`sd_listen_fds(3)`), and when the
//! server is ready (`sd_notify(3)`).

use listenfd::ListenFd;
use std::io;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::Arc;

/// The environment variable with the names of the sockets, in their order, between colons.
pub(crate) const SOCKET_NAMES: &str = "LISTEN_FDNAMES";
/// The environment variable with the address of who wants to hear.
pub(crate) const NOTIFY: &str = "NOTIFY_SOCKET";

/// What the sockets are for, in the order they count where their names say nothing.
const PURPOSES: [&str; 3] = ["readers", "plain", "operators"];

/// What was handed over. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct System {
    sockets: Arc<Vec<(String, TcpListener)>>,
    notify: Option<String>,
}

impl System {
    /// Takes what was handed over to this process. Called once, before there is a second thread.
    pub(crate) fn handed(names: Option<String>, notify: Option<String>) -> System {
        let mut handed = ListenFd::from_env();
        let names = names.unwrap_or_default();
        let named: Vec<&str> = names.split(':').collect();
        let known = named.iter().all(|name| PURPOSES.contains(name));
        let sockets = (0..handed.len())
            .filter_map(|at| {
                let socket = handed.take_tcp_listener(at).ok().flatten()?;
                let name = if known {
                    named.get(at)
                } else {
                    PURPOSES.get(at)
                };
                Some(((*name?).to_owned(), socket))
            })
            .collect();
        System {
            sockets: Arc::new(sockets),
            notify,
        }
    }

    /// The socket for a purpose, if one was handed over.
    pub(crate) fn socket(&self, purpose: &str) -> io::Result<Option<tokio::net::TcpListener>> {
        let Some((_, socket)) = self.sockets.iter().find(|(name, _)| name == purpose) else {
            return Ok(None);
        };
        let socket = socket.try_clone()?;
        socket.set_nonblocking(true)?;
        tokio::net::TcpListener::from_std(socket).map(Some)
    }

    /// Readers can be served from now on.
    pub(crate) fn ready(&self) {
        self.tell("READY=1");
    }

    /// The server ends.
    pub(crate) fn stopping(&self) {
        self.tell("STOPPING=1");
    }

    fn tell(&self, state: &str) {
        let Some(address) = &self.notify else { return };
        let told = || {
            let address = match address.strip_prefix('@') {
                Some(name) => SocketAddr::from_abstract_name(name)?,
                None => SocketAddr::from_pathname(address)?,
            };
            UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address)
        };
        if let Err(error) = told() {
            tracing::warn!("systemd was not told {state}: {error}");
        }
    }
}
