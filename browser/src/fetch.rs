//! A plain request over loopback: the bytes the server sends, before any browser made sense of them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use url::{Host, Url};

use crate::fault::Fault;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer may have this many bytes.
const ANSWER_BYTES_MAX: u64 = 16 << 20;

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status, such as 200.
    pub status: u16,
    /// The head as sent, one header a line, without the status line.
    pub head: String,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// The value of a header, if it was sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Gets an address on this machine: `localhost`, any name under it, or a loopback number. Redirects are answers.
///
/// # Errors
/// When the address is elsewhere, nobody listens, or the answer is no HTTP.
pub fn fetch(url: &str) -> Result<Answer, Fault> {
    // HTTP/1.0, so that the answer comes in one piece and ends where the connection does.
    ask("GET", url, "HTTP/1.0")
}

/// Like [`fetch`], with another method, no body, and in the version of HTTP that the server insists on.
pub(crate) fn ask(method: &str, url: &str, version: &str) -> Result<Answer, Fault> {
    exchange(method, url, version).map_err(|why| Fault::Fetch {
        url: url.to_owned(),
        why,
    })
}

fn exchange(method: &str, url: &str, version: &str) -> Result<Answer, String> {
    let url = Url::parse(url).map_err(|why| why.to_string())?;
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect_timeout(&loopback(&url, port)?, PATIENCE)
        .map_err(|why| why.to_string())?;
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = url.host_str().unwrap_or_default();
    let request = format!(
        "{method} {path} {version}\r\nHost: {host}:{port}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    );
    let answer = stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.write_all(request.as_bytes()))
        .and_then(|()| read(stream))
        .map_err(|why| why.to_string())?;
    parse(&answer).ok_or_else(|| "the answer is no HTTP".to_owned())
}

/// Reads until the connection ends or the body is as long as its head says.
fn read(stream: TcpStream) -> std::io::Result<String> {
    let mut stream = BufReader::new(stream.take(ANSWER_BYTES_MAX));
    let mut answer = Vec::new();
    while stream.read_until(b'\n', &mut answer)? > 2 {}
    let length = parse(&String::from_utf8_lossy(&answer))
        .and_then(|answer| answer.header("content-length")?.parse().ok());
    stream
        .take(length.unwrap_or(ANSWER_BYTES_MAX))
        .read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Where a name under `localhost` lives (RFC 6761, section 6.3); no other host is ever asked.
fn loopback(url: &Url, port: u16) -> Result<SocketAddr, String> {
    match url.host() {
        Some(Host::Domain(name)) if name == "localhost" || name.ends_with(".localhost") => {
            Ok(SocketAddr::from(([127, 0, 0, 1], port)))
        }
        Some(Host::Ipv4(address)) if address.is_loopback() => Ok(SocketAddr::from((address, port))),
        _ => Err("only this machine is asked".to_owned()),
    }
}

fn parse(answer: &str) -> Option<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let (first, head) = head.split_once("\r\n").unwrap_or((head, ""));
    let status = first.split(' ').nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        head: head.replace('\r', ""),
        body: body.to_owned(),
    })
}
