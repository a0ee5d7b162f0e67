//! A server that is restarted while readers come.

use crate::support::House;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: gazette.localhost\r\n";
/// Restarts under way of the clients.
const RESTARTS: usize = 3;

/// Reads one answer, and says whether the connection is kept after it.
fn answered(stream: &mut TcpStream) -> bool {
    let mut said = Vec::new();
    let mut some = [0_u8; 16 * 1024];
    loop {
        let count = stream.read(&mut some).expect("the answer goes on");
        assert!(
            count > 0,
            "hung up after {}",
            String::from_utf8_lossy(&said)
        );
        said.extend_from_slice(&some[..count]);
        let text = String::from_utf8_lossy(&said);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        if body.trim_end().ends_with("</html>") {
            return !head.contains("connection: close");
        }
    }
}

/// A reader who comes with each request anew.
fn comes(address: SocketAddr) {
    let mut stream = TcpStream::connect(address).expect("nobody is refused");
    stream
        .write_all(&[REQUEST, b"connection: close\r\n\r\n"].concat())
        .expect("sent");
    answered(&mut stream);
}

/// A reader who stays as long as it is let.
fn stays(address: SocketAddr, kept: &mut Option<TcpStream>) {
    let mut stream = match kept.take() {
        Some(stream) => stream,
        None => TcpStream::connect(address).expect("nobody is refused"),
    };
    stream
        .write_all(&[REQUEST, b"\r\n"].concat())
        .expect("sent");
    if answered(&mut stream) {
        *kept = Some(stream);
    }
}

#[test]
fn no_reader_is_refused_or_left_without_an_answer_while_the_server_is_restarted() {
    let house = House::founded();
    let socket = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = socket.local_addr().expect("an address");
    let heard_at = house.folder.path().join("notify");
    let hears = UnixDatagram::bind(&heard_at).expect("a socket");
    let heard = || {
        let mut words = [0; 64];
        let count = hears.recv(&mut words).expect("told");
        String::from_utf8_lossy(&words[..count]).into_owned()
    };
    let mut server = house.serve_on(&socket, &heard_at);
    assert_eq!(heard(), "READY=1");

    let over = Arc::new(AtomicBool::new(false));
    let counts: [Arc<AtomicU64>; 2] = Default::default();
    let readers: Vec<_> = counts
        .iter()
        .enumerate()
        .map(|(kind, count)| {
            let (over, count) = (Arc::clone(&over), Arc::clone(count));
            thread::spawn(move || {
                let mut kept = None;
                while !over.load(Ordering::Relaxed) {
                    match kind {
                        0 => comes(address),
                        _ => stays(address, &mut kept),
                    }
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    // Each kind of reader is answered some more times.
    let more = || {
        let before: Vec<u64> = counts
            .iter()
            .map(|count| count.load(Ordering::Relaxed))
            .collect();
        for (count, before) in counts.iter().zip(before) {
            while count.load(Ordering::Relaxed) < before + 3 {
                assert!(
                    readers.iter().all(|reader| !reader.is_finished()),
                    "one has failed"
                );
                thread::yield_now();
            }
        }
    };
    for _ in 0..RESTARTS {
        more();
        assert_eq!(server.stops(), 0);
        assert_eq!(heard(), "STOPPING=1");
        server = house.serve_on(&socket, &heard_at);
        assert_eq!(heard(), "READY=1");
    }
    more();
    over.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().expect("every request was answered");
    }
    assert_eq!(server.stops(), 0);
}

#[test]
fn two_servers_listen_at_one_address_only_if_they_are_told_to() {
    let (first, second) = (House::founded(), House::founded());
    let server = first.serve();
    let listen = format!("127.0.0.1:{}", server.port);
    let refused = second
        .run(&["serve", "--listen", &listen, "--ops", "off"])
        .refused();
    assert!(refused.contains("cannot listen on"), "{refused}");
    drop(server);
    let shares = |house: &House| {
        let mut command = house.command(&["serve", "--listen", &listen, "--ops", "127.0.0.1:0"]);
        command.env("COLOPHON_SHARE_PORT", "true");
        crate::support::Server::starts(command)
    };
    let (one, two) = (shares(&first), shares(&second));
    assert_eq!(one.port, two.port);
    assert_eq!(one.stops(), 0);
    assert_eq!(two.reads("/").status, 200);
}
