//! Rules that a compiler cannot see, each with its reason in the message.
//!
//! [`arrows`] holds the walls between the crates, [`words`] what must not stand in a source file,
//! [`links`] the paths between our documents. A rule that
//! people keep forgetting belongs here; one that cannot be checked is advice, and stands in CONTRIBUTING.

pub mod arrows;
pub mod links;
pub mod source;
pub mod words;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::run;

/// Endings of the names of files that are read: what people write by hand.
const ENDINGS: [&str; 17] = [
    "rs", "toml", "md", "css", "html", "js", "json", "yml", "yaml", "ftl", "sql", "sh", "txt",
    "expect", "xml", "svg", "run",
];

/// A file as large as this, in bytes, is made by a machine and not read.
const BYTES_MAX: u64 = 1_000_000;

/// What breaks a rule, one line each: place, what, why.
///
/// # Errors
/// When the files or the manifests cannot be read.
pub fn complaints(root: &Path) -> Result<Vec<String>> {
    let mut complaints = arrows::complaints(root)?;
    for path in files(root)? {
        let file = root.join(&path);
        if fs::metadata(&file).is_ok_and(|facts| facts.len() > BYTES_MAX) {
            continue;
        }
        let text = fs::read(&file).map_err(Fault::during(format!("cannot read {path}")))?;
        let text = String::from_utf8_lossy(&text);
        complaints.extend(words::complaints(&path, &text));
        // Article files are Markdown, too, but their links are a newspaper's.
        if path.ends_with(".md") && !path.contains("/demo/") && !path.contains("cases/") {
            complaints.extend(links::complaints(root, &path, &text));
        }
    }
    complaints.sort();
    Ok(complaints)
}

/// All files under version control or on their way to it, relative to the root, that a person wrote.
fn files(root: &Path) -> Result<Vec<String>> {
    let list = run::output(
        Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(root),
    )?;
    let written = |path: &&str| {
        let ending = path.rsplit(['.', '/']).next().unwrap_or_default();
        ENDINGS.contains(&ending)
            && !path.ends_with("package-lock.json")
            && root.join(path).is_file()
    };
    Ok(list
        .split('\0')
        .filter(written)
        .map(str::to_owned)
        .collect())
}
