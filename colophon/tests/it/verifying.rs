//! `colophon verify` against a server that tells the truth, and behind a hand that changes one thing of what it tells.

use crate::support::{House, Ran, Server};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What a hand in between does to an answer: the path asked for, and the body, which it may change.
type Change = Box<dyn Fn(&str, &mut Vec<u8>) + Send>;

/// A server in front of the newspaper that passes everything on, as long as nobody gives it a hand.
pub(crate) struct Between {
    port: u16,
    change: Arc<Mutex<Option<Change>>>,
    behind: Arc<Mutex<u16>>,
}

impl Between {
    pub(crate) fn before(server: &Server) -> Between {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let change: Arc<Mutex<Option<Change>>> = Arc::default();
        let behind = Arc::new(Mutex::new(server.port));
        let (hand, to) = (Arc::clone(&change), Arc::clone(&behind));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a connection");
                let port = *to.lock().expect("no panic");
                pass(stream, port, &hand);
            }
        });
        Between {
            port,
            change,
            behind,
        }
    }

    pub(crate) fn with(&self, change: impl Fn(&str, &mut Vec<u8>) + Send + 'static) {
        *self.change.lock().expect("no panic") = Some(Box::new(change));
    }

    fn honest(&self) {
        *self.change.lock().expect("no panic") = None;
    }

    fn leads_to(&self, server: &Server) {
        *self.behind.lock().expect("no panic") = server.port;
    }

    /// As what was seen of it is kept under.
    pub(crate) fn host(&self) -> String {
        format!("gazette.localhost_{}", self.port)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://gazette.localhost:{}{path}", self.port)
    }
}

fn pass(mut stream: TcpStream, port: u16, hand: &Mutex<Option<Change>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("ASCII");
    let path = head.split(' ').nth(1).expect("a path").to_owned();
    let mut server = TcpStream::connect(("127.0.0.1", port)).expect("the newspaper");
    let asked =
        format!("GET {path} HTTP/1.1\r\nHost: gazette.localhost\r\nConnection: close\r\n\r\n");
    server.write_all(asked.as_bytes()).expect("asked");
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).expect("answered");
    let at = answer
        .windows(4)
        .position(|end| end == b"\r\n\r\n")
        .expect("a head")
        + 4;
    let status = String::from_utf8_lossy(&answer[..at])
        .lines()
        .next()
        .expect("a line")
        .to_owned();
    let chunked = String::from_utf8_lossy(&answer[..at])
        .to_lowercase()
        .contains("chunked");
    let mut body = if chunked {
        unchunked(&answer[at..])
    } else {
        answer[at..].to_vec()
    };
    if let Some(change) = hand.lock().expect("no panic").as_ref() {
        change(&path, &mut body);
    }
    let head = format!(
        "{status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|end| end == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).expect("hex"), 16);
        let size = size.expect("a size");
        if size == 0 {
            break;
        }
        body.extend(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 4 + size..];
    }
    body
}

pub(crate) fn verify(house: &House, known: &Path, args: &[&str]) -> Ran {
    let known = known.display().to_string();
    house.run(&[&["verify", "--known", &known], args].concat())
}

/// A gazette with a corrected article, served; and the path of the article.
fn corrected() -> (House, Server, String) {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let path = url[url.find("/20").expect("a dated path")..].to_owned();
    let correct = [
        "correct",
        &path,
        "--as",
        "ines",
        "--note",
        "It was a rope, not a net",
    ];
    let words = ["--replace", "A net had", "A rope had"];
    let changed = house.run(&[&correct[..], &words].concat());
    assert_eq!(changed.code, 0, "{changed:?}");
    let server = house.serve();
    (house, server, path)
}

pub(crate) fn replaced(body: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(body.clone()).expect("text");
    assert!(text.contains(from), "{from} in {text}");
    *body = text.replace(from, to).into_bytes();
}

#[test]
fn an_honest_site_is_proven_line_by_line_and_any_change_is_named() {
    let (house, server, path) = corrected();
    let between = Between::before(&server);
    let known = tempfile::tempdir().expect("a folder");
    let url = between.url(&path);
    let first = verify(&house, known.path(), &[&url]);
    assert_eq!(first.code, 0, "{first:?}");
    for words in [
        "2 entries, is signed by gazette.localhost/log+",
        "make the signed root",
        "version 2 is entry 1 of the log",
        "the text of version 2 is the one committed to",
        "the downloaded proof holds",
        "the address is the one committed to",
        "the page shows the text of version 2",
        "the text of version 1 is the one committed to",
    ] {
        assert!(first.out.contains(words), "{words}\n{}", first.out);
    }
    let again = verify(&house, known.path(), &[&url]).done();
    assert!(
        again.contains("it continues the log of 2 entries seen last"),
        "{again}"
    );
    type Hand = fn(&str, &mut Vec<u8>);
    let hands: [(&str, Hand); 9] = [
        ("page altered", |asked, body| {
            if !asked.contains('.') && !asked.starts_with("/log") {
                let text = String::from_utf8(body.clone()).expect("text");
                let at = text.find("<div class=\"body").expect("a text");
                let (head, rest) = text.split_at(at);
                *body = format!("{head}{}", rest.replacen(" the ", " not the ", 1)).into_bytes();
            }
        }),
        ("text altered", |asked, body| {
            if asked.ends_with(".json") {
                replaced(body, "A rope had", "A cable had");
            }
        }),
        ("history altered", |asked, body| {
            if asked.contains(".json?revision=1") {
                let text = String::from_utf8(body.clone()).expect("text");
                let at = text.find("\"commitment\":\"").expect("one") + 14;
                let old = &text[at..at + 8];
                *body = text.replacen(old, "00000000", 1).into_bytes();
            }
        }),
        ("entry altered", |asked, body| {
            if asked.ends_with(".json") {
                replaced(
                    body,
                    "\\\"class\\\":\\\"correction",
                    "\\\"class\\\":\\\"typo",
                );
            }
        }),
        ("entry altered", |asked, body| {
            if asked.contains("/tile/entries/") {
                let last = body.len() - 3;
                body[last] ^= 1;
            }
        }),
        ("tile altered", |asked, body| {
            if asked.contains("/tile/0/") {
                body[40] ^= 1;
            }
        }),
        ("signature", |asked, body| {
            if asked == "/log/checkpoint" {
                replaced(body, "\n2\n", "\n3\n");
            }
        }),
        ("signature", |asked, body| {
            if asked == "/log/checkpoint" {
                let last = body.len() - 6;
                body[last] = if body[last] == b'A' { b'B' } else { b'A' };
            }
        }),
        ("proof altered", |asked, body| {
            if asked.contains(".tlog-proof") {
                replaced(body, "index 1", "index 0");
            }
        }),
    ];
    for (number, (wanted, hand)) in hands.into_iter().enumerate() {
        between.with(hand);
        let ran = verify(&house, known.path(), &[&url]);
        assert_eq!(ran.code, 1, "{number} {wanted}: {ran:?}");
        let wrong = ran.out.lines().find(|line| line.starts_with("WRONG"));
        let wrong = wrong.unwrap_or_else(|| panic!("{number} {wanted}: {ran:?}"));
        assert!(wrong.contains(wanted), "{number} {wanted}: {wrong}");
    }
    between.honest();
    verify(&house, known.path(), &[&url]).done();
}

/// A folder with all that is in it.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            copied(&entry.path(), &to);
        } else if kind.is_file() {
            std::fs::copy(entry.path(), to).expect("copied");
        }
    }
}

#[test]
fn a_site_that_shows_another_past_than_before_is_caught_as_a_fork() {
    let house = House::founded_in_a_file();
    house.publishes("ferry.md");
    let keep = tempfile::tempdir().expect("a folder");
    copied(&house.data(), keep.path());
    house.publishes("lighthouse.md");
    let server = house.serve();
    let between = Between::before(&server);
    let known = tempfile::tempdir().expect("a folder");
    let front = between.url("/");
    verify(&house, known.path(), &[&front]).done();
    assert_eq!(server.stops(), 0);
    // The whole folder as it was before, its log included: nothing in it knows what came after.
    std::fs::remove_dir_all(house.data()).expect("gone");
    copied(keep.path(), &house.data());
    let smaller = house.serve();
    between.leads_to(&smaller);
    let ran = verify(&house, known.path(), &[&front]);
    assert!(
        ran.code == 1 && ran.out.contains("fork: the log of 1 entries"),
        "{ran:?}"
    );
    let other = house.publishes("lighthouse.md");
    let ran = verify(&house, known.path(), &[&front]);
    assert!(
        ran.code == 1 && ran.out.contains("fork: the log of"),
        "{other} {ran:?}"
    );
    let evidence = known
        .path()
        .join(format!("gazette.localhost_{}", between.port))
        .join("fork");
    assert!(evidence.is_file(), "the signed contradiction is kept");
}

#[test]
fn a_whole_site_is_audited_and_goes_on_where_it_stopped() {
    let (house, server, path) = corrected();
    let between = Between::before(&server);
    let known = tempfile::tempdir().expect("a folder");
    let front = between.url("/");
    let said = verify(&house, known.path(), &["--all", &front]).done();
    assert!(
        said.contains("all 2 entries make the signed root; 1 articles"),
        "{said}"
    );
    assert!(
        said.contains("articles checked: 1; that do not hold: 0"),
        "{said}"
    );
    house.publishes("lighthouse.md");
    let said = verify(&house, known.path(), &["--all", &front]).done();
    assert!(
        said.contains("it goes on from entry 2") && said.contains("all 3 entries"),
        "{said}"
    );
    between.with(|asked, body| {
        if asked.contains("/tile/entries/") {
            let at = body.len() / 2;
            body[at] ^= 1;
        }
    });
    let fresh = tempfile::tempdir().expect("a folder");
    let ran = verify(&house, fresh.path(), &["--all", &front]);
    assert!(
        ran.code == 1 && ran.out.contains("entries altered: tile/entries/000.p/3"),
        "{ran:?}"
    );
    between.with(move |asked, body| {
        if asked == path {
            *body = String::from_utf8(body.clone())
                .expect("text")
                .replace("divers", "sailors")
                .into_bytes();
        }
    });
    let ran = verify(&house, fresh.path(), &["--all", &front]);
    assert!(ran.code == 1 && ran.out.contains("page altered"), "{ran:?}");
}

#[test]
fn a_folder_of_proofs_is_checked_without_the_site() {
    let (house, server, path) = corrected();
    let proofs = tempfile::tempdir().expect("a folder");
    let keep = |name: &str, path: &str| {
        let got = server.reads(path);
        assert_eq!(got.status, 200, "{path}");
        std::fs::write(proofs.path().join(name), got.body).expect("kept");
    };
    keep("log.vkey", "/log/key");
    for number in [1, 2] {
        keep(
            &format!("ferry-{number}.tlog-proof"),
            &format!("{path}.tlog-proof?revision={number}"),
        );
        keep(
            &format!("ferry-{number}.canonical"),
            &format!("{path}.canonical?revision={number}"),
        );
    }
    drop(server);
    let folder = proofs.path().display().to_string();
    let said = house.run(&["verify", &folder]).done();
    assert_eq!(
        said.lines().filter(|line| line.starts_with("ok ")).count(),
        4,
        "{said}"
    );
    let text = proofs.path().join("ferry-1.canonical");
    let altered = std::fs::read_to_string(&text)
        .expect("a text")
        .replace("A net had", "A rope had");
    std::fs::write(&text, altered).expect("written");
    let ran = house.run(&["verify", &folder]);
    assert!(
        ran.code == 1 && ran.out.contains("ferry-1.tlog-proof: text altered"),
        "{ran:?}"
    );
    let none = tempfile::tempdir().expect("a folder");
    let none = house
        .run(&["verify", &none.path().display().to_string(), "--key", "x"])
        .refused();
    assert!(none.starts_with("--key: this is no key"), "{none}");
}

#[test]
fn the_key_of_the_log_is_told_alone_and_changed_by_the_operator() {
    let house = House::founded();
    let key = house.run(&["log", "key"]).done();
    assert!(
        key.starts_with("gazette.localhost/log+") && key.lines().count() == 1,
        "{key}"
    );
    house.run(&["log", "rotate", "--as", "ines"]).refused();
    let new = house.run(&["log", "rotate"]).done();
    assert_eq!(house.run(&["log", "key"]).done(), new);
    assert_ne!(new, key);
    let server = house.serve();
    let between = Between::before(&server);
    let known = tempfile::tempdir().expect("a folder");
    let said = verify(
        &house,
        known.path(),
        &["--key", key.trim(), &between.url("/")],
    )
    .done();
    assert!(said.contains("the log has a new key"), "{said}");
    between.leads_to(&server);
    let shown = house.run(&["log", "show", "--json"]).json();
    assert_eq!(
        (&shown["entries"], &shown["signed"]),
        (&1.into(), &1.into())
    );
}

/// The share of `cargo xtask torture log` that every run of the tests does.
#[test]
fn a_server_killed_while_it_publishes_keeps_a_log_that_continues_what_was_served() {
    let program = Path::new(crate::support::PROGRAM);
    let killed = browser::killing::publishing(program, 12, 7).expect("it starts");
    assert_eq!(killed.faults, Vec::<String>::new(), "seed 7");
    assert_eq!(killed.rounds, 12);
}
