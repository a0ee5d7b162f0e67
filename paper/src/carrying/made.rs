//! What is made again of the rows that come in, as the deeds that made it first did.

use super::Stop;
use super::Wrong;
use super::chain::Chain;
use super::row::Row;
use crate::articles::content::{Content, State};
use crate::articles::{making, showing};
use crate::comments::sending;
use crate::db::many::{Many, many};
use crate::db::{Session, Value};
use crate::id::{PictureId, TitleId};
use crate::reading::cards::StoredCard;
use crate::secrets::Secret;
use crate::{Result, articles, pictures};
use markup::Body;
use std::collections::BTreeMap;

/// Pictures whose hashes are kept in memory.
const PICTURES_KEPT: usize = 10_000;

const CREDITS: Many = many!(
    "INSERT INTO credits (placement_id, name, title_id, first_published_at) VALUES ",
    4,
    " ON CONFLICT (placement_id, name) DO NOTHING"
);
const BANDS: Many = many!(
    "INSERT INTO bands (band, article_id, title_id, at) VALUES ",
    4,
    " ON CONFLICT (band, article_id) DO NOTHING"
);

/// What waits to be written.
#[derive(Default)]
pub(super) struct Made {
    credits: Vec<Vec<Value>>,
    bands: Vec<Vec<Value>>,
    shown: Vec<Vec<Value>>,
    hashes: BTreeMap<PictureId, String>,
}

impl Made {
    /// Which pictures a revision shows; each must be the one its hash names.
    pub(super) async fn of_revision(
        &mut self,
        session: &mut Session,
        row: &Row,
        content: &Content,
    ) -> Result<(), Stop> {
        for named in &content.pictures {
            let id = making::picture_id(named)?;
            if self.hash(session, id).await? != Some(&named.sha256) {
                return Err(Wrong::new(
                    format!("l’immagine {id} non è quella della revisione"),
                    format!("the picture {id} is not the revision’s"),
                )
                .into());
            }
            let revision = row.bytes("id").unwrap_or_default().to_vec();
            self.shown.push(vec![revision.into(), id.into()]);
        }
        Ok(())
    }

    async fn hash(&mut self, session: &mut Session, id: PictureId) -> Result<Option<&String>> {
        if !self.hashes.contains_key(&id) {
            let row: Option<(String,)> = session
                .opt("SELECT sha256 FROM pictures WHERE id = $1", (id,))
                .await?;
            if self.hashes.len() >= PICTURES_KEPT {
                self.hashes.clear();
            }
            self.hashes.extend(row.map(|(hash,)| (id, hash)));
        }
        Ok(self.hashes.get(&id))
    }

    /// The card lists show of a placement, and who is credited on it.
    pub(super) fn of_placement(&mut self, row: &mut Row, chain: &Chain) -> Result<()> {
        let (Some(content), Some(_)) = (chain.newest(), row.bytes("revision_id")) else {
            return Ok(());
        };
        let told = match content.state {
            State::Live => content.clone(),
            State::Withdrawn | State::Killed => content.without_text(),
        };
        let card = StoredCard::of(&told, row.text("headline"), chain.is_corrected());
        let (id, title) = (row.bytes("id"), row.bytes("title_id"));
        for credit in &content.byline {
            self.credits.push(vec![
                id.unwrap_or_default().into(),
                (&credit.name).into(),
                title.unwrap_or_default().into(),
                content.first_published.into(),
            ]);
        }
        row.set("card", serde_json::to_string(&card)?.into());
        Ok(())
    }

    /// By what the text is recognised elsewhere.
    pub(super) fn of_article(&mut self, id: &[u8], chain: &Chain) {
        let Some(content) = chain.newest() else {
            return;
        };
        for mark in showing::marks(content) {
            let at = content.first_published.into();
            self.bands
                .push(vec![mark.into(), id.into(), chain.home().into(), at]);
        }
    }

    /// Writes what waits.
    pub(super) async fn write(&mut self, session: &mut Session) -> Result<()> {
        let shown = std::mem::take(&mut self.shown);
        let show = &articles::revisions::SHOW_PICTURES;
        session.write_many(show, shown).await?;
        session
            .write_many(&CREDITS, std::mem::take(&mut self.credits))
            .await?;
        session
            .write_many(&BANDS, std::mem::take(&mut self.bands))
            .await?;
        Ok(())
    }
}

/// By what a reader who gave an e-mail address is known again, by this network's secret.
pub(super) fn of_reader(row: &mut Row, secret: &Secret) -> Result<()> {
    let email = row.text("email").to_owned();
    if email.is_empty() {
        return Ok(());
    }
    let hash = sending::email_hash(secret, &email)?.0;
    row.set("email_hash", hash.into());
    let hash = sending::name_hash(secret, row.text("name"))?.0;
    row.set("name_hash", hash.into());
    Ok(())
}

/// What a search of the library looks through.
pub(super) fn of_picture(row: &mut Row) {
    let said = pictures::SEARCHED.map(|column| row.text(column));
    let words = pictures::words_of(said);
    row.set("words", words.into());
}

/// Which pictures standing pages show: readers may fetch them while they do.
pub(super) async fn of_pages(session: &mut Session) -> Result<()> {
    let pages: Vec<(TitleId, String)> = session
        .all("SELECT title_id, slug FROM pages ORDER BY title_id", ())
        .await?;
    for (title, slug) in pages {
        let (body,): (String,) = session
            .one(
                "SELECT body FROM pages WHERE title_id = $1 AND slug = $2",
                (title, &slug),
            )
            .await?;
        let body: Body = serde_json::from_str(&body)?;
        let named = pictures::named_by(None, &body);
        for picture in named.iter().filter_map(|word| PictureId::parse(word)) {
            session
                .exec(
                    "INSERT INTO page_pictures (title_id, slug, picture_id)
                     SELECT g.title_id, g.slug, p.id FROM pages g, pictures p
                      WHERE g.title_id = $1 AND g.slug = $2 AND p.id = $3 AND p.blanked_at IS NULL
                     ON CONFLICT (title_id, slug, picture_id) DO NOTHING",
                    (title, &slug, picture),
                )
                .await?;
        }
    }
    Ok(())
}
