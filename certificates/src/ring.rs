//! The certificates of a running server, by the name a caller asks for.

use crate::fault::Fault;
use crate::pair::Pair;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What the authority says it is here for when it looks at a challenge (RFC 8737 §6.2).
pub(crate) const CHALLENGE: &[u8] = b"acme-tls/1";
/// Handshakes remembered, so that a reader who comes back needs half of one. Those of TLS 1.3 the reader remembers.
const SESSIONS_MAX: usize = 4_096;

/// All that is shown. Cheap to clone; all clones are one ring.
#[derive(Clone, Default)]
pub struct Ring(Arc<RwLock<Held>>);

#[derive(Default)]
struct Held {
    /// Shown to everybody, whatever the name.
    any: Option<Pair>,
    by_host: HashMap<String, Pair>,
    /// Shown to an authority.
    challenges: HashMap<String, Arc<CertifiedKey>>,
    /// Told to an authority: the answer to each token.
    tokens: HashMap<String, String>,
}

impl std::fmt::Debug for Ring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ring")
    }
}

impl Ring {
    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Held> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows this one to everybody from now on.
    pub fn show_all(&self, pair: Pair) {
        self.change().any = Some(pair);
    }

    /// Shows this one to who asks for a host, from now on.
    pub fn show(&self, host: &str, pair: Pair) {
        self.change()
            .by_host
            .insert(host.to_ascii_lowercase(), pair);
    }

    /// The one shown to who asks for a host.
    pub fn of(&self, host: &str) -> Option<Pair> {
        self.held().by_host.get(host).cloned()
    }

    /// The answer to a challenge with this token (RFC 8555 §8.3).
    pub fn answer_to(&self, token: &str) -> Option<String> {
        self.held().tokens.get(token).cloned()
    }

    pub(crate) fn answer(&self, token: &str, answer: &str) {
        let mut held = self.change();
        held.tokens.insert(token.to_owned(), answer.to_owned());
    }

    pub(crate) fn show_challenge(&self, host: &str, certified: CertifiedKey) {
        let certified = Arc::new(certified);
        self.change().challenges.insert(host.to_owned(), certified);
    }

    /// Forgets a challenge.
    pub(crate) fn challenge_over(&self, host: &str, token: &str) {
        let mut held = self.change();
        held.challenges.remove(host);
        held.tokens.remove(token);
    }

    /// How a server that shows these speaks TLS: 1.2 and 1.3, HTTP/2 before HTTP/1.1.
    ///
    /// # Errors
    /// [`Fault::Pair`] where the cryptography cannot begin.
    pub fn tls(&self) -> Result<Arc<ServerConfig>, Fault> {
        let wrong = |error: rustls::Error| Fault::Pair(format!("TLS cannot begin: {error}"));
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(wrong)?
                .with_no_client_auth()
                .with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec(), CHALLENGE.to_vec()];
        config.session_storage = ServerSessionMemoryCache::new(SESSIONS_MAX);
        config.ticketer = aws_lc_rs::Ticketer::new().map_err(wrong)?;
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for Ring {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let host = hello.server_name().map(str::to_ascii_lowercase);
        let mut offered = hello.alpn().into_iter().flatten();
        let held = self.held();
        if offered.any(|protocol| protocol == CHALLENGE) {
            return held.challenges.get(&host?).cloned();
        }
        let own = host.and_then(|host| held.by_host.get(&host));
        own.or(held.any.as_ref())
            .map(|pair| Arc::clone(&pair.certified))
    }
}
