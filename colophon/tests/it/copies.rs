//! A copy kept as the README says brings the same newspaper back: from a file by our own commands, from a PostgreSQL server
//! by that server's own tools.

use crate::support::{House, PROGRAM, Server};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

const README: &str = include_str!("../../../README.md");

/// The commands the README gives between marks, of which one holds these words.
fn told(words: &str) -> String {
    let blocks = README.split("```").skip(1).step_by(2);
    let block = blocks
        .filter_map(|block| Some(block.split_once('\n')?.1))
        .find(|block| block.contains(words));
    block
        .unwrap_or_else(|| panic!("the README tells of {words}"))
        .to_owned()
}

/// The command the README gives within a sentence, which begins with these words.
fn told_in_passing(words: &str) -> String {
    let commands = README.split('`').filter(|part| part.starts_with(words));
    let mut commands = commands.filter(|command| !command.contains('\n'));
    let command = commands.next();
    command
        .unwrap_or_else(|| panic!("the README tells of {words}"))
        .to_owned()
}

/// Where the program is, and the tools of the newest PostgreSQL there is.
fn tools() -> String {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, folder)| folder);
    let program = PathBuf::from(PROGRAM);
    let folders = [program.parent().map(PathBuf::from), newest];
    let folders = folders
        .into_iter()
        .flatten()
        .map(|folder| folder.display().to_string());
    folders
        .chain(["/usr/local/bin:/usr/bin:/bin".to_owned()])
        .collect::<Vec<_>>()
        .join(":")
}

/// Types a script into a shell beside the newspaper.
fn types(house: &House, script: &str) -> String {
    let done = house
        .shell(&format!("set -eu\n{script}\n"))
        .env("PATH", tools())
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let fault = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{script}\n{said}\n{fault}");
    said
}

/// What readers and the desk read of it: pages, a picture, the trail of an article; without the port it is served at.
fn read(house: &House, server: &Server, path: &str) -> Vec<(String, String)> {
    let page = server.reads(path).body;
    let at = page.find("/media/").expect("the page shows a picture");
    let picture = page[at..]
        .split(['"', ' ', ','])
        .next()
        .expect("its address");
    let mut all = Vec::new();
    for path in [
        "/",
        "/news",
        "/feed.xml",
        path,
        &format!("{path}/history"),
        picture,
    ] {
        let got = server.reads(path);
        assert_eq!(got.status, 200, "{path}");
        let port = server.port;
        let body = got.body.replace(&format!(":{port}"), "");
        let body = body.replace(&format!("%3A{port}"), "");
        all.push((path.to_owned(), body));
    }
    for command in [&["audit", path][..], &["show", path, "--history"]] {
        all.push((command.join(" "), house.run(command).done()));
    }
    all
}

/// The database of a newspaper on a server: how the server's own one is reached, and its name there.
struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A name nobody has on the server of the tests; `None` where they run on files.
    fn new() -> Option<Database> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        Some(Database {
            server: House::empty().server_url()?,
            name: format!("copied_{}_{number}", std::process::id()),
        })
    }

    fn url(&self) -> String {
        self.server
            .replacen("/postgres?", &format!("/{}?", self.name), 1)
    }

    fn command(&self, program: &str) -> String {
        let Database { server, name } = self;
        format!("{program} --maintenance-db='{server}' {name}")
    }
}

#[test]
fn a_copy_kept_as_the_readme_says_brings_the_same_newspaper_back() {
    let database = Database::new();
    let house = match &database {
        None => House::founded(),
        Some(database) => {
            types(&House::empty(), &database.command("createdb"));
            House::founded_in_a_database(&database.url())
        }
    };
    let url = house.publishes("lighthouse.md");
    let path = &url[url.find("/20").expect("a dated path")..];
    let correct = [
        "correct",
        path,
        "--as",
        "ines",
        "--note",
        "It was lit in 1871",
    ];
    let words = ["--replace", "eleven weeks", "twelve weeks"];
    house.run(&[&correct[..], &words].concat()).done();
    let server = house.serve();
    let before = read(&house, &server, path);
    let keep = match &database {
        None => told("colophon backup"),
        Some(_) => told("pg_dump"),
    };
    types(&house, &keep);
    drop(server);
    let gone = "rm -r \"$COLOPHON_DATA\"";
    let take_back = match &database {
        None => "colophon restore voce-1.backup --data \"$COLOPHON_DATA\"".to_owned(),
        Some(database) => {
            let unpack = "mkdir \"$COLOPHON_DATA\"; tar --extract --file=voce-1.tar --directory=\"$COLOPHON_DATA\"";
            types(&house, &database.command("dropdb --force"));
            let create = database.command("createdb");
            let unpacked = told_in_passing("pg_restore ");
            let restart = told_in_passing("colophon log restart");
            format!("{create}\n{unpack}\n{unpacked}\n{restart}")
        }
    };
    types(&house, gone);
    house.run(&["audit"]).refused();
    types(&house, &take_back);
    let sound = types(&house, "colophon doctor");
    assert!(sound.lines().all(|line| line.starts_with("ok ")), "{sound}");
    let after = read(&house, &house.serve(), path);
    for ((what, before), (_, after)) in before.iter().zip(&after) {
        // Not printed: among them is a picture.
        assert!(before == after, "{what} is another");
    }
}
