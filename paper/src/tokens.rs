//! Tokens: how programs say in whose name they come. Kept hashed; never more than what their account may.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{AccountId, GrantId, TitleId, TokenId};
use crate::paper::Tx;
use crate::rights::{Deed, Role};
use crate::words::{self, NAME_CHARS_MAX};
use crate::{Error, Fault, Paper, Refusal, Result, Thing, titles};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sha2::{Digest, Sha256};

/// What every token begins with, so that programs which look for leaked secrets know it.
pub const PREFIX: &str = "colophon_";
/// What the handles of programs' accounts begin with.
const PROGRAMS: &str = "api-";
/// Random bytes of a token.
const SECRET_BYTES: usize = 32;
/// Tokens in force of one account.
pub const TOKENS_MAX: u32 = 50;
/// Scopes of one token.
pub const SCOPES_MAX: usize = 40;
/// Tokens on one page of a list.
pub const PAGE_MAX: u32 = 101;
/// Longest life of a token, days.
pub const DAYS_MAX: u32 = 3_650;
/// How exactly the last use is known, seconds: finer, and reading would write.
const USE_SECONDS: i64 = 3_600;

/// What a token is good for, among what its account may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// To see what the account may see, and to do nothing.
    Read,
    /// What a role carries.
    Role(Role),
    /// One deed.
    Deed(Deed),
}

impl Scope {
    /// The word of [`Scope::Read`].
    pub const READ: &'static str = "read";

    /// The word in commands and documents: `read`, a role, or a deed.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Read => Scope::READ,
            Scope::Role(role) => role.word(),
            Scope::Deed(deed) => deed.word(),
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Scope> {
        if word == Scope::READ {
            return Some(Scope::Read);
        }
        Role::parse(word)
            .map(Scope::Role)
            .or_else(|| Deed::parse(word).map(Scope::Deed))
    }

    fn deeds(&self) -> &[Deed] {
        match self {
            Scope::Read => &[],
            Scope::Role(role) => role.deeds(),
            Scope::Deed(deed) => std::slice::from_ref(deed),
        }
    }
}

/// What binds an actor who comes with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bond {
    pub(crate) token: TokenId,
    scopes: Vec<Scope>,
    title: Option<TitleId>,
}

impl Bond {
    /// The token's scopes carry the deed on this title.
    pub(crate) fn carries(&self, deed: Deed, title: Option<TitleId>) -> bool {
        self.fits(title) && self.bears(deed)
    }

    /// The token's scopes carry the deed, on whatever title it is good for.
    pub(crate) fn bears(&self, deed: Deed) -> bool {
        self.scopes
            .iter()
            .any(|scope| scope.deeds().contains(&deed))
    }

    /// The token's scopes let its account see what goes with the deed.
    pub(crate) fn shows(&self, deed: Deed, title: Option<TitleId>) -> bool {
        self.carries(deed, title) || (self.fits(title) && self.scopes.contains(&Scope::Read))
    }

    /// The only title on which the token shows what goes with the deed, if it is bound to one; `None` if it shows none of it.
    pub(crate) fn sight(&self, deed: Deed) -> Option<Option<TitleId>> {
        (self.bears(deed) || self.scopes.contains(&Scope::Read)).then_some(self.title)
    }

    fn fits(&self, title: Option<TitleId>) -> bool {
        self.title.is_none() || self.title == title
    }

    /// The token is in force at this instant of the deed.
    pub(crate) async fn stands(&self, tx: &mut Tx) -> Result<bool> {
        let row: Option<(i64,)> = tx
            .session
            .opt(
                "SELECT created_at FROM tokens WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
                (self.token, tx.now),
            )
            .await?;
        Ok(row.is_some())
    }
}

/// Whose a new token is.
#[derive(Debug, Clone)]
pub enum Whose {
    /// Of this account.
    Account(String),
    /// Of an account for programs of this role, which is opened and granted the role where there is none.
    Program(Role),
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Whose it is.
    pub whose: Whose,
    /// What it is good for; at least one.
    pub scopes: Vec<Scope>,
    /// The only title it is good for, if it is bound to one.
    pub title: Option<TitleId>,
    /// What it is for, in words.
    pub label: String,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

/// A token just made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its id, by which it is revoked.
    pub id: TokenId,
    /// The account it is of.
    pub account: String,
    /// The token itself. Nobody can ever read it again.
    pub secret: String,
}

/// Makes a token: for an account of one's own, or for one of programs with the right to keep accounts.
///
/// Refused for another person's account, and where the account itself may not do what a scope names.
pub async fn add(paper: &Paper, by: &Actor, new: &NewToken) -> Result<Made> {
    let label = words::optional_line("label", &new.label, NAME_CHARS_MAX)?;
    let scopes = scopes(&new.scopes)?;
    let mut tx = paper.begin().await?;
    if let Some(at) = new.expires.filter(|at| *at <= tx.now) {
        return Err(Refusal::PastSchedule { at }.into());
    }
    let (account, handle) = match &new.whose {
        Whose::Account(handle) => (account(&mut tx, by, handle).await?, handle.clone()),
        Whose::Program(role) => program(&mut tx, by, *role, new.title).await?,
    };
    must_carry(&mut tx, account, &handle, &new.scopes, new.title).await?;
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM tokens WHERE account_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
            (account, tx.now),
        )
        .await?;
    if count >= i64::from(TOKENS_MAX) {
        return Err(Refusal::LimitReached {
            what: "tokens",
            most: TOKENS_MAX as usize,
        }
        .into());
    }
    let id = TokenId::draw(paper)?;
    let secret = format!("{PREFIX}{}", hex::encode(paper.random::<SECRET_BYTES>()?));
    tx.session
        .exec(
            "INSERT INTO tokens (id, account_id, hash, scopes, title_id, label, created_at, created_by, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            (
                id,
                account,
                hash(&secret),
                &scopes,
                new.title,
                &label,
                tx.now,
                by.name(),
                new.expires,
            ),
        )
        .await?;
    let about = About {
        title: new.title,
        article: None,
    };
    let detail = json!({"token": id, "account": handle, "scopes": scopes, "label": label, "expires": new.expires});
    audit::note(&mut tx, by, Deed::Grant, about, detail).await?;
    tx.commit("token.add", &Traces::default()).await?;
    Ok(Made {
        id,
        account: handle,
        secret,
    })
}

fn scopes(scopes: &[Scope]) -> Result<String> {
    if scopes.is_empty() {
        return Err(Refusal::Empty { field: "scopes" }.into());
    }
    if scopes.len() > SCOPES_MAX {
        return Err(Refusal::LimitReached {
            what: "scopes",
            most: SCOPES_MAX,
        }
        .into());
    }
    let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
    Ok(words.join(" "))
}

/// An account somebody makes a token for: one's own, or one of programs by the right to keep accounts. Nobody speaks in
/// another person's name. One's own needs no right, unless one comes with a token oneself: a narrow token must not make
/// itself a wide one.
async fn account(tx: &mut Tx, by: &Actor, handle: &str) -> Result<AccountId> {
    let row: Option<(AccountId,)> = tx
        .session
        .opt(
            "SELECT id FROM accounts WHERE handle = $1 AND active = 1",
            (handle,),
        )
        .await?;
    let own = row.is_some_and(|(id,)| by.account() == Some(id));
    if !own || by.is_bound() {
        by.may(tx, Deed::Grant, None, None).await?;
    } else {
        by.proves(tx).await?;
    }
    let (id,) = row.ok_or_else(|| Refusal::Unknown {
        thing: Thing::Account,
        name: handle.chars().take(NAME_CHARS_MAX).collect(),
    })?;
    if own || handle.starts_with(PROGRAMS) {
        return Ok(id);
    }
    Err(Refusal::NotAllowed {
        who: by.handle().to_owned(),
        deed: Deed::Grant,
        remedy: format!("colophon token add --account {handle} --as {handle}"),
    }
    .into())
}

/// The account for programs of a role: opened and granted on first use, like any account, with lines of audit.
async fn program(
    tx: &mut Tx,
    by: &Actor,
    role: Role,
    title: Option<TitleId>,
) -> Result<(AccountId, String)> {
    by.may(tx, Deed::Grant, title, None).await?;
    let key = match title {
        Some(id) => format!("-{}", titles::by_id(&mut tx.session, id).await?.key),
        None => String::new(),
    };
    let handle = format!("{PROGRAMS}{}{key}", role.word());
    tx.session
        .exec(
            "INSERT INTO accounts (id, handle, name, email, active, created_at) VALUES ($1, $2, $3, '', 1, $4)
             ON CONFLICT (handle) DO UPDATE SET active = 1",
            (AccountId::draw(&tx.paper)?, &handle, format!("API ({})", role.word()), tx.now),
        )
        .await?;
    let (account,): (AccountId,) = tx
        .session
        .one("SELECT id FROM accounts WHERE handle = $1", (&handle,))
        .await?;
    let granted: Option<(String,)> = tx
        .session
        .opt(
            "SELECT role FROM grants WHERE account_id = $1 AND role = $2 AND section_id IS NULL
                AND (title_id = $3 OR ($3 IS NULL AND title_id IS NULL))",
            (account, role.word(), title),
        )
        .await?;
    if granted.is_none() {
        tx.session
            .exec(
                "INSERT INTO grants (id, account_id, role, title_id, section_id, granted_at, granted_by)
                 VALUES ($1, $2, $3, $4, NULL, $5, $6)",
                (GrantId::draw(&tx.paper)?, account, role.word(), title, tx.now, by.name()),
            )
            .await?;
        let about = About {
            title,
            article: None,
        };
        let detail = json!({"account": handle, "role": role.word(), "granted": true});
        audit::note(tx, by, Deed::Grant, about, detail).await?;
    }
    Ok((account, handle))
}

/// Says no where a scope names what the account may do nowhere.
async fn must_carry(
    tx: &mut Tx,
    account: AccountId,
    handle: &str,
    scopes: &[Scope],
    title: Option<TitleId>,
) -> Result<()> {
    let grants: Vec<(String,)> = tx
        .session
        .all(
            "SELECT role FROM grants WHERE account_id = $1 AND (title_id IS NULL OR $2 IS NULL OR title_id = $2)",
            (account, title),
        )
        .await?;
    let held: Vec<Role> = grants
        .iter()
        .filter_map(|(role,)| Role::parse(role))
        .collect();
    let missing = scopes
        .iter()
        .flat_map(|scope| scope.deeds())
        .find(|deed| !held.iter().any(|role| role.deeds().contains(deed)));
    let Some(deed) = missing else { return Ok(()) };
    let role = Role::ALL
        .iter()
        .find(|role| role.deeds().contains(deed))
        .map_or("director", |role| role.word());
    Err(Refusal::NotAllowed {
        who: handle.to_owned(),
        deed: *deed,
        remedy: format!("colophon account grant {handle} --role {role}"),
    }
    .into())
}

fn unknown(id: TokenId) -> Error {
    let refusal = Refusal::Unknown {
        thing: Thing::Token,
        name: id.to_string(),
    };
    refusal.into()
}

/// Ends a token. It opens nothing from the commit on.
pub async fn revoke(paper: &Paper, by: &Actor, id: TokenId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let row: Option<(AccountId, String)> = tx
        .session
        .opt(
            "SELECT a.id, a.handle FROM tokens t JOIN accounts a ON a.id = t.account_id WHERE t.id = $1 AND t.revoked_at IS NULL",
            (id,),
        )
        .await?;
    let own = row
        .as_ref()
        .is_some_and(|(account, _)| by.account() == Some(*account));
    if !own {
        by.may(&mut tx, Deed::Grant, None, None).await?;
    } else {
        by.proves(&mut tx).await?;
    }
    let (_, handle) = row.ok_or_else(|| unknown(id))?;
    tx.session
        .exec(
            "UPDATE tokens SET revoked_at = $2 WHERE id = $1",
            (id, tx.now),
        )
        .await?;
    let detail = json!({"token": id, "account": handle, "revoked": true});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("token.revoke", &Traces::default()).await?;
    Ok(())
}

/// The actor a token speaks for; `None` if it is none of ours, was revoked, has ended, or its account was closed.
///
/// Notes the hour of its use.
pub async fn bearer(paper: &Paper, secret: &str) -> Result<Option<Actor>> {
    let shaped = secret.strip_prefix(PREFIX).is_some_and(|rest| {
        rest.len() == 2 * SECRET_BYTES && rest.bytes().all(|b| b.is_ascii_hexdigit())
    });
    if !shaped {
        return Ok(None);
    }
    type Columns = (
        TokenId,
        AccountId,
        String,
        Option<TitleId>,
        Option<Timestamp>,
    );
    let now = paper.now();
    let mut session = paper.read().await?;
    let row: Option<Columns> = session
        .opt(
            "SELECT t.id, t.account_id, t.scopes, t.title_id, t.last_used_at FROM tokens t JOIN accounts a ON a.id = t.account_id
              WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2) AND a.active = 1",
            (hash(secret), now),
        )
        .await?;
    let Some((token, account, scopes, title, last_used)) = row else {
        return Ok(None);
    };
    let bond = Bond {
        token,
        scopes: scopes.split(' ').filter_map(Scope::parse).collect(),
        title,
    };
    let actor = Actor::by_id(&mut session, account).await?.bound(bond);
    drop(session);
    let hour = hour_of(now);
    if last_used.is_none_or(|then| then < hour) {
        let mut tx = paper.begin().await?;
        tx.session
            .exec(
                "UPDATE tokens SET last_used_at = $2 WHERE id = $1",
                (token, hour),
            )
            .await?;
        tx.session.commit().await?;
    }
    Ok(Some(actor))
}

fn hour_of(now: Timestamp) -> Timestamp {
    let into = now.as_second().rem_euclid(USE_SECONDS);
    now.checked_sub(SignedDuration::from_secs(into))
        .ok()
        .and_then(|at| Timestamp::from_second(at.as_second()).ok())
        .unwrap_or(now)
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// A token as shown in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: TokenId,
    /// The account it is of.
    pub account: String,
    /// What it is for.
    pub label: String,
    /// What it is good for, as words.
    pub scopes: Vec<String>,
    /// Key of the only title it is good for.
    pub title: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// The hour of its last use.
    pub last_used_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row) -> Result<Listed, Fault> {
        Ok(Listed {
            id: row.take()?,
            account: row.take()?,
            label: row.take()?,
            scopes: row
                .take::<String>()?
                .split(' ')
                .map(str::to_owned)
                .collect(),
            title: row.take()?,
            created_at: row.take()?,
            created_by: row.take()?,
            last_used_at: row.take()?,
            expires_at: row.take()?,
            revoked_at: row.take()?,
        })
    }
}

/// Tokens after `after`, the oldest first, of one account if `account` names one; at most [`PAGE_MAX`].
pub async fn list(
    session: &mut Session,
    account: Option<&str>,
    after: Option<TokenId>,
    limit: u32,
) -> Result<Vec<Listed>> {
    Ok(session
        .all(
            "SELECT t.id, a.handle, t.label, t.scopes, x.key, t.created_at, t.created_by, t.last_used_at, t.expires_at, t.revoked_at
               FROM tokens t JOIN accounts a ON a.id = t.account_id LEFT JOIN titles x ON x.id = t.title_id
              WHERE ($1 IS NULL OR a.handle = $1) AND ($2 IS NULL OR t.id > $2) ORDER BY t.id LIMIT $3",
            (account.map(str::to_owned), after, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// The token with this id.
///
/// # Errors
/// Refused where there is none.
pub async fn find(session: &mut Session, id: TokenId) -> Result<Listed> {
    let found: Option<Listed> = session
        .opt(
            "SELECT t.id, a.handle, t.label, t.scopes, x.key, t.created_at, t.created_by, t.last_used_at, t.expires_at, t.revoked_at
               FROM tokens t JOIN accounts a ON a.id = t.account_id LEFT JOIN titles x ON x.id = t.title_id
              WHERE t.id = $1",
            (id,),
        )
        .await?;
    found.ok_or_else(|| unknown(id))
}
