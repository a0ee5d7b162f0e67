//! The operators' listener: is it alive, is it ready, how does it do. Plain HTTP, for a network without strangers.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use listening::Limits;
use paper::cases::Alarm;
use paper::{Paper, cases, changes, jobs};
use std::fmt::Write;
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Bytes of a page of memory as `/proc` counts them (Linux on every machine we know of).
const PAGE_BYTES: u64 = 4096;

/// Connections of operators' programs at once.
const CALLERS_MAX: usize = 64;

#[derive(Clone)]
struct Watch {
    paper: Paper,
    since: Instant,
}

/// Serves operators until told to stop.
pub(crate) async fn serve(paper: Paper, listener: TcpListener, stopped: watch::Receiver<bool>) {
    let app = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Watch {
            paper,
            since: Instant::now(),
        });
    let limits = Limits {
        connections: CALLERS_MAX,
        ..Limits::of_this_machine()
    };
    let stop = crate::serving::told(stopped);
    listening::serve(web::by(app), listener, None, limits, stop).await;
}

/// 200 once the record answers, 503 otherwise.
async fn ready(State(watch): State<Watch>) -> (StatusCode, String) {
    match figures(&watch.paper).await {
        Ok(_) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => {
            tracing::error!("Not ready: {error}");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the record does not answer; the log says why\n".to_owned(),
            )
        }
    }
}

/// Prometheus text format 0.0.4.
async fn metrics(State(watch): State<Watch>) -> (StatusCode, String) {
    let mut text = String::new();
    let mut say = |name: &str, kind: &str, help: &str, value: f64| {
        let _ = write!(
            text,
            "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"
        );
    };
    say(
        "colophon_up_seconds",
        "gauge",
        "Seconds since the start.",
        watch.since.elapsed().as_secs_f64(),
    );
    if let Some(bytes) = resident_bytes() {
        say(
            "process_resident_memory_bytes",
            "gauge",
            "Resident memory.",
            bytes as f64,
        );
    }
    match figures(&watch.paper).await {
        Ok(figures) => {
            say(
                "colophon_changes_total",
                "counter",
                "Deeds that changed what the record holds.",
                figures.changes as f64,
            );
            say(
                "colophon_jobs_waiting",
                "gauge",
                "Jobs that wait for their time or a further try.",
                figures.waiting as f64,
            );
            say(
                "colophon_jobs_failed",
                "gauge",
                "Jobs left for a person.",
                figures.failed as f64,
            );
            say(
                "colophon_statements_overdue",
                "gauge",
                "Statements of people concerned that wait longer than they may.",
                figures.overdue as f64,
            );
            (StatusCode::OK, text)
        }
        Err(error) => {
            tracing::error!("No figures: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, text)
        }
    }
}

struct Figures {
    changes: i64,
    waiting: usize,
    failed: usize,
    overdue: usize,
}

async fn figures(paper: &Paper) -> paper::Result<Figures> {
    let mut session = paper.read().await?;
    let changes = changes::newest(&mut session).await?;
    let pending = jobs::pending(&mut session).await?;
    let pressing = cases::pressing(&mut session).await?;
    let failed = pending.iter().filter(|job| job.state == "failed").count();
    Ok(Figures {
        changes,
        waiting: pending.len() - failed,
        failed,
        overdue: pressing
            .iter()
            .filter(|case| case.alarm == Alarm::Over)
            .count(),
    })
}

fn resident_bytes() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * PAGE_BYTES)
}
