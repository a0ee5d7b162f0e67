//! Words as an index and a question meet: cut, folded, brought to their stems.
//!
//! A word is looked up in two forms. Its stem, in the language of the text, makes `elezione` and `elezioni` meet. Its folded
//! form, small letters without accents, makes `perché`, `perche'` and `PERCHE` meet. The stem is taken of the word as it is
//! written, since accents count in it; folding comes last.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is indexed, bytes; what is longer is no word of a newspaper.
const WORD_BYTES_MAX: usize = 64;

/// The language of a text, as far as its stems are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tongue {
    Italian,
    English,
    /// Any other: words are only folded.
    Other,
}

impl Tongue {
    pub(crate) const ALL: [Tongue; 3] = [Tongue::Italian, Tongue::English, Tongue::Other];

    /// Of a BCP 47 tag.
    pub(crate) fn of(language: &str) -> Tongue {
        match language.split('-').next() {
            Some("it") => Tongue::Italian,
            Some("en") => Tongue::English,
            _ => Tongue::Other,
        }
    }

    /// What stems begin with, so that those of two languages never meet.
    fn tag(self) -> char {
        match self {
            Tongue::Italian => 'i',
            Tongue::English => 'e',
            Tongue::Other => 'x',
        }
    }

    /// The stem of a word in small letters, folded.
    pub(crate) fn stem(self, word: &str) -> String {
        let stem = match self {
            Tongue::Italian => fold(&Stemmer::new(Algorithm::Italian).stem(word)),
            Tongue::English => fold(&Stemmer::new(Algorithm::English).stem(word)),
            Tongue::Other => fold(word),
        };
        format!("{}{stem}", self.tag())
    }

    /// Whether a folded word says so little that a question is not narrowed by it.
    pub(crate) fn is_stop_word(self, folded: &str) -> bool {
        let list = match self {
            Tongue::Italian => ITALIAN,
            Tongue::English => ENGLISH,
            Tongue::Other => return false,
        };
        list.split_whitespace().any(|word| word == folded)
    }
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// In small letters, composed (NFC).
    pub(crate) small: String,
    /// Small letters without accents.
    pub(crate) folded: String,
    /// Where it begins in the text, bytes.
    pub(crate) start: usize,
    /// Where it ends, bytes.
    pub(crate) end: usize,
}

/// The words of a text, in order. What is neither letter nor number divides them, apostrophes too: `l’acqua` is two.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let letter = c.is_alphanumeric() || (start.is_some() && is_within(c));
        match (start, letter) {
            (None, true) => start = Some(at),
            (Some(begun), false) => {
                start = None;
                let written = text.get(begun..at).unwrap_or_default();
                if written.len() <= WORD_BYTES_MAX {
                    words.push(Word::of(written, begun, at));
                }
            }
            _ => {}
        }
    }
    words
}

/// A sign that stands in a word and is no letter: an accent of its own, a place where a line may end, one without a face.
fn is_within(c: char) -> bool {
    is_combining_mark(c) || is_faceless(c)
}

fn is_faceless(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

impl Word {
    fn of(written: &str, start: usize, end: usize) -> Word {
        let small: String = if written.is_ascii() {
            written.to_ascii_lowercase()
        } else {
            let seen = written.chars().filter(|c| !is_faceless(*c));
            seen.collect::<String>().to_lowercase().nfc().collect()
        };
        Word {
            folded: fold(&small),
            small,
            start,
            end,
        }
    }
}

/// Without accents, and with letters that are written otherwise elsewhere as most people type them.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            _ => out.push(c),
        }
    }
    out
}

/// A text as names are compared: its folded words with one space between.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

/// Italian words that narrow nothing, folded, with what elision leaves of them.
const ITALIAN: &str = "a ad agli ai al all alla alle allo anche c che chi ci co col coi come con d da dagli dai dal dall dalla dalle \
    dallo degli dei del dell della delle dello di e ed era essere fa fra gli ha hanno i il in io l la le lei lo loro lui ma mi n \
    ne negli nei nel nell nella nelle nello noi o perche piu quale quando quel quell quella quelle quelli quello questa queste \
    questi questo s se si sia sono su sua sue sugli sui sul sull sulla sulle sullo suo suoi t ti tra tu un una uno v vi voi";

/// English words that narrow nothing, with what is left of shortened ones.
const ENGLISH: &str = "a about after all also an and any are as at be been but by can did do does for from had has have he her his \
    how i if in into is it its ll may more most no not of off on or our out over re s she so such t than that the their them then \
    there these they this those to too up ve was we were what when where which while who why will with would you your";

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn accents_apostrophes_and_capitals_meet() {
        assert_eq!(folded("L’acqua, perché?"), ["l", "acqua", "perche"]);
        assert_eq!(folded("perche'"), ["perche"]);
        assert_eq!(
            folded("PERCHE\u{301} dell'Italia"),
            ["perche", "dell", "italia"]
        );
        assert_eq!(
            folded("Straße, œuvre, 3.000"),
            ["strasse", "oeuvre", "3", "000"]
        );
        assert_eq!(folded("Ma\u{ad}ria\u{200b}"), ["maria"]);
        assert_eq!(line("  L’Acqua   alta "), "l acqua alta");
    }

    #[test]
    fn inflected_words_meet_in_their_language_only() {
        let stem = |tongue: Tongue, word: &str| tongue.stem(word);
        for (one, other) in [
            ("elezione", "elezioni"),
            ("governo", "governi"),
            ("argine", "argini"),
        ] {
            assert_eq!(stem(Tongue::Italian, one), stem(Tongue::Italian, other));
        }
        for (one, other) in [
            ("election", "elections"),
            ("flooded", "flooding"),
            ("ferry", "ferries"),
        ] {
            assert_eq!(stem(Tongue::English, one), stem(Tongue::English, other));
        }
        assert_ne!(
            stem(Tongue::Italian, "governing"),
            stem(Tongue::English, "governing")
        );
        assert_eq!(stem(Tongue::Other, "fährt"), "xfahrt");
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "È l’ora";
        let found = words(text);
        assert_eq!(&text[found[0].start..found[0].end], "È");
        assert_eq!(&text[found[2].start..found[2].end], "ora");
        assert!(words(&"x".repeat(65)).is_empty());
    }
}
