//! `token`: how programs say in whose name they come.

use super::{At, By};
use crate::failure::{Failure, Result};
use crate::orders::{Order, Tokens as Deeds, token_named as named};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use jiff::SignedDuration;
use paper::rights::Role;
use paper::tokens::{self, Listed};
use serde_json::{Value, json};

/// Days a token is good for if nothing is said.
const DAYS: u32 = 365;

/// Tokens for programs: add, list, show, revoke
#[derive(Debug, Args)]
pub(crate) struct Tokens {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: TokenDeed,
}

#[derive(Debug, Subcommand)]
enum TokenDeed {
    /// Make a token and print it, alone, this once
    #[command(
        after_help = "Examples:\n  colophon token add --role editor\n  colophon token add --account ines --as ines --scope article.publish --scope read --days 30\n\nA token never carries more than its account may. Without --account it is of an account for\nprograms, api-ROLE, which is opened and granted the role. A person’s token is made by that person."
    )]
    Add {
        /// The account in whose name it speaks [default: one for programs of the role]
        #[arg(long = "account", value_name = "ACCOUNT")]
        whose: Option<String>,
        /// What it is good for: everything this role may
        #[arg(long, value_parser = super::people::role, required_unless_present = "scope")]
        role: Option<Role>,
        /// What it is good for: read, or a right of docs/rights.md; may be said again
        #[arg(long, requires = "whose")]
        scope: Vec<String>,
        /// Only on this title: its key or host
        #[arg(long)]
        title: Option<String>,
        /// What it is for
        #[arg(long, default_value = "", hide_default_value = true)]
        label: String,
        /// How many days it is good for
        #[arg(long, default_value_t = DAYS, value_parser = clap::value_parser!(u32).range(1..=i64::from(tokens::DAYS_MAX)))]
        days: u32,
    },
    /// List tokens: whose, what for, when last used; never the tokens themselves
    #[command(after_help = "Example:\n  colophon token list --account ines")]
    List {
        /// Only those of this account
        #[arg(long = "account", value_name = "ACCOUNT")]
        whose: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a token: whose, what for, by whom it was made, when it was used and ends; never the token itself
    #[command(after_help = "Example:\n  colophon token show 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88")]
    Show {
        /// Its id, as token list shows it
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// End a token at once
    #[command(
        after_help = "Example:\n  colophon token revoke 019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"
    )]
    Revoke {
        /// Its id, as token list shows it
        id: String,
    },
}

impl Tokens {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            TokenDeed::Add {
                whose,
                role,
                scope,
                title,
                label,
                days,
            } => {
                let mut scopes = scope;
                scopes.extend(role.map(|role| role.word().to_owned()));
                let now = at.house()?.reading().await?.now();
                let expires = now
                    .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
                    .ok();
                let order = Deeds::Add {
                    account: whose,
                    scopes,
                    title,
                    label,
                    expires,
                };
                let answer = at.does(&self.by, Order::Tokens(order)).await?;
                match answer.secret {
                    Some(secret) => terminal::out(secret),
                    None => {
                        return Err(Failure::new(
                            "il server non ha dato il token",
                            "the server gave no token",
                        ));
                    }
                }
                Ok(())
            }
            TokenDeed::List { whose, json } => list(at, whose.as_deref(), json).await,
            TokenDeed::Show { id, json } => show(at, &id, json).await,
            TokenDeed::Revoke { id } => {
                let order = Order::Tokens(Deeds::Revoke { id });
                at.does_and_says(&self.by, order, "Revocato", "Revoked")
                    .await
            }
        }
    }
}

async fn show(at: &At, id: &str, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let token = tokens::find(&mut session, named(id)?).await?;
    terminal::whole(json, &fields(&token));
    Ok(())
}

fn fields(token: &Listed) -> Value {
    json!({
        "id": token.id, "account": token.account, "label": token.label, "scopes": token.scopes, "title": token.title,
        "created_at": token.created_at, "created_by": token.created_by, "last_used_at": token.last_used_at,
        "expires_at": token.expires_at, "revoked_at": token.revoked_at,
    })
}

async fn list(at: &At, account: Option<&str>, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = tokens::list(&mut session, account, after, tokens::PAGE_MAX).await?;
        after = page.last().map(|token| token.id);
        let full = page.len() == tokens::PAGE_MAX as usize;
        all.extend(page);
        if !full {
            break;
        }
    }
    if json {
        let listed: Vec<Value> = all.iter().map(fields).collect();
        terminal::json(&json!({"tokens": listed}));
        return Ok(());
    }
    for token in all {
        let used = match token.last_used_at {
            Some(hour) => format!("{} {hour}", either(at.language(), "usato", "used")),
            None => either(at.language(), "mai usato", "never used").to_owned(),
        };
        let ended = if token.revoked_at.is_some() {
            either(at.language(), " · revocato", " · revoked")
        } else if token.expires_at.is_some_and(|end| end <= paper.now()) {
            either(at.language(), " · scaduto", " · ended")
        } else {
            ""
        };
        let title = token.title.map(|key| format!("@{key}")).unwrap_or_default();
        terminal::out(format!(
            "{} {} · {}{title} · {used}{ended} {}",
            token.id,
            token.account,
            token.scopes.join(" "),
            token.label
        ));
    }
    Ok(())
}
