//! The demo, running for as long as one looks.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

use crate::fault::Fault;

/// The data folder, within the one that is removed.
const FOLDER: &str = "demo";

/// A running `colophon demo` with data of its own. Dropping it ends it and removes the data.
#[derive(Debug)]
pub struct Demo {
    process: Child,
    titles: Vec<String>,
    sign_ins: BTreeMap<String, String>,
    data: TempDir,
}

impl Demo {
    /// Starts the program on a free port and waits until it listens.
    ///
    /// # Errors
    /// When it does not start or ends before it listens.
    pub fn start(program: &Path) -> Result<Demo, Fault> {
        Demo::start_with(program, &[])
    }

    /// As [`Demo::start`], with settings in the environment: name and value.
    ///
    /// # Errors
    /// As [`Demo::start`].
    pub fn start_with(program: &Path, settings: &[(&str, &str)]) -> Result<Demo, Fault> {
        let data = tempfile::tempdir()?;
        let name = program.display().to_string();
        let mut process = Command::new(program)
            .args(["demo", "--listen", "127.0.0.1:0", "--ops", "off", "--data"])
            .arg(data.path().join(FOLDER))
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|cause| Fault::Program {
                program: name.clone(),
                cause,
            })?;
        let (mut titles, mut sign_ins) = (Vec::new(), BTreeMap::new());
        let mut words = String::new();
        if let Some(stdout) = process.stdout.take() {
            let mut lines = BufReader::new(stdout).lines();
            for line in lines.by_ref().map_while(Result::ok) {
                if line.starts_with("listening on http://") {
                    thread::spawn(move || lines.for_each(drop));
                    return Ok(Demo {
                        process,
                        titles,
                        sign_ins,
                        data,
                    });
                }
                titles.extend(front(&line));
                sign_ins.extend(sign_in(&line));
                words.push_str(&line);
                words.push('\n');
            }
        }
        let _ = process.kill();
        let _ = process.wait();
        Err(Fault::NotReady {
            program: name,
            words,
        })
    }

    /// Its data folder, for commands given beside it.
    pub fn folder(&self) -> PathBuf {
        self.data.path().join(FOLDER)
    }

    /// The addresses of the titles' fronts, without a slash at the end, in the order the demo names them.
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// The password somebody signs in to the newsroom with, by the name of the account.
    pub fn password(&self, account: &str) -> Option<&str> {
        self.sign_ins.get(account).map(String::as_str)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address of a front in a line of the demo's greeting.
fn front(line: &str) -> Option<String> {
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://"))?;
    let address = address.trim_end_matches('/');
    let host = address.strip_prefix("http://")?;
    (!host.contains('/') && host.contains("localhost")).then(|| address.to_owned())
}

/// Account and password in a line of the demo's greeting: `  sign in: bruno / 26jr-mgak-hgcn-vvqp (editor)`.
pub(crate) fn sign_in(line: &str) -> Option<(String, String)> {
    let (_, said) = line.split_once(": ")?;
    let (account, rest) = said.split_once(" / ")?;
    let password = rest.split_whitespace().next()?;
    Some((account.trim().to_owned(), password.to_owned()))
}
