//! Tokens by command, and what they open on a running server.

use crate::support::{House, Server, article};
use std::io::{Read, Write};
use std::net::TcpStream;

/// Asks the server's API as a program would; status and body.
fn asks(server: &Server, method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("a server");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: text/markdown\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, body.to_owned())
}

fn add(house: &House, args: &[&str]) -> String {
    let printed = house.run(&[&["token", "add"][..], args].concat()).done();
    let token = printed.trim_end().to_owned();
    assert_eq!(printed, format!("{token}\n"), "alone on its line");
    assert!(
        token.starts_with("colophon_") && token.len() == 73,
        "{token}"
    );
    token
}

#[test]
fn a_token_made_beside_a_server_publishes_at_once_and_stops_when_revoked() {
    let house = House::founded();
    let server = house.serve();
    let token = add(&house, &["--role", "editor", "--label", "wire"]);
    let (status, me) = asks(&server, "GET", "/api/v1/self", &token, "");
    assert_eq!(status, 200, "{me}");
    assert!(me.contains("\"account\":\"api-editor\""), "{me}");

    let file = std::fs::read_to_string(article("ferry.md")).expect("a file");
    let path = "/api/v1/publications?title=gazette";
    let (status, out) = asks(&server, "POST", path, &token, &file);
    assert_eq!(status, 201, "{out}");
    assert!(
        server
            .reads("/")
            .body
            .contains("Ferry stops for three hours")
    );

    let listed = house.run(&["token", "list", "--json"]);
    assert!(!listed.out.contains(&token["colophon_".len()..]));
    let listed = listed.json();
    assert_eq!(listed["tokens"][0]["label"], "wire");
    assert!(listed["tokens"][0]["last_used_at"].is_string());
    let id = listed["tokens"][0]["id"].as_str().expect("an id");
    house.run(&["token", "revoke", id]).done();
    assert_eq!(asks(&server, "GET", "/api/v1/self", &token, "").0, 401);
    assert!(house.run(&["token", "list"]).done().contains("revoked"));
    house.run(&["token", "revoke", id]).refused();
}

#[test]
fn a_token_carries_no_more_than_its_account() {
    let house = House::founded();
    let refused = house
        .run(&[
            "token",
            "add",
            "--account",
            "operator",
            "--role",
            "director",
        ])
        .refused();
    assert!(
        refused.contains("colophon account grant operator"),
        "{refused}"
    );
    add(
        &house,
        &[
            "--account",
            "operator",
            "--scope",
            "read",
            "--scope",
            "title.found",
            "--days",
            "3",
        ],
    );
    let usage = house.run(&["token", "add", "--scope", "read"]);
    assert_eq!(usage.code, 2, "{usage:?}");
    let unknown = house
        .run(&["token", "add", "--account", "operator", "--scope", "all"])
        .refused();
    assert!(unknown.contains("all"), "{unknown}");
}
