//! The whole record as a folder of files that every program can read, and the same record again from it.
//!
//! Start at [`write`] and at [`Archive`]. The format is documented in `docs/archive-format.md`; what rows hold, and what is
//! asked of those that come in, is said in [`paper::carrying`]. [`wxr`] writes what WordPress reads, for those who leave, and
//! [`proofs`] what it takes to check every article without us.
//!
//! **Invariants:** what grows with the record passes piece by piece, both ways. A folder appears whole or not at all. No path
//! comes from what somebody wrote, and none that comes in is followed unless it is one of ours.

mod document;
mod files;
mod layout;
mod lines;
mod manifest;
pub mod proofs;
mod reading;
mod receiving;
mod text;
mod writing;
pub mod wxr;

pub use layout::FORMAT;
pub use manifest::Manifest;
pub use reading::Archive;
pub use receiving::{Home, Received};
pub use writing::{Asked, Written, write};

/// How far a long work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Articles done.
    pub done: u64,
    /// Articles there are.
    pub of: u64,
}

/// Who hears of it.
pub type Hears<'a> = &'a mut (dyn FnMut(Progress) + Send);

use paper::Fault;
use std::path::Path;

/// A file that cannot be read or written.
pub(crate) fn in_file(file: &Path, error: &std::io::Error) -> Fault {
    Fault::new(format!("{}: {error}", file.display()))
}
