//! Who is signed in: sessions, kept by the hash of the secret in a cookie.

use super::standing::Stay;
use super::{Came, settings};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{AccountId, SectionId, SessionId, TitleId};
use crate::paper::Tx;
use crate::rights::{Deed, Role};
use crate::words;
use crate::{Actor, Fault, Paper, Refusal, Result, Thing};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Hours after which a session that nobody uses is over: who has gone home has gone out.
pub const IDLE_HOURS: i64 = 12;
/// Hours after which a session is over, used or not (NIST SP 800-63B, AAL2: a day at most).
pub const HOURS_MAX: i64 = 24;
/// Days after which a session that nobody uses is over where the person chose to stay signed in: a holiday.
pub const STAY_IDLE_DAYS: i64 = 14;
/// Days after which it is over, used or not, where the person chose to stay signed in.
pub const STAY_DAYS_MAX: i64 = 30;
/// Minutes for which a factor that was given counts for the deeds that [want proof](crate::rights::Deed::wants_proof).
pub const PROOF_MINUTES: i64 = 10;
/// Sessions of one account; the one unused for longest ends when there would be more.
pub const SESSIONS_MAX: u32 = 50;
/// Longest name of a browser that is kept, characters.
pub const AGENT_CHARS_MAX: usize = 200;
/// How exactly the last use is known, seconds: finer, and every page would write.
const USE_SECONDS: i64 = 300;
/// Bytes of a network's hash that are shown, so that people tell one from another.
const NETWORK_SHOWN_BYTES: usize = 4;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// Who does deeds in it. Each verb asks again whether the session stands.
    pub actor: Actor,
    /// The language the account is spoken to in: `it` or `en`.
    pub language: String,
    /// What the account is, and where.
    pub grants: Vec<Granted>,
    /// A second factor was given, or a passkey that checked who the person is.
    pub second_factor: bool,
    /// The account's roles want a second factor and this session has none: it may do nothing but enrol one.
    pub factor_wanted: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When a factor was last given.
    pub proved_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

/// A role, on a title (all if `None`) and a section of it (all if `None`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// The role.
    pub role: Role,
    /// The title.
    pub title: Option<TitleId>,
    /// The section.
    pub section: Option<SectionId>,
}

/// Uses before this instant are too long ago, in a session that does not stay and in one that does.
pub(super) fn idle_since(now: Timestamp) -> (Timestamp, Timestamp) {
    let before = |hours| {
        now.checked_sub(SignedDuration::from_hours(hours))
            .unwrap_or(Timestamp::MIN)
    };
    (before(IDLE_HOURS), before(24 * STAY_IDLE_DAYS))
}

/// What is kept of a browser's name.
pub(super) fn agent(text: &str) -> String {
    let bounded: String = text.chars().take(4 * AGENT_CHARS_MAX).collect();
    let words: Vec<&str> = bounded.split_whitespace().collect();
    words::normal(&words.join(" "))
        .chars()
        .take(AGENT_CHARS_MAX)
        .collect()
}

/// A network as people are told of it: a word of eight characters, the same for the same network.
pub(super) fn network_word(hash: &[u8]) -> String {
    hex::encode(hash.get(..NETWORK_SHOWN_BYTES).unwrap_or_default())
}

/// Who is signed in with what a cookie holds. `None` if it is none of ours, was ended, is over, or its account was closed.
///
/// Notes the use, once in five minutes at most.
pub async fn find(paper: &Paper, secret: &str) -> Result<Option<SignedIn>> {
    if !super::shaped(secret) {
        return Ok(None);
    }
    let now = paper.now();
    let (idle, stay_idle) = idle_since(now);
    let mut session = paper.read().await?;
    type Columns = (
        SessionId,
        AccountId,
        String,
        bool,
        Timestamp,
        Timestamp,
        Timestamp,
        Timestamp,
    );
    let row: Option<Columns> = session
        .opt(
            "SELECT s.id, s.account_id, a.language, s.second_factor, s.opened_at, s.used_at, s.proved_at, s.ends_at
               FROM sessions s JOIN accounts a ON a.id = s.account_id
              WHERE s.hash = $1 AND s.ends_at > $2 AND s.used_at > CASE WHEN s.stays = 1 THEN $4 ELSE $3 END AND a.active = 1",
            (super::hash(secret), now, idle, stay_idle),
        )
        .await?;
    let Some((id, account, language, second_factor, opened_at, used_at, proved_at, ends_at)) = row
    else {
        return Ok(None);
    };
    let factor_wanted = !second_factor && settings::wants_factor(&mut session, account).await?;
    let signed_in = SignedIn {
        session: id,
        actor: Actor::by_id(&mut session, account)
            .await?
            .staying(Stay { session: id }),
        language: settings::spoken(&mut session, &language).await?,
        grants: granted(&mut session, account).await?,
        second_factor,
        factor_wanted,
        opened_at,
        proved_at,
        ends_at,
    };
    drop(session);
    if now.duration_since(used_at).as_secs() >= USE_SECONDS {
        let mut tx = paper.begin().await?;
        tx.session
            .exec("UPDATE sessions SET used_at = $2 WHERE id = $1", (id, now))
            .await?;
        // No page, no deed and no right hangs on it: bookkeeping, without a row of changes.
        tx.session.commit().await?;
    }
    Ok(Some(signed_in))
}

async fn granted(session: &mut Session, account: AccountId) -> Result<Vec<Granted>> {
    let rows: Vec<(String, Option<TitleId>, Option<SectionId>)> = session
        .all(
            "SELECT role, title_id, section_id FROM grants WHERE account_id = $1 ORDER BY id",
            (account,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(role, title, section)| {
            Some(Granted {
                role: Role::parse(&role)?,
                title,
                section,
            })
        })
        .collect())
}

/// What a new session is.
pub(super) struct New<'a> {
    pub(super) account: AccountId,
    pub(super) stays: bool,
    pub(super) second_factor: bool,
    pub(super) came: &'a Came<'a>,
}

/// Opens a session and says its secret. A new one is drawn each time: what a cookie held before is never adopted.
pub(super) async fn open(tx: &mut Tx, new: &New<'_>) -> Result<String> {
    let lasts = match new.stays {
        true => SignedDuration::from_hours(24 * STAY_DAYS_MAX),
        false => SignedDuration::from_hours(HOURS_MAX),
    };
    let secret = super::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO sessions (id, account_id, hash, agent, address_hash, stays, second_factor, opened_at, used_at, proved_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)",
            (
                SessionId::draw(&tx.paper)?,
                new.account,
                super::hash(&secret),
                &new.came.agent,
                new.came.address.0.as_slice(),
                new.stays,
                new.second_factor,
                tx.now,
                tx.now.checked_add(lasts).unwrap_or(tx.now),
            ),
        )
        .await?;
    tx.session
        .exec(
            "DELETE FROM sessions WHERE account_id = $1 AND id NOT IN
                (SELECT id FROM sessions WHERE account_id = $1 ORDER BY used_at DESC, id DESC LIMIT $2)",
            (new.account, SESSIONS_MAX),
        )
        .await?;
    Ok(secret)
}

/// Notes that a factor was given in a session, and says its new secret: the old one opens nothing any more.
pub(super) async fn renew(tx: &mut Tx, id: SessionId, second_factor: bool) -> Result<String> {
    let secret = super::draw(&tx.paper)?;
    tx.session
        .exec(
            "UPDATE sessions SET hash = $2, proved_at = $3, used_at = $3,
                second_factor = CASE WHEN $4 = 1 THEN 1 ELSE second_factor END WHERE id = $1",
            (id, super::hash(&secret), tx.now, second_factor),
        )
        .await?;
    Ok(secret)
}

/// Ends every session of an account but `kept`, and entries halfway in. Says how many sessions it was.
pub(crate) async fn end_of(
    tx: &mut Tx,
    account: AccountId,
    kept: Option<SessionId>,
) -> Result<u64> {
    tx.session
        .exec("DELETE FROM half_entries WHERE account_id = $1", (account,))
        .await?;
    let ended = match kept {
        Some(kept) => {
            tx.session
                .exec(
                    "DELETE FROM sessions WHERE account_id = $1 AND id <> $2",
                    (account, kept),
                )
                .await?
        }
        None => {
            tx.session
                .exec("DELETE FROM sessions WHERE account_id = $1", (account,))
                .await?
        }
    };
    Ok(ended)
}

/// A session as shown to whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id, by which it is ended.
    pub id: SessionId,
    /// What the browser called itself; may be empty.
    pub agent: String,
    /// The network it was opened from, as a word of 8 characters: the same word, the same network.
    pub network: String,
    /// The person chose to stay signed in.
    pub stays: bool,
    /// A second factor was given in it.
    pub second_factor: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was last used, to five minutes.
    pub used_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// It is the one that asks.
    pub current: bool,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row) -> Result<Listed, Fault> {
        Ok(Listed {
            id: row.take()?,
            agent: row.take()?,
            network: network_word(&row.take::<Vec<u8>>()?),
            stays: row.take()?,
            second_factor: row.take()?,
            opened_at: row.take()?,
            used_at: row.take()?,
            ends_at: row.take()?,
            current: false,
        })
    }
}

/// The sessions of whoever asks, the last used on top; none for who comes without an account.
pub async fn list(paper: &Paper, by: &Actor) -> Result<Vec<Listed>> {
    let now = paper.now();
    let (idle, stay_idle) = idle_since(now);
    let mut session = paper.read().await?;
    let mut all: Vec<Listed> = session
        .all(
            "SELECT id, agent, address_hash, stays, second_factor, opened_at, used_at, ends_at FROM sessions
              WHERE account_id = $1 AND ends_at > $2 AND used_at > CASE WHEN stays = 1 THEN $4 ELSE $3 END
              ORDER BY used_at DESC, id DESC LIMIT $5",
            (by.account(), now, idle, stay_idle, SESSIONS_MAX),
        )
        .await?;
    for listed in &mut all {
        listed.current = by.stay().is_some_and(|stay| stay.session == listed.id);
    }
    Ok(all)
}

/// Ends a session: one of one's own, also the one that asks (signing out); or anybody's, with the right to keep accounts.
///
/// # Errors
/// Refused where there is no such session any more, and for other people's without the right.
pub async fn end(paper: &Paper, by: &Actor, id: SessionId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let row: Option<(AccountId, String)> = tx
        .session
        .opt(
            "SELECT a.id, a.handle FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id = $1",
            (id,),
        )
        .await?;
    let own = row
        .as_ref()
        .is_some_and(|(account, _)| by.account() == Some(*account));
    match own {
        true => drop(by.stands(&mut tx).await?),
        false => by.may(&mut tx, Deed::Grant, None, None).await?,
    }
    let (_, handle) = row.ok_or_else(|| Refusal::Unknown {
        thing: Thing::Session,
        name: id.to_string(),
    })?;
    tx.session
        .exec("DELETE FROM sessions WHERE id = $1", (id,))
        .await?;
    let detail = json!({"session": id, "account": handle, "ended": true});
    match own {
        true => audit::of_oneself(&mut tx, by, "session.end", detail).await?,
        false => audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?,
    }
    tx.commit("session.end", &Traces::default()).await?;
    Ok(())
}

/// Ends every session of whoever asks but the one that asks. Says how many.
///
/// # Errors
/// Refused for who does not come by a session.
pub async fn end_others(paper: &Paper, by: &Actor) -> Result<u64> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    let ended = end_of(&mut tx, account, Some(current)).await?;
    let detail = json!({"others": ended, "ended": true});
    audit::of_oneself(&mut tx, by, "session.end", detail).await?;
    tx.commit("session.end", &Traces::default()).await?;
    Ok(ended)
}

/// Ends every session of an account. Says how many.
///
/// # Errors
/// Refused without [`Deed::Grant`], and for an account there is not.
pub async fn end_all_of(paper: &Paper, by: &Actor, handle: &str) -> Result<u64> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    let account = super::account_named(&mut tx.session, handle).await?;
    let ended = end_of(&mut tx, account, None).await?;
    let detail = json!({"account": handle, "sessions": ended, "ended": true});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("session.end", &Traces::default()).await?;
    Ok(ended)
}
