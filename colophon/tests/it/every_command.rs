//! Each command there is, taken from the manual page, says no in one line: to an option it does not have, and to
//! something that is not there. A command without its line here fails.

use crate::support::{House, article};
use std::collections::BTreeSet;

/// A call of each command that is formed well and cannot be done. `ID` is the id of nothing, `FERRY` an article file.
const CALLS: &[&str] = &[
    "title add --name X --host gazette.localhost --language en",
    "title list --data nowhere",
    "title show nowhere",
    "search rebuild --data nowhere",
    "search find x --title nowhere",
    "title set nowhere --zone Europe/Rome",
    "section add x X --title nowhere",
    "section list --title nowhere",
    "section show nowhere --title gazette",
    "topic add x X --title nowhere",
    "topic list --title nowhere",
    "topic show nowhere --title gazette",
    "topic rename nowhere x --title gazette",
    "topic merge nowhere x --title gazette",
    "topic fact nowhere 2024 x --article ID --title gazette",
    "topic unfact nowhere ID --title gazette",
    "topic pin nowhere ID --title gazette",
    "source list --title nowhere",
    "page add x FERRY --title nowhere",
    "page list --title nowhere",
    "page show x --title nowhere",
    "document add missing.pdf --title gazette",
    "document list --data nowhere",
    "contributor add Ines --slug news!",
    "contributor list --data nowhere",
    "contributor show nobody",
    "account add ines --name Ines",
    "account list --data nowhere",
    "account show nobody",
    "account close nobody",
    "account open nobody",
    "account invite nobody",
    "account reset nobody",
    "account email nobody nobody@gazette.example",
    "account sign-out nobody",
    "account grant nobody --role editor",
    "account revoke nobody --role editor",
    "deputy nobody --title gazette --until 2099-01-01T10:00 --as ines",
    "newsroom show --data nowhere",
    "newsroom set --host nowhere.example",
    "token add --account nobody --scope read",
    "token list --data nowhere",
    "token show ID",
    "token revoke ID",
    "webhook add https://library.example/told --name library --data nowhere",
    "webhook list --data nowhere",
    "webhook show ID",
    "webhook on ID",
    "webhook off ID",
    "webhook ring ID",
    "webhook remove ID",
    "theme show marble",
    "theme check marble",
    "init paper --title X --host x.example",
    "serve --listen nowhere --ops off",
    "demo --listen nowhere --ops off --data demo",
    "import wordpress missing.xml --title gazette",
    "import list --data nowhere",
    "import show ID",
    "import undo ID",
    "check missing.md",
    "publish missing.md --title gazette --as ines",
    "file missing.md --title gazette --as ines",
    "correct ID --file FERRY --note x --as ines",
    "clarify ID --file FERRY --note x --as ines",
    "update ID --file FERRY --as ines",
    "typo ID --file FERRY --as ines",
    "style ID --file FERRY --as ines",
    "live add ID --text x --as ines",
    "live close ID --as ines",
    "reply ID --file FERRY --name x --as ines",
    "withdraw ID --note x --as ines",
    "kill ID --note x --as ines",
    "reinstate ID --as ines",
    "redact ID --word x --class legal --reason x --as ines",
    "schedule ID 2099-01-01T10:00 --as ines",
    "embargo ID 2099-01-01T10:00 --as ines",
    "hold ID --reason x --as ines",
    "release ID --as ines",
    "spike ID --as ines",
    "discard ID --as ines",
    "place ID --title gazette --as ines",
    "link ID ID --as ines",
    "pin --off --title gazette --slot lead --as ines",
    "case list --title nowhere",
    "case show ID",
    "case answer ID --text x --as ines",
    "case refuse ID --reason x --as ines",
    "case link ID --revision 2 --as ines",
    "measure ask ID --kind deindex --as ines",
    "measure list --title nowhere",
    "measure show ID",
    "measure accept ID --reason x --as ines",
    "measure refuse ID --reason x --as ines",
    "measure lift ID --reason x --as ines",
    "comment list --title nowhere",
    "comment show ID",
    "comment approve ID --as ines",
    "comment reject ID --ground spam --as ines",
    "comment hide ID --ground insult --as ines",
    "comment restore ID --as ines",
    "comment reply ID --text x --as ines",
    "comment close ID --as ines",
    "comment open ID --as ines",
    "comment ban --title nowhere --comment ID --reason x --as ines",
    "comment unban ID --as ines",
    "comment bans --title nowhere",
    "comment notices --title nowhere",
    "comment decide ID keep --reason x --as ines",
    "comment export --email a@b.example --data nowhere --as ines",
    "comment erase --email a@b.example --data nowhere --as ines",
    "show ID",
    "jobs --data nowhere",
    "audit --data nowhere",
    "log key --data nowhere",
    "log show --data nowhere",
    "log rotate --as nobody",
    "log restart --as nobody",
    "verify nowhere",
    "backup nowhere/paper.tar",
    "restore missing.tar --data third",
    "export gone --data nowhere",
    "import archive missing --data third",
    "doctor --data nowhere",
];

/// Commands that print what the program knows of itself: they can only be called wrongly.
const ALWAYS_DONE: [&str; 3] = ["completions", "man", "theme list"];

/// The commands that do something, as the manual page has them.
fn commands(house: &House) -> BTreeSet<String> {
    let page = house.run(&["man"]).done();
    let headings = page.lines().filter_map(|line| {
        let name = line.strip_prefix(".SH \"COLOPHON ")?.strip_suffix('"')?;
        Some(name.to_lowercase())
    });
    headings.collect()
}

#[test]
fn every_command_says_no_in_one_line() {
    let house = House::founded();
    let commands = commands(&house);
    assert!(commands.len() > 50, "{commands:?}");
    for command in &commands {
        let args: Vec<&str> = command.split(' ').chain(["--nonesuch"]).collect();
        let ran = house.run(&args);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
        assert!(ran.err.contains("--nonesuch"), "{ran:?}");
    }
    let ferry = article("ferry.md");
    let mut called = BTreeSet::from(ALWAYS_DONE.map(str::to_owned));
    for call in CALLS {
        let said = call.replace("FERRY", &ferry);
        let said = said.replace("ID", "01890000-0000-7000-8000-000000000000");
        let args: Vec<&str> = said.split(' ').collect();
        let said = house.run(&args).refused();
        assert!(said.chars().count() < 600, "{call}: {said}");
        called.extend(
            commands
                .iter()
                .find(|command| {
                    call.strip_prefix(command.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                })
                .cloned(),
        );
    }
    let without: Vec<&String> = commands.difference(&called).collect();
    assert!(without.is_empty(), "no bad call of {without:?}");
}

#[test]
fn a_refusal_names_its_remedy() {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let path = &url[url.find("/20").expect("a dated path")..];
    let long = "x".repeat(100_000);
    std::fs::write(house.folder.path().join("file"), "x").expect("written");
    let cases: &[(&[&str], &str)] = &[
        (
            &[
                "pin",
                path,
                "--title",
                "gazette",
                "--slot",
                "lead",
                "--until",
                "2001-01-01T10:00",
                "--as",
                "ines",
            ],
            "give a time that is still to come",
        ),
        (
            &[
                "pin", "--off", "--title", "gazette", "--slot", "lead", "--as", "ines",
            ],
            "it is free, or there is none: there are lead 0, secondary 0 to 3 and featured 0 to 3",
        ),
        (
            &[
                "redact", path, "--word", "nonesuch", "--class", "legal", "--reason", "r", "--as",
                "ines",
            ],
            "write them as they stand in the text",
        ),
        (
            &["spike", path, "--as", "ines"],
            "colophon withdraw takes it down",
        ),
        (
            &["restore", "x.tar", "--data", "file"],
            "file: this is a file, and a folder is wanted",
        ),
        (
            &["contributor", "show", &long],
            "colophon contributor add adds one",
        ),
    ];
    for (args, words) in cases {
        let said = house.run(args).refused();
        assert!(
            said.contains(words) && said.chars().count() < 600,
            "{words}: {said}"
        );
    }
    if house.is_file() {
        let said = house.run(&["backup", "/proc/x.tar"]).refused();
        assert!(said.starts_with("/proc/x.tar: "), "{said}");
    }
}
