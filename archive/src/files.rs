//! Files being written into a folder that will appear whole.

use crate::in_file;
use crate::layout::SUMS;
use paper::Fault;
use paper::carrying::{Stop, Wrong};
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Only the owner reads, writes and enters: an archive holds drafts and addresses of people.
const PRIVATE_FOLDER: u32 = 0o700;
const PRIVATE_FILE: u32 = 0o600;
/// Bytes read or written at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// A folder under way, beside the one it will be.
pub(crate) struct Folder {
    root: PathBuf,
    becomes: PathBuf,
    sums: Hashing<BufWriter<File>>,
    /// The folder of the last file, which is there.
    made: PathBuf,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

/// A file under way.
pub(crate) struct Writing {
    path: String,
    place: PathBuf,
    out: Hashing<BufWriter<File>>,
}

/// Hashes and counts what passes.
pub(crate) struct Hashing<T> {
    pub(crate) inner: T,
    pub(crate) hash: Sha256,
    pub(crate) bytes: u64,
}

impl<T> Hashing<T> {
    pub(crate) fn new(inner: T) -> Hashing<T> {
        Hashing {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    /// Hexadecimal SHA-256 of what passed.
    pub(crate) fn sum(self) -> String {
        hex::encode(self.hash.finalize())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..length).unwrap_or_default());
        self.bytes += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..length).unwrap_or_default());
        self.bytes += length as u64;
        Ok(length)
    }
}

/// A new file for its owner alone.
pub(crate) fn private(place: &Path) -> io::Result<File> {
    File::options()
        .write(true)
        .create_new(true)
        .mode(PRIVATE_FILE)
        .open(place)
}

/// A folder with those above it, each new one for its owner alone.
pub(crate) fn private_folder(place: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE_FOLDER)
        .create(place)
}

impl Folder {
    /// Begins a folder that must be new or empty.
    ///
    /// # Errors
    /// Refused where there is something in it, or where an earlier attempt was broken off.
    pub(crate) fn begin(becomes: &Path) -> Result<Folder, Stop> {
        must_be_free(becomes)?;
        let mut name = becomes.as_os_str().to_owned();
        name.push(".partial");
        let root = PathBuf::from(name);
        if root.symlink_metadata().is_ok() {
            let name = root.display();
            return Err(Wrong::new(
                format!("{name}: un’esportazione interrotta o ancora in corso; se è interrotta, cancella questa cartella"),
                format!("{name}: an export that was broken off or still runs; if it was broken off, remove this folder"),
            )
            .into());
        }
        private_folder(&root).map_err(|error| in_file(&root, &error))?;
        let sums = root.join(SUMS);
        let file = private(&sums).map_err(|error| in_file(&sums, &error))?;
        Ok(Folder {
            made: root.clone(),
            root,
            becomes: becomes.to_owned(),
            sums: Hashing::new(BufWriter::new(file)),
            files: 0,
            bytes: 0,
        })
    }

    /// Where a file of it lies meanwhile.
    pub(crate) fn within(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Begins a file of it.
    pub(crate) fn file(&mut self, path: &str) -> Result<Writing, Fault> {
        let place = self.root.join(path);
        let fault = |error: io::Error| in_file(&place, &error);
        if let Some(folder) = place.parent().filter(|folder| *folder != self.made) {
            private_folder(folder).map_err(fault)?;
            self.made = folder.to_owned();
        }
        let file = private(&place).map_err(fault)?;
        Ok(Writing {
            path: path.to_owned(),
            out: Hashing::new(BufWriter::with_capacity(BUFFER_BYTES, file)),
            place,
        })
    }

    /// Ends a file: from now on it is on the list. Says its hash.
    pub(crate) fn end(&mut self, writing: Writing) -> Result<String, Fault> {
        let Writing { path, place, out } = writing;
        let mut out = out;
        out.flush().map_err(|error| in_file(&place, &error))?;
        self.files += 1;
        self.bytes += out.bytes;
        let sum = out.sum();
        writeln!(self.sums, "{sum}  {path}").map_err(|error| in_file(&self.root, &error))?;
        Ok(sum)
    }

    /// A whole file at once.
    pub(crate) fn whole(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let mut writing = self.file(path)?;
        writing.bytes(bytes)?;
        self.end(writing)?;
        Ok(())
    }

    /// A copy of a file that lies elsewhere. `None` if it is not there.
    pub(crate) fn copy(&mut self, path: &str, from: &Path) -> Result<Option<String>, Fault> {
        let mut file = match File::open(from) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(in_file(from, &error)),
        };
        let mut writing = self.file(path)?;
        io::copy(&mut file, &mut writing.out).map_err(|error| in_file(from, &error))?;
        self.end(writing).map(Some)
    }

    /// Gives the folder its name.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        let fault = |error: io::Error| in_file(&self.root, &error);
        self.sums.flush().map_err(fault)?;
        self.sums.inner.get_ref().sync_all().map_err(fault)?;
        must_be_free(&self.becomes)?;
        fs::rename(&self.root, &self.becomes).map_err(|error| in_file(&self.becomes, &error))?;
        let home = self
            .becomes
            .parent()
            .filter(|home| !home.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let synced = File::open(home).and_then(|home| home.sync_all());
        synced.map_err(|error| in_file(home, &error))?;
        Ok(())
    }

    /// Takes away what was written.
    pub(crate) fn give_up(self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

impl Writing {
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let written = self.out.write_all(bytes);
        written.map_err(|error| in_file(&self.place, &error))
    }
}

/// Says no unless there is nothing at this path, or an empty folder.
fn must_be_free(folder: &Path) -> Result<(), Stop> {
    let name = folder.display();
    let found = match folder.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(in_file(folder, &error).into()),
        Ok(found) => found,
    };
    if !found.is_dir() {
        return Err(Wrong::new(
            format!("{name}: qui c’è un file, serve una cartella nuova o vuota"),
            format!("{name}: this is a file, and a new or empty folder is wanted"),
        )
        .into());
    }
    let mut entries = fs::read_dir(folder).map_err(|error| in_file(folder, &error))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Wrong::new(
            format!("{name}: la cartella non è vuota; indicane una nuova o vuota"),
            format!("{name}: the folder is not empty; name a new or empty one"),
        )
        .into()),
    }
}
