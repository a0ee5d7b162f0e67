//! RSS 2.0 (rssboard.org/rss-specification), with the modules content, Dublin Core, Media RSS, Atom and feed history.

use super::item::{Item, PICTURE_TYPE, Picture};
use super::xml::Xml;
use super::{Feed, GENERATOR};
use jiff::Timestamp;
use std::io;

const NAMESPACES: &[(&str, &str)] = &[
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

pub(super) fn write(feed: &Feed<'_>) -> io::Result<String> {
    let mut xml = Xml::new()?;
    xml.open("rss", NAMESPACES)?;
    xml.open("channel", &[])?;
    xml.text("title", &[], &feed.name)?;
    xml.text("link", &[], &feed.setting.absolute(&feed.facts.page))?;
    xml.text("description", &[], &feed.about())?;
    xml.text("language", &[], &feed.setting.title.language)?;
    xml.text("lastBuildDate", &[], &date(feed.facts.updated))?;
    xml.text("generator", &[], GENERATOR)?;
    for (relation, address) in feed.links() {
        let mut attributes = vec![("rel", relation), ("href", address.as_str())];
        if relation != "hub" {
            attributes.push(("type", feed.form.media_type()));
        }
        xml.empty("atom:link", &attributes)?;
    }
    if feed.facts.part.is_some() {
        xml.empty("fh:archive", &[])?;
    }
    for item in &feed.items {
        write_item(&mut xml, item)?;
    }
    xml.close("channel")?;
    xml.close("rss")?;
    Ok(xml.finish())
}

fn write_item(xml: &mut Xml, item: &Item) -> io::Result<()> {
    xml.open("item", &[])?;
    xml.text("title", &[], &item.headline)?;
    xml.text("link", &[], &item.url)?;
    xml.text("guid", &[("isPermaLink", "false")], &item.id)?;
    xml.text("pubDate", &[], &date(item.published))?;
    xml.text("atom:updated", &[], &super::atom::date(item.updated))?;
    for person in item.authors.iter().chain(&item.others) {
        xml.text("dc:creator", &[], &person.name)?;
    }
    for subject in &item.subjects {
        xml.text("category", &[], subject)?;
    }
    xml.text("category", &[("domain", super::atom::KINDS)], &item.kind.1)?;
    for (_, state) in &item.states {
        xml.text("category", &[("domain", super::atom::STATES)], state)?;
    }
    // A description is HTML for those who show it, also where it has no element in it.
    let description = if item.whole {
        crate::html::escape(&item.summary)
    } else {
        item.html.clone()
    };
    xml.text("description", &[], &description)?;
    if item.whole {
        xml.text("content:encoded", &[], &item.html)?;
    }
    for source in &item.sources {
        let named = match source.url.as_str() {
            "" => source.name.clone(),
            url => format!("{}, {url}", source.name),
        };
        xml.text("dc:source", &[], &named)?;
    }
    if !item.rights.is_empty() {
        xml.text("dc:rights", &[], &item.rights)?;
    }
    xml.text("dc:language", &[], &item.language)?;
    if let Some(picture) = &item.picture {
        write_picture(xml, picture)?;
    }
    xml.close("item")
}

fn write_picture(xml: &mut Xml, picture: &Picture) -> io::Result<()> {
    let file = &picture.file;
    let (width, height) = (file.width.to_string(), file.height.to_string());
    xml.empty(
        "enclosure",
        &[
            ("url", &picture.url),
            // It must be said, and 0 says that it is not known (RSS Best Practices Profile, enclosure).
            ("length", "0"),
            ("type", PICTURE_TYPE),
        ],
    )?;
    xml.open(
        "media:content",
        &[
            ("url", &picture.url),
            ("type", PICTURE_TYPE),
            ("medium", "image"),
            ("width", &width),
            ("height", &height),
        ],
    )?;
    for (name, text) in [
        ("media:title", &picture.alt),
        ("media:description", &picture.caption),
        ("media:credit", &picture.credit),
    ] {
        if !text.is_empty() {
            xml.text(name, &[], text)?;
        }
    }
    xml.close("media:content")
}

/// RFC 822 with a year of four digits and a numeric zone.
fn date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
