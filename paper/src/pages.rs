//! Standing pages of a title: about, contacts, privacy, accessibility, rules.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::TitleId;
use crate::reading::facts::PageRole;
use crate::rights::Deed;
use crate::words::{self, COPY_BYTES_MAX, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use markup::Body;
use serde_json::json;

/// Standing pages of one title.
pub const PAGES_MAX: u32 = 100;

/// A standing page.
#[derive(Debug, Clone, PartialEq)]
pub struct StandingPage {
    /// The word in its address.
    pub slug: String,
    /// What it is for.
    pub role: PageRole,
    /// Its name.
    pub name: String,
    /// Its text.
    pub body: Body,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

impl FromRow for StandingPage {
    fn from_row(row: &mut Row) -> Result<StandingPage, Fault> {
        Ok(StandingPage {
            slug: row.take()?,
            role: serde_json::from_value(row.take::<String>()?.into())?,
            name: row.take()?,
            body: serde_json::from_str(&row.take::<String>()?)?,
            changed_at: row.take()?,
        })
    }
}

/// Writes a standing page, new or again.
pub async fn keep(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    role: PageRole,
    name: &str,
    body: &Body,
) -> Result<()> {
    let slug = words::slug("slug", slug)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let text = serde_json::to_string(body)?;
    if text.len() > COPY_BYTES_MAX {
        return Err(Refusal::TooLong {
            field: "body",
            chars_max: COPY_BYTES_MAX,
        }
        .into());
    }
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Keep, Some(title), None).await?;
    let section: Option<(String,)> = tx
        .session
        .opt(
            "SELECT slug FROM sections WHERE title_id = $1 AND slug = $2",
            (title, &slug),
        )
        .await?;
    if section.is_some() {
        return Err(Refusal::Taken {
            thing: Thing::Section,
            name: slug,
        }
        .into());
    }
    let (count,): (i64,) = tx
        .session
        .one("SELECT COUNT(*) FROM pages WHERE title_id = $1", (title,))
        .await?;
    if count >= i64::from(PAGES_MAX) {
        return Err(Refusal::LimitReached {
            what: "pages",
            most: PAGES_MAX as usize,
        }
        .into());
    }
    let role_word = serde_json::to_value(role)?;
    tx.session
        .exec(
            "INSERT INTO pages (title_id, slug, role, name, body, position, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (title_id, slug) DO UPDATE SET role = excluded.role, name = excluded.name, body = excluded.body,
                changed_at = excluded.changed_at",
            (title, &slug, role_word.as_str().unwrap_or("other"), &name, text, count + 1, tx.now),
        )
        .await?;
    audit::note(
        &mut tx,
        by,
        Deed::Keep,
        About::title(title),
        json!({"page": slug, "name": name}),
    )
    .await?;
    tx.commit("page.keep", &Traces::everything()).await?;
    Ok(())
}

/// The standing pages of a title, in their order.
pub async fn all(session: &mut Session, title: TitleId) -> Result<Vec<StandingPage>> {
    Ok(session
        .all(
            "SELECT slug, role, name, body, changed_at FROM pages WHERE title_id = $1 ORDER BY position, slug LIMIT $2",
            (title, PAGES_MAX),
        )
        .await?)
}

/// The standing page with this slug.
pub async fn page(session: &mut Session, title: TitleId, slug: &str) -> Result<StandingPage> {
    session
        .opt(
            "SELECT slug, role, name, body, changed_at FROM pages WHERE title_id = $1 AND slug = $2",
            (title, slug),
        )
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Page, name: slug.to_owned() }.into())
}
