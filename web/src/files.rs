//! Pictures, documents and theme files.

use crate::answer::{self, Filed};
use crate::request::Asked;
use crate::routes::Site;
use axum::body::Body;
use axum::response::Response;
use paper::pictures;
use tokio::io::AsyncReadExt;
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
    let measured = match tokio::fs::metadata(&path).await {
        Ok(metadata) if asked.head => Ok((metadata.len(), Body::empty())),
        Ok(metadata) => tokio::fs::File::open(&path)
            .await
            .map(|file| (metadata.len(), streamed(file, metadata.len()))),
        Err(error) => Err(error),
    };
    match measured {
        Ok((length, body)) => Ok(Some(filed.sent(length, body))),
        Err(error) => {
            tracing::error!(
                "A picture the record names cannot be read: {}: {error}",
                path.display()
            );
            Ok(None)
        }
    }
}

/// Piece by piece, and never more than was announced.
fn streamed(file: tokio::fs::File, length: u64) -> Body {
    Body::from_stream(ReaderStream::with_capacity(file.take(length), PIECE_BYTES))
}

/// A stylesheet or icon under `/theme/`.
pub(crate) fn theme(site: &Site, asked: &Asked) -> Option<Response> {
    let (bytes, media_type) = site.press.asset(&asked.path)?;
    Some(answer::asset(asked, media_type, bytes))
}
