//! The facts of feeds: of a title, a section, a topic, a contributor, of corrections, and of every change readers are told of.
//!
//! A feed is a current document with the newest entries and, behind it, archive documents that do not change any more
//! but where an article in them does (RFC 5005 §4). The current document also carries older articles that were changed
//! of late, so that who follows it hears of a correction or a withdrawal however old the text is. An article taken away
//! stays, without its text, and says why.

mod entries;
mod parts;
mod scopes;

pub use parts::Part;

use super::facts::{
    CorrectionFacts, Link, NoteFacts, PictureFacts, Rendition, SectionLink, TitleLink,
};
use super::title::Reach;
use crate::articles::content::Content;
use crate::changes::{self, Trace};
use crate::db::Session;
use crate::titles::Title;
use crate::{Refusal, Result, Thing};
use jiff::Timestamp;
use scopes::Scope;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the feed of every change is, without the ending that names the form.
pub const CHANGES_PATH: &str = "/corrections/changes/feed";
/// Entries of a current document and of an archive document.
pub const PAGE_SIZE: u32 = 30;
/// Older articles a current document carries because they were changed, at most.
pub const CHANGED_MAX: u32 = 10;
/// Older articles a current document carries because they were taken away, corrected or otherwise mended, at most.
pub const MENDED_MAX: u32 = 30;
/// Days such an article stays in it for certain, counted back from the newest change.
pub const MENDED_DAYS: i64 = 14;

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    /// The whole title.
    Title,
    /// A section, by its slug, with those under it.
    Section(&'a str),
    /// A topic, by its slug.
    Topic(&'a str),
    /// A contributor, by slug.
    Contributor(&'a str),
    /// The corrections of the title and their kin.
    Corrections,
    /// Every change readers of the title are told of: these, and updates.
    Changes,
}

impl Of<'_> {
    /// It is of changes, not of articles.
    fn is_told(self) -> bool {
        matches!(self, Of::Corrections | Of::Changes)
    }
}

/// How much of an article stands in feeds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FeedText {
    /// The whole text with pictures and sources.
    #[default]
    Full,
    /// The standfirst, or the first paragraph.
    Summary,
}

/// A document of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedFacts {
    /// A UUID (RFC 9562, version 8) made of the ids of the title and of what the feed is of; never of an address.
    pub id: String,
    /// What figures count it as.
    pub counted: crate::figures::Feed,
    /// What it is of: the name of the section, topic or contributor; empty for the title and for corrections.
    pub name: String,
    /// What that is about, in plain text; may be empty.
    pub about: String,
    /// The page it goes with: `/`, `/news`…
    pub page: String,
    /// Its address without the ending that names the form: `/feed`, `/news/feed`…
    pub path: String,
    /// It is of changes readers are told of: of every one, or of corrections and their kin.
    pub told: Option<Told>,
    /// How much of an article is told.
    pub text: FeedText,
    /// The newest change in it; of an empty one, when the title was founded.
    pub updated: Timestamp,
    /// What a deed touches that changes it.
    pub touched: Trace,
    /// When the feed last changed, or a later instant: nothing in the document is newer.
    pub changed: Timestamp,
    /// The archive document this is; `None` for the current one.
    pub part: Option<Part>,
    /// The archive document before this one.
    pub previous: Option<Part>,
    /// The archive document after this one, where that is complete.
    pub next: Option<Part>,
    /// WebSub hubs to follow it at; empty for archive documents.
    pub hubs: Vec<String>,
    /// What it holds.
    pub entries: Entries,
}

/// Which changes a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Corrections and their kin.
    Corrections,
    /// Updates as well.
    Changes,
}

/// What a feed holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Entries {
    /// Articles, the newest first, then older ones that were changed of late.
    Articles(Vec<EntryFacts>),
    /// Changes, the newest first, each with the id of its revision.
    Changes(Vec<(String, CorrectionFacts)>),
}

/// An article in a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryFacts {
    /// Its page on this title, beginning with `/`.
    pub path: String,
    /// Its canonical address, absolute.
    pub canonical: String,
    /// The title of the original, where that is another one.
    pub original: Option<TitleLink>,
    /// What readers see now; without the text if it was taken away. The headline is the one it has on this title.
    pub content: Content,
    /// The pictures of head and text, by id.
    pub pictures: BTreeMap<String, PictureFacts>,
    /// The file of the picture at the head: JPEG, made when it is first asked for, so that nobody knows yet how long it is.
    pub enclosure: Option<Rendition>,
    /// Addresses of people's pages on this title, by name as credited.
    pub people: BTreeMap<String, String>,
    /// Its section on this title.
    pub section: SectionLink,
    /// Its topics on this title.
    pub topics: Vec<Link>,
    /// Changes readers are told of, newest first.
    pub notes: Vec<NoteFacts>,
    /// Last change of substance, or when it was shown again or redacted.
    pub updated: Timestamp,
}

/// A document of a feed: the current one, or an archive document.
///
/// # Errors
/// Refused as unknown where what it is of is not there, or there is no such archive document (yet).
pub async fn feed(
    session: &mut Session,
    title: &Title,
    of: Of<'_>,
    part: Option<Part>,
    reach: &Reach,
) -> Result<FeedFacts> {
    let scope = Scope::find(session, title, of).await?;
    let open = parts::open(session, &scope).await?;
    // A part whose texts were all taken off the title is still a link of the chain, and stands empty.
    if let Some(part) = part
        && (open.is_none_or(|open| part >= open) || !parts::is_there(session, &scope, part).await?)
    {
        return Err(unknown(part));
    }
    let entries = match of.is_told() {
        true => Entries::Changes(entries::changes(session, &scope, part).await?),
        false => Entries::Articles(entries::articles(session, title, &scope, part, reach).await?),
    };
    let (previous, next) = match part.or(open) {
        None => (None, None),
        Some(here) => (
            parts::before(session, &scope, here).await?,
            match part {
                Some(_) => parts::after(session, &scope, here)
                    .await?
                    .filter(|next| open.is_some_and(|open| *next < open)),
                None => None,
            },
        ),
    };
    let hubs = &title.settings.hubs;
    Ok(FeedFacts {
        id: scope.feed_id(title),
        counted: scope.counted,
        updated: entries.updated().unwrap_or_else(|| title.id.drawn_at()),
        touched: scope.trace,
        changed: changes::touched_at(session, scope.trace)
            .await?
            .unwrap_or_else(|| title.id.drawn_at()),
        name: scope.name,
        about: scope.about,
        path: match of {
            Of::Changes => CHANGES_PATH.to_owned(),
            _ => format!("{}/feed", scope.page.trim_end_matches('/')),
        },
        page: scope.page,
        told: match of {
            Of::Corrections => Some(Told::Corrections),
            Of::Changes => Some(Told::Changes),
            _ => None,
        },
        text: title.settings.feed_text,
        part,
        previous,
        next,
        hubs: if part.is_none() {
            hubs.clone()
        } else {
            Vec::new()
        },
        entries,
    })
}

fn unknown(part: Part) -> crate::Error {
    Refusal::Unknown {
        thing: Thing::Page,
        name: part.to_string(),
    }
    .into()
}

impl Entries {
    fn updated(&self) -> Option<Timestamp> {
        match self {
            Entries::Articles(entries) => entries.iter().map(|entry| entry.updated).max(),
            Entries::Changes(changes) => changes.iter().map(|(_, fact)| fact.change.at).max(),
        }
    }
}
