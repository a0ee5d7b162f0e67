//! What can be wrong with a certificate. Nothing here repeats a key.

use std::io;
use std::path::{Path, PathBuf};

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Certificate or key are not what they should be.
    #[error("{0}")]
    Pair(String),
    /// The authority cannot be asked.
    #[error("{0}")]
    Way(#[from] outgoing::Fault),
    /// The authority, or what it was asked, was wrong.
    #[error("{0}")]
    Authority(#[from] instant_acme::Error),
    /// The authority did not see that the host is ours.
    #[error("the authority did not find our answer: {0}")]
    Unseen(String),
    /// It took too long.
    #[error("the authority took more than {0} seconds")]
    TooSlow(u64),
}

impl Fault {
    /// Of a file.
    pub(crate) fn of(path: &Path) -> impl FnOnce(io::Error) -> Fault {
        let path = path.to_owned();
        move |error| Fault::File { path, error }
    }
}
