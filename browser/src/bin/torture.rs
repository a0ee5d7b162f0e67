//! `torture PROGRAM ROUNDS SEED`: kills the server while somebody types in a real browser, and tells what was lost.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person at the terminal"
)]

use std::path::Path;
use std::process::ExitCode;

use browser::torture;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, rounds, seed] = words.as_slice() else {
        eprintln!("torture: wants the program, the number of rounds and a seed");
        return ExitCode::from(2);
    };
    let (Ok(rounds), Ok(seed)) = (rounds.parse(), seed.parse()) else {
        eprintln!("torture: rounds and seed are whole numbers");
        return ExitCode::from(2);
    };
    println!("seed {seed}");
    match torture::typing(Path::new(program), rounds, seed).await {
        Ok(report) => {
            println!(
                "{} rounds, {} words; killed {} times while saving, {} while something waited to be saved; {} reloads, of which \
                 {} were offered a copy",
                report.rounds,
                report.words,
                report.while_saving,
                report.while_waiting,
                report.reloads,
                report.offered
            );
            for fault in &report.faults {
                println!("{fault}");
            }
            match report.faults.is_empty() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        Err(fault) => {
            eprintln!("torture: {fault}: {fault:?}");
            ExitCode::FAILURE
        }
    }
}
