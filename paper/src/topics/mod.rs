//! Topics: a subject, person, place or organisation with a page of its own, or a dossier whose articles stand in an order;
//! the words by which each is recognised, and the addresses it has had.

pub mod merging;
pub mod naming;
pub mod pinning;
pub mod timeline;

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{TitleId, TopicId};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::standing::{self, Part};
use crate::words::{self, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use serde_json::json;

/// Topics of one title.
pub const TOPICS_MAX: u32 = 2_000;
/// Longest lead of a topic, characters.
pub const LEAD_CHARS_MAX: usize = 4_000;
/// Words by which one topic is recognised besides its name.
pub const ALIASES_MAX: usize = 60;
/// Longest of these, characters.
pub const ALIAS_CHARS_MAX: usize = 80;

words! {
    /// What a topic is.
    Kind {
        /// Anything that is none of the others.
        Subject = "subject",
        /// Somebody.
        Person = "person",
        /// Somewhere.
        Place = "place",
        /// A body people make up: an office, a company, a party.
        Organisation = "organisation",
        /// Articles that stand in an order, as numbered parts.
        Dossier = "dossier",
    }
}

/// A topic of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// The word in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about; empty lines divide paragraphs.
    pub lead: String,
    /// What it is.
    pub kind: Kind,
}

impl FromRow for Topic {
    fn from_row(row: &mut Row) -> Result<Topic, Fault> {
        Ok(Topic {
            id: row.take()?,
            slug: row.take()?,
            name: row.take()?,
            lead: row.take()?,
            kind: Kind::parse(&row.take::<String>()?).unwrap_or(Kind::Subject),
        })
    }
}

/// What is said of a topic; what is not said stays, or is empty on a new one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kept<'a> {
    /// What it is about.
    pub lead: Option<&'a str>,
    /// What it is.
    pub kind: Option<Kind>,
    /// The words by which it is recognised besides its name, in this order.
    pub aliases: Option<&'a [String]>,
}

/// The lead alone.
impl<'a> From<Option<&'a str>> for Kept<'a> {
    fn from(lead: Option<&'a str>) -> Kept<'a> {
        Kept {
            lead,
            ..Kept::default()
        }
    }
}

const PART: Part = Part {
    what: "topics",
    most: TOPICS_MAX,
    position: "SELECT 0 FROM topics WHERE title_id = $1 AND slug = $2",
    count: "SELECT COUNT(*) FROM topics WHERE title_id = $1 AND merged_into IS NULL",
    rival: None,
};

/// Adds a topic, or changes the one with this slug.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for a slug under which another topic stood; beyond the limits above.
pub async fn keep(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    name: &str,
    kept: impl Into<Kept<'_>>,
) -> Result<TopicId> {
    let kept = kept.into();
    let slug = words::slug("slug", slug)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let lead = kept.lead.map(checked_lead).transpose()?;
    let aliases = kept.aliases.map(|all| checked_aliases(&name, all));
    let aliases = aliases.transpose()?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    free(&mut tx.session, title, &slug).await?;
    standing::place(&mut tx, &PART, title, &slug).await?;
    let kind = kept.kind.map(Kind::word);
    let (id,): (TopicId,) = tx
        .session
        .one(
            "INSERT INTO topics (id, title_id, slug, name, lead, kind)
             VALUES ($1, $2, $3, $4, COALESCE($5, ''), COALESCE($6, 'subject'))
             ON CONFLICT (title_id, slug) DO UPDATE SET name = excluded.name, lead = COALESCE($5, topics.lead),
                kind = COALESCE($6, topics.kind) RETURNING id",
            (TopicId::draw(paper)?, title, &slug, &name, lead, kind),
        )
        .await?;
    if let Some(aliases) = &aliases {
        set_aliases(&mut tx, id, aliases).await?;
    }
    let detail = json!({"topic": slug, "name": name, "kind": kind, "aliases": aliases});
    audit::note(&mut tx, by, Deed::Keep, About::title(title), detail).await?;
    // Its name stands on every article about it, and so in feeds of any kind.
    tx.commit("topic.keep", &everywhere(id)).await?;
    Ok(id)
}

/// Every page, the topic's own among them by name.
fn everywhere(id: TopicId) -> Traces {
    Traces {
        topics: [id].into(),
        ..Traces::everything()
    }
}

/// The page of a topic, and its feed.
fn page_of(id: TopicId) -> Traces {
    Traces {
        topics: [id].into(),
        ..Traces::default()
    }
}

/// A text of paragraphs, each a line as everywhere.
fn checked_lead(lead: &str) -> Result<String> {
    let lead = words::normal(lead).replace("\r\n", "\n");
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in lead.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraphs.last_mut() {
            Some(last) if line.is_empty() && !last.is_empty() => paragraphs.push(String::new()),
            Some(last) if last.is_empty() => *last = line,
            Some(last) => {
                last.push(' ');
                last.push_str(&line);
            }
            None => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let lead = paragraphs.join("\n\n");
    if lead.chars().count() > LEAD_CHARS_MAX {
        return Err(Refusal::TooLong {
            field: "lead",
            chars_max: LEAD_CHARS_MAX,
        }
        .into());
    }
    Ok(lead)
}

/// Each once, without the name itself.
fn checked_aliases(name: &str, all: &[String]) -> Result<Vec<String>> {
    let mut checked: Vec<String> = Vec::new();
    let mut seen = vec![naming::key(name)];
    for word in all {
        let word = words::optional_line("aliases", word, ALIAS_CHARS_MAX)?;
        let key = naming::key(&word);
        if !key.is_empty() && !seen.contains(&key) {
            seen.push(key);
            checked.push(word);
        }
    }
    words::at_most("aliases", checked.len(), ALIASES_MAX)?;
    Ok(checked)
}

async fn set_aliases(tx: &mut Tx, topic: TopicId, aliases: &[String]) -> Result<()> {
    tx.session
        .exec("DELETE FROM topic_aliases WHERE topic_id = $1", (topic,))
        .await?;
    for (position, word) in (1_i64..).zip(aliases) {
        tx.session
            .exec(
                "INSERT INTO topic_aliases (topic_id, position, word) VALUES ($1, $2, $3)",
                (topic, position, word),
            )
            .await?;
    }
    Ok(())
}

/// No other topic stood under this slug; one that stands there now may.
async fn free(session: &mut Session, title: TitleId, slug: &str) -> Result<()> {
    match topic(session, title, slug).await {
        Ok(there) if there.slug != slug => Err(Refusal::Taken {
            thing: Thing::Address,
            name: format!("/topics/{slug} → /topics/{}", there.slug),
        }
        .into()),
        Err(crate::Error::Fault(fault)) => Err(fault.into()),
        _ => Ok(()),
    }
}

/// Gives a topic another word in addresses; the one it had leads there for ever. Under a word it had before it may stand again.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for a word under which another topic stands or stood.
pub async fn rename(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    wanted: &str,
) -> Result<()> {
    let wanted = words::slug("slug", wanted)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let there = topic(&mut tx.session, title, slug).await?;
    if there.slug == wanted {
        return Ok(());
    }
    match topic(&mut tx.session, title, &wanted).await {
        Ok(other) if other.id != there.id => {
            return Err(Refusal::Taken {
                thing: Thing::Topic,
                name: other.slug,
            }
            .into());
        }
        Err(crate::Error::Fault(fault)) => return Err(fault.into()),
        _ => {}
    }
    let merged: Option<(TopicId,)> = tx
        .session
        .opt(
            "SELECT id FROM topics WHERE title_id = $1 AND slug = $2",
            (title, &wanted),
        )
        .await?;
    if merged.is_some() {
        // It leads here already, and its row is another's.
        return Err(Refusal::Taken {
            thing: Thing::Address,
            name: format!("/topics/{wanted}"),
        }
        .into());
    }
    tx.session
        .exec(
            "DELETE FROM topic_addresses WHERE title_id = $1 AND slug = $2",
            (title, &wanted),
        )
        .await?;
    tx.session
        .exec(
            "INSERT INTO topic_addresses (title_id, slug, topic_id, since) VALUES ($1, $2, $3, $4)",
            (title, &there.slug, there.id, tx.now),
        )
        .await?;
    tx.session
        .exec(
            "UPDATE topics SET slug = $2 WHERE id = $1",
            (there.id, &wanted),
        )
        .await?;
    let detail = json!({"topic": wanted, "was": there.slug});
    audit::note(&mut tx, by, Deed::Keep, About::title(title), detail).await?;
    tx.commit("topic.rename", &everywhere(there.id)).await?;
    Ok(())
}

/// The topic of a title with this slug, or that had it, or into which the one that had it was merged.
pub async fn topic(session: &mut Session, title: TitleId, slug: &str) -> Result<Topic> {
    session
        .opt(
            "SELECT n.id, n.slug, n.name, n.lead, n.kind FROM topics t JOIN topics n ON n.id = COALESCE(t.merged_into, t.id)
              WHERE t.title_id = $1 AND (t.slug = $2
                 OR t.id = (SELECT a.topic_id FROM topic_addresses a WHERE a.title_id = $1 AND a.slug = $2))
              ORDER BY CASE WHEN t.slug = $2 THEN 0 ELSE 1 END LIMIT 1",
            (title, slug),
        )
        .await?
        .ok_or_else(|| {
            Refusal::Unknown {
                thing: Thing::Topic,
                name: slug.to_owned(),
            }
            .into()
        })
}

/// All topics of a title by name.
pub async fn all(session: &mut Session, title: TitleId) -> Result<Vec<Topic>> {
    Ok(session
        .all(
            "SELECT id, slug, name, lead, kind FROM topics WHERE title_id = $1 AND merged_into IS NULL ORDER BY name LIMIT $2",
            (title, TOPICS_MAX),
        )
        .await?)
}

/// The words by which a topic is recognised besides its name.
pub async fn aliases(session: &mut Session, topic: TopicId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = session
        .all(
            "SELECT word FROM topic_aliases WHERE topic_id = $1 ORDER BY position",
            (topic,),
        )
        .await?;
    Ok(rows.into_iter().map(|(word,)| word).collect())
}
