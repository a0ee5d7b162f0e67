//! The file of an article: one JSON object, with each row on a line of its own.
//!
//! ```text
//! {"format":"colophon/article/1",
//! "articles":[
//! {…}],
//! "revisions":[
//! {…},
//! {…}]
//! }
//! ```

use crate::files::{Folder, Writing};
use paper::Fault;
use paper::carrying::{Table, Wrong};

/// Its first line.
const BEGINNING: &str = r#"{"format":"colophon/article/1","#;
/// Its last line.
const END: &str = "}";

/// A file under way.
pub(crate) struct Document {
    writing: Writing,
    table: Option<&'static str>,
}

impl Document {
    pub(crate) fn begin(folder: &mut Folder, path: &str) -> Result<Document, Fault> {
        let mut writing = folder.file(path)?;
        writing.bytes(BEGINNING.as_bytes())?;
        Ok(Document {
            writing,
            table: None,
        })
    }

    /// The next row; those of a table come together.
    pub(crate) fn row(&mut self, table: &'static str, line: &str) -> Result<(), Fault> {
        let before = match self.table {
            Some(open) if open == table => ",\n".to_owned(),
            Some(_) => format!("],\n\"{table}\":[\n"),
            None => format!("\n\"{table}\":[\n"),
        };
        self.table = Some(table);
        self.writing.bytes(before.as_bytes())?;
        self.writing.bytes(line.as_bytes())
    }

    pub(crate) fn end(mut self, folder: &mut Folder) -> Result<(), Fault> {
        let close = if self.table.is_some() { "]\n" } else { "\n" };
        self.writing.bytes(format!("{close}{END}\n").as_bytes())?;
        folder.end(self.writing)?;
        Ok(())
    }
}

/// Where in such a file a reader is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// Before its first line.
    Start,
    /// Between two tables; the one before, if there was one.
    Between(Option<&'static Table>),
    /// Among the rows of a table.
    Rows(&'static Table),
    /// Behind the last table.
    Last,
    /// At its end.
    End,
}

fn misplaced() -> Wrong {
    Wrong::new(
        "una riga non è dove il formato la vuole",
        "a line is not where the format wants it",
    )
}

impl Place {
    /// Reads the next line: where the reader is then, and the row on it, if there is one.
    pub(crate) fn next(self, line: &[u8]) -> Result<(Place, Option<&[u8]>), Wrong> {
        match self {
            Place::Start if line == BEGINNING.as_bytes() => Ok((Place::Between(None), None)),
            Place::Between(before) => {
                let name = std::str::from_utf8(line).ok();
                let name = name.and_then(|line| line.strip_prefix('"')?.strip_suffix("\":["));
                let table = name.and_then(Table::named).ok_or_else(misplaced)?;
                let of_articles = paper::carrying::tables::ARTICLES
                    .iter()
                    .any(|of| of.name == table.name);
                // Each names only what came before.
                let first = before.is_none() == (table.name == "articles");
                let follows = before.is_none_or(|before| before.place() < table.place());
                if !(of_articles && first && follows) {
                    return Err(misplaced());
                }
                Ok((Place::Rows(table), None))
            }
            Place::Rows(table) => {
                let end = line
                    .iter()
                    .rposition(|b| *b == b'}')
                    .ok_or_else(misplaced)?;
                let (row, rest) = line.split_at(end + 1);
                match rest {
                    b"," => Ok((Place::Rows(table), Some(row))),
                    b"]," => Ok((Place::Between(Some(table)), Some(row))),
                    b"]" => Ok((Place::Last, Some(row))),
                    _ => Err(misplaced()),
                }
            }
            Place::Last if line == END.as_bytes() => Ok((Place::End, None)),
            Place::Start | Place::Last | Place::End => Err(misplaced()),
        }
    }

    /// Whether the file may end here.
    pub(crate) fn is_end(self) -> bool {
        matches!(self, Place::End)
    }
}
