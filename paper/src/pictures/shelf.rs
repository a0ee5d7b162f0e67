//! Files of pictures and documents: those that came in, which nothing can make again, and beside them those made of them.
//!
//! All of one picture lie in `media/{id}/`, so that one step takes them all away.

use super::{darkroom, recipe};
use crate::Fault;
use crate::id::PictureId;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Hexadecimal digits of SHA-256 in the name of an original.
const ORIGINAL_HEX: usize = 32;
/// Endings of originals, by media type.
const ENDINGS: [(&str, &str); 5] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/webp", "webp"),
    ("image/gif", "gif"),
    (darkroom::PDF, "pdf"),
];
/// The ending of a file that is being written.
const BEING_WRITTEN: &str = "part";

/// Files written by this process, so that no two share a name while they are being written.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// The name of the file that came in, by its hash and media type.
pub(crate) fn original_name(sha256: &str, mime: &str) -> String {
    let stem: String = sha256.chars().take(ORIGINAL_HEX).collect();
    let ending = ENDINGS.iter().find(|(known, _)| *known == mime);
    format!("{stem}.{}", ending.map_or("bin", |(_, ending)| ending))
}

/// Whether a file of a picture may have this name: as it came, or made of it.
pub(crate) fn is_file_name(name: &str) -> bool {
    is_original(name) || recipe::is_made(name)
}

/// 32 lower-case hexadecimal digits and an ending.
pub(super) fn is_original(name: &str) -> bool {
    ENDINGS
        .iter()
        .filter_map(|(_, ending)| name.strip_suffix(ending)?.strip_suffix('.'))
        .any(|stem| super::is_hex(stem, ORIGINAL_HEX))
}

/// Where the files of a picture lie.
pub(super) fn folder(media: &Path, id: PictureId) -> PathBuf {
    media.join(id.to_string())
}

/// Keeps the file that came in, whole and on disk, or nothing: its folder appears with one rename.
pub(super) fn keep_original(
    media: &Path,
    id: PictureId,
    name: &str,
    bytes: &[u8],
) -> io::Result<()> {
    let being_filled = media.join(format!("{id}.new"));
    fs::create_dir_all(&being_filled)?;
    let mut file = File::create(being_filled.join(name))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    File::open(&being_filled)?.sync_all()?;
    fs::rename(&being_filled, folder(media, id))?;
    File::open(media)?.sync_all()
}

/// Puts a file that was made beside the one it was made of; it appears whole. Where that one is gone, so is its folder, and
/// nothing is put anywhere.
pub(super) fn keep_made(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let mark = format!("{}-{number}.{BEING_WRITTEN}", std::process::id());
    let part = path.with_extension(mark);
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        // A name that stands for no bytes after a power cut would be taken for a file that is made.
        file.sync_all()?;
        fs::rename(&part, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

/// Takes away what lies beside an original and is none of the files wanted: files of former recipes and words.
pub(super) fn sweep(folder: &Path, wanted: &[String]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_file_name(&name) && !wanted.contains(&name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Erases the files of a picture. Said again, it does nothing.
///
/// The folder loses its name first, so that nobody who makes a file of the picture at this moment puts it there.
pub fn erase_files(media: &Path, id: PictureId) -> Result<(), Fault> {
    let gone = media.join(format!("{id}.gone"));
    let missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    let erased = (|| {
        match fs::remove_dir_all(&gone) {
            Err(error) if !missing(&error) => return Err(error),
            _ => {}
        }
        match fs::rename(folder(media, id), &gone) {
            Err(error) if missing(&error) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => fs::remove_dir_all(&gone),
        }
    })();
    erased.map_err(|error| Fault::new(format!("cannot erase the files of picture {id}: {error}")))
}
