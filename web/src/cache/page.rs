//! A page as it is kept: its head, its bytes in each coding, and how long it holds.

use super::coding::{self, Accepts, COMPRESSED_BYTES_MIN, Coding};
use super::dictionary::{self, Dictionary};
use super::key::{self, Reads};
use crate::counting::Shown;
use crate::dates;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use paper::changes::{Trace, Traces};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

/// Bytes a page takes besides its text: its head, its place in the list, its name.
const HEAD_BYTES: usize = 2_500;
/// What says that an answer is sent in the coding a reader takes.
const VARIES: &str = "Accept-Encoding";
/// Bytes of one thing it bears.
const TRACE_BYTES: usize = size_of::<Trace>();

/// For how long an answer holds, as the routes say while they make it.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// What it changes with; with `all` in any case.
    pub(crate) bears: Traces,
    /// It changes with whatever readers see.
    pub(crate) bears_any: bool,
    /// The instant from which it may be another without a deed.
    pub(crate) until: Option<Timestamp>,
    /// The parameters it looks at.
    pub(crate) reads: Reads,
    /// It was made for one reader, or says that something broke.
    pub(crate) private: bool,
    /// The position of the newest change in the state it was made of.
    pub(crate) seq: i64,
}

impl Terms {
    /// Those of a page nothing is known of yet.
    pub(crate) fn at(seq: i64) -> Terms {
        Terms {
            bears: Traces::default(),
            bears_any: false,
            until: None,
            reads: key::ANYTHING,
            private: false,
            seq,
        }
    }

    /// It holds until this instant at most.
    pub(crate) fn until(&mut self, instant: Option<Timestamp>) {
        self.until = match (self.until, instant) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    status: StatusCode,
    /// All headers but those that name a coding.
    headers: HeaderMap,
    /// Its validators, one for each of [`Coding::ALL`]; none where it has no validator.
    tags: Option<[HeaderValue; 5]>,
    bodies: Bodies,
    /// What readers may have it by.
    dictionary: Option<Arc<Dictionary>>,
    /// Its `Last-Modified`, in seconds of the epoch.
    modified: Option<i64>,
    pub(crate) seq: i64,
    /// Known to be fresh up to this position.
    checked: AtomicI64,
    pub(crate) bears: Box<[Trace]>,
    pub(crate) bears_any: bool,
    until: Option<Timestamp>,
    pub(crate) reads: Reads,
    pub(crate) shown: Option<Shown>,
    /// The name it is kept under; empty where it is not kept.
    pub(crate) name: Arc<str>,
    /// Times it was given out.
    asked: AtomicU32,
}

/// The bytes of a page. The text itself is kept only where there is no gzip, out of which it can be had.
#[derive(Debug, Clone, Default)]
struct Bodies {
    plain: Option<Bytes>,
    /// Bytes of the text itself.
    length: usize,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
    /// By the dictionary, with Brotli and with Zstandard.
    dcb: Difference,
    dcz: Difference,
    /// As small as it gets.
    small: bool,
}

/// A text by a dictionary.
#[derive(Debug, Clone, Default)]
enum Difference {
    /// Nobody has asked for it yet.
    #[default]
    Untried,
    /// It is not smaller by enough.
    Useless,
    Made(Bytes),
}

impl Difference {
    fn bytes(&self) -> Option<&Bytes> {
        match self {
            Difference::Made(bytes) => Some(bytes),
            Difference::Untried | Difference::Useless => None,
        }
    }
}

impl Bodies {
    fn of(text: Bytes, varies: bool) -> Bodies {
        let length = text.len();
        let gzip = (varies && length >= COMPRESSED_BYTES_MIN)
            .then(|| coding::gzip(&text))
            .flatten();
        Bodies {
            plain: gzip.is_none().then_some(text),
            length,
            gzip,
            ..Bodies::default()
        }
    }

    fn text(&self) -> Option<Bytes> {
        match (&self.plain, &self.gzip) {
            (Some(text), _) => Some(text.clone()),
            (None, Some(packed)) => coding::gunzip(packed, self.length),
            (None, None) => None,
        }
    }

    fn has(&self, coding: Coding) -> bool {
        match coding {
            Coding::Dcb => self.dcb.bytes().is_some(),
            Coding::Dcz => self.dcz.bytes().is_some(),
            Coding::Brotli => self.brotli.is_some(),
            Coding::Gzip => self.gzip.is_some(),
            Coding::Plain => true,
        }
    }

    fn bytes(&self, coding: Coding) -> Option<Bytes> {
        match coding {
            Coding::Dcb => self.dcb.bytes().cloned(),
            Coding::Dcz => self.dcz.bytes().cloned(),
            Coding::Brotli => self.brotli.clone(),
            Coding::Gzip => self.gzip.clone(),
            Coding::Plain => self.text(),
        }
    }

    /// Where both are there, the one with Brotli is not the smaller.
    fn dcb_is_larger(&self) -> bool {
        let both = self.dcb.bytes().zip(self.dcz.bytes());
        both.is_some_and(|(dcb, dcz)| dcz.len() < dcb.len())
    }

    fn weight(&self) -> usize {
        let differences = [&self.dcb, &self.dcz].map(Difference::bytes);
        [&self.plain, &self.gzip, &self.brotli]
            .map(Option::as_ref)
            .into_iter()
            .chain(differences)
            .flatten()
            .map(Bytes::len)
            .sum()
    }
}

impl Page {
    /// Takes an answer, made for a reader who takes no coding and has nothing, apart into a page.
    pub(crate) fn of(answer: Response<Bytes>, terms: &Terms) -> Page {
        let (mut parts, text) = answer.into_parts();
        let dictionary = parts.extensions.get::<Arc<Dictionary>>().cloned();
        let tags = parts.headers.remove(ETAG);
        let tags = tags.and_then(|tag| tags_of(&tag, dictionary.as_deref()));
        let varies = parts
            .headers
            .get(VARY)
            .is_some_and(|value| value == VARIES || value == dictionary::VARIES);
        let modified = parts
            .headers
            .get(LAST_MODIFIED)
            .and_then(|value| value.to_str().ok())
            .and_then(dates::read)
            .map(Timestamp::as_second);
        Page {
            status: parts.status,
            headers: parts.headers,
            tags,
            bodies: Bodies::of(text, varies),
            dictionary,
            modified,
            seq: terms.seq,
            checked: AtomicI64::new(terms.seq),
            bears: terms
                .bears
                .each()
                .filter(|trace| *trace != Trace::All)
                .collect(),
            bears_any: terms.bears_any,
            until: terms.until,
            reads: terms.reads,
            shown: parts.extensions.get::<Shown>().copied(),
            name: Arc::default(),
            asked: AtomicU32::new(0),
        }
    }

    /// The same, kept under a name.
    pub(crate) fn named(self, name: &Arc<str>) -> Page {
        Page {
            name: Arc::clone(name),
            ..self
        }
    }

    #[cfg(test)]
    pub(crate) fn bearing(bears: Vec<Trace>, seq: i64) -> Page {
        let page = Page::of(Response::new(Bytes::new()), &Terms::at(seq));
        Page {
            bears: bears.into(),
            ..page
        }
    }

    /// What it costs to keep it, bytes.
    pub(crate) fn weight(&self) -> usize {
        HEAD_BYTES + self.bodies.weight() + self.bears.len() * TRACE_BYTES
    }

    /// Something readers came for: not a way to somewhere else, not a word that nothing is there.
    pub(crate) fn is_matter(&self) -> bool {
        matches!(self.status, StatusCode::OK | StatusCode::GONE)
    }

    /// It leads elsewhere, and takes along what was asked with.
    pub(crate) fn leads_on(&self) -> bool {
        self.status.is_redirection()
    }

    /// The instant from which it may be another by the clock.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Whether the clock lets it stand.
    pub(crate) fn holds(&self, now: impl FnOnce() -> Timestamp) -> bool {
        self.until.is_none_or(|until| now() < until)
    }

    pub(crate) fn is_checked(&self, position: i64) -> bool {
        self.checked.load(Ordering::Acquire) >= position
    }

    pub(crate) fn check(&self, position: i64) {
        self.checked.fetch_max(position, Ordering::AcqRel);
    }

    /// The answer to a reader with these headers.
    pub(crate) fn answer(&self, asked: &HeaderMap) -> Response<Bytes> {
        let accepts = self.accepts(asked);
        let mut headers = self.headers.clone();
        if self.status == StatusCode::OK {
            if let Some(tag) = self.known(asked, accepts) {
                headers.insert(ETAG, tag.clone());
                return with(StatusCode::NOT_MODIFIED, headers, Bytes::new());
            }
            if self.is_no_newer(asked) {
                if let Some(tag) = self.tag(self.best(accepts)) {
                    headers.insert(ETAG, tag.clone());
                }
                return with(StatusCode::NOT_MODIFIED, headers, Bytes::new());
            }
        }
        let coding = self.best(accepts);
        let Some(bytes) = self.bodies.bytes(coding) else {
            // A stream of ours that cannot be read back; it does not happen.
            tracing::error!("A page that was kept cannot be unpacked");
            return with(
                StatusCode::SERVICE_UNAVAILABLE,
                HeaderMap::new(),
                Bytes::new(),
            );
        };
        if let Some(tag) = self.tag(coding) {
            headers.insert(ETAG, tag.clone());
        }
        if let Some(name) = coding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        with(self.status, headers, bytes)
    }

    /// What a reader takes: by a dictionary only by that of this page.
    fn accepts(&self, asked: &HeaderMap) -> Accepts {
        let accepts = Accepts::of(asked);
        match &self.dictionary {
            Some(dictionary) if dictionary.is_had(asked) => accepts,
            _ => accepts.without_dictionary(),
        }
    }

    /// The coding in which this reader would like best to have the page by its dictionary, where it has not been tried yet whether
    /// that is smaller. For who likes both as much it is Brotli, which makes less of an article in nearly every case.
    pub(crate) fn may_differ(&self, asked: &HeaderMap) -> Option<Coding> {
        if self.dictionary.is_none() || self.status != StatusCode::OK {
            return None;
        }
        let accepts = self.accepts(asked);
        let (dcb, dcz) = (accepts.likes(Coding::Dcb), accepts.likes(Coding::Dcz));
        let (coding, tried) = match dcb >= dcz {
            true => (Coding::Dcb, &self.bodies.dcb),
            false => (Coding::Dcz, &self.bodies.dcz),
        };
        (dcb.max(dcz) > 0 && matches!(tried, Difference::Untried)).then_some(coding)
    }

    /// The coding there is that a reader likes best; of several, the smallest.
    fn best(&self, accepts: Accepts) -> Coding {
        let mut best = Coding::Plain;
        let mut most = accepts.likes(Coding::Plain);
        for coding in [Coding::Gzip, Coding::Brotli, Coding::Dcz, Coding::Dcb] {
            let likes = accepts.likes(coding);
            // What an almost empty page has beyond its dictionary can be less in Zstandard.
            let larger = best == Coding::Dcz && likes == most && self.bodies.dcb_is_larger();
            if likes > 0 && likes >= most && self.bodies.has(coding) && !larger {
                (best, most) = (coding, likes);
            }
        }
        best
    }

    fn tag(&self, coding: Coding) -> Option<&HeaderValue> {
        let [dcb, dcz, brotli, gzip, plain] = self.tags.as_ref()?;
        Some(match coding {
            Coding::Dcb => dcb,
            Coding::Dcz => dcz,
            Coding::Brotli => brotli,
            Coding::Gzip => gzip,
            Coding::Plain => plain,
        })
    }

    /// The validator by which a reader names this page as one that he has, in a coding he takes: also one in which it would
    /// not be sent any more.
    fn known(&self, asked: &HeaderMap, accepts: Accepts) -> Option<&HeaderValue> {
        let named = asked.get(IF_NONE_MATCH)?.to_str().ok()?;
        if named.trim() == "*" {
            return self.tag(self.best(accepts));
        }
        let taken = Coding::ALL
            .into_iter()
            .filter(|coding| *coding == Coding::Plain || accepts.likes(*coding) > 0);
        taken
            .filter_map(|coding| self.tag(coding))
            .find(|tag| tag.to_str().is_ok_and(|tag| names(named, tag)))
    }

    /// By the date alone, where the reader names no validator (RFC 9110 §13.2.2).
    fn is_no_newer(&self, asked: &HeaderMap) -> bool {
        if asked.contains_key(IF_NONE_MATCH) {
            return false;
        }
        let since = asked
            .get(IF_MODIFIED_SINCE)
            .and_then(|value| value.to_str().ok())
            .and_then(dates::read);
        self.modified
            .zip(since)
            .is_some_and(|(modified, since)| modified <= since.as_second())
    }

    /// Counts that it was given out, and says how often that was.
    pub(crate) fn given_out(&self) -> u32 {
        self.asked.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }

    /// How often it was given out.
    pub(crate) fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Whether there is something to be gained by [`Page::smaller`].
    pub(crate) fn can_shrink(&self) -> bool {
        self.bodies.gzip.is_some() && !self.bodies.small
    }

    /// The same page, with its bytes as small as they get. Slow.
    pub(crate) fn smaller(&self) -> Option<Page> {
        let text = self.bodies.text()?;
        Some(self.with_bodies(Bodies {
            brotli: coding::brotli(&text),
            small: true,
            ..self.bodies.clone()
        }))
    }

    /// The same page, also as what it has beyond its dictionary in one coding, if that is smaller by enough. Slow.
    pub(crate) fn differing(&self, coding: Coding) -> Option<Page> {
        let (text, dictionary) = (self.bodies.text()?, self.dictionary.as_ref()?);
        let whole = self.bodies.brotli.as_ref().or(self.bodies.gzip.as_ref());
        let (part, of) = dictionary::PAYS;
        let most = whole.map_or(text.len(), Bytes::len) * part / of;
        let made = dictionary.difference(coding, &text);
        let difference = made
            .filter(|bytes| bytes.len() <= most)
            .map_or(Difference::Useless, Difference::Made);
        let mut bodies = self.bodies.clone();
        match coding {
            Coding::Dcz => bodies.dcz = difference,
            _ => bodies.dcb = difference,
        }
        Some(self.with_bodies(bodies))
    }

    fn with_bodies(&self, bodies: Bodies) -> Page {
        Page {
            status: self.status,
            headers: self.headers.clone(),
            tags: self.tags.clone(),
            bodies,
            dictionary: self.dictionary.clone(),
            modified: self.modified,
            seq: self.seq,
            checked: AtomicI64::new(self.checked.load(Ordering::Acquire)),
            bears: self.bears.clone(),
            bears_any: self.bears_any,
            until: self.until,
            reads: self.reads,
            shown: self.shown,
            name: Arc::clone(&self.name),
            asked: AtomicU32::new(self.asked()),
        }
    }
}

fn with(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The validators of all codings, of that of the text itself. Another dictionary gives other bytes, so its name belongs to it.
fn tags_of(plain: &HeaderValue, dictionary: Option<&Dictionary>) -> Option<[HeaderValue; 5]> {
    let inner = plain.to_str().ok()?.strip_suffix('"')?;
    let named = dictionary.map_or("", Dictionary::name);
    let tag = |coding: Coding, more: &str| {
        HeaderValue::from_str(&format!("{inner}{}{more}\"", coding.suffix())).ok()
    };
    Some([
        tag(Coding::Dcb, named)?,
        tag(Coding::Dcz, named)?,
        tag(Coding::Brotli, "")?,
        tag(Coding::Gzip, "")?,
        plain.clone(),
    ])
}

/// `If-None-Match` names this validator, by weak comparison (RFC 9110 §13.1.2).
pub(crate) fn names(has: &str, tag: &str) -> bool {
    has.split(',')
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}
