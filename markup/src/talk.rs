//! What readers write: plain text in which a few marks mean something. `*stressed*`, `**important**`, `` `code` ``, lines
//! that begin with `>` quote, and bare `https://…` addresses are links. Everything else is characters.
//!
//! The text is kept as it was typed and read again for each page, so that nothing but characters is ever stored.

use crate::{Block, Inline};

/// Marks within marks; deeper ones stay characters.
const DEPTH_MAX: u8 = 3;
/// Characters of punctuation that end a sentence and not an address.
const AFTER_ADDRESS: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '}', '»', '”', '’', '\'', '"', '*', '…',
];

/// Reads a reader's text: paragraphs divided by empty lines, quotes, and the marks within them.
pub fn read(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        let mut lines = part.lines().map(str::trim).peekable();
        while let Some(first) = lines.next() {
            let quoted = first.starts_with('>');
            let mut run = vec![bare(first)];
            while let Some(next) = lines.next_if(|next| next.starts_with('>') == quoted) {
                run.push(bare(next));
            }
            let text = lines_of(&run);
            if text.is_empty() {
                continue;
            }
            let paragraph = Block::Paragraph { text, lang: None };
            blocks.push(if quoted {
                Block::Quote {
                    blocks: vec![paragraph],
                    cite: Vec::new(),
                }
            } else {
                paragraph
            });
        }
    }
    blocks
}

/// The addresses a text links to.
pub fn addresses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = next_address(rest) {
        let from = &rest[at..];
        let address = address(from);
        if address.is_empty() {
            rest = from.get(1..).unwrap_or_default();
        } else {
            found.push(address.to_owned());
            rest = &from[address.len()..];
        }
    }
    found
}

fn bare(line: &str) -> &str {
    line.trim_start_matches('>').trim()
}

fn lines_of(run: &[&str]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for line in run.iter().filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(inline(line, 0));
    }
    out
}

fn inline(line: &str, depth: u8) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let found = if depth < DEPTH_MAX {
            marked(rest, before, depth)
        } else {
            None
        };
        match found {
            Some((node, length)) => {
                if !plain.is_empty() {
                    out.push(Inline::text(std::mem::take(&mut plain)));
                }
                out.push(node);
                before = rest[..length].chars().next_back().unwrap_or(' ');
                rest = &rest[length..];
            }
            None => {
                plain.push(first);
                before = first;
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    if !plain.is_empty() {
        out.push(Inline::text(plain));
    }
    out
}

/// A mark that begins here, and how many bytes it takes.
fn marked(rest: &str, before: char, depth: u8) -> Option<(Inline, usize)> {
    if before.is_alphanumeric() {
        return None;
    }
    if let Some(body) = enclosed(rest, "`") {
        return Some((Inline::Code { s: body.to_owned() }, body.len() + 2));
    }
    if let Some(body) = enclosed(rest, "**") {
        let text = inline(body, depth + 1);
        return Some((Inline::Strong { text }, body.len() + 4));
    }
    if let Some(body) = enclosed(rest, "*") {
        let text = inline(body, depth + 1);
        return Some((Inline::Emphasis { text }, body.len() + 2));
    }
    if next_address(rest) == Some(0) {
        let href = address(rest);
        if !href.is_empty() {
            let node = Inline::Link {
                href: href.to_owned(),
                text: vec![Inline::text(href)],
            };
            return Some((node, href.len()));
        }
    }
    None
}

/// What stands between two of a mark: something, without space at its ends, and no letter right after.
fn enclosed<'a>(rest: &'a str, mark: &str) -> Option<&'a str> {
    let inner = rest.strip_prefix(mark)?;
    if inner.starts_with(char::is_whitespace) || inner.starts_with('*') || inner.starts_with('`') {
        return None;
    }
    for (at, _) in inner.match_indices(mark) {
        let (body, after) = (&inner[..at], &inner[at + mark.len()..]);
        let tight = !body.is_empty() && !body.ends_with(char::is_whitespace);
        let ends = !after.starts_with(char::is_alphanumeric)
            && (mark != "*" || (!after.starts_with('*') && !body.ends_with('*')));
        if tight && ends {
            return Some(body);
        }
    }
    None
}

fn next_address(text: &str) -> Option<usize> {
    let http = text.find("http://");
    let https = text.find("https://");
    match (http, https) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The address a text begins with, without what ends the sentence; empty if there is no host.
fn address(text: &str) -> &str {
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\') || c.is_control()
        })
        .unwrap_or(text.len());
    let whole = text[..end].trim_end_matches(AFTER_ADDRESS);
    let host = whole.split_once("://").map_or("", |(_, rest)| rest);
    if host.starts_with(|c: char| c.is_alphanumeric()) && host.contains('.') {
        whole
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        fn tell(out: &mut String, nodes: &[Inline]) {
            for node in nodes {
                match node {
                    Inline::Text { s } => out.push_str(s),
                    Inline::Strong { text } => wrap(out, "S", text),
                    Inline::Emphasis { text } => wrap(out, "E", text),
                    Inline::Code { s } => out.push_str(&format!("[C {s}]")),
                    Inline::Link { href, .. } => out.push_str(&format!("[L {href}]")),
                    Inline::Break => out.push('/'),
                    _ => out.push('?'),
                }
            }
        }
        fn wrap(out: &mut String, name: &str, text: &[Inline]) {
            out.push_str(&format!("[{name} "));
            tell(out, text);
            out.push(']');
        }
        let mut out = String::new();
        for block in read(text) {
            match block {
                Block::Paragraph { text, .. } => {
                    out.push('P');
                    tell(&mut out, &text);
                }
                Block::Quote { blocks, .. } => {
                    out.push('Q');
                    for block in &blocks {
                        if let Block::Paragraph { text, .. } = block {
                            tell(&mut out, text);
                        }
                    }
                }
                _ => out.push('?'),
            }
            out.push('|');
        }
        out
    }

    #[test]
    fn marks_mean_something_and_everything_else_is_characters() {
        for (text, tree) in [
            ("A *b* c", "PA [E b] c|"),
            ("**b** and *c*", "P[S b] and [E c]|"),
            ("**a *b* c**", "P[S a [E b] c]|"),
            ("`<b>*x*`", "P[C <b>*x*]|"),
            ("2*3*4 and 5 * 6 * 7", "P2*3*4 and 5 * 6 * 7|"),
            ("*open", "P*open|"),
            ("****", "P****|"),
            ("snake_case_word", "Psnake_case_word|"),
            ("> said\n> so\nyes", "Qsaid/so|Pyes|"),
            ("one\n\ntwo\nthree", "Pone|Ptwo/three|"),
            (
                "see https://a.example/x?y=1, then.",
                "Psee [L https://a.example/x?y=1], then.|",
            ),
            ("(http://a.example/b)", "P([L http://a.example/b])|"),
            (
                "https:// http://localhost xhttps://a.example",
                "Phttps:// http://localhost xhttps://a.example|",
            ),
            ("<script>alert(1)</script>", "P<script>alert(1)</script>|"),
            (
                "javascript:alert(1) [x](javascript:1)",
                "Pjavascript:alert(1) [x](javascript:1)|",
            ),
            (">", ""),
            ("", ""),
        ] {
            assert_eq!(plain(text), tree, "{text}");
        }
    }

    #[test]
    fn no_text_takes_long_or_panics() {
        for hostile in ["*a", "**", "`", "*`", "http://", "> ", "*a* ", "é*è*"] {
            let text = hostile.repeat(3_000 / hostile.chars().count());
            assert!(read(&text).len() <= 3_000, "{hostile}");
        }
    }

    #[test]
    fn addresses_are_counted_as_they_are_linked() {
        assert_eq!(
            addresses(
                "https://a.example. and http://b.example/c) but not https:// nor ftp://d.example"
            ),
            ["https://a.example", "http://b.example/c"]
        );
    }
}
