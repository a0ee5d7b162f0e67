//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use super::{absolute, harmless, instant, urn};
use serde_json::Value;
use std::collections::BTreeSet;

const TOP: &[&str] = &[
    "version",
    "title",
    "home_page_url",
    "feed_url",
    "description",
    "next_url",
    "language",
    "authors",
    "hubs",
    "items",
];
const ITEM: &[&str] = &[
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "summary",
    "image",
    "date_published",
    "date_modified",
    "authors",
    "tags",
    "language",
    "_colophon",
];

/// Checks a document served at an address; gives back its items.
pub(crate) fn check(text: &str, served_at: &str) -> Vec<Value> {
    let feed: Value = serde_json::from_str(text).expect("JSON");
    only(&feed, TOP);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(!string(&feed, "title").is_empty());
    assert_eq!(string(&feed, "feed_url"), served_at);
    absolute(string(&feed, "home_page_url"));
    if feed.get("next_url").is_some() {
        absolute(string(&feed, "next_url"));
    }
    for hub in feed["hubs"].as_array().into_iter().flatten() {
        assert_eq!(hub["type"], "WebSub");
        absolute(string(hub, "url"));
    }
    authors(&feed);
    let items = feed["items"].as_array().expect("a list").clone();
    let ids: BTreeSet<&str> = items.iter().map(|item| string(item, "id")).collect();
    assert_eq!(ids.len(), items.len(), "each id once");
    for item in &items {
        only(item, ITEM);
        urn(string(item, "id"));
        absolute(string(item, "url"));
        assert!(!string(item, "title").is_empty());
        harmless(string(item, "content_html"));
        instant(string(item, "date_published"));
        instant(string(item, "date_modified"));
        authors(item);
        assert!(!string(item, "language").is_empty());
        if item.get("image").is_some() {
            absolute(string(item, "image"));
        }
        assert!(
            item["_colophon"]["about"].is_string(),
            "an extension says what it is"
        );
    }
    items
}

fn authors(of: &Value) {
    let authors = of["authors"].as_array().expect("a list");
    assert!(!authors.is_empty());
    for author in authors {
        assert!(!string(author, "name").is_empty());
        if author.get("url").is_some() {
            absolute(string(author, "url"));
        }
    }
}

fn only(object: &Value, names: &[&str]) {
    for name in object.as_object().expect("an object").keys() {
        assert!(names.contains(&name.as_str()), "{name} is no field");
    }
}

pub(crate) fn string<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} is no text in {object}"))
}
