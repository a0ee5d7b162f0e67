//! A server that readers come to by TLS.

use crate::support::{House, Server};
use cast::authority::{Authority, free_port};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

/// What a page of this host says to a reader who believes these certificates; `None` if there is no TLS with it.
fn read(port: u16, host: &str, roots: &str, path: &str) -> Option<String> {
    let mut store = RootCertStore::empty();
    for root in PemObject::pem_slice_iter(roots.as_bytes()) {
        store.add(root.expect("PEM")).expect("a root");
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(store)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a connection");
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let mut stream = StreamOwned::new(connection, stream);
    let words = format!("GET {path} HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(words.as_bytes()).ok()?;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    Some(String::from_utf8_lossy(&said).into_owned())
}

/// Writes a pair for the gazette; the certificate.
fn writes(folder: &Path) -> String {
    let made = rcgen::generate_simple_self_signed(["gazette.localhost".to_owned()]).expect("made");
    std::fs::write(folder.join("own.pem"), made.cert.pem()).expect("written");
    std::fs::write(folder.join("own.key"), made.signing_key.serialize_pem()).expect("written");
    made.cert.pem()
}

#[test]
fn readers_come_by_tls_with_the_papers_own_certificate_and_others_are_sent_there() {
    let house = House::founded();
    let first = writes(&house.data());
    let plain = free_port();
    let settings = format!(
        "tls = \"files\"\ntls_certificate = \"own.pem\"\ntls_key = \"own.key\"\nlisten_plain = \"127.0.0.1:{plain}\"\n"
    );
    settings_in(&house, &settings);
    let server = house.serve();
    let page = read(server.port, "gazette.localhost", &first, "/").expect("TLS");
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("Harbour Gazette"),
        "{page}"
    );
    assert!(
        page.contains("strict-transport-security: max-age=31536000"),
        "{page}"
    );
    let own = format!("https://gazette.localhost:{}/", server.port);
    assert!(page.contains(&own), "{page}");
    let sent =
        browser::fetch(&format!("http://gazette.localhost:{plain}/news")).expect("an answer");
    assert_eq!(
        (sent.status, sent.header("location")),
        (301, Some(format!("{own}news").as_str()))
    );

    // A new pair, and the server is told; the connections of readers go on meanwhile.
    let second = writes(&house.data());
    server.hears("-HUP");
    while read(server.port, "gazette.localhost", &second, "/").is_none() {}
    assert!(read(server.port, "gazette.localhost", &first, "/").is_none());
    assert_eq!(server.stops(), 0);

    std::fs::write(house.data().join("own.key"), "nothing").expect("written");
    let refused = house
        .run(&["serve", "--listen", "127.0.0.1:0", "--ops", "off"])
        .refused();
    assert!(
        refused.contains("own.key: there is no private key in PEM form"),
        "{refused}"
    );
}

fn settings_in(house: &House, more: &str) {
    let file = house.data().join("colophon.toml");
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    std::fs::write(&file, format!("{more}{there}")).expect("written");
}

#[test]
fn the_server_gets_its_certificates_from_an_authority() {
    let house = House::founded();
    let (tls, plain) = (free_port(), free_port());
    let authority = Authority::start(plain, tls);
    let settings = format!(
        "tls = \"auto\"\nlisten_plain = \"127.0.0.1:{plain}\"\nacme_contact = \"desk@gazette.example\"\n\
         acme_directory = \"{}\"\nacme_roots = \"{}\"\n",
        authority.directory,
        authority.roots.display()
    );
    settings_in(&house, &settings);
    let listen = format!("127.0.0.1:{tls}");
    let args = ["serve", "--listen", &listen, "--ops", "127.0.0.1:0"];
    let server = Server::starts(house.command(&args));
    let kept = house.data().join("certificates/gazette.localhost.pem");
    while !kept.exists() {
        std::thread::yield_now();
    }
    // The last certificate of the chain signs for all of this authority.
    let chain = std::fs::read_to_string(&kept).expect("there");
    let at = chain
        .rfind("-----BEGIN CERTIFICATE")
        .expect("a certificate");
    while read(server.port, "gazette.localhost", &chain[at..], "/").is_none() {}
    let page = read(server.port, "gazette.localhost", &chain[at..], "/").expect("TLS");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert_eq!(server.stops(), 0);
}

#[test]
fn settings_of_tls_that_do_not_fit_are_named() {
    let house = House::founded();
    for (settings, words) in [
        (
            "tls = \"files\"\n",
            "files wants tls_certificate and tls_key",
        ),
        ("tls = \"on\"\n", "tls"),
        (
            "tls = \"auto\"\nacme_directory = \"http://a.example\"\n",
            "acme_directory: it wants an https address",
        ),
        (
            "tls = \"auto\"\nacme_contact = \"desk\"\n",
            "acme_contact: it wants a mail address",
        ),
    ] {
        std::fs::write(house.data().join("colophon.toml"), settings).expect("written");
        let refused = house
            .run(&["serve", "--listen", "127.0.0.1:0", "--ops", "off"])
            .refused();
        assert!(refused.contains(words), "{refused}");
    }
}
