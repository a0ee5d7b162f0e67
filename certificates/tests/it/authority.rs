//! Certificates from pebble, an authority made for trying.

use crate::stage::{serve, shown};
use cast::authority::{Authority, free_port};
use certificates::{Keeper, Outside, Ring};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(crate) const DAY: i64 = 86_400;

/// A house that wants certificates.
pub(crate) struct House {
    folder: tempfile::TempDir,
    pub(crate) authority: Authority,
    /// Whom it asks, and by what it checks that.
    pub(crate) directory: String,
    pub(crate) roots: PathBuf,
    pub(crate) ring: Ring,
    tls_port: u16,
    by_http: bool,
    pub(crate) now: Arc<AtomicI64>,
}

impl House {
    pub(crate) async fn new(by_http: bool) -> House {
        let (tls_port, http_port) = (free_port(), free_port());
        let ring = Ring::default();
        serve(&ring, tls_port, by_http.then_some(http_port)).await;
        let authority = Authority::start(http_port, tls_port);
        #[expect(
            clippy::disallowed_methods,
            reason = "the authority is a program with the machine's clock, and dates what it gives by it"
        )]
        let now = jiff::Timestamp::now().as_second();
        House {
            folder: tempfile::tempdir().expect("a folder"),
            directory: authority.directory.clone(),
            roots: authority.roots.clone(),
            authority,
            ring,
            tls_port,
            by_http,
            now: Arc::new(AtomicI64::new(now)),
        }
    }

    fn certificates(&self) -> std::path::PathBuf {
        self.folder.path().join("certificates")
    }

    pub(crate) fn keeper(&self, ring: &Ring) -> Keeper<impl Fn() -> i64, impl Fn() -> u64> {
        let authority = certificates::Authority {
            directory: self.directory.clone(),
            contact: "desk@gazette.test".to_owned(),
            roots: Some(self.roots.clone()),
        };
        let now = Arc::clone(&self.now);
        let outside = Outside {
            now: move || now.load(Ordering::Relaxed),
            chance: || 0,
        };
        Keeper::open(
            &self.certificates(),
            authority,
            ring.clone(),
            self.by_http,
            outside,
        )
        .expect("opened")
    }

    /// By what the authority signs.
    async fn issuer(&self) -> Vec<u8> {
        let mut roots = rustls::RootCertStore::empty();
        let own = std::fs::read(&self.authority.roots).expect("there");
        let own = rustls::pki_types::pem::PemObject::from_pem_slice(&own).expect("PEM");
        roots.add(own).expect("a root");
        let client = outgoing::Client::with(Arc::new(outgoing::SystemResolver), |_| true, roots)
            .expect("a client");
        let asked = outgoing::Request {
            method: http::Method::GET,
            url: self.authority.issuer.clone(),
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
        };
        client.send(asked).await.expect("an answer").body.to_vec()
    }

    async fn shows(&self, host: &str) -> Option<Vec<u8>> {
        let shown = shown(self.tls_port, host, &self.issuer().await).await?;
        Some(shown.to_vec())
    }
}

pub(crate) fn hosts(hosts: &[&str]) -> Vec<String> {
    hosts.iter().map(|host| (*host).to_owned()).collect()
}

#[tokio::test]
async fn every_host_gets_its_certificate_by_either_challenge() {
    for by_http in [true, false] {
        let house = House::new(by_http).await;
        let mut keeper = house.keeper(&house.ring);
        assert!(house.shows("gazette.test").await.is_none());
        keeper
            .look(&hosts(&["gazette.test", "www.gazette.test"]))
            .await;
        let first = house.shows("gazette.test").await.expect("a certificate");
        let second = house
            .shows("www.gazette.test")
            .await
            .expect("a certificate");
        assert_ne!(first, second);
        assert!(house.shows("courier.test").await.is_none());
    }
}

#[tokio::test]
async fn only_the_owner_may_read_what_is_kept_and_it_is_used_after_a_restart() {
    let house = House::new(true).await;
    house
        .keeper(&house.ring)
        .look(&hosts(&["gazette.test"]))
        .await;
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let folder = house.certificates();
    assert_eq!(mode(&folder), 0o700);
    for name in ["account.json", "gazette.test.pem"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    let kept = std::fs::read(folder.join("gazette.test.pem")).expect("there");
    let ring = Ring::default();
    house.keeper(&ring).look(&hosts(&["gazette.test"])).await;
    assert!(ring.of("gazette.test").is_some());
    assert_eq!(
        std::fs::read(folder.join("gazette.test.pem")).expect("there"),
        kept
    );
}

#[tokio::test]
async fn a_certificate_is_renewed_when_a_third_of_its_life_is_left() {
    let house = House::new(true).await;
    let mut keeper = house.keeper(&house.ring);
    let all = hosts(&["gazette.test"]);
    keeper.look(&all).await;
    let first = house.shows("gazette.test").await.expect("a certificate");
    let ends = house.ring.of("gazette.test").expect("a pair").ends();
    // Pebble's certificates hold for five years of 365.25 days, near enough.
    let third = 1_826 * DAY / 3;
    house.now.store(ends - third - 2 * DAY, Ordering::Relaxed);
    keeper.look(&all).await;
    assert_eq!(house.shows("gazette.test").await, Some(first.clone()));
    house.now.store(ends - third + 2 * DAY, Ordering::Relaxed);
    keeper.look(&all).await;
    let second = house.shows("gazette.test").await.expect("a certificate");
    assert_ne!(first, second);
}

#[tokio::test]
async fn a_host_that_gets_none_stops_no_other_and_is_tried_again_by_the_other_challenge() {
    // Somebody else answers on the port for HTTP, so that challenge fails.
    let mut house = House::new(false).await;
    house.by_http = true;
    let mut keeper = house.keeper(&house.ring);
    // The first is refused for its very name, by the authority.
    let all = hosts(&[
        "bad_.test",
        "-.test",
        "localhost",
        "192.0.2.1",
        "gazette.test",
    ]);
    keeper.look(&all).await;
    assert!(house.ring.of("gazette.test").is_none());
    // Not before its time,
    keeper.look(&all).await;
    assert!(house.ring.of("gazette.test").is_none());
    // and then by TLS.
    house.now.fetch_add(10 * 60, Ordering::Relaxed);
    keeper.look(&all).await;
    assert!(house.shows("gazette.test").await.is_some());
    for other in ["bad_.test", "-.test", "localhost", "192.0.2.1"] {
        assert!(house.ring.of(other).is_none());
    }
}
