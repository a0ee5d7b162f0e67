//! One article, many placements: putting it on a title, moving it within one, giving it its own headline there.
//!
//! On a published article each of these is seen by readers, so each is a revision of class `placing`.

use super::content::{Class, Content};
use super::{Article, PlacementRow, Stage, drafting, making, publishing, revisions};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{ArticleId, PlacementId, SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, HEADLINE_CHARS_MAX};
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
}

/// Places an article on a title, or changes how it appears there. A former address redirects for ever.
pub async fn place(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    title: TitleId,
    placing: Placing,
) -> Result<PlacementId> {
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
    tx.touches(id).await?;
    let placement = match there {
        Some(placement) => change_placement(&mut tx, placement, section, &placing).await?,
        None => match taken_off(&mut tx, id, title).await? {
            Some(placement) => bring_back(&mut tx, placement, section, &placing).await?,
            None => new_placement(&mut tx, id, title, section, &placing).await?,
        },
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
    show_again(&mut tx, by, &article).await?;
    tx.commit("article.place", &Traces::default()).await?;
    Ok(placement)
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
    Err(Refusal::Unfit {
        field: "headline",
        value: wanted,
        wants: "no other headline on the original: change the article's own headline",
    }
    .into())
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
            "SELECT id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id
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
        return Err(Refusal::Unfit {
            field: "title",
            value: title.to_string(),
            wants: "not the original's title",
        }
        .into());
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
    show_again(&mut tx, by, &article).await?;
    tx.commit("article.displace", &Traces::default()).await?;
    Ok(())
}

/// Tells readers of a published article how it is placed now: a revision with the same text.
async fn show_again(tx: &mut Tx, by: &Actor, article: &Article) -> Result<()> {
    let Some(live) = article.revision else {
        return Ok(());
    };
    let before = revisions::by_id(&mut tx.session, live).await?.content;
    let placements = super::placements(&mut tx.session, article.id).await?;
    let placed = making::placed(&mut tx.session, &placements).await?;
    let mut content = Content {
        number: article.revisions + 1,
        class: Class::Placing,
        note: String::new(),
        at: tx.now,
        placements: placed,
        ..before
    };
    publishing::go_out(tx, by, Deed::Place, article, &mut content).await?;
    Ok(())
}
