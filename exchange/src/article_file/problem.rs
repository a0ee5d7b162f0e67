//! What is wrong with a file, told to whoever wrote it.

use std::fmt;

/// Most problems told about one file; the rest would repeat the first.
pub const PROBLEMS_MAX: usize = 50;

/// Longest part of a wrong value repeated in a problem, characters.
const SHOWN_CHARS_MAX: usize = 60;

/// One thing wrong with an article file: where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Character of the line, from 1; 0 when the whole line is meant.
    pub column: usize,
    /// The field as written in the file (`byline`, `sources`), `body`, or empty for the file itself.
    pub field: String,
    /// What is wrong and how it is mended, in Italian. No full stop.
    pub it: String,
    /// The same in English.
    pub en: String,
}

impl Problem {
    /// What is told, in Italian (`it`) or English (anything else).
    pub fn say(&self, language: &str) -> &str {
        if language.starts_with("it") {
            &self.it
        } else {
            &self.en
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.en),
            (line, 0) => write!(f, "{line}: {}", self.en),
            (line, column) => write!(f, "{line}:{column}: {}", self.en),
        }
    }
}

/// A place in the file, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Problems as they are met.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Notes one problem; `it` and `en` say the same.
    pub(super) fn note(
        &mut self,
        at: Spot,
        field: &str,
        it: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.list.push(Problem {
            line: at.line,
            column: at.column,
            field: field.to_owned(),
            it: it.into(),
            en: en.into(),
        });
    }

    /// The problems in the order of the file.
    pub(super) fn ordered(mut self) -> Vec<Problem> {
        self.list
            .sort_by_key(|problem| (problem.line, problem.column));
        self.list.truncate(PROBLEMS_MAX);
        self.list
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The beginning of a wrong value, on one line, fit to be repeated to a person.
pub(super) fn shown(value: &str) -> String {
    let line: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = line
        .chars()
        .filter(|c| !c.is_control())
        .take(SHOWN_CHARS_MAX)
        .collect();
    if line.chars().count() > SHOWN_CHARS_MAX {
        cut.push('…');
    }
    cut
}
