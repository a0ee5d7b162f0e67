//! What each deed touched, in the order of commits. Caches, search, log and other nodes hang on it.

use crate::articles::PlacementRow;
use crate::db::many::{Many, many};
use crate::id::{ArticleId, ContributorId, PlacementId, SectionId, TitleId, TopicId};
use crate::paper::Tx;
use crate::reading::topic;
use crate::{Result, db::Session, series};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Rows a reader of changes gets at once.
pub const PAGE_MAX: u32 = 500;

/// The things a deed touched. What an article stood on before counts as well as what it stands on now.
///
/// A page changes only with a deed that touched something the page bears: a front, the archive, the corrections and the
/// feeds of a title bear the title, and the front alone bears it among `fronts`; a page or feed of a section, topic or
/// contributor bears that; what the page of an article bears says [`borne_by`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Traces {
    /// Everything: a title's look, a host, a member of the network.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
    /// Articles whose pages changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub articles: BTreeSet<ArticleId>,
    /// Placements whose pages changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub placements: BTreeSet<PlacementId>,
    /// Titles whose fronts, archives and lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub titles: BTreeSet<TitleId>,
    /// Titles of which the front changed and nothing else: no list, no feed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub fronts: BTreeSet<TitleId>,
    /// Sections whose lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub sections: BTreeSet<SectionId>,
    /// Topics whose lists changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub topics: BTreeSet<TopicId>,
    /// Contributors whose lists changed. By id: a name would stay here after a redaction blanked it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub people: BTreeSet<ContributorId>,
}

/// One thing a deed can touch and a page can bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trace {
    /// Every page bears it.
    All,
    /// See [`Traces::articles`].
    Article(ArticleId),
    /// See [`Traces::placements`].
    Placement(PlacementId),
    /// See [`Traces::titles`].
    Title(TitleId),
    /// See [`Traces::fronts`].
    Front(TitleId),
    /// See [`Traces::sections`].
    Section(SectionId),
    /// See [`Traces::topics`].
    Topic(TopicId),
    /// See [`Traces::people`].
    Person(ContributorId),
}

impl Trace {
    /// Whether documents date themselves by it: what a feed or sitemap can be of.
    fn dates(self) -> bool {
        match self {
            Trace::All
            | Trace::Title(_)
            | Trace::Section(_)
            | Trace::Topic(_)
            | Trace::Person(_) => true,
            Trace::Article(_) | Trace::Placement(_) | Trace::Front(_) => false,
        }
    }
}

/// `all`, `article:0192…`: as caches elsewhere are told of it.
impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trace::All => f.write_str("all"),
            Trace::Article(id) => write!(f, "article:{id}"),
            Trace::Placement(id) => write!(f, "placement:{id}"),
            Trace::Title(id) => write!(f, "title:{id}"),
            Trace::Front(id) => write!(f, "front:{id}"),
            Trace::Section(id) => write!(f, "section:{id}"),
            Trace::Topic(id) => write!(f, "topic:{id}"),
            Trace::Person(id) => write!(f, "person:{id}"),
        }
    }
}

impl Traces {
    /// The traces one by one: an article's own first, then fronts and what bears the title, then lists.
    pub fn each(&self) -> impl Iterator<Item = Trace> {
        let all = self.all.then_some(Trace::All);
        let articles = self.articles.iter().copied().map(Trace::Article);
        let placements = self.placements.iter().copied().map(Trace::Placement);
        let fronts = self.fronts.iter().copied().map(Trace::Front);
        let titles = self.titles.iter().copied().map(Trace::Title);
        let sections = self.sections.iter().copied().map(Trace::Section);
        let topics = self.topics.iter().copied().map(Trace::Topic);
        let people = self.people.iter().copied().map(Trace::Person);
        all.into_iter()
            .chain(articles)
            .chain(placements)
            .chain(fronts)
            .chain(titles)
            .chain(sections)
            .chain(topics)
            .chain(people)
    }

    /// Everything a title shows.
    pub fn of_title(title: TitleId) -> Traces {
        Traces {
            titles: [title].into(),
            ..Traces::default()
        }
    }

    /// The front of a title alone.
    pub(crate) fn of_front(title: TitleId) -> Traces {
        Traces {
            fronts: [title].into(),
            ..Traces::default()
        }
    }

    /// Every page of every title.
    pub fn everything() -> Traces {
        Traces {
            all: true,
            ..Traces::default()
        }
    }

    /// What either touched.
    pub(crate) fn join(&mut self, other: Traces) {
        let Traces {
            all,
            articles,
            placements,
            titles,
            fronts,
            sections,
            topics,
            people,
        } = other;
        self.all |= all;
        self.articles.extend(articles);
        self.placements.extend(placements);
        self.titles.extend(titles);
        self.fronts.extend(fronts);
        self.sections.extend(sections);
        self.topics.extend(topics);
        self.people.extend(people);
    }
}

impl From<Trace> for Traces {
    fn from(trace: Trace) -> Traces {
        let mut traces = Traces::default();
        match trace {
            Trace::All => traces.all = true,
            Trace::Article(id) => drop(traces.articles.insert(id)),
            Trace::Placement(id) => drop(traces.placements.insert(id)),
            Trace::Title(id) => drop(traces.titles.insert(id)),
            Trace::Front(id) => drop(traces.fronts.insert(id)),
            Trace::Section(id) => drop(traces.sections.insert(id)),
            Trace::Topic(id) => drop(traces.topics.insert(id)),
            Trace::Person(id) => drop(traces.people.insert(id)),
        }
        traces
    }
}

/// What an article stands on as the record is now: its pages, its translations', the lists it is on.
pub(crate) async fn of_article(session: &mut Session, article: ArticleId) -> Result<Traces> {
    let mut traces = Traces {
        articles: [article].into(),
        ..Traces::default()
    };
    let placements: Vec<(PlacementId, TitleId, SectionId, Option<SectionId>)> = session
        .all(
            "SELECT p.id, p.title_id, s.id, s.parent_id FROM placements p JOIN sections s ON s.id = p.section_id
              WHERE p.article_id = $1",
            (article,),
        )
        .await?;
    for (placement, title, section, above) in placements {
        traces.placements.insert(placement);
        traces.titles.insert(title);
        traces.sections.insert(section);
        traces.sections.extend(above);
    }
    let topics: Vec<(TopicId,)> = session
        .all(
            "SELECT t.topic_id FROM placement_topics t JOIN placements p ON p.id = t.placement_id WHERE p.article_id = $1",
            (article,),
        )
        .await?;
    traces.topics.extend(topics.into_iter().map(|(id,)| id));
    // Their pages show it as well: in a timeline, or on top.
    let topics: Vec<(TopicId,)> = session
        .all(
            "SELECT topic_id FROM topic_facts WHERE article_id = $1
             UNION SELECT t.topic_id FROM topic_pins t JOIN placements p ON p.id = t.placement_id WHERE p.article_id = $1",
            (article,),
        )
        .await?;
    traces.topics.extend(topics.into_iter().map(|(id,)| id));
    let people: Vec<(ContributorId,)> = session
        .all(
            "SELECT c.id FROM credits k JOIN placements p ON p.id = k.placement_id JOIN contributors c ON c.name = k.name
              WHERE p.article_id = $1",
            (article,),
        )
        .await?;
    traces.people.extend(people.into_iter().map(|(id,)| id));
    let translations: Vec<(ArticleId,)> = session
        .all(
            "SELECT o.id FROM articles a JOIN articles o ON o.translation_group = a.translation_group WHERE a.id = $1",
            (article,),
        )
        .await?;
    traces
        .articles
        .extend(translations.into_iter().map(|(id,)| id));
    Ok(traces)
}

/// What the page of an article bears on one title, and with it its history, its data and its card: the article and its own
/// place there, the text of its series it refers to, the articles offered at its end, the dossiers it is a part of.
pub async fn borne_by(session: &mut Session, placement: &PlacementRow) -> Result<Traces> {
    let mut traces = Traces {
        articles: [placement.article].into(),
        placements: [placement.id].into(),
        ..Traces::default()
    };
    let related: Vec<(ArticleId,)> = session
        .all(
            "SELECT p.article_id FROM related r JOIN placements p ON p.id = r.other_id WHERE r.placement_id = $1",
            (placement.id,),
        )
        .await?;
    traces.articles.extend(related.into_iter().map(|(id,)| id));
    traces
        .articles
        .extend(series::next_article(session, placement.title, placement.article).await?);
    traces
        .topics
        .extend(topic::ordering(session, placement.id).await?);
    Ok(traces)
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Position, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: jiff::Timestamp,
    /// What was done.
    pub deed: String,
    /// What it touched.
    pub traces: Traces,
}

const TOUCHED: Many = many!(
    "INSERT INTO touched (trace, at) VALUES ",
    2,
    " ON CONFLICT (trace) DO UPDATE SET at = excluded.at"
);

/// Writes the row of a deed that says of nothing when it changed last: what it brings has its own dates.
pub(crate) async fn undated(tx: &mut Tx, deed: &'static str, traces: &Traces) -> Result<u64> {
    let written = serde_json::to_string(traces)?;
    let (seq,): (i64,) = tx
        .session
        .one(
            "INSERT INTO changes (seq, at, deed, traces)
             SELECT COALESCE(MAX(seq), 0) + 1, CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT) FROM changes
             RETURNING seq",
            (tx.now, deed, written),
        )
        .await?;
    Ok(u64::try_from(seq).unwrap_or(0))
}

pub(crate) async fn append(tx: &mut Tx, deed: &'static str, traces: &Traces) -> Result<u64> {
    let seq = undated(tx, deed, traces).await?;
    // A statement of many rows may not meet the same one twice.
    let dated: BTreeSet<String> = traces
        .each()
        .filter(|trace| trace.dates())
        .map(|trace| trace.to_string())
        .collect();
    let rows = dated
        .into_iter()
        .map(|trace| vec![trace.into(), tx.now.into()]);
    let rows = rows.collect();
    tx.session.write_many(&TOUCHED, rows).await?;
    Ok(seq)
}

/// When a deed last touched a title, section, topic or person, or everything; `None` if none did.
pub async fn touched_at(session: &mut Session, trace: Trace) -> Result<Option<jiff::Timestamp>> {
    let (at,): (Option<jiff::Timestamp>,) = session
        .one(
            "SELECT MAX(at) FROM touched WHERE trace = 'all' OR trace = $1",
            (trace.to_string(),),
        )
        .await?;
    Ok(at)
}

/// Changes after a position, oldest first, at most [`PAGE_MAX`].
pub async fn after(session: &mut Session, seq: i64) -> Result<Vec<Change>> {
    let rows: Vec<(i64, jiff::Timestamp, String, String)> = session
        .all(
            "SELECT seq, at, deed, traces FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2",
            (seq, PAGE_MAX),
        )
        .await?;
    rows.into_iter()
        .map(|(seq, at, deed, traces)| {
            Ok(Change {
                seq,
                at,
                deed,
                traces: serde_json::from_str(&traces)?,
            })
        })
        .collect()
}

/// Whether a deed after a position may have touched published texts: any but those on comments and on drafts.
pub(crate) async fn of_texts_since(session: &mut Session, seq: i64) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt(
            "SELECT seq FROM changes WHERE seq > $1 AND deed NOT LIKE 'comment.%' AND deed NOT LIKE 'draft.%' LIMIT 1",
            (seq,),
        )
        .await?;
    Ok(row.is_some())
}

/// The position of the newest change, 0 for none.
pub async fn newest(session: &mut Session) -> Result<i64> {
    let (seq,): (i64,) = session
        .one("SELECT COALESCE(MAX(seq), 0) FROM changes", ())
        .await?;
    Ok(seq)
}
