//! Redirects added by hand: an address of the archive a newspaper brings along leads to the text that stands here now.
//!
//! They are addresses like those a text has had here: given to one text, for ever.

use crate::addresses::{self, Leads};
use crate::articles;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{ArticleId, TitleId};
use crate::rights::Deed;
use crate::{Actor, Paper, Refusal, Result, Thing, pages, sections, words};
use jiff::Timestamp;
use serde_json::json;

/// Longest address of another time, bytes.
pub const PATH_BYTES_MAX: usize = 500;
/// Addresses given out at once by [`list`], at most.
pub const PAGE_MAX: u32 = 101;

/// An address that leads to where a text is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The address, from the host on.
    pub path: String,
    /// Where the text is on this title now; `None` while it is not shown there.
    pub now: Option<String>,
    /// The text.
    pub article: ArticleId,
    /// Since when.
    pub since: Timestamp,
}

/// Has an address of a title that no text has had lead to a published article of it.
///
/// # Errors
/// Refused without [`Deed::Keep`] on the title; for what is no address a text could have had, or leads somewhere already;
/// for an article readers do not find on this title.
pub async fn add(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    path: &str,
    article: ArticleId,
) -> Result<()> {
    let path = former(path)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let placement = articles::shown_on(&mut tx, title, article).await?;
    free(&mut tx.session, title, &path).await?;
    tx.session
        .exec(
            "INSERT INTO addresses (title_id, path, placement_id, since) VALUES ($1, $2, $3, $4)",
            (title, &path, placement.id, tx.now),
        )
        .await?;
    let about = About {
        title: Some(title),
        article: Some(article),
    };
    let detail = json!({"redirect": path});
    audit::note(&mut tx, by, Deed::Keep, about, detail).await?;
    tx.touches(article).await?;
    tx.commit("redirect.add", &Traces::default()).await?;
    Ok(())
}

/// No text, section or standing page of the title stands there or has stood there.
async fn free(session: &mut Session, title: TitleId, path: &str) -> Result<()> {
    let word = path.trim_start_matches('/');
    let taken = addresses::follow(session, title, path).await? != Leads::Nowhere
        || sections::section(session, title, word).await.is_ok()
        || pages::page(session, title, word).await.is_ok();
    if taken {
        return Err(Refusal::Taken {
            thing: Thing::Address,
            name: path.to_owned(),
        }
        .into());
    }
    Ok(())
}

/// An address a text could have had on another system, decoded, without a slash at its end.
///
/// # Errors
/// Refused for what is none.
pub fn former(path: &str) -> Result<String> {
    let trimmed = path.trim().trim_end_matches('/');
    let first = trimmed.split('/').nth(1).unwrap_or_default();
    let sound = trimmed.len() <= PATH_BYTES_MAX
        && trimmed.starts_with('/')
        && !trimmed.contains("//")
        && !trimmed.contains(['?', '#', '\\'])
        && !trimmed.chars().any(char::is_control)
        && !trimmed.split('/').any(|part| part == ".." || part == ".")
        && !addresses::VIEWS.iter().any(|view| trimmed.ends_with(view))
        && !words::is_reserved(first);
    if sound {
        return Ok(trimmed.to_owned());
    }
    Err(Refusal::Unfit {
        field: "path",
        value: path.chars().take(80).collect(),
        wants: "/2019/05/17/old-headline.html",
    }
    .into())
}

/// Addresses of a title that lead to where a text is now: former ones and those added by hand, in their order, those after
/// `after`, at most `limit` and [`PAGE_MAX`]. Those of an article in which words were blanked are not among them: one may spell
/// the name.
pub async fn list(
    session: &mut Session,
    title: TitleId,
    after: &str,
    limit: u32,
) -> Result<Vec<Redirect>> {
    let rows: Vec<(String, Option<String>, ArticleId, Timestamp)> = session
        .all(
            "SELECT a.path, p.path, p.article_id, a.since FROM addresses a JOIN placements p ON p.id = a.placement_id
              WHERE a.title_id = $1 AND a.path > $2 AND (p.path IS NULL OR a.path <> p.path)
                AND NOT EXISTS (SELECT 1 FROM redactions r WHERE r.article_id = p.article_id)
              ORDER BY a.path LIMIT $3",
            (title, after, limit.min(PAGE_MAX)),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(path, now, article, since)| Redirect {
            path,
            now,
            article,
            since,
        })
        .collect())
}
