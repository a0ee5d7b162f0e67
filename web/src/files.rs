//! Pictures, documents and theme files.

use crate::answer;
use crate::request::Asked;
use crate::routes::Site;
use axum::body::Body;
use axum::response::Response;
use paper::pictures;
use tokio::io::AsyncReadExt;

/// Largest file read into memory at once, bytes. Renditions are far smaller; documents have this limit too.
const FILE_BYTES_MAX: u64 = 40 * 1024 * 1024;

/// A rendition under `/media/{id}/{name}`, if a public revision shows it.
pub(crate) async fn media(
    site: &Site,
    id: &str,
    name: &str,
) -> Result<Option<Response>, paper::Error> {
    let mut session = site.paper.read().await?;
    let Some((relative, media_type)) = pictures::public_file(&mut session, id, name).await? else {
        return Ok(None);
    };
    drop(session);
    let path = site.paper.media().join(relative);
    let opened = tokio::fs::File::open(&path).await;
    let Ok(mut file) = opened else {
        tracing::error!(
            "A picture the record names is not there: {}",
            path.display()
        );
        return Ok(None);
    };
    let length = file
        .metadata()
        .await
        .map(|metadata| metadata.len())
        .unwrap_or(u64::MAX);
    if length > FILE_BYTES_MAX {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    if let Err(error) = file.read_to_end(&mut bytes).await {
        tracing::error!("A picture cannot be read: {}: {error}", path.display());
        return Ok(None);
    }
    Ok(Some(answer::file(
        &media_type,
        bytes.len() as u64,
        Body::from(bytes),
    )))
}

/// A stylesheet or icon under `/theme/`.
pub(crate) fn theme(site: &Site, asked: &Asked) -> Option<Response> {
    let (bytes, media_type) = site.press.asset(&asked.path)?;
    Some(answer::asset(asked, media_type, bytes))
}
