//! What can go wrong between us and the browser.

use std::path::PathBuf;

/// Why a page could not be looked at. A page that is looked at and found bad is no fault, but an answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A program is missing or does not start.
    #[error("cannot start {program}: {cause}; `cargo xtask setup` installs it")]
    Program {
        /// Its name.
        program: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A program ended or fell silent before it was ready.
    #[error("{program} did not become ready: {words}")]
    NotReady {
        /// Its name.
        program: String,
        /// The last of what it said.
        words: String,
    },
    /// A file that `cargo xtask setup` installs is not there.
    #[error("{} is missing: run `cargo xtask setup`", .0.display())]
    Missing(PathBuf),
    /// The browser's driver refused to open a browser.
    #[error("cannot open a browser")]
    Session(#[from] fantoccini::error::NewSessionError),
    /// The browser refused a command.
    #[error("the browser refused a command")]
    Command(#[from] fantoccini::error::CmdError),
    /// The browser could not load an address.
    #[error("the browser cannot load {url}")]
    Load {
        /// The address.
        url: String,
        /// What the browser said.
        #[source]
        cause: fantoccini::error::CmdError,
    },
    /// A plain request failed.
    #[error("cannot fetch {url}: {why}")]
    Fetch {
        /// What was asked for.
        url: String,
        /// What happened.
        why: String,
    },
    /// A program answered in a form that we do not know.
    #[error("cannot understand {what}: {why}")]
    Answer {
        /// Whose answer.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A temporary file could not be written.
    #[error("cannot write a temporary file")]
    Temporary(#[from] std::io::Error),
}
