//! A reader's comment as a page shows it. Its links lead out of the newspaper and are nobody's recommendation.

use crate::html::{Html, escape_into, href};
use markup::{Block, Inline};

/// What a link of a reader's says of itself: written by users, not followed by search engines, no way back to this page.
const REL: &str = "ugc nofollow noopener";

/// Prints a reader's text.
pub(crate) fn print(text: &str) -> Html {
    let mut out = String::new();
    blocks(&mut out, &markup::talk::read(text));
    Html::trusted(out)
}

/// A link to the website somebody gave with a name, or the name alone.
pub(crate) fn named(name: &str, website: &str) -> Html {
    let mut out = String::new();
    match href(website).filter(|_| website.starts_with("http")) {
        Some(href) => {
            out.push_str(&format!("<a href=\"{href}\" rel=\"{REL}\">"));
            escape_into(&mut out, name);
            out.push_str("</a>");
        }
        None => escape_into(&mut out, name),
    }
    Html::trusted(out)
}

fn blocks(out: &mut String, list: &[Block]) {
    for block in list {
        match block {
            Block::Paragraph { text, .. } => wrapped(out, "p", text),
            Block::Quote { blocks: inner, .. } => {
                out.push_str("<blockquote>");
                blocks(out, inner);
                out.push_str("</blockquote>");
            }
            _ => {}
        }
    }
}

fn wrapped(out: &mut String, element: &str, text: &[Inline]) {
    out.push_str(&format!("<{element}>"));
    inlines(out, text);
    out.push_str(&format!("</{element}>"));
}

fn inlines(out: &mut String, list: &[Inline]) {
    for node in list {
        match node {
            Inline::Text { s } => escape_into(out, s),
            Inline::Code { s } => {
                out.push_str("<code>");
                escape_into(out, s);
                out.push_str("</code>");
            }
            Inline::Strong { text } => wrapped(out, "strong", text),
            Inline::Emphasis { text } => wrapped(out, "em", text),
            Inline::Link { href: to, text } => match href(to) {
                Some(to) => {
                    out.push_str(&format!("<a href=\"{to}\" rel=\"{REL}\">"));
                    inlines(out, text);
                    out.push_str("</a>");
                }
                None => inlines(out, text),
            },
            Inline::Break => out.push_str("<br>"),
            _ => {}
        }
    }
}
