//! What is carried, table by table, in the order in which rows can come back: none names one that comes later.

mod after;
mod articles;
mod before;
mod words;

pub use after::AFTER;
pub use articles::ARTICLES;
pub use before::BEFORE;

use super::kinds::Kind;
use crate::db::many::Many;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, in the record and in a row.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// Whose order rows that belong together are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As the statement gives them.
    Given,
    /// Rows that begin alike are put in order here: databases compare texts each in its own way.
    Ours,
}

/// A table that is carried.
#[derive(Debug)]
pub struct Table {
    /// Its name, in the record and in an archive.
    pub name: &'static str,
    /// What a row of it is.
    pub what: &'static str,
    /// Its columns, in the order of the statements.
    pub columns: &'static [Column],
    /// How many values before the columns say which rows belong together.
    pub(super) leads: usize,
    pub(super) order: Order,
    pub(super) select: &'static str,
    pub(super) insert: Many,
}

impl Table {
    /// The table with this name.
    pub fn named(name: &str) -> Option<&'static Table> {
        all().find(|table| table.name == name)
    }

    /// Its place among all of them: those before it come before it.
    pub fn place(&self) -> usize {
        all()
            .position(|table| table.name == self.name)
            .unwrap_or(usize::MAX)
    }
}

/// Every table that is carried, in the order in which rows come back.
pub fn all() -> impl Iterator<Item = &'static Table> {
    BEFORE.iter().chain(ARTICLES).chain(AFTER)
}

/// A [`Table`]: name, what a row is, its columns, and what stands before and after them in the statement.
macro_rules! table {
    ($name:literal, $what:literal, $order:ident, $leads:literal of $lead:literal, from $from:literal,
     [$first:ident: $kind:expr $(, $column:ident: $kinds:expr)* $(,)?]) => {{
        #[allow(unused_imports)] // not every table has every kind
        use $crate::carrying::kinds::{Document::*, Kind::*};
        const COLUMNS: &[Column] = &[
            Column { name: stringify!($first), kind: $kind }
            $(, Column { name: stringify!($column), kind: $kinds })*
        ];
        Table {
            name: $name,
            what: $what,
            columns: COLUMNS,
            leads: $leads,
            order: Order::$order,
            select: concat!(
                "SELECT ", $lead, ", t.", stringify!($first) $(, ", t.", stringify!($column))*, " FROM ", $from
            ),
            insert: $crate::db::many::few!(
                concat!(
                    "INSERT INTO ", $name, " (", stringify!($first) $(, ", ", stringify!($column))*, ") VALUES "
                ),
                COLUMNS.len(),
                ""
            ),
        }
    }};
}
use table;
