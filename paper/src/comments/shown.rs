//! Comments as readers see them: pages of a conversation in two levels, the address of each comment, their count.

use super::{State, unknown};
use crate::db::{FromRow, Row, Session};
use crate::id::{CommentId, PlacementId};
use crate::reading::facts::{Badge, CommentFacts, Stub};
use crate::reading::pages::CommentPage;
use crate::{Fault, Refusal, Result, Thing};
use jiff::Timestamp;

/// Comments of a page, replies included.
pub const PAGE_SIZE: u32 = 50;

struct Line {
    id: CommentId,
    parent: Option<CommentId>,
    name: String,
    website: String,
    badge: String,
    text: String,
    at: Timestamp,
    closed: bool,
}

impl FromRow for Line {
    fn from_row(row: &mut Row) -> Result<Line, Fault> {
        Ok(Line {
            id: row.take()?,
            parent: row.take()?,
            name: row.take()?,
            website: row.take()?,
            badge: row.take()?,
            text: row.take()?,
            at: row.take()?,
            closed: row.take()?,
        })
    }
}

impl Line {
    fn facts(self) -> CommentFacts {
        CommentFacts {
            id: self.id.to_string(),
            name: self.name,
            website: self.website,
            badge: match self.badge.as_str() {
                "author" => Some(Badge::Author),
                "newsroom" => Some(Badge::Newsroom),
                _ => None,
            },
            at: self.at,
            text: self.text,
            closed: self.closed,
            stub: None,
            replies: Vec::new(),
        }
    }
}

/// How many comments of a placement readers see.
pub async fn count(session: &mut Session, placement: PlacementId) -> Result<u32> {
    let (count,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comments WHERE placement_id = $1 AND state = 'approved'",
            (placement,),
        )
        .await?;
    Ok(count)
}

/// A page of the conversation, from 1; oldest threads first, or newest. Within a thread the oldest is first either way.
///
/// A thread that runs over the end of a page goes on under the name of its first comment.
pub async fn page(
    session: &mut Session,
    placement: PlacementId,
    number: u32,
    newest_first: bool,
) -> Result<CommentPage> {
    let count = count(session, placement).await?;
    let last = count.div_ceil(PAGE_SIZE).max(1);
    if number == 0 || number > last {
        return Err(Refusal::Unknown {
            thing: Thing::Page,
            name: number.to_string(),
        }
        .into());
    }
    let skipped = (number - 1).saturating_mul(PAGE_SIZE);
    let lines: Vec<Line> = if newest_first {
        session
            .all(
                "SELECT id, parent_id, name, website, badge, text, at, closed FROM comments
                  WHERE placement_id = $1 AND state = 'approved'
                  ORDER BY thread_at DESC, thread_id DESC, at, id LIMIT $2 OFFSET $3",
                (placement, PAGE_SIZE, skipped),
            )
            .await?
    } else {
        session
            .all(
                "SELECT id, parent_id, name, website, badge, text, at, closed FROM comments
                  WHERE placement_id = $1 AND state = 'approved'
                  ORDER BY thread_at, thread_id, at, id LIMIT $2 OFFSET $3",
                (placement, PAGE_SIZE, skipped),
            )
            .await?
    };
    Ok(CommentPage {
        threads: threads(session, lines).await?,
        count,
        number,
        last,
        newest_first,
    })
}

async fn threads(session: &mut Session, lines: Vec<Line>) -> Result<Vec<CommentFacts>> {
    let mut threads: Vec<(CommentId, CommentFacts)> = Vec::new();
    for line in lines {
        let Some(parent) = line.parent else {
            threads.push((line.id, line.facts()));
            continue;
        };
        if threads.last().is_none_or(|(top, _)| *top != parent) {
            threads.push((parent, stub(session, parent).await?));
        }
        if let Some((_, above)) = threads.last_mut() {
            above.replies.push(line.facts());
        }
    }
    Ok(threads.into_iter().map(|(_, facts)| facts).collect())
}

/// What stands for a comment whose replies are here and which is not: on another page, or taken away.
async fn stub(session: &mut Session, id: CommentId) -> Result<CommentFacts> {
    let row: Option<(String, String, Timestamp)> = session
        .opt("SELECT name, state, at FROM comments WHERE id = $1", (id,))
        .await?;
    let (name, state, at) = row.ok_or_else(|| unknown(id))?;
    let here = state == State::Approved.word();
    Ok(CommentFacts {
        id: id.to_string(),
        name: if here { name } else { String::new() },
        website: String::new(),
        badge: None,
        at,
        text: String::new(),
        closed: true,
        stub: Some(if here { Stub::Continued } else { Stub::Gone }),
        replies: Vec::new(),
    })
}

/// The page, oldest first, on which readers find a comment; `None` if they do not see it.
pub async fn page_of(
    session: &mut Session,
    placement: PlacementId,
    id: CommentId,
) -> Result<Option<u32>> {
    let row: Option<(Timestamp, CommentId, Timestamp)> = session
        .opt(
            "SELECT c.thread_at, c.thread_id, c.at FROM comments c JOIN placements p ON p.id = c.placement_id
               JOIN articles a ON a.id = p.article_id
              WHERE c.id = $1 AND c.placement_id = $2 AND c.state = 'approved' AND a.state = 'live'",
            (id, placement),
        )
        .await?;
    let Some((thread_at, thread, at)) = row else {
        return Ok(None);
    };
    let (before,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM comments WHERE placement_id = $1 AND state = 'approved'
                AND (thread_at, thread_id, at, id) < ($2, $3, $4, $5)",
            (placement, thread_at, thread, at, id),
        )
        .await?;
    Ok(Some(before / PAGE_SIZE + 1))
}

/// One approved comment as readers see it, without its replies; `None` where its article is gone.
pub async fn one(
    session: &mut Session,
    placement: PlacementId,
    id: CommentId,
) -> Result<Option<CommentFacts>> {
    let line: Option<Line> = session
        .opt(
            "SELECT c.id, c.parent_id, c.name, c.website, c.badge, c.text, c.at, c.closed
               FROM comments c JOIN placements p ON p.id = c.placement_id JOIN articles a ON a.id = p.article_id
              WHERE c.id = $1 AND c.placement_id = $2 AND c.state = 'approved' AND a.state = 'live'",
            (id, placement),
        )
        .await?;
    Ok(line.map(Line::facts))
}

/// A comment in a list for programs.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: CommentId,
    /// The comment of the first level it answers.
    pub reply_to: Option<CommentId>,
    /// As readers see it, without its replies.
    pub facts: CommentFacts,
}

/// What readers see of the conversation on a placement, threads oldest first, each comment before its replies, after the one
/// given; at most `limit`. Nothing where the article is gone.
pub async fn listed(
    session: &mut Session,
    placement: PlacementId,
    after: Option<CommentId>,
    limit: u32,
) -> Result<Vec<Listed>> {
    let nobody = || vec![0; 16];
    let from: (Timestamp, Vec<u8>, Timestamp, Vec<u8>) = match after {
        None => (
            Timestamp::UNIX_EPOCH,
            nobody(),
            Timestamp::UNIX_EPOCH,
            nobody(),
        ),
        Some(id) => session
            .opt(
                "SELECT thread_at, thread_id, at, id FROM comments WHERE id = $1 AND placement_id = $2",
                (id, placement),
            )
            .await?
            .ok_or_else(|| unknown(id))?,
    };
    let lines: Vec<Line> = session
        .all(
            "SELECT c.id, c.parent_id, c.name, c.website, c.badge, c.text, c.at, c.closed
               FROM comments c JOIN placements p ON p.id = c.placement_id JOIN articles a ON a.id = p.article_id
              WHERE c.placement_id = $1 AND c.state = 'approved' AND a.state = 'live'
                AND (c.thread_at, c.thread_id, c.at, c.id) > ($2, $3, $4, $5)
              ORDER BY c.thread_at, c.thread_id, c.at, c.id LIMIT $6",
            (placement, from.0, from.1, from.2, from.3, limit),
        )
        .await?;
    Ok(lines
        .into_iter()
        .map(|line| Listed {
            id: line.id,
            reply_to: line.parent,
            facts: line.facts(),
        })
        .collect())
}
