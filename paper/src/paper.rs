//! The record, open; and the transaction every deed is done in.

use crate::changes::{self, Change, Traces};
use crate::clock::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::db::{Db, Session, migrations, postgres, sqlite};
use crate::doors;
use crate::doors::mails::MailServer;
use crate::id::{ArticleId, PlacementId};
use crate::log::Keeper;
use crate::secrets::Secret;
use crate::{Fault, Refusal, Result, hubs, purging, webhooks};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Writers of one process that hold a connection at once: one writes, one is next. The others wait without one, so that a
/// flood of deeds leaves readers theirs.
const WRITERS_MAX: usize = 2;
/// Deeds of this process that are remembered as they were, so that who keeps pages need not ask the record for them.
const HEARD_MAX: usize = 1_024;

/// The record of a network, open for deeds and for reading.
#[derive(Clone)]
pub struct Paper {
    inner: Arc<Inner>,
    /// The position of the last change the next deed may find; see [`Paper::if_nothing_since`].
    since: Option<Arc<Mutex<Option<i64>>>>,
}

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    media: PathBuf,
    last_id: Mutex<(i64, u16)>,
    writers: Arc<Semaphore>,
    changed: watch::Sender<u64>,
    heard: AtomicU64,
    /// The last deeds heard, by position.
    last_heard: Mutex<BTreeMap<i64, Change>>,
    secret: OnceLock<Secret>,
    hashing: doors::Turns,
    mail_server: OnceLock<MailServer>,
    log: OnceLock<Keeper>,
}

/// Where a record is kept.
#[derive(Debug, Clone)]
pub enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL server, and a schema on it if not the default.
    Server {
        /// `postgres://…`
        url: String,
        /// The schema, made if it is not there.
        schema: Option<String>,
    },
}

impl Paper {
    /// Opens the record for writing and brings it up to date, after a snapshot of a file that needs it.
    ///
    /// `media` is the folder pictures are kept in. Only one process may do this to a SQLite file at a time; the
    /// caller holds the folder's lock.
    pub async fn open(place: &Place, media: &Path) -> Result<Paper, Fault> {
        Paper::open_with(place, media, Arc::new(SystemClock), Arc::new(SystemEntropy)).await
    }

    /// As [`Paper::open`], with time and randomness from outside.
    pub async fn open_with(
        place: &Place,
        media: &Path,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Paper, Fault> {
        let db = match place {
            Place::File(file) => {
                let lite = sqlite::open(file)
                    .map_err(|error| cannot_open(&file.display().to_string(), &error))?;
                let db = Db::Lite(lite);
                snapshot_before_migration(&db, file, clock.now()).await?;
                db
            }
            Place::Server { url, schema } => Db::Pg(
                postgres::open(url, schema.as_deref())
                    .await
                    .map_err(|error| cannot_open("the PostgreSQL server", &error))?,
            ),
        };
        migrations::run(&db, clock.now()).await?;
        Ok(Paper::around(db, media, clock, entropy))
    }

    /// Opens a record for reading, beside a process that writes it. Refuses one of another step than this program's.
    pub async fn open_read_only(place: &Place, media: &Path) -> Result<Paper, Fault> {
        let paper = Paper::open_as_it_is(place, media).await?;
        migrations::must_be_current(paper.db()).await?;
        Ok(paper)
    }

    /// Opens a record for reading at whatever step it is: a backup may be older than the program that restores it.
    pub(crate) async fn open_as_it_is(place: &Place, media: &Path) -> Result<Paper, Fault> {
        let db = match place {
            Place::File(file) => Db::Lite(
                sqlite::open_read_only(file)
                    .map_err(|error| cannot_open(&file.display().to_string(), &error))?,
            ),
            Place::Server { url, schema } => Db::Pg(
                postgres::open(url, schema.as_deref())
                    .await
                    .map_err(|error| cannot_open("the PostgreSQL server", &error))?,
            ),
        };
        Ok(Paper::around(
            db,
            media,
            Arc::new(SystemClock),
            Arc::new(SystemEntropy),
        ))
    }

    fn around(db: Db, media: &Path, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Paper {
        let (changed, _) = watch::channel(0);
        Paper {
            inner: Arc::new(Inner {
                db,
                clock,
                entropy,
                media: media.to_owned(),
                last_id: Mutex::new((0, 0)),
                writers: Arc::new(Semaphore::new(WRITERS_MAX)),
                changed,
                heard: AtomicU64::new(0),
                last_heard: Mutex::default(),
                secret: OnceLock::new(),
                hashing: doors::Turns::new(),
                mail_server: OnceLock::new(),
                log: OnceLock::new(),
            }),
            since: None,
        }
    }

    /// The same record for one deed, which is refused if anything was changed since `seq`. So whoever decided by what they
    /// read at that position has decided by what the deed finds.
    #[must_use]
    pub fn if_nothing_since(&self, seq: i64) -> Paper {
        Paper {
            inner: Arc::clone(&self.inner),
            since: Some(Arc::new(Mutex::new(Some(seq)))),
        }
    }

    /// Now, by the record's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The folder pictures are kept in.
    pub fn media(&self) -> &Path {
        &self.inner.media
    }

    /// Where the network's secret is kept in memory once it was read, so that forms take no connection for it.
    pub(crate) fn secret(&self) -> &OnceLock<Secret> {
        &self.inner.secret
    }

    /// Turns at hashing passwords.
    pub(crate) fn hashing(&self) -> &doors::Turns {
        &self.inner.hashing
    }

    /// Says that mails to accounts go out by this mail server: from now on deeds queue them. Whoever opens the record knows
    /// the settings, and says so once.
    pub fn send_mails_by(&self, server: MailServer) {
        let _ = self.inner.mail_server.set(server);
    }

    /// The mail server mails go out by; `None` where no mail is set.
    pub fn mail_server(&self) -> Option<&MailServer> {
        self.inner.mail_server.get()
    }

    /// Keeps the files of the log in the folder of the newspaper from now on: its tiles and its signed checkpoint. Without this,
    /// deeds leave their entries in the record, and whoever opens it next with its folder signs for them.
    ///
    /// # Errors
    /// Where a file cannot be read or written. That the log does not agree with the record is none: [`Keeper::standing`] says so.
    pub async fn keep_log_in(&self, folder: &Path) -> Result<(), Fault> {
        let keeper = self.inner.log.get_or_init(|| Keeper::of(folder));
        keeper.catch_up(self).await
    }

    /// The keeper of the log's files, where this process keeps them.
    pub fn log(&self) -> Option<&Keeper> {
        self.inner.log.get()
    }

    /// Hears of every deed done through this handle, after it is on disk.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changed.subscribe()
    }

    /// How many deeds were done through this handle: no deed is acknowledged before it is counted here.
    pub fn heard(&self) -> u64 {
        self.inner.heard.load(Ordering::Acquire)
    }

    /// Every change after a position, in order, up to the last that was heard before this was called; `None` where that is not
    /// known without asking the record, as of long ago.
    pub fn heard_after(&self, seq: i64) -> Option<Vec<Change>> {
        let heard = self.inner.last_heard.lock();
        let heard = heard.unwrap_or_else(PoisonError::into_inner);
        let rows: Vec<Change> = heard.range(seq + 1..).map(|(_, row)| row.clone()).collect();
        let none_is_missing = (seq + 1..).zip(&rows).all(|(seq, row)| seq == row.seq);
        none_is_missing.then_some(rows)
    }

    /// Whether other processes may do deeds on this record, of which [`Paper::changes`] and [`Paper::heard`] do not tell.
    pub fn has_other_writers(&self) -> bool {
        matches!(self.inner.db, Db::Pg(_))
    }

    /// Begins a deed.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        let turn = self
            .inner
            .writers
            .clone()
            .acquire_owned()
            .await
            .map_err(|error| Fault::new(format!("the record is closed: {error}")))?;
        let mut session = self.inner.db.write().await?;
        if let Some(since) = &self.since {
            // Of the deed's first transaction only: what follows finds the deed's own change.
            let seq = since.lock().unwrap_or_else(PoisonError::into_inner).take();
            if seq.is_some() && seq != Some(changes::newest(&mut session).await?) {
                return Err(Refusal::Overtaken.into());
            }
        }
        Ok(Tx {
            session,
            _turn: turn,
            paper: self.clone(),
            now: self.now(),
            before: Traces::default(),
            articles: BTreeSet::new(),
            entered: false,
        })
    }

    /// Begins a read of one state of the record.
    pub async fn read(&self) -> Result<Session, Fault> {
        self.inner.db.read().await
    }

    /// Closes the record; what is under way is waited for.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        self.inner.entropy.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A UUIDv7 of now; ids drawn by one process sort in the order they were drawn (RFC 9562 §6.2, method 1).
    pub(crate) fn draw_id(&self) -> Result<[u8; 16], Fault> {
        let mut random: [u8; 10] = self.random()?;
        let millis = self.now().as_millisecond().max(0);
        let (millis, counter) = {
            let mut last = self
                .inner
                .last_id
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            *last = match *last {
                (then, count) if then >= millis && count < 0x0fff => (then, count + 1),
                (then, _) if then >= millis => (then + 1, 0),
                _ => (millis, 0),
            };
            *last
        };
        random[0] = (counter >> 8) as u8;
        random[1] = (counter & 0xff) as u8;
        let millis = u64::try_from(millis).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random)
            .into_uuid()
            .into_bytes())
    }
}

fn cannot_open(what: &str, error: &impl std::fmt::Display) -> Fault {
    Fault::new(format!("cannot open the record in {what}: {error}"))
}

/// Keeps a copy of a file that is about to be migrated: `colophon.db.before-STEP`.
async fn snapshot_before_migration(db: &Db, file: &Path, now: Timestamp) -> Result<(), Fault> {
    let taken = migrations::taken(db).await?;
    if taken == 0 || taken >= migrations::CURRENT {
        return Ok(());
    }
    let Db::Lite(lite) = db else { return Ok(()) };
    let mut copy = file.as_os_str().to_owned();
    copy.push(format!(
        ".before-{}-{}",
        migrations::CURRENT,
        now.as_second()
    ));
    sqlite::copy_to(lite, Path::new(&copy)).await
}

impl Inner {
    fn hear(&self, change: Change) {
        let mut heard = self
            .last_heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        heard.insert(change.seq, change);
        while heard.len() > HEARD_MAX {
            heard.pop_first();
        }
    }
}

/// A deed under way: what it writes stands or falls together.
pub(crate) struct Tx {
    pub(crate) session: Session,
    pub(crate) paper: Paper,
    /// The instant of the deed: one for everything it writes.
    pub(crate) now: Timestamp,
    /// What was traced before something was written.
    before: Traces,
    /// Articles to be traced again at the end.
    articles: BTreeSet<ArticleId>,
    /// It left entries in the log.
    pub(crate) entered: bool,
    _turn: OwnedSemaphorePermit,
}

impl Tx {
    /// Says that readers may see an article otherwise after this deed, or on other lists. Said before anything of it is
    /// written, so that the lists it leaves are traced too.
    pub(crate) async fn touches(&mut self, article: ArticleId) -> Result<()> {
        if self.articles.insert(article) {
            let before = changes::of_article(&mut self.session, article).await?;
            self.before.join(before);
        }
        Ok(())
    }

    /// Says that pages of articles change and nothing else: no list, no feed, nothing that is told of an article.
    pub(crate) fn touches_pages(&mut self, placements: impl IntoIterator<Item = PlacementId>) {
        self.before.placements.extend(placements);
    }

    /// Says that readers may see anything otherwise after this deed.
    pub(crate) fn touches_everything(&mut self) {
        self.before.join(Traces::everything());
    }

    /// Writes the `changes` row, with the traces of every article touched, makes everything last, and tells whoever listens.
    ///
    /// There is one writer at a time, so the order of numbers is the order of commits.
    pub(crate) async fn commit(mut self, deed: &'static str, traces: &Traces) -> Result<u64> {
        let mut traces = traces.clone();
        traces.join(std::mem::take(&mut self.before));
        for article in std::mem::take(&mut self.articles) {
            traces.join(changes::of_article(&mut self.session, article).await?);
        }
        hubs::queue(&mut self, &traces).await?;
        webhooks::queue(&mut self, &traces).await?;
        purging::queue(&mut self, &traces).await?;
        let seq = changes::append(&mut self, deed, &traces).await?;
        let change = Change {
            seq: i64::try_from(seq).unwrap_or(0),
            at: self.now,
            deed: deed.to_owned(),
            traces,
        };
        // In a task of its own: whoever waits may leave meanwhile, and what stands all the same must be heard of.
        let standing = tokio::spawn(async move {
            self.session.commit().await?;
            if self.entered
                && let Some(keeper) = self.paper.log()
                && let Err(fault) = keeper.catch_up(&self.paper).await
            {
                // The deed stands and has its place; whoever asks for the checkpoint next has this tried again.
                tracing::error!("The log could not be written: {fault}");
            }
            let inner = &self.paper.inner;
            inner.hear(change);
            inner.heard.fetch_add(1, Ordering::Release);
            inner.changed.send_replace(seq);
            Ok::<_, Fault>(())
        });
        standing
            .await
            .map_err(|error| Fault::new(format!("a commit ended in a panic: {error}")))??;
        Ok(seq)
    }
}
