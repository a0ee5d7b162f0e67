//! Articles: drafts, revisions, placements and the deeds that change them.
//!
//! An article's visible state is the revision its placements point to, and nothing else. The deeds are one file each:
//! [`drafting`], [`publishing`], [`bringing`], [`withdrawing`], [`scheduling`], [`placing`], [`redacting`], [`translating`].

pub mod bringing;
pub(crate) mod canonical;
pub mod checking;
pub mod content;
pub mod coverage;
pub mod differing;
pub mod drafting;
mod fitting;
pub(crate) mod judging;
pub(crate) mod making;
pub mod merging;
pub mod placing;
pub mod previewing;
pub mod publishing;
pub mod redacting;
pub(crate) mod relating;
pub mod replying;
pub(crate) mod revisions;
pub mod saves;
pub mod scheduling;
pub(crate) mod showing;
pub mod translating;
pub mod withdrawing;

pub use canonical::{canonical, commitment};
pub use revisions::{PAGE_MAX as HISTORY_MAX, Revision, history, revision_numbered};

use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PlacementId, RevisionId, SectionId, TitleId, TranslationsId};
use crate::{Fault, Refusal, Result, Thing};
use jiff::Timestamp;

/// Where an article is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Never published.
    Draft,
    /// Dropped before publication.
    Spiked,
    /// Shown to readers.
    Live,
    /// Taken away, with a notice.
    Withdrawn,
    /// Taken away for all receivers at once.
    Killed,
}

impl Stage {
    /// The word in the record.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Spiked => "spiked",
            Stage::Live => "live",
            Stage::Withdrawn => "withdrawn",
            Stage::Killed => "killed",
        }
    }

    /// Its text was taken away: readers are told so, and no address serves it any more.
    pub fn is_gone(self) -> bool {
        matches!(self, Stage::Withdrawn | Stage::Killed)
    }

    pub(crate) fn parse(word: &str) -> Option<Stage> {
        [
            Stage::Draft,
            Stage::Spiked,
            Stage::Live,
            Stage::Withdrawn,
            Stage::Killed,
        ]
        .into_iter()
        .find(|stage| stage.word() == word)
    }
}

/// An article without its texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// The title it was filed for.
    pub home: TitleId,
    /// Where it is in its life.
    pub stage: Stage,
    /// Why it is held; empty if it is not.
    pub hold: String,
    /// The revision readers see.
    pub revision: Option<RevisionId>,
    /// Revisions published so far.
    pub revisions: u32,
    /// When it first went out.
    pub first_published: Option<Timestamp>,
    /// Last change of substance.
    pub modified: Option<Timestamp>,
    /// The set of its translations.
    pub translations: Option<TranslationsId>,
    /// How often its text was saved, over all its drafts; a save names the count it started from.
    pub saves: u32,
    /// By the right to be forgotten it is on no list and in no search; its page stays, and says to programs not to list it.
    pub deindexed: bool,
}

impl FromRow for Article {
    fn from_row(row: &mut Row) -> Result<Article, Fault> {
        Ok(Article {
            id: row.take()?,
            home: row.take()?,
            stage: Stage::parse(&row.take::<String>()?)
                .ok_or_else(|| Fault::new("an article's state is no word we know"))?,
            hold: row.take()?,
            revision: row.take()?,
            revisions: row.take()?,
            first_published: row.take()?,
            modified: row.take()?,
            translations: row.take()?,
            saves: row.take()?,
            deindexed: row.take()?,
        })
    }
}

/// The article with this id.
pub async fn find(session: &mut Session, id: ArticleId) -> Result<Article> {
    session
        .opt(
            "SELECT id, home_title_id, state, hold, revision_id, revision_count, first_published_at, modified_at, translation_group,
                    saves, deindexed
               FROM articles WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Article, name: id.to_string() }.into())
}

/// An appearance of an article in a title.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacementRow {
    /// Its id.
    pub id: PlacementId,
    /// The article.
    pub article: ArticleId,
    /// The title.
    pub title: TitleId,
    /// The section there.
    pub section: SectionId,
    /// The last part of its address.
    pub slug: String,
    /// Its address, once published.
    pub path: Option<String>,
    /// Its own headline there; empty means the article's.
    pub headline: String,
    /// Readers may comment.
    pub comments: bool,
    /// It is the original, whose address is canonical.
    pub original: bool,
    /// The revision shown.
    pub revision: Option<RevisionId>,
    /// See [`Article::deindexed`].
    pub deindexed: bool,
}

impl FromRow for PlacementRow {
    fn from_row(row: &mut Row) -> Result<PlacementRow, Fault> {
        Ok(PlacementRow {
            id: row.take()?,
            article: row.take()?,
            title: row.take()?,
            section: row.take()?,
            slug: row.take()?,
            path: row.take()?,
            headline: row.take()?,
            comments: row.take()?,
            original: row.take()?,
            revision: row.take()?,
            deindexed: row.take()?,
        })
    }
}

/// Where readers find an article on a title.
///
/// # Errors
/// Refused where it does not stand there, or never came out there.
pub(crate) async fn shown_on(
    tx: &mut crate::paper::Tx,
    title: TitleId,
    article: ArticleId,
) -> Result<PlacementRow> {
    let there = placements(&mut tx.session, article)
        .await?
        .into_iter()
        .find(|placement| placement.title == title)
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Placement,
            name: article.to_string(),
        })?;
    if there.path.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    Ok(there)
}

/// The placements of an article, the original first.
pub async fn placements(session: &mut Session, article: ArticleId) -> Result<Vec<PlacementRow>> {
    Ok(session
        .all(
            "SELECT id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id,
                    (SELECT a.deindexed FROM articles a WHERE a.id = placements.article_id)
               FROM placements WHERE article_id = $1 AND displaced_at IS NULL ORDER BY original DESC, placed_at, id",
            (article,),
        )
        .await?)
}

/// The placement with this id.
pub async fn placement(session: &mut Session, id: PlacementId) -> Result<Option<PlacementRow>> {
    Ok(session
        .opt(
            "SELECT id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id,
                    (SELECT a.deindexed FROM articles a WHERE a.id = placements.article_id)
               FROM placements WHERE id = $1",
            (id,),
        )
        .await?)
}

/// The original placement of an article.
pub(crate) async fn original(session: &mut Session, article: ArticleId) -> Result<PlacementRow> {
    placements(session, article)
        .await?
        .into_iter()
        .find(|placement| placement.original)
        .ok_or_else(|| Fault::new(format!("article {article} has no original placement")).into())
}

/// The headline readers see on a placement: its own, or the article's.
pub async fn headline(session: &mut Session, placement: &PlacementRow) -> Result<String> {
    if !placement.headline.is_empty() {
        return Ok(placement.headline.clone());
    }
    let article = find(session, placement.article).await?;
    let revision = revision_numbered(session, article.id, article.revisions).await?;
    Ok(revision.content.headline)
}
