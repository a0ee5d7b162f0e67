//! How a host is shown to be ours: by an answer over HTTP (RFC 8555 §8.3), or by a certificate made for it (RFC 8737).

use crate::fault::Fault;
use crate::ring::Ring;
use instant_acme::{ChallengeHandle, ChallengeType};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::CertifiedKey;

/// By what a host is shown to be ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    /// An answer on port 80.
    Http,
    /// A certificate on port 443.
    Tls,
}

impl Means {
    /// The one to try after so many failures. Without a listener on port 80 there is one alone.
    pub(crate) fn after(failures: u32, by_http: bool) -> Means {
        if by_http && failures.is_multiple_of(2) {
            Means::Http
        } else {
            Means::Tls
        }
    }

    pub(crate) fn kind(self) -> ChallengeType {
        match self {
            Means::Http => ChallengeType::Http01,
            Means::Tls => ChallengeType::TlsAlpn01,
        }
    }
}

/// A challenge that is answered until this is dropped.
pub(crate) struct Answered<'a> {
    ring: &'a Ring,
    host: String,
    token: String,
}

impl Drop for Answered<'_> {
    fn drop(&mut self) {
        self.ring.challenge_over(&self.host, &self.token);
    }
}

/// Answers a challenge from now on.
pub(crate) fn answer<'a>(
    ring: &'a Ring,
    host: &str,
    means: Means,
    challenge: &ChallengeHandle<'_>,
) -> Result<Answered<'a>, Fault> {
    let answer = challenge.key_authorization();
    match means {
        Means::Http => ring.answer(&challenge.token, answer.as_str()),
        Means::Tls => ring.show_challenge(host, proof(host, answer.digest().as_ref())?),
    }
    Ok(Answered {
        ring,
        host: host.to_owned(),
        token: challenge.token.clone(),
    })
}

/// A certificate that nobody believes and that holds the proof.
fn proof(host: &str, digest: &[u8]) -> Result<CertifiedKey, Fault> {
    let wrong = |error: &dyn std::error::Error| {
        Fault::Pair(format!(
            "the certificate of a challenge cannot be made: {error}"
        ))
    };
    let mut params =
        CertificateParams::new(vec![host.to_owned()]).map_err(|error| wrong(&error))?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate().map_err(|error| wrong(&error))?;
    let certificate = params.self_signed(&key).map_err(|error| wrong(&error))?;
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let key = aws_lc_rs::sign::any_supported_type(&key).map_err(|error| wrong(&error))?;
    // Not looked at again by rustls, which knows no extension that carries a proof.
    Ok(CertifiedKey::new(vec![certificate.der().clone()], key))
}
