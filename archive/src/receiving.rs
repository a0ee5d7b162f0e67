//! Who takes what an archive holds: an empty record and its folders, or nobody, where it is only looked at.

use crate::files::{private, private_folder};
use crate::in_file;
use crate::lines;
use paper::carrying::{Back, Chain, Row, Stop, Wrong};
use paper::id::PictureId;
use paper::pictures;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Largest file of a theme, bytes.
const THEME_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Where files go.
#[derive(Debug, Clone)]
pub struct Home {
    /// Pictures and documents.
    pub media: PathBuf,
    /// The newspaper's own themes.
    pub themes: PathBuf,
}

/// What was read of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Received {
    /// Rows of each table that has any.
    pub rows: BTreeMap<&'static str, u64>,
    /// Files of pictures and documents.
    pub media: u64,
    /// Files of themes.
    pub themes: u64,
    /// All files, the list of hashes among them.
    pub files: u64,
}

/// Who takes it.
pub(crate) enum Receiver {
    /// A record.
    Record {
        /// Its rows.
        back: Box<Back>,
        /// Its folders.
        placing: Placing,
    },
    /// Nobody; the article whose rows are looked at.
    Nobody(Option<Box<Chain>>),
}

impl Receiver {
    pub(crate) async fn row(&mut self, row: Row) -> Result<(), Stop> {
        match self {
            Receiver::Record { back, .. } => back.take(row).await,
            Receiver::Nobody(chain) => {
                match chain {
                    _ if row.table().name == "articles" => {
                        *chain = Some(Box::new(Chain::begin(&row)?));
                    }
                    Some(chain) => chain.take(&row)?,
                    None => {}
                }
                Ok(())
            }
        }
    }

    pub(crate) async fn end_article(&mut self) -> Result<(), Stop> {
        match self {
            Receiver::Record { back, .. } => back.end_article().await,
            Receiver::Nobody(chain) => match chain.take() {
                Some(chain) => Ok(chain.end()?),
                None => Ok(()),
            },
        }
    }

    /// The file of a picture: named by its own hash, and by a row. Says the hash.
    pub(crate) async fn media(
        &mut self,
        file: File,
        path: &str,
        picture: PictureId,
        name: &str,
    ) -> Result<String, Stop> {
        let most = pictures::BYTES_MAX as u64;
        looks_like(&file, name).map_err(|wrong| wrong.about(path))?;
        let (sum, bytes) = match self {
            Receiver::Nobody(_) => lines::copied(file, path, most, &mut io::sink())?,
            Receiver::Record { placing, .. } => {
                let to = placing.home.media.join(picture.to_string());
                placing.place(file, path, most, &to.join(name))?
            }
        };
        let stem = name.split('.').next().unwrap_or_default();
        if !sum.starts_with(stem) {
            let wrong = Wrong::new(
                "il file non è quello che dice il suo nome",
                "the file is not the one its name says",
            );
            return Err(wrong.about(path).into());
        }
        if let Receiver::Record { back, .. } = self
            && back.file(picture, name).await? != Some((sum.clone(), bytes))
        {
            let wrong = Wrong::new(
                "nessuna immagine ha questo file",
                "no picture has this file",
            );
            return Err(wrong.about(path).into());
        }
        Ok(sum)
    }

    /// A file of a theme. Says the hash.
    pub(crate) fn theme(&mut self, file: File, path: &str, under: &str) -> Result<String, Stop> {
        Ok(match self {
            Receiver::Nobody(_) => lines::copied(file, path, THEME_BYTES_MAX, &mut io::sink())?,
            Receiver::Record { placing, .. } => {
                let to = placing.home.themes.join(under);
                placing.place(file, path, THEME_BYTES_MAX, &to)?
            }
        }
        .0)
    }
}

/// Whether a file begins as its name says: readers' browsers are told what it is by the name.
fn looks_like(file: &File, name: &str) -> Result<(), Wrong> {
    let mut start = [0; 12];
    let read = file.read_at(&mut start, 0).unwrap_or_default();
    let start = start.get(..read).unwrap_or_default();
    let fits = match name.rsplit('.').next() {
        Some("pdf") => start.starts_with(b"%PDF-"),
        Some("jpg") => start.starts_with(b"\xff\xd8\xff"),
        Some("png") => start.starts_with(b"\x89PNG\r\n\x1a\n"),
        Some("gif") => start.starts_with(b"GIF8"),
        _ => start.starts_with(b"RIFF") && start.ends_with(b"WEBP"),
    };
    match fits {
        true => Ok(()),
        false => Err(Wrong::new(
            "il file non è del tipo che dice il suo nome",
            "the file is not of the type its name says",
        )),
    }
}

/// Puts files in their place, and takes them away again where the whole does not come about.
pub(crate) struct Placing {
    home: Home,
    /// Folders and files that were not there before.
    made: Vec<PathBuf>,
}

impl Placing {
    pub(crate) fn in_home(home: &Home) -> Placing {
        Placing {
            home: home.clone(),
            made: Vec::new(),
        }
    }

    /// Copies a file to where it belongs; it is on disk when this returns. What is there already stays only if it is the same.
    fn place(
        &mut self,
        file: File,
        path: &str,
        most: u64,
        to: &Path,
    ) -> Result<(String, u64), Stop> {
        let fault = |error: io::Error| in_file(to, &error);
        if let Some(folder) = to.parent() {
            self.folder(folder).map_err(fault)?;
        }
        let mut name = to.as_os_str().to_owned();
        name.push(".new");
        let under_way = PathBuf::from(name);
        let _ = fs::remove_file(&under_way);
        let mut out = private(&under_way).map_err(fault)?;
        let copied = lines::copied(file, path, most, &mut out)
            .and_then(|copied| out.sync_all().map(|()| copied).map_err(|e| fault(e).into()));
        let placed = copied.and_then(|copied| {
            if to.symlink_metadata().is_ok() {
                let there =
                    lines::copied(File::open(to).map_err(fault)?, path, most, &mut io::sink())?;
                if there != copied {
                    let name = to.display();
                    return Err(Wrong::new(
                        format!("{name}: qui c’è già un altro file"),
                        format!("{name}: there is another file already"),
                    )
                    .into());
                }
                return Ok(copied);
            }
            fs::rename(&under_way, to).map_err(fault)?;
            self.made.push(to.to_owned());
            Ok(copied)
        });
        let _ = fs::remove_file(&under_way);
        placed
    }

    /// Makes a folder with those above it, and remembers which were not there.
    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|above| !above.exists())
            .collect();
        private_folder(folder)?;
        self.made
            .extend(missing.into_iter().rev().map(Path::to_owned));
        Ok(())
    }

    /// Takes away what was put there.
    pub(crate) fn undo(self) {
        for made in self.made.iter().rev() {
            let _ = match made.is_dir() {
                true => fs::remove_dir(made),
                false => fs::remove_file(made),
            };
        }
    }
}
