//! Gets the certificates of all hosts from an authority, and new ones in time.

use crate::authority::Authority;
use crate::challenge::Means;
use crate::fault::Fault;
use crate::pair::Pair;
use crate::ring::Ring;
use crate::store::Store;
use crate::timing;
use outgoing::Client;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// How often it is looked what is to be done.
const LOOK: Duration = Duration::from_secs(60);

/// Time and chance.
#[derive(Clone, Copy)]
pub struct Outside<N, C> {
    /// Now, in seconds since 1970.
    pub now: N,
    /// A number nobody can guess.
    pub chance: C,
}

/// Keeps the certificates of all hosts.
pub struct Keeper<N, C> {
    ring: Ring,
    store: Store,
    authority: Authority,
    client: Client,
    outside: Outside<N, C>,
    /// There is a listener without TLS where an authority may ask.
    by_http: bool,
    hosts: HashMap<String, Standing>,
}

/// How it stands with a host.
#[derive(Debug, Clone, Copy)]
struct Standing {
    /// When something is to be done, in seconds since 1970.
    next: i64,
    /// When the authority is asked what it advises, in seconds since 1970.
    ask: i64,
    /// Tries that failed since the last that did not.
    failures: u32,
}

impl<N: Fn() -> i64, C: Fn() -> u64> Keeper<N, C> {
    /// With what lies in a folder already.
    ///
    /// # Errors
    /// [`Fault::File`] where the folder cannot be used, [`Fault::Pair`] where the certificates by which the authority's
    /// own is checked cannot be read.
    pub fn open(
        folder: &Path,
        authority: Authority,
        ring: Ring,
        by_http: bool,
        outside: Outside<N, C>,
    ) -> Result<Keeper<N, C>, Fault> {
        Ok(Keeper {
            ring,
            store: Store::open(folder)?,
            client: authority.client()?,
            authority,
            outside,
            by_http,
            hosts: HashMap::new(),
        })
    }

    /// Looks after the hosts that are there each time, for ever.
    pub async fn run(mut self, mut hosts: impl AsyncFnMut() -> Vec<String>) {
        loop {
            let now = hosts().await;
            self.look(&now).await;
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Does what is to be done now. One host after the other; what goes wrong with one is told and stops none.
    pub async fn look(&mut self, hosts: &[String]) {
        self.hosts.retain(|host, _| hosts.contains(host));
        for host in hosts.iter().filter(|host| certifiable(host)) {
            let standing = match self.hosts.get(host) {
                Some(standing) => *standing,
                None => self.found(host),
            };
            let standing = match standing.ask <= (self.outside.now)() {
                true => self.advised(host, standing).await,
                false => standing,
            };
            let standing = if standing.next <= (self.outside.now)() {
                self.try_for(host, standing).await
            } else {
                standing
            };
            self.hosts.insert(host.clone(), standing);
        }
    }

    /// A host seen for the first time: with what is kept of it.
    fn found(&self, host: &str) -> Standing {
        let kept = self.store.pair(host).unwrap_or_else(|fault| {
            tracing::error!(
                "{host}: the kept certificate cannot be used, a new one is asked for: {fault}"
            );
            None
        });
        let next = kept.map_or(i64::MIN, |pair| self.shown(host, pair));
        Standing {
            next,
            ask: i64::MIN,
            failures: 0,
        }
    }

    /// The same with what the authority advises, which may have called a certificate back. Where it cannot be asked, or a try
    /// failed and waits, it stands as it stood.
    async fn advised(&self, host: &str, standing: Standing) -> Standing {
        let asked = async |pair: &Pair| {
            let certificate = pair.certificate();
            self.authority
                .advice(&self.client, &self.store, certificate)
                .await
        };
        let later = Standing {
            ask: (self.outside.now)().saturating_add(timing::ASKED_USUALLY),
            ..standing
        };
        let Some(pair) = self.ring.of(host).filter(|_| standing.failures == 0) else {
            return later;
        };
        match asked(&pair).await {
            Ok(None) => later,
            Ok(Some(advice)) => Standing {
                next: timing::advised(
                    pair.validity,
                    advice,
                    standing.next,
                    (self.outside.chance)(),
                ),
                ask: (self.outside.now)().saturating_add(timing::asked_again(advice)),
                failures: 0,
            },
            Err(fault) => {
                tracing::warn!(
                    "{host}: the authority cannot be asked when to renew its certificate: {fault}"
                );
                later
            }
        }
    }

    /// Shows a pair; when it is to be renewed.
    fn shown(&self, host: &str, pair: Pair) -> i64 {
        let next = timing::renewal(pair.validity, (self.outside.chance)());
        self.ring.show(host, pair);
        next
    }

    async fn try_for(&self, host: &str, standing: Standing) -> Standing {
        let means = Means::after(standing.failures, self.by_http);
        match self.renewed(host, means).await {
            Ok(pair) => {
                tracing::info!("{host}: a new certificate is here");
                Standing {
                    next: self.shown(host, pair),
                    ask: i64::MIN,
                    failures: 0,
                }
            }
            Err(fault) => {
                let failures = standing.failures.saturating_add(1);
                let wait = timing::again(failures, (self.outside.chance)());
                self.tell(host, &fault, wait);
                Standing {
                    next: (self.outside.now)() + wait,
                    failures,
                    ..standing
                }
            }
        }
    }

    async fn renewed(&self, host: &str, means: Means) -> Result<Pair, Fault> {
        let (key, chain) = self
            .authority
            .certify(&self.client, &self.store, &self.ring, host, means)
            .await?;
        let pair = Pair::read(chain.as_bytes(), key.as_bytes())?;
        self.store.keep_pair(host, &key, &chain)?;
        Ok(pair)
    }

    /// What the operator has to know.
    fn tell(&self, host: &str, fault: &Fault, wait: i64) {
        let minutes = wait / 60;
        let now = (self.outside.now)();
        let stands = match self.ring.of(host).map(|pair| pair.ends() - now) {
            None => "has no certificate yet, readers cannot come to it by https".to_owned(),
            Some(..=0) => "has a certificate that is over".to_owned(),
            Some(left) => format!("has a certificate for {} more days", left / 86_400),
        };
        tracing::error!(
            "{host} {stands}; asking for one failed and is tried again in {minutes} minutes: {fault}"
        );
    }
}

/// Names an authority can know: no addresses, and none of this machine alone.
fn certifiable(host: &str) -> bool {
    host.contains('.')
        && !host.starts_with('.')
        && host.parse::<std::net::IpAddr>().is_err()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}
