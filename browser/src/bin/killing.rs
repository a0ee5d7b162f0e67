//! `killing PROGRAM ROUNDS SEED`: kills the server while it publishes and signs, and tells what of the log did not hold.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person at the terminal"
)]

use std::path::Path;
use std::process::ExitCode;

use browser::killing;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, rounds, seed] = words.as_slice() else {
        eprintln!("killing: wants the program, the number of rounds and a seed");
        return ExitCode::from(2);
    };
    let (Ok(rounds), Ok(seed)) = (rounds.parse(), seed.parse()) else {
        eprintln!("killing: rounds and seed are whole numbers");
        return ExitCode::from(2);
    };
    println!("seed {seed}");
    match killing::publishing(Path::new(program), rounds, seed) {
        Ok(killed) => {
            println!(
                "{} rounds, {} publications acknowledged, {} cut short",
                killed.rounds, killed.acknowledged, killed.cut_short
            );
            for fault in &killed.faults {
                println!("{fault}");
            }
            match killed.faults.is_empty() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        Err(fault) => {
            eprintln!("killing: {fault}: {fault:?}");
            ExitCode::FAILURE
        }
    }
}
