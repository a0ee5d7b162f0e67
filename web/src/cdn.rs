//! A cache in front of the server (a CDN): how long it may keep a page, and by which words it is told to forget it.
//!
//! Browsers are told nothing of this: they ask for a page each time (`no-cache`), and whoever answers them is as fresh as
//! the last purge. The words are made of the traces a page bears, so what a deed touched is what is forgotten.

use crate::cache::Terms;
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use paper::changes::Trace;
use std::fmt::Write as _;

/// Words of one page, together, bytes; a page that bears more is not kept. Proxies take heads of 8 kB and more.
const TAGS_BYTES_MAX: usize = 4_000;
/// Bytes of an id that go into a word: those after its date, which nobody has twice in one network.
const ID_BYTES: usize = 8;

/// What a page says to a cache in front.
#[derive(Debug, Clone)]
pub struct Cdn {
    /// The header that says how long: `CDN-Cache-Control` (RFC 9213), `Surrogate-Control`.
    pub life: HeaderName,
    /// The header the words stand in: `Surrogate-Key`, `Cache-Tag`.
    pub tags: HeaderName,
    /// What stands between them.
    pub between: char,
    /// Longest a page is kept, seconds.
    pub max_age: u32,
    /// How long after that it may be given out while it is asked for again, seconds (RFC 5861 §3).
    pub while_revalidate: u32,
    /// How long after that it may be given out while this server does not answer, seconds (RFC 5861 §4).
    pub if_error: u32,
}

/// The word of a trace: `n` for everything, else a letter and 16 hexadecimal digits.
pub fn tag(trace: &Trace) -> String {
    let (letter, id) = match trace {
        Trace::All => return "n".to_owned(),
        Trace::Article(id) => ('a', id.bytes()),
        Trace::Placement(id) => ('p', id.bytes()),
        Trace::Title(id) => ('t', id.bytes()),
        Trace::Front(id) => ('f', id.bytes()),
        Trace::Section(id) => ('s', id.bytes()),
        Trace::Topic(id) => ('o', id.bytes()),
        Trace::Person(id) => ('c', id.bytes()),
    };
    let mut word = String::from(letter);
    for byte in &id[id.len() - ID_BYTES..] {
        // Writing into a string does not fail.
        let _ = write!(word, "{byte:02x}");
    }
    word
}

impl Cdn {
    /// Says it on an answer everybody gets. What changes with any deed is not kept elsewhere, nor is what leads on or says
    /// that nothing is there: there are as many as there are addresses.
    pub(crate) fn mark(
        &self,
        status: StatusCode,
        headers: &mut HeaderMap,
        terms: &Terms,
        now: Timestamp,
    ) {
        let kept = matches!(status, StatusCode::OK | StatusCode::GONE);
        if terms.private || terms.bears_any || !kept {
            return;
        }
        let mut words = String::new();
        for trace in terms.bears.each().filter(|trace| *trace != Trace::All) {
            words.push_str(&tag(&trace));
            words.push(self.between);
        }
        words.push_str(&tag(&Trace::All));
        if words.len() > TAGS_BYTES_MAX {
            return;
        }
        let (Ok(words), Some(life)) = (HeaderValue::try_from(words), self.life(terms.until, now))
        else {
            return;
        };
        headers.insert(&self.tags, words);
        headers.insert(&self.life, life);
    }

    /// Says anew, on an answer that says it, how long it may be kept: what changes by the clock no longer than until then.
    pub(crate) fn renew(&self, headers: &mut HeaderMap, until: Timestamp, now: Timestamp) {
        if !headers.contains_key(&self.life) {
            return;
        }
        match self.life(Some(until), now) {
            Some(life) => drop(headers.insert(&self.life, life)),
            None => drop(headers.remove(&self.life)),
        }
    }

    fn life(&self, until: Option<Timestamp>, now: Timestamp) -> Option<HeaderValue> {
        let (max_age, while_revalidate) = match until {
            None => (self.max_age, self.while_revalidate),
            Some(until) => {
                let left = until.duration_since(now).as_secs().max(0);
                let left = u32::try_from(left).unwrap_or(u32::MAX);
                (self.max_age.min(left), 0)
            }
        };
        let mut text = format!("max-age={max_age}");
        for (name, seconds) in [
            ("stale-while-revalidate", while_revalidate),
            ("stale-if-error", self.if_error),
        ] {
            if seconds > 0 {
                let _ = write!(text, ", {name}={seconds}");
            }
        }
        HeaderValue::try_from(text).ok()
    }
}
