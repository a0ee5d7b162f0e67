//! A checker of logs that is not ours: a small program on the Go project’s own implementation, as Debian has it. Nothing is
//! fetched to build it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian keeps the sources of Go’s packages.
const GOPATH: &str = "/usr/share/gocode";
const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/independent/verify.go");

/// The program, once it is built.
pub struct Independent {
    folder: tempfile::TempDir,
}

impl Independent {
    pub fn built() -> Independent {
        let folder = tempfile::tempdir().expect("a folder");
        let built = Command::new("go")
            .args(["build", "-o"])
            .arg(folder.path().join("verify"))
            .arg(SOURCE)
            .env("GOPATH", GOPATH)
            .env("GO111MODULE", "off")
            .env("GOFLAGS", "")
            .env("CGO_ENABLED", "0")
            // What one test has compiled the next one need not.
            .env("GOCACHE", cache())
            .output()
            .expect("Go is here: cargo xtask setup installs it");
        assert!(
            built.status.success(),
            "cargo xtask setup installs what is missing: {built:?}"
        );
        Independent { folder }
    }

    /// Checks a log in a folder, and that it continues the one of a checkpoint seen before; what it says.
    ///
    /// # Errors
    /// What does not hold.
    pub fn checks(&self, key: &str, log: &Path, seen: Option<&Path>) -> Result<String, String> {
        let ran = Command::new(self.folder.path().join("verify"))
            .arg(key)
            .arg(log)
            .args(seen)
            .output()
            .expect("the program runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        match ran.status.success() {
            true => Ok(text(&ran.stdout)),
            false => Err(text(&ran.stderr)),
        }
    }
}

/// Beside what the compiler of these tests makes.
fn cache() -> PathBuf {
    let program = std::env::current_exe().expect("a program");
    let above = program.ancestors().nth(2).expect("a folder");
    above.join("go")
}
