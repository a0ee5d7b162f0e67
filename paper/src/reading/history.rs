//! The history of an article: every revision readers have seen.

use super::facts::Pages;
use super::pages::{HistoryFacts, RevisionEntry};
use super::title::Reach;
use crate::articles::{self, PlacementRow};
use crate::db::Session;
use crate::{Refusal, Result, addresses, log};

/// Revisions on one page.
const PAGE_SIZE: u32 = 20;
/// What stands behind the address of an article for the proof of a revision of it.
const PROOF: &str = ".tlog-proof";

/// A page of the history of a placement's article, newest first.
pub async fn history(
    session: &mut Session,
    placement: &PlacementRow,
    page: u32,
    reach: &Reach,
) -> Result<HistoryFacts> {
    let article = articles::find(session, placement.article).await?;
    let path = placement.path.clone().ok_or(Refusal::NeverPublished)?;
    // What was taken away is not served again by the back door; that it was there, and why it went, stays.
    let gone = article.stage.is_gone();
    let skipped = page.saturating_sub(1).saturating_mul(PAGE_SIZE);
    let up_to = article.revisions.saturating_sub(skipped);
    if page == 0 || up_to == 0 {
        return Err(Refusal::Unknown {
            thing: crate::Thing::Page,
            name: page.to_string(),
        }
        .into());
    }
    let mut revisions = articles::history(session, article.id, up_to).await?;
    let preceding = if revisions.len() > PAGE_SIZE as usize {
        revisions.pop().map(|revision| revision.content)
    } else {
        None
    };
    let headline = revisions
        .first()
        .map(|revision| revision.content.headline.clone())
        .unwrap_or_default();
    let (host, canonical) = addresses::canonical(session, article.id)
        .await?
        .ok_or(Refusal::NeverPublished)?;
    let here = format!("{path}/history");
    let newer = match page {
        1 => None,
        2 => Some(here.clone()),
        _ => Some(format!("{here}?page={}", page - 1)),
    };
    let older = preceding
        .is_some()
        .then(|| format!("{here}?page={}", page + 1));
    let lowest = up_to.saturating_sub(PAGE_SIZE).saturating_add(1);
    let entries = log::indexes(session, article.id, (lowest, up_to)).await?;
    let entry_of = |number: u32| {
        let found = entries.iter().find(|(of, _)| *of == number);
        found.map(|(_, index)| *index)
    };
    Ok(HistoryFacts {
        canonical: format!("{}{canonical}", reach.base_url(&host)),
        headline: if placement.headline.is_empty() {
            headline
        } else {
            placement.headline.clone()
        },
        versions: article.revisions,
        revisions: revisions
            .into_iter()
            .map(|revision| RevisionEntry {
                entry: entry_of(revision.number),
                proof: entry_of(revision.number)
                    .map(|_| format!("{path}{PROOF}?revision={}", revision.number)),
                path: (!gone).then(|| format!("{path}?revision={}", revision.number)),
                editor: revision.editor,
                commitment: revision.commitment,
                content: if gone {
                    revision.content.without_text()
                } else {
                    revision.content
                },
            })
            .collect(),
        preceding: preceding.filter(|_| !gone),
        pages: Pages {
            number: page,
            newer,
            older,
        },
        path,
    })
}
