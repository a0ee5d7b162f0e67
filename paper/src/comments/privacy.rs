//! What is kept of one person: forgotten after the stated days, handed over or erased when asked.

use super::moderating::note;
use super::sending;
use super::{State, likeness};
use crate::actor::Actor;
use crate::articles;
use crate::cases;
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{CommentId, PlacementId, TitleId};
use crate::jobs;
use crate::paper::Tx;
use crate::rights::Deed;
use crate::secrets::{self, Secret};
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

/// Forgets what the titles' days say: keyed hashes of addresses, e-mail addresses and their hashes, and what is only kept to
/// recognise floods. Comes round every day.
pub(crate) async fn forget(paper: &Paper) -> Result<()> {
    let mut tx = paper.begin().await?;
    for title in titles::all(&mut tx.session).await? {
        let policy = &title.settings.comments;
        let before = |days: u16| {
            tx.now
                .checked_sub(SignedDuration::from_hours(24 * i64::from(days)))
                .unwrap_or(tx.now)
        };
        let (addresses, emails) = (before(policy.address_days), before(policy.email_days));
        tx.session
            .exec(
                "UPDATE comments SET address_hash = NULL WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL",
                (title.id, addresses),
            )
            .await?;
        tx.session
            .exec(
                "UPDATE comments SET email = '', email_hash = NULL WHERE title_id = $1 AND at < $2 AND email_hash IS NOT NULL",
                (title.id, emails),
            )
            .await?;
        tx.session
            .exec(
                "UPDATE comment_notices SET address_hash = NULL WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL",
                (title.id, addresses),
            )
            .await?;
        cases::forgetting::forget(&mut tx, title.id, addresses, emails).await?;
        // A notice's contact is needed until it is decided, and for the answer to it.
        tx.session
            .exec(
                "UPDATE comment_notices SET name = '', email = '' WHERE title_id = $1 AND decided_at < $2 AND email <> ''",
                (title.id, emails),
            )
            .await?;
    }
    likeness::forget(&mut tx).await?;
    buckets::forget(&mut tx).await?;
    let old = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * likeness::DAYS))
        .unwrap_or(tx.now);
    tx.session
        .exec("DELETE FROM comment_floods WHERE last_at < $1", (old,))
        .await?;
    let tomorrow = tx
        .now
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(tx.now);
    jobs::queue(&mut tx, jobs::Kind::ForgetReaders, JOB, tomorrow).await?;
    tx.commit("readers.forget", &Traces::default()).await?;
    Ok(())
}
