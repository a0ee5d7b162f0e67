//! What the pages of a title have in common, as a file readers keep; their next page then comes as what it has beyond that
//! (RFC 9842, Compression Dictionary Transport).
//!
//! Each page leads to the file, a browser fetches it when it has nothing else to do, and names it from then on by the hash of
//! its bytes. Whoever names another one, or none, gets the page whole.

use super::{Coding, coding, inner, zstandard};
use crate::request::Asked;
use crate::routes::Site;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use paper::reading::facts::TitleFacts;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

/// Where they are.
pub(crate) const FOLDER: &str = "/theme/shell/";
/// Of what a page weighs otherwise, the part it may weigh by its dictionary to be sent so: each kept form of a page takes memory.
pub(crate) const PAYS: (usize, usize) = (3, 4);
/// `Vary` of a page that may be sent by one (RFC 9842 §6.2).
pub(crate) const VARIES: &str = "Accept-Encoding, Available-Dictionary";
/// For what a browser may use the file: every page of the host, and nothing else.
pub(crate) const USE: &str = "match=\"/*\", match-dest=(\"document\")";

/// Titles whose dictionaries are kept; pages of others are sent whole.
const TITLES_MAX: usize = 64;
/// What a body with Brotli begins with, before the hash (RFC 9842 §4).
const DCB: [u8; 4] = [0xff, b'D', b'C', b'B'];
/// The same with Zstandard, to whose readers it is a frame to be skipped, of so many bytes as the hash (RFC 9842 §5).
const DCZ: [u8; 8] = [0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0];
/// Bytes of the hash that name the file and go into validators.
const NAME_BYTES: usize = 6;

const AVAILABLE: HeaderName = HeaderName::from_static("available-dictionary");

/// A dictionary.
#[derive(Debug)]
pub(crate) struct Dictionary {
    /// Its bytes.
    pub(crate) bytes: Bytes,
    hash: [u8; 32],
    /// The hash as readers name it: base64 between colons (RFC 9651 §3.3.5).
    available: String,
    name: String,
}

impl Dictionary {
    fn of(bytes: Vec<u8>) -> Dictionary {
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let mut name = String::new();
        for byte in &hash[..NAME_BYTES] {
            // Writing into a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        Dictionary {
            bytes: bytes.into(),
            available: format!(":{}:", STANDARD.encode(hash)),
            hash,
            name,
        }
    }

    /// The first digits of its hash.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a reader says that he has it.
    pub(crate) fn is_had(&self, asked: &HeaderMap) -> bool {
        let said = asked.get(AVAILABLE).and_then(|value| value.to_str().ok());
        said.is_some_and(|said| said.trim() == self.available)
    }

    /// What leads to it.
    pub(crate) fn link(&self) -> Option<HeaderValue> {
        let link = format!("<{FOLDER}{}>; rel=\"compression-dictionary\"", self.name);
        HeaderValue::try_from(link).ok()
    }

    /// A text as what it has beyond the dictionary, in one of the codings that have one; `None` where it cannot be told so.
    pub(crate) fn difference(&self, coding: Coding, text: &[u8]) -> Option<Bytes> {
        let mut packed = Vec::new();
        if coding == Coding::Dcz {
            packed.extend_from_slice(&DCZ);
            packed.extend_from_slice(&self.hash);
            zstandard::pack(&self.bytes, text, &mut packed)?;
        } else {
            // What begins in the dictionary must end there, which its last sign sees to as long as no text has it.
            if text.contains(&0) {
                return None;
            }
            packed.extend_from_slice(&DCB);
            packed.extend_from_slice(&self.hash);
            coding::brotli_by(&self.bytes, text, &mut packed)?;
        }
        // What is kept is paid for by the byte.
        Some(Bytes::copy_from_slice(&packed))
    }
}

/// Of which title a dictionary was made, and what came of it.
type Made = (TitleFacts, Option<Arc<Dictionary>>);

/// The dictionaries of the titles, each beside the facts it was made of.
#[derive(Default)]
pub(crate) struct Dictionaries {
    made: RwLock<HashMap<String, Made>>,
}

impl Dictionaries {
    fn known(&self, facts: &TitleFacts) -> Option<Option<Arc<Dictionary>>> {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        let (of, dictionary) = made.get(&facts.id)?;
        (of == facts).then(|| dictionary.clone())
    }

    fn of(&self, site: &Site, facts: &TitleFacts) -> Option<Arc<Dictionary>> {
        if let Some(known) = self.known(facts) {
            return known;
        }
        let shell = site.press.shell(facts).unwrap_or_else(|fault| {
            tracing::warn!(title = facts.id, "No dictionary for its pages: {fault}");
            Vec::new()
        });
        let dictionary = (!shell.is_empty()).then(|| Arc::new(Dictionary::of(shell)));
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= TITLES_MAX && !made.contains_key(&facts.id) {
            return None;
        }
        made.insert(facts.id.clone(), (facts.clone(), dictionary.clone()));
        dictionary
    }
}

/// The dictionary of a title's pages, where there is one. Browsers take them only where nobody can have changed what they
/// got, by https or on their own machine; a cache in front would have to keep a page for each of them; and where no page is
/// kept, none is worth the work.
pub(crate) fn of(site: &Site, asked: &Asked, facts: &TitleFacts) -> Option<Arc<Dictionary>> {
    let here = asked.host == "localhost" || asked.host.ends_with(".localhost");
    if site.cdn.is_some() || !(here || site.reach.scheme == "https") {
        return None;
    }
    inner(site)?.dictionaries.of(site, facts)
}
