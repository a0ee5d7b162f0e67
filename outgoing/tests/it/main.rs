//! The way out of the house, against listeners of this machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

use outgoing::{Answer, BODY_BYTES_MAX, Client, Fault, Request, Resolve, address};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A resolver that says what the test wants, one answer after the other, and remembers what it was asked.
#[derive(Default)]
struct Told {
    answers: Mutex<VecDeque<Vec<SocketAddr>>>,
    asked: Mutex<Vec<String>>,
}

impl Told {
    fn with(answers: impl IntoIterator<Item = Vec<SocketAddr>>) -> Arc<Told> {
        Arc::new(Told {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
        })
    }
}

impl Resolve for Told {
    fn resolve<'a>(
        &'a self,
        host: &'a str,
        _: u16,
    ) -> std::pin::Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send + 'a>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move { answer.ok_or_else(|| std::io::Error::other("no such name")) })
    }
}

/// This machine stands for the open net; everything else follows the rule.
fn here_is_public(ip: IpAddr) -> bool {
    ip == IpAddr::from([127, 0, 0, 1]) || address::is_public(ip)
}

fn client(told: &Arc<Told>) -> Client {
    Client::with(told.clone(), here_is_public, RootCertStore::empty()).expect("a client")
}

/// Answers each connection with the next text, and gives back what it was sent.
async fn listener(answers: Vec<Vec<u8>>) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let at = listener.local_addr().expect("an address");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let record = heard.clone();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let mut said = vec![0; 8192];
            let mut length = 0;
            // Headers, and a body as long as they say.
            loop {
                length += stream.read(&mut said[length..]).await.expect("a request");
                let text = String::from_utf8_lossy(&said[..length]).to_lowercase();
                let wanted = text
                    .split("content-length: ")
                    .nth(1)
                    .and_then(|rest| rest.lines().next()?.parse::<usize>().ok());
                if let Some((_, body)) = text.split_once("\r\n\r\n")
                    && body.len() >= wanted.unwrap_or(0)
                {
                    break;
                }
            }
            record
                .lock()
                .unwrap()
                .push(String::from_utf8_lossy(&said[..length]).into_owned());
            let _ = stream.write_all(&answer).await;
        }
    });
    (at, heard)
}

fn says(status: &str, more: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{more}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn ask(client: &Client, url: &str) -> Result<Answer, Fault> {
    client.send(Request::get(url)).await
}

#[tokio::test]
async fn a_form_reaches_the_hub_as_it_was_filled_in() {
    let (at, heard) = listener(vec![says("204 No Content", "", "")]).await;
    let told = Told::with([vec![at]]);
    let form = Request::form(
        "http://hub.example/push?x=1#part",
        &[
            ("hub.mode", "publish"),
            ("hub.url", "https://a.example/feed.xml?a=b&c"),
        ],
    );
    let answer = client(&told).send(form).await.expect("an answer");
    assert_eq!(answer.status, 204);
    let heard = heard.lock().unwrap()[0].clone();
    assert!(heard.starts_with("POST /push?x=1 HTTP/1.1\r\n"), "{heard}");
    assert!(heard.contains("host: hub.example\r\n") && heard.contains("user-agent: Colophon/"));
    assert!(
        heard.ends_with("hub.mode=publish&hub.url=https%3A%2F%2Fa.example%2Ffeed.xml%3Fa%3Db%26c")
    );
}

#[tokio::test]
async fn sixty_forms_of_closed_addresses_are_refused() {
    let closed = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.254",
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.255.255.255",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0x7f.0x0.0x0.0x1",
        "169.254.1.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "2852039166",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "3232235521",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::8.8.8.8]",
        "[64:ff9b:1::1]",
        "[100::1]",
        "[2001::1]",
        "[2001:2::1]",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
        "[2002:a00:1::]",
        "[3fff::1]",
        "[5f00::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[fe80::1]",
        "[febf::1]",
        "[fec0::1]",
        "[ff02::1]",
        "１２７.０.０.１",
        "127。0。0。1",
    ];
    assert!(closed.len() >= 60);
    let told = Told::with([]);
    let strict =
        Client::with(told.clone(), address::is_public, RootCertStore::empty()).expect("a client");
    for host in closed {
        let outcome = ask(&strict, &format!("http://{host}/")).await;
        assert!(
            matches!(outcome, Err(Fault::NotPublic { .. })),
            "{host}: {outcome:?}"
        );
    }
    assert!(
        told.asked.lock().unwrap().is_empty(),
        "none of them is a name"
    );
    for open in [
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "223.255.255.254",
        "2606:4700::1111",
        "2a00:1450::1",
    ] {
        assert!(
            address::is_public(open.parse().expect("an address")),
            "{open}"
        );
    }
}

#[tokio::test]
async fn a_name_with_one_closed_address_is_refused_whatever_the_others_are() {
    let told = Told::with([vec![
        "93.184.216.34:80".parse().expect("public"),
        "10.0.0.1:80".parse().expect("private"),
    ]]);
    let outcome = ask(&client(&told), "http://two-faced.example/").await;
    assert!(
        matches!(outcome, Err(Fault::NotPublic { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn one_place_may_be_entered_that_the_person_at_the_terminal_names_and_no_other() {
    let elsewhere = "location: http://127.0.0.1:1/secret\r\n";
    let (at, heard) = listener(vec![
        says("200 OK", "", "here"),
        says("302 Found", elsewhere, ""),
        says("200 OK", "", "by its name"),
    ])
    .await;
    let client = |place: &str| {
        Client::with(Told::with([]), address::is_public, RootCertStore::empty())
            .and_then(|client| client.entering(place))
            .expect("a client")
    };
    let place = format!("http://{at}/former");
    let near = client(&place);
    assert_eq!(ask(&near, &place).await.expect("an answer").body, "here");
    for other in [
        place.clone(),
        format!("http://127.0.0.1:{}/", at.port() + 1),
        format!("https://{at}/"),
        "http://10.0.0.1/".to_owned(),
    ] {
        let refused = ask(&near, &other).await;
        assert!(
            matches!(refused, Err(Fault::NotPublic { .. })),
            "{other}: {refused:?}"
        );
    }
    let named = format!("http://former.localhost:{}/", at.port());
    let answer = ask(&client(&named), &named).await.expect("an answer");
    assert_eq!(answer.body, "by its name");
    assert_eq!(heard.lock().unwrap().len(), 3);
    let own = Client::with(Told::with([]), address::is_public, RootCertStore::empty());
    assert!(own.expect("a client").entering("ftp://127.0.0.1/").is_err());
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_asked_once_and_again_only_for_a_redirect() {
    let (at, _) = listener(vec![says("302 Found", "location: /again\r\n", "")]).await;
    let told = Told::with([vec![at], vec!["10.0.0.1:80".parse().expect("private")]]);
    let outcome = ask(&client(&told), "http://rebinding.example/").await;
    assert!(
        matches!(outcome, Err(Fault::NotPublic { .. })),
        "{outcome:?}"
    );
    assert_eq!(told.asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn redirects_are_followed_three_times_and_nowhere_closed() {
    let hop = || says("301 Moved Permanently", "location: /next\r\n", "");
    let (at, _) = listener(vec![hop(), hop(), hop(), says("200 OK", "", "there")]).await;
    let told = Told::with(std::iter::repeat_n(vec![at], 4));
    let answer = ask(&client(&told), "http://a.example/")
        .await
        .expect("an answer");
    assert_eq!(
        (answer.body.as_ref(), answer.url.as_str()),
        (&b"there"[..], "http://a.example/next")
    );
    let (at, _) = listener(vec![hop(), hop(), hop(), hop()]).await;
    let told = Told::with(std::iter::repeat_n(vec![at], 9));
    assert!(matches!(
        ask(&client(&told), "http://a.example/").await,
        Err(Fault::Redirect(_))
    ));
    for to in [
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "gopher://a.example/",
        "http://u:p@a.example/",
        "//",
        "",
    ] {
        let (at, _) = listener(vec![says("302 Found", &format!("location: {to}\r\n"), "")]).await;
        let told = Told::with([vec![at]]);
        let outcome = ask(&client(&told), "http://a.example/").await;
        assert!(
            matches!(
                outcome,
                Err(Fault::NotPublic { .. } | Fault::Redirect(_) | Fault::Unknown(_))
            ),
            "{to}: {outcome:?}"
        );
    }
    let (at, _) = listener(vec![says("302 Found", "location: /x\r\n", "")]).await;
    let outcome = client(&Told::with([vec![at]]))
        .send(Request::form("http://a.example/", &[]))
        .await;
    assert!(
        matches!(outcome, Err(Fault::Redirect(_))),
        "a form is not turned into a question"
    );
}

#[tokio::test]
async fn an_answer_has_its_bounds() {
    let much = "x".repeat(BODY_BYTES_MAX + 1);
    let (at, _) = listener(vec![says("200 OK", "", &much)]).await;
    assert!(matches!(
        ask(&client(&Told::with([vec![at]])), "http://a.example/").await,
        Err(Fault::TooLarge(_))
    ));
    let (at, _) = listener(vec![b"SSH-2.0-OpenSSH\r\n".to_vec()]).await;
    assert!(matches!(
        ask(&client(&Told::with([vec![at]])), "http://a.example/").await,
        Err(Fault::Broken { .. })
    ));
}

#[tokio::test]
async fn only_the_web_is_asked_and_without_a_password() {
    let told = Told::with([]);
    for url in [
        "",
        "hub",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http://user@a.example/",
        "http://u:p@a.example/",
        "data:,x",
        "unix:/run/x",
    ] {
        assert!(
            matches!(ask(&client(&told), url).await, Err(Fault::Address(_))),
            "{url}"
        );
    }
    assert!(matches!(
        ask(&client(&told), "http://nowhere.example/").await,
        Err(Fault::Unknown(_))
    ));
}

/// A listener that speaks TLS as `hub.example`, by a certificate no authority has signed, and answers once.
async fn tls_listener() -> SocketAddr {
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("key.pem")).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate()], key)
        .expect("a configuration");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let at = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a caller");
        if let Ok(mut stream) = acceptor.accept(stream).await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&says("200 OK", "", "in secret")).await;
            let _ = stream.shutdown().await;
        }
    });
    at
}

fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(include_bytes!("certificate.pem")).expect("a certificate")
}

#[tokio::test]
async fn a_certificate_counts_if_somebody_vouches_for_it_and_for_its_own_name() {
    let mut trusted = RootCertStore::empty();
    trusted.add(certificate()).expect("a root");
    for (url, roots, answers) in [
        ("https://hub.example/", trusted.clone(), true),
        ("https://other.example/", trusted, false),
        ("https://hub.example/", RootCertStore::empty(), false),
    ] {
        let told = Told::with([vec![tls_listener().await]]);
        let client = Client::with(told, here_is_public, roots).expect("a client");
        match ask(&client, url).await {
            Ok(answer) => assert!(answers && answer.body == "in secret", "{url}"),
            Err(Fault::Broken { why, .. }) => {
                assert!(!answers && why.contains("certificate"), "{url}: {why}")
            }
            Err(other) => panic!("{url}: {other}"),
        }
    }
}
