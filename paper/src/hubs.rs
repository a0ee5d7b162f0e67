//! WebSub (W3C Recommendation, 2018): which hubs are told of which feeds. The record notes, in the transaction of each
//! deed, that they must be told; who can reach them takes it from there.

use crate::changes::Traces;
use crate::db::{Args, Session};
use crate::id::{ContributorId, SectionId, TitleId, TopicId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::titles::{self, Settings};
use crate::{Error, Fault, Result};

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
        let mut touched = traces.clone();
        if traces.all {
            // Its look or name stands in every feed. Those of topics and people are told of their next text: there may be
            // thousands of them.
            let sections: Vec<(SectionId,)> = tx
                .session
                .all("SELECT id FROM sections WHERE title_id = $1", (title,))
                .await?;
            touched
                .sections
                .extend(sections.into_iter().map(|(id,)| id));
        }
        for key in keys(title, &touched) {
            let now = tx.now;
            jobs::queue(tx, Kind::TellHubs, &key, now).await?;
        }
    }
    Ok(())
}

/// A job's key: the title, and what the feed is of. By ids: an address would spell a person's name.
fn keys(title: TitleId, traces: &Traces) -> Vec<String> {
    let mut keys = vec![
        format!("{title} title"),
        format!("{title} corrections"),
        format!("{title} changes"),
    ];
    let sections = traces.sections.iter().map(|id| ("section", id.to_string()));
    let topics = traces.topics.iter().map(|id| ("topic", id.to_string()));
    let people = traces.people.iter().map(|id| ("person", id.to_string()));
    keys.extend(
        sections
            .chain(topics)
            .chain(people)
            .map(|(word, id)| format!("{title} {word} {id}")),
    );
    keys
}

/// Whom to tell of what, by the key of a job; `None` where the title has no hubs any more, or no such feed.
pub async fn ping(session: &mut Session, key: &str) -> Result<Option<Ping>> {
    let unknown = || Fault::new(format!("{key} names no feed of a title"));
    let words: Vec<&str> = key.split(' ').collect();
    let (title, of) = match words.as_slice() {
        [title, of @ ..] => (TitleId::parse(title).ok_or_else(unknown)?, of),
        [] => return Err(unknown().into()),
    };
    let settled = match titles::by_id(session, title).await {
        Ok(title) => title,
        Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let page = match of {
        ["title"] => Some(String::new()),
        ["corrections"] => Some("/corrections".to_owned()),
        ["changes"] => Some("/corrections/changes".to_owned()),
        ["section", id] => {
            let id = SectionId::parse(id).ok_or_else(unknown)?;
            slug(
                session,
                "SELECT slug FROM sections WHERE id = $1 AND title_id = $2",
                (id, title),
            )
            .await?
            .map(|slug| format!("/{slug}"))
        }
        ["topic", id] => {
            let id = TopicId::parse(id).ok_or_else(unknown)?;
            slug(
                session,
                "SELECT slug FROM topics WHERE id = $1 AND title_id = $2",
                (id, title),
            )
            .await?
            .map(|slug| format!("/topics/{slug}"))
        }
        ["person", id] => {
            let id = ContributorId::parse(id).ok_or_else(unknown)?;
            slug(
                session,
                "SELECT slug FROM contributors WHERE id = $1",
                (id,),
            )
            .await?
            .map(|slug| format!("/people/{slug}"))
        }
        _ => return Err(unknown().into()),
    };
    let host = titles::hosts(session, title).await?.into_iter().next();
    let hubs = settled.settings.hubs;
    Ok(host
        .zip(page)
        .filter(|_| !hubs.is_empty())
        .map(|(host, page)| Ping {
            hubs,
            host,
            feed: format!("{page}/feed"),
        }))
}

async fn slug(session: &mut Session, sql: &'static str, args: impl Args) -> Result<Option<String>> {
    let row: Option<(String,)> = session.opt(sql, args).await?;
    Ok(row.map(|(slug,)| slug))
}
