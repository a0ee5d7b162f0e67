//! The right edge of a tree: all that is needed to make it grow, however large it is.

use crate::hash::Hash;
use crate::tile::{TILE_WIDTH, Tile};
use crate::{Wrong, tree};

/// The tiles at the right edge that are not full, one a level. Some thousand bytes, whatever the tree's size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// The edge of a tree, read back from its tiles: `read` says the hashes of a tile that is not full.
    ///
    /// # Errors
    /// What `read` says; a tile of another width than asked for.
    pub fn read<E: From<Wrong>>(
        size: u64,
        mut read: impl FnMut(Tile) -> Result<Vec<Hash>, E>,
    ) -> Result<Edge, E> {
        let mut levels = Vec::new();
        let mut level: u8 = 0;
        while let Some(hashes) = size.checked_shr(8 * u32::from(level)).filter(|n| *n > 0) {
            let width = hashes % TILE_WIDTH;
            levels.push(match width {
                0 => Vec::new(),
                _ => {
                    let tile = Tile {
                        level: Some(level),
                        number: hashes / TILE_WIDTH,
                        width,
                    };
                    let held = read(tile)?;
                    if held.len() as u64 != width {
                        return Err(Wrong::Tile(tile.to_string()).into());
                    }
                    held
                }
            });
            level += 1;
        }
        Ok(Edge { size, levels })
    }

    /// Entries in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry by its hash, and tells of each tile that is full now.
    pub fn append(&mut self, leaf: Hash, mut full: impl FnMut(Tile, &[Hash])) {
        let (mut hash, mut level) = (leaf, 0_usize);
        let mut before = self.size;
        self.size += 1;
        loop {
            if self.levels.len() <= level {
                self.levels.push(Vec::new());
            }
            let Some(row) = self.levels.get_mut(level) else {
                return;
            };
            row.push(hash);
            if (row.len() as u64) < TILE_WIDTH {
                return;
            }
            before /= TILE_WIDTH;
            let tile = Tile {
                level: u8::try_from(level).ok(),
                number: before,
                width: TILE_WIDTH,
            };
            full(tile, row);
            hash = tree::over(row);
            row.clear();
            level += 1;
        }
    }

    /// The tiles that are not full, with what they hold.
    pub fn partial(&self) -> impl Iterator<Item = (Tile, &[Hash])> {
        let size = self.size;
        self.levels
            .iter()
            .zip(0_u8..)
            .filter(|(row, _)| !row.is_empty())
            .map(move |(row, level)| {
                let number = size.checked_shr(8 * u32::from(level)).unwrap_or(0) / TILE_WIDTH;
                let tile = Tile {
                    level: Some(level),
                    number,
                    width: row.len() as u64,
                };
                (tile, row.as_slice())
            })
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut complete = Vec::new();
        for row in self.levels.iter().rev() {
            let mut rest = row.as_slice();
            while !rest.is_empty() {
                let width = 1_usize << rest.len().ilog2();
                let (left, right) = rest.split_at(width);
                complete.push(tree::over(left));
                rest = right;
            }
        }
        let folded = complete
            .into_iter()
            .rev()
            .reduce(|right, left| Hash::of_node(left, right));
        folded.unwrap_or_else(Hash::of_nothing)
    }
}
