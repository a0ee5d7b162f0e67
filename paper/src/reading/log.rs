//! The page of the log: how large it is, who signs it, and what was entered last.

use super::cards::StoredCard;
use super::facts::Pages;
use super::pages::{LogEntryFacts, LogEntryOf, LogFacts};
use super::title::Reach;
use crate::articles::content::{Class, State};
use crate::db::Session;
use crate::id::ArticleId;
use crate::{Fault, Refusal, Result, log};
use jiff::Timestamp;
use tlog::{Logged, Statement};

/// A page of the log, newest entries first.
pub async fn page(session: &mut Session, number: u32, reach: &Reach) -> Result<LogFacts> {
    let found = log::find(session).await?;
    let skipped = u64::from(number.saturating_sub(1)) * u64::from(log::PAGE_SIZE);
    let size = log::size(session).await?;
    if number == 0 || (number > 1 && skipped >= size) {
        return Err(Refusal::Unknown {
            thing: crate::Thing::Page,
            name: number.to_string(),
        }
        .into());
    }
    let before = size.saturating_sub(skipped);
    let page = log::latest(session, Some(before)).await?;
    let mut entries = Vec::with_capacity(page.entries.len());
    for (index, statement) in page.entries {
        entries.push(entry(session, index, statement, reach).await?);
    }
    let more = before > entries.len() as u64;
    let newer = (number > 1).then(|| match number {
        2 => "/log".to_owned(),
        _ => format!("/log?page={}", number - 1),
    });
    Ok(LogFacts {
        origin: found.as_ref().map(log::Log::origin).unwrap_or_default(),
        key: found
            .and_then(|log| log.keys.into_iter().next())
            .unwrap_or_default(),
        size,
        entries,
        pages: Pages {
            number,
            newer,
            older: more.then(|| format!("/log?page={}", number + 1)),
        },
    })
}

async fn entry(
    session: &mut Session,
    index: u64,
    statement: Statement,
    reach: &Reach,
) -> Result<LogEntryFacts> {
    let (at, of) = match statement {
        Statement::Revision(logged) => {
            let at = logged.logged.clone();
            (at, revision(session, &logged, reach).await?)
        }
        Statement::TakenBack(gone) => (gone.at, LogEntryOf::TakenBack),
        Statement::Key(rekeyed) => (rekeyed.at, LogEntryOf::Key),
        Statement::Begun(begun) => (
            begun.at,
            LogEntryOf::Begun {
                before: begun.before,
                lost: begun.seen.saturating_sub(begun.kept),
            },
        ),
    };
    let at: Timestamp = at
        .parse()
        .map_err(|error| Fault::new(format!("entry {index} of the log: {error}")))?;
    Ok(LogEntryFacts { index, at, of })
}

async fn revision(session: &mut Session, logged: &Logged, reach: &Reach) -> Result<LogEntryOf> {
    let class = Class::parse(&logged.class)
        .ok_or_else(|| Fault::new("the class in an entry of the log is no word we know"))?;
    let stands: Option<(String, String, Option<String>)> = match ArticleId::parse(&logged.article) {
        None => None,
        Some(article) => {
            session
                .opt(
                    "SELECT h.host, p.path, p.card FROM placements p JOIN hosts h ON h.title_id = p.title_id AND h.main = 1
                      WHERE p.article_id = $1 AND p.original = 1 AND p.path IS NOT NULL",
                    (article,),
                )
                .await?
        }
    };
    let (history, card) = match stands {
        Some((host, path, card)) => (format!("{}{path}/history", reach.base_url(&host)), card),
        None => (String::new(), None),
    };
    let card: Option<StoredCard> = card.map(|card| serde_json::from_str(&card)).transpose()?;
    // What was killed is named on no list.
    let card = card.filter(|card| card.state() != State::Killed);
    let (headline, language) = card
        .map(|card| (card.headline().to_owned(), card.language().to_owned()))
        .unwrap_or_default();
    Ok(LogEntryOf::Revision {
        class,
        number: logged.number,
        headline,
        language,
        history,
    })
}
