//! What a page says to programs: JSON-LD in the words of schema.org (vocabulary 30), made from the facts the page is
//! printed from, so that it says what readers see and nothing else.
//!
//! It stands in the head, which no theme can leave out. Each thing has one `@id` on all pages: an article its
//! canonical address with `#article`, a title its address with `#publisher`, a person the page with `#person`.

mod article;
mod coverage;
mod node;
mod pages;
mod pictures;
mod title;

pub(crate) use article::{live, taken_away};
pub(crate) use node::Node;
pub(crate) use pages::{corrections, front, imprint, list, person, standing, topic, trust};

use crate::html::Html;
use crate::setting::Setting;
use node::Data;

/// What a page says, but for the publisher's logo, which is known when the page is dressed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Linked {
    /// The things the page is about.
    pub(crate) nodes: Vec<Node>,
    /// The title as publisher, if the page names it.
    pub(crate) publisher: Option<Node>,
}

impl Linked {
    /// All of it, with the title's icon for a logo.
    pub(crate) fn complete(&self, setting: &Setting<'_>, icon: &str) -> Vec<Node> {
        let logo = Node::of("ImageObject").text("url", &setting.absolute(icon));
        let publisher = self.publisher.clone();
        let publisher = publisher.map(|node| node.node("logo", Some(logo)));
        self.nodes.iter().cloned().chain(publisher).collect()
    }
}

/// The data block of a page; nothing where it has nothing to say.
///
/// It is data, not script: no policy has to allow it. No text can end it, since `<`, `>` and `&` are written as
/// escapes, and with them the line separators that older readers of JSON stumble over.
pub(crate) fn block(nodes: &[Node]) -> Html {
    if nodes.is_empty() {
        return Html::default();
    }
    let graph = Node::bare()
        .text("@context", "https://schema.org")
        .all("@graph", nodes.iter().cloned().map(Data::from).collect());
    // Keys are words and values texts, so this cannot fail; if it did, the page would say nothing to programs.
    let json = serde_json::to_string(&graph).unwrap_or_default();
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    out.push_str("<script type=\"application/ld+json\">");
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out.push_str("</script>");
    Html::trusted(out)
}
