//! A tiny server with a handful of pages, good and bad.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// A policy as strict as that of the reader's pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:";

/// Answers on a free loopback port until the test program ends; returns where.
pub(crate) fn start(pages: &'static [(&'static str, &'static str)]) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream, pages));
        }
    });
    address
}

fn answer(mut stream: TcpStream, pages: &[(&str, &str)]) {
    let mut first = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    if reader.read_line(&mut first).is_err() {
        return;
    }
    for line in reader.lines().map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let found = pages.iter().find(|(name, _)| *name == path);
    let (status, body) = found.map_or(("404 Not Found", "nothing"), |(_, body)| ("200 OK", *body));
    let kind = if path.ends_with(".css") {
        "text/css"
    } else {
        "text/html; charset=utf-8"
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {POLICY}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
}
