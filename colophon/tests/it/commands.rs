//! The commands, as people and scripts use them: what they print, and what they exit with.

use crate::support::{House, article};
use serde_json::{Value, json};
use std::fs;

#[test]
fn the_tour_of_the_readme_works() {
    let house = House::empty();
    let init = [
        "init",
        "paper",
        "--title",
        "Harbour Gazette",
        "--host",
        "gazette.localhost",
        "--language",
        "en",
    ];
    let said = house.run(&init).done();
    for next in [
        "title set gazette",
        "account add",
        "account grant",
        "publish article.md",
        "serve",
    ] {
        assert!(said.contains(next), "{next} in {said}");
    }
    house
        .run(&[
            "title",
            "set",
            "gazette",
            "--imprint",
            "owner=Harbour Press",
            "--imprint",
            "email=d@g.example",
        ])
        .done();
    house
        .run(&["account", "add", "ines", "--name", "Ines Vidal"])
        .done();
    house
        .run(&[
            "account", "grant", "ines", "--role", "director", "--title", "gazette",
        ])
        .done();
    let ferry = article("ferry.md");
    assert_eq!(
        house.run(&["check", &ferry]).done().lines().last(),
        Some(&*format!("{ferry}: 0 blocks, 0 warnings"))
    );
    house
        .run(&[
            "publish",
            &ferry,
            "--title",
            "gazette.localhost",
            "--as",
            "ines",
        ])
        .done();

    let path = path_of(&house, "ferry-stops");
    let change = [
        "--replace",
        "forty passengers aboard. A",
        "fourteen passengers aboard. A",
        "--note",
        "Fourteen, not forty",
    ];
    house
        .run(&[&["correct", &path, "--as", "ines"][..], &change].concat())
        .done();
    let shown = house.run(&["show", &path, "--history", "--json"]).json();
    assert_eq!(
        (&shown["stage"], &shown["revision"]),
        (&json!("live"), &json!(2))
    );
    assert_eq!(shown["revisions"][0]["note"], "Fourteen, not forty");
    assert_eq!(shown["revisions"][0]["editor"], "Ines Vidal");
    assert_eq!(shown["revisions"][1]["class"], "first");
}

/// The path of the article published today with this slug.
fn path_of(house: &House, slug: &str) -> String {
    let lines = house.run(&["audit", "--json"]).json();
    let id = lines["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .find_map(|line| line["article"].as_str());
    let shown = house
        .run(&["show", id.expect("an article"), "--json"])
        .json();
    let url = shown["urls"][0].as_str().expect("published").to_owned();
    assert!(url.ends_with(slug), "{url}");
    url[url.find("/20").expect("dated")..].to_owned()
}

#[test]
fn check_prints_the_documented_json() {
    let house = House::empty();
    let whole = house.run(&["check", "--json", &article("bare.md"), &article("ferry.md")]);
    assert_eq!(whole.code, 1);
    assert_eq!(whole.err.lines().count(), 1);
    let whole = whole.json();
    let (bare, ferry) = (&whole["files"][0], &whole["files"][1]);
    assert_eq!(
        ferry,
        &json!({"file": article("ferry.md"), "blocks": 0, "warnings": 0, "findings": []})
    );

    let codes: Vec<&str> = list(&bare["findings"])
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    for code in [
        "byline.missing",
        "kind.missing",
        "source.missing",
        "date.missing",
        "ai.undeclared",
    ] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    for finding in list(&bare["findings"]) {
        for key in [
            "code",
            "severity",
            "field",
            "paragraph",
            "start",
            "end",
            "excerpt",
            "message",
            "remedy",
        ] {
            assert!(finding.get(key).is_some(), "{key} in {finding}");
        }
    }
    let vague = list(&bare["findings"])
        .iter()
        .find(|finding| finding["code"] == "advice.in_news")
        .expect("an advice");
    assert_eq!(
        (&vague["severity"], &vague["paragraph"]),
        (&json!("warning"), &json!(1))
    );
    let text =
        "According to experts the situation is serious. It is important that everybody acts soon.";
    let (start, end) = (
        vague["start"].as_u64().expect("a place"),
        vague["end"].as_u64().expect("a place"),
    );
    let excerpt: String = text
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!(vague["excerpt"], excerpt);
    assert_eq!(list(&bare["set_aside"]).len(), 3, "{bare}");
    assert!(!house.data().exists(), "a check makes no record");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn check_prints_findings_like_a_compiler() {
    let house = House::empty();
    let said = house.run(&["check", &article("bare.md")]);
    assert_eq!(said.code, 1);
    let name = article("bare.md");
    let lines: Vec<&str> = said.out.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("warning[advice.in_news]"))
        .expect("an advice");
    assert!(
        lines[at].starts_with(&format!("{name}:1:")),
        "{}",
        lines[at]
    );
    let caret = lines[at + 2]
        .chars()
        .position(|c| c == '^')
        .expect("carets");
    let under: String = lines[at + 1].chars().skip(caret).take(15).collect();
    assert_eq!(under.to_lowercase(), "it is important");
    assert!(
        lines[at + 3].starts_with("  = remedy: "),
        "{}",
        lines[at + 3]
    );
    assert!(said.out.contains(&format!(
        "{name}: set aside, as furniture of the page: Follow us on Facebook"
    )));

    let italian = house.run(&["check", "--language", "it", &name]);
    assert!(italian.out.contains("blocco[byline.missing]") && italian.out.contains("rimedio"));
}

#[test]
fn a_stored_article_can_be_checked() {
    let house = House::founded();
    house.publishes("ferry.md");
    let path = path_of(&house, "ferry-stops");
    let whole = house.run(&["check", "--article", &path, "--json"]).json();
    assert_eq!(
        whole["files"][0],
        json!({"file": path, "blocks": 0, "warnings": 0, "findings": []})
    );
}

#[test]
fn publish_prints_the_documented_json_and_each_file_stands_for_itself() {
    let house = House::founded();
    let (ferry, bare) = (article("ferry.md"), article("bare.md"));
    let ran = house.run(&[
        "publish",
        &bare,
        &ferry,
        "--title",
        "gazette.localhost",
        "--as",
        "ines",
        "--json",
    ]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with(&format!("colophon: {bare}: ")) && ran.err.contains("byline.missing"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.lines().count(), 1);
    let whole = ran.json();
    assert_eq!(list(&whole["published"]).len(), 1);
    let one = &whole["published"][0];
    assert_eq!((&one["file"], &one["revision"]), (&json!(ferry), &json!(1)));
    assert_eq!(one["article"].as_str().map(str::len), Some(36));
    let url = one["urls"][0].as_str().expect("an address");
    assert!(
        url.starts_with("http://gazette.localhost:8080/20") && url.ends_with("/ferry-stops"),
        "{url}"
    );
    assert_eq!(whole.as_object().map(|members| members.len()), Some(1));
}

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
fn a_block_is_overridden_by_the_director_with_a_reason() {
    let house = House::founded();
    let file = house.folder.path().join("unsigned.md");
    let text = fs::read_to_string(article("ferry.md"))
        .expect("a file")
        .replace("byline: [{name: Tomas Reyes}]\n", "");
    fs::write(&file, text).expect("written");
    let file = file.display().to_string();
    let publish = |reason: &str| {
        let over = format!("byline.missing={reason}");
        house.run(&[
            "publish",
            &file,
            "--title",
            "gazette",
            "--as",
            "ines",
            "--override",
            &over,
        ])
    };
    assert!(publish("").refused().contains("a reason is needed"));
    publish("Handed in by the night desk, name to follow").done();
    let trail = house.run(&["audit"]).done();
    assert!(
        trail.contains("gate.override") && trail.contains("name to follow"),
        "{trail}"
    );
}

#[test]
fn the_desk_files_holds_schedules_and_spikes() {
    let house = House::founded();
    let ferry = article("ferry.md");
    let said = house
        .run(&["file", &ferry, "--title", "gazette", "--as", "tomas"])
        .done();
    let id = said
        .trim_end()
        .rsplit(' ')
        .next()
        .expect("an id")
        .to_owned();
    let by_ines = |args: &[&str]| house.run(&[args, &["--as", "ines"]].concat());

    by_ines(&["hold", &id, "--reason", "The town has not answered yet"]).done();
    let said = by_ines(&["publish", "--article", &id]).refused();
    assert!(said.contains("The town has not answered yet"), "{said}");
    by_ines(&["release", &id]).done();
    by_ines(&["schedule", &id, "2199-01-01T06:30"]).done();
    assert!(house.run(&["jobs"]).done().contains(&id));
    by_ines(&["schedule", &id, "--off"]).done();
    assert_eq!(house.run(&["jobs"]).done(), "");
    by_ines(&["embargo", &id, "2199-01-01T06:30"]).done();
    assert!(
        by_ines(&["publish", "--article", &id])
            .refused()
            .contains("embargo")
    );
    by_ines(&["embargo", &id, "--lift"]).done();
    by_ines(&["spike", &id, "--reason", "Overtaken"]).done();
    assert_eq!(
        house.run(&["show", &id, "--json"]).json()["stage"],
        "spiked"
    );
    by_ines(&["reinstate", &id]).done();
    by_ines(&["publish", "--article", &id]).done();
    assert_eq!(house.run(&["show", &id, "--json"]).json()["stage"], "live");
}

#[test]
fn what_is_published_can_be_placed_pinned_withdrawn_killed_and_redacted() {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let by_ines = |args: &[&str]| house.run(&[args, &["--as", "ines"]].concat());
    house
        .run(&[
            "title",
            "add",
            "--name",
            "Quill Post",
            "--host",
            "post.localhost",
            "--language",
            "en",
        ])
        .done();
    house
        .run(&["section", "add", "islands", "Islands", "--title", "post"])
        .done();
    house
        .run(&[
            "account", "grant", "ines", "--role", "director", "--title", "post",
        ])
        .done();
    let said = by_ines(&[
        "place",
        &url,
        "--title",
        "post",
        "--section",
        "islands",
        "--headline",
        "Ferry trouble",
    ])
    .done();
    assert!(said.contains("http://post.localhost:8080/20"), "{said}");
    by_ines(&["pin", &url, "--title", "gazette", "--slot", "lead"]).done();
    by_ines(&["pin", "--off", "--title", "gazette", "--slot", "lead"]).done();
    let reason = ["--class", "legal", "--reason", "By order of the court"];
    let said = by_ines(&[&["redact", &url, "--word", "Luke Narden"][..], &reason].concat()).done();
    assert!(said.starts_with("Blanked in "), "{said}");
    by_ines(&["withdraw", &url, "--note", "Last year’s timetable"]).done();
    by_ines(&["reinstate", &url]).done();
    by_ines(&["kill", &url, "--note", "Sent out by mistake"]).done();
    assert_eq!(
        house.run(&["show", &url, "--json"]).json()["stage"],
        "killed"
    );
}

#[test]
fn a_change_never_takes_a_colleagues_draft_along() {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let id = house.run(&["show", &url, "--json"]).json()["article"]
        .as_str()
        .expect("an id")
        .to_owned();
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(async {
            let place = house.place();
            let paper = paper::Paper::open(&place, &house.data().join("media"))
                .await
                .expect("a record");
            let tomas = paper::Actor::of(&paper, "tomas").await.expect("an account");
            let id = paper::id::ArticleId::parse(&id).expect("an id");
            paper::articles::drafting::save(&paper, &tomas, id, cast::sound("In work"), 0)
                .await
                .expect("saved");
            paper.close().await;
        });
    let words = [
        "--replace",
        "waited three hours for",
        "waited three whole hours for",
    ];
    let said = house
        .run(&[&["style", &url, "--as", "ines"][..], &words].concat())
        .refused();
    assert!(
        said.starts_with("Tomas Reyes has a draft of this article in work"),
        "{said}"
    );
    house.run(&["discard", &url, "--as", "ines"]).done();
    house
        .run(&[&["style", &url, "--as", "ines"][..], &words].concat())
        .done();
}

#[test]
fn a_backup_made_beside_a_server_becomes_a_newspaper_again() {
    let house = House::founded();
    let server = house.serve();
    house.publishes("lighthouse.md");
    if !house.is_file() {
        let said = house.run(&["backup", "paper.tar"]).refused();
        return assert!(said.contains("pg_dump"), "{said}");
    }
    house.run(&["backup", "paper.tar"]).done();
    assert!(
        house
            .run(&["backup", "paper.tar"])
            .refused()
            .contains("paper.tar")
    );
    drop(server);
    house
        .run(&["restore", "paper.tar", "--data", "again"])
        .done();
    assert!(
        house
            .run(&["doctor", "--data", "again"])
            .done()
            .lines()
            .all(|line| line.starts_with("ok "))
    );
    let shown = |data: &str| house.run(&["audit", "--data", data]).done();
    assert_eq!(shown("again"), shown("paper"));
    assert!(
        house
            .run(&["restore", "paper.tar", "--data", "again"])
            .refused()
            .contains("again")
    );
    let said = house
        .run(&["restore", &article("ferry.md"), "--data", "third"])
        .refused();
    assert!(
        said.contains("ferry.md") && !house.folder.path().join("third").exists(),
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
    let ferry = article("ferry.md");
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
                &ferry,
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
            &["title", "set", "gazette", "--permalink", "no"],
            "does not fit permalink",
        ),
        (
            &["title", "set", "gazette", "--accent", "red", "blue"],
            "does not fit accent",
        ),
        (
            &["title", "set", "gazette", "--imprint", "onwer=x"],
            "imprint, onwer: unknown field",
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
fn wrong_usage_exits_with_two() {
    let house = House::founded();
    let cases: &[&[&str]] = &[
        &[],
        &["publis"],
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
        &["schedule", "x", "tomorrow"],
        &["pin", "--title", "gazette", "--slot", "cellar", "--off"],
        &[
            "page", "add", "x", "page.md", "--title", "gazette", "--role", "king",
        ],
        &["title", "set", "gazette", "--imprint", "owner"],
        &["restore", "a.tar"],
        &["serve", "--port", "80"],
        &["completions", "cmd"],
    ];
    for args in cases {
        let ran = house.run(args);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{ran:?}");
    }
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let house = House::empty();
    let help = house.run(&["--help"]).done();
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.strip_prefix("  ")?
                .split_whitespace()
                .next()
                .filter(|_| !line.starts_with("   "))
        })
        .collect();
    assert!(listed.len() > 30, "{listed:?}");
    let families = [
        "theme",
        "title",
        "section",
        "topic",
        "page",
        "contributor",
        "account",
        "help",
    ];
    for command in listed.iter().filter(|command| !families.contains(command)) {
        let help = house.run(&[command, "--help"]).done();
        assert!(help.contains("Example"), "{command}: {help}");
    }
    assert!(
        house
            .run(&["title", "set", "--help"])
            .done()
            .contains("Example")
    );
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            house
                .run(&["completions", shell])
                .done()
                .contains("colophon")
        );
    }
    let manual = house.run(&["man"]).done();
    assert!(
        manual.starts_with(".ie") && manual.contains("COLOPHON PUBLISH"),
        "{}",
        &manual[..200]
    );
}

#[test]
fn settings_come_from_file_environment_and_flag_in_this_order() {
    let house = House::founded();
    let url = |number: usize, listen: Option<&str>| {
        let file = house.folder.path().join("again.md");
        let text = fs::read_to_string(article("ferry.md")).expect("a file");
        fs::write(
            &file,
            text.replace("ferry-stops", &format!("ferry-{number}")),
        )
        .expect("written");
        let mut command =
            house.command(&["publish", "again.md", "--title", "gazette", "--as", "ines"]);
        listen.map(|listen| command.env("COLOPHON_LISTEN", listen));
        let out = String::from_utf8(command.output().expect("runs").stdout).expect("UTF-8");
        out.lines().nth(1).expect("an address").trim().to_owned()
    };
    assert!(url(1, None).starts_with("http://gazette.localhost:8080/"));
    fs::write(
        house.data().join("colophon.toml"),
        "listen = \"127.0.0.1:9001\"\n",
    )
    .expect("written");
    assert!(url(2, None).starts_with("http://gazette.localhost:9001/"));
    assert!(url(3, Some("127.0.0.1:9002")).starts_with("http://gazette.localhost:9002/"));
    fs::write(house.data().join("colophon.toml"), "scheme = \"https\"\n").expect("written");
    assert!(url(4, None).starts_with("https://gazette.localhost/"));
    fs::write(house.data().join("colophon.toml"), "lisen = 3\n").expect("written");
    let said = house.run(&["title", "list"]).refused();
    assert!(
        said.contains("colophon.toml") && said.contains("“lisen” is no setting"),
        "{said}"
    );
}

#[test]
fn a_theme_that_cannot_be_read_is_told_by_check_and_doctor() {
    let house = House::founded();
    assert_eq!(house.run(&["theme", "list"]).done(), "broadsheet\nplain\n");
    assert_eq!(
        house.run(&["theme", "check", "plain"]).done(),
        "plain: ok\n"
    );
    let theme = house.data().join("themes/laguna");
    fs::create_dir_all(&theme).expect("made");
    fs::write(theme.join("theme.toml"), "context = ").expect("written");
    let said = house.run(&["theme", "check", "laguna"]).refused();
    assert!(said.starts_with("laguna"), "{said}");
    house
        .run(&["title", "set", "gazette", "--theme", "laguna"])
        .done();
    let ran = house.run(&["doctor"]);
    assert!(
        ran.out
            .contains("WRONG  the theme of Harbour Gazette: laguna"),
        "{}",
        ran.out
    );
    assert!(ran.refused().starts_with("1 thing"));
}

#[test]
fn an_italian_terminal_is_answered_in_italian() {
    let house = House::founded();
    let mut command = house.command(&["show", "/2026/niente"]);
    let ended = command.env("LANG", "it_IT.UTF-8").output().expect("runs");
    let said = String::from_utf8(ended.stderr).expect("UTF-8");
    assert_eq!(said, "colophon: non trovo l’articolo «/2026/niente»\n");
}

#[test]
fn what_the_record_holds_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::founded();
    let mut names = vec![".", "colophon.toml", "media"];
    if house.is_file() {
        names.push("colophon.db");
    }
    for name in names {
        let mode = fs::metadata(house.data().join(name))
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
