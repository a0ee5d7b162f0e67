//! What comes into the library: looked at, kept as it came, and told from what is there already.

use super::darkroom::{self, Seen};
use super::{BYTES_MAX, Form, Kept, erase_files, kept, making, manifests, renew, write};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{PictureId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, titles};
use markup::Picture;
use serde_json::json;
use sha2::{Digest, Sha256};

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

impl NewPicture {
    /// As it comes in, with the words given; where none were, those the file says of itself.
    fn seen(self, id: PictureId, (title, by): (TitleId, &Actor), seen: Seen, sha256: &str) -> Kept {
        let told = &seen.told;
        let or = |given: String, told: &str| match given.is_empty() {
            true => told.to_owned(),
            false => given,
        };
        Kept {
            id,
            form: seen.form,
            sha256: sha256.to_owned(),
            mime: seen.mime.to_owned(),
            width: seen.width,
            height: seen.height,
            bytes: seen.bytes,
            alt: or(self.alt, &told.alt),
            caption: or(self.caption, &told.caption),
            credit: or(self.credit, &told.credit_line()),
            licence: or(self.licence, &told.terms_line()),
            source_type: or(self.source_type, &told.source_type),
            edition: 0,
            creator: told.creator.clone(),
            copyright: told.copyright.clone(),
            place: told.place.clone(),
            file: self.name,
            title: Some(title),
            tint: seen.tint,
            focus: None,
            ends_at: None,
            added_by: by.name().to_owned(),
        }
    }
}

impl NewPicture {
    /// A file that comes in, with an article that shows it so or by itself. The library takes what the article says of it but
    /// for the caption, which tells the article's own story.
    pub fn coming(name: String, bytes: Vec<u8>, shown: Option<&Picture>) -> NewPicture {
        let said = shown.cloned().unwrap_or_default();
        NewPicture {
            name,
            bytes,
            alt: said.alt,
            credit: said.credit,
            licence: said.licence,
            source_type: said.source_type,
            ..NewPicture::default()
        }
    }
}

/// Says whether the bytes of a file are a picture or document the library takes, without taking it in.
///
/// # Errors
/// As [`add`]: what is no picture, too large, or damaged.
pub fn readable(name: &str, bytes: &[u8]) -> std::result::Result<(), Refusal> {
    darkroom::look(name, bytes).map(drop)
}

/// Whether the library has a picture or document of these very bytes.
pub async fn is_there(session: &mut Session, bytes: &[u8]) -> Result<bool> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    Ok(with_hash(session, &sha256).await?.is_some())
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
        let manifest = seen.manifest;
        let coming = new
            .clone()
            .seen(PictureId::draw(paper)?, (title, by), seen, &sha256);
        making::stored(paper, &coming, bytes).await?;
        kept = Some((coming, manifest));
    }

    let mut tx = paper.begin().await?;
    by.may(&mut tx, deed, Some(title), None).await?;
    titles::by_id(&mut tx.session, title).await?;
    // Asked again where nobody else writes: the same file may have come twice at once, or been blanked meanwhile.
    match (with_hash(&mut tx.session, &sha256).await?, kept) {
        (Some(there), kept) => {
            let id = there.id;
            fill_in(&mut tx, by, title, there, &new, deed).await?;
            if let Some((second, _)) = kept {
                erase_files(paper.media(), second.id)?;
            }
            Ok((tx, id))
        }
        (None, Some((kept, manifest))) => {
            insert(&mut tx, by, title, &kept, deed).await?;
            if manifest {
                manifests::found(&mut tx, kept.id).await?;
            }
            Ok((tx, kept.id))
        }
        (None, None) => Err(Fault::new("a picture was taken away while it was added again").into()),
    }
}

async fn insert(tx: &mut Tx, by: &Actor, title: TitleId, kept: &Kept, deed: Deed) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO pictures (id, form, sha256, mime, width, height, bytes, alt, caption, credit, licence, source_type,
                                   edition, title_id, created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', '', '', '', 0, $8, $9, $10)",
            (
                kept.id,
                kept.form.word(),
                &kept.sha256,
                &kept.mime,
                kept.width,
                kept.height,
                i64::try_from(kept.bytes).unwrap_or(i64::MAX),
                kept.title,
                tx.now,
                &kept.added_by,
            ),
        )
        .await?;
    write(tx, kept).await?;
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
    let mut words = there.clone();
    for (into, given) in [
        (&mut words.alt, &new.alt),
        (&mut words.caption, &new.caption),
        (&mut words.credit, &new.credit),
        (&mut words.licence, &new.licence),
        (&mut words.source_type, &new.source_type),
    ] {
        if into.is_empty() {
            into.clone_from(given);
        }
    }
    if !renew(tx, &there, words).await? {
        return Ok(());
    }
    let detail =
        json!({"picture": there.id.to_string(), "form": there.form.word(), "sha256": there.sha256});
    audit::note(tx, by, deed, About::title(title), detail).await
}

/// The picture a file is already, if the library has it and no law has blanked it.
async fn with_hash(session: &mut Session, sha256: &str) -> Result<Option<Kept>> {
    Ok(session
        .opt(
            kept!("WHERE p.sha256 = $1 AND p.blanked_at IS NULL ORDER BY p.id LIMIT 1"),
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
