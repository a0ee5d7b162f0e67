//! Answers already given, so that a program that asks twice with the same key has its deed done once.
//!
//! A key is claimed before the deed and its answer kept after it. What was claimed and never answered, because the
//! process died in between, stays claimed: nobody knows whether the deed was done, so it is not done again.

use crate::articles::redacting::blanking::Needles;
use crate::id::TokenId;
use crate::{Paper, Result};
use jiff::SignedDuration;

/// Hours a key is remembered.
pub const KEEP_HOURS: i64 = 24;
/// Longest key, bytes.
pub const KEY_BYTES_MAX: usize = 255;

/// Answers looked through at once.
const ANSWERS_AT_ONCE: u32 = 50;

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: it is claimed now, and the deed is to be done.
    New,
    /// The same request is being answered.
    Running,
    /// Another request came with it.
    Other,
    /// It was answered.
    Answered(Answer),
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u32,
    /// Headers worth keeping, as JSON.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Claims a key of a token for a request, named by its hash. What is older than [`KEEP_HOURS`] is forgotten.
pub async fn claim(paper: &Paper, token: TokenId, key: &str, request: &[u8]) -> Result<Claim> {
    let mut tx = paper.begin().await?;
    let old = tx
        .now
        .checked_sub(SignedDuration::from_hours(KEEP_HOURS))
        .unwrap_or(tx.now);
    tx.session
        .exec("DELETE FROM answered WHERE at < $1", (old,))
        .await?;
    let claimed = tx
        .session
        .exec(
            "INSERT INTO answered (token_id, key, request, headers, body, at) VALUES ($1, $2, $3, '', $4, $5)
             ON CONFLICT (token_id, key) DO NOTHING",
            (token, key, request, Vec::<u8>::new(), tx.now),
        )
        .await?;
    if claimed == 1 {
        tx.session.commit().await?;
        return Ok(Claim::New);
    }
    let (known, status, headers, body): (Vec<u8>, Option<u32>, String, Vec<u8>) = tx
        .session
        .one(
            "SELECT request, status, headers, body FROM answered WHERE token_id = $1 AND key = $2",
            (token, key),
        )
        .await?;
    Ok(match status {
        _ if known != request => Claim::Other,
        None => Claim::Running,
        Some(status) => Claim::Answered(Answer {
            status,
            headers,
            body,
        }),
    })
}

/// Keeps the answer that was given.
pub async fn keep(paper: &Paper, token: TokenId, key: &str, answer: &Answer) -> Result<()> {
    let mut tx = paper.begin().await?;
    tx.session
        .exec(
            "UPDATE answered SET status = $3, headers = $4, body = $5 WHERE token_id = $1 AND key = $2",
            (token, key, answer.status, &answer.headers, answer.body.clone()),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}

/// Blanks words in the answers that are kept: a program that asks again must not be told what a redaction took away.
pub(crate) async fn blank(paper: &Paper, needles: &Needles) -> Result<()> {
    let mut after: (Vec<u8>, String) = (Vec::new(), String::new());
    loop {
        let mut session = paper.read().await?;
        let kept: Vec<(Vec<u8>, String, Vec<u8>)> = session
            .all(
                "SELECT token_id, key, body FROM answered WHERE (token_id, key) > ($1, $2) AND status IS NOT NULL
                  ORDER BY token_id, key LIMIT $3",
                (&after.0[..], &after.1, ANSWERS_AT_ONCE),
            )
            .await?;
        drop(session);
        let Some((token, key, _)) = kept.last() else {
            return Ok(());
        };
        after = (token.clone(), key.clone());
        for (token, key, mut body) in kept {
            if needles.blank_document(&mut body)? == 0 {
                continue;
            }
            let mut tx = paper.begin().await?;
            tx.session
                .exec(
                    "UPDATE answered SET body = $3 WHERE token_id = $1 AND key = $2",
                    (&token[..], &key, body),
                )
                .await?;
            tx.session.commit().await?;
        }
    }
}

/// Gives a key back, if nothing was done with it: what broke may have broken after the deed was committed, and then the
/// same request would do it twice. A deed of the token's account since the claim counts as that one, also where it was
/// another of its requests: then nobody knows, and the key stays claimed.
pub async fn let_go(paper: &Paper, token: TokenId, key: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    tx.session
        .exec(
            "DELETE FROM answered WHERE token_id = $1 AND key = $2 AND status IS NULL
                AND NOT EXISTS (SELECT 1 FROM audit d JOIN tokens t ON t.account_id = d.account_id
                                 WHERE t.id = $1 AND d.at >= answered.at)",
            (token, key),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}
