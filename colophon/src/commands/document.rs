//! `document`: papers readers may open, linked from a text.

use super::{At, By, article_files};
use crate::failure::Result;
use crate::orders::{Order, Publishing};
use crate::terminal;
use clap::{Args, Subcommand};
use paper::pictures::{self, Form};
use serde_json::json;
use std::path::PathBuf;

/// Documents (PDF) that articles link to: add, list
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
    /// List the documents, the newest first: their id, size in bytes and the address to link in a text
    #[command(after_help = "Example:\n  colophon document list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl Documents {
    pub(crate) async fn run(self, at: &At) -> Result<()> {
        let (file, title) = match self.deed {
            DocumentDeed::Add { file, title } => (file, title),
            DocumentDeed::List { json } => return list(at, json).await,
        };
        let order = Publishing::Picture {
            shown: None,
            title,
            name: file.display().to_string(),
            bytes: article_files::bytes(&file, pictures::BYTES_MAX as u64)?,
        };
        let answer = at.does(&self.by, Order::Publishing(order)).await?;
        answer.urls.iter().for_each(terminal::out);
        Ok(())
    }
}

/// Pictures and documents of the library looked through at once.
const LIBRARY_PAGE: u32 = 100;

async fn list(at: &At, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let (mut listed, mut before) = (Vec::new(), None);
    loop {
        let page = pictures::library(&mut session, before, LIBRARY_PAGE).await?;
        let Some(last) = page.last() else {
            break;
        };
        before = Some(last.id);
        for kept in page.into_iter().filter(|kept| kept.form == Form::Document) {
            let files = pictures::renditions(&mut session, kept.id).await?;
            let path = files.into_iter().next().map(|(path, _, _)| path);
            listed.push(
                json!({"id": kept.id, "bytes": kept.bytes, "caption": kept.caption, "path": path}),
            );
        }
    }
    if json {
        terminal::json(&json!({"documents": listed}));
        return Ok(());
    }
    for document in &listed {
        let word = |field: &str| document[field].as_str().unwrap_or_default().to_owned();
        terminal::out(format!(
            "{} {:>9} {}",
            word("id"),
            document["bytes"],
            word("path")
        ));
    }
    Ok(())
}
