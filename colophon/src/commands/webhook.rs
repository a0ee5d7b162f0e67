//! `webhook`: programs elsewhere that are told what readers see otherwise.

use super::{At, By};
use crate::failure::Result;
use crate::orders::{Order, Webhooks as Deeds, webhook_named as named};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use paper::webhooks::{self, Webhook};
use serde_json::{Value, json};

/// Webhooks, which tell programs elsewhere what changed: add, list, show, on, off, ring, remove
#[derive(Debug, Args)]
pub(crate) struct Webhooks {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: WebhookDeed,
}

#[derive(Debug, Subcommand)]
enum WebhookDeed {
    /// Tell an address of everything readers see otherwise from now on
    #[command(
        after_help = "Example:\n  colophon webhook add --name \"archive of the library\" https://library.example/told\n\nWhat is sent, and how to check that it is ours: docs/webhooks.md."
    )]
    Add {
        /// Where it is told
        url: String,
        /// What it is for
        #[arg(long)]
        name: String,
        /// Only of this title: its key or host
        #[arg(long)]
        title: Option<String>,
    },
    /// List webhooks: where they go, how they fare, the key that checks what they are told
    #[command(after_help = "Example:\n  colophon webhook list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a webhook: where it goes, how it fares, the key that checks what it is told
    #[command(
        after_help = "Example:\n  colophon webhook show 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"
    )]
    Show {
        /// Its id, as webhook list shows it
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Wake one: it is told all it missed
    #[command(after_help = "Example:\n  colophon webhook on 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88")]
    On {
        /// Its id, as webhook list shows it
        id: String,
    },
    /// Put one to rest
    #[command(after_help = "Example:\n  colophon webhook off 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88")]
    Off {
        /// Its id, as webhook list shows it
        id: String,
    },
    /// Send something that means nothing, to see whether it arrives
    #[command(
        after_help = "Example:\n  colophon webhook ring 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"
    )]
    Ring {
        /// Its id, as webhook list shows it
        id: String,
    },
    /// Remove one, and its key with it
    #[command(
        after_help = "Example:\n  colophon webhook remove 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"
    )]
    Remove {
        /// Its id, as webhook list shows it
        id: String,
    },
}

impl Webhooks {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let (order, italian, english) = match self.deed {
            WebhookDeed::List { json } => return list(at, json).await,
            WebhookDeed::Show { id, json } => return show(at, &id, json).await,
            WebhookDeed::Add { url, name, title } => {
                let order = Order::Webhooks(Deeds::Add { name, url, title });
                let answer = at.does(&self.by, order).await?;
                terminal::out(answer.id.unwrap_or_default());
                return Ok(());
            }
            WebhookDeed::On { id } => (Deeds::Switch { id, on: true }, "Attivo", "On"),
            WebhookDeed::Off { id } => (Deeds::Switch { id, on: false }, "A riposo", "At rest"),
            WebhookDeed::Ring { id } => {
                (Deeds::Ring { id }, "Prova in partenza", "Trial on its way")
            }
            WebhookDeed::Remove { id } => (Deeds::Remove { id }, "Rimosso", "Removed"),
        };
        at.does_and_says(&self.by, Order::Webhooks(order), italian, english)
            .await
    }
}

async fn show(at: &At, id: &str, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let hook = webhooks::find(&mut session, named(id)?).await?;
    terminal::whole(json, &fields(&hook));
    Ok(())
}

fn fields(hook: &Webhook) -> Value {
    json!({
        "id": hook.id, "name": hook.name, "url": hook.url, "title": hook.title, "state": hook.state.word(),
        "behind": hook.behind, "answered_at": hook.answered_at, "failing_since": hook.failing_since, "fault": hook.fault,
        "key": hook.key,
    })
}

async fn list(at: &At, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let all = webhooks::list(&mut session).await?;
    if json {
        let listed: Vec<Value> = all.iter().map(fields).collect();
        terminal::json(&json!({"webhooks": listed}));
        return Ok(());
    }
    for hook in all {
        let title = hook.title.map(|key| format!("@{key}")).unwrap_or_default();
        let answered = match hook.answered_at {
            Some(at_) => format!("{} {at_}", either(at.language(), "ha risposto", "answered")),
            None => either(at.language(), "non ha ancora risposto", "never answered").to_owned(),
        };
        terminal::out(format!(
            "{} {} · {}{title} · {} · {answered} · {}",
            hook.id,
            hook.state.word(),
            hook.url,
            hook.name,
            hook.key
        ));
        if !hook.fault.is_empty() {
            terminal::out(format!("  {}", hook.fault));
        }
    }
    Ok(())
}
