//! Sitemaps: the index, its parts, and the news (sitemaps.org 0.9; Google's news extension 0.9).

use crate::feeds::xml::Xml;
use crate::press::PressFault;
use jiff::Timestamp;
use paper::reading::facts::TitleFacts;
use paper::reading::sitemap::{News, Part};
use std::io;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";

/// The index: the part with everything that is no article, then the parts with articles.
///
/// # Errors
/// [`PressFault::Writing`], which cannot happen as long as there is memory.
pub fn sitemap_index(
    title: &TitleFacts,
    parts: &[(Part, Timestamp)],
) -> Result<String, PressFault> {
    let base = &title.base_url;
    let write = || -> io::Result<String> {
        let mut xml = Xml::new()?;
        xml.open("sitemapindex", &[("xmlns", SITEMAP)])?;
        address(
            &mut xml,
            "sitemap",
            &format!("{base}/sitemap-pages.xml"),
            None,
        )?;
        for (part, changed) in parts {
            let at = format!("{base}/sitemap-{part}.xml");
            address(&mut xml, "sitemap", &at, Some(*changed))?;
        }
        xml.close("sitemapindex")?;
        Ok(xml.finish())
    };
    write().map_err(PressFault::Writing)
}

/// A part: paths on the title, with the last change where it is known.
///
/// # Errors
/// As [`sitemap_index`].
pub fn sitemap_part(
    title: &TitleFacts,
    paths: &[(String, Option<Timestamp>)],
) -> Result<String, PressFault> {
    let write = || -> io::Result<String> {
        let mut xml = Xml::new()?;
        xml.open("urlset", &[("xmlns", SITEMAP)])?;
        for (path, changed) in paths {
            address(
                &mut xml,
                "url",
                &format!("{}{path}", title.base_url),
                *changed,
            )?;
        }
        xml.close("urlset")?;
        Ok(xml.finish())
    };
    write().map_err(PressFault::Writing)
}

/// The news sitemap. It may be empty.
///
/// # Errors
/// As [`sitemap_index`].
pub fn news_sitemap(title: &TitleFacts, news: &[News]) -> Result<String, PressFault> {
    let write = || -> io::Result<String> {
        let mut xml = Xml::new()?;
        xml.open("urlset", &[("xmlns", SITEMAP), ("xmlns:news", NEWS)])?;
        for one in news {
            xml.open("url", &[])?;
            xml.text("loc", &[], &format!("{}{}", title.base_url, one.path))?;
            xml.text("lastmod", &[], &date(one.modified))?;
            xml.open("news:news", &[])?;
            xml.open("news:publication", &[])?;
            xml.text("news:name", &[], &title.name)?;
            xml.text("news:language", &[], &language(&one.language))?;
            xml.close("news:publication")?;
            xml.text("news:publication_date", &[], &date(one.published))?;
            xml.text("news:title", &[], &one.headline)?;
            xml.close("news:news")?;
            xml.close("url")?;
        }
        xml.close("urlset")?;
        Ok(xml.finish())
    };
    write().map_err(PressFault::Writing)
}

fn address(xml: &mut Xml, element: &str, at: &str, changed: Option<Timestamp>) -> io::Result<()> {
    xml.open(element, &[])?;
    xml.text("loc", &[], at)?;
    if let Some(changed) = changed {
        xml.text("lastmod", &[], &date(changed))?;
    }
    xml.close(element)
}

/// W3C date and time, to the second.
fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// ISO 639, but for Chinese, which says its script by a country.
fn language(tag: &str) -> String {
    let tag = tag.to_ascii_lowercase();
    match tag.as_str() {
        "zh-tw" | "zh-hk" | "zh-hant" => "zh-tw".to_owned(),
        _ if tag.starts_with("zh") => "zh-cn".to_owned(),
        _ => tag.split('-').next().unwrap_or_default().to_owned(),
    }
}
