//! Proofs over the tree of RFC 6962: made of what tiles hold, and checked.

use crate::Wrong;
use crate::hash::Hash;
use crate::tile::{TILE_WIDTH, Tile};

/// Hashes of the longest proof there can be: two for each level of a tree of 2⁶⁴ entries.
pub const PROOF_MAX: usize = 128;

/// The hash over a row of hashes (RFC 6962 §2.1, of hashes in place of entries); of none, that of an empty tree.
pub fn over(row: &[Hash]) -> Hash {
    match row {
        [] => Hash::of_nothing(),
        [one] => *one,
        more => {
            let (left, right) = more.split_at(below(more.len() as u64) as usize);
            Hash::of_node(over(left), over(right))
        }
    }
}

/// The largest power of two smaller than `n`, which is more than 1.
fn below(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// Reads hashes of a tree out of its tiles.
pub struct Tiles<R> {
    size: u64,
    read: R,
    last: Option<(Tile, Vec<Hash>)>,
}

impl<E: From<Wrong>, R: FnMut(Tile) -> Result<Vec<Hash>, E>> Tiles<R> {
    /// The tiles of a tree of `size` entries; `read` says what a tile holds.
    pub fn of(size: u64, read: R) -> Tiles<R> {
        Tiles {
            size,
            read,
            last: None,
        }
    }

    /// The hash over the complete subtree number `n` of height `height`.
    fn node(&mut self, height: u8, n: u64) -> Result<Hash, E> {
        let (level, within) = (height / 8, height % 8);
        let first = n << within;
        let wrong = || Wrong::form("tree", format!("it has no node {n} of height {height}"));
        let tile = Tile::holding(level, first, self.size).ok_or_else(wrong)?;
        let row = match &self.last {
            Some((last, row)) if *last == tile => row,
            _ => {
                let row = (self.read)(tile)?;
                if row.len() as u64 != tile.width {
                    return Err(Wrong::Tile(tile.to_string()).into());
                }
                &self.last.insert((tile, row)).1
            }
        };
        let from = (first % TILE_WIDTH) as usize;
        let row = row.get(from..from + (1 << within)).ok_or_else(wrong)?;
        Ok(over(row))
    }

    /// The hash over entries `from..to`; `from` is a multiple of what is between them, rounded up to a power of two.
    fn range(&mut self, from: u64, to: u64) -> Result<Hash, E> {
        let mut complete = Vec::new();
        let mut at = from;
        while at < to {
            let height = (to - at).ilog2();
            complete.push(self.node(height as u8, at >> height)?);
            at += 1 << height;
        }
        let folded = complete
            .into_iter()
            .rev()
            .reduce(|right, left| Hash::of_node(left, right));
        Ok(folded.unwrap_or_else(Hash::of_nothing))
    }

    /// The root.
    ///
    /// # Errors
    /// What reading a tile says; a tile of the wrong width.
    pub fn root(&mut self) -> Result<Hash, E> {
        self.range(0, self.size)
    }

    /// The hash of an entry.
    ///
    /// # Errors
    /// As [`Tiles::root`]; for an entry that is not there.
    pub fn leaf(&mut self, index: u64) -> Result<Hash, E> {
        self.node(0, index)
    }

    /// The proof that entry `index` is in the tree, from the leaf's neighbour up.
    ///
    /// # Errors
    /// As [`Tiles::leaf`].
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, E> {
        if index >= self.size {
            return Err(Wrong::form("tree", format!("it has no entry {index}")).into());
        }
        // From the root down, noting what stands beside the way.
        let (mut from, mut to, mut beside) = (0, self.size, Vec::new());
        while to - from > 1 {
            let middle = from + below(to - from);
            if index < middle {
                beside.push((middle, to));
                to = middle;
            } else {
                beside.push((from, middle));
                from = middle;
            }
        }
        let ranges = beside.into_iter().rev();
        ranges.map(|(from, to)| self.range(from, to)).collect()
    }

    /// The proof that this tree continues the one its first `old` entries made (RFC 6962 §2.1.2).
    ///
    /// # Errors
    /// As [`Tiles::root`]; for a larger tree.
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, E> {
        if old > self.size {
            return Err(Wrong::form("tree", format!("it has no {old} entries")).into());
        }
        if old == 0 || old == self.size {
            return Ok(Vec::new());
        }
        let (mut from, mut to, mut beside) = (0, self.size, Vec::new());
        while to != old {
            let middle = from + below(to - from);
            if old <= middle {
                beside.push((middle, to));
                to = middle;
            } else {
                beside.push((from, middle));
                from = middle;
            }
        }
        if from > 0 {
            beside.push((from, to));
        }
        let ranges = beside.into_iter().rev();
        ranges.map(|(from, to)| self.range(from, to)).collect()
    }
}

/// Checks that the entry with this hash is at `index` of the tree with this root (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`Wrong::Inclusion`].
pub fn includes(
    (size, root): (u64, Hash),
    index: u64,
    leaf: Hash,
    proof: &[Hash],
) -> Result<(), Wrong> {
    let wrong = Wrong::Inclusion { index, size };
    if index >= size {
        return Err(wrong);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for beside in proof {
        if last == 0 {
            return Err(wrong);
        }
        if place & 1 == 1 || place == last {
            hash = Hash::of_node(*beside, hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::of_node(hash, *beside);
        }
        place >>= 1;
        last >>= 1;
    }
    match last == 0 && hash == root {
        true => Ok(()),
        false => Err(wrong),
    }
}

/// Checks that a tree continues an older one (RFC 9162 §2.1.4.2): each of them as its size and root.
///
/// # Errors
/// [`Wrong::Fork`].
pub fn continues(
    (old, old_root): (u64, Hash),
    (new, new_root): (u64, Hash),
    proof: &[Hash],
) -> Result<(), Wrong> {
    let wrong = Wrong::Fork { old, new };
    let holds = match old {
        _ if old > new => false,
        _ if old == new => proof.is_empty() && old_root == new_root,
        0 => proof.is_empty() && old_root == Hash::of_nothing(),
        _ => grown((old, old_root), (new, new_root), proof),
    };
    match holds {
        true => Ok(()),
        false => Err(wrong),
    }
}

fn grown((old, old_root): (u64, Hash), (new, new_root): (u64, Hash), proof: &[Hash]) -> bool {
    let (mut place, mut last) = (old - 1, new - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (first, rest) = match (old.is_power_of_two(), proof) {
        (true, []) | (false, []) => return false,
        (true, all) => (old_root, all),
        (false, [first, rest @ ..]) => (*first, rest),
    };
    let (mut before, mut now) = (first, first);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            before = Hash::of_node(*beside, before);
            now = Hash::of_node(*beside, now);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            now = Hash::of_node(now, *beside);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && before == old_root && now == new_root
}
