//! `cargo xtask bench`: figures, measured on the release build and printed; nothing here passes or fails.

pub mod busy;
pub mod corpus;
pub mod desk;
pub mod growth;
pub mod http;
pub mod live;
pub mod load;
pub mod log;
pub mod nginx;
pub mod options;
pub mod pages;
pub mod report;
pub mod search;
pub mod serve;
pub mod server;
pub mod theme;
pub mod visible;
pub mod weights;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use options::Options;

use crate::fault::{Fault, Result};
use crate::run::{self, cargo, heading, timed};

/// Times each start is measured.
const STARTS: u32 = 5;

/// What can be measured, and the example of `paper` that does it.
pub const BENCHES: [(&str, &str); 3] = [
    ("gate", "gate_speed"),
    ("deeds", "deeds_speed"),
    ("pictures", "pictures_speed"),
];

/// A bench of the running server.
type Bench = fn(&Options, &Path) -> Result<()>;

/// What is measured on the running server, over HTTP, on a corpus; described in `docs/bench.md`.
pub const SERVED: [(&str, &str); 9] = [
    ("serve", "readers, quiet, against nginx with the same bytes"),
    (
        "busy",
        "the same while 20 texts and 200 comments a second come in",
    ),
    (
        "visible",
        "from the call that publishes to the first read that shows it",
    ),
    ("growth", "start, memory and pages at each of several sizes"),
    ("theme", "a new theme: until the front is right"),
    (
        "weights",
        "bytes of every kind of page; with --lighthouse its scores too",
    ),
    (
        "search",
        "the index: how fast it is made, how large it is, how fast it answers",
    ),
    (
        "live",
        "2,000 readers who listen for new entries of live coverage",
    ),
    (
        "log",
        "the public log of --articles entries: sequenced, proven, checked from outside",
    ),
];

/// What `cargo xtask bench --help` says.
pub fn help() -> String {
    let mut text = String::from(
        "cargo xtask bench NAME [--articles N[,N…]] [--seconds S] [--rounds R] [--connections C[,C…]] [--profile P] [--seed N] [--program FILE] [--database sqlite|postgres] [--lighthouse mobile,desktop]\n\n",
    );
    for (name, what) in SERVED {
        text.push_str(&format!("    {name:<8} {what}\n"));
    }
    text.push_str(
        "    corpus   only makes the corpus of each size, or says that it is there; on PostgreSQL only to see how fast\n    setup    only installs what is measured with: nginx, wrk, Lighthouse and its browser\n\n\
         cargo xtask bench gate|deeds [ARTICLES], cargo xtask bench pictures [FILE], cargo xtask bench start [build]\n\n\
         The method is written down in docs/bench.md; figures are kept in target/bench/NAME.json.",
    );
    text
}

/// Runs one of [`SERVED`], or makes the corpus.
///
/// # Errors
/// When something is missing, does not build, start or answer.
pub fn served(name: &str, options: &Options) -> Result<()> {
    let bench: Bench = match name {
        "serve" => serve::run,
        "busy" => busy::run,
        "visible" => visible::run,
        "growth" => growth::run,
        "theme" => theme::run,
        "weights" => weights::run,
        "search" => search::run,
        "live" => live::run,
        "log" => log::run,
        "corpus" => corpora,
        other => return Err(Fault::new(format!("there is no bench `{other}`"))),
    };
    if matches!(name, "serve" | "busy" | "theme") {
        crate::setup::bench()?;
    }
    // Beside the corpus, so that a copy costs nothing where the file system can share blocks.
    let scratch = run::root().join(format!("target/bench/run-{}", std::process::id()));
    fs::create_dir_all(&scratch).map_err(Fault::during("cannot make a folder to measure in"))?;
    let measured = bench(options, &scratch);
    let _ = fs::remove_dir_all(&scratch);
    measured
}

fn corpora(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: corpus");
    let programs = corpus::Programs::build(options)?;
    if options.postgres {
        crate::setup::database()?;
        for articles in &options.articles {
            let server = crate::postgres::Cluster::start()?;
            let folder = scratch.join(format!("paper-{articles}"));
            programs.make(&folder, *articles, options.seed, Some(&server.url()))?;
        }
        return Ok(());
    }
    for articles in &options.articles {
        let kept = programs.kept(*articles, options.seed)?;
        let (before, after) = corpus::compression(&kept)?;
        let packed = report::ratio(before as f64, after as f64);
        let shown = kept.display();
        println!("   {shown}: gzip -6 makes its texts {packed:.2} times smaller");
    }
    Ok(())
}

/// Builds and runs one of [`BENCHES`] with its arguments.
///
/// # Errors
/// When it does not build or fails.
pub fn run(example: &str, arguments: &[&str]) -> Result<()> {
    heading(&format!("Bench: {example}"));
    run::run(
        cargo()
            .args([
                "run",
                "--locked",
                "--quiet",
                "--release",
                "--package",
                "paper",
                "--example",
                example,
                "--",
            ])
            .args(arguments),
    )
}

/// Measures how long a newspaper takes from the command to the line `listening`: `serve` on one just founded, and `demo`,
/// which tells its story first. With `build`, before that, a release build in a target folder of its own that is empty.
///
/// # Errors
/// When it does not build, or ends before it listens.
pub fn start(build: bool) -> Result<()> {
    let scratch = std::env::temp_dir().join(format!("colophon-bench-{}", std::process::id()));
    fs::create_dir_all(&scratch).map_err(Fault::during("cannot make a folder to measure in"))?;
    let measured = start_in(&scratch, build);
    let _ = fs::remove_dir_all(&scratch);
    measured
}

fn start_in(scratch: &Path, build: bool) -> Result<()> {
    heading("Bench: start");
    let target = if build {
        scratch.join("target")
    } else {
        run::root().join("target")
    };
    let mut command = cargo();
    command
        .args([
            "build",
            "--locked",
            "--quiet",
            "--release",
            "--package",
            "colophon",
        ])
        .arg("--target-dir")
        .arg(&target);
    let (built, took) = timed(|| run::run(&mut command));
    built?;
    if build {
        println!("   clean release build: {:.0} s", took.as_secs_f64());
    }
    let program = target.join("release/colophon");
    if let Ok(file) = fs::metadata(&program) {
        println!("   program: {:.1} MB", file.len() as f64 / 1e6);
    }
    let data = scratch.join("paper");
    run::output(Command::new(&program).arg("init").arg(&data).args([
        "--title",
        "Bench",
        "--host",
        "bench.localhost",
        "--language",
        "en",
    ]))?;
    let serve = |_| listens(&program, "serve", &data);
    tell("serve", (0..STARTS).map(serve))?;
    let demo = |number| listens(&program, "demo", &scratch.join(format!("demo-{number}")));
    tell("demo", (0..STARTS).map(demo))
}

/// How long a command takes until it listens; it is ended then.
fn listens(program: &PathBuf, command: &str, data: &Path) -> Result<Duration> {
    let doing = || format!("cannot run {command}");
    let begun = Instant::now();
    let mut process = Command::new(program)
        .arg(command)
        .args(["--listen", "127.0.0.1:0", "--ops", "off", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Fault::during(doing()))?;
    let lines = process.stdout.take().map(BufReader::new);
    let listens = lines
        .into_iter()
        .flat_map(BufRead::lines)
        .map_while(std::result::Result::ok)
        .any(|line| line.starts_with("listening on"));
    let took = begun.elapsed();
    let _ = process.kill();
    let _ = process.wait();
    if listens {
        Ok(took)
    } else {
        Err(Fault::new(format!("{command} ended before it listened")))
    }
}

fn tell(command: &str, times: impl Iterator<Item = Result<Duration>>) -> Result<()> {
    let mut times = times.collect::<Result<Vec<Duration>>>()?;
    times.sort();
    let shown = |time: Option<&Duration>| time.map_or(0, Duration::as_millis);
    println!(
        "   {command} listens after {} ms (median of {}; {} to {} ms)",
        shown(times.get(times.len() / 2)),
        times.len(),
        shown(times.first()),
        shown(times.last())
    );
    Ok(())
}
