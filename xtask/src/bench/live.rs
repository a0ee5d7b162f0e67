//! Live coverage: what readers who listen for new entries cost, and when the last of them has been told.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use super::corpus::Programs;
use super::options::Options;
use super::report;
use super::server::{HOST, Server};
use crate::fault::{Fault, Result};
use crate::run::{self, heading};

/// Readers who listen at once.
const READERS: usize = 2_000;
/// Entries they are told of.
const ENTRIES: usize = 10;
/// Longest a reader waits for a word.
const WAIT: Duration = Duration::from_secs(30);
/// The coverage.
const ARTICLE: &str = "---\nheadline: The river rises past four metres at the old mill\nkind: live\nslug: flood\nbyline: [{name: Ada Morin}]\n\
    dateline: {place: Newport, date: 2026-11-23}\nown_reporting: {place: Newport, date: 2026-11-23}\nai: none\n---\n\
    The town has shut the old bridge.\n";

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: live");
    let programs = Programs::build(options)?;
    let data = scratch.join("paper");
    let colophon = |words: &[&str]| {
        let mut command = Command::new(&programs.colophon);
        run::output(command.args(words).arg("--data").arg(&data))
    };
    let mut init = Command::new(&programs.colophon);
    init.arg("init").arg(&data);
    init.args(["--title", "The Bench", "--host", HOST, "--language", "en"]);
    run::output(&mut init)?;
    let title = HOST;
    colophon(&[
        "title",
        "set",
        title,
        "--imprint",
        "owner=The Bench",
        "--imprint",
        "email=desk@bench.example",
    ])?;
    colophon(&["account", "add", "ada", "--name", "Ada Morin"])?;
    colophon(&[
        "account", "grant", "ada", "--role", "director", "--title", title,
    ])?;
    let file = scratch.join("flood.md");
    fs::write(&file, ARTICLE).map_err(Fault::during("cannot write the article"))?;
    let file = file.display().to_string();
    let said = colophon(&["publish", &file, "--title", title, "--as", "ada", "--json"])?;
    let said: serde_json::Value =
        serde_json::from_str(&said).map_err(|error| Fault::new(error.to_string()))?;
    let url = said["published"][0]["urls"][0].as_str().unwrap_or_default();
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let path = format!("/{path}");

    let server = Server::colophon(&programs.colophon, &data)?;
    server.client().get(&path, &[])?;
    let before = server.resident();
    let mut readers = (0..READERS)
        .map(|_| listen(&server.address, &path))
        .collect::<Result<Vec<_>>>()?;
    for reader in &mut readers {
        told(reader)?;
    }
    let after = server.resident();
    let cpu = server.cpu_seconds();
    let mut last = Vec::new();
    for number in 0..ENTRIES {
        let text = format!("The gauge stands at {}.{number} metres.", 4);
        let begun = Instant::now();
        colophon(&["live", "add", &path, "--as", "ada", "--text", &text])?;
        let out = begun.elapsed();
        for reader in &mut readers {
            told(reader)?;
        }
        last.push(begun.elapsed().saturating_sub(out));
    }
    let cpu = server.cpu_seconds() - cpu;
    let each = (after.saturating_sub(before)) as f64 / READERS as f64 / 1e3;
    let [median, _, longest] = report::spread(&last);
    println!(
        "   {READERS} readers: {:.1} MB resident, {:.1} MB before, {each:.1} kB each; after {ENTRIES} entries {:.1} MB",
        after as f64 / 1e6,
        before as f64 / 1e6,
        server.resident() as f64 / 1e6,
    );
    println!(
        "   the last of them is told {median:.0} ms after the command that adds an entry has answered (longest {longest:.0} ms); {:.1} ms of processor an entry",
        cpu * 1e3 / ENTRIES as f64
    );
    report::keep(
        "live",
        options,
        json!({
            "readers": READERS, "resident_before": before, "resident": after,
            "resident_at_the_end": server.resident(), "told_after_ms": median,
            "told_after_ms_longest": longest, "cpu_seconds_an_entry": cpu / ENTRIES as f64,
        }),
    )
}

fn listen(address: &str, path: &str) -> Result<BufReader<TcpStream>> {
    let mut stream = TcpStream::connect(address).map_err(Fault::during("cannot connect"))?;
    let _ = stream.set_read_timeout(Some(WAIT));
    let asks =
        format!("GET {path}/live HTTP/1.1\r\nhost: {HOST}\r\naccept: text/event-stream\r\n\r\n");
    stream
        .write_all(asks.as_bytes())
        .map_err(Fault::during("cannot ask"))?;
    Ok(BufReader::with_capacity(1024, stream))
}

/// Waits until a reader is told something.
fn told(reader: &mut BufReader<TcpStream>) -> Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        let read = reader.read_line(&mut line);
        match read.map_err(Fault::during("a reader hears nothing"))? {
            0 => return Err(Fault::new("a reader was let go")),
            _ if line.starts_with("data: ") => return Ok(()),
            _ => {}
        }
    }
}
