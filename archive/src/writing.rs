//! Out: one state of a record becomes a folder.

use crate::document::Document;
use crate::files::Folder;
use crate::layout::{self, FORMAT, MANIFEST, README, SETTINGS};
use crate::manifest::{Manifest, Network};
use crate::text::{Gathered, Names};
use crate::{Hears, Progress, in_file};
use jiff::Timestamp;
use paper::carrying::{Head, Out, Stop, Table, tables};
use paper::id::ArticleId;
use paper::{Fault, Paper, pictures};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Folders within each other under `themes`.
const DEPTH_MAX: usize = 8;

/// What an archive is made of besides the record.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The program and its version, for the archive to say.
    pub program: String,
    /// Where the newspaper's own themes are; none if there is no such folder.
    pub themes: PathBuf,
    /// Settings of the installation, without any that is a secret.
    pub settings: serde_json::Value,
    /// When, for the archive to say.
    pub at: Timestamp,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the archive says of itself.
    pub manifest: Manifest,
    /// Files, the list of hashes among them.
    pub files: u64,
    /// Their size together but for that list, bytes.
    pub bytes: u64,
}

/// Writes an archive of the state a record is in now; readers and writers go on meanwhile. It appears whole, or not at all.
///
/// # Errors
/// Refused where the folder is not new or empty.
pub async fn write(
    paper: &Paper,
    asked: &Asked,
    folder: &Path,
    hears: Hears<'_>,
) -> Result<Written, Stop> {
    let mut out = Out::begin(paper).await?;
    let mut work = Work {
        folder: Folder::begin(folder)?,
        media: paper.media().to_owned(),
        names: Names::default(),
        manifest: Manifest {
            format: FORMAT.to_owned(),
            program: asked.program.clone(),
            made: asked.at,
            network: Network::default(),
            rows: BTreeMap::new(),
            media: 0,
            themes: 0,
            left_out: Vec::new(),
        },
    };
    match work.everything(&mut out, asked, hears).await {
        Ok(()) => {
            let (files, bytes) = (work.folder.files + 1, work.folder.bytes);
            work.folder.finish()?;
            Ok(Written {
                manifest: work.manifest,
                files,
                bytes,
            })
        }
        Err(fault) => {
            work.folder.give_up();
            Err(fault.into())
        }
    }
}

struct Work {
    folder: Folder,
    media: PathBuf,
    names: Names,
    manifest: Manifest,
}

#[derive(Deserialize)]
struct Picture {
    id: String,
    sha256: String,
    mime: String,
    blanked_at: Option<String>,
}

impl Work {
    async fn everything(
        &mut self,
        out: &mut Out,
        asked: &Asked,
        hears: Hears<'_>,
    ) -> Result<(), paper::Error> {
        let of = out.articles().await?;
        for table in tables::BEFORE {
            self.rows(out, table).await?;
        }
        self.pictures()?;
        self.articles(out, of, hears).await?;
        for table in tables::AFTER {
            self.rows(out, table).await?;
        }
        self.themes(&asked.themes, "", DEPTH_MAX)?;
        let settings = serde_json::to_string_pretty(&asked.settings)?;
        self.folder
            .whole(SETTINGS, format!("{settings}\n").as_bytes())?;
        self.folder
            .whole(README, include_str!("readme.txt").as_bytes())?;
        let manifest = serde_json::to_string_pretty(&self.manifest)?;
        self.folder
            .whole(MANIFEST, format!("{manifest}\n").as_bytes())?;
        Ok(())
    }

    /// The rows of a table that belongs to no article.
    async fn rows(&mut self, out: &mut Out, table: &'static Table) -> Result<(), paper::Error> {
        let mut writing = self.folder.file(&layout::rows(table))?;
        let (names, manifest, mut count) = (&mut self.names, &mut self.manifest, 0_u64);
        out.rows(table, &mut |line| {
            names.take(table.name, &line)?;
            if table.name == "network" {
                manifest.network = serde_json::from_str(&line)?;
            }
            count += 1;
            writing.bytes(line.as_bytes())?;
            writing.bytes(b"\n")
        })
        .await?;
        self.folder.end(writing)?;
        self.counted(table.name, count);
        Ok(())
    }

    /// The files pictures and documents came as, by the rows just written: there may be millions. What is made of them is
    /// made again.
    fn pictures(&mut self) -> Result<(), Fault> {
        let Some(table) = Table::named("pictures") else {
            return Ok(());
        };
        let rows = self.folder.within(&layout::rows(table));
        let fault = |error: io::Error| in_file(&rows, &error);
        for line in BufReader::new(fs::File::open(&rows).map_err(fault)?).lines() {
            let picture: Picture = serde_json::from_str(&line.map_err(fault)?)?;
            if picture.blanked_at.is_some() {
                continue;
            }
            let name = pictures::original_name(&picture.sha256, &picture.mime);
            let path = layout::media(&picture.id, &name);
            let from = self.media.join(&picture.id).join(&name);
            match self.folder.copy(&path, &from)? {
                Some(_) => self.manifest.media += 1,
                None => self.manifest.left_out.push(path),
            }
        }
        Ok(())
    }

    /// Every article, in the order of their ids.
    async fn articles(
        &mut self,
        out: &mut Out,
        of: u64,
        hears: Hears<'_>,
    ) -> Result<(), paper::Error> {
        let mut done = 0;
        let mut last = None;
        loop {
            let head = out.articles_after(last).await?;
            let Some(end) = head.articles.last() else {
                return Ok(());
            };
            last = Some(*end);
            if head.heavy {
                self.heavy(out, &head, done).await?;
            } else {
                self.together(out, &head, done).await?;
            }
            done += head.articles.len() as u64;
            hears(Progress { done, of });
        }
    }

    /// Some articles whose rows are read together.
    async fn together(
        &mut self,
        out: &mut Out,
        head: &Head,
        done: u64,
    ) -> Result<(), paper::Error> {
        let mut rows: BTreeMap<ArticleId, Vec<(&'static str, String)>> = BTreeMap::new();
        for table in tables::ARTICLES {
            out.rows_of(table, head, &mut |id, line| {
                rows.entry(id).or_default().push((table.name, line));
                Ok(())
            })
            .await?;
        }
        for (number, id) in (done..).zip(&head.articles) {
            let path = layout::article(number, *id);
            let mut gathered = Gathered::default();
            let mut document = Document::begin(&mut self.folder, &format!("{path}.json"))?;
            for (table, line) in rows.remove(id).unwrap_or_default() {
                gathered.take(table, &line);
                document.row(table, &line)?;
                self.counted(table, 1);
            }
            document.end(&mut self.folder)?;
            self.text(out, gathered, &path).await?;
        }
        Ok(())
    }

    /// One article whose rows need not fit in memory.
    async fn heavy(&mut self, out: &mut Out, head: &Head, done: u64) -> Result<(), paper::Error> {
        let Some(id) = head.articles.first() else {
            return Ok(());
        };
        let path = layout::article(done, *id);
        let mut gathered = Gathered::default();
        let mut document = Document::begin(&mut self.folder, &format!("{path}.json"))?;
        for table in tables::ARTICLES {
            let mut count = 0;
            out.rows_of(table, head, &mut |_, line| {
                gathered.take(table.name, &line);
                count += 1;
                document.row(table.name, &line)
            })
            .await?;
            self.counted(table.name, count);
        }
        document.end(&mut self.folder)?;
        self.text(out, gathered, &path).await
    }

    async fn text(
        &mut self,
        out: &mut Out,
        gathered: Gathered,
        path: &str,
    ) -> Result<(), paper::Error> {
        if let Some(text) = gathered.text(out, &self.names).await? {
            self.folder.whole(&format!("{path}.md"), text.as_bytes())?;
        }
        Ok(())
    }

    /// The newspaper's own themes, in the order of names. Links are not followed.
    fn themes(&mut self, folder: &Path, under: &str, depth: usize) -> Result<(), Fault> {
        let fault = |error: io::Error| in_file(folder, &error);
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(fault(error)),
        };
        let mut entries: Vec<fs::DirEntry> = entries.collect::<io::Result<_>>().map_err(fault)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = match under {
                "" => name.clone(),
                under => format!("{under}/{name}"),
            };
            let kind = entry.file_type().map_err(fault)?;
            let plain = layout::is_plain(&name.as_str());
            if kind.is_dir() && plain && depth > 1 {
                self.themes(&entry.path(), &path, depth - 1)?;
            } else if kind.is_file()
                && plain
                && self
                    .folder
                    .copy(&layout::theme(&path), &entry.path())?
                    .is_some()
            {
                self.manifest.themes += 1;
            } else {
                self.manifest.left_out.push(layout::theme(&path));
            }
        }
        Ok(())
    }

    fn counted(&mut self, table: &str, count: u64) {
        if count > 0 {
            *self.manifest.rows.entry(table.to_owned()).or_default() += count;
        }
    }
}
