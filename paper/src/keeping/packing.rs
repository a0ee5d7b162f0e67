//! Backup: a consistent copy of a newspaper's folder while it is being served.

use super::{
    DEPTH_MAX, FILE_BYTES_MAX, FOLDERS, FORMAT, MANIFEST, MEDIA, Manifest, Member, RECORD,
    SETTINGS, is_member_name,
};
use crate::db::{Db, Session, migrations, sqlite};
use crate::id::PictureId;
use crate::{Fault, Paper, Place, Refusal, Result, network, pictures};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Only the owner reads and writes.
const PRIVATE: u32 = 0o600;
/// Bytes written to the file at once.
const BUFFER_BYTES: usize = 1024 * 1024;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Files in it, without its manifest.
    pub files: usize,
    /// Their size together, bytes.
    pub bytes: u64,
    /// How many there are of what people count: articles, revisions, pictures…
    pub counts: BTreeMap<String, i64>,
    /// Files the record names that were not there, and files whose names no backup takes.
    pub left_out: Vec<String>,
}

/// Writes a backup of the newspaper whose folder is `folder` to a new file.
///
/// Readers and writers go on meanwhile: the record is copied as it was at one instant, and pictures never change. The
/// file appears whole, at one instant, or not at all. Needs as much free space again as the record takes, beside it.
///
/// Refused if the file exists, and for a record on PostgreSQL, which `pg_dump` copies better; its pictures, themes and
/// keys are plain files in the folder.
pub async fn backup(paper: &Paper, folder: &Path, file: &Path) -> Result<BackupReport> {
    if matches!(paper.db(), Db::Pg(_)) {
        return Err(Refusal::BackedUpByServer.into());
    }
    must_be_free(file)?;
    must_have_home(file)?;
    let mark = hex::encode(paper.random::<4>()?);
    let copy = beside(file, &format!("{mark}.db"));
    let part = beside(file, &format!("{mark}.part"));
    let packed = pack_all(paper, folder, file, &copy, &part).await;
    for leftover in [&copy, &part] {
        match fs::remove_file(leftover) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(file = %leftover.display(), "Cannot remove {}: {error}", leftover.display());
            }
            _ => {}
        }
    }
    packed
}

fn must_be_free(file: &Path) -> Result<()> {
    if file.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Refusal::FileThere {
        file: file.display().to_string(),
    }
    .into())
}

/// Says before anything is written that the folder of the new file is missing.
fn must_have_home(file: &Path) -> Result<()> {
    match file.parent() {
        Some(home) if !home.as_os_str().is_empty() && !home.is_dir() => {
            Err(Refusal::NoSuchFolder {
                folder: home.display().to_string(),
            }
            .into())
        }
        _ => Ok(()),
    }
}

/// A name in the same folder, so that a rename is possible and atomic.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

async fn pack_all(
    paper: &Paper,
    folder: &Path,
    file: &Path,
    copy: &Path,
    part: &Path,
) -> Result<BackupReport> {
    // The folder takes no file: said of the file that was asked for, not of the one beside it.
    private(copy).map_err(|error| in_file(file, &error))?;
    if let Db::Lite(lite) = paper.db() {
        sqlite::copy_to(lite, copy).await?;
    }
    let (manifest, pictures) = read_copy(copy, paper.media(), paper.now()).await?;
    let work = Work {
        folder: folder.to_owned(),
        media: paper.media().to_owned(),
        copy: copy.to_owned(),
        part: part.to_owned(),
        pictures,
    };
    let manifest = tokio::task::spawn_blocking(move || pack(&work, manifest))
        .await
        .map_err(|error| Fault::new(format!("the backup stopped: {error}")))??;
    take_place(part, file)?;
    let home = file
        .parent()
        .filter(|home| !home.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(home)
        .and_then(|home| home.sync_all())
        .map_err(|error| in_file(home, &error))?;
    Ok(BackupReport {
        files: manifest.members.len(),
        bytes: manifest
            .members
            .iter()
            .fold(0, |sum, member| sum.saturating_add(member.size)),
        counts: manifest.counts,
        left_out: manifest.left_out,
    })
}

/// Gives the finished file its name, unless something has taken that name meanwhile.
fn take_place(part: &Path, file: &Path) -> Result<()> {
    match fs::hard_link(part, file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => must_be_free(file),
        // A disk without second names (FAT, some shares): the name is looked at as late as can be.
        Err(_) => {
            must_be_free(file)?;
            Ok(fs::rename(part, file).map_err(|error| in_file(file, &error))?)
        }
    }
}

fn private(file: &Path) -> io::Result<File> {
    File::options()
        .write(true)
        .create_new(true)
        .mode(PRIVATE)
        .open(file)
}

fn in_file(file: &Path, error: &io::Error) -> Fault {
    Fault::new(format!("{}: {error}", file.display()))
}

/// What the copy says of itself, and the files of pictures it names. The copy, not the record, which has moved on.
async fn read_copy(
    copy: &Path,
    media: &Path,
    at: Timestamp,
) -> Result<(Manifest, Vec<(PictureId, String)>)> {
    let paper = Paper::open_as_it_is(&Place::File(copy.to_owned()), media).await?;
    let step = migrations::taken(paper.db()).await?;
    let mut session = paper.read().await?;
    let network = network::find(&mut session)
        .await?
        .map(|network| network.id.to_string())
        .unwrap_or_default();
    let pictures = originals(&mut session).await?;
    let counts = counts(&mut session).await?;
    drop(session);
    paper.close().await;
    let format = FORMAT.to_owned();
    Ok((
        Manifest {
            format,
            network,
            step,
            at,
            counts,
            left_out: Vec::new(),
            members: Vec::new(),
        },
        pictures,
    ))
}

/// The files pictures and documents came as. What readers see of a picture is made of them again when it is asked for, so a
/// copy holds none of it: it is smaller by half, and a newspaper brought back from it serves at once.
async fn originals(session: &mut Session) -> Result<Vec<(PictureId, String)>> {
    let rows: Vec<(PictureId, String, String)> = session
        .all(
            "SELECT id, sha256, mime FROM pictures WHERE blanked_at IS NULL ORDER BY id",
            (),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, sha256, mime)| (id, pictures::original_name(&sha256, &mime)))
        .collect())
}

pub(super) async fn counts(session: &mut Session) -> Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = session
        .all(
            "SELECT 'titles', COUNT(*) FROM titles UNION ALL SELECT 'articles', COUNT(*) FROM articles
             UNION ALL SELECT 'drafts', COUNT(*) FROM drafts UNION ALL SELECT 'revisions', COUNT(*) FROM revisions
             UNION ALL SELECT 'pictures', COUNT(*) FROM pictures UNION ALL SELECT 'comments', COUNT(*) FROM comments
             UNION ALL SELECT 'accounts', COUNT(*) FROM accounts",
            (),
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// Everything the packing thread needs.
struct Work {
    folder: PathBuf,
    media: PathBuf,
    copy: PathBuf,
    part: PathBuf,
    pictures: Vec<(PictureId, String)>,
}

fn pack(work: &Work, manifest: Manifest) -> Result<Manifest, Fault> {
    let part = private(&work.part).map_err(|error| in_file(&work.part, &error))?;
    let tar = tar::Builder::new(BufWriter::with_capacity(BUFFER_BYTES, part));
    let mut packer = Packer { tar, manifest };
    packer.record(&work.copy)?;
    packer.file(SETTINGS, &work.folder.join(SETTINGS))?;
    for (id, name) in &work.pictures {
        let member = format!("{MEDIA}/{id}/{name}");
        if !packer.file(&member, &work.media.join(id.to_string()).join(name))? {
            packer.manifest.left_out.push(member);
        }
    }
    for folder in FOLDERS {
        packer.folder(folder, &work.folder.join(folder), DEPTH_MAX)?;
    }
    packer.finish().map_err(|error| in_file(&work.part, &error))
}

struct Packer {
    tar: tar::Builder<BufWriter<File>>,
    manifest: Manifest,
}

impl Packer {
    /// The record, which may be large and is read once.
    fn record(&mut self, copy: &Path) -> Result<(), Fault> {
        let fault = |error: io::Error| in_file(copy, &error);
        let file = File::open(copy).map_err(fault)?;
        let size = file.metadata().map_err(fault)?.len();
        let mut hashed = Hashed {
            from: file.take(size),
            hash: Sha256::new(),
        };
        self.append(RECORD, size, &mut hashed).map_err(fault)?;
        let sha256 = hex::encode(hashed.hash.finalize());
        self.manifest.members.push(Member {
            name: RECORD.to_owned(),
            size,
            sha256,
        });
        Ok(())
    }

    /// A small file, read whole so that it cannot change under us; says whether it was there.
    fn file(&mut self, name: &str, path: &Path) -> Result<bool, Fault> {
        let fault = |error: io::Error| in_file(path, &error);
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(fault(error)),
        };
        let mut bytes = Vec::new();
        file.take(FILE_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(fault)?;
        let size = bytes.len() as u64;
        if size > FILE_BYTES_MAX {
            return Err(Fault::new(format!(
                "{}: larger than {FILE_BYTES_MAX} bytes, too large for a backup",
                path.display()
            )));
        }
        self.append(name, size, &mut bytes.as_slice())
            .map_err(fault)?;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        self.manifest.members.push(Member {
            name: name.to_owned(),
            size,
            sha256,
        });
        Ok(true)
    }

    /// A folder with what is in it, in the order of names. Links are not followed.
    fn folder(&mut self, name: &str, path: &Path, depth: usize) -> Result<(), Fault> {
        let fault = |error: io::Error| in_file(path, &error);
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(fault(error)),
        };
        let mut entries: Vec<fs::DirEntry> = entries.collect::<io::Result<_>>().map_err(fault)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let member = format!("{name}/{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(fault)?;
            if kind.is_dir() && depth > 1 {
                self.folder(&member, &entry.path(), depth - 1)?;
            } else if !kind.is_file()
                || !is_member_name(&member)
                || !self.file(&member, &entry.path())?
            {
                self.manifest.left_out.push(member);
            }
        }
        Ok(())
    }

    fn append(&mut self, name: &str, size: u64, from: &mut dyn Read) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_path(name)?;
        header.set_size(size);
        header.set_mode(PRIVATE);
        header.set_mtime(u64::try_from(self.manifest.at.as_second()).unwrap_or(0));
        header.set_cksum();
        self.tar.append(&header, from)
    }

    /// Writes the manifest and waits until everything is on disk.
    fn finish(mut self) -> io::Result<Manifest> {
        let text = serde_json::to_vec(&self.manifest)?;
        self.append(MANIFEST, text.len() as u64, &mut text.as_slice())?;
        let mut buffer = self.tar.into_inner()?;
        buffer.flush()?;
        buffer.get_ref().sync_all()?;
        Ok(self.manifest)
    }
}

/// Hashes what passes.
struct Hashed<R> {
    from: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.hash.update(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}
