//! Figures: how much a title is read.

use crate::call::Call;
use crate::operation::{Input, Out};
use crate::problem::Problem;
use crate::resources::titles::TitlePath;
use paper::reading::figures::{self, FiguresFacts, Period};
use schemars::JsonSchema;
use serde::Deserialize;

/// The time looked at.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Looked {
    /// `today`, `7-days` or `28-days`; today if not said.
    period: Option<Period>,
}

pub(crate) async fn show(
    call: Call,
    input: Input<TitlePath, Looked, ()>,
) -> Result<Out<FiguresFacts>, Problem> {
    let period = input.query.period.unwrap_or(Period::Today);
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let by = call.actor()?;
    let facts = figures::of_title(&mut session, by, &title, period, call.paper.now()).await?;
    Ok(facts.into())
}
