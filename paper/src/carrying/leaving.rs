//! What a title takes along to another program: its texts with where they stand, its comments, its words. In pages, so that a
//! title of any age passes through a few rows.

use crate::articles::Stage;
use crate::articles::content::Content;
use crate::articles::redacting::lifting::Veil;
use crate::copy::Copy;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, CommentId, PictureId, PlacementId, TitleId};
use crate::{Fault, Result, pictures};
use jiff::Timestamp;

/// Texts given out at once.
const TEXTS_AT_ONCE: u32 = 50;
/// Comments given out at once.
const COMMENTS_AT_ONCE: u32 = 500;
/// Names given out at once.
const NAMES_AT_ONCE: u32 = 500;

/// A name that is credited on a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As printed.
    pub name: String,
    /// The slug of the contributor; `None` for a name nobody has a page for.
    pub slug: Option<String>,
}

/// A section or topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub lead: String,
    /// The slug of the section above it.
    pub above: Option<String>,
}

/// A text of a title: out, or in work for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Its placement there.
    pub placement: PlacementId,
    /// The article.
    pub article: ArticleId,
    /// Where it is in its life.
    pub stage: Stage,
    /// It is held back.
    pub held: bool,
    /// The last part of its address.
    pub slug: String,
    /// Its address, from the host on.
    pub path: Option<String>,
    /// Its own headline there.
    pub headline: String,
    /// Readers may comment.
    pub comments: bool,
    /// The section it stands in, slug and name.
    pub section: (String, String),
    /// What readers see.
    pub content: Option<Content>,
    /// The text in work.
    pub draft: Option<Copy>,
    /// When that goes out by itself.
    pub due: Option<Timestamp>,
    /// When the article was begun.
    pub created: Timestamp,
}

impl FromRow for Text {
    fn from_row(row: &mut Row) -> Result<Text, Fault> {
        let mut text = Text {
            placement: row.take()?,
            article: row.take()?,
            stage: Stage::parse(&row.take::<String>()?)
                .ok_or_else(|| Fault::new("an article's state is no word we know"))?,
            held: !row.take::<String>()?.is_empty(),
            slug: row.take()?,
            path: row.take()?,
            headline: row.take()?,
            comments: row.take()?,
            section: (row.take()?, row.take()?),
            content: document(row)?,
            draft: document(row)?,
            due: row.take()?,
            created: row.take()?,
        };
        if let (Some(content), Some(veil)) = (&mut text.content, row.take::<Option<Veil>>()?) {
            veil.over(content)?;
        }
        Ok(text)
    }
}

fn document<T: serde::de::DeserializeOwned>(row: &mut Row) -> Result<Option<T>, Fault> {
    let text: Option<String> = row.take()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// A comment of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: CommentId,
    /// The beginning of its thread; its own id, where it begins one.
    pub thread: CommentId,
    /// When that was.
    pub thread_at: Timestamp,
    /// The name given.
    pub name: String,
    /// What was said.
    pub text: String,
    /// What was decided: `held`, `approved`, `rejected`, `hidden`.
    pub state: String,
    /// The ground of a refusal.
    pub ground: String,
    /// The page its writer names.
    pub website: String,
    /// When.
    pub at: Timestamp,
}

impl FromRow for Said {
    fn from_row(row: &mut Row) -> Result<Said, Fault> {
        Ok(Said {
            id: row.take()?,
            thread: row.take()?,
            thread_at: row.take()?,
            name: row.take()?,
            text: row.take()?,
            state: row.take()?,
            ground: row.take()?,
            website: row.take()?,
            at: row.take()?,
        })
    }
}

/// A picture as other sites take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its address, from the host on.
    pub path: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// When it came into the library.
    pub created: Timestamp,
}

/// Names credited on a title after one, in the order of their bytes as the database has it.
pub async fn names(session: &mut Session, title: TitleId, after: &str) -> Result<Vec<Name>> {
    let rows: Vec<(String, Option<String>)> = session
        .all(
            "SELECT k.name, (SELECT c.slug FROM contributors c WHERE c.name = k.name)
               FROM (SELECT DISTINCT name FROM credits WHERE title_id = $1 AND name > $2 ORDER BY name LIMIT $3) k
              ORDER BY k.name",
            (title, after, NAMES_AT_ONCE),
        )
        .await?;
    let names = rows.into_iter().map(|(name, slug)| Name { name, slug });
    Ok(names.collect())
}

/// Topics of a title after one, by slug.
pub async fn topics(session: &mut Session, title: TitleId, after: &str) -> Result<Vec<Part>> {
    let rows: Vec<(String, String, String)> = session
        .all(
            "SELECT slug, name, lead FROM topics WHERE title_id = $1 AND slug > $2 AND merged_into IS NULL ORDER BY slug LIMIT $3",
            (title, after, NAMES_AT_ONCE),
        )
        .await?;
    let parts = rows.into_iter().map(|(slug, name, lead)| Part {
        slug,
        name,
        lead,
        above: None,
    });
    Ok(parts.collect())
}

/// Texts of a title after one.
pub async fn texts(
    session: &mut Session,
    title: TitleId,
    after: Option<PlacementId>,
) -> Result<Vec<Text>> {
    Ok(session
        .all(
            "SELECT p.id, p.article_id, a.state, a.hold, p.slug, p.path, p.headline, p.comments, s.slug, s.name, r.content,
                    d.copy, d.due_at, a.created_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = r.article_id AND v.last_number >= r.number)
               FROM placements p JOIN articles a ON a.id = p.article_id JOIN sections s ON s.id = p.section_id
                    LEFT JOIN revisions r ON r.id = p.revision_id LEFT JOIN drafts d ON d.article_id = p.article_id
              WHERE p.title_id = $1 AND p.displaced_at IS NULL AND p.id > $2 ORDER BY p.id LIMIT $3",
            (
                title,
                after.unwrap_or_else(PlacementId::first),
                TEXTS_AT_ONCE,
            ),
        )
        .await?)
}

/// How many texts a title has.
pub async fn count(session: &mut Session, title: TitleId) -> Result<u64> {
    let (count,): (i64,) = session
        .one(
            "SELECT COUNT(*) FROM placements WHERE title_id = $1 AND displaced_at IS NULL",
            (title,),
        )
        .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Topics of a placement, slug and name.
pub async fn topics_of(
    session: &mut Session,
    placement: PlacementId,
) -> Result<Vec<(String, String)>> {
    Ok(session
        .all(
            "SELECT o.slug, o.name FROM placement_topics t JOIN topics o ON o.id = t.topic_id
              WHERE t.placement_id = $1 ORDER BY t.position, o.id",
            (placement,),
        )
        .await?)
}

/// Comments on a placement after one, thread by thread, each with its beginning first; none whose words were erased.
pub async fn comments(
    session: &mut Session,
    placement: PlacementId,
    after: Option<&Said>,
) -> Result<Vec<Said>> {
    let (at, thread, own, id) = after.map_or(
        (Timestamp::MIN, CommentId::first(), -1, CommentId::first()),
        |last| {
            let own = i64::from(last.id != last.thread);
            (last.thread_at, last.thread, own, last.id)
        },
    );
    Ok(session
        .all(
            "SELECT c.id, COALESCE(c.thread_id, c.id), c.thread_at, c.name, c.text, c.state, c.ground, c.website, c.at
               FROM comments c
              WHERE c.placement_id = $1 AND c.state <> 'erased'
                AND (c.thread_at, COALESCE(c.thread_id, c.id), CASE WHEN c.parent_id IS NULL THEN 0 ELSE 1 END, c.id)
                    > ($2, $3, $4, $5)
              ORDER BY c.thread_at, COALESCE(c.thread_id, c.id), CASE WHEN c.parent_id IS NULL THEN 0 ELSE 1 END, c.id LIMIT $6",
            (placement, at, thread, own, id, COMMENTS_AT_ONCE),
        )
        .await?)
}

/// A picture as other sites take it; `None` where it was blanked, is unknown or a document.
pub async fn file(session: &mut Session, picture: PictureId) -> Result<Option<File>> {
    let created: Option<(Timestamp,)> = session
        .opt("SELECT created_at FROM pictures WHERE id = $1", (picture,))
        .await?;
    let shared = pictures::shared(session, picture).await?;
    Ok(shared.zip(created).map(|(shared, (created,))| File {
        path: shared.path,
        width: shared.width,
        height: shared.height,
        created,
    }))
}
