//! Proving again who one is, for the deeds that [want it](crate::rights::Deed::wants_proof). With a passkey:
//! [`super::passkeys::prove`].

use super::guessing::{self, Count};
use super::hashing::{self, Verdict};
use super::{passwords, second, sessions};
use crate::audit;
use crate::changes::Traces;
use crate::id::SessionId;
use crate::paper::Tx;
use crate::{Actor, Paper, Refusal, Result};
use serde_json::json;

/// Gives the password again. Says the session's new secret; the old one opens nothing any more.
///
/// # Errors
/// [`Refusal::SignInFailed`] for another password, [`Refusal::SlowDown`] after many of them.
pub async fn with_password(paper: &Paper, by: &Actor, password: &str) -> Result<String> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    let counts = [Count::of_session(current)];
    guessing::try_one(&mut tx, &counts).await?;
    let row: Option<(String,)> = tx
        .session
        .opt(
            "SELECT hash FROM passwords WHERE account_id = $1",
            (account,),
        )
        .await?;
    tx.session.commit().await?;
    let kept = row.map(|(hash,)| hash);
    let password = passwords::normal(password).unwrap_or_default();
    if hashing::verify(paper, &password, kept).await? == Verdict::Wrong {
        tracing::warn!(
            account = by.handle(),
            "A wrong password, given again for {}",
            by.handle()
        );
        return Err(Refusal::SignInFailed.into());
    }
    let mut tx = paper.begin().await?;
    let (_, current) = by.stands(&mut tx).await?;
    guessing::was_right(&mut tx, &counts).await?;
    proved(tx, by, current, ("password", false)).await
}

/// Gives a code of the generator, or a recovery code, which is spent by it. Says the session's new secret.
///
/// # Errors
/// [`Refusal::CodeWrong`], [`Refusal::SlowDown`] after many of them.
pub async fn with_code(paper: &Paper, by: &Actor, code: &str) -> Result<String> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    let counts = [Count::of_session(current)];
    guessing::try_one(&mut tx, &counts).await?;
    let Some(kind) = second::takes(&mut tx, account, code).await? else {
        tx.session.commit().await?;
        tracing::warn!(account = by.handle(), "A wrong code for {}", by.handle());
        return Err(Refusal::CodeWrong.into());
    };
    guessing::was_right(&mut tx, &counts).await?;
    proved(tx, by, current, (kind, true)).await
}

/// Notes that a factor was given. `(by what, and it was a second one)`.
pub(super) async fn proved(
    tx: Tx,
    by: &Actor,
    current: SessionId,
    (kind, second_factor): (&'static str, bool),
) -> Result<String> {
    let mut tx = tx;
    let secret = sessions::renew(&mut tx, current, second_factor).await?;
    audit::of_oneself(&mut tx, by, "session.prove", json!({"by": kind})).await?;
    tx.commit("session.prove", &Traces::default()).await?;
    Ok(secret)
}
