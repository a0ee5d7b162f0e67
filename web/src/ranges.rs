//! Parts of a file (RFC 9110 §14): one at a time; who asks for several at once gets the whole.

use crate::request::Asked;

/// Digits of a position nobody's file has; more are no number.
const DIGITS_MAX: usize = 18;

/// What of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// These bytes, the last among them.
    Between {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// Nothing it has.
    Beyond,
}

impl Part {
    /// What a reader wants of a file with this validator and this many bytes. What cannot be read as a range asks for
    /// nothing less than the whole, and so does a range of a file that has changed since (`If-Range`).
    pub(crate) fn wanted(asked: &Asked, tag: &str, length: u64) -> Part {
        let Some(range) = asked.range.as_deref().filter(|_| !asked.head) else {
            return Part::Whole;
        };
        // A weak validator, and the date of a file that has none, never match (RFC 9110 §13.1.5).
        if asked.if_range.as_deref().is_some_and(|of| of != tag) {
            return Part::Whole;
        }
        read(range, length).unwrap_or(Part::Whole)
    }
}

/// `bytes=0-499`, `bytes=500-` or `bytes=-500` of so many bytes; `None` is anything else.
fn read(range: &str, length: u64) -> Option<Part> {
    let (unit, range) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (from, to) = range.trim().split_once('-')?;
    let end = length.checked_sub(1);
    let part = match (from, to) {
        ("", count) => {
            let count = number(count)?.min(length);
            (length - count, end)
        }
        (from, "") => (number(from)?, end),
        (from, to) => {
            let (from, to) = (number(from)?, number(to)?);
            if to < from {
                return None;
            }
            (from, end.map(|end| to.min(end)))
        }
    };
    Some(match part {
        (first, Some(last)) if first <= last => Part::Between { first, last },
        _ => Part::Beyond,
    })
}

fn number(text: &str) -> Option<u64> {
    let digits =
        !text.is_empty() && text.len() <= DIGITS_MAX && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
