//! Why a command did not do what it was asked, for the person at the terminal.

use paper::{Error, Fault, Refusal};
use serde::{Deserialize, Serialize};

/// What a command returns.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// Exit code of a command that was refused or failed.
pub(crate) const FAILED: u8 = 1;
/// Exit code of a command that was called wrongly.
pub(crate) const WRONG_USAGE: u8 = 2;

/// Why a command failed: one line in two languages, naming the thing and the remedy. No full stop.
///
/// It travels between two processes, so it is words and no type of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    it: String,
    en: String,
    /// Some words in it are of this language already (findings of a title's gate): the rest follows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    usage: bool,
}

impl Failure {
    /// A failure told in Italian and English.
    pub(crate) fn new(it: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure {
            it: it.into(),
            en: en.into(),
            language: None,
            usage: false,
        }
    }

    /// A command that was called wrongly.
    pub(crate) fn usage(it: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure {
            usage: true,
            ..Failure::new(it, en)
        }
    }

    /// Says the line in this language, whatever the terminal's: the one the findings in it are in.
    pub(crate) fn in_language(self, language: &str) -> Failure {
        Failure {
            language: Some(language.to_owned()),
            ..self
        }
    }

    /// Names what the failure is about before the rest (`ferry.md: …`), unless it begins with it already.
    pub(crate) fn about(self, what: &str) -> Failure {
        let named = |line: String| {
            if line.starts_with(what) {
                line
            } else {
                format!("{what}: {line}")
            }
        };
        Failure {
            it: named(self.it),
            en: named(self.en),
            ..self
        }
    }

    /// The line, in the language of the terminal unless its own words are of another.
    pub(crate) fn say(&self, terminal: &str) -> String {
        let language = self.language.as_deref().unwrap_or(terminal);
        let line = if language.starts_with("it") {
            &self.it
        } else {
            &self.en
        };
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        if self.usage { WRONG_USAGE } else { FAILED }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::new(refusal.say("it"), refusal.say("en"))
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::new(fault.to_string(), fault.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Fault(fault) => fault.into(),
        }
    }
}

/// A file that cannot be read, written, listed.
pub(crate) fn with_file(path: &std::path::Path, error: &std::io::Error) -> Failure {
    let name = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(
            format!("{name}: il file non c’è"),
            format!("{name}: no such file"),
        ),
        std::io::ErrorKind::PermissionDenied => Failure::new(
            format!("{name}: permesso negato"),
            format!("{name}: permission denied"),
        ),
        _ => Failure::new(format!("{name}: {error}"), format!("{name}: {error}")),
    }
}
