//! Standing pages of a title: about, contacts, privacy, accessibility, rules.

use crate::actor::Actor;
use crate::articles::making;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::TitleId;
use crate::paper::Tx;
use crate::reading::facts::PageRole;
use crate::rights::Deed;
use crate::standing::{self, Part};
use crate::words::{self, COPY_BYTES_MAX, LIST_MAX, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing, pictures};
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

const PAGE: Part = Part {
    what: "pages",
    most: PAGES_MAX,
    position: "SELECT position FROM pages WHERE title_id = $1 AND slug = $2",
    count: "SELECT COUNT(*) FROM pages WHERE title_id = $1",
    rival: Some((
        Thing::Section,
        "SELECT slug FROM sections WHERE title_id = $1 AND slug = $2",
    )),
};

/// Writes a standing page, new or again. The pictures and documents its text shows or links to become public with it.
pub async fn keep(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    slug: &str,
    role: PageRole,
    name: &str,
    body: &Body,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    keep_in(&mut tx, by, title, slug, role, name, body).await?;
    tx.commit("page.keep", &Traces::everything()).await?;
    Ok(())
}

/// A word no page or section of the title has: this one, or this one with a number.
pub(crate) async fn free_word(tx: &mut Tx, title: TitleId, wished: &str) -> Result<String> {
    let mut word = wished.to_owned();
    let mut number = 1;
    loop {
        let taken: Option<(String,)> = tx
            .session
            .opt(
                "SELECT slug FROM pages WHERE title_id = $1 AND slug = $2
                 UNION SELECT slug FROM sections WHERE title_id = $1 AND slug = $2",
                (title, &word),
            )
            .await?;
        if taken.is_none() && words::slug("slug", &word).is_ok() {
            return Ok(word);
        }
        number += 1;
        let room = words::SLUG_CHARS_MAX - 8;
        let cut: String = wished.chars().take(room).collect();
        word = format!("{}-{number}", cut.trim_end_matches('-'));
        if number > 1_000 {
            return Err(Refusal::Taken {
                thing: Thing::Page,
                name: wished.to_owned(),
            }
            .into());
        }
    }
}

pub(crate) async fn keep_in(
    tx: &mut Tx,
    by: &Actor,
    title: TitleId,
    slug: &str,
    role: PageRole,
    name: &str,
    body: &Body,
) -> Result<()> {
    let slug = words::slug("slug", slug)?;
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let mut body = making::tidy_body(body.clone())?;
    by.may(tx, Deed::Keep, Some(title), None).await?;
    let position = standing::place(tx, &PAGE, title, &slug).await?;
    for picture in body.pictures_mut() {
        making::inherit(&mut tx.session, picture).await?;
    }
    let text = serde_json::to_string(&body)?;
    if text.len() > COPY_BYTES_MAX {
        return Err(Refusal::TooLong {
            field: "body",
            chars_max: COPY_BYTES_MAX,
        }
        .into());
    }
    let role_word = serde_json::to_value(role)?;
    tx.session
        .exec(
            "INSERT INTO pages (title_id, slug, role, name, body, position, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (title_id, slug) DO UPDATE SET role = excluded.role, name = excluded.name, body = excluded.body,
                changed_at = excluded.changed_at",
            (title, &slug, role_word.as_str().unwrap_or("other"), &name, text, position, tx.now),
        )
        .await?;
    show_pictures(tx, title, &slug, &body).await?;
    audit::note(
        tx,
        by,
        Deed::Keep,
        About::title(title),
        json!({"page": slug, "name": name}),
    )
    .await
}

async fn show_pictures(tx: &mut Tx, title: TitleId, slug: &str, body: &Body) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM page_pictures WHERE title_id = $1 AND slug = $2",
            (title, slug),
        )
        .await?;
    let files = pictures::named_by(None, body);
    words::at_most("pictures", files.len(), LIST_MAX)?;
    for file in files {
        let kept = pictures::named(&mut tx.session, &file).await?;
        tx.session
            .exec(
                "INSERT INTO page_pictures (title_id, slug, picture_id) VALUES ($1, $2, $3)
                 ON CONFLICT (title_id, slug, picture_id) DO NOTHING",
                (title, slug, kept.id),
            )
            .await?;
    }
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
