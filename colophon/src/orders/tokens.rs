//! Orders about tokens.

use super::{Answer, Bench, words};
use crate::failure::Result;
use jiff::Timestamp;
use paper::id::TokenId;
use paper::rights::Role;
use paper::tokens::{self, NewToken, Scope, Whose};
use paper::{Actor, Refusal, Thing};
use serde::{Deserialize, Serialize};

/// Deeds on tokens.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tokens {
    /// Makes one.
    Add {
        /// The account it is of; one for programs of the role if none is named.
        account: Option<String>,
        /// What it is good for, as words.
        scopes: Vec<String>,
        /// Key or host of the only title it is good for.
        title: Option<String>,
        /// What it is for.
        label: String,
        /// When it ends.
        expires: Option<Timestamp>,
    },
    /// Ends one.
    Revoke {
        /// Its id.
        id: String,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Tokens) -> Result<Answer> {
    match order {
        Tokens::Add {
            account,
            scopes,
            title,
            label,
            expires,
        } => {
            let title = match title {
                Some(word) => {
                    let mut session = bench.paper.read().await?;
                    Some(words::title(&mut session, &word).await?.id)
                }
                None => None,
            };
            let scopes = scopes
                .iter()
                .map(|word| Scope::parse(word).ok_or_else(|| unknown_scope(word)))
                .collect::<std::result::Result<Vec<_>, _>>()?;
            let whose = match (account, scopes.as_slice()) {
                (Some(account), _) => Whose::Account(account),
                (None, [Scope::Role(role), ..]) => Whose::Program(*role),
                (None, _) => Whose::Program(Role::Reporter),
            };
            let new = NewToken {
                whose,
                scopes,
                title,
                label,
                expires,
            };
            let made = tokens::add(&bench.paper, by, &new).await?;
            Ok(Answer {
                secret: Some(made.secret),
                ..Answer::made(made.id)
            })
        }
        Tokens::Revoke { id } => {
            let id = named(&id)?;
            tokens::revoke(&bench.paper, by, id).await?;
            Ok(Answer::made(id))
        }
    }
}

/// The id of a token as typed.
pub(crate) fn named(id: &str) -> Result<TokenId> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Token,
        name: id.chars().take(80).collect(),
    };
    Ok(TokenId::parse(id.trim()).ok_or_else(unknown)?)
}

fn unknown_scope(word: &str) -> Refusal {
    Refusal::Unfit {
        field: "scope",
        value: word.chars().take(80).collect(),
        wants: "read, editor, article.publish",
    }
}
