//! Commitments: a salted hash that binds us to a text and betrays nothing of it once text and salt are gone.

use crate::Wrong;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The domain of commitments to revisions.
pub const REVISION: &str = "colophon/revision/1";
/// The domain of commitments to addresses.
pub const ADDRESS: &str = "colophon/address/1";

/// SHA-256(domain ‖ zero byte ‖ salt ‖ text).
pub fn commitment(domain: &str, salt: &[u8], text: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(domain.as_bytes());
    hash.update([0]);
    hash.update(salt);
    hash.update(text);
    hash.finalize().into()
}

/// The canonical JSON (RFC 8785) of a value.
///
/// # Errors
/// For a value that has none.
pub fn canonical(value: &impl Serialize) -> Result<String, Wrong> {
    serde_json_canonicalizer::to_string(value)
        .map_err(|error| Wrong::form("value with a canonical form", error.to_string()))
}
