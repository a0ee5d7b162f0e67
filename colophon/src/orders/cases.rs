//! Orders about what readers report.

use super::changing::located;
use super::{Answer, Bench, words};
use crate::failure::Result;
use paper::articles::replying::{self, Wanted};
use paper::cases::deciding;
use paper::id::CaseId;
use paper::{Actor, Refusal, Thing};
use serde::{Deserialize, Serialize};

/// Deeds on cases.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cases {
    /// Answers one; the article stays as it is.
    Answer {
        /// The case.
        case: String,
        /// What is said.
        text: String,
    },
    /// Refuses one.
    Refuse {
        /// The case.
        case: String,
        /// Why.
        reason: String,
    },
    /// Says which revision mends what was reported.
    Link {
        /// The case.
        case: String,
        /// The revision's number.
        revision: u32,
    },
    /// Prints a statement with its article.
    Print {
        /// The article.
        article: String,
        /// What is printed.
        statement: Printed,
        /// What the newsroom adds.
        note: String,
    },
}

/// A statement to be printed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Printed {
    /// Of a case, word for word.
    Case(String),
    /// Of a letter.
    Words {
        /// Who makes it.
        name: String,
        /// In full.
        text: String,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Cases) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        Cases::Answer { case, text } => {
            let id = case_id(&case)?;
            deciding::answer(paper, by, id, &text).await?;
            Ok(Answer::made(id))
        }
        Cases::Refuse { case, reason } => {
            let id = case_id(&case)?;
            deciding::refuse(paper, by, id, &reason).await?;
            Ok(Answer::made(id))
        }
        Cases::Link { case, revision } => {
            let id = case_id(&case)?;
            deciding::link(paper, by, id, revision).await?;
            Ok(Answer::made(id))
        }
        Cases::Print {
            article,
            statement,
            note,
        } => {
            let mut session = paper.read().await?;
            let id = words::article(&mut session, &article).await?;
            drop(session);
            let wanted = match statement {
                Printed::Case(case) => Wanted::Case(case_id(&case)?),
                Printed::Words { name, text } => Wanted::Words { name, text },
            };
            let revision = replying::print(paper, by, id, &wanted, &note).await?;
            Ok(Answer {
                revision: Some(revision),
                ..located(bench, id).await?
            })
        }
    }
}

/// The case meant by an id.
pub(crate) fn case_id(word: &str) -> Result<CaseId, Refusal> {
    CaseId::parse(word.trim()).ok_or_else(|| Refusal::Unknown {
        thing: Thing::Case,
        name: word.chars().take(80).collect(),
    })
}
