//! The readers' form: what is wrong and where, or a statement to be printed.

use super::alarm::REPLY_HOURS;
use super::{Alarm, PASSAGE_CHARS_MAX, State, Subject, TEXT_CHARS_MAX, alarm};
use crate::articles::{self, PlacementRow};
use crate::buckets::Bucket;
use crate::changes::Traces;
use crate::comments::{NAME_CHARS_MAX, privacy, sending};
use crate::db::Session;
use crate::forms::{self, FILL_SECONDS_MIN, FORM_HOURS_MAX, Problem, Taken, at, unproven};
use crate::id::{CaseId, PlacementId};
use crate::paper::Tx;
use crate::secrets::{self, KeyedHash, Secret};
use crate::words;
use crate::{Paper, Refusal, Result, jobs};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// Minutes in which the same words about the same article are one case, sent twice.
const TWICE_MINUTES: i64 = 60;
/// Open cases about errors a title keeps; more are turned away. Statements, to which people have a right, are not.
pub const QUEUE_MAX: u32 = 2_000;
/// What one household or office may send.
const FROM_ADDRESS: Bucket = Bucket {
    name: "case address",
    holds: 5,
    an_hour: 10,
};
/// What people send about errors in the whole network.
const ERRORS: Bucket = Bucket {
    name: "case error",
    holds: 200,
    an_hour: 400,
};
/// What people send as statements in the whole network.
const REPLIES: Bucket = Bucket {
    name: "case reply",
    holds: 50,
    an_hour: 60,
};

/// A case as the form brings it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The article's appearance.
    pub placement: PlacementId,
    /// What is asked for.
    pub subject: Subject,
    /// Where in the text; may be empty.
    pub passage: String,
    /// What is wrong, or the statement.
    pub text: String,
    /// Who says so; needed for a statement.
    pub name: String,
    /// Where to answer; needed for a statement.
    pub email: String,
    /// The box that says one is concerned was ticked; asked of statements.
    pub concerned: bool,
    /// The form's token, from [`form`].
    pub token: String,
    /// The field people do not see.
    pub trap: String,
    /// Where the reader is, if known.
    pub address: Option<IpAddr>,
}

/// What the token of a form was made for.
fn purpose(subject: Subject) -> &'static str {
    match subject {
        Subject::Error => "case error",
        Subject::Reply => "case reply",
    }
}

/// A token for the form about a placement, good for [`FORM_HOURS_MAX`].
pub async fn form(paper: &Paper, subject: Subject, placement: PlacementId) -> Result<String> {
    let secret = secrets::network(paper).await?;
    Ok(secret.token(purpose(subject), &placement.bytes(), paper.now())?)
}

/// Takes a case in, or says all that is wrong with the form.
///
/// What can be refused is refused before anything is written, so that a flood of wrong forms costs reading only.
///
/// # Errors
/// A refusal only where the address leads to nothing that was ever published.
pub async fn send(paper: &Paper, sending: &Sending) -> Result<Taken<CaseId>> {
    let secret = secrets::network(paper).await?;
    let mut session = paper.read().await?;
    let (placement, _) = sending::place(&mut session, sending.placement).await?;
    let checked = match check(&mut session, &secret, sending, &placement, paper.now()).await? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    drop(session);
    if let Some(twin) = checked.twin {
        return Ok(Ok(twin));
    }
    let mut tx = paper.begin().await?;
    if let Some(problem) = counted(&mut tx, &secret, sending.subject, &checked, &placement).await? {
        // The attempt counts, so that who does not stop waits longer.
        tx.session.commit().await?;
        return Ok(Err(vec![problem]));
    }
    // Two presses of the button at once: the second waited above for the first one's count.
    let now = tx.now;
    if let Some(twin) =
        sent_already(&mut tx.session, sending.subject, &placement, &checked, now).await?
    {
        return Ok(Ok(twin));
    }
    let id = keep(&mut tx, sending.subject, &placement, checked).await?;
    tx.commit("case.send", &Traces::default()).await?;
    Ok(Ok(id))
}

/// A form that can be taken in, as far as reading tells.
struct Checked {
    passage: String,
    text: String,
    name: String,
    email: String,
    email_hash: Option<KeyedHash>,
    address: Option<KeyedHash>,
    /// The same case, sent a moment ago.
    twin: Option<CaseId>,
}

async fn check(
    session: &mut Session,
    secret: &Secret,
    sending: &Sending,
    placement: &PlacementRow,
    now: Timestamp,
) -> Result<Taken<Checked>> {
    let reply = sending.subject == Subject::Reply;
    let mut problems = Vec::new();
    let passage = match sending.passage.trim() {
        "" => Ok(String::new()),
        passage => forms::paragraphs("passage", passage, PASSAGE_CHARS_MAX),
    };
    let passage = at("passage", passage, &mut problems)?;
    let text = forms::paragraphs("text", &sending.text, TEXT_CHARS_MAX)
        .and_then(|text| words::seen("text", text));
    let text = at("text", text, &mut problems)?;
    // A statement is printed under the name, so the name must show something.
    let name = forms::unstacked(&sending.name);
    let name = if reply {
        words::line("name", &name, NAME_CHARS_MAX).and_then(|name| words::seen("name", name))
    } else {
        words::optional_line("name", &name, NAME_CHARS_MAX)
    };
    let name = at("name", name, &mut problems)?;
    let email = match sending.email.trim() {
        "" if !reply => Ok(String::new()),
        email => words::email("email", email),
    };
    let email = at("email", email, &mut problems)?;
    if reply && !sending.concerned {
        problems.push(Problem {
            field: "concerned",
            why: Refusal::ConcernNeeded,
        });
    }
    let about = placement.id.bytes();
    let purpose = purpose(sending.subject);
    let proof = secret.proven(&sending.token, purpose, &about, now, FORM_HOURS_MAX)?;
    problems.extend(unproven(proof, now, FILL_SECONDS_MIN));
    if !sending.trap.is_empty() {
        problems.push(Problem::form(Refusal::FormTrap));
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let email_hash = match email.as_str() {
        "" => None,
        email => Some(sending::email_hash(secret, email)?),
    };
    let address = sending.address.map(|address| secret.address(address));
    let mut checked = Checked {
        passage,
        text,
        name,
        email,
        email_hash,
        address: address.transpose()?,
        twin: None,
    };
    checked.twin = sent_already(session, sending.subject, placement, &checked, now).await?;
    Ok(Ok(checked))
}

/// Counts the case in all buckets, and asks whether there is room for it.
async fn counted(
    tx: &mut Tx,
    secret: &Secret,
    subject: Subject,
    checked: &Checked,
    placement: &PlacementRow,
) -> Result<Option<Problem>> {
    let now = tx.now;
    let overall = match subject {
        Subject::Error => ERRORS,
        Subject::Reply => REPLIES,
    };
    let address = checked
        .address
        .as_ref()
        .map(|hash| (FROM_ADDRESS, &hash.0[..]));
    for (bucket, about) in address.into_iter().chain([(overall, &b""[..])]) {
        let key = secret.hash("bucket", &[bucket.name.as_bytes(), about])?;
        if !bucket.take(tx, &key).await? {
            let minutes = bucket.wait(&mut tx.session, &key, now).await?;
            return Ok(Some(Problem::form(Refusal::TooOften { minutes })));
        }
    }
    if subject == Subject::Reply {
        return Ok(None);
    }
    let (waiting,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM (SELECT id FROM cases WHERE title_id = $1 AND state = 'open' LIMIT $2) AS waiting",
            (placement.title, QUEUE_MAX),
        )
        .await?;
    Ok((waiting >= i64::from(QUEUE_MAX)).then(|| Problem::form(Refusal::QueueFull)))
}

/// The same request by the same reader a moment ago: somebody pressed the button twice. The same words as a report and as
/// a statement are two things, and so are those of two readers.
async fn sent_already(
    session: &mut Session,
    subject: Subject,
    placement: &PlacementRow,
    checked: &Checked,
    now: Timestamp,
) -> Result<Option<CaseId>> {
    let since = now
        .checked_sub(SignedDuration::from_mins(TWICE_MINUTES))
        .unwrap_or(now);
    let row: Option<(CaseId,)> = session
        .opt(
            "SELECT id FROM cases WHERE article_id = $1 AND placement_id = $2 AND at >= $3 AND text = $4 AND subject = $5
                AND name = $6 AND email = $7 AND (address_hash = $8 OR (address_hash IS NULL AND $9 = 0)) ORDER BY at LIMIT 1",
            (
                placement.article,
                placement.id,
                since,
                &checked.text,
                subject.word(),
                &checked.name,
                &checked.email,
                checked.address.as_ref().map(|hash| hash.0.clone()),
                i64::from(checked.address.is_some()),
            ),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}

async fn keep(
    tx: &mut Tx,
    subject: Subject,
    placement: &PlacementRow,
    checked: Checked,
) -> Result<CaseId> {
    let id = CaseId::draw(&tx.paper)?;
    let article = articles::find(&mut tx.session, placement.article).await?;
    let due = match subject {
        Subject::Error => None,
        Subject::Reply => tx
            .now
            .checked_add(SignedDuration::from_hours(REPLY_HOURS))
            .ok(),
    };
    tx.session
        .exec(
            "INSERT INTO cases (id, subject, state, title_id, placement_id, article_id, revision, passage, text, name, email,
                email_hash, address_hash, at, due_at, alarm, answer, decided_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', '')",
            (
                id,
                subject.word(),
                State::Open.word(),
                placement.title,
                placement.id,
                placement.article,
                article.revisions,
                &checked.passage,
                &checked.text,
                &checked.name,
                &checked.email,
                checked.email_hash.map(|hash| hash.0),
                checked.address.map(|hash| hash.0),
                tx.now,
                due,
                Alarm::Quiet.word(),
            ),
        )
        .await?;
    if let Some(due) = due {
        alarm::set(tx, id, due).await?;
    }
    jobs::daily(tx, jobs::Kind::ForgetReaders, privacy::JOB).await?;
    Ok(id)
}
