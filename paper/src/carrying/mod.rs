//! Out and back: the whole record row by row, in a form every program can read, and the same record again from it.
//!
//! What is carried is listed in [`tables`], and what is not in [`left`], each with its reason: it opens a door, it is made
//! again of the rest, or it passes. A table or column that stands in neither is found by a test. The files the rows lie in
//! are the archive crate's; here are the rows, what is asked of those that come in, and the statements.

mod back;
mod chain;
mod kinds;
pub mod leaving;
pub mod left;
mod made;
mod out;
mod row;
pub mod tables;

pub use back::{Back, Carried};
pub use chain::Chain;
pub use kinds::{Document, Kind};
pub use out::{Head, Out};
pub use row::{Row, read, written};
pub use tables::{Column, Table};

use crate::Error;
use crate::articles::content::Content;
use crate::articles::making;
use crate::copy::Copy;

/// Longest row as it is written, bytes.
pub const ROW_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Characters of a value that does not fit that are said again.
const SHOWN_CHARS: usize = 60;

/// What a desk would begin with to change what readers see, without topics.
pub fn copy_of(content: &Content) -> Copy {
    making::copy_of(content, Vec::new())
}

/// What is wrong with something that comes in, in Italian and English. No full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Wrong {
    /// Words in both languages.
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Wrong {
        Wrong {
            it: it.into(),
            en: en.into(),
        }
    }

    /// The same words in both, which are a program's and no person's.
    pub(crate) fn same(words: String) -> Wrong {
        Wrong::new(words.clone(), words)
    }

    /// A value that does not fit.
    pub(crate) fn value(value: &str) -> Wrong {
        let shown: String = value.chars().take(SHOWN_CHARS).collect();
        Wrong::new(
            format!("«{shown}» non va bene"),
            format!("“{shown}” does not fit"),
        )
    }

    /// Why the record says no.
    pub(crate) fn of(error: &Error) -> Wrong {
        match error {
            Error::Refused(refusal) => Wrong::new(refusal.say("it"), refusal.say("en")),
            Error::Fault(fault) => Wrong::same(fault.to_string()),
        }
    }

    /// Names what it is about before the rest.
    #[must_use]
    pub fn about(self, what: &str) -> Wrong {
        Wrong::new(
            format!("{what}: {}", self.it),
            format!("{what}: {}", self.en),
        )
    }
}

/// Why something was not carried.
#[derive(Debug)]
pub enum Stop {
    /// What came in is not as it must be.
    Wrong(Wrong),
    /// The record said no, or broke.
    Record(Error),
}

impl From<Wrong> for Stop {
    fn from(wrong: Wrong) -> Stop {
        Stop::Wrong(wrong)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Record(error)
    }
}

impl From<crate::Fault> for Stop {
    fn from(fault: crate::Fault) -> Stop {
        Stop::Record(fault.into())
    }
}
