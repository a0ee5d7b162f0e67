//! The commands, as people and scripts use them: what they do, and what they print.

use crate::support::{House, article, list, path_of};
use jiff::SignedDuration;
use paper::clock::{Clock, SystemClock};
use serde_json::json;
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
    // Half a year on: what is planned is never far.
    let soon = SystemClock.now() + SignedDuration::from_hours(24 * 183);
    let soon = soon.strftime("%Y-%m-%dT%H:%M").to_string();
    by_ines(&["schedule", &id, &soon]).done();
    assert!(house.run(&["jobs"]).done().contains(&id));
    by_ines(&["schedule", &id, "--off"]).done();
    assert_eq!(house.run(&["jobs"]).done(), "");
    by_ines(&["embargo", &id, &soon]).done();
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
    let said = by_ines(&["reinstate", &id]).done();
    assert!(!said.contains("revision"), "{said}");
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
    let place = ["place", &url, "--title", "post", "--section", "islands"];
    let refused = by_ines(&place);
    assert!(
        refused.code == 1 && refused.err.contains("imprint.incomplete"),
        "{refused:?}"
    );
    house
        .run(&[
            "title",
            "set",
            "post",
            "--imprint",
            "owner=Harbour Press",
            "--imprint",
            "email=desk@post.example",
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
    let redact = [&["redact", &url, "--word", "Luke Narden"][..], &reason].concat();
    let would = by_ines(&[&redact[..], &["--rehearse"]].concat()).done();
    let said = by_ines(&redact).done();
    assert!(said.starts_with("Blanked in "), "{said}");
    assert!(
        would.starts_with("Would be blanked in ")
            && !would.contains(" in 0 ")
            && would.contains("nothing has changed"),
        "{would}"
    );
    by_ines(&["withdraw", &url, "--note", "Last year’s timetable"]).done();
    let said = by_ines(&["link", &url, &url]).refused();
    assert!(said.contains("no translation of itself"), "{said}");
    let said = by_ines(&["reinstate", &url]).refused();
    assert!(said.contains("needs a note for readers"), "{said}");
    let said = by_ines(&["withdraw", &url, "--note", "Again"]).refused();
    assert!(said.contains("colophon reinstate"), "{said}");
    by_ines(&["reinstate", &url, "--note", "The timetable holds"]).done();
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
            paper::articles::drafting::save(&paper, &tomas, id, cast::sound("In work"), 1)
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
fn a_backup_of_a_file_made_beside_a_server_becomes_a_newspaper_again() {
    let house = House::founded_in_a_file();
    let server = house.serve();
    house.publishes("lighthouse.md");
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
fn every_command_explains_itself_with_an_example() {
    let house = House::empty();
    assert!(explained(&house, &[]) > 40);
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

/// Asks a command for help; a family is asked for each of its members. How many there are.
fn explained(house: &House, command: &[&str]) -> usize {
    let help = house.run(&[command, &["--help"]].concat()).done();
    let members: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| {
            line.split_whitespace()
                .next()
                .filter(|name| *name != "help")
        })
        .collect();
    if members.is_empty() {
        assert!(help.contains("Example"), "{command:?}: {help}");
        return 1;
    }
    members
        .iter()
        .map(|member| explained(house, &[command, &[*member]].concat()))
        .sum()
}

#[test]
fn settings_come_from_file_environment_and_flag_in_this_order() {
    let house = House::founded();
    let url = |number: usize, listen: Option<&str>| {
        let file = house.folder.path().join("again.md");
        let text = fs::read_to_string(article("ferry.md")).expect("a file");
        fs::write(
            &file,
            text.replace("ferry-stops", &format!("ferry-{number}"))
                .replace("kind: news", "kind: service\nseries: Timetables"),
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

#[test]
fn a_source_used_before_is_one_line_for_the_next_file() {
    let house = House::founded();
    house.publishes("ferry.md");
    let listed = house.run(&["source", "list", "--title", "gazette"]).done();
    let line = listed.lines().next().expect("a source");
    let file = house.folder.path().join("next.md");
    let text = format!(
        "---\nheadline: Next\nkind: brief\nsources:\n  {line}\nai: none\n---\nThe ferry left on 24 November 2026.\n"
    );
    std::fs::write(&file, text).expect("written");
    let checked = house.run(&["check", "--json", &file.display().to_string()]);
    assert!(
        !checked.out.contains("source.missing"),
        "{line}: {checked:?}"
    );
    assert!(checked.out.contains("byline.missing"), "{checked:?}");
}

#[test]
fn each_thing_title_set_takes_is_enough_alone() {
    let house = House::founded();
    fs::write(house.folder.path().join("ads.txt"), "").unwrap();
    let nothing = house.run(&["title", "set", "gazette"]);
    assert_eq!(nothing.code, 2, "{nothing:?}");
    for (flag, value) in [
        ("--comments", "held"),
        ("--comments-set", "close=1"),
        ("--feeds", "summary"),
        ("--hub", "https://hub.example/"),
        ("--social", "Mastodon=https://social.example/@gazette"),
        ("--machines", "no-ai"),
        ("--trust", "member=https://association.example/"),
        ("--security", "security@gazette.example"),
        ("--ads-file", "ads.txt"),
        ("--rights", "All rights reserved"),
    ] {
        let said = house.run(&["title", "set", "gazette", flag, value]).done();
        assert!(said.contains("Done"), "{flag}: {said}");
    }
    let shown = house.run(&["title", "show", "gazette", "--json"]).json();
    assert_eq!(shown["settings"]["comments"]["close_after_days"], 1);
    assert_eq!(shown["settings"]["comments"]["held"], true);
}

#[test]
fn what_is_asked_by_the_right_to_be_forgotten_is_kept_decided_and_lifted() {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let by_ines = |args: &[&str]| house.run(&[args, &["--as", "ines"]].concat());
    let ask = |kind: &str| {
        let asked = ["measure", "ask", &url, "--kind", kind, "--name", "Avv. Bo"];
        let said = by_ines(&asked).done();
        let (_, id) = said.trim().rsplit_once(' ').expect("an id");
        id.to_owned()
    };
    let (hidden, named) = (ask("deindex"), ask("anonymise"));
    let listed = house.run(&["measure", "list", "--title", "gazette"]).done();
    assert!(
        listed.contains(&hidden) && listed.contains(&named),
        "{listed}"
    );
    assert!(!listed.contains("Avv. Bo"), "{listed}");
    let shown = house.run(&["measure", "show", &hidden, "--json"]).json();
    assert_eq!(shown["asker"]["name"], "Avv. Bo");
    let reason = ["--reason", "Acquitted"];
    let accept = ["measure", "accept", &hidden];
    by_ines(&[&accept[..], &reason].concat()).done();
    let said = by_ines(&[&accept[..], &reason].concat()).refused();
    assert!(said.contains("decided already"), "{said}");
    let standing = [
        "measure", "list", "--title", "gazette", "--state", "standing",
    ];
    assert!(house.run(&standing).done().contains("Acquitted"));
    by_ines(&[&["measure", "lift", &hidden][..], &reason].concat()).done();
    let remove = ["measure", "accept", &named, "--remove", "Luke Narden"];
    let said = by_ines(&[&remove[..], &reason].concat()).done();
    assert!(said.contains("places: "), "{said}");
    let shown = house.run(&["show", &url, "--json"]).json().to_string();
    assert!(!shown.contains("Narden"), "{shown}");
}
