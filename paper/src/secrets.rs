//! The network's secret, drawn once and kept in the record: keyed hashes of what must not be kept itself, and the proof
//! that a form was ours.
//!
//! It never leaves this file. Who reads the record file can read it, as they can read all else there.

use crate::db::Session;
use crate::{Fault, Paper, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use std::net::IpAddr;

/// Bytes of the secret.
const SECRET_BYTES: usize = 32;
/// Bytes kept of a keyed hash: enough that no two readers ever share one.
const HASH_BYTES: usize = 16;
/// Its name in the table.
const NETWORK: &str = "network";
/// Bytes of the instant in a form token.
const INSTANT_BYTES: usize = 8;

/// The network's secret.
#[derive(Clone)]
pub struct Secret([u8; SECRET_BYTES]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// A keyed hash (HMAC-SHA-256, RFC 2104, cut to 16 bytes) of something that is not kept itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedHash(pub(crate) Vec<u8>);

/// The secret, drawn if nobody has needed it yet.
///
/// A server asks for it once at its start, so that no request waits for a connection with another in hand.
pub async fn network(paper: &Paper) -> Result<Secret> {
    if let Some(secret) = paper.secret().get() {
        return Ok(secret.clone());
    }
    let secret = read_or_draw(paper).await?;
    Ok(paper.secret().get_or_init(|| secret).clone())
}

/// A secret that is kept nowhere: what is hashed by it can be told apart for as long as somebody holds it in memory, and by
/// nobody afterwards.
pub fn passing(paper: &Paper) -> Result<Secret, Fault> {
    Ok(Secret(paper.random()?))
}

async fn read_or_draw(paper: &Paper) -> Result<Secret> {
    let mut session = paper.read().await?;
    if let Some(secret) = kept(&mut session).await? {
        return Ok(secret);
    }
    drop(session);
    let mut tx = paper.begin().await?;
    let drawn: [u8; SECRET_BYTES] = paper.random()?;
    tx.session
        .exec(
            "INSERT INTO secrets (name, bytes, drawn_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
            (NETWORK, drawn.as_slice(), tx.now),
        )
        .await?;
    let secret = kept(&mut tx.session)
        .await?
        .ok_or_else(|| Fault::new("the network's secret was drawn and is not there"))?;
    // No page, no deed and no right hangs on it: bookkeeping, without a row of changes.
    tx.session.commit().await?;
    Ok(secret)
}

/// The secret, if one was drawn.
pub(crate) async fn kept(session: &mut Session) -> Result<Option<Secret>> {
    let row: Option<(Vec<u8>,)> = session
        .opt("SELECT bytes FROM secrets WHERE name = $1", (NETWORK,))
        .await?;
    let Some((bytes,)) = row else { return Ok(None) };
    let bytes = bytes
        .try_into()
        .map_err(|_| Fault::new("the network's secret has the wrong length"))?;
    Ok(Some(Secret(bytes)))
}

/// Why a form's token proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unproven {
    /// It is none of ours, or was made for another form or article.
    Foreign,
    /// It is older than the form is good for.
    Stale,
}

impl Secret {
    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Result<Hmac<Sha256>, Fault> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0)
            .map_err(|error| Fault::new(format!("the keyed hash cannot begin: {error}")))?;
        mac.update(purpose.as_bytes());
        for part in parts {
            // Lengths go in, so that no two lists of parts give the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac)
    }

    /// The keyed hash of something for a purpose; other purposes give other hashes.
    pub fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Result<KeyedHash, Fault> {
        let whole = self.mac(purpose, parts)?.finalize().into_bytes();
        Ok(KeyedHash(
            whole.get(..HASH_BYTES).unwrap_or_default().to_vec(),
        ))
    }

    /// What validates the bytes of an answer (RFC 9110 §8.8.3): the same on every machine and after every start, and
    /// worthless to whoever keeps one and would try names against a text that was blanked since. Hexadecimal.
    pub fn validator(&self, bytes: &[u8]) -> Result<String, Fault> {
        Ok(hex::encode(self.hash("validator", &[bytes])?.0))
    }

    /// The keyed hash of the network an address belongs to: /24 of IPv4, /56 of IPv6, what one household or office has.
    pub fn address(&self, address: IpAddr) -> Result<KeyedHash, Fault> {
        self.hash("address", &[&prefix(address)])
    }

    /// A number by which a reader is told apart from others without being kept: of the address (an IPv6 one by its network)
    /// and what the program calls itself. For a secret that passes ([`passing`]).
    pub fn mark(&self, address: Option<IpAddr>, agent: &[u8]) -> Result<u64, Fault> {
        let whole = match address.map(|address| address.to_canonical()) {
            Some(IpAddr::V4(four)) => four.octets().to_vec(),
            Some(IpAddr::V6(six)) => six.octets().iter().take(8).copied().collect(),
            None => Vec::new(),
        };
        let hash = self.hash("mark", &[&whole, agent])?.0;
        let first = hash.first_chunk::<8>().copied().unwrap_or_default();
        Ok(u64::from_be_bytes(first))
    }

    /// A token that proves when a form was given out, and for what: base64url of the instant and 16 bytes of HMAC.
    pub fn token(&self, form: &str, about: &[u8], now: Timestamp) -> Result<String, Fault> {
        let instant = now.as_microsecond().to_be_bytes();
        let mut bytes = instant.to_vec();
        bytes.extend(self.hash("form", &[form.as_bytes(), about, &instant])?.0);
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// When the form with this token was given out, if it was ours, for this purpose, and not longer ago than `hours_max`.
    pub fn proven(
        &self,
        token: &str,
        form: &str,
        about: &[u8],
        now: Timestamp,
        hours_max: i64,
    ) -> Result<Result<Timestamp, Unproven>, Fault> {
        let Some((instant, proof)) = taken_apart(token) else {
            return Ok(Err(Unproven::Foreign));
        };
        let mac = self.mac("form", &[form.as_bytes(), about, &instant])?;
        if mac.verify_truncated_left(&proof).is_err() {
            return Ok(Err(Unproven::Foreign));
        }
        let Ok(given) = Timestamp::from_microsecond(i64::from_be_bytes(instant)) else {
            return Ok(Err(Unproven::Foreign));
        };
        let hours = now.duration_since(given).as_hours();
        Ok(if given > now || hours >= hours_max {
            Err(Unproven::Stale)
        } else {
            Ok(given)
        })
    }
}

fn taken_apart(token: &str) -> Option<([u8; INSTANT_BYTES], Vec<u8>)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    if bytes.len() != INSTANT_BYTES + HASH_BYTES {
        return None;
    }
    let (instant, proof) = bytes.split_first_chunk::<INSTANT_BYTES>()?;
    Some((*instant, proof.to_vec()))
}

/// The first bytes of an address that one household shares; an IPv4 address written as IPv6 counts as what it is.
fn prefix(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(four) => four.octets().iter().take(3).copied().collect(),
        IpAddr::V6(six) => six.octets().iter().take(7).copied().collect(),
    }
}
