//! Kills the server while it publishes and signs, and has its log checked from outside.
//!
//! In each round articles are published one after the other; at a moment the seed says the server is ended as by a power cut,
//! or, where none runs, the command itself. Then a server is started, and `colophon verify` must find a log that continues the
//! last checkpoint anybody was served, with an entry for every article whose publication was acknowledged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::fault::Fault;
use crate::fetch::fetch;
use crate::torture::{Chance, Server};

/// Latest moment of a kill, in milliseconds after the round began.
const KILL_MS_MAX: u64 = 400;
/// Longest a command may take, with a server killed under it: it ends then, whatever became of its deed.
const COMMAND_MAX: Duration = Duration::from_mins(1);
/// Time between two looks at whether a command has ended.
const LOOK: Duration = Duration::from_millis(2);
/// Rounds between two audits of the whole log.
const ROUNDS_BETWEEN: u32 = 10;
/// The host of the newspaper.
const HOST: &str = "gazette.localhost";

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Killed {
    /// Rounds, each with one kill.
    pub rounds: u32,
    /// Articles whose publication was acknowledged.
    pub acknowledged: usize,
    /// Publications that the kill cut short.
    pub cut_short: u32,
    /// What did not hold.
    pub faults: Vec<String>,
}

/// Publishes and kills for a number of rounds.
///
/// # Errors
/// When the program or the server does not start.
pub fn publishing(program: &Path, rounds: u32, seed: u64) -> Result<Killed, Fault> {
    let mut chance = Chance(seed);
    let data = tempfile::tempdir()?;
    let paper = Paper::founded(program, &data)?;
    let mut server = Server::of(program, &paper.folder)?;
    let mut killed = Killed::default();
    for round in 0..rounds {
        let served = fetch(&paper.url(&server, "/log/checkpoint")).map(|answer| answer.body)?;
        let wait = Duration::from_millis(chance.below(KILL_MS_MAX));
        let (acknowledged, cut, endless) = if chance.below(4) == 0 {
            server.kill();
            paper.ends_itself(round, wait)?
        } else {
            let last = paper.clone();
            let publisher = thread::spawn(move || last.publishes_until_cut(round));
            thread::sleep(wait);
            // What anybody was served until now must still be so afterwards.
            let seen = fetch(&paper.url(&server, "/log/checkpoint")).map(|answer| answer.body);
            server.kill();
            paper.knows(&server, seen.as_deref().unwrap_or(&served))?;
            publisher.join().unwrap_or_default()
        };
        killed.cut_short += cut;
        killed.faults.extend(endless);
        server.again()?;
        killed
            .faults
            .extend(paper.checks(&server, round, &acknowledged));
        killed.acknowledged += acknowledged.len();
        killed.rounds = round + 1;
        if !killed.faults.is_empty() {
            break;
        }
    }
    Ok(killed)
}

/// A newspaper of which nobody but this test knows.
#[derive(Clone)]
struct Paper {
    program: PathBuf,
    folder: PathBuf,
    known: PathBuf,
    file: PathBuf,
}

impl Paper {
    fn founded(program: &Path, data: &TempDir) -> Result<Paper, Fault> {
        let paper = Paper {
            program: program.to_owned(),
            folder: data.path().join("paper"),
            known: data.path().join("known"),
            file: data.path().join("ferry.md"),
        };
        let folder = paper.folder.display().to_string();
        let steps: [&[&str]; 4] = [
            &[
                "init",
                &folder,
                "--title",
                "Harbour Gazette",
                "--host",
                HOST,
                "--language",
                "en",
            ],
            &[
                "title",
                "set",
                "gazette",
                "--imprint",
                "owner=Harbour Press",
                "--imprint",
                "email=desk@gazette.example",
            ],
            &["account", "add", "ines", "--name", "Ines Vidal"],
            &[
                "account", "grant", "ines", "--role", "director", "--title", "gazette",
            ],
        ];
        for step in steps {
            let done = paper.command(step).output()?;
            if !done.status.success() {
                return Err(Fault::Answer {
                    what: "the program",
                    why: String::from_utf8_lossy(&done.stderr).into_owned(),
                });
            }
        }
        Ok(paper)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args);
        // `init` names its folder itself.
        if args.first() != Some(&"init") {
            command.arg("--data").arg(&self.folder);
        }
        command.stdin(Stdio::null());
        command
    }

    fn publish(&self, round: u32, number: u32) -> Result<Command, Fault> {
        let file = self
            .file
            .with_file_name(format!("ferry-{round}-{number}.md"));
        let text = format!(
            "---\nheadline: Ferry {round} of line {number} stops with forty passengers aboard\nsection: news\nkind: news\n\
             byline: [{{name: Tomas Reyes}}]\ndateline: {{place: Quill Island, date: 2026-11-23}}\nsources:\n  \
             - {{kind: document, name: \"Harbour Office, report {round}/{number}\", note: \"page 3\"}}\nai: none\n---\n\
             Ferry {round} of line {number} stopped off Quill Island with forty passengers aboard on 23 November 2026, says the \
             report of the Harbour Office [@1].\n"
        );
        fs::write(&file, text)?;
        let name = file.display().to_string();
        Ok(self.command(&[
            "publish", &name, "--title", "gazette", "--as", "ines", "--json",
        ]))
    }

    /// Publishes one article after the other until one is not acknowledged.
    fn publishes_until_cut(&self, round: u32) -> Published {
        let mut paths = Vec::new();
        for number in 0..50 {
            let done = self.publish(round, number).and_then(ended);
            match done {
                Ok(Some(done)) if done.status.success() => paths.extend(path_of(&done.stdout)),
                Ok(None) => {
                    let seconds = COMMAND_MAX.as_secs();
                    let endless =
                        format!("round {round}: a command did not end within {seconds} s");
                    return (paths, 1, Some(endless));
                }
                _ => return (paths, 1, None),
            }
        }
        (paths, 0, None)
    }

    /// Publishes one article without a server, and ends the command at a moment.
    fn ends_itself(&self, round: u32, wait: Duration) -> Result<Published, Fault> {
        let mut child: Child = self.publish(round, 0)?.stdout(Stdio::piped()).spawn()?;
        thread::sleep(wait);
        let _ = child.kill();
        let done = child.wait_with_output()?;
        Ok(match done.status.success() {
            true => (path_of(&done.stdout).into_iter().collect(), 0, None),
            false => (Vec::new(), 1, None),
        })
    }

    fn url(&self, server: &Server, path: &str) -> String {
        format!("http://{HOST}:{}{path}", server.port)
    }

    /// Has the checker know a checkpoint that was served, as if it had fetched it itself.
    fn knows(&self, server: &Server, checkpoint: &str) -> Result<(), Fault> {
        let folder = self.known.join(format!("{HOST}_{}", server.port));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("checkpoint"), checkpoint)?;
        Ok(())
    }

    /// What does not hold.
    fn checks(&self, server: &Server, round: u32, acknowledged: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        let (known, front) = (self.known.display().to_string(), self.url(server, "/"));
        let mut args = vec!["verify", &front, "--known", &known];
        if round % ROUNDS_BETWEEN == ROUNDS_BETWEEN - 1 {
            args.push("--all");
        }
        let more: Vec<&str> = acknowledged
            .iter()
            .flat_map(|path| ["--article", path.as_str()])
            .collect();
        args.extend(more);
        match self.command(&args).output() {
            Ok(done) if done.status.success() => {}
            Ok(done) => {
                let said = String::from_utf8_lossy(&done.stdout);
                let wrong: Vec<&str> = said
                    .lines()
                    .filter(|line| line.starts_with("WRONG"))
                    .collect();
                let error = String::from_utf8_lossy(&done.stderr);
                faults.push(format!("round {round}: {} {error}", wrong.join("; ")));
            }
            Err(error) => faults.push(format!("round {round}: {error}")),
        }
        faults
    }
}

/// Paths of what was acknowledged, how many commands were cut short, and one that did not end.
type Published = (Vec<String>, u32, Option<String>);

/// What a command said; `None` of one that did not end in time, which is ended then.
fn ended(mut command: Command) -> Result<Option<Output>, Fault> {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let begun = Instant::now();
    while child.try_wait()?.is_none() {
        if begun.elapsed() > COMMAND_MAX {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(LOOK);
    }
    Ok(Some(child.wait_with_output()?))
}

/// The path of an article that was published.
fn path_of(said: &[u8]) -> Option<String> {
    let said: Value = serde_json::from_slice(said).ok()?;
    let url = said["published"][0]["urls"][0].as_str()?;
    let (_, rest) = url.split_once("://")?;
    Some(format!("/{}", rest.split_once('/')?.1))
}
