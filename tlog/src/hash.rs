//! The two hashes of the tree (RFC 6962 §2.1).

use crate::Wrong;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt;

/// A node of the tree: 32 bytes, shown in Base64 as the formats of C2SP show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Bytes of a hash.
    pub const BYTES: usize = 32;

    /// These bytes.
    pub const fn new(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }

    /// Of an entry: SHA-256(0x00 ‖ entry).
    pub fn of_leaf(entry: &[u8]) -> Hash {
        let mut hash = Sha256::new();
        hash.update([0]);
        hash.update(entry);
        Hash(hash.finalize().into())
    }

    /// Of two nodes: SHA-256(0x01 ‖ left ‖ right).
    pub fn of_node(left: Hash, right: Hash) -> Hash {
        let mut hash = Sha256::new();
        hash.update([1]);
        hash.update(left.0);
        hash.update(right.0);
        Hash(hash.finalize().into())
    }

    /// The root of a tree without entries: SHA-256 of nothing.
    pub fn of_nothing() -> Hash {
        Hash(Sha256::digest([]).into())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the Base64 of a hash, in its one form.
    pub fn parse(text: &str) -> Option<Hash> {
        let bytes = STANDARD.decode(text).ok()?;
        Some(Hash(bytes.try_into().ok()?))
    }

    /// Hashes one after the other, as a tile holds them.
    ///
    /// # Errors
    /// Where the bytes are not whole hashes.
    pub fn list(bytes: &[u8]) -> Result<Vec<Hash>, Wrong> {
        let (hashes, rest) = bytes.as_chunks::<{ Hash::BYTES }>();
        if !rest.is_empty() {
            return Err(Wrong::form("tile", "its bytes are not whole hashes"));
        }
        Ok(hashes.iter().copied().map(Hash).collect())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}
