//! Feeds: which address is of which, and the answer.

use crate::answer::{self, Document};
use crate::request::Asked;
use axum::response::Response;
use jiff::Timestamp;
use paper::reading::facts::TitleFacts;
use paper::reading::feeds::{FeedFacts, Of, Part};
use press::{FeedForm, PressFault};

/// What the parts of an address name, if it is a feed: `feed.xml`, `news/feed.atom`, `people/ada-morin/feed.json`…
pub(crate) fn named<'a>(parts: &[&'a str]) -> Option<(Of<'a>, FeedForm)> {
    let (file, above) = parts.split_last()?;
    let form = FeedForm::ALL
        .into_iter()
        .find(|form| file.strip_prefix("feed") == Some(form.ending()))?;
    let of = match *above {
        [] => Of::Title,
        ["corrections"] => Of::Corrections,
        ["corrections", "changes"] => Of::Changes,
        ["topics", slug] => Of::Topic(slug),
        ["people", slug] => Of::Contributor(slug),
        [slug] => Of::Section(slug),
        _ => return None,
    };
    Some((of, form))
}

/// Where what other engines call a feed is here: `/feed` and `/rss`, also below a section.
pub(crate) fn former(path: &str) -> Option<String> {
    let above = path.strip_suffix("/feed").or(path.strip_suffix("/rss"))?;
    // `/feed/rss` is a form of another engine's feed, and no section.
    if above == "/feed" {
        return None;
    }
    named(
        &format!("{above}/feed.xml")
            .trim_matches('/')
            .split('/')
            .collect::<Vec<_>>(),
    )?;
    Some(format!("{above}/feed.xml"))
}

/// The archive document asked for: `Err` where the address names none there can be.
pub(crate) fn part(asked: &Asked) -> Result<Option<Part>, ()> {
    match asked.parameter("archive") {
        None => Ok(None),
        Some(text) => Part::parse(&text).map(Some).ok_or(()),
    }
}

/// The document, printed.
pub(crate) fn answer(
    asked: &Asked,
    title: &TitleFacts,
    facts: &FeedFacts,
    form: FeedForm,
    now: Timestamp,
) -> Result<Response, PressFault> {
    let text = press::feed(title, facts, form)?;
    let media_type = format!("{}; charset=utf-8", form.media_type());
    let links: Vec<String> = press::feed_links(title, facts, form)
        .into_iter()
        .map(|(relation, address)| format!("<{address}>; rel=\"{relation}\""))
        .collect();
    Ok(answer::document(
        asked,
        Document {
            media_type: &media_type,
            text,
            changed: Some(facts.changed),
            now,
            links: &links.join(", "),
        },
    ))
}
