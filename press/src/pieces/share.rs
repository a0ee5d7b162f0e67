//! Links to pass an article on: plain addresses of services, no script, no tracker, no request until followed.

use crate::html::query;
use crate::setting::Setting;
use serde::Serialize;

/// One way to pass an article on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// What the link says.
    pub name: String,
    /// Where it leads.
    pub href: String,
}

/// The ways offered, for an absolute address.
pub(crate) fn links(setting: &Setting<'_>, headline: &str, address: &str) -> Vec<Share> {
    let (text, url) = (query(headline), query(address));
    let services = [
        (
            setting.say("share-mail"),
            format!("mailto:?subject={text}&body={url}"),
        ),
        (
            "WhatsApp".to_owned(),
            format!("https://wa.me/?text={text}%20{url}"),
        ),
        (
            "Telegram".to_owned(),
            format!("https://t.me/share/url?url={url}&text={text}"),
        ),
    ];
    services
        .into_iter()
        .map(|(name, href)| Share { name, href })
        .collect()
}
