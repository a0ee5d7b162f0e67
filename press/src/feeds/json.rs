//! JSON Feed 1.1 (jsonfeed.org), with one extension of ours for what the format has no word for.

use super::Feed;
use super::item::{Item, Person};
use serde::Serialize;

const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    description: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    language: &'a str,
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    language: &'a str,
    _colophon: Extension<'a>,
}

/// What kind of text it is, what became of it, what it rests on.
#[derive(Serialize)]
struct Extension<'a> {
    about: &'static str,
    kind: &'static str,
    changes: Vec<&'static str>,
    revision: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
}

/// What the extension's fields are, for who reads the document with their eyes (JSON Feed 1.1, Extensions).
const ABOUT: &str =
    "kind of text, classes of the changes readers were told of, number of the revision, sources";

pub(super) fn write(feed: &Feed<'_>) -> serde_json::Result<String> {
    let title = feed.setting.title;
    let document = Document {
        version: VERSION,
        title: &feed.name,
        description: feed.about(),
        home_page_url: feed.setting.absolute(&feed.facts.page),
        feed_url: feed.address(feed.facts.part),
        next_url: feed.facts.previous.map(|part| feed.address(Some(part))),
        language: &title.language,
        authors: vec![Author {
            name: &title.name,
            url: Some(format!("{}/", title.base_url)),
        }],
        hubs: feed
            .facts
            .hubs
            .iter()
            .map(|url| Hub {
                r#type: "WebSub",
                url,
            })
            .collect(),
        items: feed.items.iter().map(entry).collect(),
    };
    serde_json::to_string(&document)
}

fn entry(item: &Item) -> Entry<'_> {
    Entry {
        id: &item.id,
        url: &item.url,
        external_url: item.elsewhere.as_deref(),
        title: &item.headline,
        summary: &item.summary,
        content_html: &item.html,
        image: item.picture.as_ref().map(|picture| picture.url.as_str()),
        date_published: super::atom::date(item.published),
        date_modified: super::atom::date(item.updated),
        authors: item
            .authors
            .iter()
            .chain(&item.others)
            .map(author)
            .collect(),
        tags: &item.subjects,
        language: &item.language,
        _colophon: Extension {
            about: ABOUT,
            kind: item.kind.0,
            changes: item.states.iter().map(|(word, _)| *word).collect(),
            revision: item.revision,
            sources: item
                .sources
                .iter()
                .map(|source| Source {
                    name: &source.name,
                    url: &source.url,
                })
                .collect(),
        },
    }
}

fn author(person: &Person) -> Author<'_> {
    Author {
        name: &person.name,
        url: person.url.clone(),
    }
}
