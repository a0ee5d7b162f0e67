//! The door of `cargo xtask`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "these commands talk to the person at the terminal"
)]

use std::process::ExitCode;

use xtask::bench::options::Options;
use xtask::fault::{Fault, Result};
use xtask::test::Part;
use xtask::{bench, ci, dependencies, editor, run, screens, setup, test, tidy, torture};

const HELP: &str = "\
Commands for those who work on Colophon

cargo xtask test [--only sqlite|postgres|browser] [-- FILTER…]
    installs what the tests need, then runs all of them: once on SQLite, once on PostgreSQL
cargo xtask ci
    format, lints, tidy, dependencies and licences, then all tests: what has to pass before a change lands
cargo xtask setup
    only installs: Chromium with its driver, PostgreSQL, Node.js and Java for the page checks
cargo xtask screens [--out FOLDER]
    pictures of every kind of page, telephone and desk, light and dark (default folder: screens)
cargo xtask bench gate|deeds [ARTICLES]
    measures, on the release build: the gate on 5,000 words; each deed, beside a record of that many articles
cargo xtask bench start [build]
    measures how long `serve` and `demo` take until they listen; with `build` first how long a clean release build takes
cargo xtask bench serve|busy|visible|growth|theme|weights|search|log|corpus [--articles N[,N…]] [--seconds S] …
    measures the running server over HTTP, beside nginx with the same bytes; `bench --help` lists what there is
cargo xtask torture typing [ROUNDS] [SEED]
    kills the server at random moments while somebody types in a browser, and looks for every word (default: 200 rounds, seed 1)
cargo xtask torture log [ROUNDS] [SEED]
    kills the server at random moments while it publishes and signs, and has its log checked from outside (default: 200 rounds, seed 1)
cargo xtask editor [--check|--browser]
    builds the newsroom's text editor into newsroom/assets; `--check` only tells whether the committed one is of
    its sources, and runs its tests; `--browser` tries it in Chromium
cargo xtask tidy
    the rules a compiler cannot see: arrows between crates, file sizes, forbidden calls and words
cargo xtask dependencies
    where other people's code comes from, under which licence, for what reason";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Usage(text)) => {
            eprintln!("xtask: {text}; `cargo xtask --help` lists the commands");
            ExitCode::from(2)
        }
        Err(Stop::Failed(fault)) => {
            eprintln!("xtask: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Why a command ended without success.
enum Stop {
    /// It was typed wrongly: exit code 2.
    Usage(String),
    /// It failed: exit code 1.
    Failed(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Failed(fault)
    }
}

fn dispatch(words: &[&str]) -> std::result::Result<(), Stop> {
    match words {
        [] | ["--help" | "-h" | "help"] => println!("{HELP}"),
        ["test", options @ ..] => {
            let (part, filters) = test_options(options).map_err(Stop::Usage)?;
            test::run_all(part, &filters)?;
        }
        ["ci"] => ci::run()?,
        ["setup"] => setup::everything()?,
        ["screens"] => screens::run("screens")?,
        ["screens", "--out", folder] => screens::run(folder)?,
        ["bench", "start"] => bench::start(false)?,
        ["bench", "start", "build"] => bench::start(true)?,
        ["bench"] | ["bench", "--help" | "-h" | "help"] => println!("{}", bench::help()),
        ["bench", "setup"] => {
            setup::bench()?;
            setup::browser()?;
            setup::lighthouse()?;
        }
        ["bench", name, arguments @ ..] if is_served(name) => {
            let options = Options::parse(arguments).map_err(Stop::Usage)?;
            bench::served(name, &options)?;
        }
        ["bench", name, arguments @ ..] => {
            match bench::BENCHES.iter().find(|(word, _)| word == name) {
                Some((_, example)) => bench::run(example, arguments)?,
                None => return Err(Stop::Usage(format!("there is no bench `{name}`"))),
            }
        }
        ["torture", "typing"] => torture::typing(torture::ROUNDS, torture::SEED)?,
        ["torture", "typing", rounds] => torture::typing(rounds, torture::SEED)?,
        ["torture", "typing", rounds, seed] => torture::typing(rounds, seed)?,
        ["torture", "log"] => torture::log(torture::ROUNDS, torture::SEED)?,
        ["torture", "log", rounds] => torture::log(rounds, torture::SEED)?,
        ["torture", "log", rounds, seed] => torture::log(rounds, seed)?,
        ["editor"] => editor::build()?,
        ["editor", "--check"] => editor::check()?,
        ["editor", "--browser"] => editor::behave()?,
        ["tidy"] => tell(&tidy::complaints(&run::root())?, "rule")?,
        ["dependencies"] => tell(&dependencies::complaints(&run::root())?, "dependency")?,
        other => return Err(Stop::Usage(format!("no such command: {}", other.join(" ")))),
    }
    Ok(())
}

/// Whether a bench is one of the running server, or makes what these stand on.
fn is_served(name: &str) -> bool {
    name == "corpus" || bench::SERVED.iter().any(|(word, _)| *word == name)
}

/// Prints the complaints of a check; any is a failure.
fn tell(complaints: &[String], about: &str) -> Result<()> {
    for complaint in complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        count => Err(Fault::new(format!(
            "{count} {about} complaint(s), listed above"
        ))),
    }
}

/// `[--only PART] [-- FILTER…]`.
fn test_options(words: &[&str]) -> std::result::Result<(Option<Part>, Vec<String>), String> {
    let (options, filters) = match words.iter().position(|word| *word == "--") {
        Some(at) => (&words[..at], &words[at + 1..]),
        None => (words, &[][..]),
    };
    let part = match options {
        [] => None,
        ["--only", "sqlite"] => Some(Part::Sqlite),
        ["--only", "postgres"] => Some(Part::Postgres),
        ["--only", "browser"] => Some(Part::Browser),
        other => return Err(format!("test does not know `{}`", other.join(" "))),
    };
    Ok((
        part,
        filters.iter().map(|word| (*word).to_owned()).collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_stand_behind_two_dashes() {
        let (part, filters) = test_options(&["--only", "postgres", "--", "gate::"]).unwrap();
        assert_eq!(
            (part, filters),
            (Some(Part::Postgres), vec!["gate::".to_owned()])
        );
        assert_eq!(
            test_options(&["gate::"]).unwrap_err(),
            "test does not know `gate::`"
        );
    }
}
