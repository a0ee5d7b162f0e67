//! The desk by program: which texts lie on which shelf, how far they are, in whose hands, until when, and what is said of
//! them.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::articles::ArticlePath;
use crate::resources::standing::Paging;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::desk::notes::{self, DeskNote};
use paper::desk::{Phase, Shelf, moving};
use paper::id::{ArticleId, DeskNoteId};
use paper::reading::desk::{self as reading, After, Counts, Filter, Hands, OnDesk};
use paper::rights::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which texts of the desk.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Asked {
    /// On this shelf; all that is in work if not said.
    shelf: Option<Shelf>,
    /// In whose hands: `mine`, `nobody`, or an account.
    hands: Option<String>,
    /// Words of the headline or the working name.
    words: Option<String>,
    /// Wanted before this instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    due_before: Option<Timestamp>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Things on it, 1 to 100; 50 at most come at once.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Asked, ()>,
) -> Result<Out<Page<OnDesk>>, Problem> {
    let asked = input.query;
    let limit = pages::limit(asked.limit)?;
    let after = pages::after(asked.cursor.as_deref(), |inside| {
        let (at, article) = pages::read_moment(inside, ArticleId::parse)?;
        Some(After { at, article })
    })?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see_part(&mut session, Deed::Save, &title).await?;
    let filter = Filter {
        title: Some(title.id),
        shelf: asked.shelf,
        hands: match asked.hands.as_deref() {
            None => Hands::All,
            Some("mine") => Hands::Mine,
            Some("nobody") => Hands::Nobody,
            Some(handle) => Hands::Of(handle.to_owned()),
        },
        words: asked.words.unwrap_or_default(),
        due_before: asked.due_before,
        ..Filter::default()
    };
    let now = call.paper.now();
    let page = reading::page(&mut session, call.actor()?, &filter, after, limit, now).await?;
    let next = page
        .next
        .map(|next| pages::cursor(pages::moment(next.at, next.article)));
    Ok(Page {
        items: page.rows,
        next,
    }
    .into())
}

pub(crate) async fn counts(
    call: Call,
    input: Input<TitlePath, Nothing, ()>,
) -> Result<Out<Counts>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see_part(&mut session, Deed::Save, &title).await?;
    let now = call.paper.now();
    Ok(
        reading::counts(&mut session, call.actor()?, Some(title.id), now)
            .await?
            .into(),
    )
}

/// How far the work on a text shall have come.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhaseIn {
    /// `idea`, `writing`, `desk` or `approved`.
    phase: Phase,
}

pub(crate) async fn move_to(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<PhaseIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    moving::move_to(&call.paper, call.actor()?, article, wanted.phase).await?;
    Ok(().into())
}

/// Who shall work on a text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssigneeIn {
    /// The account; `null` for nobody.
    account: Option<String>,
}

pub(crate) async fn assign(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<AssigneeIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    let to = wanted.account.as_deref();
    moving::assign(&call.paper, call.actor()?, article, to).await?;
    Ok(().into())
}

/// Until when a text is wanted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DueIn {
    /// The instant; `null` for no time.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    due: Option<Timestamp>,
}

pub(crate) async fn due(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<DueIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    moving::due(&call.paper, call.actor()?, article, wanted.due).await?;
    Ok(().into())
}

/// What the desk calls a text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameIn {
    /// The name; empty for none.
    name: String,
}

pub(crate) async fn name(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<NameIn>>,
) -> Result<Out<()>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    moving::name(&call.paper, call.actor()?, article, &wanted.name).await?;
    Ok(().into())
}

pub(crate) async fn notes(
    call: Call,
    input: Input<ArticlePath, Paging, ()>,
) -> Result<Out<Page<DeskNote>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, DeskNoteId::parse)
    })?;
    let mut session = call.paper.read().await?;
    let article = call.desk_article(&mut session, input.path.article).await?;
    let items = notes::of_article(&mut session, article.id, after, limit + 1).await?;
    Ok(Page::cut(items, limit, |note: &DeskNote| {
        pages::moment(note.at, note.id)
    })
    .into())
}

/// Something said to the desk about a text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteIn {
    /// What it says; `@account` calls somebody.
    text: String,
    /// The words of the text it is about.
    #[serde(default)]
    passage: Option<String>,
}

/// A note that was left.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NoteMade {
    /// Its id.
    note: DeskNoteId,
}

pub(crate) async fn add_note(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<NoteIn>>,
) -> Result<Out<NoteMade>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    let passage = wanted.passage.as_deref();
    let note = notes::add(&call.paper, call.actor()?, article, &wanted.text, passage).await?;
    Ok(NoteMade { note }.into())
}

/// A note by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotePath {
    /// The note's id.
    note: DeskNoteId,
}

pub(crate) async fn settle_note(
    call: Call,
    input: Input<NotePath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    notes::settle(&call.paper, call.actor()?, input.path.note).await?;
    Ok(().into())
}
