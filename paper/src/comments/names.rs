//! Names that imitate the desk. What counts is how a name looks, not how it is spelt (Unicode UTS 39, confusables).
//!
//! The rules are tried on the names in `paper/comment-cases/names.txt`: those that imitate, and ordinary ones.

use crate::Result;
use crate::db::Session;
use crate::id::PlacementId;
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// Accounts, contributors and titles looked at. A newspaper with more people is a network of several.
const NAMES_MAX: u32 = 5_000;
/// Single words shorter than this are too common to guard: `ada` may be anybody.
const WORD_CHARS_MIN: usize = 4;
/// From here on a name is read also where it is run together with another: `RedazioneObserver`. Shorter ones begin and end
/// ordinary words: `Autorino`, `cantautore`, `creditor`.
const JOINED_CHARS_MIN: usize = 8;
/// From here on one word of a title’s name, behind an article, stands for the title.
const SHORT_CHARS_MIN: usize = 6;
/// In words of this length one wrong letter is not seen.
const SLIP_CHARS_MIN: usize = 7;

/// Words that only the desk says of itself.
const DESK: &[&str] = &[
    "redazione",
    "redattore",
    "redattori",
    "redattrice",
    "redattrici",
    "caporedattore",
    "caporedattrice",
    "direttore",
    "direttrice",
    "direzione",
    "vicedirettore",
    "moderatore",
    "moderatori",
    "moderatrice",
    "moderatrici",
    "moderazione",
    "amministratore",
    "amministratori",
    "amministrazione",
    "autore",
    "autori",
    "autrice",
    "autrici",
    "editore",
    "admin",
    "admins",
    "administrator",
    "administrators",
    "author",
    "authors",
    "webmaster",
    "staff",
    "newsroom",
    "editor",
    "editors",
    "moderator",
    "moderators",
    "colophon",
];

/// Articles written together with what follows (`LaRedazione`), or before one word of a title’s name.
const ARTICLES: &[&str] = &["la", "le", "il", "lo", "gli", "the"];

/// A name as the eye takes it: confusable letters made one, without marks, capitals, punctuation.
pub(crate) fn shape(name: &str) -> Vec<String> {
    let bare: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect();
    // Twice, since capitals and small letters resemble different things: I is l, i is not.
    let seen: String = skeleton(&bare).collect::<String>().to_lowercase();
    let seen: String = skeleton(&seen).collect::<String>().to_lowercase();
    seen.split(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '$' | '|' | '!'))
        .map(|word| {
            word.chars()
                .map(plain)
                .collect::<String>()
                .replace("rn", "m")
                .replace("vv", "w")
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// Figures and signs written for letters.
fn plain(c: char) -> char {
    match c {
        'i' | '1' | '|' | '!' | 'ı' => 'l',
        '0' => 'o',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// A name in the two ways it can be read: figures as letters (`V1dal`), and figures around words as nothing (`Vidal1`).
struct Seen {
    whole: Vec<String>,
    bare: Vec<String>,
}

impl Seen {
    fn of(name: &str) -> Seen {
        let bare: Vec<&str> = name
            .split(|c: char| c.is_whitespace() || matches!(c, '.' | '_' | '-'))
            .map(|word| word.trim_matches(|c: char| c.is_ascii_digit()))
            .collect();
        Seen {
            whole: shape(name),
            bare: shape(&bare.join(" ")),
        }
    }

    fn ways(&self) -> [&[String]; 2] {
        [&self.whole, &self.bare]
    }

    /// Whether a word of the desk stands in it: alone, run together with others, or letter by letter.
    fn says(&self, desk: &str) -> bool {
        let long = desk.chars().count();
        self.ways().into_iter().any(|words| {
            words.concat() == desk
                || words.iter().any(|word| {
                    without_article(word) == desk
                        || (long >= JOINED_CHARS_MIN
                            && (word.starts_with(desk) || word.ends_with(desk)))
                })
        })
    }

    /// Whether it can be taken for another name: the same words, in any order, with others around them, or run together.
    fn taken_for(&self, other: &[String]) -> bool {
        let joined = other.concat();
        let runs_together = |word: &String| {
            joined.chars().count() >= JOINED_CHARS_MIN
                && (word.starts_with(&joined) || word.ends_with(&joined))
        };
        self.ways().into_iter().any(|words| match other {
            [] => false,
            [word] if word.chars().count() < WORD_CHARS_MIN => false,
            [_] => words.concat() == joined,
            _ => {
                other
                    .iter()
                    .all(|word| words.iter().any(|shown| alike(shown, word)))
                    || words.concat() == joined
                    || words.iter().any(runs_together)
            }
        })
    }

    /// Whether it can be taken for a title: its name, with its article or without, or one word of it behind an article, as
    /// people say it (`The Observer`).
    fn is_paper(&self, title: &[String]) -> bool {
        let article = |word: &String| ARTICLES.iter().any(|one| shape(one).concat() == *word);
        let short = match self.whole.as_slice() {
            [first, word] => {
                article(first) && word.chars().count() >= SHORT_CHARS_MIN && title.contains(word)
            }
            _ => false,
        };
        let bare = match title {
            [first, rest @ ..] if article(first) => rest,
            whole => whole,
        };
        short || self.taken_for(bare)
    }
}

/// A word without an article written together with it.
fn without_article(word: &str) -> &str {
    let articles = ARTICLES.iter().map(|article| shape(article).concat());
    let ends: Vec<usize> = articles
        .filter(|article| word.starts_with(article.as_str()))
        .map(|article| article.len())
        .collect();
    ends.iter()
        .filter_map(|end| word.get(*end..))
        .find(|rest| DESK.iter().any(|desk| shape(desk).concat() == **rest))
        .unwrap_or(word)
}

/// Whether two words look the same in passing: letters doubled or not, and in a long word one letter wrong. A last vowel is
/// seen, since ordinary Italian names differ by it (Ferrari, Ferraro).
fn alike(one: &str, other: &str) -> bool {
    if squeezed(one) == squeezed(other) {
        return true;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().min(other.len()) < SLIP_CHARS_MIN {
        return false;
    }
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let tail = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let longer = one.len().max(other.len());
    let slip = one.len().abs_diff(other.len()) <= 1 && head + tail >= longer - 1;
    // `l` is also how an `i` looks.
    let vowel = |word: &[char]| word.last().is_some_and(|c| "aeloul".contains(*c));
    let at_end = tail == 0 && (vowel(&one) || vowel(&other));
    slip && !at_end
}

/// Runs of one letter made one letter, but for a last `ll`, which may be `li`.
fn squeezed(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    let end = if word.ends_with("ll") { "l" } else { "" };
    letters.into_iter().chain(end.chars()).collect()
}

/// The name of the desk, of an account, of who is credited under the article, a contributor, a title or the director that a reader's name imitates.
pub(crate) async fn imitated(
    session: &mut Session,
    placement: PlacementId,
    name: &str,
) -> Result<Option<String>> {
    let shown = Seen::of(name);
    if let Some(word) = DESK.iter().find(|word| shown.says(&shape(word).concat())) {
        return Ok(Some((*word).to_owned()));
    }
    let papers: Vec<(String,)> = session
        .all("SELECT name FROM titles UNION SELECT name FROM network", ())
        .await?;
    for (paper,) in papers {
        let other = shape(&paper);
        if shown.is_paper(&other) {
            return Ok(Some(paper));
        }
    }
    let rows: Vec<(String,)> = session
        .all(
            "SELECT name FROM accounts WHERE active = 1 UNION SELECT name FROM contributors
             UNION SELECT name FROM credits WHERE placement_id = $1 LIMIT $2",
            (placement, NAMES_MAX),
        )
        .await?;
    let imprints: Vec<(String,)> = session.all("SELECT imprint FROM titles", ()).await?;
    let directors = imprints.into_iter().filter_map(|(imprint,)| {
        serde_json::from_str::<crate::reading::imprint::Imprint>(&imprint)
            .ok()
            .map(|imprint| imprint.director)
    });
    let mut guarded = rows.into_iter().map(|(name,)| name).chain(directors);
    Ok(guarded.find(|other| shown.taken_for(&shape(other))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whom the names of the file may not imitate.
    const STAFF: [&str; 8] = [
        "Ines Vidal",
        "Harriet Penhale",
        "Owen Tresidder",
        "Priya Calloway",
        "Ada Morin",
        "Mario Rossi",
        "Anna Ferrari",
        "Francesco Bianchi",
    ];

    fn imitates(name: &str) -> bool {
        let shown = Seen::of(name);
        DESK.iter().any(|word| shown.says(&shape(word).concat()))
            || STAFF.iter().any(|other| shown.taken_for(&shape(other)))
            || shown.is_paper(&shape("The Harbour Observer"))
    }

    #[test]
    fn names_that_imitate_are_told_from_ordinary_ones() {
        let wrong: Vec<&str> = include_str!("../../comment-cases/names.txt")
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter(|line| {
                let (what, name) = line.split_once(" | ").unwrap_or_else(|| panic!("{line}"));
                imitates(name) != (what == "imitates")
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
