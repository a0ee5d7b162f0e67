//! What readers report, and statements they ask to be printed.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::titles::TitlePath;
use paper::articles;
use paper::cases::figures::{self, Figures};
use paper::cases::{self, Case, State, deciding};
use paper::id::{ArticleId, CaseId};
use paper::rights::Deed;
use schemars::JsonSchema;
use serde::Deserialize;

/// A case.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CasePath {
    /// The case's id.
    case: CaseId,
}

/// Which cases.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// In which state; open ones if not said.
    state: Option<State>,
    /// Only the newest of this article, in any state, on one page.
    article: Option<ArticleId>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Cases on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// What whoever sent it is told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerIn {
    /// In words; empty lines divide paragraphs.
    text: String,
}

/// What it led to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkIn {
    /// Number of the revision that mends it.
    revision: u32,
}

type Of<B> = Input<CasePath, Nothing, B>;

/// The case, for whoever may decide it; to everybody else it does not exist.
async fn seen(call: &Call, id: CaseId) -> Result<Case, Problem> {
    let unknown = || Problem::unknown("case", &id.to_string());
    let mut session = call.paper.read().await?;
    let case = match cases::find(&mut session, id).await {
        Err(paper::Error::Refused(_)) => return Err(unknown()),
        other => other?,
    };
    let section = articles::placement(&mut session, case.placement)
        .await?
        .map(|placement| placement.section);
    let actor = call.actor()?;
    let title = Some(case.title);
    if actor
        .sees(&mut session, Deed::DecideCase, title, section)
        .await?
    {
        Ok(case)
    } else {
        Err(unknown())
    }
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Which, ()>,
) -> Result<Out<Page<Case>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), CaseId::parse)?;
    let state = input.query.state.unwrap_or(State::Open);
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::DecideCase, Some(title.id), None)
        .await?;
    if let Some(article) = input.query.article {
        let mut items = cases::of_article(&mut session, article).await?;
        items.retain(|case| case.title == title.id);
        return Ok(Page::whole(items).into());
    }
    let items = cases::list(&mut session, title.id, state, after, limit + 1).await?;
    Ok(Page::cut(items, limit, |case: &Case| case.id.to_string()).into())
}

pub(crate) async fn figures(
    call: Call,
    input: Input<TitlePath, Nothing, ()>,
) -> Result<Out<Figures>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let now = call.paper.now();
    Ok(figures::of_title(&mut session, title.id, now).await?.into())
}

pub(crate) async fn show(call: Call, input: Of<()>) -> Result<Out<Case>, Problem> {
    Ok(seen(&call, input.path.case).await?.into())
}

pub(crate) async fn answer(call: Call, input: Of<Json<AnswerIn>>) -> Result<Out<()>, Problem> {
    let case = seen(&call, input.path.case).await?.id;
    deciding::answer(&call.paper, call.actor()?, case, &input.body.0.text).await?;
    Ok(().into())
}

pub(crate) async fn refuse(call: Call, input: Of<Json<AnswerIn>>) -> Result<Out<()>, Problem> {
    let case = seen(&call, input.path.case).await?.id;
    deciding::refuse(&call.paper, call.actor()?, case, &input.body.0.text).await?;
    Ok(().into())
}

pub(crate) async fn link(call: Call, input: Of<Json<LinkIn>>) -> Result<Out<()>, Problem> {
    let case = seen(&call, input.path.case).await?.id;
    deciding::link(&call.paper, call.actor()?, case, input.body.0.revision).await?;
    Ok(().into())
}
