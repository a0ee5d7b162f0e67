//! A cache in front of a running server: what pages say to it, and what it is told to forget.

use crate::support::House;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

/// A cache that takes every call; each comes out here as its head.
fn cache() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (told, heard) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a caller");
            let mut head = String::new();
            while !head.contains("\r\n\r\n") {
                let mut bytes = [0; 4096];
                let length = stream.read(&mut bytes).expect("a request");
                head.push_str(&String::from_utf8_lossy(&bytes[..length]));
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            if told.send(head).is_err() {
                return;
            }
        }
    });
    (port, heard)
}

/// The words of a call.
fn words(head: &str) -> Vec<String> {
    let mut lines = head.lines();
    let line = lines.find_map(|line| line.strip_prefix("surrogate-key: "));
    let line = line.expect("words");
    line.split(' ').map(str::to_owned).collect()
}

#[test]
fn a_cache_in_front_is_told_by_a_running_server_what_a_command_changed() {
    let house = House::founded();
    let told = house.run(&["doctor"]).out;
    assert!(
        told.contains("no cache in front of the server is set"),
        "{told}"
    );
    let (port, calls) = cache();
    let file = house.data().join("colophon.toml");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let cdn = format!(
        "{before}\n[cdn]\npurge = \"http\"\nurl = \"http://127.0.0.1:{port}/purge\"\ntoken_file = \"token\"\n"
    );
    std::fs::write(&file, cdn).expect("written");
    std::fs::write(house.data().join("token"), "word of the cache\n").expect("written");
    let server = house.serve();
    let first = calls.recv().expect("a call");
    assert!(first.starts_with("PURGE /purge HTTP/1.1\r\n"), "{first}");
    assert!(first.contains("authorization: Bearer word of the cache\r\n"));
    assert_eq!(words(&first), ["n"]);

    let front = server.reads("/");
    let kept = front.header("surrogate-key").expect("words").to_owned();
    assert!(
        front
            .header("cdn-cache-control")
            .is_some_and(|life| life.starts_with("max-age=86400"))
    );
    house.publishes("ferry.md");
    let forgotten = words(&calls.recv().expect("a call"));
    assert!(
        kept.split(' ')
            .any(|word| forgotten.iter().any(|one| one == word)),
        "{kept}: {forgotten:?}"
    );
    let told = house.run(&["doctor"]);
    assert!(!format!("{told:?}").contains("word of the cache"));
    let known = told
        .out
        .contains("the cache in front knows all that changed");
    assert!(
        known || told.out.contains("has still to be told"),
        "{told:?}"
    );
    assert_eq!(server.stops(), 0);

    std::fs::write(&file, before).expect("written");
    let without = house.serve();
    assert!(without.reads("/").header("surrogate-key").is_none());
}
