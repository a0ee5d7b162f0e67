//! An authority of certificates on this machine: `pebble`, the one made for trying ACME (RFC 8555), with a server of names
//! beside it that leads every name to this machine.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The authority; ends with the test.
pub struct Authority {
    /// The address of its directory.
    pub directory: String,
    /// Where it shows the certificate it signs with: PEM, over https.
    pub issuer: String,
    /// What its own certificate is checked by.
    pub roots: PathBuf,
    processes: Vec<Child>,
    _folder: tempfile::TempDir,
}

impl Drop for Authority {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A port nobody has, a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Authority {
    /// Starts one that looks for answers to its challenges on these ports.
    pub fn start(http_port: u16, tls_port: u16) -> Authority {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("made");
        fs::write(path("own.pem"), made.cert.pem()).expect("written");
        fs::write(path("own.key"), made.signing_key.serialize_pem()).expect("written");
        let (port, management, names) = (free_port(), free_port(), free_port());
        let settings = format!(
            r#"{{"pebble": {{"listenAddress": "127.0.0.1:{port}", "managementListenAddress": "127.0.0.1:{management}",
            "certificate": "{}", "privateKey": "{}", "httpPort": {http_port}, "tlsPort": {tls_port}}}}}"#,
            path("own.pem").display(),
            path("own.key").display(),
        );
        fs::write(path("settings.json"), settings).expect("written");
        let names = format!("127.0.0.1:{names}");
        let mut server_of_names = Command::new("pebble-challtestsrv");
        let off = [
            "-http01",
            "-https01",
            "-tlsalpn01",
            "-management",
            "-defaultIPv6",
        ];
        server_of_names.args(["-dns01", &names, "-defaultIPv4", "127.0.0.1"]);
        server_of_names.args(off.iter().flat_map(|flag| [*flag, ""]));
        let mut authority = Command::new("pebble");
        authority
            .args(["-dnsserver", &names, "-config"])
            .arg(path("settings.json"))
            .env("PEBBLE_VA_NOSLEEP", "1");
        let processes = vec![
            started(server_of_names, "Starting management server"),
            started(authority, "ACME directory available"),
        ];
        // It says so just before it listens.
        let listens = |port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        while !(listens(port) && listens(management)) {
            std::thread::yield_now();
        }
        Authority {
            directory: format!("https://localhost:{port}/dir"),
            issuer: format!("https://localhost:{management}/roots/0"),
            roots: path("own.pem"),
            processes,
            _folder: folder,
        }
    }
}

/// Starts a program and waits until it says these words; what it says afterwards is read and forgotten.
fn started(mut command: Command, ready: &str) -> Child {
    let advice = "pebble is here: cargo xtask setup installs it";
    let (reader, writer) = std::io::pipe().expect("a pipe");
    command
        .stdin(Stdio::null())
        .stderr(writer.try_clone().expect("a pipe"))
        .stdout(writer);
    let process = command.spawn().expect(advice);
    drop(command);
    let mut lines = BufReader::new(reader).lines();
    let mut said = String::new();
    loop {
        let line = lines.next().ok_or(&said).expect("it begins").expect("text");
        if line.contains(ready) {
            break;
        }
        said.push_str(&line);
    }
    std::thread::spawn(move || lines.count());
    process
}
