//! `lighthouse PROGRAM FILE FORM…`: what Lighthouse thinks of every kind of page of the demo, on a telephone (`mobile`), on a desk
//! (`desktop`), or on both; printed, and kept in a file.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person at the terminal"
)]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use browser::Demo;
use browser::walk::Walk;
use serde_json::{Value, json};

/// Where `cargo xtask bench setup` puts it.
const JUDGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/lighthouse/node_modules/lighthouse/cli/index.js"
);
/// What it judges, in the order of the table.
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];
/// What its browser is started with.
const SWITCHES: &str = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
                        --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage";
/// A score of which there is nothing more to say.
const FULL: f64 = 1.0;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, file, forms @ ..] = words.as_slice() else {
        eprintln!("lighthouse: wants the program, the file for the figures and the forms");
        return ExitCode::from(2);
    };
    match judged(Path::new(program), forms).and_then(|figures| {
        fs::write(file, format!("{figures:#}\n"))?;
        Ok(())
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lighthouse: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Of each kind the first page, on each form.
fn judged(program: &Path, forms: &[String]) -> Result<Value, Box<dyn Error>> {
    let demo = Demo::start(program)?;
    let front = demo.titles().first().ok_or("the demo names no title")?;
    let walk = Walk::from(front)?;
    let mut kinds = BTreeSet::new();
    let pages = walk
        .worth_a_look()
        .into_iter()
        .filter(|visit| visit.status == 200 && kinds.insert(visit.kind));
    println!("\n   page and form            {}", CATEGORIES.join("  "));
    let mut figures = Vec::new();
    for page in pages {
        for form in forms {
            let told = judge(&page.url, form)?;
            let scores = CATEGORIES.map(|name| told["categories"][name]["score"].as_f64());
            let shown = CATEGORIES.iter().zip(scores).map(|(name, score)| {
                let score = score.map_or("-".to_owned(), |score| format!("{:.0}", score * 100.0));
                format!("{score:>width$}  ", width = name.len())
            });
            let name = format!("{} {form}", page.kind.name());
            println!("   {name:<25}{}", shown.collect::<String>());
            let short = short_of(&told);
            for (audit, title) in &short {
                println!("      {audit}: {title}");
            }
            figures.push(json!({
                "page": page.kind.name(),
                "path": page.url.strip_prefix(front.as_str()),
                "form": form,
                "scores": CATEGORIES.iter().zip(scores).map(|(name, score)| json!({"of": name, "score": score})).collect::<Vec<_>>(),
                "bytes": told["audits"]["total-byte-weight"]["numericValue"],
                "short_of": short.iter().map(|(audit, _)| audit).collect::<Vec<_>>(),
            }));
        }
    }
    Ok(json!({"lighthouse": version()?, "pages": figures}))
}

fn version() -> Result<String, Box<dyn Error>> {
    let said = Command::new("node").args([JUDGE, "--version"]).output()?;
    Ok(String::from_utf8(said.stdout)?.trim().to_owned())
}

/// Its whole report on a page.
fn judge(url: &str, form: &str) -> Result<Value, Box<dyn Error>> {
    let mut command = Command::new("node");
    command
        .args([JUDGE, url, "--quiet", "--output=json"])
        .arg(format!("--only-categories={}", CATEGORIES.join(",")))
        .arg(format!("--chrome-flags={SWITCHES}"))
        // Nothing is reported to anybody.
        .arg("--no-enable-error-reporting")
        .stdin(Stdio::null());
    if form == "desktop" {
        command.arg("--preset=desktop");
    }
    let said = command.output()?;
    if !said.status.success() {
        let words = String::from_utf8_lossy(&said.stderr);
        return Err(format!("{url} is not judged, {form}: {words}; `cargo xtask bench setup` installs what is needed").into());
    }
    let told: Value = serde_json::from_slice(&said.stdout)?;
    match told["runtimeError"]["message"].as_str() {
        Some(words) => Err(format!("{url} is not judged, {form}: {words}").into()),
        None => Ok(told),
    }
}

/// What keeps a page from full scores: the name of each such audit, and its title.
fn short_of(told: &Value) -> Vec<(String, String)> {
    let mut short = Vec::new();
    let short_categories = CATEGORIES
        .iter()
        .map(|name| &told["categories"][*name])
        .filter(|category| category["score"].as_f64().is_none_or(|score| score < FULL));
    for reference in short_categories
        .flat_map(|category| category["auditRefs"].as_array())
        .flatten()
    {
        let weighs = reference["weight"]
            .as_f64()
            .is_some_and(|weight| weight > 0.0);
        let Some(name) = reference["id"].as_str().filter(|_| weighs) else {
            continue;
        };
        let audit = &told["audits"][name];
        if audit["score"].as_f64().is_some_and(|score| score < FULL) {
            let title = audit["title"].as_str().unwrap_or_default().to_owned();
            short.push((name.to_owned(), title));
        }
    }
    short
}
