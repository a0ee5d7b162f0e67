//! Pictures, documents and theme files.

use crate::answer::{self, Filed};
use crate::cache::dictionary;
use crate::ranges::Part;
use crate::request::Asked;
use crate::routes::Site;
use axum::body::Body;
use axum::response::Response;
use paper::pictures;
use paper::reading::title;
use std::io::{self, SeekFrom};
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

/// Bytes of a file in memory at once, for each reader of it.
const PIECE_BYTES: usize = 64 * 1024;

/// A rendition under `/media/{id}/{name}`, if a public revision shows it.
pub(crate) async fn media(
    site: &Site,
    asked: &Asked,
    id: &str,
    name: &str,
) -> Result<Option<Response>, paper::Error> {
    let mut session = site.paper.read().await?;
    let Some((relative, media_type)) = pictures::public_file(&mut session, id, name).await? else {
        return Ok(None);
    };
    drop(session);
    let filed = answer::file(&media_type, name);
    if Filed::known(asked, name) {
        return Ok(Some(filed.unchanged()));
    }
    let path = site.paper.media().join(relative);
    match sent(asked, filed, name, &path).await {
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
