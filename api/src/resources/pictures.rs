//! Pictures and documents: sent as they are, developed by the darkroom within its limits.

use crate::body::{Document, Json, Picture};
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::{self, Problem};
use jiff::Timestamp;
use paper::articles::content::Class;
use paper::id::{ArticleId, PictureId};
use paper::pictures::{
    self, Filter, Form, Kept, Lack, Manifest, NewPicture, Settle, Standing, Use,
};
use paper::rights::Deed;
use paper::{Session, titles};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

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
    /// SHA-256 of the file it came as, hexadecimal.
    sha256: String,
    /// Media type of the file it came as.
    media_type: String,
    /// Width of the file it came as, pixels; 0 for a document.
    width: u32,
    /// Height of the file it came as, pixels; 0 for a document.
    height: u32,
    /// Size of the file it came as, bytes.
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
    /// Who made it, as the file or the desk says.
    creator: String,
    /// Copyright notice.
    copyright: String,
    /// Where it was taken, in words.
    place: String,
    /// The name of the file it came as.
    file_name: String,
    /// The point that stays in sight when it is cropped, from left and top, per cent; none for its middle.
    focus: Option<Focus>,
    /// When it may not be shown any more, and is taken from readers.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    ends_at: Option<Timestamp>,
    /// The manifest of C2PA it came with; none where it came with none.
    provenance: Option<ProvenanceOut>,
    /// Its files, on every host of the network once an article that shows it is out. They are made when they are first asked
    /// for, or a moment after it came in.
    files: Vec<FileOut>,
}

/// The manifest of C2PA a picture came with. All but `standing`, `checked_at` and `faults` is its own claim.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ProvenanceOut {
    /// `unchecked`, or what came of the check: `known` (as it was signed, by a known signer), `unknown` (as it was signed, by
    /// anybody), `broken`, `unreadable`.
    standing: Standing,
    /// When it was checked.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    checked_at: Option<Timestamp>,
    /// What does not hold, as C2PA's codes.
    faults: Vec<String>,
    /// Name in the certificate that signed.
    signer: String,
    /// Organisation in that certificate.
    organisation: String,
    /// The program or camera that wrote the manifest.
    generator: String,
    /// When it was signed, as a time stamp says; empty without one.
    signed_at: String,
    /// The list of signers leads to the authority of that time stamp.
    stamp_known: bool,
    /// What was done, as C2PA's actions.
    actions: Vec<String>,
    /// IPTC digital source type, the last part of its address.
    digital_source_type: String,
    /// Other files it was made from.
    ingredients: u32,
}

impl ProvenanceOut {
    fn of(manifest: Manifest) -> ProvenanceOut {
        let said = manifest.said.unwrap_or_default();
        ProvenanceOut {
            standing: manifest.standing,
            checked_at: manifest.checked_at,
            faults: said.faults,
            signer: said.signer,
            organisation: said.organisation,
            generator: said.generator,
            signed_at: said.signed_at,
            stamp_known: said.stamp_known,
            actions: said.actions,
            digital_source_type: said.source_type,
            ingredients: said.ingredients,
        }
    }
}

/// A point of a picture.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Focus {
    /// From the left, per cent.
    #[schemars(range(max = 100))]
    x: u32,
    /// From the top, per cent.
    #[schemars(range(max = 100))]
    y: u32,
}

/// What is said of a picture from now on; what is left out stays.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureIn {
    /// Key or host of the title in whose name it is said.
    title: String,
    /// What it shows. Articles that are out keep their own words.
    alt: Option<String>,
    /// *Didascalia*.
    caption: Option<String>,
    /// Who made it.
    creator: Option<String>,
    /// What is printed under it.
    credit: Option<String>,
    /// Copyright notice.
    copyright: Option<String>,
    /// Where it was taken, in words.
    place: Option<String>,
    /// On what terms it is used.
    licence: Option<String>,
    /// IPTC digital source type, the last part of its address.
    source_type: Option<String>,
    /// The point that stays in sight when it is cropped; null for its middle.
    #[serde(default, deserialize_with = "said")]
    #[schemars(with = "Option<Focus>")]
    focus: Option<Option<Focus>>,
    /// When it may not be shown any more; null for never. Wants the right to change articles.
    #[serde(default, deserialize_with = "said")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    ends_at: Option<Option<Timestamp>>,
    /// Must be true where `ends_at` has passed: the picture then leaves every text that shows it at once.
    over: Option<bool>,
}

/// What is said, also if it is null.
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What a list of the library is narrowed to.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Narrowing {
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Things on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
    /// Words it is found by, in this order.
    #[serde(default)]
    q: String,
    /// Pictures or documents alone.
    form: Option<Form>,
    /// What it lacks or nears.
    lack: Option<Lack>,
    /// Key or host of the title it was added for.
    title: Option<String>,
}

/// A place where a picture or document is used.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum UseOut {
    /// An article that is out shows it.
    Article {
        /// The article.
        article: ArticleId,
        /// Its headline.
        headline: String,
    },
    /// A draft has it.
    Draft {
        /// The article.
        article: ArticleId,
    },
    /// A standing page has it.
    Page {
        /// Key of the title.
        title: String,
        /// The page's word in its address.
        slug: String,
    },
    /// A front shows it.
    Front {
        /// Key of the title.
        title: String,
    },
}

/// Where a picture or document is used.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct UsesOut {
    /// The places, at most a hundred of each kind.
    uses: Vec<UseOut>,
}

/// What takes the place of a picture.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplaceIn {
    /// The other picture.
    with: PictureId,
    /// Class of the change: `update`, `correction`, `clarification`, `style`.
    class: Class,
    /// What readers are told.
    #[serde(default)]
    note: String,
}

/// What became of a picture that gave way to another.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReplacedOut {
    /// Articles that show the other now.
    changed: Vec<ArticleId>,
    /// Articles that go on showing it.
    left: Vec<LeftOut>,
}

/// An article that goes on showing a picture.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LeftOut {
    /// The article.
    article: ArticleId,
    /// Why.
    why: String,
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
    let manifest = pictures::manifest(session, kept.id).await?;
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
        creator: kept.creator,
        copyright: kept.copyright,
        place: kept.place,
        file_name: kept.file,
        focus: kept.focus.map(|(x, y)| Focus { x, y }),
        ends_at: kept.ends_at,
        provenance: manifest.map(ProvenanceOut::of),
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

pub(crate) async fn settle(
    call: Call,
    input: Input<PicturePath, Nothing, Json<PictureIn>>,
) -> Result<Out<PictureOut>, Problem> {
    let Json(wanted) = input.body;
    let title = call.title_id(&wanted.title).await?;
    let id = input.path.picture;
    let change = Settle {
        alt: wanted.alt,
        caption: wanted.caption,
        creator: wanted.creator,
        credit: wanted.credit,
        copyright: wanted.copyright,
        place: wanted.place,
        licence: wanted.licence,
        source_type: wanted.source_type,
        focus: wanted
            .focus
            .map(|focus| focus.map(|focus| (focus.x, focus.y))),
        ends_at: wanted.ends_at,
        over: wanted.over.unwrap_or_default(),
    };
    pictures::settle(&call.paper, call.actor()?, title, id, &change).await?;
    let mut session = call.paper.read().await?;
    let kept = pictures::named(&mut session, &id.to_string()).await?;
    Ok(out(&mut session, kept).await?.into())
}

pub(crate) async fn uses(
    call: Call,
    input: Input<PicturePath, Nothing, ()>,
) -> Result<Out<UsesOut>, Problem> {
    let mut session = call.paper.read().await?;
    must_see_library(&call, &mut session).await?;
    let all = titles::all(&mut session).await?;
    let kept = pictures::named(&mut session, &input.path.picture.to_string()).await?;
    let mut uses = Vec::new();
    for one in pictures::uses(&mut session, kept.id).await? {
        let key = |id| {
            let title = all.iter().find(|title| title.id == id);
            title.map(|title| title.key.clone()).unwrap_or_default()
        };
        uses.push(match one {
            Use::Shown {
                article, headline, ..
            } => UseOut::Article { article, headline },
            Use::Draft { article, home, .. } => {
                let title = all.iter().find(|title| title.id == home);
                let sees = match title {
                    Some(title) => call.must_see_part(&mut session, Deed::Save, title).await,
                    None => continue,
                };
                if sees.is_err() {
                    continue;
                }
                UseOut::Draft { article }
            }
            Use::Page { title, slug, .. } => UseOut::Page {
                title: key(title),
                slug,
            },
            Use::Front { title } => UseOut::Front { title: key(title) },
        });
    }
    Ok(UsesOut { uses }.into())
}

pub(crate) async fn replace(
    call: Call,
    input: Input<PicturePath, Nothing, Json<ReplaceIn>>,
) -> Result<Out<ReplacedOut>, Problem> {
    let Json(wanted) = input.body;
    let pair = (input.path.picture, wanted.with);
    let (by, note) = (call.actor()?, &wanted.note);
    let replaced = pictures::replace(&call.paper, by, pair, wanted.class, note).await?;
    let left = replaced.left.into_iter();
    let out = ReplacedOut {
        changed: replaced.changed,
        left: left
            .map(|(article, refusal)| LeftOut {
                article,
                why: refusal.say(call.language.word()),
            })
            .collect(),
    };
    Ok(out.into())
}

pub(crate) async fn list(
    call: Call,
    input: Input<Nothing, Narrowing, ()>,
) -> Result<Out<Page<PictureOut>>, Problem> {
    let asked = input.query;
    let limit = pages::limit(asked.limit)?;
    let before = pages::after(asked.cursor.as_deref(), PictureId::parse)?;
    let title = match &asked.title {
        Some(word) => Some(call.title_id(word).await?),
        None => None,
    };
    let mut session = call.paper.read().await?;
    must_see_library(&call, &mut session).await?;
    let filter = Filter {
        words: asked.q,
        lack: asked.lack,
        title,
        form: asked.form,
    };
    let now = call.paper.now();
    let mut items = Vec::new();
    for kept in pictures::page(&mut session, &filter, before, limit + 1, now).await? {
        items.push(out(&mut session, kept).await?);
    }
    Ok(Page::cut(items, limit, |picture: &PictureOut| picture.id.to_string()).into())
}
