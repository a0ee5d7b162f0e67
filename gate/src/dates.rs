//! Dates written in a text.

use super::lang::Lang;
use super::numbers::{ONE, spelt};
use super::words::Passage;
use jiff::civil::Date;
use std::ops::Range;

/// A date as far as the text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) words: Range<usize>,
    pub(crate) year: Option<i16>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
}

impl Mention {
    /// The last day it can mean; without a year, the occurrence nearest to `near`.
    pub(crate) fn latest(&self, near: Date) -> Option<Date> {
        let month = match (self.month, self.year) {
            (Some(month), _) => month,
            (None, Some(_)) => 12,
            (None, None) => return None,
        };
        let day = |year: i16| match self.day {
            Some(day) => Date::new(year, month, day).ok(),
            None => Date::new(year, month, 1).ok().map(Date::last_of_month),
        };
        match self.year {
            Some(year) => day(year),
            None => [
                near.year().checked_sub(1)?,
                near.year(),
                near.year().checked_add(1)?,
            ]
            .into_iter()
            .filter_map(day)
            .min_by_key(|date| days_between(*date, near).abs()),
        }
    }
}

/// Days from one date to another.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

const MONTHS_IT: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const MONTHS_EN: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(low: &str, lang: Lang) -> Option<i8> {
    let names = match lang {
        Lang::It => &MONTHS_IT,
        Lang::En => &MONTHS_EN,
    };
    let first = low.as_bytes().first();
    let short = |name: &&str| {
        lang == Lang::En
            && low.len() >= 3
            && low != "mar"
            && name.starts_with(low)
            && low.len() <= 4
    };
    let at = names
        .iter()
        .position(|name| name.as_bytes().first() == first && (*name == low || short(name)))?;
    i8::try_from(at + 1).ok()
}

/// Months of other languages that titles of ours may carry: German, French, Spanish.
const MONTHS_ELSEWHERE: &str = " januar jänner februar märz april mai juni juli august september oktober november dezember \
    janvier février mars avril juin juillet août septembre octobre décembre \
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ";

/// Whether a text in any language gives a day that can be found on a calendar: in figures ("26.11.2026"), as day, word
/// and year ("26. November 2026", "26 de noviembre de 2026", "November 26, 2026"), or, in a text that is neither Italian
/// nor English, as day and month. `read` is the language in which [`dates`] reads the text, if it does: what that finds
/// is left to it.
pub(crate) fn on_a_calendar(passage: &Passage, read: Option<Lang>) -> bool {
    let foreign = read.is_none();
    let ours = |at: usize| read.is_some_and(|lang| month(passage.low(at), lang).is_some());
    let joins = |low: &str| matches!(low, "de" | "del" | "di" | "of");
    let past_join = |at: usize| at + usize::from(joins(passage.low(at)));
    let word = |at: usize| {
        let low = passage.low(at);
        low.chars().count() >= 3 && low.chars().all(char::is_alphabetic)
    };
    (0..passage.words.len()).any(|at| {
        if foreign && figures(passage, at).is_some() {
            return true;
        }
        let name = past_join(at + 1);
        let known = || {
            let mut months = MONTHS_ELSEWHERE.split_whitespace();
            months.any(|month| month == passage.low(name))
        };
        let day_first = day(passage.low(at)).is_some()
            && word(name)
            && !ours(name)
            && (foreign && known() || year(passage.low(past_join(name + 1))).is_some());
        let month_first = word(at)
            && !ours(at)
            && passage
                .low(at + 1)
                .starts_with(|c: char| c.is_ascii_digit())
            && day(passage.low(at + 1)).is_some()
            && passage.gap(at + 2).contains(',')
            && year(passage.low(at + 2)).is_some();
        day_first || month_first
    })
}

fn year(low: &str) -> Option<i16> {
    if low.len() != 4 {
        return None;
    }
    low.parse()
        .ok()
        .filter(|year| (1_000..2_200).contains(year))
}

fn day(low: &str) -> Option<i8> {
    let digits = low.trim_end_matches(|c: char| c.is_alphabetic() || c == '°' || c == 'º');
    if digits.len() > 2 || digits.is_empty() {
        return (low == "primo").then_some(1);
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// The dates of a passage in order. A bare year counts when a preposition leads it ("nel 2021", "since 2019").
pub(crate) fn dates(passage: &Passage, lang: Lang) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < passage.words.len() {
        match date_at(passage, at, lang) {
            Some(mention) => {
                at = mention.words.end;
                out.push(mention);
            }
            None => at += 1,
        }
    }
    out
}

fn date_at(passage: &Passage, at: usize, lang: Lang) -> Option<Mention> {
    if !passage.words.get(at).is_some_and(|word| word.digit) {
        return day_first(passage, at, lang).or_else(|| month_first(passage, at, lang));
    }
    day_first(passage, at, lang)
        .or_else(|| month_first(passage, at, lang))
        .or_else(|| figures(passage, at))
        .or_else(|| bare_year(passage, at, lang))
}

fn day_first(passage: &Passage, at: usize, lang: Lang) -> Option<Mention> {
    let figures = day(passage.low(at));
    let spelt = figures.is_none();
    let day = figures.or_else(|| spelt_day(passage, at, lang))?;
    let mut next = at + 1;
    let joined = match lang {
        Lang::En => passage.low(next) == "of",
        Lang::It => passage.low(next) == "di",
    };
    if joined {
        next += 1;
    } else if spelt && lang == Lang::En {
        return None;
    }
    let low = passage.low(next);
    let month = month(low, lang).or_else(|| shortened(passage, next, lang))?;
    // "12 may lose an eye".
    if matches!(low, "may" | "march") && !passage.words.get(next)?.cap {
        return None;
    }
    let year = year(passage.low(next + 1));
    Some(Mention {
        words: at..next + 1 + usize::from(year.is_some()),
        year,
        month: Some(month),
        day: Some(day),
    })
}

const ORDINALS_EN: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// "ventidue novembre", "the twenty-first of November": a day in words, but in English not with a capital, which makes a
/// name of it.
fn spelt_day(passage: &Passage, at: usize, lang: Lang) -> Option<i8> {
    let word = passage.words.get(at)?;
    let count = match lang {
        Lang::It => spelt(&word.low, lang)? / ONE,
        Lang::En if word.cap => return None,
        Lang::En if word.low == "thirtieth" => 30,
        Lang::En => {
            let tens = match at.checked_sub(1).map(|before| passage.low(before)) {
                Some("twenty") if passage.gap(at) == "-" => 20,
                Some("thirty") if passage.gap(at) == "-" => 30,
                _ => 0,
            };
            let unit = ORDINALS_EN.iter().position(|name| *name == word.low)? + 1;
            tens + i64::try_from(unit).ok()?
        }
    };
    i8::try_from(count)
        .ok()
        .filter(|day| (1..=31).contains(day))
}

/// "21 nov.": an Italian month cut off after three letters, by a stop.
fn shortened(passage: &Passage, at: usize, lang: Lang) -> Option<i8> {
    let low = passage.low(at);
    if lang != Lang::It || low.len() != 3 || !passage.gap(at + 1).starts_with('.') {
        return None;
    }
    let month = MONTHS_IT.iter().position(|name| name.starts_with(low))?;
    i8::try_from(month + 1).ok()
}

fn month_first(passage: &Passage, at: usize, lang: Lang) -> Option<Mention> {
    let month = month(passage.low(at), lang)?;
    if lang == Lang::En && !passage.words.get(at)?.cap {
        return None;
    }
    // "November the 17th".
    let article = lang == Lang::En && passage.low(at + 1) == "the";
    let at_numeral = at + 1 + usize::from(article);
    let next = passage.low(at_numeral);
    let numeral = next.starts_with(|c: char| c.is_ascii_digit());
    match (
        numeral.then(|| year(next)).flatten(),
        numeral.then(|| day(next)).flatten(),
    ) {
        (Some(year), _) => Some(Mention {
            words: at..at_numeral + 1,
            year: Some(year),
            month: Some(month),
            day: None,
        }),
        (None, Some(day)) if lang == Lang::En => {
            let year = year(passage.low(at_numeral + 1));
            Some(Mention {
                words: at..at_numeral + 1 + usize::from(year.is_some()),
                year,
                month: Some(month),
                day: Some(day),
            })
        }
        _ => None,
    }
}

/// 12/11/2026, 2026-11-12, and between brackets 12/11.
fn figures(passage: &Passage, at: usize) -> Option<Mention> {
    let gap = passage.gap(at + 1);
    let bracketed = passage.gap(at).ends_with('(') && passage.gap(at + 2).starts_with(')');
    if gap == "/" && bracketed {
        return Some(Mention {
            words: at..at + 2,
            year: None,
            month: month_number(passage.low(at + 1)),
            day: day(passage.low(at)),
        })
        .filter(|date| date.month.is_some() && date.day.is_some());
    }
    if !(matches!(gap, "/" | "-") && passage.gap(at + 2) == gap) {
        return numeric_word(passage, at);
    }
    let parts = [passage.low(at), passage.low(at + 1), passage.low(at + 2)];
    from_parts(&parts, at..at + 3)
}

/// Dates that word division leaves whole: 12.11.2026.
fn numeric_word(passage: &Passage, at: usize) -> Option<Mention> {
    let parts: Vec<&str> = passage.low(at).split(['.', '/', '-']).collect();
    from_parts(&parts, at..at + 1)
}

fn month_number(figures: &str) -> Option<i8> {
    figures
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))
}

fn from_parts(parts: &[&str], words: Range<usize>) -> Option<Mention> {
    let [a, b, c] = parts else { return None };
    let (year, month, day) = match (year(a), year(c)) {
        (Some(found), None) => (found, month_number(b)?, day(c)?),
        (None, Some(found)) => match month_number(b) {
            Some(month) => (found, month, day(a)?),
            // As in America, where no other reading is possible: 11/20/2026.
            None => (found, month_number(a)?, day(b)?),
        },
        _ => return None,
    };
    Some(Mention {
        words,
        year: Some(year),
        month: Some(month),
        day: Some(day),
    })
}

fn bare_year(passage: &Passage, at: usize, lang: Lang) -> Option<Mention> {
    let found = year(passage.low(at)).filter(|year| (1_100..2_100).contains(year))?;
    let lead = passage.low(at.checked_sub(1)?);
    let leads = match lang {
        Lang::It => matches!(
            lead,
            "nel"
                | "del"
                | "dal"
                | "al"
                | "il"
                | "fino"
                | "l"
                | "estate"
                | "inverno"
                | "autunno"
                | "primavera"
        ),
        Lang::En => matches!(
            lead,
            "in" | "since"
                | "of"
                | "from"
                | "to"
                | "until"
                | "by"
                | "summer"
                | "winter"
                | "autumn"
                | "spring"
        ),
    };
    leads.then_some(Mention {
        words: at..at + 1,
        year: Some(found),
        month: None,
        day: None,
    })
}
