//! The words of a page, as a reader meets them, beside the words of a revision.

use markup::Body;
use markup::html::{Labels, NoPictures, WriteOptions};

/// Elements inside a line: where one begins or ends, a word goes on.
const INLINE: [&str; 21] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u",
];
/// Elements whose content is no text of the article: data, pictures with their captions.
const PASSED_OVER: [&str; 5] = ["script", "style", "figure", "template", "svg"];

/// What differs first.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Differs {
    /// A text of the revision that is not on the page.
    Missing(String),
}

/// Whether a page shows a text of the revision in full and unbroken: its headline (one of them), its standfirst, its body.
pub(super) fn compare(
    page: &str,
    headlines: &[&str],
    standfirst: &str,
    body: &Body,
) -> Result<usize, Differs> {
    let shown = words(page);
    let headline = headlines
        .iter()
        .find(|headline| contains(&shown, &words_of(headline)));
    if headline.is_none() {
        let first = headlines.first().copied().unwrap_or_default();
        return Err(Differs::Missing(first.to_owned()));
    }
    if !contains(&shown, &words_of(standfirst)) {
        return Err(Differs::Missing(standfirst.to_owned()));
    }
    let options = WriteOptions {
        pictures: &NoPictures,
        labels: Labels::EN,
        sources: u32::MAX,
        id_prefix: "",
        rel: "",
    };
    let written = markup::html::write(body, &options);
    if !contains(&shown, &words(&written.notes)) {
        return Err(Differs::Missing(words(&written.notes).join(" ")));
    }
    let text = words(&written.html);
    match first_difference(&shown, &text) {
        None => Ok(text.len()),
        Some(at) => {
            let around = text.get(at..text.len().min(at + 8)).unwrap_or_default();
            Err(Differs::Missing(around.join(" ")))
        }
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn contains(shown: &[String], wanted: &[String]) -> bool {
    wanted.is_empty() || shown.windows(wanted.len()).any(|run| run == wanted)
}

/// The place in `wanted` up to which the best match on the page goes; `None` where all of it is there.
fn first_difference(shown: &[String], wanted: &[String]) -> Option<usize> {
    if contains(shown, wanted) {
        return None;
    }
    let matched = |from: usize| {
        let rest = shown.get(from..).unwrap_or_default();
        rest.iter().zip(wanted).take_while(|(a, b)| a == b).count()
    };
    (0..shown.len()).map(matched).max().or(Some(0))
}

/// The words of HTML: tags out, references read, what is no text passed over.
fn words(html: &str) -> Vec<String> {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(&decoded(before));
        let Some((name, closing, after)) = tag_of(tag) else {
            text.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        // A numeral raised is text; a mark that leads to a source or a note is none.
        let mark = name == "sup" && rest.starts_with("<a ");
        if !closing && (mark || PASSED_OVER.contains(&name.as_str())) {
            rest = behind(rest, &name);
            continue;
        }
        if !INLINE.contains(&name.as_str()) {
            text.push(' ');
        }
    }
    text.push_str(&decoded(rest));
    // A mark that only forbids a line break is no part of a word.
    text.retain(|c| !matches!(c, '\u{2060}' | '\u{ad}'));
    text.split_whitespace().map(str::to_owned).collect()
}

/// The name of the tag a text begins with, whether it closes, and what follows; a comment has the name `!`.
fn tag_of(text: &str) -> Option<(String, bool, &str)> {
    if let Some(rest) = text.strip_prefix("<!--") {
        let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
        return Some(("!".to_owned(), false, rest.get(end..).unwrap_or_default()));
    }
    let inner = text.get(1..)?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return None;
    }
    let name: String = inner
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '!')
        .collect();
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => {
                return Some((name.to_ascii_lowercase(), closing, inner.get(at + 1..)?));
            }
            _ => {}
        }
    }
    Some((name.to_ascii_lowercase(), closing, ""))
}

/// What stands behind the end of an element that has begun; elements of its own kind may stand in it.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let (mut rest, mut depth) = (text, 1_u32);
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..).unwrap_or_default();
        let Some((found, closing, after)) = tag_of(tag) else {
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        if found == name {
            depth = if closing { depth - 1 } else { depth + 1 };
            if depth == 0 {
                return rest;
            }
        }
    }
    ""
}

/// Text with its character references read: numbers, and the few names pages of ours use.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let read = from
            .get(1..)
            .and_then(|inner| inner.split_once(';'))
            .and_then(|(name, after)| Some((reference(name)?, after)));
        match read {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
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

#[cfg(test)]
mod tests {
    use super::*;
    use markup::{Block, Inline};

    fn body(paragraphs: &[&str]) -> Body {
        Body {
            blocks: paragraphs
                .iter()
                .map(|text| Block::Paragraph {
                    text: vec![Inline::text(*text)],
                    lang: None,
                })
                .collect(),
            ..Body::default()
        }
    }

    const PAGE: &str = "<!doctype html><title>x</title><style>p{}</style><h1>Ferry &amp; tide</h1><p class=\"deck\">In short.</p>\
        <div><p>The <em>fer</em>ry<sup><a href=\"#f1\">1</a></sup> sails.</p><figure><p>not text</p></figure><p>At ten.</p></div>";

    #[test]
    fn a_page_that_shows_the_revision_is_told_from_one_that_does_not() {
        let text = body(&["The ferry sails.", "At ten."]);
        let said = |page: &str| compare(page, &["Ferry & tide"], "In short.", &text);
        assert_eq!(said(PAGE), Ok(5));
        for (from, to, wanted) in [
            ("sails", "sinks", "sails. At ten."),
            ("At ten.", "At eleven.", "ten."),
            ("</figure>", "</figure><p>Not quite.</p>", "At ten."),
            ("In short.", "At length.", "In short."),
            ("Ferry &amp; tide", "Tide", "Ferry & tide"),
        ] {
            let altered = PAGE.replace(from, to);
            assert_eq!(
                said(&altered),
                Err(Differs::Missing(wanted.to_owned())),
                "{from}"
            );
        }
    }
}
