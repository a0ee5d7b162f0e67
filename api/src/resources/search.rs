//! The search: what is out, for everybody; what is in work, for who may see it.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page, Slice};
use crate::problem::{self, Problem};
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use jiff::civil::Date;
use paper::copy::Kind;
use paper::desk::Shelf;
use paper::id::ArticleId;
use paper::reading::search::{
    Facet, FacetFacts, Hit, Outcome, PAGES_MAX, Piece, Question, Searched, WORDS_BYTES_MAX,
};
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::words::NAME_CHARS_MAX;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Seconds after which a search may be tried again while the index is being made, or too many search.
const RETRY_SECONDS: u32 = 10;

/// What is looked for among what is out.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Asked {
    /// Words, “phrases”, `-without`, `by:`, `section:`, `topic:`, `source:`, `headline:`; at most 400 bytes.
    q: String,
    /// Key or host of the only title; all titles of the network if not said, each article once.
    title: Option<String>,
    /// Slug of a section.
    section: Option<String>,
    /// Slug of a topic.
    topic: Option<String>,
    /// A name credited.
    by: Option<String>,
    /// A kind of text.
    kind: Option<Kind>,
    /// A year of first publication.
    #[schemars(range(min = 1, max = 9_998))]
    year: Option<i16>,
    /// First published on this day or later.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    from: Option<Date>,
    /// First published on this day or before.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    until: Option<Date>,
    /// What fits best first, or the newest.
    order: Order,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "SearchOrder")]
pub(crate) enum Order {
    /// What fits best first, the newer before the older.
    #[default]
    Best,
    /// The newest first.
    Newest,
}

/// A page of what was found.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SearchResults")]
pub(crate) struct Found {
    /// Those of this page, 20 at most.
    items: Vec<HitOut>,
    /// The `cursor` of the next page; `null` on the last.
    next: Option<String>,
    /// How many there are on all pages.
    count: u64,
    /// How many of them have all the words; the others, which come after, have some.
    with_all: u64,
    /// The words as they may have been meant.
    meant: Option<String>,
    /// What the finds can be narrowed by.
    facets: Vec<FacetOut>,
}

/// Something found.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SearchHit")]
pub(crate) struct HitOut {
    /// The article's id.
    article: String,
    /// Where readers find it.
    url: String,
    /// BCP 47.
    language: String,
    /// What kind of text it is.
    kind: Kind,
    /// *Titolo*, in pieces.
    headline: Vec<PieceOut>,
    /// A passage that has the words, in pieces; may be empty.
    passage: Vec<PieceOut>,
    /// Names credited.
    byline: Vec<String>,
    /// When it first went out.
    #[schemars(with = "String", extend("format" = "date-time"))]
    first_published: Timestamp,
    /// It was corrected or clarified.
    corrected: bool,
}

/// A piece of a text.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Piece")]
pub(crate) struct PieceOut {
    /// The characters.
    text: String,
    /// It is a word that was asked for.
    marked: bool,
}

/// What finds can be narrowed by.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Facet")]
pub(crate) struct FacetOut {
    /// The parameter: `title`, `section`, `topic`, `by`, `kind`, `year`.
    parameter: &'static str,
    /// Its values, the most frequent first; years the newest first.
    values: Vec<ValueOut>,
}

/// A value of a facet.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FacetValue")]
pub(crate) struct ValueOut {
    /// What the parameter takes.
    value: String,
    /// What people call it.
    name: String,
    /// How many finds have it.
    count: u64,
}

/// What is looked for among what is in work.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AskedInWork {
    /// Words, “phrases”, `-without`, `by:`, `section:`, `topic:`, `source:`, `headline:`; at most 400 bytes.
    q: String,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Things on it, 1 to 100; all of them if not said, 100 at most.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// A text in work that was found.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DraftHit")]
pub(crate) struct InWorkOut {
    /// The article's id.
    article: ArticleId,
    /// Name of its section.
    section: String,
    /// What the desk calls it; may be empty.
    name: String,
    /// On which shelf it lies.
    shelf: Option<Shelf>,
    /// When it was saved.
    #[schemars(with = "String", extend("format" = "date-time"))]
    saved_at: Timestamp,
    /// *Titolo*, in pieces; may be empty.
    headline: Vec<PieceOut>,
    /// A passage that has the words, in pieces; may be empty.
    passage: Vec<PieceOut>,
}

pub(crate) async fn published(
    call: Call,
    input: Input<Nothing, Asked, ()>,
) -> Result<Out<Found>, Problem> {
    let asked = input.query;
    let page = pages::after(asked.cursor.as_deref(), |inside| {
        let page = inside.parse::<u32>().ok()?;
        (2..=PAGES_MAX).contains(&page).then_some(page)
    })?;
    // Taken before a state of the record is, so that nobody waits with a connection to it in hand.
    let Some(_turn) = call.search.turn().await else {
        return Err(busy());
    };
    let mut session = call.paper.read().await?;
    let here = match &asked.title {
        Some(word) => call.title(&mut session, word).await?,
        None => first(&mut session).await?,
    };
    let question = question(&asked, page.unwrap_or(1))?;
    let now = call.paper.now();
    let facts = call
        .search
        .ask(&mut session, &here, question, &call.reach, now)
        .await?;
    let found = match facts.outcome {
        Outcome::Searched(found) => found,
        Outcome::NothingAsked => Searched {
            last_page: 1,
            ..Searched::default()
        },
        Outcome::BeingMade => return Err(busy()),
    };
    let hosts = titles::hosts(&mut session, here.id).await?;
    let base = hosts.first().map(|host| call.reach.base_url(host));
    let base = base.unwrap_or_default();
    let number = page.unwrap_or(1);
    let next = (number < found.last_page).then(|| pages::cursor((number + 1).to_string()));
    Ok(Found {
        items: found.hits.into_iter().map(|hit| told(hit, &base)).collect(),
        next,
        count: found.count,
        with_all: found.with_all,
        meant: found.meant,
        facets: found.facets.into_iter().map(facet).collect(),
    }
    .into())
}

pub(crate) async fn in_work(
    call: Call,
    input: Input<TitlePath, AskedInWork, ()>,
) -> Result<Out<Page<InWorkOut>>, Problem> {
    let asked = input.query;
    words(&asked.q)?;
    let Some(_turn) = call.search.turn().await else {
        return Err(busy());
    };
    let mut session = call.paper.read().await?;
    let here = call.title(&mut session, &input.path.title).await?;
    call.must_see_part(&mut session, Deed::Save, &here).await?;
    let (actor, language) = (call.actor()?, &here.language);
    let found = search::in_work(&mut session, actor, Some(here.id), &asked.q, language).await?;
    let items = found.into_iter().map(|one| InWorkOut {
        article: one.article,
        section: one.section_name,
        name: one.name,
        shelf: one.shelf,
        saved_at: one.saved_at,
        headline: pieces(one.headline),
        passage: pieces(one.passage),
    });
    let slice = Slice {
        cursor: asked.cursor,
        limit: asked.limit,
    };
    Ok(Page::part(items.collect(), &slice, |one| one.article.to_string())?.into())
}

/// The first title of the network: in its language words are read where no title is named.
async fn first(session: &mut paper::Session) -> Result<Title, Problem> {
    let first = titles::all(session).await?.into_iter().next();
    first.ok_or_else(|| Problem::unknown("title", ""))
}

fn question(asked: &Asked, page: u32) -> Result<Question, Problem> {
    words(&asked.q)?;
    for (field, value) in [
        ("section", &asked.section),
        ("topic", &asked.topic),
        ("by", &asked.by),
    ] {
        if value
            .as_ref()
            .is_some_and(|value| value.chars().count() > NAME_CHARS_MAX)
        {
            return Err(too_long(field, NAME_CHARS_MAX));
        }
    }
    Ok(Question {
        words: paper::words::normal(&asked.q).replace(char::is_control, " "),
        everywhere: asked.title.is_none(),
        title: None,
        section: asked.section.clone(),
        topic: asked.topic.clone(),
        by: asked.by.clone(),
        kind: asked.kind,
        year: asked.year.filter(|year| *year > 0),
        from: asked.from,
        until: asked.until,
        newest_first: asked.order == Order::Newest,
        page,
    })
}

fn words(asked: &str) -> Result<(), Problem> {
    match asked.len() <= WORDS_BYTES_MAX {
        true => Ok(()),
        false => Err(too_long("q", WORDS_BYTES_MAX)),
    }
}

fn too_long(field: &'static str, most: usize) -> Problem {
    Problem::new(
        problem::QUERY,
        format!("{field} è troppo lungo: al più {most}"),
        format!("{field} is too long: {most} at most"),
    )
    .of_field(field, "scrivi meno", "write less")
}

fn busy() -> Problem {
    Problem {
        retry_after: Some(RETRY_SECONDS),
        ..Problem::new(
            problem::UNAVAILABLE,
            "la ricerca per il momento non può rispondere: riprova tra poco",
            "the search cannot answer for the moment: try again shortly",
        )
    }
}

fn told(hit: Hit, base: &str) -> HitOut {
    let card = hit.card;
    HitOut {
        article: card.article,
        url: match card.href.starts_with('/') {
            true => format!("{base}{}", card.href),
            false => card.href,
        },
        language: card.language,
        kind: card.kind,
        headline: pieces(hit.headline),
        passage: pieces(hit.passage),
        byline: card.byline,
        first_published: card.first_published,
        corrected: card.corrected,
    }
}

fn pieces(pieces: Vec<Piece>) -> Vec<PieceOut> {
    pieces
        .into_iter()
        .map(|Piece { text, marked }| PieceOut { text, marked })
        .collect()
}

fn facet(facts: FacetFacts) -> FacetOut {
    FacetOut {
        parameter: match facts.facet {
            Facet::Title => "title",
            Facet::Section => "section",
            Facet::Topic => "topic",
            Facet::By => "by",
            Facet::Kind => "kind",
            Facet::Year => "year",
        },
        values: facts
            .values
            .into_iter()
            .map(|one| ValueOut {
                value: one.key,
                name: one.name,
                count: one.count,
            })
            .collect(),
    }
}
