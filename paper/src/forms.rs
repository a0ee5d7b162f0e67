//! What the forms of readers have in common: their proof, their faults, their prose.

use crate::secrets::Unproven;
use crate::words;
use crate::{Error, Refusal, Result};
use jiff::Timestamp;

/// Hours a form may stay open before it has to be sent again.
pub const FORM_HOURS_MAX: i64 = 24;
/// Seconds a person needs at least to read a form and write a sentence.
pub const FILL_SECONDS_MIN: i64 = 3;

/// What is wrong with a form, at one field or as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The field's name in the form; empty for the form as a whole.
    pub field: &'static str,
    /// What is wrong.
    pub why: Refusal,
}

impl Problem {
    pub(crate) fn form(why: Refusal) -> Problem {
        Problem { field: "", why }
    }
}

/// What taking a form in gives: what was made, or all that is wrong.
pub type Taken<T> = std::result::Result<T, Vec<Problem>>;

/// The value, or an empty one and the problem noted.
pub(crate) fn at(
    field: &'static str,
    value: Result<String>,
    problems: &mut Vec<Problem>,
) -> Result<String> {
    match value {
        Ok(value) => Ok(value),
        Err(Error::Refused(why)) => {
            problems.push(Problem { field, why });
            Ok(String::new())
        }
        Err(fault) => Err(fault),
    }
}

pub(crate) fn unproven(
    proof: std::result::Result<Timestamp, Unproven>,
    now: Timestamp,
    seconds_min: i64,
) -> Option<Problem> {
    match proof {
        Err(_) => Some(Problem::form(Refusal::FormStale)),
        Ok(given) if now.duration_since(given).as_secs() < seconds_min => {
            Some(Problem::form(Refusal::FormTooFast {
                seconds: seconds_min,
            }))
        }
        Ok(_) => None,
    }
}

/// Lines trimmed, runs of empty lines made one, no more than two marks stacked on a letter.
///
/// # Errors
/// A refusal where nothing is left, or more than `chars_max` characters.
pub(crate) fn paragraphs(field: &'static str, text: &str, chars_max: usize) -> Result<String> {
    let text = unstacked(
        &words::normal(text)
            .replace("\r\n", "\n")
            .replace('\r', "\n"),
    );
    let parts: Vec<String> = text
        .split("\n\n")
        .map(|part| {
            part.lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        })
        .filter(|part| !part.is_empty())
        .collect();
    let text = parts.join("\n\n");
    match text.chars().count() {
        0 => Err(Refusal::Empty { field }.into()),
        n if n > chars_max => Err(Refusal::TooLong { field, chars_max }.into()),
        _ => Ok(text),
    }
}

/// Marks on one letter beyond two run over the lines around them; no language needs them.
pub(crate) fn unstacked(text: &str) -> String {
    let mut stacked = 0;
    text.chars()
        .filter(|c| {
            stacked = if unicode_normalization::char::is_combining_mark(*c) {
                stacked + 1
            } else {
                0
            };
            stacked <= 2
        })
        .collect()
}
