//! The public log: how fast entries are sequenced, how long a proof takes, how fast a whole log is checked from outside.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::json;

use super::corpus::Programs;
use super::options::Options;
use super::report;
use super::server::{HOST, Server};
use crate::fault::Result;
use crate::run::{self, cargo, heading};

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: log");
    let programs = Programs::build(options)?;
    let mut figures = Vec::new();
    for entries in &options.articles {
        let data = scratch.join(format!("paper-{entries}"));
        let mut init = Command::new(&programs.colophon);
        init.arg("init").arg(&data);
        init.args(["--title", "The Bench", "--host", HOST, "--language", "en"]);
        run::output(&mut init)?;
        let mut example = cargo();
        example.args(["run", "--locked", "--quiet", "--profile", &options.profile]);
        example.args(["--package", "paper", "--example", "log_speed", "--"]);
        let said = run::output(example.arg(&data).arg(entries.to_string()))?;
        println!("{}", said.trim_end());
        let server = Server::colophon(&programs.colophon, &data)?;
        let port = server.address.rsplit(':').next().unwrap_or_default();
        let known = scratch.join(format!("known-{entries}"));
        let begun = Instant::now();
        let mut verify = Command::new(&programs.colophon);
        verify.arg("verify").arg(format!("http://{HOST}:{port}/"));
        run::output(verify.arg("--all").arg("--known").arg(&known))?;
        let took = begun.elapsed().as_secs_f64();
        let a_second = *entries as f64 / took;
        println!("   verify --all: {entries} entries in {took:.1} s, {a_second:.0} a second");
        let lines: Vec<&str> = said.lines().map(str::trim).collect();
        figures.push(json!({"entries": entries, "log": lines, "verified_a_second": a_second}));
    }
    report::keep("log", options, json!(figures))
}
