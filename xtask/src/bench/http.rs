//! Just enough of HTTP/1.1 to ask our own server and a peer on this machine, one request after the other on one connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::fault::{Fault, Result};

/// How long an answer is waited for.
const ANSWER_SECONDS: u64 = 60;
/// Largest body read, bytes.
const BODY_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A connection to one server, in the name of one host.
pub struct Client {
    address: String,
    host: String,
    stream: Option<BufReader<TcpStream>>,
}

/// An answer.
pub struct Answer {
    /// Its number.
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// Bytes of the status line and the headers.
    pub head_bytes: usize,
    /// As sent, without the marks of chunks.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(one, _)| one == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The body as text, as far as it is one.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// For `127.0.0.1:8080`, in the name of `host`; connects with the first request.
    pub fn new(address: &str, host: &str) -> Client {
        Client {
            address: address.to_owned(),
            host: host.to_owned(),
            stream: None,
        }
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// When there is no answer, or none of HTTP.
    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        self.send("GET", path, headers, b"")
    }

    /// Sends a request; once more on a new connection where the old one was closed meanwhile.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        if let Some(mut stream) = self.stream.take()
            && let Ok(answer) = ask(&mut stream, &bytes)
        {
            self.keep(stream, &answer);
            return Ok(answer);
        }
        let doing = || format!("cannot ask {} for {path}", self.address);
        let stream = TcpStream::connect(&self.address).map_err(Fault::during(doing()))?;
        let _ = stream.set_nodelay(true);
        let _ = stream.set_read_timeout(Some(Duration::from_secs(ANSWER_SECONDS)));
        let mut stream = BufReader::new(stream);
        let answer = ask(&mut stream, &bytes).map_err(Fault::during(doing()))?;
        self.keep(stream, &answer);
        Ok(answer)
    }

    fn keep(&mut self, stream: BufReader<TcpStream>, answer: &Answer) {
        if answer.header("connection") != "close" {
            self.stream = Some(stream);
        }
    }
}

fn ask(stream: &mut BufReader<TcpStream>, request: &[u8]) -> std::io::Result<Answer> {
    stream.get_mut().write_all(request)?;
    let mut line = String::new();
    let mut head_bytes = stream.read_line(&mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|word| word.parse().ok())
        .ok_or_else(|| std::io::Error::other(format!("no answer of HTTP: `{}`", line.trim())))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        head_bytes += stream.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            None => break,
        }
    }
    let mut answer = Answer {
        status,
        headers,
        head_bytes,
        body: Vec::new(),
    };
    if answer.header("transfer-encoding") == "chunked" {
        read_chunks(stream, &mut answer.body)?;
    } else if status != 304 {
        let length: u64 = answer.header("content-length").parse().unwrap_or(0);
        let length = length.min(BODY_BYTES_MAX);
        stream.take(length).read_to_end(&mut answer.body)?;
    }
    Ok(answer)
}

fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(std::io::Error::other)?;
        let length = length.min(BODY_BYTES_MAX);
        stream.by_ref().take(length).read_to_end(body)?;
        line.clear();
        stream.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}
