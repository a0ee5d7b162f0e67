//! Markdown through comrak and the one HTML normaliser.

use super::special;
use crate::body::Body;
use crate::html::{Limit, Limits, Read, read_markdown_html};
use comrak::{Arena, Options};
use std::borrow::Cow;
use std::cell::Cell;

/// Most Markdown read, in bytes.
pub const BYTES_MAX: usize = 4 << 20;
/// Most containers (`>`, `-`, `1.`) opened on one line; further ones are text.
pub const CONTAINERS_MAX: usize = 32;
/// Most steps of 256 lines, inlines or nodes comrak may take.
const STEPS_MAX: u32 = 20_000;

/// Reads Markdown. Raw HTML in it passes the same normaliser as everything else.
pub fn read(markdown: &str) -> Read {
    let mut end = markdown.len().min(BYTES_MAX);
    while !markdown.is_char_boundary(end) {
        end -= 1;
    }
    let cut = (end < markdown.len()).then_some(Limit::Bytes);
    let markdown = shallow(markdown.get(..end).unwrap_or_default());
    let mut read = match to_html(&markdown) {
        Some(html) => read_markdown_html(
            &html,
            Limits {
                bytes: 8 * BYTES_MAX,
                ..Limits::default()
            },
        ),
        None => Read {
            body: Body::default(),
            dropped: Vec::new(),
            first_heading: None,
            over: Some(Limit::Nodes),
        },
    };
    read.over = cut.or(read.over);
    read
}

fn to_html(markdown: &str) -> Option<String> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.render.r#unsafe = true;
    let arena = Arena::new();
    let steps = Cell::new(0);
    let is_tired = || steps.replace(steps.get() + 1) >= STEPS_MAX;
    let root = comrak::try_parse_document(&arena, markdown, &options, &is_tired).ok()?;
    special::mark(&arena, root, markdown);
    let mut html = String::with_capacity(markdown.len() * 2);
    comrak::format_html(root, &options, &mut html).ok()?;
    Some(html)
}

/// The text with at most [`CONTAINERS_MAX`] containers opened on a line: comrak looks at all open ones for
/// every line that follows.
fn shallow(markdown: &str) -> Cow<'_, str> {
    if markdown.lines().all(|line| last_container(line).is_none()) {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len() + 64);
    for line in markdown.split_inclusive('\n') {
        match last_container(line).and_then(|at| line.split_at_checked(at)) {
            Some((containers, text)) => {
                out.push_str(containers);
                out.push('\\');
                out.push_str(text);
            }
            None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// Where on the line the first container too many is, if there is one; for a number, its dot.
fn last_container(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let blank = |at: usize| {
        bytes
            .get(at)
            .is_none_or(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
    };
    let mut containers = 0;
    let mut at = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let digits = bytes
            .iter()
            .skip(at)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let sign = at + digits;
        let opens = match (digits, bytes.get(sign)) {
            (0, Some(b'>')) => true,
            (0, Some(b'-' | b'+' | b'*')) | (1..=9, Some(b'.' | b')')) => blank(sign + 1),
            _ => false,
        };
        if !opens {
            return None;
        }
        containers += 1;
        if containers > CONTAINERS_MAX {
            return Some(sign);
        }
        at = sign + 1;
    }
}
