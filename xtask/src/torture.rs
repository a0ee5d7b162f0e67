//! `cargo xtask torture`: what must not happen, tried until it would.
//!
//! The work is done by the programs `torture` and `killing` of the `browser` crate.

use crate::fault::Result;
use crate::run::{self, cargo, heading};
use crate::screens::target_folder;
use crate::setup;

/// Rounds where none are asked for.
pub const ROUNDS: &str = "200";
/// Seed where none is given.
pub const SEED: &str = "1";

/// Kills the server while somebody types in a real browser; fails where a word was lost.
///
/// # Errors
/// When something cannot be installed or built, the server or the browser does not start, or a word was lost.
pub fn typing(rounds: &str, seed: &str) -> Result<()> {
    setup::browser()?;
    by("torture", "Kills while somebody types", rounds, seed)
}

/// Kills the server while it publishes and signs; fails where its log does not hold.
///
/// # Errors
/// When something cannot be built, the server does not start, or the log does not hold.
pub fn log(rounds: &str, seed: &str) -> Result<()> {
    by(
        "killing",
        "Kills while it publishes and signs",
        rounds,
        seed,
    )
}

fn by(torturer: &str, what: &str, rounds: &str, seed: &str) -> Result<()> {
    heading("The server");
    run::run(cargo().args(["build", "--locked", "--package", "colophon"]))?;
    heading(what);
    let program = target_folder()?.join("debug/colophon");
    let torture = [
        "run",
        "--locked",
        "--quiet",
        "--package",
        "browser",
        "--bin",
    ];
    run::run(
        cargo()
            .args(torture)
            .args([torturer, "--"])
            .arg(program)
            .args([rounds, seed]),
    )
}
