//! The data folder: what lies where, and who may write in it.

use crate::failure::{Failure, Result, with_file};
use crate::settings::{Environment, Settings};
use paper::Place;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The file whose lock is the right to write.
const LOCK: &str = "colophon.lock";

/// The folder that holds everything a network is.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// The right to write in a folder; ends when it is dropped, or with the process.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Folder {
    /// The folder at a path, which need not be there yet.
    pub(crate) fn at(root: &Path) -> Folder {
        Folder {
            root: root.to_owned(),
        }
    }

    /// The folder meant: the one named, else the current one if it holds a newspaper, else the environment's.
    ///
    /// # Errors
    /// When none is named anywhere.
    pub(crate) fn find(named: Option<&Path>, environment: &Environment) -> Result<Folder> {
        if let Some(root) = named {
            return Ok(Folder::at(root));
        }
        let here = Folder::at(Path::new("."));
        if here.settings().is_file() || here.database().is_file() {
            return Ok(here);
        }
        environment.data.as_deref().map(Folder::at).ok_or_else(|| {
            Failure::new(
                "qui non c’è un giornale: indica la sua cartella con --data DIR o COLOPHON_DATA, o fanne uno con colophon init DIR",
                "there is no newspaper here: name its folder with --data DIR or COLOPHON_DATA, or make one with colophon init DIR",
            )
        })
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// `colophon.toml`.
    pub(crate) fn settings(&self) -> PathBuf {
        self.root.join("colophon.toml")
    }

    /// Whether a newspaper here has a public log: who founded another over it could publish nothing.
    pub(crate) fn has_signed(&self) -> bool {
        self.root.join("keys/log.key").exists() || self.root.join("log").exists()
    }

    /// `colophon.db`.
    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("colophon.db")
    }

    /// Pictures and documents.
    pub(crate) fn media(&self) -> PathBuf {
        self.root.join("media")
    }

    /// Certificates got from an authority, with their keys.
    pub(crate) fn certificates(&self) -> PathBuf {
        self.root.join("certificates")
    }

    /// The newspaper's own themes.
    pub(crate) fn themes(&self) -> PathBuf {
        self.root.join("themes")
    }

    /// The index of words: made, not kept.
    pub(crate) fn search(&self) -> PathBuf {
        self.root.join("search")
    }

    /// Where the server of this folder takes orders.
    pub(crate) fn socket(&self) -> PathBuf {
        self.root.join("colophon.sock")
    }

    /// Where the record is kept.
    pub(crate) fn place(&self, settings: &Settings) -> Place {
        match &settings.database {
            Some(url) => Place::Server {
                url: url.clone(),
                schema: settings.schema.clone(),
            },
            None => Place::File(self.database()),
        }
    }

    /// Says no unless the folder holds a record, so that no command makes one by accident.
    pub(crate) fn must_hold_record(&self, settings: &Settings) -> Result<()> {
        if self.database().is_file() || (settings.database.is_some() && self.root.is_dir()) {
            return Ok(());
        }
        self.may_be_looked_into()?;
        Err(self.no_record())
    }

    /// Says no to a folder that this user may not look into: it is not empty, it is somebody else's.
    pub(crate) fn may_be_looked_into(&self) -> Result<()> {
        match self.database().symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                let name = self.root.display();
                Err(Failure::new(
                    format!(
                        "{name}: non puoi guardare in questa cartella; usa l’utente a cui appartiene il giornale"
                    ),
                    format!(
                        "{name}: you may not look into this folder; be the user who owns the newspaper"
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    /// The refusal for a folder without a newspaper.
    pub(crate) fn no_record(&self) -> Failure {
        let name = self.root.display();
        Failure::new(
            format!(
                "{name}: la cartella non contiene un giornale; fanne uno con colophon init {name}"
            ),
            format!("{name}: the folder holds no newspaper; make one with colophon init {name}"),
        )
    }

    /// Makes the folder and what every newspaper has in it. In a new one only its owner may look: the record, its
    /// settings and its socket are nobody else's.
    pub(crate) fn make(&self) -> Result<()> {
        use std::os::unix::fs::DirBuilderExt;
        for folder in [self.root.clone(), self.media(), self.themes()] {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)
                .map_err(|error| with_file(&folder, &error))?;
        }
        Ok(())
    }

    /// Takes away what [`Folder::make`] made, where nothing else has come into it: a folder in which somebody else has
    /// founded a newspaper meanwhile keeps also what is still empty in it. For the holder of the lock.
    pub(crate) fn unmake(&self) {
        let made = [self.root.join(LOCK), self.media(), self.themes()];
        let inside = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten();
        let strangers = inside(&self.root)
            .chain(inside(&self.media()))
            .chain(inside(&self.themes()))
            .any(|entry| entry.map_or(true, |entry| !made.contains(&entry.path())));
        if strangers {
            return;
        }
        for folder in [self.media(), self.themes()] {
            let _ = std::fs::remove_dir(folder);
        }
        let _ = std::fs::remove_file(self.root.join(LOCK));
        let _ = std::fs::remove_dir(&self.root);
    }

    /// Makes the record's file, if there is none yet, so that nobody else can read it: it holds drafts and sources.
    pub(crate) fn close_to_others(&self) -> Result<()> {
        use std::os::unix::fs::OpenOptionsExt;
        let path = self.database();
        let made = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        match made {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                Err(with_file(&path, &error))
            }
            _ => Ok(()),
        }
    }

    /// Takes the right to write; `None` if another process has it.
    pub(crate) fn try_lock(&self) -> Result<Option<Lock>> {
        let path = self.root.join(LOCK);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| with_file(&path, &error))?;
        match file.try_lock() {
            // A lock on a file that was taken away meanwhile keeps nobody out.
            Ok(()) if !is_at(&file, &path) => Ok(None),
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(with_file(&path, &error)),
        }
    }
}

/// Whether an open file is the one that stands at a path.
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.metadata()) {
        (Ok(one), Ok(other)) => one.ino() == other.ino() && one.dev() == other.dev(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_founder_who_comes_too_late_takes_nothing_of_the_newspaper_he_meets() {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = Folder::at(&outer.path().join("paper"));
        // He saw no folder and begins to make it; another founded here before he got the lock.
        folder.make().expect("made");
        let lock = folder.try_lock().expect("a lock file").expect("the lock");
        std::fs::write(folder.database(), "a record").expect("written");
        folder.unmake();
        drop(lock);
        for kept in [folder.media(), folder.themes(), folder.database()] {
            assert!(kept.exists(), "{}", kept.display());
        }

        std::fs::remove_file(folder.database()).expect("removed");
        std::fs::write(folder.themes().join("own.css"), "").expect("written");
        folder.unmake();
        assert!(folder.media().exists() && folder.themes().join("own.css").exists());

        std::fs::remove_file(folder.themes().join("own.css")).expect("removed");
        folder.unmake();
        assert!(!folder.root().exists(), "what is empty goes");
    }
}
