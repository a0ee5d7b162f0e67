//! Orders about the public log.

use super::{Answer, Bench};
use crate::failure::Result;
use paper::{Actor, log};
use serde::{Deserialize, Serialize};

/// Deeds on the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Logging {
    /// Gives it another key.
    Rotate,
    /// Makes a new one of the entries there are, after an older record was brought back.
    Restart,
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Logging) -> Result<Answer> {
    let made = match order {
        Logging::Rotate => log::rotate(&bench.paper, by).await?,
        Logging::Restart => log::begin_anew(&bench.paper, by).await?,
    };
    Ok(Answer::made(made))
}
