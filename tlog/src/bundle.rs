//! Bundles of entries: each entry behind its length (C2SP tlog-tiles).

use crate::Wrong;
use crate::tile::TILE_WIDTH;

/// Bytes of the longest entry.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// Entries one behind the other, each behind its length in two bytes.
///
/// # Errors
/// For an entry longer than [`ENTRY_BYTES_MAX`].
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, Wrong> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len())
            .map_err(|_| Wrong::form("entry", format!("it has {} bytes", entry.len())))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle.
///
/// # Errors
/// For a bundle that ends within an entry, or has more than a full one.
pub fn unbundle(bytes: &[u8]) -> Result<Vec<&[u8]>, Wrong> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (entry, after) = first(rest).ok_or_else(|| short("it ends within an entry"))?;
        entries.push(entry);
        rest = after;
    }
    match entries.len() as u64 {
        0..=TILE_WIDTH => Ok(entries),
        more => Err(short(&format!("it has {more} entries"))),
    }
}

/// The bytes of the first so many entries of a bundle; `None` where there are fewer.
pub fn first_entries(bytes: &[u8], count: u64) -> Option<&[u8]> {
    let mut rest = bytes;
    for _ in 0..count {
        (_, rest) = first(rest)?;
    }
    bytes.get(..bytes.len() - rest.len())
}

fn first(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

fn short(why: &str) -> Wrong {
    Wrong::form("bundle of entries", why)
}
