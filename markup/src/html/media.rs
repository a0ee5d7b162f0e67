//! Elements read whole: pictures, embeds, code.

use super::frames::Kind;
use super::limits::Limit;
use super::picture;
use super::walk::{Source, Walker};
use crate::address;
use crate::body::Block;
use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// Most nodes looked at for the text of one element.
const TEXT_NODES_MAX: usize = 100_000;

impl<'a> Walker<'a> {
    pub(super) fn picture(&mut self, img: &Element) {
        if let Some(sign) = picture::as_sign(img) {
            self.text(sign);
            return;
        }
        let read = match picture::is_tracker(img) {
            true => Err(img.attr("src").unwrap_or_default().to_owned()),
            false => picture::picture(img),
        };
        let mut read = match read {
            Ok(read) => read,
            Err(source) => {
                self.drops.add("picture", || source);
                return;
            }
        };
        if let (Source::Markdown, Some(title)) = (self.source, img.attr("title")) {
            picture::read_title(&mut read, title);
        }
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Figure { pictures, .. }) => pictures.push(read),
            _ => self.after.push(Block::Figure(read)),
        }
    }

    /// Where an entry of live coverage begins.
    pub(super) fn entry(&mut self, element: &Element) {
        let told = |name| element.attr(name).unwrap_or_default().to_owned();
        self.push(Block::Entry {
            at: told("data-at"),
            title: told("data-title"),
            by: vec![told("data-by")],
            key: element.attr("data-key").is_some(),
        });
    }

    pub(super) fn embed(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let inside = node
            .children()
            .filter_map(|child| child.value().as_element()?.attr("src"));
        let own = ["src", "data-src"]
            .into_iter()
            .filter_map(|name| element.attr(name));
        let Some(url) = own.chain(inside).find_map(address::absolute) else {
            self.drops.add(element.name(), || {
                element.attr("src").unwrap_or_default().to_owned()
            });
            return;
        };
        let title = ["title", "aria-label"]
            .into_iter()
            .find_map(|name| element.attr(name));
        let url = self.untracked(url);
        self.after.push(Block::Embed {
            url,
            title: title.unwrap_or_default().to_owned(),
        });
    }

    /// An embed as our own pages write it: a link in a paragraph of its own.
    pub(super) fn linked_embed(&mut self, node: NodeRef<'a, Node>) -> bool {
        let is_anchor =
            |node: &NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| e.name() == "a");
        let Some(anchor) = node.children().find(is_anchor) else {
            return false;
        };
        let href = anchor
            .value()
            .as_element()
            .and_then(|element| element.attr("href"));
        let Some(url) = href.and_then(address::absolute) else {
            return false;
        };
        let title = self.taken_text(anchor);
        let url = self.untracked(url);
        self.push(Block::Embed { url, title });
        true
    }

    pub(super) fn code(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let inner = node
            .children()
            .find_map(|child| child.value().as_element()?.attr("class"));
        let classes = element.attr("class").into_iter().chain(inner);
        let lang = classes
            .flat_map(str::split_whitespace)
            .find_map(|class| class.strip_prefix("language-"))
            .map(str::to_owned);
        let text = self.taken_text(node);
        self.push(Block::Code { text, lang });
    }

    /// The text of an element, counted against the limit.
    pub(super) fn taken_text(&mut self, node: NodeRef<'a, Node>) -> String {
        let text = text_of(node, self.chars_left);
        self.chars_left -= text.chars().count().min(self.chars_left);
        if self.chars_left == 0 {
            self.over = self.over.or(Some(Limit::Chars));
        }
        text
    }
}

/// The words under a node, line breaks as `\n`, at most so many characters.
pub(super) fn text_of(node: NodeRef<'_, Node>, chars_max: usize) -> String {
    let mut text = String::new();
    let mut chars_left = chars_max;
    for inner in node.descendants().take(TEXT_NODES_MAX) {
        match inner.value() {
            Node::Text(piece) => {
                text.extend(piece.chars().take(chars_left));
                chars_left -= piece.chars().count().min(chars_left);
            }
            Node::Element(element) if element.name() == "br" => text.push('\n'),
            _ => {}
        }
        if chars_left == 0 {
            break;
        }
    }
    text
}
