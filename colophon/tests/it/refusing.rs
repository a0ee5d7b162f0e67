//! How commands say no: exit code, one line, the remedy.

use crate::support::{House, article};
use std::fs;

#[test]
fn who_may_not_is_told_which_command_grants_it() {
    let house = House::founded();
    let ferry = article("ferry.md");
    let said = house
        .run(&["publish", &ferry, "--title", "gazette"])
        .refused();
    assert!(
        said.contains("colophon account grant operator --role"),
        "{said}"
    );
    let said = house
        .run(&["publish", &ferry, "--title", "gazette", "--as", "tomas"])
        .refused();
    assert!(
        said.ends_with("colophon account grant tomas --role editor --title gazette"),
        "{said}"
    );
    let said = house
        .run(&["publish", &ferry, "--title", "gazette", "--as", "nobody"])
        .refused();
    assert!(
        said.contains("there is no account “nobody”; open it with colophon account add nobody"),
        "{said}"
    );
}

#[test]
fn bad_input_to_any_command_is_answered_in_one_clear_line() {
    let house = House::founded();
    house.publishes("ferry.md");
    fs::write(
        house.folder.path().join("broken.md"),
        "---\nheadline: [\n---\nText",
    )
    .expect("written");
    fs::write(
        house.folder.path().join("binary.md"),
        [0xff, 0xfe, 0x00, 0x80],
    )
    .expect("written");
    fs::write(house.folder.path().join("page.md"), "# Name\n\nText").expect("written");
    fs::write(house.folder.path().join("bad.yaml"), "ownr: x").expect("written");
    let (ferry, lighthouse) = (article("ferry.md"), article("lighthouse.md"));
    let publish = |file: &str| {
        vec![
            "publish".to_owned(),
            file.to_owned(),
            "--title".into(),
            "gazette".into(),
            "--as".into(),
            "ines".into(),
        ]
    };
    for file in ["missing.md", "broken.md", "binary.md", ".", "paper.txt"] {
        let args = publish(file);
        let said = house
            .run(&args.iter().map(String::as_str).collect::<Vec<_>>())
            .refused();
        assert!(said.starts_with(file), "{file}: {said}");
    }
    let id = "01890000-0000-7000-8000-000000000000";
    let cases: &[(&[&str], &str)] = &[
        (
            &["publish", &ferry, "--title", "nowhere", "--as", "ines"],
            "there is no title “nowhere”; there are: gazette",
        ),
        (
            &[
                "publish",
                &ferry,
                "--title",
                "gazette",
                "--as",
                "ines",
                "--override",
                "voice.vague=x",
            ],
            "voice.vague is not a block",
        ),
        (
            &[
                "publish",
                &lighthouse,
                "--title",
                "gazette",
                "--as",
                "ines",
                "--schedule",
                "2001-01-01T10:00",
            ],
            "is past",
        ),
        (&["show", id], "there is no article"),
        (
            &["show", "/2026/nothing/here"],
            "there is no article “/2026/nothing/here”",
        ),
        (
            &["show", "https://elsewhere.example/a/b"],
            "there is no title “elsewhere.example”",
        ),
        (
            &["withdraw", id, "--note", "x", "--as", "ines"],
            "there is no article",
        ),
        (
            &["kill", id, "--note", "x", "--as", "ines"],
            "there is no article",
        ),
        (&["reinstate", id, "--as", "ines"], "there is no article"),
        (
            &["correct", id, "--file", &ferry, "--as", "ines"],
            "needs a note",
        ),
        (
            &["update", id, "--file", &ferry, "--as", "ines"],
            "there is no article",
        ),
        (
            &[
                "redact", id, "--word", "x", "--class", "legal", "--reason", "r", "--as", "ines",
            ],
            "there is no article",
        ),
        (
            &["hold", id, "--reason", "x", "--as", "ines"],
            "there is no article",
        ),
        (&["title", "show", "nowhere"], "there is no title “nowhere”"),
        (
            &["title", "set", "gazette", "--zone", "Mars/Olympus"],
            "“Mars/Olympus” does not fit zone",
        ),
        (
            &["title", "set", "gazette", "--imprint", "email=nonmail"],
            "“nonmail” does not fit email; write it like desk@example.org",
        ),
        (
            &["title", "set", "gazette", "--imprint", "status=king"],
            "“king” does not fit; there are registered_daily",
        ),
        (
            &[
                "title",
                "add",
                "--name",
                "X",
                "--host",
                "x.example",
                "--language",
                "xx",
            ],
            "“xx” does not fit language",
        ),
        (
            &["backup", "nowhere/paper.tar"],
            "there is no such folder; make it first",
        ),
        (
            &["restore", "page.md", "--data", "third"],
            "page.md: this is no copy made with colophon backup",
        ),
        (
            &["init", "page.md", "--title", "X", "--host", "x.example"],
            "page.md: this is a file, and a folder is wanted",
        ),
        (
            &[
                "section", "add", "x", "X", "--title", "gazette", "--under", "sport",
            ],
            "there is no section “sport”; colophon section list",
        ),
        (
            &["title", "set", "gazette", "--permalink", "no"],
            "does not fit permalink",
        ),
        (
            &["title", "set", "gazette", "--accent", "red", "blue"],
            "does not fit accent",
        ),
        (
            &["title", "set", "gazette", "--imprint", "onwer=x"],
            "imprint, onwer: “onwer” is no field; there are owner",
        ),
        (
            &["title", "set", "gazette", "--imprint-file", "bad.yaml"],
            "bad.yaml: ",
        ),
        (
            &[
                "title",
                "add",
                "--name",
                "X",
                "--host",
                "gazette.localhost",
                "--language",
                "en",
            ],
            "exists already",
        ),
        (
            &[
                "title",
                "add",
                "--name",
                "X",
                "--host",
                "a b",
                "--language",
                "en",
            ],
            "does not fit",
        ),
        (
            &[
                "title",
                "add",
                "--name",
                "X",
                "--host",
                "x.example",
                "--language",
                "english",
            ],
            "does not fit language",
        ),
        (
            &["section", "add", "News!", "News", "--title", "gazette"],
            "does not fit slug",
        ),
        (
            &["section", "add", "search", "Search", "--title", "gazette"],
            "“search” is a word the system’s addresses need",
        ),
        (
            &["section", "list", "--title", "nowhere"],
            "there is no title",
        ),
        (
            &["topic", "add", "a", "", "--title", "gazette"],
            "name is empty",
        ),
        (
            &["page", "add", "news", "page.md", "--title", "gazette"],
            "exists already",
        ),
        (
            &["page", "add", "x", "missing.md", "--title", "gazette"],
            "missing.md: no such file",
        ),
        (
            &["page", "show", "nothing", "--title", "gazette"],
            "there is no page “nothing”",
        ),
        (&["contributor", "add", " "], "name is empty"),
        (
            &["contributor", "show", "nobody"],
            "there is no contributor “nobody”",
        ),
        (
            &["account", "add", "ines", "--name", "Ines"],
            "the account “ines” exists already",
        ),
        (
            &["account", "close", "nobody"],
            "there is no account “nobody”",
        ),
        (
            &["account", "grant", "nobody", "--role", "editor"],
            "there is no account “nobody”",
        ),
        (
            &["account", "revoke", "tomas", "--role", "director"],
            "there is no role “director”",
        ),
        (
            &[
                "deputy",
                "tomas",
                "--title",
                "gazette",
                "--until",
                "2001-01-01T10:00",
                "--as",
                "ines",
            ],
            "is past",
        ),
        (&["check", "missing.md"], "missing.md: no such file"),
        (
            &["check", "broken.md"],
            "broken.md: the file cannot be read as an article",
        ),
        (&["check", "--article", id], "there is no article"),
        (
            &["init", "paper", "--title", "X", "--host", "x.example"],
            "there is a newspaper here already",
        ),
        (&["show", id, "--data", "nowhere"], "nowhere"),
        (
            &["title", "list", "--config", "missing.toml"],
            "missing.toml: there is no such settings file",
        ),
        (
            &["serve", "--listen", "not an address", "--ops", "off"],
            "cannot listen on not an address",
        ),
        (
            &["theme", "check", "marble"],
            "there is no theme “marble”; there are: broadsheet, plain",
        ),
        (
            &["restore", "missing.tar", "--data", "third"],
            "missing.tar",
        ),
    ];
    for (args, words) in cases {
        let said = house.run(args).refused();
        // A server's record is copied with the server's own tools, wherever the copy was to go.
        let words = if args.first() == Some(&"backup") && !house.is_file() {
            "copy it with pg_dump"
        } else {
            words
        };
        assert!(said.contains(words), "{args:?}: {said}");
    }
}

#[test]
fn a_refused_init_leaves_nothing_behind() {
    let house = House::empty();
    let cases: &[(&[&str], &str)] = &[
        (&["--title", " ", "--host", "x.example"], "is empty"),
        (
            &["--title", "X", "--host", "a b"],
            "“a b” does not fit host",
        ),
        (
            &["--title", "X", "--host", "search.example"],
            "“search” is a word the system’s addresses need",
        ),
        (
            &[
                "--title",
                "X",
                "--host",
                "x.example",
                "--language",
                "english",
            ],
            "does not fit language",
        ),
        (
            &[
                "--title",
                "X",
                "--host",
                "x.example",
                "--zone",
                "Mars/Olympus",
            ],
            "does not fit zone",
        ),
    ];
    for (args, words) in cases {
        let said = house
            .run(&[&["init", "paper"][..], args].concat())
            .refused();
        assert!(said.contains(words), "{args:?}: {said}");
        assert!(!house.data().exists(), "{args:?}");
    }
}

#[test]
fn a_theme_nobody_has_is_refused_and_the_others_are_named() {
    let house = House::founded();
    let said = house
        .run(&["title", "set", "gazette", "--theme", "nope"])
        .refused();
    assert!(said.contains("broadsheet, plain"), "{said}");
}

#[test]
fn no_newspaper_is_founded_over_the_keys_of_another() {
    let house = House::empty();
    fs::create_dir_all(house.data().join("keys")).expect("made");
    fs::write(house.data().join("keys/log.key"), "of another\n").expect("written");
    let said = house
        .run(&["init", "paper", "--title", "X", "--host", "x.example"])
        .refused();
    assert!(said.contains("restore"), "{said}");
    assert!(!house.data().join("colophon.db").exists());
    let kept = fs::read_to_string(house.data().join("keys/log.key"));
    assert_eq!(kept.expect("there"), "of another\n");
}

#[test]
fn what_somebody_typed_gives_the_terminal_no_orders() {
    let house = House::empty();
    let ran = house.run(&[
        "init",
        "paper",
        "--title",
        "X\u{1b}[31m",
        "--host",
        "x.example",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.out.contains('\u{1b}'), "{ran:?}");
}

#[test]
fn wrong_usage_exits_with_two() {
    let house = House::founded();
    let cases: &[&[&str]] = &[
        &[],
        &["publis"],
        &["title"],
        &["publish"],
        &["publish", "a.md"],
        &["check"],
        &["correct", "x", "--note", "y"],
        &["correct", "x", "--replace", "only-one"],
        &["redact", "x", "--class", "legal", "--reason", "y"],
        &[
            "redact", "x", "--word", "y", "--class", "other", "--reason", "y",
        ],
        &["account", "grant", "ines", "--role", "king"],
        &["title", "set", "gazette"],
        &["schedule", "x", "tomorrow"],
        &["pin", "--title", "gazette", "--slot", "cellar", "--off"],
        &[
            "page", "add", "x", "page.md", "--title", "gazette", "--role", "king",
        ],
        &["title", "set", "gazette", "--imprint", "owner"],
        &["restore", "a.tar"],
        &["serve", "--port", "80"],
        &["completions", "cmd"],
        &["publish", "a.md", "--title", "gazette", "--class", "typo"],
        &["publish", "a.md", "--title", "gazette", "--note", "Why"],
        &[
            "newsroom",
            "set",
            "--second-factor",
            "editor",
            "--no-second-factor",
            "editor",
        ],
    ];
    for args in cases {
        let ran = house.run(args);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{ran:?}");
        let one_line = args.is_empty() || ran.err.lines().count() == 1;
        assert!(one_line, "{ran:?}");
    }
}

#[test]
fn an_italian_terminal_is_answered_in_italian() {
    let house = House::founded();
    let mut command = house.command(&["show", "/2026/niente"]);
    let ended = command.env("LANG", "it_IT.UTF-8").output().expect("runs");
    let said = String::from_utf8(ended.stderr).expect("UTF-8");
    assert_eq!(
        said,
        "colophon: non trovo l’articolo «/2026/niente»; indica il suo id o il suo indirizzo intero, come https://HOST/…\n"
    );
    let wrong: &[(&[&str], &str)] = &[
        (
            &["publish", "x.md"],
            "manca --title <HOST>; per esempio: colophon publish traghetto.md",
        ),
        (
            &["account", "grant", "ines", "--role", "re"],
            "--role <ROLE>: «re» non va bene; ci sono reporter, editor",
        ),
        (
            &["case", "list", "--title", "gazette", "--state", "foo"],
            "--state <STATE>: «foo» non va bene; ci sono open, answered",
        ),
        (
            &["token", "add", "--account", "ines", "--days", "0"],
            "--days <DAYS>: «0» non va bene; va da 1 a ",
        ),
        (
            &["title"],
            "colophon title vuole una di queste parole: add, list, show, set",
        ),
        (&["publis"], "publis non esiste, volevi publish?"),
    ];
    for (args, words) in wrong {
        let ended = house
            .command(args)
            .env("LANG", "it_IT.UTF-8")
            .output()
            .expect("runs");
        let said = String::from_utf8(ended.stderr).expect("UTF-8");
        assert!(said.contains(words) && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn the_doctor_speaks_the_language_of_the_terminal() {
    let house = House::founded();
    let mut command = house.command(&["doctor"]);
    let ended = command.env("LANG", "it_IT.UTF-8").output().expect("runs");
    let said = String::from_utf8(ended.stdout).expect("UTF-8");
    assert!(
        said.contains("ok     nessun lavoro è fallito") && !said.contains("the "),
        "{said}"
    );
}

#[test]
fn a_record_that_does_not_open_is_told_with_a_remedy_and_without_secrets() {
    let house = House::founded();
    if !house.is_file() {
        let mut command = house.command(&["title", "list"]);
        let url = "postgres://editor:hunter2@127.0.0.1/nowhere?sslmode=sideways";
        let ended = command
            .env("COLOPHON_DATABASE", url)
            .output()
            .expect("runs");
        let said = String::from_utf8(ended.stderr).expect("UTF-8");
        assert!(
            said.contains("PostgreSQL server named in database") && !said.contains("hunter2"),
            "{said}"
        );
        return;
    }
    fs::write(
        house.data().join("colophon.db"),
        "This is no database at all. ".repeat(400),
    )
    .expect("written");
    for args in [
        &["title", "list"][..],
        &["account", "add", "ada", "--name", "Ada"],
        &["doctor"],
    ] {
        let said = house.run(args).refused();
        assert!(
            said.contains("colophon.db") || said.contains("database"),
            "{args:?}: {said}"
        );
    }
}
