//! What the desk decides on a case. Whoever sent it finds it at the case's address; the audit trail keeps who decided.

use super::{ANSWER_CHARS_MAX, Case, State, Subject, alarm, find, unknown};
use crate::actor::Actor;
use crate::articles;
use crate::articles::content::Class;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::forms;
use crate::id::{ArticleId, CaseId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Paper, Refusal, Result};
use serde_json::json;

/// Answers a case: the article stays as it is. A statement cannot be answered away: it is printed, or refused.
pub async fn answer(paper: &Paper, by: &Actor, id: CaseId, words: &str) -> Result<()> {
    settle(paper, by, id, State::Answered, words).await
}

/// Refuses a case, with the reason.
pub async fn refuse(paper: &Paper, by: &Actor, id: CaseId, reason: &str) -> Result<()> {
    settle(paper, by, id, State::Refused, reason).await
}

async fn settle(paper: &Paper, by: &Actor, id: CaseId, state: State, words: &str) -> Result<()> {
    let mut tx = paper.begin().await?;
    let case = open(&mut tx, by, id).await?;
    if case.subject == Subject::Reply && state == State::Answered {
        return Err(Refusal::StatementToPrint.into());
    }
    let words = match (words.trim(), state) {
        ("", State::Refused) => return Err(Refusal::ReasonNeeded.into()),
        (words, _) => forms::paragraphs("answer", words, ANSWER_CHARS_MAX)?,
    };
    decided(&mut tx, by, &case, state, &words, None).await?;
    // The figures of the title's page of corrections count it from now on.
    tx.commit("case.decide", &Traces::of_title(case.title))
        .await?;

    Ok(())
}

/// Says that a revision which is out already was made because of a case.
pub async fn link(paper: &Paper, by: &Actor, id: CaseId, revision: u32) -> Result<()> {
    let mut tx = paper.begin().await?;
    let case = open(&mut tx, by, id).await?;
    let there = articles::revision_numbered(&mut tx.session, case.article, revision).await?;
    tx.touches(case.article).await?;
    led_to(&mut tx, by, case, there.content.class, revision).await?;
    tx.commit("case.decide", &Traces::default()).await?;
    Ok(())
}

/// Within the transaction of a change: the case it answers, if the deed names one.
pub(crate) async fn led_by(
    tx: &mut Tx,
    by: &Actor,
    id: CaseId,
    article: ArticleId,
    class: Class,
    revision: u32,
) -> Result<()> {
    let case = open(tx, by, id).await?;
    if case.article != article {
        return Err(unknown(&id.to_string()).into());
    }
    led_to(tx, by, case, class, revision).await
}

async fn led_to(tx: &mut Tx, by: &Actor, case: Case, class: Class, revision: u32) -> Result<()> {
    let state = match (case.subject, class) {
        (Subject::Reply, Class::Reply) => State::Replied,
        // A wrong sentence that is mended is what most who ask for a statement want.
        (_, Class::Correction | Class::Clarification | Class::Update) => State::Corrected,
        (_, Class::Withdrawal | Class::Kill | Class::Typo) if case.subject == Subject::Error => {
            State::Corrected
        }
        _ => return Err(Refusal::WrongClass { class }.into()),
    };
    decided(tx, by, &case, state, "", Some(revision)).await
}

/// The case, if it is open and this person may decide it.
async fn open(tx: &mut Tx, by: &Actor, id: CaseId) -> Result<Case> {
    let case = find(&mut tx.session, id).await?;
    let section = articles::placement(&mut tx.session, case.placement)
        .await?
        .map(|placement| placement.section);
    by.may(tx, Deed::DecideCase, Some(case.title), section)
        .await?;
    if case.state == State::Open {
        Ok(case)
    } else {
        Err(Refusal::CaseDecided.into())
    }
}

async fn decided(
    tx: &mut Tx,
    by: &Actor,
    case: &Case,
    state: State,
    answer: &str,
    revision: Option<u32>,
) -> Result<()> {
    tx.session
        .exec(
            "UPDATE cases SET state = $2, answer = $3, led_to = $4, decided_at = $5, decided_by = $6, alarm = 'quiet'
              WHERE id = $1",
            (case.id, state.word(), answer, revision, tx.now, by.name()),
        )
        .await?;
    alarm::stop(tx, case.id).await?;
    let about = About {
        article: Some(case.article),
        title: Some(case.title),
    };
    let detail =
        json!({"case": case.id, "state": state.word(), "answer": answer, "revision": revision});
    audit::note(tx, by, Deed::DecideCase, about, detail).await
}
