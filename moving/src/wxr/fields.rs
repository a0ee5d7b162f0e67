//! A record taken apart into its fields.

use encoding_rs::WINDOWS_1252;
use memchr::memmem;

/// Fields of one record.
const FIELDS_MAX: usize = 100_000;

/// A field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    attributes: &'a [u8],
    value: &'a [u8],
    /// Its quoted passages did not end where they should: the marks are taken out, the rest is the text.
    broken: bool,
}

/// What was mended in a text on the way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) controls: bool,
    pub(super) encoding: bool,
    pub(super) cdata: bool,
    pub(super) entities: bool,
}

/// Elements that hold fields of their own.
fn holds_fields(name: &str) -> bool {
    matches!(
        name,
        "wp:comment" | "wp:postmeta" | "wp:commentmeta" | "wp:termmeta"
    )
}

/// The fields of a record, in their order.
pub(super) fn fields(record: &[u8]) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let mut at = 0;
    while fields.len() < FIELDS_MAX {
        let Some(open) = find(record, b"<", at) else {
            break;
        };
        at = open + 1;
        let Some((name, attributes, inside, empty)) = tag(record, open) else {
            continue;
        };
        at = inside;
        if empty {
            let value = &[][..];
            fields.push(Field {
                name,
                attributes,
                value,
                broken: false,
            });
            continue;
        }
        let (end, next, broken) = if holds_fields(name) {
            end_of_holder(record, inside, name)
        } else {
            end_of_text(record, inside, name)
        };
        at = next;
        fields.push(Field {
            name,
            attributes,
            value: record.get(inside..end).unwrap_or_default(),
            broken,
        });
    }
    fields
}

fn find(bytes: &[u8], mark: &[u8], from: usize) -> Option<usize> {
    memmem::find(bytes.get(from..)?, mark).map(|at| from + at)
}

/// Name, attributes, where the content begins, whether there is none.
fn tag(record: &[u8], open: usize) -> Option<(&str, &[u8], usize, bool)> {
    let mut quote = None;
    let mut at = open + 1;
    loop {
        let byte = *record.get(at)?;
        match (quote, byte) {
            (Some(mark), byte) if mark == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => break,
            (None, b'<') => return None,
            _ => {}
        }
        at += 1;
    }
    let inside = record.get(open + 1..at)?;
    let length = inside
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-'))
        .count();
    let (name, attributes) = inside.split_at(length);
    if !name.first()?.is_ascii_alphabetic() {
        return None;
    }
    let name = std::str::from_utf8(name).ok()?;
    Some((name, attributes, at + 1, inside.ends_with(b"/")))
}

/// Where the text of an element ends, where to go on, and whether its quoted passages are broken.
fn end_of_text(record: &[u8], from: usize, name: &str) -> (usize, usize, bool) {
    let close = format!("</{name}>");
    let mut at = from;
    loop {
        let rest = record.get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let rest = rest.get(blank..).unwrap_or_default();
        if rest.starts_with(close.as_bytes()) {
            return (at + blank, at + blank + close.len(), false);
        }
        if !rest.starts_with(b"<![CDATA[") {
            break;
        }
        match find(record, b"]]>", at + blank) {
            Some(end) => at = end + 3,
            None => break,
        }
    }
    let quoted = find(record, b"<![CDATA[", from).is_some_and(|quote| {
        record
            .get(from..quote)
            .is_some_and(|before| before.iter().all(u8::is_ascii_whitespace))
    });
    // Plain text, or a passage that does not end where its element does: up to the first end of the element.
    match find(record, close.as_bytes(), from) {
        Some(end) => (end, end + close.len(), quoted),
        None => (record.len(), record.len(), true),
    }
}

/// Where an element ends that holds others, past whatever is quoted in it.
fn end_of_holder(record: &[u8], from: usize, name: &str) -> (usize, usize, bool) {
    let close = format!("</{name}>");
    let mut at = from;
    loop {
        let Some(open) = find(record, b"<", at) else {
            return (record.len(), record.len(), true);
        };
        let rest = record.get(open..).unwrap_or_default();
        if rest.starts_with(close.as_bytes()) {
            return (open, open + close.len(), false);
        }
        at = open + 1;
        if rest.starts_with(b"<![CDATA[") {
            match find(record, b"]]>", open) {
                Some(end) => at = end + 3,
                None => {
                    let end = find(record, close.as_bytes(), from).unwrap_or(record.len());
                    return (end, (end + close.len()).min(record.len()), true);
                }
            }
        }
    }
}

impl<'a> Field<'a> {
    /// Its fields, where it holds some.
    pub(super) fn fields(&self) -> Vec<Field<'a>> {
        fields(self.value)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str, mended: &mut Mended) -> String {
        let mark = format!("{name}=");
        let Some(at) = find(self.attributes, mark.as_bytes(), 0) else {
            return String::new();
        };
        let rest = self.attributes.get(at + mark.len()..).unwrap_or_default();
        let Some((quote @ (b'"' | b'\''), rest)) = rest.split_first() else {
            return String::new();
        };
        let value = rest.split(|b| b == quote).next().unwrap_or_default();
        clean(&unescaped(&decoded(value, mended), mended), mended)
    }

    /// Its text.
    pub(super) fn text(&self, mended: &mut Mended) -> String {
        mended.cdata |= self.broken;
        let mut text = String::new();
        let mut rest = self.value;
        if self.broken {
            let whole = decoded(rest, mended);
            let bare = whole.replace("<![CDATA[", "").replace("]]>", "");
            return clean(&bare, mended);
        }
        loop {
            let quote = memmem::find(rest, b"<![CDATA[");
            let (plain, quoted) = rest.split_at(quote.unwrap_or(rest.len()));
            let plain = decoded(plain, mended);
            // Between two quoted passages of one text stands nothing; blanks there are the file's.
            if !plain.trim().is_empty() {
                text.push_str(&unescaped(&plain, mended));
            }
            let Some(quoted) = quoted.get(9..) else { break };
            let end = memmem::find(quoted, b"]]>").unwrap_or(quoted.len());
            text.push_str(&decoded(quoted.get(..end).unwrap_or_default(), mended));
            rest = quoted.get(end + 3..).unwrap_or_default();
        }
        clean(&text, mended)
    }
}

/// UTF-8, or what Windows-1252 makes of bytes that are none.
fn decoded(bytes: &[u8], mended: &mut Mended) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            mended.encoding = true;
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
            }
            text
        }
    }
}

/// Without characters no text has (XML 1.0 §2.2).
fn clean(text: &str, mended: &mut Mended) -> String {
    let unfit = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if !text.contains(unfit) {
        return text.to_owned();
    }
    mended.controls = true;
    text.chars().filter(|c| !unfit(*c)).collect()
}

/// The five entities of XML and characters by number; any other stands as it is.
fn unescaped(text: &str, mended: &mut Mended) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let name = from
            .get(1..)
            .and_then(|after| after.split_once(';'))
            .map(|(name, _)| name)
            .filter(|name| name.len() <= 10);
        let meant = name.and_then(character);
        match (meant, name) {
            (Some(c), Some(name)) => {
                out.push(c);
                rest = from.get(name.len() + 2..).unwrap_or_default();
            }
            _ => {
                mended.entities |= name.is_some_and(|name| {
                    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
                });
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
