//! Certificate and key from two files of the operator, read again when they change.

use crate::fault::Fault;
use crate::pair::Pair;
use crate::ring::Ring;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Bytes of a file with certificates or a key.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(60);

/// Two files.
#[derive(Debug, Clone)]
pub struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// By what a change of the files is seen.
type Mark = [(Option<SystemTime>, u64); 2];

impl Files {
    /// These two, both PEM: the certificate with those above it, and its key.
    pub fn new(certificate: &Path, key: &Path) -> Files {
        Files {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`Fault::File`] and [`Fault::Pair`].
    pub fn read(&self) -> Result<Pair, Fault> {
        let chain = bounded(&self.certificate)?;
        let key = bounded(&self.key)?;
        Pair::read(&chain, &key).map_err(|fault| {
            let (certificate, key) = (self.certificate.display(), self.key.display());
            Fault::Pair(format!("{certificate} and {key}: {fault}"))
        })
    }

    fn mark(&self) -> Mark {
        [&self.certificate, &self.key].map(|path| match fs::metadata(path) {
            Ok(metadata) => (metadata.modified().ok(), metadata.len()),
            Err(_) => (None, 0),
        })
    }

    /// Shows them on the ring whenever they have changed, and whenever `again` is ready. A pair that cannot be used is
    /// told, and the one before stays. Never ends.
    pub async fn watch(self, ring: Ring, mut again: impl AsyncFnMut()) {
        let mut seen = self.mark();
        loop {
            let asked = tokio::select! {
                () = again() => true,
                () = tokio::time::sleep(LOOK) => false,
            };
            let mark = self.mark();
            if !asked && mark == seen {
                continue;
            }
            seen = mark;
            match self.read() {
                Ok(pair) => {
                    ring.show_all(pair);
                    tracing::info!("The certificate was read again");
                }
                Err(fault) => {
                    tracing::error!(
                        "The new certificate is not used, the one before stays: {fault}"
                    );
                }
            }
        }
    }
}

pub(crate) fn bounded(path: &Path) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(Fault::of(path))?;
    let mut bytes = Vec::new();
    let mut reader = file.take(FILE_BYTES_MAX);
    reader.read_to_end(&mut bytes).map_err(Fault::of(path))?;
    Ok(bytes)
}
