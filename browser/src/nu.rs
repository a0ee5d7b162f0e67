//! Validity of HTML: the Nu checker, as the W3C runs it.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::fault::Fault;

/// Something the HTML standard forbids. Its text form is what a failing test should print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NuError {
    /// The page's name, as given to [`check`].
    pub page: String,
    /// The line, from 1, where it ends; 0 if it is about the whole page.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// The source around it.
    pub extract: String,
}

impl fmt::Display for NuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extract = self
            .extract
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        write!(
            f,
            "{}:{}: {}\n  {extract}",
            self.page, self.line, self.message
        )
    }
}

#[derive(Deserialize)]
struct Report {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    url: String,
    #[serde(rename = "lastLine", default)]
    last_line: u32,
    #[serde(default)]
    message: String,
    #[serde(default)]
    extract: String,
}

/// The errors in these pages, given as name and source. All are checked in one run, since starting the checker
/// takes longer than checking a page.
///
/// # Errors
/// When the checker is not installed or does not answer.
pub fn check(pages: &[(String, String)]) -> Result<Vec<NuError>, Fault> {
    let jar = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/vnu-jar/build/dist/vnu.jar");
    if !jar.is_file() {
        return Err(Fault::Missing(jar));
    }
    let folder = tempfile::tempdir()?;
    for (number, (_, html)) in pages.iter().enumerate() {
        fs::write(folder.path().join(format!("{number}.html")), html)?;
    }
    let output = Command::new("java")
        .arg("-jar")
        .arg(jar)
        .args([
            "--format",
            "json",
            "--stdout",
            "--errors-only",
            "--exit-zero-always",
        ])
        .arg(folder.path())
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Fault::Program {
            program: "java".to_owned(),
            cause,
        })?;
    let report: Report = serde_json::from_slice(&output.stdout).map_err(|why| Fault::Answer {
        what: "the HTML checker",
        why: format!("{why}: {}", String::from_utf8_lossy(&output.stderr)),
    })?;
    Ok(report
        .messages
        .into_iter()
        .map(|message| error(message, pages))
        .collect())
}

fn error(message: Message, pages: &[(String, String)]) -> NuError {
    let file = message.url.rsplit('/').next().unwrap_or_default();
    let number: Option<usize> = file.trim_end_matches(".html").parse().ok();
    let page = number
        .and_then(|number| pages.get(number))
        .map_or(message.url.clone(), |(name, _)| name.clone());
    NuError {
        page,
        line: message.last_line,
        message: message.message,
        extract: message.extract,
    }
}
