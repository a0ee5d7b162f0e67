//! What a webhook is told next, and what becomes of it.
//!
//! A message says which articles and titles readers see otherwise after a deed, and how those articles stand now: never
//! what has not been public. It may come twice, under the same id; whoever needs more reads it at the addresses it names.

use super::{DOWN_DAYS, State, noted, pair};
use crate::changes::{self, Change};
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, TitleId, WebhookId};
use crate::jobs::{self, Kind};
use crate::reading::title::Reach;
use crate::{Actor, Fault, Paper, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Articles described in one message; those beyond are left to whoever reads the list of changes.
const ARTICLES_MAX: usize = 50;
/// Longest fault kept, characters.
const FAULT_CHARS_MAX: usize = 300;
/// Wait before something is tried again, at least and at most.
const WAIT_MIN: SignedDuration = SignedDuration::from_secs(5);
const WAIT_MAX: SignedDuration = SignedDuration::from_hours(1);
/// The name of a message that means nothing.
const TRIAL: &str = "webhook.ring";

/// A message, signed and ready to be sent as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Whose it is.
    pub webhook: WebhookId,
    /// The change it tells of; `None` if it only tries the way.
    pub seq: Option<i64>,
    /// Where it goes.
    pub url: String,
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature` (Standard Webhooks 1.0.0).
    pub headers: [(&'static str, String); 3],
    /// JSON.
    pub body: String,
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "type")]
    deed: &'a str,
    timestamp: Timestamp,
    data: Data,
}

#[derive(Serialize, Default)]
struct Data {
    network: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    all: bool,
    titles: Vec<String>,
    articles: Vec<Article>,
}

/// How an article stands on a title.
#[derive(Serialize)]
struct Article {
    id: ArticleId,
    title: String,
    state: String,
    revision: i64,
    url: String,
}

/// What is kept of a webhook.
struct Kept {
    id: WebhookId,
    url: String,
    title: Option<TitleId>,
    seed: Vec<u8>,
    state: String,
    told: i64,
    trial: i64,
}

/// The next message of a webhook, by the key of a job; `None` if there is nothing to tell. What concerns it not is passed
/// over for good.
///
/// # Errors
/// A key that names no webhook.
pub async fn next(paper: &Paper, reach: &Reach, key: &str) -> Result<Option<Message>> {
    let id = WebhookId::parse(key)
        .ok_or_else(|| Fault::new(format!("{key} is no name of a webhook")))?;
    let mut session = paper.read().await?;
    let Some(hook) = kept(&mut session, id).await? else {
        return Ok(None);
    };
    let network = crate::network::find(&mut session)
        .await?
        .map(|network| network.id.to_string())
        .unwrap_or_default();
    if hook.trial != 0 {
        let data = Data {
            network,
            ..Data::default()
        };
        return signed(paper, &hook, None, TRIAL, paper.now(), data).map(Some);
    }
    if hook.state != State::On.word() {
        return Ok(None);
    }
    let mut past = hook.told;
    loop {
        let page = changes::after(&mut session, past).await?;
        let Some(last) = page.last() else { break };
        past = last.seq;
        for change in &page {
            if let Some(data) = data(&mut session, reach, &hook, change, &network).await? {
                drop(session);
                return signed(
                    paper,
                    &hook,
                    Some(change.seq),
                    &change.deed,
                    change.at,
                    data,
                )
                .map(Some);
            }
        }
    }
    drop(session);
    if past > hook.told {
        pass(paper, id, past).await?;
    }
    Ok(None)
}

/// Notes that a message has arrived.
pub async fn told(paper: &Paper, message: &Message) -> Result<()> {
    let mut tx = paper.begin().await?;
    match message.seq {
        Some(seq) => {
            tx.session
                .exec(
                    "UPDATE webhooks SET told = $2, answered_at = $3, failing_since = NULL, fault = '' WHERE id = $1",
                    (message.webhook, seq, tx.now),
                )
                .await?
        }
        None => {
            tx.session
                .exec(
                    "UPDATE webhooks SET trial = 0, answered_at = $2, fault = '' WHERE id = $1",
                    (message.webhook, tx.now),
                )
                .await?
        }
    };
    tx.session.commit().await?;
    Ok(())
}

/// Notes that a message has not arrived, and why; `gone` if the other side said that it is no more. It is tried again after
/// as long as nothing has arrived for, within limits; after [`DOWN_DAYS`] no more, and the audit trail says so.
pub async fn failed(paper: &Paper, message: &Message, why: &str, gone: bool) -> Result<()> {
    let why: String = why.chars().take(FAULT_CHARS_MAX).collect();
    let mut tx = paper.begin().await?;
    let id = message.webhook;
    tx.session
        .exec(
            "UPDATE webhooks SET fault = $2, trial = 0, failing_since = COALESCE(failing_since, $3) WHERE id = $1",
            (id, &why, tx.now),
        )
        .await?;
    let row: Option<(Option<Timestamp>, String)> = tx
        .session
        .opt(
            "SELECT failing_since, state FROM webhooks WHERE id = $1",
            (id,),
        )
        .await?;
    let Some((since, state)) = row else {
        return Ok(());
    };
    let limit = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * DOWN_DAYS))
        .unwrap_or(tx.now);
    let over = gone || since.is_some_and(|since| since <= limit);
    if state != State::On.word() || !over {
        let down = since.map_or(SignedDuration::ZERO, |since| tx.now.duration_since(since));
        let wait = down.clamp(WAIT_MIN, WAIT_MAX);
        let again = tx.now.checked_add(wait).unwrap_or(tx.now);
        if state == State::On.word() {
            jobs::queue(&mut tx, Kind::Webhook, &id.to_string(), again).await?;
        }
        tx.session.commit().await?;
        return Ok(());
    }
    tx.session
        .exec("UPDATE webhooks SET state = 'down' WHERE id = $1", (id,))
        .await?;
    jobs::forget(&mut tx, Kind::Webhook, &id.to_string()).await?;
    let detail = serde_json::json!({"webhook": id, "state": State::Down.word(), "fault": why});
    noted(&mut tx, &Actor::system(), detail).await?;
    tracing::warn!(webhook.id = %id, "Webhook {id} is given up: {why}");
    tx.commit("webhook.down", &changes::Traces::default())
        .await?;
    Ok(())
}

/// Has the rest told later, so that others get their turn.
pub async fn later(paper: &Paper, key: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    let now = tx.now;
    jobs::queue(&mut tx, Kind::Webhook, key, now).await?;
    tx.session.commit().await?;
    Ok(())
}

impl FromRow for Kept {
    fn from_row(row: &mut Row) -> Result<Kept, Fault> {
        Ok(Kept {
            id: row.take()?,
            url: row.take()?,
            title: row.take()?,
            seed: row.take()?,
            state: row.take()?,
            told: row.take()?,
            trial: row.take()?,
        })
    }
}

async fn kept(session: &mut Session, id: WebhookId) -> Result<Option<Kept>> {
    Ok(session
        .opt(
            "SELECT id, url, title_id, seed, state, told, trial FROM webhooks WHERE id = $1",
            (id,),
        )
        .await?)
}

async fn pass(paper: &Paper, id: WebhookId, past: i64) -> Result<()> {
    let mut tx = paper.begin().await?;
    tx.session
        .exec(
            "UPDATE webhooks SET told = $2 WHERE id = $1 AND told < $2",
            (id, past),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}

/// What a change says to a webhook; `None` if it is none of its business.
async fn data(
    session: &mut Session,
    reach: &Reach,
    hook: &Kept,
    change: &Change,
    network: &str,
) -> Result<Option<Data>> {
    let traces = &change.traces;
    let concerned = |title: &TitleId| hook.title.is_none_or(|only| only == *title);
    let mut titles = Vec::new();
    for title in traces.titles.iter().filter(|title| concerned(title)) {
        let key: Option<(String,)> = session
            .opt("SELECT key FROM titles WHERE id = $1", (*title,))
            .await?;
        titles.extend(key.map(|(key,)| key));
    }
    let mut articles = Vec::new();
    for article in traces.articles.iter().take(ARTICLES_MAX) {
        articles.extend(standing(session, reach, hook, *article).await?);
    }
    if titles.is_empty() && articles.is_empty() && !traces.all {
        return Ok(None);
    }
    Ok(Some(Data {
        network: network.to_owned(),
        seq: Some(change.seq),
        all: traces.all,
        titles,
        articles,
    }))
}

/// A place an article has been public at.
struct Shown {
    title: TitleId,
    key: String,
    host: String,
    path: String,
    revision: i64,
    displaced: Option<Timestamp>,
    state: String,
}

impl FromRow for Shown {
    fn from_row(row: &mut Row) -> Result<Shown, Fault> {
        Ok(Shown {
            title: row.take()?,
            key: row.take()?,
            host: row.take()?,
            path: row.take()?,
            revision: row.take()?,
            displaced: row.take()?,
            state: row.take()?,
        })
    }
}

/// How an article stands where it has been public.
async fn standing(
    session: &mut Session,
    reach: &Reach,
    hook: &Kept,
    article: ArticleId,
) -> Result<Vec<Article>> {
    let places: Vec<Shown> = session
        .all(
            "SELECT t.id, t.key, h.host, p.path, r.number, p.displaced_at, a.state
               FROM placements p JOIN articles a ON a.id = p.article_id JOIN titles t ON t.id = p.title_id
               JOIN hosts h ON h.title_id = t.id AND h.main = 1 AND h.former_at IS NULL
               JOIN revisions r ON r.id = p.revision_id
              WHERE p.article_id = $1 AND p.first_published_at IS NOT NULL AND p.path IS NOT NULL ORDER BY t.position",
            (article,),
        )
        .await?;
    Ok(places
        .into_iter()
        .filter(|place| hook.title.is_none_or(|only| only == place.title))
        .map(|place| Article {
            id: article,
            title: place.key,
            state: match place.displaced {
                Some(_) => "displaced".to_owned(),
                None => place.state,
            },
            revision: place.revision,
            url: format!("{}{}", reach.base_url(&place.host), place.path),
        })
        .collect())
}

/// The message, with its signature over id, instant and body.
fn signed(
    paper: &Paper,
    hook: &Kept,
    seq: Option<i64>,
    deed: &str,
    at: Timestamp,
    data: Data,
) -> Result<Message> {
    let body = serde_json::to_string(&Payload {
        deed,
        timestamp: at,
        data,
    })?;
    let name = match seq {
        Some(seq) => format!("{}-{seq}", hook.id),
        None => format!("{}-ring-{}", hook.id, at.as_microsecond()),
    };
    let now = paper.now().as_second().to_string();
    let signature = pair(&hook.seed)?.sign(format!("{name}.{now}.{body}").as_bytes());
    Ok(Message {
        webhook: hook.id,
        seq,
        url: hook.url.clone(),
        headers: [
            ("webhook-id", name),
            ("webhook-timestamp", now),
            (
                "webhook-signature",
                format!("v1a,{}", STANDARD.encode(signature)),
            ),
        ],
        body,
    })
}
