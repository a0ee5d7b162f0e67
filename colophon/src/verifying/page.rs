//! The words of a page, as a reader meets them, beside the words of a revision.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use markup::Body;
use markup::html::{Labels, NoPictures, WriteOptions};
use scraper::{Html, Node};

/// Elements inside a line: where one begins or ends, a word goes on.
const INLINE: [&str; 21] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u",
];
/// Elements whose content is no text of the article as it is read: data, pictures with their captions, what only stands in
/// the head, in a field or in place of a script.
const PASSED_OVER: [&str; 9] = [
    "head", "script", "style", "figure", "template", "svg", "textarea", "noscript", "iframe",
];

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
        entry_time: &str::to_owned,
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

/// The words of HTML, read by a parser as a browser reads them: what is no text passed over.
fn words(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut text = String::with_capacity(html.len());
    let mut passed: Option<NodeId> = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) if passed.is_none() => match node.value() {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => {
                    if is_no_text(node, element.name()) {
                        passed = Some(node.id());
                    }
                    parted(&mut text, element.name());
                }
                _ => {}
            },
            Edge::Close(node) if passed.is_none_or(|passed| passed == node.id()) => {
                passed = None;
                if let Node::Element(element) = node.value() {
                    parted(&mut text, element.name());
                }
            }
            _ => {}
        }
    }
    // A mark that only forbids a line break is no part of a word.
    text.retain(|c| !matches!(c, '\u{2060}' | '\u{ad}'));
    text.split_whitespace().map(str::to_owned).collect()
}

/// A numeral raised is text; a mark that leads to a source or a note is none.
fn is_no_text(node: NodeRef<'_, Node>, name: &str) -> bool {
    let leads = |inner: NodeRef<'_, Node>| {
        let element = inner.value().as_element();
        element.is_some_and(|element| element.name() == "a")
    };
    // When an entry of live coverage was written is told by the clock of the title.
    let dated = name == "p"
        && node
            .first_child()
            .filter(|link| leads(*link))
            .and_then(|link| {
                link.first_child()?
                    .value()
                    .as_element()
                    .map(|time| time.name() == "time")
            })
            .unwrap_or(false);
    PASSED_OVER.contains(&name) || dated || (name == "sup" && node.first_child().is_some_and(leads))
}

/// Two words stand apart where an element that is not of a line begins or ends between them.
fn parted(text: &mut String, name: &str) {
    if !INLINE.contains(&name) {
        text.push(' ');
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
            // What a browser shows to nobody is not on the page.
            (
                "<p class=\"deck\">In short.</p>",
                "<!--><i--><textarea>In short.</textarea>",
                "In short.",
            ),
            (
                "<h1>Ferry &amp; tide</h1>",
                "<title>Ferry &amp; tide</title><noscript>Ferry &amp; tide</noscript>",
                "Ferry & tide",
            ),
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
