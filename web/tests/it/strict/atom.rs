//! Atom: the rules of RFC 4287 §4 and RFC 5005 §4.

use super::{ATOM, DC, Element, HISTORY, absolute, harmless, instant, parse, urn};
use std::collections::BTreeSet;

/// Checks a document served at an address; gives back its entries.
pub(crate) fn check(text: &str, served_at: &str) -> Vec<Element> {
    let feed = parse(text);
    assert_eq!(
        (feed.namespace.as_str(), feed.name.as_str()),
        (ATOM, "feed")
    );
    feed.holds_only(&[
        (ATOM, "id", 1),
        (ATOM, "title", 1),
        (ATOM, "subtitle", 1),
        (ATOM, "updated", 1),
        (ATOM, "author", 0),
        (ATOM, "generator", 1),
        (ATOM, "link", 0),
        (ATOM, "entry", 0),
        (HISTORY, "archive", 1),
    ]);
    urn(feed.said(ATOM, "id"));
    feed.said(ATOM, "title");
    instant(feed.said(ATOM, "updated"));
    person(feed.one(ATOM, "author"));
    links(&feed, served_at, "application/atom+xml");
    let entries: Vec<Element> = feed.all(ATOM, "entry").cloned().collect();
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.said(ATOM, "id")).collect();
    assert_eq!(ids.len(), entries.len(), "each id once");
    let newest = entries
        .iter()
        .map(|entry| instant(entry.said(ATOM, "updated")))
        .max();
    assert!(newest.is_none_or(|newest| newest == instant(feed.said(ATOM, "updated"))));
    entries.iter().for_each(check_entry);
    entries
}

fn check_entry(entry: &Element) {
    entry.holds_only(&[
        (ATOM, "id", 1),
        (ATOM, "title", 1),
        (ATOM, "published", 1),
        (ATOM, "updated", 1),
        (ATOM, "author", 0),
        (ATOM, "contributor", 0),
        (ATOM, "category", 0),
        (ATOM, "link", 0),
        (ATOM, "summary", 1),
        (ATOM, "content", 1),
        (ATOM, "rights", 1),
        (DC, "source", 0),
    ]);
    urn(entry.said(ATOM, "id"));
    entry.said(ATOM, "title");
    let (published, updated) = (
        instant(entry.said(ATOM, "published")),
        instant(entry.said(ATOM, "updated")),
    );
    assert!(published <= updated);
    assert!(entry.all(ATOM, "author").count() > 0);
    for one in entry
        .all(ATOM, "author")
        .chain(entry.all(ATOM, "contributor"))
    {
        person(one);
    }
    for category in entry.all(ATOM, "category") {
        assert!(!category.attribute("term").is_empty());
    }
    let content = entry.one(ATOM, "content");
    assert_eq!(content.attribute("type"), "html");
    harmless(&content.text);
    let mut alternates = 0;
    for link in entry.all(ATOM, "link") {
        absolute(link.attribute("href"));
        alternates += usize::from(link.attribute("rel") == "alternate");
    }
    assert_eq!(alternates, 1, "one alternate of one type");
}

fn person(person: &Element) {
    person.holds_only(&[(ATOM, "name", 1), (ATOM, "uri", 1), (ATOM, "email", 1)]);
    person.said(ATOM, "name");
    for uri in person.all(ATOM, "uri") {
        absolute(&uri.text);
    }
}

/// `self` is the address served; an archive document says so and names the current one.
pub(super) fn links(feed: &Element, served_at: &str, media_type: &str) {
    let links: Vec<&Element> = feed.all(ATOM, "link").collect();
    let named = |relation: &str| {
        let named: Vec<&str> = links
            .iter()
            .filter(|link| link.attribute("rel") == relation)
            .map(|link| link.attribute("href"))
            .collect();
        named
    };
    links
        .iter()
        .for_each(|link| absolute(link.attribute("href")));
    assert_eq!(named("self"), [served_at]);
    for relation in ["self", "prev-archive", "next-archive", "current"] {
        assert!(named(relation).len() <= 1, "{relation}");
        let typed = links
            .iter()
            .filter(|link| link.attribute("rel") == relation);
        typed.for_each(|link| assert_eq!(link.attribute("type"), media_type));
    }
    let archive = feed.all(HISTORY, "archive").count() == 1;
    assert_eq!(archive, served_at.contains("?archive="));
    assert_eq!(archive, named("current").len() == 1);
}
