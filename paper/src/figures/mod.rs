//! Figures (*letture*): what the server counted of its own answers, and never of whom.
//!
//! The readers' door counts in memory and hands its counts to [`keep`] every minute; the page of the newsroom reads them
//! by [`crate::reading::figures`]. They are kept with the record and copied with it, but they are no facts of the
//! newspaper: no deed made them, so they leave no line on the audit trail. Whoever loses them has lost a statistic.
//!
//! Kept are sums: views of a page in an hour, views that came from a host in a day, readers of a feed in a day, words
//! searched for in a day.

mod folding;
mod most_read;
mod summing;
mod words;

pub(crate) use folding::fold;
pub(crate) use most_read::shown;
pub use most_read::{
    HOURS as MOST_READ_HOURS, SHOWN as MOST_READ_SHOWN, VIEWS_MIN as MOST_READ_VIEWS_MIN,
};
pub use summing::{ROWS_AT_ONCE, keep};
pub use words::{
    SEARCHED_CHARS_MAX, SEARCHED_TIMES_MIN, SEARCHED_WORDS_MAX, WORDS_A_DAY_MAX, searched,
};

use crate::db::Value;
use crate::id::{ArticleId, ContributorId, SectionId, TitleId, TopicId};
use jiff::Timestamp;

/// Days hours are kept; what is older is summed up by day.
pub const HOURS_KEPT_DAYS: i64 = 40;
/// Articles kept of a day whose hours are summed up, the most read ones. The day's whole number loses none.
pub const ARTICLES_A_DAY_MAX: u32 = 1_000;
/// Hosts kept of a day, those most readers came from. What came from others is one number.
pub const HOSTS_A_DAY_MAX: u32 = 200;
/// Longest host kept, bytes; a longer one counts among the others.
pub const HOST_BYTES_MAX: usize = 100;
/// The key of the job that folds hours into days.
const JOB: &str = "network";
/// Microseconds of an hour and of a day.
const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Page {
    /// The page of an article.
    Article(ArticleId),
    /// The page of a section.
    Section(SectionId),
    /// The front.
    Front,
    /// Anything else for readers: topics, people, the archive, standing pages.
    Other,
}

impl Page {
    /// The word and the id it is kept under.
    pub(crate) fn key(self) -> (&'static str, [u8; 16]) {
        match self {
            Page::Article(id) => (ARTICLE, id.bytes()),
            Page::Section(id) => ("section", id.bytes()),
            Page::Front => ("front", NONE),
            Page::Other => ("other", NONE),
        }
    }
}

/// The word of articles among pages, and that of all pages together.
pub(crate) const ARTICLE: &str = "article";
pub(crate) const ALL: &str = "all";
/// The id of what has none.
pub(crate) const NONE: [u8; 16] = [0; 16];

/// Where a reader came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The browser named nothing: an address typed or kept, an app, a reader who does not tell.
    Untold,
    /// A host, in small letters, without `www.`, at most [`HOST_BYTES_MAX`] bytes.
    Host(String),
    /// A host that is not kept.
    Others,
}

/// The words two origins are kept under that are no host.
pub(crate) const UNTOLD: &str = "";
pub(crate) const OTHERS: &str = "*";

impl Origin {
    fn word(&self) -> &str {
        match self {
            Origin::Untold => UNTOLD,
            Origin::Host(host) => host,
            Origin::Others => OTHERS,
        }
    }
}

/// What a feed is of. By ids: an address would spell a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feed {
    /// The whole title.
    Title,
    /// Its corrections.
    Corrections,
    /// Every change readers are told of.
    Changes,
    /// A section.
    Section(SectionId),
    /// A topic.
    Topic(TopicId),
    /// A contributor.
    Contributor(ContributorId),
}

impl Feed {
    /// The word and the id it is kept under.
    pub(crate) fn key(self) -> (&'static str, [u8; 16]) {
        match self {
            Feed::Title => ("title", NONE),
            Feed::Corrections => ("corrections", NONE),
            Feed::Changes => ("changes", NONE),
            Feed::Section(id) => ("section", id.bytes()),
            Feed::Topic(id) => ("topic", id.bytes()),
            Feed::Contributor(id) => ("person", id.bytes()),
        }
    }
}

/// One number counted on a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The title.
    pub title: TitleId,
    /// When: the beginning of an hour for views ([`hour_of`]), of a day for feeds ([`day_of`]).
    pub at: Timestamp,
    /// What was counted.
    pub of: Counted,
    /// How much.
    pub number: u32,
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Views of a page; they add up.
    Views(Page),
    /// Views that came from somewhere; they add up.
    From(Origin),
    /// Readers of a feed; of a day the highest number stands.
    Readers {
        /// The feed.
        feed: Feed,
        /// The service that reads for them; empty for those who come by themselves.
        service: &'static str,
    },
    /// Words that were searched for ([`searched`]); they add up.
    Searched {
        /// The words.
        words: String,
        /// Something was found.
        found: bool,
    },
}

/// The beginning of the hour (UTC) an instant lies in.
pub fn hour_of(at: Timestamp) -> Timestamp {
    whole(at, HOUR)
}

/// The beginning of the day (UTC) an instant lies in.
pub fn day_of(at: Timestamp) -> Timestamp {
    whole(at, DAY)
}

fn whole(at: Timestamp, span: i64) -> Timestamp {
    let micros = at.as_microsecond();
    Timestamp::from_microsecond(micros - micros.rem_euclid(span)).unwrap_or(at)
}

pub(crate) fn bytes(id: [u8; 16]) -> Value {
    Value::Bytes(Some(id.to_vec()))
}
