//! One article, many placements: putting it on a title, moving it within one, giving it its own headline there.
//!
//! On a published article each of these is seen by readers, so each is a revision of class `placing`. Another headline where
//! readers have met one is a change of the text they read there: it has a class and a note like any other.

use super::content::{Class, Content};
use super::{
    Article, PlacementRow, Stage, checking, drafting, fitting, making, publishing, relating,
    revisions,
};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::gate::{Called, Finding};
use crate::id::{ArticleId, PlacementId, SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, HEADLINE_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, Thing, addresses, sections, titles};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How an article appears on a title. What is `None` stays, or takes its default on a new placement.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Placing {
    /// Slug of the section there.
    pub section: Option<String>,
    /// Its own headline there; empty for the article's.
    pub headline: Option<String>,
    /// The last part of its address.
    pub slug: Option<String>,
    /// Topics of that title.
    pub topics: Option<Vec<String>>,
    /// Readers may comment.
    pub comments: Option<bool>,
    /// The class of the change, where readers have met another headline there.
    pub class: Option<Class>,
    /// What readers are told of that change.
    pub note: String,
}

/// What came of placing.
#[derive(Debug, Clone, PartialEq)]
pub struct Stands {
    /// The placement.
    pub placement: PlacementId,
    /// What the gate remarks about the headline there.
    pub findings: Vec<Finding>,
}

/// Places an article on a title, or changes how it appears there. A former address redirects for ever.
///
/// Refused where the placement's headline is another than readers have met there and no class says why, or the class
/// promises less than the change is.
pub async fn place(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    title: TitleId,
    placing: Placing,
) -> Result<Stands> {
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let there = super::placements(&mut tx.session, id)
        .await?
        .into_iter()
        .find(|placement| placement.title == title);
    let section = match (&placing.section, &there) {
        (Some(slug), _) => sections::section(&mut tx.session, title, slug).await?.id,
        (None, Some(placement)) => placement.section,
        (None, None) => return Err(Refusal::Empty { field: "section" }.into()),
    };
    by.may(&mut tx, Deed::Place, Some(title), Some(section))
        .await?;
    if let Some(there) = &there {
        // Whoever moves a text out of a section needs a say in it: rights on it follow the section.
        by.may(&mut tx, Deed::Place, Some(title), Some(there.section))
            .await?;
    }
    if article.first_published.is_none() && article.home != title {
        // An unpublished text goes to other titles only by the hand of somebody its own desk lets place it.
        let original = super::original(&mut tx.session, id).await?;
        by.may(
            &mut tx,
            Deed::Place,
            Some(article.home),
            Some(original.section),
        )
        .await?;
    }
    may_be_placed(&mut tx, &article, there.as_ref(), title, &placing).await?;
    let former = match there {
        Some(_) => None,
        None => taken_off(&mut tx, id, title).await?,
    };
    let met = there.as_ref().or(former.as_ref());
    let retold = Retold::of(&mut tx, &article, met, there.is_some(), &placing).await?;
    if retold.class != Class::Placing {
        by.may(&mut tx, Deed::Change, Some(title), Some(section))
            .await?;
    }
    let findings = judged_headline(&mut tx, &article, title, &placing).await?;
    tx.touches(id).await?;
    let placement = match (there, former) {
        (Some(placement), _) => change_placement(&mut tx, placement, section, &placing).await?,
        (None, Some(placement)) => bring_back(&mut tx, placement, section, &placing).await?,
        (None, None) => new_placement(&mut tx, id, title, section, &placing).await?,
    };
    if let Some(topics) = &placing.topics {
        drafting::set_topics(&mut tx, placement, title, topics).await?;
    }
    let about = About {
        article: Some(id),
        title: Some(title),
    };
    audit::note(
        &mut tx,
        by,
        Deed::Place,
        about,
        serde_json::to_value(&placing)?,
    )
    .await?;
    show_again(&mut tx, by, &article, retold).await?;
    tx.commit("article.place", &Traces::default()).await?;
    Ok(Stands {
        placement,
        findings,
    })
}

/// How readers are told that an article is placed otherwise.
struct Retold {
    class: Class,
    note: String,
}

impl Retold {
    /// Only where it stands is another.
    fn moved() -> Retold {
        Retold {
            class: Class::Placing,
            note: String::new(),
        }
    }

    /// The class and note of a deed on the placement readers met, `met`. One that was taken off and comes back without a
    /// headline of its own has the article's.
    async fn of(
        tx: &mut Tx,
        article: &Article,
        met: Option<&PlacementRow>,
        stands: bool,
        placing: &Placing,
    ) -> Result<Retold> {
        let note = words::optional_line("note", &placing.note, NOTE_CHARS_MAX)?;
        let (Some(live), Some(met)) = (article.revision, met.filter(|met| met.path.is_some()))
        else {
            return Retold::unasked(placing, &note);
        };
        let before = revisions::by_id(&mut tx.session, live).await?.content;
        let wanted = match headline_of(placing)? {
            Some(headline) => headline,
            None if stands => met.headline.clone(),
            // Back where it had been taken away, under the article's own headline: of that its revisions tell.
            None => return Retold::unasked(placing, &note),
        };
        let as_read = |own: &str| Content {
            headline: if own.is_empty() {
                &before.headline
            } else {
                own
            }
            .to_owned(),
            ..before.clone()
        };
        let (old, new) = (as_read(&met.headline), as_read(&wanted));
        if old.headline == new.headline {
            return Retold::unasked(placing, &note);
        }
        let class = placing.class.unwrap_or(Class::Placing);
        publishing::fits(class, &note)?;
        fitting::fits(class, &old, &new)?;
        Ok(Retold { class, note })
    }

    /// A change that is none of the headline needs no class, and none may be given.
    fn unasked(placing: &Placing, note: &str) -> Result<Retold> {
        match placing.class {
            Some(class) => Err(Refusal::WrongClass { class }.into()),
            None if note.is_empty() => Ok(Retold::moved()),
            None => Err(Refusal::WrongClass {
                class: Class::Placing,
            }
            .into()),
        }
    }
}

/// What the gate says of the headline an article gets there.
async fn judged_headline(
    tx: &mut Tx,
    article: &Article,
    title: TitleId,
    placing: &Placing,
) -> Result<Vec<Finding>> {
    match headline_of(placing)?.filter(|headline| !headline.is_empty()) {
        Some(headline) if title != article.home => {
            let title = titles::by_id(&mut tx.session, title).await?.name;
            checking::of_headline(tx, article, Called { title, headline }).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Placing shows a text to readers, so what keeps it from going out keeps it from being placed.
async fn may_be_placed(
    tx: &mut Tx,
    article: &Article,
    there: Option<&PlacementRow>,
    title: TitleId,
    placing: &Placing,
) -> Result<()> {
    if article.stage == Stage::Spiked {
        return Err(Refusal::Spiked.into());
    }
    let published = article.first_published.is_some();
    if published && !article.hold.is_empty() {
        return Err(Refusal::Held {
            reason: article.hold.clone(),
        }
        .into());
    }
    if let Some(there) = there.filter(|there| there.original) {
        keeps_its_headline(there, placing, published)?;
    }
    if published && there.is_none() {
        super::checking::first_on(tx, title).await?;
    }
    Ok(())
}

/// The original is called what the article is called: that headline goes through the gate and is changed by a revision
/// that tells readers. One that an older record gave it can be taken away until it is out.
fn keeps_its_headline(original: &PlacementRow, placing: &Placing, published: bool) -> Result<()> {
    let Some(wanted) = headline_of(placing)? else {
        return Ok(());
    };
    if wanted == original.headline || (wanted.is_empty() && !published) {
        return Ok(());
    }
    Err(Refusal::OriginalHeadline.into())
}

async fn new_placement(
    tx: &mut Tx,
    id: ArticleId,
    title: TitleId,
    section: SectionId,
    placing: &Placing,
) -> Result<PlacementId> {
    let headline = headline_of(placing)?.unwrap_or_default();
    let slug = slug_of(placing)?.unwrap_or_default();
    let placement = PlacementId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO placements (id, article_id, title_id, section_id, slug, headline, comments, original, listed, placed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8)",
            (
                placement,
                id,
                title,
                section,
                &slug,
                &headline,
                placing.comments.unwrap_or(false),
                tx.now,
            ),
        )
        .await?;
    Ok(placement)
}

/// The placement an article had on a title before it was taken off.
async fn taken_off(tx: &mut Tx, id: ArticleId, title: TitleId) -> Result<Option<PlacementRow>> {
    Ok(tx
        .session
        .opt(
            "SELECT id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id,
                    (SELECT a.deindexed FROM articles a WHERE a.id = placements.article_id)
               FROM placements WHERE article_id = $1 AND title_id = $2 AND displaced_at IS NOT NULL",
            (id, title),
        )
        .await?)
}

/// What was taken off comes back at the address it had, unless another is asked for; the rest is told anew.
async fn bring_back(
    tx: &mut Tx,
    placement: PlacementRow,
    section: SectionId,
    placing: &Placing,
) -> Result<PlacementId> {
    tx.session
        .exec(
            "UPDATE placements SET displaced_at = NULL WHERE id = $1",
            (placement.id,),
        )
        .await?;
    let told = PlacementRow {
        headline: String::new(),
        comments: false,
        ..placement
    };
    change_placement(tx, told, section, placing).await
}

async fn change_placement(
    tx: &mut Tx,
    placement: PlacementRow,
    section: SectionId,
    placing: &Placing,
) -> Result<PlacementId> {
    let headline = headline_of(placing)?.unwrap_or(placement.headline);
    let slug = slug_of(placing)?.unwrap_or_else(|| placement.slug.clone());
    let comments = placing.comments.unwrap_or(placement.comments);
    let article = super::find(&mut tx.session, placement.article).await?;
    let title = titles::by_id(&mut tx.session, placement.title).await?;
    // An address moves when this deed changes what stands in it, and not because the pattern was another one before.
    let moves = slug != placement.slug
        || (section != placement.section && title.permalink.contains("{section}"));
    let (slug, path) = match (placement.path, article.first_published) {
        (Some(_), Some(first_published)) if moves => {
            let (word,): (String,) = tx
                .session
                .one("SELECT slug FROM sections WHERE id = $1", (section,))
                .await?;
            let (slug, path) =
                addresses::claim(tx, &title, placement.id, &word, &slug, first_published).await?;
            (slug, Some(path))
        }
        (path, _) => (slug, path),
    };
    tx.session
        .exec(
            "UPDATE placements SET section_id = $2, slug = $3, path = $4, headline = $5, comments = $6 WHERE id = $1",
            (placement.id, section, &slug, path, &headline, comments),
        )
        .await?;
    Ok(placement.id)
}

fn headline_of(placing: &Placing) -> Result<Option<String>> {
    placing
        .headline
        .as_deref()
        .map(|text| words::optional_line("headline", text, HEADLINE_CHARS_MAX))
        .transpose()
}

fn slug_of(placing: &Placing) -> Result<Option<String>> {
    placing
        .slug
        .as_deref()
        .map(|slug| words::slug("slug", slug))
        .transpose()
}

/// Takes an article off a title that is not its original one; its address there redirects to the original.
pub async fn displace(paper: &Paper, by: &Actor, id: ArticleId, title: TitleId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::placements(&mut tx.session, id)
        .await?
        .into_iter()
        .find(|placement| placement.title == title)
        .ok_or(Refusal::Unknown {
            thing: Thing::Placement,
            name: id.to_string(),
        })?;
    by.may(&mut tx, Deed::Place, Some(title), Some(placement.section))
        .await?;
    if placement.original {
        let home = titles::by_id(&mut tx.session, title).await?;
        return Err(Refusal::OriginalStays { title: home.key }.into());
    }
    tx.touches(id).await?;
    // The row stays, so that its addresses keep leading to the original.
    tx.session
        .exec(
            "DELETE FROM placement_topics WHERE placement_id = $1",
            (placement.id,),
        )
        .await?;
    tx.session
        .exec(
            "DELETE FROM credits WHERE placement_id = $1",
            (placement.id,),
        )
        .await?;
    tx.session
        .exec("DELETE FROM pins WHERE placement_id = $1", (placement.id,))
        .await?;
    tx.session
        .exec(
            "UPDATE placements SET listed = 0, revision_id = NULL, card = NULL, displaced_at = $2 WHERE id = $1",
            (placement.id, tx.now),
        )
        .await?;
    relating::unoffer(&mut tx, placement.id).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Place,
        About {
            article: Some(id),
            title: Some(title),
        },
        json!({"off": true}),
    )
    .await?;
    show_again(&mut tx, by, &article, Retold::moved()).await?;
    tx.commit("article.displace", &Traces::default()).await?;
    Ok(())
}

/// Tells readers of a published article how it is placed now: a revision with the same text.
async fn show_again(tx: &mut Tx, by: &Actor, article: &Article, told: Retold) -> Result<()> {
    let Some(live) = article.revision else {
        return Ok(());
    };
    let before = revisions::by_id(&mut tx.session, live).await?.content;
    let placements = super::placements(&mut tx.session, article.id).await?;
    let placed = making::placed(&mut tx.session, &placements).await?;
    let mut content = Content {
        number: article.revisions + 1,
        class: told.class,
        note: told.note,
        at: tx.now,
        modified: if told.class.moves_date() {
            tx.now
        } else {
            before.modified
        },
        placements: placed,
        ..before
    };
    publishing::go_out(tx, by, Deed::Place, article, &mut content).await?;
    Ok(())
}
