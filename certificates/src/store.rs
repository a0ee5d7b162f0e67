//! The folder with the account at the authority and one file for each host. Only its owner may look into it.

use crate::fault::Fault;
use crate::files::bounded;
use crate::pair::Pair;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The account's file.
const ACCOUNT: &str = "account.json";

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// The folder at a path, made if it is not there.
    pub(crate) fn open(folder: &Path) -> Result<Store, Fault> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(Fault::of(folder))?;
        Ok(Store {
            folder: folder.to_owned(),
        })
    }

    /// What is known of the account.
    pub(crate) fn account(&self) -> Result<Option<Vec<u8>>, Fault> {
        there(bounded(&self.folder.join(ACCOUNT)))
    }

    pub(crate) fn keep_account(&self, account: &[u8]) -> Result<(), Fault> {
        self.keep(ACCOUNT, account)
    }

    /// The pair of a host.
    pub(crate) fn pair(&self, host: &str) -> Result<Option<Pair>, Fault> {
        let Some(bytes) = there(bounded(&self.folder.join(name(host))))? else {
            return Ok(None);
        };
        Pair::read(&bytes, &bytes).map(Some)
    }

    /// Keeps the pair of a host, key and chain in one file, so that they change together.
    pub(crate) fn keep_pair(&self, host: &str, key: &str, chain: &str) -> Result<(), Fault> {
        self.keep(&name(host), format!("{key}\n{chain}").as_bytes())
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.folder.join(name);
        let new = self.folder.join(format!("{name}.new"));
        let kept = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&new, &path)?;
            File::open(&self.folder)?.sync_all()
        };
        kept().map_err(Fault::of(&path))
    }
}

fn name(host: &str) -> String {
    format!("{host}.pem")
}

fn there<T>(read: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match read {
        Err(Fault::File { error, .. }) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}
