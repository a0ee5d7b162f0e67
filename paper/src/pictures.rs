//! Pictures and documents: what comes in is measured, developed and kept as files; what readers may fetch is said here.
//!
//! The files of a picture are in `media/{id}/`, each named by the SHA-256 of its bytes. They are on disk before the row
//! that names them: a crash between the two leaves files nobody names, which harm nothing.

mod darkroom;

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PictureId, TitleId};
use crate::paper::Tx;
use crate::reading::facts::{PictureFacts, Rendition};
use crate::rights::{Deed, words};
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing, titles};
use darkroom::{Developed, Print};
use markup::Body;
use serde_json::json;
use std::path::{Path, PathBuf};
use tokio::sync::Semaphore;

/// Largest picture or document taken in, bytes.
pub const BYTES_MAX: usize = 25 * 1024 * 1024;
/// Most pixels of a picture, checked before it is decoded.
pub const PIXELS_MAX: u64 = 100_000_000;
/// Pictures of the library listed at once.
const LIBRARY_MAX: u32 = 101;
/// Pictures developed at once; each may need some hundreds of megabytes.
const DARKROOMS: usize = 2;
/// Hexadecimal digits of SHA-256 in a file's name.
const NAME_HEX: usize = 32;

/// Places in the darkroom, for all records of this process.
static PLACES: Semaphore = Semaphore::const_new(DARKROOMS);

words! {
    /// What a kept file is.
    Form {
        /// Something to look at.
        Picture = "picture",
        /// Something to read, kept as it came (PDF).
        Document = "document",
    }
}

/// A picture or document of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: PictureId,
    /// Picture or document.
    pub form: Form,
    /// SHA-256 of the stored original, hexadecimal.
    pub sha256: String,
    /// Media type of the stored original.
    pub mime: String,
    /// Width of the stored original in pixels; 0 for a document.
    pub width: u32,
    /// Height of the stored original in pixels; 0 for a document.
    pub height: u32,
    /// Size of the stored original, bytes.
    pub bytes: u64,
    /// What it shows.
    pub alt: String,
    /// *Didascalia*.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// On what terms it is used.
    pub licence: String,
    /// IPTC digital source type, the last part of its address.
    pub source_type: String,
}

impl FromRow for Kept {
    fn from_row(row: &mut Row) -> Result<Kept, Fault> {
        Ok(Kept {
            id: row.take()?,
            form: Form::parse(&row.take::<String>()?)
                .ok_or_else(|| Fault::new("a picture's form is no word we know"))?,
            sha256: row.take()?,
            mime: row.take()?,
            width: row.take()?,
            height: row.take()?,
            bytes: u64::try_from(row.take::<i64>()?)
                .map_err(|_| Fault::new("a picture's size is negative"))?,
            alt: row.take()?,
            caption: row.take()?,
            credit: row.take()?,
            licence: row.take()?,
            source_type: row.take()?,
        })
    }
}

/// A picture or document coming in. Words left empty can be given where it is placed.
#[derive(Debug, Clone, Default)]
pub struct NewPicture {
    /// The file's name, for messages only: what it is is read from its bytes.
    pub name: String,
    /// JPEG, PNG, WebP, GIF (its first frame) or PDF.
    pub bytes: Vec<u8>,
    /// What it shows.
    pub alt: String,
    /// *Didascalia*.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// On what terms it is used.
    pub licence: String,
    /// IPTC digital source type.
    pub source_type: String,
}

/// Says whether the bytes of a file are a picture or document the library takes, without taking it in.
///
/// # Errors
/// As [`add`]: what is no picture, too large, or damaged.
pub fn readable(name: &str, bytes: &[u8]) -> std::result::Result<(), Refusal> {
    darkroom::look(name, bytes)
}

/// Adds a picture or document to the library. Nothing a camera wrote into a picture survives, its place least of all;
/// a document is kept byte for byte.
pub async fn add(paper: &Paper, by: &Actor, title: TitleId, new: NewPicture) -> Result<PictureId> {
    let mut new = tidy(new)?;
    // Asked before the work is done, too: who may not add pictures gets none developed.
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::AddPicture, Some(title), None).await?;
    drop(tx);

    let id = PictureId::draw(paper)?;
    let developed = develop(paper, id, &new.name, std::mem::take(&mut new.bytes)).await?;
    let original = developed
        .original()
        .ok_or_else(|| Fault::new("a picture was developed into nothing"))?;

    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::AddPicture, Some(title), None).await?;
    titles::by_id(&mut tx.session, title).await?;
    tx.session
        .exec(
            "INSERT INTO pictures (id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type,
                                   created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            (
                id,
                developed.form.word(),
                &original.sha256,
                original.mime,
                original.width,
                original.height,
                original.size()?,
                &new.alt,
                &new.caption,
                &new.credit,
                &new.licence,
                &new.source_type,
                tx.now,
                by.name(),
            ),
        )
        .await?;
    for print in &developed.prints {
        keep_rendition(&mut tx, id, print).await?;
    }
    let detail = json!({"picture": id.to_string(), "form": developed.form.word(), "sha256": original.sha256});
    audit::note(&mut tx, by, Deed::AddPicture, About::title(title), detail).await?;
    tx.commit("picture.add", &Traces::default()).await?;
    Ok(id)
}

fn tidy(new: NewPicture) -> Result<NewPicture> {
    let name: String = words::normal(&new.name)
        .chars()
        .take(NAME_CHARS_MAX)
        .collect();
    if new.bytes.len() > BYTES_MAX {
        return Err(Refusal::PictureTooLarge {
            name,
            limit: format!("{} MB", BYTES_MAX / (1024 * 1024)),
        }
        .into());
    }
    Ok(NewPicture {
        alt: words::optional_line("picture.alt", &new.alt, NOTE_CHARS_MAX)?,
        caption: words::optional_line("picture.caption", &new.caption, NOTE_CHARS_MAX)?,
        credit: words::optional_line("picture.credit", &new.credit, NAME_CHARS_MAX)?,
        licence: words::optional_line("picture.licence", &new.licence, NAME_CHARS_MAX)?,
        source_type: words::optional_line("picture.source_type", &new.source_type, NAME_CHARS_MAX)?,
        bytes: new.bytes,
        name,
    })
}

/// Develops what came in and stores its files, beside the runtime's own threads.
async fn develop(paper: &Paper, id: PictureId, name: &str, bytes: Vec<u8>) -> Result<Developed> {
    let place = PLACES
        .acquire()
        .await
        .map_err(|_| Fault::new("the darkroom is closed"))?;
    let folder = paper.media().to_owned();
    let called = name.to_owned();
    let work = tokio::task::spawn_blocking(move || {
        let developed = darkroom::develop(&called, bytes)?;
        darkroom::store(&folder, id, &developed.prints).map_err(|error| {
            Fault::new(format!(
                "cannot write picture {id} in {}: {error}",
                folder.display()
            ))
        })?;
        Ok(developed)
    });
    let developed = work.await;
    drop(place);
    // A decoder that panics on hostile bytes has said all it will ever say about them.
    developed.unwrap_or_else(|_| {
        Err(Refusal::PictureUnreadable {
            name: name.to_owned(),
            why: "its data are damaged".to_owned(),
        }
        .into())
    })
}

async fn keep_rendition(tx: &mut Tx, id: PictureId, print: &Print) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO renditions (picture_id, name, mime, width, height, bytes) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (picture_id, name) DO NOTHING",
            (id, &print.name, print.mime, print.width, print.height, print.size()?),
        )
        .await?;
    Ok(())
}

/// The picture or document with this id, hyphenated; one blanked by law is unknown.
pub async fn named(session: &mut Session, word: &str) -> Result<Kept> {
    let unknown = || Refusal::Unknown {
        thing: Thing::Picture,
        name: word.chars().take(NAME_CHARS_MAX).collect(),
    };
    let id = PictureId::parse(word).ok_or_else(unknown)?;
    Ok(find(session, id).await?.ok_or_else(unknown)?)
}

async fn find(session: &mut Session, id: PictureId) -> Result<Option<Kept>> {
    Ok(session
        .opt(
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type
               FROM pictures WHERE id = $1 AND blanked_at IS NULL",
            (id,),
        )
        .await?)
}

/// What a text shows or links to: pictures by the word it names them by, documents by id. Showing the link makes the
/// document public with the text.
pub(crate) fn named_by(picture: Option<&markup::Picture>, body: &Body) -> Vec<String> {
    let shown = picture.into_iter().chain(body.pictures());
    let linked = body.links();
    let linked = linked.iter().filter_map(|link| document_of(&link.href));
    shown
        .map(|picture| picture.file.clone())
        .chain(linked)
        .collect()
}

/// The document at an address: `/media/{id}/…`.
fn document_of(href: &str) -> Option<String> {
    let id = href.strip_prefix("/media/")?.split('/').next()?;
    PictureId::parse(id).map(|id| id.to_string())
}

/// Pictures and documents of the library before an id, the newest first.
pub async fn library(
    session: &mut Session,
    before: Option<PictureId>,
    limit: u32,
) -> Result<Vec<Kept>> {
    Ok(session
        .all(
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type
               FROM pictures WHERE blanked_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2",
            (before.unwrap_or_else(PictureId::last), limit.min(LIBRARY_MAX)),
        )
        .await?)
}

/// Pictures of the library whose words hold all the words asked for, the newest first; no words, all of them.
pub async fn found(session: &mut Session, words: &str, limit: u32) -> Result<Vec<Kept>> {
    let pattern: String = words::normal(words)
        .to_lowercase()
        .split_whitespace()
        .map(|word| {
            let plain = word
                .replace('!', "!!")
                .replace('%', "!%")
                .replace('_', "!_");
            format!("%{plain}")
        })
        .collect();
    Ok(session
        .all(
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type
               FROM pictures WHERE blanked_at IS NULL AND form = 'picture'
                AND LOWER(alt || ' ' || caption || ' ' || credit) LIKE $1 ESCAPE '!'
              ORDER BY id DESC LIMIT $2",
            (format!("{pattern}%"), limit.min(LIBRARY_MAX)),
        )
        .await?)
}

/// The sizes of a picture: address, width and height in pixels; narrowest first.
pub async fn renditions(session: &mut Session, id: PictureId) -> Result<Vec<(String, u32, u32)>> {
    let rows: Vec<(String, u32, u32)> = session
        .all(
            "SELECT name, width, height FROM renditions WHERE picture_id = $1 ORDER BY width, name",
            (id,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(name, width, height)| (format!("/media/{id}/{name}"), width, height))
        .collect())
}

/// A placed picture as a page shows it: the words of the placed one, the sizes of the kept one.
///
/// `None` if it was blanked, is unknown, or is a document, which no page can show as a picture.
pub async fn facts(
    session: &mut Session,
    placed: &markup::Picture,
) -> Result<Option<PictureFacts>> {
    let Some(id) = PictureId::parse(&placed.file) else {
        return Ok(None);
    };
    let kept = match find(session, id).await? {
        Some(kept) if kept.form == Form::Picture => kept,
        _ => return Ok(None),
    };
    let renditions = renditions(session, id)
        .await?
        .into_iter()
        .map(|(path, width, height)| Rendition {
            path,
            width,
            height,
        })
        .collect();
    Ok(Some(PictureFacts {
        id: kept.id.to_string(),
        alt: placed.alt.clone(),
        caption: placed.caption.clone(),
        credit: placed.credit.clone(),
        licence: placed.licence.clone(),
        source_type: placed.source_type.clone(),
        width: kept.width,
        height: kept.height,
        renditions,
    }))
}

/// Where a file readers ask for is, under the media folder, and its media type.
///
/// `None` unless a public revision, a standing page or a front shows the picture and no law has blanked it: knowing an address of the desk's library
/// is not enough. Names come from outside and must have the one shape we give.
pub async fn public_file(
    session: &mut Session,
    id: &str,
    name: &str,
) -> Result<Option<(PathBuf, String)>> {
    let Some(picture) = asked(id, name) else {
        return Ok(None);
    };
    let row: Option<(String,)> = session
        .opt(
            "SELECT r.mime FROM renditions r JOIN pictures p ON p.id = r.picture_id
              WHERE r.picture_id = $1 AND r.name = $2 AND p.blanked_at IS NULL
                AND (EXISTS (SELECT 1 FROM revision_pictures s JOIN revisions v ON v.id = s.revision_id
                               JOIN articles a ON a.id = v.article_id
                              WHERE s.picture_id = r.picture_id AND a.state = 'live')
                     OR EXISTS (SELECT 1 FROM page_pictures s WHERE s.picture_id = r.picture_id)
                     OR EXISTS (SELECT 1 FROM pins s WHERE s.picture_id = r.picture_id))",
            (picture, name),
        )
        .await?;
    Ok(row.map(|(mime,)| (Path::new(id).join(name), mime)))
}

/// Where a file is that the desk asks for: as [`public_file`], also of a picture that is not out. Who may ask is the caller's
/// to see to.
pub async fn desk_file(
    session: &mut Session,
    id: &str,
    name: &str,
) -> Result<Option<(PathBuf, String)>> {
    let Some(picture) = asked(id, name) else {
        return Ok(None);
    };
    let row: Option<(String,)> = session
        .opt(
            "SELECT r.mime FROM renditions r JOIN pictures p ON p.id = r.picture_id
              WHERE r.picture_id = $1 AND r.name = $2 AND p.blanked_at IS NULL",
            (picture, name),
        )
        .await?;
    Ok(row.map(|(mime,)| (Path::new(id).join(name), mime)))
}

/// The picture an address asks a file of; `None` where id or name have another shape than those we give.
fn asked(id: &str, name: &str) -> Option<PictureId> {
    PictureId::parse(id).filter(|parsed| parsed.to_string() == id && is_file_name(name))
}

/// 32 lower-case hexadecimal digits and one of our two endings.
pub fn is_file_name(name: &str) -> bool {
    let stem = name
        .strip_suffix(".webp")
        .or_else(|| name.strip_suffix(".pdf"));
    stem.is_some_and(|stem| {
        stem.len() == NAME_HEX
            && stem
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

/// Takes a picture out of an article by law. Where no other article shows it, nobody can fetch it from the commit on,
/// and the caller erases its files. Says whether that is so.
pub(crate) async fn blank_in(tx: &mut Tx, id: PictureId, article: ArticleId) -> Result<bool> {
    tx.session
        .exec(
            "DELETE FROM revision_pictures
              WHERE picture_id = $1 AND revision_id IN (SELECT id FROM revisions WHERE article_id = $2)",
            (id, article),
        )
        .await?;
    let blanked = tx
        .session
        .exec(
            "UPDATE pictures SET blanked_at = $2, alt = '', caption = '', credit = ''
              WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM revision_pictures WHERE picture_id = $1)",
            (id, tx.now),
        )
        .await?;
    if blanked == 0 {
        return Ok(false);
    }
    tx.session
        .exec("DELETE FROM renditions WHERE picture_id = $1", (id,))
        .await?;
    // A standing page has no redaction of its own: it shows the picture no more.
    let pages = tx
        .session
        .exec("DELETE FROM page_pictures WHERE picture_id = $1", (id,))
        .await?;
    // Nor has a front.
    let fronts = tx
        .session
        .exec(
            "UPDATE pins SET picture_id = NULL WHERE picture_id = $1",
            (id,),
        )
        .await?;
    if pages + fronts > 0 {
        tx.touches_everything();
    }
    Ok(true)
}

/// Whether a law has blanked a picture.
pub(crate) async fn is_blanked(session: &mut Session, id: PictureId) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt(
            "SELECT blanked_at FROM pictures WHERE id = $1 AND blanked_at IS NOT NULL",
            (id,),
        )
        .await?;
    Ok(row.is_some())
}

/// Erases the files of a picture. Said again, it does nothing.
pub fn erase_files(media: &Path, id: PictureId) -> Result<(), Fault> {
    match std::fs::remove_dir_all(media.join(id.to_string())) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::new(format!(
            "cannot erase the files of picture {id}: {error}"
        ))),
        _ => Ok(()),
    }
}
