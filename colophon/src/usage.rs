//! A command that was called wrongly is told so in one line, in the language of the terminal, with an example.

use crate::commands::Cli;
use crate::failure::Failure;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use std::error::Error;

/// Takes the arguments of the process apart.
///
/// # Errors
/// What is wrong with them, in one line. Whoever asks for help or the version gets it, and the process ends.
pub(crate) fn arguments() -> Result<Cli, Failure> {
    // A family without its deed is told which there are; only the bare program shows its whole help.
    let command = Cli::command().mut_subcommands(|family| family.arg_required_else_help(false));
    let read = command
        .try_get_matches()
        .and_then(|matches| Cli::from_arg_matches(&matches));
    read.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.exit(),
        _ => told(&error),
    })
}

fn told(error: &clap::Error) -> Failure {
    let path = path(error);
    let (it, en) = what(error);
    let (it_how, en_how) = how(&path);
    Failure::usage(format!("{it}{it_how}"), format!("{en}{en_how}"))
}

/// The commands a usage line names after the program: `colophon title add`.
fn path(error: &clap::Error) -> Vec<String> {
    let usage = context(error, ContextKind::Usage);
    usage
        .split_whitespace()
        .skip_while(|word| *word != "colophon")
        .skip(1)
        .take_while(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

fn what(error: &clap::Error) -> (String, String) {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => (format!("manca {arg}"), format!("{arg} is missing")),
        ErrorKind::ValueValidation => match error.source().and_then(<dyn Error>::downcast_ref) {
            Some(words) => about(&arg, &value, words),
            None => match range(error.source()) {
                Some((least, most)) => (
                    format!("{arg}: «{value}» non va bene; va da {least} a {most}"),
                    format!("{arg}: “{value}” does not fit; it goes from {least} to {most}"),
                ),
                None => unfit(&arg, &value),
            },
        },
        ErrorKind::InvalidValue if value.is_empty() => (
            format!("{arg} vuole un valore"),
            format!("{arg} wants a value"),
        ),
        ErrorKind::InvalidValue => {
            let known = context(error, ContextKind::ValidValue);
            (
                format!("{arg}: «{value}» non va bene; ci sono {known}"),
                format!("{arg}: “{value}” does not fit; there are {known}"),
            )
        }
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg);
            (
                format!("{arg} e {other} non stanno insieme: scegli"),
                format!("{arg} and {other} do not go together: choose"),
            )
        }
        ErrorKind::UnknownArgument => {
            let near = context(error, ContextKind::SuggestedArg);
            unknown(&arg, &near)
        }
        ErrorKind::InvalidSubcommand => {
            let word = context(error, ContextKind::InvalidSubcommand);
            unknown(&word, &context(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            let family = context(error, ContextKind::InvalidSubcommand);
            let known = context(error, ContextKind::ValidSubcommand);
            let known = known.trim_end_matches(", help");
            (
                format!("{family} vuole una di queste parole: {known}"),
                format!("{family} wants one of these words: {known}"),
            )
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => (
            format!("{arg} vuole altri valori"),
            format!("{arg} wants more values"),
        ),
        ErrorKind::TooManyValues => (
            format!("{arg}: «{value}» è di troppo"),
            format!("{arg}: “{value}” is one too many"),
        ),
        _ => (
            "gli argomenti non si leggono".to_owned(),
            "the arguments cannot be read".to_owned(),
        ),
    }
}

/// The least and the most a number may be, as the reader of arguments says it: `0 is not in 1..=365`.
fn range(source: Option<&(dyn Error + 'static)>) -> Option<(String, String)> {
    let said = source?.to_string();
    let (_, range) = said.split_once(" is not in ")?;
    let (least, most) = range.split_once("..=")?;
    Some((least.to_owned(), most.to_owned()))
}

fn about(arg: &str, value: &str, words: &Failure) -> (String, String) {
    (
        format!("{arg}: «{value}» non va bene; {}", words.say("it")),
        format!("{arg}: “{value}” does not fit; {}", words.say("en")),
    )
}

fn unfit(arg: &str, value: &str) -> (String, String) {
    (
        format!("{arg}: «{value}» non va bene"),
        format!("{arg}: “{value}” does not fit"),
    )
}

fn unknown(word: &str, near: &str) -> (String, String) {
    let (it, en) = match near {
        "" => (String::new(), String::new()),
        near => (
            format!(", volevi {near}?"),
            format!(", did you mean {near}?"),
        ),
    };
    (
        format!("{word} non esiste{it}"),
        format!("there is no {word}{en}"),
    )
}

/// Every way the command is called, from its own examples.
fn how(path: &[String]) -> (String, String) {
    let mut command = &Cli::command();
    for word in path {
        match command.find_subcommand(word) {
            Some(found) => command = found,
            None => break,
        }
    }
    let help = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let examples: Vec<String> = help
        .replace("\\\n", " ")
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| line.starts_with("colophon "))
        .collect();
    if examples.is_empty() || path.is_empty() {
        let whole = [&["colophon".to_owned()], path, &["--help".to_owned()]].concat();
        let whole = whole.join(" ");
        return (format!("; vedi {whole}"), format!("; see {whole}"));
    }
    (
        format!("; per esempio: {}", examples.join(" · oppure: ")),
        format!("; for instance: {}", examples.join(" · or: ")),
    )
}
