//! RSS 2.0 (rssboard.org), the RSS Advisory Board's profile, and the modules we use.

use super::{ATOM, DC, Element, HISTORY, absolute, harmless, instant, parse, urn};
use std::collections::BTreeSet;

const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// Checks a document served at an address; gives back its items.
pub(crate) fn check(text: &str, served_at: &str) -> Vec<Element> {
    let rss = parse(text);
    assert_eq!((rss.namespace.as_str(), rss.name.as_str()), ("", "rss"));
    assert_eq!(rss.attribute("version"), "2.0");
    rss.holds_only(&[("", "channel", 1)]);
    let channel = rss.one("", "channel");
    channel.holds_only(&[
        ("", "title", 1),
        ("", "link", 1),
        ("", "description", 1),
        ("", "language", 1),
        ("", "lastBuildDate", 1),
        ("", "generator", 1),
        (ATOM, "link", 0),
        (HISTORY, "archive", 1),
        ("", "item", 0),
    ]);
    channel.said("", "title");
    channel.said("", "description");
    absolute(channel.said("", "link"));
    date(channel.said("", "lastBuildDate"));
    super::atom::links(channel, served_at, "application/rss+xml");
    let items: Vec<Element> = channel.all("", "item").cloned().collect();
    let ids: BTreeSet<&str> = items.iter().map(|item| item.said("", "guid")).collect();
    assert_eq!(ids.len(), items.len(), "each id once");
    items.iter().for_each(check_item);
    items
}

fn check_item(item: &Element) {
    item.holds_only(&[
        ("", "title", 1),
        ("", "link", 1),
        ("", "guid", 1),
        ("", "pubDate", 1),
        (ATOM, "updated", 1),
        (DC, "creator", 0),
        (DC, "source", 0),
        (DC, "rights", 1),
        (DC, "language", 1),
        ("", "category", 0),
        ("", "description", 1),
        (CONTENT, "encoded", 1),
        ("", "enclosure", 1),
        (MEDIA, "content", 1),
    ]);
    item.said("", "title");
    absolute(item.said("", "link"));
    urn(item.said("", "guid"));
    assert_eq!(item.one("", "guid").attribute("isPermaLink"), "false");
    date(item.said("", "pubDate"));
    instant(item.said(ATOM, "updated"));
    assert!(item.all(DC, "creator").count() > 0, "somebody signs");
    harmless(&item.one("", "description").text);
    for encoded in item.all(CONTENT, "encoded") {
        harmless(&encoded.text);
    }
    for enclosure in item.all("", "enclosure") {
        absolute(enclosure.attribute("url"));
        enclosure.attribute("length").parse::<u64>().expect("bytes");
        assert!(enclosure.attribute("type").starts_with("image/"));
    }
    for media in item.all(MEDIA, "content") {
        absolute(media.attribute("url"));
        assert_eq!(media.attribute("medium"), "image");
    }
}

/// RFC 822 with four digits of year and a numeric zone.
fn date(text: &str) {
    let parsed = jiff::fmt::rfc2822::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert!(text.ends_with(" +0000") && text.len() == 31, "{text}");
    assert!((2000..2100).contains(&parsed.year()), "{text}");
}
