//! The mathematics of a transparency log, in the formats of C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-proof), over
//! the tree of RFC 6962.
//!
//! Start at [`Checkpoint`]: the signed size and root of a log. [`Edge`] grows a tree and says which [`Tile`]s come of it;
//! [`tree`] makes proofs of what tiles hold and checks them; [`Statement`] is what one entry says. Everything that checks
//! is here, so that somebody who does not trust us can check us with code that never saw our database.
//!
//! Absent: files, clocks, randomness, addresses on the net. Bytes come in and go out.

mod bundle;
mod checkpoint;
mod commitment;
mod edge;
mod hash;
mod note;
mod proof;
mod statement;
mod tile;
pub mod tree;

pub use bundle::{ENTRY_BYTES_MAX, bundle, first_entries, unbundle};
pub use checkpoint::Checkpoint;
pub use commitment::{ADDRESS, REVISION, canonical, commitment};
pub use edge::Edge;
pub use hash::Hash;
pub use note::{Key, Note, Signer, Witness};
pub use proof::{Opening, Proof};
pub use statement::{Begun, Format, Logged, Rekeyed, Statement, TakenBack};
pub use tile::{TILE_WIDTH, Tile};

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Text that is no checkpoint, note, key or proof.
    #[error("this is no {what}: {why}")]
    Form {
        /// What it should be.
        what: &'static str,
        /// What is amiss.
        why: String,
    },
    /// A checkpoint of another log.
    #[error("the checkpoint is of the log {found}, not of {wanted}")]
    Origin {
        /// The log it names.
        found: String,
        /// The log it should name.
        wanted: String,
    },
    /// No signature by a key that is trusted.
    #[error("the checkpoint bears no signature by {key}")]
    Unsigned {
        /// The name and id of the key.
        key: String,
    },
    /// A signature that does not fit the text.
    #[error("the signature by {key} does not fit the text of the checkpoint")]
    Signature {
        /// The name and id of the key.
        key: String,
    },
    /// A proof that does not lead from the entry to the root.
    #[error("the proof does not lead from entry {index} to the root of {size} entries")]
    Inclusion {
        /// The entry's place.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// Two states of the log, of which one does not continue the other.
    #[error("the log of {new} entries does not continue the log of {old}: its history was changed")]
    Fork {
        /// The size seen before.
        old: u64,
        /// The size now.
        new: u64,
    },
    /// A text that is not the one committed to.
    #[error("the text is not the one committed to")]
    Commitment,
    /// A tile that does not hold what the root says.
    #[error("tile {0} does not hold what the root says")]
    Tile(String),
}

impl Wrong {
    pub(crate) fn form(what: &'static str, why: impl Into<String>) -> Wrong {
        Wrong::Form {
            what,
            why: why.into(),
        }
    }
}
