//! The pictures both newspapers share.

use super::About;
use super::cast::Cast;
use super::content::{self, Network};
use super::retelling::Retelling;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use markup::Picture;
use paper::id::PictureId;
use paper::pictures::{self, NewPicture};
use paper::{Fault, Paper, Result};
use std::collections::BTreeMap;
use tokio::task::JoinHandle;

/// The pictures of the demo, by the path articles name them by. Developing them takes longest of the whole demo, so it
/// goes on beside the story, which waits only for the pictures of the article at hand.
pub(super) struct Library {
    ready: BTreeMap<String, PictureId>,
    coming: BTreeMap<String, JoinHandle<Result<PictureId>>>,
}

impl Library {
    /// Begins to add each picture once, for the title that shows it first, those shown first first.
    pub(super) fn open(paper: &Paper, network: &Network, cast: &Cast) -> Result<Library> {
        let mut wanted: Vec<(Timestamp, String, &str, Option<Picture>)> = Vec::new();
        for folder in &network.titles {
            for article in &folder.articles {
                let file = Retelling::of(&article.key, &article.text).file(&TimeZone::UTC)?;
                let first = file.published.unwrap_or_default();
                wanted.extend(file.pictures.iter().map(|path| {
                    let shown = file.shown(path).cloned();
                    (first, path.clone(), folder.title.key.as_str(), shown)
                }));
            }
        }
        wanted.sort_by(|one, other| (&one.0, &one.1, one.2).cmp(&(&other.0, &other.1, other.2)));
        let mut coming = BTreeMap::new();
        for (_, path, key, shown) in wanted {
            if coming.contains_key(&path) {
                continue;
            }
            let (paper, title, by) = (
                paper.clone(),
                cast.title(key)?,
                cast.desk_of(key, &[])?.clone(),
            );
            let bytes = content::picture(&path)?;
            let new = NewPicture::coming(path.clone(), bytes, shown.as_ref());
            coming.insert(
                path,
                tokio::spawn(async move { pictures::add(&paper, &by, title, new).await }),
            );
        }
        Ok(Library {
            ready: BTreeMap::new(),
            coming,
        })
    }

    /// The id of a picture, waiting for it if it is still being developed.
    pub(super) async fn id_of(&mut self, path: &str) -> Result<PictureId> {
        if let Some(coming) = self.coming.remove(path) {
            let id = coming.await.about(path)?.about(path)?;
            self.ready.insert(path.to_owned(), id);
        }
        let id = self.ready.get(path).copied();
        Ok(id.ok_or_else(|| Fault::new(format!("there is no picture {path}")))?)
    }
}
