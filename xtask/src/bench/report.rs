//! What was measured, for people as a table and for programs as JSON in `target/bench`.

use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::options::Options;
use crate::fault::{Fault, Result};
use crate::run::{self, root};

/// The middle of some figures; 0 of none.
pub fn median(figures: &[f64]) -> f64 {
    part(figures, 0.5)
}

/// The figure below which this share lies; 0 of none.
pub fn part(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let at = (last as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// p50, p99 and the longest of some times, in milliseconds.
pub fn spread(times: &[Duration]) -> [f64; 3] {
    let millis: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    [0.5, 0.99, 1.0].map(|share| part(&millis, share))
}

/// One against the other; 0 where there is no other.
pub fn ratio(ours: f64, theirs: f64) -> f64 {
    if theirs > 0.0 { ours / theirs } else { 0.0 }
}

/// Writes `target/bench/NAME.json`: the measurement, how it was made, on what machine and of which commit.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(name: &str, options: &Options, figures: Value) -> Result<()> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder).map_err(Fault::during("cannot make target/bench"))?;
    let said = |program: &str, words: &[&str]| {
        let asked = run::output(Command::new(program).args(words).current_dir(root()));
        asked.map_or_else(|_| String::new(), |text| text.trim().to_owned())
    };
    let document = json!({
        "bench": name,
        "commit": said("git", &["rev-parse", "HEAD"]),
        "machine": {
            "kernel": said("uname", &["-sr"]),
            "processors": said("nproc", &[]),
            "load_at_the_end": fs::read_to_string("/proc/loadavg").unwrap_or_default().trim(),
        },
        "options": {
            "articles": options.articles,
            "seconds": options.seconds,
            "rounds": options.rounds,
            "connections": options.connections,
            "profile": options.profile,
            "program": options.program,
            "seed": options.seed,
        },
        "figures": figures,
    });
    let file = folder.join(format!("{name}.json"));
    fs::write(&file, format!("{document:#}\n"))
        .map_err(Fault::during(format!("cannot write {}", file.display())))?;
    println!("   kept in {}", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{median, part};

    #[test]
    fn the_middle_and_the_end_of_some_figures() {
        let figures = [4.0, 1.0, 3.0, 2.0, 5.0];
        assert_eq!((median(&figures), part(&figures, 1.0)), (3.0, 5.0));
        assert_eq!(median(&[]), 0.0);
    }
}
