//! Points the placements of an article at a revision and brings up to date what lists are made from.

use super::content::{Class, Content, State};
use super::relating;
use super::{Article, PlacementRow, Stage};
use crate::comments::closing;
use crate::db::many::{Many, many};
use crate::gate::similar::Runs;
use crate::id::RevisionId;
use crate::paper::Tx;
use crate::reading::cards::StoredCard;
use crate::reading::sitemap;
use crate::{Result, addresses, titles, trust, words};
use jiff::Timestamp;

/// A mark of a text that readers may see.
pub(super) const BANDS: Many = many!(
    "INSERT INTO bands (band, article_id, title_id, at) VALUES ",
    4,
    " ON CONFLICT (band, article_id) DO NOTHING"
);

/// Shows a revision on every placement of its article. From the commit on, readers see this and nothing else.
pub(crate) async fn show(
    tx: &mut Tx,
    article: &Article,
    id: RevisionId,
    content: &Content,
) -> Result<()> {
    tx.touches(article.id).await?;
    let stage = match content.state {
        State::Live => Stage::Live,
        State::Withdrawn => Stage::Withdrawn,
        State::Killed => Stage::Killed,
    };
    tx.session
        .exec(
            "UPDATE articles SET state = $2, revision_id = $3, revision_count = $4, first_published_at = $5, modified_at = $6
              WHERE id = $1",
            (article.id, stage.word(), id, content.number, content.first_published, content.modified),
        )
        .await?;
    for placement in super::placements(&mut tx.session, article.id).await? {
        show_on(tx, &placement, id, content).await?;
    }
    remember_bands(tx, article, content).await?;
    for placement in super::placements(&mut tx.session, article.id).await? {
        let listed = content.state == State::Live && !placement.deindexed;
        relating::as_listed(tx, &placement, content.first_published, listed).await?;
    }
    Ok(())
}

async fn show_on(
    tx: &mut Tx,
    placement: &PlacementRow,
    id: RevisionId,
    content: &Content,
) -> Result<()> {
    let (section_slug,): (String,) = tx
        .session
        .one(
            "SELECT slug FROM sections WHERE id = $1",
            (placement.section,),
        )
        .await?;
    let (slug, path) = match &placement.path {
        Some(path) => (placement.slug.clone(), path.clone()),
        None => {
            let title = titles::by_id(&mut tx.session, placement.title).await?;
            let wanted = wanted_slug(placement, content);
            closing::will_close(tx, &title, content.first_published).await?;
            addresses::claim(
                tx,
                &title,
                placement.id,
                &section_slug,
                &wanted,
                content.first_published,
            )
            .await?
        }
    };
    let corrected: Vec<(i64,)> = tx
        .session
        .all(
            "SELECT number FROM revisions WHERE article_id = $1 AND class IN ('correction', 'clarification') LIMIT 1",
            (placement.article,),
        )
        .await?;
    // What was taken away is on lists by its headline and its state, without its words and picture.
    let told = match content.state {
        State::Live => content.clone(),
        State::Withdrawn | State::Killed => content.without_text(),
    };
    let card = StoredCard::of(&told, &placement.headline, !corrected.is_empty());
    tx.session
        .exec(
            "UPDATE placements SET slug = $2, path = $3, revision_id = $4, card = $5, listed = $6, first_published_at = $7,
                    modified_at = $8
              WHERE id = $1",
            (
                placement.id,
                &slug,
                &path,
                id,
                serde_json::to_string(&card)?,
                content.state != State::Killed && !placement.deindexed,
                content.first_published,
                content.modified,
            ),
        )
        .await?;
    remember_credits(tx, placement, content).await?;
    trust::will_count(tx, placement.title).await?;
    let new = placement.path.is_none();
    // Typos and style move no date that readers are told, so what crawlers are told stays the same.
    let silent = matches!(content.class, Class::Typo | Class::Style) && content.at == tx.now;
    if new || !silent {
        let texts = u32::from(new);
        sitemap::changed(tx, placement.title, content.first_published, texts).await?;
    }
    if content.class.is_told() {
        tx.session
            .exec(
                "INSERT INTO notices (title_id, revision_id, placement_id, class, at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (title_id, revision_id) DO NOTHING",
                (placement.title, id, placement.id, content.class.word(), content.at),
            )
            .await?;
    }
    tx.session
        .exec(
            "UPDATE placement_topics SET first_published_at = $2 WHERE placement_id = $1",
            (placement.id, content.first_published),
        )
        .await?;
    Ok(())
}

pub(crate) fn wanted_slug(placement: &PlacementRow, content: &Content) -> String {
    slug_or_made(&placement.slug, &placement.headline, content)
}

/// The slug asked for; where none is, one of the headline on the placement, or of the article's.
pub(super) fn slug_or_made(slug: &str, headline: &str, content: &Content) -> String {
    let headline = if headline.is_empty() {
        &content.headline
    } else {
        headline
    };
    let slug = if slug.is_empty() {
        words::slug_of(headline)
    } else {
        slug.to_owned()
    };
    if slug.is_empty() {
        "a".to_owned() + &content.article.chars().take(8).collect::<String>()
    } else {
        slug
    }
}

async fn remember_credits(tx: &mut Tx, placement: &PlacementRow, content: &Content) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM credits WHERE placement_id = $1",
            (placement.id,),
        )
        .await?;
    for credit in &content.byline {
        tx.session
            .exec(
                "INSERT INTO credits (placement_id, name, title_id, first_published_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (placement_id, name) DO NOTHING",
                (placement.id, &credit.name, placement.title, content.first_published),
            )
            .await?;
    }
    Ok(())
}

/// Keeps what the gate needs to recognise this text on another title.
async fn remember_bands(tx: &mut Tx, article: &Article, content: &Content) -> Result<()> {
    tx.session
        .exec("DELETE FROM bands WHERE article_id = $1", (article.id,))
        .await?;
    let at: Timestamp = content.first_published;
    let rows = marks(content).into_iter().map(|band| {
        vec![
            band.into(),
            article.id.into(),
            article.home.into(),
            at.into(),
        ]
    });
    tx.session.write_many(&BANDS, rows.collect()).await?;
    Ok(())
}

/// The marks by which this text is recognised on another title; none of what recurs by its nature, or is not shown.
pub(crate) fn marks(content: &Content) -> Vec<i64> {
    let recurring = !content.series.is_empty() && content.kind.recurs();
    if content.state != State::Live || recurring {
        return Vec::new();
    }
    Runs::of(&content.body.plain_text()).marks()
}
