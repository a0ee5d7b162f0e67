//! Files of an archive being read: those that are files, line by line, hashed as they pass.

use crate::files::Hashing;
use crate::in_file;
use paper::carrying::{ROW_BYTES_MAX, Stop, Wrong};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Longest line: a row, and what may stand behind it.
const LINE_BYTES_MAX: usize = ROW_BYTES_MAX + 8;
/// Bytes read at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// A file being read.
pub(crate) struct Lines {
    input: BufReader<Hashing<File>>,
    line: Vec<u8>,
}

/// Opens a file of an archive, if it is one: no link, no pipe, no device, also above it.
///
/// # Errors
/// What it is instead.
pub(crate) fn open(root: &Path, path: &str) -> Result<File, Stop> {
    let missing = || Wrong::new("il file non c’è", "the file is not there").about(path);
    let mut place = root.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let found = place.symlink_metadata().map_err(|_| missing())?;
        let kind = found.file_type();
        let fits = match parts.peek() {
            Some(_) => kind.is_dir(),
            None => kind.is_file(),
        };
        if !fits {
            return Err(Wrong::new("non è un semplice file", "is no plain file")
                .about(path)
                .into());
        }
    }
    Ok(File::open(&place).map_err(|error| in_file(&place, &error))?)
}

impl Lines {
    pub(crate) fn of(file: File) -> Lines {
        Lines {
            input: BufReader::with_capacity(BUFFER_BYTES, Hashing::new(file)),
            line: Vec::new(),
        }
    }

    /// The next line, without its end; `None` at the end of the file.
    pub(crate) fn next(&mut self, path: &str) -> Result<Option<&[u8]>, Stop> {
        self.line.clear();
        let most = LINE_BYTES_MAX as u64 + 1;
        let read = (&mut self.input)
            .take(most)
            .read_until(b'\n', &mut self.line);
        read.map_err(|error| in_file(Path::new(path), &error))?;
        if self.line.is_empty() {
            return Ok(None);
        }
        if self.line.pop() != Some(b'\n') {
            let wrong = match self.line.len() >= LINE_BYTES_MAX {
                true => Wrong::new(
                    format!("una riga è più lunga di {ROW_BYTES_MAX} byte"),
                    format!("a line is longer than {ROW_BYTES_MAX} bytes"),
                ),
                false => Wrong::new("il file è interrotto", "the file is cut off"),
            };
            return Err(wrong.about(path).into());
        }
        Ok(Some(&self.line))
    }

    /// The hash of what was read.
    pub(crate) fn sum(self) -> String {
        self.input.into_inner().sum()
    }
}

/// Copies a file to somewhere and says its hash and size; not more than so many bytes of it.
pub(crate) fn copied(
    file: File,
    path: &str,
    most: u64,
    to: &mut dyn io::Write,
) -> Result<(String, u64), Stop> {
    let mut from = Hashing::new(file);
    let bytes = io::copy(&mut (&mut from).take(most + 1), to)
        .map_err(|error| in_file(Path::new(path), &error))?;
    if bytes > most {
        return Err(Wrong::new(
            format!("il file è più grande di {most} byte"),
            format!("the file is larger than {most} bytes"),
        )
        .about(path)
        .into());
    }
    Ok((from.sum(), bytes))
}
