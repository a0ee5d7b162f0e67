//! Published articles, as readers may see them: lists, the live text, its revisions, what leads to it.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::{self, Problem};
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::addresses::{self, Leads};
use paper::articles::content::{Class, Content, State};
use paper::articles::{self, Article, Revision, Stage};
use paper::copy::{AiUse, Kind};
use paper::id::{ArticleId, PlacementId};
use paper::reading::listing::{self, Among, ListedArticle};
use paper::{Session, people, sections, titles, topics};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest address followed, bytes.
const ADDRESS_BYTES_MAX: usize = 500;

/// An article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticlePath {
    /// The article's id.
    pub(crate) article: ArticleId,
}

/// A revision of an article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevisionPath {
    /// The article's id.
    pub(crate) article: ArticleId,
    /// Number of the revision, from 1.
    pub(crate) revision: u32,
}

/// Which articles of a title; one of section, topic and contributor at most.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Slug of a section: those of the sections under it are among them.
    pub(crate) section: Option<String>,
    /// Slug of a topic.
    pub(crate) topic: Option<String>,
    /// Slug of a contributor.
    pub(crate) contributor: Option<String>,
    /// Where the page begins: `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Articles on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    pub(crate) limit: Option<u32>,
}

/// A published article in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ArticleCard")]
pub(crate) struct CardOut {
    /// The article's id.
    article: String,
    /// Its placement on this title.
    placement: PlacementId,
    /// Where readers find it on this title.
    url: String,
    /// BCP 47.
    language: String,
    /// What kind of text it is.
    kind: Kind,
    /// *Titolo*, as on this title.
    headline: String,
    /// *Occhiello*.
    kicker: String,
    /// *Sommario*.
    standfirst: String,
    /// Names credited.
    byline: Vec<String>,
    /// Who paid.
    sponsor: Option<String>,
    /// Use of artificial intelligence.
    ai: Option<AiUse>,
    /// When it first went out.
    #[schemars(with = "String", extend("format" = "date-time"))]
    first_published: Timestamp,
    /// Last change of substance.
    #[schemars(with = "String", extend("format" = "date-time"))]
    modified: Timestamp,
    /// It was corrected or clarified.
    corrected: bool,
    /// Shown or withdrawn.
    state: State,
}

/// A published article.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Article")]
pub(crate) struct ArticleOut {
    /// Its id.
    id: ArticleId,
    /// Key of the title it is of.
    title: String,
    /// Number of its live revision.
    revision: u32,
    /// Commitment of that revision, hexadecimal.
    commitment: String,
    /// Where it is shown, the canonical address first.
    placements: Vec<PlacementOut>,
    /// What readers see, in the form revisions are hashed over. A withdrawn article has no text here.
    content: Content,
}

/// Where an article is shown.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Placement")]
pub(crate) struct PlacementOut {
    /// Its id.
    pub(crate) id: PlacementId,
    /// Key of the title.
    pub(crate) title: String,
    /// Slug of the section there.
    pub(crate) section: String,
    /// Where readers find it; `null` before it went out.
    pub(crate) url: Option<String>,
    /// Its own headline there; empty if it is the article's.
    pub(crate) headline: String,
    /// It is the original.
    pub(crate) original: bool,
    /// Readers may comment.
    pub(crate) comments: bool,
}

/// A revision in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RevisionEntry")]
pub(crate) struct RevisionEntry {
    /// Its number.
    number: u32,
    /// Why it exists.
    class: Class,
    /// What readers were told.
    note: String,
    /// When it went out.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// Who let it go.
    editor: String,
    /// Its commitment, hexadecimal.
    commitment: String,
}

/// A revision.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Revision")]
pub(crate) struct RevisionOut {
    /// Its number.
    number: u32,
    /// Its commitment, hexadecimal.
    commitment: String,
    /// Who let it go.
    editor: String,
    /// What readers saw. Of an article taken away there is no text here.
    content: Content,
}

/// Where an address of a title leads.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressQuery {
    /// The path, beginning with `/`.
    path: String,
}

/// Where an address leads now.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Redirect")]
pub(crate) struct AddressOut {
    /// The address asked about is the one the text has now.
    current: bool,
    /// The address the text has now.
    url: String,
    /// The article, where it is on this title.
    article: Option<ArticleId>,
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Which, ()>,
) -> Result<Out<Page<CardOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let before = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, PlacementId::parse)
    })?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let among = among(&mut session, title.id, &input.query).await?;
    let host = titles::hosts(&mut session, title.id)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default();
    let base = call.reach.base_url(&host);
    let found = listing::articles(&mut session, &among, before, limit + 1).await?;
    let items = found.into_iter().map(|one| card_out(one, &base)).collect();
    Ok(Page::cut(items, limit, |card: &CardOut| {
        pages::moment(card.first_published, card.placement)
    })
    .into())
}

async fn among(
    session: &mut Session,
    title: paper::id::TitleId,
    which: &Which,
) -> Result<Among, Problem> {
    match (&which.section, &which.topic, &which.contributor) {
        (None, None, None) => Ok(Among::Title(title)),
        (Some(slug), None, None) => Ok(Among::Section(
            sections::section(session, title, slug).await?.id,
        )),
        (None, Some(slug), None) => Ok(Among::Topic(topics::topic(session, title, slug).await?.id)),
        (None, None, Some(slug)) => Ok(Among::Credited(
            title,
            people::contributor(session, slug).await?.name,
        )),
        _ => Err(Problem::new(
            problem::QUERY,
            "sezione, argomento e firma: uno solo alla volta",
            "section, topic, contributor: one of them at a time",
        )),
    }
}

fn card_out(one: ListedArticle, base: &str) -> CardOut {
    let card = one.card;
    CardOut {
        article: card.article,
        placement: one.placement,
        url: format!("{base}{}", card.href),
        language: card.language,
        kind: card.kind,
        headline: card.headline,
        kicker: card.kicker,
        standfirst: card.standfirst,
        byline: card.byline,
        sponsor: card.sponsor,
        ai: card.ai,
        first_published: card.first_published,
        modified: card.modified,
        corrected: card.corrected,
        state: card.state,
    }
}

/// An article readers have seen. One that never went out does not exist here.
pub(crate) async fn published(session: &mut Session, id: ArticleId) -> Result<Article, Problem> {
    match articles::find(session, id).await {
        Ok(article) if article.first_published.is_some() => Ok(article),
        Ok(_) | Err(paper::Error::Refused(_)) => Err(Problem::unknown("article", &id.to_string())),
        Err(error) => Err(error.into()),
    }
}

fn as_shown(article: &Article, revision: Revision) -> RevisionOut {
    RevisionOut {
        number: revision.number,
        commitment: revision.commitment,
        editor: revision.editor,
        content: if article.stage.is_gone() {
            revision.content.without_text()
        } else {
            revision.content
        },
    }
}

pub(crate) async fn show(
    call: Call,
    input: Input<ArticlePath, Nothing, ()>,
) -> Result<Out<ArticleOut>, Problem> {
    let mut session = call.paper.read().await?;
    let article = published(&mut session, input.path.article).await?;
    let revision = articles::revision_numbered(&mut session, article.id, article.revisions).await?;
    if article.stage == Stage::Killed {
        let note = revision.content.note;
        return Err(Problem::new(problem::GONE, note.clone(), note));
    }
    let title = titles::by_id(&mut session, article.home).await?.key;
    let placements = placed(&call, &mut session, article.id)
        .await?
        .into_iter()
        .filter(|placement| placement.url.is_some())
        .collect();
    let shown = as_shown(&article, revision);
    Ok(ArticleOut {
        id: article.id,
        title,
        revision: shown.number,
        commitment: shown.commitment,
        placements,
        content: shown.content,
    }
    .into())
}

/// The placements of an article with their addresses.
pub(crate) async fn placed(
    call: &Call,
    session: &mut Session,
    id: ArticleId,
) -> Result<Vec<PlacementOut>, Problem> {
    let mut placed = Vec::new();
    for placement in articles::placements(session, id).await? {
        let title = titles::by_id(session, placement.title).await?;
        let host = titles::hosts(session, title.id).await?.into_iter().next();
        let section = sections::all(session, title.id)
            .await?
            .into_iter()
            .find(|section| section.id == placement.section)
            .map(|section| section.slug)
            .unwrap_or_default();
        let url = match (host, placement.path) {
            (Some(host), Some(path)) => Some(format!("{}{path}", call.reach.base_url(&host))),
            _ => None,
        };
        placed.push(PlacementOut {
            id: placement.id,
            title: title.key,
            section,
            url,
            headline: placement.headline,
            original: placement.original,
            comments: placement.comments,
        });
    }
    Ok(placed)
}

pub(crate) async fn revisions(
    call: Call,
    input: Input<ArticlePath, super::standing::Paging, ()>,
) -> Result<Out<Page<RevisionEntry>>, Problem> {
    let limit = pages::limit(input.query.limit)?.min(articles::HISTORY_MAX);
    let after = pages::after(input.query.cursor.as_deref(), |text| {
        text.parse::<u32>().ok()
    })?;
    let mut session = call.paper.read().await?;
    let article = published(&mut session, input.path.article).await?;
    let up_to = after.map_or(article.revisions, |number| number.saturating_sub(1));
    let found = articles::history(&mut session, article.id, up_to).await?;
    let items = found
        .into_iter()
        .map(|revision| RevisionEntry {
            number: revision.number,
            class: revision.class,
            note: revision.content.note,
            at: revision.at,
            editor: revision.editor,
            commitment: revision.commitment,
        })
        .collect();
    Ok(Page::cut(items, limit, |entry: &RevisionEntry| {
        entry.number.to_string()
    })
    .into())
}

pub(crate) async fn revision(
    call: Call,
    input: Input<RevisionPath, Nothing, ()>,
) -> Result<Out<RevisionOut>, Problem> {
    let mut session = call.paper.read().await?;
    let article = published(&mut session, input.path.article).await?;
    let number = input.path.revision;
    let revision = articles::revision_numbered(&mut session, article.id, number).await?;
    Ok(as_shown(&article, revision).into())
}

pub(crate) async fn redirect(
    call: Call,
    input: Input<TitlePath, AddressQuery, ()>,
) -> Result<Out<AddressOut>, Problem> {
    let path = input.query.path;
    let unknown = || Problem::unknown("address", &path);
    if path.len() > ADDRESS_BYTES_MAX {
        return Err(unknown());
    }
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let host = titles::hosts(&mut session, title.id)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default();
    let base = call.reach.base_url(&host);
    let out = match addresses::follow(&mut session, title.id, &path).await? {
        Leads::Here(placement) => AddressOut {
            current: true,
            url: format!("{base}{path}"),
            article: Some(placement.article),
        },
        Leads::There(now) => AddressOut {
            current: false,
            url: format!("{base}{now}"),
            article: None,
        },
        Leads::Elsewhere { host, path } => AddressOut {
            current: false,
            url: format!("{}{path}", call.reach.base_url(&host)),
            article: None,
        },
        Leads::Nowhere => return Err(unknown()),
    };
    Ok(out.into())
}
