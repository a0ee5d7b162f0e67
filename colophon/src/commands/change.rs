//! `correct`, `clarify`, `update`, `typo`, `style`: changes of a published text, each by its class.

use super::article_files::{self, Album};
use super::live::home;
use super::{At, By};
use crate::failure::{Failure, Result};
use crate::orders::cases::case_id;
use crate::orders::{Changing, Order, Replacement, Told};
use crate::terminal;
use clap::Args;
use paper::articles::content::Class;
use paper::titles::Title;
use serde_json::json;
use std::path::{Path, PathBuf};

/// How a text changes.
#[derive(Debug, Args)]
pub(super) struct Change {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// The whole new text, from an article file
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "replace",
        conflicts_with = "replace"
    )]
    file: Option<PathBuf>,
    /// Put words in the place of others, which stand once in the article; may be given several times
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], action = clap::ArgAction::Append)]
    replace: Vec<String>,
    /// The case of the reader who reported what this mends
    #[arg(long, value_name = "ID")]
    case: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

macro_rules! changes {
    ($($(#[$doc:meta])* $name:ident, $class:ident, $it:literal, $en:literal;)+) => {$(
        #[derive(Debug, Args)]
        $(#[$doc])*
        pub(crate) struct $name {
            #[command(flatten)]
            change: Change,
            /// What readers are told about it
            #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
            note: String,
        }

        impl $name {
            pub(super) async fn run(self, at: &At) -> Result<()> {
                self.change.run(at, Class::$class, self.note, $it, $en).await
            }
        }
    )+};
}

changes! {
    /// Mend wrong facts of a published article; needs a note
    #[command(after_help = "Example:\n  colophon correct https://gazzetta.example/2026/11/23/traghetto --as teresa \\\n      --replace \"quaranta passeggeri\" \"quattordici passeggeri\" --note \"I passeggeri erano 14, non 40\"")]
    Correct, Correction, "Corretto", "Corrected";
    /// Mend misleading words of a published article; needs a note
    #[command(after_help = "Example:\n  colophon clarify /2026/11/23/traghetto --as teresa --file traghetto.md --note \"…\"")]
    Clarify, Clarification, "Precisato", "Clarified";
    /// Add new facts to a published article
    #[command(after_help = "Example:\n  colophon update /2026/11/23/traghetto --as teresa --file traghetto.md --note \"Ripresa alle 9.55\"")]
    Update, Update, "Aggiornato", "Updated";
    /// Mend spelling and punctuation of a published article
    #[command(after_help = "Example:\n  colophon typo /2026/11/23/traghetto --as teresa --replace \"pasegeri\" \"passeggeri\"")]
    Typo, Typo, "Refuso corretto", "Mended";
    /// Change wording, not meaning, of a published article
    #[command(after_help = "Example:\n  colophon style /2026/11/23/traghetto --as teresa --replace \"si è fermato\" \"si ferma\"")]
    Style, Style, "Forma rivista", "Reworded";
}

impl Change {
    async fn run(self, at: &At, class: Class, note: String, it: &str, en: &str) -> Result<()> {
        // Said before a file is read or a picture taken in.
        if class.needs_note() && note.trim().is_empty() {
            return Err(paper::Refusal::NoteNeeded { class }.into())
                .map_err(|failure: Failure| failure.about("--note"));
        }
        let case = self.case.as_deref().map(case_id).transpose()?;
        let told = Told { class, note, case };
        let house = at.house()?;
        let mut hand = house.hand(&self.by.account);
        let article = self.article;
        let outcome = match &self.file {
            Some(path) => match home(&house, &article).await {
                Ok(title) => self::copy(&mut hand, &title, path, article, told).await,
                Err(failure) => Err(failure),
            },
            None => {
                let replacements = pairs(self.replace);
                hand.does(Order::Changing(Changing::Words {
                    article,
                    told,
                    replacements,
                }))
                .await
            }
        };
        hand.rests().await;
        let answer = outcome?;
        if self.json {
            terminal::json(
                &json!({"article": answer.article, "revision": answer.revision, "urls": answer.urls}),
            );
        } else {
            at.says(&answer, it, en);
        }
        Ok(())
    }
}

fn pairs(words: Vec<String>) -> Vec<Replacement> {
    let mut words = words.into_iter();
    let mut all = Vec::new();
    while let (Some(old), Some(new)) = (words.next(), words.next()) {
        all.push(Replacement { old, new });
    }
    all
}

async fn copy(
    hand: &mut crate::house::Hand<'_>,
    title: &Title,
    path: &Path,
    article: String,
    told: Told,
) -> Result<crate::orders::Answer> {
    let mut file = article_files::read_or_refuse(path, &title.time_zone())?.without_furniture();
    Album::default()
        .add(hand, &title.key, path, &mut file)
        .await?;
    hand.does(Order::Changing(Changing::Copy {
        article,
        told,
        copy: Box::new(file.copy),
    }))
    .await
}
