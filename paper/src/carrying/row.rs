//! A row on its way.

use super::tables::Table;
use super::{ROW_BYTES_MAX, Wrong};
use crate::Fault;
use crate::db::{Get, Value};
use crate::id::ArticleId;
use serde_json::{Map, Value as Json};

/// A row that came in and is of the form its table asks for.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) table: &'static Table,
    pub(crate) values: Vec<Value>,
}

/// The JSON object of a row, on one line, its fields in the order of the alphabet.
pub(super) fn line(table: &Table, values: Vec<Value>) -> Result<String, Fault> {
    let mut fields = Map::new();
    for (column, value) in table.columns.iter().zip(values) {
        if let Some(json) = column.kind.written(value)? {
            fields.insert(column.name.to_owned(), json);
        }
    }
    Ok(Json::Object(fields).to_string())
}

/// A row that was read, as it would be written.
pub fn written(row: &Row) -> Result<String, Fault> {
    line(row.table, row.values.clone())
}

/// Reads a row of a table: every field it must have, of the kind it must be, and none besides.
///
/// # Errors
/// What is wrong with it, with the name of the field.
pub fn read(table: &'static Table, line: &[u8]) -> Result<Row, Wrong> {
    if line.len() > ROW_BYTES_MAX {
        return Err(Wrong::new(
            format!("la riga è più lunga di {ROW_BYTES_MAX} byte"),
            format!("the row is longer than {ROW_BYTES_MAX} bytes"),
        ));
    }
    let fields: Json = serde_json::from_slice(line).map_err(|error| {
        Wrong::new(
            format!("la riga non è JSON: {error}"),
            format!("the row is no JSON: {error}"),
        )
    })?;
    let Json::Object(mut fields) = fields else {
        return Err(Wrong::new(
            "la riga non è un oggetto JSON",
            "the row is no JSON object",
        ));
    };
    let mut values = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        let json = match column.kind.is_carried() {
            true => fields.remove(column.name),
            false => None,
        };
        let value = column.kind.read(json);
        values.push(value.map_err(|wrong| wrong.about(column.name))?);
    }
    match fields.into_iter().next() {
        None => Ok(Row { table, values }),
        Some((name, _)) => {
            let wrong = Wrong::new(
                "non è un campo di queste righe",
                "is no field of these rows",
            );
            let name: String = name.chars().take(super::SHOWN_CHARS).collect();
            Err(wrong.about(&name))
        }
    }
}

impl Row {
    /// The table it is of.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// The id of an article's own row.
    pub fn id(&self) -> Option<ArticleId> {
        let value = self.get("id")?.clone();
        ArticleId::get(value).ok()
    }

    /// The value of a column.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let place = self.table.columns.iter().position(|c| c.name == name)?;
        self.values.get(place)
    }

    /// The bytes of a column; `None` where there are none.
    pub(crate) fn bytes(&self, name: &str) -> Option<&[u8]> {
        match self.get(name) {
            Some(Value::Bytes(Some(bytes))) => Some(bytes),
            _ => None,
        }
    }

    /// The text of a column, empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Value::Text(Some(text))) => text,
            _ => "",
        }
    }

    /// The number of a column.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Int(number)) => *number,
            _ => None,
        }
    }

    /// Fills in a column, if the table has it.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        let place = self.table.columns.iter().position(|c| c.name == name);
        if let Some(held) = place.and_then(|place| self.values.get_mut(place)) {
            *held = value;
        }
    }

    /// Bytes it takes while it waits to be written, about.
    pub(crate) fn weight(&self) -> usize {
        self.values
            .iter()
            .map(|value| match value {
                Value::Text(Some(text)) => text.len() + 32,
                Value::Bytes(Some(bytes)) => bytes.len() + 32,
                _ => 32,
            })
            .sum()
    }
}
