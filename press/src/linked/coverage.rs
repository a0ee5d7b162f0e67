//! Live coverage as `LiveBlogPosting`: since when, until when, and each entry with its own address.

use super::article::{credited_text, person};
use super::node::{Data, Node};
use crate::pieces::coverage;
use crate::setting::Setting;
use markup::{Entry, EntryIds};
use paper::copy::Kind;
use paper::reading::pages::ArticleFacts;

/// Most entries that are told in full, the first on the page: a page says everything twice otherwise, without end.
const UPDATES_MAX: usize = 50;

/// What is said of a text in entries; nothing is added to any other.
pub(super) fn told(setting: &Setting<'_>, facts: &ArticleFacts, node: Node) -> Node {
    let content = &facts.content;
    let when = |at| setting.calendar.when(at).iso;
    let Some((first, last)) = coverage::span(&content.body) else {
        return match content.kind {
            Kind::Live => node.text("coverageStartTime", &when(content.first_published)),
            _ => node,
        };
    };
    let node = node.text("coverageStartTime", &when(first));
    let node = match content.kind {
        Kind::Live => node,
        _ => node.text("coverageEndTime", &when(last)),
    };
    let mut ids = EntryIds::default();
    let entries = content.body.entries();
    let updates = entries.iter().map(|entry| {
        let id = ids.next(entry.at);
        update(setting, facts, entry, &id)
    });
    node.many("liveBlogUpdate", updates.take(UPDATES_MAX).collect())
}

fn update(setting: &Setting<'_>, facts: &ArticleFacts, entry: &Entry<'_>, id: &str) -> Data {
    let at = entry.at.parse().map(|at| setting.calendar.when(at).iso);
    let by = entry.by.iter();
    let mut authors: Vec<Data> = by
        .map(|name| person(setting, name, &facts.people).into())
        .collect();
    if authors.is_empty() {
        authors = credited_text(setting, facts);
    }
    Node::of("BlogPosting")
        .text("headline", &entry.name())
        .text("articleBody", &entry.text())
        .text("datePublished", &at.unwrap_or_default())
        .text("url", &format!("{}#{id}", facts.canonical))
        .many("author", authors)
        .into()
}
