//! Coming in: a password, then a code where the account has a second factor. Passkeys are in [`super::passkeys`].

use super::guessing::{self, Count};
use super::hashing::{self, Verdict};
use super::sessions::{self, New};
use super::{Came, Whence, passwords, second};
use crate::audit;
use crate::changes::Traces;
use crate::comments::privacy;
use crate::db::Session;
use crate::id::{AccountId, DeviceId};
use crate::jobs;
use crate::paper::Tx;
use crate::secrets;
use crate::words::SLUG_CHARS_MAX;
use crate::{Actor, Paper, Refusal, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Minutes somebody has to give the second factor after the password.
pub const HALF_MINUTES: i64 = 10;
/// Codes that may be tried for one password given.
pub const HALF_TRIES_MAX: u32 = 5;
/// Ways halfway in of one account; the one that ends first goes when there would be more.
const HALVES_MAX: u32 = 50;
/// Browsers of one account that are known by a cookie; the one unused for longest is forgotten when there would be more.
pub const DEVICES_MAX: u32 = 20;
/// Days without a sign-in after which a browser is forgotten: how long its cookie is worth keeping.
pub const DEVICE_DAYS: i64 = 365;

/// Somebody has come in.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// What the cookie of the session holds. Nobody can read it again.
    pub secret: String,
    /// What the long-lived cookie of this browser holds from now on.
    pub device: String,
    /// The cookie of the session is to outlive the browser's closing, by [`sessions::STAY_DAYS_MAX`].
    pub stays: bool,
}

/// Somebody gave the right password and owes the second factor.
#[derive(Clone, PartialEq, Eq)]
pub struct Half {
    /// What takes them further, for [`HALF_MINUTES`].
    pub secret: String,
    /// A code of their generator will do.
    pub generator: bool,
    /// So will a passkey, which opens the door by itself: [`super::passkeys::begin_entry`].
    pub passkey: bool,
}

/// What became of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// The door is open.
    In(Opened),
    /// The second factor is owed.
    Half(Half),
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened")
    }
}

impl std::fmt::Debug for Half {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Half")
    }
}

/// Comes in with a password. `stay` keeps the session for days.
///
/// # Errors
/// [`Refusal::SignInFailed`], in the same words and after the same work whether there is no such account, it is closed, has no
/// password, or has another one. [`Refusal::SlowDown`] while the next try must wait, whoever's name it is.
pub async fn with_password(
    paper: &Paper,
    from: Whence<'_>,
    handle: &str,
    password: &str,
    stay: bool,
) -> Result<Entered> {
    let handle: String = handle.trim().chars().take(SLUG_CHARS_MAX).collect();
    let handle = handle.to_lowercase();
    let came = from.came(paper).await?;
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let device = device_of(&mut tx, came.device, &handle).await?;
    let counts = match device {
        Some(device) => vec![Count::of_device(device)],
        None => {
            hashing::has_room(paper)?;
            vec![
                Count::of_name(&secret, &handle)?,
                Count::of_network(&came.address),
            ]
        }
    };
    guessing::try_one(&mut tx, &counts).await?;
    let row: Option<(AccountId, String)> = tx
        .session
        .opt(
            "SELECT a.id, p.hash FROM accounts a JOIN passwords p ON p.account_id = a.id WHERE a.handle = $1 AND a.active = 1",
            (&handle,),
        )
        .await?;
    jobs::daily(&mut tx, jobs::Kind::ForgetReaders, privacy::JOB).await?;
    // Counted before it is judged; bookkeeping, without a row of changes.
    tx.session.commit().await?;

    let (account, kept) = row.unzip();
    let password = passwords::normal(password).unwrap_or_default();
    let verdict = hashing::verify(paper, &password, kept.clone()).await?;
    let network = sessions::network_word(&came.address.0);
    let (Some(account), Some(kept)) = (account, kept) else {
        // What was typed is not told: it may be a password, in the wrong field.
        tracing::warn!(
            network,
            "A sign-in from {network} for no account that has a password"
        );
        return Err(Refusal::SignInFailed.into());
    };
    if verdict == Verdict::Wrong {
        tracing::warn!(
            account = handle,
            network,
            "A wrong password for {handle} from {network}"
        );
        return Err(Refusal::SignInFailed.into());
    }
    let renewed = match verdict {
        Verdict::RightAndOld => Some(hashing::hash(paper, &password).await?),
        _ => None,
    };
    let mut tx = paper.begin().await?;
    still(&mut tx, account, &kept).await?;
    guessing::was_right(&mut tx, &counts).await?;
    if let Some(hash) = renewed {
        tx.session
            .exec(
                "UPDATE passwords SET hash = $2 WHERE account_id = $1",
                (account, &hash),
            )
            .await?;
    }
    further(tx, account, &came, stay, "password").await
}

/// Says no if the account was closed or its password changed while it was being hashed.
async fn still(tx: &mut Tx, account: AccountId, kept: &str) -> Result<()> {
    let row: Option<(AccountId,)> = tx
        .session
        .opt(
            "SELECT a.id FROM accounts a JOIN passwords p ON p.account_id = a.id WHERE a.id = $1 AND a.active = 1 AND p.hash = $2",
            (account, kept),
        )
        .await?;
    match row {
        Some(_) => Ok(()),
        None => Err(Refusal::SignInFailed.into()),
    }
}

/// Opens the door to who gave the right password or link, or asks for the second factor where the account has one.
pub(super) async fn further(
    tx: Tx,
    account: AccountId,
    came: &Came<'_>,
    stays: bool,
    by: &'static str,
) -> Result<Entered> {
    let mut tx = tx;
    let (generator, passkey) = second::kinds(&mut tx.session, account).await?;
    if !generator && !passkey {
        return Ok(Entered::In(
            complete(tx, account, came, stays, (by, false)).await?,
        ));
    }
    tx.session
        .exec(
            "DELETE FROM half_entries WHERE account_id = $1 AND hash NOT IN
                (SELECT hash FROM half_entries WHERE account_id = $1 AND ends_at > $2 ORDER BY ends_at DESC, hash LIMIT $3)",
            (account, tx.now, HALVES_MAX - 1),
        )
        .await?;
    let secret = super::draw(&tx.paper)?;
    let ends = SignedDuration::from_mins(HALF_MINUTES);
    tx.session
        .exec(
            "INSERT INTO half_entries (hash, account_id, stays, tries, ends_at) VALUES ($1, $2, $3, 0, $4)",
            (
                super::hash(&secret),
                account,
                stays,
                tx.now.checked_add(ends).unwrap_or(tx.now),
            ),
        )
        .await?;
    tx.commit("session.half", &Traces::default()).await?;
    Ok(Entered::Half(Half {
        secret,
        generator,
        passkey,
    }))
}

/// Gives the second factor after the password: a code of the generator, or a recovery code, which is spent by it.
///
/// # Errors
/// [`Refusal::CodeWrong`] for a code that is wrong, over, or was used; [`Refusal::SignedOut`] after too many of them, or when the
/// password was given too long ago; [`Refusal::SlowDown`] while the next try must wait.
pub async fn with_code(paper: &Paper, from: Whence<'_>, half: &str, code: &str) -> Result<Opened> {
    if !super::shaped(half) {
        return Err(Refusal::SignedOut.into());
    }
    let came = from.came(paper).await?;
    let mut tx = paper.begin().await?;
    let row: Option<(AccountId, String, bool)> = tx
        .session
        .opt(
            "SELECT h.account_id, a.handle, h.stays FROM half_entries h JOIN accounts a ON a.id = h.account_id
              WHERE h.hash = $1 AND h.ends_at > $2 AND h.tries < $3 AND a.active = 1",
            (super::hash(half), tx.now, HALF_TRIES_MAX),
        )
        .await?;
    let (account, handle, stays) = row.ok_or(Refusal::SignedOut)?;
    let counts = match device_of(&mut tx, came.device, &handle).await? {
        Some(device) => [Count::of_device_codes(device)],
        None => [Count::of_codes(account)],
    };
    guessing::try_one(&mut tx, &counts).await?;
    tx.session
        .exec(
            "UPDATE half_entries SET tries = tries + 1 WHERE hash = $1",
            (super::hash(half),),
        )
        .await?;
    let Some(kind) = second::takes(&mut tx, account, code).await? else {
        let network = sessions::network_word(&came.address.0);
        tracing::warn!(
            account = handle,
            network,
            "A wrong code for {handle} from {network}"
        );
        tx.session.commit().await?;
        return Err(Refusal::CodeWrong.into());
    };
    guessing::was_right(&mut tx, &counts).await?;
    tx.session
        .exec(
            "DELETE FROM half_entries WHERE hash = $1",
            (super::hash(half),),
        )
        .await?;
    complete(tx, account, &came, stays, (kind, true)).await
}

/// Opens the session, knows the browser again, leaves the audit line. `(by what, with a second factor)`.
pub(super) async fn complete(
    tx: Tx,
    account: AccountId,
    came: &Came<'_>,
    stays: bool,
    (by, second_factor): (&'static str, bool),
) -> Result<Opened> {
    let mut tx = tx;
    let new = New {
        account,
        stays,
        second_factor,
        came,
    };
    let secret = sessions::open(&mut tx, &new).await?;
    let device = know_device(&mut tx, account, came.device).await?;
    let actor = Actor::by_id(&mut tx.session, account).await?;
    let detail = json!({"by": by, "second_factor": second_factor, "agent": came.agent,
        "network": sessions::network_word(&came.address.0)});
    audit::of_oneself(&mut tx, &actor, "session.open", detail).await?;
    jobs::daily(&mut tx, jobs::Kind::ForgetReaders, privacy::JOB).await?;
    tx.commit("session.open", &Traces::default()).await?;
    Ok(Opened {
        secret,
        device,
        stays,
    })
}

/// Before this, a browser's last sign-in is too long ago.
pub(super) fn device_since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * DEVICE_DAYS))
        .unwrap_or(Timestamp::MIN)
}

/// The browser, if its cookie says that it has signed in to the account with this handle before.
async fn device_of(tx: &mut Tx, cookie: Option<&str>, handle: &str) -> Result<Option<DeviceId>> {
    let Some(cookie) = cookie.filter(|cookie| super::shaped(cookie)) else {
        return Ok(None);
    };
    let row: Option<(DeviceId,)> = tx
        .session
        .opt(
            "SELECT d.id FROM devices d JOIN accounts a ON a.id = d.account_id
              WHERE d.hash = $1 AND a.handle = $2 AND d.used_at > $3",
            (super::hash(cookie), handle, device_since(tx.now)),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}

/// What the browser's cookie holds from now on: what it held, where that was of this account; else a new secret.
async fn know_device(tx: &mut Tx, account: AccountId, cookie: Option<&str>) -> Result<String> {
    if let Some(cookie) = cookie.filter(|cookie| super::shaped(cookie)) {
        let known = tx
            .session
            .exec(
                "UPDATE devices SET used_at = $3 WHERE hash = $1 AND account_id = $2 AND used_at > $4",
                (super::hash(cookie), account, tx.now, device_since(tx.now)),
            )
            .await?;
        if known > 0 {
            return Ok(cookie.to_owned());
        }
    }
    let secret = super::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO devices (id, account_id, hash, made_at, used_at) VALUES ($1, $2, $3, $4, $4)",
            (
                DeviceId::draw(&tx.paper)?,
                account,
                super::hash(&secret),
                tx.now,
            ),
        )
        .await?;
    tx.session
        .exec(
            "DELETE FROM devices WHERE account_id = $1 AND id NOT IN
                (SELECT id FROM devices WHERE account_id = $1 ORDER BY used_at DESC, id DESC LIMIT $2)",
            (account, DEVICES_MAX),
        )
        .await?;
    Ok(secret)
}

/// Forgets the browsers of an account.
pub(crate) async fn forget_devices(session: &mut Session, account: AccountId) -> Result<()> {
    session
        .exec("DELETE FROM devices WHERE account_id = $1", (account,))
        .await?;
    Ok(())
}
