//! Pages that are kept, so that each is made when the news changes and not when a reader arrives.
//!
//! Start at [`served`], which every reader's request passes, and at [`ready`], which answers at once where nothing has to be
//! asked. A page bears what it changes with; the [`ledger`] knows when that was touched last. So nothing is looked for and
//! thrown out when a deed is done, however many pages are kept, and yet no reader gets a page older than the last deed that
//! was acknowledged before he asked.

mod coding;
pub(crate) mod dictionary;
mod flights;
mod keeper;
mod key;
mod ledger;
mod page;
mod zstandard;

pub(crate) use coding::{Accepts, COMPRESSED_BYTES_MIN, Coding, gzip};
pub(crate) use key::{ANYTHING, ARCHIVE, NOTHING, OF_ARTICLE, OF_HISTORY, PAGE, REVISION, Reads};
pub(crate) use page::{Page, Terms, names};

use crate::answer;
use crate::counting;
use crate::forms;
use crate::request::{Asked, Way};
use crate::routes::{self, Failure, Site};
use crate::searching;
use axum::body::Body;
use bytes::Bytes;
use dictionary::Dictionaries;
use flights::{Done, Flights};
use http::{HeaderMap, Method, Response, Uri};
use key::Key;
use ledger::Ledger;
use paper::reading::facts::TitleFacts;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Weighter};
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Megabytes of pages kept where the settings name no other number.
pub const MEGABYTES: u32 = 128;
/// How long a page must have been asked for often before it is made smaller: while news break, a front lives for seconds.
const STAY: Duration = Duration::from_secs(20);
/// What the address of a proof ends with.
const PROOF: &str = ".tlog-proof";
/// Bytes of a megabyte.
const MEGABYTE: u64 = 1_000_000;
/// The share of all bytes for what is no matter for readers: redirects, and words that nothing is there. A flood of made-up
/// addresses throws out only these.
const LOST_SHARE: u64 = 16;
/// Bytes of a page, about: what the cache's own lists are laid out for.
const PAGE_BYTES_ABOUT: u64 = 10_000;
/// Pages made at once for who has their dictionary; meanwhile others get theirs whole.
const DIFFERING: usize = 1;
/// Times a page is made for one reader before he gives up. The second is made of a state later than his question, so there
/// is no third but where makers break.
const TRIES: usize = 3;

type Kept =
    Cache<Arc<str>, Arc<Page>, Weigher, DefaultHashBuilder, DefaultLifecycle<Arc<str>, Arc<Page>>>;

#[derive(Debug, Clone)]
struct Weigher;

impl Weighter<Arc<str>, Arc<Page>> for Weigher {
    fn weight(&self, key: &Arc<str>, page: &Arc<Page>) -> u64 {
        (key.len() + page.weight()) as u64
    }
}

/// The pages that are kept. Copies share them.
#[derive(Clone, Default)]
pub struct Pages {
    /// `None` where nothing is kept.
    kept: Option<Arc<Inner>>,
}

struct Inner {
    matter: Kept,
    lost: Kept,
    ledger: Arc<Ledger>,
    flights: Flights,
    keeper: keeper::Keeper,
    dictionaries: Dictionaries,
    differing: Semaphore,
    made: AtomicU64,
    /// How long a page must have been asked for often before it is made smaller.
    stay: Duration,
}

/// How pages are kept.
#[derive(Debug, Clone, Copy)]
pub struct Keeping {
    /// The memory they may take, bytes; with 0 each page is made for each reader.
    pub bytes: u64,
    /// How long a page must have been asked for often before it is made as small as it gets.
    pub stay: Duration,
}

/// What the pages kept come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PagesKept {
    /// Pages.
    pub pages: u64,
    /// Bytes they take, with what belongs to them.
    pub bytes: u64,
    /// Pages made since the start, also those that were not kept.
    pub made: u64,
}

impl Pages {
    /// Keeps pages in so much memory. With 0 each page is made for each reader.
    pub fn of_megabytes(megabytes: u32) -> Pages {
        Pages::new(Keeping {
            bytes: u64::from(megabytes) * MEGABYTE,
            stay: STAY,
        })
    }

    /// Keeps pages in this way.
    pub fn new(Keeping { bytes, stay }: Keeping) -> Pages {
        if bytes == 0 {
            return Pages::default();
        }
        let lost = bytes / LOST_SHARE;
        Pages {
            kept: Some(Arc::new(Inner {
                matter: Kept::with(
                    about(bytes - lost),
                    bytes - lost,
                    Weigher,
                    DefaultHashBuilder::default(),
                    DefaultLifecycle::default(),
                ),
                lost: Kept::with(
                    about(lost),
                    lost,
                    Weigher,
                    DefaultHashBuilder::default(),
                    DefaultLifecycle::default(),
                ),
                ledger: Arc::default(),
                flights: Flights::default(),
                keeper: keeper::Keeper::default(),
                dictionaries: Dictionaries::default(),
                differing: Semaphore::new(DIFFERING),
                made: AtomicU64::new(0),
                stay,
            })),
        }
    }

    /// What they come to now.
    pub fn figures(&self) -> PagesKept {
        let Some(kept) = &self.kept else {
            return PagesKept::default();
        };
        PagesKept {
            pages: (kept.matter.len() + kept.lost.len()) as u64,
            bytes: kept.matter.weight() + kept.lost.weight(),
            made: kept.made.load(Ordering::Relaxed),
        }
    }

    /// Has pages that were touched made again before readers ask, and those that stay made smaller. Ends with the site.
    pub(crate) fn attend(site: &Arc<Site>) {
        if let Some(kept) = inner(site) {
            keeper::attend(site, kept);
        }
    }
}

fn about(bytes: u64) -> usize {
    usize::try_from(bytes / PAGE_BYTES_ABOUT)
        .unwrap_or(1)
        .max(1)
}

/// The pages kept; none while somebody writes a theme, whose files count at once.
fn inner(site: &Site) -> Option<&Arc<Inner>> {
    site.pages
        .kept
        .as_ref()
        .filter(|_| !site.press.reads_themes_again())
}

impl Inner {
    fn get(&self, name: &str) -> Option<Arc<Page>> {
        self.matter.get(name).or_else(|| self.lost.get(name))
    }

    /// The page kept under a name, or the one it is under without parameters that change nothing of it.
    fn find(&self, key: &Key) -> Option<Arc<Page>> {
        self.get(key.text()).or_else(|| {
            (key.has != NOTHING)
                .then(|| self.get(key.without_query()))
                .flatten()
                .filter(|page| page.reads & key.has == 0)
        })
    }

    fn keep(&self, page: &Arc<Page>) {
        let (here, there) = match page.is_matter() {
            true => (&self.matter, &self.lost),
            false => (&self.lost, &self.matter),
        };
        there.remove(&*page.name);
        here.insert(Arc::clone(&page.name), Arc::clone(page));
    }

    /// Keeps the same page with other bytes, if it is still the one that is kept.
    fn put_in_place_of(&self, page: &Arc<Page>, other: Arc<Page>) {
        let stands = self.matter.peek(&*page.name);
        if stands.is_some_and(|stands| Arc::ptr_eq(&stands, page)) {
            self.keeper.goes_on_with(&other);
            self.matter.insert(Arc::clone(&page.name), other);
        }
    }
}

/// Says with an answer what caches elsewhere are told, in front of the server and in browsers.
pub(crate) fn direct(
    site: &Site,
    asked: &Asked,
    response: &mut Response<Body>,
    facts: &TitleFacts,
    terms: &Terms,
) {
    // Whoever writes a theme does not wait for anybody to forget the page before.
    if terms.private || site.press.reads_themes_again() || may_be_kept(asked).is_none() {
        return;
    }
    if answer::is_page(response)
        && let Some(dictionary) = dictionary::of(site, asked, facts)
    {
        answer::lead_to(response, dictionary);
    }
    if let Some(cdn) = &site.cdn {
        let status = response.status();
        cdn.mark(status, response.headers_mut(), terms, site.paper.now());
    }
}

/// What came of asking for a kept page.
pub(crate) enum Served {
    /// The page.
    Page(Arc<Page>),
    /// It has to be made for this reader alone.
    Alone,
    /// Something is broken, or there are too many pages to make.
    Unavailable,
}

/// The page for a request, kept or made.
pub(crate) async fn served(site: &Arc<Site>, asked: &Asked) -> Served {
    let Some(kept) = inner(site) else {
        return Served::Alone;
    };
    let Some(key) = may_be_kept(asked) else {
        return Served::Alone;
    };
    match current(site, kept, &key).await {
        Served::Page(page) if page.leads_on() && asked.query != key.query() => Served::Alone,
        served => served,
    }
}

/// The name of what is asked, where it may be kept: what is made for one reader is not, nor is what lies in files.
fn may_be_kept(asked: &Asked) -> Option<Key> {
    if asked.way != Way::Read
        || asked.path.starts_with("/theme/")
        || asked.path.starts_with("/media/")
        // There are as many answers as there are questions.
        || searching::is_one(&asked.path)
        // They change with every entry, or lie in files.
        || asked.path.starts_with("/log/")
        || asked.path.ends_with(PROOF)
        || forms::is_one(&asked.path)
    {
        return None;
    }
    Key::of(&asked.host, &asked.path, &asked.query)
}

/// A page as it is now: no older than any deed acknowledged before this was called.
async fn current(site: &Arc<Site>, kept: &Arc<Inner>, key: &Key) -> Served {
    let now = match kept.ledger.catch_up(&site.paper).await {
        Ok(position) => position,
        Err(fault) => {
            tracing::error!("Whether a page is as it should be cannot be told: {fault}");
            return Served::Unavailable;
        }
    };
    let stands = |page: &Page| page.is_checked(now) || kept.ledger.knows_fresh(page);
    for _ in 0..TRIES {
        let found = kept.find(key);
        let known = found.is_some();
        if let Some(page) = found.filter(|page| page.holds(|| site.paper.now()) && stands(page)) {
            return Served::Page(page);
        }
        let (done, first) = kept
            .flights
            .join(key, known, |key| made(site, kept, key))
            .await;
        match done {
            Some(Done::Kept(page)) if page.seq >= now || stands(&page) => {
                return Served::Page(page);
            }
            Some(Done::Kept(_)) | None => {}
            Some(Done::Alone(page)) if first => return Served::Page(page),
            Some(Done::Alone(_)) => return Served::Alone,
            Some(Done::Busy) => return Served::Unavailable,
        }
    }
    Served::Unavailable
}

/// Makes a page, and keeps it if it can be kept.
fn made(
    site: &Arc<Site>,
    kept: &Arc<Inner>,
    key: Key,
) -> impl Future<Output = Done> + Send + use<> {
    let (site, kept) = (Arc::clone(site), Arc::clone(kept));
    async move {
        kept.made.fetch_add(1, Ordering::Relaxed);
        match make(&site, &key).await {
            Ok((page, true)) => {
                let key = key.reduced(page.reads);
                let page = Arc::new(page.named(key.text()));
                kept.keep(&page);
                kept.keeper.notes(&key, &page);
                Done::Kept(page)
            }
            Ok((page, false)) => Done::Alone(Arc::new(page)),
            Err(failure) => {
                let (host, path) = key.parts();
                tracing::error!(host, ?path, "A page could not be made: {failure}");
                Done::Busy
            }
        }
    }
}

/// The page, and whether it may be kept.
async fn make(site: &Site, key: &Key) -> Result<(Page, bool), Failure> {
    let (host, path) = key.parts();
    let secret = paper::secrets::network(&site.paper).await?;
    let asked = Asked::plainly(host, path, key.query(), secret);
    let answer = routes::find(site, &asked, None).await?;
    let answer = match site.reach.scheme == "https" {
        true => answer::by_tls_only(answer),
        false => answer,
    };
    let (parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .map_err(|error| paper::Fault::new(format!("a page's bytes cannot be read: {error}")))?;
    let terms = parts.extensions.get::<Terms>().cloned();
    let keep = terms.as_ref().is_some_and(|terms| !terms.private);
    let terms = terms.unwrap_or_else(|| Terms::at(0));
    Ok((Page::of(Response::from_parts(parts, bytes), &terms), keep))
}

thread_local! {
    /// Where the name of what is asked is written, so that a hit allocates none.
    static NAME: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The page for a request, if it is kept and known to be as it would be made now, without asking anybody.
pub(crate) fn ready(site: &Site, uri: &Uri, asks: &counting::Request<'_>) -> Option<Arc<Page>> {
    let kept = inner(site)?;
    let path = uri.path();
    let plain = matches!(*asks.method, Method::GET | Method::HEAD) && !path.contains('%');
    if !plain || site.paper.has_other_writers() || !kept.ledger.hears(&site.paper) {
        return None;
    }
    let page = NAME.with_borrow_mut(|name| {
        key::write(name, asks.host, path, uri.query())?;
        kept.get(name)
    })?;
    let stands = page.holds(|| site.paper.now()) && kept.ledger.knows_fresh(&page);
    let alone = page.leads_on() && uri.query().is_some();
    (stands && !alone && page.may_differ(asks.headers).is_none()).then_some(page)
}

/// The same page as what it has beyond its dictionary, if this reader has that and it is smaller by enough: made for the first
/// who does, and kept for the next.
pub(crate) async fn differing(site: &Site, page: Arc<Page>, asked: &HeaderMap) -> Arc<Page> {
    let Some((kept, coding)) = inner(site).zip(page.may_differ(asked)) else {
        return page;
    };
    let Ok(_turn) = kept.differing.try_acquire() else {
        return page;
    };
    let whole = Arc::clone(&page);
    let made = tokio::task::spawn_blocking(move || whole.differing(coding)).await;
    let Ok(Some(made)) = made else {
        return page;
    };
    let made = Arc::new(made);
    kept.put_in_place_of(&page, Arc::clone(&made));
    made
}

/// Gives a page out, and counts it.
pub(crate) fn answer(
    site: &Site,
    page: &Arc<Page>,
    asks: &counting::Request<'_>,
) -> Response<Bytes> {
    let times = page.given_out();
    if let Some(kept) = inner(site) {
        kept.keeper.given_out(page, times);
    }
    let mut response = page.answer(asks.headers);
    if let (Some(cdn), Some(until)) = (&site.cdn, page.until()) {
        cdn.renew(response.headers_mut(), until, site.paper.now());
    }
    if let Some(shown) = page.shown {
        counting::count(site, asks, response.status(), shown);
    }
    response
}
