//! `cargo xtask test`: every test, on both databases.
//!
//! The whole workspace runs once on the default database, SQLite. Then the crates that use the record run again,
//! on a private PostgreSQL server. The browser checks do not care for the database and run once.

use std::time::Duration;

use crate::fault::{Fault, Result};
use crate::postgres::Cluster;
use crate::run::{self, cargo, heading, timed};
use crate::setup;

/// Crates that never touch the record: a second run on another database would tell nothing new.
const WITHOUT_RECORD: [&str; 8] = [
    "markup",
    "provenance",
    "tlog",
    "press",
    "listening",
    "certificates",
    "browser",
    "xtask",
];

/// Part of the name of every test that drives a browser, wherever it stands.
const IN_BROWSER: &str = "in_a_browser";

/// A part of the tests that can be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything but the browser checks, on SQLite.
    Sqlite,
    /// The crates that use the record, on PostgreSQL.
    Postgres,
    /// The checks in a real browser.
    Browser,
}

/// What test programs counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Count {
    /// Adds what one closing line of a test program says; other lines count nothing.
    fn add_line(&mut self, line: &str) {
        let Some(rest) = line.trim_start().strip_prefix("test result: ") else {
            return;
        };
        for part in rest.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

/// One run of `cargo test`, for the table at the end.
#[derive(Debug)]
pub struct Outcome {
    /// What ran.
    pub name: &'static str,
    /// What it counted.
    pub count: Count,
    /// True if all was well, compiling included.
    pub ok: bool,
    /// How long it took, compiling included.
    pub took: Duration,
}

/// Installs what is missing, runs the part (or everything) and prints a table.
///
/// # Errors
/// When something cannot be installed or started, or a test fails.
pub fn run_all(part: Option<Part>, filters: &[String]) -> Result<()> {
    let (outcomes, took) = timed(|| outcomes(part, filters));
    let outcomes = outcomes?;
    let count = print_table(&outcomes, took);
    if outcomes.iter().all(|outcome| outcome.ok) {
        Ok(())
    } else if count.failed > 0 {
        Err(Fault::new(format!("{} test(s) failed", count.failed)))
    } else {
        Err(Fault::new("the tests did not run to their end"))
    }
}

/// Runs the part (or everything). A failing run does not keep the next from running.
///
/// # Errors
/// When something cannot be installed or started.
pub fn outcomes(part: Option<Part>, filters: &[String]) -> Result<Vec<Outcome>> {
    match part {
        None => setup::everything()?,
        Some(Part::Sqlite) => setup::others()?,
        Some(Part::Postgres) => {
            setup::database()?;
            setup::others()?;
        }
        Some(Part::Browser) => setup::browser()?,
    }
    let mut outcomes = Vec::new();
    match part {
        None => outcomes.push(on_sqlite(
            "tests on SQLite and in the browser",
            &[],
            filters,
        )?),
        Some(Part::Sqlite) => {
            outcomes.push(on_sqlite(
                "tests on SQLite",
                &["--skip", IN_BROWSER],
                filters,
            )?);
        }
        Some(Part::Browser) => {
            let wanted = [filters, &[IN_BROWSER.to_owned()]].concat();
            outcomes.push(on_sqlite("tests in the browser", &[], &wanted)?);
        }
        Some(Part::Postgres) => {}
    }
    if matches!(part, None | Some(Part::Sqlite)) {
        outcomes.push(of_the_checker(filters)?);
    }
    if matches!(part, None | Some(Part::Postgres)) {
        outcomes.push(on_postgres(filters)?);
    }
    Ok(outcomes)
}

fn on_sqlite(name: &'static str, options: &[&str], filters: &[String]) -> Result<Outcome> {
    heading(name);
    let mut command = cargo();
    command.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    command
        .env_remove("COLOPHON_TEST_DB")
        .env_remove("COLOPHON_TEST_POSTGRES_URL");
    measured(name, command, options, filters)
}

/// The checker of pictures' manifests, built by itself: its library would change how the rest is compiled.
fn of_the_checker(filters: &[String]) -> Result<Outcome> {
    let name = "tests of the checker of manifests";
    heading(name);
    let mut command = cargo();
    command.args([
        "test",
        "--locked",
        "--package=provenance",
        "--features=c2pa",
    ]);
    measured(name, command, &[], filters)
}

fn on_postgres(filters: &[String]) -> Result<Outcome> {
    let name = "tests on PostgreSQL";
    heading(name);
    let cluster = Cluster::start()?;
    let mut command = cargo();
    command.args([
        "test",
        "--locked",
        "--workspace",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--tests",
    ]);
    for package in WITHOUT_RECORD {
        command.args(["--exclude", package]);
    }
    command
        .env("COLOPHON_TEST_DB", "postgres")
        .env("COLOPHON_TEST_POSTGRES_URL", cluster.url());
    measured(name, command, &["--skip", IN_BROWSER], filters)
}

fn measured(
    name: &'static str,
    mut command: std::process::Command,
    options: &[&str],
    filters: &[String],
) -> Result<Outcome> {
    command.arg("--").args(options).args(filters);
    if run::on_terminal() {
        command.arg("--color=always");
    }
    let mut count = Count::default();
    let (ok, took) = timed(|| run::watched(&mut command, |line| count.add_line(&plain(line))));
    Ok(Outcome {
        name,
        count,
        ok: ok?,
        took,
    })
}

/// The line without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |mut text, piece| {
        text.push_str(piece.split_once('m').map_or("", |(_, after)| after));
        text
    })
}

/// Prints what each run counted and how long it took; the last line is the sum.
pub fn print_table(outcomes: &[Outcome], took: Duration) -> Count {
    let mut sum = Count::default();
    heading("Summary");
    for outcome in outcomes {
        let Count { passed, failed } = outcome.count;
        let verdict = if outcome.ok { "ok    " } else { "FAILED" };
        println!(
            "   {verdict} {:<36} {:>5} s   {passed} passed, {failed} failed",
            outcome.name,
            outcome.took.as_secs()
        );
        sum.passed += passed;
        sum.failed += failed;
    }
    println!("   in all {} s\n", took.as_secs());
    println!("{} passed, {} failed", sum.passed, sum.failed);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_test_programs_are_summed() {
        let mut count = Count::default();
        count.add_line("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out; finished in 0.01s");
        count.add_line(
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        count.add_line("test a_line_about::one_test ... ok");
        assert_eq!(
            count,
            Count {
                passed: 7,
                failed: 2
            }
        );
    }

    #[test]
    fn colours_do_not_hide_a_closing_line() {
        let mut count = Count::default();
        count.add_line(&plain(
            "test result: \u{1b}[32mok\u{1b}(B\u{1b}[m. 3 passed; 1 failed; 0 ignored",
        ));
        assert_eq!(
            count,
            Count {
                passed: 3,
                failed: 1
            }
        );
    }
}
