//! Readers while the newsroom publishes and the conversation goes on: 20 texts and 200 comments a second.

use std::path::Path;
use std::sync::atomic::Ordering;

use serde_json::json;

use super::corpus::Programs;
use super::desk::{self, Desk, Done};
use super::load::{self, Figures};
use super::options::Options;
use super::server::Server;
use super::{pages, report};
use crate::fault::Result;
use crate::run::heading;

/// Texts published in a second.
const TEXTS: u32 = 20;
/// Comments made in a second.
const COMMENTS: u32 = 200;
/// Articles among which readers choose.
const ARTICLES: usize = 1_000;
/// Articles under which the conversation goes on.
const TALKED_ABOUT: u64 = 20;

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: busy");
    let programs = Programs::build(options)?;
    let data = scratch.join("paper");
    programs.corpus(options.size(), options.seed, &data)?;
    let server = Server::colophon(&programs.colophon, &data)?;
    let desk = Desk::open(&programs.colophon, &data, TEXTS + COMMENTS)?;
    let mut client = server.client();
    let talked: Vec<String> = (0..TALKED_ABOUT)
        .map(|number| Ok(desk.publish(&mut client, number, "council")?.article))
        .collect::<Result<_>>()?;
    let articles = pages::asked(&pages::newest(&server, ARTICLES)?);
    let single = |path: &str| pages::asked(&[path.to_owned()]);
    let kinds = [
        ("article", articles),
        ("front", single("/")),
        ("section", single(pages::SECTION)),
        ("feed", single(pages::FEED)),
    ];
    let connections = options
        .connections
        .iter()
        .copied()
        .max()
        .unwrap_or(64)
        .min(64);
    let done = Done::default();
    let (mut number, mut seconds, mut figures) = (1_000, 0.0, Vec::new());
    println!(
        "\n   page      requests/s quiet, busy (ratio) | p99 ms quiet, busy (ratio) | CPU us/request quiet, busy"
    );
    for (name, asked) in &kinds {
        let list = scratch.join(format!("{name}.txt"));
        load::list(&list, asked)?;
        load::warm(&server, asked)?;
        let (mut quiet, mut loud) = (Vec::new(), Vec::new());
        for _ in 0..options.rounds {
            let load = || load::run(&server, &list, connections, options.seconds);
            quiet.push(load()?);
            let rates = (TEXTS, COMMENTS);
            let (run, took) = desk::busy(&desk, &server, rates, &talked, number, &done, load);
            loud.push(run?);
            seconds += took.as_secs_f64();
            number += 10_000_019;
        }
        let (quiet, loud) = (Figures::median(&quiet), Figures::median(&loud));
        println!(
            "   {name:<8} {:>9.0} {:>8.0} ({:.2}) | {:>8.2} {:>8.2} ({:.2}) | {:>8.1} {:>8.1}",
            quiet.a_second,
            loud.a_second,
            report::ratio(loud.a_second, quiet.a_second),
            quiet.p99,
            loud.p99,
            report::ratio(loud.p99, quiet.p99),
            quiet.cpu_micros,
            loud.cpu_micros
        );
        figures.push(json!({"kind": name, "connections": connections, "quiet": quiet.json(), "busy": loud.json()}));
    }
    let of = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
    let a_second = |count| report::ratio(of(count) as f64, seconds);
    let (texts, comments) = (a_second(&done.published), a_second(&done.spoken));
    println!(
        "   meanwhile {texts:.1} texts and {comments:.1} comments a second; {} calls not taken",
        of(&done.failed)
    );
    let figures = json!({
        "runs": figures,
        "texts_per_second": texts,
        "comments_per_second": comments,
        "calls_not_taken": of(&done.failed),
    });
    report::keep("busy", options, figures)
}
