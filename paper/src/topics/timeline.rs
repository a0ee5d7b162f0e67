//! The timeline of a topic: dated facts, each with the article that reports it.

use super::page_of;
use crate::actor::Actor;
use crate::articles;
use crate::audit::{self, About};
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, TitleId, TopicFactId, TopicId};
use crate::rights::Deed;
use crate::{Fault, Paper, Refusal, Result, Thing, words};
use jiff::civil::Date;
use serde_json::json;
use std::fmt;

/// Facts of one topic.
pub const FACTS_MAX: usize = 300;
/// Longest text of a fact, characters.
pub const FACT_CHARS_MAX: usize = 500;

/// When something happened, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// In a year.
    Year(i16),
    /// In a month of a year.
    Month(i16, i8),
    /// On a day.
    Day(Date),
}

impl Day {
    /// Reads `2024`, `2024-05` or `2024-05-17`; years from 1 to 9999.
    pub fn parse(text: &str) -> Option<Day> {
        let digits =
            |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.trim().split('-').collect();
        let lengths = parts.iter().zip([4, 2, 2]);
        if parts.len() > 3 || !lengths.into_iter().all(|(part, len)| digits(part, len)) {
            return None;
        }
        let year = parts
            .first()?
            .parse::<i16>()
            .ok()
            .filter(|year| *year > 0)?;
        let small = |at: usize| parts.get(at).and_then(|part| part.parse::<i8>().ok());
        match (small(1), small(2)) {
            (None, _) => Some(Day::Year(year)),
            (Some(month), None) => (1..=12).contains(&month).then_some(Day::Month(year, month)),
            (Some(month), Some(day)) => Date::new(year, month, day).ok().map(Day::Day),
        }
    }
}

/// As it is kept: texts in this form stand in the order of the calendar.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Day::Year(year) => write!(f, "{year:04}"),
            Day::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Day::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: TopicFactId,
    /// When: `2024`, `2024-05` or `2024-05-17`.
    pub day: String,
    /// What.
    pub text: String,
    /// The article that reports it.
    pub article: ArticleId,
}

impl FromRow for Fact {
    fn from_row(row: &mut Row) -> Result<Fact, Fault> {
        Ok(Fact {
            id: row.take()?,
            day: row.take()?,
            text: row.take()?,
            article: row.take()?,
        })
    }
}

/// The facts of a topic, the oldest first.
pub async fn facts(session: &mut Session, topic: TopicId) -> Result<Vec<Fact>> {
    Ok(session
        .all(
            "SELECT id, day, text, article_id FROM topic_facts WHERE topic_id = $1 ORDER BY day, id",
            (topic,),
        )
        .await?)
}

/// What a fact says, as somebody typed it.
#[derive(Debug, Clone, Copy)]
pub struct NewFact<'a> {
    /// `2024`, `2024-05` or `2024-05-17`.
    pub day: &'a str,
    /// What happened.
    pub text: &'a str,
    /// The article that reports it, published on the topic's title.
    pub article: ArticleId,
}

/// Adds a fact to the timeline of a topic.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for a date that is none; for an article readers do not find on the title;
/// beyond [`FACTS_MAX`].
pub async fn add(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    fact: NewFact<'_>,
) -> Result<TopicFactId> {
    let text = words::line("text", fact.text, FACT_CHARS_MAX)?;
    let day = Day::parse(fact.day).ok_or_else(|| Refusal::Unfit {
        field: "day",
        value: fact.day.chars().take(40).collect(),
        wants: "2024, 2024-05, 2024-05-17",
    })?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let topic = super::topic(&mut tx.session, title, slug).await?;
    articles::shown_on(&mut tx, title, fact.article).await?;
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM topic_facts WHERE topic_id = $1",
            (topic.id,),
        )
        .await?;
    words::at_most(
        "facts",
        usize::try_from(count)
            .unwrap_or(usize::MAX)
            .saturating_add(1),
        FACTS_MAX,
    )?;
    let id = TopicFactId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO topic_facts (id, topic_id, day, text, article_id) VALUES ($1, $2, $3, $4, $5)",
            (id, topic.id, day.to_string(), &text, fact.article),
        )
        .await?;
    let about = About {
        title: Some(title),
        article: Some(fact.article),
    };
    let detail = json!({"topic": topic.slug, "fact": id, "day": day.to_string(), "text": text});
    audit::note(&mut tx, by, Deed::Keep, about, detail).await?;
    tx.commit("topic.fact", &page_of(topic.id)).await?;
    Ok(id)
}

/// Takes a fact out of a timeline.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title, and for a fact the topic has not.
pub async fn remove(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    fact: TopicFactId,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let topic = super::topic(&mut tx.session, title, slug).await?;
    let gone = tx
        .session
        .exec(
            "DELETE FROM topic_facts WHERE id = $1 AND topic_id = $2",
            (fact, topic.id),
        )
        .await?;
    if gone == 0 {
        return Err(Refusal::Unknown {
            thing: Thing::Fact,
            name: fact.to_string(),
        }
        .into());
    }
    let detail = json!({"topic": topic.slug, "fact": fact, "removed": true});
    audit::note(&mut tx, by, Deed::Keep, About::title(title), detail).await?;
    tx.commit("topic.fact", &page_of(topic.id)).await?;
    Ok(())
}
