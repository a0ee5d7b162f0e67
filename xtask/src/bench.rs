//! `cargo xtask bench`: figures, measured on the release build and printed; nothing here passes or fails.

use crate::fault::Result;
use crate::run::{self, cargo, heading};

/// What can be measured, and the example of `paper` that does it.
pub const BENCHES: [(&str, &str); 2] = [("gate", "gate_speed"), ("deeds", "deeds_speed")];

/// Builds and runs one of [`BENCHES`] with its arguments.
///
/// # Errors
/// When it does not build or fails.
pub fn run(example: &str, arguments: &[&str]) -> Result<()> {
    heading(&format!("Bench: {example}"));
    run::run(
        cargo()
            .args([
                "run",
                "--locked",
                "--quiet",
                "--release",
                "--package",
                "paper",
                "--example",
                example,
                "--",
            ])
            .args(arguments),
    )
}
