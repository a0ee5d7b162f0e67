//! The clock of statements: two days to print or refuse one (law 47/1948, article 8).

use super::{Alarm, State, Subject, find};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::CaseId;
use crate::jobs::{self, Kind};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::{Paper, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Hours in which a statement is to be printed or refused.
pub const REPLY_HOURS: i64 = 48;
/// Hours before the end at which the desk is warned.
pub const WARNING_HOURS: i64 = 12;

/// Sets the alarm of a new case.
pub(super) async fn set(tx: &mut Tx, id: CaseId, due: Timestamp) -> Result<()> {
    jobs::queue(tx, Kind::CaseAlarm, &id.to_string(), warning(due)).await
}

/// Takes the alarm of a decided case back.
pub(super) async fn stop(tx: &mut Tx, id: CaseId) -> Result<()> {
    jobs::forget(tx, Kind::CaseAlarm, &id.to_string()).await
}

fn warning(due: Timestamp) -> Timestamp {
    due.checked_sub(SignedDuration::from_hours(WARNING_HOURS))
        .unwrap_or(due)
}

/// Says what the clock says now, and when it is to be looked at again. Safe to run twice.
pub(crate) async fn ring(paper: &Paper, id: CaseId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let case = find(&mut tx.session, id).await?;
    let Some(due) = case.due else { return Ok(()) };
    if case.state != State::Open || case.subject != Subject::Reply {
        return Ok(());
    }
    let alarm = if tx.now >= due {
        Alarm::Over
    } else if tx.now >= warning(due) {
        Alarm::Near
    } else {
        Alarm::Quiet
    };
    if alarm != Alarm::Over {
        let next = if alarm == Alarm::Near {
            due
        } else {
            warning(due)
        };
        jobs::queue(&mut tx, Kind::CaseAlarm, &id.to_string(), next).await?;
    }
    if alarm != case.alarm {
        tx.session
            .exec(
                "UPDATE cases SET alarm = $2 WHERE id = $1",
                (id, alarm.word()),
            )
            .await?;
        let about = About {
            article: Some(case.article),
            title: Some(case.title),
        };
        let detail = json!({"case": id, "alarm": alarm.word(), "due": due});
        audit::note(&mut tx, &Actor::system(), Deed::DecideCase, about, detail).await?;
    }
    tx.commit("case.alarm", &Traces::default()).await?;
    match alarm {
        Alarm::Quiet => {}
        Alarm::Near => {
            tracing::warn!(case.id = %id, "Statement {id} has to be printed or refused by {due}")
        }
        Alarm::Over => {
            tracing::error!(case.id = %id, "Statement {id} should have been printed or refused by {due}")
        }
    }
    Ok(())
}
