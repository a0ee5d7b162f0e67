//! Passwords: what may be one, and changing one's own. After NIST SP 800-63B-4 §3.1.1: length, a list of the commonest,
//! nothing about kinds of signs, and never an end of their days.

use super::mails::{self, Change};
use super::{common, hashing, second, sessions};
use crate::audit;
use crate::changes::Traces;
use crate::db::Session;
use crate::id::AccountId;
use crate::paper::Tx;
use crate::{Actor, Paper, Refusal, Result};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

/// Least characters of a password that opens the door alone.
pub const CHARS_MIN: usize = 15;
/// Least characters of one beside a second factor.
pub const CHARS_MIN_BESIDE_FACTOR: usize = 8;
/// Most characters.
pub const CHARS_MAX: usize = 200;
/// Letters of somebody's own words that count as such.
const OWN_WORD_MIN: usize = 3;
/// Letters that must be left of a password when one's own words are taken out of it.
const LEFT_MIN: usize = 8;
/// Names of titles that are looked at.
const TITLES_MAX: u32 = 200;

/// A password as it is hashed: NFC, nothing cut, nothing trimmed. `None` if it is longer than any of ours.
pub(super) fn normal(password: &str) -> Option<String> {
    let normal: String = password.nfc().take(CHARS_MAX + 1).collect();
    (normal.chars().count() <= CHARS_MAX).then_some(normal)
}

/// A password that may be used.
pub(super) struct Chosen {
    pub(super) text: String,
    /// It may be used only beside a second factor.
    pub(super) short: bool,
}

/// Says no to a password that is too short, too long, or among the first anybody tries.
pub(super) async fn choose(
    session: &mut Session,
    account: AccountId,
    password: &str,
) -> Result<Chosen> {
    let beside = second::has_factor(session, account).await?;
    let own = own_words(session, account).await?;
    let text = normal(password).ok_or(Refusal::TooLong {
        field: "password",
        chars_max: CHARS_MAX,
    })?;
    let least = match beside {
        true => CHARS_MIN_BESIDE_FACTOR,
        false => CHARS_MIN,
    };
    let chars = text.chars().count();
    if chars < least {
        return Err(Refusal::PasswordShort { least }.into());
    }
    if is_common(&text, &own) {
        return Err(Refusal::PasswordCommon.into());
    }
    Ok(Chosen {
        text,
        short: chars < CHARS_MIN,
    })
}

/// What somebody who knows the account would try first: its words and those of the paper.
async fn own_words(session: &mut Session, account: AccountId) -> Result<Vec<String>> {
    let mut texts = vec!["colophon".to_owned(), "newsroom".to_owned()];
    let row: Option<(String, String, String)> = session
        .opt(
            "SELECT handle, name, email FROM accounts WHERE id = $1",
            (account,),
        )
        .await?;
    if let Some((handle, name, email)) = row {
        texts.extend([handle, name, email]);
    }
    let titles: Vec<(String, String)> = session
        .all(
            "SELECT key, name FROM titles UNION ALL SELECT '', name FROM network LIMIT $1",
            (TITLES_MAX,),
        )
        .await?;
    texts.extend(titles.into_iter().flat_map(|(key, name)| [key, name]));
    let mut words: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(folded)
        .filter(|word| word.chars().count() >= OWN_WORD_MIN)
        .collect();
    // The longest first, so that no word hides in another.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    Ok(words)
}

/// Small letters and digits only.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// It is on the list, one piece said again and again, or made of one's own words and a few signs.
fn is_common(text: &str, own: &[String]) -> bool {
    let folded = folded(text);
    if common::holds(&text.to_lowercase()) || common::holds(&folded) {
        return true;
    }
    if repeats(&folded) {
        return true;
    }
    let mut rest = folded.clone();
    for word in own {
        rest = rest.replace(word.as_str(), "");
    }
    rest.len() < folded.len() && rest.chars().count() < LEFT_MIN
}

/// It is a few signs, or a password of the list, said again and again; the last time it may break off.
fn repeats(text: &str) -> bool {
    text.char_indices()
        .skip(1)
        .filter_map(|(end, _)| text.split_at_checked(end))
        .filter(|(_, rest)| text.starts_with(*rest))
        .any(|(piece, rest)| {
            let few = piece.chars().count() < LEFT_MIN && rest.len() >= piece.len();
            few || common::holds(piece)
        })
}

/// Writes what is kept of a password, and has the account told. Links that would let somebody choose another are over.
pub(super) async fn keep(tx: &mut Tx, account: AccountId, hash: &str, short: bool) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO passwords (account_id, hash, short, set_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, short = excluded.short, set_at = excluded.set_at",
            (account, hash, short, tx.now),
        )
        .await?;
    tx.session
        .exec("DELETE FROM door_links WHERE account_id = $1", (account,))
        .await?;
    mails::tell(tx, account, Change::Password).await
}

/// Changes one's own password. Every other session of the account ends. Says the new secret of this one.
///
/// # Errors
/// Refused for who gave no factor a short while ago, and for a password that may not be one.
pub async fn change(paper: &Paper, by: &Actor, password: &str) -> Result<String> {
    let mut session = paper.read().await?;
    let account = by.account().ok_or(Refusal::SignedOut)?;
    let chosen = choose(&mut session, account, password).await?;
    drop(session);
    let hash = hashing::hash(paper, &chosen.text).await?;
    let mut tx = paper.begin().await?;
    let (account, current) = by.stands_proved(&mut tx).await?;
    second::must_not_pass_by(&mut tx, account, current).await?;
    if chosen.short && !second::has_factor(&mut tx.session, account).await? {
        return Err(Refusal::PasswordShort { least: CHARS_MIN }.into());
    }
    keep(&mut tx, account, &hash, chosen.short).await?;
    let ended = sessions::end_of(&mut tx, account, Some(current)).await?;
    let secret = sessions::renew(&mut tx, current, false).await?;
    audit::of_oneself(
        &mut tx,
        by,
        "password.set",
        json!({"sessions_ended": ended}),
    )
    .await?;
    tx.commit("password.set", &Traces::default()).await?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_would_try_first_is_common() {
        let own: Vec<String> = ["gazette", "harbour", "vidal", "ines"]
            .map(str::to_owned)
            .to_vec();
        for text in [
            "password1",
            "Password1",
            "qwertyuiop",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "ines-vidal-2026",
            "HarbourGazette!2026",
            "passwordpasswordpassword",
            "1234567890123456",
        ] {
            assert!(is_common(text, &own), "{text}");
        }
        for text in [
            "correct horse battery staple",
            "the gazette is late again",
            "jzq8-wwx3",
            "una barca di carta blu",
            "jzq8wwxj",
        ] {
            assert!(!is_common(text, &own), "{text}");
        }
    }

    #[test]
    fn a_password_is_neither_cut_nor_trimmed() {
        assert_eq!(normal(" e\u{301} ").as_deref(), Some(" \u{e9} "));
        assert_eq!(
            normal(&"x".repeat(CHARS_MAX)).map(|text| text.len()),
            Some(CHARS_MAX)
        );
        assert_eq!(normal(&"x".repeat(CHARS_MAX + 1)), None);
    }
}
