//! The head of a document: everything browsers, robots and other sites need, made here so that no theme forgets it.

use crate::card::{self, Card};
use crate::feeds::FeedForm;
use crate::html::{Html, attribute, escape, one_line, shorten};
use crate::linked::{self, Linked};
use crate::setting::Setting;
use crate::signposts;
use crate::theme::Dress;
use paper::reading::feeds::CHANGES_PATH;

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
    /// Language (or `x-default`) and absolute address of the same matter, this page included; empty where there is no
    /// other language.
    pub(crate) alternates: Vec<(String, String)>,
    /// Robots are asked not to list it.
    pub(crate) unlisted: bool,
    /// What other sites show of an article that is passed on.
    pub(crate) shared: Option<Shared>,
    /// What it says to programs.
    pub(crate) linked: Linked,
    /// The feed of this very matter: its name, and its address without the ending that names the form.
    pub(crate) feed: Option<(String, String)>,
    /// The feed of every change readers of the title are told of is offered, too.
    pub(crate) changes: bool,
    /// Browsers are told how to search the title.
    pub(crate) searchable: bool,
}

/// Of what a card is made.
#[derive(Debug, Clone)]
pub(crate) struct Bearing {
    /// The article's address on this title.
    pub(crate) path: String,
    /// Article, revision and how often that was redacted.
    pub(crate) of: String,
    /// The headline on this title.
    pub(crate) headline: String,
}

/// An article as other sites show it (Open Graph, cards).
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared {
    /// Its own picture.
    pub(crate) picture: Option<SharedPicture>,
    /// Of what a card is made where it has none.
    pub(crate) card: Option<Bearing>,
    /// BCP 47 language of the text.
    pub(crate) language: String,
    /// First publication, with zone.
    pub(crate) published: String,
    /// Last change of substance, if there was one.
    pub(crate) modified: Option<String>,
    /// Names of those who wrote it.
    pub(crate) authors: Vec<String>,
    /// Name of its section.
    pub(crate) section: Option<String>,
    /// Names of its topics.
    pub(crate) topics: Vec<String>,
}

impl Head {
    /// Takes the words the desk wrote about the page, if it did.
    pub(crate) fn describe(&mut self, about: &str) {
        if !about.is_empty() {
            about.clone_into(&mut self.description);
        }
    }
}

/// A picture for other sites.
#[derive(Debug, Clone, Default)]
pub(crate) struct SharedPicture {
    /// Absolute address.
    pub(crate) address: String,
    /// Pixels.
    pub(crate) width: u32,
    /// Pixels.
    pub(crate) height: u32,
    /// What it shows.
    pub(crate) alt: String,
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
    let description = shorten(&one_line(&head.description), DESCRIPTION_CHARS_MAX);
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
    feeds(&mut out, setting, head);
    if head.searchable {
        let more = [("type", signposts::SEARCH_TYPE), ("title", title.as_str())];
        relation(&mut out, "search", signposts::SEARCH_PATH, &more);
    }
    for (language, address) in &head.alternates {
        relation(&mut out, "alternate", address, &[("hreflang", language)]);
    }
    if !head.unlisted {
        cards(&mut out, setting, head, &description, &dress.accent);
    }
    let linked = linked::block(&head.linked.complete(setting, &dress.icon));
    if !linked.is_empty() {
        out.push('\n');
        out.push_str(linked.as_str());
    }
    Html::trusted(out)
}

/// Where the page's matter can be followed, in every form, and the whole title.
fn feeds(out: &mut String, setting: &Setting<'_>, head: &Head) {
    let title = (setting.title.name.as_str(), "/feed");
    let own = head.feed.as_ref();
    let (name, path) = own.map_or(title, |(name, path)| (name.as_str(), path.as_str()));
    let mut link = |form: FeedForm, name: &str, path: &str| {
        let more = [
            ("type", form.media_type()),
            ("title", &format!("{name} ({})", form.name())),
        ];
        relation(out, "alternate", &format!("{path}{}", form.ending()), &more);
    };
    for form in FeedForm::ALL {
        link(form, name, path);
    }
    if own.is_some() {
        link(FeedForm::Rss, title.0, title.1);
    }
    if head.changes {
        let name = format!("{} – {}", setting.say("changes-heading"), title.0);
        for form in [FeedForm::Atom, FeedForm::Json] {
            link(form, &name, CHANGES_PATH);
        }
    }
}

/// What other sites show when a page is passed on (Open Graph protocol; `twitter:` names where it has none).
fn cards(out: &mut String, setting: &Setting<'_>, head: &Head, description: &str, accent: &str) {
    let Some(canonical) = &head.canonical else {
        return;
    };
    let title = &setting.title.name;
    let name = if head.name.is_empty() {
        title
    } else {
        &head.name
    };
    let kind = if head.shared.is_some() {
        "article"
    } else {
        "website"
    };
    meta(out, "property", "og:type", kind);
    meta(out, "property", "og:site_name", title);
    meta(out, "property", "og:title", name);
    if !description.is_empty() {
        meta(out, "property", "og:description", description);
    }
    meta(out, "property", "og:url", canonical);
    let language = head
        .shared
        .as_ref()
        .map_or(setting.title.language.as_str(), |shared| &shared.language);
    if let Some(locale) = locale(language) {
        meta(out, "property", "og:locale", &locale);
    }
    if let Some(shared) = &head.shared {
        article(out, shared);
        picture(out, setting, shared, accent);
    }
}

fn article(out: &mut String, shared: &Shared) {
    let mut say = |name: &str, value: &str| meta(out, "property", name, value);
    say("article:published_time", &shared.published);
    if let Some(modified) = &shared.modified {
        say("article:modified_time", modified);
    }
    for author in &shared.authors {
        say("article:author", author);
    }
    if let Some(section) = &shared.section {
        say("article:section", section);
    }
    for topic in &shared.topics {
        say("article:tag", topic);
    }
}

/// The article's own picture, or its card.
fn picture(out: &mut String, setting: &Setting<'_>, shared: &Shared, accent: &str) {
    let card = shared.card.as_ref().map(|bearing| {
        let Bearing { path, of, headline } = bearing;
        let card = Card::new(of, headline, &setting.title.name, accent);
        SharedPicture {
            address: setting.absolute(&format!("{path}/{}", card.file())),
            width: card::WIDTH,
            height: card::HEIGHT,
            alt: format!("{}: {headline}", setting.title.name),
        }
    });
    let Some(picture) = shared.picture.as_ref().or(card.as_ref()) else {
        meta(out, "name", "twitter:card", "summary");
        return;
    };
    let mut say = |name: &str, value: &str| meta(out, "property", name, value);
    say("og:image", &picture.address);
    say("og:image:width", &picture.width.to_string());
    say("og:image:height", &picture.height.to_string());
    if !picture.alt.is_empty() {
        say("og:image:alt", &picture.alt);
    }
    meta(out, "name", "twitter:card", "summary_large_image");
    if !picture.alt.is_empty() {
        meta(out, "name", "twitter:image:alt", &picture.alt);
    }
}

/// `it_IT`: language and country, as Open Graph wants them; `None` where the language names no country.
fn locale(language: &str) -> Option<String> {
    let (primary, country) = match language.split_once(['-', '_']) {
        Some((primary, country)) if country.len() == 2 => (primary, country.to_ascii_uppercase()),
        // Italian is written in one country by far; English and others in many.
        _ if language.eq_ignore_ascii_case("it") => ("it", "IT".to_owned()),
        _ => return None,
    };
    Some(format!("{}_{country}", primary.to_ascii_lowercase()))
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
