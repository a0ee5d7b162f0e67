//! The address mails to an account go to. It is personal data of who works here: readers never see it, whoever keeps
//! accounts does.

use super::mails::{self, Change};
use super::{links, second, sessions};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::AccountId;
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Actor, Paper, Refusal, Result, words};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Accounts that share one address and are looked at.
const SHARED_MAX: u32 = 200;

/// The address of whoever asks; empty where they have none.
pub async fn own(session: &mut Session, by: &Actor) -> Result<String> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT email FROM accounts WHERE id = $1",
            (by.account().ok_or(Refusal::SignedOut)?,),
        )
        .await?;
    Ok(row.map(|(address,)| address).unwrap_or_default())
}

/// Changes one's own address; an empty one takes it away. The old address and the new one are told, a link sent to the old one
/// opens nothing any more, and every other session ends. Says the new secret of this one.
///
/// # Errors
/// Refused for who gave no factor a short while ago, and for what is no address.
pub async fn change(paper: &Paper, by: &Actor, address: &str) -> Result<String> {
    let address = words::optional_email("email", address)?;
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    second::must_not_pass_by(&mut tx, account, current).await?;
    keep(&mut tx, account, &address).await?;
    sessions::end_of(&mut tx, account, Some(current)).await?;
    let secret = sessions::renew(&mut tx, current, false).await?;
    let detail = json!({"address": "changed"});
    audit::of_oneself(&mut tx, by, "account.address", detail).await?;
    tx.commit("account.address", &Traces::default()).await?;
    Ok(secret)
}

/// Changes the address of an account. The old address and the new one are told, and a link sent to the old one opens nothing
/// any more.
///
/// # Errors
/// Refused without [`Deed::Grant`], for an account there is not, and for what is no address.
pub async fn set(paper: &Paper, by: &Actor, handle: &str, address: &str) -> Result<()> {
    let address = words::optional_email("email", address)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    let account = super::account_named(&mut tx.session, handle).await?;
    keep(&mut tx, account, &address).await?;
    let detail = json!({"account": handle, "address": "changed"});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("account.address", &Traces::default()).await?;
    Ok(())
}

/// Accounts whose mail goes to an address in small letters; none for an empty one.
pub(crate) async fn written_to(session: &mut Session, address: &str) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = session
        .all(
            "SELECT id FROM accounts WHERE email <> '' AND LOWER(email) = $1 ORDER BY id LIMIT $2",
            (address, SHARED_MAX),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What an account keeps of whose it is, to be handed over.
pub(crate) async fn kept_of(session: &mut Session, account: AccountId) -> Result<Value> {
    let (handle, name, email, opened): (String, String, String, Timestamp) = session
        .one(
            "SELECT handle, name, email, created_at FROM accounts WHERE id = $1",
            (account,),
        )
        .await?;
    Ok(json!({"account": handle, "name": name, "email": email, "opened": opened}))
}

/// Erases an account's address, with whatever was to go there. The name stays in histories: who answers for a text is not
/// forgotten.
pub(crate) async fn erase(tx: &mut Tx, account: AccountId) -> Result<()> {
    for sql in [
        "UPDATE accounts SET email = '' WHERE id = $1",
        "DELETE FROM mails WHERE account_id = $1",
        "DELETE FROM door_links WHERE account_id = $1",
    ] {
        tx.session.exec(sql, (account,)).await?;
    }
    Ok(())
}

async fn keep(tx: &mut Tx, account: AccountId, address: &str) -> Result<()> {
    let (before,): (String,) = tx
        .session
        .one("SELECT email FROM accounts WHERE id = $1", (account,))
        .await?;
    if before == address {
        return Ok(());
    }
    mails::tell(tx, account, Change::Address).await?;
    tx.session
        .exec(
            "UPDATE accounts SET email = $2 WHERE id = $1",
            (account, address),
        )
        .await?;
    links::end(&mut tx.session, account).await?;
    mails::tell(tx, account, Change::Address).await
}
