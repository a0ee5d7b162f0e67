//! What the desk sees: which texts lie on which shelf, in whose hands, and how many.
//!
//! Every list is bounded and continues after the last thing seen. What is in work is in the table of the desk and found by
//! its shelf; of what is out only the newest are looked at, since the archive is not the desk's.

mod lists;
mod rows;
mod texts;

use crate::actor::{Actor, Sight};
use crate::copy::Kind;
use crate::db::Session;
use crate::desk::presence::{self, Other};
use crate::desk::{Phase, Shelf};
use crate::id::{ArticleId, SectionId, TitleId};
use crate::rights::Deed;
use crate::{Result, titles};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use lists::Asked;
pub use rows::row;
pub use texts::{DraftText, TEXTS_AT_ONCE, texts, titles_seen, unlisted};

/// Texts on one page at most.
pub const PAGE_MAX: u32 = 50;
/// Days for which what is out lies on the desk's shelf of it.
pub const LIVE_DAYS: i64 = 30;
/// Texts that are out looked through for words, at most.
pub const LOOKED_MAX: u32 = 2_000;

/// In whose hands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Hands {
    /// Anybody's or nobody's.
    #[default]
    All,
    /// The asker's.
    Mine,
    /// Nobody's.
    Nobody,
    /// Those of the account with this handle.
    Of(String),
}

/// Which texts of the desk.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Of a title; `None`: of all the asker may see.
    pub title: Option<TitleId>,
    /// On a shelf; `None`: all that is in work, which leaves out what is out with nothing to be done, and what was spiked.
    pub shelf: Option<Shelf>,
    /// Of a section, and of those under it.
    pub section: Option<SectionId>,
    /// In whose hands.
    pub hands: Hands,
    /// Words of the headline or the working name, in any case; empty: all.
    pub words: String,
    /// Wanted before an instant.
    pub due_before: Option<Timestamp>,
}

/// How many texts lie on each shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Counts {
    /// *Idee*.
    pub idea: u32,
    /// *Bozze*.
    pub writing: u32,
    /// *Al desk*.
    pub desk: u32,
    /// *Approvati*.
    pub approved: u32,
    /// *Programmati*.
    pub scheduled: u32,
    /// *In pagina*, first out within [`LIVE_DAYS`].
    pub live: u32,
    /// *Da correggere*.
    pub correct: u32,
}

/// A text on the desk.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OnDesk {
    /// The article.
    pub article: ArticleId,
    /// The title it was filed for.
    pub title: TitleId,
    /// On which shelf it lies.
    pub shelf: Option<Shelf>,
    /// How far the work on its draft has come; `None` without a draft.
    pub phase: Option<Phase>,
    /// *Titolo*; may be empty.
    pub headline: String,
    /// What the desk calls it; may be empty.
    pub name: String,
    /// The section of its original placement.
    pub section: SectionId,
    /// That section's name.
    pub section_name: String,
    /// What kind of text it is, once somebody has said.
    pub kind: Option<Kind>,
    /// Who is credited with the text.
    pub byline: Vec<String>,
    /// Characters of the draft's text; `None` without a draft.
    pub characters: Option<u32>,
    /// The count of saves.
    pub saves: u32,
    /// When its draft was saved; `None` without one.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub saved_at: Option<Timestamp>,
    /// By whom; empty without a draft.
    pub saved_by: String,
    /// Who works on it.
    pub assigned: Option<Assigned>,
    /// Until when it is wanted.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due: Option<Timestamp>,
    /// Not before.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub embargo: Option<Timestamp>,
    /// When it goes out by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub schedule: Option<Timestamp>,
    /// Why it did not go out when it should have; empty otherwise.
    pub fault: String,
    /// Why it is held; empty if it is not.
    pub hold: String,
    /// When it first went out.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_published: Option<Timestamp>,
    /// What readers report of it that nobody has decided.
    pub cases: u32,
    /// Who has it open now.
    pub open: Vec<Other>,
    /// What the gate found when it was last asked.
    pub checked: Option<Checked>,
}

/// Who works on a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Assigned {
    /// Name of the account.
    pub name: String,
    /// Its handle.
    pub handle: String,
}

/// What the gate found in a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// In which; the text is another where this is not the count of saves.
    pub saves: u32,
    /// Blocks.
    pub blocks: u32,
    /// Warnings.
    pub warnings: u32,
}

/// A page of the desk's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The texts: what is on the schedule in the order it goes out; all else newest first, by save or first publication.
    pub rows: Vec<OnDesk>,
    /// Where the next page continues, if there is one.
    pub next: Option<After>,
}

/// The place in a list after which a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// By what the list is ordered: a save, an hour of the schedule, a first publication, a report.
    pub at: Timestamp,
    /// The article there.
    pub article: ArticleId,
}

/// How many texts lie on each shelf of a title, or of all titles the asker may see.
pub async fn counts(
    session: &mut Session,
    actor: &Actor,
    title: Option<TitleId>,
    now: Timestamp,
) -> Result<Counts> {
    let mut counts = Counts::default();
    let Some(sight) = actor.sight(Deed::Save) else {
        return Ok(counts);
    };
    for title in titles_of(session, &sight, title).await? {
        let shelves: Vec<(String, u32)> = session
            .all(
                "SELECT k.shelf, COUNT(*) FROM desk k JOIN placements p ON p.article_id = k.article_id AND p.title_id = k.title_id
                  WHERE k.title_id = $1 AND k.shelf IN ('idea', 'writing', 'desk', 'approved', 'scheduled', 'correct')
                    AND ($2 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $2 AND $3 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = k.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))
                  GROUP BY k.shelf",
                (title, sight.account, &sight.roles),
            )
            .await?;
        for (word, count) in shelves {
            match Shelf::parse(&word) {
                Some(Shelf::Idea) => counts.idea += count,
                Some(Shelf::Writing) => counts.writing += count,
                Some(Shelf::Desk) => counts.desk += count,
                Some(Shelf::Approved) => counts.approved += count,
                Some(Shelf::Scheduled) => counts.scheduled += count,
                Some(Shelf::Correct) => counts.correct += count,
                Some(Shelf::Live | Shelf::Spiked) | None => {}
            }
        }
        let (reported,): (u32,) = session
            .one(
                "SELECT COUNT(DISTINCT c.article_id) FROM cases c JOIN articles a ON a.id = c.article_id
                   JOIN placements p ON p.article_id = a.id AND p.title_id = a.home_title_id
                  WHERE c.state = 'open' AND a.home_title_id = $1 AND a.state IN ('live', 'withdrawn')
                    AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = a.id)
                    AND ($2 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $2 AND $3 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = p.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))",
                (title, sight.account, &sight.roles),
            )
            .await?;
        counts.correct += reported;
        let (live,): (u32,) = session
            .one(
                "SELECT COUNT(*) FROM placements p JOIN articles a ON a.id = p.article_id
                  WHERE p.title_id = $1 AND p.first_published_at > $4 AND p.original = 1 AND a.state = 'live'
                    AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = a.id)
                    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.article_id = a.id AND c.state = 'open')
                    AND ($2 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $2 AND $3 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = p.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))",
                (title, sight.account, &sight.roles, live_since(now)),
            )
            .await?;
        counts.live += live;
    }
    Ok(counts)
}

fn live_since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * LIVE_DAYS))
        .unwrap_or(now)
}

/// The titles whose desks the asker may see anything of: one, or all there are.
async fn titles_of(
    session: &mut Session,
    sight: &Sight,
    title: Option<TitleId>,
) -> Result<Vec<TitleId>> {
    let only = match (title, sight.title) {
        (Some(asked), Some(bound)) if asked != bound => return Ok(Vec::new()),
        (asked, bound) => asked.or(bound),
    };
    Ok(match only {
        Some(title) => vec![title],
        None => titles::all(session)
            .await?
            .into_iter()
            .map(|title| title.id)
            .collect(),
    })
}

/// A page of the desk's list, at most `limit` and [`PAGE_MAX`].
///
/// # Errors
/// Refused for words that are too long, and for a handle that is nobody's.
pub async fn page(
    session: &mut Session,
    actor: &Actor,
    filter: &Filter,
    after: Option<After>,
    limit: u32,
    now: Timestamp,
) -> Result<Page> {
    let limit = limit.clamp(1, PAGE_MAX) as usize;
    let Some(sight) = actor.sight(Deed::Save) else {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    };
    let asked = Asked::new(session, actor, sight, filter, now).await?;
    let mut found: Vec<After> = Vec::new();
    for title in titles_of(session, &asked.sight, filter.title).await? {
        for list in asked.lists {
            found.extend(asked.of(session, title, *list, after, limit + 1).await?);
        }
    }
    match filter.shelf {
        Some(Shelf::Scheduled) => found.sort_by_key(|row| (row.at, row.article)),
        _ => found.sort_by_key(|row| std::cmp::Reverse((row.at, row.article))),
    }
    let next = (found.len() > limit)
        .then(|| found.get(limit - 1).copied())
        .flatten();
    let everybody = presence::everybody(session, now).await?;
    let mut rows = Vec::with_capacity(limit.min(found.len()));
    for After { article, .. } in found.into_iter().take(limit) {
        let mut row = rows::bare(session, article).await?;
        let here = everybody.iter().filter(|(open, _)| *open == article);
        row.open = here.map(|(_, other)| other.clone()).collect();
        rows.push(row);
    }
    Ok(Page { rows, next })
}
