//! Pictures and documents: sent as they are, developed by the darkroom within its limits.

use crate::body::{Document, Picture};
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::{self, Problem};
use crate::resources::standing::Paging;
use paper::id::PictureId;
use paper::pictures::{self, Form, Kept, NewPicture};
use paper::rights::Deed;
use paper::{Session, titles};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a PDF begins with (ISO 32000-1 §7.5.2).
const PDF_MAGIC: &[u8] = b"%PDF-";

/// A picture or document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PicturePath {
    /// Its id.
    picture: PictureId,
}

/// What goes with a picture; words left out can be given where it is placed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithPicture {
    /// Key or host of the title whose desk adds it.
    title: String,
    /// Name of the file, for messages.
    #[serde(default)]
    name: String,
    /// What it shows.
    #[serde(default)]
    alt: String,
    /// *Didascalia*.
    #[serde(default)]
    caption: String,
    /// Who made it.
    #[serde(default)]
    credit: String,
    /// On what terms it is used.
    #[serde(default)]
    licence: String,
    /// IPTC digital source type, the last part of its address.
    #[serde(default)]
    source_type: String,
}

/// A picture or document of the library.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Picture")]
pub(crate) struct PictureOut {
    /// Its id: what `file` of a placed picture names.
    id: PictureId,
    /// Picture or document.
    form: Form,
    /// SHA-256 of the stored original, hexadecimal.
    sha256: String,
    /// Media type of the stored original.
    media_type: String,
    /// Width of the stored original, pixels; 0 for a document.
    width: u32,
    /// Height of the stored original, pixels; 0 for a document.
    height: u32,
    /// Size of the stored original, bytes.
    bytes: u64,
    /// What it shows.
    alt: String,
    /// *Didascalia*.
    caption: String,
    /// Who made it.
    credit: String,
    /// On what terms it is used.
    licence: String,
    /// IPTC digital source type.
    source_type: String,
    /// Its files, on every host of the network once an article that shows it is out.
    files: Vec<FileOut>,
}

/// A file of a picture.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FileOut {
    /// Address, from the host on.
    path: String,
    /// Pixels; 0 for a document.
    width: u32,
    /// Pixels; 0 for a document.
    height: u32,
}

async fn out(session: &mut Session, kept: Kept) -> Result<PictureOut, Problem> {
    let files = pictures::renditions(session, kept.id)
        .await?
        .into_iter()
        .map(|(path, width, height)| FileOut {
            path,
            width,
            height,
        })
        .collect();
    Ok(PictureOut {
        id: kept.id,
        form: kept.form,
        sha256: kept.sha256,
        media_type: kept.mime,
        width: kept.width,
        height: kept.height,
        bytes: kept.bytes,
        alt: kept.alt,
        caption: kept.caption,
        credit: kept.credit,
        licence: kept.licence,
        source_type: kept.source_type,
        files,
    })
}

pub(crate) async fn add(
    call: Call,
    input: Input<Nothing, WithPicture, Picture>,
) -> Result<Out<PictureOut>, Problem> {
    keep(call, input.query, input.body.0).await
}

async fn keep(call: Call, with: WithPicture, bytes: Vec<u8>) -> Result<Out<PictureOut>, Problem> {
    let title = call.title_id(&with.title).await?;
    let new = NewPicture {
        name: with.name,
        bytes,
        alt: with.alt,
        caption: with.caption,
        credit: with.credit,
        licence: with.licence,
        source_type: with.source_type,
    };
    let id = pictures::add(&call.paper, call.actor()?, title, new).await?;
    let mut session = call.paper.read().await?;
    let kept = pictures::named(&mut session, &id.to_string()).await?;
    Ok(Out::at(
        out(&mut session, kept).await?,
        format!("/pictures/{id}"),
    ))
}

pub(crate) async fn add_document(
    call: Call,
    input: Input<Nothing, WithPicture, Document>,
) -> Result<Out<PictureOut>, Problem> {
    let bytes = input.body.0;
    if !bytes.starts_with(PDF_MAGIC) {
        return Err(Problem::new(
            problem::FIELD,
            "non è un documento PDF",
            "this is no PDF document",
        )
        .of_field("body", "manda un PDF", "send a PDF"));
    }
    keep(call, input.query, bytes).await
}

/// The library belongs to the network: whoever adds pictures to any of its titles may look into it.
async fn must_see_library(call: &Call, session: &mut Session) -> Result<(), Problem> {
    for title in titles::all(session).await? {
        if call
            .must_see_part(session, Deed::AddPicture, &title)
            .await
            .is_ok()
        {
            return Ok(());
        }
    }
    call.must_see(session, Deed::AddPicture, None, None).await
}

pub(crate) async fn show(
    call: Call,
    input: Input<PicturePath, Nothing, ()>,
) -> Result<Out<PictureOut>, Problem> {
    let mut session = call.paper.read().await?;
    must_see_library(&call, &mut session).await?;
    let kept = pictures::named(&mut session, &input.path.picture.to_string()).await?;
    Ok(out(&mut session, kept).await?.into())
}

pub(crate) async fn list(
    call: Call,
    input: Input<Nothing, Paging, ()>,
) -> Result<Out<Page<PictureOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let before = pages::after(input.query.cursor.as_deref(), PictureId::parse)?;
    let mut session = call.paper.read().await?;
    must_see_library(&call, &mut session).await?;
    let mut items = Vec::new();
    for kept in pictures::library(&mut session, before, limit + 1).await? {
        items.push(out(&mut session, kept).await?);
    }
    Ok(Page::cut(items, limit, |picture: &PictureOut| picture.id.to_string()).into())
}
