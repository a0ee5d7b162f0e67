//! Writing HTML by hand, safely: escaping, addresses, and [`Html`], the only kind of value a theme prints as it is.

use minijinja::Value;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};
use std::fmt::Write as _;

/// HTML made by this crate. Themes print it unescaped; everything else they print is escaped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

impl Html {
    /// Takes markup whose every foreign part has been escaped.
    pub(crate) fn trusted(markup: String) -> Html {
        Html(markup)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

/// Text made fit to stand between tags or inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut out, text);
    out
}

/// As [`escape`], onto the end of `out`.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// A link address, escaped, if readers may be led there: http(s), mailto, tel, or a path on the same host.
pub(crate) fn href(address: &str) -> Option<String> {
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    let allowed = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
        || (address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\"))
        || address.starts_with('#')
        || address.starts_with('?');
    let clean = !address.chars().any(|c| c.is_control() || c == '\\');
    (allowed && clean).then(|| escape(address))
}

/// `<a href="…">text</a>`, or the text alone where the address is none readers may be led to.
pub(crate) fn link(address: &str, text: &str) -> String {
    match href(address) {
        Some(href) => format!("<a href=\"{href}\">{}</a>", escape(text)),
        None => escape(text),
    }
}

/// ` name="value"` with the value escaped.
pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    // Writing to a String cannot fail.
    let _ = write!(out, " {name}=\"{}\"", escape(value));
}

/// What cannot stand in a value of the query part of an address, nor in one of a `mailto:` (RFC 3986 §3.4, RFC 6068 §2). What can is
/// left as it is: an address in an address then compresses as the same address elsewhere.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b',');

/// Percent-encodes text for the query part of an address.
pub(crate) fn query(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

/// Text on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text cut at a word, at most `chars_max` characters, with an ellipsis where something was cut.
pub(crate) fn shorten(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    let head: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    let head = head.get(..cut).unwrap_or(&head);
    format!("{}…", head.trim_end_matches([' ', ',', ';', ':', '.']))
}
