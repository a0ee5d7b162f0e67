//! Tokens: one's own and, with the right to keep accounts, everybody's.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::{self, Problem};
use jiff::Timestamp;
use paper::id::TokenId;
use paper::rights::Deed;
use paper::tokens::{self, Listed, NewToken, Scope, Whose};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A token by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenPath {
    /// The token's id, which is not the token.
    token: TokenId,
}

/// Whose tokens.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    /// Handle of an account; one's own if not said. Others need the right to keep accounts.
    account: Option<String>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Tokens on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// A token as it can be shown.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Token")]
pub(crate) struct TokenOut {
    /// Its id.
    id: TokenId,
    /// The account in whose name it speaks.
    account: String,
    /// What it is for.
    label: String,
    /// What it is good for: `read`, roles, deeds.
    scopes: Vec<String>,
    /// Key of the only title it is good for.
    title: Option<String>,
    /// When it was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    created_at: Timestamp,
    /// By whom.
    created_by: String,
    /// The hour of its last use.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    last_used_at: Option<Timestamp>,
    /// When it ends.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    expires_at: Option<Timestamp>,
    /// When it was revoked.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    revoked_at: Option<Timestamp>,
}

/// A token to be made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenIn {
    /// Handle of the account in whose name it speaks.
    account: String,
    /// What it is good for: `read`, roles, deeds. It never carries more than its account may.
    #[schemars(length(min = 1))]
    scopes: Vec<String>,
    /// Key or host of the only title it is good for.
    #[serde(default)]
    title: Option<String>,
    /// What it is for.
    #[serde(default)]
    label: String,
    /// When it ends; never if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    expires_at: Option<Timestamp>,
}

/// A token just made.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NewToken")]
pub(crate) struct Made {
    /// Its id, by which it is revoked.
    id: TokenId,
    /// The account in whose name it speaks.
    account: String,
    /// The token. Nobody can ever read it again.
    token: String,
}

fn out(listed: Listed) -> TokenOut {
    TokenOut {
        id: listed.id,
        account: listed.account,
        label: listed.label,
        scopes: listed.scopes,
        title: listed.title,
        created_at: listed.created_at,
        created_by: listed.created_by,
        last_used_at: listed.last_used_at,
        expires_at: listed.expires_at,
        revoked_at: listed.revoked_at,
    }
}

pub(crate) async fn list(
    call: Call,
    input: Input<Nothing, Filter, ()>,
) -> Result<Out<Page<TokenOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), TokenId::parse)?;
    let own = call.actor()?.handle().to_owned();
    let account = input.query.account.unwrap_or_else(|| own.clone());
    let mut session = call.paper.read().await?;
    if account != own {
        call.must_see(&mut session, Deed::Grant, None, None).await?;
    }
    let found = tokens::list(&mut session, Some(&account), after, limit + 1).await?;
    let items = found.into_iter().map(out).collect();
    Ok(Page::cut(items, limit, |token: &TokenOut| token.id.to_string()).into())
}

pub(crate) async fn add(
    call: Call,
    input: Input<Nothing, Nothing, Json<TokenIn>>,
) -> Result<Out<Made>, Problem> {
    let Json(wanted) = input.body;
    let mut scopes = Vec::new();
    for word in &wanted.scopes {
        scopes.push(Scope::parse(word).ok_or_else(|| no_scope(word))?);
    }
    let title = match &wanted.title {
        Some(word) => Some(call.title_id(word).await?),
        None => None,
    };
    let new = NewToken {
        whose: Whose::Account(wanted.account),
        scopes,
        title,
        label: wanted.label,
        expires: wanted.expires_at,
    };
    let made = tokens::add(&call.paper, call.actor()?, &new).await?;
    let path = format!("/tokens/{}", made.id);
    Ok(Out::at(
        Made {
            id: made.id,
            account: made.account,
            token: made.secret,
        },
        path,
    ))
}

fn no_scope(word: &str) -> Problem {
    let word: String = word.chars().take(60).collect();
    Problem::new(
        problem::FIELD,
        format!("«{word}» non è né un ruolo né un diritto"),
        format!("“{word}” is neither a role nor a deed"),
    )
    .of_field(
        "scopes",
        "scegli read, un ruolo o un diritto di docs/rights.md",
        "choose read, a role, or a deed of docs/rights.md",
    )
}

pub(crate) async fn revoke(
    call: Call,
    input: Input<TokenPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    tokens::revoke(&call.paper, call.actor()?, input.path.token).await?;
    Ok(().into())
}
