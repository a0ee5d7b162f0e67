//! The one client by which anything leaves the house: to WebSub hubs, webhooks, and a cache in front of the server.
//!
//! An address somebody typed must not lead into the publisher's own network. So a name is resolved once, every address
//! it has must be public ([`address::is_public`]), the connection goes to one of those very addresses, and each redirect
//! is checked the same way: a name that answers otherwise a second later changes nothing (DNS rebinding). Bytes, time
//! and redirects are bounded, no credentials are sent, no proxy is asked. Start at [`Client::send`].

pub mod address;
mod exchange;
mod resolve;

pub use resolve::{Found, NearResolver, Resolve, SystemResolver};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Origin, Url};

/// Redirects followed.
pub const REDIRECTS_MAX: usize = 3;
/// Bytes of an answer's body.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// From the first look-up to the last byte, redirects included.
pub const TIME_MAX: Duration = Duration::from_secs(10);
/// Longest address, bytes.
const URL_BYTES_MAX: usize = 2_000;

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No address, or not http or https, or with a name and password in it.
    #[error("{0} is no http or https address that can be asked")]
    Address(String),
    /// The name leads to an address that is not public.
    #[error("{host} leads to {ip}, which is not a public address")]
    NotPublic {
        /// The name.
        host: String,
        /// What it leads to.
        ip: IpAddr,
    },
    /// The name leads nowhere.
    #[error("{0} cannot be found")]
    Unknown(String),
    /// The other side does not answer, or not in HTTP.
    #[error("{host} does not answer: {why}")]
    Broken {
        /// The name.
        host: String,
        /// What went wrong.
        why: String,
    },
    /// The answer is larger than was asked for at most.
    #[error("{0} sends more than is taken")]
    TooLarge(String),
    /// It took longer than it may.
    #[error("{0} takes too long")]
    TooSlow(String),
    /// More than [`REDIRECTS_MAX`] redirects, or one that may not be followed.
    #[error("{0} redirects where it may not")]
    Redirect(String),
    /// The system's certificates cannot be read.
    #[error("no certificate of an authority can be read: {0}")]
    NoRoots(String),
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// GET, or another with a body.
    pub method: Method,
    /// Absolute address, http or https.
    pub url: String,
    /// Headers of the caller's own; `Host`, lengths and the agent's name are set here.
    pub headers: HeaderMap,
    /// Body; empty for GET.
    pub body: Bytes,
}

impl Request {
    /// A form, as browsers send it.
    pub fn form(url: &str, fields: &[(&str, &str)]) -> Request {
        let body: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        Request {
            method: Method::POST,
            url: url.to_owned(),
            headers,
            body: body.into(),
        }
    }

    /// A page.
    pub fn get(url: &str) -> Request {
        Request {
            method: Method::GET,
            url: url.to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The address that answered, after redirects.
    pub url: String,
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, at most [`BODY_BYTES_MAX`] where nothing else was asked for.
    pub body: Bytes,
}

/// Which addresses may be connected to.
pub type Rule = fn(IpAddr) -> bool;

/// The client. Cheap to clone; keeps no connection and no cookie.
#[derive(Clone)]
pub struct Client {
    resolver: Arc<dyn Resolve>,
    allowed: Rule,
    near: Option<Origin>,
    tls: tokio_rustls::TlsConnector,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client")
    }
}

impl Client {
    /// The client of an installation: the system's names and certificates, public addresses only.
    ///
    /// # Errors
    /// [`Fault::NoRoots`].
    pub fn new() -> Result<Client, Fault> {
        let mut roots = rustls::RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (taken, _) = roots.add_parsable_certificates(found.certs);
        if taken == 0 {
            let why = found.errors.first().map(ToString::to_string);
            return Err(Fault::NoRoots(why.unwrap_or_default()));
        }
        Client::with(Arc::new(SystemResolver), address::is_public, roots)
    }

    /// A client for an address the person at the terminal names, or the operator in the settings, which may be on this very
    /// machine: any address, names under `localhost` on the loopback (RFC 6761 §6.3). Not for what comes from elsewhere.
    ///
    /// # Errors
    /// [`Fault::NoRoots`].
    pub fn anywhere() -> Result<Client, Fault> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Client::with(Arc::new(NearResolver), |_| true, roots)
    }

    /// A client with its own way to find names, its own rule and its own authorities; for tests.
    ///
    /// # Errors
    /// [`Fault::NoRoots`] where the cryptography has no protocol version to offer.
    pub fn with(
        resolver: Arc<dyn Resolve>,
        allowed: Rule,
        roots: rustls::RootCertStore,
    ) -> Result<Client, Fault> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Fault::NoRoots(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Client {
            resolver,
            allowed,
            near: None,
            tls: Arc::new(config).into(),
        })
    }

    /// The same client, which may also enter one place wherever it is: scheme, host and port of an address the person at the
    /// terminal names, for a site on this very machine or in the newsroom's own network. Where that place redirects to, or
    /// names in its answers, is held to the rule as before.
    ///
    /// # Errors
    /// [`Fault::Address`].
    pub fn entering(self, place: &str) -> Result<Client, Fault> {
        Ok(Client {
            near: Some(parsed(place)?.origin()),
            ..self
        })
    }

    /// Sends a request and reads the answer whole, whatever its status.
    ///
    /// # Errors
    /// As [`Fault`] lists them.
    pub async fn send(&self, request: Request) -> Result<Answer, Fault> {
        self.send_within(request, BODY_BYTES_MAX, TIME_MAX).await
    }

    /// As [`Client::send`], for an answer of at most so many bytes in so much time: a picture is larger than a word.
    ///
    /// # Errors
    /// As [`Fault`] lists them.
    pub async fn send_within(
        &self,
        request: Request,
        bytes_max: usize,
        time_max: Duration,
    ) -> Result<Answer, Fault> {
        let host = request.url.chars().take(200).collect();
        match tokio::time::timeout(time_max, self.follow(request, bytes_max)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Fault::TooSlow(host)),
        }
    }

    async fn follow(&self, mut request: Request, bytes_max: usize) -> Result<Answer, Fault> {
        let mut url = parsed(&request.url)?;
        for _ in 0..=REDIRECTS_MAX {
            let answer = exchange::once(self, &url, &request, bytes_max).await?;
            let Some(next) = redirect(&url, &answer)? else {
                return Ok(answer);
            };
            // A form is sent on only where the answer says that it should be (RFC 9110 §15.4).
            let kept = matches!(answer.status.as_u16(), 307 | 308);
            if request.method != Method::GET && !kept {
                return Err(Fault::Redirect(name(&url)));
            }
            // What was meant for one house is no other's to read.
            if next.origin() != url.origin() {
                request.headers.remove(header::AUTHORIZATION);
                let secrets = request
                    .headers
                    .iter()
                    .filter(|(_, value)| value.is_sensitive());
                let secrets: Vec<_> = secrets.map(|(name, _)| name.clone()).collect();
                for name in secrets {
                    request.headers.remove(name);
                }
            }
            url = next;
        }
        Err(Fault::Redirect(name(&url)))
    }

    /// The addresses of a host, all of them allowed.
    async fn resolve(&self, url: &Url) -> Result<Vec<std::net::SocketAddr>, Fault> {
        let host = name(url);
        let port = url.port_or_known_default().unwrap_or(443);
        let near = self.near.as_ref().is_some_and(|near| *near == url.origin());
        let resolver: &dyn Resolve = match near {
            true => &NearResolver,
            false => &*self.resolver,
        };
        let found = match url.host() {
            Some(Host::Ipv4(ip)) => vec![(ip, port).into()],
            Some(Host::Ipv6(ip)) => vec![(ip, port).into()],
            Some(Host::Domain(domain)) => resolver
                .resolve(domain, port)
                .await
                .map_err(|_| Fault::Unknown(host.clone()))?,
            None => Vec::new(),
        };
        let refused = |found: &&std::net::SocketAddr| !near && !(self.allowed)(found.ip());
        if let Some(refused) = found.iter().find(refused) {
            return Err(Fault::NotPublic {
                host,
                ip: refused.ip(),
            });
        }
        if found.is_empty() {
            return Err(Fault::Unknown(host));
        }
        Ok(found)
    }
}

fn parsed(text: &str) -> Result<Url, Fault> {
    let fault = || Fault::Address(text.chars().take(200).collect());
    if text.len() > URL_BYTES_MAX {
        return Err(fault());
    }
    let url = Url::parse(text).map_err(|_| fault())?;
    checked(url).ok_or_else(fault)
}

/// http or https, with a host, without a name and password.
fn checked(url: Url) -> Option<Url> {
    let plain = url.username().is_empty() && url.password().is_none();
    let web = matches!(url.scheme(), "http" | "https");
    (web && plain && url.has_host() && url.as_str().len() <= URL_BYTES_MAX).then_some(url)
}

/// Where an answer leads on to; never from https to http.
fn redirect(from: &Url, answer: &Answer) -> Result<Option<Url>, Fault> {
    if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let fault = || Fault::Redirect(name(from));
    let to = answer
        .headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(fault)?;
    let next = from.join(to).ok().and_then(checked).ok_or_else(fault)?;
    if from.scheme() == "https" && next.scheme() != "https" {
        return Err(fault());
    }
    Ok(Some(next))
}

/// The host, for messages.
pub(crate) fn name(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
