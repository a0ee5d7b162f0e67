//! The second factor: code generators (TOTP, RFC 6238: SHA-1, 30 seconds, 6 digits), codes for the day it is lost, and what
//! an account has.

use super::guessing::{self, Count};
use super::mails::{self, Change};
use super::{passkeys, sessions, settings};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{AccountId, SessionId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Actor, Fault, Paper, Refusal, Result, Thing, network};
use aws_lc_rs::{constant_time, hmac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Seconds of one step.
pub const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// Steps a clock may be off, before or after.
const STEPS_OFF: i64 = 1;
/// Bytes of a generator's secret: what SHA-1 takes whole (RFC 4226 §4, R6).
const SECRET_BYTES: usize = 20;
/// Recovery codes given out at once.
pub const RECOVERY_CODES: usize = 10;
/// Random bytes of one: 80 bits, 16 letters and digits.
const RECOVERY_BYTES: usize = 10;
/// Characters of a code somebody typed that are looked at.
const TYPED_MAX: usize = 64;
/// Letters and digits of base 32 (RFC 4648 §6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A generator that is being set up.
#[derive(Clone, PartialEq, Eq)]
pub struct Generator {
    /// The secret as people type it: base 32, 32 characters.
    pub secret: String,
    /// The same for a QR code: `otpauth://totp/…`.
    pub uri: String,
}

/// A second factor was added.
#[derive(Clone, PartialEq, Eq)]
pub struct Added {
    /// The session's new secret; the old one opens nothing any more.
    pub secret: String,
    /// Recovery codes, shown this once; empty where the account had some already.
    pub recovery: Vec<String>,
}

impl std::fmt::Debug for Generator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Generator")
    }
}

impl std::fmt::Debug for Added {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Added")
    }
}

/// What an account can come in with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Factors {
    /// It has a password.
    pub password: bool,
    /// It has a code generator.
    pub generator: bool,
    /// Its passkeys, the oldest first.
    pub passkeys: Vec<passkeys::Listed>,
    /// Recovery codes not used yet.
    pub recovery_codes: u32,
}

/// What the account of whoever asks can come in with.
pub async fn factors(paper: &Paper, by: &Actor) -> Result<Factors> {
    let account = by.account().ok_or(Refusal::SignedOut)?;
    let mut session = paper.read().await?;
    let (password,): (i64,) = session
        .one(
            "SELECT COUNT(*) FROM passwords WHERE account_id = $1",
            (account,),
        )
        .await?;
    let (recovery_codes,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM recovery_codes WHERE account_id = $1",
            (account,),
        )
        .await?;
    Ok(Factors {
        password: password > 0,
        generator: kinds(&mut session, account).await?.0,
        passkeys: passkeys::of(&mut session, account).await?,
        recovery_codes,
    })
}

/// Whether the account has a code generator, and whether it has a passkey.
pub(super) async fn kinds(session: &mut Session, account: AccountId) -> Result<(bool, bool)> {
    let (generators, passkeys): (i64, i64) = session
        .one(
            "SELECT (SELECT COUNT(*) FROM totp WHERE account_id = $1 AND confirmed_at IS NOT NULL),
                    (SELECT COUNT(*) FROM passkeys WHERE account_id = $1)",
            (account,),
        )
        .await?;
    Ok((generators > 0, passkeys > 0))
}

/// The account has a second factor.
pub(super) async fn has_factor(session: &mut Session, account: AccountId) -> Result<bool> {
    let (generator, passkey) = kinds(session, account).await?;
    Ok(generator || passkey)
}

/// Says no to a session without the second factor its account has: no way leads past it to the account's own doors.
pub(super) async fn must_not_pass_by(
    tx: &mut Tx,
    account: AccountId,
    session: SessionId,
) -> Result<()> {
    let (with,): (bool,) = tx
        .session
        .one(
            "SELECT second_factor FROM sessions WHERE id = $1",
            (session,),
        )
        .await?;
    if !with && has_factor(&mut tx.session, account).await? {
        return Err(Refusal::SecondFactorWanted.into());
    }
    Ok(())
}

/// Begins to set up a code generator. It counts once a code of it was given to [`confirm_generator`].
///
/// # Errors
/// Refused for who gave no factor a short while ago, and where the account has a generator.
pub async fn begin_generator(paper: &Paper, by: &Actor) -> Result<Generator> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    must_not_pass_by(&mut tx, account, current).await?;
    if kinds(&mut tx.session, account).await?.0 {
        return Err(Refusal::Taken {
            thing: Thing::Generator,
            name: by.handle().to_owned(),
        }
        .into());
    }
    let secret: [u8; SECRET_BYTES] = paper.random()?;
    tx.session
        .exec(
            "INSERT INTO totp (account_id, secret, last_step) VALUES ($1, $2, 0)
             ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = 0, confirmed_at = NULL",
            (account, secret.as_slice()),
        )
        .await?;
    let issuer = network::find(&mut tx.session)
        .await?
        .map(|network| network.name)
        .unwrap_or_default();
    audit::of_oneself(&mut tx, by, "factor.add", json!({"generator": "begun"})).await?;
    tx.commit("factor.add", &Traces::default()).await?;
    let text = base32(&secret);
    let part = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let uri = format!(
        "otpauth://totp/{issuer}:{account}?secret={text}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
        issuer = part(&issuer),
        account = part(by.handle()),
    );
    Ok(Generator { secret: text, uri })
}

/// Gives a first code of the generator that was begun, which is the account's second factor from now on. Every other session of
/// the account ends.
///
/// # Errors
/// [`Refusal::CodeWrong`], [`Refusal::NoFactor`] where none was begun, [`Refusal::SlowDown`] after many wrong codes.
pub async fn confirm_generator(paper: &Paper, by: &Actor, code: &str) -> Result<Added> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands(&mut tx).await?;
    must_not_pass_by(&mut tx, account, current).await?;
    let row: Option<(Vec<u8>,)> = tx
        .session
        .opt(
            "SELECT secret FROM totp WHERE account_id = $1 AND confirmed_at IS NULL",
            (account,),
        )
        .await?;
    let (secret,) = row.ok_or(Refusal::NoFactor)?;
    let counts = [Count::of_session(current)];
    guessing::try_one(&mut tx, &counts).await?;
    let Some(step) = step_of(&secret, &typed(code), tx.now.as_second(), 0) else {
        tx.session.commit().await?;
        return Err(Refusal::CodeWrong.into());
    };
    guessing::was_right(&mut tx, &counts).await?;
    tx.session
        .exec(
            "UPDATE totp SET confirmed_at = $2, last_step = $3 WHERE account_id = $1",
            (account, tx.now, step),
        )
        .await?;
    added(tx, by, (account, current), json!({"generator": "added"})).await
}

/// Ends the deed of adding a second factor: other sessions end, recovery codes are made where there are none.
pub(super) async fn added(
    tx: Tx,
    by: &Actor,
    (account, current): (AccountId, SessionId),
    detail: serde_json::Value,
) -> Result<Added> {
    let mut tx = tx;
    let (codes,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM recovery_codes WHERE account_id = $1",
            (account,),
        )
        .await?;
    let recovery = match codes {
        0 => draw_codes(&mut tx, account).await?,
        _ => Vec::new(),
    };
    sessions::end_of(&mut tx, account, Some(current)).await?;
    let secret = sessions::renew(&mut tx, current, true).await?;
    mails::tell(&mut tx, account, Change::FactorAdded).await?;
    audit::of_oneself(&mut tx, by, "factor.add", detail).await?;
    tx.commit("factor.add", &Traces::default()).await?;
    Ok(Added { secret, recovery })
}

/// Takes the code generator away. Every other session ends. Says the new secret of this one.
///
/// # Errors
/// Refused for who gave no factor a short while ago; where it is the last second factor, and the account's roles want one or its
/// password is too short to stand alone.
pub async fn remove_generator(paper: &Paper, by: &Actor) -> Result<String> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    must_not_pass_by(&mut tx, account, current).await?;
    let removed = tx
        .session
        .exec("DELETE FROM totp WHERE account_id = $1", (account,))
        .await?;
    if removed == 0 {
        return Err(Refusal::NoFactor.into());
    }
    gone(tx, by, (account, current), json!({"generator": "removed"})).await
}

/// Ends the deed of taking a second factor away.
pub(super) async fn gone(
    tx: Tx,
    by: &Actor,
    (account, current): (AccountId, SessionId),
    detail: serde_json::Value,
) -> Result<String> {
    let mut tx = tx;
    if !has_factor(&mut tx.session, account).await? {
        if settings::wants_factor(&mut tx.session, account).await? {
            return Err(Refusal::SecondFactorWanted.into());
        }
        let row: Option<(bool,)> = tx
            .session
            .opt(
                "SELECT short FROM passwords WHERE account_id = $1",
                (account,),
            )
            .await?;
        // Without a password, too, the last passkey is the only way in.
        if row.is_none_or(|(short,)| short) {
            return Err(Refusal::PasswordNeeded.into());
        }
        tx.session
            .exec(
                "DELETE FROM recovery_codes WHERE account_id = $1",
                (account,),
            )
            .await?;
    }
    sessions::end_of(&mut tx, account, Some(current)).await?;
    let secret = sessions::renew(&mut tx, current, false).await?;
    mails::tell(&mut tx, account, Change::FactorRemoved).await?;
    audit::of_oneself(&mut tx, by, "factor.remove", detail).await?;
    tx.commit("factor.remove", &Traces::default()).await?;
    Ok(secret)
}

/// Makes new recovery codes; the old ones are over. Shown this once.
///
/// # Errors
/// Refused for who gave no factor a short while ago, and where the account has no second factor.
pub async fn new_recovery_codes(paper: &Paper, by: &Actor) -> Result<Vec<String>> {
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    must_not_pass_by(&mut tx, account, current).await?;
    if !has_factor(&mut tx.session, account).await? {
        return Err(Refusal::NoFactor.into());
    }
    let codes = draw_codes(&mut tx, account).await?;
    mails::tell(&mut tx, account, Change::Codes).await?;
    audit::of_oneself(&mut tx, by, "factor.codes", json!({"codes": codes.len()})).await?;
    tx.commit("factor.codes", &Traces::default()).await?;
    Ok(codes)
}

async fn draw_codes(tx: &mut Tx, account: AccountId) -> Result<Vec<String>> {
    tx.session
        .exec(
            "DELETE FROM recovery_codes WHERE account_id = $1",
            (account,),
        )
        .await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = base32(&tx.paper.random::<RECOVERY_BYTES>()?);
        tx.session
            .exec(
                "INSERT INTO recovery_codes (account_id, hash) VALUES ($1, $2)",
                (account, Sha256::digest(code.as_bytes()).to_vec()),
            )
            .await?;
        let (a, b) = code.split_at_checked(8).unwrap_or((&code, ""));
        let halves = [a, b].map(|half| {
            let (x, y) = half.split_at_checked(4).unwrap_or((half, ""));
            format!("{x}-{y}")
        });
        codes.push(halves.join("-"));
    }
    Ok(codes)
}

/// Takes all second factors of somebody else's account away, whose owner has lost them; its sessions end. A password that was
/// good enough only beside them goes too: then a reset follows.
///
/// # Errors
/// Refused without [`Deed::Grant`].
pub async fn lift(paper: &Paper, by: &Actor, handle: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    let account = super::account_named(&mut tx.session, handle).await?;
    for sql in [
        "DELETE FROM totp WHERE account_id = $1",
        "DELETE FROM passkeys WHERE account_id = $1",
        "DELETE FROM recovery_codes WHERE account_id = $1",
        "DELETE FROM passwords WHERE account_id = $1 AND short = 1",
    ] {
        tx.session.exec(sql, (account,)).await?;
    }
    sessions::end_of(&mut tx, account, None).await?;
    mails::tell(&mut tx, account, Change::FactorsLifted).await?;
    let detail = json!({"account": handle, "second_factors": "lifted"});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("factor.lift", &Traces::default()).await?;
    Ok(())
}

/// Whether the code is one of the account's, and of which kind. It is spent by this.
pub(super) async fn takes(
    tx: &mut Tx,
    account: AccountId,
    code: &str,
) -> Result<Option<&'static str>> {
    let code = typed(code);
    if code.len() == DIGITS {
        let row: Option<(Vec<u8>, i64)> = tx
            .session
            .opt(
                "SELECT secret, last_step FROM totp WHERE account_id = $1 AND confirmed_at IS NOT NULL",
                (account,),
            )
            .await?;
        let Some((secret, last)) = row else {
            return Ok(None);
        };
        let Some(step) = step_of(&secret, &code, tx.now.as_second(), last) else {
            return Ok(None);
        };
        tx.session
            .exec(
                "UPDATE totp SET last_step = $2 WHERE account_id = $1",
                (account, step),
            )
            .await?;
        return Ok(Some("generator"));
    }
    let spent = tx
        .session
        .exec(
            "DELETE FROM recovery_codes WHERE account_id = $1 AND hash = $2",
            (account, Sha256::digest(code.as_bytes()).to_vec()),
        )
        .await?;
    // A recovery code stands in for a factor there is; where none is left, there is nothing to stand in for.
    Ok((spent > 0).then_some("recovery code"))
}

/// A code as it was made: without spaces and hyphens, large letters.
fn typed(code: &str) -> String {
    code.chars()
        .take(TYPED_MAX)
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The step the code is of, if it is one of now or next to it and after the last that was used.
fn step_of(secret: &[u8], code: &str, now: i64, last: i64) -> Option<i64> {
    let current = now.div_euclid(STEP_SECONDS);
    (current - STEPS_OFF..=current + STEPS_OFF).find(|step| {
        let right = digits(secret, *step);
        *step > last
            && constant_time::verify_slices_are_equal(right.as_bytes(), code.as_bytes()).is_ok()
    })
}

/// The code of a step (RFC 4226 §5.3).
fn digits(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or(0) & 0x0f);
    let four = bytes
        .get(offset..)
        .and_then(|rest| rest.first_chunk::<4>())
        .copied()
        .unwrap_or_default();
    let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    format!("{number:0DIGITS$}")
}

/// Base 32 without padding (RFC 4648 §6).
fn base32(bytes: &[u8]) -> String {
    let bit = |at: usize| {
        let byte = bytes.get(at / 8).copied().unwrap_or(0);
        usize::from(byte >> (7 - at % 8) & 1)
    };
    (0..(bytes.len() * 8).div_ceil(5))
        .map(|group| {
            let value = (0..5).fold(0, |value, at| value << 1 | bit(group * 5 + at));
            char::from(BASE32.get(value).copied().unwrap_or(b'A'))
        })
        .collect()
}

/// Forgets generators that were begun and never confirmed, with the sweep.
pub(super) async fn forget_begun(tx: &mut Tx) -> Result<u64, Fault> {
    tx.session
        .exec(
            "DELETE FROM totp WHERE confirmed_at IS NULL AND NOT EXISTS
                (SELECT id FROM sessions WHERE sessions.account_id = totp.account_id)",
            (),
        )
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(digits(secret, seconds / STEP_SECONDS), code);
        }
    }

    /// RFC 4648, section 10, without padding.
    #[test]
    fn base_32_is_that_of_the_standard() {
        for (text, coded) in [
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), coded);
        }
    }

    #[test]
    fn a_step_is_taken_once_and_its_neighbours_too() {
        let secret = b"12345678901234567890";
        let code = digits(secret, 100);
        let at = |step: i64| step * STEP_SECONDS;
        assert_eq!(step_of(secret, &code, at(99), 0), Some(100));
        assert_eq!(step_of(secret, &code, at(101), 0), Some(100));
        assert_eq!(step_of(secret, &code, at(102), 0), None);
        assert_eq!(step_of(secret, &code, at(98), 0), None);
        assert_eq!(step_of(secret, &code, at(100), 100), None);
    }
}
