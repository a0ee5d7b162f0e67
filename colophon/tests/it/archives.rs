//! A newspaper moves with two commands: everything out in open formats, and the same newspaper of it elsewhere.

use crate::support::House;
use std::fs;
use std::process::Command;

/// The newspaper with a picture, a correction and a draft, archived in its folder.
fn archived() -> (House, String, String) {
    let house = House::founded();
    let url = house.publishes("lighthouse.md");
    let path = url[url.find("/20").expect("a dated path")..].to_owned();
    let note = [
        "--note",
        "It was lit in 1871",
        "--replace",
        "eleven weeks",
        "twelve weeks",
    ];
    let correct = ["correct", path.as_str(), "--as", "ines"];
    house.run(&[&correct[..], &note].concat()).done();
    let archive = house.folder.path().join("archive").display().to_string();
    house.run(&["export", &archive]).done();
    (house, path, archive)
}

#[test]
fn an_archive_makes_the_same_newspaper_elsewhere() {
    let (house, path, archive) = archived();
    let checked = house.run(&["export", "--check", &archive, "--json"]).json();
    assert!(checked["media"].as_u64() > Some(0), "{checked}");

    let elsewhere = House::empty();
    let said = elsewhere
        .run(&["import", "archive", &archive, "--data", "paper"])
        .done();
    assert!(
        said.contains("revisions: 2") && said.contains("colophon account invite"),
        "{said}"
    );
    for command in [
        &["show", path.as_str(), "--history"][..],
        &["audit"],
        &["title", "list"],
    ] {
        assert_eq!(
            elsewhere.run(command).done(),
            house.run(command).done(),
            "{command:?}"
        );
    }
    // The log goes on where its key and its files come along.
    for folder in ["keys", "log"] {
        let copied = Command::new("cp")
            .arg("--recursive")
            .args([house.data().join(folder), elsewhere.data()])
            .status();
        assert!(copied.expect("cp runs").success(), "{folder}");
    }
    let sound = elsewhere.run(&["doctor"]).done();
    assert!(sound.lines().all(|line| line.starts_with("ok ")), "{sound}");

    // Before it is served: the link a server prints at its first start is on the audit trail.
    let again = elsewhere.folder.path().join("again").display().to_string();
    elsewhere.run(&["export", &again]).done();
    let differs = Command::new("diff")
        .args(["--recursive", "--brief", &archive, &again])
        .output()
        .expect("diff runs");
    let said = String::from_utf8_lossy(&differs.stdout).into_owned();
    let other: Vec<&str> = said
        .lines()
        .filter(|line| {
            ["archive.json", "SHA256SUMS", "settings.json"]
                .iter()
                .all(|own| !line.contains(own))
        })
        .collect();
    assert!(
        other.is_empty(),
        "only when and where it was made differs: {other:?}"
    );

    let (here, there) = (house.serve(), elsewhere.serve());
    for page in [
        "/",
        "/news",
        "/corrections",
        "/imprint",
        &path,
        &format!("{path}/history"),
    ] {
        let (was, is) = (here.reads(page), there.reads(page));
        assert_eq!(is.status, 200, "{page}");
        let (from, to) = (here.port.to_string(), there.port.to_string());
        assert_eq!(
            is.body.replace(&to, ""),
            was.body.replace(&from, ""),
            "{page}"
        );
    }
    drop((here, there));

    // A second time there is a newspaper already.
    let refused = elsewhere
        .run(&["import", "archive", &archive, "--data", "paper"])
        .refused();
    assert!(
        refused.contains("there is a newspaper here already"),
        "{refused}"
    );
}

#[test]
fn accounts_come_without_passwords_and_get_an_invitation() {
    let (_house, _, archive) = archived();
    let elsewhere = House::empty();
    let args = [
        "import", "archive", &archive, "--data", "paper", "--invite", "--json",
    ];
    let account = elsewhere.run(&args).json();
    let invitations = account["invitations"].as_array().expect("invitations");
    let names: Vec<&str> = invitations
        .iter()
        .filter_map(|one| one["account"].as_str())
        .collect();
    assert!(
        names.contains(&"operator") && names.contains(&"ines"),
        "{account}"
    );
    for one in invitations {
        let link = one["link"].as_str().expect("an address");
        assert!(link.contains("/newsroom/"), "{link}");
    }
}

#[test]
fn an_archive_that_was_touched_makes_no_newspaper() {
    let (house, _, archive) = archived();
    let titles = format!("{archive}/record/titles.jsonl");
    let text = fs::read_to_string(&titles).expect("titles");
    fs::write(&titles, text.replacen("Harbour", "Harbor", 1)).expect("written");
    let refused = house.run(&["export", "--check", &archive]).refused();
    assert!(
        refused.contains("record/titles.jsonl") && refused.contains("checksum"),
        "{refused}"
    );
    let elsewhere = House::empty_of_a_file();
    let refused = elsewhere
        .run(&["import", "archive", &archive, "--data", "fresh"])
        .refused();
    assert!(refused.contains("checksum"), "{refused}");
    assert!(
        !elsewhere.folder.path().join("fresh").exists(),
        "and no folder"
    );
}

#[test]
fn a_title_leaves_for_wordpress_in_one_file() {
    let (house, path, _) = archived();
    let file = house
        .folder
        .path()
        .join("gazette.xml")
        .display()
        .to_string();
    let left = house.run(&["export", "--wxr", &file, "--json"]).json();
    assert_eq!(left["wxr"]["posts"], 1, "{left}");
    let text = fs::read_to_string(&file).expect("a file");
    assert!(
        text.contains("<wp:wxr_version>1.2</wp:wxr_version>") && text.contains(&path),
        "{text}"
    );
    let refused = house.run(&["export", "--wxr", &file]).refused();
    assert!(refused.contains("gazette.xml"), "{refused}");
}
