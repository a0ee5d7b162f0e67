//! An authority that says when it wants its certificates renewed.

use crate::authority::{DAY, House, hosts};
use bytes::Bytes;
use certificates::{Pair, Ring};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use listening::{Asking, Caller, Limits};
use outgoing::Client;
use std::fs;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What it says: a window and after how many seconds it wants to be asked again; nothing where it is broken.
type Said = Arc<Mutex<Option<(i64, i64, i64)>>>;

/// What it was asked for: names of certificates.
type Asked = Arc<Mutex<Vec<String>>>;

/// Has the house ask the directory of its authority with an address more, where advice is given.
async fn advised(house: &mut House) -> (Said, Asked) {
    let (said, asked) = (Said::default(), Asked::default());
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("made");
    let (own, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    let ring = Ring::default();
    ring.show_all(Pair::read(own.as_bytes(), key.as_bytes()).expect("a pair"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();

    let theirs = fs::read_to_string(&house.roots).expect("there");
    let mut roots = rustls::RootCertStore::empty();
    let root = rustls::pki_types::pem::PemObject::from_pem_slice(theirs.as_bytes());
    roots.add(root.expect("PEM")).expect("a root");
    let client = Client::with(Arc::new(outgoing::SystemResolver), |_| true, roots);
    let client = client.expect("a client");
    let directory = client.send(outgoing::Request::get(&house.directory)).await;
    let directory = directory.expect("a directory").body;
    let mut directory: serde_json::Value = serde_json::from_slice(&directory).expect("JSON");
    directory["renewalInfo"] = format!("https://localhost:{port}/advice").into();

    let (says, hears) = (said.clone(), asked.clone());
    let answers = move |_: Caller, request: Request<Asking>| {
        let path = request.uri().path().to_owned();
        let body = match path.strip_prefix("/advice/") {
            None => Some((directory.to_string(), 0)),
            Some(name) => {
                hears.lock().expect("a lock").push(name.to_owned());
                says.lock().expect("a lock").map(|(from, until, again)| {
                    let at = |seconds| date(seconds);
                    let window = serde_json::json!({"start": at(from), "end": at(until)});
                    (
                        serde_json::json!({"suggestedWindow": window}).to_string(),
                        again,
                    )
                })
            }
        };
        async move {
            let (body, again) = body.unwrap_or_default();
            let mut response = Response::new(Full::new(Bytes::from(body.clone())));
            response
                .headers_mut()
                .insert("retry-after", again.to_string().parse().expect("a number"));
            if body.is_empty() {
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            }
            response
        }
    };
    let tls = ring.tls().expect("TLS");
    let never = std::future::pending();
    let limits = Limits::of_this_machine();
    tokio::spawn(listening::serve(
        answers,
        listener,
        Some(tls),
        limits,
        never,
    ));
    let both = house.roots.with_file_name("both.pem");
    fs::write(&both, format!("{theirs}\n{own}")).expect("written");
    house.roots = both;
    house.directory = format!("https://localhost:{port}/dir");
    (said, asked)
}

/// An instant as RFC 3339 writes it.
fn date(seconds: i64) -> String {
    let at = jiff::Timestamp::from_second(seconds).expect("an instant");
    at.to_string()
}

#[tokio::test]
async fn a_certificate_an_authority_calls_back_is_renewed_when_it_says() {
    let mut house = House::new(true).await;
    let (said, asked) = advised(&mut house).await;
    let mut keeper = house.keeper(&house.ring);
    let all = hosts(&["gazette.test"]);
    let now = house.now.load(Ordering::Relaxed);
    let far = (now + 900 * DAY, now + 901 * DAY, 21_600);
    *said.lock().expect("a lock") = Some(far);
    keeper.look(&all).await;
    let first = house.ring.of("gazette.test").expect("a pair").ends();
    keeper.look(&all).await;
    keeper.look(&all).await;
    assert_eq!(
        asked.lock().expect("a lock").len(),
        1,
        "not before it wants to be asked"
    );
    let name = asked.lock().expect("a lock")[0].clone();
    assert!(
        name.split_once('.')
            .is_some_and(|(key, number)| !key.is_empty() && !number.is_empty())
    );

    // Called back: whoever asks at the next time renews at once.
    *said.lock().expect("a lock") = Some((now, now + DAY, 21_600));
    house.now.store(now + 2 * DAY, Ordering::Relaxed);
    keeper.look(&all).await;
    assert_eq!(asked.lock().expect("a lock").len(), 2);
    let second = house.ring.of("gazette.test").expect("a pair").ends();
    assert!(second >= first);
    *said.lock().expect("a lock") = Some(far);
    keeper.look(&all).await;
    let names = asked.lock().expect("a lock").clone();
    assert_eq!(names.len(), 3);
    assert_ne!(names[2], name, "another certificate is there");
}

#[tokio::test]
async fn an_authority_that_cannot_be_asked_or_asks_for_too_much_changes_nothing() {
    let mut house = House::new(true).await;
    let (said, asked) = advised(&mut house).await;
    let mut keeper = house.keeper(&house.ring);
    let all = hosts(&["gazette.test"]);
    keeper.look(&all).await;
    let ends = house.ring.of("gazette.test").expect("a pair").ends();
    keeper.look(&all).await;
    keeper.look(&all).await;
    let first = asked.lock().expect("a lock").clone();
    assert_eq!(first.len(), 1, "asked again after hours only");
    // It wants it kept beyond its end; it is renewed all the same.
    *said.lock().expect("a lock") = Some((ends + DAY, ends + 2 * DAY, 60));
    house.now.store(ends - 200 * DAY, Ordering::Relaxed);
    let again = house.keeper(&house.ring);
    drop(keeper);
    let mut keeper = again;
    keeper.look(&all).await;
    assert!(asked.lock().expect("a lock").len() <= 2);
    house.now.store(ends - 100 * DAY, Ordering::Relaxed);
    keeper.look(&all).await;
    keeper.look(&all).await;
    let last = asked.lock().expect("a lock").last().cloned();
    assert_ne!(last.as_ref(), first.first(), "a new one is there");
}
