//! What broke, for the operator.

use crate::Error;

/// What a database says where somebody can settle it without knowing a statement, in Italian and English: SQLite's words,
/// then PostgreSQL's.
const KNOWN: [(&str, &str, &str); 7] = [
    ("readonly database", NOT_WRITABLE.0, NOT_WRITABLE.1),
    (
        "read-only transaction",
        "il server della base di dati non prende scritture: è una replica in sola lettura?",
        "the database server takes no writes: is it a standby that can only be read?",
    ),
    ("no such table", NO_RECORD.0, NO_RECORD.1),
    (
        "database or disk is full",
        "il disco è pieno: fai spazio",
        "the disk is full: make room",
    ),
    (
        "disk image is malformed",
        "il file dell’archivio è guasto: riporta l’ultima copia con colophon restore",
        "the record's file is damaged: bring the last copy back with colophon restore",
    ),
    (
        "file is not a database",
        "questo file non è un archivio: controlla la cartella con --data",
        "this file is no record: look at the folder given with --data",
    ),
    (
        "No space left on device",
        "il disco della base di dati è pieno: fai spazio",
        "the disk of the database is full: make room",
    ),
];
const NOT_WRITABLE: (&str, &str) = (
    "l’archivio si può solo leggere: controlla i permessi del file e della cartella",
    "the record can only be read: look at the rights of the file and of its folder",
);
const NO_RECORD: (&str, &str) = (
    "in questo file manca una parte dell’archivio: non è di Colophon, o è rovinato; riporta una copia con colophon restore",
    "a part of the record is missing in this file: it is not Colophon's, or damaged; bring a copy back with colophon restore",
);

/// What broke, with the context an operator needs.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    what: String,
    /// The same in Italian, where an operator has to settle something.
    italian: Option<String>,
    /// It says what to do as well.
    pub has_remedy: bool,
}

impl Fault {
    /// A fault in words: the thing and the value, no full stop.
    pub fn new(what: impl Into<String>) -> Fault {
        Fault {
            what: what.into(),
            italian: None,
            has_remedy: false,
        }
    }

    /// A fault that says what to do about it.
    pub(crate) fn with_remedy(what: String) -> Fault {
        Fault {
            has_remedy: true,
            ..Fault::new(what)
        }
    }

    /// One that says so in Italian and English.
    pub(crate) fn settled_by_people(it: String, en: String) -> Fault {
        Fault {
            italian: Some(it),
            ..Fault::with_remedy(en)
        }
    }

    /// In a language (BCP 47), as far as it is said in it: Italian or else English.
    pub fn say(&self, language: &str) -> &str {
        match &self.italian {
            Some(italian) if language.starts_with("it") => italian,
            _ => &self.what,
        }
    }

    pub(crate) fn sql(sql: &str, error: impl std::fmt::Display) -> Fault {
        let error = error.to_string();
        for (said, it, en) in KNOWN {
            if error.contains(said) {
                return Fault::settled_by_people(
                    format!("{it} ({error})"),
                    format!("{en} ({error})"),
                );
            }
        }
        let statement: String = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        Fault::new(format!(
            "{error} in «{}»",
            statement.chars().take(200).collect::<String>()
        ))
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        Fault::new(format!("a document in the record cannot be read: {error}"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::Fault(error.into())
    }
}
