//! How many bytes every kind of page is, in each coding a browser may ask for; and, where that is wanted, what Lighthouse thinks
//! of it.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::corpus::Programs;
use super::options::Options;
use super::server::Server;
use super::{pages, report};
use crate::fault::{Fault, Result};
use crate::run::{self, cargo, heading};
use crate::setup;

/// Codings asked for, one at a time.
const CODINGS: [&str; 4] = ["identity", "gzip", "br", "zstd"];

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: weights");
    let programs = Programs::build(options)?;
    let data = scratch.join("paper");
    programs.corpus(options.size(), options.seed, &data)?;
    let server = Server::colophon(&programs.colophon, &data)?;
    let article = pages::newest(&server, 1)?.concat();
    let front = server.client().get("/", &[])?.text();
    let style = linked(&front, ".css").unwrap_or_default();
    let (history, data_of) = (format!("{article}/history"), format!("{article}.json"));
    let kinds = [
        ("front", "/"),
        ("article", article.as_str()),
        ("history", history.as_str()),
        ("data of an article", data_of.as_str()),
        ("section", pages::SECTION),
        ("topic", pages::TOPIC),
        ("person", pages::PERSON),
        ("archive", "/archive"),
        ("corrections", "/corrections"),
        ("imprint", "/imprint"),
        ("not found", "/nothing-is-here"),
        ("feed", pages::FEED),
        ("sitemap", "/sitemap.xml"),
        ("stylesheet", style.as_str()),
    ];
    println!(
        "\n   bytes of the body        {}   headers",
        CODINGS.map(|one| format!("{one:>9}")).concat()
    );
    let mut figures = Vec::new();
    for (name, path) in kinds {
        let mut bytes = Map::new();
        let mut head = 0;
        let mut line = format!("   {name:<22}");
        for coding in CODINGS {
            let answer = server.client().get(path, &[("Accept-Encoding", coding)])?;
            if answer.status >= 500 {
                return Err(Fault::new(format!("{path} answers {}", answer.status)));
            }
            let sent = answer.header("content-encoding");
            let had = coding == "identity" || sent == coding;
            line.push_str(&if had {
                format!("{:>9}", answer.body.len())
            } else {
                format!("{:>9}", "-")
            });
            if had {
                bytes.insert(coding.to_owned(), json!(answer.body.len()));
            }
            head = head.max(answer.head_bytes);
        }
        println!("{line} {head:>9}");
        figures.push(json!({"page": name, "path": path, "body_bytes": bytes, "head_bytes": head}));
    }
    let judged = judged(options, &programs.colophon, scratch)?;
    let figures = json!({"weights": figures, "judged": judged});
    report::keep("weights", options, figures)
}

/// What Lighthouse thinks of the demo’s pages, by the program `lighthouse` of the `browser` crate; nothing where it is not asked.
fn judged(options: &Options, colophon: &Path, scratch: &Path) -> Result<Value> {
    if options.lighthouse.is_empty() {
        println!("   Lighthouse: with --lighthouse mobile,desktop");
        return Ok(Value::Null);
    }
    setup::browser()?;
    setup::lighthouse()?;
    heading("Bench: Lighthouse");
    let file = scratch.join("lighthouse.json");
    run::run(
        cargo()
            .args(["run", "--locked", "--quiet", "--package", "browser"])
            .args(["--bin", "lighthouse", "--"])
            .arg(colophon)
            .arg(&file)
            .args(&options.lighthouse),
    )?;
    let text = fs::read(&file).map_err(Fault::during("cannot read what Lighthouse said"))?;
    serde_json::from_slice(&text).map_err(Fault::during("cannot read what Lighthouse said"))
}

/// The first address in a page that ends so.
fn linked(page: &str, ending: &str) -> Option<String> {
    page.split('"')
        .find(|word| word.starts_with('/') && word.ends_with(ending))
        .map(str::to_owned)
}
