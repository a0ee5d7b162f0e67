//! From sending the call that publishes to the first read that shows the text.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::corpus::Programs;
use super::desk::Desk;
use super::options::Options;
use super::server::Server;
use super::{pages, report};
use crate::fault::{Fault, Result};
use crate::run::heading;

/// Texts published for each place they are looked for, and for each round.
const TEXTS: u64 = 20;
/// Texts published in a second, at most: a token may not do more.
const A_SECOND: u32 = 20;
/// After so long a text counts as not shown.
const GIVEN_UP_SECONDS: u64 = 10;

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer, or a text is never shown.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: visible");
    let programs = Programs::build(options)?;
    let mut figures = Vec::new();
    for articles in &options.articles {
        let data = scratch.join("paper");
        programs.corpus(*articles, options.seed, &data)?;
        let server = Server::colophon(&programs.colophon, &data)?;
        let desk = Desk::open(&programs.colophon, &data, A_SECOND)?;
        println!("\n   {articles} articles: from sending the call, ms      p50      p99      max");
        let mut calls = Vec::new();
        let mut number = 0;
        for place in ["article", "front", "section", "feed", "sitemap"] {
            let (mut times, mut first) = (Vec::new(), 0_u64);
            for _ in 0..TEXTS * options.rounds as u64 {
                number += 1;
                let (time, call, at_once) = shown(&server, &desk, number, place)?;
                times.push(time);
                calls.push(call);
                first += u64::from(at_once);
                // No more in a second than a token may.
                let pause = Duration::from_secs(1) / A_SECOND;
                std::thread::sleep(pause.saturating_sub(time));
            }
            figures.push(told(*articles, place, &times, Some(first)));
        }
        figures.push(told(*articles, "the call itself", &calls, None));
    }
    report::keep("visible", options, json!(figures))
}

fn told(articles: usize, place: &str, times: &[Duration], first: Option<u64>) -> serde_json::Value {
    let [p50, p99, max] = report::spread(times);
    let note = match first {
        Some(first) if first == times.len() as u64 => "the first read after the answer showed it",
        Some(_) => "NOT ALWAYS BY THE FIRST READ AFTER THE ANSWER",
        None => "",
    };
    println!("   {place:<36} {p50:>12.2} {p99:>8.2} {max:>8.2}  {note}");
    json!({
        "articles": articles,
        "place": place,
        "p50_ms": p50,
        "p99_ms": p99,
        "max_ms": max,
        "texts": times.len(),
        "shown_by_first_read": first,
    })
}

/// Publishes a text and reads one place until it shows it. Says how long that took from the call, how long the call took, and
/// whether the first read showed it.
fn shown(
    server: &Server,
    desk: &Desk,
    number: u64,
    place: &str,
) -> Result<(Duration, Duration, bool)> {
    let mut writer = server.client();
    let mut reader = server.client();
    // The connections are open before the clock runs.
    reader.get("/robots.txt", &[])?;
    writer.get("/robots.txt", &[])?;
    let out = desk.publish(&mut writer, number, "harbour")?;
    let path = match place {
        "article" => out.path.as_str(),
        "front" => "/",
        "section" => pages::SECTION,
        "feed" => pages::FEED,
        _ => "/news-sitemap.xml",
    };
    let begun = Instant::now();
    let mut reads = 0;
    loop {
        let answer = reader.get(path, &[])?;
        reads += 1;
        if answer.status == 200 && answer.text().contains(&out.headline) {
            return Ok((out.sent.elapsed(), out.took, reads == 1));
        }
        if begun.elapsed() > Duration::from_secs(GIVEN_UP_SECONDS) {
            let fault = format!("{path} does not show “{}”", out.headline);
            return Err(Fault::new(fault));
        }
    }
}
