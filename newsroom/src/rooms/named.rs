//! Topics the text names, beside it: one tap puts the article under one, another links its first mention.

use super::piece::Work;
use crate::form::Sent;
use crate::routes::Outcome;
use paper::Session;
use paper::copy::Copy;
use paper::id::TitleId;
use paper::topics::naming::{self, Names};
use paper::topics::topic;
use serde::Serialize;

/// A topic the text names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Named {
    slug: String,
    name: String,
    path: String,
    /// How the text names it.
    words: String,
    /// The article is under it already.
    chosen: bool,
    /// The passage in which its first mention may become a link, counted from 1 as the gate's are; none where it may not.
    paragraph: Option<u32>,
    start: usize,
    end: usize,
}

/// The topics the working text names and is not under yet, and those whose first mention may become a link.
pub(crate) async fn of(work: &mut Work) -> Outcome<Vec<Named>> {
    let copy = &work.copy;
    let found = naming::suggested(&mut work.session, work.title.id, copy).await?;
    let linked = copy.body.links();
    let named = found.into_iter().map(|mention| {
        let path = naming::address(&mention.topic);
        let place = mention
            .place
            .filter(|_| linked.iter().all(|link| link.href != path));
        Named {
            chosen: copy.topics.contains(&mention.topic.slug),
            slug: mention.topic.slug,
            name: mention.topic.name,
            path,
            words: mention.words,
            paragraph: place.map(|place| place.paragraph),
            start: place.map_or(0, |place| place.start),
            end: place.map_or(0, |place| place.end),
        }
    });
    let useful = |one: &Named| !one.chosen || one.paragraph.is_some();
    Ok(named.filter(useful).collect())
}

/// What a form without the script asks beside saving: another topic, or the first mention of one as a link.
pub(crate) async fn asked(
    session: &mut Session,
    title: TitleId,
    mut copy: Copy,
    sent: &Sent,
) -> paper::Result<Copy> {
    let (add, link) = (sent.get("add_topic"), sent.get("link_topic"));
    if !add.is_empty() {
        let slug = topic(session, title, add).await?.slug;
        if !copy.topics.contains(&slug) {
            copy.topics.push(slug);
        }
    }
    if !link.is_empty() {
        let topic = topic(session, title, link).await?;
        let names = Names::of(session, title).await?;
        names.link_first(&mut copy.body, topic.id);
    }
    Ok(copy)
}
