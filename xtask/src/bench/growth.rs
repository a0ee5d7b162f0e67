//! What grows with the archive and what must not: start, memory, front, section, a deep page of the archive, feed.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::corpus::Programs;
use super::options::Options;
use super::server::Server;
use super::{load, pages, report};
use crate::fault::{Fault, Result};
use crate::run::heading;

/// Starts measured.
const STARTS: usize = 3;
/// Articles read before memory is looked at.
const READ: usize = 5_000;
/// Reads of each page whose median counts; each tells the server that nothing is had yet.
const READS: usize = 100;

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: growth");
    let programs = Programs::build(options)?;
    let mut figures = Vec::new();
    for articles in &options.articles {
        let data = scratch.join("paper");
        programs.corpus(*articles, options.seed, &data)?;
        let mut starts = Vec::new();
        let mut server = Server::colophon(&programs.colophon, &data)?;
        starts.push(server.first_page);
        for _ in 1..STARTS {
            drop(server);
            server = Server::colophon(&programs.colophon, &data)?;
            starts.push(server.first_page);
        }
        let [start, _, slowest] = report::spread(&starts);
        let fresh = server.resident();
        println!(
            "\n   {articles} articles: first page {start:.0} ms after the start (slowest {slowest:.0})"
        );
        let oldest = pages::oldest(&server)?;
        let archive = deep(&mut server.client(), &oldest)?;
        let mut reads = Vec::new();
        for (name, path) in [
            ("front", "/"),
            ("section", pages::SECTION),
            ("deep archive page", archive.as_str()),
            ("feed", pages::FEED),
            ("oldest article", oldest.as_str()),
        ] {
            reads.push(read(&server, name, path)?);
        }
        let some = pages::asked(&pages::newest(&server, READ)?);
        let took = load::warm(&server, &some)?;
        let each = took.as_secs_f64() * 1e3 / some.len() as f64;
        let resident = server.resident();
        println!(
            "   {} articles read once, {each:.2} ms each; resident {:.1} MB at the start, {:.1} MB after",
            some.len(),
            fresh as f64 / 1e6,
            resident as f64 / 1e6
        );
        figures.push(json!({
            "articles": articles,
            "first_page_ms": start,
            "first_page_slowest_ms": slowest,
            "resident_at_start_bytes": fresh,
            "resident_after_reading_bytes": resident,
            "articles_read": some.len(),
            "first_read_ms": each,
            "pages": reads,
        }));
    }
    report::keep("growth", options, json!(figures))
}

/// The page of the archive for the month of the oldest article, by its address.
fn deep(client: &mut super::http::Client, oldest: &str) -> Result<String> {
    let month: Vec<&str> = oldest.trim_matches('/').split('/').take(2).collect();
    let path = format!("/archive/{}", month.join("/"));
    match client.get(&path, &[])?.status {
        200 => Ok(path),
        status => Err(Fault::new(format!("{path} answers {status}"))),
    }
}

fn read(server: &Server, name: &str, path: &str) -> Result<serde_json::Value> {
    let mut client = server.client();
    let mut times: Vec<Duration> = Vec::with_capacity(READS);
    let before = server.cpu_seconds();
    for _ in 0..=READS {
        let begun = Instant::now();
        let answer = client.get(path, &[("Accept-Encoding", "gzip")])?;
        if answer.status != 200 {
            return Err(Fault::new(format!("{path} answers {}", answer.status)));
        }
        times.push(begun.elapsed());
    }
    let cpu = (server.cpu_seconds() - before) * 1e3 / times.len() as f64;
    let first = times.remove(0).as_secs_f64() * 1e3;
    let [p50, p99, _] = report::spread(&times);
    println!(
        "   {name:<18} first read {first:>8.2} ms, then p50 {p50:>7.3} ms, p99 {p99:>7.3} ms, CPU {cpu:>6.3} ms"
    );
    Ok(
        json!({"page": name, "path": path, "first_ms": first, "p50_ms": p50, "p99_ms": p99, "cpu_ms": cpu}),
    )
}
