//! Many rows by one statement. Its text is written out when this is compiled, so it is a constant like any other.
//!
//! A round trip to a server, or to the thread of a file, costs more than a row: what brings in an archive writes rows by the
//! dozen.

use super::{Session, Value};
use crate::Fault;

/// Rows of the longest text. PostgreSQL takes 65,535 values in a statement, SQLite 32,766.
pub(crate) const ROWS: usize = 32;
/// Rows of the text between: what is left over costs a few journeys, not one for each row.
pub(crate) const SOME: usize = 8;

/// A statement that writes one row, and the same for [`SOME`] and, where it is worth its length, for [`ROWS`] rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Many {
    pub(crate) one: &'static str,
    pub(crate) some: &'static str,
    pub(crate) rows: Option<&'static str>,
}

impl Many {
    /// The longest text there are rows enough for, and how many it takes.
    fn of(&self, left: usize) -> (&'static str, usize) {
        match (left, self.rows) {
            (ROWS.., Some(rows)) => (rows, ROWS),
            (SOME.., _) => (self.some, SOME),
            _ => (self.one, 1),
        }
    }
}

/// The [`Many`] of what stands before the rows, the number of columns, and what stands after.
macro_rules! many {
    ($head:expr, $columns:expr, $tail:literal) => {{
        use $crate::db::many::{Many, ROWS, length, utf8, written};
        const ALL: [u8; length($head, $columns, ROWS, $tail)] =
            written($head, $columns, ROWS, $tail);
        Many {
            rows: Some(utf8(&ALL)),
            ..$crate::db::many::few!($head, $columns, $tail)
        }
    }};
}
pub(crate) use many;

/// The same without the longest text, for statements there are dozens of.
macro_rules! few {
    ($head:expr, $columns:expr, $tail:literal) => {{
        use $crate::db::many::{Many, SOME, length, utf8, written};
        const ONE: [u8; length($head, $columns, 1, $tail)] = written($head, $columns, 1, $tail);
        const A_FEW: [u8; length($head, $columns, SOME, $tail)] =
            written($head, $columns, SOME, $tail);
        Many {
            one: utf8(&ONE),
            some: utf8(&A_FEW),
            rows: None,
        }
    }};
}
pub(crate) use few;

/// Bytes of a text of so many rows.
pub(crate) const fn length(head: &str, columns: usize, rows: usize, tail: &str) -> usize {
    // Each row has its brackets and a comma between two values; between two rows there is a comma.
    let mut bytes = head.len() + tail.len() + rows * (columns + 1) + rows - 1;
    let mut number = 1;
    while number <= columns * rows {
        bytes += 1 + digits(number);
        number += 1;
    }
    bytes
}

const fn digits(number: usize) -> usize {
    let (mut count, mut rest) = (1, number / 10);
    while rest > 0 {
        count += 1;
        rest /= 10;
    }
    count
}

/// The text of so many rows: `head ($1,$2),($3,$4) tail`.
pub(crate) const fn written<const N: usize>(
    head: &str,
    columns: usize,
    rows: usize,
    tail: &str,
) -> [u8; N] {
    let (mut text, mut at) = put([0; N], 0, head.as_bytes());
    let mut number = 0;
    while number < columns * rows {
        let before: &[u8] = match number {
            0 => b"($",
            _ if number % columns == 0 => b"),($",
            _ => b",$",
        };
        (text, at) = put(text, at, before);
        number += 1;
        let end = at + digits(number);
        let (mut place, mut rest) = (end, number);
        while place > at {
            place -= 1;
            text[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        at = end;
    }
    (text, at) = put(text, at, b")");
    put(text, at, tail.as_bytes()).0
}

const fn put<const N: usize>(mut text: [u8; N], at: usize, bytes: &[u8]) -> ([u8; N], usize) {
    let mut i = 0;
    while i < bytes.len() {
        text[at + i] = bytes[i];
        i += 1;
    }
    (text, at + bytes.len())
}

/// The text; a constant that were none would be empty, and refused by every engine.
pub(crate) const fn utf8(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

impl Session {
    /// Writes all rows, as many at a time as there is a text for.
    pub(crate) async fn write_many(
        &mut self,
        many: &Many,
        rows: Vec<Vec<Value>>,
    ) -> Result<(), Fault> {
        let mut left = rows.len();
        let mut rest = rows.into_iter();
        while left > 0 {
            let (text, taken) = many.of(left);
            let values: Vec<Value> = rest.by_ref().take(taken).flatten().collect();
            self.exec(text, values).await?;
            left -= taken;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Many, ROWS};

    #[test]
    fn the_text_numbers_every_value_and_separates_the_rows() {
        const MANY: Many = many!("INSERT INTO a (b, c) VALUES ", 2, " ON CONFLICT DO NOTHING");
        assert_eq!(
            MANY.one,
            "INSERT INTO a (b, c) VALUES ($1,$2) ON CONFLICT DO NOTHING"
        );
        let rows = MANY.rows.expect("the longest");
        assert!(rows.contains("($1,$2),($3,$4),($5,$6)"));
        let last = ROWS * 2;
        let end = format!("(${},${last}) ON CONFLICT DO NOTHING", last - 1);
        assert!(rows.ends_with(&end), "{rows}");
        let taken = |left| MANY.of(left).1;
        assert_eq!([1, 7, 8, 31, 32, 33].map(taken), [1, 1, 8, 8, 32, 32]);
    }
}
