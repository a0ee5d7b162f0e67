//! Webhooks: programs elsewhere that are told, in the order of changes, what readers see otherwise.
//!
//! A webhook is a mark in the row of changes: everything up to it has been told. So nothing is queued a second time, nothing
//! is told of a deed that did not last, and a program that was down for a day is told all of that day afterwards. What is
//! told are public facts only ([`telling`]); it is signed (Standard Webhooks, `v1a`: Ed25519), so a receiver needs no secret.

mod telling;

pub use telling::{Message, failed, later, next, told};

use crate::audit::{self, About};
use crate::changes::{self, Traces};
use crate::db::{FromRow, Row, Session};
use crate::id::{TitleId, WebhookId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::words::NAME_CHARS_MAX;
use crate::{Actor, Error, Fault, Paper, Refusal, Result, Thing, titles};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::json;

/// Webhooks of a network.
pub const WEBHOOKS_MAX: usize = 20;
/// Days in which nothing arrives after which a webhook is given up.
pub const DOWN_DAYS: i64 = 5;
/// Bytes of the seed of a key (RFC 8032 §5.1.5).
const SEED_BYTES: usize = 32;
/// What public keys begin with, as the standard writes them.
const PUBLIC_PREFIX: &str = "whpk_";

words! {
    /// Whether a webhook is told anything.
    State {
        /// It is.
        On = "on",
        /// Somebody has put it to rest; what changes meanwhile is told when it is woken.
        Off = "off",
        /// Nothing had arrived for [`DOWN_DAYS`], or it said that it is gone.
        Down = "down",
    }
}

/// A webhook to be added.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// What it is for, in words.
    pub name: String,
    /// Where it is told, an address open to all.
    pub url: String,
    /// The only title it is told of, if it is bound to one.
    pub title: Option<TitleId>,
}

/// A webhook as shown to people.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// What it is for.
    pub name: String,
    /// Where it is told.
    pub url: String,
    /// The key of the only title it is told of, if it is bound to one.
    pub title: Option<String>,
    /// Whether it is told anything.
    pub state: State,
    /// Changes it has not been told of, those that do not concern it included.
    pub behind: i64,
    /// When it last took something.
    pub answered_at: Option<Timestamp>,
    /// Since when nothing arrives.
    pub failing_since: Option<Timestamp>,
    /// Why not, in its own words or ours.
    pub fault: String,
    /// The public half of its key, `whpk_` and base64.
    pub key: String,
}

impl FromRow for Webhook {
    fn from_row(row: &mut Row) -> Result<Webhook, Fault> {
        let id = row.take()?;
        let name = row.take()?;
        let url = row.take()?;
        let title = row.take()?;
        let state: String = row.take()?;
        let behind = row.take()?;
        let answered_at = row.take()?;
        let failing_since = row.take()?;
        let fault = row.take()?;
        let seed: Vec<u8> = row.take()?;
        Ok(Webhook {
            id,
            name,
            url,
            title,
            state: State::parse(&state).unwrap_or(State::Down),
            behind,
            answered_at,
            failing_since,
            fault,
            key: format!(
                "{PUBLIC_PREFIX}{}",
                STANDARD.encode(pair(&seed)?.public_key())
            ),
        })
    }
}

/// The key pair a seed stands for.
fn pair(seed: &[u8]) -> Result<Ed25519KeyPair, Fault> {
    Ed25519KeyPair::from_seed_unchecked(seed)
        .map_err(|_| Fault::new("the key of a webhook is not one"))
}

/// Every webhook, the oldest first.
pub async fn list(session: &mut Session) -> Result<Vec<Webhook>> {
    Ok(session
        .all(
            "SELECT w.id, w.name, w.url, t.key, w.state, (SELECT COALESCE(MAX(seq), 0) FROM changes) - w.told, w.answered_at,
                    w.failing_since, w.fault, w.seed
               FROM webhooks w LEFT JOIN titles t ON t.id = w.title_id ORDER BY w.id",
            (),
        )
        .await?)
}

/// The webhook with this id.
///
/// # Errors
/// Refused where there is none.
pub async fn find(session: &mut Session, id: WebhookId) -> Result<Webhook> {
    let found = list(session).await?.into_iter().find(|hook| hook.id == id);
    found.ok_or_else(|| unknown(id))
}

/// Adds a webhook; it is told of what changes from now on.
///
/// # Errors
/// Refused without [`Deed::Operate`], for an address that leads into a house of somebody's own, beyond [`WEBHOOKS_MAX`].
pub async fn add(paper: &Paper, by: &Actor, new: &NewWebhook) -> Result<WebhookId> {
    let name = crate::words::line("name", &new.name, NAME_CHARS_MAX)?;
    if name.is_empty() {
        return Err(Refusal::Empty { field: "name" }.into());
    }
    let url = crate::words::outside_address("url", &new.url)?;
    let seed: [u8; SEED_BYTES] = paper.random()?;
    let id = WebhookId::draw(paper)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Operate, None, None).await?;
    if let Some(title) = new.title {
        titles::by_id(&mut tx.session, title).await?;
    }
    let (there,): (i64,) = tx.session.one("SELECT COUNT(*) FROM webhooks", ()).await?;
    crate::words::at_most(
        "webhooks",
        usize::try_from(there).unwrap_or(WEBHOOKS_MAX) + 1,
        WEBHOOKS_MAX,
    )?;
    let newest = changes::newest(&mut tx.session).await?;
    tx.session
        .exec(
            "INSERT INTO webhooks (id, name, url, title_id, seed, state, told, trial, fault, created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, 'on', $6, 0, '', $7, $8)",
            (id, &name, &url, new.title, seed.as_slice(), newest, tx.now, by.handle()),
        )
        .await?;
    noted(
        &mut tx,
        by,
        json!({"webhook": id, "name": name, "url": url}),
    )
    .await?;
    tx.commit("webhook.add", &Traces::default()).await?;
    Ok(id)
}

/// Removes a webhook, and its key with it.
///
/// # Errors
/// Refused without [`Deed::Operate`]; for one there is not.
pub async fn remove(paper: &Paper, by: &Actor, id: WebhookId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let url = there(&mut tx, by, id).await?;
    tx.session
        .exec("DELETE FROM webhooks WHERE id = $1", (id,))
        .await?;
    jobs::forget(&mut tx, Kind::Webhook, &id.to_string()).await?;
    noted(&mut tx, by, json!({"webhook": id, "removed": url})).await?;
    tx.commit("webhook.remove", &Traces::default()).await?;
    Ok(())
}

/// Wakes a webhook, or puts it to rest. A woken one is told all it missed.
///
/// # Errors
/// Refused without [`Deed::Operate`]; for one there is not.
pub async fn switch(paper: &Paper, by: &Actor, id: WebhookId, on: bool) -> Result<()> {
    let mut tx = paper.begin().await?;
    there(&mut tx, by, id).await?;
    let state = if on { State::On } else { State::Off };
    tx.session
        .exec(
            "UPDATE webhooks SET state = $2, failing_since = NULL, fault = '' WHERE id = $1",
            (id, state.word()),
        )
        .await?;
    let key = id.to_string();
    let now = tx.now;
    match state {
        State::On => jobs::queue(&mut tx, Kind::Webhook, &key, now).await?,
        State::Off | State::Down => jobs::forget(&mut tx, Kind::Webhook, &key).await?,
    }
    noted(&mut tx, by, json!({"webhook": id, "state": state.word()})).await?;
    tx.commit("webhook.switch", &Traces::default()).await?;
    Ok(())
}

/// Has a webhook told something that means nothing, to see whether it arrives. One that rests is not woken.
///
/// # Errors
/// Refused without [`Deed::Operate`]; for one there is not.
pub async fn ring(paper: &Paper, by: &Actor, id: WebhookId) -> Result<()> {
    let mut tx = paper.begin().await?;
    there(&mut tx, by, id).await?;
    tx.session
        .exec("UPDATE webhooks SET trial = 1 WHERE id = $1", (id,))
        .await?;
    let now = tx.now;
    jobs::queue(&mut tx, Kind::Webhook, &id.to_string(), now).await?;
    noted(&mut tx, by, json!({"webhook": id, "rung": true})).await?;
    tx.commit("webhook.ring", &Traces::default()).await?;
    Ok(())
}

/// Has every webhook told that may be concerned: part of each deed that readers can see.
pub(crate) async fn queue(tx: &mut Tx, traces: &Traces) -> Result<()> {
    if *traces == Traces::default() {
        return Ok(());
    }
    let on: Vec<(WebhookId,)> = tx
        .session
        .all("SELECT id FROM webhooks WHERE state = 'on' ORDER BY id", ())
        .await?;
    let now = tx.now;
    for (id,) in on {
        jobs::no_later(tx, Kind::Webhook, &id.to_string(), now).await?;
    }
    Ok(())
}

/// The address of a webhook, for who may decide about it.
async fn there(tx: &mut Tx, by: &Actor, id: WebhookId) -> Result<String> {
    by.may(tx, Deed::Operate, None, None).await?;
    let row: Option<(String,)> = tx
        .session
        .opt("SELECT url FROM webhooks WHERE id = $1", (id,))
        .await?;
    row.map(|(url,)| url).ok_or_else(|| unknown(id))
}

fn unknown(id: WebhookId) -> Error {
    let refusal = Refusal::Unknown {
        thing: Thing::Webhook,
        name: id.to_string(),
    };
    refusal.into()
}

async fn noted(tx: &mut Tx, by: &Actor, detail: serde_json::Value) -> Result<()> {
    audit::note(tx, by, Deed::Operate, About::default(), detail).await
}
