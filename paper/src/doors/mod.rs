//! The doors of the newsroom: how people come in, stay in, and prove again who they are.
//!
//! Start at [`entering::with_password`] and [`sessions::find`]. Whoever is in comes with a session; its [`Actor`] does deeds
//! through the same verbs as everybody, and each verb asks in its own transaction whether the session still stands
//! (`standing.rs`), whether the account's roles want a second factor, and for the gravest deeds whether a factor was given
//! a short while ago. Commands and programs come without a session and are not asked.
//!
//! Everything that opens a door is 256 random bits (recovery codes: 80) of which only the SHA-256 is kept, or a password
//! under Argon2id. The secrets of code generators are the one exception: they must be read to check a code.
//!
//! [`Actor`]: crate::Actor

pub mod address;
mod common;
pub mod entering;
mod first;
pub mod guessing;
mod hashing;
pub mod links;
pub mod mails;
pub mod passkeys;
pub mod passwords;
pub mod proving;
mod refusing;
pub mod second;
pub mod sessions;
pub mod settings;
pub(crate) mod standing;
mod sweeping;

pub use first::{First, first_secret};
pub(crate) use hashing::Turns;
pub use settings::host;
pub(crate) use sweeping::{forget, put_everybody_out};

use crate::db::Session;
use crate::id::AccountId;
use crate::secrets::{self, KeyedHash};
use crate::words::NAME_CHARS_MAX;
use crate::{Fault, Paper, Refusal, Result, Thing};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Random bytes of what opens a door: a session, a link, the cookie of a browser.
const SECRET_BYTES: usize = 32;
/// Characters of the same as text: base64url without padding (RFC 4648 §5).
pub const SECRET_CHARS: usize = 43;

/// Where somebody knocks from.
#[derive(Debug, Clone, Copy)]
pub struct Whence<'a> {
    /// The address the connection came from. A keyed hash of its network is kept, never itself.
    pub address: IpAddr,
    /// What the browser calls itself (RFC 9110 §10.1.5); cut to [`sessions::AGENT_CHARS_MAX`].
    pub agent: &'a str,
    /// What the long-lived cookie of a browser holds that has signed in before.
    pub device: Option<&'a str>,
}

/// [`Whence`], as it is kept.
struct Came<'a> {
    address: KeyedHash,
    agent: String,
    device: Option<&'a str>,
}

impl Whence<'_> {
    /// Asked before a transaction begins, since it may take one for the network's secret.
    async fn came(&self, paper: &Paper) -> Result<Came<'_>> {
        Ok(Came {
            address: secrets::network(paper).await?.address(self.address)?,
            agent: sessions::agent(self.agent),
            device: self.device,
        })
    }
}

/// A secret nobody can guess, as text for a cookie or an address.
pub(crate) fn draw(paper: &Paper) -> Result<String, Fault> {
    Ok(URL_SAFE_NO_PAD.encode(paper.random::<SECRET_BYTES>()?))
}

/// What is kept of a secret. It is looked up by this, so nothing is compared byte by byte.
pub(crate) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// It has the shape of one of ours: nothing else is looked up.
pub(crate) fn shaped(secret: &str) -> bool {
    secret.len() == SECRET_CHARS
        && secret
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The account with this handle, closed ones too.
async fn account_named(session: &mut Session, handle: &str) -> Result<AccountId> {
    let row: Option<(AccountId,)> = session
        .opt("SELECT id FROM accounts WHERE handle = $1", (handle,))
        .await?;
    let (account,) = row.ok_or_else(|| Refusal::Unknown {
        thing: Thing::Account,
        name: handle.chars().take(NAME_CHARS_MAX).collect(),
    })?;
    Ok(account)
}

/// The path of the page a link leads to.
pub fn link_path(secret: &str) -> String {
    format!("/newsroom/link/{secret}")
}
