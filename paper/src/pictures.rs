//! Pictures and documents: what comes in is looked at and kept as it came; what readers see of a picture is made of that.
//!
//! The file that came in is in `media/{id}/`, named by its SHA-256. It is on disk before the row that names it: a crash
//! between the two leaves a file nobody names, which harms nothing. Files for readers are made when they are needed, but
//! their names and sizes are known at once (`recipe`): a page can name what does not exist yet.

mod darkroom;
mod fetching;
mod making;
mod recipe;
mod shelf;

pub use fetching::{Found, Wanted, desk_file, public_file};
pub use making::{develop_next, make};
pub use shelf::erase_files;
pub(crate) use shelf::is_file_name;
pub use shelf::{is_original, original_name};

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PictureId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::reading::facts::{PictureFacts, Rendition};
use crate::rights::{Deed, words};
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing, titles};
use markup::Body;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Largest picture or document taken in, bytes.
pub const BYTES_MAX: usize = 25 * 1024 * 1024;
/// Most pixels of a picture, checked before it is decoded.
pub const PIXELS_MAX: u64 = 100_000_000;
/// Pictures of the library listed at once.
const LIBRARY_MAX: u32 = 101;
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
    darkroom::look(name, bytes).map(drop)
}

/// Adds a picture or document to the library, where it is kept byte for byte as it came. Readers get files made of a
/// picture's pixels alone: nothing a camera wrote into it is in those, its place least of all.
///
/// A file the library has already is not added again: it is the picture there, which gets the words it had none for. So an
/// order given twice, or a picture two desks add, is one picture with one address.
pub async fn add(paper: &Paper, by: &Actor, title: TitleId, new: NewPicture) -> Result<PictureId> {
    let (tx, id) = added(paper, by, title, new, Deed::AddPicture).await?;
    tx.commit("picture.add", &Traces::default()).await?;
    Ok(id)
}

/// [`add`] for whoever may do this deed, with the transaction still open: what else belongs to it goes along.
pub(crate) async fn added(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    new: NewPicture,
    deed: Deed,
) -> Result<(Tx, PictureId)> {
    let mut new = tidy(new)?;
    // Asked before the work is done, too: who may not add pictures has none decoded.
    let mut tx = paper.begin().await?;
    by.may(&mut tx, deed, Some(title), None).await?;
    drop(tx);

    let bytes = std::mem::take(&mut new.bytes);
    let sha256 = hex::encode(Sha256::digest(&bytes));
    let mut session = paper.read().await?;
    let known = with_hash(&mut session, &sha256).await?;
    drop(session);
    let mut kept = None;
    if known.is_none() {
        let (seen, bytes) = making::looked_at(&new.name, bytes).await?;
        let coming = Kept {
            id: PictureId::draw(paper)?,
            form: seen.form,
            sha256: sha256.clone(),
            mime: seen.mime.to_owned(),
            width: seen.width,
            height: seen.height,
            bytes: bytes.len() as u64,
            alt: new.alt.clone(),
            caption: new.caption.clone(),
            credit: new.credit.clone(),
            licence: new.licence.clone(),
            source_type: new.source_type.clone(),
            edition: 0,
        };
        making::stored(paper, &coming, bytes).await?;
        kept = Some(coming);
    }

    let mut tx = paper.begin().await?;
    by.may(&mut tx, deed, Some(title), None).await?;
    titles::by_id(&mut tx.session, title).await?;
    // Asked again where nobody else writes: the same file may have come twice at once, or been blanked meanwhile.
    match (with_hash(&mut tx.session, &sha256).await?, kept) {
        (Some(there), kept) => {
            let id = there.id;
            fill_in(&mut tx, by, title, there, &new, deed).await?;
            if let Some(second) = kept {
                erase_files(paper.media(), second.id)?;
            }
            Ok((tx, id))
        }
        (None, Some(kept)) => {
            insert(&mut tx, by, title, &kept, deed).await?;
            Ok((tx, kept.id))
        }
        (None, None) => Err(Fault::new("a picture was taken away while it was added again").into()),
    }
}

async fn insert(tx: &mut Tx, by: &Actor, title: TitleId, kept: &Kept, deed: Deed) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO pictures (id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type,
                                   edition, created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            (
                kept.id,
                kept.form.word(),
                &kept.sha256,
                &kept.mime,
                kept.width,
                kept.height,
                i64::try_from(kept.bytes).unwrap_or(i64::MAX),
                &kept.alt,
                &kept.caption,
                &kept.credit,
                &kept.licence,
                &kept.source_type,
                kept.edition,
                tx.now,
                by.name(),
            ),
        )
        .await?;
    if kept.form == Form::Picture {
        let now = tx.now;
        jobs::queue(tx, jobs::Kind::DevelopPicture, &kept.id.to_string(), now).await?;
    }
    let detail =
        json!({"picture": kept.id.to_string(), "form": kept.form.word(), "sha256": kept.sha256});
    audit::note(tx, by, deed, About::title(title), detail).await
}

/// Gives a picture of the library the words it had none for. Says nothing new, writes nothing.
async fn fill_in(
    tx: &mut Tx,
    by: &Actor,
    title: TitleId,
    there: Kept,
    new: &NewPicture,
    deed: Deed,
) -> Result<()> {
    let mut filled = false;
    let mut either = |old: String, new: &str| match old.is_empty() && !new.is_empty() {
        true => {
            filled = true;
            new.to_owned()
        }
        false => old,
    };
    let alt = either(there.alt, &new.alt);
    let caption = either(there.caption, &new.caption);
    let credit = either(there.credit, &new.credit);
    let licence = either(there.licence, &new.licence);
    let source_type = either(there.source_type, &new.source_type);
    if !filled {
        return Ok(());
    }
    tx.session
        .exec(
            "UPDATE pictures SET alt = $2, caption = $3, credit = $4, licence = $5, source_type = $6 WHERE id = $1",
            (there.id, &alt, &caption, &credit, &licence, &source_type),
        )
        .await?;
    let detail =
        json!({"picture": there.id.to_string(), "form": there.form.word(), "sha256": there.sha256});
    audit::note(tx, by, deed, About::title(title), detail).await
}

/// The picture a file is already, if the library has it and no law has blanked it.
async fn with_hash(session: &mut Session, sha256: &str) -> Result<Option<Kept>> {
    Ok(session
        .opt(
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type, edition
               FROM pictures WHERE sha256 = $1 AND blanked_at IS NULL ORDER BY id LIMIT 1",
            (sha256,),
        )
        .await?)
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
        .opt(
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type, edition
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
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type, edition
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
            "SELECT id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type, edition
               FROM pictures WHERE blanked_at IS NULL AND form = 'picture'
                AND LOWER(alt || ' ' || caption || ' ' || credit) LIKE $1 ESCAPE '!'
              ORDER BY id DESC LIMIT $2",
            (format!("{pattern}%"), limit.min(LIBRARY_MAX)),
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
