//! `cargo xtask screens`: pictures of every kind of page, so that people can look.
//!
//! The walking and the taking of pictures is done by the program `screens` of the `browser` crate.

use crate::fault::Result;
use crate::run::{self, cargo, heading};
use crate::setup;

/// Builds and starts the demo, visits one page of every kind on every title, writes pictures to `folder`.
///
/// # Errors
/// When something cannot be installed or built, the demo does not start, or a page cannot be loaded.
pub fn run(folder: &str) -> Result<()> {
    setup::browser()?;
    heading("The demo");
    run::run(cargo().args(["build", "--locked", "--package", "colophon"]))?;
    heading("Pictures of its pages");
    run::run(cargo().args([
        "run",
        "--locked",
        "--quiet",
        "--package",
        "browser",
        "--bin",
        "screens",
        "--",
        folder,
    ]))
}
