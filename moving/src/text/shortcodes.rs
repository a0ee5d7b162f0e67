//! Shortcodes: words in square brackets that stood for something else (`[gallery ids="1,2"]`).
//!
//! Those of the core and of common plug-ins become the HTML of what they stood for; those that only lay out a page give way to
//! what is in them; any other stays in the text as it was, as code, and is told of.

mod known;

use super::{Library, Met, escaped};
use paper::imports::What;
use std::collections::{HashMap, HashSet};

/// Shortcodes that stand in one another.
const DEPTH_MAX: usize = 24;
/// Shortcodes read of one text.
const CODES_MAX: usize = 20_000;
/// Longest shortcode without what it encloses, bytes.
const CODE_BYTES_MAX: usize = 8 * 1024;
/// Most bytes a text may grow to.
const BYTES_MAX: usize = 8 << 20;

/// A shortcode as it stands.
#[derive(Debug)]
struct Code<'a> {
    name: &'a str,
    /// Named attributes, in small letters; those without a name are numbered.
    attributes: Vec<(String, String)>,
    /// As it stands, brackets and all.
    raw: &'a str,
    closes_itself: bool,
}

impl Code<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }
}

/// The text with its shortcodes written out.
pub(super) fn written_out(text: &str, post: u64, library: &dyn Library, met: &mut Met) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let mut writer = Writer {
        post,
        library,
        met,
        left: CODES_MAX,
        opened: HashSet::new(),
        out: String::with_capacity(text.len()),
    };
    writer.write(text, 0);
    writer.out
}

struct Writer<'a> {
    post: u64,
    library: &'a dyn Library,
    met: &'a mut Met,
    left: usize,
    /// Names of shortcodes met: an end of one that stands alone belongs to one that stood in another of its name.
    opened: HashSet<String>,
    out: String,
}

impl Writer<'_> {
    fn write(&mut self, text: &str, depth: usize) {
        let ends = Ends::of(text);
        let mut at = 0;
        while let Some(open) = next_bracket(text, at) {
            self.out.push_str(text.get(at..open).unwrap_or_default());
            let rest = text.get(open..).unwrap_or_default();
            if self.left == 0 || depth >= DEPTH_MAX || self.out.len() > BYTES_MAX {
                self.out.push_str(rest);
                return;
            }
            // Doubled brackets say that no shortcode is meant.
            if let Some(quoted) = rest.strip_prefix("[[")
                && let Some(end) = quoted.find("]]")
            {
                self.out.push('[');
                self.out.push_str(quoted.get(..end).unwrap_or_default());
                self.out.push(']');
                at = open + 2 + end + 2;
                continue;
            }
            if let Some(end) = rest.strip_prefix("[/")
                && let name = name_of(end)
                && self.opened.contains(name)
                && end.as_bytes().get(name.len()) == Some(&b']')
            {
                at = open + 2 + name.len() + 1;
                continue;
            }
            let Some(code) = code(rest) else {
                self.out.push('[');
                at = open + 1;
                continue;
            };
            self.left -= 1;
            let begins = open + code.raw.len();
            let close = if code.closes_itself {
                None
            } else {
                ends.after(code.name, begins)
            };
            let inside = close.map(|close| text.get(begins..close.0).unwrap_or_default());
            let after = close.map_or(begins, |close| close.1);
            if self.one(&code, inside, depth) {
                self.opened.insert(code.name.to_owned());
                at = after;
            } else {
                // A word in brackets that is no shortcode: text.
                self.out.push('[');
                at = open + 1;
            }
        }
        self.out.push_str(text.get(at..).unwrap_or_default());
    }

    /// Writes one out; false where it is none.
    fn one(&mut self, code: &Code<'_>, inside: Option<&str>, depth: usize) -> bool {
        if known::write(self, code, inside, depth) {
            return true;
        }
        let looks_like_one = inside.is_some()
            || code.closes_itself
            || code.attributes.iter().any(|(key, _)| !key.starts_with('#'))
            || code.name.contains(['_', '-']);
        if !looks_like_one {
            return false;
        }
        self.met.note(What::Shortcode, code.name);
        self.out.push_str("\n\n<p><code>");
        self.out.push_str(&escaped(code.raw));
        self.out.push_str("</code></p>\n\n");
        if let Some(inside) = inside {
            self.write(inside, depth + 1);
        }
        true
    }
}

/// Where shortcodes end (`[/name]`), by name.
struct Ends<'a>(HashMap<&'a str, Vec<(usize, usize)>>);

impl<'a> Ends<'a> {
    fn of(text: &'a str) -> Ends<'a> {
        let mut ends: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find("[/")) {
            let open = from + at;
            let name = name_of(text.get(open + 2..).unwrap_or_default());
            let close = open + 2 + name.len();
            if !name.is_empty() && text.as_bytes().get(close) == Some(&b']') {
                ends.entry(name).or_default().push((open, close + 1));
            }
            from = open + 2;
        }
        Ends(ends)
    }

    fn after(&self, name: &str, from: usize) -> Option<(usize, usize)> {
        let all = self.0.get(name)?;
        all.get(all.partition_point(|(open, _)| *open < from))
            .copied()
    }
}

/// The next `[` that stands in no tag.
fn next_bracket(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' => return Some(at),
            b'<' if bytes
                .get(at + 1)
                .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') =>
            {
                let rest = text.get(at..).unwrap_or_default();
                at += as_typed(rest).or_else(|| rest.find('>')).unwrap_or(0) + 1;
            }
            _ => at += 1,
        }
    }
    None
}

/// Where an element ends whose text is meant as it is typed.
fn as_typed(text: &str) -> Option<usize> {
    ["pre", "code", "script", "style"].iter().find_map(|name| {
        let after = text.get(1..)?.strip_prefix(name)?;
        if !after.starts_with(['>', ' ', '\n']) {
            return None;
        }
        let close = format!("</{name}>");
        Some(text.find(&close)? + close.len() - 1)
    })
}

fn name_of(text: &str) -> &str {
    let length = text
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count();
    text.get(..length).unwrap_or_default()
}

/// The shortcode a text begins with.
fn code(text: &str) -> Option<Code<'_>> {
    let name = name_of(text.get(1..)?);
    if !name.bytes().next()?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = 1 + name.len();
    let bytes = text.as_bytes();
    let mut quote = None;
    loop {
        let byte = *bytes.get(at)?;
        match (quote, byte) {
            (Some(mark), byte) if mark == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if bytes.get(at - 1) == Some(&b'=') => quote = Some(byte),
            (None, b']') => break,
            (None, b'[') => return None,
            _ => {}
        }
        at += 1;
        if at > CODE_BYTES_MAX {
            return None;
        }
    }
    let inside = text.get(1 + name.len()..at)?;
    let first = inside.bytes().next();
    if first.is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'=' | b':')) {
        return None;
    }
    Some(Code {
        name,
        attributes: attributes(inside.trim_end_matches('/')),
        raw: text.get(..=at)?,
        closes_itself: inside.trim_end().ends_with('/'),
    })
}

fn attributes(text: &str) -> Vec<(String, String)> {
    // What editors make of straight quotes.
    let text = text.replace(['\u{201c}', '\u{201d}', '\u{2033}'], "\"");
    let mut all = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && all.len() < 100 {
        let name = name_of(rest);
        let after = rest.get(name.len()..).unwrap_or_default().trim_start();
        let (key, value) = match after.strip_prefix('=') {
            Some(value) => (name.to_ascii_lowercase(), value.trim_start()),
            None => (format!("#{}", all.len()), rest),
        };
        let (value, next) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let value = value.get(1..).unwrap_or_default();
                value.split_once(quote).unwrap_or((value, ""))
            }
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        all.push((key, value.to_owned()));
        rest = next.trim_start();
    }
    all
}
