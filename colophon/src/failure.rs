//! Why a command did not do what it was asked, for the person at the terminal.

use paper::carrying::Stop;
use paper::{Error, Fault, Refusal, Thing};
use serde::{Deserialize, Serialize};

/// What a command returns.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// Characters of an unknown name that are said again.
const NAME_CHARS_SHOWN: usize = 200;

/// Exit code of a command that was refused or failed.
pub(crate) const FAILED: u8 = 1;
/// Exit code of a command that was called wrongly.
pub(crate) const WRONG_USAGE: u8 = 2;
/// Exit code of an import that brought in all that was whole, of a source that was not.
pub(crate) const DAMAGED: u8 = 3;

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
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
}

impl Failure {
    /// A failure told in Italian and English.
    pub(crate) fn new(it: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure {
            it: it.into(),
            en: en.into(),
            language: None,
            usage: false,
            damaged: false,
        }
    }

    /// Done as far as it went: what was read is damaged.
    pub(crate) fn damaged(it: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure {
            damaged: true,
            ..Failure::new(it, en)
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
        match (self.usage, self.damaged) {
            (true, _) => WRONG_USAGE,
            (false, true) => DAMAGED,
            (false, false) => FAILED,
        }
    }
}

/// In English, for arguments that are read by clap; [`crate::usage`] says both languages.
impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say("en"))
    }
}

impl std::error::Error for Failure {}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let refusal = match refusal {
            Refusal::Unknown { thing, name } => Refusal::Unknown {
                thing,
                name: name.chars().take(NAME_CHARS_SHOWN).collect(),
            },
            refusal => refusal,
        };
        let (it, en) = match &refusal {
            Refusal::Unknown { thing, .. } => words(listing(*thing)),
            Refusal::Empty { field: "section" } => words(listing(Thing::Section)),
            other => remedy(other),
        };
        Failure::new(refusal.say("it") + &it, refusal.say("en") + &en)
    }
}

fn words((it, en): (&str, &str)) -> (String, String) {
    (it.to_owned(), en.to_owned())
}

/// What to do about a refusal that only says what is so, by which command; the forms and the API have other remedies.
fn remedy(refusal: &Refusal) -> (String, String) {
    let same = |command: String| (format!("; {command}"), format!("; {command}"));
    match refusal {
        Refusal::NotAllowed { remedy, .. } => same(remedy.clone()),
        Refusal::AccountClosed { handle } => (
            format!("; si riapre con colophon account open {handle} --as ACCOUNT"),
            format!("; colophon account open {handle} --as ACCOUNT opens it again"),
        ),
        Refusal::LastKeeper { .. } => (
            " con colophon account grant ACCOUNT --role operator".to_owned(),
            " with colophon account grant ACCOUNT --role operator".to_owned(),
        ),
        Refusal::CanSignIn { handle } => same(format!("colophon account reset {handle}")),
        Refusal::StatementToPrint => words((
            ": colophon reply ARTICOLO --case CASO, o colophon case refuse CASO",
            ": colophon reply ARTICLE --case CASE, or colophon case refuse CASE",
        )),
        Refusal::ReasonNeeded => words((
            " con --reason, o dopo il codice in --override CODICE=MOTIVO",
            " with --reason, or after the code in --override CODE=REASON",
        )),
        Refusal::SaysMore { .. } => words((
            " (colophon update, correct, clarify)",
            " (colophon update, correct, clarify)",
        )),
        Refusal::Spiked | Refusal::Withdrawn => {
            words((" con colophon reinstate", " with colophon reinstate"))
        }
        Refusal::NeverPublished => words((
            ": fallo uscire con colophon publish --article",
            ": let it out with colophon publish --article",
        )),
        Refusal::NoDraft => words((
            "; per cambiare un articolo uscito usa colophon update o correct",
            "; to change an article that is out use colophon update or correct",
        )),
        Refusal::AlreadyPublished => words((
            "; si cambia con colophon update o correct, si toglie con colophon withdraw",
            "; colophon update or correct changes it, colophon withdraw takes it down",
        )),
        Refusal::PastSchedule { .. } => words((
            " (Z è l’ora UTC): indica un’ora che deve ancora venire",
            " (Z is UTC): give a time that is still to come",
        )),
        Refusal::WordsNotFound { .. } => words((
            "; scrivile come stanno nel testo, che si legge con colophon show",
            "; write them as they stand in the text, which colophon show prints",
        )),
        _ => (String::new(), String::new()),
    }
}

/// The command that shows which there are of a thing that was not found.
fn listing(thing: Thing) -> (&'static str, &'static str) {
    match thing {
        Thing::Title | Thing::Host => (
            "; le elenca colophon title list",
            "; colophon title list shows them",
        ),
        Thing::Section => (
            "; le elenca colophon section list --title TESTATA, ne apre una colophon section add",
            "; colophon section list --title TITLE shows them, colophon section add makes one",
        ),
        Thing::Topic => (
            "; li elenca colophon topic list --title TESTATA, ne apre uno colophon topic add",
            "; colophon topic list --title TITLE shows them, colophon topic add makes one",
        ),
        Thing::Page => (
            "; le elenca colophon page list --title TESTATA",
            "; colophon page list --title TITLE shows them",
        ),
        Thing::Account => (
            "; li elenca colophon account list",
            "; colophon account list shows them",
        ),
        Thing::Role => (
            "; chi ha quale ruolo lo dice colophon account list",
            "; colophon account list shows who holds which",
        ),
        Thing::Article => (
            "; indica il suo id o il suo indirizzo intero, come https://HOST/…",
            "; give its id or its whole address, as https://HOST/…",
        ),
        Thing::Contributor => (
            "; li elenca colophon contributor list, ne aggiunge colophon contributor add",
            "; colophon contributor list shows them, colophon contributor add adds one",
        ),
        Thing::Token => (
            "; li elenca colophon token list",
            "; colophon token list shows them",
        ),
        Thing::Webhook => (
            "; li elenca colophon webhook list",
            "; colophon webhook list shows them",
        ),
        Thing::Placement => (
            "; collocalo prima con colophon place",
            "; place it first with colophon place",
        ),
        Thing::Picture => (
            "; gli id delle immagini li dice colophon show",
            "; colophon show gives the ids of pictures",
        ),
        Thing::Slot => (
            "; è libero o non esiste: ci sono lead 0, secondary da 0 a 3 e featured da 0 a 3",
            "; it is free, or there is none: there are lead 0, secondary 0 to 3 and featured 0 to 3",
        ),
        _ => ("", ""),
    }
}

/// A word that is none of these.
pub(crate) fn one_of(all: &str) -> Failure {
    Failure::usage(format!("ci sono {all}"), format!("there are {all}"))
}

/// What a reader of JSON or YAML says of a document, in words for people: which field, and which there are.
pub(crate) fn shape(error: &str) -> (String, String) {
    let line = error.lines().next().unwrap_or_default();
    let mut quoted = line.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    let known = quoted.collect::<Vec<_>>().join(", ");
    if line.contains("unknown field") {
        return (
            format!("«{first}» non è un campo; ci sono {known}"),
            format!("“{first}” is no field; there are {known}"),
        );
    }
    if line.contains("unknown variant") {
        return (
            format!("«{first}» non va bene; ci sono {known}"),
            format!("“{first}” does not fit; there are {known}"),
        );
    }
    if line.contains("invalid type") {
        return (
            "il valore non ha la forma giusta: i campi fatti di più parti si scrivono con il punto, come registration.number, gli elenchi in un file con --imprint-file".to_owned(),
            "the value has the wrong shape: fields of several parts are written with a dot, as registration.number, lists in a file with --imprint-file".to_owned(),
        );
    }
    (
        format!("il valore non va bene ({line})"),
        format!("the value does not fit ({line})"),
    )
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::new(fault.say("it"), fault.say("en"))
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

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Failure {
        match stop {
            Stop::Wrong(wrong) => Failure::new(wrong.it, wrong.en),
            Stop::Record(error) => error.into(),
        }
    }
}

/// A file that cannot be read, written, listed.
pub(crate) fn with_file(path: &std::path::Path, error: &std::io::Error) -> Failure {
    let name = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(
            format!("{name}: il file non c’è; controlla il nome"),
            format!("{name}: no such file; look at its name"),
        ),
        std::io::ErrorKind::PermissionDenied => Failure::new(
            format!("{name}: permesso negato; lo può leggere o scrivere un altro utente"),
            format!("{name}: permission denied; another user may read or write it"),
        ),
        std::io::ErrorKind::AlreadyExists | std::io::ErrorKind::NotADirectory => Failure::new(
            format!("{name}: qui c’è un file, serve una cartella; indicane un’altra"),
            format!("{name}: this is a file, and a folder is wanted; name another"),
        ),
        _ => Failure::new(format!("{name}: {error}"), format!("{name}: {error}")),
    }
}
