//! Strict readers of what programs read: each rule of a format that a document can break, one by one.

pub(crate) mod atom;
pub(crate) mod json;
pub(crate) mod rss;
mod tree;

pub(crate) use tree::{Element, parse};

pub(crate) const ATOM: &str = "http://www.w3.org/2005/Atom";
pub(crate) const DC: &str = "http://purl.org/dc/elements/1.1/";
pub(crate) const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// RFC 3339, in UTC and to the second, as we write it.
pub(crate) fn instant(text: &str) -> jiff::Timestamp {
    assert!(
        text.len() == 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T',
        "{text} is no RFC 3339 instant"
    );
    text.parse().expect("an instant")
}

/// An absolute http address.
pub(crate) fn absolute(address: &str) {
    let url = url::Url::parse(address).expect("an absolute address");
    assert!(matches!(url.scheme(), "http" | "https"), "{address}");
    assert!(address.is_ascii(), "{address}");
}

pub(crate) fn urn(id: &str) {
    let uuid = id.strip_prefix("urn:uuid:").expect("a urn");
    assert!(
        uuid.len() == 36 && uuid.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()),
        "{id}"
    );
}

/// HTML inside an entry: nothing that runs, no address that is not absolute.
pub(crate) fn harmless(html: &str) {
    let lower = html.to_lowercase();
    for bad in ["<script", "<svg", "<iframe", "javascript:", "<style"] {
        assert!(!lower.contains(bad), "{bad} in {html}");
    }
    for attribute in ["href=\"", "src=\""] {
        for rest in html.split(attribute).skip(1) {
            let address = rest.split('"').next().expect("an end");
            assert!(
                ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| address.starts_with(scheme)),
                "{address} is not absolute"
            );
        }
    }
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().expect("an end");
        assert!(
            !tag.split(['"'])
                .step_by(2)
                .any(|outside| outside.contains(" on")),
            "a handler in {tag}"
        );
    }
}
