//! The special forms written as quotations, found in comrak's tree and marked for the HTML normaliser.
//!
//! They are recognised by the source text, so that `\[!pull]` stays what its author typed.

use crate::html::{self, escape};
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Node};

/// Marks all special forms under a node.
pub(super) fn mark<'a>(arena: &'a Arena<'a>, root: Node<'a>, source: &str) {
    let lines: Vec<&str> = source.split('\n').collect();
    let is_quote = |node: &Node<'a>| matches!(node.data().value, NodeValue::BlockQuote);
    let quotes: Vec<Node<'a>> = root.descendants().filter(is_quote).collect();
    for quote in quotes {
        mark_quote(arena, quote, &lines);
    }
}

fn mark_quote<'a>(arena: &'a Arena<'a>, quote: Node<'a>, lines: &[&str]) {
    let Some(first) = quote.first_child().filter(|node| is_paragraph(node)) else {
        mark_cite(arena, quote);
        return;
    };
    let typed = typed_line(first, lines);
    let form = ["[!pull]", "[!aside]", "[!embed]", "[!entry]", "[!key]"]
        .into_iter()
        .find(|form| {
            let head = typed.get(..form.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(form))
        });
    match form {
        Some("[!embed]") => {
            let words = typed.get("[!embed]".len()..).unwrap_or_default().trim();
            let (url, title) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let html = format!(
                "<iframe src=\"{}\" title=\"{}\"></iframe>",
                escape(url),
                escape(title.trim())
            );
            replace(arena, quote, &html, "", |_| false);
        }
        Some(form @ ("[!entry]" | "[!key]")) if is_alone(first, lines) => {
            let words = typed.get(form.len()..).unwrap_or_default().trim();
            let (at, title) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let by = line_after(first, lines).unwrap_or_default();
            let key = form == "[!key]";
            let entry = html::entry(at, title.trim(), &by, key);
            replace(arena, quote, &entry, "", |_| false);
        }
        Some(form @ ("[!pull]" | "[!aside]")) if strip(first, form) => {
            if form == "[!pull]" {
                mark_cite(arena, quote);
                replace(
                    arena,
                    quote,
                    "<blockquote class=\"pull\">",
                    "</blockquote>",
                    |_| true,
                );
            } else {
                mark_title(arena, first);
                replace(arena, quote, "<aside>", "</aside>", |_| true);
            }
        }
        _ => mark_cite(arena, quote),
    }
}

fn is_paragraph(node: &Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Paragraph)
}

/// What was typed where the paragraph begins, to the end of that line.
fn typed_line<'s>(paragraph: Node<'_>, lines: &[&'s str]) -> &'s str {
    let start = paragraph.data().sourcepos.start;
    let line = start
        .line
        .checked_sub(1)
        .and_then(|at| lines.get(at))
        .unwrap_or(&"");
    line.get(start.column.saturating_sub(1)..)
        .unwrap_or_default()
}

/// Nothing stands in the quotation but a line, and perhaps one with names: what else did would be lost.
fn is_alone(paragraph: Node<'_>, lines: &[&str]) -> bool {
    let place = paragraph.data().sourcepos;
    let more = place.end.line.saturating_sub(place.start.line);
    let named = more == 1 && line_after(paragraph, lines).is_some();
    paragraph.next_sibling().is_none() && (more == 0 || named)
}

/// The names after the dash on the line after the first, if it is one.
fn line_after(paragraph: Node<'_>, lines: &[&str]) -> Option<String> {
    let line = lines.get(paragraph.data().sourcepos.start.line)?;
    let said = line.trim_start().strip_prefix('>')?.trim_start();
    let said = said.strip_prefix(super::escape::is_dash)?;
    Some(said.trim().to_owned())
}

/// Takes the form's name off the beginning of the paragraph.
fn strip(paragraph: Node<'_>, form: &str) -> bool {
    let Some(first) = paragraph.first_child() else {
        return false;
    };
    let rest = match &first.data().value {
        NodeValue::Text(text) => text
            .get(form.len()..)
            .map(|rest| rest.trim_start().to_owned()),
        _ => None,
    };
    let Some(rest) = rest else {
        return false;
    };
    first.data_mut().value = NodeValue::Text(rest.into());
    true
}

fn raw<'a>(arena: &'a Arena<'a>, html: &str) -> Node<'a> {
    arena.alloc(AstNode::from(NodeValue::Raw(html.to_owned())))
}

/// Puts `before`, the children that are kept, and `after` in the place of the quotation.
fn replace<'a>(
    arena: &'a Arena<'a>,
    quote: Node<'a>,
    before: &str,
    after: &str,
    keep: impl Fn(Node<'a>) -> bool,
) {
    quote.insert_before(raw(arena, before));
    let children: Vec<Node<'a>> = quote.children().filter(|child| keep(child)).collect();
    for child in children {
        quote.insert_before(child);
    }
    quote.insert_before(raw(arena, after));
    quote.detach();
}

/// The first line of a box is its heading.
fn mark_title<'a>(arena: &'a Arena<'a>, paragraph: Node<'a>) {
    let inlines: Vec<Node<'a>> = paragraph.children().collect();
    let end = inlines
        .iter()
        .position(|node| is_line_end(node))
        .unwrap_or(inlines.len());
    let title = arena.alloc(AstNode::from(NodeValue::Paragraph));
    for node in inlines.iter().take(end) {
        title.append(node);
    }
    if let Some(line_end) = inlines.get(end) {
        line_end.detach();
    }
    paragraph.insert_before(raw(arena, "<h2>"));
    paragraph.insert_before(title);
    paragraph.insert_before(raw(arena, "</h2>"));
}

fn is_line_end(node: &Node<'_>) -> bool {
    matches!(
        node.data().value,
        NodeValue::SoftBreak | NodeValue::LineBreak
    )
}

/// A last line that begins with a dash names the speaker.
fn mark_cite<'a>(arena: &'a Arena<'a>, quote: Node<'a>) {
    let Some(last) = quote.children().filter(is_paragraph).last() else {
        return;
    };
    if last.next_sibling().is_some() {
        return;
    }
    let inlines: Vec<Node<'a>> = last.children().collect();
    let line_end = inlines.iter().rposition(|node| is_line_end(node));
    let is_first = quote
        .first_child()
        .is_some_and(|first| first.same_node(last));
    let start = match line_end {
        Some(at) if inlines.get(at + 1).is_some_and(begins_with_dash) => at + 1,
        None if !is_first && inlines.first().is_some_and(begins_with_dash) => 0,
        _ => return,
    };
    let cite = arena.alloc(AstNode::from(NodeValue::Paragraph));
    for node in inlines.iter().skip(start) {
        cite.append(node);
    }
    if let Some(line_end) = line_end.and_then(|at| inlines.get(at)) {
        line_end.detach();
    }
    quote.append(raw(arena, "<footer>"));
    quote.append(cite);
    quote.append(raw(arena, "</footer>"));
}

fn begins_with_dash(node: &Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::Text(text) if text.starts_with(super::escape::is_dash))
}
