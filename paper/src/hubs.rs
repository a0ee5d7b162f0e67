//! WebSub (W3C Recommendation, 2018): which hubs are told of which feeds. The record notes, in the transaction of each
//! deed, that they must be told; who can reach them takes it from there.

use crate::changes::Traces;
use crate::db::Session;
use crate::id::TitleId;
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::titles::{self, Settings};
use crate::{Error, Fault, Result};
use std::collections::BTreeSet;

/// Length of an id in its hyphenated form, with which the key of a job begins.
const ID_CHARS: usize = 36;

/// Hubs, and the feed they are told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping {
    /// Addresses of the hubs.
    pub hubs: Vec<String>,
    /// The title's canonical host.
    pub host: String,
    /// The feed's address on it, without the ending that names the form.
    pub feed: String,
}

/// Queues a job for each feed a deed touched, of titles that have hubs. The same feed touched twice is one job.
pub(crate) async fn queue(tx: &mut Tx, traces: &Traces) -> Result<()> {
    // A title without hubs has no such field; most networks have none at all.
    let followed: Vec<(TitleId, String)> = tx
        .session
        .all(
            "SELECT id, settings FROM titles WHERE settings LIKE '%\"hubs\":%' ORDER BY position",
            (),
        )
        .await?;
    for (title, settings) in followed {
        let settings: Settings = serde_json::from_str(&settings).map_err(Fault::from)?;
        if settings.hubs.is_empty() || !(traces.all || traces.titles.contains(&title)) {
            continue;
        }
        for feed in feeds(&mut tx.session, title, traces).await? {
            let now = tx.now;
            jobs::queue(tx, Kind::TellHubs, &format!("{title}{feed}"), now).await?;
        }
    }
    Ok(())
}

async fn feeds(session: &mut Session, title: TitleId, traces: &Traces) -> Result<BTreeSet<String>> {
    let mut feeds = BTreeSet::from(["/feed".to_owned(), "/corrections/feed".to_owned()]);
    for section in &traces.sections {
        let slug: Option<(String,)> = session
            .opt(
                "SELECT slug FROM sections WHERE id = $1 AND title_id = $2",
                (*section, title),
            )
            .await?;
        feeds.extend(slug.map(|(slug,)| format!("/{slug}/feed")));
    }
    for topic in &traces.topics {
        let slug: Option<(String,)> = session
            .opt(
                "SELECT slug FROM topics WHERE id = $1 AND title_id = $2",
                (*topic, title),
            )
            .await?;
        feeds.extend(slug.map(|(slug,)| format!("/topics/{slug}/feed")));
    }
    for person in &traces.people {
        let slug: Option<(String,)> = session
            .opt("SELECT slug FROM contributors WHERE id = $1", (*person,))
            .await?;
        feeds.extend(slug.map(|(slug,)| format!("/people/{slug}/feed")));
    }
    Ok(feeds)
}

/// Whom to tell of what, by the key of a job; `None` where the title has no hubs any more.
pub async fn ping(session: &mut Session, key: &str) -> Result<Option<Ping>> {
    let (title, feed) = key
        .split_at_checked(ID_CHARS)
        .and_then(|(id, feed)| Some((TitleId::parse(id)?, feed)))
        .ok_or_else(|| Fault::new(format!("{key} names no feed of a title")))?;
    let settled = match titles::by_id(session, title).await {
        Ok(title) => title,
        Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let host = titles::hosts(session, title).await?.into_iter().next();
    let hubs = settled.settings.hubs;
    Ok(host.filter(|_| !hubs.is_empty()).map(|host| Ping {
        hubs,
        host,
        feed: feed.to_owned(),
    }))
}
