//! Under which name a page is kept: host, path, and of the query only what the page can depend on, written one way.

use crate::former;
use paper::articles::content::Class;
use std::fmt::Write as _;
use std::sync::Arc;
use url::form_urlencoded::{byte_serialize, parse};

/// Longest name kept, bytes; what is longer is made for each reader.
const KEY_BYTES_MAX: usize = 600;
/// Digits of a number in a query, as the routes read one.
const DIGITS_MAX: usize = 9;
/// Between path and query: a sign no path has.
const BETWEEN: char = '\n';

/// Which parameters a page looks at, one bit each in the order of [`NAMES`].
pub(crate) type Reads = u8;

/// The parameters there are, in the order they are written in.
const NAMES: [&str; 7] = [
    "page", "archive", "comment", "revision", "comments", "order", "class",
];

pub(crate) const NOTHING: Reads = 0;
pub(crate) const PAGE: Reads = 1;
pub(crate) const ARCHIVE: Reads = 1 << 1;
pub(crate) const REVISION: Reads = 1 << 3;
/// What the page of an article looks at.
pub(crate) const OF_ARTICLE: Reads = (1 << 2) | REVISION | (1 << 4) | (1 << 5);
/// What the page of a history looks at.
pub(crate) const OF_HISTORY: Reads = PAGE | (1 << 6);
/// What the address of something that is not there may have been meant with.
pub(crate) const ANYTHING: Reads = u8::MAX;

/// The name of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    text: Arc<str>,
    /// The parameters it has.
    pub(crate) has: Reads,
}

impl Key {
    /// The name of what is asked; `None` where that is too long to be kept.
    pub(crate) fn of(host: &str, path: &str, query: &str) -> Option<Key> {
        let mut text = String::new();
        let has = write(&mut text, host, path, Some(query))?;
        Some(Key {
            text: text.into(),
            has,
        })
    }

    pub(crate) fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Host and path alone.
    pub(crate) fn without_query(&self) -> &str {
        self.text
            .split_once(BETWEEN)
            .map_or(&self.text, |(page, _)| page)
    }

    /// The query in the one form it is written in; may be empty.
    pub(crate) fn query(&self) -> &str {
        self.text.split_once(BETWEEN).map_or("", |(_, query)| query)
    }

    /// Host, and path beginning with `/`.
    pub(crate) fn parts(&self) -> (&str, &str) {
        let page = self.without_query();
        page.split_at(page.find('/').unwrap_or(page.len()))
    }

    /// The name of a page that looks at these parameters only.
    pub(crate) fn reduced(&self, reads: Reads) -> Key {
        if self.has & !reads == 0 {
            return self.clone();
        }
        let (host, path) = self.parts();
        let mut text = format!("{host}{path}");
        let has = write_query(&mut text, self.query(), reads);
        Key {
            text: text.into(),
            has,
        }
    }
}

/// Writes the name of what is asked into a buffer, and says which parameters it has; `None` where it is too long.
///
/// The path is decoded, or was not encoded.
pub(crate) fn write(
    buffer: &mut String,
    host: &str,
    path: &str,
    query: Option<&str>,
) -> Option<Reads> {
    let query = query.unwrap_or_default();
    // What a former system showed under the front's address is no front.
    if former::asks_by_number(path, query) {
        return None;
    }
    if host.len() + path.len() + query.len() > KEY_BYTES_MAX {
        return None;
    }
    buffer.clear();
    buffer.push_str(host);
    buffer.push_str(path);
    if query.is_empty() {
        return Some(NOTHING);
    }
    Some(write_query(buffer, query, looked_at(path)))
}

fn write_query(buffer: &mut String, query: &str, reads: Reads) -> Reads {
    let mut has = NOTHING;
    for (bit, name) in NAMES.into_iter().enumerate() {
        let bit = 1 << bit;
        if reads & bit == 0 {
            continue;
        }
        let Some((_, value)) = parse(query.as_bytes()).find(|(key, _)| key == name) else {
            continue;
        };
        let number = (value.len() <= DIGITS_MAX)
            .then(|| value.parse::<u32>().ok())
            .flatten();
        match (name, number) {
            // The first page is the page.
            ("page" | "comments", Some(1)) => continue,
            ("order", _) if value != "newest" => continue,
            ("class", _) if Class::parse(&value).is_none() => continue,
            _ => {}
        }
        buffer.push(if has == NOTHING { BETWEEN } else { '&' });
        has |= bit;
        buffer.push_str(name);
        buffer.push('=');
        match number.filter(|_| matches!(name, "page" | "comments" | "revision")) {
            // Writing into a string does not fail.
            Some(number) => drop(write!(buffer, "{number}")),
            None => buffer.extend(byte_serialize(value.as_bytes())),
        }
    }
    has
}

/// What a page under a path may look at, as far as the path alone tells.
fn looked_at(path: &str) -> Reads {
    let last = path.rsplit('/').next().unwrap_or_default();
    match last {
        "" => NOTHING,
        "feed.xml" | "feed.atom" | "feed.json" => ARCHIVE,
        "history" => OF_HISTORY,
        _ if [".xml", ".txt", ".png"]
            .iter()
            .any(|end| last.ends_with(end)) =>
        {
            NOTHING
        }
        _ if last.ends_with(".json") || last.ends_with(".canonical") => REVISION,
        _ => PAGE | OF_ARTICLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str, query: &str) -> String {
        let key = Key::of("gazette.test", path, query).expect("a name");
        key.text()
            .strip_prefix("gazette.test")
            .expect("the host")
            .to_owned()
    }

    #[test]
    fn a_query_counts_as_far_as_a_page_can_depend_on_it() {
        for (path, query, wanted) in [
            ("/", "page=2&utm_source=x", "/"),
            ("/news", "utm_source=x&fbclid=y", "/news"),
            ("/news", "page=02&page=3", "/news\npage=2"),
            ("/news", "page=1", "/news"),
            ("/news", "page=x%20y", "/news\npage=x+y"),
            ("/news", "%70age=2", "/news\npage=2"),
            ("/news", "page=4294967297", "/news\npage=4294967297"),
            (
                "/a",
                "order=newest&comments=2",
                "/a\ncomments=2&order=newest",
            ),
            ("/a", "order=oldest&comments=1", "/a"),
            ("/a", "revision=1", "/a\nrevision=1"),
            ("/a/history", "revision=1&page=2", "/a/history\npage=2"),
            ("/a/history", "class=typo&page=1", "/a/history\nclass=typo"),
            ("/a/history", "class=anything", "/a/history"),
            ("/a", "class=typo", "/a"),
            (
                "/feed.xml",
                "archive=2026-03-1&page=2",
                "/feed.xml\narchive=2026-03-1",
            ),
            ("/robots.txt", "page=2", "/robots.txt"),
        ] {
            assert_eq!(name(path, query), wanted, "{path}?{query}");
        }
        assert_eq!(Key::of("gazette.test", &"/a".repeat(400), ""), None);
    }

    #[test]
    fn a_page_that_does_not_look_at_a_parameter_has_one_name_with_it_and_without() {
        let key = Key::of("gazette.test", "/a", "page=2&comments=3").expect("a name");
        assert_eq!(
            &**key.reduced(OF_ARTICLE).text(),
            "gazette.test/a\ncomments=3"
        );
        assert_eq!(&**key.reduced(NOTHING).text(), "gazette.test/a");
        assert_eq!(key.reduced(ANYTHING), key);
        assert_eq!(key.parts(), ("gazette.test", "/a"));
        assert_eq!(key.query(), "page=2&comments=3");
    }
}
