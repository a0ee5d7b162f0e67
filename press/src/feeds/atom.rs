//! Atom: RFC 4287, with RFC 5005 for archive documents.

use super::item::{Item, PICTURE_TYPE, Person};
use super::xml::Xml;
use super::{Feed, GENERATOR};
use jiff::Timestamp;
use std::io;

/// Scheme of the categories that name an article's kind.
pub(super) const KINDS: &str = "urn:colophon:kind";
/// Scheme of the categories that name what became of an article.
pub(super) const STATES: &str = "urn:colophon:change";

pub(super) fn write(feed: &Feed<'_>) -> io::Result<String> {
    let title = feed.setting.title;
    let mut xml = Xml::new()?;
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
            ("xml:lang", &title.language),
        ],
    )?;
    xml.text("id", &[], &format!("urn:uuid:{}", feed.facts.id))?;
    xml.text("title", &[], &feed.name)?;
    xml.text("subtitle", &[], &feed.about())?;
    xml.text("updated", &[], &date(feed.facts.updated))?;
    xml.open("author", &[])?;
    xml.text("name", &[], &title.name)?;
    xml.text("uri", &[], &format!("{}/", title.base_url))?;
    xml.close("author")?;
    xml.text("generator", &[], GENERATOR)?;
    xml.empty(
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &feed.setting.absolute(&feed.facts.page)),
        ],
    )?;
    for (relation, address) in feed.links() {
        let mut attributes = vec![("rel", relation), ("href", address.as_str())];
        if relation != "hub" {
            attributes.push(("type", feed.form.media_type()));
        }
        xml.empty("link", &attributes)?;
    }
    if feed.facts.part.is_some() {
        xml.empty("fh:archive", &[])?;
    }
    for item in &feed.items {
        write_entry(&mut xml, item)?;
    }
    xml.close("feed")?;
    Ok(xml.finish())
}

fn write_entry(xml: &mut Xml, item: &Item) -> io::Result<()> {
    xml.open("entry", &[("xml:lang", &item.language)])?;
    xml.text("id", &[], &item.id)?;
    xml.text("title", &[], &item.headline)?;
    xml.text("published", &[], &date(item.published))?;
    xml.text("updated", &[], &date(item.updated))?;
    item.authors
        .iter()
        .try_for_each(|one| person(xml, "author", one))?;
    item.others
        .iter()
        .try_for_each(|one| person(xml, "contributor", one))?;
    for subject in &item.subjects {
        xml.empty("category", &[("term", subject)])?;
    }
    category(xml, KINDS, item.kind.0, &item.kind.1)?;
    for (word, name) in &item.states {
        category(xml, STATES, word, name)?;
    }
    links(xml, item)?;
    if !item.summary.is_empty() {
        xml.text("summary", &[], &item.summary)?;
    }
    xml.text("content", &[("type", "html")], &item.html)?;
    // A link needs an address; a source without one is told by its name.
    for source in item.sources.iter().filter(|source| source.url.is_empty()) {
        xml.text("dc:source", &[], &source.name)?;
    }
    if !item.rights.is_empty() {
        xml.text("rights", &[], &item.rights)?;
    }
    xml.close("entry")
}

fn category(xml: &mut Xml, scheme: &str, term: &str, label: &str) -> io::Result<()> {
    xml.empty(
        "category",
        &[("term", term), ("scheme", scheme), ("label", label)],
    )
}

fn links(xml: &mut Xml, item: &Item) -> io::Result<()> {
    let mut link = |attributes: &[(&str, &str)]| xml.empty("link", attributes);
    link(&[
        ("rel", "alternate"),
        ("type", "text/html"),
        ("href", &item.url),
    ])?;
    if let Some(elsewhere) = &item.elsewhere {
        link(&[("rel", "canonical"), ("href", elsewhere)])?;
    }
    if let Some(picture) = &item.picture {
        link(&[
            ("rel", "enclosure"),
            ("type", PICTURE_TYPE),
            ("href", &picture.url),
            ("title", &picture.alt),
        ])?;
    }
    for source in item.sources.iter().filter(|source| !source.url.is_empty()) {
        link(&[
            ("rel", "via"),
            ("href", &source.url),
            ("title", &source.name),
        ])?;
    }
    Ok(())
}

fn person(xml: &mut Xml, element: &str, person: &Person) -> io::Result<()> {
    xml.open(element, &[])?;
    xml.text("name", &[], &person.name)?;
    if let Some(url) = &person.url {
        xml.text("uri", &[], url)?;
    }
    xml.close(element)
}

/// RFC 3339, to the second.
pub(super) fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
