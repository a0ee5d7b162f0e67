//! What a listener bears.

use std::time::Duration;

/// Longest a caller may take for TLS, for the head of its first request, and for any head once it has begun it.
const HEAD_WAIT: Duration = Duration::from_secs(20);
/// Longest a caller may say nothing between two requests; more than proxies keep a connection (nginx: 60 s), so that
/// not we are the one who hangs up while they ask.
const IDLE_WAIT: Duration = Duration::from_secs(75);
/// Time every body of a request has, however small.
const BODY_WAIT: Duration = Duration::from_secs(30);
/// Bytes a second a body must come with on average beyond that.
const BODY_RATE: u64 = 4 * 1024;
/// Longest a caller may take nothing of the answer we have for it.
const TAKE_WAIT: Duration = Duration::from_secs(30);
/// Longest one request may take on a connection that carries many, answer included: a caller can hold an answer back
/// there without a word.
const STREAM_TIME: Duration = Duration::from_secs(30 * 60);
/// Longest what is under way may take at the end.
const FAREWELL: Duration = Duration::from_secs(10);
/// Connections at once, if the system lets us have as many.
const CONNECTIONS_MAX: usize = 8_192;
/// Connections at once where the system does not say how many files may be open.
const CONNECTIONS_UNTOLD: usize = 512;
/// Open files left for the record, media and logs.
const FILES_KEPT: usize = 256;
/// Connections at once from one address; browsers open six, and many readers may share one.
const FROM_ONE_ADDRESS_MAX: usize = 128;

/// Bytes of a connection's buffer, and so of a head (HTTP/1.1).
pub(crate) const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Lines in the head of a request (HTTP/1.1).
pub(crate) const HEADERS_MAX: usize = 100;
/// Bytes of the fields of a request as HTTP/2 counts them (RFC 9113 §6.5.2). It bounds the frames of a head as well.
pub(crate) const HEADER_LIST_BYTES_MAX: u32 = 16 * 1024;
/// Requests at once on a connection of HTTP/2; the least the standard recommends (RFC 9113 §6.5.2).
pub(crate) const STREAMS_MAX: u32 = 100;
/// Requests taken back before we have looked at them, until the connection ends (CVE-2023-44487, “rapid reset”).
pub(crate) const RESETS_PENDING_MAX: usize = 20;
/// Requests of a connection that we had to break off because they were wrong, until it ends.
pub(crate) const RESETS_OF_OURS_MAX: usize = 128;
/// Bytes of a body that may be under way on one stream before we have read them.
pub(crate) const STREAM_WINDOW_BYTES: u32 = 256 * 1024;
/// The same of all streams of a connection together.
pub(crate) const CONNECTION_WINDOW_BYTES: u32 = 1024 * 1024;
/// Bytes of one answer kept for a caller who takes them slowly.
pub(crate) const SEND_BYTES_MAX: usize = 64 * 1024;
/// Bytes that have to go out in `take` for an answer to count as taken.
pub(crate) const TAKEN_BYTES_MIN: u64 = 4 * 1024;

/// What a listener bears.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; who comes next waits in the system's queue.
    pub connections: usize,
    /// Connections at once from one address (IPv6: one /64 network). Private addresses, behind which proxies are, are
    /// only counted in all.
    pub from_one_address: usize,
    /// Longest a caller may take for TLS, for its first head, and for any head it has begun.
    pub head: Duration,
    /// Longest a caller may say nothing between two requests.
    pub idle: Duration,
    /// Time each body of a request has.
    pub body: Duration,
    /// Bytes a second each body must come with beyond that.
    pub body_rate: u64,
    /// Longest a caller may take nothing of the answer.
    pub take: Duration,
    /// Longest one request may take on a connection of HTTP/2, answer included.
    pub stream: Duration,
    /// Longest what is under way may take at the end.
    pub farewell: Duration,
}

impl Limits {
    /// As many connections as this process may have open files, less what the record needs; at most 8,192.
    pub fn of_this_machine() -> Limits {
        let connections = open_files_max().map_or(CONNECTIONS_UNTOLD, |files| {
            files.saturating_sub(FILES_KEPT).max(files / 2)
        });
        Limits {
            connections: connections.min(CONNECTIONS_MAX),
            from_one_address: FROM_ONE_ADDRESS_MAX,
            head: HEAD_WAIT,
            idle: IDLE_WAIT,
            body: BODY_WAIT,
            body_rate: BODY_RATE,
            take: TAKE_WAIT,
            stream: STREAM_TIME,
            farewell: FAREWELL,
        }
    }
}

/// The soft limit of open files, as Linux tells it.
fn open_files_max() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}
