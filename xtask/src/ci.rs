//! `cargo xtask ci`: all that has to pass before a change lands.

use std::time::{Duration, Instant};

use crate::fault::{Fault, Result};
use crate::run::{self, cargo, find_program, heading, root, timed};
use crate::test::{self, Count, Outcome};
use crate::{dependencies, editor, tidy};

/// Runs everything, also after a step failed, so that one run tells all.
///
/// # Errors
/// When any step fails.
pub fn run() -> Result<()> {
    let start = Instant::now();
    components()?;
    let mut outcomes = vec![
        step("format", || {
            run::run(cargo().args(["fmt", "--all", "--check"]))
        }),
        step("tidy", || none(&tidy::complaints(&root())?)),
        step("dependencies and licences", || {
            none(&dependencies::complaints(&root())?)
        }),
        step("editor", editor::check),
        step("lints", || {
            run::run(cargo().args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        }),
        step("lints of the checker of manifests", || {
            run::run(cargo().args([
                "clippy",
                "--locked",
                "--package=provenance",
                "--features=c2pa",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        }),
    ];
    match test::outcomes(None, &[]) {
        Ok(tests) => outcomes.extend(tests),
        Err(fault) => {
            println!("   {fault}");
            outcomes.push(outcome("tests", false, Duration::ZERO));
        }
    }
    test::print_table(&outcomes, start.elapsed());
    let failed: Vec<&str> = outcomes
        .iter()
        .filter(|outcome| !outcome.ok)
        .map(|outcome| outcome.name)
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Fault::new(format!("failed: {}", failed.join(", "))))
    }
}

fn step(name: &'static str, work: impl FnOnce() -> Result<()>) -> Outcome {
    heading(name);
    let (result, took) = timed(work);
    if let Err(fault) = &result {
        println!("   {fault}");
    }
    outcome(name, result.is_ok(), took)
}

fn outcome(name: &'static str, ok: bool, took: Duration) -> Outcome {
    Outcome {
        name,
        count: Count::default(),
        ok,
        took,
    }
}

fn none(complaints: &[String]) -> Result<()> {
    for complaint in complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        count => Err(Fault::new(format!("{count} complaint(s)"))),
    }
}

/// A minimal toolchain comes without formatter and lints.
fn components() -> Result<()> {
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        let mut asked = cargo();
        asked.args([component.trim_start_matches("rust"), "--version"]);
        if run::output(&mut asked).is_ok() {
            continue;
        }
        if find_program("rustup").is_none() {
            return Err(Fault::new(format!(
                "{program} is missing, and there is no rustup to add it"
            )));
        }
        run::run(
            std::process::Command::new("rustup")
                .args(["component", "add", component])
                .current_dir(root()),
        )?;
    }
    Ok(())
}
