//! Manifests of pictures, checked by a program beside the server: one that answers, one that dies, one that is none.

use crate::support::{House, Server};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// How often an address is asked for again until it says what is waited for.
const TRIES_MAX: usize = 5_000;

/// A program in place of the checker, which does this with a picture.
fn checker(house: &House, does: &str) {
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo colophon-provenance 9; exit; fi\n{does}\n"
    );
    let path = house.data().join("checker");
    fs::write(&path, script).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("may run");
    let settings = house.data().join("colophon.toml");
    let before = fs::read_to_string(&settings).unwrap_or_default();
    let before: Vec<&str> = before
        .lines()
        .filter(|line| !line.starts_with("provenance_"))
        .collect();
    let after = format!("provenance_checker = \"checker\"\n{}\n", before.join("\n"));
    fs::write(&settings, after).expect("written");
}

/// A published picture with a manifest; the address of the article's data.
fn published(house: &House) -> String {
    let picture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../provenance/tests/signed.jpg"
    );
    fs::copy(picture, house.folder.path().join("signed.jpg")).expect("copied");
    let text = "---\nheadline: Quay wall of Port Lorne is repaired\nkind: news\nbyline: [{name: Tomas Reyes}]\n\
        dateline: {place: Port Lorne, date: 2026-11-23}\nsources: [{kind: document, name: \"Harbour Office, notice 41/2026\"}]\nai: none\n\
        picture: {file: signed.jpg, alt: \"The quay\", caption: \"The quay\", credit: \"Ada Morin\", licence: \"own\"}\n---\n\
        The quay wall of Port Lorne was repaired on 23 November 2026, says the Harbour Office [@1].\n";
    fs::write(house.folder.path().join("quay.md"), text).expect("written");
    let args = [
        "publish",
        "quay.md",
        "--title",
        "gazette",
        "--section",
        "news",
        "--as",
        "ines",
        "--json",
    ];
    let url = house.run(&args).json()["published"][0]["urls"][0]
        .as_str()
        .expect("an address")
        .to_owned();
    let (_, path) = url.split_once("//").expect("whole");
    format!("{}.json", &path[path.find('/').expect("a path")..])
}

/// What the data of an article say of its picture, once it stands so.
fn stands(server: &Server, path: &str, standing: &str) -> serde_json::Value {
    let mut told = serde_json::Value::Null;
    for _ in 0..TRIES_MAX {
        let data: serde_json::Value = serde_json::from_str(&server.reads(path).body).expect("JSON");
        told = data["provenance"][0].clone();
        if told["standing"] == standing {
            return told;
        }
    }
    panic!("{standing}: {told}")
}

#[test]
fn a_manifest_is_checked_by_the_program_of_the_settings_and_anew_by_another() {
    let house = House::founded();
    let path = published(&house);
    let server = house.serve();
    stands(&server, &path, "unchecked");
    assert_eq!(server.stops(), 0);

    checker(
        &house,
        "[ -s \"$1\" ] && [ \"$2\" = image/jpeg ] && echo '{\"outcome\":\"unknown\",\"signer\":\"Ada Morin\",\"faults\":[\"signingCredential.untrusted\"]}'",
    );
    let server = house.serve();
    let told = stands(&server, &path, "unknown");
    assert_eq!(told["claims"]["signer"], "Ada Morin", "{told}");
    assert_eq!(server.stops(), 0);

    // Another list of signers is another checker.
    checker(&house, "kill -9 $$");
    let settings = house.data().join("colophon.toml");
    let list = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
    fs::write(house.data().join("signers.pem"), list).expect("written");
    let before = fs::read_to_string(&settings).expect("settings");
    fs::write(
        &settings,
        format!("provenance_signers = \"signers.pem\"\n{before}"),
    )
    .expect("written");
    let server = house.serve();
    let told = stands(&server, &path, "unreadable");
    assert_eq!(told["faults"][0], "unreadable.CheckerGaveUp", "{told}");
    assert_eq!(server.reads("/").status, 200, "the server goes on");
}

#[test]
fn a_checker_that_is_none_is_told_before_anything_is_served() {
    let house = House::founded();
    checker(&house, "exit 1");
    fs::write(
        house.data().join("checker"),
        "#!/bin/sh\necho something else\n",
    )
    .expect("written");
    let args = ["serve", "--listen", "127.0.0.1:0", "--ops", "off"];
    let refused = house.run(&args).refused();
    assert!(
        refused.contains("setting provenance_checker") && refused.contains("--features c2pa"),
        "{refused}"
    );
}
