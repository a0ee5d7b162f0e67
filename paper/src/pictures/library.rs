//! The library: what is found in it, where a picture is used, and what is said of it.

use super::{Form, Kept, find, renew};
use crate::actor::Actor;
use crate::articles;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{ArticleId, PictureId, TitleId};
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Error, Paper, Refusal, Result, Thing};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Pictures listed at once, at most.
const PAGE_MAX: u32 = 101;
/// Places where a picture is used that are named, of each kind.
const USES_MAX: u32 = 100;
/// Days before the end of its terms from which a picture is listed as ending.
pub const ENDING_DAYS: i64 = 30;

words! {
    /// What a picture lacks or nears.
    Lack {
        /// Nothing says what it shows.
        Alt = "alt",
        /// Nothing says who made it.
        Credit = "credit",
        /// Its terms end soon, or have ended.
        Terms = "terms",
        /// Nothing readers see has it.
        Use = "use",
    }
}

/// What a list of the library is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words all of which it is found by; empty for any.
    pub words: String,
    /// What it lacks.
    pub lack: Option<Lack>,
    /// The title it was added for.
    pub title: Option<TitleId>,
    /// Pictures or documents alone.
    pub form: Option<Form>,
}

/// Pictures and documents of the library before an id that fit, the newest first.
pub async fn page(
    session: &mut Session,
    filter: &Filter,
    before: Option<PictureId>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Kept>> {
    let lacks = |lack: Lack| filter.lack == Some(lack);
    Ok(session
        .all(
            super::kept!(
                "WHERE p.blanked_at IS NULL AND p.id < $1 AND p.words LIKE $2 ESCAPE '!'
                   AND ($3 = '' OR p.form = $3) AND ($4 = 0 OR p.title_id = $5)
                   AND ($6 = 0 OR (p.alt = '' AND p.form = 'picture')) AND ($7 = 0 OR (p.credit = '' AND p.form = 'picture'))
                   AND ($8 = 0 OR p.ends_at < $9)
                   AND ($10 = 0 OR (NOT EXISTS (SELECT 1 FROM revision_pictures s WHERE s.picture_id = p.id)
                                AND NOT EXISTS (SELECT 1 FROM page_pictures s WHERE s.picture_id = p.id)
                                AND NOT EXISTS (SELECT 1 FROM pins s WHERE s.picture_id = p.id)))
                 ORDER BY p.id DESC LIMIT $11"
            ),
            (
                before.unwrap_or_else(PictureId::last),
                pattern(&filter.words),
                filter.form.map_or("", |form| form.word()),
                filter.title.is_some(),
                filter.title,
                lacks(Lack::Alt),
                lacks(Lack::Credit),
                lacks(Lack::Terms),
                ending(now),
                lacks(Lack::Use),
                limit.min(PAGE_MAX),
            ),
        )
        .await?)
}

/// How many pictures lack what a newspaper must say of them, or near the end of their terms.
pub async fn lacking(session: &mut Session, now: Timestamp) -> Result<Vec<(Lack, u32)>> {
    let (alt, credit, terms): (u32, u32, u32) = session
        .one(
            "SELECT CAST(COALESCE(SUM(CASE WHEN alt = '' THEN 1 ELSE 0 END), 0) AS BIGINT),
                    CAST(COALESCE(SUM(CASE WHEN credit = '' THEN 1 ELSE 0 END), 0) AS BIGINT),
                    CAST(COALESCE(SUM(CASE WHEN ends_at < $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
               FROM pictures WHERE blanked_at IS NULL AND form = 'picture'",
            (ending(now),),
        )
        .await?;
    Ok(vec![
        (Lack::Alt, alt),
        (Lack::Credit, credit),
        (Lack::Terms, terms),
    ])
}

fn ending(now: Timestamp) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(24 * ENDING_DAYS))
        .unwrap_or(Timestamp::MAX)
}

/// Words as a pattern that finds them in their order, wherever they stand.
fn pattern(asked: &str) -> String {
    let mut pattern = String::from("%");
    for word in words::folded(asked).split_whitespace() {
        let plain = word
            .replace('!', "!!")
            .replace('%', "!%")
            .replace('_', "!_");
        pattern.push_str(&plain);
        pattern.push('%');
    }
    pattern
}

/// What a search of the library looks through, by the names of the columns.
pub(crate) const SEARCHED: [&str; 6] = ["alt", "caption", "creator", "credit", "place", "file"];

/// Those, folded; in the order of [`SEARCHED`].
pub(crate) fn words_of(said: [&str; SEARCHED.len()]) -> String {
    words::folded(&said.join(" "))
}

impl Kept {
    /// What is said of it, in the order of [`SEARCHED`].
    pub(super) fn searched(&self) -> [&str; SEARCHED.len()] {
        [
            &self.alt,
            &self.caption,
            &self.creator,
            &self.credit,
            &self.place,
            &self.file,
        ]
    }
}

/// A place where a picture or document is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// An article that is out shows it.
    Shown {
        /// The article.
        article: ArticleId,
        /// Its first title.
        home: TitleId,
        /// Its headline.
        headline: String,
    },
    /// A draft has it; who may know of it is the asker's to see to.
    Draft {
        /// The article.
        article: ArticleId,
        /// Its first title.
        home: TitleId,
        /// The draft's headline.
        headline: String,
    },
    /// A standing page has it.
    Page {
        /// The page's title.
        title: TitleId,
        /// The page's word in its address.
        slug: String,
        /// The page's name.
        name: String,
    },
    /// A front shows it over an article.
    Front {
        /// The front's title.
        title: TitleId,
    },
}

/// Where a picture or document is used now, at most so many places of each kind.
pub async fn uses(session: &mut Session, id: PictureId) -> Result<Vec<Use>> {
    let mut uses = Vec::new();
    for (article, home) in shown(session, id).await? {
        let placement = articles::original(session, article).await?;
        let headline = articles::headline(session, &placement).await?;
        uses.push(Use::Shown {
            article,
            home,
            headline,
        });
    }
    // The id stands in the draft's text as it stands in an address.
    let drafts: Vec<(ArticleId, TitleId, String)> = session
        .all(
            "SELECT d.article_id, a.home_title_id, d.copy FROM drafts d JOIN articles a ON a.id = d.article_id
              WHERE d.copy LIKE $1 ORDER BY d.article_id DESC LIMIT $2",
            (format!("%{id}%"), USES_MAX),
        )
        .await?;
    for (article, home, copy) in drafts {
        let copy: crate::copy::Copy = serde_json::from_str(&copy)?;
        let headline = copy.headline;
        uses.push(Use::Draft {
            article,
            home,
            headline,
        });
    }
    let pages: Vec<(TitleId, String, String)> = session
        .all(
            "SELECT p.title_id, p.slug, p.name FROM page_pictures s JOIN pages p ON p.title_id = s.title_id AND p.slug = s.slug
              WHERE s.picture_id = $1 ORDER BY p.title_id, p.slug LIMIT $2",
            (id, USES_MAX),
        )
        .await?;
    uses.extend(
        pages
            .into_iter()
            .map(|(title, slug, name)| Use::Page { title, slug, name }),
    );
    let fronts: Vec<(TitleId,)> = session
        .all(
            "SELECT DISTINCT title_id FROM pins WHERE picture_id = $1",
            (id,),
        )
        .await?;
    uses.extend(fronts.into_iter().map(|(title,)| Use::Front { title }));
    Ok(uses)
}

/// Articles whose newest revision shows a picture, with their first titles.
pub(super) async fn shown(
    session: &mut Session,
    id: PictureId,
) -> Result<Vec<(ArticleId, TitleId)>> {
    Ok(session
        .all(
            "SELECT a.id, a.home_title_id FROM revision_pictures s JOIN articles a ON a.revision_id = s.revision_id
              WHERE s.picture_id = $1 ORDER BY a.id DESC LIMIT $2",
            (id, USES_MAX),
        )
        .await?)
}

/// What is said of a picture or document from now on; `None` leaves a thing as it is.
#[derive(Debug, Clone, Default)]
pub struct Settle {
    /// What it shows.
    pub alt: Option<String>,
    /// *Didascalia*.
    pub caption: Option<String>,
    /// Who made it.
    pub creator: Option<String>,
    /// What is printed under it.
    pub credit: Option<String>,
    /// Whose it is.
    pub copyright: Option<String>,
    /// Where it was taken, in words.
    pub place: Option<String>,
    /// On what terms it is used.
    pub licence: Option<String>,
    /// IPTC digital source type.
    pub source_type: Option<String>,
    /// The point that stays in sight when it is cropped, from left and top, per cent; `Some(None)` is its middle.
    pub focus: Option<Option<(u32, u32)>>,
    /// When its terms end; `Some(None)` is never.
    pub ends_at: Option<Option<Timestamp>>,
    /// Whoever sets an end that has passed knows that readers lose it at once.
    pub over: bool,
}

/// Says something else of a picture or document. Texts that show it keep the words they were given; its files bear the new
/// ones, under new names.
///
/// # Errors
/// Refused without [`Deed::AddPicture`] on the title, and where the end of its terms changes without [`Deed::Change`] there and
/// on every title that shows it: at that end it is taken from all readers. An end that has passed takes it from them at once,
/// which has to be said by [`Settle::over`].
pub async fn settle(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    id: PictureId,
    change: &Settle,
) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::AddPicture, Some(title), None).await?;
    let old = find(&mut tx.session, id)
        .await?
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Picture,
            name: id.to_string(),
        })?;
    let new = changed(&old, change)?;
    if new.ends_at != old.ends_at {
        by.may(&mut tx, Deed::Change, Some(title), None).await?;
        may_end(&mut tx, by, id).await?;
        let over = new.ends_at.is_some_and(|at| at <= tx.now);
        if over && !change.over {
            return Err(Refusal::TermsOver.into());
        }
        match new.ends_at {
            Some(at) => jobs::queue(&mut tx, Kind::EndPicture, &id.to_string(), at).await?,
            None => jobs::forget(&mut tx, Kind::EndPicture, &id.to_string()).await?,
        }
    }
    let ends_at = new.ends_at;
    if !renew(&mut tx, &old, new).await? {
        return Ok(());
    }
    let mut detail = json!({"picture": id.to_string(), "settled": true});
    if ends_at != old.ends_at {
        detail["ends"] = json!(ends_at);
    }
    audit::note(&mut tx, by, Deed::AddPicture, About::title(title), detail).await?;
    tx.commit("picture.settle", &Traces::default()).await?;
    Ok(())
}

/// Refuses who may not change the articles of every title on which the picture is seen, or was.
async fn may_end(tx: &mut Tx, by: &Actor, id: PictureId) -> Result<()> {
    let shown: Vec<(TitleId, String)> = tx
        .session
        .all(
            "SELECT t.id, t.name FROM titles t WHERE t.id IN
                (SELECT a.home_title_id FROM revision_pictures s JOIN revisions v ON v.id = s.revision_id
                   JOIN articles a ON a.id = v.article_id WHERE s.picture_id = $1)
             OR t.id IN (SELECT s.title_id FROM page_pictures s WHERE s.picture_id = $1)
             OR t.id IN (SELECT s.title_id FROM pins s WHERE s.picture_id = $1)
             ORDER BY t.name",
            (id,),
        )
        .await?;
    let mut others = Vec::new();
    for (title, name) in shown {
        match by.may(tx, Deed::Change, Some(title), None).await {
            Err(Error::Refused(Refusal::NotAllowed { .. })) => others.push(name),
            asked => asked?,
        }
    }
    if others.is_empty() {
        return Ok(());
    }
    let titles = others.join(", ");
    Err(Refusal::ShownElsewhere { titles }.into())
}

fn changed(old: &Kept, change: &Settle) -> Result<Kept> {
    let mut new = old.clone();
    for (field, into, value, chars_max) in [
        ("picture.alt", &mut new.alt, &change.alt, NOTE_CHARS_MAX),
        (
            "picture.caption",
            &mut new.caption,
            &change.caption,
            NOTE_CHARS_MAX,
        ),
        (
            "picture.creator",
            &mut new.creator,
            &change.creator,
            NAME_CHARS_MAX,
        ),
        (
            "picture.credit",
            &mut new.credit,
            &change.credit,
            NAME_CHARS_MAX,
        ),
        (
            "picture.copyright",
            &mut new.copyright,
            &change.copyright,
            NAME_CHARS_MAX,
        ),
        (
            "picture.place",
            &mut new.place,
            &change.place,
            NAME_CHARS_MAX,
        ),
        (
            "picture.licence",
            &mut new.licence,
            &change.licence,
            NAME_CHARS_MAX,
        ),
        (
            "picture.source_type",
            &mut new.source_type,
            &change.source_type,
            NAME_CHARS_MAX,
        ),
    ] {
        if let Some(value) = value {
            *into = words::optional_line(field, value, chars_max)?;
        }
    }
    if let Some(focus) = change.focus {
        if let Some((x, y)) = focus.filter(|(x, y)| *x > 100 || *y > 100) {
            return Err(Refusal::Unfit {
                field: "picture.focus",
                value: format!("{x}, {y}"),
                wants: "38, 52",
            }
            .into());
        }
        new.focus = focus;
    }
    if let Some(ends_at) = change.ends_at {
        new.ends_at = ends_at;
    }
    Ok(new)
}
