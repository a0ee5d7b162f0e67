//! Readers, quiet: what a request costs us and what it costs nginx with the same bytes.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::corpus::{Programs, compression};
use super::load::{self, Asked, Figures};
use super::options::Options;
use super::server::Server;
use super::{nginx, pages, report};
use crate::fault::Result;
use crate::run::heading;

/// Articles among which readers choose.
const ARTICLES: usize = 1_000;

/// A kind of request, to us and to the peer.
struct Kind {
    name: &'static str,
    ours: PathBuf,
    theirs: PathBuf,
}

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: serve");
    let programs = Programs::build(options)?;
    let data = scratch.join("paper");
    programs.corpus(options.size(), options.seed, &data)?;
    let (before, after) = compression(&data)?;
    let packed = report::ratio(before as f64, after as f64);
    println!("   texts of the corpus: gzip -6 makes them {packed:.2} times smaller");
    let ours = Server::colophon(&programs.colophon, &data)?;
    let articles = pages::asked(&pages::newest(&ours, ARTICLES)?);
    let single = |path: &str| pages::asked(&[path.to_owned()]);
    let singles = [
        ("front", single("/")),
        ("section", single(pages::SECTION)),
        ("feed", single(pages::FEED)),
    ];
    let mut everything = articles.clone();
    everything.extend(singles.iter().flat_map(|(_, asked)| asked.clone()));
    pages::settle(&ours, &articles)?;
    load::warm(&ours, &everything)?;
    let (theirs, files) = nginx::beside(&ours, scratch, &everything)?;
    load::warm(&theirs, &files)?;
    let (article_files, single_files) = files.split_at(articles.len());

    let mut kinds = vec![kind(scratch, "article", &articles, article_files)?];
    for ((name, asked), file) in singles.iter().zip(single_files) {
        kinds.push(kind(scratch, name, asked, std::slice::from_ref(file))?);
    }
    let known = pages::had(&ours, &articles)?;
    let their_known = pages::had(&theirs, article_files)?;
    load::warm(&ours, &known)?;
    load::warm(&theirs, &their_known)?;
    kinds.push(kind(scratch, "304", &known, &their_known)?);

    println!("\n   {}", header());
    let mut figures = Vec::new();
    for kind in &kinds {
        for connections in &options.connections {
            figures.push(against(options, kind, *connections, &ours, &theirs)?);
        }
    }
    let figures = json!({"gzip_ratio_of_texts": packed, "runs": figures});
    report::keep("serve", options, figures)
}

fn kind(scratch: &Path, name: &'static str, ours: &[Asked], theirs: &[Asked]) -> Result<Kind> {
    let file = |who: &str| scratch.join(format!("{name}-{who}.txt"));
    let kind = Kind {
        name,
        ours: file("ours"),
        theirs: file("theirs"),
    };
    load::list(&kind.ours, ours)?;
    load::list(&kind.theirs, theirs)?;
    Ok(kind)
}

/// Both in turn, so that what else the machine does falls on both.
fn against(
    options: &Options,
    kind: &Kind,
    connections: u32,
    ours: &Server,
    theirs: &Server,
) -> Result<Value> {
    let (mut us, mut them) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        us.push(load::run(ours, &kind.ours, connections, options.seconds)?);
        them.push(load::run(
            theirs,
            &kind.theirs,
            connections,
            options.seconds,
        )?);
    }
    let (us, them) = (Figures::median(&us), Figures::median(&them));
    println!("   {}", line(kind.name, connections, &us, &them));
    Ok(json!({
        "kind": kind.name,
        "connections": connections,
        "ours": us.json(),
        "nginx": them.json(),
        "ratios": {
            "cpu_per_request": report::ratio(us.cpu_micros, them.cpu_micros),
            "requests_per_second": report::ratio(us.a_second, them.a_second),
            "p99": report::ratio(us.p99, them.p99),
        },
    }))
}

fn header() -> String {
    format!(
        "{:<8} {:>5} | {:>27} | {:>24} | {:>15} | {:>17} | {:>13} | {:>15} | failed",
        "page",
        "conns",
        "CPU us/request (ratio)",
        "requests/s (ratio)",
        "p50 ms",
        "p99 ms",
        "bytes/request",
        "resident MB"
    )
}

/// Ours, then nginx's.
fn line(name: &str, connections: u32, us: &Figures, them: &Figures) -> String {
    format!(
        "{name:<8} {connections:>5} | {:>9.1} {:>9.1} ({:>5.2}) | {:>8.0} {:>7.0} ({:>5.2}) | {:>7.2} {:>7.2} | {:>8.2} {:>8.2} | {:>6.0} {:>6.0} | {:>7.1} {:>7.1} | {} {}",
        us.cpu_micros,
        them.cpu_micros,
        report::ratio(us.cpu_micros, them.cpu_micros),
        us.a_second,
        them.a_second,
        report::ratio(us.a_second, them.a_second),
        us.p50,
        them.p50,
        us.p99,
        them.p99,
        us.bytes,
        them.bytes,
        us.resident / 1e6,
        them.resident / 1e6,
        us.failed,
        them.failed
    )
}
