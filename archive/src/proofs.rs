//! Proofs: what readers may see of every article, and what it takes to check that it is what the public log has, as a folder
//! that needs nobody of ours. It holds nothing that is not public.

use crate::files::Folder;
use crate::layout::{FOLDER_ARTICLES, README};
use crate::{Hears, Progress};
use paper::carrying::{Stop, Wrong};
use paper::log::{self, Provable, Sealed};
use paper::{Paper, articles};
use std::path::Path;

/// The signed size and root.
const CHECKPOINT: &str = "checkpoint";
/// The keys of the log.
const KEYS: &str = "log.vkey";
/// Which article is where, a line each: folder, address.
const LIST: &str = "articles.tsv";
/// Articles asked for at once.
const AT_ONCE: u32 = 100;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proven {
    /// Entries of the log that the checkpoint covers.
    pub entries: u64,
    /// Articles.
    pub articles: u64,
    /// Their revisions, each with its proof.
    pub revisions: u64,
    /// Files, the list of hashes among them.
    pub files: u64,
    /// Their size together but for that list, bytes.
    pub bytes: u64,
}

/// Writes the proofs of everything readers may see, as far as the newest checkpoint of the log in the folder of the newspaper
/// covers it. Each article is as it is when its turn comes, so that what is taken away or redacted meanwhile is so here, too. The
/// folder appears whole, or not at all.
///
/// # Errors
/// Refused where nothing of the log is signed yet, and where the folder is not new or empty.
pub async fn write(
    paper: &Paper,
    newspaper: &Path,
    folder: &Path,
    hears: Hears<'_>,
) -> Result<Proven, Stop> {
    let mut session = paper.read().await?;
    let found = log::find(&mut session).await?;
    let keys = log::key_file(&mut session).await?;
    let of = log::provable_count(&mut session).await?;
    drop(session);
    let sealed = match &found {
        Some(log) => Sealed::of(newspaper, log)?,
        None => None,
    };
    let (Some(sealed), Some(keys)) = (sealed, keys) else {
        return Err(Wrong::new(
            "il registro pubblico non è ancora firmato: lo firma il server quando parte, o il prossimo gesto",
            "the public log is not signed yet: the server signs it when it starts, or the next deed does",
        )
        .into());
    };
    let mut work = Work {
        proven: Proven {
            entries: sealed.size(),
            ..Proven::default()
        },
        folder: Folder::begin(folder)?,
        sealed,
    };
    match work.everything(paper, &keys, of, hears).await {
        Ok(()) => {
            let (mut proven, folder) = (work.proven, work.folder);
            proven.files = folder.files + 1;
            proven.bytes = folder.bytes;
            folder.finish()?;
            Ok(proven)
        }
        Err(error) => {
            work.folder.give_up();
            Err(error.into())
        }
    }
}

struct Work {
    folder: Folder,
    sealed: Sealed,
    proven: Proven,
}

impl Work {
    async fn everything(
        &mut self,
        paper: &Paper,
        keys: &str,
        of: u64,
        hears: Hears<'_>,
    ) -> Result<(), paper::Error> {
        let folder = &mut self.folder;
        folder.whole(README, include_str!("proofs.txt").as_bytes())?;
        folder.whole(KEYS, keys.as_bytes())?;
        folder.whole(CHECKPOINT, self.sealed.checkpoint().as_bytes())?;
        for tile in self.sealed.tiles() {
            let bytes = self.sealed.tile(tile)?;
            self.folder.whole(&format!("tile/{tile}"), &bytes)?;
        }
        self.articles(paper, of, hears).await
    }

    async fn articles(
        &mut self,
        paper: &Paper,
        of: u64,
        hears: Hears<'_>,
    ) -> Result<(), paper::Error> {
        let mut list = self.folder.file(LIST)?;
        let mut last = None;
        loop {
            let mut session = paper.read().await?;
            let slice = log::provable(&mut session, last, AT_ONCE).await?;
            drop(session);
            let Some(end) = slice.last() else {
                self.folder.end(list)?;
                return Ok(());
            };
            last = Some(end.article);
            for one in slice {
                if let Some(place) = self.article(paper, &one).await? {
                    list.bytes(format!("{place}\t{}\n", one.address).as_bytes())?;
                }
            }
            let done = self.proven.articles;
            hears(Progress {
                done,
                of: of.max(done),
            });
        }
    }

    /// The revisions of an article, one at a time. Says where they are; nowhere, if the checkpoint covers none of them.
    async fn article(
        &mut self,
        paper: &Paper,
        one: &Provable,
    ) -> Result<Option<String>, paper::Error> {
        let number = self.proven.articles / FOLDER_ARTICLES;
        let place = format!("articles/{number:06}/{}", one.article);
        let mut written = 0;
        for revision in 1..=one.revisions {
            // A read of its own for each, so that no redaction has to wait and none is missed.
            let mut session = paper.read().await?;
            // It may have been taken away, or back, since it was listed.
            let stage = match articles::find(&mut session, one.article).await {
                Ok(article) => article.stage,
                Err(paper::Error::Refused(_)) => break,
                Err(fault) => return Err(fault),
            };
            let Some(entry) = log::entry_of(&mut session, one.article, revision).await? else {
                continue;
            };
            let canonical = match stage.is_gone() {
                true => None,
                false => {
                    let found =
                        articles::revision_numbered(&mut session, one.article, revision).await?;
                    Some(articles::canonical(&found.content)?)
                }
            };
            drop(session);
            let Some(proof) = self.sealed.proof(entry)? else {
                continue;
            };
            let file = format!("{place}/{revision}");
            if let Some(text) = canonical {
                self.folder
                    .whole(&format!("{file}.canonical"), text.as_bytes())?;
            }
            self.folder
                .whole(&format!("{file}.tlog-proof"), proof.as_bytes())?;
            written += 1;
        }
        self.proven.revisions += written;
        self.proven.articles += u64::from(written > 0);
        Ok((written > 0).then_some(place))
    }
}
