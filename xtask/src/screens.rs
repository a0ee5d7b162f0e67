//! `cargo xtask screens`: pictures of every kind of page, so that people can look.
//!
//! The walking and the taking of pictures is done by the program `screens` of the `browser` crate.

use std::path::PathBuf;

use serde_json::Value;

use crate::fault::{Fault, Result};
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
    let program = target_folder()?.join("debug/colophon");
    run::run(
        cargo()
            .args([
                "run",
                "--locked",
                "--quiet",
                "--package",
                "browser",
                "--bin",
                "screens",
                "--",
            ])
            .arg(program)
            .arg(folder),
    )
}

/// Where cargo builds; people move it.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let facts = run::output(cargo().args([
        "metadata",
        "--locked",
        "--offline",
        "--no-deps",
        "--format-version=1",
    ]))?;
    let facts: Value =
        serde_json::from_str(&facts).map_err(Fault::during("cannot read cargo's metadata"))?;
    let folder = facts["target_directory"].as_str();
    folder
        .map(PathBuf::from)
        .ok_or_else(|| Fault::new("cargo does not say where it builds"))
}
