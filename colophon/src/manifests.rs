//! Manifests of pictures (C2PA), checked one after the other by a program of its own, beside all else the server does.
//!
//! What a stranger wrote is parsed by that program and not by this one: it may crash, and is stopped if it takes too long. An
//! installation without it tells of each manifest that it is there and that nobody checked it.

use crate::failure::{Failure, Result};
use crate::settings::Settings;
use paper::{Fault, Paper, pictures};
use provenance::Verdict;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::sync::watch;

/// Longest wait before the table is looked at again, so that what another process added is not forgotten.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// Longest answer of a checker that is read, bytes.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
/// Longest a checker may take, by the clock; it gives itself half of that to compute.
const TIME_MAX: Duration = Duration::from_mins(1);
/// What is said of a manifest whose checker gave no verdict.
const NO_VERDICT: &str = "unreadable.CheckerGaveUp";

/// Who checks, with which list of signers.
#[derive(Debug, Clone)]
pub(crate) struct Checker {
    program: PathBuf,
    signers: Option<PathBuf>,
    /// Its name and the list's hash: what another said is checked anew.
    name: String,
}

impl Settings {
    /// The checker of the settings, tried once; `None` where none is named.
    ///
    /// # Errors
    /// A checker that does not start, a list of signers that cannot be read or has no certificate.
    pub(crate) fn checker(&self) -> Result<Option<Checker>> {
        let Some(program) = self.provenance_checker.clone() else {
            return Ok(None);
        };
        let asked = Command::new(&program).arg("--version").env_clear().output();
        let version = asked.ok().filter(|said| said.status.success());
        let version = version.and_then(|said| String::from_utf8(said.stdout).ok());
        let Some(version) = version.filter(|version| version.starts_with("colophon-provenance "))
        else {
            let name = program.display();
            return Err(Failure::new(
                format!(
                    "impostazione provenance_checker: {name} non è un colophon-provenance che parte; si compila con cargo build --release -p provenance --features c2pa"
                ),
                format!(
                    "setting provenance_checker: {name} is no colophon-provenance that starts; cargo build --release -p provenance --features c2pa makes it"
                ),
            ));
        };
        let list = match &self.provenance_signers {
            None => String::new(),
            Some(file) => std::fs::read_to_string(file)
                .ok()
                .filter(|list| list.contains("-----BEGIN CERTIFICATE-----"))
                .ok_or_else(|| {
                    let name = file.display();
                    Failure::new(
                        format!("impostazione provenance_signers: {name} non si legge o non ha certificati PEM"),
                        format!("setting provenance_signers: {name} cannot be read or has no PEM certificates"),
                    )
                })?,
        };
        Ok(Some(Checker {
            program,
            signers: self.provenance_signers.clone(),
            name: format!(
                "{} {}",
                version.trim(),
                tlog::Hash::of_leaf(list.as_bytes())
            ),
        }))
    }
}

/// Looks at pictures of before, and has manifests checked if there is a checker, until told to stop.
pub(crate) async fn run(
    paper: Paper,
    checker: Option<Checker>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut changes = paper.changes();
    loop {
        let outcome = tokio::select! {
            done = next(&paper, checker.as_ref()) => done,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match outcome {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!("No manifest of a picture could be checked: {error}"),
        }
        tokio::select! {
            _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// Says whether there was something to do.
async fn next(paper: &Paper, checker: Option<&Checker>) -> paper::Result<bool> {
    if pictures::look_next(paper).await? {
        return Ok(true);
    }
    let Some(checker) = checker else {
        return Ok(false);
    };
    let Some(waiting) = pictures::next_waiting(paper, &checker.name).await? else {
        return Ok(false);
    };
    let id = waiting.id;
    let mut command = Command::new(&checker.program);
    command
        .arg(&waiting.file)
        .arg(&waiting.media_type)
        .args(&checker.signers);
    let said = tokio::task::spawn_blocking(move || answer(command)).await;
    let unasked = |error: &dyn std::fmt::Display| {
        Fault::new(format!(
            "{} could not be started: {error}",
            checker.program.display()
        ))
    };
    let said = said
        .map_err(|error| unasked(&error))?
        .map_err(|error| unasked(&error))?;
    let verdict = said
        .and_then(|said| Verdict::read(&said))
        .unwrap_or_else(|| {
            tracing::warn!("The checker gave no verdict on the manifest of picture {id}");
            Verdict::unreadable(NO_VERDICT)
        });
    pictures::checked(paper, id, &checker.name, verdict).await?;
    Ok(true)
}

/// What a checker says, if it says something in time.
///
/// # Errors
/// One that could not be started has said nothing of the picture: it is asked again.
fn answer(mut command: Command) -> std::io::Result<Option<String>> {
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn()?;
    let Some(out) = child.stdout.take() else {
        return Ok(None);
    };
    let (send, said) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        let read = out.take(ANSWER_BYTES_MAX).read_to_string(&mut text);
        let _ = send.send(read.ok().map(|_| text));
    });
    let said = said.recv_timeout(TIME_MAX).ok().flatten();
    // Also where it has said all: nobody waits for one that goes on.
    let _ = child.kill();
    child.wait()?;
    Ok(said)
}
