//! A private PostgreSQL server for one test run: made in a temporary folder, reached through a socket in that
//! folder, gone with the run.
//!
//! The server is a child of ours and is told to stop when we die, however we die, so that a run that was
//! interrupted leaves no server behind. Durability stays as a newspaper has it (`fsync` on): what is tested is
//! what is used.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;

use crate::fault::{Fault, Result};
use crate::run::{self, find_program, is_root};

/// Connections the server accepts: each test has a pool of its own, and tests run side by side.
const CONNECTIONS_MAX: u16 = 300;

/// Lines of the server's own words kept for the message when it does not start.
const LAST_WORDS_MAX: usize = 20;

/// A running server. Dropping it stops it and removes its folder.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    server: Child,
    programs: PathBuf,
}

impl Cluster {
    /// Makes an empty database cluster and starts a server on it.
    ///
    /// # Errors
    /// When PostgreSQL's server is not installed or does not start.
    pub fn start() -> Result<Cluster> {
        let programs = programs()
            .ok_or_else(|| Fault::new("PostgreSQL's server is missing: run `cargo xtask setup`"))?;
        let folder = make_folder()?;
        match launch(&programs, &folder) {
            Ok(server) => Ok(Cluster {
                folder,
                server,
                programs,
            }),
            Err(fault) => {
                let _ = fs::remove_dir_all(&folder);
                Err(fault)
            }
        }
    }

    /// How the tests reach it: the value of `COLOPHON_TEST_POSTGRES_URL`. It holds no secret: the socket lies in
    /// a folder that only we can enter.
    pub fn url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://colophon@localhost/postgres?host={folder}")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let stopped = run::output(
            as_owner(&self.programs.join("pg_ctl"))
                .args(["stop", "--mode=immediate", "--wait", "--pgdata"])
                .arg(data),
        );
        if stopped.is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of PostgreSQL's server programs. Debian keeps them off the search path, one folder a version.
pub fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let folder = entry.ok()?;
            let version: u32 = folder.file_name().to_str()?.parse().ok()?;
            let programs = folder.path().join("bin");
            programs
                .join("initdb")
                .is_file()
                .then_some((version, programs))
        })
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, programs)| programs);
    newest.or_else(|| find_program("initdb")?.parent().map(Path::to_path_buf))
}

/// The system's temporary folder and not `target`: when we are root the server runs as `postgres`, who need not
/// be able to enter the folder of the project, and the path of a socket may have 107 bytes only.
fn make_folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("colophon-postgres-{}", std::process::id()));
    let doing = || format!("cannot make {}", folder.display());
    fs::create_dir(&folder).map_err(Fault::during(doing()))?;
    run::output(Command::new("chmod").arg("0700").arg(&folder))?;
    if is_root() {
        run::output(Command::new("chown").arg("postgres:postgres").arg(&folder))?;
    }
    Ok(folder)
}

fn launch(programs: &Path, folder: &Path) -> Result<Child> {
    let data = folder.join("data");
    run::output(
        as_owner(&programs.join("initdb"))
            .args([
                "--encoding=UTF8",
                "--locale=C",
                "--auth=trust",
                "--username=colophon",
                "--no-sync",
            ])
            .arg("--pgdata")
            .arg(&data),
    )?;
    let mut server = as_owner(&programs.join("postgres"))
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(folder)
        .args(["-c", "listen_addresses=", "-c", "lc_messages=C"])
        .args(["-c", &format!("max_connections={CONNECTIONS_MAX}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Fault::during("cannot start PostgreSQL"))?;
    let Some(words) = server.stderr.take() else {
        return Err(Fault::new("cannot hear PostgreSQL"));
    };
    match wait_until_ready(words) {
        Ok(()) => Ok(server),
        Err(fault) => {
            let _ = server.wait();
            Err(fault)
        }
    }
}

/// Reads the server's own words until it says that it is ready, then lets a thread read on, so that the server
/// never waits for a reader.
fn wait_until_ready(words: ChildStderr) -> Result<()> {
    let mut lines = BufReader::new(words).lines();
    let mut last_words: Vec<String> = Vec::new();
    for line in lines.by_ref() {
        let line = line.map_err(Fault::during("cannot hear PostgreSQL"))?;
        if line.contains("ready to accept connections") {
            thread::spawn(move || lines.for_each(drop));
            return Ok(());
        }
        last_words.push(line);
        if last_words.len() > LAST_WORDS_MAX {
            last_words.remove(0);
        }
    }
    Err(Fault::new(format!(
        "PostgreSQL did not start:\n{}",
        last_words.join("\n")
    )))
}

/// A program run as the owner of the cluster, who is not root, and ended with us.
fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.current_dir("/");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.arg("--pdeathsig=INT").arg(program);
    command
}
