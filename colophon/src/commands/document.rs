//! `document`: papers readers may open, linked from a text.

use super::{At, By, article_files};
use crate::failure::Result;
use crate::orders::{Order, Publishing};
use crate::terminal;
use clap::{Args, Subcommand};
use paper::pictures;
use std::path::PathBuf;

/// Documents (PDF) that articles link to: add
#[derive(Debug, Args)]
pub(crate) struct Documents {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: DocumentDeed,
}

#[derive(Debug, Subcommand)]
enum DocumentDeed {
    /// Add a document; prints the address to link in a text. Readers can open it once a published text links it
    #[command(
        after_help = "Example:\n  colophon document add ordinanza-214.pdf --title gazzetta --as teresa"
    )]
    Add {
        /// The file
        file: PathBuf,
        /// Host or key of the title
        #[arg(long, value_name = "HOST")]
        title: String,
    },
}

impl Documents {
    pub(crate) async fn run(self, at: &At) -> Result<()> {
        let DocumentDeed::Add { file, title } = self.deed;
        let order = Publishing::Picture {
            title,
            name: file.display().to_string(),
            bytes: article_files::bytes(&file, pictures::BYTES_MAX as u64)?,
        };
        let answer = at.does(&self.by, Order::Publishing(order)).await?;
        answer.urls.iter().for_each(terminal::out);
        Ok(())
    }
}
