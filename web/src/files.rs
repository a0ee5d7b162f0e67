//! Pictures, documents and theme files.

use crate::answer::{self, Filed};
use crate::cache::dictionary;
use crate::ranges::Part;
use crate::request::Asked;
use crate::routes::Site;
use axum::body::Body;
use axum::response::Response;
use paper::pictures::{self, Found};
use paper::reading::title;
use std::io::{self, SeekFrom};
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

/// Bytes of a file in memory at once, for each reader of it.
const PIECE_BYTES: usize = 64 * 1024;

/// A file under `/media/{id}/{name}`, if readers may see its picture; made now, if nobody asked for it before.
pub(crate) async fn media(
    site: &Site,
    asked: &Asked,
    id: &str,
    name: &str,
) -> Result<Option<Response>, paper::Error> {
    let mut session = site.paper.read().await?;
    let wanted = match pictures::public_file(&mut session, id, name).await? {
        Some(Found::File(wanted)) => wanted,
        Some(Found::Moved(to)) => return Ok(Some(answer::moved(&to))),
        None => return Ok(None),
    };
    // Nobody waits for a picture with a connection to the record in hand.
    drop(session);
    let filed = || answer::file(&wanted.media_type, name);
    if Filed::known(asked, name) {
        return Ok(Some(filed().unchanged()));
    }
    let path = site.paper.media().join(&wanted.path);
    let mut response = sent(asked, filed(), name, &path).await;
    if matches!(&response, Err(error) if error.kind() == io::ErrorKind::NotFound) {
        response = match pictures::make(&site.paper, &wanted).await {
            Ok(()) => sent(asked, filed(), name, &path).await,
            Err(error) => Err(io::Error::other(error.to_string())),
        };
    }
    match response {
        Ok(response) => Ok(Some(response)),
        Err(error) => {
            tracing::error!(
                "A picture the record names cannot be read: {}: {error}",
                path.display()
            );
            Ok(None)
        }
    }
}

/// The file, or the part of it that is wanted.
async fn sent(asked: &Asked, filed: Filed, name: &str, path: &Path) -> io::Result<Response> {
    let length = tokio::fs::metadata(path).await?.len();
    if asked.head {
        return Ok(filed.sent(length, Body::empty()));
    }
    let part = Part::wanted(asked, &answer::tag_of(name), length);
    if part == Part::Beyond {
        return Ok(filed.beyond(length));
    }
    let mut file = tokio::fs::File::open(path).await?;
    let Part::Between { first, last } = part else {
        return Ok(filed.sent(length, streamed(file, length)));
    };
    file.seek(SeekFrom::Start(first)).await?;
    let body = streamed(file, last - first + 1);
    Ok(filed.in_part(first, last, length, body))
}

/// Piece by piece, and never more than was announced.
fn streamed(file: tokio::fs::File, length: u64) -> Body {
    Body::from_stream(ReaderStream::with_capacity(file.take(length), PIECE_BYTES))
}

/// A stylesheet, icon or dictionary under `/theme/`.
pub(crate) async fn theme(site: &Site, asked: &Asked) -> Result<Option<Response>, paper::Error> {
    if let Some(name) = asked.path.strip_prefix(dictionary::FOLDER) {
        return shell(site, asked, name).await;
    }
    let asset = site.press.asset(&asked.path);
    Ok(asset.map(|(bytes, media_type)| answer::asset(asked, media_type, bytes)))
}

/// The dictionary of a title's pages, if it is still the one of this name.
async fn shell(site: &Site, asked: &Asked, name: &str) -> Result<Option<Response>, paper::Error> {
    let mut session = site.paper.read().await?;
    let Some(title) = title::by_host(&mut session, &asked.host).await? else {
        return Ok(None);
    };
    let facts = title::facts(&mut session, &title, &site.reach).await?;
    let dictionary = dictionary::of(site, asked, &facts).filter(|one| one.name() == name);
    Ok(dictionary.map(|one| answer::dictionary(asked, &one)))
}
