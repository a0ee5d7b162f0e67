//! Measures: what somebody asks by the right to be forgotten (Regulation (EU) 2016/679, article 17; article 64-ter of the
//! provisions for the Italian code of criminal procedure), what was decided on it and why.
//!
//! An archive is not falsified: a measure either keeps an article out of search engines and lists while its page stays at its
//! address, or takes a name out of all its public texts by way of a redaction. [`deciding`] are the deeds. Who asked lies in a
//! table apart, is told nobody but who decides, and is erased [`ASKER_DAYS`] after the decision ([`askers`]).

pub mod askers;
pub mod deciding;

use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, MeasureId, TitleId};
use crate::rights::words;
use crate::{Fault, Refusal, Result, Thing};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// Measures listed at once: a page of a hundred, and one more that says whether there is another.
pub const PAGE_MAX: u32 = 101;
/// Months in which a request is to be decided (Regulation (EU) 2016/679, article 12(3)).
pub const DECIDE_MONTHS: i32 = 1;
/// Days before the end at which a request presses.
pub const WARNING_DAYS: i64 = 7;
/// Days after the decision for which it is kept who asked.
pub const ASKER_DAYS: i64 = 365;
/// Longest text of a request, characters.
pub const TEXT_CHARS_MAX: usize = 4_000;

words! {
    /// What a measure does.
    Kind {
        /// The article stays at its address and leaves search engines, sitemaps, feeds, lists and readers’ search.
        Deindex = "deindex",
        /// A name is taken out of every public text of the article.
        Anonymise = "anonymise",
    }
}

words! {
    /// Where a measure is in its life.
    State {
        /// It was asked for; nobody has decided.
        Open = "open",
        /// It was accepted, and holds.
        Standing = "standing",
        /// It was refused, with the reason.
        Refused = "refused",
        /// It held, and holds no more.
        Lifted = "lifted",
    }
}

/// A measure as the desk sees it; who asked for it is told apart ([`askers::asker`]).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The article, with all its placements.
    pub article: ArticleId,
    /// The title the article was filed for.
    pub title: TitleId,
    /// What it does.
    pub kind: Kind,
    /// Where it is in its life.
    pub state: State,
    /// When the request came.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub requested_at: Timestamp,
    /// Until when it has to be decided: one month after it came.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due: Timestamp,
    /// Who put it on the record.
    pub kept_by: String,
    /// Why it was accepted or refused.
    pub reason: String,
    /// When that was decided.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: String,
    /// In how many places a name was taken out.
    pub places: u32,
    /// When it ends by itself; for good if not said.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ends: Option<Timestamp>,
    /// When it was lifted.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub lifted_at: Option<Timestamp>,
    /// By whom.
    pub lifted_by: String,
    /// Why.
    pub lifted_why: String,
}

impl FromRow for Measure {
    fn from_row(row: &mut Row) -> Result<Measure, Fault> {
        Ok(Measure {
            id: row.take()?,
            article: row.take()?,
            title: row.take()?,
            kind: word(row.take()?, Kind::parse)?,
            state: word(row.take()?, State::parse)?,
            requested_at: row.take()?,
            due: row.take()?,
            kept_by: row.take()?,
            reason: row.take()?,
            decided_at: row.take()?,
            decided_by: row.take()?,
            places: row.take()?,
            ends: row.take()?,
            lifted_at: row.take()?,
            lifted_by: row.take()?,
            lifted_why: row.take()?,
        })
    }
}

fn word<T>(text: String, parse: fn(&str) -> Option<T>) -> Result<T, Fault> {
    parse(&text).ok_or_else(|| Fault::new(format!("«{text}» is no word a measure has")))
}

/// One measure.
///
/// # Errors
/// Refused as unknown where there is none with this id.
pub async fn find(session: &mut Session, id: MeasureId) -> Result<Measure> {
    session
        .opt(
            "SELECT id, article_id, title_id, kind, state, requested_at, due_at, kept_by, reason, decided_at, decided_by, places,
                    ends_at, lifted_at, lifted_by, lifted_why
               FROM measures WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| unknown(&id.to_string()).into())
}

/// Measures of a title in a state, those to be decided first before others, after a measure, at most `limit` and [`PAGE_MAX`].
///
/// # Errors
/// Refused as unknown where `after` is none.
pub async fn list(
    session: &mut Session,
    title: TitleId,
    state: State,
    after: Option<MeasureId>,
    limit: u32,
) -> Result<Vec<Measure>> {
    let (due, id) = match after {
        Some(after) => (find(session, after).await?.due, after.bytes().to_vec()),
        None => (Timestamp::MIN, Vec::new()),
    };
    Ok(session
        .all(
            "SELECT id, article_id, title_id, kind, state, requested_at, due_at, kept_by, reason, decided_at, decided_by, places,
                    ends_at, lifted_at, lifted_by, lifted_why
               FROM measures WHERE title_id = $1 AND state = $2 AND (due_at, id) > ($3, $4) ORDER BY due_at, id LIMIT $5",
            (title, state.word(), due, id, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// Measures on an article, the newest first, at most [`PAGE_MAX`].
pub async fn of_article(session: &mut Session, article: ArticleId) -> Result<Vec<Measure>> {
    Ok(session
        .all(
            "SELECT id, article_id, title_id, kind, state, requested_at, due_at, kept_by, reason, decided_at, decided_by, places,
                    ends_at, lifted_at, lifted_by, lifted_why
               FROM measures WHERE article_id = $1 ORDER BY id DESC LIMIT $2",
            (article, PAGE_MAX),
        )
        .await?)
}

/// How many requests of a title are not decided.
pub async fn open_count(session: &mut Session, title: TitleId) -> Result<u32> {
    let (open,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM measures WHERE title_id = $1 AND state = 'open'",
            (title,),
        )
        .await?;
    Ok(open)
}

pub(crate) fn unknown(word: &str) -> Refusal {
    Refusal::Unknown {
        thing: Thing::Measure,
        name: word.chars().take(80).collect(),
    }
}
