//! What an index of words is made of, what readers ask of it, and what the record says of what it found.
//!
//! The index itself is not kept here: it is made of these facts, and whatever it finds is read again from the record
//! before it is shown.

use super::cards::{self, ListedRow};
use super::facts::Card;
use super::title::Reach;
use crate::articles::content::Content;
use crate::articles::revisions::Revision;
use crate::copy::Kind;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PlacementId, SectionId, TitleId, TopicId};
use crate::{Fault, Result, sections, topics};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Articles read at once where the whole record is read.
pub const ARTICLES_AT_ONCE: u32 = 200;
/// Hits on one page.
pub const PAGE_SIZE: u32 = 20;
/// Pages of hits; who wants more asks more closely.
pub const PAGES_MAX: u32 = 50;
/// Longest question read, bytes; what is longer is cut.
pub const WORDS_BYTES_MAX: usize = 400;
/// Values offered of each facet.
pub const VALUES_MAX: usize = 12;

/// An appearance of an article that readers can find.
#[derive(Debug, Clone)]
pub struct Findable {
    /// The appearance.
    pub placement: PlacementId,
    /// The article.
    pub article: ArticleId,
    /// The title it stands on.
    pub title: TitleId,
    /// Its section there.
    pub section: SectionId,
    /// Its topics there.
    pub topics: Vec<TopicId>,
    /// Its headline there, where it has one of its own; empty where it has the article's.
    pub headline: String,
    /// It is the original.
    pub original: bool,
    /// What readers see.
    pub content: Content,
}

impl FromRow for Findable {
    fn from_row(row: &mut Row) -> Result<Findable, Fault> {
        Ok(Findable {
            placement: row.take()?,
            article: row.take()?,
            title: row.take()?,
            section: row.take()?,
            headline: row.take()?,
            original: row.take()?,
            topics: Vec::new(),
            content: Revision::from_row(row)?.content,
        })
    }
}

/// The appearances of one article that readers can find; none where it is withdrawn, killed or not out.
pub async fn of_article(session: &mut Session, article: ArticleId) -> Result<Vec<Findable>> {
    let found = session
        .all(
            "SELECT p.id, p.article_id, p.title_id, p.section_id, p.headline, p.original,
                    r.id, r.article_id, r.number, r.class, r.content, r.commitment, r.at, r.editor, r.redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = r.article_id AND v.last_number >= r.number)
               FROM placements p JOIN articles a ON a.id = p.article_id JOIN revisions r ON r.id = p.revision_id
              WHERE p.article_id = $1 AND a.state = 'live' AND p.listed = 1 AND p.displaced_at IS NULL",
            (article,),
        )
        .await?;
    let topics = session
        .all(
            "SELECT t.placement_id, t.topic_id FROM placement_topics t JOIN placements p ON p.id = t.placement_id
              WHERE p.article_id = $1",
            (article,),
        )
        .await?;
    Ok(with_topics(found, topics))
}

/// The appearances readers can find of the articles after one, [`ARTICLES_AT_ONCE`] articles at once, and the last article
/// looked at; `None` where there are no more.
pub async fn of_articles_after(
    session: &mut Session,
    after: Option<ArticleId>,
) -> Result<Option<(Vec<Findable>, ArticleId)>> {
    let after = after.unwrap_or_else(ArticleId::first);
    let next: Vec<(ArticleId,)> = session
        .all(
            "SELECT id FROM articles WHERE id > $1 ORDER BY id LIMIT $2",
            (after, ARTICLES_AT_ONCE),
        )
        .await?;
    let Some((last,)) = next.last().copied() else {
        return Ok(None);
    };
    let found = session
        .all(
            "SELECT p.id, p.article_id, p.title_id, p.section_id, p.headline, p.original,
                    r.id, r.article_id, r.number, r.class, r.content, r.commitment, r.at, r.editor, r.redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = r.article_id AND v.last_number >= r.number)
               FROM articles a JOIN placements p ON p.article_id = a.id JOIN revisions r ON r.id = p.revision_id
              WHERE a.id > $1 AND a.id <= $2 AND a.state = 'live' AND p.listed = 1 AND p.displaced_at IS NULL",
            (after, last),
        )
        .await?;
    let topics = session
        .all(
            "SELECT t.placement_id, t.topic_id FROM placements p JOIN placement_topics t ON t.placement_id = p.id
              WHERE p.article_id > $1 AND p.article_id <= $2",
            (after, last),
        )
        .await?;
    Ok(Some((with_topics(found, topics), last)))
}

fn with_topics(mut found: Vec<Findable>, topics: Vec<(PlacementId, TopicId)>) -> Vec<Findable> {
    let mut by_placement: BTreeMap<PlacementId, Vec<TopicId>> = BTreeMap::new();
    for (placement, topic) in topics {
        by_placement.entry(placement).or_default().push(topic);
    }
    for one in &mut found {
        one.topics = by_placement.remove(&one.placement).unwrap_or_default();
    }
    found
}

/// How many articles there are, drafts too: how far reading the whole record has to go.
pub async fn count(session: &mut Session) -> Result<u64> {
    let (count,): (i64,) = session.one("SELECT COUNT(*) FROM articles", ()).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Something the index found, as the record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its card, without a picture.
    pub card: Card,
    /// What readers see of it.
    pub content: Content,
}

/// A row of [`Found`].
struct FoundRow(ListedRow, Content);

impl FromRow for FoundRow {
    fn from_row(row: &mut Row) -> Result<FoundRow, Fault> {
        let listed = ListedRow::from_row(row)?;
        Ok(FoundRow(listed, Revision::from_row(row)?.content))
    }
}

/// What readers of a title see of an appearance; `None` where they do not see it (any more).
pub async fn found(
    session: &mut Session,
    title: TitleId,
    placement: PlacementId,
) -> Result<Option<Found>> {
    let row: Option<FoundRow> = session
        .opt(
            "SELECT p.id, p.article_id, p.path, p.card, p.first_published_at, p.modified_at,
                    (SELECT COUNT(*) FROM comments c WHERE c.placement_id = p.id AND c.state = 'approved'),
                    s.id, s.name, s.slug,
                    r.id, r.article_id, r.number, r.class, r.content, r.commitment, r.at, r.editor, r.redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = r.article_id AND v.last_number >= r.number)
               FROM placements p JOIN articles a ON a.id = p.article_id JOIN sections s ON s.id = p.section_id
               JOIN revisions r ON r.id = p.revision_id
              WHERE p.id = $1 AND p.title_id = $2 AND a.state = 'live' AND p.listed = 1 AND p.displaced_at IS NULL",
            (placement, title),
        )
        .await?;
    let Some(FoundRow(row, content)) = row else {
        return Ok(None);
    };
    let card = cards::cards(session, vec![row.without_picture()]).await?;
    Ok(card.into_iter().next().map(|card| Found { card, content }))
}

/// What anybody sees of the original of an article, and the title it is of; `None` where nobody does (any more). Its card leads
/// to its canonical address, absolute, and names the title.
pub async fn found_anywhere(
    session: &mut Session,
    reach: &Reach,
    placement: PlacementId,
) -> Result<Option<(Found, TitleId)>> {
    let place: Option<(TitleId, String, String)> = session
        .opt(
            "SELECT t.id, t.name, h.host FROM placements p JOIN titles t ON t.id = p.title_id
               JOIN hosts h ON h.title_id = t.id AND h.main = 1 AND h.former_at IS NULL WHERE p.id = $1",
            (placement,),
        )
        .await?;
    let Some((title, name, host)) = place else {
        return Ok(None);
    };
    let Some(mut found) = found(session, title, placement).await? else {
        return Ok(None);
    };
    found.card.href = format!("{}{}", reach.base_url(&host), found.card.href);
    found.card.elsewhere = Some(name);
    Ok(Some((found, title)))
}

/// The sections of some titles that a word names, by slug or name, and those under them.
pub async fn sections_named(
    session: &mut Session,
    titles: &[TitleId],
    is: impl Fn(&str) -> bool,
) -> Result<Vec<SectionId>> {
    let mut found = Vec::new();
    for title in titles {
        let all = sections::all(session, *title).await?;
        let named: Vec<SectionId> = all
            .iter()
            .filter(|section| is(&section.slug) || is(&section.name))
            .map(|section| section.id)
            .collect();
        let under = |section: &&sections::Section| {
            named.contains(&section.id)
                || section.parent.is_some_and(|above| named.contains(&above))
        };
        found.extend(all.iter().filter(under).map(|section| section.id));
    }
    Ok(found)
}

/// The topics of some titles that a word names, by slug or name.
pub async fn topics_named(
    session: &mut Session,
    titles: &[TitleId],
    is: impl Fn(&str) -> bool,
) -> Result<Vec<TopicId>> {
    let mut found = Vec::new();
    for title in titles {
        let all = topics::all(session, *title).await?;
        let named = all
            .iter()
            .filter(|topic| is(&topic.slug) || is(&topic.name));
        found.extend(named.map(|topic| topic.id));
    }
    Ok(found)
}

/// What a reader asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The words as typed, at most [`WORDS_BYTES_MAX`] bytes.
    pub words: String,
    /// Of all titles of the network, each article once, instead of one title.
    pub everywhere: bool,
    /// Of all titles only that with this key.
    pub title: Option<String>,
    /// Only of the section with this slug.
    pub section: Option<String>,
    /// Only of the topic with this slug.
    pub topic: Option<String>,
    /// Only what bears this name.
    pub by: Option<String>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only of this year.
    pub year: Option<i16>,
    /// Published on this day or later.
    pub from: Option<Date>,
    /// Published on this day or before.
    pub until: Option<Date>,
    /// The newest first, instead of what fits best.
    pub newest_first: bool,
    /// Number of the page, from 1.
    pub page: u32,
}

/// The page a search leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchFacts {
    /// What was asked.
    pub question: Question,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a search.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing was asked yet.
    NothingAsked,
    /// The index is being made; it cannot be searched at the moment.
    BeingMade,
    /// It was searched.
    Searched(Searched),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Searched {
    /// How many there are on all pages.
    pub count: u64,
    /// Those of this page.
    pub hits: Vec<Hit>,
    /// Number of the last page, at least 1 and at most [`PAGES_MAX`].
    pub last_page: u32,
    /// How many of them have all the words; the others, which come after, have some.
    pub with_all: u64,
    /// The words as they may have been meant, where few or none have them as they were typed.
    pub meant: Option<String>,
    /// What the finds can be narrowed by; only with something in it.
    pub facets: Vec<FacetFacts>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its card.
    pub card: Card,
    /// Its headline, in pieces.
    pub headline: Vec<Piece>,
    /// A passage that has the words; may be empty.
    pub passage: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// It is a word that was asked for.
    pub marked: bool,
}

/// What finds can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The title, where all are searched.
    Title,
    /// The section.
    Section,
    /// A topic.
    Topic,
    /// Who is credited.
    By,
    /// The kind of text.
    Kind,
    /// The year of first publication.
    Year,
}

/// One facet with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetFacts {
    /// Which.
    pub facet: Facet,
    /// The most frequent values first; years the newest first. At most [`VALUES_MAX`].
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// What addresses call it: a slug, a name, a kind's word, a year.
    pub key: String,
    /// What people call it; the same as the key for kinds, whose names are the printer's.
    pub name: String,
    /// How many finds have it.
    pub count: u64,
    /// The finds are narrowed to it.
    pub chosen: bool,
}
