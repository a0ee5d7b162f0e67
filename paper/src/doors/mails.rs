//! Mails to accounts: the link of an invitation or a reset, word that something was changed at the account's doors, and a
//! trial of the mail server. Where no mail is set, or an account has no address, no mail is queued and links are handed
//! over by whoever makes them.
//!
//! A mail is queued in the transaction of the deed that wants it, and written by the job that sends it ([`write`]). Only
//! then is the secret of a link drawn, and only its hash is kept: neither the table of mails nor that of jobs ever holds
//! what opens a door. A mail that is tried again therefore brings another link, and the one before it is over.

use super::{Whence, links, settings};
use crate::audit::{self, About};
use crate::buckets::Bucket;
use crate::changes::Traces;
use crate::comments::privacy;
use crate::id::{AccountId, MailId};
use crate::jobs::{self, Kind as Job};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::secrets::{self, KeyedHash};
use crate::words::EMAIL_CHARS_MAX;
use crate::{Actor, Fault, Paper, Refusal, Result, network, titles};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// What may be asked for from one network by who has forgotten a password.
const FROM_NETWORK: Bucket = Bucket {
    name: "mail network",
    holds: 10,
    an_hour: 10,
};
/// What may be asked for by everybody together.
const OVERALL: Bucket = Bucket {
    name: "mail all",
    holds: 300,
    an_hour: 300,
};
/// Mails to one account that strangers may cause. In any hour that is at most [`ASKED_AN_HOUR_MAX`]. What does not fit is
/// not counted, so that nobody who asks without end keeps the owner from getting the next one.
const TO_ACCOUNT: Bucket = Bucket {
    name: "mail account",
    holds: 2,
    an_hour: 1,
};
/// Mails to one account in any hour that somebody who has not signed in can cause.
pub const ASKED_AN_HOUR_MAX: u32 = TO_ACCOUNT.holds + TO_ACCOUNT.an_hour;
/// Hours after which word of a change is no news any more, and a mail that could not be sent is given up.
const NEWS_HOURS: i64 = 72;
/// Hours after which a trial is given up.
const TRIAL_HOURS: i64 = 1;

words! {
    /// What a mail is for.
    Kind {
        /// The link by which somebody new chooses a password.
        Invite = "invite",
        /// The link by which somebody chooses another password, sent by whoever keeps accounts.
        Reset = "reset",
        /// The same, asked for by somebody who says that they have forgotten theirs.
        Forgotten = "forgotten",
        /// Something was changed at the account's doors.
        Changed = "changed",
        /// Shows that mails arrive.
        Trial = "trial",
    }
}

words! {
    /// What was changed at an account's doors.
    Change {
        /// The password.
        Password = "password",
        /// A code generator or passkey was added.
        FactorAdded = "factor-added",
        /// A code generator or passkey was removed.
        FactorRemoved = "factor-removed",
        /// Whoever keeps accounts took all second factors away.
        FactorsLifted = "factors-lifted",
        /// New recovery codes were made.
        Codes = "codes",
        /// The address mails go to.
        Address = "address",
    }
}

/// The mail server mails are handed to, as people are told of it. Its password is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Host and port.
    pub server: String,
    /// `starttls`, `implicit` or `none`.
    pub tls: &'static str,
    /// The name signed in with; empty where nobody is asked for one.
    pub user: String,
    /// Whom mails are from, as it stands in them.
    pub from: String,
}

/// A mail, as it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// How often it was written, this time included.
    pub tries: u32,
    /// What it is for.
    pub kind: Kind,
    /// What was changed, in a mail that tells of it.
    pub change: Option<Change>,
    /// Where to.
    pub to: String,
    /// The person.
    pub name: String,
    /// Their account.
    pub handle: String,
    /// The language to speak to them: `it` or `en`.
    pub language: String,
    /// The network's name.
    pub network: String,
    /// The host of the newsroom.
    pub host: String,
    /// The path of the link, and until when it is good.
    pub link: Option<(String, Timestamp)>,
    /// When what it tells of happened.
    pub at: Timestamp,
    /// The zone times are told in, by its IANA name: that of the first title.
    pub zone: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail({})", self.id)
    }
}

/// A mail to be queued.
struct New<'a> {
    account: Option<AccountId>,
    kind: Kind,
    word: &'a str,
    address: &'a str,
    hours: i64,
}

async fn queue(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    let id = MailId::draw(&tx.paper)?;
    let lasts = SignedDuration::from_hours(new.hours);
    tx.session
        .exec(
            "INSERT INTO mails (id, account_id, kind, word, address, tries, made_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
            (
                id,
                new.account,
                new.kind.word(),
                new.word,
                new.address,
                tx.now,
                tx.now.checked_add(lasts).unwrap_or(tx.now),
            ),
        )
        .await?;
    let now = tx.now;
    jobs::queue(tx, Job::SendMail, &id.to_string(), now).await?;
    jobs::daily(tx, Job::ForgetReaders, privacy::JOB).await
}

/// Says no where no mail is set, or the account has no address; else says the address.
async fn address_of(tx: &mut Tx, account: AccountId) -> Result<String> {
    must_be_set(&tx.paper)?;
    let (address,): (String,) = tx
        .session
        .one("SELECT email FROM accounts WHERE id = $1", (account,))
        .await?;
    match address.as_str() {
        "" => Err(Refusal::NoMailAddress.into()),
        _ => Ok(address),
    }
}

fn must_be_set(paper: &Paper) -> Result<()> {
    match paper.mail_server() {
        Some(_) => Ok(()),
        None => Err(Refusal::NoMail.into()),
    }
}

/// Sends somebody new the link by which they come in. Says where to.
///
/// # Errors
/// As [`links::invite`]; and where no mail is set or the account has no address.
pub async fn invite(paper: &Paper, by: &Actor, handle: &str) -> Result<String> {
    send_link(paper, by, handle, Kind::Invite).await
}

/// Sends somebody the link by which they choose another password. Says where to.
///
/// # Errors
/// As [`links::reset`]; and where no mail is set or the account has no address.
pub async fn reset(paper: &Paper, by: &Actor, handle: &str) -> Result<String> {
    send_link(paper, by, handle, Kind::Reset).await
}

async fn send_link(paper: &Paper, by: &Actor, handle: &str, kind: Kind) -> Result<String> {
    let mut tx = paper.begin().await?;
    let of = link_of(kind);
    let account = links::asked(&mut tx, by, handle, of).await?;
    let address = address_of(&mut tx, account).await?;
    let new = New {
        account: Some(account),
        kind,
        word: "",
        address: "",
        hours: of.hours(),
    };
    queue(&mut tx, &new).await?;
    let detail = json!({"account": handle, "link": of.word(), "mail": true});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("account.mail", &Traces::default()).await?;
    Ok(address)
}

/// Which link a mail brings.
fn link_of(kind: Kind) -> links::Kind {
    match kind {
        Kind::Invite => links::Kind::Invite,
        _ => links::Kind::Reset,
    }
}

/// Takes the wish of somebody who says that they have forgotten their password: by their account's name, or by its address
/// where no other account has the same. Nothing is looked up here, so that the answer and the time it takes are the same
/// whether or not there is such an account; the job that writes the mail looks.
///
/// # Errors
/// [`Refusal::SlowDown`] for a network that has asked too often, or when everybody has; where no mail is set.
pub async fn forgotten(paper: &Paper, from: Whence<'_>, who: &str) -> Result<()> {
    must_be_set(paper)?;
    let secret = secrets::network(paper).await?;
    let came = from.came(paper).await?;
    let who: String = who.trim().chars().take(EMAIL_CHARS_MAX).collect();
    let mut tx = paper.begin().await?;
    for (bucket, key) in [
        (
            FROM_NETWORK,
            secret.hash(FROM_NETWORK.name, &[&came.address.0])?,
        ),
        (OVERALL, secret.hash(OVERALL.name, &[])?),
    ] {
        if !fits(&mut tx, bucket, &key).await? {
            let minutes = bucket.wait(&mut tx.session, &key, tx.now).await?;
            return Err(Refusal::SlowDown {
                seconds: 60 * minutes.max(1),
            }
            .into());
        }
    }
    let new = New {
        account: None,
        kind: Kind::Forgotten,
        word: &who.to_lowercase(),
        address: "",
        hours: links::RESET_HOURS,
    };
    queue(&mut tx, &new).await?;
    // Nothing has been decided yet: bookkeeping, without a row of changes.
    tx.session.commit().await?;
    Ok(())
}

/// Puts one into a bucket where it fits. What does not is not counted.
async fn fits(tx: &mut Tx, bucket: Bucket, key: &KeyedHash) -> Result<bool> {
    let now = tx.now;
    if bucket.wait(&mut tx.session, key, now).await? > 0 {
        return Ok(false);
    }
    Ok(bucket.take(tx, key).await?)
}

/// Tells an account that something was changed at its doors, where mail is set and it has an address. In the transaction of
/// the change; of an address that is changed, before.
pub(crate) async fn tell(tx: &mut Tx, account: AccountId, change: Change) -> Result<()> {
    if tx.paper.mail_server().is_none() {
        return Ok(());
    }
    let (address,): (String,) = tx
        .session
        .one("SELECT email FROM accounts WHERE id = $1", (account,))
        .await?;
    if address.is_empty() {
        return Ok(());
    }
    let new = New {
        account: Some(account),
        kind: Kind::Changed,
        word: change.word(),
        address: &address,
        hours: NEWS_HOURS,
    };
    queue(tx, &new).await
}

/// Sends one's own account a mail, to see that mails arrive. Says where to.
///
/// # Errors
/// Refused without [`Deed::Operate`]; where no mail is set or the account has no address.
pub async fn try_out(paper: &Paper, by: &Actor) -> Result<String> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Operate, None, None).await?;
    let account = by.account().ok_or(Refusal::SignedOut)?;
    let address = address_of(&mut tx, account).await?;
    let new = New {
        account: Some(account),
        kind: Kind::Trial,
        word: "",
        address: "",
        hours: TRIAL_HOURS,
    };
    queue(&mut tx, &new).await?;
    let detail = json!({"mail": "trial"});
    audit::note(&mut tx, by, Deed::Operate, About::default(), detail).await?;
    tx.commit("mail.trial", &Traces::default()).await?;
    Ok(address)
}

/// A mail that waits, as it is kept.
struct Waiting {
    kind: Kind,
    word: String,
    address: String,
    tries: u32,
    at: Timestamp,
}

/// To whom a mail goes.
struct Whom {
    account: AccountId,
    handle: String,
    name: String,
    language: String,
    address: String,
}

/// Writes the mail a job names, with the link it brings. `None` where there is nothing to send: it has gone already, its
/// time is over, the account was closed or has no address, or strangers have asked for too many.
pub async fn write(paper: &Paper, key: &str) -> Result<Option<Mail>> {
    let unknown = || Fault::new(format!("{key} names no mail"));
    let id = MailId::parse(key).ok_or_else(unknown)?;
    let mut tx = paper.begin().await?;
    let Some((account, waiting)) = waiting(&mut tx, id).await? else {
        return Ok(None);
    };
    let whom = match whom(&mut tx, account, &waiting).await? {
        Some(whom) if may_go(&mut tx, &whom, &waiting).await? => whom,
        _ => {
            drop_it(&mut tx, id).await?;
            tx.session.commit().await?;
            return Ok(None);
        }
    };
    let link = match waiting.kind {
        Kind::Invite | Kind::Reset | Kind::Forgotten => {
            let of = link_of(waiting.kind);
            let (secret, ends) = links::write(&mut tx, whom.account, of).await?;
            Some((super::link_path(&secret), ends))
        }
        Kind::Changed | Kind::Trial => None,
    };
    let mail = Mail {
        id,
        tries: waiting.tries + 1,
        kind: waiting.kind,
        change: Change::parse(&waiting.word).filter(|_| waiting.kind == Kind::Changed),
        language: settings::spoken(&mut tx.session, &whom.language).await?,
        to: whom.address,
        name: whom.name,
        handle: whom.handle,
        network: network::find(&mut tx.session)
            .await?
            .map(|network| network.name)
            .unwrap_or_default(),
        host: settings::host(&mut tx.session).await?.unwrap_or_default(),
        link,
        at: waiting.at,
        zone: zone(&mut tx).await?,
    };
    tx.session
        .exec(
            "UPDATE mails SET tries = $2 WHERE id = $1",
            (id, mail.tries),
        )
        .await?;
    if waiting.kind == Kind::Forgotten {
        let detail = json!({"account": mail.handle, "link": link_of(waiting.kind).word(), "mail": true, "asked": "forgotten"});
        let system = Actor::system();
        audit::note(&mut tx, &system, Deed::Grant, About::default(), detail).await?;
        tx.commit("account.mail", &Traces::default()).await?;
    } else {
        // The deed that wanted it has its own line; bookkeeping, without a row of changes.
        tx.session.commit().await?;
    }
    Ok(Some(mail))
}

async fn waiting(tx: &mut Tx, id: MailId) -> Result<Option<(Option<AccountId>, Waiting)>> {
    type Columns = (
        Option<AccountId>,
        String,
        String,
        String,
        u32,
        Timestamp,
        Timestamp,
    );
    let row: Option<Columns> = tx
        .session
        .opt(
            "SELECT account_id, kind, word, address, tries, made_at, ends_at FROM mails WHERE id = $1",
            (id,),
        )
        .await?;
    let Some((account, kind, word, address, tries, at, ends)) = row else {
        return Ok(None);
    };
    let kind = Kind::parse(&kind)
        .ok_or_else(|| Fault::new(format!("a mail of kind {kind} is none we know")))?;
    if ends <= tx.now {
        drop_it(tx, id).await?;
        return Ok(None);
    }
    let waiting = Waiting {
        kind,
        word,
        address,
        tries,
        at,
    };
    Ok(Some((account, waiting)))
}

/// The account a mail is for, if it is open and there is an address.
async fn whom(tx: &mut Tx, account: Option<AccountId>, waiting: &Waiting) -> Result<Option<Whom>> {
    let found: Vec<(AccountId, String, String, String, String)> = match account {
        Some(account) => {
            tx.session
                .all(
                    "SELECT id, handle, name, language, email FROM accounts WHERE id = $1 AND active = 1",
                    (account,),
                )
                .await?
        }
        // Two who share an address have to say their names.
        None => {
            tx.session
                .all(
                    "SELECT id, handle, name, language, email FROM accounts WHERE active = 1 AND email <> ''
                        AND (handle = $1 OR LOWER(email) = $1) ORDER BY CASE WHEN handle = $1 THEN 0 ELSE 1 END, id LIMIT 2",
                    (&waiting.word,),
                )
                .await?
        }
    };
    let named = found.iter().any(|(_, handle, ..)| *handle == waiting.word);
    if account.is_none() && !named && found.len() > 1 {
        return Ok(None);
    }
    Ok(found
        .into_iter()
        .next()
        .and_then(|(account, handle, name, language, email)| {
            let address = match waiting.address.as_str() {
                "" => email,
                address => address.to_owned(),
            };
            (!address.is_empty()).then_some(Whom {
                account,
                handle,
                name,
                language,
                address,
            })
        }))
}

/// Whether there is still a use for a mail, and strangers have not caused too many.
async fn may_go(tx: &mut Tx, whom: &Whom, waiting: &Waiting) -> Result<bool> {
    match waiting.kind {
        Kind::Invite => Ok(!links::can_sign_in(&mut tx.session, whom.account).await?),
        Kind::Forgotten if waiting.tries == 0 => {
            let secret = secrets::kept(&mut tx.session)
                .await?
                .ok_or_else(|| Fault::new("the network's secret is not there"))?;
            let key = secret.hash(TO_ACCOUNT.name, &[&whom.account.bytes()])?;
            fits(tx, TO_ACCOUNT, &key).await
        }
        _ => Ok(true),
    }
}

/// The zone of the first title.
async fn zone(tx: &mut Tx) -> Result<String> {
    let first = titles::all(&mut tx.session).await?.into_iter().next();
    Ok(first.map_or_else(|| "UTC".to_owned(), |title| title.zone))
}

/// Notes that a mail has gone: nothing is kept of it.
pub async fn sent(paper: &Paper, mail: &Mail) -> Result<()> {
    let mut tx = paper.begin().await?;
    drop_it(&mut tx, mail.id).await?;
    tx.session.commit().await?;
    Ok(())
}

async fn drop_it(tx: &mut Tx, id: MailId) -> Result<()> {
    tx.session
        .exec("DELETE FROM mails WHERE id = $1", (id,))
        .await?;
    Ok(())
}
