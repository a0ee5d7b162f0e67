//! Jobs: a table, filled in the transaction that causes them, idempotent, retried with back-off, visible.

use crate::articles::redacting::lifting;
use crate::articles::relating;
use crate::articles::scheduling;
use crate::audit::{self, About};
use crate::cases::alarm;
use crate::changes::Traces;
use crate::comments::{closing, privacy};
use crate::db::{FromRow, Row, Session};
use crate::figures;
use crate::fronts::{self, Place};
use crate::id::{ArticleId, CaseId, JobId, MeasureId, PictureId, TitleId, TopicId};
use crate::measures::deciding;
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::topics::merging;
use crate::trust::Counting;
use crate::{Actor, Error, Fault, Paper, Refusal, Result, Thing, pictures};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Tries of a job before it is left for a person.
pub const ATTEMPTS_MAX: u32 = 8;
/// Wait before the second try, seconds; it doubles with each further one.
const BACK_OFF_SECONDS: i64 = 2;
/// Days a finished job stays visible.
const KEEP_DAYS: i64 = 7;
/// Jobs shown at once.
pub const PAGE_MAX: u32 = 200;

words! {
    /// What a job does.
    Kind {
        /// Publishes a draft whose time has come.
        PublishDue = "publish.due",
        /// Rewrites the rows a redaction veiled.
        LiftVeil = "redaction.lift",
        /// Frees a place of a front when the time of what is pinned there is over.
        FreePlace = "front.expire",
        /// Takes the breaking bar off a front when its time is over.
        EndFlash = "front.flash",
        /// Tells hubs that a feed changed. Kinds that begin with `outside.` need the network and are not done here.
        TellHubs = "outside.websub",
        /// Tells a program elsewhere what readers see otherwise.
        Webhook = "outside.webhook",
        /// Tells the cache in front of the server which pages to forget.
        Purge = "outside.purge",
        /// Writes and sends a mail to an account.
        SendMail = "outside.mail",
        /// Rings when the hours of a statement run out.
        CaseAlarm = "case.alarm",
        /// Lifts a measure whose time is over.
        EndMeasure = "measure.end",
        /// Forgets who sent comments, after the stated days, and old saves of drafts.
        ForgetReaders = "readers.forget",
        /// Closes comments under articles whose days are over.
        CloseComments = "comments.close",
        /// Makes the files readers see of a picture. Kinds that begin with `beside.` compute for long, and are done beside
        /// all others.
        DevelopPicture = "beside.picture",
        /// Takes a picture from readers when the permission to show it ends.
        EndPicture = "picture.end",
        /// Sums up old hours of the figures by day.
        FoldFigures = "figures.fold",
        /// Counts what the page of facts says of a title's texts.
        CountTexts = "trust.count",
        /// Moves the articles of a topic that was merged into another.
        MergeTopic = "topic.merge",
        /// Finds what to offer at the end of articles that have none yet.
        Relate = "articles.relate",
    }
}

/// A job as shown to people.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub kind: String,
    /// To what.
    pub key: String,
    /// `waiting`, `done` or `failed`.
    pub state: String,
    /// When it is next tried.
    pub due_at: Timestamp,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last one failed.
    pub last_error: String,
}

impl FromRow for Job {
    fn from_row(row: &mut Row) -> Result<Job, Fault> {
        Ok(Job {
            id: row.take()?,
            kind: row.take()?,
            key: row.take()?,
            state: row.take()?,
            due_at: row.take()?,
            attempts: row.take()?,
            last_error: row.take()?,
        })
    }
}

/// Queues a job for an instant; the same job queued again moves to the new instant.
pub(crate) async fn queue(tx: &mut Tx, kind: Kind, key: &str, due: Timestamp) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
             VALUES ($1, $2, $3, '', 'waiting', $4, 0, '', $5)
             ON CONFLICT (kind, key) DO UPDATE SET state = 'waiting', due_at = excluded.due_at, attempts = 0,
                last_error = '', finished_at = NULL",
            (JobId::draw(&tx.paper)?, kind.word(), key, due, tx.now),
        )
        .await?;
    Ok(())
}

/// Queues a job that comes round every day, if it does not wait already.
pub(crate) async fn daily(tx: &mut Tx, kind: Kind, key: &str) -> Result<()> {
    within(tx, kind, key, SignedDuration::from_hours(24)).await
}

/// Queues a job that is to be done once in a time, if it does not wait already.
pub(crate) async fn within(tx: &mut Tx, kind: Kind, key: &str, time: SignedDuration) -> Result<()> {
    let due = tx.now.checked_add(time).unwrap_or(tx.now);
    tx.session
        .exec(
            "INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
             VALUES ($1, $2, $3, '', 'waiting', $4, 0, '', $5)
             ON CONFLICT (kind, key) DO UPDATE SET state = 'waiting', due_at = excluded.due_at, attempts = 0,
                last_error = '', finished_at = NULL WHERE jobs.state <> 'waiting'",
            (JobId::draw(&tx.paper)?, kind.word(), key, due, tx.now),
        )
        .await?;
    Ok(())
}

/// Queues a job for an instant, unless it waits for an earlier one already.
pub(crate) async fn no_later(tx: &mut Tx, kind: Kind, key: &str, due: Timestamp) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
             VALUES ($1, $2, $3, '', 'waiting', $4, 0, '', $5)
             ON CONFLICT (kind, key) DO UPDATE SET state = 'waiting', due_at = excluded.due_at, attempts = 0,
                last_error = '', finished_at = NULL WHERE jobs.state <> 'waiting' OR jobs.due_at > excluded.due_at",
            (JobId::draw(&tx.paper)?, kind.word(), key, due, tx.now),
        )
        .await?;
    Ok(())
}

/// Queues a job for now, unless it waits to be tried again after a fault: then it is done with that try. One that may be
/// under way is done once more, since what it read need not hold what was written since.
pub(crate) async fn once_more(tx: &mut Tx, kind: Kind, key: &str) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
             VALUES ($1, $2, $3, '', 'waiting', $4, 0, '', $4)
             ON CONFLICT (kind, key) DO UPDATE SET state = 'waiting', due_at = excluded.due_at,
                attempts = CASE WHEN jobs.state = 'waiting' THEN jobs.attempts ELSE 0 END, last_error = '', finished_at = NULL
              WHERE jobs.state <> 'waiting' OR jobs.due_at <= excluded.due_at",
            (JobId::draw(&tx.paper)?, kind.word(), key, tx.now),
        )
        .await?;
    Ok(())
}

/// Takes a job back.
pub(crate) async fn forget(tx: &mut Tx, kind: Kind, key: &str) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM jobs WHERE kind = $1 AND key = $2 AND state = 'waiting'",
            (kind.word(), key),
        )
        .await?;
    Ok(())
}

/// Forgets why jobs about something failed: a refusal may quote a text that must not be read any more.
pub(crate) async fn forget_errors(tx: &mut Tx, key: &str) -> Result<()> {
    tx.session
        .exec(
            "UPDATE jobs SET last_error = '' WHERE key = $1 AND last_error <> ''",
            (key,),
        )
        .await?;
    Ok(())
}

/// When the next job the record can do by itself is due, if one waits.
pub async fn next_due(session: &mut Session) -> Result<Option<Timestamp>> {
    let row: Option<(Option<Timestamp>,)> = session
        .opt(
            "SELECT MIN(due_at) FROM jobs WHERE state = 'waiting' AND kind NOT LIKE 'outside.%' AND kind NOT LIKE 'beside.%'",
            (),
        )
        .await?;
    Ok(row.and_then(|(due,)| due))
}

/// A job that is not done by [`work`]: by who can reach the network, or beside all others.
#[derive(Debug, Clone)]
pub struct Outside {
    id: JobId,
    due: Timestamp,
    kind: String,
    attempts: u32,
    /// About what.
    pub key: String,
}

/// The next job of a kind that is not done by [`work`] and is due.
pub async fn next_outside(paper: &Paper, kind: Kind) -> Result<Option<Outside>> {
    let mut session = paper.read().await?;
    let due: Option<(JobId, String, String, u32, Timestamp)> = session
        .opt(
            "SELECT id, kind, key, attempts, due_at FROM jobs
              WHERE state = 'waiting' AND due_at <= $1 AND kind = $2 ORDER BY due_at, id LIMIT 1",
            (paper.now(), kind.word()),
        )
        .await?;
    Ok(due.map(|(id, kind, key, attempts, due)| Outside {
        id,
        due,
        kind,
        attempts,
        key,
    }))
}

/// Notes how such a job went; after a fault it is tried again later.
pub async fn settle_outside(paper: &Paper, job: Outside, outcome: Result<()>) -> Result<()> {
    let tries = job.attempts + 1;
    settle(
        paper,
        (job.id, job.due),
        &job.kind,
        &job.key,
        tries,
        outcome,
    )
    .await
}

/// Leaves such a job for a person at once: another try would go the same way.
pub async fn give_up_outside(paper: &Paper, job: Outside, why: Fault) -> Result<()> {
    let at = (job.id, job.due);
    settle(
        paper,
        at,
        &job.kind,
        &job.key,
        ATTEMPTS_MAX,
        Err(why.into()),
    )
    .await
}

/// Does every job that is due, oldest first; but texts that are to go out go before all else, also between the slices of
/// a long job, since readers were promised the second. Says how many were tried.
///
/// A job may run twice if the process dies in between; each says *make it so*.
pub async fn work(paper: &Paper) -> Result<u32> {
    let mut tried = 0;
    loop {
        tried += publish(paper).await?;
        let mut session = paper.read().await?;
        let due: Option<Waiting> = session
            .opt(
                "SELECT id, kind, key, attempts, due_at FROM jobs WHERE state = 'waiting' AND due_at <= $1
                    AND kind NOT LIKE 'outside.%' AND kind NOT LIKE 'beside.%' AND kind <> 'publish.due' ORDER BY due_at, id LIMIT 1",
                (paper.now(),),
            )
            .await?;
        drop(session);
        let Some((id, kind, key, attempts, due)) = due else {
            return Ok(tried);
        };
        let outcome = run(paper, &kind, &key).await;
        settle(paper, (id, due), &kind, &key, attempts + 1, outcome).await?;
        tried += 1;
    }
}

/// A job that is due: id, kind, key, tries so far, when it was due.
type Waiting = (JobId, String, String, u32, Timestamp);

/// Publishes every text that is due. Says how many were tried.
async fn publish(paper: &Paper) -> Result<u32> {
    let mut tried = 0;
    loop {
        let mut session = paper.read().await?;
        let due: Option<Waiting> = session
            .opt(
                "SELECT id, kind, key, attempts, due_at FROM jobs WHERE state = 'waiting' AND due_at <= $1
                    AND kind = 'publish.due' ORDER BY due_at, id LIMIT 1",
                (paper.now(),),
            )
            .await?;
        drop(session);
        let Some((id, kind, key, attempts, due)) = due else {
            return Ok(tried);
        };
        let outcome = match ArticleId::parse(&key) {
            Some(article) => scheduling::publish_due(paper, article).await,
            None => Err(unknown(&kind, &key)),
        };
        settle(paper, (id, due), &kind, &key, attempts + 1, outcome).await?;
        tried += 1;
    }
}

async fn run(paper: &Paper, kind: &str, key: &str) -> Result<()> {
    let none = || unknown(kind, key);
    match Kind::parse(kind) {
        Some(Kind::LiftVeil) => {
            let article = ArticleId::parse(key).ok_or_else(none)?;
            while lifting::slice(paper, article).await? {
                publish(paper).await?;
            }
            Ok(())
        }
        Some(Kind::ForgetReaders) => {
            while privacy::forget(paper).await? {
                publish(paper).await?;
            }
            Ok(())
        }
        Some(Kind::FoldFigures) => {
            while figures::fold(paper).await? {
                publish(paper).await?;
            }
            Ok(())
        }
        Some(Kind::CountTexts) => {
            let mut counting = Counting::of(paper, TitleId::parse(key).ok_or_else(none)?);
            while counting.slice(paper).await? {
                publish(paper).await?;
            }
            counting.keep(paper).await
        }
        Some(Kind::MergeTopic) => {
            let from = TopicId::parse(key).ok_or_else(none)?;
            while merging::slice(paper, from).await? {
                publish(paper).await?;
            }
            Ok(())
        }
        Some(Kind::Relate) => relating::make_up(paper).await,
        Some(Kind::FreePlace) => fronts::free(paper, Place::parse(key).ok_or_else(none)?).await,
        Some(Kind::EndFlash) => {
            fronts::end_flash(paper, TitleId::parse(key).ok_or_else(none)?).await
        }
        Some(Kind::CaseAlarm) => alarm::ring(paper, CaseId::parse(key).ok_or_else(none)?).await,
        Some(Kind::EndMeasure) => {
            deciding::end(paper, MeasureId::parse(key).ok_or_else(none)?).await
        }
        Some(Kind::CloseComments) => closing::close(paper, key).await,
        Some(Kind::EndPicture) => {
            pictures::end(paper, PictureId::parse(key).ok_or_else(none)?).await
        }
        // Due texts are published before any of these; what needs the network or computes for long is done elsewhere.
        Some(
            Kind::PublishDue
            | Kind::TellHubs
            | Kind::Webhook
            | Kind::Purge
            | Kind::SendMail
            | Kind::DevelopPicture,
        )
        | None => Err(none()),
    }
}

fn unknown(kind: &str, key: &str) -> Error {
    Fault::new(format!("a job of kind {kind} for {key} is none we know")).into()
}

/// Notes how a job went, unless somebody queued it anew meanwhile: then it is another job.
async fn settle(
    paper: &Paper,
    (id, due): (JobId, Timestamp),
    kind: &str,
    key: &str,
    attempts: u32,
    outcome: Result<()>,
) -> Result<()> {
    let (state, error) = match &outcome {
        Ok(()) => ("done", String::new()),
        // A log that is stopped is mended by whoever runs the server: that may be done by the next try.
        Err(Error::Refused(refusal @ Refusal::LogStopped { .. })) if attempts < ATTEMPTS_MAX => {
            ("waiting", refusal.to_string())
        }
        // What the paper refuses it will refuse again: a person decides.
        Err(Error::Refused(refusal)) => ("failed", refusal.to_string()),
        Err(Error::Fault(fault)) if attempts >= ATTEMPTS_MAX => ("failed", fault.to_string()),
        Err(Error::Fault(fault)) => ("waiting", fault.to_string()),
    };
    if let ("failed", Some(Kind::PublishDue), Some(article)) =
        (state, Kind::parse(kind), ArticleId::parse(key))
    {
        // Nobody tries it again: the desk has to see that it did not go out, and why.
        scheduling::note_fault(paper, article, &error).await?;
    }
    if !error.is_empty() {
        tracing::warn!(
            job.kind = kind,
            job.key = key,
            attempts,
            "Job {kind} for {key} {state}: {error}"
        );
    }
    let mut tx = paper.begin().await?;
    let wait = SignedDuration::from_secs(BACK_OFF_SECONDS << attempts.min(ATTEMPTS_MAX));
    let again = tx.now.checked_add(wait).unwrap_or(tx.now);
    let finished = (state != "waiting").then_some(tx.now);
    tx.session
        .exec(
            "UPDATE jobs SET state = $2, attempts = $3, last_error = $4, due_at = $5, finished_at = $6
              WHERE id = $1 AND state = 'waiting' AND due_at = $7",
            (id, state, attempts, &error, again, finished, due),
        )
        .await?;
    let old = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * KEEP_DAYS))
        .unwrap_or(tx.now);
    tx.session
        .exec(
            "DELETE FROM jobs WHERE state = 'done' AND finished_at < $1",
            (old,),
        )
        .await?;
    tx.session.commit().await?;
    Ok(())
}

/// Jobs that wait or failed, the next due first, at most [`PAGE_MAX`].
pub async fn pending(session: &mut Session) -> Result<Vec<Job>> {
    page(session, None, PAGE_MAX).await
}

/// Jobs that wait or failed, the next due first, those after the one named by `after`, at most `limit` and [`PAGE_MAX`].
pub async fn page(
    session: &mut Session,
    after: Option<(Timestamp, JobId)>,
    limit: u32,
) -> Result<Vec<Job>> {
    let (at, id) = after.unwrap_or((Timestamp::MIN, JobId::last()));
    Ok(session
        .all(
            "SELECT id, kind, key, state, due_at, attempts, last_error FROM jobs
              WHERE state <> 'done' AND (due_at > $1 OR (due_at = $1 AND id > $2)) ORDER BY due_at, id LIMIT $3",
            (at, id, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// Has a job that was left for a person tried again, as if it were new.
///
/// # Errors
/// Refused without [`Deed::Operate`], and for a job that did not fail.
pub async fn retry(paper: &Paper, by: &Actor, id: JobId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let (kind, key) = failed(&mut tx, by, id).await?;
    tx.session
        .exec(
            "UPDATE jobs SET state = 'waiting', due_at = $2, attempts = 0, last_error = '', finished_at = NULL WHERE id = $1",
            (id, tx.now),
        )
        .await?;
    let detail = json!({"retried": kind, "key": key});
    audit::note(&mut tx, by, Deed::Operate, About::default(), detail).await?;
    tx.commit("job.retry", &Traces::default()).await?;
    Ok(())
}

/// Gives up a job that was left for a person.
///
/// # Errors
/// Refused without [`Deed::Operate`], and for a job that did not fail.
pub async fn discard(paper: &Paper, by: &Actor, id: JobId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let (kind, key) = failed(&mut tx, by, id).await?;
    tx.session
        .exec("DELETE FROM jobs WHERE id = $1", (id,))
        .await?;
    let detail = json!({"discarded": kind, "key": key});
    audit::note(&mut tx, by, Deed::Operate, About::default(), detail).await?;
    tx.commit("job.discard", &Traces::default()).await?;
    Ok(())
}

/// Kind and key of a job that failed, for who may decide about it.
async fn failed(tx: &mut Tx, by: &Actor, id: JobId) -> Result<(String, String)> {
    by.may(tx, Deed::Operate, None, None).await?;
    tx.session
        .opt(
            "SELECT kind, key FROM jobs WHERE id = $1 AND state = 'failed'",
            (id,),
        )
        .await?
        .ok_or_else(|| {
            Refusal::Unknown {
                thing: Thing::Job,
                name: id.to_string(),
            }
            .into()
        })
}
