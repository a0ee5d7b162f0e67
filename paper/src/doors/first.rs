//! The first start: nobody can sign in, and nothing is there by default.

use super::{links, settings};
use crate::{Paper, Result};

/// How the first person comes in.
#[derive(Clone, PartialEq, Eq)]
pub struct First {
    /// The host the newsroom is at.
    pub host: String,
    /// The path of the link, good for [`links::FIRST_HOURS`] and once.
    pub path: String,
}

impl std::fmt::Debug for First {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("First")
    }
}

/// Where nobody can sign in yet, makes the link by which the operator begins; one of an earlier start is over. `None` where
/// somebody can, or where there is no title and so no host.
pub async fn first_secret(paper: &Paper) -> Result<Option<First>> {
    let mut session = paper.read().await?;
    let host = settings::host(&mut session).await?;
    drop(session);
    let Some(host) = host else { return Ok(None) };
    Ok(links::first(paper).await?.map(|secret| First {
        host,
        path: super::link_path(&secret),
    }))
}
