//! When an article goes out: schedule, embargo, hold, spike.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::problem::Problem;
use crate::resources::articles::ArticlePath;
use crate::resources::publishing::told;
use jiff::Timestamp;
use jiff::civil::DateTime;
use paper::Refusal;
use paper::articles::content::Class;
use paper::articles::scheduling;
use paper::id::ArticleId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a draft shall go out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleIn {
    /// Date and time in the title's zone, such as `2026-11-25T06:30`.
    #[schemars(with = "String")]
    local: DateTime,
    /// Class of the change, for an article that is out already.
    #[serde(default)]
    class: Option<Class>,
    /// What readers are told of the change.
    #[serde(default)]
    note: String,
}

/// When a draft goes out.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Scheduled {
    /// The article.
    article: ArticleId,
    /// The instant.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
}

/// Not before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmbargoIn {
    /// The instant.
    #[schemars(with = "String", extend("format" = "date-time"))]
    until: Timestamp,
}

/// Why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonIn {
    /// Why; the desk reads it.
    #[serde(default)]
    reason: String,
}

type Bare = Input<ArticlePath, Nothing, ()>;

pub(crate) async fn schedule(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<ScheduleIn>>,
) -> Result<Out<Scheduled>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    let class = wanted.class.unwrap_or(Class::First);
    let (by, local) = (call.actor()?, wanted.local);
    match scheduling::schedule(&call.paper, by, article, local, class, &wanted.note).await {
        Ok(at) => Ok(Scheduled { article, at }.into()),
        Err(error) => Err(told(&call, article, error).await),
    }
}

pub(crate) async fn unschedule(call: Call, input: Bare) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    match scheduling::unschedule(&call.paper, call.actor()?, article).await {
        // Asked twice, or when it had just gone out: it is off the schedule, as was wished.
        Ok(()) | Err(paper::Error::Refused(Refusal::NotOnSchedule)) => Ok(().into()),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn embargo(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<EmbargoIn>>,
) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    let until = Some(input.body.0.until);
    scheduling::embargo(&call.paper, call.actor()?, article, until).await?;
    Ok(().into())
}

pub(crate) async fn lift(call: Call, input: Bare) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    scheduling::embargo(&call.paper, call.actor()?, article, None).await?;
    Ok(().into())
}

pub(crate) async fn hold(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<ReasonIn>>,
) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    scheduling::hold(&call.paper, call.actor()?, article, &input.body.0.reason).await?;
    Ok(().into())
}

pub(crate) async fn release(call: Call, input: Bare) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    scheduling::release(&call.paper, call.actor()?, article).await?;
    Ok(().into())
}

pub(crate) async fn spike(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<ReasonIn>>,
) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    scheduling::spike(&call.paper, call.actor()?, article, &input.body.0.reason).await?;
    Ok(().into())
}
