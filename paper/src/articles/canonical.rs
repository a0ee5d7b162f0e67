//! The canonical form of a revision and its commitment. Pinned by golden files; they never change.

use super::content::{Content, FORMAT};
use crate::{Fault, words};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Random bytes of a commitment.
pub(crate) const SALT_BYTES: usize = 32;

/// `colophon/revision/1`: RFC 8785 JSON of the content, every string in NFC.
pub fn canonical(content: &Content) -> Result<String, Fault> {
    let mut value = serde_json::to_value(content)?;
    normalise(&mut value);
    let bytes = serde_json_canonicalizer::to_vec(&value)
        .map_err(|error| Fault::new(format!("a revision has no canonical form: {error}")))?;
    String::from_utf8(bytes)
        .map_err(|error| Fault::new(format!("a canonical form is not UTF-8: {error}")))
}

fn normalise(value: &mut Value) {
    match value {
        Value::String(text) => *text = words::normal(text),
        Value::Array(items) => items.iter_mut().for_each(normalise),
        Value::Object(members) => members.values_mut().for_each(normalise),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// SHA-256(domain ‖ salt ‖ canonical), where the domain is the format's name and a zero byte.
///
/// Text and salt can be erased; the commitment stays and betrays neither.
pub fn commitment(salt: &[u8], canonical: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(FORMAT.as_bytes());
    hash.update([0]);
    hash.update(salt);
    hash.update(canonical.as_bytes());
    hash.finalize().into()
}
