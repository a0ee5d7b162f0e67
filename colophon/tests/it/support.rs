//! A newspaper as its people see it: a folder, the built program, a terminal.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_colophon");

/// A folder of the *Harbour Gazette*, and where its record is kept.
pub(crate) struct House {
    pub(crate) folder: tempfile::TempDir,
    data: PathBuf,
    server: Option<(String, String)>,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What was printed, of a command that must have succeeded.
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// The line of a command that must have been refused: exit 1, one line on standard error.
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one line: {self:?}");
        self.err
            .trim_end()
            .strip_prefix("colophon: ")
            .expect("says who speaks")
            .to_owned()
    }

    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

#[allow(clippy::disallowed_methods)] // tests are told by the environment which database to use
fn server() -> Option<(String, String)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let wanted = std::env::var("COLOPHON_TEST_DB").is_ok_and(|db| db == "postgres");
    wanted.then(|| {
        let url = std::env::var("COLOPHON_TEST_POSTGRES_URL")
            .expect("COLOPHON_TEST_POSTGRES_URL names the server");
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        (url, format!("cli_{}_{number}", std::process::id()))
    })
}

impl House {
    /// An empty folder beside which nothing is founded yet.
    pub(crate) fn empty() -> House {
        House::beside(server())
    }

    /// The same, whose record will be a file whatever database the tests run on.
    pub(crate) fn empty_of_a_file() -> House {
        House::beside(None)
    }

    fn beside(server: Option<(String, String)>) -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("paper");
        House {
            folder,
            data,
            server,
        }
    }

    /// The *Harbour Gazette*: its imprint filled, Ines its director, Tomas a reporter.
    pub(crate) fn founded() -> House {
        House::empty().furnished()
    }

    /// The same in a file whatever database the tests run on: for what only a record in a folder does.
    pub(crate) fn founded_in_a_file() -> House {
        House::empty_of_a_file().furnished()
    }

    /// The same, with a whole database of a PostgreSQL server to itself.
    pub(crate) fn founded_in_a_database(url: &str) -> House {
        House::beside(Some((url.to_owned(), "public".to_owned()))).furnished()
    }

    /// How the server is reached on which the record is, if it is on one.
    pub(crate) fn server_url(&self) -> Option<String> {
        self.server.as_ref().map(|(url, _)| url.clone())
    }

    fn furnished(self) -> House {
        let house = self;
        house
            .run(&[
                "init",
                "paper",
                "--title",
                "Harbour Gazette",
                "--host",
                "gazette.localhost",
                "--language",
                "en",
            ])
            .done();
        let imprint = [
            "--imprint",
            "owner=Harbour Press",
            "--imprint",
            "email=desk@gazette.example",
        ];
        house
            .run(&[&["title", "set", "gazette"][..], &imprint].concat())
            .done();
        for (handle, name, role) in [
            ("ines", "Ines Vidal", "director"),
            ("tomas", "Tomas Reyes", "reporter"),
        ] {
            house
                .run(&["account", "add", handle, "--name", name])
                .done();
            house
                .run(&[
                    "account", "grant", handle, "--role", role, "--title", "gazette",
                ])
                .done();
        }
        house
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.data.clone()
    }

    /// Moves the data folder to another place below the test's folder.
    pub(crate) fn move_to(&mut self, place: &str) {
        let to = self.folder.path().join(place);
        std::fs::create_dir_all(to.parent().expect("a folder above")).expect("made");
        std::fs::rename(&self.data, &to).expect("moved");
        self.data = to;
    }

    /// Whether the record is one file.
    pub(crate) fn is_file(&self) -> bool {
        self.server.is_none()
    }

    /// Where the record is.
    pub(crate) fn place(&self) -> paper::Place {
        match &self.server {
            Some((url, schema)) => paper::Place::Server {
                url: url.clone(),
                schema: Some(schema.clone()),
            },
            None => paper::Place::File(self.data().join("colophon.db")),
        }
    }

    /// A command, with this house as its data folder, an English terminal and nothing else from outside.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args);
        self.in_place(command)
    }

    /// A shell at the same terminal, which finds the record as `$DATABASE_URL` too where it is on a server.
    pub(crate) fn shell(&self, script: &str) -> Command {
        let mut command = Command::new("bash");
        command.args(["-c", script]);
        let mut command = self.in_place(command);
        if let Some((url, _)) = &self.server {
            command.env("DATABASE_URL", url);
        }
        command
    }

    fn in_place(&self, mut command: Command) -> Command {
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("LANG", "en_GB.UTF-8");
        command
            .env("COLOPHON_DATA", self.data())
            .stdin(Stdio::null());
        if let Some((url, schema)) = &self.server {
            command
                .env("COLOPHON_DATABASE", url)
                .env("COLOPHON_SCHEMA", schema);
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let ended = self.command(args).output().expect("the program runs");
        Ran {
            code: ended.status.code().expect("no signal ended it"),
            out: String::from_utf8(ended.stdout).expect("UTF-8"),
            err: String::from_utf8(ended.stderr).expect("UTF-8"),
        }
    }

    /// Publishes an article file of `tests/files` as Ines; its canonical address.
    pub(crate) fn publishes(&self, name: &str) -> String {
        let file = article(name);
        let args = [
            "publish",
            file.as_str(),
            "--title",
            "gazette",
            "--section",
            "news",
            "--as",
            "ines",
            "--json",
        ];
        let published = self.run(&args);
        assert_eq!(published.code, 0, "{published:?}");
        published.json()["published"][0]["urls"][0]
            .as_str()
            .expect("an address")
            .to_owned()
    }

    /// Starts a server and waits until it listens.
    pub(crate) fn serve(&self) -> Server {
        let args = ["serve", "--listen", "127.0.0.1:0", "--ops", "127.0.0.1:0"];
        Server::starts(self.command(&args))
    }

    /// Starts a server on a socket that stays open when it ends, as systemd keeps one; it tells who hears here that it is
    /// ready.
    pub(crate) fn serve_on(&self, socket: &TcpListener, notify: &Path) -> Server {
        let server = self.command(&["serve", "--ops", "127.0.0.1:0"]);
        let mut shell = Command::new("/bin/sh");
        let hand_over = "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\" 3<&0 </dev/null";
        shell.args(["-c", hand_over]).arg(server.get_program());
        shell.args(server.get_args()).env_clear();
        shell.current_dir(self.folder.path());
        shell.envs(
            server
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        shell
            .env("NOTIFY_SOCKET", notify)
            .env("LISTEN_FDNAMES", "readers");
        let socket = socket.try_clone().expect("a socket");
        shell.stdin(OwnedFd::from(socket));
        Server::starts(shell)
    }
}

/// The path of an article file of `tests/files`.
pub(crate) fn article(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/files")
        .join(name)
        .display()
        .to_string()
}

/// A running server; ends with the test.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    pub(crate) ops: u16,
}

impl Server {
    /// Starts it and waits until it says where it listens, without TLS or with it.
    pub(crate) fn starts(mut command: Command) -> Server {
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(process.stdout.take().expect("piped"))
            .lines()
            .map_while(Result::ok);
        let mut listens = |wanted: &str| loop {
            let line = lines.next().expect("it listens");
            let (_, address) = line.split_once("://127.0.0.1:").expect("says where");
            let (port, what) = address.split_once(' ').unwrap_or((address, ""));
            if what.starts_with(wanted) {
                return port.parse().expect("a number");
            }
        };
        let (port, ops) = (listens(""), listens("(operations)"));
        Server { process, port, ops }
    }

    /// Sends it a signal.
    pub(crate) fn hears(&self, signal: &str) {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// What a reader of the *Harbour Gazette* gets at a path.
    pub(crate) fn reads(&self, path: &str) -> browser::Answer {
        browser::fetch(&format!("http://gazette.localhost:{}{path}", self.port))
            .expect("the server answers")
    }

    /// What the operator gets at a path.
    pub(crate) fn operator_reads(&self, path: &str) -> browser::Answer {
        browser::fetch(&format!("http://127.0.0.1:{}{path}", self.ops)).expect("the server answers")
    }

    /// Asks it to stop, as the system does; its exit code.
    pub(crate) fn stops(mut self) -> i32 {
        self.hears("-TERM");
        self.process
            .wait()
            .expect("it ends")
            .code()
            .expect("by itself")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The path of the article published today with this slug.
pub(crate) fn path_of(house: &House, slug: &str) -> String {
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

/// The members of an array, none if it is not one.
pub(crate) fn list(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
