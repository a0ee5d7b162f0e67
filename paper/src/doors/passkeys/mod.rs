//! Passkeys: credentials of Web Authentication that are found by the host alone and check who the person is, so that one opens
//! the door and counts as two factors.
//!
//! `begin_…` gives what the browser is asked, as `PublicKeyCredential.parse…OptionsFromJSON()` reads it; the verb beside it takes
//! what `toJSON()` of the credential gives. Each challenge is answered once, within [`CHALLENGE_MINUTES`], whatever comes of it.

mod cbor;
mod ceremony;

pub use ceremony::Site;

use super::second::{self, Added};
use super::{Whence, entering, proving};
use crate::audit;
use crate::buckets::Bucket;
use crate::changes::Traces;
use crate::comments::privacy;
use crate::db::{FromRow, Row, Session};
use crate::id::{AccountId, PasskeyId, SessionId};
use crate::paper::Tx;
use crate::words::{self, NAME_CHARS_MAX};
use crate::{Actor, Fault, Paper, Refusal, Result, Thing, jobs, network, secrets};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ceremony::{Checked, Unchecked, Used};
use entering::Opened;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Minutes a challenge waits for its answer.
pub const CHALLENGE_MINUTES: i64 = 5;
/// Passkeys of one account.
pub const PASSKEYS_MAX: u32 = 20;
/// Challenges that wait at once, of everybody.
const CHALLENGES_MAX: i64 = 10_000;
/// What is said to who comes when there are as many, seconds.
const BUSY_SECONDS: i64 = 30;
/// Challenges asked for from one network.
const ASKED: Bucket = Bucket {
    name: "passkey",
    holds: 60,
    an_hour: 600,
};

/// What a challenge is for: an answer to one is none to another.
const REGISTER: &str = "register";
const ENTER: &str = "enter";
const PROVE: &str = "prove";

/// A passkey as shown to whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id, by which it is named and removed.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last opened the door.
    pub used_at: Option<Timestamp>,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row) -> Result<Listed, Fault> {
        Ok(Listed {
            id: row.take()?,
            name: row.take()?,
            created_at: row.take()?,
            used_at: row.take()?,
        })
    }
}

/// The passkeys of an account, the oldest first.
pub(super) async fn of(session: &mut Session, account: AccountId) -> Result<Vec<Listed>> {
    Ok(session
        .all(
            "SELECT id, name, created_at, used_at FROM passkeys WHERE account_id = $1 ORDER BY id",
            (account,),
        )
        .await?)
}

/// Draws a challenge and keeps its hash.
async fn challenge(
    tx: &mut Tx,
    purpose: &'static str,
    session: Option<SessionId>,
) -> Result<String> {
    let (waiting,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM challenges WHERE ends_at > $1",
            (tx.now,),
        )
        .await?;
    if waiting >= CHALLENGES_MAX {
        return Err(Refusal::SlowDown {
            seconds: BUSY_SECONDS,
        }
        .into());
    }
    let challenge = super::draw(&tx.paper)?;
    let lasts = SignedDuration::from_mins(CHALLENGE_MINUTES);
    tx.session
        .exec(
            "INSERT INTO challenges (hash, purpose, session_id, ends_at) VALUES ($1, $2, $3, $4)",
            (
                super::hash(&challenge),
                purpose,
                session,
                tx.now.checked_add(lasts).unwrap_or(tx.now),
            ),
        )
        .await?;
    jobs::daily(tx, jobs::Kind::ForgetReaders, privacy::JOB).await?;
    Ok(challenge)
}

/// Whether the challenge is ours, for this purpose and session, and not answered yet. It is answered by this.
async fn answered(
    tx: &mut Tx,
    challenge: &str,
    purpose: &'static str,
    session: Option<SessionId>,
) -> Result<bool> {
    if !super::shaped(challenge) {
        return Ok(false);
    }
    let taken = tx
        .session
        .exec(
            "DELETE FROM challenges WHERE hash = $1 AND purpose = $2 AND ends_at > $3
                AND (session_id = $4 OR (session_id IS NULL AND $4 IS NULL))",
            (super::hash(challenge), purpose, tx.now, session),
        )
        .await?;
    Ok(taken > 0)
}

/// Says no, after what was taken is on disk: a challenge that was answered badly is answered too.
async fn unfit<T>(tx: Tx, why: &'static str) -> Result<T> {
    tracing::warn!("A passkey was refused: {why}");
    tx.session.commit().await?;
    Err(Refusal::PasskeyUnfit.into())
}

/// Where what was sent cannot even be read.
fn readable<T>(checked: Checked<T>) -> Result<T> {
    checked.map_err(|why| {
        tracing::warn!("A passkey was refused: {why}");
        Refusal::PasskeyUnfit.into()
    })
}

/// Asks a browser to make a passkey for whoever asks.
///
/// # Errors
/// Refused for who gave no factor a short while ago, and for an account with [`PASSKEYS_MAX`] of them.
pub async fn begin_registration(paper: &Paper, by: &Actor, at: Site<'_>) -> Result<Value> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    second::must_not_pass_by(&mut tx, account, current).await?;
    let known: Vec<(Vec<u8>,)> = tx
        .session
        .all(
            "SELECT credential FROM passkeys WHERE account_id = $1 ORDER BY id",
            (account,),
        )
        .await?;
    words::at_most("passkeys", known.len() + 1, PASSKEYS_MAX as usize)?;
    let challenge = challenge(&mut tx, REGISTER, Some(current)).await?;
    let name = network::find(&mut tx.session)
        .await?
        .map(|network| network.name)
        .unwrap_or_default();
    // No page, no deed and no right hangs on a question: bookkeeping, without a row of changes.
    tx.session.commit().await?;
    let known: Vec<Value> = known
        .iter()
        .map(|(id,)| json!({"type": "public-key", "id": URL_SAFE_NO_PAD.encode(id)}))
        .collect();
    let offered: Vec<Value> = ceremony::ALGORITHMS
        .iter()
        .map(|algorithm| json!({"type": "public-key", "alg": algorithm}))
        .collect();
    Ok(json!({
        "rp": {"id": at.host, "name": name},
        "user": {
            "id": URL_SAFE_NO_PAD.encode(account.bytes()),
            "name": by.handle(),
            "displayName": by.name(),
        },
        "challenge": challenge,
        "pubKeyCredParams": offered,
        "timeout": CHALLENGE_MINUTES * 60_000,
        "excludeCredentials": known,
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        },
        "attestation": "none",
    }))
}

/// Adds the passkey a browser made. Every other session of the account ends.
///
/// # Errors
/// [`Refusal::PasskeyUnfit`] for an answer that does not fit what was asked, or comes twice.
pub async fn register(
    paper: &Paper,
    by: &Actor,
    at: Site<'_>,
    answer: &str,
    name: &str,
) -> Result<Added> {
    let name = words::seen("name", words::line("name", name, NAME_CHARS_MAX)?)?;
    let new = readable(ceremony::new_key(answer))?;
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    second::must_not_pass_by(&mut tx, account, current).await?;
    if !answered(&mut tx, &new.challenge, REGISTER, Some(current)).await? {
        return unfit(tx, "it answers no challenge of ours").await;
    }
    let key = match new.check(&at) {
        Ok(key) => key,
        Err(why) => return unfit(tx, why).await,
    };
    let known: Option<(PasskeyId,)> = tx
        .session
        .opt(
            "SELECT id FROM passkeys WHERE credential = $1",
            (key.credential.as_slice(),),
        )
        .await?;
    if known.is_some() {
        return unfit(tx, "it is known already").await;
    }
    let id = PasskeyId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO passkeys (id, account_id, credential, public_key, counter, name, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            (
                id,
                account,
                key.credential,
                key.public_key,
                key.counter,
                &name,
                tx.now,
            ),
        )
        .await?;
    let detail = json!({"passkey": id, "name": name});
    second::added(tx, by, (account, current), detail).await
}

/// Asks a browser for any passkey it has for the newsroom. Nobody needs to say their name first.
///
/// # Errors
/// [`Refusal::SlowDown`] where a network asks very often.
pub async fn begin_entry(paper: &Paper, from: Whence<'_>, at: Site<'_>) -> Result<Value> {
    let came = from.came(paper).await?;
    let key = secrets::network(paper)
        .await?
        .hash(ASKED.name, &[&came.address.0])?;
    let mut tx = paper.begin().await?;
    let fits = ASKED.take(&mut tx, &key).await?;
    if !fits {
        let minutes = ASKED.wait(&mut tx.session, &key, paper.now()).await?;
        tx.session.commit().await?;
        return Err(Refusal::SlowDown {
            seconds: 60 * minutes.max(1),
        }
        .into());
    }
    let challenge = challenge(&mut tx, ENTER, None).await?;
    tx.session.commit().await?;
    Ok(asked(&challenge, at))
}

fn asked(challenge: &str, at: Site<'_>) -> Value {
    json!({
        "challenge": challenge,
        "timeout": CHALLENGE_MINUTES * 60_000,
        "rpId": at.host,
        "allowCredentials": [],
        "userVerification": "required",
    })
}

/// Comes in with a passkey, which counts as two factors.
///
/// # Errors
/// [`Refusal::PasskeyUnfit`] for one we do not know, of a closed account, or that does not fit what was asked.
pub async fn enter(
    paper: &Paper,
    from: Whence<'_>,
    at: Site<'_>,
    answer: &str,
    stay: bool,
) -> Result<Opened> {
    let used = readable(ceremony::used_key(answer))?;
    let came = from.came(paper).await?;
    let mut tx = paper.begin().await?;
    if !answered(&mut tx, &used.challenge, ENTER, None).await? {
        return unfit(tx, "it answers no challenge of ours").await;
    }
    let account = match check(&mut tx, &used, at).await? {
        Ok(account) => account,
        Err(why) => return unfit(tx, why).await,
    };
    entering::complete(tx, account, &came, stay, ("passkey", true)).await
}

/// Asks a browser for a passkey of whoever is in, to prove again who they are.
///
/// # Errors
/// Refused for who does not come by a session.
pub async fn begin_proof(paper: &Paper, by: &Actor, at: Site<'_>) -> Result<Value> {
    let mut tx = paper.begin().await?;
    let (_, current) = by.stands(&mut tx).await?;
    let challenge = challenge(&mut tx, PROVE, Some(current)).await?;
    tx.session.commit().await?;
    Ok(asked(&challenge, at))
}

/// Proves with a passkey who one is. Says the session's new secret; the old one opens nothing any more.
///
/// # Errors
/// [`Refusal::PasskeyUnfit`] for one of another account too.
pub async fn prove(paper: &Paper, by: &Actor, at: Site<'_>, answer: &str) -> Result<String> {
    let used = readable(ceremony::used_key(answer))?;
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    if !answered(&mut tx, &used.challenge, PROVE, Some(current)).await? {
        return unfit(tx, "it answers no challenge of ours").await;
    }
    match check(&mut tx, &used, at).await? {
        Ok(found) if found == account => {}
        Ok(_) => return unfit(tx, "it is somebody else's").await,
        Err(why) => return unfit(tx, why).await,
    }
    proving::proved(tx, by, current, ("passkey", true)).await
}

/// Whose passkey was used, if it is one of ours and all is right with it. Its counter and time of use are noted.
async fn check(tx: &mut Tx, used: &Unchecked<Used>, at: Site<'_>) -> Result<Checked<AccountId>> {
    type Columns = (PasskeyId, AccountId, Vec<u8>, u32, String);
    let row: Option<Columns> = tx
        .session
        .opt(
            "SELECT k.id, k.account_id, k.public_key, k.counter, k.name FROM passkeys k JOIN accounts a ON a.id = k.account_id
              WHERE k.credential = $1 AND a.active = 1",
            (used.credential(),),
        )
        .await?;
    let Some((id, account, public_key, counter, name)) = row else {
        return Ok(Err("it is none we know"));
    };
    let counted = match used.check(&at, &public_key, &account.bytes()) {
        Ok(counted) => counted,
        Err(why) => return Ok(Err(why)),
    };
    // §6.1.1: a counter that does not go up says that there may be two of one key. Keys without one always say 0.
    if (counted, counter) != (0, 0) && counted <= counter {
        let actor = Actor::by_id(&mut tx.session, account).await?;
        let detail = json!({"passkey": id, "name": name, "counter": counted, "before": counter});
        audit::of_oneself(tx, &actor, "passkey.copied", detail).await?;
        return Ok(Err("its counter went back: there may be two of it"));
    }
    tx.session
        .exec(
            "UPDATE passkeys SET counter = $2, used_at = $3 WHERE id = $1",
            (id, counted, tx.now),
        )
        .await?;
    Ok(Ok(account))
}

/// Calls a passkey of one's own something else.
///
/// # Errors
/// Refused for one that is not one's own.
pub async fn rename(paper: &Paper, by: &Actor, id: PasskeyId, name: &str) -> Result<()> {
    let name = words::seen("name", words::line("name", name, NAME_CHARS_MAX)?)?;
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    second::must_not_pass_by(&mut tx, account, current).await?;
    let renamed = tx
        .session
        .exec(
            "UPDATE passkeys SET name = $3 WHERE id = $1 AND account_id = $2",
            (id, account, &name),
        )
        .await?;
    if renamed == 0 {
        return Err(unknown(id));
    }
    let detail = json!({"passkey": id, "name": name});
    audit::of_oneself(&mut tx, by, "factor.name", detail).await?;
    tx.commit("factor.name", &Traces::default()).await?;
    Ok(())
}

/// Takes a passkey of one's own away. Every other session ends. Says the new secret of this one.
///
/// # Errors
/// As [`second::remove_generator`].
pub async fn remove(paper: &Paper, by: &Actor, id: PasskeyId) -> Result<String> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    second::must_not_pass_by(&mut tx, account, current).await?;
    let removed = tx
        .session
        .exec(
            "DELETE FROM passkeys WHERE id = $1 AND account_id = $2",
            (id, account),
        )
        .await?;
    if removed == 0 {
        return Err(unknown(id));
    }
    second::gone(
        tx,
        by,
        (account, current),
        json!({"passkey": id, "removed": true}),
    )
    .await
}

fn unknown(id: PasskeyId) -> crate::Error {
    Refusal::Unknown {
        thing: Thing::Passkey,
        name: id.to_string(),
    }
    .into()
}
