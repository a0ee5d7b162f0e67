//! Where a picture says it comes from: manifests of C2PA (Content Credentials, specification 2.x), the signed papers that cameras,
//! programs and agencies put into pictures.
//!
//! Two things that must not be mixed. Whether a picture bears a manifest is read here, of any file and by every program of the
//! house. What is in it, and whether it holds, is for a [checker](examine): parsing CBOR, ASN.1 and certificates of strangers
//! takes a library larger than the newspaper, so it is a program of its own, `colophon-provenance`, built with the feature
//! `c2pa`. It takes one file, has no network, and answers with a [`Verdict`].

#[cfg(feature = "c2pa")]
mod examining;
mod found;
mod verdict;

#[cfg(feature = "c2pa")]
pub use examining::{CHECKER, examine};
pub use found::bears_manifest;
pub use verdict::{Outcome, Verdict, is_of_the_credential};
