//! A certificate with its key.

use crate::fault::Fault;
use crate::validity::Validity;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use std::sync::Arc;

/// Certificates of a chain; real ones have three.
const CHAIN_MAX: usize = 10;

/// A chain of certificates and the key of the first.
#[derive(Clone)]
pub struct Pair {
    pub(crate) certified: Arc<CertifiedKey>,
    pub(crate) validity: Validity,
}

impl Pair {
    /// Reads both in PEM (RFC 7468).
    ///
    /// # Errors
    /// [`Fault::Pair`] where one is missing or unreadable, or the key is another certificate's.
    pub fn read(chain: &[u8], key: &[u8]) -> Result<Pair, Fault> {
        let wrong = |words: &str| Fault::Pair(words.to_owned());
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain)
            .take(CHAIN_MAX)
            .collect::<Result<_, _>>()
            .map_err(|_| wrong("the certificate cannot be read"))?;
        let Some(first) = chain.first() else {
            return Err(wrong("there is no certificate in PEM form"));
        };
        let validity =
            Validity::of(first).ok_or_else(|| wrong("the certificate cannot be read"))?;
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|_| wrong("there is no private key in PEM form, or it is encrypted"))?;
        let certified = CertifiedKey::from_der(chain, key, &aws_lc_rs::default_provider())
            .map_err(|error| match error {
                rustls::Error::InconsistentKeys(_) => {
                    wrong("the key does not belong to the certificate")
                }
                other => wrong(&format!("certificate and key cannot be used: {other}")),
            })?;
        Ok(Pair {
            certified: Arc::new(certified),
            validity,
        })
    }

    /// The certificate itself, DER.
    pub(crate) fn certificate(&self) -> &[u8] {
        self.certified.cert.first().map_or(&[], |first| first)
    }

    /// When it ends, in seconds since 1970.
    pub fn ends(&self) -> i64 {
        self.validity.until
    }
}
