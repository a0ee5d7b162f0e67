//! Two processes on one folder: a server, and commands beside it.

use crate::support::{House, article};
use cast::instant;
use paper::articles::content::Class;
use paper::articles::drafting::{self, Filing};
use paper::articles::scheduling;
use paper::clock::{SetClock, SystemEntropy};
use paper::pictures::{self, Filter};
use paper::titles;
use paper::{Actor, Paper};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::sync::Arc;

#[test]
fn what_a_command_publishes_beside_a_server_is_visible_at_once() {
    let house = House::founded();
    let server = house.serve();
    assert_eq!(server.reads("/news").status, 200);

    let url = house.publishes("ferry.md");
    let path = url.split_once(".localhost").expect("on its host").1;
    let path = &path[path.find('/').expect("a path")..];
    assert!(
        server
            .reads("/")
            .body
            .contains("Ferry stops for three hours")
    );
    assert!(
        server
            .reads(path)
            .body
            .contains("forty passengers aboard. A net")
    );

    let note = "There were fourteen passengers, not forty";
    let words = [
        "--replace",
        "with forty passengers aboard. A",
        "with fourteen passengers aboard. A",
        "--note",
        note,
    ];
    house
        .run(&[&["correct", path, "--as", "ines"][..], &words].concat())
        .done();
    let page = server.reads(path).body;
    assert!(page.contains("fourteen passengers aboard") && page.contains(note));

    house
        .run(&[
            "withdraw",
            path,
            "--note",
            "The timetable was last year’s",
            "--as",
            "ines",
        ])
        .done();
    assert!(
        server
            .reads(path)
            .body
            .contains("The timetable was last year’s")
    );
}

#[test]
fn addresses_in_answers_are_those_readers_use() {
    let house = House::founded();
    let server = house.serve();
    let url = house.publishes("ferry.md");
    if house.is_file() {
        // The server carried it out, and knows its port.
        assert!(
            url.starts_with(&format!("http://gazette.localhost:{}/", server.port)),
            "{url}"
        );
        assert_eq!(browser::fetch(&url).expect("an answer").status, 200);
    } else {
        // On a database server each command does it itself, and says what its settings say.
        assert!(url.starts_with("http://gazette.localhost:8080/"), "{url}");
    }
}

#[test]
fn pictures_beside_the_file_come_along() {
    let house = House::founded();
    let server = house.serve();
    let url = house.publishes("lighthouse.md");
    let path = url.split_once("/20").expect("a dated path").1;
    let page = server.reads(&format!("/20{path}")).body;
    let at = page.find("/media/").expect("the page shows a picture");
    let picture: String = page[at..]
        .chars()
        .take_while(|c| !matches!(c, '"' | ' ' | ','))
        .collect();
    assert_eq!(server.reads(&picture).status, 200, "{picture}");
}

#[tokio::test]
async fn a_picture_that_comes_with_a_file_is_described_in_the_library_as_the_file_says() {
    let house = House::founded();
    house.publishes("lighthouse.md");
    let media = house.data().join("media");
    let clock = Arc::new(SetClock::at(instant("2026-11-23T18:00:00Z")));
    let paper = Paper::open_with(&house.place(), &media, clock, Arc::new(SystemEntropy))
        .await
        .expect("a record");
    let mut session = paper.read().await.expect("a read");
    let all = pictures::page(&mut session, &Filter::default(), None, 10, paper.now())
        .await
        .expect("a page");
    let said: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one.alt.as_str(),
                one.credit.as_str(),
                one.licence.as_str(),
                one.caption.as_str(),
            )
        })
        .collect();
    // The caption is the article's own.
    assert_eq!(
        said,
        [(
            "A white lighthouse on a rock",
            "Drawing by Pietro Favretti",
            "CC BY 4.0",
            ""
        )]
    );
}

#[tokio::test]
async fn an_article_that_fell_due_while_nobody_served_goes_out_at_the_start() {
    let house = House::founded();
    due_long_ago(&house).await;
    assert!(house.run(&["jobs"]).done().contains("publish.due"));

    let server = house.serve();
    while !server
        .reads("/")
        .body
        .contains("The night ferry runs again")
    {}
    // The job is crossed off after the article is out; what it left to be forgotten one day stays.
    while house.run(&["jobs"]).done().contains("publish.due") {}
}

/// Ines scheduled an article on a winter evening of 2021, and then the machine went down.
async fn due_long_ago(house: &House) {
    let clock = Arc::new(SetClock::at(instant("2021-01-15T18:00:00Z")));
    let media = house.data().join("media");
    let paper = Paper::open_with(&house.place(), &media, clock, Arc::new(SystemEntropy))
        .await
        .expect("a record");
    let ines = Actor::of(&paper, "ines").await.expect("an account");
    let title = titles::named(&mut paper.read().await.expect("a read"), "gazette")
        .await
        .expect("a title");
    let copy = cast::sound("The night ferry runs again");
    let filing = Filing {
        title: title.id,
        section: Some("news".to_owned()),
        slug: None,
        comments: false,
        copy,
    };
    let id = drafting::file(&paper, &ines, filing).await.expect("filed");
    let local = "2021-01-15T22:00".parse().expect("a time");
    scheduling::schedule(&paper, &ines, id, local, Class::First, "")
        .await
        .expect("scheduled");
    paper.close().await;
}

#[test]
fn a_server_stops_when_it_is_told_and_leaves_nothing_behind() {
    let house = House::founded();
    let server = house.serve();
    assert_eq!(house.data().join("colophon.sock").exists(), house.is_file());
    assert_eq!(server.stops(), 0);
    assert!(!house.data().join("colophon.sock").exists());
    house.publishes("ferry.md");
}

#[test]
fn a_second_server_on_the_folder_is_refused() {
    let house = House::founded();
    let _server = house.serve();
    if house.is_file() {
        let said = house
            .run(&["serve", "--listen", "127.0.0.1:0", "--ops", "off"])
            .refused();
        assert!(
            said.contains("another process writes in this folder"),
            "{said}"
        );
    } else {
        // On a database server two may serve one record: the second shows what the first took in.
        let second = house.serve();
        house.publishes("ferry.md");
        assert!(second.reads("/").body.contains("Ferry stops"));
    }
}

#[test]
fn commands_at_the_same_time_wait_for_each_other() {
    let house = House::founded();
    let write = |number: usize| {
        let file = house.folder.path().join(format!("{number}.md"));
        let text = std::fs::read_to_string(article("ferry.md")).expect("a file");
        let text = text
            .replace("ferry-stops", &format!("ferry-{number}"))
            .replace("kind: news", "kind: service\nseries: Timetables");
        std::fs::write(&file, text).expect("written");
        let file = file.display().to_string();
        house.command(&["publish", &file, "--title", "gazette", "--as", "ines"])
    };
    for server in [None, Some(())] {
        let _server = server.map(|()| house.serve());
        let running: Vec<_> = (0..6)
            .map(|number| {
                let mut command = write(number);
                command.stdout(Stdio::null()).spawn().expect("starts")
            })
            .collect();
        for mut command in running {
            assert!(command.wait().expect("ends").success());
        }
    }
}

#[test]
fn the_operator_sees_health_readiness_and_figures() {
    let house = House::founded();
    let server = house.serve();
    assert_eq!(server.operator_reads("/healthz").body, "ok\n");
    assert_eq!(server.operator_reads("/readyz").body, "ready\n");
    let figures = server.operator_reads("/metrics").body;
    for name in [
        "colophon_changes_total",
        "colophon_jobs_failed",
        "colophon_up_seconds",
    ] {
        assert!(
            figures
                .lines()
                .any(|line| line.starts_with(&format!("{name} "))),
            "{name} in {figures}"
        );
    }
    assert_eq!(server.reads("/metrics").status, 404);
}

#[test]
fn nonsense_on_the_socket_beside_a_file_is_answered_and_harms_nothing() {
    let house = House::founded_in_a_file();
    let server = house.serve();
    let socket = house.data().join("colophon.sock");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(&socket).expect("there").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    for nonsense in [
        "{}\n",
        "[[[[\n",
        "{\"account\":\"ines\",\"order\":{\"titles\":7}}\n",
        "\u{0}\n",
    ] {
        let mut stream = UnixStream::connect(&socket).expect("it answers");
        stream.write_all(nonsense.as_bytes()).expect("written");
        let mut line = String::new();
        BufReader::new(stream)
            .read_line(&mut line)
            .expect("an answer");
        assert!(line.contains("another version"), "{line}");
    }
    // More than an order may have, without an end.
    let mut stream = UnixStream::connect(&socket).expect("it answers");
    let chunk = vec![b' '; 1024 * 1024];
    while stream.write_all(&chunk).is_ok() {}
    let _ = stream.read(&mut [0; 16]);
    house.publishes("ferry.md");
    assert!(server.reads("/").body.contains("Ferry stops"));
}

/// Whoever holds the folder's lock: on a file the server writes for the command, on a database server both write.
#[test]
fn a_command_and_a_server_write_at_the_same_time() {
    let house = House::founded();
    let server = house.serve();
    let lock = std::fs::File::options()
        .create(true)
        .append(true)
        .open(house.data().join("colophon.lock"))
        .expect("a lock file");
    assert_eq!(
        lock.try_lock().is_err(),
        house.is_file(),
        "the server of a file holds its folder, and no other does"
    );
    house.publishes("ferry.md");
    assert!(server.reads("/").body.contains("Ferry stops"));
    let second = house.command(&["serve", "--listen", "127.0.0.1:0", "--ops", "off"]);
    assert_eq!(
        begins(second),
        !house.is_file(),
        "beside the first, and the lock"
    );
}

/// Whether a server begins to listen; it is ended then.
fn begins(mut command: std::process::Command) -> bool {
    let mut serving = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(serving.stdout.as_mut().expect("piped"))
        .read_line(&mut line)
        .expect("text");
    serving.kill().expect("ended");
    serving.wait().expect("it ends");
    line.starts_with("listening on")
}

#[test]
fn the_deepest_folder_can_be_served_with_commands_beside() {
    let mut house = House::founded();
    house.move_to(&["a-folder-name-that-is-long"; 6].join("/"));
    let server = house.serve();
    house.publishes("ferry.md");
    assert!(server.reads("/").body.contains("Ferry stops"));
}

#[test]
fn a_server_that_was_killed_stands_in_nobodys_way() {
    let house = House::founded();
    drop(house.serve());
    assert_eq!(
        house.data().join("colophon.sock").exists(),
        house.is_file(),
        "it could not clear up"
    );
    house.publishes("ferry.md");
    let server = house.serve();
    house.publishes("lighthouse.md");
    assert!(server.reads("/").body.contains("is lit again"));
}
