//! `colophon verify --all` that is stopped goes on where it stopped, and `--witness`.

use crate::support::{House, Server};
use crate::verifying::{Between, replaced, verify};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::sync::{Arc, Mutex};
use tlog::{Note, Signer};

/// A gazette of two articles, served through a hand; their paths.
fn served() -> (House, Server, Between, Vec<String>) {
    let house = House::founded();
    let paths = ["ferry.md", "lighthouse.md"].map(|name| {
        let url = house.publishes(name);
        url[url.find("/20").expect("a dated path")..].to_owned()
    });
    let server = house.serve();
    let between = Between::before(&server);
    (house, server, between, paths.into())
}

#[test]
fn an_audit_that_was_stopped_goes_on_with_the_articles_it_has_not_checked() {
    let (house, _server, between, paths) = served();
    let known = tempfile::tempdir().expect("a folder");
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    // The site breaks off at the second article that is asked for, whichever that is.
    let (heard, of) = (Arc::clone(&asked), paths.clone());
    between.with(move |path, body| {
        let Some(at) = of.iter().position(|one| path == format!("{one}.json")) else {
            return;
        };
        let mut heard = heard.lock().expect("no panic");
        if !heard.contains(&of[at]) {
            heard.push(of[at].clone());
        }
        if heard.len() == 2 && heard[1] == of[at] {
            *body = b"<html>".to_vec();
        }
    });
    let all = [&between.url("/"), "--all"];
    let ran = verify(&house, known.path(), &all);
    assert!(
        ran.code == 1 && ran.err.contains("the data lacks JSON"),
        "{ran:?}"
    );
    let first = asked.lock().expect("no panic")[0].clone();

    let count = |asked: &Arc<Mutex<Vec<String>>>| {
        let heard = Arc::clone(asked);
        between.with(move |path, _| {
            if path.contains(".tlog-proof") {
                heard.lock().expect("no panic").push(path.to_owned());
            }
        });
    };
    let proofs: Arc<Mutex<Vec<String>>> = Arc::default();
    count(&proofs);
    let said = verify(&house, known.path(), &all).done();
    assert!(
        said.contains("it goes on: 1 articles were checked before"),
        "{said}"
    );
    assert!(
        said.contains("articles checked: 2; that do not hold: 0"),
        "{said}"
    );
    let seen = proofs.lock().expect("no panic").clone();
    assert!(
        !seen.is_empty() && seen.iter().all(|path| !path.starts_with(&first)),
        "{seen:?}"
    );

    // One that came to its end is not trusted any more: the next looks at everything again.
    let again: Arc<Mutex<Vec<String>>> = Arc::default();
    count(&again);
    let said = verify(&house, known.path(), &all).done();
    assert!(!said.contains("were checked before"), "{said}");
    let seen = again.lock().expect("no panic").clone();
    assert!(seen.iter().any(|path| path.starts_with(&first)), "{seen:?}");
}

#[test]
fn what_changed_since_is_checked_though_the_audit_had_passed_it() {
    let (house, server, between, paths) = served();
    let known = tempfile::tempdir().expect("a folder");
    let passed = known.path().join(between.host());
    let all = [&between.url("/"), "--all"];
    verify(&house, known.path(), &all).done();
    // As if it had stopped after the first article; and a line that was cut off.
    let data = server.reads(&format!("{}.json", paths[0]));
    let data: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
    let id = data["revision"]["article"]
        .as_str()
        .expect("an id")
        .to_owned();
    let origin = std::fs::read_to_string(passed.join("audit")).expect("an audit");
    let origin = origin.lines().next().expect("an origin").to_owned();
    let stopped = format!("{origin}\n{}\t{id}\t1\t\n{}\t{id}\t", paths[0], paths[1]);
    std::fs::write(passed.join("articles"), &stopped).expect("written");
    let said = verify(&house, known.path(), &all).done();
    assert!(said.contains("it goes on: 1 articles"), "{said}");

    let change = [
        "correct",
        &paths[0],
        "--as",
        "ines",
        "--note",
        "It was a rope",
    ];
    let words = ["--replace", "A net had", "A rope had"];
    house.run(&[&change[..], &words].concat()).done();
    std::fs::write(passed.join("articles"), &stopped).expect("written");
    let first = paths[0].clone();
    between.with(move |path, body| {
        if path == first {
            replaced(body, "A rope had", "A fish had");
        }
    });
    let ran = verify(&house, known.path(), &all);
    assert!(ran.code == 1 && ran.out.contains("page altered"), "{ran:?}");
}

/// A witness’s key, and its line under a checkpoint at a time.
fn witness() -> (String, impl Fn(&str, u64) -> String) {
    let name = "witness.example/w1";
    let signer = Signer::new(name, [7; 32]).expect("a signer");
    let own = signer.key().to_string();
    let own = own.rsplit('+').next().expect("a key");
    let mut public = STANDARD.decode(own).expect("Base64");
    public[0] = 0x04;
    let mut named = format!("{name}\n").into_bytes();
    named.extend(&public);
    let id = digest(&SHA256, &named).as_ref()[..4].to_vec();
    let key = format!("{name}+{}+{}", hex::encode(&id), STANDARD.encode(&public));
    let line = move |text: &str, time: u64| {
        let note = Note::sign(
            &format!("cosignature/v1\ntime {time}\n{text}"),
            &[Signer::new(name, [7; 32]).expect("a signer")],
        );
        let signed = note.trim_end().rsplit(' ').next().expect("a signature");
        let signed = STANDARD.decode(signed).expect("Base64");
        let bytes = [&id[..], &time.to_be_bytes(), &signed[4..]].concat();
        format!("\u{2014} {name} {}\n", STANDARD.encode(bytes))
    };
    (key, line)
}

#[test]
fn a_witness_that_is_named_must_have_cosigned_the_very_checkpoint() {
    let (house, _server, between, _) = served();
    let known = tempfile::tempdir().expect("a folder");
    let (url, (key, line)) = (between.url("/"), witness());
    let asks = [url.as_str(), "--witness", &key];
    let refused = verify(&house, known.path(), &[&url, "--witness", "x"]).refused();
    assert!(
        refused.starts_with("--witness: this is no key"),
        "{refused}"
    );
    let ran = verify(&house, known.path(), &asks);
    assert!(
        ran.code == 1 && ran.out.contains("has not cosigned"),
        "{ran:?}"
    );

    let line = Arc::new(line);
    let cosigns = |other: &'static str| {
        let line = Arc::clone(&line);
        between.with(move |path, body| {
            if path == "/log/checkpoint" {
                let text = String::from_utf8(body.clone()).expect("text");
                let (signed, _) = text.split_once("\n\n").expect("a note");
                let signed = format!("{other}{signed}\n");
                body.extend(line(&signed, 1_795_000_000).into_bytes());
            }
        });
    };
    cosigns("");
    let said = verify(&house, known.path(), &asks).done();
    assert!(
        said.contains("the witness witness.example/w1+")
            && said.contains("saw this checkpoint at 2026-"),
        "{said}"
    );
    cosigns("another ");
    let ran = verify(&house, known.path(), &asks);
    assert!(
        ran.code == 1 && ran.out.contains("does not fit the text of the checkpoint"),
        "{ran:?}"
    );
}
