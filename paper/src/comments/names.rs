//! Names that imitate the desk. What counts is how a name looks, not how it is spelt (Unicode UTS 39, confusables).

use crate::Result;
use crate::db::Session;
use crate::id::PlacementId;
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// Accounts, contributors and titles looked at. A newspaper with more people is a network of several.
const NAMES_MAX: u32 = 5_000;
/// Single words shorter than this are too common to guard: `ada` may be anybody.
const WORD_CHARS_MIN: usize = 4;

/// Words that only the desk says of itself.
const DESK: &[&str] = &[
    "redazione",
    "redattore",
    "redattrice",
    "caporedattore",
    "caporedattrice",
    "direttore",
    "direttrice",
    "direzione",
    "vicedirettore",
    "moderatore",
    "moderatrice",
    "moderazione",
    "amministratore",
    "amministrazione",
    "admin",
    "administrator",
    "webmaster",
    "staff",
    "newsroom",
    "editor",
    "moderator",
    "colophon",
];

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

/// Whether one name can be taken for another: the same words, in any order, with others around them, or run together.
fn taken_for(name: &[String], other: &[String]) -> bool {
    match other {
        [] => false,
        [word] if word.chars().count() < WORD_CHARS_MIN => false,
        [word] => name.concat() == *word,
        words => words.iter().all(|word| name.contains(word)) || name.concat() == words.concat(),
    }
}

/// The name of the desk, of an account, of who is credited under the article, a contributor, a title or the director that a reader's name imitates.
pub(crate) async fn imitated(
    session: &mut Session,
    placement: PlacementId,
    name: &str,
) -> Result<Option<String>> {
    let shown = shape(name);
    for word in DESK {
        let desk = shape(word).concat();
        if shown.contains(&desk) || shown.concat() == desk {
            return Ok(Some((*word).to_owned()));
        }
    }
    let rows: Vec<(String,)> = session
        .all(
            "SELECT name FROM accounts WHERE active = 1 UNION SELECT name FROM contributors UNION SELECT name FROM titles
             UNION SELECT name FROM network UNION SELECT name FROM credits WHERE placement_id = $1 LIMIT $2",
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
    Ok(guarded.find(|other| taken_for(&shown, &shape(other))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_for_another_by_its_look() {
        let staff = shape("Ines Vidal");
        for imitation in [
            "Ines Vidal",
            "ines vidal",
            "INES VIDAL",
            "Vidal, Ines",
            "Inés Vidàl",
            "lnes Vidal",
            "Ines  V\u{456}dal",
            "In\u{435}s Vidal (desk)",
            "I.n.e.s Vidal Ines",
            "1nes Vida1",
            "InesVidal",
            "Ｉｎｅｓ Ｖｉｄａｌ",
            "Ines\u{200b} Vidal",
        ] {
            assert!(taken_for(&shape(imitation), &staff), "{imitation}");
        }
        for honest in ["Ines", "Vidal", "Inès Vidali", "Nives Ladi", "Ada"] {
            assert!(!taken_for(&shape(honest), &staff), "{honest}");
        }
    }
}
