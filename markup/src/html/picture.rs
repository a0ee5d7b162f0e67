//! Pictures and embeds as pages write them.

use crate::address;
use crate::body::{Inline, Picture};
use scraper::node::Element;

/// Attributes in which pages hide a picture's address until it is scrolled to.
const SOURCES: [&str; 5] = [
    "src",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
];

/// The picture an `img` means, or the address that cannot be one.
pub(super) fn picture(img: &Element) -> Result<Picture, String> {
    let mut refused = String::new();
    for source in SOURCES.iter().filter_map(|name| img.attr(name)) {
        if let Some(file) = file(source) {
            return Ok(Picture {
                file,
                alt: img.attr("alt").unwrap_or_default().to_owned(),
                described_by_caption: img.attr("data-described") == Some("caption"),
                caption: Vec::new(),
                credit: img.attr("data-credit").unwrap_or_default().to_owned(),
                licence: img.attr("data-licence").unwrap_or_default().to_owned(),
                source_type: img.attr("data-source-type").unwrap_or_default().to_owned(),
            });
        }
        if refused.is_empty() {
            source.clone_into(&mut refused);
        }
    }
    Err(refused)
}

fn file(source: &str) -> Option<String> {
    let file = address::picture_file(source)?;
    let absolute = file.starts_with("http:") || file.starts_with("https:");
    if absolute {
        Some(file)
    } else {
        address::picture_file(&decode_percent(&file))
    }
}

/// The words in a Markdown image's title: `Caption | Credit | Licence | digital source type`.
pub(super) fn read_title(picture: &mut Picture, title: &str) {
    let mut parts = title.split('|').map(str::trim);
    if let Some(caption) = parts.next().filter(|caption| !caption.is_empty()) {
        picture.caption = vec![Inline::text(caption)];
    }
    for field in [
        &mut picture.credit,
        &mut picture.licence,
        &mut picture.source_type,
    ] {
        if let Some(part) = parts.next() {
            part.clone_into(field);
        }
    }
}

/// A picture that shows nothing and only counts readers.
pub(super) fn is_tracker(img: &Element) -> bool {
    let tiny = |name| {
        matches!(
            img.attr(name).map(str::trim),
            Some("0" | "1" | "0px" | "1px")
        )
    };
    tiny("width") && tiny("height")
}

/// A sign drawn as a picture: the sign itself.
pub(super) fn as_sign(img: &Element) -> Option<&str> {
    let class = img.attr("class")?;
    let drawn = class
        .split_whitespace()
        .any(|word| matches!(word, "emoji" | "wp-smiley"));
    img.attr("alt").filter(|alt| drawn && !alt.is_empty())
}

/// Percent-encoded UTF-8 decoded, or the text itself where it is none.
pub(super) fn decode_percent(s: &str) -> String {
    percent_encoding::percent_decode_str(s)
        .decode_utf8()
        .map_or_else(|_| s.to_owned(), std::borrow::Cow::into_owned)
}
