//! Which file an address under `/media/` leads to, and who may have it.

use super::inscribed::Inscription;
use super::recipe::{self, Named, Print};
use super::{Form, Kept, shelf};
use crate::Result;
use crate::db::{FromRow, Row, Session};
use crate::id::PictureId;
use std::path::PathBuf;

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file, which may have to be made first ([`super::make`]).
    File(Wanted),
    /// The file has another address now, from the host on.
    Moved(String),
}

/// A file somebody may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub(super) id: PictureId,
    /// Where it is, or will be when it is made, under the media folder.
    pub path: PathBuf,
    /// Media type.
    pub media_type: String,
    /// The name of the file it is made of.
    pub(super) original: String,
    /// How it is made; `None` of a document, which is sent as it came.
    pub(super) print: Option<Print>,
    /// What is written into it.
    pub(super) words: Inscription,
}

/// A picture and whether readers may see it.
struct Asked {
    kept: Kept,
    public: bool,
}

impl FromRow for Asked {
    fn from_row(row: &mut Row) -> Result<Asked, crate::Fault> {
        Ok(Asked {
            kept: Kept::from_row(row)?,
            public: row.take::<i64>()? > 0,
        })
    }
}

/// What readers find at an address of a picture or document.
///
/// `None` unless a public revision, a standing page or a front shows the picture and no law has blanked it: knowing an address of the desk's library
/// is not enough. The file a picture came as is nobody's to fetch: it may say where it was taken and with what. Names come
/// from outside.
pub async fn public_file(session: &mut Session, id: &str, name: &str) -> Result<Option<Found>> {
    match asked(session, id).await? {
        Some(asked) if asked.public => found(session, &asked.kept, name).await,
        _ => Ok(None),
    }
}

/// What the desk finds there: as [`public_file`], also of a picture that is not out. Who may ask is the caller's to see to.
pub async fn desk_file(session: &mut Session, id: &str, name: &str) -> Result<Option<Found>> {
    match asked(session, id).await? {
        Some(asked) => found(session, &asked.kept, name).await,
        None => Ok(None),
    }
}

/// The picture of an address; `None` where the id has another shape than those we give.
async fn asked(session: &mut Session, id: &str) -> Result<Option<Asked>> {
    let Some(id) = PictureId::parse(id).filter(|parsed| parsed.to_string() == id) else {
        return Ok(None);
    };
    Ok(session
        .opt(
            super::kept!(
                ", CAST(CASE WHEN EXISTS (SELECT 1 FROM revision_pictures s JOIN revisions v ON v.id = s.revision_id
                                            JOIN articles a ON a.id = v.article_id
                                           WHERE s.picture_id = p.id AND a.state = 'live')
                               OR EXISTS (SELECT 1 FROM page_pictures s WHERE s.picture_id = p.id)
                               OR EXISTS (SELECT 1 FROM pins s WHERE s.picture_id = p.id) THEN 1 ELSE 0 END AS BIGINT)",
                "WHERE p.id = $1 AND p.blanked_at IS NULL"
            ),
            (id,),
        )
        .await?)
}

async fn found(session: &mut Session, kept: &Kept, name: &str) -> Result<Option<Found>> {
    let original = kept.original_name();
    if kept.form == Form::Document {
        return Ok((name == original).then(|| Found::File(wanted(kept, original, None))));
    }
    let moved = |print: Print| Found::Moved(print.rendition(kept).path);
    Ok(match recipe::named(kept, name) {
        Some(Named::Now(print)) => Some(Found::File(wanted(kept, original, Some(print)))),
        Some(Named::Once(print)) => Some(moved(print)),
        None if shelf::is_original(name) => developed_before(session, kept, name).await?.map(moved),
        None => None,
    })
}

fn wanted(kept: &Kept, original: String, print: Option<Print>) -> Wanted {
    let name = print.as_ref().map_or(&original, |print| &print.name);
    Wanted {
        id: kept.id,
        path: PathBuf::from(kept.id.to_string()).join(name),
        media_type: match &print {
            Some(print) => print.format.media_type().to_owned(),
            None => kept.mime.clone(),
        },
        original,
        print,
        words: Inscription::of(kept),
    }
}

/// What stands for a file of the time when names were hashes of bytes: the narrowest that is as wide, else the widest.
async fn developed_before(session: &mut Session, kept: &Kept, name: &str) -> Result<Option<Print>> {
    let row: Option<(u32,)> = session
        .opt(
            "SELECT width FROM renditions WHERE picture_id = $1 AND name = $2",
            (kept.id, name),
        )
        .await?;
    Ok(row.and_then(|(width,)| {
        let mut offered = recipe::offered(kept);
        let wide = offered.iter().position(|print| print.width >= width);
        let place = wide.unwrap_or(offered.len().saturating_sub(1));
        (place < offered.len()).then(|| offered.swap_remove(place))
    }))
}
