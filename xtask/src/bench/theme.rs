//! A new theme on an archive: how long until the front is right, and what readers feel meanwhile.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use super::corpus::Programs;
use super::options::Options;
use super::server::{HOST, Server};
use super::{load, pages, report};
use crate::fault::{Fault, Result};
use crate::run::{self, heading};

/// Themes the title changes between; both are in the program.
const THEMES: [&str; 2] = ["plain", "broadsheet"];
/// Articles readers read meanwhile.
const ARTICLES: usize = 1_000;
/// Connections of theirs.
const CONNECTIONS: u32 = 16;
/// After so long the front counts as wrong.
const GIVEN_UP_SECONDS: u64 = 60;

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: theme");
    let programs = Programs::build(options)?;
    let mut figures = Vec::new();
    for articles in &options.articles {
        let data = scratch.join("paper");
        programs.corpus(*articles, options.seed, &data)?;
        let server = Server::colophon(&programs.colophon, &data)?;
        let asked = pages::asked(&pages::newest(&server, ARTICLES)?);
        let list = scratch.join("articles.txt");
        load::list(&list, &asked)?;
        load::warm(&server, &asked)?;
        let (mut rights, mut quiet, mut meanwhile) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..options.rounds {
            let load = || load::run(&server, &list, CONNECTIONS, options.seconds);
            quiet.push(load()?.p99);
            let theme = THEMES[round % THEMES.len()];
            let (right, busy) = std::thread::scope(|scope| {
                let readers = scope.spawn(load);
                let right = change(&programs.colophon, &data, &server, theme);
                (right, readers.join())
            });
            rights.push(right?);
            let busy = busy.map_err(|_| Fault::new("the readers broke"))?;
            meanwhile.push(busy?.p99);
        }
        let [p50, _, max] = report::spread(&rights);
        let (quiet, busy) = (report::median(&quiet), report::median(&meanwhile));
        println!(
            "   {articles} articles: the front is right {p50:.1} ms after the call (longest {max:.1}); readers’ p99 {busy:.2} ms, quiet {quiet:.2} ms"
        );
        figures.push(json!({
            "articles": articles,
            "front_right_p50_ms": p50,
            "front_right_max_ms": max,
            "readers_p99_ms": busy,
            "readers_p99_quiet_ms": quiet,
        }));
    }
    report::keep("theme", options, json!(figures))
}

/// Gives the title another theme, and reads its front until it shows it. The start of the command counts too.
fn change(program: &Path, data: &Path, server: &Server, theme: &str) -> Result<Duration> {
    let mut client = server.client();
    let begun = Instant::now();
    run::output(
        Command::new(program)
            .args(["title", "set", HOST, "--theme", theme, "--data"])
            .arg(data),
    )?;
    let mark = format!("/theme/{theme}.");
    while begun.elapsed() < Duration::from_secs(GIVEN_UP_SECONDS) {
        if client.get("/", &[])?.text().contains(&mark) {
            return Ok(begun.elapsed());
        }
    }
    Err(Fault::new(format!("the front does not show theme {theme}")))
}
