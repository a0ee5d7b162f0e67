//! The index on disk: opened, brought up to date, made again.
//!
//! In its folder lie `index`, which is searched and written by one process, and for a while `new`, which is being made from
//! the whole record, and `next`, which is whole and takes the place of `index` as soon as somebody looks. Each commit says
//! up to which change of the record it is true ([`Mark`]), in the very file that makes it count; so whatever is cut off in
//! the middle leaves an earlier state that knows how far it goes.

use crate::fault;
use crate::fields::{FORM, Fields};
use crate::view::searcher;
use paper::changes;
use paper::id::ArticleId;
use paper::reading::search::{self, Findable};
use paper::{Fault, Paper, Result, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index, IndexWriter, Searcher};

/// Memory for what was added since the last commit, bytes.
const WRITER_BYTES: usize = 20 * 1024 * 1024;
/// The same where the whole record is read, for each of its threads.
const MAKER_BYTES: usize = 64 * 1024 * 1024;
/// Threads that cut and sort words where the whole record is read.
const MAKER_THREADS: usize = 2;
/// Articles written down at once; the others wait for the next turn.
pub(crate) const ARTICLES_MAX: usize = 500;
/// Articles after which progress is told.
const TOLD_EVERY: u64 = 10_000;

/// Up to where an index is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The form of the index.
    form: u32,
    /// The last change that is in it.
    pub(crate) seq: i64,
    /// When that change was made, microseconds: a record restored from a backup has other changes under the same numbers.
    at: i64,
}

impl Mark {
    /// The mark of a change.
    async fn of(session: &mut Session, seq: i64) -> Result<Mark> {
        Ok(Mark {
            form: FORM,
            seq,
            at: instant(session, seq).await?.unwrap_or(0),
        })
    }

    /// Whether the record has this very change.
    pub(crate) async fn holds(self, session: &mut Session) -> Result<bool> {
        Ok(self.form == FORM && instant(session, self.seq).await?.unwrap_or(0) == self.at)
    }
}

/// When a change was made; `None` for one there is not.
async fn instant(session: &mut Session, seq: i64) -> Result<Option<i64>> {
    let next = changes::after(session, seq - 1).await?.into_iter().next();
    let change = next.filter(|change| change.seq == seq);
    Ok(change.map(|change| change.at.as_microsecond()))
}

/// Where an index lies.
#[derive(Debug, Clone)]
pub(crate) enum Home {
    /// In this folder.
    Folder(PathBuf),
    /// In memory, for as long as the process lives.
    Memory,
}

impl Home {
    fn index(&self) -> Option<PathBuf> {
        self.sub("index")
    }

    fn next(&self) -> Option<PathBuf> {
        self.sub("next")
    }

    fn sub(&self, name: &str) -> Option<PathBuf> {
        match self {
            Home::Folder(folder) => Some(folder.join(name)),
            Home::Memory => None,
        }
    }

    /// Whether an index made elsewhere waits to take the place of this one.
    pub(crate) fn has_next(&self) -> bool {
        self.next().is_some_and(|next| next.is_dir())
    }

    /// Puts the index that waits in the place of the one there is. Nobody writes the latter any more; whoever still
    /// searches it keeps its files until they are done.
    pub(crate) fn adopt(&self) -> Result<(), Fault> {
        let (Some(index), Some(next)) = (self.index(), self.next()) else {
            return Ok(());
        };
        if next.is_dir() {
            remove(&index)?;
            fs::rename(&next, &index).map_err(|error| at(&next, &error))?;
        }
        Ok(())
    }

    /// Opens the index there is, with its mark; `None` where there is none, or none of this form.
    pub(crate) fn open(&self, fields: &Fields) -> Result<Option<(Index, Mark)>, Fault> {
        let Some(folder) = self.index().filter(|folder| folder.is_dir()) else {
            return Ok(None);
        };
        let directory = MmapDirectory::open(&folder).map_err(fault)?;
        let index = Index::open(directory).map_err(fault)?;
        let same = index.schema() == fields.schema;
        Ok(mark_of(&index)?
            .filter(|mark| same && mark.form == FORM)
            .map(|mark| (index, mark)))
    }
}

/// The mark of an index; `None` where it has none that can be read.
fn mark_of(index: &Index) -> Result<Option<Mark>, Fault> {
    let payload = index.load_metas().map_err(fault)?.payload;
    Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
}

fn remove(folder: &Path) -> Result<(), Fault> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(folder, &error)),
        _ => Ok(()),
    }
}

fn at(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(format!("{}: {error}", path.display()))
}

/// What was changed after a position.
pub(crate) struct News {
    /// The articles to be looked at again.
    pub(crate) articles: BTreeSet<ArticleId>,
    /// The last change read.
    pub(crate) seq: i64,
    /// Among it are words blanked by law or for somebody's rights, which must not stay on disk either.
    pub(crate) blanked: bool,
    /// There may be more.
    pub(crate) more: bool,
}

/// Reads what was changed after a position, until about as many articles as may be taken at once.
pub(crate) async fn news(session: &mut Session, after: i64, most: usize) -> Result<News> {
    let mut news = News {
        articles: BTreeSet::new(),
        seq: after,
        blanked: false,
        more: false,
    };
    loop {
        let changes = changes::after(session, news.seq).await?;
        if changes.is_empty() {
            return Ok(news);
        }
        for change in changes {
            if news.articles.len() >= most {
                news.more = true;
                return Ok(news);
            }
            news.seq = change.seq;
            news.blanked |= change.deed.contains("redact");
            news.articles.extend(change.traces.articles);
        }
    }
}

/// The one who writes an index.
pub(crate) struct Writer {
    writer: IndexWriter,
    pub(crate) mark: Mark,
}

impl Writer {
    /// Takes an index over. Fails where another process writes it.
    pub(crate) fn of(index: &Index, mark: Mark) -> Result<Writer, Fault> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(WRITER_BYTES)
            .num_merge_threads(1)
            .build();
        Ok(Writer {
            writer: index.writer_with_options(options).map_err(fault)?,
            mark,
        })
    }

    /// Whether every file is as it was written.
    pub(crate) fn is_whole(&self) -> bool {
        let damaged = self.writer.index().validate_checksum();
        damaged.is_ok_and(|damaged| damaged.is_empty())
    }

    /// Writes some articles as they are now, and up to which change that is.
    pub(crate) fn write(
        &mut self,
        fields: &Fields,
        news: &News,
        found: &[Findable],
        mark: Mark,
    ) -> Result<Searcher, Fault> {
        for article in &news.articles {
            self.writer.delete_term(fields.of_article(*article));
        }
        for one in found {
            self.writer
                .add_document(fields.document(one))
                .map_err(fault)?;
        }
        commit(&mut self.writer, mark)?;
        self.mark = mark;
        if news.blanked {
            self.forget()?;
        }
        searcher(self.writer.index())
    }

    /// Writes parts that hold something taken out anew without it, so that blanked words are on disk no more.
    fn forget(&mut self) -> Result<(), Fault> {
        let parts = self
            .writer
            .index()
            .searchable_segment_metas()
            .map_err(fault)?;
        for part in parts.iter().filter(|part| part.num_deleted_docs() > 0) {
            // A part that is being merged already loses them by that.
            if let Err(error) = self.writer.merge(&[part.id()]).wait() {
                tracing::debug!("A part of the index is written anew by another merge: {error}");
            }
        }
        self.writer.garbage_collect_files().wait().map_err(fault)?;
        Ok(())
    }
}

fn commit(writer: &mut IndexWriter, mark: Mark) -> Result<(), Fault> {
    let payload = serde_json::to_string(&mark)?;
    let mut prepared = writer.prepare_commit().map_err(fault)?;
    prepared.set_payload(&payload);
    prepared.commit().map_err(fault)?;
    Ok(())
}

/// Reads some articles for the index.
pub(crate) async fn read(
    session: &mut Session,
    articles: &BTreeSet<ArticleId>,
) -> Result<Vec<Findable>> {
    let mut found = Vec::new();
    for article in articles {
        found.extend(search::of_article(session, *article).await?);
    }
    Ok(found)
}

/// The mark of the state a session sees, up to a change.
pub(crate) async fn mark(session: &mut Session, seq: i64) -> Result<Mark> {
    Mark::of(session, seq).await
}

/// How far making an index has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Articles looked at.
    pub done: u64,
    /// Articles there were when it began.
    pub all: u64,
}

/// What came of making an index.
pub(crate) enum Made {
    /// It lies in the folder, to be taken over.
    Next,
    /// It is in memory.
    Here(Index, Mark),
    /// Another process is making it already.
    ByAnother,
}

/// Makes an index from the whole record. In a folder it lies there as `next` afterwards, to be taken over by whoever searches
/// that folder; from memory it is handed back.
///
pub(crate) async fn make(
    home: &Home,
    fields: &Fields,
    paper: &Paper,
    tell: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Made> {
    let _turn = match home {
        Home::Memory => None,
        Home::Folder(folder) => match turn(folder)? {
            Some(turn) => Some(turn),
            None => return Ok(Made::ByAnother),
        },
    };
    let new = home.sub("new");
    let directory: Box<dyn Directory> = match &new {
        None => Box::new(RamDirectory::create()),
        Some(folder) => {
            remove(folder)?;
            fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
            Box::new(MmapDirectory::open(folder).map_err(fault)?)
        }
    };
    let index = Index::builder()
        .schema(fields.schema.clone())
        .open_or_create(directory)
        .map_err(fault)?;
    let options = IndexWriterOptions::builder()
        .num_worker_threads(MAKER_THREADS)
        .memory_budget_per_thread(MAKER_BYTES)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(fault)?;
    let (writer, mark) = fill(writer, fields, paper, tell).await?;
    let index = tokio::task::spawn_blocking(move || {
        let mut writer = writer;
        commit(&mut writer, mark)?;
        let index = writer.index().clone();
        writer.wait_merging_threads().map_err(fault)?;
        Ok::<Index, Fault>(index)
    })
    .await
    .map_err(|error| Fault::new(error.to_string()))??;
    if let (Some(new), Some(next)) = (new, home.next()) {
        drop(index);
        remove(&next)?;
        fs::rename(&new, &next).map_err(|error| at(&new, &error))?;
        return Ok(Made::Next);
    }
    Ok(Made::Here(index, mark))
}

/// The right to make an index in a folder; ends with the process, too.
fn turn(folder: &Path) -> Result<Option<File>, Fault> {
    fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    let path = folder.join("making.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| at(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(at(&path, &error)),
    }
}

/// Reads the record page by page. Each page is a read of its own, so that no long one holds the record's log; what changes
/// meanwhile comes after the mark, and is read again by whoever goes on from it.
async fn fill(
    writer: IndexWriter,
    fields: &Fields,
    paper: &Paper,
    tell: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(IndexWriter, Mark)> {
    let mut session = paper.read().await?;
    let newest = changes::newest(&mut session).await?;
    let mark = Mark::of(&mut session, newest).await?;
    let all = search::count(&mut session).await?;
    drop(session);
    let (mut writer, mut after, mut done, mut told) = (writer, None, 0, 0);
    tell(Progress { done, all });
    loop {
        let mut session = paper.read().await?;
        let Some((found, last)) = search::of_articles_after(&mut session, after).await? else {
            break;
        };
        drop(session);
        after = Some(last);
        done = all.min(done + u64::from(search::ARTICLES_AT_ONCE));
        let fields = fields.clone();
        writer = tokio::task::spawn_blocking(move || {
            for one in &found {
                writer.add_document(fields.document(one)).map_err(fault)?;
            }
            Ok::<IndexWriter, Fault>(writer)
        })
        .await
        .map_err(|error| Fault::new(error.to_string()))??;
        if done - told >= TOLD_EVERY {
            told = done;
            tell(Progress { done, all });
        }
    }
    tell(Progress { done: all, all });
    Ok((writer, mark))
}
