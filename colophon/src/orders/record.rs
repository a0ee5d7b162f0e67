//! Orders about the record as a whole.

use super::{Answer, Bench};
use crate::failure::Result;
use paper::{Fault, keeping};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Deeds on the record as a whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Keeping {
    /// Writes a consistent copy.
    Backup {
        /// Absolute path of the file to make.
        file: PathBuf,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &str, order: Keeping) -> Result<Answer> {
    match order {
        Keeping::Backup { file } => {
            let folder = bench
                .paper
                .media()
                .parent()
                .ok_or_else(|| Fault::new("the media folder stands in no folder"))?;
            let report = keeping::backup(&bench.paper, folder, &file).await?;
            tracing::info!(
                files = report.files,
                "{} backed the record up to {}",
                by,
                file.display()
            );
            Ok(Answer {
                count: Some(report.files as u64),
                left_out: report.left_out,
                ..Answer::default()
            })
        }
    }
}
