//! Numbers in figures and in words.

use super::lang::{Lang, fold};
use super::words::Passage;
use std::ops::Range;

/// A number of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// The words it is written with.
    pub(crate) words: Range<usize>,
    /// In thousandths, so that 2,5 and 2.5 are whole.
    pub(crate) thousandths: i64,
}

/// One, in thousandths.
pub(crate) const ONE: i64 = 1_000;
/// No newspaper figure is larger; what is, is not read as a number.
const VALUE_MAX: i64 = 1_000_000_000_000_000;

/// The numbers of a passage in order. "Un", "una", "one" and "a" are not counted: they are mostly articles.
pub(crate) fn numbers(passage: &Passage, lang: Lang) -> Vec<Number> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < passage.words.len() {
        match number_at(passage, at, lang) {
            Some(number) => {
                at = number.words.end.max(at + 1);
                out.push(number);
            }
            None => at += 1,
        }
    }
    out
}

fn number_at(passage: &Passage, at: usize, lang: Lang) -> Option<Number> {
    let word = passage.words.get(at)?;
    let mut end = at + 1;
    let digits = word.low.starts_with(|c: char| c.is_ascii_digit());
    let mut value = if digits {
        figures(&word.low, lang)?
    } else {
        spelt(&word.low, lang)?
    };
    if !digits && lang == Lang::En {
        (value, end) = english_run(passage, at);
    }
    if digits && let Some(scale) = suffix(&word.low) {
        value = value.checked_mul(scale)?;
    } else if let Some(scale) = scale(passage.low(end), lang) {
        value = value.checked_mul(scale)?;
        end += 1;
    }
    (value <= VALUE_MAX).then_some(Number {
        words: at..end,
        thousandths: value,
    })
}

/// "two hundred and twelve", "twenty-five".
fn english_run(passage: &Passage, at: usize) -> (i64, usize) {
    let (mut total, mut current, mut end) = (0_i64, 0_i64, at);
    while let Some(word) = passage.words.get(end) {
        if end > at && !matches!(passage.gap(end), " " | "-") {
            break;
        }
        match word.low.as_str() {
            "hundred" if current > 0 => current = current.saturating_mul(100),
            "dozen" if current > 0 => current = current.saturating_mul(12),
            "thousand" if current > 0 => {
                total = total.saturating_add(current.saturating_mul(1_000));
                current = 0;
            }
            "and" if current >= 100 * ONE && spelt(passage.low(end + 1), Lang::En).is_some() => {}
            low => match spelt(low, Lang::En) {
                Some(value) if end == at || fits_after(current, value) => {
                    current = current.saturating_add(value)
                }
                _ => break,
            },
        }
        end += 1;
    }
    (total.saturating_add(current), end.max(at + 1))
}

fn fits_after(current: i64, value: i64) -> bool {
    let (current, value) = (current / ONE, value / ONE);
    current == 0
        || (current % 100 == 0 && value < 100)
        || (current % 100 >= 20 && current % 10 == 0 && value < 10)
}

/// "1.4m", "3bn", "20k".
fn suffix(low: &str) -> Option<i64> {
    match low.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        "k" => Some(1_000),
        "m" => Some(1_000_000),
        "bn" => Some(1_000_000_000),
        _ => None,
    }
}

fn scale(low: &str, lang: Lang) -> Option<i64> {
    match (lang, low) {
        (Lang::It, "mila") | (Lang::En, "thousand") => Some(1_000),
        (Lang::It, "milioni" | "milione") | (Lang::En, "million" | "m") => Some(1_000_000),
        (Lang::It, "miliardi" | "miliardo") | (Lang::En, "billion" | "bn") => Some(1_000_000_000),
        _ => None,
    }
}

/// "20.000", "1,204", "2,5", "31st".
pub(crate) fn figures(low: &str, lang: Lang) -> Option<i64> {
    let (thousands, decimal) = match lang {
        Lang::It => ('.', ','),
        Lang::En => (',', '.'),
    };
    let body: &str = low.trim_end_matches(|c: char| c.is_alphabetic() || c == '°' || c == 'º');
    let mut whole = String::new();
    let mut fraction = String::new();
    let mut groups = body.split(thousands);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let (last, middle) = match rest.split_last() {
        Some((last, middle)) => (*last, middle),
        None => (first, &[][..]),
    };
    if !rest.is_empty() {
        let tail = last.split(decimal).next()?;
        if middle.iter().any(|group| group.len() != 3) || tail.len() != 3 {
            return times_or_plain(body, thousands);
        }
        whole.push_str(first);
        middle.iter().for_each(|group| whole.push_str(group));
    }
    let mut parts = last.split(decimal);
    whole.push_str(parts.next()?);
    if let Some(part) = parts.next() {
        fraction.push_str(part);
    }
    value(&whole, &fraction)
}

/// "9.30" in Italian is a time of day: read as 9 and thirty hundredths, which is all a comparison needs.
fn times_or_plain(body: &str, mark: char) -> Option<i64> {
    let mut parts = body.split(mark);
    value(parts.next()?, parts.next().unwrap_or_default())
}

fn value(whole: &str, fraction: &str) -> Option<i64> {
    let whole: i64 = whole.parse().ok()?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let fraction: i64 = digits.parse().ok()?;
    whole.checked_mul(ONE)?.checked_add(fraction)
}

const SPELT_EN: [(&str, i64); 29] = [
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1_000),
    ("one", 1),
];

const UNITS_IT: [(&str, i64); 18] = [
    ("due", 2),
    ("tre", 3),
    ("quattro", 4),
    ("cinque", 5),
    ("sei", 6),
    ("sette", 7),
    ("otto", 8),
    ("nove", 9),
    ("dieci", 10),
    ("undici", 11),
    ("dodici", 12),
    ("tredici", 13),
    ("quattordici", 14),
    ("quindici", 15),
    ("sedici", 16),
    ("diciassette", 17),
    ("diciotto", 18),
    ("diciannove", 19),
];

const TENS_IT: [(&str, i64); 8] = [
    ("vent", 20),
    ("trent", 30),
    ("quarant", 40),
    ("cinquant", 50),
    ("sessant", 60),
    ("settant", 70),
    ("ottant", 80),
    ("novant", 90),
];

/// Whether a word begins as Italian numbers do.
fn begins_italian(folded: &str) -> bool {
    matches!(
        folded.as_bytes().get(..3),
        Some(
            b"due"
                | b"tre"
                | b"qua"
                | b"cin"
                | b"sei"
                | b"set"
                | b"ott"
                | b"nov"
                | b"die"
                | b"und"
                | b"dod"
                | b"qui"
                | b"sed"
                | b"dic"
                | b"ven"
                | b"ses"
                | b"cen"
                | b"mil"
        )
    )
}

/// A number written as one word, in thousandths; "one" only inside a longer number.
pub(crate) fn spelt(low: &str, lang: Lang) -> Option<i64> {
    match lang {
        Lang::En => SPELT_EN
            .iter()
            .find(|(word, value)| *word == low && *value > 1)
            .map(|(_, value)| value * ONE),
        Lang::It => Some(fold(low))
            .filter(|folded| begins_italian(folded))
            .and_then(|folded| italian(&folded))
            .filter(|value| *value > 1)
            .map(|value| value * ONE),
    }
}

/// "ventimila", "centoventitré", "milleduecento".
fn italian(low: &str) -> Option<i64> {
    if let Some(at) = low.find("mila") {
        let thousands = below_thousand(&low[..at])?;
        let rest = &low[at + "mila".len()..];
        return Some(
            thousands * 1_000
                + if rest.is_empty() {
                    0
                } else {
                    below_thousand(rest)?
                },
        );
    }
    if let Some(rest) = low.strip_prefix("mille") {
        return Some(
            1_000
                + if rest.is_empty() {
                    0
                } else {
                    below_thousand(rest)?
                },
        );
    }
    below_thousand(low)
}

fn below_thousand(low: &str) -> Option<i64> {
    if let Some(at) = low.find("cento") {
        let hundreds = match &low[..at] {
            "" => 1,
            unit => UNITS_IT.iter().take(8).find(|(word, _)| *word == unit)?.1,
        };
        let rest = &low[at + "cento".len()..];
        return Some(
            hundreds * 100
                + if rest.is_empty() {
                    0
                } else {
                    below_hundred(rest)?
                },
        );
    }
    below_hundred(low)
}

fn below_hundred(low: &str) -> Option<i64> {
    if let Some((_, value)) = UNITS_IT.iter().find(|(word, _)| *word == low) {
        return Some(*value);
    }
    for (stem, tens) in TENS_IT {
        let Some(rest) = low.strip_prefix(stem) else {
            continue;
        };
        let vowel = if tens == 20 { "i" } else { "a" };
        let unit = rest.strip_prefix(vowel).unwrap_or(rest);
        match (rest, unit) {
            (rest, "") if rest == vowel => return Some(tens),
            (_, "uno" | "un") => return Some(tens + 1),
            (_, unit) => {
                if let Some((_, value)) = UNITS_IT.iter().take(8).find(|(word, _)| *word == unit) {
                    return Some(tens + value);
                }
            }
        }
    }
    None
}
