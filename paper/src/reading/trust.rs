//! The page of facts of a title: what its texts, its corrections and its gate say of it. No grade.

use super::corrections;
use super::facts::{Link, TitleLink};
use super::imprint::Imprint;
use super::title::Reach;
use crate::articles::content::Class;
use crate::cases::figures::{self, Figures};
use crate::db::Session;
use crate::id::TitleId;
use crate::titles::Title;
use crate::trust::{self, Counts};
use crate::{Result, gate};
use jiff::Timestamp;
use serde::Serialize;

/// People named.
const PEOPLE_MAX: u32 = 60;
/// Overrides told with their reasons.
const REASONS_MAX: u32 = 20;
/// Titles of the network named.
const TITLES_MAX: u32 = 200;

/// The page of facts.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustFacts {
    /// What the texts of a year hold; `None` before the first count.
    pub counts: Option<Counts>,
    /// Corrections and their kin of a year, by class.
    pub told: Vec<(Class, u32)>,
    /// How fast errors were mended.
    pub figures: Figures,
    /// How often the director published over each block of the gate in a year, the most frequent first.
    pub overrides: Vec<Overridden>,
    /// Why, newest first, where the title tells.
    pub reasons: Vec<Reason>,
    /// Those of the newsroom who have a page here and signed a text.
    pub people: Vec<Link>,
    /// The titles of the network with their owners, in its order, this one among them.
    pub network: Vec<Owned>,
}

/// A rule of the gate that was overridden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overridden {
    /// Code of the rule.
    pub code: String,
    /// How often.
    pub times: u32,
}

/// Why something was published over a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// When.
    pub at: Timestamp,
    /// Code of the rule.
    pub code: String,
    /// In the words of who answers for it.
    pub reason: String,
}

/// A title and who owns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owned {
    /// The title.
    pub title: TitleLink,
    /// Its owner, as its imprint says; empty where it does not.
    pub owner: String,
    /// Its publisher; empty where that is the owner, or is not told.
    pub publisher: String,
}

/// What a rule of the gate asks for, in Italian and English; the code itself of a rule there is no more.
pub fn rule_name(code: &str, italian: bool) -> String {
    let rule = gate::RULES.iter().find(|rule| rule.code == code);
    rule.map_or_else(
        || code.to_owned(),
        |rule| match italian {
            true => rule.what.it.to_owned(),
            false => rule.what.en.to_owned(),
        },
    )
}

/// The page of facts of a title.
pub async fn page(
    session: &mut Session,
    title: &Title,
    reach: &Reach,
    now: Timestamp,
) -> Result<TrustFacts> {
    let since = trust::since(now);
    let overrides: Vec<(String, u32)> = session
        .all(
            "SELECT o.code, COUNT(*) FROM overrides o JOIN articles a ON a.id = o.article_id
              WHERE a.home_title_id = $1 AND o.at >= $2 GROUP BY o.code ORDER BY COUNT(*) DESC, o.code",
            (title.id, since),
        )
        .await?;
    let reasons = match title.settings.override_reasons {
        true => reasons(session, title.id, since).await?,
        false => Vec::new(),
    };
    Ok(TrustFacts {
        counts: trust::counts(session, title.id).await?,
        told: corrections::by_class(session, title.id, now).await?,
        figures: figures::of_title(session, title.id, now).await?,
        overrides: overrides
            .into_iter()
            .map(|(code, times)| Overridden { code, times })
            .collect(),
        reasons,
        people: people(session, title.id).await?,
        network: network(session, reach).await?,
    })
}

async fn reasons(session: &mut Session, title: TitleId, since: Timestamp) -> Result<Vec<Reason>> {
    let rows: Vec<(Timestamp, String, String)> = session
        .all(
            "SELECT o.at, o.code, o.reason FROM overrides o JOIN articles a ON a.id = o.article_id
              WHERE a.home_title_id = $1 AND o.at >= $2 ORDER BY o.at DESC, o.id DESC LIMIT $3",
            (title, since, REASONS_MAX),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(at, code, reason)| Reason { at, code, reason })
        .collect())
}

async fn people(session: &mut Session, title: TitleId) -> Result<Vec<Link>> {
    let rows: Vec<(String, String)> = session
        .all(
            "SELECT c.name, c.slug FROM contributors c
              WHERE EXISTS (SELECT 1 FROM credits k WHERE k.name = c.name AND k.title_id = $1)
              ORDER BY c.name LIMIT $2",
            (title, PEOPLE_MAX),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(name, slug)| Link {
            name,
            path: format!("/people/{slug}"),
        })
        .collect())
}

async fn network(session: &mut Session, reach: &Reach) -> Result<Vec<Owned>> {
    let rows: Vec<(String, String, String, String)> = session
        .all(
            "SELECT t.name, h.host, t.language, t.imprint FROM titles t JOIN hosts h ON h.title_id = t.id AND h.main = 1
              ORDER BY t.position LIMIT $1",
            (TITLES_MAX,),
        )
        .await?;
    rows.into_iter()
        .map(|(name, host, language, imprint)| {
            let imprint: Imprint = serde_json::from_str(&imprint)?;
            let publisher = match imprint.publisher == imprint.owner {
                true => String::new(),
                false => imprint.publisher,
            };
            Ok(Owned {
                title: TitleLink {
                    name,
                    base_url: reach.base_url(&host),
                    language,
                },
                owner: imprint.owner,
                publisher,
            })
        })
        .collect()
}

/// Until when a [`page`] made now stays as it is if nobody does anything: something leaves the year that is counted.
pub async fn holds_until(
    session: &mut Session,
    title: &Title,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let (oldest,): (Option<Timestamp>,) = session
        .one(
            "SELECT MIN(o.at) FROM overrides o JOIN articles a ON a.id = o.article_id WHERE a.home_title_id = $1 AND o.at >= $2",
            (title.id, trust::since(now)),
        )
        .await?;
    let told = corrections::holds_until(session, title, now).await?;
    let leaves = oldest.and_then(figures::leaves_at);
    Ok([told, leaves].into_iter().flatten().min())
}
