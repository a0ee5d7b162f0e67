//! Orders about contributors, accounts and rights.

use super::{Answer, Bench, words};
use crate::failure::Result;
use jiff::Timestamp;
use paper::id::{SectionId, TitleId};
use paper::people::{self, AboutContributor};
use paper::rights::Role;
use paper::{Actor, Refusal, sections};
use serde::{Deserialize, Serialize};

/// Deeds about people.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum People {
    /// Writes what is told about a contributor.
    Contributor(AboutContributor),
    /// Opens an account.
    Open {
        /// The word it is named by.
        handle: String,
        /// The person.
        name: String,
        /// Where to write to.
        email: String,
    },
    /// Closes an account.
    Close {
        /// The word it is named by.
        handle: String,
    },
    /// Opens one again that was closed.
    Reopen {
        /// The word it is named by.
        handle: String,
    },
    /// Gives a role.
    Grant(Right),
    /// Takes a role back.
    Revoke(Right),
    /// Names who stands in for the director.
    Deputy {
        /// Key or host.
        title: String,
        /// The account.
        handle: String,
        /// From when; from now on if not said.
        from: Option<Timestamp>,
        /// Until when.
        until: Timestamp,
    },
}

/// A role on a title and section; all of them where none is named.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Right {
    /// The account.
    pub(crate) handle: String,
    /// The role.
    pub(crate) role: Role,
    /// Key or host.
    pub(crate) title: Option<String>,
    /// Slug of a section of the title.
    pub(crate) section: Option<String>,
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: People) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        People::Contributor(about) => Ok(Answer::made(
            people::keep_contributor(paper, by, &about).await?,
        )),
        People::Open {
            handle,
            name,
            email,
        } => Ok(Answer::made(
            people::open_account(paper, by, &handle, &name, &email).await?,
        )),
        People::Close { handle } => {
            people::close_account(paper, by, &handle).await?;
            Ok(Answer::default())
        }
        People::Reopen { handle } => {
            people::reopen_account(paper, by, &handle).await?;
            Ok(Answer::default())
        }
        People::Grant(right) => {
            let (title, section) = scope(bench, &right).await?;
            people::grant(paper, by, &right.handle, right.role, title, section).await?;
            Ok(Answer::default())
        }
        People::Revoke(right) => {
            let (title, section) = scope(bench, &right).await?;
            people::revoke(paper, by, &right.handle, right.role, title, section).await?;
            Ok(Answer::default())
        }
        People::Deputy {
            title,
            handle,
            from,
            until,
        } => {
            let mut session = paper.read().await?;
            let title = words::title(&mut session, &title).await?;
            drop(session);
            people::name_deputy(
                paper,
                by,
                title.id,
                &handle,
                from.unwrap_or_else(|| paper.now()),
                until,
            )
            .await?;
            Ok(Answer {
                at: Some(until),
                zone: Some(title.zone),
                ..Answer::default()
            })
        }
    }
}

async fn scope(bench: &Bench, right: &Right) -> Result<(Option<TitleId>, Option<SectionId>)> {
    let word = match (&right.title, &right.section) {
        (Some(word), _) => word,
        (None, None) => return Ok((None, None)),
        // Left out, it would be a right on every title.
        (None, Some(_)) => return Err(Refusal::Empty { field: "title" }.into()),
    };
    let mut session = bench.paper.read().await?;
    let title = words::title(&mut session, word).await?.id;
    let section = match &right.section {
        Some(slug) => Some(sections::section(&mut session, title, slug).await?.id),
        None => None,
    };
    Ok((Some(title), section))
}
