//! What a line of the desk's list says.

use super::lists::count;
use super::{Assigned, Checked, OnDesk};
use crate::copy::{Copy, CreditRole};
use crate::db::{FromRow, Row, Session};
use crate::desk::presence;
use crate::desk::{Phase, Shelf};
use crate::id::ArticleId;
use crate::reading::cards::StoredCard;
use crate::{Fault, Refusal, Result, Thing};
use jiff::Timestamp;

/// One article as the desk's list shows it. Whoever asks has to see to it that it is shown to the desk only.
pub async fn row(session: &mut Session, article: ArticleId, now: Timestamp) -> Result<OnDesk> {
    let mut row = bare(session, article).await?;
    row.open = presence::others_at(session, article, None, now).await?;
    Ok(row)
}

/// A row without who has it open.
pub(super) async fn bare(session: &mut Session, article: ArticleId) -> Result<OnDesk> {
    session
        .opt(
            "SELECT a.id, a.home_title_id, a.state, a.hold, a.saves, a.first_published_at, p.section_id, s.name, p.card, d.copy,
                    d.saved_at, d.saved_by, d.due_at, d.fault, k.phase, k.shelf, k.name, k.due_at, k.checked, k.blocks, k.warnings,
                    u.name, u.handle, (SELECT COUNT(*) FROM cases c WHERE c.article_id = a.id AND c.state = 'open')
               FROM articles a JOIN placements p ON p.article_id = a.id AND p.original = 1
               JOIN sections s ON s.id = p.section_id LEFT JOIN drafts d ON d.article_id = a.id
               LEFT JOIN desk k ON k.article_id = a.id LEFT JOIN accounts u ON u.id = k.assigned
              WHERE a.id = $1",
            (article,),
        )
        .await?
        .ok_or_else(|| {
            Refusal::Unknown {
                thing: Thing::Article,
                name: article.to_string(),
            }
            .into()
        })
}

impl FromRow for OnDesk {
    fn from_row(row: &mut Row) -> Result<OnDesk, Fault> {
        let (article, title) = (row.take()?, row.take()?);
        let (state, hold): (String, String) = (row.take()?, row.take()?);
        let (saves, first_published) = (row.take()?, row.take()?);
        let (section, section_name) = (row.take()?, row.take()?);
        let card: Option<String> = row.take()?;
        let card: Option<StoredCard> = card.map(|card| serde_json::from_str(&card)).transpose()?;
        let copy: Option<String> = row.take()?;
        let copy: Option<Copy> = copy.map(|copy| serde_json::from_str(&copy)).transpose()?;
        let (saved_at, saved_by) = (row.take()?, row.take::<Option<String>>()?);
        let (schedule, fault) = (row.take()?, row.take::<Option<String>>()?);
        let (phase, shelf) = (row.take::<Option<String>>()?, row.take::<Option<String>>()?);
        let (name, due) = (row.take::<Option<String>>()?, row.take()?);
        let (checked, blocks, warnings) = (
            row.take::<Option<u32>>()?,
            row.take::<Option<u32>>()?,
            row.take::<Option<u32>>()?,
        );
        let (who, handle) = (row.take::<Option<String>>()?, row.take::<Option<String>>()?);
        let cases: u32 = row.take()?;
        let shelf = match shelf.as_deref().and_then(Shelf::parse) {
            Some(shelf) => Some(shelf),
            None if cases > 0 && matches!(state.as_str(), "live" | "withdrawn") => {
                Some(Shelf::Correct)
            }
            None if state == "live" => Some(Shelf::Live),
            None => None,
        };
        let characters = copy
            .as_ref()
            .map(|copy| count(copy.body.plain_text().chars().count()));
        let embargo = copy.as_ref().and_then(|copy| copy.embargo);
        let phase = phase.as_deref().and_then(Phase::parse);
        let phase = phase.filter(|_| copy.is_some());
        let (headline, kind, byline) = match (copy, card) {
            (Some(copy), _) => {
                let wrote = |role| matches!(role, CreditRole::Text | CreditRole::Data);
                let byline = copy.byline.into_iter().filter(|credit| wrote(credit.role));
                let byline = byline.map(|credit| credit.name).collect();
                (copy.headline, copy.kind, byline)
            }
            (None, Some(card)) => {
                let byline = card.byline().to_vec();
                (card.headline().to_owned(), Some(card.kind()), byline)
            }
            (None, None) => (String::new(), None, Vec::new()),
        };
        Ok(OnDesk {
            article,
            title,
            shelf,
            phase,
            headline,
            name: name.unwrap_or_default(),
            section,
            section_name,
            kind,
            byline,
            characters,
            saves,
            saved_at,
            saved_by: saved_by.unwrap_or_default(),
            assigned: who
                .zip(handle)
                .map(|(name, handle)| Assigned { name, handle }),
            due,
            embargo,
            schedule,
            fault: fault.unwrap_or_default(),
            hold,
            first_published,
            cases,
            open: Vec::new(),
            checked: checked
                .zip(blocks.zip(warnings))
                .map(|(saves, (blocks, warnings))| Checked {
                    saves,
                    blocks,
                    warnings,
                }),
        })
    }
}
