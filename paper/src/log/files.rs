//! The files of the log: tiles and bundles, which never change once they are full, and the checkpoint.

use crate::Fault;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tlog::{Hash, Tile, first_entries};

/// The signed size and root.
const CHECKPOINT: &str = "checkpoint";
/// The file whose lock is the right to write the others.
const LOCK: &str = "lock";

/// The folder of one log.
#[derive(Debug, Clone)]
pub(super) struct Files {
    folder: PathBuf,
}

/// The right to write the files of a log; ends when it is dropped, or with the process.
pub(super) struct Turn {
    _file: File,
}

fn in_file(file: &Path, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(format!("{}: {error}", file.display()))
}

impl Files {
    /// Those of the log with this number, in the folder of a newspaper.
    pub(super) fn of(folder: &Path, epoch: u32) -> Files {
        let log = folder.join(super::FOLDER);
        Files {
            folder: match epoch {
                0 | 1 => log,
                epoch => log.join(epoch.to_string()),
            },
        }
    }

    /// Waits until no other process writes them.
    pub(super) fn turn(&self) -> Result<Turn, Fault> {
        let file = self.folder.join(LOCK);
        let locked = || {
            fs::create_dir_all(&self.folder)?;
            let opened = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&file)?;
            opened.lock()?;
            Ok::<_, io::Error>(opened)
        };
        let opened = locked().map_err(|error| in_file(&file, &error))?;
        Ok(Turn { _file: opened })
    }

    fn path(&self, tile: Tile) -> PathBuf {
        self.folder.join("tile").join(tile.to_string())
    }

    fn read_file(&self, file: &Path) -> Result<Option<Vec<u8>>, Fault> {
        match fs::read(file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(in_file(file, &error)),
        }
    }

    /// The checkpoint that was signed last.
    pub(super) fn checkpoint(&self) -> Result<Option<String>, Fault> {
        let file = self.folder.join(CHECKPOINT);
        let bytes = self.read_file(&file)?;
        bytes
            .map(|bytes| String::from_utf8(bytes).map_err(|error| in_file(&file, &error)))
            .transpose()
    }

    /// What a tile holds in a log of `size` entries; of one that has grown since, the part that was asked for. `None` where
    /// there is none, or not that much of it.
    pub(super) fn tile(&self, tile: Tile, size: u64) -> Result<Option<Vec<u8>>, Fault> {
        let grown = match tile.level {
            Some(level) => tile
                .number
                .checked_mul(tlog::TILE_WIDTH)
                .and_then(|first| Tile::holding(level, first, size)),
            None => Tile::of_entries(tile.number, size),
        };
        let Some(grown) = grown.filter(|grown| grown.width >= tile.width) else {
            return Ok(None);
        };
        for larger in [tile, grown, tile.full()] {
            if let Some(bytes) = self.read_file(&self.path(larger))? {
                return Ok(first_part(&bytes, tile));
            }
        }
        Ok(None)
    }

    /// The hashes of a tile.
    pub(super) fn hashes(&self, tile: Tile, size: u64) -> Result<Vec<Hash>, Fault> {
        let path = self.path(tile);
        let bytes = self.tile(tile, size)?;
        let bytes = bytes.ok_or_else(|| in_file(&path, &"the tile is missing"))?;
        Hash::list(&bytes).map_err(|wrong| in_file(&path, &wrong))
    }

    /// Puts a full tile in its place, on disk before this returns, and takes away what there was of it before.
    pub(super) fn keep(&self, tile: Tile, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.path(tile);
        self.put(&path, bytes, true)?;
        let mut parts = path.into_os_string();
        parts.push(".p");
        match fs::remove_dir_all(&parts) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(in_file(Path::new(&parts), &error))
            }
            _ => Ok(()),
        }
    }

    /// Puts a tile in its place that will grow. A crash may lose it; it is made again.
    pub(super) fn keep_part(&self, tile: Tile, bytes: &[u8]) -> Result<(), Fault> {
        self.put(&self.path(tile), bytes, false)
    }

    /// Puts the checkpoint in place of the one before, on disk before this returns: it is what is compared with the record
    /// when that is opened again.
    pub(super) fn sign(&self, checkpoint: &str) -> Result<(), Fault> {
        self.put(&self.folder.join(CHECKPOINT), checkpoint.as_bytes(), true)
    }

    /// Writes a file beside its place and moves it there, so that nobody reads half of it.
    fn put(&self, path: &Path, bytes: &[u8], lasting: bool) -> Result<(), Fault> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = Path::new(&part);
        let written = || {
            let mut file = match File::create(part) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    if let Some(home) = path.parent() {
                        fs::create_dir_all(home)?;
                    }
                    File::create(part)?
                }
                other => other?,
            };
            file.write_all(bytes)?;
            if lasting {
                file.sync_data()?;
            }
            fs::rename(part, path)
        };
        written().map_err(|error| in_file(path, &error))
    }
}

/// The part of a tile’s bytes that one of this width has.
fn first_part(bytes: &[u8], tile: Tile) -> Option<Vec<u8>> {
    let part = match tile.level {
        Some(_) => bytes.get(..usize::try_from(tile.width).ok()?.checked_mul(Hash::BYTES)?),
        None => first_entries(bytes, tile.width),
    };
    part.map(<[u8]>::to_vec)
}
