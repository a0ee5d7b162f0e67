//! Readers of live coverage are told of new entries while they read: server-sent events (WHATWG HTML §9.2) beside the
//! article, at `{article}/live`.
//!
//! What is told is little: how many entries there are and when the newest is of. It is the same bytes for all readers of
//! one article, made once. Whoever is told fetches the page, which is kept like every other. Nobody needs it: without a
//! script, or where too many listen already, readers load the page again.

use crate::answer;
use crate::request;
use crate::routes::Site;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::ACCEPT;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use paper::addresses::{self, Leads};
use paper::articles::content::State;
use paper::articles::{self, Stage};
use paper::copy::Kind;
use paper::id::ArticleId;
use paper::reading::title;
use paper::{Paper, Result, Session};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Interval, MissedTickBehavior};

/// Readers who listen at once, if the machine lets us have twice as many connections; others load the page again.
const LISTENERS_MAX: usize = 4_096;
/// Pause between two signs of life, so that nobody in between takes the connection for dead.
const BEAT: Duration = Duration::from_secs(20);
/// Pause between two looks at a record others write, of whose deeds nobody tells us.
const LOOK: Duration = Duration::from_millis(500);
/// A sign of life: a comment.
const ALIVE: Bytes = Bytes::from_static(b":\n\n");
/// Milliseconds after which a browser comes again when the connection was lost.
const AGAIN: u32 = 4_000;
/// What the address of the news of an article ends with.
const END: &str = "/live";
/// The media type of the answer, which a browser that listens asks for.
const EVENTS: &str = "text/event-stream";

/// Who listens to what. It ends with the site, or when [`Live::end`] is called.
pub(crate) struct Live {
    /// `None` once all is over.
    heard: Mutex<Option<Heard>>,
    places: Arc<Semaphore>,
}

/// The articles somebody listens to.
#[derive(Default)]
struct Heard {
    articles: HashMap<ArticleId, watch::Sender<News>>,
    /// Where they are listened to, host and path. An address once used leads to no other article, so that the record is
    /// asked for the first listener alone, not for each of a crowd that comes again.
    doors: HashMap<String, ArticleId>,
}

/// What there is to tell of an article.
#[derive(Debug, Clone)]
struct News {
    /// The number of its newest revision; by it a browser says what it was told last.
    revision: u32,
    /// The event.
    event: Bytes,
    /// There will be no more.
    over: bool,
}

impl Live {
    /// Nobody listens yet. With how many connections there may be at all, half of them may.
    pub(crate) fn new(connections: usize) -> Live {
        Live {
            heard: Mutex::new(Some(Heard::default())),
            places: Arc::new(Semaphore::new(LISTENERS_MAX.min(connections / 2))),
        }
    }

    /// Tells listeners of what is done, from now on. Ends with the site.
    pub(crate) fn attend(self: &Arc<Live>, site: &Arc<Site>) {
        tokio::spawn(tell(
            Arc::downgrade(self),
            Arc::downgrade(site),
            site.paper.changes(),
        ));
    }

    /// Lets all listeners go, at once; their browsers come again.
    pub(crate) fn end(&self) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn articles(&self) -> Vec<ArticleId> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let articles = heard.iter().flat_map(|heard| heard.articles.keys());
        articles.copied().collect()
    }

    /// The revision of an article that was told last.
    fn known(&self, article: ArticleId) -> u32 {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = heard
            .as_ref()
            .and_then(|heard| heard.articles.get(&article));
        sender.map_or(0, |sender| sender.borrow().revision)
    }

    /// Listens to an article, of which this is known. Nothing once all is over.
    fn listen(
        &self,
        door: String,
        article: ArticleId,
        news: News,
    ) -> Option<watch::Receiver<News>> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = heard.as_mut()?;
        heard.doors.insert(door, article);
        let sender = heard
            .articles
            .entry(article)
            .or_insert_with(|| watch::Sender::new(news.clone()));
        put(sender, news);
        Some(sender.subscribe())
    }

    /// Listens where somebody listens already.
    fn listen_too(&self, door: &str) -> Option<watch::Receiver<News>> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = heard.as_ref()?;
        let article = heard.doors.get(door)?;
        Some(heard.articles.get(article)?.subscribe())
    }

    /// Tells everybody who listens to an article. After the last word they are let go.
    fn tell(&self, article: ArticleId, news: News) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(heard) = heard.as_mut() else { return };
        let over = news.over;
        if let Some(sender) = heard.articles.get(&article) {
            put(sender, news);
        }
        if over {
            heard.articles.remove(&article);
            heard.doors.retain(|_, to| *to != article);
        }
    }

    /// Says that we are there, and forgets articles nobody listens to.
    fn beat(&self) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(heard) = heard.as_mut() else { return };
        let Heard { articles, doors } = heard;
        articles.retain(|_, sender| sender.receiver_count() > 0);
        doors.retain(|_, article| articles.contains_key(article));
        for sender in articles.values() {
            sender.send_modify(|_| {});
        }
    }
}

/// What is newer is told, and nothing older afterwards.
fn put(sender: &watch::Sender<News>, news: News) {
    sender.send_if_modified(|known| {
        let newer = news.revision > known.revision;
        if newer {
            *known = news;
        }
        newer
    });
}

/// Whether a browser asks to be told of an article.
pub(crate) fn is_asked(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    method == Method::GET
        && path.ends_with(END)
        && accepts.is_some_and(|accepts| accepts.contains(EVENTS))
}

/// Listens for a reader. 204 tells a browser not to come again: there is nothing to hear, or no place.
pub(crate) async fn answer(live: &Arc<Live>, site: &Arc<Site>, parts: &Parts) -> Response {
    let host = match request::host(parts) {
        Ok(host) => host,
        Err(refusal) => return answer::told(refusal.status(), refusal.words()),
    };
    let Ok(place) = Arc::clone(&live.places).try_acquire_owned() else {
        return answer::plain(StatusCode::NO_CONTENT, "");
    };
    let path = parts.uri.path();
    let door = format!("{host}{path}");
    let receiver = match live.listen_too(&door) {
        Some(receiver) => receiver,
        None => match first(live, site, host, path.to_owned(), door).await {
            Ok(receiver) => receiver,
            Err(response) => return *response,
        },
    };
    let last = parts.headers.get("last-event-id");
    let told = last.and_then(|id| id.to_str().ok()?.parse().ok());
    let ear = Ear {
        receiver,
        told,
        begun: false,
        _place: place,
    };
    let pieces = futures_util::stream::unfold(ear, Ear::hears);
    answer::events(EVENTS, Body::from_stream(pieces))
}

/// The first who listens at an address; or why nobody can.
async fn first(
    live: &Arc<Live>,
    site: &Arc<Site>,
    host: String,
    path: String,
    door: String,
) -> std::result::Result<watch::Receiver<News>, Box<Response>> {
    let (live, site) = (Arc::clone(live), Arc::clone(site));
    // In a task of its own: a reader who leaves does not interrupt a statement half-way.
    let task = tokio::spawn(async move { opened(&live, &site, &host, &path, door).await });
    let why = match task.await {
        Ok(Ok(Some(Some(receiver)))) => return Ok(receiver),
        Ok(Ok(None)) => answer::plain(StatusCode::NO_CONTENT, ""),
        // The server ends; the browser comes again.
        Ok(Ok(Some(None))) => answer::unavailable(),
        Ok(Err(error)) => {
            tracing::error!("News of an article cannot be told: {error}");
            answer::unavailable()
        }
        Err(error) => {
            tracing::error!("A request ended in a panic: {error}");
            answer::unavailable()
        }
    };
    Err(Box::new(why))
}

/// Looks at what stands at an address, and listens: nothing where there is nothing to hear, and no ear once all is over.
async fn opened(
    live: &Live,
    site: &Site,
    host: &str,
    path: &str,
    door: String,
) -> Result<Option<Option<watch::Receiver<News>>>> {
    let Some((article, news)) = find(site, host, path).await? else {
        return Ok(None);
    };
    let receiver = live.listen(door, article, news);
    // What went out between the look and the ear would be heard of with the next deed only.
    look_at(live, &site.paper, vec![article]).await?;
    Ok(Some(receiver))
}

/// One reader who listens.
struct Ear {
    receiver: watch::Receiver<News>,
    /// The revision this reader was told of last.
    told: Option<u32>,
    begun: bool,
    _place: OwnedSemaphorePermit,
}

impl Ear {
    async fn hears(mut self) -> Option<(std::result::Result<Bytes, Infallible>, Ear)> {
        if self.begun && self.receiver.changed().await.is_err() {
            return None;
        }
        self.begun = true;
        let news = self.receiver.borrow_and_update().clone();
        if self.told == Some(news.revision) {
            return Some((Ok(ALIVE), self));
        }
        self.told = Some(news.revision);
        Some((Ok(news.event), self))
    }
}

/// The article whose news stand at an address, and what there is to tell. Nothing where no coverage is under way.
async fn find(site: &Site, host: &str, path: &str) -> Result<Option<(ArticleId, News)>> {
    let Some(path) = path.strip_suffix(END).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let mut session = site.paper.read().await?;
    let Some(title) = title::by_host(&mut session, host).await? else {
        return Ok(None);
    };
    let leads = addresses::follow(&mut session, title.id, path).await?;
    let Leads::Here(placement) = leads else {
        return Ok(None);
    };
    let news = news(&mut session, placement.article, 0).await?;
    Ok(news
        .filter(|news| !news.over)
        .map(|news| (placement.article, news)))
}

/// What there is to tell of an article, if it is beyond a revision.
async fn news(session: &mut Session, id: ArticleId, beyond: u32) -> Result<Option<News>> {
    let article = articles::find(session, id).await?;
    if article.revisions <= beyond {
        return Ok(None);
    }
    let revision = articles::revision_numbered(session, id, article.revisions).await?;
    let content = revision.content;
    let over =
        content.kind != Kind::Live || content.state != State::Live || article.stage != Stage::Live;
    let entries = content.body.entries();
    let times = entries.iter().filter_map(|entry| entry.at.parse().ok());
    let newest: Option<jiff::Timestamp> = times.max();
    let (name, told) = match over {
        true => ("closed", serde_json::json!({})),
        false => (
            "entries",
            serde_json::json!({"count": entries.len(), "newest": newest}),
        ),
    };
    let number = revision.number;
    let event = format!("retry: {AGAIN}\nid: {number}\nevent: {name}\ndata: {told}\n\n");
    Ok(Some(News {
        revision: number,
        event: event.into(),
        over,
    }))
}

async fn tell(live: Weak<Live>, site: Weak<Site>, mut changes: watch::Receiver<u64>) {
    let others = site
        .upgrade()
        .is_some_and(|site| site.paper.has_other_writers());
    let mut beats = pauses(BEAT);
    let mut looks = pauses(LOOK);
    loop {
        let look = tokio::select! {
            told = changes.changed() => match told {
                Ok(()) => true,
                Err(_) => return,
            },
            _ = looks.tick(), if others => true,
            _ = beats.tick() => false,
        };
        let (Some(live), Some(site)) = (live.upgrade(), site.upgrade()) else {
            return;
        };
        if !look {
            live.beat();
            continue;
        }
        let articles = live.articles();
        if articles.is_empty() {
            continue;
        }
        if let Err(error) = look_at(&live, &site.paper, articles).await {
            tracing::error!("News of live coverage cannot be told: {error}");
        }
    }
}

fn pauses(pause: Duration) -> Interval {
    let mut pauses = tokio::time::interval(pause);
    pauses.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pauses
}

async fn look_at(live: &Live, paper: &Paper, articles: Vec<ArticleId>) -> Result<()> {
    let mut session = paper.read().await?;
    for id in articles {
        let known = live.known(id);
        if let Some(news) = news(&mut session, id, known).await? {
            live.tell(id, news);
        }
    }
    Ok(())
}
