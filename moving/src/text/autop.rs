//! Paragraphs of texts that have none: empty lines divide them, as the former system's `wpautop` did; and addresses that stand
//! alone on a line, which it showed as what they lead to.

use super::escaped;

/// Elements before and after which a paragraph ends.
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tr",
    "ul",
];
/// Elements whose text is left as it is.
const RAW: [&str; 4] = ["pre", "script", "style", "textarea"];

/// With paragraphs, line breaks, and what addresses lead to.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text.as_str();
    while let Some((before, raw, after)) = raw_element(rest) {
        prose(&mut out, before);
        out.push_str(raw);
        rest = after;
    }
    prose(&mut out, rest);
    out
}

/// With what addresses lead to that stand alone on a line, and nothing else changed.
pub(super) fn embeds(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match address(line) {
            Some(url) => embed(&mut out, url),
            None => out.push_str(line),
        }
    }
    out
}

/// The first element whose text is left alone: what is before it, itself, what follows.
fn raw_element(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('<')?;
        let tag = text.get(at + 1..)?;
        let raw = RAW.iter().find(|name| {
            starts_with(tag, name)
                && tag
                    .as_bytes()
                    .get(name.len())
                    .is_none_or(|b| b.is_ascii_whitespace() || *b == b'>')
        });
        if let Some(name) = raw {
            let close = format!("</{name}>");
            let end =
                find_no_case(tag, &close).map_or(text.len(), |end| at + 1 + end + close.len());
            return Some((text.get(..at)?, text.get(at..end)?, text.get(end..)?));
        }
        from = at + 1;
    }
}

fn starts_with(text: &str, name: &str) -> bool {
    text.get(..name.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(name))
}

fn find_no_case(text: &str, mark: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('<')?;
        if starts_with(text.get(at..)?, mark) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn prose(out: &mut String, text: &str) {
    let mut chunk = String::new();
    for line in text.split('\n') {
        if line.trim().is_empty() {
            paragraph(out, &chunk);
            chunk.clear();
            continue;
        }
        if let Some(url) = address(line) {
            paragraph(out, &chunk);
            chunk.clear();
            embed(out, url);
            continue;
        }
        if !chunk.is_empty() {
            let touches = ends_block(&chunk) || begins_block(line.trim_start());
            chunk.push_str(if touches { "\n" } else { "<br>\n" });
        }
        chunk.push_str(line);
    }
    paragraph(out, &chunk);
}

fn paragraph(out: &mut String, chunk: &str) {
    if chunk.trim().is_empty() {
        return;
    }
    if begins_block(chunk.trim_start()) {
        out.push_str(chunk);
        out.push('\n');
    } else {
        out.push_str("<p>");
        out.push_str(chunk);
        out.push_str("</p>\n");
    }
}

/// Whether a text begins with the tag of a block, or the end of one.
fn begins_block(text: &str) -> bool {
    let Some(tag) = text.strip_prefix('<') else {
        return false;
    };
    is_block(tag.strip_prefix('/').unwrap_or(tag))
}

/// Whether a text ends with the tag of a block, or with a line break.
fn ends_block(text: &str) -> bool {
    let text = text.trim_end();
    if !text.ends_with('>') {
        return false;
    }
    let Some(open) = text.rfind('<') else {
        return false;
    };
    let tag = text.get(open + 1..).unwrap_or_default();
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    is_block(tag) || starts_with(tag, "br")
}

fn is_block(tag: &str) -> bool {
    let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = tag.get(..length).unwrap_or_default();
    BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name))
}

/// The address a line is, or a paragraph on it, if it is nothing else.
fn address(line: &str) -> Option<&str> {
    let line = line.trim();
    let inside = line
        .strip_prefix("<p>")
        .and_then(|line| line.strip_suffix("</p>"));
    let line = inside.unwrap_or(line).trim();
    let web = line.starts_with("https://") || line.starts_with("http://");
    let plain = web
        && line.len() < 2_000
        && !line.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '[' | ']'));
    plain.then_some(line)
}

fn embed(out: &mut String, url: &str) {
    out.push_str("<iframe src=\"");
    out.push_str(&escaped(&url.replace("&amp;", "&")));
    out.push_str("\"></iframe>\n");
}
