//! Deeds on what is published: corrections and their like, withdrawals, redactions.

use crate::body::Json;
use crate::call::{Call, stale};
use crate::operation::{Input, Nothing, Out};
use crate::problem::Problem;
use crate::resources::articles::ArticlePath;
use crate::resources::drafts::{Text, with_text};
use crate::resources::publishing::{PublishedOut, out, told};
use jiff::Timestamp;
use paper::articles::content::Class;
use paper::articles::coverage::{self, NewEntry};
use paper::articles::publishing::{self, Going, Override};
use paper::articles::redacting::{self, Redaction};
use paper::articles::replying::{self, Wanted};
use paper::articles::withdrawing;
use paper::copy::Copy;
use paper::id::{ArticleId, CaseId, PictureId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A published article's next text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeIn {
    /// What readers are told; corrections and clarifications need it.
    #[serde(default)]
    note: String,
    /// The case of the reader who reported what this mends.
    #[serde(default)]
    case: Option<CaseId>,
    /// The whole copy as it shall be.
    copy: Copy,
    /// Its text, if not as `copy.body`.
    #[serde(default)]
    text: Option<Text>,
    /// Blocks of the gate set aside, each with its reason.
    #[serde(default)]
    overrides: Vec<Override>,
}

/// An entry of live coverage.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntryIn {
    /// Its headline.
    #[serde(default)]
    headline: String,
    /// Its text.
    #[serde(default)]
    text: Option<Text>,
    /// Who signs it, if not those who sign the article.
    #[serde(default)]
    by: Vec<String>,
    /// It is one of the key points.
    #[serde(default)]
    key: bool,
    /// When it was, if not now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    at: Option<Timestamp>,
    /// The oldest entry comes first: said with the first two, the others follow.
    #[serde(default)]
    oldest_first: bool,
    /// Blocks of the gate set aside, each with its reason.
    #[serde(default)]
    overrides: Vec<Override>,
}

/// The end of live coverage.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosingIn {
    /// The standfirst from now on.
    #[serde(default)]
    standfirst: Option<String>,
    /// What readers are told.
    #[serde(default)]
    note: String,
    /// Blocks of the gate set aside, each with its reason.
    #[serde(default)]
    overrides: Vec<Override>,
}

/// A statement to be printed with an article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplyIn {
    /// The statement.
    statement: StatementIn,
    /// What the newsroom adds for readers.
    #[serde(default)]
    note: String,
}

/// Where a statement comes from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum StatementIn {
    /// A case: its words are printed as they were sent.
    Case(CaseId),
    /// A letter.
    Words {
        /// Who makes it.
        name: String,
        /// In full; empty lines divide paragraphs.
        text: String,
    },
}

/// What readers are told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteIn {
    /// What readers are told.
    #[serde(default)]
    note: String,
}

/// Why a text is shown again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReinstateIn {
    /// What readers are told.
    #[serde(default)]
    note: String,
    /// Blocks of the gate that are not to stop it, each with its reason.
    #[serde(default)]
    overrides: Vec<Override>,
}

/// A revision that went out.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Taken {
    /// The article.
    article: ArticleId,
    /// Number of the revision that says so; 0 if readers never saw the article.
    revision: u32,
}

/// On what ground words are blanked.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ground {
    /// A court, a law.
    Legal,
    /// Somebody's rights.
    Rights,
}

/// What is to be blanked, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedactionIn {
    /// On what ground.
    class: Ground,
    /// What readers are told.
    reason: String,
    /// Words and phrases, matched whole and without regard to case.
    #[serde(default)]
    words: Vec<String>,
    /// Pictures by id.
    #[serde(default)]
    pictures: Vec<String>,
}

/// What was blanked.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Redacted {
    /// The article.
    article: ArticleId,
    /// In how many places words or pictures were blanked.
    places: u32,
    /// Pictures that other articles go on showing: each of them needs a redaction of its own.
    shown_elsewhere: Vec<PictureId>,
}

type ChangeInput = Input<ArticlePath, Nothing, Json<ChangeIn>>;
type NoteInput = Input<ArticlePath, Nothing, Json<NoteIn>>;

async fn change(
    call: Call,
    input: ChangeInput,
    class: Class,
) -> Result<Out<PublishedOut>, Problem> {
    let Json(wanted) = input.body;
    let copy = with_text(wanted.copy, wanted.text)?;
    let article = call.article(input.path.article).await?.id;
    let from = call.read_before()?.ok_or_else(stale)?.revision;
    let going = Going {
        class,
        note: wanted.note,
        overrides: wanted.overrides,
        case: wanted.case,
        ..Going::default()
    };
    match publishing::change(&call.paper, call.actor()?, article, from, copy, going).await {
        Ok(published) => Ok(out(&call, published)),
        Err(error) => Err(told(&call, article, error).await),
    }
}

pub(crate) async fn correct(call: Call, input: ChangeInput) -> Result<Out<PublishedOut>, Problem> {
    change(call, input, Class::Correction).await
}

pub(crate) async fn clarify(call: Call, input: ChangeInput) -> Result<Out<PublishedOut>, Problem> {
    change(call, input, Class::Clarification).await
}

pub(crate) async fn update(call: Call, input: ChangeInput) -> Result<Out<PublishedOut>, Problem> {
    change(call, input, Class::Update).await
}

pub(crate) async fn entry(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<EntryIn>>,
) -> Result<Out<PublishedOut>, Problem> {
    let Json(given) = input.body;
    let body = with_text(Copy::default(), given.text)?.body;
    let article = call.article(input.path.article).await?.id;
    let entry = NewEntry {
        title: given.headline,
        body,
        by: given.by,
        key: given.key,
        at: given.at,
        oldest_first: given.oldest_first,
        overrides: given.overrides,
    };
    match coverage::add(&call.paper, call.actor()?, article, entry).await {
        Ok(published) => Ok(out(&call, published)),
        Err(error) => Err(told(&call, article, error).await),
    }
}

pub(crate) async fn close(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<ClosingIn>>,
) -> Result<Out<PublishedOut>, Problem> {
    let Json(given) = input.body;
    let article = call.article(input.path.article).await?.id;
    let going = Going {
        overrides: given.overrides,
        ..Going::change(Class::Update, &given.note)
    };
    let done = coverage::close(&call.paper, call.actor()?, article, given.standfirst, going);
    match done.await {
        Ok(published) => Ok(out(&call, published)),
        Err(error) => Err(told(&call, article, error).await),
    }
}

pub(crate) async fn reply(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<ReplyIn>>,
) -> Result<Out<Taken>, Problem> {
    let Json(given) = input.body;
    let article = call.article(input.path.article).await?.id;
    let wanted = match given.statement {
        StatementIn::Case(case) => Wanted::Case(case),
        StatementIn::Words { name, text } => Wanted::Words { name, text },
    };
    let revision =
        replying::print(&call.paper, call.actor()?, article, &wanted, &given.note).await?;
    Ok(Taken { article, revision }.into())
}

pub(crate) async fn typo(call: Call, input: ChangeInput) -> Result<Out<PublishedOut>, Problem> {
    change(call, input, Class::Typo).await
}

pub(crate) async fn style(call: Call, input: ChangeInput) -> Result<Out<PublishedOut>, Problem> {
    change(call, input, Class::Style).await
}

pub(crate) async fn withdraw(call: Call, input: NoteInput) -> Result<Out<Taken>, Problem> {
    let article = call.article(input.path.article).await?.id;
    let note = &input.body.0.note;
    let revision = withdrawing::withdraw(&call.paper, call.actor()?, article, note).await?;
    Ok(Taken { article, revision }.into())
}

pub(crate) async fn kill(call: Call, input: NoteInput) -> Result<Out<Taken>, Problem> {
    let article = call.article(input.path.article).await?.id;
    let note = &input.body.0.note;
    let revision = withdrawing::kill(&call.paper, call.actor()?, article, note).await?;
    Ok(Taken { article, revision }.into())
}

pub(crate) async fn reinstate(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<ReinstateIn>>,
) -> Result<Out<Taken>, Problem> {
    let Json(given) = input.body;
    let article = call.article(input.path.article).await?.id;
    let (note, overrides) = (&given.note, &given.overrides);
    let revision =
        withdrawing::restore(&call.paper, call.actor()?, article, note, overrides).await?;
    Ok(Taken { article, revision }.into())
}

pub(crate) async fn redact(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<RedactionIn>>,
) -> Result<Out<Redacted>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    let redaction = Redaction {
        class: match wanted.class {
            Ground::Legal => Class::Legal,
            Ground::Rights => Class::Rights,
        },
        words: wanted.words,
        pictures: wanted.pictures,
        reason: wanted.reason,
    };
    let done = redacting::redact(&call.paper, call.actor()?, article, &redaction).await?;
    Ok(Redacted {
        article,
        places: done.places,
        shown_elsewhere: done.shown_elsewhere,
    }
    .into())
}
