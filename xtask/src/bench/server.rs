//! The programs measured: started, asked what they cost, ended.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::http::Client;
use crate::fault::{Fault, Result};
use crate::run;

/// How long a server may take until it answers.
const START_SECONDS: u64 = 600;
/// The host of the first title of the corpus.
pub const HOST: &str = "bench.localhost";

/// A server under measurement. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// From the command to the first page.
    pub first_page: Duration,
    ticks_a_second: f64,
}

impl Server {
    /// Starts `colophon serve` on a data folder and waits for its first page.
    ///
    /// # Errors
    /// When it does not start or does not answer.
    pub fn colophon(program: &Path, data: &Path) -> Result<Server> {
        let begun = Instant::now();
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--ops", "off", "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Fault::during("cannot start the server"))?;
        let lines = child.stdout.take().map(BufReader::new);
        let address = lines
            .into_iter()
            .flat_map(BufRead::lines)
            .map_while(std::result::Result::ok)
            .find_map(|line| Some(line.strip_prefix("listening on http://")?.to_owned()));
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Fault::new("the server ended before it listened"));
        };
        let mut server = Server::of(child, address);
        server.answers()?;
        server.first_page = begun.elapsed();
        Ok(server)
    }

    /// Starts nginx with a configuration whose server listens on an address.
    ///
    /// # Errors
    /// As [`Server::colophon`].
    pub fn nginx(program: &Path, folder: &Path, address: &str) -> Result<Server> {
        let begun = Instant::now();
        let child = Command::new(program)
            .arg("-p")
            .arg(folder)
            .args(["-c", "nginx.conf", "-g", "daemon off;"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Fault::during("cannot start nginx"))?;
        let mut server = Server::of(child, address.to_owned());
        server.answers()?;
        server.first_page = begun.elapsed();
        Ok(server)
    }

    fn of(child: Child, address: String) -> Server {
        let ticks = run::output(Command::new("getconf").arg("CLK_TCK"));
        Server {
            child,
            address,
            first_page: Duration::ZERO,
            ticks_a_second: ticks
                .ok()
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or(100.0),
        }
    }

    /// Waits until it answers anything.
    fn answers(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            match Client::new(&self.address, HOST).get("/", &[]) {
                Ok(_) => return Ok(()),
                Err(fault) if begun.elapsed() > Duration::from_secs(START_SECONDS) => {
                    return Err(fault);
                }
                // Nobody tells when a port is open: it is asked again until it is.
                Err(_) => std::thread::yield_now(),
            }
        }
    }

    /// A connection to it.
    pub fn client(&self) -> Client {
        Client::new(&self.address, HOST)
    }

    /// Seconds of processor it has used so far, its children's included.
    pub fn cpu_seconds(&self) -> f64 {
        let ticks: u64 = self.processes().iter().map(|pid| ticks_of(*pid)).sum();
        ticks as f64 / self.ticks_a_second
    }

    /// Memory resident now, bytes, its children's included.
    pub fn resident(&self) -> u64 {
        self.processes().iter().map(|pid| resident_of(*pid)).sum()
    }

    fn processes(&self) -> Vec<u32> {
        let parent = self.child.id();
        let mut all = vec![parent];
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        all.extend(pids.filter(|pid| fields_of(*pid).get(1) == Some(&parent.to_string())));
        all
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        // Asked first, so that a record is closed and a master ends its workers.
        let _ = run::output(Command::new("kill").arg(&pid));
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::yield_now();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `/proc/PID/stat` says after the program's name: state, parent, …
fn fields_of(pid: u32) -> Vec<String> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.split_whitespace().map(str::to_owned).collect()
}

/// utime and stime, fields 14 and 15 of proc(5).
fn ticks_of(pid: u32) -> u64 {
    let fields = fields_of(pid);
    let field = |at: usize| fields.get(at).and_then(|word| word.parse::<u64>().ok());
    field(11).unwrap_or(0) + field(12).unwrap_or(0)
}

fn resident_of(pid: u32) -> u64 {
    memory_of(pid, "VmRSS:")
}

/// The most memory a process has had resident, bytes.
pub fn peak_of(pid: u32) -> u64 {
    memory_of(pid, "VmHWM:")
}

fn memory_of(pid: u32, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        * 1024
}
