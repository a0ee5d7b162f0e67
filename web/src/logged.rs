//! What programs and careful readers get: the log, and of a text its data, its canonical bytes and its proof.

use crate::answer::{self, Document};
use crate::cache;
use crate::request::Asked;
use crate::routes::{Failure, Room, Site};
use axum::response::Response;
use http::StatusCode;
use paper::articles::{self, Article, PlacementRow, Revision};
use paper::changes::Traces;
use paper::figures::Page;
use paper::id::PictureId;
use paper::log::{self, Entry};
use paper::pictures::{self, Standing};
use paper::reading::title;
use serde_json::{Value, json};
use tlog::Tile;

/// The media type of a checkpoint and of a proof.
const TEXT: &str = "text/plain; charset=utf-8";
/// The media type of tiles and bundles.
const BYTES: &str = "application/octet-stream";

/// A file under `/log`: a checkpoint or a tile, of the log as it is or of one that broke off before it. `None` where there is
/// no such file, and on a host of nobody.
///
/// No connection to the record is held meanwhile, since bringing the log up to date wants one itself.
pub(crate) async fn file(
    site: &Site,
    asked: &Asked,
    parts: &[&str],
) -> Result<Option<Response>, Failure> {
    let Some(keeper) = site.paper.log() else {
        return Ok(None);
    };
    let (epoch, rest) = match parts {
        [epoch, rest @ ..] if numbered(epoch).is_some() => (numbered(epoch), rest),
        rest => (None, rest),
    };
    if parts == ["key"] {
        return keys(site, asked).await;
    }
    let tile = match rest {
        ["checkpoint"] => None,
        ["tile", rest @ ..] => match Tile::parse(&rest.join("/")) {
            Some(tile) => Some(tile),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let mut session = site.paper.read().await?;
    let ours = title::by_host(&mut session, &asked.host).await?.is_some();
    drop(session);
    if !ours {
        return Ok(None);
    }
    if let Some(tile) = tile {
        let bytes = keeper.tile(epoch.unwrap_or(1), tile).await?;
        return Ok(bytes.map(|bytes| answer::unchanging(asked, BYTES, bytes)));
    }
    keeper.catch_up(&site.paper).await?;
    let text = keeper.checkpoint(epoch)?;
    Ok(text.map(|text| document(site, asked, text)))
}

/// The keys the log is signed with, a line each, the newest first; and a line for each entry that says after which log it
/// began again.
async fn keys(site: &Site, asked: &Asked) -> Result<Option<Response>, Failure> {
    let mut session = site.paper.read().await?;
    if title::by_host(&mut session, &asked.host).await?.is_none() {
        return Ok(None);
    }
    let text = log::key_file(&mut session).await?;
    Ok(text.map(|text| document(site, asked, text)))
}

/// The number of a log that is not the first.
fn numbered(word: &str) -> Option<u32> {
    let number: u32 = word.parse().ok()?;
    (number > 1 && number.to_string() == word).then_some(number)
}

/// The page of the log.
pub(crate) async fn page(room: &mut Room<'_>) -> Result<Response, Failure> {
    room.shows(Page::Other);
    let number = room.number("page")?;
    // Whatever readers see of any text has its entry here.
    room.bears(Traces::default(), cache::PAGE);
    room.terms.bears_any = true;
    let facts = paper::reading::log::page(&mut room.session, number, &room.site.reach).await?;
    let html = room.site.press.log(&room.facts, &facts)?;
    Ok(answer::page(room.asked, StatusCode::OK, html))
}

fn document(site: &Site, asked: &Asked, text: String) -> Response {
    let document = Document {
        media_type: TEXT,
        text,
        changed: None,
        now: site.paper.now(),
        links: "",
    };
    answer::document(asked, document)
}

/// An entry whose proof is wanted. The answer bears it until nothing is held any more that bringing the log up to date needs.
#[derive(Clone)]
struct Wanted(Entry);

/// The answer; where a proof is wanted, that.
pub(crate) async fn proven(
    site: &Site,
    asked: &Asked,
    response: Response,
) -> Result<Response, Failure> {
    let Some(Wanted(entry)) = response.extensions().get::<Wanted>().cloned() else {
        return Ok(response);
    };
    Ok(match log::proof(&site.paper, entry).await? {
        Some(text) => document(site, asked, text),
        None => answer::unavailable(),
    })
}

impl Room<'_> {
    /// The revision that is asked for, as far as it may be read.
    async fn revision(&mut self, placement: &PlacementRow) -> Result<(Article, Revision), Failure> {
        let article = articles::find(&mut self.session, placement.article).await?;
        let number = match self.asked.parameter("revision") {
            Some(_) => self.number("revision")?,
            None => article.revisions,
        };
        let mut revision =
            articles::revision_numbered(&mut self.session, article.id, number).await?;
        if article.stage.is_gone() {
            revision.content = revision.content.without_text();
        }
        Ok((article, revision))
    }

    /// A revision in its canonical form, with its commitment and its entry in the log.
    pub(crate) async fn data(&mut self, placement: &PlacementRow) -> Result<Response, Failure> {
        let (article, revision) = self.revision(placement).await?;
        let number = revision.number;
        let entry = log::entry_of(&mut self.session, article.id, number).await?;
        let canonical = articles::canonical(&revision.content)?;
        let manifests = self.manifests(&article, &revision).await?;
        let pictures = match manifests.is_empty() {
            true => String::new(),
            false => format!("\"provenance\":{},", Value::from(manifests)),
        };
        let document = format!(
            "{{\"commitment\":\"{}\",\"editor\":{},\"log\":{},{pictures}\"revision\":{canonical}}}",
            revision.commitment,
            Value::from(revision.editor),
            entry.map_or(Value::Null, |entry| told(entry, placement, number)),
        );
        Ok(answer::json(self.asked, status_of(&article), document))
    }

    /// Of each picture a revision shows that came with a manifest of C2PA, how that stands and what it claims. It is no part of
    /// the revision: it may be checked later, or anew.
    async fn manifests(
        &mut self,
        article: &Article,
        revision: &Revision,
    ) -> Result<Vec<Value>, Failure> {
        let mut told = Vec::new();
        if article.stage.is_gone() {
            return Ok(told);
        }
        for named in &revision.content.pictures {
            let Some(id) = PictureId::parse(&named.id) else {
                continue;
            };
            let Some(manifest) = pictures::manifest(&mut self.session, id).await? else {
                continue;
            };
            told.push(provenance(id, &manifest));
        }
        Ok(told)
    }

    /// The very bytes a revision is hashed over.
    pub(crate) async fn canonical(
        &mut self,
        placement: &PlacementRow,
    ) -> Result<Response, Failure> {
        let (article, revision) = self.revision(placement).await?;
        let canonical = articles::canonical(&revision.content)?;
        Ok(answer::json(self.asked, status_of(&article), canonical))
    }

    /// The proof that a revision is in the log, to be kept; [`proven`] makes it.
    pub(crate) async fn proof(&mut self, placement: &PlacementRow) -> Result<Response, Failure> {
        let (article, revision) = self.revision(placement).await?;
        let number = revision.number;
        let entry = log::entry_of(&mut self.session, article.id, number).await?;
        let mut response = answer::json(self.asked, StatusCode::OK, String::new());
        let entry = entry.ok_or_else(|| self.unknown())?;
        response.extensions_mut().insert(Wanted(entry));
        Ok(response)
    }
}

/// What opens the commitments of an entry, and where the proof of it is.
fn told(entry: Entry, placement: &PlacementRow, number: u32) -> Value {
    let opening = entry.opening;
    let path = placement.path.as_deref().unwrap_or_default();
    json!({
        "index": entry.index,
        "entry": opening.entry,
        "salt": opening.salt,
        "addresses": opening.addresses,
        "address_salt": opening.address_salt,
        "proof": format!("{path}.tlog-proof?revision={number}"),
    })
}

/// A manifest as programs read it: what was checked, and what is only claimed.
fn provenance(id: PictureId, manifest: &pictures::Manifest) -> Value {
    let mut told = json!({"picture": id.to_string(), "standard": "C2PA", "standing": manifest.standing.word()});
    if manifest.standing == Standing::Unchecked {
        return told;
    }
    told["checked_at"] = json!(manifest.checked_at);
    if let Some(said) = &manifest.said {
        told["faults"] = json!(said.faults);
        told["claims"] = json!({
            "signer": said.signer,
            "organisation": said.organisation,
            "generator": said.generator,
            "signed_at": said.signed_at,
            "stamp_known": said.stamp_known,
            "actions": said.actions,
            "digital_source_type": said.source_type,
            "ingredients": said.ingredients,
        });
    }
    told
}

fn status_of(article: &Article) -> StatusCode {
    match article.stage {
        articles::Stage::Killed => StatusCode::GONE,
        _ => StatusCode::OK,
    }
}
