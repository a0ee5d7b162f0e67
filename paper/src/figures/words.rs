//! Words readers search for.
//!
//! A question may say more of who asks than they mean to tell. So it is counted only where it reads like words that many
//! ask for, and kept only once it was asked often on one day: until then it lies in the memory of who counts, and is
//! forgotten there.

use super::bytes;
use crate::Result;
use crate::id::TitleId;
use crate::paper::Tx;
use crate::words;
use jiff::Timestamp;

/// How often the same must be asked on a day to be kept.
pub const SEARCHED_TIMES_MIN: u32 = 5;
/// Longest question counted, characters, and most words.
pub const SEARCHED_CHARS_MAX: usize = 60;
/// Most words of a question counted.
pub const SEARCHED_WORDS_MAX: usize = 6;
/// Questions kept of a day, the most frequent.
pub const WORDS_A_DAY_MAX: u32 = 200;
/// Digits of a question from which on it may be somebody's number.
const DIGITS_MIN: usize = 6;
/// Letters and digits in one word from which on it may be a code of somebody's.
const CODE_CHARS_MIN: usize = 10;

/// A question as it is counted: small letters, single spaces. `None` where it may be somebody's own: a mail address, a number
/// by which one can be reached or known, a code, more words than many people would ask.
pub fn searched(question: &str) -> Option<String> {
    let small = words::folded(question);
    let parts: Vec<&str> = small.split_whitespace().collect();
    let line = parts.join(" ");
    let digits = line.chars().filter(|c| c.is_numeric()).count();
    let code = |part: &&str| {
        let long = part.chars().count() >= CODE_CHARS_MIN;
        long && part.chars().any(char::is_numeric)
    };
    let plain = !line.is_empty()
        && line.chars().any(char::is_alphanumeric)
        && line.chars().count() <= SEARCHED_CHARS_MAX
        && parts.len() <= SEARCHED_WORDS_MAX
        && digits < DIGITS_MIN
        && !line.contains(['@', '/', '\\'])
        && !parts.iter().any(code);
    plain.then_some(line)
}

pub(super) async fn add(
    tx: &mut Tx,
    title: TitleId,
    day: Timestamp,
    words: &str,
    number: u32,
    found: bool,
) -> Result<()> {
    let empty = if found { 0 } else { number };
    let added = tx
        .session
        .exec(
            "UPDATE figures_words SET asked = asked + $4, empty = empty + $5
              WHERE title_id = $1 AND day = $2 AND words = $3",
            (title, day, words, number, empty),
        )
        .await?;
    if added == 0 {
        let id = bytes(tx.paper.draw_id()?);
        tx.session
            .exec(
                "INSERT INTO figures_words (id, title_id, day, words, asked, empty) VALUES ($1, $2, $3, $4, $5, $6)",
                (id, title, day, words, number, empty),
            )
            .await?;
    }
    Ok(())
}

/// Of the words of a day beyond the number kept, those fewest asked for are forgotten.
pub(super) async fn keep_most_frequent(tx: &mut Tx, title: TitleId, day: Timestamp) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM figures_words WHERE title_id = $1 AND day = $2 AND id NOT IN
                (SELECT k.id FROM figures_words k WHERE k.title_id = $1 AND k.day = $2
                  ORDER BY k.asked DESC, k.words, k.id LIMIT $3)",
            (title, day, WORDS_A_DAY_MAX),
        )
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::searched;

    #[test]
    fn what_may_be_somebodys_own_is_not_counted() {
        assert_eq!(
            searched("  L’Acqua \t ALTA ").as_deref(),
            Some("l’acqua alta")
        );
        assert_eq!(searched("euro 2026").as_deref(), Some("euro 2026"));
        for own in [
            "",
            "  ",
            "???",
            "maria@example.org",
            "+39 041 555 1234",
            "348-555-1234",
            "BRTMRA80A01H501X",
            "https://example.org",
            "one two three four five six seven",
            &"a".repeat(61),
        ] {
            assert_eq!(searched(own), None, "{own}");
        }
    }
}
