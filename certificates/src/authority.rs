//! An authority that gives certificates by ACME (RFC 8555), and the steps to one.

use crate::challenge::{self, Means};
use crate::fault::Fault;
use crate::identity;
use crate::ring::Ring;
use crate::store::Store;
use http_body_util::BodyExt;
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, BodyWrapper, BytesResponse,
    CertificateIdentifier, Error, HttpClient, Identifier, NewAccount, NewOrder, Order, OrderStatus,
    RetryPolicy,
};
use outgoing::Client;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How an authority is asked whether it has come to an end: after a quarter of a second, then more rarely, for a minute.
const ASKED: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(60));
/// Longest all steps to one certificate may take.
const TIME_MAX: Duration = Duration::from_secs(180);

/// Whom to ask.
#[derive(Debug, Clone)]
pub struct Authority {
    /// The address of its directory.
    pub directory: String,
    /// Where it may write to: a mail address. May be empty.
    pub contact: String,
    /// Certificates in PEM by which its own is checked, beside those of the system.
    pub roots: Option<PathBuf>,
}

/// When an authority wants a certificate renewed, seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Advice {
    /// Not before this.
    pub(crate) from: i64,
    /// Nor after this.
    pub(crate) until: i64,
    /// After how many seconds it wants to be asked again.
    pub(crate) again: i64,
}

impl Authority {
    /// The way to it. It is the operator's choice, so it may lie anywhere; its certificate is checked.
    pub(crate) fn client(&self) -> Result<Client, Fault> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = &self.roots {
            let own = crate::files::bounded(path)?;
            let own: Vec<_> = CertificateDer::pem_slice_iter(&own).flatten().collect();
            let (taken, _) = roots.add_parsable_certificates(own);
            if taken == 0 {
                let path = path.display();
                return Err(Fault::Pair(format!("{path}: no certificate in PEM form")));
            }
        }
        let anywhere = |_| true;
        Ok(Client::with(
            Arc::new(outgoing::SystemResolver),
            anywhere,
            roots,
        )?)
    }

    /// The account there, made with the first certificate.
    async fn account(&self, client: &Client, store: &Store) -> Result<Account, Fault> {
        let builder = || Account::builder_with_http(Box::new(Way(client.clone())));
        if let Some(bytes) = store.account()? {
            let kept: Kept = serde_json::from_slice(&bytes).map_err(Error::from)?;
            if kept.directory == self.directory {
                return Ok(builder().from_credentials(kept.account).await?);
            }
        }
        let contact = format!("mailto:{}", self.contact);
        let contact = [contact.as_str()];
        let new = NewAccount {
            contact: if self.contact.is_empty() {
                &[]
            } else {
                &contact
            },
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let (account, credentials) = builder().create(&new, self.directory.clone(), None).await?;
        let kept = Kept {
            directory: self.directory.clone(),
            account: credentials,
        };
        let bytes = serde_json::to_vec(&kept).map_err(Error::from)?;
        store.keep_account(&bytes)?;
        Ok(account)
    }

    /// When it wants a certificate of its own renewed (RFC 9773); `None` where it has no word on it.
    pub(crate) async fn advice(
        &self,
        client: &Client,
        store: &Store,
        certificate: &[u8],
    ) -> Result<Option<Advice>, Fault> {
        let Some(id) = identity::of(certificate) else {
            return Ok(None);
        };
        let steps = async {
            let account = self.account(client, store).await?;
            match account.renewal_info(&id).await {
                Ok((info, again)) => Ok(Some(Advice {
                    from: info.suggested_window.start.unix_timestamp(),
                    until: info.suggested_window.end.unix_timestamp(),
                    again: i64::try_from(again.as_secs()).unwrap_or(i64::MAX),
                })),
                Err(Error::Unsupported(_)) => Ok(None),
                Err(error) => Err(error.into()),
            }
        };
        tokio::time::timeout(TIME_MAX, steps)
            .await
            .unwrap_or(Err(Fault::TooSlow(TIME_MAX.as_secs())))
    }

    /// A new key and a certificate for a host, in PEM, in the place of the one there is.
    pub(crate) async fn certify(
        &self,
        client: &Client,
        store: &Store,
        ring: &Ring,
        host: &str,
        means: Means,
    ) -> Result<(String, String), Fault> {
        let before = ring.of(host);
        let before = before.and_then(|pair| identity::of(pair.certificate()));
        let steps = async {
            let account = self.account(client, store).await?;
            let names = [Identifier::Dns(host.to_owned())];
            let mut order = ordered(&account, &names, before).await?;
            show_that_it_is_ours(&mut order, ring, host, means).await?;
            let key = order.finalize().await?;
            let chain = order.poll_certificate(&ASKED).await?;
            Ok((key, chain))
        };
        tokio::time::timeout(TIME_MAX, steps)
            .await
            .unwrap_or(Err(Fault::TooSlow(TIME_MAX.as_secs())))
    }
}

/// An order that says which certificate it replaces, so that it counts against no limit (RFC 9773 §5); where the authority
/// will not hear of that, one that says nothing.
async fn ordered(
    account: &Account,
    names: &[Identifier],
    replaced: Option<CertificateIdentifier<'static>>,
) -> Result<Order, Error> {
    if let Some(replaced) = replaced {
        match account
            .new_order(&NewOrder::new(names).replaces(replaced))
            .await
        {
            Ok(order) => return Ok(order),
            Err(error) => tracing::debug!("An order that replaces a certificate failed: {error}"),
        }
    }
    account.new_order(&NewOrder::new(names)).await
}

async fn show_that_it_is_ours(
    order: &mut Order,
    ring: &Ring,
    host: &str,
    means: Means,
) -> Result<(), Fault> {
    let mut answered = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let mut challenge = authorization.challenge(means.kind()).ok_or_else(|| {
            Fault::Unseen(format!(
                "it does not offer the challenge {:?}",
                means.kind()
            ))
        })?;
        answered.push(challenge::answer(ring, host, means, &challenge)?);
        challenge.set_ready().await?;
    }
    match order.poll_ready(&ASKED).await? {
        OrderStatus::Ready => Ok(()),
        _ => Err(why_not(order).await),
    }
}

/// What the authority says of the challenges of an order it refused.
async fn why_not(order: &mut Order) -> Fault {
    let mut authorizations = order.authorizations();
    while let Some(Ok(mut authorization)) = authorizations.next().await {
        if let Ok(state) = authorization.refresh().await {
            let mut problems = state.challenges.iter().filter_map(|one| one.error.as_ref());
            if let Some(problem) = problems.next() {
                return Fault::Unseen(problem.to_string());
            }
        }
    }
    Fault::Unseen("it does not say why".to_owned())
}

/// The account as it is kept.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    /// Of which authority.
    directory: String,
    account: AccountCredentials,
}

/// The house's way to the outside, as the steps want it.
struct Way(Client);

impl HttpClient for Way {
    fn request(
        &self,
        request: http::Request<BodyWrapper<bytes::Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let client = self.0.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let Ok(body) = body.collect().await;
            let asked = outgoing::Request {
                method: parts.method,
                url: parts.uri.to_string(),
                headers: parts.headers,
                body: body.to_bytes(),
            };
            let answer = client
                .send(asked)
                .await
                .map_err(|fault| Error::Other(Box::new(fault)))?;
            let mut response = http::Response::new(http_body_util::Full::new(answer.body));
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response.into())
        })
    }
}
