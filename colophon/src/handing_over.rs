//! Two processes on one data folder: a command beside a server hands its order over.
//!
//! The server listens on `colophon.sock` in the data folder, which only its owner can open. One connection carries one
//! order: a line of JSON each way. The server bounds the line, the wait for it, and how many orders are carried out at
//! once; each runs in a task of its own, so that a caller who goes away interrupts no transaction.

use crate::failure::{Failure, Result};
use crate::orders::{self, Answer, Bench, Errand};
use serde::{Deserialize, Serialize};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// Longest order, bytes: the largest picture in base 64, and room for the words around it.
const ORDER_BYTES_MAX: u64 = 40 * 1024 * 1024;
/// Longest answer, bytes.
const ANSWER_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Orders received or carried out at once; further ones wait.
const ORDERS_AT_ONCE: usize = 4;
/// How long the server waits for an order to arrive whole.
const ARRIVAL_MAX: Duration = Duration::from_secs(30);
/// How long a server that is stopping waits for orders under way.
const FAREWELL_MAX: Duration = Duration::from_secs(10);
/// Longest path a Unix socket can have, bytes (`sun_path` of Linux and the BSDs, with room for its end).
const PATH_BYTES_MAX: usize = 100;

/// What the server says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done(Box<Answer>),
    Failed(Failure),
}

/// An open socket; its file goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Socket {
    /// Opens the socket of a folder. The caller holds the folder's lock, so a file that lies there is nobody's.
    pub(crate) fn open(path: &Path) -> Result<Socket> {
        let failed = |error: &std::io::Error| crate::failure::with_file(path, error);
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed(&error));
            }
            _ => {}
        }
        let short = Short::of(path)?;
        let listener = UnixListener::bind(&short.path).map_err(|error| failed(&error))?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
            .map_err(|error| failed(&error))?;
        Ok(Socket {
            listener,
            path: path.to_owned(),
        })
    }

    /// Takes orders until `stop` turns true, then waits for those under way.
    pub(crate) async fn take_orders(self, bench: Bench, mut stop: watch::Receiver<bool>) {
        let places = Arc::new(Semaphore::new(ORDERS_AT_ONCE));
        let mut callers = JoinSet::new();
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, self.listener.accept().await)
            };
            let (place, stream) = tokio::select! {
                (Ok(place), accepted) = next => (place, accepted),
                _ = stop.wait_for(|stop| *stop) => break,
                else => break,
            };
            match stream {
                Ok((stream, _)) => {
                    let bench = bench.clone();
                    callers.spawn(async move {
                        let _place = place;
                        attend(stream, bench).await;
                    });
                }
                Err(error) => tracing::warn!("An order could not be taken: {error}"),
            }
            while callers.try_join_next().is_some() {}
        }
        let _ = tokio::time::timeout(FAREWELL_MAX, async {
            while callers.join_next().await.is_some() {}
        })
        .await;
    }
}

/// Reads one order, has it carried out, answers.
async fn attend(stream: UnixStream, bench: Bench) {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    let mut bounded = (&mut stream).take(ORDER_BYTES_MAX + 1);
    let read = bounded.read_until(b'\n', &mut line);
    match tokio::time::timeout(ARRIVAL_MAX, read).await {
        Ok(Ok(read)) if read > 0 => {}
        _ => return,
    }
    let reply = match understood(&line) {
        Ok(errand) => {
            // A task of its own: it goes on to its end should the caller go away.
            let task = tokio::spawn(async move { orders::carry_out(&bench, errand).await });
            task.await.unwrap_or_else(|error| {
                tracing::error!("An order ended in a panic: {error}");
                Err(Failure::new(
                    "il server non ha portato a termine l’ordine",
                    "the server did not finish the order",
                ))
            })
        }
        Err(failure) => Err(failure),
    };
    let reply = reply.map_or_else(Reply::Failed, |answer| Reply::Done(Box::new(answer)));
    let Ok(mut words) = serde_json::to_vec(&reply) else {
        return;
    };
    words.push(b'\n');
    if let Err(error) = stream.write_all(&words).await {
        tracing::info!("Who gave an order went away before the answer: {error}");
    }
}

fn understood(line: &[u8]) -> Result<Errand> {
    if line.len() as u64 > ORDER_BYTES_MAX {
        let most = ORDER_BYTES_MAX / (1024 * 1024);
        return Err(Failure::new(
            format!("l’ordine supera i {most} MB"),
            format!("the order is larger than {most} MB"),
        ));
    }
    serde_json::from_slice(line).map_err(|error| {
        tracing::warn!("An order was not understood: {error}");
        Failure::new(
            "il server di questa cartella è di un’altra versione e non capisce l’ordine: riavvialo",
            "the server of this folder is of another version and does not understand the order: restart it",
        )
    })
}

/// Hands an order to the server of a folder. `None` if no server answers there.
///
/// # Errors
/// What the server refuses; a server that goes away before it has answered.
pub(crate) async fn hand_over(path: &Path, errand: &Errand) -> Result<Option<Answer>> {
    let short = Short::of(path)?;
    let Ok(mut stream) = UnixStream::connect(&short.path).await else {
        return Ok(None);
    };
    let mut words = serde_json::to_vec(errand).map_err(paper::Fault::from)?;
    words.push(b'\n');
    let gone = |_| {
        Failure::new(
            "il server si è fermato prima di rispondere: guarda con colophon audit se l’ordine è stato eseguito",
            "the server stopped before it answered: see with colophon audit whether the order was carried out",
        )
    };
    stream.write_all(&words).await.map_err(gone)?;
    let mut line = Vec::new();
    let mut stream = BufReader::new(stream.take(ANSWER_BYTES_MAX));
    stream.read_until(b'\n', &mut line).await.map_err(gone)?;
    match serde_json::from_slice(&line) {
        Ok(Reply::Done(answer)) => Ok(Some(*answer)),
        Ok(Reply::Failed(failure)) => Err(failure),
        Err(_) => Err(gone(std::io::ErrorKind::UnexpectedEof.into())),
    }
}

/// Whether a server takes orders at this socket.
pub(crate) async fn answers(path: &Path) -> bool {
    let Ok(short) = Short::of(path) else {
        return false;
    };
    UnixStream::connect(&short.path).await.is_ok()
}

/// A path a socket can have: the path itself, or, where that is too long, the same file by way of its open folder.
struct Short {
    path: PathBuf,
    _folder: Option<std::fs::File>,
}

impl Short {
    fn of(path: &Path) -> Result<Short> {
        use std::os::fd::AsRawFd;
        if path.as_os_str().len() <= PATH_BYTES_MAX {
            return Ok(Short {
                path: path.to_owned(),
                _folder: None,
            });
        }
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(Short {
                path: path.to_owned(),
                _folder: None,
            });
        };
        let folder = std::fs::File::open(parent)
            .map_err(|error| crate::failure::with_file(parent, &error))?;
        let path = Path::new("/proc/self/fd")
            .join(folder.as_raw_fd().to_string())
            .join(name);
        Ok(Short {
            path,
            _folder: Some(folder),
        })
    }
}
