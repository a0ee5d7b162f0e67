//! Orders about contributors, accounts and rights.

use super::{Answer, Bench, words};
use crate::failure::Result;
use jiff::Timestamp;
use paper::doors::{self, address, links, mails, second, sessions, settings};
use paper::id::{SectionId, TitleId};
use paper::people::{self, AboutContributor};
use paper::rights::Role;
use paper::{Actor, Refusal, sections, shifts};
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
    /// Makes the link by which somebody new chooses a password.
    Invite {
        /// The word the account is named by.
        handle: String,
        /// Sends it by mail instead of saying it.
        mail: bool,
    },
    /// Makes the link by which somebody chooses another password.
    Reset {
        /// The word the account is named by.
        handle: String,
        /// Takes away its second factors too.
        second_factor: bool,
        /// Sends it by mail instead of saying it.
        mail: bool,
    },
    /// Changes the address mails to an account go to.
    Email {
        /// The word the account is named by.
        handle: String,
        /// The address; empty for none.
        address: String,
    },
    /// Ends every session of an account.
    SignOut {
        /// The word the account is named by.
        handle: String,
    },
    /// Chooses the host the newsroom is at.
    NewsroomHost {
        /// One a title has.
        host: String,
    },
    /// Says whether a role wants a second factor.
    WantFactor {
        /// The role.
        role: Role,
        /// It does.
        wanted: bool,
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
    /// Ends the turns of somebody who stands in for the director.
    EndDeputy {
        /// Key or host.
        title: String,
        /// The account.
        handle: String,
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
        People::Invite { handle, mail: true } => mailed(mails::invite(paper, by, &handle).await?),
        People::Invite { handle, .. } => {
            let secret = links::invite(paper, by, &handle).await?;
            newsroom(bench, &doors::link_path(&secret)).await
        }
        People::Reset {
            handle,
            second_factor,
            mail,
        } => {
            if second_factor {
                second::lift(paper, by, &handle).await?;
            }
            if mail {
                return mailed(mails::reset(paper, by, &handle).await?);
            }
            let secret = links::reset(paper, by, &handle).await?;
            newsroom(bench, &doors::link_path(&secret)).await
        }
        People::Email { handle, address } => {
            address::set(paper, by, &handle, &address).await?;
            Ok(Answer::default())
        }
        People::SignOut { handle } => Ok(Answer {
            count: Some(sessions::end_all_of(paper, by, &handle).await?),
            ..Answer::default()
        }),
        People::NewsroomHost { host } => {
            settings::set_host(paper, by, &host).await?;
            Ok(Answer::default())
        }
        People::WantFactor { role, wanted } => {
            settings::want_factor(paper, by, role, wanted).await?;
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
            shifts::name(
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
        People::EndDeputy { title, handle } => {
            let mut session = paper.read().await?;
            let title = words::title(&mut session, &title).await?.id;
            drop(session);
            shifts::end_all_of(paper, by, title, &handle).await?;
            Ok(Answer::default())
        }
    }
}

/// A link is on its way by mail.
fn mailed(to: String) -> Result<Answer> {
    Ok(Answer {
        to: Some(to),
        ..Answer::default()
    })
}

/// An address in the newsroom, told this once.
async fn newsroom(bench: &Bench, path: &str) -> Result<Answer> {
    let mut session = bench.paper.read().await?;
    let host = doors::host(&mut session).await?.unwrap_or_default();
    Ok(Answer {
        secret: Some(bench.url(&host, path)),
        ..Answer::default()
    })
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
