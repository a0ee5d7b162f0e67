//! Webhooks: programs elsewhere that are told what readers see otherwise.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::Page;
use crate::problem::Problem;
use jiff::Timestamp;
use paper::id::WebhookId;
use paper::rights::Deed;
use paper::webhooks::{self, NewWebhook, State, Webhook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A webhook to be added.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookIn {
    /// What it is for.
    name: String,
    /// Where it is told: an http or https address open to all.
    url: String,
    /// Key of the only title it is told of.
    #[serde(default)]
    title: Option<String>,
}

/// Whether a webhook is told anything.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchIn {
    /// It is; what it missed, too.
    on: bool,
}

/// A webhook.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Webhook")]
pub(crate) struct WebhookOut {
    /// Its id.
    id: WebhookId,
    /// What it is for.
    name: String,
    /// Where it is told.
    url: String,
    /// Key of the only title it is told of; `null` for all.
    title: Option<String>,
    /// `on`, `off`, or `down`: given up because nothing arrived for days.
    state: &'static str,
    /// Changes it has not been told of, those that do not concern it included.
    behind: i64,
    /// When it last took something.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    answered_at: Option<Timestamp>,
    /// Since when nothing arrives.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    failing_since: Option<Timestamp>,
    /// Why not.
    fault: String,
    /// The public key what it is told is signed with: `whpk_` and base64 (Ed25519).
    key: String,
}

/// A webhook by its id.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct WebhookPath {
    /// The webhook's id.
    webhook: WebhookId,
}

fn out(hook: Webhook) -> WebhookOut {
    WebhookOut {
        id: hook.id,
        name: hook.name,
        url: hook.url,
        title: hook.title,
        state: State::word(hook.state),
        behind: hook.behind,
        answered_at: hook.answered_at,
        failing_since: hook.failing_since,
        fault: hook.fault,
        key: hook.key,
    }
}

pub(crate) async fn list(
    call: Call,
    _: Input<Nothing, Nothing, ()>,
) -> Result<Out<Page<WebhookOut>>, Problem> {
    let mut session = call.paper.read().await?;
    call.must_see(&mut session, Deed::Operate, None, None)
        .await?;
    let items = webhooks::list(&mut session).await?;
    Ok(Page::whole(items.into_iter().map(out).collect()).into())
}

pub(crate) async fn add(
    call: Call,
    input: Input<Nothing, Nothing, Json<WebhookIn>>,
) -> Result<Out<WebhookOut>, Problem> {
    let Json(wanted) = input.body;
    let title = match wanted.title {
        Some(key) => Some(call.title_id(&key).await?),
        None => None,
    };
    let new = NewWebhook {
        name: wanted.name,
        url: wanted.url,
        title,
    };
    let id = webhooks::add(&call.paper, call.actor()?, &new).await?;
    let mut session = call.paper.read().await?;
    Ok(out(webhooks::find(&mut session, id).await?).into())
}

pub(crate) async fn switch(
    call: Call,
    input: Input<WebhookPath, Nothing, Json<SwitchIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    webhooks::switch(&call.paper, call.actor()?, input.path.webhook, wanted.on).await?;
    Ok(().into())
}

pub(crate) async fn ring(
    call: Call,
    input: Input<WebhookPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    webhooks::ring(&call.paper, call.actor()?, input.path.webhook).await?;
    Ok(().into())
}

pub(crate) async fn remove(
    call: Call,
    input: Input<WebhookPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    webhooks::remove(&call.paper, call.actor()?, input.path.webhook).await?;
    Ok(().into())
}
