//! What is asked by the right to be forgotten, and what is decided on it.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::Problem;
use crate::resources::articles::ArticlePath;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::id::{ArticleId, MeasureId};
use paper::measures::askers::{self, Asker};
use paper::measures::deciding::{self, Decision, Request};
use paper::measures::{self, Kind, Measure, State};
use paper::rights::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A measure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasurePath {
    /// The measure's id.
    measure: MeasureId,
}

/// Which measures.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichMeasures {
    /// In which state; open ones if not said.
    state: Option<State>,
    /// Only the newest of this article, in any state, on one page.
    article: Option<ArticleId>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Measures on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// What somebody asks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestIn {
    /// What is asked for.
    kind: Kind,
    /// When it came; now if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    requested_at: Option<Timestamp>,
    /// Who asks: told nobody but who decides, and erased a year after the decision.
    #[serde(default)]
    name: String,
    /// Where to answer.
    #[serde(default)]
    contact: String,
    /// In their words.
    #[serde(default)]
    text: String,
}

/// What is decided.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionIn {
    /// It is done; if not, it is refused.
    accept: bool,
    /// Why; readers are not told.
    reason: String,
    /// When it ends by itself; never if not said.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    ends: Option<Timestamp>,
    /// Of a name: each form of it in the text.
    #[serde(default)]
    names: Vec<String>,
    /// What stands in its place; its initials if empty.
    #[serde(default)]
    instead: String,
}

/// Why it is lifted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LiftIn {
    /// In words.
    reason: String,
}

/// A measure and who asked for it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MeasureWithAsker")]
pub(crate) struct MeasureOut {
    /// What was asked and decided.
    #[serde(flatten)]
    measure: Measure,
    /// Who asked; `null` once that is erased.
    asker: Option<Asker>,
}

type Of<B> = Input<MeasurePath, Nothing, B>;

/// The measure, for whoever may decide it; to everybody else it does not exist.
async fn seen(call: &Call, id: MeasureId) -> Result<MeasureOut, Problem> {
    let unknown = || Problem::unknown("measure", &id.to_string());
    let mut session = call.paper.read().await?;
    let measure = match measures::find(&mut session, id).await {
        Err(paper::Error::Refused(_)) => return Err(unknown()),
        other => other?,
    };
    let actor = call.actor()?;
    let title = Some(measure.title);
    if !actor.sees(&mut session, Deed::Measure, title, None).await? {
        return Err(unknown());
    }
    let asker = askers::asker(&mut session, id).await?;
    Ok(MeasureOut { measure, asker })
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, WhichMeasures, ()>,
) -> Result<Out<Page<Measure>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), MeasureId::parse)?;
    let state = input.query.state.unwrap_or(State::Open);
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see(&mut session, Deed::Measure, Some(title.id), None)
        .await?;
    if let Some(article) = input.query.article {
        let mut items = measures::of_article(&mut session, article).await?;
        items.retain(|measure| measure.title == title.id);
        return Ok(Page::whole(items).into());
    }
    let items = measures::list(&mut session, title.id, state, after, limit + 1).await?;
    Ok(Page::cut(items, limit, |measure: &Measure| measure.id.to_string()).into())
}

pub(crate) async fn show(call: Call, input: Of<()>) -> Result<Out<MeasureOut>, Problem> {
    Ok(seen(&call, input.path.measure).await?.into())
}

pub(crate) async fn ask(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<RequestIn>>,
) -> Result<Out<MeasureOut>, Problem> {
    let asked = input.body.0;
    let request = Request {
        kind: asked.kind,
        requested_at: asked.requested_at,
        name: asked.name,
        contact: asked.contact,
        words: asked.text,
    };
    let article = call.article(input.path.article).await?.id;
    let id = deciding::ask(&call.paper, call.actor()?, article, &request).await?;
    Ok(seen(&call, id).await?.into())
}

pub(crate) async fn decide(
    call: Call,
    input: Of<Json<DecisionIn>>,
) -> Result<Out<MeasureOut>, Problem> {
    let id = seen(&call, input.path.measure).await?.measure.id;
    let decided = input.body.0;
    let decision = Decision {
        accept: decided.accept,
        reason: decided.reason,
        ends: decided.ends,
        names: decided.names,
        instead: decided.instead,
    };
    deciding::decide(&call.paper, call.actor()?, id, &decision).await?;
    Ok(seen(&call, id).await?.into())
}

pub(crate) async fn lift(call: Call, input: Of<Json<LiftIn>>) -> Result<Out<MeasureOut>, Problem> {
    let id = seen(&call, input.path.measure).await?.measure.id;
    deciding::lift(&call.paper, call.actor()?, id, &input.body.0.reason).await?;
    Ok(seen(&call, id).await?.into())
}
