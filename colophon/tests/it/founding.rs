//! How processes begin and end on a folder: `init`, `serve`, `demo`, `publish`, and what they may not touch or hide.

use crate::support::{House, article};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const INIT: [&str; 8] = [
    "init",
    "paper",
    "--title",
    "Harbour Gazette",
    "--host",
    "gazette.localhost",
    "--language",
    "en",
];

#[test]
fn of_many_who_found_in_one_folder_one_does_and_the_others_leave_his_newspaper_alone() {
    const FOUNDERS: usize = 6;
    let house = House::empty();
    let running: Vec<_> = (0..FOUNDERS)
        .map(|_| {
            let mut command = house.command(&INIT);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().expect("the program starts")
        })
        .collect();
    let ended: Vec<_> = running
        .into_iter()
        .map(|process| process.wait_with_output().expect("it ends"))
        .collect();
    let founders = ended.iter().filter(|one| one.status.success()).count();
    assert_eq!(founders, 1, "{ended:?}");
    for other in ended.iter().filter(|one| !one.status.success()) {
        let said = String::from_utf8_lossy(&other.stderr);
        assert!(said.contains("there is a newspaper here already"), "{said}");
    }
    let titles = house.run(&["title", "list"]).done();
    assert!(titles.contains("Harbour Gazette"), "{titles}");
}

#[test]
fn init_takes_away_only_what_it_made() {
    let house = House::empty();
    let nowhere = "postgres://editor:secret@127.0.0.1/none?sslmode=sideways";
    let args = [&INIT[..], &["--database", nowhere]].concat();
    house.run(&args).refused();
    assert!(
        !house.data().exists(),
        "it made the folder, and took it away"
    );

    std::fs::create_dir_all(house.data().join("themes/own")).expect("made");
    std::fs::write(house.data().join("themes/own/theme.toml"), "context = 1\n").expect("written");
    house.run(&args).refused();
    assert!(house.data().join("themes/own/theme.toml").is_file());
    assert!(!house.data().join("colophon.db").exists());
}

#[test]
fn init_does_not_pass_over_settings_that_name_another_server() {
    let house = House::empty();
    std::fs::create_dir_all(house.data()).expect("made");
    std::fs::write(house.data().join("colophon.toml"), "log = \"warn\"\n").expect("written");
    let args = [
        &INIT[..],
        &[
            "--database",
            "postgres://one@127.0.0.1/two?sslmode=sideways",
        ],
    ]
    .concat();
    let said = house.run(&args).refused();
    assert!(
        said.contains("colophon.toml: there are settings already"),
        "{said}"
    );
}

#[test]
fn a_server_waits_for_a_command_that_is_at_work_in_the_folder_of_a_file() {
    let house = House::founded_in_a_file();
    let lock = std::fs::File::open(house.data().join("colophon.lock")).expect("a lock file");
    lock.lock().expect("held, as a command would");
    let mut serving = house
        .command(&["serve", "--listen", "127.0.0.1:0", "--ops", "off"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let first = |stream: &mut dyn std::io::Read| {
        let mut line = String::new();
        BufReader::new(stream)
            .read_line(&mut line)
            .expect("a line of text");
        line
    };
    let told = first(serving.stderr.as_mut().expect("piped"));
    assert!(told.contains("waiting for it"), "{told}");
    drop(lock);
    let said = first(serving.stdout.as_mut().expect("piped"));
    assert!(said.starts_with("listening on"), "{said}");
    serving.kill().expect("ended");
    serving.wait().expect("it ends");
}

#[test]
fn an_answer_that_cannot_be_written_is_no_success() {
    let house = House::founded();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let ended = house
        .command(&["token", "add", "--role", "editor"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("could not be written"), "{said}");
}

#[test]
fn a_demo_in_a_file_killed_while_it_begins_is_begun_anew_and_one_told_to_stop_leaves_nothing() {
    let house = House::empty_of_a_file();
    let data = house.data().display().to_string();
    let begins = |more: &[&str]| {
        house
            .command(
                &[
                    &["demo", "--listen", "127.0.0.1:0", "--ops", "off"][..],
                    more,
                ]
                .concat(),
            )
            .env("TMPDIR", house.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts")
    };
    let mut killed = begins(&["--data", &data]);
    let telling = house.data().join(".telling/colophon.db");
    while !telling.exists() {
        std::thread::yield_now();
    }
    killed.kill().expect("killed");
    killed.wait().expect("it ends");
    assert!(
        !house.data().join("colophon.db").exists(),
        "what is told by half is no newspaper"
    );

    let mut stopped = begins(&[]);
    let temporary = || {
        std::fs::read_dir(house.folder.path())
            .expect("a folder")
            .filter_map(Result::ok)
            .find(|entry| {
                entry
                    .file_name()
                    .to_string_lossy()
                    .starts_with("colophon-demo-")
            })
    };
    while !temporary().is_some_and(|entry| entry.path().join(".telling/colophon.db").exists()) {
        std::thread::yield_now();
    }
    let pid = stopped.id().to_string();
    let told = Command::new("kill").args(["-HUP", &pid]).status();
    assert!(told.expect("kill runs").success());
    assert!(stopped.wait().expect("it ends").success());
    assert!(temporary().is_none(), "the folder is gone");
}

#[test]
fn a_translation_of_nothing_stops_the_file_and_one_that_cannot_be_linked_is_told_apart() {
    let house = House::founded();
    let text = std::fs::read_to_string(article("ferry.md")).expect("an article");
    let with = |name: &str, other: &str| {
        let text = text.replacen("slug: ferry-stops", &format!("translation_of: {other}"), 1);
        std::fs::write(house.folder.path().join(name), text).expect("written");
    };
    let publish = |name: &str| {
        let args = [
            "publish",
            name,
            "--title",
            "gazette",
            "--section",
            "news",
            "--as",
            "ines",
        ];
        house.run(&args)
    };
    with("astray.md", "nosuch");
    let said = publish("astray.md").refused();
    assert!(
        said.contains("astray.md") && said.contains("there is no article “nosuch”"),
        "{said}"
    );
    let audit = house.run(&["audit"]).done();
    assert!(
        !audit.contains("article.publish"),
        "nothing is out: {audit}"
    );
    let first = house.publishes("lighthouse.md");
    assert!(house.run(&["audit"]).done().contains("article.publish"));
    with("again.md", &first);
    let ran = publish("again.md");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("published"), "{ran:?}");
    assert!(
        ran.err
            .contains("published, but not linked as a translation")
            && ran.err.contains("colophon link"),
        "{ran:?}"
    );
}
