//! The files of a log as they are for one checkpoint, for whoever hands them on or proves from them. Nothing is signed here,
//! and nothing asks the record.

use super::files::Files;
use super::keeper::{Unread, unread};
use super::{Entry, Log};
use crate::Fault;
use std::collections::HashMap;
use std::path::Path;
use tlog::tree::{self, includes};
use tlog::{Checkpoint, Hash, Proof, TILE_WIDTH, Tile};

/// Tiles kept in memory, of 8 kB each.
const TILES_MAX: usize = 1_024;

/// The files of a log for one checkpoint of it.
pub struct Sealed {
    files: Files,
    note: String,
    checkpoint: Checkpoint,
    tiles: HashMap<Tile, Vec<Hash>>,
}

impl Sealed {
    /// Those for the newest signed checkpoint of the log in the folder of a newspaper; `None` where nothing is signed.
    ///
    /// # Errors
    /// Where the checkpoint cannot be read.
    pub fn of(folder: &Path, log: &Log) -> Result<Option<Sealed>, Fault> {
        let files = Files::of(folder, log.epoch);
        let Some(note) = files.checkpoint()? else {
            return Ok(None);
        };
        let checkpoint = Checkpoint::unverified(&note).map_err(unread)?;
        Ok(Some(Sealed {
            files,
            note,
            checkpoint,
            tiles: HashMap::new(),
        }))
    }

    /// The signed checkpoint, word for word.
    pub fn checkpoint(&self) -> &str {
        &self.note
    }

    /// Entries it covers.
    pub fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// Every tile and bundle there is for it: bundles first, then level by level.
    pub fn tiles(&self) -> impl Iterator<Item = Tile> + use<> {
        let size = self.checkpoint.size;
        let bundles = (0..size.div_ceil(TILE_WIDTH)).filter_map(move |n| Tile::of_entries(n, size));
        let levels = (0..8_u8).flat_map(move |level| {
            let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
            let first = move |n: u64| Tile::holding(level, n * TILE_WIDTH, size);
            (0..hashes.div_ceil(TILE_WIDTH)).filter_map(first)
        });
        bundles.chain(levels)
    }

    /// What a tile or bundle holds.
    ///
    /// # Errors
    /// Where it is missing or cannot be read.
    pub fn tile(&self, tile: Tile) -> Result<Vec<u8>, Fault> {
        let bytes = self.files.tile(tile, self.checkpoint.size)?;
        bytes.ok_or_else(|| Fault::new(format!("log/tile/{tile} is missing")))
    }

    /// The proof that an entry is in the log, as a file; `None` where the checkpoint does not cover it.
    ///
    /// # Errors
    /// Where a tile cannot be read, and where the tiles do not lead from this entry to the signed root: no proof is given that
    /// does not hold.
    pub fn proof(&mut self, entry: Entry) -> Result<Option<String>, Fault> {
        let size = self.checkpoint.size;
        if entry.index >= size {
            return Ok(None);
        }
        let (files, known) = (&self.files, &mut self.tiles);
        let read = |tile: Tile| -> Result<Vec<Hash>, Unread> {
            if let Some(row) = known.get(&tile) {
                return Ok(row.clone());
            }
            let row = files.hashes(tile, size)?;
            if known.len() >= TILES_MAX {
                known.clear();
            }
            known.insert(tile, row.clone());
            Ok(row)
        };
        let path = tree::Tiles::of(size, read).inclusion(entry.index);
        let path = path.map_err(|unread| unread.0)?;
        let leaf = Hash::of_leaf(entry.opening.entry.as_bytes());
        includes((size, self.checkpoint.root), entry.index, leaf, &path).map_err(unread)?;
        let proof = Proof {
            opening: entry.opening,
            index: entry.index,
            path,
            checkpoint: self.note.clone(),
        };
        proof.to_text().map(Some).map_err(unread)
    }
}
