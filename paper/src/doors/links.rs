//! Links that let somebody choose a password, once: for who is new, and for who has forgotten theirs. They go by mail
//! ([`super::mails`]); where no mail is set, whoever keeps accounts hands them over.

use super::entering::{self, Entered};
use super::{Whence, hashing, passwords, sessions, settings};
use crate::actor::OPERATOR;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::AccountId;
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::{Actor, Paper, Refusal, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Hours an invitation is good for.
pub const INVITE_HOURS: i64 = 24;
/// Hours a link to a new password is good for.
pub const RESET_HOURS: i64 = 1;
/// Hours the link of a first start is good for.
pub const FIRST_HOURS: i64 = 24;

words! {
    /// What a link is for.
    Kind {
        /// Somebody new chooses a password.
        Invite = "invite",
        /// Somebody chooses another password.
        Reset = "reset",
        /// Nobody can sign in yet; whoever runs the machine begins.
        First = "first",
    }
}

impl Kind {
    pub(super) fn hours(self) -> i64 {
        match self {
            Kind::Invite => INVITE_HOURS,
            Kind::Reset => RESET_HOURS,
            Kind::First => FIRST_HOURS,
        }
    }
}

/// Makes the link by which somebody new comes in; the last part of its address. An earlier one is over.
///
/// # Errors
/// Refused without [`Deed::Grant`], for a closed account, and for one that can sign in already.
pub async fn invite(paper: &Paper, by: &Actor, handle: &str) -> Result<String> {
    make(paper, by, handle, Kind::Invite).await
}

/// Makes the link by which somebody chooses another password; the last part of its address. An earlier one is over. The second
/// factor stays: [`super::second::lift`] is for who has lost it too.
///
/// # Errors
/// Refused without [`Deed::Grant`], and for a closed account.
pub async fn reset(paper: &Paper, by: &Actor, handle: &str) -> Result<String> {
    make(paper, by, handle, Kind::Reset).await
}

async fn make(paper: &Paper, by: &Actor, handle: &str, kind: Kind) -> Result<String> {
    let mut tx = paper.begin().await?;
    let account = asked(&mut tx, by, handle, kind).await?;
    let (secret, _) = write(&mut tx, account, kind).await?;
    let detail = json!({"account": handle, "link": kind.word()});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("account.link", &Traces::default()).await?;
    Ok(secret)
}

/// The account a link is asked for, if whoever asks may have it made.
pub(super) async fn asked(tx: &mut Tx, by: &Actor, handle: &str, kind: Kind) -> Result<AccountId> {
    by.may(tx, Deed::Grant, None, None).await?;
    let account = super::account_named(&mut tx.session, handle).await?;
    let (active,): (bool,) = tx
        .session
        .one("SELECT active FROM accounts WHERE id = $1", (account,))
        .await?;
    let handle = handle.to_owned();
    if !active {
        return Err(Refusal::AccountClosed { handle }.into());
    }
    if kind == Kind::Invite && can_sign_in(&mut tx.session, account).await? {
        return Err(Refusal::CanSignIn { handle }.into());
    }
    Ok(account)
}

/// Whether an account has a password or a passkey.
pub(super) async fn can_sign_in(session: &mut Session, account: AccountId) -> Result<bool> {
    let (ways,): (i64,) = session
        .one(
            "SELECT (SELECT COUNT(*) FROM passwords WHERE account_id = $1)
                    + (SELECT COUNT(*) FROM passkeys WHERE account_id = $1)",
            (account,),
        )
        .await?;
    Ok(ways > 0)
}

/// Makes a link, and says its secret and until when it is good. One made before is over.
pub(super) async fn write(
    tx: &mut Tx,
    account: AccountId,
    kind: Kind,
) -> Result<(String, Timestamp)> {
    let secret = super::draw(&tx.paper)?;
    let lasts = SignedDuration::from_hours(kind.hours());
    let ends = tx.now.checked_add(lasts).unwrap_or(tx.now);
    tx.session
        .exec(
            "INSERT INTO door_links (account_id, hash, kind, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, kind = excluded.kind, made_at = excluded.made_at,
                ends_at = excluded.ends_at",
            (account, super::hash(&secret), kind.word(), tx.now, ends),
        )
        .await?;
    Ok((secret, ends))
}

/// Where nobody can sign in yet, the link by which whoever runs the machine begins; the last part of its address. The link of
/// an earlier start is over. `None` once anybody has a password or a passkey.
pub(super) async fn first(paper: &Paper) -> Result<Option<String>> {
    let mut tx = paper.begin().await?;
    let (ways,): (i64,) = tx
        .session
        .one(
            "SELECT (SELECT COUNT(*) FROM passwords p JOIN accounts a ON a.id = p.account_id WHERE a.active = 1)
                  + (SELECT COUNT(*) FROM passkeys k JOIN accounts a ON a.id = k.account_id WHERE a.active = 1)",
            (),
        )
        .await?;
    if ways > 0 {
        return Ok(None);
    }
    let Some((account, handle)) = keeper(&mut tx.session).await? else {
        return Ok(None);
    };
    let (secret, _) = write(&mut tx, account, Kind::First).await?;
    let detail = json!({"account": handle, "link": Kind::First.word()});
    let system = Actor::system();
    audit::note(&mut tx, &system, Deed::Grant, About::default(), detail).await?;
    tx.commit("account.link", &Traces::default()).await?;
    Ok(Some(secret))
}

/// The account that begins: the operator's, or another that may open accounts everywhere.
async fn keeper(session: &mut Session) -> Result<Option<(AccountId, String)>> {
    let rows: Vec<(AccountId, String, String)> = session
        .all(
            "SELECT a.id, a.handle, g.role FROM accounts a JOIN grants g ON g.account_id = a.id
              WHERE a.active = 1 AND g.title_id IS NULL AND g.section_id IS NULL ORDER BY a.id",
            (),
        )
        .await?;
    let mut keepers: Vec<(AccountId, String)> = rows
        .into_iter()
        .filter(|(_, _, role)| {
            crate::rights::Role::parse(role).is_some_and(|role| role.deeds().contains(&Deed::Grant))
        })
        .map(|(account, handle, _)| (account, handle))
        .collect();
    let operator = keepers.iter().position(|(_, handle)| handle == OPERATOR);
    Ok(match (operator, keepers.is_empty()) {
        (Some(at), _) => Some(keepers.swap_remove(at)),
        (None, false) => Some(keepers.swap_remove(0)),
        (None, true) => None,
    })
}

/// Whom a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub kind: Kind,
    /// The account.
    pub handle: String,
    /// The person.
    pub name: String,
    /// The language to speak to them.
    pub language: String,
    /// Least characters of the password they choose.
    pub chars_min: usize,
    /// Until when it is good.
    pub ends_at: Timestamp,
}

/// Whom a link is for. Changes nothing, so whoever looks at an address early (mail scanners do) does not spend it.
///
/// # Errors
/// [`Refusal::LinkSpent`] for one that was used, is over, was followed by a newer one, or never was.
pub async fn open(paper: &Paper, secret: &str) -> Result<Link> {
    let now = paper.now();
    let mut session = paper.read().await?;
    let found = find(&mut session, secret, now).await?;
    let beside = super::second::has_factor(&mut session, found.account).await?;
    Ok(Link {
        kind: found.kind,
        handle: found.handle,
        name: found.name,
        language: settings::spoken(&mut session, &found.language).await?,
        chars_min: match beside {
            true => passwords::CHARS_MIN_BESIDE_FACTOR,
            false => passwords::CHARS_MIN,
        },
        ends_at: found.ends_at,
    })
}

struct Found {
    account: AccountId,
    kind: Kind,
    handle: String,
    name: String,
    language: String,
    ends_at: Timestamp,
}

async fn find(session: &mut Session, secret: &str, now: Timestamp) -> Result<Found> {
    if !super::shaped(secret) {
        return Err(Refusal::LinkSpent.into());
    }
    let row: Option<(AccountId, String, String, String, String, Timestamp)> = session
        .opt(
            "SELECT l.account_id, l.kind, a.handle, a.name, a.language, l.ends_at FROM door_links l
               JOIN accounts a ON a.id = l.account_id WHERE l.hash = $1 AND l.ends_at > $2 AND a.active = 1",
            (super::hash(secret), now),
        )
        .await?;
    let (account, kind, handle, name, language, ends_at) = row.ok_or(Refusal::LinkSpent)?;
    Ok(Found {
        account,
        kind: Kind::parse(&kind).ok_or(Refusal::LinkSpent)?,
        handle,
        name,
        language,
        ends_at,
    })
}

/// Chooses a password by a link, which is spent by it. Every session of the account ends, and browsers that signed in before
/// are not known any more. Whoever has no second factor is in; the others owe it.
///
/// # Errors
/// [`Refusal::LinkSpent`], and a password that may not be one.
pub async fn spend(
    paper: &Paper,
    from: Whence<'_>,
    secret: &str,
    password: &str,
    stay: bool,
) -> Result<Entered> {
    let came = from.came(paper).await?;
    let now = paper.now();
    let mut session = paper.read().await?;
    let found = find(&mut session, secret, now).await?;
    let chosen = passwords::choose(&mut session, found.account, password).await?;
    drop(session);
    let hash = hashing::hash(paper, &chosen.text).await?;
    let mut tx = paper.begin().await?;
    // Asked again as the only writer: of two who come with one link, one chooses.
    let now = tx.now;
    let found = find(&mut tx.session, secret, now).await?;
    let account = found.account;
    if chosen.short && !super::second::has_factor(&mut tx.session, account).await? {
        return Err(Refusal::PasswordShort {
            least: passwords::CHARS_MIN,
        }
        .into());
    }
    passwords::keep(&mut tx, account, &hash, chosen.short).await?;
    let ended = sessions::end_of(&mut tx, account, None).await?;
    entering::forget_devices(&mut tx.session, account).await?;
    let actor = Actor::by_id(&mut tx.session, account).await?;
    let detail = json!({"link": found.kind.word(), "sessions_ended": ended});
    audit::of_oneself(&mut tx, &actor, "password.set", detail).await?;
    entering::further(tx, account, &came, stay, "link").await
}

/// Ends the link of an account.
pub(crate) async fn end(session: &mut Session, account: AccountId) -> Result<()> {
    session
        .exec("DELETE FROM door_links WHERE account_id = $1", (account,))
        .await?;
    Ok(())
}
