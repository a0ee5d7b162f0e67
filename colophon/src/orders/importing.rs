//! Orders of an import.

use super::{Answer, Bench};
use crate::failure::Result;
use moving::Deed;
use paper::{Actor, Fault};

/// Does one; what came of it is the answer's document.
pub(super) async fn carry_out(bench: &Bench, by: &Actor, deed: Deed) -> Result<Answer> {
    let done = moving::deeds::carry_out(&bench.paper, by, deed).await?;
    Ok(Answer {
        document: Some(serde_json::to_value(done).map_err(Fault::from)?),
        ..Answer::default()
    })
}
