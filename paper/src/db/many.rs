//! Many rows by one statement. Its text is written out when this is compiled, so it is a constant like any other.
//!
//! A round trip to a server, or to the thread of a file, costs more than a row: what brings in an archive writes rows by the
//! dozen.

use super::{Session, Value};
use crate::Fault;

/// Rows of the longer text. PostgreSQL takes 65,535 values in a statement, SQLite 32,766.
pub(crate) const ROWS: usize = 32;

/// A statement that writes one row, and the same for [`ROWS`] rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Many {
    pub(crate) one: &'static str,
    pub(crate) rows: &'static str,
}

/// The [`Many`] of what stands before the rows, the number of columns, and what stands after.
macro_rules! many {
    ($head:literal, $columns:literal, $tail:literal) => {{
        use $crate::db::many::{Many, ROWS, length, utf8, written};
        const ONE: [u8; length($head, $columns, 1, $tail)] = written($head, $columns, 1, $tail);
        const ALL: [u8; length($head, $columns, ROWS, $tail)] =
            written($head, $columns, ROWS, $tail);
        Many {
            one: utf8(&ONE),
            rows: utf8(&ALL),
        }
    }};
}
pub(crate) use many;

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
    /// Writes all rows, [`ROWS`] at a time; the rest one by one.
    pub(crate) async fn write_many(
        &mut self,
        many: &Many,
        rows: Vec<Vec<Value>>,
    ) -> Result<(), Fault> {
        let mut rest = rows.into_iter().peekable();
        while rest.peek().is_some() {
            let mut chunk: Vec<Vec<Value>> = rest.by_ref().take(ROWS).collect();
            if chunk.len() == ROWS {
                self.exec(many.rows, chunk.concat()).await?;
            } else {
                for row in chunk.drain(..) {
                    self.exec(many.one, row).await?;
                }
            }
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
        assert!(MANY.rows.contains("($1,$2),($3,$4),($5,$6)"));
        let last = ROWS * 2;
        let end = format!("(${},${last}) ON CONFLICT DO NOTHING", last - 1);
        assert!(MANY.rows.ends_with(&end), "{}", MANY.rows);
    }
}
