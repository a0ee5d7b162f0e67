//! The head of a document: everything browsers, robots and other sites need, made here so that no theme forgets it.

use crate::html::{Html, attribute, escape};
use crate::setting::Setting;
use crate::theme::Dress;

/// Characters of a description; what search results show.
const DESCRIPTION_CHARS_MAX: usize = 200;

/// What a page says about itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// What the page is called, without the title's name.
    pub(crate) name: String,
    /// One or two sentences; may be empty.
    pub(crate) description: String,
    /// The one address of this matter, absolute; `None` for pages that have none.
    pub(crate) canonical: Option<String>,
    /// Language and absolute address of the same matter elsewhere.
    pub(crate) alternates: Vec<(String, String)>,
    /// Robots are asked not to list it.
    pub(crate) unlisted: bool,
    /// The picture other sites may show: absolute address, width, height.
    pub(crate) picture: Option<(String, u32, u32)>,
    /// It is an article.
    pub(crate) article: bool,
}

/// The elements of the head.
pub(crate) fn elements(setting: &Setting<'_>, head: &Head, dress: &Dress) -> Html {
    let title = &setting.title.name;
    let name = match head.name.as_str() {
        "" if setting.title.motto.is_empty() => title.clone(),
        "" => format!("{title}: {}", setting.title.motto),
        name => format!("{name} – {title}"),
    };
    let mut out = format!(
        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}</title>",
        escape(&name)
    );
    let description = crate::html::shorten(&head.description, DESCRIPTION_CHARS_MAX);
    if !description.is_empty() {
        meta(&mut out, "name", "description", &description);
    }
    if head.unlisted {
        meta(&mut out, "name", "robots", "noindex");
    }
    for (paper, scheme) in [(&dress.paper_light, "light"), (&dress.paper_dark, "dark")] {
        out.push_str("\n<meta name=\"theme-color\"");
        attribute(&mut out, "content", paper);
        attribute(
            &mut out,
            "media",
            &format!("(prefers-color-scheme:{scheme})"),
        );
        out.push('>');
    }
    relation(&mut out, "stylesheet", &dress.stylesheet, &[]);
    relation(&mut out, "icon", &dress.icon, &[("type", "image/svg+xml")]);
    if let Some(canonical) = &head.canonical {
        relation(&mut out, "canonical", canonical, &[]);
    }
    for (language, address) in &head.alternates {
        relation(&mut out, "alternate", address, &[("hreflang", language)]);
    }
    if head.article {
        cards(&mut out, setting, head, &description);
    }
    Html::trusted(out)
}

/// What other sites show when an article is passed on.
fn cards(out: &mut String, setting: &Setting<'_>, head: &Head, description: &str) {
    meta(out, "property", "og:type", "article");
    meta(out, "property", "og:site_name", &setting.title.name);
    meta(out, "property", "og:title", &head.name);
    if !description.is_empty() {
        meta(out, "property", "og:description", description);
    }
    if let Some(canonical) = &head.canonical {
        meta(out, "property", "og:url", canonical);
    }
    if let Some((address, width, height)) = &head.picture {
        meta(out, "property", "og:image", address);
        meta(out, "property", "og:image:width", &width.to_string());
        meta(out, "property", "og:image:height", &height.to_string());
    }
}

fn meta(out: &mut String, kind: &str, name: &str, content: &str) {
    out.push_str("\n<meta");
    attribute(out, kind, name);
    attribute(out, "content", content);
    out.push('>');
}

fn relation(out: &mut String, rel: &str, address: &str, more: &[(&str, &str)]) {
    out.push_str("\n<link");
    attribute(out, "rel", rel);
    attribute(out, "href", address);
    for (name, value) in more {
        attribute(out, name, value);
    }
    out.push('>');
}
