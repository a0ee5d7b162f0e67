//! Pictures and documents: what comes in is looked at and kept as it came; what readers see of a picture is made of that.
//!
//! The file that came in is in `media/{id}/`, named by its SHA-256. It is on disk before the row that names it: a crash
//! between the two leaves a file nobody names, which harms nothing. Files for readers are made when they are needed, but
//! their names and sizes are known at once (`recipe`): a page can name what does not exist yet.

mod adding;
mod darkroom;
mod ending;
mod fetching;
mod inscribed;
mod library;
mod making;
mod manifests;
mod recipe;
mod shelf;
mod told;
mod whole;

pub(crate) use adding::added;
pub use adding::{NewPicture, add, is_there, readable};
pub(crate) use ending::end;
pub use ending::{Replaced, replace};
pub use fetching::{Found, Wanted, desk_file, public_file};
pub use library::{ENDING_DAYS, Filter, Lack, Settle, Use, lacking, page, settle, uses};
pub(crate) use library::{SEARCHED, words_of};
pub use making::{develop_next, make};
pub(crate) use manifests::look_at_all;
pub use manifests::{Manifest, Standing, Waiting, checked, look_next, manifest, next_waiting};
pub use provenance::Verdict;
pub use shelf::erase_files;
pub(crate) use shelf::is_file_name;
pub use shelf::{is_original, original_name};

use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PictureId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::reading::facts::{PictureFacts, Rendition};
use crate::rights::words;
use crate::words::NAME_CHARS_MAX;
use crate::{Fault, Refusal, Result, Thing};
use inscribed::Inscription;
use jiff::Timestamp;
use markup::Body;

/// Largest picture or document taken in, bytes.
pub const BYTES_MAX: usize = 25 * 1024 * 1024;
/// Most pixels of a picture, checked before it is decoded.
pub const PIXELS_MAX: u64 = 100_000_000;
/// Pictures of the library listed at once.
const LIBRARY_MAX: u32 = 101;
/// Articles a changed picture is shown in from which on it is simpler to say that anything may look otherwise.
const TOUCHED_MAX: u32 = 200;

/// A statement that reads pictures (`p`), and whatever stands after their columns, which end it otherwise.
macro_rules! kept {
    ($rest:literal) => {
        $crate::pictures::kept!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT p.id, p.form, p.sha256, p.mime, p.width, p.height, p.bytes, p.alt, p.caption, p.credit, p.licence,
                    p.source_type, p.edition, p.creator, p.copyright, p.place, p.file, p.title_id, p.tint, p.focus_x, p.focus_y,
                    p.ends_at, p.created_by",
            $more,
            " FROM pictures p ",
            $rest
        )
    };
}
pub(crate) use kept;
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
    /// SHA-256 of the file it came as, hexadecimal.
    pub sha256: String,
    /// Media type of the file it came as.
    pub mime: String,
    /// Width of the file it came as, the right way up, pixels; 0 for a document.
    pub width: u32,
    /// Height of the file it came as, the right way up, pixels; 0 for a document.
    pub height: u32,
    /// Size of the file it came as, bytes.
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
    /// How often the words written into its files changed.
    pub edition: u32,
    /// Who made it, as the file or the desk says.
    pub creator: String,
    /// Copyright notice.
    pub copyright: String,
    /// Where it was taken, in words.
    pub place: String,
    /// The name of the file it came as.
    pub file: String,
    /// The title whose desk added it; unknown of those of early programs.
    pub title: Option<TitleId>,
    /// Its colour on the whole, `0xRRGGBB`; `None` where something of it is transparent.
    pub tint: Option<u32>,
    /// The point that stays in sight when it is cropped, from left and top, per cent; `None` for its middle.
    pub focus: Option<(u32, u32)>,
    /// When it may not be shown any more.
    pub ends_at: Option<Timestamp>,
    /// Who added it.
    pub added_by: String,
}

impl Kept {
    /// The name of the file it came as.
    pub fn original_name(&self) -> String {
        original_name(&self.sha256, &self.mime)
    }
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
            edition: row.take()?,
            creator: row.take()?,
            copyright: row.take()?,
            place: row.take()?,
            file: row.take()?,
            title: row.take()?,
            tint: row.take()?,
            focus: row.take::<Option<u32>>()?.zip(row.take::<Option<u32>>()?),
            ends_at: row.take()?,
            added_by: row.take()?,
        })
    }
}

/// Writes what is said of a picture now. Where that stands in its files, they get new names and are made anew. Says whether
/// anything is said otherwise.
async fn renew(tx: &mut Tx, old: &Kept, mut new: Kept) -> Result<bool> {
    if *old == new {
        return Ok(false);
    }
    let inscribed = Inscription::of(old) != Inscription::of(&new);
    if inscribed {
        new.edition = old.edition.saturating_add(1);
    }
    if inscribed || old.focus != new.focus {
        touch_shown(tx, old.id).await?;
    }
    write(tx, &new).await?;
    if inscribed && new.form == Form::Picture {
        let now = tx.now;
        jobs::queue(tx, jobs::Kind::DevelopPicture, &new.id.to_string(), now).await?;
    }
    Ok(true)
}

/// Writes everything of a picture's row that may change.
async fn write(tx: &mut Tx, kept: &Kept) -> Result<()> {
    tx.session
        .exec(
            "UPDATE pictures SET alt = $2, caption = $3, credit = $4, licence = $5, source_type = $6, edition = $7, creator = $8,
                    copyright = $9, place = $10, file = $11, words = $12, tint = $13, focus_x = $14, focus_y = $15, ends_at = $16
              WHERE id = $1",
            (
                kept.id,
                &kept.alt,
                &kept.caption,
                &kept.credit,
                &kept.licence,
                &kept.source_type,
                kept.edition,
                &kept.creator,
                &kept.copyright,
                &kept.place,
                &kept.file,
                library::words_of(kept.searched()),
                kept.tint,
                kept.focus.map(|(x, _)| x),
                kept.focus.map(|(_, y)| y),
                kept.ends_at,
            ),
        )
        .await?;
    Ok(())
}

/// Says that readers may see a picture otherwise, wherever they see it.
pub(crate) async fn touch_shown(tx: &mut Tx, id: PictureId) -> Result<()> {
    let articles: Vec<(ArticleId,)> = tx
        .session
        .all(
            "SELECT DISTINCT v.article_id FROM revision_pictures s JOIN revisions v ON v.id = s.revision_id
              WHERE s.picture_id = $1 LIMIT $2",
            (id, TOUCHED_MAX),
        )
        .await?;
    let elsewhere: Option<(i64,)> = tx
        .session
        .opt(
            "SELECT CAST(1 AS BIGINT) FROM pictures p WHERE p.id = $1
                AND (EXISTS (SELECT 1 FROM page_pictures s WHERE s.picture_id = p.id)
                     OR EXISTS (SELECT 1 FROM pins s WHERE s.picture_id = p.id))",
            (id,),
        )
        .await?;
    if elsewhere.is_some() || articles.len() >= TOUCHED_MAX as usize {
        tx.touches_everything();
        return Ok(());
    }
    for (article,) in articles {
        tx.touches(article).await?;
    }
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

pub(crate) async fn find(session: &mut Session, id: PictureId) -> Result<Option<Kept>> {
    Ok(session
        .opt(kept!("WHERE p.id = $1 AND p.blanked_at IS NULL"), (id,))
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
            kept!("WHERE p.blanked_at IS NULL AND p.id < $1 ORDER BY p.id DESC LIMIT $2"),
            (
                before.unwrap_or_else(PictureId::last),
                limit.min(LIBRARY_MAX),
            ),
        )
        .await?)
}

/// What readers are offered of a picture: address, width and height in pixels; narrowest first. Of a document its one file,
/// without a size.
pub async fn renditions(session: &mut Session, id: PictureId) -> Result<Vec<(String, u32, u32)>> {
    let Some(kept) = find(session, id).await? else {
        return Ok(Vec::new());
    };
    if kept.form == Form::Document {
        return Ok(vec![(
            format!("/media/{id}/{}", kept.original_name()),
            0,
            0,
        )]);
    }
    let offered = recipe::offered(&kept).into_iter();
    Ok(offered
        .map(|print| print.rendition(&kept))
        .map(|one| (one.path, one.width, one.height))
        .collect())
}

/// A picture as other sites and readers of feeds take it, a JPEG; `None` if it was blanked, is unknown or a document.
pub(crate) async fn shared(session: &mut Session, id: PictureId) -> Result<Option<Rendition>> {
    let kept = find(session, id).await?;
    let kept = kept.filter(|kept| kept.form == Form::Picture);
    Ok(kept.map(|kept| recipe::shared(&kept).rendition(&kept)))
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
    let offered = recipe::offered(&kept);
    Ok(Some(PictureFacts {
        id: kept.id.to_string(),
        alt: placed.alt.clone(),
        caption: placed.caption.clone(),
        credit: placed.credit.clone(),
        licence: placed.licence.clone(),
        source_type: placed.source_type.clone(),
        width: kept.width,
        height: kept.height,
        renditions: offered.iter().map(|print| print.rendition(&kept)).collect(),
        shared: recipe::shared(&kept).rendition(&kept),
        tint: kept.tint,
        focus: kept.focus,
    }))
}

/// So many lower-case hexadecimal digits.
fn is_hex(word: &str, digits: usize) -> bool {
    word.len() == digits
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
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
    withdraw(tx, id).await
}

/// Takes a picture no article shows from everybody, for good. Says whether that is so now; the caller erases its files after
/// the commit.
async fn withdraw(tx: &mut Tx, id: PictureId) -> Result<bool> {
    let blanked = tx
        .session
        .exec(
            "UPDATE pictures SET blanked_at = $2, alt = '', caption = '', credit = '', creator = '', copyright = '', place = '',
                    file = '', words = ''
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
    manifests::forget(tx, id).await?;
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

/// Has the files of an article's pictures made anew after words said of them were blanked: they may bear them.
pub(crate) async fn develop_again(tx: &mut Tx, article: ArticleId) -> Result<()> {
    let pictures: Vec<(PictureId,)> = tx
        .session
        .all(
            "SELECT DISTINCT s.picture_id FROM revision_pictures s JOIN revisions v ON v.id = s.revision_id
              WHERE v.article_id = $1",
            (article,),
        )
        .await?;
    let now = tx.now;
    for (picture,) in pictures {
        jobs::queue(tx, jobs::Kind::DevelopPicture, &picture.to_string(), now).await?;
    }
    Ok(())
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
