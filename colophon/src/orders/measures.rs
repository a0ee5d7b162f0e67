//! Orders on what is asked by the right to be forgotten.

use super::{Answer, Bench, words};
use crate::failure::Result;
use paper::id::MeasureId;
use paper::measures::Kind;
use paper::measures::deciding::{self, Decision, Request};
use paper::{Actor, Refusal, Thing};
use serde::{Deserialize, Serialize};

/// Deeds on measures.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Measures {
    /// Puts a request on the record.
    Ask {
        /// The article.
        article: String,
        /// What is asked.
        request: Request,
    },
    /// Decides one.
    Decide {
        /// The measure.
        measure: String,
        /// What is decided.
        decision: Decision,
    },
    /// Lifts one that holds.
    Lift {
        /// The measure.
        measure: String,
        /// Why.
        reason: String,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Measures) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        Measures::Ask { article, request } => {
            let mut session = paper.read().await?;
            let id = words::article(&mut session, &article).await?;
            drop(session);
            Ok(Answer::made(deciding::ask(paper, by, id, &request).await?))
        }
        Measures::Decide { measure, decision } => {
            let id = measure_id(&measure)?;
            let measure = deciding::decide(paper, by, id, &decision).await?;
            Ok(Answer {
                count: (measure.kind == Kind::Anonymise && decision.accept)
                    .then_some(measure.places.into()),
                ..Answer::made(id)
            })
        }
        Measures::Lift { measure, reason } => {
            let id = measure_id(&measure)?;
            deciding::lift(paper, by, id, &reason).await?;
            Ok(Answer::made(id))
        }
    }
}

/// The measure meant by an id.
pub(crate) fn measure_id(word: &str) -> Result<MeasureId, Refusal> {
    MeasureId::parse(word.trim()).ok_or_else(|| Refusal::Unknown {
        thing: Thing::Measure,
        name: word.chars().take(80).collect(),
    })
}
