//! Kills the server while somebody types, and looks whether a word was lost.
//!
//! In each round a person types words nobody typed before into the text of one article; at a moment the seed says the server is
//! ended as by a power cut and started again; then the person stays on the page, or loads it anew and takes the copy the page
//! offers. Once the page says that it is saved, every word of all rounds must stand in the text the server keeps, once.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use crate::demo::sign_in;
use crate::driver::Browser;
use crate::fault::Fault;

/// Words typed in one round, at least and at most.
const WORDS: (u64, u64) = (4, 24);
/// Latest moment of a kill after the last word of its round, in milliseconds: a save begins 800 ms after it.
const AFTER_MS_MAX: u64 = 1_600;
/// Account that types.
const WHO: &str = "ada";

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rounds, each with one kill.
    pub rounds: u32,
    /// Words typed.
    pub words: usize,
    /// Kills while the page said that it was saving.
    pub while_saving: u32,
    /// Kills while something typed was not yet sent.
    pub while_waiting: u32,
    /// Rounds in which the page was loaded anew.
    pub reloads: u32,
    /// Reloads after which the page offered a copy that it had kept.
    pub offered: u32,
    /// Words that were not in the text once when the page said so, with the round in which that was seen.
    pub faults: Vec<String>,
}

/// Types and kills for a number of rounds. The same seed gives the same words, and the same moments as far as machines allow.
///
/// # Errors
/// When the server or the browser does not start, or the page never comes to say that it is saved.
pub async fn typing(program: &Path, rounds: u32, seed: u64) -> Result<Report, Fault> {
    let mut chance = Chance(seed);
    let data = tempfile::tempdir()?;
    let mut server = Server::first(program, &data)?;
    let newsroom = format!("http://gazzetta.localhost:{}/newsroom", server.port);
    let mut browser = Browser::start().await?;
    browser.visit(&format!("{newsroom}/sign-in"), true).await?;
    browser.types("#name", WHO).await?;
    let password = server.sign_ins.get(WHO).cloned().unwrap_or_default();
    browser.types("#password", &password).await?;
    browser.presses("form.stack button").await?;
    browser.awaits(".rail .who").await?;
    browser
        .visit(&format!("{newsroom}/t/gazzetta/desk"), true)
        .await?;
    browser.presses("[data-key=n]").await?;
    browser.awaits(TEXT).await?;
    browser.types("#headline", "Parole").await?;
    let article = browser.address().await?;

    let mut report = Report::default();
    let mut typed: Vec<String> = Vec::new();
    for round in 0..rounds {
        at_the_end(&browser).await?;
        let count = WORDS.0 + chance.below(WORDS.1 - WORDS.0);
        // Some words are typed while there is no server.
        let before = 1 + chance.below(count);
        for n in 0..count {
            if n == before {
                kill(&browser, &mut server, &mut chance, &mut report).await?;
            }
            let word = format!("w{round}x{n}x{}", chance.below(1_000));
            browser.writes(&format!("{word} ")).await?;
            typed.push(word);
        }
        if before >= count {
            kill(&browser, &mut server, &mut chance, &mut report).await?;
        }
        server.again()?;
        if chance.below(2) == 0 {
            report.reloads += 1;
            browser.visit(&article, true).await?;
            browser.awaits(TEXT).await?;
            browser.awaits_that(READY).await?;
            if browser.asks_and_waits(OFFERED).await? == Value::Bool(true) {
                report.offered += 1;
            }
        }
        saved(&browser, round).await?;
        report.rounds = round + 1;
        report.words = typed.len();
        let kept = kept(&browser).await?;
        let faults = typed.iter().filter_map(|word| told(word, &kept, round));
        report.faults.extend(faults);
        if !report.faults.is_empty() {
            break;
        }
    }
    Ok(report)
}

fn told(word: &str, kept: &str, round: u32) -> Option<String> {
    let count = kept.split_whitespace().filter(|one| *one == word).count();
    (count != 1).then(|| format!("{word} stands {count} times after round {round}"))
}

/// The editor is there.
const TEXT: &str = ".ProseMirror";
/// It has been made of the form.
const READY: &str = "document.querySelector('form.ed-on')";
/// Whether the page offers a copy: it looks for one for a second at most.
const OFFERED: &str = "const done = arguments[0]; const since = Date.now();
const look = () => {
  const offered = Boolean(document.querySelector('.ed-notice[role=group]'));
  if (offered || Date.now() - since > 2_000) done(offered); else setTimeout(look, 50);
};
look();";

async fn at_the_end(browser: &Browser) -> Result<(), Fault> {
    browser
        .asks("document.querySelector('.ProseMirror').focus()")
        .await?;
    browser.strikes("Control+End").await?;
    browser.strikes("Enter").await
}

/// Waits a moment, by the page's clock, and ends the server without a word.
async fn kill(
    browser: &Browser,
    server: &mut Server,
    chance: &mut Chance,
    report: &mut Report,
) -> Result<(), Fault> {
    let wait = chance.below(AFTER_MS_MAX);
    let state = browser
        .asks_and_waits(&format!(
            "const done = arguments[0];
             setTimeout(() => done(document.getElementById('saved').dataset.state ?? ''), {wait});"
        ))
        .await?;
    match state.as_str() {
        Some("saving") => report.while_saving += 1,
        Some("waiting") => report.while_waiting += 1,
        _ => {}
    }
    server.kill();
    Ok(())
}

/// Waits until the page says that all is saved. Two wordings to choose between are a fault of the round: nobody else writes.
async fn saved(browser: &Browser, round: u32) -> Result<(), Fault> {
    // What asks again only after a while is asked to ask now, as a person who comes back to the window does.
    browser.asks("dispatchEvent(new Event('focus'))").await?;
    // Where nothing was to be put back the page says nothing but what the server has.
    let settled = "[undefined, 'saved', 'conflict', 'refused', 'signed-out'].includes(document.getElementById('saved').dataset.state)";
    let waited = browser.awaits_that(settled).await;
    let told = browser.asks(STATE).await?;
    match told["state"].as_str() {
        None | Some("saved") => Ok(()),
        _ => Err(Fault::Answer {
            what: "the editor",
            why: format!(
                "after round {round} it says {told}, though nobody else writes ({waited:?})"
            ),
        }),
    }
}

/// What the page says of saving.
const STATE: &str = "return { state: document.getElementById('saved').dataset.state, said: document.getElementById('saved').textContent,
  notice: document.querySelector('.ed-notice')?.textContent, clash: document.getElementById('conflicts')?.textContent };";

/// The words the server keeps: those of the form as it would print it now.
async fn kept(browser: &Browser) -> Result<String, Fault> {
    let words = browser
        .asks_and_waits(
            "const done = arguments[0];
             const words = (one) => Array.isArray(one) ? one.map(words).join(' ')
               : one && typeof one === 'object' ? [one.s ?? '', ...Object.values(one).filter((inner) => typeof inner === 'object').map(words)].join(' ') : '';
             fetch(location.href, { cache: 'no-store' }).then((answer) => answer.text()).then((text) => {
               const page = new DOMParser().parseFromString(text, 'text/html');
               done(words(JSON.parse(page.querySelector('textarea[name=tree]').value)));
             }, (error) => done(String(error)));",
        )
        .await?;
    Ok(words.as_str().unwrap_or_default().to_owned())
}

/// Numbers that a seed gives (splitmix64, Steele, Lea and Flood 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}

/// A server that is ended and started again on one folder, always at the same port.
pub(crate) struct Server {
    program: PathBuf,
    folder: PathBuf,
    pub(crate) port: u16,
    sign_ins: BTreeMap<String, String>,
    process: Child,
}

impl Server {
    /// Tells the story of the demo into a folder, and serves it.
    fn first(program: &Path, data: &TempDir) -> Result<Server, Fault> {
        // Free now, and as good as surely still so in a moment.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let folder = data.path().join("demo");
        let (process, words) = started(program, "demo", &folder, port)?;
        Ok(Server {
            program: program.to_owned(),
            folder,
            port,
            sign_ins: words.iter().filter_map(|line| sign_in(line)).collect(),
            process,
        })
    }

    /// Serves a folder that is there already.
    pub(crate) fn of(program: &Path, folder: &Path) -> Result<Server, Fault> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let (process, _) = started(program, "serve", folder, port)?;
        Ok(Server {
            program: program.to_owned(),
            folder: folder.to_owned(),
            port,
            sign_ins: BTreeMap::new(),
            process,
        })
    }

    /// Ends it at once (SIGKILL).
    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    pub(crate) fn again(&mut self) -> Result<(), Fault> {
        let (process, _) = started(&self.program, "serve", &self.folder, self.port)?;
        self.process = process;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Starts a command that serves, and waits until it listens; what it said before.
fn started(
    program: &Path,
    command: &str,
    folder: &Path,
    port: u16,
) -> Result<(Child, Vec<String>), Fault> {
    let name = program.display().to_string();
    let mut process = Command::new(program)
        .args([command, "--ops", "off", "--listen"])
        .arg(format!("127.0.0.1:{port}"))
        .arg("--data")
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|cause| Fault::Program {
            program: name.clone(),
            cause,
        })?;
    let mut words = Vec::new();
    if let Some(stdout) = process.stdout.take() {
        let mut lines = BufReader::new(stdout).lines();
        for line in lines.by_ref().map_while(Result::ok) {
            if line.starts_with("listening on http://") {
                thread::spawn(move || lines.for_each(drop));
                return Ok((process, words));
            }
            words.push(line);
        }
    }
    let _ = process.kill();
    let _ = process.wait();
    Err(Fault::NotReady {
        program: name,
        words: words.join("\n"),
    })
}
