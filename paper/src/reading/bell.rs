//! The bell: what concerns one account, newest first. It is derived from what the record keeps anyway; only up to when it
//! was seen is kept for it.
//!
//! An article is somebody's if they filed or saved it.

use crate::actor::{Actor, Sight};
use crate::cases::Subject;
use crate::db::Session;
use crate::id::{AccountId, ArticleId};
use crate::rights::Deed;
use crate::{Fault, Result};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Things that ring at once, at most.
pub const ITEMS_MAX: u32 = 50;
/// Days for which something rings.
pub const DAYS: i64 = 14;
/// Days for which an article somebody worked on rings for them when the desk does something to it.
const HANDS_DAYS: i64 = 60;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ringing {
    /// Somebody gave the article to the account.
    Assigned,
    /// A note calls the account by its handle.
    Mentioned,
    /// A note on an article of the account.
    Noted,
    /// An article of the account came into another phase.
    Moved,
    /// It went out, for the first time or anew.
    Published,
    /// It was withdrawn or killed.
    TakenAway,
    /// It was held, or let go.
    Held,
    /// It was spiked.
    Spiked,
    /// It did not go out when it should have.
    Refused,
    /// A reader reports an error in it.
    Reported,
    /// Somebody concerned asks for a statement to be printed.
    Statement,
}

/// Something that concerns an account.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Ring {
    /// What happened.
    pub what: Ringing,
    /// To which article.
    pub article: ArticleId,
    /// What the article is called: its headline, or its working name.
    pub headline: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Who did it; empty for readers.
    pub by: String,
    /// The words that go with it: of the note, the reason, the phase; may be empty.
    pub words: String,
    /// It was not seen yet.
    pub new: bool,
}

/// What concerns an account.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Bell {
    /// Newest first, at most [`ITEMS_MAX`].
    pub items: Vec<Ring>,
    /// How many of them were not seen.
    pub new: u32,
}

/// What happened, to which article, when, by whom, with which words.
type Found = (ArticleId, Timestamp, String, String);

/// What concerns an actor's account, of articles it may see.
pub async fn bell(session: &mut Session, actor: &Actor, now: Timestamp) -> Result<Bell> {
    let (Some(account), Some(sight)) = (actor.account(), actor.sight(Deed::Save)) else {
        return Ok(Bell::default());
    };
    let ago = |days| {
        let long = SignedDuration::from_hours(24 * days);
        now.checked_sub(long).unwrap_or(now)
    };
    let since = ago(DAYS);
    let mut found: Vec<(Ringing, Found)> = Vec::new();
    let rows = assigned(session, account, since).await?;
    found.extend(rows.into_iter().map(|row| (Ringing::Assigned, row)));
    let mut noted = notes(session, account, since, ago(HANDS_DAYS)).await?;
    found.append(&mut noted);
    let mut done = deeds(session, account, since, ago(HANDS_DAYS)).await?;
    found.append(&mut done);
    let mut reported = cases(session, account, since).await?;
    found.append(&mut reported);
    found.sort_by_key(|(_, (article, at, ..))| std::cmp::Reverse((*at, *article)));
    let seen = seen_at(session, account).await?;
    let mut bell = Bell::default();
    for (what, (article, at, by, words)) in found {
        if bell.items.len() >= ITEMS_MAX as usize {
            break;
        }
        let Some(headline) = seen_headline(session, &sight, article).await? else {
            continue;
        };
        let new = seen.is_none_or(|seen| at > seen);
        bell.new += u32::from(new);
        bell.items.push(Ring {
            what,
            article,
            headline,
            at,
            by,
            words,
            new,
        });
    }
    Ok(bell)
}

async fn seen_at(session: &mut Session, account: AccountId) -> Result<Option<Timestamp>> {
    let row: Option<(Timestamp,)> = session
        .opt(
            "SELECT seen_at FROM desk_bells WHERE account_id = $1",
            (account,),
        )
        .await?;
    Ok(row.map(|(at,)| at))
}

/// What was given to the account by somebody else.
async fn assigned(
    session: &mut Session,
    account: AccountId,
    since: Timestamp,
) -> Result<Vec<Found>, Fault> {
    session
        .all(
            "SELECT article_id, assigned_at, assigned_name, '' FROM desk
              WHERE assigned = $1 AND assigned_at > $2 AND (assigned_by IS NULL OR assigned_by <> $1)
              ORDER BY assigned_at DESC LIMIT $3",
            (account, since, ITEMS_MAX),
        )
        .await
}

/// Notes that call the account, and others on its articles.
async fn notes(
    session: &mut Session,
    account: AccountId,
    since: Timestamp,
    hands_since: Timestamp,
) -> Result<Vec<(Ringing, Found)>, Fault> {
    let called: Vec<Found> = session
        .all(
            "SELECT n.article_id, n.at, n.said_by, n.text FROM desk_mentions m JOIN desk_notes n ON n.id = m.note_id
              WHERE m.account_id = $1 AND m.at > $2 ORDER BY m.at DESC LIMIT $3",
            (account, since, ITEMS_MAX),
        )
        .await?;
    let theirs: Vec<Found> = session
        .all(
            "SELECT n.article_id, n.at, n.said_by, n.text FROM desk_hands h JOIN desk_notes n ON n.article_id = h.article_id
              WHERE h.account_id = $1 AND h.at > $4 AND n.at > $2 AND (n.account_id IS NULL OR n.account_id <> $1)
                AND NOT EXISTS (SELECT 1 FROM desk_mentions m WHERE m.note_id = n.id AND m.account_id = $1)
              ORDER BY n.at DESC LIMIT $3",
            (account, since, ITEMS_MAX, hands_since),
        )
        .await?;
    let called = called.into_iter().map(|row| (Ringing::Mentioned, row));
    let theirs = theirs.into_iter().map(|row| (Ringing::Noted, row));
    Ok(called.chain(theirs).collect())
}

/// What others did to the account's articles.
async fn deeds(
    session: &mut Session,
    account: AccountId,
    since: Timestamp,
    hands_since: Timestamp,
) -> Result<Vec<(Ringing, Found)>> {
    type Line = (ArticleId, Timestamp, String, String, String);
    let lines: Vec<Line> = session
        .all(
            "SELECT d.article_id, d.at, d.actor, d.deed, d.detail FROM desk_hands h JOIN audit d ON d.article_id = h.article_id
              WHERE h.account_id = $1 AND h.at > $4 AND d.at > $2 AND (d.account_id IS NULL OR d.account_id <> $1)
                AND d.deed IN ('draft.move', 'article.publish', 'article.change', 'article.withdraw', 'article.kill',
                    'article.hold', 'article.spike')
              ORDER BY d.at DESC, d.id DESC LIMIT $3",
            (account, since, ITEMS_MAX, hands_since),
        )
        .await?;
    let mut found = Vec::with_capacity(lines.len());
    for (article, at, by, deed, detail) in lines {
        let detail: Value = serde_json::from_str(&detail)?;
        let of = |key: &str| detail.get(key).and_then(Value::as_str).map(str::to_owned);
        let (what, words) = match Deed::parse(&deed) {
            Some(Deed::Advance) => (Ringing::Moved, of("to")),
            Some(Deed::Publish) if of("refused").is_some() => (Ringing::Refused, of("refused")),
            Some(Deed::Publish | Deed::Change) => (Ringing::Published, of("class")),
            Some(Deed::Withdraw | Deed::Kill) => (Ringing::TakenAway, of("note")),
            Some(Deed::Hold) => (Ringing::Held, of("reason")),
            Some(Deed::Spike) => (Ringing::Spiked, of("reason")),
            _ => continue,
        };
        found.push((what, (article, at, by, words.unwrap_or_default())));
    }
    Ok(found)
}

/// What readers report of the account's articles, and nobody has decided.
async fn cases(
    session: &mut Session,
    account: AccountId,
    since: Timestamp,
) -> Result<Vec<(Ringing, Found)>, Fault> {
    let rows: Vec<(ArticleId, Timestamp, String, String)> = session
        .all(
            "SELECT c.article_id, c.at, c.subject, c.text
               FROM cases c JOIN desk_hands h ON h.article_id = c.article_id AND h.account_id = $1
              WHERE c.state = 'open' AND c.at > $2 ORDER BY c.at DESC, c.id DESC LIMIT $3",
            (account, since, ITEMS_MAX),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(article, at, subject, text)| {
            let what = match Subject::parse(&subject) {
                Some(Subject::Reply) => Ringing::Statement,
                _ => Ringing::Reported,
            };
            (what, (article, at, String::new(), text))
        })
        .collect())
}

/// What an article is called, if it may be seen.
async fn seen_headline(
    session: &mut Session,
    sight: &Sight,
    article: ArticleId,
) -> Result<Option<String>> {
    let row: Option<(Option<String>, Option<String>, Option<String>)> = session
        .opt(
            "SELECT d.copy, p.card, k.name
               FROM articles a JOIN placements p ON p.article_id = a.id AND p.original = 1
               LEFT JOIN drafts d ON d.article_id = a.id LEFT JOIN desk k ON k.article_id = a.id
              WHERE a.id = $1 AND ($4 IS NULL OR a.home_title_id = $4)
                AND ($2 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $2 AND $3 LIKE '%,' || g.role || ',%'
                     AND (g.title_id IS NULL OR g.title_id = p.title_id)
                     AND (g.section_id IS NULL OR g.section_id = p.section_id)))",
            (article, sight.account, &sight.roles, sight.title),
        )
        .await?;
    let Some((copy, card, name)) = row else {
        return Ok(None);
    };
    let Some(document) = copy.or(card) else {
        return Ok(name);
    };
    let document: Value = serde_json::from_str(&document)?;
    let headline = document.get("headline").and_then(Value::as_str);
    Ok(Some(match headline {
        Some(headline) if !headline.is_empty() => headline.to_owned(),
        _ => name.unwrap_or_default(),
    }))
}
