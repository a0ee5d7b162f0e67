//! Statements of persons concerned (*rettifiche*): printed with the article as they were sent, in full.
//!
//! A statement is not the newsroom's text: it leaves the article as it is, no gate reads it, and it stays on every later
//! revision. Its place and prominence are those of the article itself (law 47/1948, article 8).

use super::content::{Class, Statement};
use super::{publishing, revisions};
use crate::actor::Actor;
use crate::cases::{self, Subject};
use crate::changes::Traces;
use crate::forms;
use crate::id::{ArticleId, CaseId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result};
use serde::{Deserialize, Serialize};

/// Statements one article carries.
pub const STATEMENTS_MAX: usize = 20;

/// What is printed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A statement that came by letter or mail.
    Words {
        /// Who makes it.
        name: String,
        /// The statement; empty lines divide paragraphs.
        text: String,
    },
    /// The statement of a case, word for word.
    Case(CaseId),
}

/// Prints a statement with a published article, as a revision of class [`Class::Reply`]. `note` is what the newsroom adds
/// for readers; it may be empty. Says the number of the revision.
pub async fn print(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    wanted: &Wanted,
    note: &str,
) -> Result<u32> {
    let note = words::optional_line("note", note, NOTE_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    let section = Some(placement.section);
    by.may(&mut tx, Deed::Change, Some(article.home), section)
        .await?;
    let shown = article.revision.ok_or(Refusal::NeverPublished)?;
    if article.stage.is_gone() {
        return Err(Refusal::Withdrawn.into());
    }
    let (name, text) = words_of(&mut tx, id, wanted).await?;
    let mut content = revisions::by_id(&mut tx.session, shown).await?.content;
    words::at_most("statements", content.statements.len() + 1, STATEMENTS_MAX)?;
    content.number = article.revisions + 1;
    content.class = Class::Reply;
    content.note = note;
    content.at = tx.now;
    content.modified = tx.now;
    content.statements.push(Statement {
        name,
        text,
        at: tx.now,
    });
    publishing::go_out(&mut tx, by, Deed::Change, &article, &mut content).await?;
    if let Wanted::Case(case) = wanted {
        cases::deciding::led_by(&mut tx, by, *case, id, Class::Reply, content.number).await?;
    }
    tx.commit("article.reply", &Traces::default()).await?;
    Ok(content.number)
}

async fn words_of(tx: &mut Tx, id: ArticleId, wanted: &Wanted) -> Result<(String, String)> {
    match wanted {
        Wanted::Words { name, text } => Ok((
            words::line("name", name, NAME_CHARS_MAX)?,
            forms::paragraphs("text", text, cases::TEXT_CHARS_MAX)?,
        )),
        Wanted::Case(case) => {
            let case = cases::find(&mut tx.session, *case).await?;
            if case.article != id || case.subject != Subject::Reply {
                return Err(cases::unknown(&case.id.to_string()).into());
            }
            Ok((case.name, case.text))
        }
    }
}
