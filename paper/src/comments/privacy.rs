//! What is kept of one person: forgotten after the stated days, handed over or erased when asked.

use super::moderating::note;
use super::sending;
use super::{State, likeness};
use crate::actor::Actor;
use crate::articles;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{CommentId, PlacementId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::rights::Deed;
use crate::secrets::{self, Secret};
use crate::titles::Title;
use crate::words;
use crate::{Paper, Refusal, Result, Thing, buckets, titles};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The key of the job that forgets.
pub(crate) const JOB: &str = "network";
/// Comments of one person handled at once; who wrote more is handled again.
const PERSON_MAX: u32 = 1_000;

/// Who is meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Everything sent with this e-mail address.
    Email(String),
    /// Everything sent by whoever sent this comment: with its e-mail address, or else under its name from its network.
    Comment(CommentId),
}

struct Found {
    ids: Vec<CommentId>,
    email: String,
}

async fn find(session: &mut Session, secret: &Secret, whom: &Whom) -> Result<Found> {
    let (email, name_hash, email_hash, address_hash) = match whom {
        Whom::Email(email) => {
            let email = words::email("email", email)?;
            let hash = sending::email_hash(secret, &email)?.0;
            (email, None, Some(hash), None)
        }
        Whom::Comment(id) => {
            type Kept = (String, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>);
            let row: Option<Kept> = session
                .opt(
                    "SELECT email, name_hash, email_hash, address_hash FROM comments WHERE id = $1",
                    (*id,),
                )
                .await?;
            row.ok_or_else(|| super::unknown(*id))?
        }
    };
    let one = match whom {
        Whom::Comment(id) => Some(*id),
        Whom::Email(_) => None,
    };
    let rows: Vec<(CommentId,)> = session
        .all(
            "SELECT id FROM comments WHERE email_hash = $1 OR (name_hash = $2 AND address_hash = $3) OR id = $4
              ORDER BY at, id LIMIT $5",
            (email_hash, name_hash, address_hash, one, PERSON_MAX),
        )
        .await?;
    let ids: Vec<CommentId> = rows.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        return Err(Refusal::Unknown {
            thing: Thing::Comment,
            name: email,
        }
        .into());
    }
    Ok(Found { ids, email })
}

/// Everything kept of one person (Regulation (EU) 2016/679, article 15), as a document. Who may ask for it is asked on
/// every title concerned; that it was handed over is on the audit trail.
pub async fn export(paper: &Paper, by: &Actor, whom: &Whom) -> Result<Value> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let found = find(&mut tx.session, &secret, whom).await?;
    let mut comments = Vec::new();
    for id in &found.ids {
        let (entry, _) = super::queue::entry(&mut tx.session, &secret, *id).await?;
        let (_, title) = allowed(&mut tx, by, *id).await?;
        let mut value = serde_json::to_value(&entry)?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("title".to_owned(), title.into());
            fields.remove("group");
        }
        comments.push(value);
    }
    let notices: Vec<(String, String, String, Timestamp)> = if found.email.is_empty() {
        Vec::new()
    } else {
        tx.session
            .all(
                "SELECT ground, explanation, name, at FROM comment_notices WHERE email = $1 ORDER BY at LIMIT $2",
                (&found.email, PERSON_MAX),
            )
            .await?
    };
    let document = json!({
        "comments": comments,
        "notices": notices.iter().map(|(ground, explanation, name, at)| {
            json!({"ground": ground, "explanation": explanation, "name": name, "at": at})
        }).collect::<Vec<_>>(),
    });
    record(&mut tx, by, &found, "export").await?;
    tx.commit("person.export", &Traces::default()).await?;
    Ok(document)
}

/// Erases what is kept of one person (article 17). Where others have answered, an empty place stays. Says how many comments.
pub async fn erase(paper: &Paper, by: &Actor, whom: &Whom) -> Result<u32> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let found = find(&mut tx.session, &secret, whom).await?;
    for id in &found.ids {
        let (placement, _) = allowed(&mut tx, by, *id).await?;
        if let Some(placement) = articles::placement(&mut tx.session, placement).await? {
            tx.touches(placement.article).await?;
        }
        erase_one(&mut tx, *id).await?;
    }
    if !found.email.is_empty() {
        tx.session
            .exec(
                "UPDATE comment_notices SET name = '', email = '', address_hash = NULL WHERE email = $1",
                (&found.email,),
            )
            .await?;
    }
    record(&mut tx, by, &found, "erase").await?;
    tx.commit("person.erase", &Traces::default()).await?;
    Ok(u32::try_from(found.ids.len()).unwrap_or(u32::MAX))
}

async fn erase_one(tx: &mut Tx, id: CommentId) -> Result<()> {
    tx.session
        .exec("DELETE FROM comment_bands WHERE comment_id = $1", (id,))
        .await?;
    tx.session
        .exec(
            "UPDATE comments SET state = $2, name = '', text = '', email = '', website = '', name_hash = NULL, email_hash = NULL,
                address_hash = NULL, flags = '', fold = '', reason = '', learned = '' WHERE id = $1",
            (id, State::Erased.word()),
        )
        .await?;
    Ok(())
}

/// Asks the right on the title of a comment; where it stands, and the title's name.
async fn allowed(tx: &mut Tx, by: &Actor, id: CommentId) -> Result<(PlacementId, String)> {
    let row: Option<(PlacementId, TitleId)> = tx
        .session
        .opt(
            "SELECT placement_id, title_id FROM comments WHERE id = $1",
            (id,),
        )
        .await?;
    let (placement, title) = row.ok_or_else(|| super::unknown(id))?;
    by.may(tx, Deed::PersonalData, Some(title), None).await?;
    let name = titles::by_id(&mut tx.session, title).await?.name;
    Ok((placement, name))
}

/// The line of the audit trail says that it was done and how many comments it was, not for whom.
async fn record(tx: &mut Tx, by: &Actor, found: &Found, what: &str) -> Result<()> {
    let Some(first) = found.ids.first() else {
        return Ok(());
    };
    let (placement, _) = super::moderating::placed(tx, *first).await?;
    let detail = json!({"done": what, "comments": found.ids.len()});
    note(tx, by, Deed::PersonalData, &placement, detail).await
}

/// Rows forgotten in one transaction, so that nobody is kept waiting for the writers' lock.
const FORGET_IN_A_SLICE: u32 = 200;

/// Forgets what the titles' days say: keyed hashes of addresses, e-mail addresses and their hashes, and what is only kept to
/// recognise floods. Comes round every day.
///
/// One short transaction. Says whether there is more to do; when there is not, tomorrow's round is queued.
pub(crate) async fn forget(paper: &Paper) -> Result<bool> {
    let mut tx = paper.begin().await?;
    let mut rows = 0;
    for title in titles::all(&mut tx.session).await? {
        rows += forget_on(&mut tx, &title).await?;
        if rows > 0 {
            break;
        }
    }
    if rows == 0 {
        rows += forget_floods(&mut tx).await?;
    }
    if rows > 0 {
        let detail = json!({"done": "forget", "rows": rows});
        let system = Actor::system();
        audit::note(
            &mut tx,
            &system,
            Deed::PersonalData,
            About::default(),
            detail,
        )
        .await?;
        tx.commit("readers.forget", &Traces::default()).await?;
        return Ok(true);
    }
    let tomorrow = tx
        .now
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(tx.now);
    jobs::queue(&mut tx, jobs::Kind::ForgetReaders, JOB, tomorrow).await?;
    tx.session.commit().await?;
    Ok(false)
}

/// A slice of what a title's days are over for. Says how many rows it was.
async fn forget_on(tx: &mut Tx, title: &Title) -> Result<u64> {
    let policy = &title.settings.comments;
    let before = |days: u16| {
        tx.now
            .checked_sub(SignedDuration::from_hours(24 * i64::from(days)))
            .unwrap_or(tx.now)
    };
    let (addresses, emails) = (before(policy.address_days), before(policy.email_days));
    let mut rows = 0;
    for (sql, old) in [
        (
            "UPDATE comments SET address_hash = NULL WHERE id IN (SELECT id FROM comments
              WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL LIMIT $3)",
            addresses,
        ),
        (
            "UPDATE comments SET email = '', email_hash = NULL WHERE id IN (SELECT id FROM comments
              WHERE title_id = $1 AND at < $2 AND email_hash IS NOT NULL LIMIT $3)",
            emails,
        ),
        (
            "UPDATE comment_notices SET address_hash = NULL WHERE id IN (SELECT id FROM comment_notices
              WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL LIMIT $3)",
            addresses,
        ),
        // A notice's contact is needed until it is decided, and for the answer to it.
        (
            "UPDATE comment_notices SET name = '', email = '' WHERE id IN (SELECT id FROM comment_notices
              WHERE title_id = $1 AND decided_at < $2 AND email <> '' LIMIT $3)",
            emails,
        ),
        (
            "UPDATE cases SET address_hash = NULL WHERE id IN (SELECT id FROM cases
              WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL LIMIT $3)",
            addresses,
        ),
        // Who made a statement that was printed stands with it in the article.
        (
            "UPDATE cases SET name = '', email = '', email_hash = NULL WHERE id IN (SELECT id FROM cases
              WHERE title_id = $1 AND decided_at < $2 AND (name <> '' OR email <> '' OR email_hash IS NOT NULL) LIMIT $3)",
            emails,
        ),
    ] {
        rows += tx
            .session
            .exec(sql, (title.id, old, FORGET_IN_A_SLICE))
            .await?;
    }
    Ok(rows)
}

/// A slice of what is only kept to recognise floods. Says how many rows it was.
async fn forget_floods(tx: &mut Tx) -> Result<u64> {
    let old = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * likeness::DAYS))
        .unwrap_or(tx.now);
    let floods = tx
        .session
        .exec("DELETE FROM comment_floods WHERE last_at < $1", (old,))
        .await?;
    Ok(floods
        + likeness::forget(tx, FORGET_IN_A_SLICE).await?
        + buckets::forget(tx, FORGET_IN_A_SLICE).await?)
}
