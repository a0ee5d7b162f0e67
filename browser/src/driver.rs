//! Chromium and its driver.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::commands::{Devtools, TakeLog};
use crate::fetch::ask;
use crate::page::{Page, Scheme, Viewport};
use crate::{Fault, axe};

/// No window, no rights beyond the page's, and not a single request that the page did not ask for.
const SWITCHES: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
];

/// Longest wait for a script that says itself when it is done, in milliseconds.
const SCRIPT_MS_MAX: u64 = 180_000;

/// A headless Chromium with its own empty profile. Dropping it closes it.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    session: String,
    driver: Driver,
    axe: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts the driver on a free port of its own choice, and a browser.
    ///
    /// # Errors
    /// When the driver, the browser or the accessibility rules are not installed or do not start.
    pub async fn start() -> Result<Browser, Fault> {
        let axe = axe::source()?;
        let driver = Driver::start()?;
        let profile = tempfile::tempdir()?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(profile.path()))
            .connect(&driver.address())
            .await?;
        let session = client.session_id().await?.unwrap_or_default();
        Ok(Browser {
            client,
            session,
            driver,
            axe,
            _profile: profile,
        })
    }

    /// Loads an address as it shows on this screen, in this colour scheme, and waits until everything the page
    /// asks for is there. What an earlier page left in the logs is forgotten.
    ///
    /// # Errors
    /// When the browser cannot load the address at all; an error page of the server is a page.
    pub async fn page(
        &mut self,
        url: &str,
        viewport: Viewport,
        scheme: Scheme,
    ) -> Result<Page<'_>, Fault> {
        let page = Page::new(self, url, viewport);
        page.open(scheme).await?;
        Ok(page)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn axe(&self) -> &str {
        &self.axe
    }

    pub(crate) async fn devtools(
        &self,
        method: &'static str,
        parameters: Value,
    ) -> Result<Value, Fault> {
        Ok(self
            .client
            .issue_cmd(Devtools { method, parameters })
            .await?)
    }

    pub(crate) async fn take_log(&self, log: &'static str) -> Result<Vec<Value>, Fault> {
        match self.client.issue_cmd(TakeLog(log)).await? {
            Value::Array(entries) => Ok(entries),
            other => Err(Fault::Answer {
                what: "the browser's log",
                why: other.to_string(),
            }),
        }
    }
}

impl Drop for Browser {
    /// Asks the driver to close the browser, without the client, whose runtime may be gone by now.
    fn drop(&mut self) {
        let url = format!("{}/session/{}", self.driver.address(), self.session);
        let _ = ask("DELETE", &url, "HTTP/1.1");
    }
}

fn capabilities(profile: &Path) -> Map<String, Value> {
    let mut switches: Vec<String> = SWITCHES.iter().map(|switch| (*switch).to_owned()).collect();
    switches.push(format!("--user-data-dir={}", profile.display()));
    let mut wanted = Map::new();
    wanted.insert("browserName".to_owned(), json!("chrome"));
    // A script that walks many pages may take its time.
    wanted.insert("timeouts".to_owned(), json!({ "script": SCRIPT_MS_MAX }));
    wanted.insert("goog:chromeOptions".to_owned(), json!({ "args": switches }));
    wanted.insert(
        "goog:loggingPrefs".to_owned(),
        json!({ "browser": "ALL", "performance": "ALL" }),
    );
    wanted
}

/// The running driver. Dropping it ends it.
#[derive(Debug)]
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start() -> Result<Driver, Fault> {
        let program = PathBuf::from("chromedriver");
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| Fault::Program {
                program: program.display().to_string(),
                cause,
            })?;
        match process.stdout.take().map(port_from) {
            Some(Ok(port)) => Ok(Driver { process, port }),
            other => {
                let _ = process.kill();
                let _ = process.wait();
                let words = other.and_then(Result::err).unwrap_or_default();
                Err(Fault::NotReady {
                    program: program.display().to_string(),
                    words,
                })
            }
        }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads `… on port 43121.` from the driver's first lines; its later lines are read and forgotten, so that it
/// never waits for a reader.
fn port_from(stdout: ChildStdout) -> Result<u16, String> {
    let mut lines = BufReader::new(stdout).lines();
    let mut words = String::new();
    for line in lines.by_ref().map_while(Result::ok) {
        let port = line
            .rsplit_once("on port ")
            .and_then(|(_, port)| port.trim_end_matches('.').parse().ok());
        if let Some(port) = port.filter(|_| line.contains("success")) {
            thread::spawn(move || lines.for_each(drop));
            return Ok(port);
        }
        words.push_str(&line);
        words.push('\n');
    }
    Err(words)
}
