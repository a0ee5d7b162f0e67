//! What broke, for the operator.

use crate::Error;

/// What broke, with the context an operator needs.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    what: String,
    /// It says what to do as well.
    pub has_remedy: bool,
}

impl Fault {
    /// A fault in words: the thing and the value, no full stop.
    pub fn new(what: impl Into<String>) -> Fault {
        Fault {
            what: what.into(),
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

    pub(crate) fn sql(sql: &str, error: impl std::fmt::Display) -> Fault {
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
