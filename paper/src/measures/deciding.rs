//! The deeds on measures: a request is put on the record, decided, and a measure that holds is lifted again.

use super::askers::{self, Asker};
use super::{DECIDE_MONTHS, Kind, Measure, State, TEXT_CHARS_MAX, find};
use crate::actor::Actor;
use crate::articles::redacting;
use crate::articles::{self, Stage, relating};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::comments::privacy;
use crate::id::{ArticleId, MeasureId};
use crate::jobs;
use crate::paper::Tx;
use crate::reading::sitemap;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, forms, titles, trust};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What somebody asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// What is asked for.
    pub kind: Kind,
    /// When it came; now if not said.
    pub requested_at: Option<Timestamp>,
    /// Who asks.
    #[serde(default)]
    pub name: String,
    /// Where to answer.
    #[serde(default)]
    pub contact: String,
    /// In their words.
    #[serde(default)]
    pub words: String,
}

/// What is decided on it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Decision {
    /// It is done; if not, it is refused.
    pub accept: bool,
    /// Why.
    pub reason: String,
    /// When it ends by itself: only of what can be lifted.
    #[serde(default)]
    pub ends: Option<Timestamp>,
    /// The name to be taken out, in every form it stands in the text.
    #[serde(default)]
    pub names: Vec<String>,
    /// What stands in its place; the initials of the longest form if empty.
    #[serde(default)]
    pub instead: String,
}

/// A decision within its transaction.
pub(crate) struct Settling<'a> {
    id: MeasureId,
    state: State,
    pub(crate) reason: &'a str,
    ends: Option<Timestamp>,
}

/// Puts a request on the record. Its clock begins when it came.
///
/// # Errors
/// Refused for an article readers never saw, and for a request of the future.
pub async fn ask(paper: &Paper, by: &Actor, id: ArticleId, request: &Request) -> Result<MeasureId> {
    let asker = Asker {
        name: words::optional_line("name", &request.name, NAME_CHARS_MAX)?,
        contact: words::optional_line("contact", &request.contact, NAME_CHARS_MAX)?,
        words: match request.words.trim() {
            "" => String::new(),
            words => forms::paragraphs("text", words, TEXT_CHARS_MAX)?,
        },
    };
    let mut tx = paper.begin().await?;
    let article = articles::find(&mut tx.session, id).await?;
    by.may(&mut tx, Deed::Measure, Some(article.home), None)
        .await?;
    if article.revision.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    let requested = request.requested_at.unwrap_or(tx.now);
    if requested > tx.now {
        return Err(Refusal::FutureDate { at: requested }.into());
    }
    let zone = titles::by_id(&mut tx.session, article.home)
        .await?
        .time_zone();
    // The same day of the next month as the clocks of the title show it (Regulation (EEC, Euratom) 1182/71, article 3).
    let due = requested
        .to_zoned_datetime(zone)
        .checked_add(DECIDE_MONTHS.months())
        .map_or(requested, |due| due.timestamp());
    let measure = MeasureId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO measures (id, article_id, title_id, kind, state, requested_at, due_at, kept_by, reason, decided_by, places,
                                   lifted_by, lifted_why)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0, '', '')",
            (measure, id, article.home, request.kind.word(), State::Open.word(), requested, due, by.name()),
        )
        .await?;
    askers::keep(&mut tx, measure, &asker).await?;
    jobs::daily(&mut tx, jobs::Kind::ForgetReaders, privacy::JOB).await?;
    let detail = json!({"measure": measure, "kind": request.kind.word(), "requested": requested, "due": due});
    audit::note(&mut tx, by, Deed::Measure, About::article(id), detail).await?;
    tx.commit("measure.ask", &Traces::default()).await?;
    Ok(measure)
}

/// Decides a request. What is accepted holds for every reader when this returns.
///
/// # Errors
/// Refused without a reason, where it was decided before, and, of a name, where it stands nowhere in the article, or the
/// reason or what is to stand in its place has it.
pub async fn decide(
    paper: &Paper,
    by: &Actor,
    id: MeasureId,
    decision: &Decision,
) -> Result<Measure> {
    let reason = words::optional_line("reason", &decision.reason, NOTE_CHARS_MAX)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let mut session = paper.read().await?;
    let measure = find(&mut session, id).await?;
    drop(session);
    let settling = Settling {
        id,
        state: if decision.accept {
            State::Standing
        } else {
            State::Refused
        },
        reason: &reason,
        ends: decision.ends,
    };
    match (decision.accept, measure.kind) {
        (true, Kind::Anonymise) => {
            if decision.ends.is_some() {
                return Err(stays_out().into());
            }
            let (names, instead) = (&decision.names, &decision.instead);
            redacting::anonymise(paper, by, measure.article, names, instead, &settling).await?;
        }
        _ => {
            let mut tx = paper.begin().await?;
            settle(&mut tx, by, &settling, 0).await?;
            tx.commit("measure.decide", &Traces::default()).await?;
        }
    }
    find(&mut paper.read().await?, id).await
}

/// Within the transaction of what is decided: the row, its end, the audit trail, and what lists follow from it.
pub(crate) async fn settle(
    tx: &mut Tx,
    by: &Actor,
    settling: &Settling<'_>,
    places: u32,
) -> Result<()> {
    let measure = find(&mut tx.session, settling.id).await?;
    by.may(tx, Deed::Measure, Some(measure.title), None).await?;
    if measure.state != State::Open {
        return Err(Refusal::CaseDecided.into());
    }
    let accepted = settling.state == State::Standing;
    let ends = settling.ends.filter(|_| accepted);
    if let Some(at) = ends.filter(|at| *at <= tx.now) {
        return Err(Refusal::PastSchedule { at }.into());
    }
    tx.session
        .exec(
            "UPDATE measures SET state = $2, reason = $3, decided_at = $4, decided_by = $5, places = $6, ends_at = $7 WHERE id = $1",
            (measure.id, settling.state.word(), settling.reason, tx.now, by.name(), places, ends),
        )
        .await?;
    if let Some(at) = ends {
        jobs::queue(tx, jobs::Kind::EndMeasure, &measure.id.to_string(), at).await?;
    }
    let detail = json!({"measure": measure.id, "kind": measure.kind.word(), "state": settling.state.word(),
        "reason": settling.reason, "ends": ends, "places": places});
    audit::note(
        tx,
        by,
        Deed::Measure,
        About::article(measure.article),
        detail,
    )
    .await?;
    if accepted && measure.kind == Kind::Deindex {
        list_again(tx, measure.article).await?;
    }
    Ok(())
}

/// Lifts a measure that holds: the article is on lists and in searches again when this returns. A name that was taken out
/// stays out; nothing in the record knows it any more.
///
/// # Errors
/// Refused without a reason, and where it does not hold.
pub async fn lift(paper: &Paper, by: &Actor, id: MeasureId, why: &str) -> Result<Measure> {
    let why = words::optional_line("reason", why, NOTE_CHARS_MAX)?;
    if why.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let mut tx = paper.begin().await?;
    let measure = find(&mut tx.session, id).await?;
    by.may(&mut tx, Deed::Measure, Some(measure.title), None)
        .await?;
    if measure.kind == Kind::Anonymise {
        return Err(stays_out().into());
    }
    if measure.state != State::Standing {
        return Err(Refusal::NothingChanged.into());
    }
    lift_in(&mut tx, by, &measure, &why).await?;
    tx.commit("measure.lift", &Traces::default()).await?;
    find(&mut paper.read().await?, id).await
}

/// A job: the time of a measure is over. Safe to run twice.
pub(crate) async fn end(paper: &Paper, id: MeasureId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let measure = find(&mut tx.session, id).await?;
    let over = measure.ends.is_some_and(|at| at <= tx.now);
    if measure.state != State::Standing || !over {
        return Ok(());
    }
    lift_in(&mut tx, &Actor::system(), &measure, "").await?;
    tx.commit("measure.lift", &Traces::default()).await?;
    Ok(())
}

async fn lift_in(tx: &mut Tx, by: &Actor, measure: &Measure, why: &str) -> Result<()> {
    tx.session
        .exec(
            "UPDATE measures SET state = $2, lifted_at = $3, lifted_by = $4, lifted_why = $5 WHERE id = $1",
            (measure.id, State::Lifted.word(), tx.now, by.name(), why),
        )
        .await?;
    jobs::forget(tx, jobs::Kind::EndMeasure, &measure.id.to_string()).await?;
    let detail = json!({"measure": measure.id, "kind": measure.kind.word(), "state": State::Lifted.word(), "reason": why});
    audit::note(
        tx,
        by,
        Deed::Measure,
        About::article(measure.article),
        detail,
    )
    .await?;
    list_again(tx, measure.article).await
}

/// Puts an article on lists, or takes it off them, as the measures on it say.
async fn list_again(tx: &mut Tx, id: ArticleId) -> Result<()> {
    tx.touches(id).await?;
    tx.session
        .exec(
            "UPDATE articles SET deindexed = (SELECT CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END FROM measures
               WHERE article_id = $1 AND kind = 'deindex' AND state = 'standing') WHERE id = $1",
            (id,),
        )
        .await?;
    let article = articles::find(&mut tx.session, id).await?;
    let Some(first) = article.first_published else {
        return Ok(());
    };
    let shown = article.stage != Stage::Killed && !article.deindexed;
    for placement in articles::placements(&mut tx.session, id).await? {
        tx.session
            .exec(
                "UPDATE placements SET listed = $2 WHERE id = $1",
                (placement.id, shown),
            )
            .await?;
        relating::as_listed(tx, &placement, first, shown && article.stage == Stage::Live).await?;
        sitemap::changed(tx, placement.title, first, 0).await?;
        trust::will_count(tx, placement.title).await?;
    }
    Ok(())
}

/// What a name cannot be: given back.
fn stays_out() -> Refusal {
    Refusal::Unfit {
        field: "kind",
        value: Kind::Anonymise.word().to_owned(),
        wants: "deindex",
    }
}
