//! What has to be known before its turn: files of the source and shared blocks, kept in a file of their own while an export
//! is read, and found again by their number, their name or the post they belong to.

use crate::text::{Attached, Library};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Longest entry, bytes; what is longer is shortened by whoever keeps it.
const ENTRY_BYTES_MAX: usize = 4 << 20;
/// Files found of one post.
const FILES_MAX: usize = 500;

/// An entry.
#[derive(Debug, Serialize, Deserialize)]
enum Entry {
    File(Attached),
    Shared(String),
}

/// The spool while it is filled.
pub(crate) struct Filling {
    out: BufWriter<File>,
    at: u64,
    ids: Vec<(u64, u64)>,
    names: Vec<(u64, u64)>,
    parents: Vec<(u64, u64)>,
    shared: Vec<(u64, u64)>,
}

/// The spool once it is filled.
pub(crate) struct Spool {
    file: File,
    ids: Vec<(u64, u64)>,
    names: Vec<(u64, u64)>,
    parents: Vec<(u64, u64)>,
    shared: Vec<(u64, u64)>,
}

impl Filling {
    /// A spool in a folder for files that pass; the file has no name and goes with the process.
    pub(crate) fn begin(folder: &Path) -> io::Result<Filling> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("colophon-moving-{}-{number}", std::process::id());
        let name = folder.join(name);
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&name)
            .or_else(|error| {
                // Left by a process of this number that was killed at this very moment.
                if error.kind() != io::ErrorKind::AlreadyExists {
                    return Err(error);
                }
                std::fs::remove_file(&name)?;
                File::options()
                    .read(true)
                    .write(true)
                    .create_new(true)
                    .open(&name)
            })?;
        std::fs::remove_file(&name)?;
        Ok(Filling {
            out: BufWriter::new(file),
            at: 0,
            ids: Vec::new(),
            names: Vec::new(),
            parents: Vec::new(),
            shared: Vec::new(),
        })
    }

    pub(crate) fn file(&mut self, file: Attached) -> io::Result<()> {
        let at = self.at;
        self.ids.push((file.id, at));
        self.names.push((hash(&file.path), at));
        if file.parent > 0 {
            self.parents.push((file.parent, at));
        }
        self.write(&Entry::File(file))
    }

    pub(crate) fn shared(&mut self, id: u64, text: String) -> io::Result<()> {
        self.shared.push((id, self.at));
        self.write(&Entry::Shared(text))
    }

    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        let bytes = serde_json::to_vec(entry)?;
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&bytes)?;
        self.at += 4 + u64::from(length);
        Ok(())
    }

    pub(crate) fn end(self) -> io::Result<Spool> {
        let Filling {
            out,
            mut ids,
            mut names,
            mut parents,
            mut shared,
            ..
        } = self;
        for index in [&mut ids, &mut names, &mut parents, &mut shared] {
            index.sort_unstable();
            index.shrink_to_fit();
        }
        let file = out.into_inner().map_err(|error| error.into_error())?;
        Ok(Spool {
            file,
            ids,
            names,
            parents,
            shared,
        })
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Spool {
    /// The file at a place under the uploads.
    pub(crate) fn file_at(&self, path: &str) -> Option<Attached> {
        self.all(&self.names, hash(path))
            .find_map(|entry| match entry {
                Entry::File(file) if file.path == path => Some(file),
                _ => None,
            })
    }

    fn all<'a>(&'a self, index: &'a [(u64, u64)], key: u64) -> impl Iterator<Item = Entry> + 'a {
        let from = index.partition_point(|(other, _)| *other < key);
        index
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |(other, _)| *other == key)
            .filter_map(|(_, at)| self.read(*at))
    }

    fn read(&self, at: u64) -> Option<Entry> {
        let mut length = [0; 4];
        self.file.read_exact_at(&mut length, at).ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        if length > ENTRY_BYTES_MAX * 6 {
            return None;
        }
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at + 4).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

impl Library for Spool {
    fn file(&self, id: u64) -> Option<Attached> {
        self.all(&self.ids, id).find_map(|entry| match entry {
            Entry::File(file) => Some(file),
            Entry::Shared(_) => None,
        })
    }

    fn files_of(&self, post: u64) -> Vec<Attached> {
        self.all(&self.parents, post)
            .filter_map(|entry| match entry {
                Entry::File(file) => Some(file),
                Entry::Shared(_) => None,
            })
            .take(FILES_MAX)
            .collect()
    }

    fn shared(&self, id: u64) -> Option<String> {
        self.all(&self.shared, id).find_map(|entry| match entry {
            Entry::Shared(text) => Some(text),
            Entry::File(_) => None,
        })
    }
}
