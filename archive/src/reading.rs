//! Back: a folder becomes a record, in one pass over the list of its files.

use crate::document::Place;
use crate::layout::{FORMAT, MANIFEST, Member, PATH_BYTES_MAX, SUMS};
use crate::lines::{self, Lines};
use crate::manifest::Manifest;
use crate::receiving::{Home, Placing, Received, Receiver};
use crate::{Hears, Progress};
use paper::Paper;
use paper::carrying::{self, Back, Stop, Wrong};
use paper::id::ArticleId;
use std::path::{Path, PathBuf};

/// Largest `archive.json`, and largest file for people, bytes.
const PAGE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Longest line of the list: a hash, two spaces, a path.
const ENTRY_BYTES_MAX: usize = 64 + 2 + PATH_BYTES_MAX;
/// Articles between two words of how far it has come.
const HEARD_EVERY: u64 = 64;

/// A folder that says it is an archive.
#[derive(Debug, Clone)]
pub struct Archive {
    root: PathBuf,
    manifest: Manifest,
}

impl Archive {
    /// Opens it, and reads what it says of itself.
    ///
    /// # Errors
    /// If it is none, or of a format this program does not know.
    pub fn open(root: &Path) -> Result<Archive, Stop> {
        let name = root.display().to_string();
        if !root.is_dir() || root.join(MANIFEST).symlink_metadata().is_err() {
            return Err(Wrong::new(
                "non è un archivio di Colophon: manca archive.json",
                "is no archive of Colophon: there is no archive.json",
            )
            .about(&name)
            .into());
        }
        let mut text = Vec::new();
        lines::copied(
            lines::open(root, MANIFEST)?,
            MANIFEST,
            PAGE_BYTES_MAX,
            &mut text,
        )?;
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| {
            Wrong::new(
                format!("non si legge: {error}"),
                format!("cannot be read: {error}"),
            )
            .about(MANIFEST)
        })?;
        if manifest.format != FORMAT {
            let other: String = manifest.format.chars().take(60).collect();
            return Err(Wrong::new(
                format!(
                    "questo archivio è di formato «{other}», questo programma conosce «{FORMAT}»"
                ),
                format!("this archive is of format “{other}”, this program knows “{FORMAT}”"),
            )
            .into());
        }
        Ok(Archive {
            root: root.to_owned(),
            manifest,
        })
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Looks at everything in it, as bringing it back would, and writes nothing.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub async fn check(&self, hears: Hears<'_>) -> Result<Received, Stop> {
        let mut pass = Pass::over(&self.root, Receiver::Nobody(None));
        pass.all(&self.manifest, hears).await?;
        Ok(pass.received)
    }

    /// Fills an empty record with it; `by` is the handle of who runs the machine, where the record knows anybody. All of it
    /// comes, or nothing.
    ///
    /// # Errors
    /// The first thing that is wrong with it; where the record is not empty.
    pub async fn bring_back(
        &self,
        paper: &Paper,
        by: &str,
        home: &Home,
        hears: Hears<'_>,
    ) -> Result<Received, Stop> {
        let receiver = Receiver::Record {
            back: Box::new(Back::begin(paper, by).await?),
            placing: Placing::in_home(home),
        };
        let mut pass = Pass::over(&self.root, receiver);
        let outcome = pass.all(&self.manifest, hears).await;
        let Receiver::Record { back, placing } = pass.receiver else {
            return outcome.map(|()| pass.received);
        };
        let outcome = match outcome {
            Ok(()) => back.finish().await.map(|_| pass.received),
            Err(stop) => Err(stop),
        };
        if outcome.is_err() {
            placing.undo();
        }
        outcome
    }
}

/// One pass over the list.
struct Pass<'a> {
    root: &'a Path,
    receiver: Receiver,
    received: Received,
    articles: u64,
    last: Option<(usize, Option<ArticleId>)>,
    ended: bool,
}

impl<'a> Pass<'a> {
    fn over(root: &'a Path, receiver: Receiver) -> Pass<'a> {
        Pass {
            root,
            receiver,
            received: Received::default(),
            articles: 0,
            last: None,
            ended: false,
        }
    }

    async fn all(&mut self, manifest: &Manifest, hears: Hears<'_>) -> Result<(), Stop> {
        let of = manifest.rows.get("articles").copied().unwrap_or_default();
        let mut list = Lines::of(lines::open(self.root, SUMS)?);
        while let Some(entry) = list.next(SUMS)? {
            let (sum, path) = parsed(entry)?;
            let member = Member::parse(&path).ok_or_else(|| {
                let shown: String = path.chars().take(100).collect();
                Wrong::new(
                    format!("«{shown}» non è un file di un archivio"),
                    format!("“{shown}” is no file of an archive"),
                )
            })?;
            self.in_order(&member, &path)?;
            if self.read(member, &path).await? != sum {
                return Err(Wrong::new(
                    "il file non è quello di cui l’archivio ha la somma di controllo",
                    "the file is not the one the archive has the checksum of",
                )
                .about(&path)
                .into());
            }
            self.received.files += 1;
            if self.articles.is_multiple_of(HEARD_EVERY) {
                hears(Progress {
                    done: self.articles,
                    of,
                });
            }
        }
        self.received.files += 1;
        self.whole(manifest)
    }

    /// What names something comes after it, and nothing comes twice.
    fn in_order(&mut self, member: &Member<'_>, path: &str) -> Result<(), Wrong> {
        let article = match member {
            Member::Article(id) => Some(*id),
            _ => self.last.and_then(|(_, article)| article),
        };
        let now = (member.rank(), article);
        let fits = match (self.last, member) {
            (None, _) => true,
            (Some(last), Member::Article(_)) => now.0 >= last.0 && now.1 > last.1,
            (Some(last), Member::Rows(_) | Member::Manifest) => now.0 > last.0,
            (Some(last), _) => now.0 >= last.0,
        };
        self.last = Some(now);
        if fits {
            return Ok(());
        }
        let wrong = Wrong::new(
            "nell’elenco non è al suo posto, o c’è due volte",
            "is not in its place on the list, or is there twice",
        );
        Err(wrong.about(path))
    }

    /// Reads a file, and says its hash.
    async fn read(&mut self, member: Member<'_>, path: &str) -> Result<String, Stop> {
        let file = lines::open(self.root, path)?;
        match member {
            Member::Rows(table) => {
                let mut lines = Lines::of(file);
                while let Some(line) = lines.next(path)? {
                    let row = carrying::read(table, line).map_err(|wrong| wrong.about(path))?;
                    *self.received.rows.entry(table.name).or_default() += 1;
                    self.receiver
                        .row(row)
                        .await
                        .map_err(|stop| about(stop, path))?;
                }
                Ok(lines.sum())
            }
            Member::Article(id) => {
                self.articles += 1;
                let sum = self.article(Lines::of(file), path, id).await;
                sum.map_err(|stop| about(stop, path))
            }
            Member::Media(picture, name) => {
                self.received.media += 1;
                self.receiver.media(file, path, picture, name).await
            }
            Member::Theme(under) => {
                self.received.themes += 1;
                self.receiver.theme(file, path, under)
            }
            Member::Text | Member::Page | Member::Manifest => {
                self.ended |= matches!(member, Member::Manifest);
                let most = PAGE_BYTES_MAX;
                Ok(lines::copied(file, path, most, &mut std::io::sink())?.0)
            }
        }
    }

    async fn article(
        &mut self,
        mut lines: Lines,
        path: &str,
        id: ArticleId,
    ) -> Result<String, Stop> {
        let mut place = Place::Start;
        while let Some(line) = lines.next(path)? {
            let (next, row) = place.next(line)?;
            if let (Place::Rows(table), Some(row)) = (place, row) {
                let row = carrying::read(table, row).map_err(|wrong| wrong.about(table.name))?;
                if table.name == "articles" && row.id() != Some(id) {
                    let wrong = Wrong::new(
                        "il file è di un altro articolo",
                        "the file is of another article",
                    );
                    return Err(wrong.into());
                }
                *self.received.rows.entry(table.name).or_default() += 1;
                self.receiver.row(row).await?;
            }
            place = next;
        }
        if !place.is_end() {
            return Err(Wrong::new("il file è interrotto", "the file is cut off").into());
        }
        self.receiver.end_article().await?;
        Ok(lines.sum())
    }

    /// Whether as much came as the archive says there is.
    fn whole(&self, manifest: &Manifest) -> Result<(), Stop> {
        let told = manifest
            .rows
            .iter()
            .map(|(name, rows)| (name.as_str(), *rows));
        let came = self.received.rows.iter().map(|(name, rows)| (*name, *rows));
        let files =
            (manifest.media, manifest.themes) == (self.received.media, self.received.themes);
        if self.ended && files && told.eq(came) {
            return Ok(());
        }
        Err(Wrong::new(
            "all’archivio mancano righe o file, o ce ne sono di troppo",
            "rows or files are missing in the archive, or there are too many",
        )
        .into())
    }
}

/// A line of the list: hash and path.
fn parsed(entry: &[u8]) -> Result<(String, String), Wrong> {
    let wrong = || Wrong::new("una riga non si legge", "a line cannot be read").about(SUMS);
    if entry.len() > ENTRY_BYTES_MAX {
        return Err(wrong());
    }
    let entry = std::str::from_utf8(entry).map_err(|_| wrong())?;
    let (sum, path) = entry.split_once("  ").ok_or_else(wrong)?;
    Ok((sum.to_owned(), path.to_owned()))
}

fn about(stop: Stop, path: &str) -> Stop {
    match stop {
        Stop::Wrong(wrong) => Stop::Wrong(wrong.about(path)),
        record => record,
    }
}
