//! Finds articles by their words.
//!
//! Start at [`Search`]. The index is made of the record's facts and can be thrown away at any time. It never answers for the
//! record: [`Search::ask`] first hears what changed since it was written down, puts those articles into a small index in
//! memory that hides what the large one says of them ([`view`](mod@view)), and reads everything it found from the record
//! again, in the reader's own state of it, before it is shown. So what is published is found at once, and what was taken
//! away is not, however far behind the files are.

mod analysis;
mod asked;
mod asking;
mod completing;
mod fields;
mod gather;
mod keeping;
mod leaving_out;
mod marking;
mod queries;
mod question;
mod sieve;
mod telling;
mod view;

pub use keeping::Progress;
pub use sieve::{FOUND_MAX, InWork, in_work};

use fields::Fields;
use keeping::{Home, Made, Mark, Writer};
use paper::reading::search::{Outcome, Question, SearchFacts};
use paper::reading::title::Reach;
use paper::titles::Title;
use paper::{Fault, Paper, Result, Session, changes};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use view::{Layer, View};

/// Questions answered at once; with as many as there are cores a crowd of them would leave none for who reads pages.
const TURNS: usize = 2;
/// Longest wait for a turn.
const TURN_WAIT: Duration = Duration::from_secs(5);
/// Layers in memory; with one more they are made into one.
const LAYERS_MAX: usize = 12;
/// Articles in memory. Where more have changed than that, questions wait until the index has caught up.
const TOUCHED_MAX: usize = 1_000;

/// An error of the engine, for the operator.
pub(crate) fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::new(format!("the index of words: {error}"))
}

/// Has something that takes the processor done where it holds up nobody.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::new(format!("the index of words: {error}")))?
}

/// The search of a network. Copies share one.
#[derive(Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

struct Inner {
    home: Home,
    fields: Fields,
    /// What is searched; nothing until an index was opened or made.
    view: RwLock<Option<View>>,
    /// Held while the view is made anew.
    renewing: Mutex<()>,
    /// Held by the one who writes.
    writer: Mutex<Option<Writer>>,
    turns: Arc<Semaphore>,
}

/// A turn at searching; given back when it is dropped.
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none, or none that can be used; it has to be made.
    Missing,
    /// It has everything up to so many changes ago.
    Behind(u64),
}

impl Default for Search {
    fn default() -> Search {
        Search::of(Home::Memory)
    }
}

impl Search {
    /// The search whose index lies in a folder. Nothing is read yet: [`Search::keep_up`] opens it, or makes it.
    pub fn in_folder(folder: &Path) -> Search {
        Search::of(Home::Folder(folder.to_owned()))
    }

    fn of(home: Home) -> Search {
        Search {
            inner: Arc::new(Inner {
                home,
                fields: Fields::new(),
                view: RwLock::new(None),
                renewing: Mutex::new(()),
                writer: Mutex::new(None),
                turns: Arc::new(Semaphore::new(TURNS)),
            }),
        }
    }

    /// A turn at searching, to be taken before a state of the record is; `None` where too many wait.
    pub async fn turn(&self) -> Option<Turn> {
        let turn = self.inner.turns.clone().acquire_owned();
        let permit = tokio::time::timeout(TURN_WAIT, turn).await.ok()?.ok()?;
        Some(Turn { _permit: permit })
    }

    /// What readers of a title are told. `now` decides what is fresh, `reach` leads to what other titles have.
    pub async fn ask(
        &self,
        session: &mut Session,
        title: &Title,
        question: Question,
        reach: &Reach,
        now: jiff::Timestamp,
    ) -> Result<SearchFacts> {
        let asked = asked::read(&self.inner.fields, session, title, &question).await?;
        let outcome = match asked {
            None => Outcome::NothingAsked,
            Some(asked) => match self.view_for(session).await? {
                None => Outcome::BeingMade,
                Some(view) => {
                    let answer = asking::answer(&self.inner.fields, view, asked, now);
                    match answer.await {
                        Ok(found) => Outcome::Searched(
                            telling::tell(session, title, reach, &question, found).await?,
                        ),
                        Err(broken) => {
                            tracing::error!(
                                "The index cannot be searched and is made again: {broken}"
                            );
                            self.show(None);
                            Outcome::BeingMade
                        }
                    }
                }
            },
        };
        Ok(SearchFacts { question, outcome })
    }

    /// What somebody who has typed so far may want to ask of a title; nothing while the index is being made.
    pub async fn complete(
        &self,
        session: &mut Session,
        title: &Title,
        typed: &str,
    ) -> Result<Vec<String>> {
        let Some(begun) = completing::Begun::of(typed) else {
            return Ok(Vec::new());
        };
        match self.view_for(session).await? {
            None => Ok(Vec::new()),
            Some(view) => {
                completing::complete(&self.inner.fields, session, title, view, begun).await
            }
        }
    }

    fn shown(&self) -> Option<View> {
        let view = self.inner.view.read();
        view.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show(&self, view: Option<View>) {
        let mut shown = self
            .inner
            .view
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *shown = view;
    }

    /// The index with everything in it that a session sees; `None` where there is none, or too much has changed since.
    async fn view_for(&self, session: &mut Session) -> Result<Option<View>> {
        let Some(view) = self.shown() else {
            return Ok(None);
        };
        if changes::newest(session).await? <= view.seq {
            return Ok(Some(view));
        }
        let _renewing = self.inner.renewing.lock().await;
        let Some(view) = self.shown() else {
            return Ok(None);
        };
        let news = keeping::news(session, view.seq, TOUCHED_MAX).await?;
        if news.more || view.touched() + news.articles.len() > TOUCHED_MAX {
            return Ok(None);
        }
        if news.articles.is_empty() {
            let view = View {
                seq: news.seq.max(view.seq),
                ..view
            };
            self.show(Some(view.clone()));
            return Ok(Some(view));
        }
        let view = self.renewed(session, view, news.articles, news.seq).await?;
        self.show(Some(view.clone()));
        Ok(Some(view))
    }

    /// A view with some articles as a session sees them.
    async fn renewed(
        &self,
        session: &mut Session,
        mut view: View,
        mut articles: BTreeSet<paper::id::ArticleId>,
        seq: i64,
    ) -> Result<View> {
        if view.layers.len() >= LAYERS_MAX {
            let older = std::mem::take(&mut view.layers);
            articles.extend(older.iter().flat_map(|layer| &layer.articles));
        }
        let found = keeping::read(session, &articles).await?;
        let fields = self.inner.fields.clone();
        let layer = aside(move || Layer::make(&fields, articles, &found, seq)).await?;
        Ok(view.with(layer))
    }

    /// Opens the index, or makes it where there is none that can be used; then writes down what changed since, at most a few
    /// hundred articles. Says whether more is waiting. To be called from time to time by one process of a folder.
    ///
    /// # Errors
    /// The record cannot be read, or the folder not written. What is there already can still be searched.
    pub async fn keep_up(&self, paper: &Paper) -> Result<bool> {
        let mut writer = self.inner.writer.lock().await;
        if self.shown().is_none() || self.inner.home.has_next() {
            // Whoever found the index broken took it away; the one on disk is not tried twice.
            let broken = writer.take().is_some() && !self.inner.home.has_next();
            *writer = self.open_or_make(paper, broken).await?;
        }
        match writer.take() {
            None => Ok(true),
            Some(open) => {
                let (open, more) = self.write_news(paper, open).await?;
                *writer = Some(open);
                Ok(more)
            }
        }
    }

    /// Opens what lies in the folder to search it, beside whoever writes it.
    ///
    /// # Errors
    /// The record cannot be read. That there is no index is none: nothing is found in it.
    pub async fn look_at(&self, paper: &Paper) -> Result<()> {
        let (home, fields) = (self.inner.home.clone(), self.inner.fields.clone());
        let opened = aside(move || home.open(&fields)).await;
        let Ok(Some((index, mark))) = opened else {
            return Ok(());
        };
        if mark.holds(&mut paper.read().await?).await? {
            self.show_main(&index, mark)?;
        }
        Ok(())
    }

    async fn open_or_make(&self, paper: &Paper, broken: bool) -> Result<Option<Writer>> {
        if !broken && let Some(writer) = self.open(paper).await? {
            return Ok(Some(writer));
        }
        match keeping::make(&self.inner.home, &self.inner.fields, paper, &|_| {}).await? {
            Made::ByAnother => Ok(None),
            Made::Next => self.open(paper).await,
            Made::Here(index, mark) => {
                let writer = self.begin(&index, mark)?;
                Ok(Some(writer))
            }
        }
    }

    /// Opens what lies in the folder, if it is whole and of this record.
    async fn open(&self, paper: &Paper) -> Result<Option<Writer>> {
        let (home, fields) = (self.inner.home.clone(), self.inner.fields.clone());
        let opened = aside(move || {
            home.adopt()?;
            let Some((index, mark)) = home.open(&fields)? else {
                return Ok(None);
            };
            let writer = Writer::of(&index, mark)?;
            Ok(writer.is_whole().then_some((index, writer)))
        });
        let opened = match opened.await {
            Ok(opened) => opened,
            Err(fault) => {
                tracing::warn!("The index cannot be opened and is made again: {fault}");
                None
            }
        };
        let Some((index, writer)) = opened else {
            return Ok(None);
        };
        let mut session = paper.read().await?;
        if !writer.mark.holds(&mut session).await? {
            return Ok(None);
        }
        self.show_main(&index, writer.mark)?;
        Ok(Some(writer))
    }

    fn begin(&self, index: &tantivy::Index, mark: Mark) -> Result<Writer, Fault> {
        let writer = Writer::of(index, mark)?;
        self.show_main(index, mark)?;
        Ok(writer)
    }

    fn show_main(&self, index: &tantivy::Index, mark: Mark) -> Result<(), Fault> {
        self.show(Some(View {
            main: view::searcher(index)?,
            seq: mark.seq,
            layers: Vec::new(),
        }));
        Ok(())
    }

    async fn write_news(&self, paper: &Paper, mut writer: Writer) -> Result<(Writer, bool)> {
        let mut session = paper.read().await?;
        let news = keeping::news(&mut session, writer.mark.seq, keeping::ARTICLES_MAX).await?;
        if news.seq == writer.mark.seq {
            return Ok((writer, false));
        }
        let found = keeping::read(&mut session, &news.articles).await?;
        let mark = keeping::mark(&mut session, news.seq).await?;
        drop(session);
        let fields = self.inner.fields.clone();
        let more = news.more;
        let (writer, main) = aside(move || {
            let main = writer.write(&fields, &news, &found, mark)?;
            Ok((writer, main))
        })
        .await?;
        let _renewing = self.inner.renewing.lock().await;
        if let Some(view) = self.shown() {
            self.show(Some(view.written(main, mark.seq)));
        }
        Ok((writer, more))
    }

    /// Makes the index of a folder from the whole record, beside the one that is searched; whoever searches the folder takes
    /// it over. `false` where another process is making it already.
    ///
    /// # Errors
    /// The record cannot be read, or the folder not written.
    pub async fn make(
        &self,
        paper: &Paper,
        tell: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<bool> {
        let made = keeping::make(&self.inner.home, &self.inner.fields, paper, tell).await?;
        Ok(!matches!(made, Made::ByAnother))
    }

    /// How far what lies in the folder is behind the record. Reads it and writes nothing.
    pub async fn standing(&self, session: &mut Session) -> Result<Standing> {
        let (home, fields) = (self.inner.home.clone(), self.inner.fields.clone());
        let opened = aside(move || Ok(home.open(&fields)?.map(|(_, mark)| mark))).await;
        let Ok(Some(mark)) = opened else {
            return Ok(Standing::Missing);
        };
        if !mark.holds(session).await? {
            return Ok(Standing::Missing);
        }
        let newest = changes::newest(session).await?;
        let behind = u64::try_from(newest - mark.seq).unwrap_or(0);
        Ok(Standing::Behind(behind))
    }
}
