//! The history of an article: every revision readers have seen.

use super::facts::Pages;
use super::pages::{HistoryFacts, RevisionEntry};
use super::title::Reach;
use crate::articles::content::{Class, Content};
use crate::articles::{self, PlacementRow, Revision};
use crate::db::Session;
use crate::id::ArticleId;
use crate::{Refusal, Result, addresses, log};

/// Revisions on one page.
const PAGE_SIZE: u32 = 20;
/// What stands behind the address of an article for the proof of a revision of it.
const PROOF: &str = ".tlog-proof";

/// Revisions of one page of a history.
struct Listed {
    revisions: Vec<Revision>,
    /// The one before each, where those of one class are listed.
    befores: Vec<Option<Content>>,
    /// The one before the last, where all are listed.
    preceding: Option<Content>,
    /// There are older ones.
    older: bool,
}

/// A page of the history of a placement's article, newest first; of one class, if one is named.
///
/// # Errors
/// Refused where there is no such page.
pub async fn history(
    session: &mut Session,
    placement: &PlacementRow,
    page: u32,
    only: Option<Class>,
    reach: &Reach,
) -> Result<HistoryFacts> {
    let article = articles::find(session, placement.article).await?;
    let path = placement.path.clone().ok_or(Refusal::NeverPublished)?;
    // What was taken away is not served again by the back door; that it was there, and why it went, stays.
    let gone = article.stage.is_gone();
    let skipped = page.saturating_sub(1).saturating_mul(PAGE_SIZE);
    let listed = match only {
        None => {
            all(
                session,
                article.id,
                article.revisions.saturating_sub(skipped),
            )
            .await?
        }
        Some(class) => of_class(session, article.id, class, skipped).await?,
    };
    if page == 0 || listed.revisions.is_empty() {
        return Err(Refusal::Unknown {
            thing: crate::Thing::Page,
            name: page.to_string(),
        }
        .into());
    }
    let headline = match placement.headline.as_str() {
        "" => {
            articles::revision_numbered(session, article.id, article.revisions)
                .await?
                .content
                .headline
        }
        own => own.to_owned(),
    };
    let (host, canonical) = addresses::canonical(session, article.id)
        .await?
        .ok_or(Refusal::NeverPublished)?;
    let numbers = listed.revisions.iter().map(|revision| revision.number);
    let range = (
        numbers.clone().min().unwrap_or(1),
        numbers.max().unwrap_or(1),
    );
    let entries = log::indexes(session, article.id, range).await?;
    let entry_of = |number: u32| {
        let found = entries.iter().find(|(of, _)| *of == number);
        found.map(|(_, index)| *index)
    };
    let befores = listed.befores.into_iter().chain(std::iter::repeat(None));
    Ok(HistoryFacts {
        canonical: format!("{}{canonical}", reach.base_url(&host)),
        headline,
        versions: article.revisions,
        classes: classes(session, article.id).await?,
        only,
        revisions: listed
            .revisions
            .into_iter()
            .zip(befores)
            .map(|(revision, before)| RevisionEntry {
                entry: entry_of(revision.number),
                proof: entry_of(revision.number)
                    .map(|_| format!("{path}{PROOF}?revision={}", revision.number)),
                path: (!gone).then(|| format!("{path}?revision={}", revision.number)),
                editor: revision.editor,
                commitment: revision.commitment,
                before: before.filter(|_| !gone).map(Box::new),
                content: if gone {
                    revision.content.without_text()
                } else {
                    revision.content
                },
            })
            .collect(),
        preceding: listed.preceding.filter(|_| !gone),
        pages: pages(&path, page, only, listed.older),
        path,
    })
}

fn pages(path: &str, page: u32, only: Option<Class>, older: bool) -> Pages {
    let at = |number: u32| {
        let query = match (only, number) {
            (None, 1) => String::new(),
            (None, number) => format!("?page={number}"),
            (Some(class), 1) => format!("?class={}", class.word()),
            (Some(class), number) => format!("?page={number}&class={}", class.word()),
        };
        format!("{path}/history{query}")
    };
    Pages {
        number: page,
        newer: (page > 1).then(|| at(page - 1)),
        older: older.then(|| at(page + 1)),
    }
}

async fn all(session: &mut Session, article: ArticleId, up_to: u32) -> Result<Listed> {
    let mut revisions = match up_to {
        0 => Vec::new(),
        up_to => articles::history(session, article, up_to).await?,
    };
    let preceding = if revisions.len() > PAGE_SIZE as usize {
        revisions.pop().map(|revision| revision.content)
    } else {
        None
    };
    Ok(Listed {
        revisions,
        befores: Vec::new(),
        older: preceding.is_some(),
        preceding,
    })
}

async fn of_class(
    session: &mut Session,
    article: ArticleId,
    class: Class,
    skipped: u32,
) -> Result<Listed> {
    let mut numbers: Vec<(u32,)> = session
        .all(
            "SELECT number FROM revisions WHERE article_id = $1 AND class = $2 ORDER BY number DESC LIMIT $3 OFFSET $4",
            (article, class.word(), PAGE_SIZE + 1, skipped),
        )
        .await?;
    let older = numbers.len() > PAGE_SIZE as usize;
    numbers.truncate(PAGE_SIZE as usize);
    let (mut revisions, mut befores) = (Vec::new(), Vec::new());
    for (number,) in numbers {
        revisions.push(articles::revision_numbered(session, article, number).await?);
        befores.push(match number {
            0 | 1 => None,
            number => {
                let before = articles::revision_numbered(session, article, number - 1).await?;
                Some(before.content)
            }
        });
    }
    Ok(Listed {
        revisions,
        befores,
        preceding: None,
        older,
    })
}

/// How many revisions there are of each class.
async fn classes(session: &mut Session, article: ArticleId) -> Result<Vec<(Class, u32)>> {
    let rows: Vec<(String, u32)> = session
        .all(
            "SELECT class, COUNT(*) FROM revisions WHERE article_id = $1 GROUP BY class",
            (article,),
        )
        .await?;
    let count = |class: &Class| {
        let found = rows.iter().find(|(word, _)| word == class.word());
        found.map(|(_, count)| (*class, *count))
    };
    Ok(Class::ALL.iter().filter_map(count).collect())
}
