//! Footnotes: which anchor means a note, and where its text is.
//!
//! Every program writes them as a link to an element further down, with a link back. Names differ
//! (`fn1`, `_ftn1`, `sdfootnote1sym`, `cite_note-1`), the direction does not.

use ego_tree::{NodeId, NodeRef, Tree};
use scraper::Node;
use scraper::node::Element;
use std::collections::{HashMap, HashSet};

/// Footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Anchor in the text to the element with the note's text.
    texts: HashMap<NodeId, NodeId>,
    /// Elements read as notes, not to be read again where they stand.
    taken: HashSet<NodeId>,
}

/// How far up a note's own block is looked for, in elements.
const STEPS_UP_MAX: usize = 8;

impl Notes {
    pub(super) fn find(tree: &Tree<Node>) -> Notes {
        let mut anchors = Vec::new();
        let mut targets: HashMap<String, (usize, NodeId)> = HashMap::new();
        for (order, node) in tree.root().descendants().enumerate() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            for name in [element.id(), element.attr("name")].into_iter().flatten() {
                targets.entry(name.to_owned()).or_insert((order, node.id()));
            }
            if element.name() == "a"
                && let Some(fragment) = element
                    .attr("href")
                    .and_then(|href| href.trim().strip_prefix('#'))
                && means_note(node, element, fragment)
            {
                anchors.push((order, node.id(), fragment.to_owned()));
            }
        }
        let mut notes = Notes::default();
        for (order, anchor, fragment) in anchors {
            // A percent-encoded name is the browser's business; both spellings are common in the wild.
            let decoded = super::picture::decode_percent(&fragment);
            let target = targets.get(&fragment).or_else(|| targets.get(&decoded));
            // A link upwards is the way back from a note.
            let Some(&(_, target)) = target.filter(|(at, _)| *at > order) else {
                continue;
            };
            if let Some(block) = tree.get(target).and_then(own_block) {
                notes.texts.insert(anchor, block.id());
                notes.taken.insert(block.id());
            }
        }
        notes
    }

    /// The element with the text of the note this anchor means.
    pub(super) fn text_of(&self, anchor: NodeId) -> Option<NodeId> {
        self.texts.get(&anchor).copied()
    }

    /// Whether this element was read where it was referred to.
    pub(super) fn is_taken(&self, element: NodeId) -> bool {
        self.taken.contains(&element)
    }
}

fn means_note(node: NodeRef<'_, Node>, anchor: &Element, fragment: &str) -> bool {
    let role = anchor.attr("role").unwrap_or_default();
    if role == "doc-backlink" {
        return false;
    }
    let raised = node
        .parent()
        .and_then(|parent| {
            parent
                .value()
                .as_element()
                .map(|element| element.name() == "sup")
        })
        .unwrap_or(false);
    let named = [
        "fn",
        "ftn",
        "_ftn",
        "_edn",
        "sdfootnote",
        "sdendnote",
        "footnote",
        "cite_note",
        "note-",
    ]
    .iter()
    .any(|prefix| fragment.starts_with(prefix));
    let marked = anchor.attr("data-footnote-ref").is_some()
        || role == "doc-noteref"
        || anchor
            .attr("class")
            .is_some_and(|class| class.contains("footnote"));
    raised || named || marked
}

/// The block that holds the note: the element itself, or the paragraph or item its mark stands in.
fn own_block(target: NodeRef<'_, Node>) -> Option<NodeRef<'_, Node>> {
    std::iter::successors(Some(target), NodeRef::parent)
        .take(STEPS_UP_MAX)
        .find(|node| {
            let name = node.value().as_element().map(Element::name);
            matches!(name, Some("li" | "p" | "div" | "dd" | "td" | "aside"))
        })
}
