//! `cargo xtask editor`: the newsroom's text editor, built from `newsroom/editor` into `newsroom/assets`.
//!
//! What it gives is committed, so that building Colophon asks for no Node.js; the check holds the committed files
//! to their sources, and runs the editor's own tests.

use std::process::Command;

use crate::fault::Result;
use crate::run::{self, heading, root};
use crate::setup;

/// Where the editor's sources are, from the root.
pub const FOLDER: &str = "newsroom/editor";

/// Builds script, style sheet and licence texts anew.
///
/// # Errors
/// When the packages cannot be installed or the build fails.
pub fn build() -> Result<()> {
    setup::editor()?;
    heading("The editor");
    npm("build")
}

/// Fails if the committed files are not what the sources give, or if a test of the editor fails.
///
/// # Errors
/// As [`build`], and when either is so.
pub fn check() -> Result<()> {
    setup::editor()?;
    heading("The editor is what its sources give");
    npm("check")?;
    npm("test")
}

/// The editor in Chromium, against a stub of the newsroom.
///
/// # Errors
/// As [`build`], and when it does not behave.
pub fn behave() -> Result<()> {
    setup::browser()?;
    setup::editor()?;
    heading("The editor in a browser");
    npm("behave")
}

fn npm(script: &str) -> Result<()> {
    run::run(
        Command::new("npm")
            .args(["run", "--silent", script])
            .current_dir(root().join(FOLDER)),
    )
}
