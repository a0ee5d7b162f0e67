//! Checking a site like this one from outside, trusting nothing but its public key: no record is opened, no word of the site
//! is believed before it was checked.
//!
//! Start at [`article`] for one text, [`audit`] for a whole log, [`saved`] for a folder of proofs,
//! [`exported`] for one that holds a whole log. [`signed`] holds the log as
//! the site shows it: its checkpoint, checked against its key and against what was seen before ([`known`]), and its tiles,
//! each checked against the root before it is used. So each step says what it proves by itself, and what does not hold is
//! named where it breaks.

pub(crate) mod article;
pub(crate) mod audit;
mod chains;
mod exported;
pub(crate) mod known;
mod page;
pub(crate) mod saved;
pub(crate) mod signed;
pub(crate) mod site;

use crate::failure::{Failure, Result};
use crate::terminal;
use tlog::{Note, Witness, Wrong};

/// Steps as they are taken, told line by line.
pub(crate) struct Steps<'a> {
    language: &'a str,
    /// Only what does not hold is told.
    quiet: bool,
    held: u64,
    broken: u64,
}

impl<'a> Steps<'a> {
    pub(crate) fn new(language: &'a str) -> Steps<'a> {
        Steps {
            language,
            quiet: false,
            held: 0,
            broken: 0,
        }
    }

    /// From here on, what holds is only counted.
    pub(crate) fn hush(&mut self) {
        self.quiet = true;
    }

    fn say(&self, it: &str, en: &str) -> String {
        terminal::either(self.language, it, en).to_owned()
    }

    /// A step that was proven.
    pub(crate) fn holds(&mut self, it: &str, en: &str) {
        self.held += 1;
        if !self.quiet {
            terminal::out(format!("{:<6} {}", "ok", self.say(it, en)));
        }
    }

    /// What is worth knowing and proves nothing.
    pub(crate) fn notes(&self, it: &str, en: &str) {
        let word = self.say("nota", "note");
        terminal::out(format!("{word:<6} {}", self.say(it, en)));
    }

    /// How far it is.
    pub(crate) fn tells(&self, line: &str) {
        terminal::out(format!("{:<6} {line}", "…"));
    }

    /// A step that does not hold.
    pub(crate) fn breaks(&mut self, it: &str, en: &str) {
        self.broken += 1;
        let word = self.say("NO", "WRONG");
        terminal::out(format!("{word:<6} {}", self.say(it, en)));
    }

    /// What came of it all.
    pub(crate) fn end(self) -> Result<()> {
        match self.broken {
            0 => Ok(()),
            1 => Err(Failure::new(
                "un passo non regge: vedi la riga con NO",
                "1 step does not hold: see the line with WRONG",
            )),
            n => Err(Failure::new(
                format!("{n} passi non reggono: vedi le righe con NO"),
                format!("{n} steps do not hold: see the lines with WRONG"),
            )),
        }
    }
}

/// Why checking cannot go on.
pub(crate) enum Halt {
    /// Something does not hold on which all the rest stands; it was told.
    Broken,
    /// The site does not answer, or a file cannot be read.
    Failure(Failure),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Halt {
        Halt::Failure(failure)
    }
}

/// What a check returns.
pub(crate) type Checked<T> = std::result::Result<T, Halt>;

/// Whether each witness has cosigned a checkpoint.
pub(crate) fn witnessed(note: &str, witnesses: &[Witness], steps: &mut Steps<'_>) -> Checked<()> {
    if witnesses.is_empty() {
        return Ok(());
    }
    let note = Note::read(note).map_err(signed::wrong)?;
    for witness in witnesses {
        let label = witness.label();
        match witness.cosigned(&note) {
            Ok(time) => {
                let at = i64::try_from(time)
                    .ok()
                    .and_then(|time| jiff::Timestamp::from_second(time).ok())
                    .unwrap_or_default();
                steps.holds(
                    &format!("il testimone {label} ha visto questo punto di controllo: {at}"),
                    &format!("the witness {label} saw this checkpoint at {at}"),
                );
            }
            Err(Wrong::Unsigned { .. }) => {
                steps.breaks(
                    &format!("il testimone {label} non ha firmato il punto di controllo"),
                    &format!("the witness {label} has not cosigned the checkpoint"),
                );
                return Err(Halt::Broken);
            }
            Err(wrong) => {
                steps.breaks(&format!("testimone: {wrong}"), &format!("witness: {wrong}"));
                return Err(Halt::Broken);
            }
        }
    }
    Ok(())
}

/// The end of checks that may have been halted.
pub(crate) fn ended(steps: Steps<'_>, outcome: Checked<()>) -> Result<()> {
    match outcome {
        Ok(()) | Err(Halt::Broken) => steps.end(),
        Err(Halt::Failure(failure)) => Err(failure),
    }
}
