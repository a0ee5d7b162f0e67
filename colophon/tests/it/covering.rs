//! Live coverage: entries that are out at once, readers who are told of them, and its end.

use crate::support::{House, Server};
use browser::Browser;
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

/// What comes of listening beside an article.
struct Ear {
    lines: BufReader<TcpStream>,
}

impl Ear {
    /// Listens; `last` is the event a browser was told of last.
    fn at(server: &Server, path: &str, last: Option<&str>) -> Ear {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("a connection");
        let last = last.map_or(String::new(), |id| format!("last-event-id: {id}\r\n"));
        let asks = format!(
            "GET {path}/live HTTP/1.1\r\nhost: gazette.localhost\r\naccept: text/event-stream\r\n{last}\r\n"
        );
        stream.write_all(asks.as_bytes()).expect("asked");
        let lines = BufReader::new(stream);
        Ear { lines }
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).expect("a line");
        (read > 0).then(|| line.trim_end().to_owned())
    }

    fn status(&mut self) -> String {
        self.line().expect("an answer")
    }

    /// The next line that begins so; nothing once the stream is over.
    fn hears(&mut self, begin: &str) -> Option<String> {
        loop {
            let line = self.line()?;
            if let Some(rest) = line.strip_prefix(begin) {
                return Some(rest.to_owned());
            }
            // The last piece of an answer in pieces.
            if line == "0" {
                return None;
            }
        }
    }
}

fn path_of(url: &str) -> &str {
    let path = url.split_once(".localhost").expect("on its host").1;
    &path[path.find('/').expect("a path")..]
}

fn count(told: &str) -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(told).expect("JSON")["count"].clone()
}

#[test]
fn an_entry_is_out_at_once_and_who_listens_is_told() {
    let house = House::founded();
    let server = house.serve();
    let url = house.publishes("flood.md");
    let path = path_of(&url);
    let page = server.reads(path);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("script-src 'self'"), "{policy}");

    let mut ear = Ear::at(&server, path, None);
    assert_eq!(ear.status(), "HTTP/1.1 200 OK");
    assert_eq!(ear.hears("data: ").map(|told| count(&told)), Some(json!(1)));
    let words = [
        "--headline",
        "Schools reopen",
        "--text",
        "Schools on the island reopen on Tuesday 24 November 2026, says the Harbour Office [@1].",
        "--key",
        "--by",
        "Ines Vidal",
    ];
    house
        .run(&[&["live", "add", path, "--as", "ines"][..], &words].concat())
        .done();
    assert_eq!(ear.hears("data: ").map(|told| count(&told)), Some(json!(2)));
    let page = server.reads(path).body;
    let newest = page.find("Schools on the island").expect("it is out");
    assert!(
        newest < page.find("The police shut").expect("the other"),
        "newest first"
    );
    assert!(page.contains("\">Schools reopen</a></li>") && page.contains("Ines Vidal"));
    assert!(page.contains("coverageStartTime") && page.contains("liveBlogUpdate"));
    let shown = house.run(&["show", path, "--history", "--json"]).json();
    assert_eq!(shown["revisions"][0]["class"], "update");

    // What a browser was told already it is not told again, and a correction of an entry is a revision like every other.
    let mut late = Ear::at(&server, path, Some("2"));
    assert_eq!(late.hears(":"), Some(String::new()));
    let change = [
        "--replace",
        "on Tuesday 24",
        "on Wednesday 25",
        "--note",
        "Wednesday, not Tuesday",
    ];
    house
        .run(&[&["correct", path, "--as", "ines"][..], &change].concat())
        .done();
    assert_eq!(late.hears("id: "), Some("3".to_owned()));
    assert!(server.reads(path).body.contains("Wednesday, not Tuesday"));

    house.run(&["live", "close", path, "--as", "ines"]).done();
    assert_eq!(ear.hears("event: closed"), Some(String::new()));
    assert_eq!(ear.hears("data: more"), None, "the stream is over");
    let page = server.reads(path);
    assert!(page.body.contains("coverageEndTime") && !page.body.contains("<script src"));
    assert!(
        !page
            .header("content-security-policy")
            .expect("a policy")
            .contains("script-src")
    );
    let mut nobody = Ear::at(&server, path, None);
    assert_eq!(nobody.status(), "HTTP/1.1 204 No Content");
}

#[test]
fn an_entry_says_why_it_cannot_go_out() {
    let house = House::founded();
    let url = house.publishes("flood.md");
    let path = path_of(&url);
    let add = |text: &str, more: &[&str]| {
        let words = ["live", "add", path, "--as", "ines", "--text", text];
        house.run(&[&words[..], more].concat()).refused()
    };
    assert!(add("", &[]).contains("text is empty"));
    assert!(add("Later.", &["--at", "2099-01-01T10:00:00Z"]).contains("in the future"));
    let ferry = house.publishes("ferry.md");
    let words = [
        "live",
        "add",
        path_of(&ferry),
        "--as",
        "ines",
        "--text",
        "x",
    ];
    assert!(house.run(&words).refused().contains("live"));
    let words = [
        "live",
        "add",
        path,
        "--as",
        "tomas",
        "--text",
        "Still rising.",
    ];
    let refused = house.run(&words).refused();
    assert!(refused.contains("tomas"), "{refused}");
}

#[test]
fn who_listens_is_let_go_when_the_server_stops_and_comes_again() {
    let house = House::founded();
    let url = house.publishes("flood.md");
    let path = path_of(&url);
    let server = house.serve();
    let mut ear = Ear::at(&server, path, None);
    assert_eq!(ear.hears("id: "), Some("1".to_owned()));
    server.hears("-TERM");
    assert_eq!(ear.hears("id: "), None);
    assert_eq!(server.stops(), 0);

    let server = house.serve();
    let add = [
        "live",
        "add",
        path,
        "--as",
        "ines",
        "--headline",
        "The gauge falls",
    ];
    house.run(&add).done();
    let mut again = Ear::at(&server, path, Some("1"));
    assert_eq!(again.hears("id: "), Some("2".to_owned()));
}

#[tokio::test]
async fn a_reader_asks_for_new_entries_and_nothing_jumps_in_a_browser() {
    let house = House::founded();
    let server = house.serve();
    let url = house.publishes("flood.md");
    let path = path_of(&url);
    let mut browser = Browser::start().await.unwrap();
    let url = format!("http://gazette.localhost:{}{path}", server.port);
    browser.visit(&url, true).await.unwrap();
    let place = "const old = document.getElementById('e20261123140500'); return Math.round(old.getBoundingClientRect().top)";
    browser
        .asks("document.querySelector('.share').scrollIntoView()")
        .await
        .unwrap();
    let before = browser.asks(place).await.unwrap();
    for words in ["The gauge falls.", "Schools reopen."] {
        let add = ["live", "add", path, "--as", "ines", "--headline", words];
        house.run(&add).done();
    }
    let says = "document.querySelector('.news button').textContent === '2 new entries'";
    browser.awaits_that(says).await.unwrap();
    let posts = "return document.querySelectorAll('section.post').length";
    assert_eq!(
        browser.asks(posts).await.unwrap(),
        1,
        "nothing comes unasked"
    );
    assert_eq!(browser.asks(place).await.unwrap(), before);

    let press = "document.querySelector('.news button').click()";
    browser.asks(press).await.unwrap();
    let shown = "document.querySelectorAll('section.post').length === 3 && !document.querySelector('.news button')";
    browser.awaits_that(shown).await.unwrap();
    let first = "return document.querySelector('section.post h2').textContent";
    assert_eq!(browser.asks(first).await.unwrap(), "Schools reopen.");
    let after = browser.asks(place).await.unwrap();
    let moved = after.as_i64().unwrap() - before.as_i64().unwrap();
    assert!(moved.abs() <= 2, "moved by {moved} pixels");

    house.run(&["live", "close", path, "--as", "ines"]).done();
    browser.visit(&url, true).await.unwrap();
    let script = "return document.querySelectorAll('script[src]').length";
    assert_eq!(browser.asks(script).await.unwrap(), 0);
}
