//! Load by `wrk`: which requests, and what came of them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::server::{HOST, Server};
use crate::fault::{Fault, Result};
use crate::run;

/// wrk's script: a request at random from a list, each line `path TAB validator`; the figures in one line at the end.
const SCRIPT: &str = r#"
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end
local requests = {}
function init(args)
  math.randomseed(number * 7919)
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local path, etag = line:match("([^\t]*)\t(.*)")
    local headers = { ["Host"] = os.getenv("BENCH_HOST"), ["Accept-Encoding"] = "gzip",
      ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
      ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" }
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end
function request()
  return requests[math.random(#requests)]
end
function done(summary, latency, all)
  local errors = summary.errors
  io.write(string.format(
    'FIGURES {"requests":%d,"micros":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d,"max":%d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
"#;

/// One request of a list.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// What the reader has already; empty for none.
    pub etag: String,
}

/// What one run of load cost and gave.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Microseconds of processor the server used for a request.
    pub cpu_micros: f64,
    /// Requests answered in a second.
    pub a_second: f64,
    /// Milliseconds until half of the answers were there.
    pub p50: f64,
    /// Milliseconds until ninety-nine of a hundred were there.
    pub p99: f64,
    /// Bytes over the wire for a request, headers included.
    pub bytes: f64,
    /// Bytes of memory the server held at the end.
    pub resident: f64,
    /// Answers that were refusals, and connections that broke.
    pub failed: f64,
}

impl Figures {
    /// The median of each figure.
    pub fn median(all: &[Figures]) -> Figures {
        let of = |figure: fn(&Figures) -> f64| {
            super::report::median(&all.iter().map(figure).collect::<Vec<_>>())
        };
        Figures {
            cpu_micros: of(|one| one.cpu_micros),
            a_second: of(|one| one.a_second),
            p50: of(|one| one.p50),
            p99: of(|one| one.p99),
            bytes: of(|one| one.bytes),
            resident: of(|one| one.resident),
            failed: of(|one| one.failed),
        }
    }

    /// For programs.
    pub fn json(&self) -> Value {
        json!({
            "cpu_us_per_request": self.cpu_micros,
            "requests_per_second": self.a_second,
            "p50_ms": self.p50,
            "p99_ms": self.p99,
            "bytes_per_request": self.bytes,
            "resident_bytes": self.resident,
            "failed": self.failed,
        })
    }
}

/// Writes a list for [`run`].
///
/// # Errors
/// When it cannot be written.
pub fn list(file: &Path, asked: &[Asked]) -> Result<()> {
    let lines: String = asked
        .iter()
        .map(|one| format!("{}\t{}\n", one.path, one.etag))
        .collect();
    fs::write(file, lines).map_err(Fault::during(format!("cannot write {}", file.display())))
}

/// Asks a server for what is on a list, at random, for some seconds.
///
/// # Errors
/// When wrk fails or says nothing.
pub fn run(server: &Server, list: &Path, connections: u32, seconds: u32) -> Result<Figures> {
    let script = list.with_extension("lua");
    fs::write(&script, SCRIPT).map_err(Fault::during("cannot write the script of wrk"))?;
    let before = server.cpu_seconds();
    let said = run::output(
        Command::new("wrk")
            .arg(format!("-t{}", connections.min(2)))
            .arg(format!("-c{connections}"))
            .arg(format!("-d{seconds}s"))
            .arg("-s")
            .arg(&script)
            .arg(format!("http://{}", server.address))
            .env("BENCH_REQUESTS", list)
            .env("BENCH_HOST", HOST),
    )?;
    let cpu = server.cpu_seconds() - before;
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("FIGURES "))
        .ok_or_else(|| Fault::new(format!("wrk gave no figures: {said}")))?;
    let figures: Value =
        serde_json::from_str(line).map_err(Fault::during("wrk gave figures nobody can read"))?;
    let of = |name: &str| figures[name].as_f64().unwrap_or(0.0);
    let requests = of("requests").max(1.0);
    Ok(Figures {
        cpu_micros: cpu * 1e6 / requests,
        a_second: requests / (of("micros") / 1e6).max(1e-6),
        p50: of("p50") / 1e3,
        p99: of("p99") / 1e3,
        bytes: of("bytes") / requests,
        resident: server.resident() as f64,
        failed: of("refused") + of("broken"),
    })
}

/// Asks for everything on a list once, so that what is made at first sight is made.
///
/// # Errors
/// When an answer is neither the page nor that it is had already.
pub fn warm(server: &Server, asked: &[Asked]) -> Result<Duration> {
    let mut client = server.client();
    let begun = std::time::Instant::now();
    for one in asked {
        let headers = [("Accept-Encoding", "gzip"), ("If-None-Match", &one.etag)];
        let headers = if one.etag.is_empty() {
            &headers[..1]
        } else {
            &headers[..]
        };
        let answer = client.get(&one.path, headers)?;
        let wanted = if one.etag.is_empty() { 200 } else { 304 };
        if answer.status != wanted {
            let fault = format!("{} answers {}, not {wanted}", one.path, answer.status);
            return Err(Fault::new(fault));
        }
    }
    Ok(begun.elapsed())
}
